"""A resident's card: named once, then recognised. Beyond the shift the post keeps a token, a last day and a number.

A code is letters that every keyboard layout writes alike (no A, Q, Z, W, M), so that a reader may type it anywhere.
The token is the keyed one of `crossings.recall`, with the same weakness: its key lies in software beside it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jalon.counting import regime
from jalon.counting.models import Card, CardPassage, Holder
from jalon.counting.what import CARD_WITHDRAWN_WHY, MEANS
from jalon.crossings import recall
from jalon.crossings.inspection import FIELDS, LookedUp, Shown, inspect, looked_up
from jalon.crossings.journey import DIRECTIONS
from jalon.crossings.models import Shift
from jalon.crossings.rules import NotAllowed, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record

LETTERS = "BCDFGHJKLNPRSTVXY"
BEGINS = "R"  # with it begins no machine readable zone: the desk tells the two apart at the first key
DRAWN = 12
READ_TWICE = 60_000  # ms in which the same card, the same way, is one reading too many


@dataclass(frozen=True, slots=True)
class Resident:
    """Who a card is made out to. Dates are ISO, birth as far as it is known; nationality alpha-3."""

    number: str
    primary_identifier: str
    secondary_identifier: str
    birth_date: str
    sex: str
    nationality: str
    locality: str
    issuer: str
    decision: str
    valid_until: str

    def shown(self) -> Shown:
        """As screening sees the holder. The card is no travel document: none is claimed."""
        fields = dict.fromkeys(FIELDS) | {name: getattr(self, name) or None for name in OF_THE_PERSON}
        return Shown("no_document", fields, "none")


OF_THE_PERSON = ("primary_identifier", "secondary_identifier", "birth_date", "sex", "nationality")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Enrolled or counted: the entry's key in `card` or `passage`. Where a list may ask for the holder, nothing was
    counted and `inspection` stands at the desk. `screened`: whether the lists were asked now."""

    card: str = ""
    passage: str = ""
    inspection: str = ""
    screened: bool = True
    name: str = ""
    not_checked: list[dict[str, Any]] = field(default_factory=list)


@act
def enrol(shift: Shift, resident: Resident) -> Outcome:
    """Make out a card: screened first; its code is drawn here. Raises NotAllowed where no regime provides for cards."""
    on_duty(shift)
    today = recall.local_time(wall_clock()).date()
    local = regime.of_post(shift.post, today)
    if local is None:
        raise NotAllowed("no_local_regime")
    if date.fromisoformat(resident.valid_until) < today:
        raise NotAllowed("card_expired")
    if Card.objects.filter(
        number_token=_of_number(resident.number), withdrawn_at=None, valid_until__gte=today
    ).exists():
        raise NotAllowed("card_number_taken")
    found = looked_up(resident.shown())
    if found.hits:
        return Outcome(inspection=inspect(resident.shown(), "entry", shift).key)
    code = BEGINS + "".join(secrets.choice(LETTERS) for _ in range(DRAWN))
    issued = {"token": _of_code(code), "number_token": _of_number(resident.number), "rule": local.answer.rule or ""}
    recorded = record("card.issued", issued | {"valid_until": resident.valid_until}, shift.officer)
    said = {name: getattr(resident, name) for name in Resident.__dataclass_fields__}
    body = {"card": recorded.key, "shift": shift.key, "code": code, "holder": said, "regime": local.as_json()}
    record("card.enrolled", body | _looked(found), shift.officer, bytes.fromhex(shift.shift_key))
    return Outcome(card=recorded.key, not_checked=found.not_checked)


@act
def show(shift: Shift, text: str, direction: str, means: str, swipe: str = "") -> Outcome:
    """A card swiped, or its code or number typed: recognised and counted, one neighbour with one swipe.

    The holder is screened again with the lists of the day while this post still holds the name. `swipe` names this
    swipe: sent again it is still one. Raises NotAllowed: not known, expired, withdrawn, counted a moment ago.
    """
    on_duty(shift)
    if direction not in DIRECTIONS or means not in MEANS:
        raise NotAllowed("not_a_count")
    card = find(text)
    before = CardPassage.objects.filter(swipe=swipe[:24]).first() if swipe else None
    if before is not None:
        return Outcome(passage=before.key, screened=before.screened, name=name_of(card))
    _valid(card, shift, direction)
    holder = holder_of(card)
    found = looked_up(Resident(**holder["holder"]).shown()) if holder else None
    if found and holder and found.hits:
        return Outcome(inspection=inspect(Resident(**holder["holder"]).shown(), direction, shift).key)
    body = {"card": card.key, "shift": shift.key, "direction": direction, "transport": means, "swipe": swipe[:24]}
    body |= {"screened": found is not None} | (_looked(found) if found else {})
    recorded = record("card.shown", body, shift.officer, bytes.fromhex(shift.shift_key))
    not_checked = found.not_checked if found else []
    return Outcome(card.key, recorded.key, "", found is not None, name_of(card), not_checked)


@act
def take_back(shift: Shift, passage: str = "") -> Recorded:
    """The last card of this shift, or the one named, was read by mistake: it counts no more, and that is seen."""
    on_duty(shift)
    rows = CardPassage.objects.filter(shift=shift.key, taken_back_at=None).order_by("-position")
    row = rows.filter(key=passage).first() if passage else rows.first()
    if row is None:
        raise NotAllowed("nothing_to_take_back")
    return record("card.taken_back", {"passage": row.key}, shift.officer, bytes.fromhex(shift.shift_key))


@act
def withdraw(shift: Shift, card: str, reason: str) -> Recorded:
    """A card that is shown from now on is not recognised."""
    on_duty(shift)
    row = Card.objects.filter(key=card).first()
    if row is None or reason not in CARD_WITHDRAWN_WHY:
        raise NotAllowed("card_unknown")
    if row.withdrawn_at is not None:
        raise NotAllowed("already_withdrawn")
    return record("card.withdrawn", {"card": card, "reason": reason}, shift.officer)


def find(text: str) -> Card:
    """The card of a code or a number, however it is spaced. Raises NotAllowed."""
    code, number = _of_code(text), _of_number(text)
    row = Card.objects.filter(token=code).first() if code else None
    if row is None and number:
        rows = list(Card.objects.filter(number_token=number).order_by("-position"))
        row = next((one for one in rows if one.withdrawn_at is None), rows[0] if rows else None)
    if row is None:
        raise NotAllowed("card_unknown")
    return row


def holder_of(card: Card) -> dict[str, Any] | None:
    """What was said when the card was made out; None once the shift that did it was handed over."""
    row = Holder.objects.filter(card=card.key).first()
    value: dict[str, Any] | None = this_node().shift_keys.take_out_value(row.kept) if row else None
    return value


def name_of(card: Card) -> str:
    """The holder's name while the post holds it; else empty."""
    said = (holder_of(card) or {}).get("holder", {})
    return f"{said.get('primary_identifier', '')} {said.get('secondary_identifier', '')}".strip()


def _valid(card: Card, shift: Shift, direction: str) -> None:
    now = wall_clock()
    if card.withdrawn_at is not None:
        raise NotAllowed("card_withdrawn")
    if card.valid_until < recall.local_time(now).date():
        raise NotAllowed("card_expired")
    if regime.of_post(shift.post, recall.local_time(now).date()) is None:
        raise NotAllowed("no_local_regime")
    last = CardPassage.objects.filter(card=card.key, taken_back_at=None).order_by("-position").first()
    if last is not None and last.direction == direction and now - last.at < READ_TWICE:
        raise NotAllowed("card_just_counted")


def _of_code(text: str) -> str:
    return _token("code", text)


def _of_number(text: str) -> str:
    return _token("number", text)


def _token(of: str, text: str) -> str:
    """The keyed token of what a card bears, however it is written; empty where the text has no sign."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    said = f"{of} of a resident's card\n{signs}".encode()
    return hmac.new(this_node().keys.recall, said, hashlib.sha256).hexdigest()[: recall.TOKEN] if signs else ""


def _looked(found: LookedUp) -> dict[str, Any]:
    return {"lists": found.lists, "not_checked": found.not_checked}
