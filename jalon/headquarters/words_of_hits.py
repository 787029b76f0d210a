"""Hits and decisions in words: what the pages of adjudication and search say of codes. Every sentence is translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from jalon.adjudication import adjudicating
from jalon.adjudication.models import Hit, Rematch
from jalon.crossings.journey import DIRECTIONS, OUTCOMES, TRANSPORTS
from jalon.crossings.recall import local_time
from jalon.documents.problems import FIELDS as FIELD_NAMES
from jalon.documents.types import DOCUMENT_TYPES
from jalon.headquarters import words
from jalon.posts.models import Post
from jalon.screening import telling
from jalon.screening.evidence.birth_date import RELATIONS
from jalon.screening.person import Person
from jalon.screening.reason import SENTENCES, Reason
from jalon.web.days import date_format
from jalon.web.typesetting import typeset

SEXES = {"M": gettext_lazy("Male"), "F": gettext_lazy("Female"), "X": gettext_lazy("Sex X")}
# What agrees besides the name, as the queue says it without naming anybody.
AGREES = {
    "document_same": gettext_lazy("same document"),
    "document_listed": gettext_lazy("the document itself"),
    "document_state_unknown": gettext_lazy("same document number"),
    "day_same": gettext_lazy("same birth date"),
    "month_same": gettext_lazy("same month of birth"),
    "year_same": gettext_lazy("same year of birth"),
    "first_january_same": gettext_lazy("same year of birth"),
    "year_same_day_unknown": gettext_lazy("same year of birth"),
    "year_same_first_january": gettext_lazy("same year of birth"),
}
# Shape and style of what is asked, from the gravest.
SHAPES = {"arrest": "●", "refuse": "●", "protect": "◆", "document": "▲", "refer": "■"}


def asked(hit: Hit) -> str:
    """What the listing asks, in a few words."""
    if hit.kind == "document" and hit.action == "refer":
        return _("Reported document")
    if hit.grave and hit.action == "refer":
        return _("Arrest or refusal asked; the name alone agrees")
    return {
        "arrest": _("Arrest asked"),
        "refuse": _("Refusal asked"),
        "protect": _("To be protected"),
        "refer": _("To be looked at"),
    }.get(hit.action, hit.action)


def what_to_do(hit: Hit) -> str:
    """What follows once it is the same person."""
    if hit.protected:
        return _("Call the protection service. No post stops this person: nobody at the border is told whom you found.")
    if hit.kind == "document":
        return _("Call the authority that reported the document, then the post: the document is kept with a receipt.")
    return {
        "arrest": _("Call the authority now, then the post. Say where and when this person passed, and whether the post"
                    " holds anybody."),
        "refuse": _("Call the authority, then the post. Whoever is inside already is the authority’s business."),
    }.get(hit.action, _("Call the authority that asks, and say where and when this person passed."))  # fmt: skip


def shape(hit: Hit) -> str:
    return SHAPES["document"] if hit.kind == "document" else SHAPES.get(hit.action, "■")


def agrees(hit: Hit) -> list[str]:
    """What agrees besides the name; that the name alone does, where nothing else does."""
    found = [str(AGREES[one["code"]]) for one in hit.reasons if one["code"] in AGREES]
    return found or [_("the name alone")]


def at_post(hit: Hit) -> str:
    """What the post had found of it."""
    numbers = {"theirs": hit.edition_at_post, "ours": hit.edition}
    return {
        "same": _("The post found it too"),
        "not_held": _("The post does not hold this list"),
        "older": _("The post asked edition %(theirs)s; here it is edition %(ours)s") % numbers,
        "missed": _("The post asked the same edition and says nothing of it"),
        "beyond": _("The post shows the five likeliest; this is none of them"),
        "post_only": _("The post found it, by edition %(theirs)s; headquarters does not") % numbers,
        "later": _("The listing came after the crossing"),
    }.get(hit.at_post, hit.at_post)


def over(hit: Hit) -> str:
    """Why a hit waits no more although nobody decided; empty where it stands."""
    return {
        "changed": _("Edition %(number)s changed this listing: it is matched anew.") % {"number": hit.over_edition},
        "removed": _("The list does not hold this listing any more."),
        "cancelled": _("The post cancelled the passage."),
    }.get(hit.over, "")


def said(verdict: str) -> str:
    """What was decided."""
    return {
        "confirmed": _("The same person"),
        "proposed": _("Another person: waits for a second officer"),
        "cleared": _("Another person"),
        "refused": _("Clearing refused by the second officer"),
        "reopened": _("Opened again"),
    }.get(verdict, verdict)


def by_what(verdict: str, reason: str) -> str:
    """By what it was decided."""
    tables: dict[str, Mapping[str, Any]] = {
        "confirmed": adjudicating.CONFIRMED_BY,
        "reopened": adjudicating.REOPENED_WHY,
    }
    return str(tables.get(verdict, adjudicating.CLEARED_BY).get(reason, reason))


def rule(code: str) -> str:
    """A rule of adjudication that stood in the way, and what to do."""
    return {
        "no_such_hit": _("There is no such hit, or it is not for you to see."),
        "already_decided": _("Somebody decided this meanwhile: read it below. Open it again if it is wrong."),
        "listing_is_over": _("The list does not say this any more: there is nothing to decide."),
        "say_by_what": _("Say by what it was found."),
        "say_why": _("Say why, in a few words."),
        "say_how_long": _("Say for how long."),
        "waits_for_second": _("A clearing is proposed already: a second officer decides it."),
        "nothing_proposed": _("Nothing waits for a second officer here."),
        "second_person": _("You proposed this clearing: another officer decides it."),
        "nothing_decided": _("Nothing is decided here: there is nothing to take back."),
        "say_why_you_search": _("Say why you search: it is recorded before anything is shown."),
        "say_whom": _("Say whom or what you look for: a name, a document number or a plate."),
        "search_again": _("Search again first: a history is opened from a search of the last hour."),
        "not_yours": _("This is for the national desk."),
    }.get(code, code)


def reasons(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Why a listing came up, but for what the table beside it says."""
    return [reason(dict(one)) for one in found if one["code"] not in telling.IN_THE_TABLE]


def reason(one: dict[str, Any]) -> str:
    if one["code"] == "document_listed":
        status = {"stolen": _("stolen"), "lost": _("lost"), "revoked": _("revoked")}
        what = status.get(one["parameters"]["status"], _("reported"))
        named = {"number": one["parameters"]["number"], "status": what}
        return _("Document %(number)s is reported %(status)s") % named
    if one["code"] != "name" and one["code"] not in SENTENCES:
        return str(one["code"])
    why = Reason.from_json(one)
    spoken = {name: _parameter(why.code, value) for name, value in why.parameters.items()}
    return typeset(replace(why, parameters=spoken).sentence(words.language()), words.language())


def number_alike(number: str) -> str:
    """A number that differs in signs that look alike."""
    return _("document number that looks like %(number)s") % {"number": number}


def _parameter(code: str, value: Any) -> Any:
    if code in telling.SPEAK_OF_STATES and isinstance(value, str) and value.isupper() and len(value) % 5 == 3:
        return ("، " if words.language() == "ar" else ", ").join(words.state(one) for one in value.split(", "))
    if code in telling.SPEAK_OF_SEX:
        return str(SEXES.get(value, value))
    return partial_date(value) if code in RELATIONS else value


def partial_date(text: str | None) -> str:
    """An ISO date as far as it is known, as people write it."""
    try:
        parts = [int(part) for part in (text or "").split("-") if part]
        if len(parts) == 3:
            return date_format(date(parts[0], parts[1], parts[2]), "j F Y")
        if len(parts) == 2:
            return date_format(date(parts[0], parts[1], 1), "F Y")
        return str(parts[0]) if parts else ""
    except ValueError:  # a list may bear a day that no month has
        return text or ""


def against(fields: Mapping[str, Any], listed: Person, found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The traveller beside the listing, question by question; same is None where one side does not know, near: not the
    same, and a reason says that it may be."""
    codes = {one["code"] for one in found}
    name = " ".join(part for part in (fields.get("primary_identifier"), fields.get("secondary_identifier")) if part)
    birth = [("≈ " if one.approximate else "") + partial_date(one.text) for one in listed.birth_dates]
    sex, listed_sex = SEXES.get(fields.get("sex") or "", ""), SEXES.get(listed.sex or "", "")
    lines: list[tuple[str, str, str, list[str], bool]] = [
        ("name", _("Name"), name, [one.text for one in listed.names[:6]], telling.near("name", codes)),
        (
            "birth_date",
            field("birth_date"),
            partial_date(fields.get("birth_date")),
            birth,
            telling.near("birth_date", codes),
        ),
        (
            "nationality",
            field("nationality"),
            words.state(fields.get("nationality")),
            [words.state(code) for code in listed.nationalities],
            False,
        ),
        ("sex", field("sex"), str(sex), [str(listed_sex)] if listed_sex else [], False),
        (
            "document_number",
            field("document_number"),
            fields.get("document_number") or "",
            [one.number for one in listed.document_numbers[:6]],
            "document_other_state" in codes,
        ),
    ]
    shown = []
    for code, label, mine, theirs, may_be in lines:
        same = None if not mine or not theirs else _plain(mine) in [_plain(one) for one in theirs]
        if mine or theirs:
            near = same is False and may_be
            shown.append(
                {"field": code, "label": label, "traveller": mine, "listed": theirs, "same": same, "near": near}
            )
    return shown


def _plain(text: str) -> list[str]:
    """The words of an answer, whatever their order and case."""
    return sorted(text.casefold().split())


def field(name: str) -> str:
    names = FIELD_NAMES.get(name)
    return names[words.language()] if names else name


def value(name: str, given: Any) -> str:
    """What a field of a document holds, as people write it."""
    if not given:
        return "—"
    if name in {"nationality", "issuing_state"}:
        return words.state(str(given))
    if name.endswith("_date"):
        return partial_date(str(given))
    return str(SEXES[given]) if name == "sex" and given in SEXES else str(given)


def document_type(kind: str) -> str:
    return DOCUMENT_TYPES[kind].names[words.language()] if kind in DOCUMENT_TYPES else kind


def posts(codes: set[str]) -> dict[str, str]:
    """Posts by name."""
    return dict(Post.objects.filter(code__in=codes).values_list("code", "name"))


def moment(milliseconds: int | None) -> str:
    """Day and clock of a post, here. Nothing where no calendar has that day."""
    try:
        return date_format(local_time(milliseconds), "j M Y H:i") if milliseconds else ""
    except (ValueError, OverflowError, OSError):
        return ""


def outcome(code: str) -> str:
    return str(OUTCOMES.get(code, code))


def direction(code: str) -> str:
    return str(DIRECTIONS.get(code, ""))


def transport(code: str) -> str:
    return str(TRANSPORTS.get(code, ""))


def short_name(fields: Mapping[str, Any]) -> str:
    first, given = fields.get("primary_identifier") or "", fields.get("secondary_identifier") or ""
    return f"{first} {given}".strip() or "—"


def verdict_at_post(code: str) -> str:
    """What the second line of the post had found of a hit."""
    return {
        "unsure": _("The post was not sure"),
        "another": _("The post found another person"),
        "same": _("The post found the same person"),
    }.get(code, "")


def rematch(job: Rematch) -> dict[str, Any]:
    """How far the past is matched again."""
    percent = 100 if not job.total else min(100, 100 * job.done // job.total)
    if job.way == "people":
        asked_of = ngettext("%(done)s of %(total)s person", "%(done)s of %(total)s persons", job.total)
    else:
        asked_of = ngettext("%(done)s of %(total)s listing", "%(done)s of %(total)s listings", job.total)
    return {
        "list": job.list,
        "number": job.number,
        "percent": percent,
        "running": job.state == Rematch.RUNNING,
        "state": {
            Rematch.RUNNING: _("under way"),
            Rematch.DONE: _("done"),
            Rematch.SET_ASIDE: _("set aside for a newer edition"),
        }[job.state],
        "asked": asked_of % {"done": _many(job.done), "total": _many(job.total)},
        "what": _("the whole list") if job.whole else _("what changed of it"),
        "found": job.found,
        "began": moment(job.began_at),
        "ended": moment(job.ended_at),
    }


def _many(number: int) -> str:
    return number_format(number, force_grouping=True)


def kind_of_plate(what: str) -> str:
    return {
        "vehicle": pgettext("where a plate was noted", "vehicle of several travellers"),
        "journey": pgettext("where a plate was noted", "a traveller’s vehicle"),
        "counted": pgettext("where a plate was noted", "counted vehicle"),
    }.get(what, what)
