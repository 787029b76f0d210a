"""Reading the counts, the indicators that other rooms ask for, and how long things took."""

import random
from collections import Counter
from datetime import date
from statistics import median, quantiles

import pytest
from django.utils import translation

from jalon.config import cast
from jalon.config.tests.test_documentation import text
from jalon.statistics import durations, figures, following, indicators, publishing
from jalon.statistics.asking import Asked, month_of, plus_months
from jalon.statistics.dimensions import DIMENSIONS, TIMES
from jalon.statistics.models import DayCount
from jalon.statistics.tests import filled

pytestmark = [pytest.mark.both]

FIRST, LAST = date(2026, 8, 20), date(2026, 11, 10)
SILENT = {"ML-HER": 9}


@pytest.fixture
def border(node):
    cast.declare_posts()
    posts = ["ML-GOG", "ML-DIB", "ML-HER"]
    filled.enrol(posts, FIRST, LAST, SILENT)
    return filled.fill(posts, FIRST, LAST, 900, SILENT)


def test_medians_and_ninetieth_percentiles_are_within_five_per_cent():
    chance = random.Random(7)
    took = [chance.lognormvariate(11, 0.9) for _ in range(4000)]
    steps: dict[str, int] = {}
    for one in took:
        step = durations.step_of(int(one))
        steps[step] = steps.get(step, 0) + 1
    for share, true in ((0.5, median(took)), (0.9, quantiles(took, n=10)[8])):
        assert durations.quantile(steps, share) == pytest.approx(true / 1000, rel=0.05)
    assert durations.quantile({}, 0.5) is None
    assert durations.step_of(0) == durations.step_of(900) == "000"
    assert int(durations.step_of(10**12)) == durations.STEPS


@pytest.mark.parametrize(
    ("since", "until", "before", "year"),
    [
        ("2026-10-01", "2026-11-01", ("2026-09-01", "2026-10-01"), ("2025-10-01", "2025-11-01")),
        ("2026-11-01", "2026-11-11", ("2026-10-01", "2026-10-11"), ("2025-11-01", "2025-11-11")),
        ("2026-01-01", "2026-11-11", ("2025-01-01", "2025-11-11"), ("2025-01-01", "2025-11-11")),
        ("2026-11-03", "2026-11-10", ("2026-10-27", "2026-11-03"), ("2025-11-03", "2025-11-10")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-31")),
        ("2024-02-29", "2024-03-01", ("2024-02-28", "2024-02-29"), ("2023-02-28", "2023-03-01")),
    ],
)
def test_periods_that_are_compared(since, until, before, year):
    asked = Asked(date.fromisoformat(since), date.fromisoformat(until))
    for found, expected in ((asked.just_before(), before), (asked.a_year_before(), year)):
        assert (found.since.isoformat(), found.until.isoformat()) == expected


def test_whole_months_and_single_days_add_up(border):
    asked = Asked(FIRST, plus_months(LAST, 1))
    by_days = sum(row.number for row in DayCount.objects.filter(dimension="outcome"))
    assert sum(figures.by_value(asked, "outcome").values()) == by_days == border
    for dimension in ("nationality", "sex", "age", "document", "transport", "purpose", "hour"):
        assert sum(figures.by_value(asked, dimension).values()) == border, dimension
    step, series = figures.by_time(asked, "outcome")
    assert step == "month" and sum(sum(values.values()) for values in series.values()) == border
    some = Asked(date(2026, 9, 3), date(2026, 10, 4), ("ML-GOG",), "entry")
    step, series = figures.by_time(some, "outcome")
    assert step == "day"
    assert sum(sum(of.values()) for of in series.values()) == sum(figures.by_value(some, "outcome").values())
    assert set(figures.by_post(some, "outcome")) == {"ML-GOG"}


def test_an_indicator_says_its_unit_its_coverage_and_how_far_entries_were_counted(border):
    found = indicators.value("passages", date(2026, 10, 1), date(2026, 11, 1), ["ML-GOG"])
    asked = month_of(date(2026, 10, 9))
    gogui = figures.by_post(asked, "outcome")["ML-GOG"]
    assert (found.value, found.unit, found.coverage) == (sum(gogui.values()), "persons", 1.0)
    silent = indicators.value("reported_share", date(2026, 11, 1), date(2026, 11, 11), ["ML-HER"])
    assert silent.value == pytest.approx(0.1)
    assert indicators.value("refused_share", date(2020, 1, 1), date(2020, 2, 1)).value is None
    shares = [code for code, one in indicators.INDICATORS.items() if one.unit == "share"]
    for code in shares:
        said = indicators.value(code, FIRST, LAST).value
        assert said is None or 0 <= said <= 1, code


def test_the_page_of_the_documentation_is_the_table_of_indicators():
    page = text("docs/statistics.md")
    rows = [line.split("|")[1:5] for line in page.splitlines() if line.startswith("| `") and line.count("|") == 6]
    documented = [tuple(cell.strip().strip("`") for cell in row) for row in rows]
    with translation.override("en"):
        table = [(one.code, one.dimension, one.unit, str(one.title)) for one in indicators.INDICATORS.values()]
    assert documented == table


def test_every_indicator_reads_what_is_counted():
    counted = {*DIMENSIONS, *TIMES, "late", "second_line", "sex_age"}
    for one in indicators.INDICATORS.values():
        assert set(one.needs) <= counted, one.code
        assert one.dimension in indicators.THEMES and one.unit in indicators.UNITS
        assert "officer" not in one.needs


@pytest.mark.parametrize(
    ("entering", "leaving", "published"), [(40, 30, True), (40, 0, True), (4, 3, False), (40, 3, False)]
)
def test_animals_do_not_tell_of_a_few_herds(border, entering, leaving, published):
    cells = Counter()
    for way, herds in (("entry", entering), ("exit", leaving)):
        cells[("2026-10-05", "ML-GOG", way, "herd", "passed")] = herds
        cells[("2026-10-05", "ML-GOG", way, "animal", "cattle")] = herds * 60
    following.add(following.live().number, cells)
    month = publishing.month(date(2026, 10, 1))
    assert ("animal" in month.tables) is published
    assert (DIMENSIONS["animal"].title in month.withheld) is not published


def test_a_month_without_herds_keeps_no_animals_back(border):
    assert DIMENSIONS["animal"].title not in publishing.month(date(2026, 10, 1)).withheld
