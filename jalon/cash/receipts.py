"""A fee is taken, and a receipt given: numbered, by a dated rule. Cancelling one takes a second person."""

from __future__ import annotations

import secrets
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.cash.due import line_of, rules_in_force
from jalon.cash.models import Cancelling, Payer, Receipt
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.rules import NotAllowed, on_duty, what_was_seen
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record, record_together
from jalon.journal.shiftkey import CLEAR
from jalon.posts.models import Post

MOST_UNITS = 10_000  # heads of a herd
CANCELLING = {
    "wrong_fee": _("Another fee was due"),
    "wrong_number": _("Wrong number of persons, animals or vehicles"),
    "nothing_due": _("Nothing was to pay"),
    "taken_twice": _("Taken twice"),
    "did_not_cross": _("The traveller did not cross"),
    "trial": _("Trial or exercise"),
}


@act
def take_fee(
    rule: str,
    nationality: str,
    shift: Shift,
    *,
    units: int = 1,
    name: str = "",
    inspection: Inspection | None = None,
) -> Recorded:
    """Take what a dated rule asks of a traveller of this nationality today, and nothing else.

    The receipt names nobody. Where the traveller wishes a name on it, or the passage is known, that is an entry of its
    own, under the key the traveller stands under. Raises NotAllowed.
    """
    on_duty(shift)
    today = timezone.localdate()
    post = Post.objects.filter(code=shift.post).first()
    line = line_of(rule, nationality, post, today) if post else None
    if line is None:
        raise NotAllowed("nothing_to_pay")
    if not 1 <= units <= MOST_UNITS:
        raise NotAllowed("how_many")
    if inspection is not None and what_was_seen(inspection) is None:
        raise NotAllowed("beyond_this_shift")
    rules, due, slip = rules_in_force(), line.due, secrets.token_hex(8)
    text = due.text
    body: dict[str, Any] = {
        "slip": slip,
        "shift": shift.key,
        "post": shift.post,
        "day": today.isoformat(),
        "what": line.what,
        "units": units,
        "amount": due.amount,
        "currency": due.currency,
        "due": {
            "rule": due.rule,
            "variant": due.variant,
            "charged": due.charged,
            "text": text.code if text else "",
            "names": text.names if text else {},
            "article": due.article,
            "sentence": due.sentence,
            "confirmed": due.confirmed,
            "version": rules.version,
            "digest": rules.digest,
        },
    }
    acts = [("cash.fee_taken", body)]
    key = bytes(inspection.kept)[:8] if inspection is not None else bytes.fromhex(shift.shift_key)
    if name.strip() or inspection is not None:
        passage = inspection.key if inspection is not None else ""
        acts.append(("cash.payer_named", {"slip": slip, "inspection": passage, "name": name.strip()}))
    return record_together(acts, shift.officer, key)[0]


@act
def ask_to_cancel(receipt: Receipt, shift: Shift, reason: str) -> Recorded:
    """Ask that a receipt be cancelled, the money having been given back. It stands until another officer agrees."""
    on_duty(shift)
    present = _of_this_node(receipt)
    if present.state != Receipt.STANDS:
        raise NotAllowed("receipt_already_so")
    if reason not in CANCELLING:
        raise NotAllowed("say_why_cancelled")
    return record("cash.cancelling_asked", {"receipt": receipt.key, "reason": reason}, shift.officer)


@act
def cancel(cancelling: Cancelling, officer: str) -> Recorded:
    """The second person: the money went back, the receipt counts no more. Its number stays."""
    _waiting(cancelling, officer)
    return record("cash.cancelled", {"cancelling": cancelling.key}, officer)


@act
def do_not_cancel(cancelling: Cancelling, officer: str) -> Recorded:
    """The second person does not agree: the receipt stands."""
    _waiting(cancelling, officer)
    return record("cash.cancelling_declined", {"cancelling": cancelling.key}, officer)


def cancellings_waiting() -> QuerySet[Cancelling]:
    """Cancellations of this node that another officer has to decide, the oldest first."""
    return Cancelling.objects.filter(state=Cancelling.WAITS, key__startswith=f"{this_node().id}.").order_by("at")


def number_of(receipt: Receipt) -> str:
    """A receipt's number as people say it: year and number. The machine's short name stands before it on paper."""
    return f"{receipt.year}-{receipt.number:05d}"


def payer_of(receipt: Receipt, shift: Shift) -> str:
    """The payer's name, for the shift that took the fee or to which the traveller's case was left; else empty."""
    row = Payer.objects.filter(receipt=receipt.key).first()
    under = bytes(row.kept)[:8] if row else b""
    theirs = receipt.shift == shift.key if under == CLEAR else under == bytes.fromhex(shift.shift_key)
    said = this_node().shift_keys.take_out_value(row.kept) if row and theirs else None
    return str(said["name"]) if said else ""


def receipts_of(inspection: Inspection) -> list[Receipt]:
    """What a traveller paid at this passage, the last one first."""
    paid = Payer.objects.filter(inspection=inspection.key).values("receipt")
    return list(Receipt.objects.filter(key__in=paid).order_by("-at"))


def _of_this_node(receipt: Receipt) -> Receipt:
    present = Receipt.objects.filter(key=receipt.key, node=this_node().id).first()
    if present is None:
        raise NotAllowed("receipt_of_another_machine")
    return present


def _waiting(cancelling: Cancelling, officer: str) -> None:
    present = Cancelling.objects.filter(key=cancelling.key).first()
    if present is None or present.state != Cancelling.WAITS:
        raise NotAllowed("receipt_already_so")
    if present.officer == officer:
        raise NotAllowed("cash_needs_another")
