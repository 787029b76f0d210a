"""The day's cash: what must be there by the receipts, what was counted, what is carried on; closed by two people.

It is the cash of one machine, from one count to the next: several officers and several shifts put into it, and a day
may be closed more than once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jalon.cash.models import Closing, Receipt
from jalon.crossings.models import Shift
from jalon.crossings.rules import NotAllowed, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record


@dataclass(frozen=True, slots=True)
class Counted:
    """What an officer counted of one currency: in the drawer, what of it stays there, and why it is not as expected."""

    counted: int
    left: int = 0
    reason: str = ""


def in_the_drawer() -> dict[str, dict[str, int]]:
    """By currency since the last count: opened with, taken, given back, expected. In whole units."""
    found = {currency: _empty(opened) for currency, opened in carried().items()}
    for receipt in not_counted():
        line = found.setdefault(receipt.currency, _empty())
        # One that was cancelled before the count came in and went out: it is said, and counts for nothing.
        line["taken"] += receipt.total
        line["given_back"] += receipt.total if receipt.state == Receipt.CANCELLED else 0
    for receipt in given_back_since():
        found.setdefault(receipt.currency, _empty())["given_back"] += receipt.total
    for line in found.values():
        line["expected"] = line["opened"] + line["taken"] - line["given_back"]
    return dict(sorted(found.items()))


def carried() -> dict[str, int]:
    """What the last closing left in the drawer, by currency."""
    last = closings().filter(state=Closing.CLOSED).first()
    return {currency: line["left"] for currency, line in last.figures.items() if line["left"]} if last else {}


def not_counted() -> QuerySet[Receipt]:
    """Receipts of this node that went into no count yet, in order."""
    return Receipt.objects.filter(node=this_node().id, closing="").order_by("year", "number")


def given_back_since() -> QuerySet[Receipt]:
    """Receipts that an earlier count holds and that were cancelled since: their money went out again."""
    cancelled = Receipt.objects.filter(node=this_node().id, state=Receipt.CANCELLED, given_back_in="")
    return cancelled.exclude(closing="").order_by("year", "number")


def closings() -> QuerySet[Closing]:
    """Counts of this node, the last first."""
    return Closing.objects.filter(node=this_node().id).order_by("-position")


def waiting() -> Closing | None:
    """The count that another officer has to confirm."""
    return closings().filter(state=Closing.COUNTED).first()


@act
def count(shift: Shift, said: dict[str, Counted]) -> Recorded:
    """Record what is in the drawer, by currency, beside what must be there. A difference takes a reason.

    Raises NotAllowed where a count waits for its second person, a currency is not counted, more is left than was
    counted, or a difference has no reason.
    """
    on_duty(shift)
    if waiting() is not None:
        raise NotAllowed("count_waits")
    expected = in_the_drawer()
    figures: dict[str, Any] = {}
    for currency in sorted({*expected, *said}):
        line, found = expected.get(currency, _empty()), said.get(currency)
        if found is None:
            raise NotAllowed("count_each_currency")
        if not 0 <= found.left <= found.counted:
            raise NotAllowed("left_more_than_counted")
        if found.counted != line["expected"] and not found.reason.strip():
            raise NotAllowed("say_why_the_cash_differs")
        figures[currency] = {**line, "counted": found.counted, "left": found.left, "reason": found.reason.strip()}
    body = {
        "post": shift.post,
        "day": timezone.localdate().isoformat(),
        "receipts": _spans(not_counted()),
        "given_back": [[one.year, one.number] for one in given_back_since()],
        "figures": figures,
    }
    return record("cash.counted", body, shift.officer)


@act
def close(closing: Closing, officer: str) -> Recorded:
    """The second person counted too, and finds the same. The next count opens with what was left."""
    _waits(closing, officer)
    return record("cash.closed", {"closing": closing.key}, officer)


@act
def count_again(closing: Closing, officer: str) -> Recorded:
    """The second person does not find the same: the count does not hold, and is made anew."""
    _waits(closing, officer)
    return record("cash.count_declined", {"closing": closing.key}, officer)


def _waits(closing: Closing, officer: str) -> None:
    present = Closing.objects.filter(key=closing.key).first()
    if present is None or present.state != Closing.COUNTED:
        raise NotAllowed("count_is_decided")
    if present.officer == officer:
        raise NotAllowed("cash_needs_another")


def _spans(receipts: QuerySet[Receipt]) -> list[list[int]]:
    """Their numbers as [year, first, last]: numbers have no gap."""
    spans: list[list[int]] = []
    for one in receipts:
        if spans and spans[-1][0] == one.year and spans[-1][2] == one.number - 1:
            spans[-1][2] = one.number
        else:
            spans.append([one.year, one.number, one.number])
    return spans


def _empty(opened: int = 0) -> dict[str, int]:
    return {"opened": opened, "taken": 0, "given_back": 0, "expected": opened}
