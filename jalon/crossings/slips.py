"""The slip of a traveller who looks like somebody on a list and is not: given, shown, taken back.

What it clears is in `clearing`. The paper names nobody and no list; alone it opens nothing: whoever shows it must bear
the name and the date of birth of whoever was given it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.crossings.clearing import holder_of, said, standing, token_of, valid
from jalon.crossings.models import ClearedPair, Decision, Inspection, Shift
from jalon.crossings.particulars import as_corrected
from jalon.crossings.recall import keyed
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record
from jalon.screening.evidence.document_number import normal

VALID_DAYS = 90
VERDICTS = {"unsure": _("Not sure"), "another": _("Another person"), "same": _("The same person")}
WITHDRAWN_WHY = {
    "mistake": _("Cleared by mistake"),
    "new_facts": _("New facts about the person"),
    "lost": _("The slip was lost or stolen"),
    "misused": _("Somebody else showed the slip"),
    "asked": _("The headquarters asks for it"),
}
# No sign that a tired eye takes for another; the first is a digit, so that no reader takes a slip for a document.
DIGITS, SIGNS = "23456789", "23456789ABCDEFGHJKMNPQRTUVWXYZ"
LONG = 8
# A code reader set to a US keyboard, on a French one.
FRENCH = str.maketrans("&é\"'(-è_çàq", "1234567890A")


def issuing(
    inspection: Inspection, seen: Mapping[str, Any], verdicts: Sequence[str]
) -> tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]:
    """What an admission says of its hits, and the slip that follows from it, if any: called by `decision.admit`."""
    if not verdicts or not seen["hits"]:
        return {}, []
    if len(verdicts) != len(seen["hits"]) or set(verdicts) - set(VERDICTS):
        raise NotAllowed("say_of_each_hit")
    found: dict[str, Any] = {"verdicts": list(verdicts)}
    # One hit that says nothing but whom to call: the traveller goes without any paper.
    silent = any(hit["shows"] == "call_second_line" for hit in seen["hits"])
    pairs = [token_of(hit) for hit, verdict in zip(seen["hits"], verdicts, strict=True) if verdict == "another"]
    pairs = sorted({pair for pair in pairs if pair})
    if silent or "same" in verdicts or not pairs:
        return found, []
    holder = holder_of(as_corrected(inspection) or {})
    if not holder:
        return found, []  # a name alone tells nobody apart the next time
    reference = new_reference()
    today = timezone.localdate()
    slip = {
        "reference": keyed(f"slip\n{reference}"),
        "hint": written(reference)[:3],
        "token": inspection.token,
        "holder": holder,
        "pairs": pairs,
        "day": today.isoformat(),
        "until": (today + timedelta(days=VALID_DAYS)).isoformat(),
    }
    found["slip"] = {"reference": reference, "day": slip["day"], "until": slip["until"]}
    return found, [("slip.issued", slip)]


def slip_of(inspection: Inspection) -> dict[str, Any] | None:
    """The slip that an admission gave, for printing: reference, day, until; None once its shift is over."""
    keys = this_node().shift_keys
    made = Decision.objects.filter(inspection=inspection.key, outcome="admitted").order_by("-position").first()
    value: dict[str, Any] = (keys.take_out_value(made.kept) if made else None) or {}
    slip: dict[str, Any] | None = value.get("slip")
    return slip


@act
def show(inspection: Inspection, shift: Shift, typed: str) -> Recorded:
    """The traveller shows a slip: its reference, and the same name and date of birth, clear what it cleared.

    Raises NotAllowed where no such slip counts today, where it was given to somebody else, or clears nothing here.
    """
    on_duty(shift)
    seen = as_it_stands(inspection)
    if inspection.state not in {"open", "referred"}:
        raise NotAllowed("already_decided")
    pairs = list(valid().filter(reference=keyed(f"slip\n{read(typed)}")))
    if not pairs:
        raise NotAllowed("slip_not_known")
    if any(one.holder != holder_of(as_corrected(inspection) or {}) for one in pairs):
        raise NotAllowed("slip_of_somebody_else")
    here = {token_of(hit) for hit in standing(inspection, seen)}
    clears = {one.pair: said(one) for one in pairs if one.pair in here}
    if not clears:
        raise NotAllowed("slip_clears_nothing")
    body = {"inspection": inspection.key, "what": "slip", "told_at": wall_clock(), "pairs": clears}
    return record("case.noted", body, shift.officer, bytes(inspection.kept)[:8])


@act
def withdraw(slip: str, shift: Shift, why: str) -> Recorded:
    """The shift leader takes a slip back: it counts no more, whoever shows it."""
    on_duty(shift)
    pair = ClearedPair.objects.filter(slip=slip).first()
    if pair is None:
        raise NotAllowed("slip_not_known")
    if pair.withdrawn_at is not None:
        raise NotAllowed("slip_withdrawn_already")
    if not pair.reference:
        raise NotAllowed("cleared_by_headquarters")
    if why not in WITHDRAWN_WHY:
        raise NotAllowed("say_why_withdrawn")
    return record("slip.withdrawn", {"slip": slip, "why": why}, shift.officer)


def new_reference() -> str:
    return secrets.choice(DIGITS) + "".join(secrets.choice(SIGNS) for _ in range(LONG - 1))


def written(reference: str) -> str:
    """As it stands on the slip: two groups of four."""
    return f"{reference[:4]}-{reference[4:]}"


def read(typed: str) -> str:
    """A reference as it was typed or read from the code, plain; what is none stays as it is."""
    text = typed.strip()
    if any(sign in text for sign in "&é\"'(è_çà"):
        text = text.replace(" ", "").translate(FRENCH)
    return normal(text.upper().replace("JALON", ""))
