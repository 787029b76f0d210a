"""Enrolling a machine: an administrator gives a one-time code; the machine makes its keys and shows the public half.

The code is 24 signs, as text or in a QR sign with the headquarters' address: 4 that name it, 20 that are the secret
(100 bits). Both sides prove that they know the secret (HMAC-SHA256), so that neither takes a stranger for the other,
whatever carries the messages. A message is JSON; its `proof` covers the rest of it in canonical form.

    hello   {step, code, proof}                                    -> {node, signing, sealing, post, proof}
    enrol   {step, code, node, signing, sealing, recall, proof}    -> {node, post, proof}

`recall`, the key of the tokens a post keeps beyond a shift, is sealed to the headquarters: what goes down to the post
(pairs that were cleared) is keyed with it there, so that it names nobody on its way or at the post.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import rfc8785
import segno
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from jalon.journal import seal
from jalon.journal.acting import act
from jalon.journal.keys import NodeKeys, Parent, adopt, node_id
from jalon.journal.models import EnrolledNode
from jalon.journal.node import forget_this_node, this_node, wall_clock
from jalon.journal.record import record, record_together
from jalon.sync.link import Link, RefusedThere
from jalon.sync.models import Invitation

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
READ_AS = str.maketrans("ILO", "110")
NAMED, SECRET = 4, 20
LASTS = timedelta(days=3)
BOUND = b"jalon enrolment 1"


class EnrolmentRefused(ValueError):
    """The code is wrong, used or over, or the message is not what it should be."""


class CannotInvite(ValueError):
    """No code can be given for this place. `code` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code in its two parts."""

    name: str
    secret: str

    def __str__(self) -> str:
        whole = self.name + self.secret
        return "-".join(whole[at : at + 4] for at in range(0, len(whole), 4))

    @classmethod
    def read(cls, typed: str) -> Code:
        """A code as it may be typed: small letters, spaces, hyphens and look-alikes do not matter."""
        signs = "".join(sign for sign in typed.upper().translate(READ_AS) if sign in SIGNS)
        if len(signs) != NAMED + SECRET:
            raise EnrolmentRefused(f"a code has {NAMED + SECRET} letters and digits, this one {len(signs)}")
        return cls(signs[:NAMED], signs[NAMED:])


# ── at the headquarters ──


def places() -> dict[str, str]:
    """The places for which a machine may be enrolled, code -> name: posts at a headquarters, parties at a forum."""
    found: dict[str, str] = import_string(settings.JALON_PLACES)()
    return found


@act
def invite(post: str, actor: str, replaces: str = "") -> Code:
    """Give a one-time code for a machine at a post. Raises CannotInvite.

    `replaces`: the node whose place it takes; where that is still trusted it is revoked when the new one is enrolled.
    """
    if post not in places():
        raise CannotInvite("post_unknown")
    if replaces and not EnrolledNode.objects.filter(id=replaces, post=post).exists():
        raise CannotInvite("node_unknown")
    code = Code(_signs(NAMED), _signs(SECRET))
    given = record("node.invited", {"post": post, "replaces": replaces}, actor)
    Invitation.objects.filter(expires_at__lt=timezone.now()).delete()
    Invitation.objects.create(
        name=code.name,
        secret=code.secret,
        post=post,
        replaces=replaces,
        given_by=actor,
        given=given.key,
        expires_at=timezone.now() + LASTS,
    )
    return code


def picture_of(code: Code, address: str) -> str:
    """The code and where to take it, as a QR sign: SVG."""
    sign = segno.make(f"{address}#{code}", error="m")
    return str(sign.svg_inline(scale=5, border=2))


def answer(raw: bytes) -> bytes:
    """Answer a machine that presents itself. Raises EnrolmentRefused."""
    message = _read(raw)
    invitation = Invitation.objects.filter(name=str(message.get("code", "")), expires_at__gt=timezone.now()).first()
    if invitation is None or not _proven(message, invitation.secret):
        raise EnrolmentRefused("this code is wrong, was used, or is over: ask the headquarters for another")
    match message.get("step"):
        case "hello":
            return _said(_ourselves(invitation), invitation.secret)
        case "enrol":
            return _said(_enrol(message, invitation), invitation.secret)
    raise EnrolmentRefused("this machine's program speaks otherwise than the headquarters': upgrade the older one")


def _ourselves(invitation: Invitation) -> dict[str, Any]:
    keys = this_node().keys
    return {
        "node": keys.node,
        "signing": keys.public_key.hex(),
        "sealing": keys.sealing.public_key().public_bytes_raw().hex(),
        "post": invitation.post,
    }


@act
def _enrol(message: dict[str, Any], invitation: Invitation) -> dict[str, Any]:
    """Record the machine, once: its last message said again finds itself enrolled already."""
    node, signing = str(message["node"]), str(message["signing"])
    known = EnrolledNode.objects.filter(id=node).first()
    unused = Invitation.objects.filter(pk=invitation.pk)
    if not unused.filter(used_by__in=("", node)).exists():
        raise EnrolmentRefused("this code was used by another machine: ask the headquarters for another")
    if known is None:
        try:
            recall = seal.open_sealed(bytes.fromhex(message["recall"]), this_node().keys.sealing, BOUND)
            fits = node_id(bytes.fromhex(signing)) == node and len(bytes.fromhex(message["sealing"])) == 32
        except (ValueError, seal.NotForUs):
            fits = False
        if not fits:
            raise EnrolmentRefused("the machine's keys do not fit together: start again on it")
        body = {"node": node, "post": invitation.post, "signing": signing, "sealing": message["sealing"]}
        body |= {"recall": recall.hex(), "by": invitation.given_by, "replaces": invitation.replaces}
        acts = [("node.enrolled", body)]
        old = EnrolledNode.objects.filter(id=invitation.replaces, revoked_at__isnull=True).first()
        if old is not None:
            why = {"node": old.id, "since": wall_clock(), "why": f"replaced by node {node}"}
            acts.append(("node.revoked", why))
        unused.update(used_by=node)  # before it is recorded: killed in between, this machine may say it again, no other
        record_together(acts, invitation.given_by)
    elif known.signing != signing or not known.is_trusted or known.post != invitation.post:
        raise EnrolmentRefused("this machine is enrolled already")
    else:
        unused.update(used_by=node)
    return {"node": this_node().id, "post": invitation.post}


# ── at the post ──


def asked(link: Link, message: bytes) -> bytes:
    """What was answered at the door. Raises EnrolmentRefused, LinkDown."""
    try:
        return link.enrol(message)
    except RefusedThere as refused:
        raise EnrolmentRefused(str(refused)) from None


def hello(code: Code) -> bytes:
    return _said({"step": "hello", "code": code.name}, code.secret)


def presented(keys: NodeKeys, code: Code, headquarters: dict[str, Any], recall: bytes | None = None) -> bytes:
    """The machine's public half, and its recall key sealed to the headquarters. A headquarters gives a forum a key that
    opens nothing (`recall`): a forum has no use for one."""
    reader = X25519PublicKey.from_public_bytes(bytes.fromhex(headquarters["sealing"]))
    message = {
        "step": "enrol",
        "code": code.name,
        "node": keys.node,
        "signing": keys.public_key.hex(),
        "sealing": keys.sealing.public_key().public_bytes_raw().hex(),
        "recall": seal.seal(recall or keys.recall, [reader], BOUND).hex(),
    }
    return _said(message, code.secret)


def heard(raw: bytes, code: Code) -> dict[str, Any]:
    """What the headquarters said, proven to know the code. Raises EnrolmentRefused."""
    message = _read(raw)
    if not _proven(message, code.secret):
        raise EnrolmentRefused("whoever answered does not know the code: this is not the headquarters that gave it")
    return message


def belong_to(headquarters: dict[str, Any], address: str) -> NodeKeys:
    """From now on this machine belongs to a headquarters, written on the disk."""
    parent = Parent(headquarters["node"], bytes.fromhex(headquarters["signing"]), address)
    folder = Path(settings.JALON_HOME) / "keys"
    keys = adopt(folder, headquarters["post"], bytes.fromhex(headquarters["sealing"]), parent)
    forget_this_node()
    return keys


def _signs(count: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(count))


def _read(raw: bytes) -> dict[str, Any]:
    try:
        message = json.loads(raw)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        raise EnrolmentRefused("this is no message of an enrolment")
    return message


def _said(message: dict[str, Any], secret: str) -> bytes:
    return json.dumps(message | {"proof": _proof(message, secret)}, separators=(",", ":")).encode()


def _proven(message: dict[str, Any], secret: str) -> bool:
    rest = {name: value for name, value in message.items() if name != "proof"}
    return hmac.compare_digest(str(message.get("proof", "")).encode(), _proof(rest, secret).encode())


def _proof(message: dict[str, Any], secret: str) -> str:
    return hmac.new(secret.encode(), rfc8785.dumps(message), hashlib.sha256).hexdigest()
