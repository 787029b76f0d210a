"""An agency opens a case from its list, checks, calls the desk; the desk sees done or not done, and comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jalon.agencies.facts import Subject
from jalon.agencies.models import Check, Consulted
from jalon.agencies.standing import subject_of
from jalon.agencies.tables import AGENCIES, NOT_DONE
from jalon.crossings.group import close_group
from jalon.crossings.models import Group, Inspection, Shift
from jalon.crossings.rules import NotAllowed, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.staff.postings import officer_roles, standing
from jalon.web.gate import Role


@dataclass(frozen=True, slots=True)
class State:
    """What the desk knows of an agency's check: done or not, whether it asks to hold the traveller, who came."""

    agency: str
    done: bool
    holds: Check | None = None


@act
def open_case(key: str, agency: str, officer: str) -> Subject:
    """The agency opens a traveller or a vehicle: recorded the first time that this officer does, before anything is
    shown. Raises NotAllowed."""
    subject = _present(key, agency, officer)
    if not Consulted.objects.filter(subject=key, agency=agency, officer=officer).exists():
        record("agency.opened", {"subject": key, "agency": agency}, officer, _key_of(subject))
    return subject


@act
def check(key: str, agency: str, officer: str, results: dict[str, str], *, hold: bool = False) -> Recorded:
    """Record what was checked: {check: result}, all that this agency asks of this subject. `hold`: the desk is asked
    to keep the traveller a moment, and to come and see; a later check without it takes that back."""
    subject = _present(key, agency, officer)
    asked = AGENCIES[agency].asked_of(subject.kind)
    if set(results) != set(asked) or any(result not in asked[code].results for code, result in results.items()):
        raise NotAllowed("no_such_check")
    body = {
        "subject": key,
        "agency": agency,
        "results": results,
        "done": all(results[code] != NOT_DONE for code, one in asked.items() if not one.may_wait),
        "hold": hold,
    }
    return record("agency.checked", body, officer, _key_of(subject))


@act
def answer(call: Check, shift: Shift) -> Recorded:
    """The desk came, or sent the traveller over."""
    on_duty(shift)
    subject = subject_of(call.subject)
    present = Check.objects.filter(key=call.key).first()
    if subject is None or present is None or not present.hold or present.answered_by:
        raise NotAllowed("call_is_over")
    return record("agency.answered", {"check": call.key}, shift.officer, _key_of(subject))


def latest(subject: str, agency: str) -> Check | None:
    return Check.objects.filter(subject=subject, agency=agency).order_by("-position").first()


def checks_of(subject: str, agency: str) -> list[tuple[Check, dict[str, str]]]:
    """An agency's own checks of a subject with their results, the last first."""
    keys = this_node().shift_keys
    rows = Check.objects.filter(subject=subject, agency=agency).order_by("-position")
    found = [(row, keys.take_out_value(row.kept)) for row in rows]
    return [(row, said["results"]) for row, said in found if said is not None]


def done_for(agency: str, subjects: list[str]) -> dict[str, Check]:
    """The latest check of each subject by this agency."""
    rows = Check.objects.filter(agency=agency, subject__in=subjects).order_by("position")
    return {row.subject: row for row in rows}


def agencies_present() -> list[str]:
    """The agencies with somebody posted here today, in the order of the table."""
    here = standing().filter(post=this_node().keys.post).values_list("role", flat=True)
    return [agency for agency in AGENCIES if agency in set(here)]


def states(*subjects: str) -> list[State]:
    """For the desk: of each agency of this post, whether it is done with a traveller or a vehicle. No result.

    `subjects`: their keys; for who sits in a vehicle, the vehicle's too: what was checked of it counts for them.
    """
    last: dict[str, dict[str, Check]] = {}
    for row in Check.objects.filter(subject__in=subjects).order_by("position"):
        last.setdefault(row.agency, {})[row.subject] = row
    found = []
    for agency in agencies_present():
        rows = last.get(agency, {}).values()
        holds = next((row for row in rows if row.hold and not row.answered_by), None)
        found.append(State(agency, any(row.done for row in rows), holds))
    return found


def calls() -> list[Check]:
    """Where an agency asks the desk to come and nobody did yet, the oldest first."""
    waiting = Check.objects.filter(hold=True, answered_by="").order_by("position")
    return [row for row in waiting if latest(row.subject, row.agency) == row and subject_of(row.subject) is not None]


@act
def let_go(group: Group, shift: Shift, why: str) -> Recorded:
    """The vehicle may go, where no agency waits for somebody to come and see it or one of those aboard."""
    inside = set(Inspection.objects.filter(group=group.key).values_list("key", flat=True))
    if any(call.subject in {group.key, *inside} for call in calls()):
        raise NotAllowed("agency_calls")
    return close_group(group, shift, why)


def _present(key: str, agency: str, officer: str) -> Subject:
    if agency not in AGENCIES or Role(agency) not in officer_roles(officer):
        raise NotAllowed("not_your_agency")
    subject = subject_of(key)
    if subject is None:
        raise NotAllowed("beyond_this_shift")
    if subject.group and not AGENCIES[agency].lists_passengers:
        raise NotAllowed("check_the_vehicle")
    return subject


def _key_of(subject: Subject) -> bytes:
    """The key the traveller or the vehicle stands under: what is said of them goes when it goes."""
    return bytes(subject.row.kept)[:8]


def as_wished(agency: str, kind: str, said: dict[str, Any], *, all_in_order: bool = False) -> dict[str, str]:
    """The answers of a page as results: what was not said is not done; or everything that can be is in order."""
    asked = AGENCIES[agency].asked_of(kind)
    if all_in_order:
        return {code: NOT_DONE if one.may_wait else one.results[0] for code, one in asked.items()}
    answers = {code: str(said.get(code, "")) for code in asked}
    return {code: answers[code] if answers[code] in one.results else NOT_DONE for code, one in asked.items()}
