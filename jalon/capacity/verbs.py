"""Verbs of capacity: what a post is and has, its equipment, training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from jalon.capacity.equipment import AT_A_POST
from jalon.capacity.models import Asset, AssetFact, RegisterFact, Trained, Training, TrainingWithdrawn, What
from jalon.capacity.register_facts import shape
from jalon.journal.models import EnrolledNode
from jalon.journal.opening import Opened, entry_key
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb

ASSET = {"kind": 24, "post": 16, "label": 80, "serial": 80, "project": 120, "line": 16, "currency": 3, "note": 200}
ASSET_FACT = {"asset": 80, "trouble": 16, "post": 16, "of": 80, "note": 200}
TRAINING = {"kind": 24, "title": 160, "provider": 120, "place": 120, "project": 120}
MOST_PEOPLE = 32_000


def apply_described(entries: Sequence[Opened], tables: str) -> None:
    """body: post, what (a code of MATTERS), facts (its answers), since (YYYY-MM-DD). A post speaks of its own place."""
    for entry in entries:
        body = entry.body
        if _sent_from(entry, tables) not in {None, body["post"]}:
            raise ValueError("a post speaks of itself alone")
        facts = {"post": text(body["post"], 16), "what": text(body["what"], 12), "since": day(body["since"])}
        facts["facts"] = shape(body["what"], body["facts"])
        RegisterFact.objects.using(tables).update_or_create(key=entry.key, defaults=facts | said(entry))


def apply_registered(entries: Sequence[Opened], tables: str) -> None:
    """body: kind, post, label, what (its first state), on (YYYY-MM-DD); optional: serial, project, line, cost (a
    decimal number as text), currency, note."""
    for entry in entries:
        facts = asset_facts(entry.body)
        Asset.objects.using(tables).update_or_create(key=entry.key, defaults=facts | said(entry))


def asset_facts(body: Mapping[str, Any]) -> dict[str, Any]:
    """A thing as columns hold it. Raises ValueError."""
    facts: dict[str, Any] = {name: text(body.get(name, ""), most) for name, most in ASSET.items()}
    return facts | {"what": happened(body["what"]), "on": day(body["on"]), "cost": _amount(body.get("cost"))}


def apply_told(entries: Sequence[Opened], tables: str) -> None:
    """body: asset (key), what, on (YYYY-MM-DD); optional: trouble, post (where it was moved to), of (the fact that is
    taken back), note. A post tells of what stands there, or stood there."""
    for entry in entries:
        body, place = entry.body, _sent_from(entry, tables)
        facts = fact_facts(body)
        if entry.node.keys.is_headquarters:
            # A post's machine may forget a thing that was moved away; what it told of it stays.
            posts = _stood_at(facts["asset"], tables)
            if place is not None and (place not in posts or body["what"] not in AT_A_POST):
                raise ValueError("a post tells of what stands there alone")
        if facts["of"] and not facts["of"].startswith(f"{entry.header.node}."):
            raise ValueError("a machine takes back what it said itself")
        AssetFact.objects.using(tables).update_or_create(key=entry.key, defaults=facts | said(entry))


def fact_facts(body: Mapping[str, Any]) -> dict[str, Any]:
    """What became of a thing, as columns hold it. Raises ValueError."""
    facts: dict[str, Any] = {name: text(body.get(name, ""), most) for name, most in ASSET_FACT.items()}
    if (body["what"] == What.MOVED) != bool(facts["post"]) or (body["what"] == What.TAKEN_BACK) != bool(facts["of"]):
        raise ValueError("what is moved has a place, and what is taken back is named")
    return facts | {"what": happened(body["what"]), "on": day(body["on"])}


def _stood_at(asset: str, tables: str) -> set[str]:
    """The posts where a thing ever stood. Raises AntecedentMissing."""
    first = Asset.objects.using(tables).filter(key=asset).values_list("post", flat=True).first()
    if first is None:
        raise AntecedentMissing(asset)
    moved = AssetFact.objects.using(tables).filter(asset=asset, what=What.MOVED)
    return {first, *moved.values_list("post", flat=True)}


def apply_held(entries: Sequence[Opened], tables: str) -> None:
    """body: kind, on (its last day), trained ([{post, people, women}], post empty for the headquarters); optional:
    until (the last day on which it counts), title, provider, place, project."""
    for entry in entries:
        body = entry.body
        facts: dict[str, Any] = {name: text(body.get(name, ""), most) for name, most in TRAINING.items()}
        facts |= {"on": day(body["on"]), "until": day(body["until"]) if body.get("until") else None}
        Training.objects.using(tables).update_or_create(key=entry.key, defaults=facts | said(entry))
        for number, row in enumerate(body["trained"]):
            reached = {"post": text(row["post"], 16), "people": _count(row["people"]), "women": _count(row["women"])}
            key = entry_key(entry.header.node, entry.epoch, entry.header.seq, number)
            defaults = reached | {"training": entry.key} | said(entry)
            Trained.objects.using(tables).update_or_create(key=key, defaults=defaults)


def apply_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: training (key), why."""
    for entry in entries:
        training = text(entry.body["training"], 80)
        if not Training.objects.using(tables).filter(key=training).exists():
            raise AntecedentMissing(training)
        facts = {"training": training, "why": text(entry.body.get("why", ""), 200)}
        TrainingWithdrawn.objects.using(tables).update_or_create(key=entry.key, defaults=facts | said(entry))


def said(entry: Opened) -> dict[str, Any]:
    """Where and when an entry was heard, and who said it."""
    return {"position": entry.position, "at": entry.header.wall, "by": entry.header.actor[:16]}


def _sent_from(entry: Opened, tables: str) -> str | None:
    """The post whose machine sent an entry; None where the headquarters did, or this machine itself."""
    if entry.header.node in entry.node.authorities:
        return None
    return EnrolledNode.objects.using(tables).filter(id=entry.header.node).values_list("post", flat=True).first()


def text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"a text of at most {most} characters is needed")
    return value


def day(value: Any) -> date:
    return date.fromisoformat(text(value, 10))


def happened(value: Any) -> str:
    if value not in What.values:
        raise ValueError("nobody knows what became of it")
    return str(value)


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST_PEOPLE:
        raise ValueError("people are counted")
    return value


def _amount(value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        amount = Decimal(text(value, 20))
    except InvalidOperation as wrong:
        raise ValueError("a cost is a number") from wrong
    if not amount.is_finite() or amount < 0 or amount >= 10**14:
        raise ValueError("a cost is a number")
    return amount


VERBS = [
    Verb("post.described", 1, Readers.OPERATIONAL, Owner.NODE, apply_described),
    Verb("asset.registered", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_registered),
    Verb("asset.told", 1, Readers.OPERATIONAL, Owner.NODE, apply_told),
    Verb("training.held", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_held),
    Verb("training.withdrawn", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_withdrawn),
]
