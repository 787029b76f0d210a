"""A call to another program: JSON, signed, to a public address unless the setting allows private ones.

The name is resolved once, every address of it is checked, and the call goes to the address that was checked: a name
that answers otherwise a second later leads nowhere else. Redirections are not followed. The body is signed with
HMAC-SHA256 over "time.body", under the secret of the subscription:

    Jalon-Signature: t=1764000000,v1=<hexadecimal>      Jalon-Delivery: <the same at every attempt>
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 10.0  # seconds
LARGEST_ANSWER = 4096  # what is read of an answer: nothing is done with it


class NotDelivered(Exception):
    """Why it did not arrive, in a sentence for the administrator. `for_good`: trying again would not help."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


def body_of(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(secret: str, moment: int, body: bytes) -> str:
    """`moment` in seconds since 1970: the receiver refuses what is old, and what it saw before."""
    signed = hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"


def call(address: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool) -> None:
    """POST a body. Returns once the other program answered with 2xx. Raises NotDelivered."""
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    reached = _reachable(host, port, allow_private)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        connection.sock = socket.create_connection((reached, port), timeout=TIMEOUT)
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        answer.read(LARGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(f"{host}: {error or type(error).__name__}") from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise NotDelivered(f"{host} answered {answer.status} {answer.reason}", for_good=answer.status == 410)


def _reachable(host: str, port: int, allow_private: bool) -> str:
    """The address to connect to. Raises NotDelivered where any address of the name is not public."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise NotDelivered(f"{host} was not found: {error}") from error
    for one in found:
        address = ipaddress.ip_address(one.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not allow_private and (not mapped.is_global or mapped.is_multicast):
            raise NotDelivered(f"{host} is {one}, an address that is not public: refused", for_good=True)
    if not found:
        raise NotDelivered(f"{host} was not found")
    return found[0]
