"""A payload: a verb's version and its body, compressed with a versioned dictionary, salted and committed to.

Clear form: dictionary id (1 byte), salt (16 bytes), zstd(canonical JSON {"v": version, "b": body}).
The commitment in the header is SHA-256(salt ‖ canonical JSON): whoever holds both can prove the content.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

import rfc8785
import zstandard

SALT = 16
LARGEST = 1 << 20  # a payload is a form's worth of facts; a larger one is an attack or a mistake

# A dictionary is raw content that both ends hold; its number travels with each payload and is never reused.
DICTIONARIES: dict[int, bytes] = {
    0: b"",
    1: (
        b'{"b":{"document":{"birth_date":"19","document_number":"","document_type":"passport","expiry_date":"20",'
        b'"issuing_state":"MLI","nationality":"MLI","primary_identifier":"","secondary_identifier":"","sex":"F"},'
        b'"checks":[],"hits":[],"lists":[{"edition":1,"name":"national"}],"mrz":["P<MLI","<<<<<<<<<<<<<<<<"],'
        b'"not_checked":["visa","chip","interpol"],"source":"wedge","token":"","direction":"entry",'
        b'"transport":"foot","purpose":"trade","origin":"","destination":"","stay_days":7,"minors":[],'
        b'"inspection":"","shift":"","outcome":"admitted","reason":""},"v":1}'
    ),
}
CURRENT = 1

_compressors = {
    number: zstandard.ZstdCompressor(
        level=9,
        dict_data=zstandard.ZstdCompressionDict(content) if content else None,
        write_checksum=False,
        write_content_size=True,
    )
    for number, content in DICTIONARIES.items()
}
_decompressors = {
    number: zstandard.ZstdDecompressor(
        dict_data=zstandard.ZstdCompressionDict(content) if content else None, max_window_size=LARGEST
    )
    for number, content in DICTIONARIES.items()
}


class PayloadUnreadable(ValueError):
    """The clear bytes are not a payload this version understands; they are kept as they came."""


def write(version: int, body: dict[str, Any]) -> tuple[bytes, str]:
    """The clear payload and its commitment (hexadecimal). `body` holds JSON values, integers and no floats of NaN."""
    text = rfc8785.dumps({"b": body, "v": version})
    if len(text) > LARGEST:
        raise ValueError(f"a payload of {len(text)} bytes is more than the {LARGEST} an entry may hold")
    salt = secrets.token_bytes(SALT)
    return bytes([CURRENT]) + salt + _compressors[CURRENT].compress(text), _commitment(salt, text)


def read(clear: bytes, commitment: str | None = None) -> tuple[int, dict[str, Any]]:
    """The version and body of a clear payload; with a commitment, proves that they are the committed ones."""
    if not clear or clear[0] not in DICTIONARIES:
        raise PayloadUnreadable("the payload's dictionary is unknown here")
    salt = clear[1 : 1 + SALT]
    try:
        text = _decompressors[clear[0]].decompress(clear[1 + SALT :], max_output_size=LARGEST)
        content = json.loads(text)
        version, body = int(content["v"]), dict(content["b"])
    except (zstandard.ZstdError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PayloadUnreadable(f"the payload cannot be read: {error}") from None
    if commitment is not None and _commitment(salt, text) != commitment:
        raise PayloadUnreadable("the payload is not the one its header commits to")
    return version, body


def _commitment(salt: bytes, text: bytes) -> str:
    return hashlib.sha256(salt + text).hexdigest()
