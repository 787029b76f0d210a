"""A checklist as a spreadsheet: to be filled where no page is at hand, or with the answers of an assessment in it.

Column A holds codes that are the same in every language; `sheet` reads the file by them, so that rows may be moved and
columns widened. Answers are chosen from a list in the language of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jalon.capacity import scoring
from jalon.capacity import words_of_assessments as words
from jalon.capacity.answers import LONGEST_NOTE
from jalon.capacity.assessing import Made
from jalon.capacity.checklist import NOT_APPLICABLE, Checklist, Item
from jalon.web.spreadsheets import Book, Style

SHEET, POSTS = "jalon", "posts"
CHECKLIST, POST, DAY, ASSESSOR = "checklist", "post", "on", "assessor"
HEADINGS = 7  # row of the headings, from 0
ANSWER, NOTE = 4, 5  # columns, from 0
FIRST_DAY = date(2000, 1, 1)  # no visit is older
FILL = {"border": 1, "border_color": "#837a6b", "bg_color": "#fff3d9", "text_wrap": True, "valign": "top"}
STYLES: dict[str, Style] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#1f1c55"},
    "code": {"valign": "top", "font_color": "#4d473e", "font_size": 9},
    "head": {"bold": True, "font_color": "#ffffff", "bg_color": "#1f1c55", "text_wrap": True},
    "theme": {"bold": True, "bg_color": "#ebeaf8", "font_color": "#2a2670"},
    "fill": FILL,
    "date": FILL | {"num_format": "yyyy-mm-dd", "align": "left"},
    "number": {"num_format": "0", "align": "right"},
}


def written(one: Checklist, posts: Mapping[str, str], post: str = "", made: Made | None = None) -> bytes:
    """The file. `posts`: code -> name, offered as a list; `post`: chosen already; `made`: whose answers stand in it."""
    book = Book(words.titled(one), STYLES)
    sheet = book.sheet(SHEET, (11, 22, 58, 44, 18, 50))
    sheet.freeze_panes(HEADINGS + 1, 2)
    sheet.repeat_rows(HEADINGS)
    _head(book, sheet, one, posts, post, made)
    _questions(sheet, book.styles, one, made.row.answers if made else {})
    if made is not None:
        _scores(book, one, made)
    _posts(book, posts)
    return book.written()


def _head(book: Book, sheet: Any, one: Checklist, posts: Mapping[str, str], post: str, made: Made | None) -> None:
    styles = book.styles
    sheet.write_string(0, 1, words.titled(one), styles["title"])
    sheet.write_string(1, 1, words.said(one.about))
    chosen = made.row.post if made else post
    rows = (
        (CHECKLIST, _("Checklist"), one.name, "wrap"),
        (POST, _("Post"), chosen, "fill"),
        (DAY, _("Day of the visit"), None, "date"),
        (ASSESSOR, _("Who looked, by function"), made.row.assessor if made else "", "fill"),
    )
    for at, (code, label, value, style) in enumerate(rows, 2):
        sheet.write_string(at, 0, code, styles["code"])
        sheet.write_string(at, 1, label, styles["bold"])
        if value is None:
            _day(sheet, at, made, styles["date"])
        else:
            sheet.write_string(at, 2, value, styles[style])
    sheet.write_string(6, 1, _("Choose the answers in the yellow cells; leave open what nobody could look at."))
    if posts:
        listed = f"={POSTS}!$A$1:$A${len(posts)}"
        sheet.data_validation(3, 2, 3, 2, {"validate": "list", "source": listed, "error_type": "warning"})
    heads = (
        "code",
        _("What"),
        pgettext("of a checklist", "Question"),
        _("What counts as evidence"),
        _("Answer"),
        _("What shows it"),
    )
    book.heads(sheet, heads, HEADINGS)


def _day(sheet: Any, at: int, made: Made | None, style: Any) -> None:
    if made is None:
        sheet.write_blank(at, 2, None, style)
    else:
        sheet.write_datetime(at, 2, made.row.on, style)
    asked = {"validate": "date", "criteria": ">", "value": FIRST_DAY, "ignore_blank": True}
    sheet.data_validation(at, 2, at, 2, asked | {"error_title": _("Day of the visit"), "error_message": "2026-11-25"})


def _questions(sheet: Any, styles: dict[str, Any], one: Checklist, answers: Mapping[str, Any]) -> None:
    at = HEADINGS + 1
    for theme in one.themes:
        for column in range(NOTE + 1):
            sheet.write_blank(at, column, None, styles["theme"])
        sheet.write_string(at, 1, words.said(theme.title), styles["theme"])
        at += 1
        for item in theme.items:
            _question(sheet, at, styles, item, answers.get(item.code, {}))
            at += 1


def _question(sheet: Any, at: int, styles: dict[str, Any], item: Item, given: Mapping[str, Any]) -> None:
    asked = words.said(item.question)
    if item.number is not None:
        asked = f"{asked} [{words.thresholds(item)}]"
    sheet.write_string(at, 0, item.code, styles["code"])
    sheet.write_string(at, 1, words.said(item.name), styles["bold"])
    sheet.write_string(at, 2, asked, styles["wrap"])
    sheet.write_string(at, 3, words.said(item.evidence), styles["quiet"])
    sheet.set_row(at, 15 * max(2, -(-len(asked) // 56)))
    if "number" in given:
        sheet.write_number(at, ANSWER, given["number"], styles["fill"])
    else:
        said = words.ANSWERS.get(given.get("answer", ""), "")
        sheet.write_string(at, ANSWER, str(said), styles["fill"])
    sheet.write_string(at, NOTE, _shown_by(given), styles["fill"])
    sheet.data_validation(at, ANSWER, at, ANSWER, _choice(item))


def _choice(item: Item) -> dict[str, Any]:
    if item.number is None:
        return {"validate": "list", "source": [str(said) for said in words.ANSWERS.values()]}
    na = str(words.ANSWERS[NOT_APPLICABLE])
    told = _("A number from 0 to %(most)s, or: %(na)s") % {"most": words.number(item.number.most), "na": na}
    # A warning that may be passed over: “does not apply” is written here too.
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": item.number.most,
        "error_type": "warning",
        "input_message": told[:255],
        "error_message": told[:255],
    }


def _shown_by(given: Mapping[str, Any]) -> str:
    """The note, and the names of the files that stay with the assessment."""
    files = given.get("files", [])
    names = ngettext("File: %(names)s", "Files: %(names)s", len(files)) % {"names": ", ".join(f["name"] for f in files)}
    return "\n".join(part for part in (given.get("note", ""), names if files else "") if part)[:LONGEST_NOTE]


def _scores(book: Book, one: Checklist, made: Made) -> None:
    """A second sheet: what it came to."""
    heads = (
        _("Theme"),
        _("Score (per cent)"),
        pgettext("questions", "Answered"),
        pgettext("questions", "Asked"),
        _("Without evidence"),
    )
    sheet, styles = book.sheet(_("Scores"), (44, 16, 16, 16, 16), heads), book.styles
    rows = [(words.said(theme.title), made.themes[theme.code]) for theme in one.themes]
    rows.append((_("In all"), scoring.in_all(one, made.row.answers)))
    for at, (label, score) in enumerate(rows, 1):
        sheet.write_string(at, 0, label, styles["bold" if at == len(rows) else "wrap"])
        if score.share is None:
            sheet.write_string(at, 1, words.NOTHING)
        else:
            sheet.write_number(at, 1, round(score.share * 100), styles["number"])
        numbers = (score.answered, score.asked, score.claims - score.shown)
        for column, value in enumerate(numbers, 2):
            sheet.write_number(at, column, value, styles["number"])


def _posts(book: Book, posts: Mapping[str, str]) -> None:
    """The posts to choose from, on a sheet of their own."""
    sheet = book.sheet(POSTS, (26, 26))
    for at, (code, name) in enumerate(posts.items()):
        sheet.write_string(at, 0, code)
        sheet.write_string(at, 1, name)
