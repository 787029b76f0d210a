"""The paper register through its pages: sheets printed, lines keyed in, hits that passed, the register, the report."""

import json
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jalon.crossings import drafts, late
from jalon.crossings import shift as shifts
from jalon.crossings.models import Decision, Inspection, Sheet, SheetLine
from jalon.crossings.rules import what_was_seen
from jalon.crossings.tests.test_paper import listed  # noqa: F401
from jalon.desk.forms.paper import read_rows, typed_rows
from jalon.desk.tests.test_doors import CLEAN, amina, bakary, staff  # noqa: F401

NOW = timezone.make_aware(datetime(2026, 11, 25, 18, 0))
FACTS = {"day": "2026-11-25", "direction": "entry", "transport": "foot"}
USUAL = {"time": "1410", "surname": "Keita", "given": "oumar", "sex": "M", "born": "12031990", "nationality": "mali"}
USUAL |= {"document": "C", "number": "ml 123"}


def read(*lines, **facts):
    data = {f"r{number}-{name}": said for number, line in enumerate(lines, 1) for name, said in line.items()}
    return read_rows(typed_rows(data), FACTS | facts, NOW)


def clock(row):
    return timezone.localtime(datetime.fromtimestamp(row.line.passed_at / 1000, tz=NOW.tzinfo)).strftime("%d %H:%M")


def test_a_usual_line():
    (row,) = read(USUAL)
    assert row.errors == {}
    line = row.line
    assert (line.direction, line.transport, line.outcome, clock(row), line.known) == (
        "entry", "foot", "admitted", "25 14:10", "minute",
    )  # fmt: skip
    assert line.shown.document_type == "identity_card"
    assert line.shown.fields["primary_identifier"] == "KEITA"
    assert line.shown.fields["birth_date"] == "1990-03-12"
    assert (line.shown.fields["nationality"], line.shown.fields["issuing_state"]) == ("MLI", "MLI")
    assert line.shown.fields["document_number"] == "ML 123"


def test_an_empty_line_is_no_line():
    assert read({}, {"surname": " "}) == []


@pytest.mark.parametrize(
    ("typed", "said", "known"),
    [
        ("1410", "25 14:10", "minute"),
        ("14:10", "25 14:10", "minute"),
        ("14h10", "25 14:10", "minute"),
        ("910", "25 09:10", "minute"),
        ("14", "25 14:00", "hour"),
        ("14h", "25 14:00", "hour"),
        ("24 2350", "24 23:50", "minute"),
        ("24/11 23:50", "24 23:50", "minute"),
        ("١٤١٠", "25 14:10", "minute"),
    ],
)
def test_hours_as_they_are_written(typed, said, known):
    (row,) = read(USUAL | {"time": typed})
    assert (clock(row), row.line.known) == (said, known)


@pytest.mark.parametrize("typed", ["25:10", "1470", "soir", "1 2 3 4 5", "31 31 1410"])
def test_what_is_no_hour(typed):
    (row,) = read(USUAL | {"time": typed})
    assert list(row.errors) == ["time"] and row.line is None


def test_an_hour_that_is_still_to_come_is_said():
    (row,) = read(USUAL | {"time": "2330"})
    assert list(row.errors) == ["time"]


def test_after_midnight_is_the_next_day():
    rows = read(USUAL | {"time": "2350"}, USUAL | {"time": "0010"}, USUAL | {"time": ""}, day="2026-11-24")
    assert [clock(row) for row in rows] == ["24 23:50", "25 00:10", "25 00:10"]
    assert [row.line.known for row in rows] == ["minute", "minute", "day"]


def test_what_carries_over_and_what_a_ditto_mark_repeats():
    rows = read(
        USUAL | {"direction": "S", "means": "2", "plate": "ab 12"},
        {"time": "1411", "surname": '"', "given": "Awa", "nationality": '"', "number": "x 2"},
        {"time": "1412", "surname": "Sow", "means": "1", "direction": "د"},
    )
    assert [row.errors for row in rows] == [{}, {}, {}]
    assert [(one.line.direction, one.line.transport, one.line.plate) for one in rows] == [
        ("exit", "car", "AB 12"),
        ("exit", "car", "AB 12"),
        ("entry", "foot", ""),
    ]
    assert rows[1].line.shown.fields["primary_identifier"] == "KEITA"
    assert rows[2].line.shown.document_type == "identity_card"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("direction", "Z"),
        ("means", "77"),
        ("surname", ""),
        ("sex", "Q"),
        ("born", "40 40 1990"),
        ("nationality", "Atlantis"),
        ("document", "Z"),
        ("number", "n° é"),
        ("state", "Atlantis"),
        ("decision", "R"),
        ("decision", "R9"),
        ("decision", "A3"),
        ("given", '"'),
        ("time", ""),
    ],
)
def test_what_is_wrong_is_said_in_its_cell(cell, said):
    (row,) = read(USUAL | {cell: said})
    assert list(row.errors) == [cell] and row.line is None
    assert row.errors[cell]


def test_a_line_to_put_right_says_what_it_took_from_above():
    """The lines above it are recorded and leave the form."""
    first = USUAL | {"time": "2350", "direction": "S", "means": "3", "plate": "ab 1"}
    rows = read(first, {"time": "0010", "surname": '"', "born": "40 40"}, day="2026-11-24")
    typed = rows[1].typed
    assert list(rows[1].errors) == ["born"]
    assert [typed[name] for name in ("time", "direction", "means", "plate", "surname", "document", "born")] == [
        "25 0010", "S", "3", "ab 1", "Keita", "C", "40 40",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "outcome", "reason"),
    [("", "admitted", ""), ("a", "admitted", ""), ("r3", "refused", "no_visa"), ("O", "referred", "")],
)
def test_decisions_as_they_are_written(said, outcome, reason):
    (row,) = read(USUAL | {"decision": said})
    assert (row.line.outcome, row.line.reason) == (outcome, reason)


# ── the pages ──


def printed(client, kind="register", count=2):
    answer = client.post("/paper/", {"act": "print", "kind": kind, "count": count})
    assert answer.status_code == 302, answer.content.decode()
    return list(Sheet.objects.filter(kind=kind).order_by("number")), answer["Location"]


def facts(**said):
    today = timezone.localdate()
    from jalon.staff.models import Officer

    writer = Officer.objects.get(name="Amina").id
    return {
        "day": (today - timedelta(days=1)).strftime("%d %m %Y"),
        "written_by": writer,
        "why": "power_cut",
        "direction": "entry",
        "transport": "foot",
        **said,
    }


def lines(*rows, first=1):
    return {f"r{number}-{name}": said for number, row in enumerate(rows, first) for name, said in row.items()}


@pytest.mark.parametrize("kind", ["register", "count"])
def test_blank_sheets_are_printed_with_their_numbers(amina, kind):  # noqa: F811
    rows, where = printed(amina, kind)
    text = amina.get(where).content.decode()
    assert all(row.label in text for row in rows)
    assert text.count("square-code") == 2
    assert all(said in text for said in ("سجل", "Registre", "Register")) or kind == "count"


def test_a_sheet_is_keyed_in_and_every_number_accounted_for(amina, bakary):  # noqa: F811
    (first, second), _where = printed(amina)
    assert amina.get("/paper/", {"sheet": str(first.number)})["Location"] == f"/paper/sheet/{first.key}/"
    answer = amina.post(f"/paper/sheet/{first.key}/", facts(whole="on") | lines(USUAL, USUAL | {"number": "ml 9"}))
    assert answer.status_code == 302, answer.content.decode()
    assert SheetLine.objects.count() == 2
    text = amina.get("/paper/").content.decode()
    assert first.label in text
    first.refresh_from_db()
    assert first.state == "keyed"
    amina.post("/paper/", {"act": "mark", "first": second.label, "state": "void", "why": "wet"})
    second.refresh_from_db()
    assert (second.state, second.why) == ("void", "wet")
    assert amina.get("/").context["inspection"] is None


def test_good_lines_are_recorded_and_the_wrong_one_stays_in_its_cell(amina):  # noqa: F811
    (sheet, _other), _where = printed(amina)
    wrong = USUAL | {"born": "40 40", "surname": "Diarra"}
    answer = amina.post(f"/paper/sheet/{sheet.key}/", facts(whole="on") | lines(USUAL, wrong, USUAL | {"number": "b"}))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert Inspection.objects.count() == 2
    assert 'value="Diarra"' in text and 'aria-invalid="true"' in text
    sheet.refresh_from_db()
    assert sheet.state == "unused"  # a line is still to be put right
    kept = amina.get(f"/paper/sheet/{sheet.key}/").content.decode()
    assert 'value="Diarra"' in kept
    amina.post(f"/paper/sheet/{sheet.key}/", facts(whole="on") | lines(wrong | {"born": "1990"}, first=2))
    sheet.refresh_from_db()
    assert (Inspection.objects.count(), sheet.state) == (3, "keyed")
    assert not [name for name in drafts.kept(shifts.current(Inspection.objects.first().officer)) if "sheet" in name]


def test_a_line_that_another_keyed_in_is_refused_with_who(amina, bakary):  # noqa: F811
    (sheet, _other), _where = printed(amina)
    amina.post(f"/paper/sheet/{sheet.key}/", facts() | lines(USUAL))
    answer = bakary.post(f"/paper/sheet/{sheet.key}/", facts() | lines(USUAL))
    assert "Amina" in answer.content.decode()
    assert Inspection.objects.count() == 1


def test_a_swipe_fills_a_line(amina):  # noqa: F811
    (sheet, _other), _where = printed(amina)
    read_now = amina.post("/paper/read/", {"mrz": CLEAN}).json()
    assert read_now["cells"]["surname"] == "TRAORE" and read_now["cells"]["document"] == "P"
    assert amina.post("/paper/read/", {"mrz": "P<X"}).status_code == 422
    amina.post(f"/paper/sheet/{sheet.key}/", facts() | lines({"time": "1410", "mrz": CLEAN}))
    seen = what_was_seen(Inspection.objects.get())
    assert (seen["source"], seen["fields"]["primary_identifier"]) == ("wedge", "TRAORE")


def test_a_hit_goes_up_first_and_says_already_passed(amina, bakary, listed):  # noqa: F811
    (sheet, _other), _where = printed(amina)
    sought = USUAL | {"surname": "Sought"}
    answer = amina.post(f"/paper/sheet/{sheet.key}/", facts() | lines(USUAL, sought), follow=True)
    assert "2" in str(list(answer.context["messages"])[-1])
    case = late.passed_with_hits()[0]
    text = bakary.get("/second-line/").content.decode()
    assert text.index("passed-first") < text.index(case.key)
    page = bakary.get(reverse("desk:already_passed", args=[case.key])).content.decode()
    assert "14:10" in page
    assert amina.get(reverse("desk:already_passed", args=[case.key])).status_code == 403
    answer = bakary.post(
        reverse("desk:already_passed", args=[case.key]), {"finding": "alerted", "to": "", "remark": ""}
    )
    assert answer.status_code == 200
    bakary.post(
        reverse("desk:already_passed", args=[case.key]),
        {"finding": "different_person", "remark": "Born in another year"},
    )
    assert late.passed_with_hits() == []
    assert "passed-first" not in bakary.get("/second-line/").content.decode()
    assert "Born in another year" in bakary.get(reverse("desk:already_passed", args=[case.key])).content.decode()


def test_a_refusal_on_paper_awaits_its_second_person_and_claims_no_questions(amina, bakary):  # noqa: F811
    (sheet, _other), _where = printed(amina)
    amina.post(f"/paper/sheet/{sheet.key}/", facts() | lines(USUAL | {"decision": "R3", "nationality": "NER"}))
    made = Decision.objects.get(outcome="refused")
    text = bakary.get(f"/refusal/{made.key}/").content.decode()
    assert "14:10" in text and "no child alone" not in text and "pas d’enfant" not in text
    bakary.post(f"/refusal/{made.key}/", {"confirmation": "confirm"})
    assert bakary.get("/second-line/").status_code == 200


def test_the_register_is_made_signed_and_goes_with_the_shift(amina):  # noqa: F811
    from jalon.config.commands.register import check

    (sheet, _other), _where = printed(amina)
    amina.post(f"/paper/sheet/{sheet.key}/", facts() | lines(*[USUAL | {"number": f"n {n}"} for n in range(20)]))
    amina.post(f"/paper/sheet/{_other.key}/", facts() | lines(*[USUAL | {"number": f"m {n}"} for n in range(9)]))
    answer = amina.post("/register/make/")
    page = b"".join(answer.streaming_content).decode()
    assert page.count("<p>Page ") == 3 and "/register/file/pdf/" in page
    file, signature = (amina.get(f"/register/file/{kind}/").content for kind in ("pdf", "sig"))
    assert file.startswith(b"%PDF")
    said = check(file, signature)
    assert [(one.code, one.good) for one in said] == [
        ("node", True), ("file", True), ("statement", True), ("rows", True),
    ]  # fmt: skip
    assert not check(file[:-2] + b"xx", signature)[1].good
    altered = json.loads(signature)
    altered["statement"]["digest"] = "0" * 64
    said = {one.code: one.good for one in check(file, json.dumps(altered).encode())}
    assert said == {"node": True, "file": True, "statement": False, "rows": False}
    assert not check(file, signature, node="0123456789abcdef")[0].good
    assert "29" in amina.get("/shift/").content.decode()
    amina.post("/shift/", {"act": "close"})
    amina.post("/shift/", {"act": "open"})
    assert amina.get("/register/file/pdf/").status_code == 404


def test_without_pango_the_page_is_printed_instead(amina, monkeypatch):  # noqa: F811
    from jalon.web import printing

    (sheet, _other), _where = printed(amina)
    amina.post(f"/paper/sheet/{sheet.key}/", facts() | lines(USUAL))
    monkeypatch.setattr(printing, "can_make_pdf", lambda: False)
    assert "Pango" in amina.get("/shift/").content.decode()
    text = amina.post("/register/make/").content.decode()
    assert "KEITA" in text and "Pango" in text


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_situation_report_is_three_lines_and_names_nobody(amina, language):  # noqa: F811
    from django.conf import settings

    (sheet, _other), _where = printed(amina)
    amina.post(f"/paper/sheet/{sheet.key}/", facts() | lines(USUAL, USUAL))
    amina.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = amina.get("/report/", {"state": "paper", "needs": "fuel", "incidents": ""})
    reports = answer.context["reports"]
    assert [len(one["lines"]) for one in reports] == [3, 3, 3]
    assert reports[0]["language"] == language
    first, second, third = reports[0]["lines"]
    assert "MIKE LIMA – GOLF OSCAR GOLF" in first and "Gogui" in first
    two = {"fr": "deux", "en": "two", "ar": "اثنان"}[language]
    assert second.split(":", 1)[1].count(two) == 2  # in, and late
    assert "fuel" in third
    assert "KEITA" not in answer.content.decode()


def test_the_summary_says_which_were_late(amina):  # noqa: F811
    (sheet, _other), _where = printed(amina)
    amina.post(f"/paper/sheet/{sheet.key}/", facts() | lines(USUAL, USUAL | {"decision": "O"}))
    text = amina.get("/shift/").content.decode()
    assert "14–15" in text
    key = shifts.current(Inspection.objects.first().officer).key
    assert "14–15" in amina.get(f"/shift/{key}/print/").content.decode()
