"""Fifty promises take as many queries as five: pages, an edition, an evaluation, acts. Long lists stand by the page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.apart.table import Table, TableRow
from jalon.cooperation import edition, evaluation, owed, past, recommendations, standing
from jalon.cooperation.evaluating.scope import Scope
from jalon.cooperation.models import Question, Reply
from jalon.cooperation.tests import filled
from jalon.journal.applying import CURSOR
from jalon.journal.models import Cursor
from jalon.secretariat import pages
from jalon.secretariat.tests.signing_in import DALIA, browser_of
from jalon.sync.editions.kinds.kind import Offer

pytestmark = pytest.mark.both
FEW, MANY = 5, 50
COLUMNS = {0: "number", 1: "text", 2: "responsible"}


def page(address):
    def ask(forum, keys, dalia):
        answer = dalia.get(f"/promises/{address}".format(forum=forum, key=keys[3]))
        assert answer.status_code == 200, answer
        return answer

    return ask


def drawn(forum, keys, dalia):
    at = Cursor.objects.get(name=CURSOR).position
    Cursor.objects.filter(name=CURSOR).update(position=1 << 40)
    try:
        return evaluation.drawn(date(2026, 4, 14), date(2026, 11, 18), Scope(forum=forum), 1 << 40)
    finally:
        Cursor.objects.filter(name=CURSOR).update(position=at)


def imported(forum, keys, dalia):
    choices = past.Choices(date(2026, 3, 1), date(2026, 6, 1), "national", "equipment", prefix=f"{len(keys)}-")
    cells = [["", f"Relier le poste {len(keys)}-{n}", "MLI"] for n in range(3)]
    file = [Table("t", [TableRow(n, row) for n, row in enumerate(cells, 1)])]
    rows = past.lines(file, past.Layout(0, -1, COLUMNS), f"{len(keys)}.docx", choices, forum)
    done, refused = past.record(rows, choices, forum, "dalia")
    assert (len(done), refused) == (3, [])


def extended(forum, keys, dalia):
    recommendations.extend(keys[0], date(2028, 1, 1), date(2026, 11, 20), "attend le marché", "dalia")


ASKED = {
    "the register": page("forum/{forum}/recommendations/"),
    "silence": page("forum/{forum}/silence/"),
    "a party": page("forum/{forum}/party/TCD/"),
    "measures": page("forum/{forum}/measures/"),
    "one recommendation": page("recommendations/{key}/"),
    "what a party owes": lambda forum, keys, _: owed.owed("MLI", [forum], date(2026, 11, 20)),
    "an edition": lambda forum, keys, _: list(edition.rows(Offer(edition.PREFIX + forum, "MLI"))),
    "an evaluation": drawn,
    "one": lambda forum, keys, _: standing.one(keys[3]),
    "an act": extended,
    "an import": imported,
}


ACTS = {"an act", "an import"}


def ask_all(forum, dalia, many):
    keys = filled.fill(forum, many, many)
    Reply.objects.filter(question__in=Question.objects.filter(to="MLI").values("key")).delete()
    said = {}
    for name, ask in ASKED.items():
        if name not in ACTS:
            ask(forum, keys, dalia)  # once to warm what the program keeps
        with CaptureQueriesContext(connection) as queries:
            ask(forum, keys, dalia)
        said[name] = len(queries)
    return said


def test_fifty_promises_take_as_many_queries_as_five(forum):
    filled.seat(forum)
    dalia = browser_of("dalia", DALIA)
    few, many = ask_all(forum, dalia, FEW), ask_all(forum, dalia, MANY)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}


@pytest.mark.parametrize(
    ("query", "first", "last", "before", "after"),
    [
        ("", 1, 100, "", "?page=2"),
        ("late=on&page=2", 101, 200, "?late=on&page=1", "?late=on&page=3"),
        ("page=3", 201, 250, "?page=2", ""),
        ("page=99", 201, 250, "?page=2", ""),
        ("page=-1", 1, 100, "", "?page=2"),
    ],
)
def test_a_long_list_stands_by_the_page(rf, query, first, last, before, after):
    page = pages.paged(rf.get(f"/?{query}"), range(1, 251))
    assert (page.rows[0], page.rows[-1], page.first, page.last) == (first, last, first, last)
    assert (page.before, page.after, page.all) == (before, after, 250)
