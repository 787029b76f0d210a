"""The paper register: numbers that never come again, lines keyed once, hits that passed already, both times kept."""

# ruff: noqa: F811 — pytest finds a fixture by its name

import pytest

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import correction, decision, drafts, inspection, late, recall, rules, sheets, shift
from jalon.crossings import daily_register as register
from jalon.crossings.inspection import FIELDS, Shown
from jalon.crossings.models import Answered, Decision, Inspection, Recall, RegisterFile, Sheet, SheetLine, Shift
from jalon.crossings.tests.test_passage import CLEAN, JOURNEY, amina, bakary, staff, swipe  # noqa: F401
from jalon.journal.applying import entries_in_journal
from jalon.journal.models import Parked
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild
from jalon.screening.person import Name, Person
from jalon.watchlists import lookup

pytestmark = [pytest.mark.both]

HOUR = 3_600_000


def person(name="KEITA", number="ML0000001", **fields):
    said = {"primary_identifier": name, "document_number": number, "nationality": "MLI", "issuing_state": "MLI"}
    return Shown("identity_card", dict.fromkeys(FIELDS) | said | {"birth_date": "1990-01-02"} | fields, "typed")


def line(number, on, shown=None, hours=2, **said):
    passed = on.opened_at - hours * HOUR
    return late.Line(number, passed, "minute", "entry", "foot", shown or person(number=f"ML{number:07}"), **said)


@pytest.fixture
def sheet(amina):
    return sheets.number(amina, "register", 3)[0]


@pytest.fixture
def written(amina):
    return late.Written(amina.officer, "", "power_cut")


@pytest.fixture
def listed(monkeypatch):
    """A list that asks for whoever is called SOUGHT."""

    class Hit:
        def as_json(self):
            person = Person(names=(Name("SOUGHT OUMAR"),)).as_json()
            facts = {"title": "A trial list", "person": person}
            found = {"list": "trial", "listing": "1", "shows": "full", "kind": "person", "action": "refer"}
            return found | {"score": 0.9, "reasons": [], "facts": facts}

    def look_up(who, loaded):
        return [Hit()] if "SOUGHT" in who.names[0].text else []

    monkeypatch.setattr(lookup, "look_up", look_up)


def test_numbers_go_on_and_never_come_again(amina, bakary):
    first = sheets.number(amina, "register", 3)
    second = sheets.number(bakary, "count", 2)
    assert [one.number for one in (*first, *second)] == [1, 2, 3, 4, 5]
    assert len({one.label for one in (*first, *second)}) == 5
    this_node().open_epoch("a trial: the journal was restored")
    again = sheets.number(amina, "register", 1)[0]
    assert again.label not in {one.label for one in (*first, *second)}
    assert again.series != first[0].series
    assert rebuild(FOLLOW_ENTRIES) == []


@pytest.mark.parametrize(
    ("kind", "count", "origin"), [("other", 1, ""), ("register", 0, ""), ("count", 101, ""), ("register", 2, "a book")]
)
def test_sheets_that_are_not_numbered(amina, kind, count, origin):
    before = entries_in_journal()
    with pytest.raises(rules.NotAllowed, match="sheets_how_many"):
        sheets.number(amina, kind, count, origin)
    assert entries_in_journal() == before


def test_a_sheet_is_found_by_what_is_typed_or_read(sheet):
    for said in (sheet.label, sheet.label.lower(), "1", "0001", sheets.square(sheet, "ML-GOG"), f" {sheet.label} "):
        assert [one.key for one in sheets.found(said)] == [sheet.key], said
    for said in ("", "0", "9", "FFFF-0001", "nothing"):
        assert sheets.found(said) == []


def test_each_number_is_accounted_for(amina, sheet):
    rest = list(Sheet.objects.exclude(key=sheet.key))
    sheets.mark(amina, [sheet], "given", holder="Moussa, north gate")
    sheets.mark(amina, rest[:1], "void", "spoiled by rain")
    sheets.mark(amina, rest[1:], "missing", "not given back")
    rows = list(Sheet.objects.order_by("number").values_list("state", "why", "holder", "marked_by"))
    assert rows == [
        ("given", "", "Moussa, north gate", amina.officer),
        ("void", "spoiled by rain", "", amina.officer),
        ("missing", "not given back", "", amina.officer),
    ]
    with pytest.raises(rules.NotAllowed, match="say_why_sheet"):
        sheets.mark(amina, rest, "void", "x")
    assert rebuild(FOLLOW_ENTRIES) == []


def test_lines_are_screened_decided_and_marked_late(amina, sheet, written, listed):
    lines = [line(1, amina), line(2, amina, outcome="refused", reason="no_visa"), line(3, amina, outcome="referred")]
    keyed = late.key_in(sheet, written, lines, amina)
    assert keyed.recorded == [1, 2, 3]
    rows = list(Inspection.objects.order_by("position"))
    assert [row.state for row in rows] == ["admitted", "refused", "referred"]
    assert all(row.late and row.passed_at == amina.opened_at - 2 * HOUR < row.at for row in rows)
    assert inspection.latest_open(amina) is None
    made = this_node().shift_keys.take_out_value(Decision.objects.get(outcome="refused").kept)
    assert (made["late"], made["reason"], made["journey"]["transport"]) == (True, "no_visa", "foot")
    seen = rules.what_was_seen(rows[0])["late"]
    assert (seen["line"], seen["written_by"], seen["why"]) == (1, amina.officer, "power_cut")
    assert not Parked.objects.exists()


def test_papers_are_judged_by_the_day_they_were_shown(amina, sheet, written):
    """A card that was valid when its holder passed, and no longer is when the line is keyed in."""
    passed = recall.local_time(amina.opened_at - 30 * 24 * HOUR)
    until = recall.local_time(amina.opened_at - 48 * HOUR).date().isoformat()
    shown = person(expiry_date=until)
    late.key_in(
        sheet,
        written,
        [line(1, amina, shown, hours=30 * 24), line(2, amina, person(number="ML0000002", expiry_date=until), hours=2)],
        amina,
    )
    problems = [
        [one["code"] for one in rules.what_was_seen(row)["problems"]] for row in Inspection.objects.order_by("position")
    ]
    assert passed.date().isoformat() < until
    assert problems == [[], ["expired"]]


def test_the_one_at_the_desk_stays_while_paper_is_keyed_in(amina, sheet, written):
    standing = swipe(CLEAN, amina)
    late.key_in(sheet, written, [line(1, amina)], amina)
    assert inspection.latest_open(amina).key == standing.key


def test_a_line_is_keyed_once_and_who_keyed_it_is_said(amina, bakary, sheet, written):
    late.key_in(sheet, written, [line(1, amina)], amina)
    again = late.key_in(sheet, written, [line(1, amina), line(2, amina)], bakary)
    assert again.recorded == [2]
    assert again.taken[1].officer == amina.officer
    assert Inspection.objects.count() == 2
    shift.close_shift(amina)
    with_hands = late.key_in(sheet, written, [line(1, bakary)], bakary)
    assert with_hands.taken[1].officer == amina.officer


def test_a_whole_sheet_is_keyed_in_and_a_void_one_is_not(amina, sheet, written):
    late.key_in(sheet, written, [line(1, amina)], amina, whole=True)
    sheet.refresh_from_db()
    assert sheet.state == "keyed"
    with pytest.raises(rules.NotAllowed, match="sheet_has_lines"):
        sheets.mark(amina, [sheet], "void", "a mistake")
    other = Sheet.objects.exclude(key=sheet.key).first()
    sheets.mark(amina, [other], "void", "spoiled")
    with pytest.raises(rules.NotAllowed, match="sheet_not_open"):
        late.key_in(other, written, [line(1, amina)], amina)


def test_hits_are_recorded_before_the_clean_lines_and_wait_for_the_second_line(
    amina,
    bakary,
    sheet,
    written,
    listed,
):
    lines = [line(1, amina), line(2, amina, person("SOUGHT", "X1")), line(3, amina)]
    keyed = late.key_in(sheet, written, lines, amina)
    order = [rules.what_was_seen(row)["late"]["line"] for row in Inspection.objects.order_by("position")]
    assert order == [2, 1, 3]
    (case,) = late.passed_with_hits()
    assert keyed.with_hits == {2: case.key}
    assert case.state == "admitted"
    with pytest.raises(rules.NotAllowed, match="say_to_whom"):
        late.answer(case, bakary, "alerted", "", "")
    late.answer(case, bakary, "alerted", "brigade of Nioro", "left by bus at 14:10")
    assert late.passed_with_hits() == []
    assert late.answered(case.key)["to"] == "brigade of Nioro"
    with pytest.raises(rules.NotAllowed, match="already_answered"):
        late.answer(case, bakary, "different_person", "", "another birth date")
    assert rebuild(FOLLOW_ENTRIES) == []


def test_an_unanswered_hit_goes_to_the_next_shift(amina, staff, sheet, written, listed):
    late.key_in(sheet, written, [line(1, amina, person("SOUGHT", "X1")), line(2, amina)], amina)
    case = late.passed_with_hits()[0]
    assert shift.open_cases(amina) == [case.key]
    shift.close_shift(amina)
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    assert [row.key for row in late.passed_with_hits()] == [case.key]
    late.answer(case, later, "headquarters", "", "")
    assert rebuild(FOLLOW_ENTRIES) == []
    shift.close_shift(later)
    if not this_node().keys.is_headquarters:
        assert not Inspection.objects.exists() and not Answered.objects.exists()
        assert SheetLine.objects.count() == 2
    assert rebuild(FOLLOW_ENTRIES) == []


def test_what_a_power_cut_left_between_the_two_entries_is_decided_as_written(
    amina,
    sheet,
    written,
    monkeypatch,
):
    with monkeypatch.context() as cut:
        cut.setattr(late, "_decide", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            late.key_in(sheet, written, [line(1, amina), line(2, amina, outcome="refused", reason="no_visa")], amina)
    assert Inspection.objects.filter(state="open", late=True).count() == 2
    assert inspection.latest_open(amina) is None  # nobody stands at the desk for them
    assert late.finish_interrupted() == 2
    assert sorted(Inspection.objects.values_list("state", flat=True)) == ["admitted", "refused"]
    assert late.finish_interrupted() == 0


def test_statistics_say_which_of_the_two_times(amina, sheet, written):
    decision.admit(swipe(CLEAN, amina), amina, JOURNEY)
    late.key_in(sheet, written, [line(1, amina), line(2, amina, hours=26), line(3, amina, outcome="referred")], amina)
    counts = shift.summary(amina)
    assert (counts["inspected"], counts["late"], counts["entry"]) == (4, 3, 3)
    near, far = (recall.local_time(amina.opened_at - hours * HOUR).strftime("%Y-%m-%d %H") for hours in (2, 26))
    assert counts["late_by_hour"] == [[far, 1, 0, 0], [near, 1, 0, 1]]


def test_tokens_remember_the_day_passed(amina, sheet, written):
    """What passed yesterday and is keyed in today was yesterday, and does not hide what passed since."""
    known = person(number="AA0123456", primary_identifier="TRAORE")
    decision.admit(swipe(CLEAN, amina), amina, JOURNEY)
    late.key_in(sheet, written, [line(1, amina, known, hours=30), line(2, amina, hours=30)], amina)
    token = Inspection.objects.filter(late=False).get().token
    assert recall.seen(token).last_day == recall.day_of(amina.opened_at)
    other = Inspection.objects.filter(late=True).exclude(token=token).get().token
    shift.close_shift(amina)
    days = dict(Recall.objects.values_list("token", "last_day"))
    assert days[token].isoformat() == recall.day_of(amina.opened_at)
    assert days[other].isoformat() == recall.day_of(amina.opened_at - 30 * HOUR)


def test_what_is_keyed_in_later_does_not_hide_a_later_passage(amina, staff, sheet, written):
    decision.admit(swipe(CLEAN, amina), amina, JOURNEY)
    token = Inspection.objects.get().token
    shift.close_shift(amina)
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    known = person(number="AA0123456", primary_identifier="TRAORE")
    late.key_in(sheet, written, [line(1, later, known, hours=30)], later)
    shift.close_shift(later)
    row = Recall.objects.get(token=token)
    assert (row.count, row.last_day.isoformat()) == (2, recall.day_of(later.opened_at))


def test_a_correction_of_a_late_passage(amina, sheet, written):
    late.key_in(sheet, written, [line(1, amina)], amina)
    row = Inspection.objects.get()
    correction.correct(row, amina, {"secondary_identifier": "OUMAR"}, "typing")
    row.refresh_from_db()
    assert correction.as_corrected(row)["secondary_identifier"] == "OUMAR"
    assert row.late and row.passed_at < row.at


def test_a_register_is_an_entry_and_its_file_goes_with_the_shift(amina, sheet, written):
    decision.admit(swipe(CLEAN, amina), amina, JOURNEY)
    late.key_in(sheet, written, [line(1, amina)], amina)
    before = entries_in_journal()
    made = register.make(amina, "closing", "fr")
    assert entries_in_journal() == before + 1
    rows = [dict(zip(register.COLUMNS, row, strict=True)) for row in made.content["rows"]]
    assert [(row["number"], row["late"], row["line"], row["outcome"]) for row in rows] == [
        (1, True, 1, "admitted"),  # in the order in which they passed
        (2, False, None, "admitted"),
    ]
    register.keep(amina, made, b"%PDF", register.sign_file(made, b"%PDF"))
    kept, file = register.kept(amina)
    assert register.read(file.file) == b"%PDF"
    assert register.since(amina, kept) == 0
    shift.close_shift(amina)
    assert not RegisterFile.objects.exists()
    with pytest.raises(rules.NotAllowed, match="shift_needed"):
        register.make(Shift.objects.get(), "closing", "fr")
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_draft_is_on_the_disk_when_it_is_kept(amina):
    drafts.keep(amina, "sheet", {"r1-time": "1410"})
    assert drafts.kept(amina) == {"sheet": {"r1-time": "1410"}}
