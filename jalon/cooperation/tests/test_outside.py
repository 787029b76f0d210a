"""Figures from outside: what may be given, what a forum may hold of them, both kinds apart, and a file twice."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from django.utils import translation

from jalon.cooperation import bands, indicator_facts, outside, outside_file
from jalon.cooperation.models import Figure
from jalon.cooperation.outside import JOURNAL, OUTSIDE, Given
from jalon.cooperation.saying import NotAllowed
from jalon.journal.node import this_node
from jalon.posts.models import Post

SINCE, UNTIL = date(2026, 7, 1), date(2026, 9, 30)
CLAIRE = "claire"


@pytest.fixture
def own(node, monkeypatch):
    """A state that keeps figures of its own; in tests also a post may."""
    Post.objects.get_or_create(code="ML-GOG", defaults={"name": "Gogui", "country": "MLI"})
    Post.objects.get_or_create(code="ML-KOU", defaults={"name": "Kouremalé", "country": "MLI"})
    monkeypatch.setattr(indicator_facts, "measured", lambda *asked, **more: None)
    return "MLI"


def given(**facts):
    whole = {
        "indicator": "passages", "code": "MLI", "since": SINCE, "until": UNTIL, "value": 4200.0, "source": "paper",
        "source_text": "Registre de Kourémalé", "signatory": "Chef de poste",
    }  # fmt: skip
    return Given(**whole | facts)


def journal(key, value, since=SINCE, until=UNTIL, forum=""):
    return Figure.objects.create(
        key=key, forum=forum, party="MLI", position=1, at=1, indicator="passages", code="MLI", posts=[], since=since,
        until=until, value=value, unit="persons", source="journal",
    )  # fmt: skip


WRONG = {
    "no such indicator": ({"indicator": "arrests_target"}, "indicator_unknown"),
    "another state": ({"code": "NER"}, "about_another"),
    "backwards": ({"since": UNTIL, "until": SINCE}, "ends_before"),
    "not over": ({"until": date(2099, 1, 1), "since": date(2099, 1, 1)}, "not_over"),
    "three years": ({"since": date(2022, 1, 1)}, "too_long"),
    "no value": ({"value": None}, "no_value"),
    "below nothing": ({"value": -1.0}, "no_value"),
    "half a person": ({"value": 4.5}, "not_whole"),
    "a share of two": ({"indicator": "women_share", "value": 2.0}, "share_too_large"),
    "coverage": ({"coverage": 62.0}, "coverage_wrong"),
    "as if from the journal": ({"source": "journal"}, "source_unknown"),
    "no source": ({"source_text": " "}, "source_not_named"),
    "nobody signs": ({"signatory": ""}, "nobody_signs"),
    "no such post": ({"posts": ("ML-XXX",)}, "post_unknown"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_may_not_be_given(own, name):
    facts, code = WRONG[name]
    before = given(since=date(2026, 4, 1), until=date(2026, 6, 30))
    with pytest.raises(NotAllowed, match=code):
        outside.give([before, given(**facts)], "", CLAIRE, own)
    assert not Figure.objects.exists()


@pytest.mark.both
def test_a_later_row_takes_back_the_first(own):
    (first,) = outside.give([given()], "", CLAIRE, own)
    before = Figure.objects.get(key=first).position
    assert outside.give([given()], "", CLAIRE, own) == []
    (second,) = outside.give([given(value=4300.0)], "", CLAIRE, own)
    assert Figure.objects.get(key=second).withdrawn == first
    now = outside.figures("", "passages", "MLI", SINCE, UNTIL)
    assert [one.value for one in now.outside] == [4300.0] and now.journal == ()
    assert [one.value for one in outside.figures("", "passages", "MLI", SINCE, UNTIL, before).outside] == [4200.0]
    with pytest.raises(NotAllowed, match="why_missing"):
        outside.take_back(second, " ", CLAIRE, own)
    outside.take_back(second, "Compté deux fois", CLAIRE, own)
    assert outside.figures("", "passages", "MLI", SINCE, UNTIL).outside == ()
    with pytest.raises(NotAllowed, match="taken_back"):
        outside.take_back(second, "encore", CLAIRE, own)
    with pytest.raises(NotAllowed, match="figure_unknown"):
        outside.take_back(first, "x", CLAIRE, "NER")
    assert Figure.objects.count() == 3


def test_both_kinds_stand_apart_and_are_not_added_up(own):
    journal("a.a.1", 9000.0)
    outside.give([given(source_text="Registre", posts=("ML-KOU",))], "", CLAIRE, own)
    both = outside.figures("", "passages", "MLI", SINCE, UNTIL)
    assert [one.kind for one in (*both.journal, *both.outside)] == [JOURNAL, OUTSIDE]
    assert both.total(JOURNAL) == 9000 and both.total(OUTSIDE) == 4200
    with pytest.raises(NotAllowed, match="mixed_kinds"):
        both.total("")
    ((one, other),) = both.overlaps
    assert {one.kind, other.kind} == {JOURNAL, OUTSIDE}


def test_periods_that_overlap_are_said(own):
    outside.give([given(posts=("ML-GOG",)), given(posts=("ML-KOU",))], "", CLAIRE, own)
    two = outside.figures("", "passages", "MLI", SINCE, UNTIL)
    assert two.overlaps == [] and two.total(OUTSIDE) == 8400
    outside.give([given(source="system", source_text="MIDAS", until=date(2026, 7, 31))], "", CLAIRE, own)
    three = outside.figures("", "passages", "MLI", SINCE, UNTIL)
    assert len(three.overlaps) == 2
    with pytest.raises(NotAllowed, match="overlapping"):
        three.total(OUTSIDE)
    outside.give([given(indicator="women_share", value=0.4)], "", CLAIRE, own)
    with pytest.raises(NotAllowed, match="not_to_be_added"):
        outside.figures("", "women_share", "MLI", SINCE, UNTIL).total(OUTSIDE)


def test_a_forum_holds_no_small_number_and_of_operational_figures_the_band(node, monkeypatch):
    monkeypatch.setattr(indicator_facts, "operational", lambda code: code == "exits")
    forum = this_node().id
    few, strength = given(value=4.0, code="NER"), given(indicator="exits", value=140.0, code="NER")
    outside.give([few, strength], forum, "dalia", "NER")
    rows = {row.indicator: row for row in Figure.objects.all()}
    assert (rows["passages"].value, rows["passages"].kept_back) == (None, "small")
    assert (rows["exits"].value, rows["exits"].band) == (None, "100-250")
    with pytest.raises(NotAllowed, match="quarter_alone"):
        outside.give([given(indicator="exits", code="NER", until=date(2026, 9, 1))], forum, "dalia", "NER")
    with pytest.raises(NotAllowed, match="partly_kept_back"):
        outside.figures(forum, "passages", "NER", SINCE, UNTIL).total(OUTSIDE)


FILE = """Indicateur;Pays ou partie;Postes;Du;Au;Valeur;Couverture, %;Type de source;Quelle source;Signé par (fonction)
#indicator+code;#org+code;#loc;#date+start;#date+end;#indicator+value+num;#meta;#meta;#meta;#meta
passages;MLI;ML-KOU;2026-07-01;2026-09-30;4 200;62;registre papier;Registre de Kourémalé;Chef de poste
women_share;;;1/7/2026;30/9/2026;41 %;;MIDAS;Export d’octobre;Directeur
passages;MLI;ML-KOU;2026-07-01;2026-09-30;4 300;62;registre papier;Registre de Kourémalé;Chef de poste
arrestations;MLI;;2026-07-01;2026-09-30;5;;papier;Registre;Chef
passages;MLI;;juillet;2026-09-30;beaucoup;140;rumeur;Marché;
passages;MLI;;2026-07-01;2026-09-30;12;;papier;Registre;
"""


def test_a_file_is_shown_before_it_is_recorded_and_adds_nothing_twice(own):
    read = outside_file.read(FILE.encode(), "figures.csv", "", own)
    assert [(line.row, line.what, line.figure.value) for line in read.lines] == [(3, "new", 4200.0), (4, "new", 0.41)]
    assert read.lines[0].figure.coverage == 0.62 and read.lines[1].figure.posts == ()
    assert [(one.number, one.row, one.field, one.code) for one in read.problems] == [
        (1, 5, "indicator", "row_twice"),
        (2, 6, "indicator", "indicator_unknown"),
        (3, 7, "source", "source_unknown"),
        (4, 7, "since", "no_day"),
        (5, 7, "value", "no_value"),
        (6, 8, "signatory", "nobody_signs"),
    ]
    assert not Figure.objects.exists()
    assert len(outside_file.take(read, "", CLAIRE, own)) == 2
    again = outside_file.read(FILE.encode(), "figures.csv", "", own)
    assert {line.what for line in again.lines} == {"same"} and outside_file.take(again, "", CLAIRE, own) == []
    other = outside_file.read(FILE.replace("4 200", "4 250").encode(), "figures.csv", "", own)
    assert (other.lines[0].what, other.lines[0].before) == ("corrects", 4200.0)
    assert len(outside_file.take(other, "", CLAIRE, own)) == 1


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_template_comes_back(own, language):
    with translation.override(language):
        book = openpyxl.load_workbook(io.BytesIO(outside_file.template("", own)))
        sheet = book["figures"]
        source = str(outside_file.SOURCE_WORDS["system"])
        sheet.append(
            ["passages", "MLI", "ML-GOG", date(2026, 7, 1), date(2026, 9, 30), 4200, 0.62, source, "MIDAS", "Chef"]
        )
        out = io.BytesIO()
        book.save(out)
        read = outside_file.read(out.getvalue(), "figures.xlsx", "", own)
    assert read.problems == []
    assert [line.figure for line in read.lines] == [
        given(source="system", source_text="MIDAS", signatory="Chef", posts=("ML-GOG",), coverage=0.62)
    ]


def test_what_is_taken_out_bears_hxl_tags_and_is_no_formula(own):
    outside.give([given(source_text="=HYPERLINK(1)", coverage=0.62)], "", CLAIRE, own)
    those = outside.latest("")
    rows = list(csv.reader(io.StringIO(outside_file.csv_of(those).decode("utf-8-sig"))))
    assert rows[1] == [tag for _name, _title, tag in outside_file.COLUMNS]
    pattern = r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*"  # HXL 1.1, 2.2
    assert all(re.fullmatch(pattern, tag) for tag in rows[1]) and len(set(rows[1])) == len(rows[1])
    line = dict(zip((name for name, _title, _tag in outside_file.COLUMNS), rows[2], strict=True))
    assert (line["value"], line["coverage"], line["kind"]) == ("4200.0", "62", OUTSIDE)
    assert line["source_text"].startswith("'=")
    sheet = openpyxl.load_workbook(io.BytesIO(outside_file.xlsx_of(those, "x")))["figures"]
    assert [cell.value for cell in sheet[2]] == rows[1]
    assert {cell.data_type for cell in sheet[3]} <= {"s", "n"}


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("4 200", 4200),
        ("4\u202f200,5", 4200.5),
        ("٤٢٠٠", 4200),
        ("62 %", 62),
        ("douze", None),
        ("", None),
        ("1e9", None),
    ],
)
def test_numbers_as_people_write_them(said, number):
    assert outside_file.number_of(said) == number


def test_bands_have_words():
    assert bands.bounds("500-") == (500.0, None)
