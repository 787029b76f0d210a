"""An answer sheet goes out in the party's language, is filled in, comes back: each row in its place, and once."""

from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.utils import timezone, translation

from jalon.cooperation import questions, sheet_answers, sheet_reading, sheets
from jalon.cooperation.models import Evidence, Progress, Reply
from jalon.cooperation.sheet_reading import SheetUnreadable
from jalon.cooperation.tests.owing import DALIA, adopt, plan, seat_all

TODAY = timezone.localdate()


@pytest.fixture
def here(forum):
    seat_all(forum)
    made = SimpleNamespace(forum=forum, one=adopt(forum), two=adopt(forum, "2.2"))
    made.counted = adopt(forum, "2.3", proof="indicator", indicator="reported_share", target=0.9)
    made.measure = plan(forum, "NER", made.one)
    made.asked = questions.ask(made.one, "NER", {"fr": "Où ?"}, questions.usual_day(), DALIA, "").key
    return made


def sheet(here, language="fr"):
    with translation.override(language):
        return sheets.made("NER", here.forum, TODAY)


def filled(content, rows, kind="A"):
    """The workbook with cells filled in: key of the row -> {code: value}."""
    book = openpyxl.load_workbook(BytesIO(content))
    for page in book.worksheets:
        codes = {str(cell.value)[2:]: cell.column for cell in page[1] if str(cell.value).startswith(kind)}
        for row in page.iter_rows(min_row=8):
            for code, value in rows.get(row[0].value, {}).items():
                if code in codes:
                    page.cell(row[0].row, codes[code], value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


WORDS = {"fr": ("Réponses", "En cours"), "en": ("Answers", "Under way"), "ar": ("الأجوبة", "قيد التنفيذ")}


@pytest.mark.parametrize("language", WORDS)
def test_a_sheet_goes_out_and_comes_back_once(here, language):
    title, under_way = WORDS[language]
    out = sheet(here, language)
    book = openpyxl.load_workbook(BytesIO(out.content))
    assert book.sheetnames[0] == title and book["jalon"].sheet_state == "veryHidden"
    assert bool(book.worksheets[0].sheet_view.rightToLeft) == (language == "ar")
    answers = {
        here.one: {"state": under_way, "text": "2 lecteurs", "date": "2025-06-30", "signatory": "directeur"},
        here.measure: {"state": "done", "text": "reçu", "evidence": "PV n° 4"},
        here.counted: {"state": under_way, "value": "0,62", "date": "30/09/2025"},
    }
    content = filled(filled(out.content, answers), {here.asked: {"reply": "À Niamey."}}, "Q")
    checked = sheet_answers.check(sheet_reading.read_apart(content))
    assert not checked.problems and len(checked.new) == 4
    assert sheet_answers.record(checked.new, checked.identity, DALIA) == 4
    rows = {row.measure or row.recommendation: row for row in Progress.objects.all()}
    assert rows[here.measure].state == "done" and rows[here.measure].signatory == "directeur"
    assert str(rows[here.measure].as_of) == "2025-06-30" and rows[here.counted].value == 0.62
    assert {row.party for row in rows.values()} == {"NER"} and {row.through for row in rows.values()} == {"file"}
    assert Evidence.objects.get().title == "PV n° 4" and Reply.objects.get().party == "NER"
    again = sheet_answers.check(sheet_reading.read_apart(content))
    assert not again.new and len(again.answers) == 4
    assert sheet_answers.record(checked.answers, checked.identity, DALIA) == 0


WRONG = {
    "no state": ({"text": "x", "date": "2025-06-30", "signatory": "d"}, "state", "state_missing"),
    "a state of no list": ({"state": "presque", "date": "2025-06-30", "signatory": "d"}, "state", "state_word_unknown"),
    "no date": ({"state": "En cours", "text": "x", "signatory": "d"}, "date", "date_missing"),
    "a date of the calendar's other end": (
        {"state": "En cours", "text": "x", "date": "2025-13-40", "signatory": "d"},
        "date",
        "date_not_understood",
    ),
    "tomorrow": ({"state": "En cours", "text": "x", "date": "2999-01-01", "signatory": "d"}, "date", "as_of_not_yet"),
    "nobody": ({"state": "En cours", "text": "x", "date": "2025-06-30"}, "signatory", "signatory_missing"),
    "a value in words": (
        {"state": "En cours", "value": "beaucoup", "date": "2025-06-30", "signatory": "d"},
        "value",
        "value_not_understood",
    ),
    "done without anything": (
        {"state": "done", "text": "x", "date": "2025-06-30", "signatory": "d"},
        "evidence",
        "done_without_deliverable",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_by_sheet_row_and_column(here, name):
    cells, column, code = WRONG[name]
    content = filled(sheet(here).content, {here.two: cells})
    (problem,) = sheet_answers.check(sheet_reading.read_apart(content)).problems
    letters = dict(zip(sheets.COLUMNS, "ABCDEFGHIJKL", strict=True))
    assert (problem.sheet, problem.row, problem.column, problem.code) == ("Réponses", 10, letters[column], code)


def test_all_that_is_wrong_in_a_row_is_said(here):
    cells = {"state": "Terminé peut-être", "value": "beaucoup", "date": "2025-13-40", "text": "x" * 5000}
    problems = sheet_answers.check(sheet_reading.read_apart(filled(sheet(here).content, {here.two: cells}))).problems
    told = {"date_not_understood", "state_word_unknown", "value_not_understood", "signatory_missing", "text_too_long"}
    assert {one.code for one in problems} == told
    assert [one.facts["said"] for one in problems if one.code == "state_word_unknown"] == ["Terminé peut-être"]


def test_what_is_no_sheet_of_ours_is_refused(here):
    out = sheet(here).content
    book = openpyxl.load_workbook(BytesIO(out))
    book["jalon"]["A2"].value = book["jalon"]["A2"].value.replace("NER", "MLI")
    altered = BytesIO()
    book.save(altered)
    other = BytesIO()
    openpyxl.Workbook().save(other)
    for content, code in (
        (altered.getvalue(), "not_made_here"),
        (other.getvalue(), "no_answer_sheet"),
        (b"PK\x03\x04 broken", "no_workbook"),
        (b"name;state", "no_workbook"),
        (b"PK\x03\x04" + b"x" * 1_000_001, "sheet_too_large"),
    ):
        with pytest.raises(SheetUnreadable) as refused:
            sheet_answers.check(sheet_reading.read_apart(content))
        assert refused.value.code == code
    # A row whose key was swapped for another's is no row of this sheet.
    content = filled(out, {here.two: {"key": "elsewhere", "state": "En cours", "text": "x"}})
    (problem,) = sheet_answers.check(sheet_reading.read_apart(content)).problems
    assert problem.code == "row_not_ours"
