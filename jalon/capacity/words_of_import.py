"""What could not be taken of a spreadsheet, in the language that is set: where it stands, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.capacity import words_of_assessments as words
from jalon.capacity.checklist import Checklist
from jalon.capacity.sheet import SheetUnreadable

SENTENCES = {
    "answer": gettext_lazy(
        "“%(said)s” is no answer here: choose yes, partly, no or does not apply. It is kept as a note."
    ),
    "number": gettext_lazy("“%(said)s” is no number. It is kept as a note."),
    "number_beyond": gettext_lazy("%(said)s is more than this question can have. It is kept as a note."),
    "item_not_known": gettext_lazy("This checklist has no question %(item)s; “%(said)s” is not taken."),
    "item_twice": gettext_lazy("%(item)s stands twice: the first row counts, “%(said)s” is not taken."),
    "items_missing": gettext_lazy("These questions are not in the sheet: %(said)s"),
    "note_too_long": gettext_lazy("What shows it is too long and was cut: “%(said)s”"),
    "day": gettext_lazy("“%(said)s” is no day: write it as 2026-11-25. Today’s is taken for now."),
    "older_version": gettext_lazy(
        "The sheet is of an earlier version; version %(said)s is in use. It counts as it is."
    ),
    "other_post": gettext_lazy("The sheet names the post %(said)s; the one chosen on the page counts."),
    "replaced": gettext_lazy("An answer that waited in the draft was replaced; it was: %(said)s"),
}
UNREADABLE = {
    "too_big": gettext_lazy("This file is larger than a filled checklist may be (%(most)s kB)."),
    "too_many": gettext_lazy("The sheet has more than %(most)s rows: it is no checklist of this program."),
    "no_workbook": gettext_lazy(
        "This file is no spreadsheet (XLSX), or it is damaged. Save it again as XLSX and send it anew."
    ),
    "no_checklist": gettext_lazy(
        "The sheet does not say which checklist it is (column A, “checklist”): start from the file given here."
    ),
    "not_known": gettext_lazy("This program does not know the checklist “%(name)s”."),
}


def unreadable(fault: SheetUnreadable) -> str:
    return str(UNREADABLE[fault.code]) % fault.said


def problem(one: Mapping[str, Any], checklist: Checklist) -> dict[str, str]:
    """Where it stands and what is wrong, as a numbered list shows it."""
    item = checklist.items.get(one.get("item", ""))
    place = ""
    if one.get("row"):
        facts = {"sheet": one.get("sheet", ""), "row": one["row"], "column": one["column"]}
        place = _("sheet %(sheet)s, row %(row)s, column %(column)s") % facts
    return {
        "place": place,
        "item": f"{item.code} {words.said(item.name)}" if item else "",
        "sentence": str(SENTENCES[one["code"]]) % {"said": one.get("said", ""), "item": one.get("item", "")},
    }
