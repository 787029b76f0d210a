"""What the national desk's pages say of codes: every sentence is translated."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.documents import states
from jalon.staff.postings import name_of
from jalon.watchlists.formats.listing import Problem
from jalon.web.days import date_format
from jalon.web.gate import Role


def language() -> str:
    """The page's language, as the pure rooms name it."""
    return (translation.get_language() or "fr")[:2]


def person(officer: str) -> str:
    """An officer's name, kept apart from the direction of the words around it (U+2068 … U+2069)."""
    return f"\u2068{name_of(officer)}\u2069"


def day_of(milliseconds: int | None) -> str:
    """A moment's day, as people write it here."""
    if not milliseconds:
        return ""
    moment = timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, UTC))
    return date_format(moment, "j F Y H:i")


def counts(of: dict[str, int]) -> list[dict[str, Any]]:
    """What an edition holds, in the order people ask."""
    labels = {
        "persons": _("Persons"),
        "names": _("Names"),
        "documents": _("Documents"),
        "refused": _("Rows refused"),
    }
    return [{"code": code, "label": label, "number": of.get(code, 0)} for code, label in labels.items()]


def difference(of: dict[str, int]) -> list[dict[str, Any]]:
    """What changed since the edition before."""
    labels = {"added": _("Added"), "changed": _("Changed"), "removed": _("Removed")}
    return [{"code": code, "label": label, "number": of.get(code, 0)} for code, label in labels.items()]


def said(problem: Problem) -> dict[str, Any]:
    """A row refused or a field not understood: where, and why."""
    return {
        "file": problem.file,
        "row": problem.row,
        "field": problem.field,
        "sentence": problem.sentence(language()),
    }


def fault(code: str) -> str:
    """Why a reading gave nothing to propose."""
    return {
        "refused": _("This edition cannot be proposed."),
        "unreadable": _("These files cannot be read as a list."),
        "too_much_memory": _("The reading was stopped: the files asked for more memory than a list may take."),
        "too_long": _("The reading was stopped: the files took longer than a list may take."),
        "altered": _(
            "The kept file of that edition was altered on this disk: it cannot come back. Propose its source."
        ),
        "broken": _("The reading ended without an answer. Send the files again; if it ends so again, tell us."),
    }.get(code, code)


def rule_of_editions(code: str) -> str:
    """A rule of the two persons that stood in the way, and what to do."""
    return {
        "second_person": _("An edition is approved by another person than the one who proposed it."),
        "no_decision": _("Name the decision that puts this edition in service."),
        "already_approved": _("This edition was approved already."),
        "older": _("Editions never go backwards: propose the earlier one again, as a new edition."),
    }.get(code, code)


def state(code: str | None) -> str:
    """A state by its name."""
    return states.name(code, language()) if code else ""


def day(of: date | None) -> str:
    return date_format(of, "j F Y") if of else ""


def roles() -> list[tuple[str, str]]:
    """The roles, with their names."""
    return [
        (Role.FIRST_LINE.value, _("First line")),
        (Role.SHIFT_LEADER.value, _("Shift leader")),
        (Role.GENDARMERIE.value, _("Gendarmerie")),
        (Role.CUSTOMS.value, _("Customs")),
        (Role.HEALTH.value, _("Health at the border")),
        (Role.PROTECTION.value, _("Protection focal point")),
        (Role.NATIONAL_DESK.value, _("National desk")),
        (Role.ADMINISTRATOR.value, _("Administrator")),
        (Role.REGIONAL_SECRETARIAT.value, _("Regional secretariat")),
        (Role.FOCAL_POINT.value, _("Focal point of a village")),
        (Role.DELEGATE.value, _("Delegate of a party")),
        (Role.PARTNER.value, _("Partner")),
        (Role.DATA_PROTECTION.value, _("Data protection")),
    ]


def role(code: str) -> str:
    return dict(roles()).get(code, code)


def rule_of_postings(code: str) -> str:
    """A rule of the postings that stood in the way, and what to do."""
    return {
        "not_oneself": _("Nobody gives himself a role or a code, nor suspends himself: another administrator does it."),
        "not_yours_to_propose": _("A posting is proposed by an administrator."),
        "not_yours_to_approve": _("A posting is approved by an administrator or at the national desk."),
        "second_person": _("You proposed this posting: another person approves it."),
        "already_decided": _("This proposal was decided already."),
        "ends_before_it_begins": _("The last day stands before the first one."),
        "last_administrator": _("Nobody else is an administrator here: post another one first."),
    }.get(code, code)
