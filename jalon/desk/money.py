"""Amounts and fees in words and figures, for the pages of the cash and for its papers."""

from __future__ import annotations

from typing import Any

from jalon.cash.due import PER, WHAT
from jalon.cash.models import Closing, Receipt
from jalon.cash.receipts import number_of
from jalon.crossings.recall import local_time
from jalon.desk import words
from jalon.regimes.fees import Due
from jalon.regimes.words import TO_BE_CONFIRMED
from jalon.staff.postings import name_of

THIN = "\u202f"  # between thousands, in every language of the house


def figure(number: int) -> str:
    return f"{number:,}".replace(",", THIN)


def said(number: int, currency: str) -> str:
    """An amount as it is written: “55 000 XOF”."""
    return f"{figure(number)} {currency}"


def amount(receipt: Receipt) -> str:
    return said(receipt.total, receipt.currency)


def fee(due: Due, what: str) -> dict[str, Any]:
    """A fee as pages and papers show it, in the language in force."""
    language = words.language()
    return {
        "what": WHAT[what],
        "rule": due.rule or "",
        "amount": said(due.amount, due.currency) if due.amount else "",
        "per": PER[due.charged],
        "sentence": due.sentence[language],
        "text": due.text.names[language] if due.text else "",
        "article": due.article,
        "caution": "" if due.confirmed or not due.rule else TO_BE_CONFIRMED[language],
    }


def receipt(one: Receipt) -> dict[str, Any]:
    """A receipt as pages and papers show it, in the language in force."""
    language, due = words.language(), one.due
    return {
        "key": one.key,
        "number": number_of(one),
        "machine": one.node[:6].upper(),
        "state": one.state,
        "amount": amount(one),
        "unit": said(one.amount, one.currency),
        "units": one.units,
        "per": PER[due["charged"]],
        "what": WHAT[one.what],
        "sentence": due["sentence"][language],
        "rule": due["rule"],
        "text": due["names"].get(language, ""),
        "article": due["article"],
        "confirmed": due["confirmed"],
        "caution": "" if due["confirmed"] else TO_BE_CONFIRMED[language],
        "time": _when(one.at),
        "cancelled_at": _when(one.cancelled_at) if one.cancelled_at else "",
        "officer_number": one.officer,
        "officer": name_of(one.officer),
        "shift": one.shift,
    }


def closing(one: Closing) -> dict[str, Any]:
    """A count of the cash as pages and papers show it."""
    rows = []
    for currency, line in one.figures.items():
        difference = line["counted"] - line["expected"]
        facts = {name: figure(line[name]) for name in ("opened", "taken", "given_back", "expected", "counted", "left")}
        sign = "+" if difference > 0 else "−" if difference < 0 else ""
        rows.append(
            {
                **facts,
                "currency": currency,
                "difference": f"{sign}{figure(abs(difference))}",
                "differs": bool(difference),
                "handed_in": figure(line["counted"] - line["left"]),
                "reason": line["reason"],
            }
        )
    return {
        "key": one.key,
        "day": words.partial_date(one.day.isoformat()),
        "number": one.number,
        "time": _when(one.at),
        "rows": rows,
        "state": one.state,
        "receipts": [_span(*span) for span in one.receipts],
        "given_back": [f"{year}-{number:05d}" for year, number in one.given_back],
        "officer": name_of(one.officer),
        "officer_number": one.officer,
        "second": name_of(one.second) if one.second else "",
        "second_number": one.second,
    }


def _span(year: int, first: int, last: int) -> str:
    return f"{year}-{first:05d}" if first == last else f"{year}-{first:05d} – {year}-{last:05d}"


def _when(milliseconds: int) -> str:
    return local_time(milliseconds).strftime("%d/%m/%Y %H:%M")
