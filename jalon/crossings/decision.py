"""Admit, refuse, refer: each a named human's act, after the inspection was recorded. A hit never decides."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from jalon.crossings.journey import PROTECTIVE_QUESTIONS
from jalon.crossings.models import Confirmation, Decision, Inspection, Shift
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.posts.models import Post


class NotAllowed(Exception):
    """What the rules of the desk forbid. `code` names the rule; the doors have the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def admit(
    inspection: Inspection, shift: Shift, journey: dict[str, Any], *, line: int = 1, looked: str = ""
) -> Recorded:
    """Let the traveller pass. The first line cannot where a list asks for this person; the second says why it does."""
    seen = _open(inspection, line)
    if seen["hits"] and line == 1:
        raise NotAllowed("hit_goes_to_second_line")
    if seen["level"] != "clear" and not looked.strip():
        raise NotAllowed("say_what_was_looked_at")
    return _decide(inspection, shift, "admitted", line, {"journey": journey, "looked": looked.strip()}, journey)


def refer(
    inspection: Inspection,
    shift: Shift,
    reason: str,
    remark: str = "",
    protective: dict[str, bool] | None = None,
    *,
    line: int = 1,
) -> Recorded:
    """Hand the traveller to the second line, with everything the first line saw.

    The second line itself refers on (line=2) where a refusal turned out to be forbidden.
    """
    _open(inspection, line)
    said = {"reason": reason, "remark": remark.strip(), "protective": protective or {}}
    return _decide(inspection, shift, "referred", line, said)


def refuse(
    inspection: Inspection,
    shift: Shift,
    reason: str,
    protective: dict[str, bool],
    remark: str = "",
    *,
    line: int = 1,
) -> Recorded:
    """Refuse, once the protective questions are answered. A yes becomes a referral; so does a state's own national.

    The refusal awaits a second person, who may come later where one officer is alone on duty.
    """
    seen = _open(inspection, line)
    if set(protective) != set(PROTECTIVE_QUESTIONS):
        raise NotAllowed("ask_the_protective_questions")
    if any(protective.values()):
        return refer(inspection, shift, "protective", remark, protective, line=line)
    if is_own_national(seen, shift.post):
        return refer(inspection, shift, "own_national", remark, line=line)
    if reason == "listed" and not any(hit["action"] in {"refuse", "arrest"} for hit in seen["hits"]):
        raise NotAllowed("no_confirmed_listing")
    said = {"reason": reason, "remark": remark.strip(), "protective": protective}
    return _decide(inspection, shift, "refused", line, said)


def hand_over(inspection: Inspection, shift: Shift, to: str) -> Recorded:
    """The second line hands the traveller to an authority, by name."""
    _open(inspection, 2)
    if not to.strip():
        raise NotAllowed("say_to_whom")
    return _decide(inspection, shift, "handed_over", 2, {"to": to.strip()})


def confirm(decision: Decision, officer: str) -> Recorded:
    """The second person of a refusal: another officer than the one who refused, at whatever desk.

    It stands under the key of the shift that saw the traveller, since it goes when that goes.
    """
    if decision.officer == officer:
        raise NotAllowed("second_person_is_another")
    if decision.outcome != "refused":
        raise NotAllowed("not_a_refusal")
    if not unconfirmed_refusals().filter(key=decision.key).exists():
        raise NotAllowed("already_confirmed")
    inspection = Inspection.objects.get(key=decision.inspection)
    if what_was_seen(inspection) is None:
        raise NotAllowed("beyond_this_shift")
    return record("crossing.confirmed", {"decision": decision.key}, officer, bytes(inspection.kept)[:8])


def unconfirmed_refusals() -> QuerySet[Decision]:
    """Refusals that stand and that no second person confirmed, the oldest first."""
    latest = Decision.objects.filter(inspection=OuterRef("inspection")).order_by("-at", "-key").values("key")[:1]
    standing = Inspection.objects.filter(state="refused").values("key")
    refused = Decision.objects.filter(outcome="refused", inspection__in=standing, key=Subquery(latest))
    return refused.exclude(key__in=Confirmation.objects.values("decision")).order_by("at", "key")


def send_back(decision: Decision, shift: Shift, remark: str = "") -> Recorded:
    """The second person does not confirm: the refusal does not hold, the traveller goes to the second line."""
    if decision.officer == shift.officer:
        raise NotAllowed("second_person_is_another")
    inspection = Inspection.objects.get(key=decision.inspection)
    if inspection.state != "refused" or what_was_seen(inspection) is None:
        raise NotAllowed("already_decided")
    said = {"reason": "refusal_not_confirmed", "remark": remark.strip(), "protective": {}}
    return _decide(inspection, shift, "referred", 2, said)


def is_own_national(seen: dict[str, Any], post: str) -> bool:
    """Whether the traveller holds the nationality of the state whose post this is."""
    country = Post.objects.filter(code=post).values_list("country", flat=True).first()
    return bool(country) and seen["fields"].get("nationality") == country


def what_was_seen(inspection: Inspection) -> dict[str, Any] | None:
    """All that the first line saw; None once the shift that saw it was handed over."""
    value: dict[str, Any] | None = this_node().shift_keys.take_out_value(inspection.kept)
    return value


def _open(inspection: Inspection, line: int) -> dict[str, Any]:
    """What was seen of an inspection that still waits for a decision; a referred one waits for the second line's."""
    if inspection.state not in {"open", "referred"}:
        raise NotAllowed("already_decided")
    if inspection.state == "referred" and line == 1:
        raise NotAllowed("second_line_decides")
    seen = what_was_seen(inspection)
    if seen is None:
        raise NotAllowed("beyond_this_shift")
    return seen


def _decide(
    inspection: Inspection,
    shift: Shift,
    outcome: str,
    line: int,
    said: dict[str, Any],
    journey: dict[str, Any] | None = None,
) -> Recorded:
    body = {
        "inspection": inspection.key,
        "shift": shift.key,
        "outcome": outcome,
        "line": line,
        "transport": (journey or {}).get("transport", ""),
        **said,
    }
    return record("crossing.decided", body, shift.officer, bytes.fromhex(shift.shift_key))
