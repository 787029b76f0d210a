"""The daily register of a shift: every passage in order, with the journal's head, signed by this node.

It is made before the shift closes, because afterwards the post reads no names. What is signed is a statement that holds
the SHA-256 of the rows (RFC 8785 JSON): it stands on the last page. The file as a whole has a signature beside it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import rfc8785
from django.db.models import Q

from jalon.crossings import shift as shifts
from jalon.crossings.models import Confirmation, Decision, Inspection, Register, RegisterFile, Shift
from jalon.crossings.particulars import as_corrected
from jalon.crossings.rules import on_duty, what_was_seen
from jalon.crossings.statements import FILE, STATEMENT
from jalon.journal import sidecar
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import record
from jalon.journal.shiftkey import CLEAR

FORMAT = 1
COLUMNS = (
    "number",
    "passed_at",
    "recorded_at",
    "late",
    "sheet",
    "line",
    "primary_identifier",
    "secondary_identifier",
    "sex",
    "birth_date",
    "nationality",
    "document_type",
    "document_number",
    "issuing_state",
    "direction",
    "transport",
    "outcome",
    "officer",
    "second_officer",
    "hits",
)


@dataclass(frozen=True)
class Made:
    """A register: its content as it was digested, the statement about it, and the node's signature (hexadecimal)."""

    key: str
    content: dict[str, Any]
    statement: dict[str, Any]
    signature: str


@act
def make(shift: Shift, why: str, language: str) -> Made:
    """Record that a register of the officer's own shift is made, and give it. Nothing is shown before the entry stands.

    Raises NotAllowed where the shift is closed: its names can be read no more.
    """
    shift = on_duty(shift)
    node = this_node()
    content = _content(shift)
    digest = hashlib.sha256(rfc8785.dumps(content)).hexdigest()
    body = {"shift": shift.key, "rows": len(content["rows"]), "digest": digest, "head": content["head"]}
    recorded = record("daily_register.made", body | {"why": why, "language": language}, shift.officer)
    statement: dict[str, Any] = {
        "register": FORMAT,
        "entry": recorded.key,
        "digest": digest,
        "rows": len(content["rows"]),
        "head": content["head"],
        "node": node.id,
        "post": shift.post,
        "shift": shift.key,
        "officer": shift.officer,
        "made_at": recorded.wall,
    }
    signature = node.keys.sign(STATEMENT + rfc8785.dumps(statement)).hex()
    return Made(recorded.key, content, statement, signature)


def sign_file(made: Made, file: bytes) -> bytes:
    """The detached signature of a register's file: a JSON object that says all that is needed to check it."""
    node = this_node()
    digest = hashlib.sha256(file).digest()
    said: dict[str, Any] = {
        "jalon": "register signature",
        "version": FORMAT,
        "algorithm": "Ed25519",
        "node": node.id,
        "public_key": node.keys.public_key.hex(),
        "sha256": digest.hex(),
        "signature": node.keys.sign(FILE + digest).hex(),
        "statement": made.statement,
        "statement_signature": made.signature,
    }
    return bytes(rfc8785.dumps(said))


def keep(shift: Shift, made: Made, file: bytes, signature: bytes) -> None:
    """Keep the file under the shift key until the shift closes; the one before it goes. Raises ShiftKeyGone."""
    node = this_node()
    key = bytes.fromhex(shift.shift_key)
    RegisterFile.objects.filter(shift=shift.key).delete()

    def under(value: bytes) -> bytes:
        return CLEAR + value if node.keys.is_headquarters else node.shift_keys.put_away(value, key)

    RegisterFile.objects.create(register=made.key, shift=shift.key, file=under(file), signature=under(signature))


def kept(shift: Shift) -> tuple[Register, RegisterFile] | None:
    """The last register of this shift whose file is still here."""
    last = Register.objects.filter(shift=shift.key).order_by("-at").first()
    file = RegisterFile.objects.filter(register=last.key).first() if last else None
    return (last, file) if last and file else None


def read(kept_bytes: bytes | memoryview) -> bytes | None:
    """What `keep` put away; None once the shift is closed."""
    return this_node().shift_keys.take_out(bytes(kept_bytes))


def since(shift: Shift, made: Register) -> int:
    """How many passages of the shift were recorded after a register was made of it."""
    inspected = Inspection.objects.filter(shift=shift.key, at__gt=made.at).values("key")
    decided = Decision.objects.filter(shift=shift.key, at__gt=made.at).values("inspection")
    return Inspection.objects.filter(Q(key__in=inspected) | Q(key__in=decided)).count()


def _content(shift: Shift) -> dict[str, Any]:
    head = sidecar.read(this_node().sidecar)
    rows = [_row(number, row) for number, row in enumerate(passages(shift), 1)]
    counts = {name: said for name, said in shifts.summary(shift).items() if isinstance(said, int)}
    return {
        "register": FORMAT,
        "node": this_node().id,
        "post": shift.post,
        "shift": shift.key,
        "officer": shift.officer,
        "opened_at": shift.opened_at,
        "made_at": wall_clock(),
        "head": f"{head.epoch} {head.seq} {head.hash}" if head else "",
        "columns": list(COLUMNS),
        "rows": rows,
        "counts": counts,
        "open_cases": len(shifts.open_cases(shift)),
    }


def passages(shift: Shift) -> list[Inspection]:
    """Whom the shift saw, and those of other shifts about whom it decided, in the order in which they passed."""
    decided = Decision.objects.filter(shift=shift.key).values("inspection")
    rows = Inspection.objects.filter(Q(shift=shift.key) | Q(key__in=decided)).order_by("passed_at", "position")
    return [row for row in rows if what_was_seen(row) is not None]


def _row(number: int, row: Inspection) -> list[Any]:
    """A passage in the order of COLUMNS; times in ms since 1970, what is not known is null."""
    fields = as_corrected(row) or {}
    paper = (what_was_seen(row) or {}).get("late", {})
    made = Decision.objects.filter(inspection=row.key).order_by("-position").first()
    second = Confirmation.objects.filter(decision=made.key).first() if made else None
    said = {
        **fields,
        "number": number,
        "passed_at": row.passed_at,
        "recorded_at": row.at,
        "late": row.late,
        "sheet": paper.get("number"),
        "line": paper.get("line"),
        "document_type": row.document_type,
        "direction": row.direction,
        "transport": made.transport if made else "",
        "outcome": row.state,
        "officer": made.officer if made else row.officer,
        "second_officer": second.officer if second else None,
        "hits": row.hits,
    }
    return [said.get(column) for column in COLUMNS]
