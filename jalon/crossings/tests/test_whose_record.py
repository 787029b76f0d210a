"""A node changes nothing of another's records, whatever its entries claim."""

from datetime import date

import pytest

from jalon.adjudication.tests.headquarters import traveller
from jalon.cash.models import Receipt
from jalon.journal.header import Header
from jalon.journal.node import this_node
from jalon.journal.opening import Opened
from jalon.journal.shiftkey import CLEAR
from jalon.journal.verbs import table

pytestmark = pytest.mark.both

THIEF, VICTIM = "f" * 16, "a" * 16
ROW = f"{VICTIM}.e.1"
SEEN = {"shift": f"{THIEF}.e.1", "direction": "entry", "document_type": "passport", "level": "clear", "token": ""}
SEEN |= {"fields": traveller().fields, "hits": [], "source": "typed"}

CLAIMS = [
    ("shift.closed", {"shift": ROW, "counts": {}, "recall": [], "kept": [], "done": []}),
    ("crossing.inspected", SEEN | {"group": ROW, "expected": 1}),
    ("crossing.confirmed", {"decision": ROW}),
    ("crossing.received", {"inspection": f"{THIEF}.e.2", "decision": ROW, "received_at": 1}),
    ("count.withdrawn", {"tally": ROW, "reason": "twice"}),
    ("card.taken_back", {"passage": ROW}),
    ("card.withdrawn", {"card": ROW, "reason": "lost"}),
    ("paper.sheets_marked", {"sheets": [ROW], "state": "void", "why": "", "holder": ""}),
    ("paper.lines_keyed", {"sheet": ROW, "lines": [1], "whole": True}),
    ("pictures.allowed", {"rule": ROW}),
    ("pictures.stopped", {"rule": ROW, "reason": "no"}),
    ("service.approved", {"service": ROW}),
    ("service.withdrawn", {"service": ROW, "until": "2026-01-01"}),
]


def told_by_another(verb, body):
    header = Header(THIEF, "e", 3, "0" * 64, verb, 1, "boot", 0, 0, "amina", "0" * 64, "0" * 64)
    return Opened(header, "e", 3, 1, body, CLEAR, this_node())


@pytest.mark.parametrize(("verb", "body"), CLAIMS, ids=[verb for verb, _ in CLAIMS])
def test_the_records_of_another_node_stay_as_they_are(node, verb, body):
    if verb == "crossing.received":
        table()["crossing.inspected"].apply([_inspection()], "default")
    with pytest.raises(ValueError, match="belongs to another node"):
        table()[verb].apply([told_by_another(verb, body)], "default")


def _inspection():
    entry = told_by_another("crossing.inspected", SEEN)
    header = Header(THIEF, "e", 2, "0" * 64, "crossing.inspected", 1, "boot", 0, 0, "amina", "0" * 64, "0" * 64)
    return Opened(header, "e", 2, 1, SEEN, CLEAR, entry.node)


def test_a_payer_is_named_by_the_node_that_took_the_money(node):
    facts = {"year": 2026, "number": 1, "day": date(2026, 1, 1), "at": 1, "units": 1, "amount": 500, "total": 500}
    Receipt.objects.create(key=ROW, node=VICTIM, slip="s", due={}, **facts)
    with pytest.raises(ValueError, match="belongs to another node"):
        body = {"slip": "s", "inspection": "", "name": "X"}
        table()["cash.payer_named"].apply([told_by_another("cash.payer_named", body)], "default")


def test_a_card_of_another_node_is_not_counted(node):
    body = {"shift": "", "figures": {}, "cards": [[ROW, "2026-01-01", "entry", "foot", 9]], "kept": [], "done": []}
    with pytest.raises(ValueError, match="belongs to another node"):
        table()["counts.closed"].apply([told_by_another("counts.closed", body)], "default")
