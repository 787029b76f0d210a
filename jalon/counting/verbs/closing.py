"""What the closing of a shift leaves of its counts: frozen figures, cards by number, herds that wait for the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from jalon.counting.models import Card, CardPassage, ClosedCounts, Herd, HerdStep, Holder, Plate
from jalon.journal.opening import Opened
from jalon.journal.verbs import own


def apply_closed(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, figures, cards [[card, day, direction, means, how many]], kept [[herd, key id]], done [herd].

    The figures stay. Passages of cards, their holders, plates and herds that are done leave a post; a headquarters
    keeps what it may read.
    """
    for entry in entries:
        body = entry.body
        _, created = ClosedCounts.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={"shift": body["shift"], "position": entry.position, "figures": body["figures"]},
        )
        if created:
            for card, day, direction, means, count in body["cards"]:
                _count_card(own(card, entry), day, direction, means, count, tables)
        if entry.node.keys.is_headquarters:
            continue
        for model in (CardPassage, Holder, Plate):
            model.objects.using(tables).filter(shift=body["shift"]).delete()
        HerdStep.objects.using(tables).filter(herd__in=body["done"]).delete()
        Herd.objects.using(tables).filter(key__in=body["done"]).delete()
        _keep_herds(entry, tables)


def _count_card(key: str, day: str, direction: str, means: str, count: int, tables: str) -> None:
    card = Card.objects.using(tables).filter(key=key).first()
    if card is None:
        return
    card.count += count
    card.last_day, card.direction, card.transport = date.fromisoformat(day), direction, means
    card.save(using=tables, update_fields=["count", "last_day", "direction", "transport"])


def _keep_herds(entry: Opened, tables: str) -> None:
    """Rows of the herds that wait go under the key that their entries already have."""
    for herd, target in entry.body["kept"]:
        rows: list[Any] = [
            *Herd.objects.using(tables).filter(key=herd),
            *HerdStep.objects.using(tables).filter(herd=herd),
        ]
        entry.put_under(rows, target, tables)
