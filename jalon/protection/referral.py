"""A referral to a named service: asked, accepted, answered; and what is done when nobody answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from jalon.crossings import decision, recall
from jalon.crossings.inspection import age_on
from jalon.crossings.journey import ADULT
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.particulars import as_corrected
from jalon.crossings.rules import NotAllowed, as_it_stands
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record
from jalon.protection import clock, directory
from jalon.protection.codes import ANSWERS, CAME_BACK, CONSENTS, NOT_LAST, OF_CHILDREN, WITH_THE_SERVICE
from jalon.protection.models import Referral, Service
from jalon.staff.postings import officer_roles
from jalon.web.gate import Role

OPENED_AGAIN = 8 * 3_600_000  # ms after which looking at a referral is recorded again
# After so many ms without an answer whoever may not see the service tells the focal point: the same for every service,
# since a deadline of its own would tell which one it is.
LONG = 2 * 3_600_000


@act
def ask(
    inspection: Inspection,
    shift: Shift,
    service: str,
    consent: str,
    *,
    handed_to: str = "",
    handed_at: int | None = None,
) -> Referral:
    """Entrust a traveller to a service (its code). The decision, which names no service, is on the disk with it.

    `handed_to`: name or number of whoever came, if anybody; `handed_at` in ms since 1970, now where it is not said.
    Raises NotAllowed.
    """
    as_it_stands(inspection)
    chosen = next((one for one in directory.in_force() if one.code == service), None)
    if chosen is None:
        raise NotAllowed("say_which_service")
    if consent not in CONSENTS:
        raise NotAllowed("say_the_consent")
    born = (as_corrected(inspection) or {}).get("birth_date")
    age = age_on(born, recall.local_time(wall_clock()).date())
    if consent in OF_CHILDREN and age is not None and age >= ADULT:
        raise NotAllowed("consent_of_a_child")
    _not_to_come(handed_at)
    body = {
        "inspection": inspection.key,
        "service": chosen.key,
        "consent": consent,
        "handed_to": handed_to.strip(),
        "handed_at": handed_at or wall_clock(),
    }
    decision.entrust(inspection, shift, [("service.asked", body)])
    return latest_of(inspection.key)  # type: ignore[return-value]


@act
def accept(referral: Referral, officer: str, *, at: int | None = None, by: str = "", file: str = "") -> Recorded:
    """The service has the person. `by`: who accepted; `file`: the short number of the service's own file."""
    said = _yours(referral, officer)
    if referral.state != "asked":
        raise NotAllowed("already_accepted" if referral.state == "accepted" else "referral_closed")
    _not_to_come(at)
    if at is not None and at < said["handed_at"] - 59_999:  # hours are typed without seconds
        raise NotAllowed("before_it_was_asked")
    body = {"referral": referral.key, "accepted_at": at or wall_clock(), "by": by.strip(), "file": file.strip()}
    return _record(referral, "service.accepted", body, officer)


@act
def answer(referral: Referral, officer: str, code: str, *, file: str = "") -> Recorded:
    """What the service says became of it, as a code of ANSWERS and the number of its own file."""
    _yours(referral, officer)
    if code not in ANSWERS:
        raise NotAllowed("say_the_answer")
    if referral.state == "answered":
        raise NotAllowed("referral_closed")
    if referral.state == "asked" and code in WITH_THE_SERVICE:
        raise NotAllowed("accept_first")
    body = {"referral": referral.key, "answer": code, "file": file.strip(), "last": code not in NOT_LAST}
    return _record(referral, "service.answered", body, officer)


@act
def escalate(referral: Referral, officer: str) -> Recorded:
    """Whom the rule names was called, now. Raises NotAllowed where nobody is to be called yet."""
    _yours(referral, officer)
    due = standing(referral)
    if due is None or due.call is None:
        raise NotAllowed("nobody_to_call_yet")
    body = {"referral": referral.key, "step": due.number, "whom": due.call.whom}
    return _record(referral, "service.escalated", body, officer)


@act
def tell_focal_point(referral: Referral, officer: str) -> Recorded:
    """An officer of the second line who may not see the service told those who may that nobody has answered."""
    if not waits_long(_as_it_is(referral)):
        raise NotAllowed("nobody_to_call_yet")
    body = {"referral": referral.key, "step": None, "whom": "focal_point"}
    return _record(referral, "service.escalated", body, officer)


@act
def take_up_again(inspection: Inspection, shift: Shift) -> Recorded:
    """The person stands at the post again. A referral that had no last word ends with this one."""
    recorded = decision.take_up_again(inspection, shift)
    last = latest_of(inspection.key)
    if last is not None and last.state != "answered" and said_of(last) is not None:
        body = {"referral": last.key, "answer": CAME_BACK, "file": "", "last": True}
        _record(last, "service.answered", body, shift.officer)
    return recorded


@act
def look_at(referral: Referral, officer: str) -> dict[str, Any]:
    """All that is kept of a referral, for those whose work it is; that they looked is recorded first."""
    said = _yours(referral, officer)
    last = said.get("opened", {}).get(officer, 0)
    if wall_clock() - last > OPENED_AGAIN:
        _record(referral, "service.opened", {"referral": referral.key}, officer)
        said = said_of(_as_it_is(referral)) or said
    return said


def may_see(referral: Referral, officer: str) -> bool:
    """The protection focal point, and the officer of the second line who made the referral; nobody else here."""
    roles = officer_roles(officer)
    made_it = referral.officer == officer and Role.SHIFT_LEADER in roles
    return Role.PROTECTION in roles or made_it


def said_of(referral: Referral) -> dict[str, Any] | None:
    """What is kept of a referral; None once it is beyond this post."""
    value: dict[str, Any] | None = this_node().shift_keys.take_out_value(referral.kept) if referral.kept else None
    return value


def service_of(said: dict[str, Any]) -> Service | None:
    """The service as it was declared when the traveller was entrusted to it."""
    return Service.objects.filter(key=said["service"]).first()


def standing(referral: Referral, now: datetime | None = None) -> clock.Standing | None:
    """What is due of a referral that nobody accepted; None once it was accepted or answered, or cannot be read."""
    said = said_of(referral)
    service = service_of(said) if said else None
    if said is None or service is None or referral.state != "asked":
        return None
    rule = clock.rule_of(service.accept_within, service.hours, service.steps)
    return clock.standing(rule, local(said["handed_at"]), len(steps_taken(said)), now or timezone.localtime())


def waits_long(referral: Referral) -> bool:
    """Whether nobody has accepted for so long that every officer of the second line is told."""
    return referral.state == "asked" and wall_clock() - referral.at >= LONG


def steps_taken(said: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls that the rule asked for and that were made, in order."""
    return [one for one in said.get("calls", []) if one["step"] is not None]


def latest_of(inspection: str) -> Referral | None:
    """The last referral of a traveller."""
    return Referral.objects.filter(inspection=inspection).order_by("-position").first()


def number_of(referral: Referral) -> str:
    """What is written on the slip and said on the telephone: it names nobody."""
    return short_number(referral.key)


def short_number(key: str) -> str:
    """An entry's place in the journal, short enough to be said: enough to find it, with the post and the day."""
    _, epoch, seq = key.split(".")
    return f"{epoch[:4].upper()}-{seq}"


def local(milliseconds: int) -> datetime:
    return timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, tz=timezone.get_current_timezone()))


def age_in_days(referral: Referral) -> int:
    return timedelta(milliseconds=wall_clock() - referral.at).days


def _not_to_come(at: int | None) -> None:
    if at is not None and at > wall_clock():
        raise NotAllowed("time_to_come")


def _as_it_is(referral: Referral) -> Referral:
    referral.refresh_from_db()
    return referral


def _yours(referral: Referral, officer: str) -> dict[str, Any]:
    """What is kept of it, brought up to date. Raises NotAllowed."""
    said = said_of(_as_it_is(referral))
    if not may_see(referral, officer):
        raise NotAllowed("not_yours_to_see")
    if said is None:
        raise NotAllowed("beyond_this_shift")
    return said


def _record(referral: Referral, verb: str, body: dict[str, Any], officer: str) -> Recorded:
    """Under the key that the referral stands under: who protects need not have a shift, and it goes as that goes."""
    return record(verb, body, officer, bytes(referral.kept)[:8])
