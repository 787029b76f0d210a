"""What pages, files and papers say of assessments, in the language that is set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from jalon.capacity.checklist import NO, NOT_APPLICABLE, PARTLY, YES, Checklist, Item, Said
from jalon.capacity.kinds import trouble_name
from jalon.capacity.rules import CannotSay
from jalon.capacity.scoring import Score, worth
from jalon.web.days import date_format
from jalon.web.typesetting import typeset

ANSWERS = {
    YES: pgettext_lazy("answer of an assessment", "Yes"),
    PARTLY: pgettext_lazy("answer of an assessment", "Partly"),
    NO: pgettext_lazy("answer of an assessment", "No"),
    NOT_APPLICABLE: pgettext_lazy("answer of an assessment", "Does not apply"),
}
LEVELS = {
    "post": pgettext_lazy("level of a measure", "Post"),
    "national": pgettext_lazy("level of a measure", "National"),
    "bilateral": pgettext_lazy("level of a measure", "Bilateral"),
    "regional": pgettext_lazy("level of a measure", "Regional"),
    "local": pgettext_lazy("level of a measure", "Local, across the line"),
}
UNITS = {
    "h": gettext_lazy("hours a day"),
    "d": gettext_lazy("days a month"),
    "min": gettext_lazy("minutes"),
    "%": gettext_lazy("per cent"),
}
RULES = {
    "of_this_post_alone": gettext_lazy("This machine speaks of its own post alone."),
    "post_not_known": gettext_lazy("No such post is known here."),
    "assessor_needed": gettext_lazy("Say who looked, by function: “head of the post”, “national desk”."),
    "not_yet": gettext_lazy("This day has not come yet."),
    "answers_unreadable": gettext_lazy("An answer cannot be read. Go through the themes again."),
    "answer_not_known": gettext_lazy("An answer does not fit its question."),
    "nothing_answered": gettext_lazy("Nothing is answered yet."),
    "files_too_large": gettext_lazy(
        "The files of one assessment may take 512 kB together: make the picture smaller, or note where it is kept."
    ),
    "file_kind": gettext_lazy("A file that shows an answer is a picture (JPEG, PNG) or a PDF."),
    "checklist_not_known": gettext_lazy("This program does not know this version of the checklist: upgrade it."),
    "assessment_not_known": gettext_lazy("No such assessment is known here."),
    "withdrawn_already": gettext_lazy("It was withdrawn already."),
    "why_needed": gettext_lazy("Say why."),
    "other_version_waits": gettext_lazy(
        "A draft of another version waits for this post: record it or throw it away first."
    ),
}
NOTHING = "—"


def language() -> str:
    return (translation.get_language() or "fr")[:2]


def said(texts: Said) -> str:
    """A sentence of a checklist in the language that is set, as it is printed."""
    here = language()
    return typeset(texts.get(here) or texts["fr"], here)


def rule(code: str | CannotSay) -> str:
    """A rule that stands in the way, in words."""
    name = code.code if isinstance(code, CannotSay) else code
    return str(RULES.get(name, _("This cannot be recorded.")))


def titled(one: Checklist) -> str:
    return said(one.title)


def percent(share: float | None) -> str:
    """A share as people read it; a dash where nothing was answered. Apart from the direction of the words around it."""
    return NOTHING if share is None else f"\u2066{round(share * 100)}\u00a0%\u2069"


def number(value: float) -> str:
    """Without a point where it is whole; with the comma or the point of the language."""
    plain = f"{value:.2f}".rstrip("0").rstrip(".")
    return plain if language() == "en" else plain.replace(".", ",")


def answer(item: Item, given: Mapping[str, Any] | None) -> str:
    """An answer in words; a dash where there is none."""
    if not given:
        return NOTHING
    if "trouble" in given:  # of a thing that is broken
        return trouble_name(given["trouble"])
    if item.number is not None and "number" in given:
        said, unit = number(given["number"]), item.number.unit
        return f"\u2066{said}\u00a0%\u2069" if unit == "%" else f"{said} {UNITS[unit]}"
    return str(ANSWERS.get(given.get("answer", ""), NOTHING))


def thresholds(item: Item) -> str:
    """What a number must reach, in a sentence; empty for other questions."""
    one = item.number
    if one is None:
        return ""
    facts = {"full": number(one.full), "half": number(one.half), "unit": UNITS[one.unit]}
    if one.full < one.half:
        return _("%(unit)s: counts in full up to %(full)s, by half up to %(half)s") % facts
    return _("%(unit)s: counts in full from %(full)s, by half from %(half)s") % facts


def state(item: Item, given: Mapping[str, Any] | None) -> str:
    """How an answer is shown: full, half, none, aside (does not apply) or open (not answered)."""
    if not given or ("answer" not in given and "number" not in given):
        return "open"
    value = worth(item, given)
    return "aside" if value is None else {1.0: "full", 0.5: "half"}.get(value, "none")


def answered(score: Score) -> str:
    return _("%(answered)d of %(asked)d answered") % {"answered": score.answered, "asked": score.asked}


def without_evidence(score: Score) -> str:
    """How many answers stand on a word alone; empty where none does."""
    bare = score.claims - score.shown
    if not bare:
        return ""
    return ngettext("%(count)d without evidence", "%(count)d without evidence", bare) % {"count": bare}


def day(when: date | None) -> str:
    return date_format(when, "j F Y") if when else NOTHING
