"""Figures from outside, earlier recommendations, the survey, what a state shows: in words."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jalon.cooperation import bands, deadlines, past, showing
from jalon.cooperation.outside import JOURNAL, OUTSIDE
from jalon.cooperation.outside_file import SOURCE_WORDS

# A word and a shape for each kind of figure: the two are told apart without a colour.
MARKS = {
    JOURNAL: {"shape": "■", "word": pgettext_lazy("figure", "from the journal")},
    OUTSIDE: {"shape": "◇", "word": pgettext_lazy("figure", "from outside")},
}
SOURCES = {**SOURCE_WORDS, "journal": gettext_lazy("Journal"), "survey": gettext_lazy("Survey")}
KEPT_BACK = {
    "small": gettext_lazy("Too few to be told"),
    "not_released": gettext_lazy("Not released"),
    "not_known": gettext_lazy("Not known"),
}
FIELDS = {
    "indicator": gettext_lazy("Indicator"),
    "code": gettext_lazy("Country or party"),
    "posts": gettext_lazy("Posts"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
    "value": gettext_lazy("Value"),
    "coverage": gettext_lazy("Coverage, %"),
    "source": gettext_lazy("Kind of source"),
    "source_text": gettext_lazy("Which source"),
    "signatory": gettext_lazy("Signed by (function)"),
}
PAST_FIELDS = {
    "number": gettext_lazy("Number"),
    "text": gettext_lazy("Recommendation"),
    "responsible": gettext_lazy("Responsible"),
    "due": gettext_lazy("Deadline"),
    "status": gettext_lazy("State"),
    "indicator": gettext_lazy("Indicator or proof"),
    "theme": gettext_lazy("Theme"),
    "level": gettext_lazy("Level"),
}
PAST_STATES = {
    past.ADOPTED: {"shape": "◆", "word": gettext_lazy("Adopted")},
    past.KEPT: {"shape": "✓", "word": gettext_lazy("Kept")},
    past.DROPPED: {"shape": "✕", "word": gettext_lazy("Given up")},
}
DEADLINES = {
    deadlines.ONGOING: gettext_lazy("without end"),
    deadlines.OPEN: gettext_lazy("left open"),
    deadlines.NOT_UNDERSTOOD: gettext_lazy("not understood: left open"),
}
AUDIENCES = {
    "traveller": pgettext_lazy("audience", "Travellers"),
    "community": pgettext_lazy("audience", "People who live here"),
}
GROUPED_BY = {
    "quarter": gettext_lazy("By quarter"),
    "place": gettext_lazy("By place"),
    "audience": gettext_lazy("By audience"),
}
UNREADABLE = {
    "too_big": gettext_lazy("The file is larger than %(most)s kB: send its table alone."),
    "too_many_rows": gettext_lazy("The file has more than %(most)s rows: cut it into several files."),
    "no_tables": gettext_lazy("There is no table in this file."),
    "old_format": gettext_lazy(
        "The file is of an old format, or locked with a password: open it, save it as DOCX or XLSX without a password, "
        "and send that."
    ),
    "a_pdf": gettext_lazy("This is a PDF: its tables cannot be read. Send the DOCX or XLSX it was made from."),
    "no_office_file": gettext_lazy("The file cannot be read: send a DOCX, an XLSX or a CSV."),
    "no_heading": gettext_lazy("No row of the file names its columns: use the template."),
    "column_missing": gettext_lazy("The column “%(column)s” is missing: use the template."),
}
SHOWS_STATES = {
    "waits": {"shape": "◇", "word": gettext_lazy("Waits for a second person")},
    "approved": {"shape": "✓", "word": gettext_lazy("Approved")},
    "declined": {"shape": "✕", "word": gettext_lazy("Declined")},
}
# What is wrong with a row, where the sentence is not that of an act.
ROWS = {
    "row_twice": gettext_lazy("The same figure stands in row %(said)s already."),
    "no_day": gettext_lazy("“%(said)s” is no day: write 2026-07-01 or 01/07/2026."),
    "number_too_long": gettext_lazy("The number “%(said)s” has more than 16 signs: shorten what goes before it."),
    "number_taken": gettext_lazy("Another recommendation bears the number %(said)s: put letters before the numbers."),
    "number_twice": gettext_lazy("Row %(said)s bears the same number."),
    "text_twice": gettext_lazy("Row %(said)s says the same."),
    "nobody_known": gettext_lazy("No party is known as “%(said)s”: choose above who is meant."),
    "nobody_named": gettext_lazy("Nobody is named: choose above whom such rows bind."),
}
NOT_ALLOWED = {
    # figures
    "no_figure": gettext_lazy("There is no figure to record."),
    "too_many_figures": gettext_lazy("More than %(most)s figures at once: cut the file into several."),
    "twice_in_one": gettext_lazy("The same figure is given twice."),
    "indicator_unknown": gettext_lazy("No such indicator: take a code from the second sheet of the template."),
    "about_another": gettext_lazy("A figure is given by the party it is about."),
    "about_nobody": gettext_lazy("Say which country or party the figure is about."),
    "ends_before": gettext_lazy("The period ends before it begins."),
    "too_long": gettext_lazy("The period is longer than two years: give it year by year."),
    "not_over": gettext_lazy("The period is not over: figures are given once it is."),
    "no_value": gettext_lazy("Give the value as a number that is not below zero."),
    "share_too_large": gettext_lazy("A share is at most 100 %% (or 1)."),
    "not_whole": gettext_lazy("People are counted in whole numbers."),
    "coverage_wrong": gettext_lazy("The coverage lies between 0 and 100 %%."),
    "source_unknown": gettext_lazy("The source is a paper register, an export of another system, or a partner."),
    "source_not_named": gettext_lazy(
        "Name the source: which register, which export, which partner (300 signs at most)."
    ),
    "nobody_signs": gettext_lazy("Say who answers for the figure, by function (160 signs at most)."),
    "post_unknown": gettext_lazy("No such post: %(post)s. Write its code, such as ML-GOG."),
    "quarter_alone": gettext_lazy(
        "Figures of travellers, and of strength, outages, power and patrols, are given to a forum by whole quarters of"
        " a year alone."
    ),
    "changed_by_few": gettext_lazy(
        "It differs by fewer than %(few)s people from what the forum was given: the two together would tell of them."
        " Leave the first one, or take it back."
    ),
    "figure_unknown": gettext_lazy("There is no such figure of this party."),
    "of_the_journal": gettext_lazy("A figure of the journal is put right in the journal, and given anew."),
    "taken_back": gettext_lazy("This figure is taken back already."),
    "why_missing": gettext_lazy("Give the reason."),
    # earlier recommendations
    "no_text_column": gettext_lazy("Say which column holds the recommendations."),
    "no_rows": gettext_lazy("There is no row below the heading."),
    "too_many_rows": gettext_lazy("More than %(most)s rows: cut the file into several."),
    # survey
    "no_such_form": gettext_lazy("No such form is known here."),
    "audience_unknown": gettext_lazy("Say who answers: a traveller, or somebody who lives here."),
    "place_missing": gettext_lazy("Say where the form was filled in."),
    "day_not_yet": gettext_lazy("That day has not come yet."),
    "day_too_old": gettext_lazy("That day is more than a year ago."),
    "nothing_answered": gettext_lazy("Not one question is answered."),
    "answer_unknown": gettext_lazy("One of the answers is no choice of its question."),
    "own_post": gettext_lazy(
        "The form is filled in by another post, a focal point or a partner, never by the post it is about."
    ),
    # what is shown
    "no_state": gettext_lazy("Only a state decides what it shows: open this page at its headquarters."),
    "proposal_waits": gettext_lazy("A proposal about this indicator waits already."),
    "shown_already": gettext_lazy("This indicator is shown already."),
    "hidden_already": gettext_lazy("This indicator is not shown."),
    "proposal_unknown": gettext_lazy("There is no such proposal."),
    "decided_already": gettext_lazy("This proposal is decided already."),
    "second_person": gettext_lazy("Somebody else approves what you proposed."),
    "no_such_quarter": gettext_lazy("That quarter is not over, or too long ago."),
    "changed_since": gettext_lazy("Figures have changed since you looked at them: look at them again."),
    "given_already": gettext_lazy("Everything is given already, in the same words."),
    # what the gate lets out
    "not_in_table": gettext_lazy("This does not leave the country."),
    "field_unknown": gettext_lazy("“%(field)s” does not leave the country. Nothing was recorded."),
    "field_wrong": gettext_lazy("“%(field)s” holds what may not leave the country. Nothing was recorded."),
    "other_forum": gettext_lazy("This belongs to another forum. Nothing was recorded."),
    "other_party": gettext_lazy("A state speaks for itself alone. Nothing was recorded."),
    "of_another": gettext_lazy("This speaks of what another party owns, or of another forum. Nothing was recorded."),
    "not_released": gettext_lazy("This report is not released: nothing of it leaves."),
    "not_shown": gettext_lazy(
        "This indicator is not among what your state shows in this forum: have it approved first."
    ),
    "kept_back": gettext_lazy("What is kept back is given without a value."),
    "band_alone": gettext_lazy("Of this indicator a band leaves the country, never the value."),
    "band_unknown": gettext_lazy("This is no band of this indicator."),
    "too_small": gettext_lazy("Numbers of a few people do not leave the country."),
    "not_rounded": gettext_lazy("A share leaves the country as a whole per cent, a time as whole seconds."),
    "no_quarter": gettext_lazy("Such a figure leaves the country for a whole quarter of a year alone."),
    "right_of_reply": gettext_lazy("The question goes to its owner first."),
    "file_of_nothing": gettext_lazy("A file leaves the country with the evidence that names it, and not else."),
}


def value(one: Any) -> str:
    """A figure as it is read: its value with its unit, its band, or why it is kept back. Needs value, band, unit and
    kept_back."""
    if one.kept_back:
        return str(KEPT_BACK.get(one.kept_back, one.kept_back))
    if one.band:
        return band(one.band, one.unit)
    return number(one.value, one.unit)


def number(value: float | None, unit: str) -> str:
    """“4 200”, “41 %”, “32 s”; a dash where there is none."""
    if value is None:
        return "—"
    if unit == "share":
        return f"{_plain(round(100 * value, 1))}\u202f%"
    if unit == "seconds":
        return _("%(seconds)s s") % {"seconds": _plain(round(value))}
    return _plain(value)


def band(code: str, unit: str) -> str:
    """“50–75 %”, “100–249”, “500 and more”."""
    low, high = bands.bounds(code)
    if unit == "share":
        return f"{_plain(100 * low)}–{_plain(100 * (high if high is not None else 1))}\u202f%"
    if high is None:
        return _("%(number)s and more") % {"number": _plain(low)}
    if high - low == 1:
        return _plain(low)
    return f"{_plain(low)}–{_plain(high - 1 if float(high).is_integer() else high)}"


def _plain(value: float) -> str:
    return str(number_format(value, 0 if float(value).is_integer() else 1, use_l10n=True, force_grouping=True))


def percent(share: float | None) -> str:
    return "—" if share is None else f"{_plain(round(100 * share))}\u202f%"


def unreadable(fault: Any) -> str:
    """Why nothing can be read from a file, and what to do."""
    facts = dict(fault.said)
    if "column" in facts:
        facts["column"] = FIELDS.get(facts["column"], facts["column"])
    return str(UNREADABLE.get(fault.code, UNREADABLE["no_office_file"])) % facts


def problem(code: str, said: str, facts: Any = None) -> str:
    """What is wrong with a row."""
    if code == "nobody_known" and not said:
        code = "nobody_named"
    text = ROWS.get(code)
    if text is not None:
        return str(text) % {"said": said}
    return str(NOT_ALLOWED.get(code, code)) % {"post": said, "most": "", "field": "", **(facts or {})}


def due(deadline: deadlines.Deadline) -> dict[str, Any]:
    """A deadline: the day it is understood as, or what became of it; and the words as written."""
    return {
        "day": deadline.day,
        "said": deadline.said,
        "word": DEADLINES.get(deadline.kind, ""),
        "look": deadline.kind == deadlines.NOT_UNDERSTOOD,
    }


def proposal(one: showing.Proposed) -> dict[str, Any]:
    return {"key": one.shows.key, "shown": one.shows.shown, "why": one.shows.why, **SHOWS_STATES[one.state]}
