"""A day is written one way in each language, on pages and in files."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from jalon.web.days import date_format

WRITTEN = {
    "en": ("1 December 2026", "14 December 2026"),
    "fr": ("1er décembre 2026", "14 décembre 2026"),
    "ar": ("1 ديسمبر 2026", "14 ديسمبر 2026"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_a_day_is_written_alike_everywhere(language):
    first, other = date(2026, 12, 1), date(2026, 12, 14)
    page = Template("{{ first|date }}|{{ other }}|{{ none|date:'j F Y' }}")
    with translation.override(language):
        assert (date_format(first, "j F Y"), date_format(other)) == WRITTEN[language]
        assert page.render(Context({"first": first, "other": other, "none": None})) == "|".join(
            [*WRITTEN[language], ""]
        )


SPANS = {
    (1, 12, 2026, 1, 12, 2026): "1er décembre 2026",
    (1, 12, 2026, 15, 12, 2026): "1er – 15 décembre 2026",
    (30, 11, 2026, 1, 12, 2026): "30 novembre – 1er décembre 2026",
    (31, 12, 2026, 1, 1, 2027): "31 décembre 2026 – 1er janvier 2027",
}


@pytest.mark.parametrize("days", SPANS)
def test_a_span_says_its_month_and_year_once(days):
    first, last = date(*days[2::-1]), date(*days[:2:-1])
    with translation.override("fr"):
        assert Template("{{ first|until:last }}").render(Context({"first": first, "last": last})) == SPANS[days]
