"""Figures on the pages, and what leaves the headquarters: files that no spreadsheet runs, small numbers kept back."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.utils import translation

from jalon.config import cast
from jalon.headquarters import bulletin, figures_said
from jalon.journal.applying import entries_in_journal
from jalon.journal.node import this_node
from jalon.statistics import exporting, publishing
from jalon.statistics.coverage import Coverage
from jalon.statistics.exports import csv_hxl, xlsx
from jalon.statistics.models import DayCount
from jalon.statistics.suppression import ALL
from jalon.statistics.tests import filled
from jalon.web import printing
from jalon.web.spreadsheets import FORMULA

pytestmark = [pytest.mark.both]

NOW = "2026-11-11T10:00:00+00:00"
OCTOBER = date(2026, 10, 1)
POSTS = ["ML-GOG", "ML-DIB", "ML-HER", "ML-KOU"]
PAGES = (
    "/figures/",
    "/figures/by/",
    "/figures/by/age/",
    "/figures/by/hour/",
    "/figures/posts/",
    "/figures/refusals/",
    "/figures/lists/",
    "/figures/times/",
    "/figures/reported/",
    "/figures/published/",
)


@pytest.fixture
def border(node):
    with time_machine.travel(NOW, tick=True):
        cast.declare_posts()
        cast.enrol(this_node().keys.post, "correct horse battery", date(2026, 1, 1))
        first, last = date(2026, 9, 1), date(2026, 11, 10)
        filled.enrol(POSTS, first, last, {"ML-HER": 6})
        filled.fill(POSTS, first, last, 2500, {"ML-HER": 6})
        yield


@pytest.fixture
def claire(border):
    client = Client()
    client.post("/account/login/", {"login": "claire", "password": "correct horse battery"})
    return client


def test_every_page_stands_beside_its_coverage_and_keeps_what_was_asked(claire):
    for page in PAGES:
        answer = claire.get(page, {"period": "own", "since": "2026-11-01", "until": "2026-11-10", "post": "ML-HER"})
        said = answer.content.decode()
        assert answer.status_code == 200, page
        # The tabs carry the question along.
        assert "since=2026-11-01&amp;until=2026-11-10&amp;post=ML-HER" in said, page
        if page != "/figures/published/":
            assert said.count("40") and "96 heures rapportées sur 240 (40 %)" in said.replace("\u202f", " "), page
    assert claire.get("/figures/by/nothing/").status_code == 404
    wrong = claire.get("/figures/", {"period": "own", "since": "2026-11-10", "until": "2026-11-01"})
    assert "Le dernier jour est avant le premier" in wrong.content.decode()


def test_a_post_that_did_not_report_is_no_zero(claire):
    query = {"period": "own", "since": "2026-11-06", "until": "2026-11-10"}
    said = claire.get("/figures/posts/", query).content.decode()
    assert "N’a rien rapporté\xa0: inconnu" in said
    drawn = claire.get("/figures/", {**query, "post": "ML-HER"}).content.decode()
    assert drawn.count('fill="url(#passages-gap)"') == 5  # a day each, and no bar
    assert '<bdi dir="ltr">—</bdi>' in drawn


def test_periods_of_which_another_share_reported_are_not_compared_in_silence(claire):
    said = claire.get("/figures/", {"period": "own", "since": "2026-11-06", "until": "2026-11-10"}).content.decode()
    assert "l’écart ne vient pas tout de la frontière" in said
    assert figures_said.comparable(Coverage(), Coverage())


def test_no_small_number_leaves(border):
    month = publishing.month(OCTOBER)
    assert {"outcome", "nationality", "sex_age", "day", "post", "refusal"} - set(month.tables) <= {"refusal"}
    totals = month.tables["outcome"].numbers
    for code, table in month.tables.items():
        for place, number in table.numbers.items():
            assert number is None or number == 0 or number >= 10, (code, place)
        if code in {"nationality", "document", "transport", "purpose", "day", "post"}:
            for column in (*table.columns, ALL):
                assert table.numbers[(ALL, column)] == totals[(ALL, column)], code
    assert month.tables["nationality"].kept_back
    assert month.passages == publishing.passages_of(OCTOBER)


def test_a_month_with_few_travellers_is_withheld(border):
    DayCount.objects.all().delete()
    from jalon.statistics.models import MonthCount

    MonthCount.objects.exclude(dimension="outcome").delete()
    MonthCount.objects.filter(dimension="outcome", day=OCTOBER).update(number=1)
    month = publishing.month(OCTOBER)
    assert month.passages is None and not month.tables and month.withheld
    assert publishing.passages_of(OCTOBER) is None
    assert publishing.passages_of(date(2020, 1, 1)) == 0


def test_the_threshold_is_a_setting(border, settings):
    before = publishing.month(OCTOBER).tables["nationality"].kept_back
    settings.JALON_SMALL_CELL = 60
    assert publishing.month(OCTOBER).tables["nationality"].kept_back > before


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_table_with_hxl_tags(border, language):
    with translation.override(language):
        rows = list(csv.reader(StringIO(csv_hxl.written([publishing.month(OCTOBER)]).decode("utf-8-sig"))))
    assert rows[1] == list(csv_hxl.TAGS) and all(tag.startswith("#") for tag in rows[1])
    assert {len(row) for row in rows} == {len(csv_hxl.TAGS)}
    kept = [row for row in rows[2:] if row[9] == "1"]
    assert kept and all(row[8] == "" for row in kept)
    assert not [cell for row in rows[2:] for cell in row if cell.startswith(FORMULA)]


def test_a_name_that_is_a_formula_stays_a_text(border):
    from jalon.posts.models import Post

    Post.objects.filter(code="ML-GOG").update(name="=HYPERLINK(1)")
    month = publishing.month(OCTOBER)
    assert "'=HYPERLINK(1)" in csv_hxl.written([month]).decode()
    book = openpyxl.load_workbook(BytesIO(xlsx.written([month])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=HYPERLINK(1)" and cell.data_type == "s" for cell in cells) or not [
        cell for cell in cells if cell.data_type == "f"
    ]


def test_the_workbook_stands_from_right_to_left_in_arabic(border):
    months = [publishing.month(date(2026, 9, 1)), publishing.month(OCTOBER)]
    with translation.override("ar"):
        book = openpyxl.load_workbook(BytesIO(xlsx.written(months)))
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    assert len(book.sheetnames) >= 8


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_bulletin_is_one_page(border, language):
    if not printing.can_make_pdf():
        pytest.skip("no Pango on this machine")
    with translation.override(language):
        assert len(bulletin.laid_out(publishing.month(OCTOBER)).pages) == 1
        assert bulletin.pdf(publishing.month(OCTOBER)).startswith(b"%PDF")


def test_who_takes_a_month_stands_in_the_journal_before_it_is_given(claire):
    before = entries_in_journal()
    said = {"first": "2026-10-01", "last": "2026-10-01", "format": "csv", "language": "fr"}
    answer = claire.post("/figures/published/", said)
    assert answer["Content-Type"].startswith("text/csv") and "jalon-2026-10-fr.csv" in answer["Content-Disposition"]
    assert entries_in_journal() == before + 1
    wrong = claire.post("/figures/published/", said | {"first": "2026-09-01", "format": "pdf"})
    assert wrong.status_code == 200 and "choisissez deux fois le même" in wrong.content.decode()
    assert entries_in_journal() == before + 1
    with pytest.raises(exporting.NotAllowed, match="not_begun"):
        exporting.export([date(2027, 1, 1)], "csv", "fr", "x")


KINDS = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None), "array": list}


def faults(value, schema, parts, place="$"):
    """Where a value is not as a schema says: the words of JSON Schema that the description uses."""
    if "$ref" in schema:
        return faults(value, parts[schema["$ref"].rpartition("/")[2]], parts, place)
    if "anyOf" in schema:
        return [] if any(not faults(value, one, parts, place) for one in schema["anyOf"]) else [place]
    if schema.get("type") == "object":
        if not isinstance(value, dict):
            return [place]
        known = schema.get("properties", {})
        found = [f"{place}.{name}" for name in {*schema.get("required", ())} - set(value) | set(value) - set(known)]
        return found + [
            f
            for name in value.keys() & known.keys()
            for f in faults(value[name], known[name], parts, f"{place}.{name}")
        ]
    if not isinstance(value, KINDS[schema["type"]]) or (schema["type"] != "boolean" and isinstance(value, bool)):
        return [place]
    if schema["type"] == "array":
        return [
            fault for at, one in enumerate(value) for fault in faults(one, schema["items"], parts, f"{place}[{at}]")
        ]
    return []


def test_what_differs_from_a_description_is_found():
    parts = {
        "A": {
            "type": "object",
            "properties": {"n": {"anyOf": [{"type": "integer"}, {"type": "null"}]}},
            "required": ["n"],
        }
    }
    schema = {"type": "array", "items": {"$ref": "#/components/schemas/A"}}
    assert faults([{"n": 1}, {"n": None}], schema, parts) == []
    assert faults([{"n": "1"}, {}, {"n": 1, "more": 2}, 3], schema, parts) == ["$[0].n", "$[1].n", "$[2].more", "$[3]"]


def test_the_interface_answers_as_it_describes_itself(claire):
    described = claire.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    parts = described["components"]["schemas"]

    def holds(path, answer):
        said = described["paths"][path]["get"]["responses"][str(answer.status_code)]
        wrong = faults(json.loads(answer.content), said["content"]["application/json"]["schema"], parts)
        assert wrong == [], path
        return json.loads(answer.content)

    months = holds("/api/v1/months", claire.get("/api/v1/months"))
    assert months == ["2026-09", "2026-10"]  # the month that runs is not given
    before = entries_in_journal()
    month = holds("/api/v1/months/{month}", claire.get("/api/v1/months/2026-10?language=ar"))
    assert entries_in_journal() == before + 1
    numbers = [one["number"] for table in month["tables"] for one in table["numbers"]]
    assert None in numbers and not [one for one in numbers if one is not None and 0 < one < 10]
    assert month["coverage"]["hours_reported"] == month["coverage"]["hours_expected"] == 4 * 31 * 24
    for unknown in ("2026-11", "2027-01", "nonsense"):
        holds("/api/v1/months/{month}", claire.get(f"/api/v1/months/{unknown}"))
    assert len(holds("/api/v1/indicators", claire.get("/api/v1/indicators"))) > 20
