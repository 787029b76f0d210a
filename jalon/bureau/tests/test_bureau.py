"""A question to the bureau, from the asking to the closing; and every way in which a file of answers is refused."""

from __future__ import annotations

import io

import openpyxl
import pytest

from jalon.bureau import answering, answers, asking, carrying, waiting
from jalon.bureau.models import Carrying, Query, Step
from jalon.crossings.models import Inspection
from jalon.journal.applying import entries_in_journal
from jalon.journal.node import this_node
from jalon.journal.shiftkey import CLEAR

pytestmark = [pytest.mark.both]

AWA = {"primary_identifier": "HOUNSOU", "secondary_identifier": "AWA", "birth_date": "1990-05-03", "nationality": "BEN"}
HEAD = "number,answer,reference,what to do\n"


@pytest.fixture
def desk(node):
    return "claire01"


def asked(desk, about=AWA, kind="person", urgency="routine", **more):
    return Query.objects.get(key=asking.ask(kind, about, "A namesake is held", urgency, desk, **more).key)


def test_a_question_from_the_asking_to_the_closing(desk):
    query = asked(desk, urgency="held")
    assert (query.label[5:], query.state, query.due_at - query.asked_at) == ("00001", "asked", 4 * 3_600_000)
    assert asking.about(query) == AWA
    file = carrying.carry("csv", False, "issa0001")
    assert file.content.decode("utf-8-sig").splitlines()[1].startswith(f"{query.label},person,held,")
    taken = answering.take_file(
        "a.csv", answers.rows_of((HEAD + f"{query.label},HIT,B/81,Call first\n").encode(), "a"), desk
    )
    assert (taken.recorded, taken.refused) == ([query.label], [])
    query.refresh_from_db()
    assert (query.state, query.answer) == ("answered", "hit")
    asking.close(query, "Told to the post", desk)
    found = [(step.state, step.officer, step.reference) for step in asking.steps(query)]
    assert found == [
        ("asked", desk, ""),
        ("carried", "issa0001", ""),
        ("answered", desk, "B/81"),
        ("closed", desk, ""),
    ]


def test_what_is_due_first_stands_on_top(desk):
    routine = asked(desk)
    held = asked(desk, AWA | {"birth_date": "1991-01-01"}, urgency="held")
    waits = asked(desk, AWA | {"birth_date": "1992-01-01"}, urgency="waiting")
    assert waiting.queue() == [held, waits, routine]
    assert [one.number for one in Query.objects.order_by("number")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("kind", "about", "reason", "code"),
    [
        ("person", AWA, " ", "say_why"),
        ("person", AWA | {"birth_date": ""}, "why", "too_little_known"),
        ("document", {"document_number": "A1234567"}, "why", "too_little_known"),
        ("vehicle", {"plate_state": "BEN"}, "why", "too_little_known"),
        ("herd", AWA, "why", "say_what_is_asked"),
    ],
)
def test_what_cannot_be_asked(desk, kind, about, reason, code):
    before = entries_in_journal()
    with pytest.raises(asking.NotAllowed, match=code):
        asking.ask(kind, about, reason, "routine", desk)
    assert entries_in_journal() == before


def test_the_same_question_waits_once(desk):
    query = asked(desk)
    with pytest.raises(asking.NotAllowed, match="asked_already"):
        asked(desk)
    answering.answer(query, "nothing", "B/1", "", desk)
    assert asked(desk).number == 2


def test_a_case_tells_its_subject_and_shows_its_answers(desk):
    seen = {
        "fields": AWA | {"document_number": "AA 123", "issuing_state": "BEN", "sex": "F"},
        "document_type": "passport",
    }
    Inspection.objects.create(
        key="n.e.1",
        shift="",
        officer="o",
        at=0,
        position=1,
        direction="entry",
        document_type="passport",
        level="look",
        hits=1,
        passed_at=0,
        kept=this_node().shift_keys.put_away_value(seen, CLEAR),
    )
    case = Inspection.objects.get()
    assert asking.of_case(case, "person") == AWA | {"sex": "F"}
    assert asking.of_case(case, "document")["document_kind"] == "passport"
    assert asking.of_case(case, "vehicle") == {}
    query = asked(desk, asking.of_case(case, "person"), inspection="n.e.1")
    assert waiting.of_case(["n.e.1"]) == [(query, None)]
    answering.answer(query, "partial", "B/2", "Send the fingerprints", desk)
    assert waiting.of_case(["n.e.1"])[0][1].what_to_do == "Send the fingerprints"
    with pytest.raises(asking.NotAllowed, match="no_such_case"):
        asked(desk, AWA, inspection="n.e.2")


def test_a_file_is_carried_once_and_again_when_asked(desk):
    query = asked(desk, {"plate": "=1+2", "plate_state": "BEN"}, "vehicle")
    first = carrying.carry("csv", False, desk)
    assert "'=1+2" in first.content.decode("utf-8-sig")
    with pytest.raises(asking.NotAllowed, match="nothing_waits"):
        carrying.carry("csv", False, desk)
    again = carrying.carry("xlsx", True, desk)
    assert [one.number for one in Carrying.objects.order_by("number")] == [1, 2]
    book = openpyxl.load_workbook(io.BytesIO(again.content))
    assert book["bureau"]["A2"].value == query.label
    book["answers"]["B2"], book["answers"]["C2"] = "Néant", "B/3"
    back = io.BytesIO()
    book.save(back)
    taken = answering.take_file("b.xlsx", answers.read_apart(back.getvalue(), "b.xlsx"), desk)
    assert taken.recorded == [query.label]


# What a row says after its number, and what is wrong with it.
ROWS = {
    "number_unknown": ("2026-00099,nothing,B/1,\n", "number"),
    "answer_unknown": ("{label},perhaps,B/1,\n", "answer"),
    "reference_missing": ("{label},nothing,,x\n", "reference"),
    "say_what_to_do": ("{label},hit,B/1,\n", "what_to_do"),
    "too_long": ("{label},nothing," + "B" * 60 + ",\n", "reference"),
}


@pytest.mark.parametrize("code", ROWS)
def test_rows_that_are_refused(desk, code):
    query = asked(desk)
    said, field = ROWS[code]
    rows = answers.read_apart((HEAD + said.format(label=query.label)).encode(), "a.csv")
    taken = answering.take_file("a.csv", rows, desk)
    assert [(one.file, one.row, one.field, one.code) for one in taken.refused] == [("a.csv", 2, field, code)]
    assert (taken.recorded, Step.objects.filter(state="answered").count()) == ([], 0)


def test_a_number_twice_and_one_answered_before(desk):
    first, second = asked(desk), asked(desk, AWA | {"birth_date": "1991-01-01"})
    answering.answer(first, "nothing", "B/1", "", desk)
    said = f"{first.label},nothing,B/1,\n{second.label},nothing,B/2,\n{second.label},hit,B/3,Call\n"
    taken = answering.take_file("a.csv", answers.rows_of((HEAD + said).encode(), "a.csv"), desk)
    assert [(one.row, one.code) for one in taken.refused] == [(2, "answered_already"), (4, "twice_in_the_file")]
    assert taken.recorded == [second.label]


FILES = {
    "empty": b"",
    "column_unknown": (HEAD.strip() + ",date of birth\n2026-00001,hit,B/1,Call,1990-05-03\n").encode(),
    "column_missing": b"number,answer\n2026-00001,hit\n",
    "column_twice": b"number,answer,reference,reference\n2026-00001,hit,B/1,B/1\n",
    "too_many": (HEAD + "2026-00001,nothing,B/1,\n" * 501).encode(),
    "no_answers": b"PK\x03\x04 not a workbook",
    "too_big": b"x" * 1_000_001,
}


@pytest.mark.parametrize("code", FILES)
def test_files_that_are_refused_whole(code):
    with pytest.raises(answers.AnswersUnreadable, match=code):
        answers.read_apart(FILES[code], "a.csv")
