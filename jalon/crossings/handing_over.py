"""Handed over, second step: whoever takes the traveller signs for it. Until then the traveller counts as still here."""

from __future__ import annotations

from typing import Any

from jalon.crossings import register
from jalon.crossings.decision import _refer, unconfirmed
from jalon.crossings.models import Decision, Inspection, Received, Shift
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record_together

A_DAY = 86_400_000
AHEAD = 120_000


def receipt_number(decision: str) -> str:
    """The number that stands on the receipt: of the decision's entry, short enough to be read over a radio."""
    _, epoch, seq = decision.split(".")
    return f"{epoch[:4].upper()}-{seq}"


def standing(inspection: str) -> Decision | None:
    """The hand-over that stands in a case."""
    made = Decision.objects.filter(inspection=inspection).order_by("-position").first()
    return made if made and made.outcome == "handed_over" else None


def not_received() -> list[Decision]:
    """Hand-overs that stand, of which no receipt came back, the oldest first."""
    received = Received.objects.values("inspection")
    cases = Inspection.objects.filter(state="handed_over").exclude(key__in=received).values_list("key", flat=True)
    found = [made for key in cases if (made := standing(key))]
    return sorted(found, key=lambda made: made.position)


def received(decision: str) -> Received | None:
    """The receipt of a hand-over."""
    return Received.objects.filter(decision=decision).first()


def said(row: Received) -> dict[str, Any]:
    """What the receipt says: who, number, unit, basis, belongings; nothing once its shift is over."""
    return this_node().shift_keys.take_out_value(row.kept) or {}


@act
def receive(
    decision: Decision, shift: Shift, received_at: int, who: str, number: str, basis: str, *, signed: bool
) -> Recorded:
    """Record that the traveller was taken: by whom, under which service number, when, on what basis, signed for.

    Raises NotAllowed where a second person has not confirmed the hand-over, or a receipt is recorded already.
    """
    on_duty(shift)
    inspection = Inspection.objects.get(key=decision.inspection)
    as_it_stands(inspection)
    present = standing(inspection.key)
    if inspection.state != "handed_over" or present is None or present.key != decision.key:
        raise NotAllowed("not_handed_over")
    if received(decision.key) is not None:
        raise NotAllowed("already_received")
    if unconfirmed().filter(key=decision.key).exists():
        raise NotAllowed("confirm_before_receipt")
    if not signed:
        raise NotAllowed("receipt_not_signed")
    if not who.strip() or not basis.strip():
        raise NotAllowed("say_who_received")
    if not decision.at - A_DAY <= received_at <= wall_clock() + AHEAD:
        raise NotAllowed("time_not_possible")
    body = {
        "decision": decision.key,
        "inspection": inspection.key,
        "received_at": min(received_at, wall_clock()),
        "who": who.strip(),
        "number": number.strip(),
        "basis": basis.strip(),
        "signed": True,
    }
    acts = [("crossing.received", body), *register.ending(inspection.key, "handed_over")]
    return record_together(acts, shift.officer, bytes(inspection.kept)[:8])[0]


@act
def not_taken(decision: Decision, shift: Shift, remark: str = "") -> Recorded:
    """Nobody came: the hand-over does not stand any more, and the second line decides anew."""
    on_duty(shift)
    inspection = Inspection.objects.get(key=decision.inspection)
    as_it_stands(inspection)
    present = standing(inspection.key)
    if inspection.state != "handed_over" or present is None or present.key != decision.key:
        raise NotAllowed("not_handed_over")
    if received(decision.key) is not None:
        raise NotAllowed("already_received")
    return _refer(inspection, shift, "not_taken", remark, 2)
