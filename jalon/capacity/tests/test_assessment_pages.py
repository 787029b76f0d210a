"""Assessments behind both doors: filled theme by theme, from a spreadsheet, read, put on paper, compared; gaps."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from jalon.capacity import assessing, checklist, gaps, importing, sheet, workbook
from jalon.capacity.models import Assessment, AssessmentDraft, AssessmentWithdrawn
from jalon.capacity.tests.test_assessments import GENERAL, PICTURE, QUARTERLY, all_of, posts, story  # noqa: F401
from jalon.config import cast
from jalon.journal.node import this_node

PASSWORD = "correct horse battery"
LANGUAGES = ("fr", "en", "ar")


@pytest.fixture
def officers(node):
    return cast.enrol(this_node().keys.post, PASSWORD, date(2026, 1, 1))


def signed_in(name, language="fr"):
    client = Client(headers={"accept-language": language})
    client.post("/account/login/", {"login": name, "password": PASSWORD})
    client.cookies["django_language"] = language
    return client


# Who fills where: the shift leader at the post's door, the national desk at the headquarters'.
DOORS = {"/post/assessments/": "bakary", "/capacity/assessments/": "claire"}


@pytest.fixture(params=DOORS, ids=["desk", "headquarters"])
def door(request, officers, posts):  # noqa: F811
    with override_settings(JALON_TIER="headquarters" if "capacity" in request.param else "post"):
        yield request.param


def test_an_assessment_is_filled_theme_by_theme_left_resumed_and_recorded(door):
    client, post = signed_in(DOORS[door]), this_node().keys.post
    said = {"checklist": "quarterly", "post": post, "on": "2026-11-01", "assessor": "Chef de poste"}
    assert f'value="{timezone.localdate().isoformat()}"' in client.get(f"{door}new/").content.decode()
    first = client.post(f"{door}new/", said)
    draft = AssessmentDraft.objects.get()
    assert first.url == f"{door}fill/{draft.pk}/means/"
    told = {"QC-01-number": "12,5", "QC-02-answer": "yes", "QC-02-note": "essai", "QC-03-answer": ""}
    told |= {"QC-02-file": SimpleUploadedFile("essai.jpg", PICTURE), "then": "leave"}
    assert client.post(first.url, told).url == door
    listed = client.get(door).content.decode()
    assert f"{door}fill/{draft.pk}/" in listed
    # Taken up again: what was said stands there, and a program is no evidence.
    again = client.get(first.url).content.decode()
    assert "essai.jpg" in again and 'value="12.5"' in again
    wrong = {"QC-01-number": "12.5", "QC-02-answer": "yes", "QC-04-answer": "no"}
    page = client.post(first.url, wrong | {"QC-04-file": SimpleUploadedFile("a.exe", b"MZ")})
    assert page.status_code == 200 and "JPEG" in page.content.decode()
    draft.refresh_from_db()
    assert draft.answers["QC-04"] == {"answer": "no"}  # what was typed is kept
    too_much = {"QC-01-number": "25"}
    assert "field__wrong" in client.post(first.url, too_much).content.decode()
    assert client.post(first.url, wrong).url == f"{door}fill/{draft.pk}/people/"
    for theme in QUARTERLY.themes[1:]:
        told = {f"{item.code}-answer": "yes" for item in theme.items if item.number is None}
        onward = client.post(f"{door}fill/{draft.pk}/{theme.code}/", told).url
    assert onward == f"{door}fill/{draft.pk}/"
    review = {"on": "2026-11-02", "assessor": "Chef de poste", "act": "record"}
    assert client.post(onward, review | {"on": "2099-01-01"}).status_code == 200
    recorded = client.post(onward, review).url
    assert not AssessmentDraft.objects.exists()
    (made,) = assessing.made([post])
    assert recorded == f"{door}made/{made.row.key}/"
    assert (made.row.on, made.row.answers["QC-01"]) == (date(2026, 11, 2), {"number": 12.5})
    (file,) = made.row.answers["QC-02"]["files"]
    sent = client.get(f"{recorded}file/{file['digest']}/")
    assert sent.content == PICTURE and "attachment" in sent["Content-Disposition"]
    assert client.get(f"{recorded}file/{'0' * 64}/").status_code == 404
    assert client.post(recorded, {"why": "un autre poste"}).url == recorded
    assert AssessmentWithdrawn.objects.get().assessment == made.row.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_the_language_of_the_officer(door, story, language):  # noqa: F811
    with override_settings(LANGUAGE_CODE=language):
        client, post = signed_in(DOORS[door], language), this_node().keys.post
        assessing.make(GENERAL, post, date(2026, 9, 1), "Chef de poste", all_of(GENERAL, "no"), cast.ADMINISTRATOR)
        key = Assessment.objects.get(on=date(2026, 9, 1)).key
        client.post(f"{door}new/", {"checklist": "general", "post": post, "on": "2026-11-01", "assessor": "x"})
        number = AssessmentDraft.objects.get().pk
        pages = [door, f"{door}new/", f"{door}spreadsheet/", f"{door}fill/{number}/", f"{door}fill/{number}/health/"]
        pages += [f"{door}made/{key}/"]
        if "capacity" in door:
            pages += ["/capacity/compared/", f"/capacity/compared/?checklist=quarterly&post={post}", "/capacity/gaps/"]
        for address in pages:
            page = client.get(address)
            text = page.content.decode()
            assert page.status_code == 200, address
            assert f'lang="{language}"' in text, address
        title = {"fr": "Lecteur de documents", "en": "Document reader", "ar": "قارئ الوثائق"}[language]
        assert title in client.get(f"{door}made/{key}/").content.decode()
        paper = client.get(f"{door}made/{key}/pdf/")
        assert paper.status_code in {200, 302} and (paper.status_code == 302 or paper.content[:5] == b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spreadsheet_goes_out_and_comes_back(door, language):
    client, post = signed_in(DOORS[door], language), this_node().keys.post
    sent = client.get(f"{door}empty/general/?post={post}")
    book = openpyxl.load_workbook(BytesIO(sent.content))
    page = book[workbook.SHEET]
    assert bool(page.sheet_view.rightToLeft) == (language == "ar") and page["C4"].value == post
    rows = {page.cell(row, 1).value: row for row in range(1, page.max_row + 1)}
    assert set(GENERAL.items) <= set(rows)
    said = {"fr": ("oui", "En partie", "sans objet"), "en": ("yes", "Partly", "does not apply"),
            "ar": ("نعم", "جزئيا", "لا ينطبق")}[language]  # fmt: skip
    page["C5"], page["C6"] = date(2026, 11, 3), "Inspection"
    filled = {"EQ-01": said[0], "EQ-03": said[1], "EQ-04": said[2], "EQ-02": 75, "EQ-05": "peut-être", "ST-01": 400}
    for code, answer in filled.items():
        page.cell(rows[code], 5).value = answer
    page.cell(rows["EQ-01"], 6).value = "vu"
    page.cell(page.max_row + 1, 1).value = "ZZ-01"
    page.cell(page.max_row, 5).value = "oui"
    out = BytesIO()
    book.save(out)
    answer = client.post(f"{door}spreadsheet/", {"sent": SimpleUploadedFile("a.xlsx", out.getvalue())})
    draft = AssessmentDraft.objects.get()
    assert answer.url == f"{door}fill/{draft.pk}/" and not Assessment.objects.exists()
    assert (draft.post, draft.on, draft.assessor) == (post, date(2026, 11, 3), "Inspection")
    assert draft.answers == {
        "EQ-01": {"answer": "yes", "note": "vu"},
        "EQ-03": {"answer": "partly"},
        "EQ-04": {"answer": "na"},
        "EQ-02": {"number": 75.0},
        "EQ-05": {"note": "[peut-être]"},
        "ST-01": {"note": "[400]"},
    }
    assert [(one["code"], one["column"], one["item"]) for one in draft.problems] == [
        ("answer", "E", "EQ-05"),
        ("number_beyond", "E", "ST-01"),
        ("item_not_known", "A", "ZZ-01"),
    ]
    assert draft.problems[0]["row"] == rows["EQ-05"]
    review = client.get(answer.url).content.decode()
    assert "peut-être" in review and str(rows["EQ-05"]) in review
    # A second file replaces what it says otherwise, and that is said.
    page.cell(rows["EQ-03"], 5).value = said[0]
    out = BytesIO()
    book.save(out)
    client.post(f"{door}spreadsheet/", {"sent": SimpleUploadedFile("a.xlsx", out.getvalue())})
    draft.refresh_from_db()
    assert {"code": "replaced", "item": "EQ-03", "said": "partly"}.items() <= draft.problems[-1].items()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not a workbook", "no_workbook"),
        (b"name;answer", "no_workbook"),
        (b"PK\x03\x04" + bytes(sheet.MOST_BYTES), "too_big"),
    ],
)
def test_a_file_that_is_no_checklist_is_refused(content, code):
    with pytest.raises(sheet.SheetUnreadable) as fault:
        sheet.read_apart(content)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ((), "no_checklist"),
        (("checklist", "", "general-9"), "not_known"),
        (("checklist", "", "x"), "not_known"),
    ],
)
def test_a_sheet_of_no_checklist_here_is_refused(head, code):
    rows = (sheet.Row(1, head),) if head else ()
    with pytest.raises(sheet.SheetUnreadable) as fault:
        importing.understood(sheet.Cells("x", rows))
    assert fault.value.code == code


def test_an_earlier_version_is_taken_and_said():
    rows = [sheet.Row(1, ("checklist", "", "quarterly-1")), sheet.Row(2, ("on", "", "03/11/2026"))]
    rows += [sheet.Row(at, (code,)) for at, code in enumerate(checklist.checklist("quarterly", 1).items, 3)]
    found = importing.understood(sheet.Cells("x", tuple(rows)))
    assert (found.checklist.version, found.on) == (1, date(2026, 11, 3))
    assert [one.code for one in found.problems] == ["older_version"]


def test_what_is_exported_is_read_back(story):  # noqa: F811
    (made,) = assessing.made(["ML-KDB"], "general")
    content = workbook.written(GENERAL, {"ML-KDB": "Kidira"}, made=made)
    found = importing.understood(sheet.read_apart(content))
    assert (found.post, found.on, found.problems) == ("ML-KDB", date(2026, 6, 1), [])
    assert found.answers == {code: dict(said) for code, said in made.row.answers.items()}


@pytest.mark.both
def test_the_gaps_of_the_state_lead_to_a_measure_where_one_can_be_planned(officers, story):  # noqa: F811
    with override_settings(JALON_TIER="headquarters"):
        client = signed_in("claire")
        page = client.get("/capacity/gaps/").content.decode()
        refs = [one.ref for one in gaps.gaps()]
        assert all(ref in page for ref in refs)
        assert page.count("/promises/measures/plan/?gap=general-1%3A") == len(refs)
        assert client.get("/promises/measures/plan/?gap=general-1%3AEQ-01%40ML-KDB").status_code == 200
        assert "general-1:EQ-01@ML-GOG" not in client.get("/capacity/gaps/?level=bilateral").content.decode()
