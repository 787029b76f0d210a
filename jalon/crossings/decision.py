"""Admit, refuse, refer: each a named human's act, after the inspection was recorded. A hit never decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from jalon.crossings import clearing, register, slips
from jalon.crossings.company import company_of
from jalon.crossings.journey import PROTECTIVE_QUESTIONS
from jalon.crossings.models import Confirmation, Decision, Inspection, Shift
from jalon.crossings.particulars import as_corrected, transport_said
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty, what_was_seen
from jalon.crossings.standing import CHILD_IN_DOUBT, CHILD_NOT_ASKED, CLEARED, HIT, raised
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record, record_together
from jalon.journal.verbs import Body
from jalon.posts.models import Post
from jalon.watchlists.lookup import GRAVE

# Against the traveller's will: a second person is asked, who may come later where one officer is alone on duty.
NEEDS_SECOND_PERSON = ("refused", "handed_over", "held")
AT_THE_SECOND_LINE = {"referred", "held"}
WAITING = {"open"} | AT_THE_SECOND_LINE


@act
def admit(
    inspection: Inspection,
    shift: Shift,
    journey: dict[str, Any],
    *,
    line: int = 1,
    looked: str = "",
    verdicts: Sequence[str] = (),
) -> Recorded:
    """Let the traveller pass. The first line cannot where a list asks for this person; the second says why it does.

    A hit that the second line cleared on an earlier day stands in the first line's way no more, nor asks what was
    looked at. `verdicts`: what the second line found of each hit, in order, a key of slips.VERDICTS; a traveller
    whom no list means gets a slip.
    """
    seen = _open(inspection, shift, line)
    standing = clearing.standing(inspection, seen)
    if standing and line == 1:
        raise NotAllowed("hit_goes_to_second_line")
    questions = set(raised(seen, company_of(inspection)))
    if line == 1 and CHILD_NOT_ASKED in questions:
        raise NotAllowed("say_who_is_with_the_child")
    if line == 1 and CHILD_IN_DOUBT in questions:
        raise NotAllowed("child_goes_to_second_line")
    only_cleared = questions <= {HIT, CLEARED} and not standing
    if questions and not looked.strip() and not only_cleared:
        raise NotAllowed("say_what_was_looked_at")
    # A list asks more than a second look: whoever saw the traveller first does not alone let the traveller go.
    if any(hit["action"] in GRAVE for hit in seen["hits"]) and inspection.officer == shift.officer:
        raise NotAllowed("another_officer_decides")
    transport = journey.get("transport") or transport_said(inspection)
    said = {"journey": journey, "looked": looked.strip(), "transport": transport}
    if line == 1:
        return _decide(inspection, shift, "admitted", line, said)
    found, issued = slips.issuing(inspection, seen, verdicts)
    return _decide(inspection, shift, "admitted", line, said | found, issued)


@act
def refer(
    inspection: Inspection,
    shift: Shift,
    reason: str,
    remark: str = "",
    *,
    line: int = 1,
    journey: dict[str, Any] | None = None,
) -> Recorded:
    """Hand the traveller to the second line, with everything the first line saw and heard.

    The second line itself refers on (line=2) where a refusal turned out to be forbidden.
    """
    _open(inspection, shift, line)
    return _refer(inspection, shift, reason, remark, line, journey)


@act
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

    The answers are an entry of their own, sealed to the headquarters alone, whatever they are: a post keeps only that
    the person is to be heard apart, and a case that was once to be heard apart can be refused no more.
    """
    seen = _open(inspection, shift, line)
    if set(protective) != set(PROTECTIVE_QUESTIONS):
        raise NotAllowed("ask_the_protective_questions")
    if to_be_heard_apart(inspection):
        raise NotAllowed("to_be_heard_apart")
    if line == 1 and clearing.standing(inspection, seen):
        raise NotAllowed("hit_goes_to_second_line")
    own = is_own_national(inspection, shift.post)
    if own is None and not any(protective.values()):
        raise NotAllowed("say_nationality_first")
    record("crossing.asked", {"inspection": inspection.key, "answers": protective}, shift.officer)
    if any(protective.values()):
        return _refer(inspection, shift, "protective", remark, line)
    if own:
        return _refer(inspection, shift, "own_national", remark, line)
    if reason == "listed" and not any(hit["action"] in GRAVE for hit in seen["hits"]):
        raise NotAllowed("no_confirmed_listing")
    return _decide(inspection, shift, "refused", line, {"reason": reason, "remark": remark.strip()})


@act
def hand_over(inspection: Inspection, shift: Shift, to: str, *, authority: str = "other") -> Recorded:
    """The second line hands the traveller to an authority (a key of authorities.KINDS), by name. It awaits a second
    person, as a refusal does, and then the signed receipt of whoever takes the traveller (`handing_over.receive`)."""
    _open(inspection, shift, 2)
    if to_be_heard_apart(inspection):
        raise NotAllowed("to_be_heard_apart")
    if not to.strip():
        raise NotAllowed("say_to_whom")
    return _decide(inspection, shift, "handed_over", 2, {"to": to.strip(), "authority": authority})


@act
def confirm(decision: Decision, officer: str) -> Recorded:
    """The second person: another officer than the one who decided, at whatever desk.

    It stands under the key of the shift that saw the traveller, since it goes when that goes.
    """
    _unconfirmed(decision, officer)
    inspection = Inspection.objects.get(key=decision.inspection)
    if what_was_seen(inspection) is None:
        raise NotAllowed("beyond_this_shift")
    acts = [("crossing.confirmed", {"decision": decision.key})]
    if decision.outcome == "held":
        acts += register.noting(inspection.key, "confirmed")
    return record_together(acts, officer, bytes(inspection.kept)[:8])[0]


@act
def send_back(decision: Decision, shift: Shift, remark: str = "") -> Recorded:
    """The second person does not confirm: the decision does not hold, the traveller goes to the second line."""
    _unconfirmed(decision, shift.officer)
    inspection = Inspection.objects.get(key=decision.inspection)
    as_it_stands(inspection)
    ended = register.ending(inspection.key, "not_confirmed") if decision.outcome == "held" else []
    return _refer(inspection, on_duty(shift), "refusal_not_confirmed", remark, 2, also=ended)


def unconfirmed() -> QuerySet[Decision]:
    """Refusals, hand-overs and holds that stand and that no second person confirmed, the oldest first."""
    latest = Decision.objects.filter(inspection=OuterRef("inspection")).order_by("-position").values("key")[:1]
    standing = Inspection.objects.filter(state__in=NEEDS_SECOND_PERSON).values("key")
    made = Decision.objects.filter(outcome__in=NEEDS_SECOND_PERSON, inspection__in=standing, key=Subquery(latest))
    return made.exclude(key__in=Confirmation.objects.values("decision")).order_by("position")


def to_be_heard_apart(inspection: Inspection) -> bool:
    """Whether a protective question was once answered yes. Nothing takes that back."""
    keys = this_node().shift_keys
    referred = Decision.objects.filter(inspection=inspection.key, outcome="referred")
    return any((keys.take_out_value(made.kept) or {}).get("reason") == "protective" for made in referred)


def journey_said(inspection: Inspection) -> dict[str, Any]:
    """What the first line had heard of the journey when it referred."""
    keys = this_node().shift_keys
    said: dict[str, Any] = {"direction": inspection.direction}
    for made in Decision.objects.filter(inspection=inspection.key, outcome="referred").order_by("position"):
        said |= (keys.take_out_value(made.kept) or {}).get("journey", {})
    return said


def is_own_national(inspection: Inspection, post: str) -> bool | None:
    """Whether the traveller holds the nationality of the state whose post this is; None where one is not known."""
    country = Post.objects.filter(code=post).values_list("country", flat=True).first()
    nationality = (as_corrected(inspection) or {}).get("nationality")
    return nationality == country if country and nationality else None


def _unconfirmed(decision: Decision, officer: str) -> None:
    """Raises NotAllowed where this decision awaits no second person, or not this one."""
    if decision.officer == officer:
        raise NotAllowed("second_person_is_another")
    if decision.outcome not in NEEDS_SECOND_PERSON:
        raise NotAllowed("not_a_refusal")
    if not unconfirmed().filter(key=decision.key).exists():
        raise NotAllowed("already_confirmed")


def _open(inspection: Inspection, shift: Shift, line: int) -> dict[str, Any]:
    """What was seen of an inspection that still waits for a decision; a referred one waits for the second line's."""
    on_duty(shift)
    seen = as_it_stands(inspection)
    if inspection.state not in WAITING:
        raise NotAllowed("already_decided")
    if inspection.state in AT_THE_SECOND_LINE and line == 1:
        raise NotAllowed("second_line_decides")
    if inspection.state == "open" and line == 2:
        raise NotAllowed("not_referred")
    return seen


def _refer(
    inspection: Inspection,
    shift: Shift,
    reason: str,
    remark: str,
    line: int,
    journey: dict[str, Any] | None = None,
    also: Sequence[tuple[str, Body]] = (),
) -> Recorded:
    said: dict[str, Any] = {"reason": reason, "remark": remark.strip()}
    if journey:
        said |= {"journey": journey, "transport": journey.get("transport", "")}
    return _decide(inspection, shift, "referred", line, said, also)


def _decide(
    inspection: Inspection,
    shift: Shift,
    outcome: str,
    line: int,
    said: dict[str, Any],
    also: Sequence[tuple[str, Body]] = (),
) -> Recorded:
    """Record the decision, with what follows from it in one transaction: a hold ends with the decision that ends it."""
    body = {
        "inspection": inspection.key,
        "shift": shift.key,
        "outcome": outcome,
        "line": line,
        "transport": "",
        **said,
    }
    ended = register.ended_by(inspection.key, outcome, said.get("reason", ""))
    acts = [("crossing.decided", body), *also, *ended]
    return record_together(acts, shift.officer, bytes.fromhex(shift.shift_key))[0]
