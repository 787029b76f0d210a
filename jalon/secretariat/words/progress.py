"""Progress, questions, silence and answer sheets in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from jalon.cooperation import indicator_facts, sheets
from jalon.cooperation.models import Progress
from jalon.cooperation.releasing import HELD, SHOWN, WAITS
from jalon.cooperation.silence import DUE, ENDED, QUARTER
from jalon.statistics.indicators import UNITS
from jalon.web.days import date_format

# A state is said by a word and a shape as well as a colour.
STATES: dict[str, tuple[Any, str, str]] = {
    Progress.State.NOT_BEGUN.value: (sheets.STATES["not_begun"], "○", "quiet"),
    Progress.State.UNDER_WAY.value: (sheets.STATES["under_way"], "◐", "look"),
    Progress.State.DONE.value: (sheets.STATES["done"], "✓", "clear"),
    Progress.State.BLOCKED.value: (sheets.STATES["blocked"], "■", "stop"),
}
SHOWING: dict[str, tuple[Any, str, str]] = {
    SHOWN: (pgettext_lazy("a report", "Shown"), "✓", "clear"),
    HELD: (pgettext_lazy("a report", "Not released"), "▧", "quiet"),
    WAITS: (pgettext_lazy("a report", "Waits to be released"), "▲", "look"),
}
LATE = {
    DUE: _("The recommendation was due"),
    ENDED: _("A measure was to be done"),
    QUARTER: _("The report of the quarter was expected"),
}
EXPECTED = {
    DUE: _("Recommendation due"),
    ENDED: _("Measure ends"),
    QUARTER: _("Report of the quarter expected"),
    "question": _("Question to answer"),
    "release": _("Report to release"),
    "sheet": _("Answer sheet"),
}
KEPT_BACK = {
    "small": _("too few to be said"),
    "not_released": _("not released"),
    "not_known": _("not known"),
}
REMINDED = {
    "waiting": pgettext_lazy("a letter", "waits to be sent"),
    "sending": pgettext_lazy("a letter", "is being sent"),
    "sent": pgettext_lazy("a letter", "sent"),
    "unsure": pgettext_lazy("a letter", "may have been sent: the machine stopped meanwhile"),
    "given_up": pgettext_lazy("a letter", "not sent"),
    "nobody": pgettext_lazy("a letter", "nobody to write to: the directory has no address"),
}
NOT_ALLOWED = {
    "promise_not_known": _("This promise or report is not known here."),
    "promise_over": _("Nothing is owed on this any more: it was closed, merged, replaced, done or stopped."),
    "binds_others": _("This binds others: only those who are bound report on it."),
    "binds_other_posts": _("This does not bind this post."),
    "state_missing": _("Choose how it stands: not begun, under way, done or blocked."),
    "as_of_not_yet": _("The day you speak of has not come yet."),
    "as_of_too_old": _("The day you speak of lies before 2000: check the year."),
    "text_too_long": _("The text is longer than %(most)s signs: shorten it, or send it as a file."),
    "say_something": _("Say something: a sentence, a value, an answer, or evidence."),
    "done_without_indicator": _("It is known by an indicator: give its value, or a figure, before you call it done."),
    "done_without_question": _("It is known by a question: answer it before you call it done."),
    "done_without_deliverable": _("It is known by a deliverable: show it (a file, a visit, or where it lies)."),
    "picture_broken": _("The picture is broken: make it again and send that. Nothing was recorded."),
    "paper_broken": _("The document is broken or too large inside: save it again and send that. Nothing was recorded."),
    "paper_names_its_writers": _(
        "Comments or tracked changes in the document name those who wrote them. Accept the changes, delete the "
        "comments, save it and send it again. Nothing was recorded."
    ),
    "pdf_names_its_writer": _(
        "The PDF names its author. Empty the author in the properties of the document it was made from, make the PDF "
        "again and send that. Nothing was recorded."
    ),
    "file_of_rows": _(
        "Workbooks and plain text stay at home, for rows of people travel in them. To a forum goes a PDF, a DOCX or a "
        "picture: report again with one, or without. Nothing was recorded."
    ),
    "file_kind": _("Only PDF, DOCX, XLSX, PNG, JPEG and plain text are taken. Nothing was recorded."),
    "no_such_figure": _("No indicator of this name is known."),
    "period_backwards": _("The period ends before it begins."),
    "period_not_over": _("The period is not over yet."),
    "period_too_long": _("A figure speaks of at most two years."),
    "visit_not_yet": _("The visit has not taken place yet."),
    "visitor_not_known": _("The visitor does not sit in this forum."),
    "signatory_missing": _("Say who answers for the party, by function and not by name."),
    "report_not_known": _("This report is not known here."),
    "no_forum_to_show_to": _("This is our own: there is no forum to show it to."),
    "released_already": _("The forum sees this report already."),
    "held_already": _("This report is held back already."),
    "withheld_without_why": _("Say why it is held back. The reason stays among us."),
    "asked_no_owner": _("Ask one of those who are bound."),
    "asked_oneself": _("You cannot ask yourself."),
    "question_empty": _("Write the question."),
    "reply_by_out_of_range": _("Leave from %(soonest)s to %(latest)s days to reply."),
    "question_not_known": _("This question is not known here."),
    "asked_another": _("This question was put to another party: only that one replies."),
    "reply_empty": _("Write the reply."),
    "said_already": _("This was said already, word for word."),
    "state_word_unknown": _("“%(said)s” is none of the states that this column offers: choose one."),
    "sheet_too_large": _("The file is larger than %(most)s kB: it is no answer sheet."),
    "no_workbook": _("This is not an XLSX file, or it is broken. Save it again as XLSX and send that."),
    "no_answer_sheet": _("This workbook is no answer sheet. Send back the one that was made here, filled in."),
    "not_made_here": _("This sheet was not made by this machine, or its hidden part was changed. Make a new one."),
    "row_not_ours": _("This row does not belong to this sheet: it was moved or its hidden key was changed."),
    "date_missing": _("Write the day the answer speaks of."),
    "date_not_understood": _("“%(said)s” is no day: write 2026-06-30."),
    "value_not_understood": _("“%(said)s” is no number."),
    "reading_lost": _("What was read before was lost or is too old: send the file again."),
}


def toned(table: dict[str, tuple[Any, str, str]], code: str) -> dict[str, Any]:
    """Word, shape and tone of a code."""
    word, shape, tone = table.get(code, (code, "", "quiet"))
    return {"code": code, "word": word, "shape": shape, "tone": tone}


def day(when: date | None) -> str:
    """A day, as people write it here."""
    return date_format(when, "j F Y") if when else ""


def distance(when: date, on: date) -> str:
    """How far a day lies from another: “in 3 days”, “today”, “12 days ago”."""
    days = (when - on).days
    if days == 0:
        return _now("today")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


def for_days(days: int) -> str:
    """A length of time."""
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def figure(said: dict[str, Any]) -> dict[str, Any]:
    """A figure of the journal that a report leans on: what, when, how much, how far it speaks for the whole."""
    value, unit = said.get("value"), str(said.get("unit", ""))
    if value is not None:
        shown = sheets.amount(value, unit)
    else:
        shown = str(said.get("band") or KEPT_BACK.get(str(said.get("kept_back")), KEPT_BACK["not_known"]))
    coverage = said.get("coverage")
    return {
        "title": indicator_facts.title(str(said.get("indicator"))),
        "since": day(date.fromisoformat(str(said["since"]))),
        "until": day(date.fromisoformat(str(said["until"]))),
        "value": shown,
        "unit": "" if unit == "share" or value is None else str(UNITS.get(unit, unit)),
        "coverage": "" if coverage is None else sheets.amount(coverage, "share"),
        "position": said.get("position"),
    }
