"""Charts: well-formed, described, escaped, with gaps where nothing was reported; Arabic words joined for a PDF."""

import unicodedata
import xml.etree.ElementTree as ET

import pytest

from jalon.statistics.charts.border_map import Marked, border_map
from jalon.statistics.charts.hours_reported import Line, hours_reported
from jalon.statistics.charts.joined import for_pdf, joined, seen
from jalon.statistics.charts.multiples import Small, multiples
from jalon.statistics.charts.over_time import Bar, over_time
from jalon.statistics.charts.pyramid import pyramid
from jalon.statistics.charts.svg import ticks
from jalon.statistics.charts.then_now import Pair, then_now

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<b>&\"'x"
CHARTS = {
    "over time": lambda: over_time(
        "a", EVIL, EVIL, [Bar(EVIL, {"entry": 3, "exit": 2}), Bar("2", {}, None)], ["entry"]
    ),
    "nothing at all": lambda: over_time("b", EVIL, EVIL, [], ["entry"]),
    "multiples": lambda: multiples("c", EVIL, EVIL, [Small(EVIL * 9, [1, None, 0, 7], 8)] * 7),
    "pyramid": lambda: pyramid("d", EVIL, EVIL, [("a", EVIL)], {"a": 3}, {"a": None}, (EVIL, "w")),
    "map": lambda: border_map("e", EVIL, EVIL, [Marked(EVIL, 15.1, -9.2, 4, 0, True)], {"MLI": EVIL}, ["MLI"]),
    "map of nothing": lambda: border_map("f", EVIL, EVIL, [], {}),
    "hours": lambda: hours_reported("g", EVIL, EVIL, [Line(EVIL, [1.0, 0.4, 0.0, None])], ["1", "2", "3", "4"]),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_well_formed_and_says_what_it_shows(name):
    root = ET.fromstring(CHARTS[name]())
    title, about = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title.text, about.text) == (EVIL, EVIL)
    assert root.get("role") == "img" and root.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
    assert not [node for node in root.iter() if node.tag == f"{SVG}b" or node.get("style")]


def test_what_did_not_report_is_hatched_and_has_no_bar():
    drawn = over_time("a", "t", "d", [Bar("1", {"entry": 5}), Bar("2", {"entry": 0}, None)], ["entry"])
    assert drawn.count("url(#a-gap)") == 1 and drawn.count('class="c-entry"') == 1
    half = over_time("a", "t", "d", [Bar("1", {"entry": 5}, 0.5)], ["entry"])
    assert half.count("url(#a-gap)") == 1 and half.count('class="c-entry"') == 1


@pytest.mark.parametrize(
    ("greatest", "expected"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (100, [0, 25, 50, 75, 100]), (1043, [0, 500, 1000, 1500])],
)
def test_ticks_are_round_and_reach_the_greatest(greatest, expected):
    assert ticks(greatest) == expected


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("رجال", ["isolated", "initial", "final", "isolated"]),
        ("نساء", ["initial", "medial", "final", "isolated"]),
        ("مالي", ["initial", "final", "initial", "final"]),
    ],
)
def test_arabic_letters_take_the_forms_of_their_place(word, places):
    found = [unicodedata.decomposition(letter).split()[0][1:-1] for letter in joined(word)]
    assert found == places


def test_arabic_is_turned_round_for_a_pdf_and_nothing_else_is():
    assert seen("2026 abc") == "2026 abc"
    assert seen("مالي 12") == f"12 {joined('مالي')[::-1]}"
    assert len(joined("سلام")) == 3  # lam and alef are one sign
    said = over_time("a", "عنوان", "وصف", [Bar("يوم", {"entry": 1})], ["entry"])
    paper = for_pdf(said)
    assert "عنوان" in paper and "يوم" not in paper and joined("يوم")[::-1] in paper


def test_arabic_words_beside_a_bar_keep_the_order_of_their_numbers_and_stand_beyond_the_mark():
    drawn = then_now("a", "t", "d", [Pair("زمن", 94.0, 20.0, "1 د 34 ث", "20 ث", target=30.0)], rtl=True)
    said = {node.text: float(node.get("x")) for node in ET.fromstring(drawn).iter(f"{SVG}text")}
    assert set(said) == {"\u2067زمن\u2069", "\u20671 د 34 ث\u2069", "\u206720 ث\u2069"}
    mark = 420 - 30 / 94 * (420 - 96)
    assert said["\u206720 ث\u2069"] < mark
    paper = for_pdf(drawn)
    assert "\u2067" not in paper and f">{joined('ث')} 34 {joined('د')} 1</text>" in paper
