"""Looking at a person: an entry first, who, whom and why; nothing is shown without it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.adjudication import cases
from jalon.adjudication.adjudicating import NotAllowed
from jalon.adjudication.models import Looked
from jalon.journal.acting import act
from jalon.journal.node import wall_clock
from jalon.journal.record import record
from jalon.staff.postings import officer_roles
from jalon.web.gate import Role

CASE, SEARCH, HISTORY = "case", "search", "history"
REASONS = {
    "request": _("A request of a court or a prosecutor"),
    "police": _("A request of police or gendarmerie"),
    "missing": _("Somebody is missing"),
    "case": _("A case of the national desk"),
    "person": _("The person asks for it"),
    "quality": _("Checking what a post recorded"),
}
ADJUDICATION = "adjudication"
HOUR_MS = 3_600_000
LONGEST = 200  # of a reference or remark


@act
def open_case(case: str, officer: str) -> None:
    """A case is opened: recorded once an hour for the same officer. Raises NotAllowed where it is not theirs to see."""
    if not cases.hits_for(officer_roles(officer)).filter(case=case).exists():
        raise NotAllowed("no_such_hit")
    if _lately(officer, CASE, case) is None:
        _record(officer, CASE, case, ADJUDICATION, {})


@act
def search(question: dict[str, Any], reason: str, officer: str) -> str:
    """A search is made: recorded, and then answered. Returns the entry, under which a history is opened.

    `question`: what was asked, and reference: the file or request it is for. Raises NotAllowed.
    """
    if reason not in REASONS:
        raise NotAllowed("say_why_you_search")
    if Role.NATIONAL_DESK not in officer_roles(officer):
        raise NotAllowed("not_yours")
    if not any(said for name, said in question.items() if name != "reference"):
        raise NotAllowed("say_whom")
    return _record(officer, SEARCH, "", reason, question)


@act
def open_history(search_key: str, person: str, officer: str) -> None:
    """Somebody's history is opened from a search of the last hour, for the same reason. Raises NotAllowed."""
    made = Looked.objects.filter(key=search_key, officer=officer, what=SEARCH, at__gte=wall_clock() - HOUR_MS).first()
    if made is None or Role.NATIONAL_DESK not in officer_roles(officer):
        raise NotAllowed("search_again")
    if _lately(officer, HISTORY, person) is None:
        _record(officer, HISTORY, person, made.reason, {"search": search_key})


def _lately(officer: str, what: str, about: str) -> Looked | None:
    since = wall_clock() - HOUR_MS
    return Looked.objects.filter(officer=officer, what=what, about=about, at__gte=since).first()


def _record(officer: str, what: str, about: str, reason: str, question: dict[str, Any]) -> str:
    body = {"what": what, "about": about, "reason": reason, "question": question}
    return record("record.consulted", body, officer).key
