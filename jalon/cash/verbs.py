"""Verbs of the cash. Numbers, amounts and rules are operational: the post closes its cash after the shift that took
them. Who paid is personal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from jalon.cash.models import Cancelling, Closing, Payer, Receipt
from jalon.crossings.verbs.handed_on import hand_on_rows
from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb, own, own_row


def apply_fee_taken(entries: Sequence[Opened], tables: str) -> None:
    """body: slip, shift, post, day, what, units, amount, currency, due {rule, variant, charged, text, names, article,
    sentence, confirmed, version, digest}.

    The number is the entry's place among those of its machine and year: no crash repeats one, and none is left out.
    """
    receipts = Receipt.objects.using(tables)
    for entry in entries:
        body = entry.body
        if receipts.filter(key=entry.key).exists():
            continue
        series, year = _series(entry), date.fromisoformat(body["day"]).year
        last = receipts.filter(node=series, year=year).order_by("-number").values_list("number", flat=True).first()
        receipts.create(
            key=entry.key,
            node=series,
            year=year,
            number=(last or 0) + 1,
            at=entry.header.wall,
            officer=entry.header.actor,
            total=body["amount"] * body["units"],
            **{name: body[name] for name in ("slip", "shift", "post", "day", "what", "units", "amount", "currency")},
            due=body["due"],
        )


def apply_payer_named(entries: Sequence[Opened], tables: str) -> None:
    """body: slip, inspection (a passage, or empty), name (or empty)."""
    for entry in entries:
        receipt = Receipt.objects.using(tables).filter(slip=entry.body["slip"]).first()
        if receipt is None:
            raise AntecedentMissing(entry.body["slip"])
        own(receipt.key, entry)
        facts = {"receipt": receipt.key, "inspection": entry.body["inspection"], "kept": entry.keep(entry.body)}
        Payer.objects.using(tables).update_or_create(key=entry.key, defaults=facts)


def apply_cancelling_asked(entries: Sequence[Opened], tables: str) -> None:
    """body: receipt, reason."""
    for entry in entries:
        receipt = own_row(Receipt, entry.body["receipt"], entry, tables)
        facts = {"receipt": receipt.key, "officer": entry.header.actor, "at": entry.header.wall}
        _row, made = Cancelling.objects.using(tables).get_or_create(
            key=entry.key, defaults=facts | {"reason": entry.body["reason"]}
        )
        if made:
            receipt.state = Receipt.ASKED
            receipt.save(using=tables, update_fields=["state"])


def apply_cancelled(entries: Sequence[Opened], tables: str) -> None:
    """body: cancelling. Whoever asked cannot also agree."""
    for entry in entries:
        receipt = _decided(entry, Cancelling.YES, tables)
        receipt.state, receipt.cancelled_at = Receipt.CANCELLED, entry.header.wall
        receipt.save(using=tables, update_fields=["state", "cancelled_at"])


def apply_cancelling_declined(entries: Sequence[Opened], tables: str) -> None:
    """body: cancelling. The receipt stands."""
    for entry in entries:
        receipt = _decided(entry, Cancelling.NO, tables)
        # Applied again, it does not undo what was asked and agreed later.
        if not Cancelling.objects.using(tables).filter(receipt=receipt.key).exclude(state=Cancelling.NO).exists():
            receipt.state = Receipt.STANDS
            receipt.save(using=tables, update_fields=["state"])


def apply_counted(entries: Sequence[Opened], tables: str) -> None:
    """body: post, day, receipts [[year, first, last]], given_back [[year, number]], figures {currency: {opened, taken,
    given_back, expected, counted, left, reason}}."""
    for entry in entries:
        body, series = entry.body, _series(entry)
        closings, receipts = Closing.objects.using(tables), Receipt.objects.using(tables).filter(node=series)
        if closings.filter(key=entry.key).exists():
            continue
        closings.create(
            key=entry.key,
            node=series,
            number=closings.filter(node=series, day=body["day"]).count() + 1,
            at=entry.header.wall,
            position=entry.position,
            officer=entry.header.actor,
            **{name: body[name] for name in ("post", "day", "receipts", "given_back", "figures")},
        )
        for year, first, last in body["receipts"]:
            counted = receipts.filter(year=year, number__range=(first, last))
            counted.filter(state=Receipt.CANCELLED).update(given_back_in=entry.key)
            counted.update(closing=entry.key)
        for year, number in body["given_back"]:
            receipts.filter(year=year, number=number).update(given_back_in=entry.key)


def apply_closed(entries: Sequence[Opened], tables: str) -> None:
    """body: closing. Whoever counted cannot also confirm."""
    for entry in entries:
        _confirmed(entry, Closing.CLOSED, tables)


def apply_count_declined(entries: Sequence[Opened], tables: str) -> None:
    """body: closing. What it held is counted anew."""
    for entry in entries:
        closing = _confirmed(entry, Closing.DECLINED, tables)
        receipts = Receipt.objects.using(tables)
        receipts.filter(closing=closing.key).update(closing="")
        receipts.filter(given_back_in=closing.key).update(given_back_in="")


def apply_payers_handed_on(entries: Sequence[Opened], tables: str) -> None:
    """As `hand_on_rows`: who paid stays known of those whose case stays open."""
    for entry in entries:
        hand_on_rows(entry, Payer.objects.using(tables).all(), tables)


def _series(entry: Opened) -> str:
    """Whose numbers: the machine's; a copy of it that worked apart, in quarantine until accepted, counts for itself."""
    return entry.header.node if entry.epoch == entry.header.epoch else entry.epoch


def _decided(entry: Opened, state: str, tables: str) -> Receipt:
    """The receipt whose cancellation another officer decides here."""
    asked: Any = Cancelling.objects.using(tables).filter(key=entry.body["cancelling"]).first()
    if asked is None:
        raise AntecedentMissing(entry.body["cancelling"])
    if asked.officer == entry.header.actor:
        raise ValueError("a receipt is cancelled by another person than the one who asked")
    asked.state, asked.second, asked.second_at = state, entry.header.actor, entry.header.wall
    asked.save(using=tables, update_fields=["state", "second", "second_at"])
    return own_row(Receipt, asked.receipt, entry, tables)


def _confirmed(entry: Opened, state: str, tables: str) -> Closing:
    closing = Closing.objects.using(tables).filter(key=entry.body["closing"]).first()
    if closing is None:
        raise AntecedentMissing(entry.body["closing"])
    if closing.node != _series(entry):
        raise ValueError(f"the count {closing.key} belongs to another node")
    if closing.officer == entry.header.actor:
        raise ValueError("the cash is closed by another person than the one who counted")
    closing.state, closing.second, closing.second_at = state, entry.header.actor, entry.header.wall
    closing.save(using=tables, update_fields=["state", "second", "second_at"])
    return closing


def _slip(body: dict[str, Any]) -> Sequence[str]:
    return (body["slip"],)


VERBS = [
    Verb("cash.fee_taken", 1, Readers.OPERATIONAL, Owner.NODE, apply_fee_taken, releases=_slip),
    Verb("cash.payer_named", 1, Readers.PERSONAL, Owner.NODE, apply_payer_named),
    Verb("cash.cancelling_asked", 1, Readers.OPERATIONAL, Owner.NODE, apply_cancelling_asked),
    Verb("cash.cancelled", 1, Readers.OPERATIONAL, Owner.NODE, apply_cancelled),
    Verb("cash.cancelling_declined", 1, Readers.OPERATIONAL, Owner.NODE, apply_cancelling_declined),
    Verb("cash.counted", 1, Readers.OPERATIONAL, Owner.NODE, apply_counted),
    Verb("cash.closed", 1, Readers.OPERATIONAL, Owner.NODE, apply_closed),
    Verb("cash.count_declined", 1, Readers.OPERATIONAL, Owner.NODE, apply_count_declined),
    Verb("cash.payers_handed_on", 1, Readers.OPERATIONAL, Owner.NODE, apply_payers_handed_on),
]
