"""What the opening and the closing of a shift mean: rows that leave, cases that stay, tokens that are counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from jalon.crossings.models import (
    OF_A_CASE,
    Confirmation,
    Decision,
    Expected,
    Group,
    Inspection,
    Recall,
    Shift,
)
from jalon.journal import rows
from jalon.journal.opening import Opened
from jalon.journal.verbs import own_row


def apply_shift_opened(entries: Sequence[Opened], tables: str) -> None:
    """body: post, shift_key (id, hexadecimal)."""
    for entry in entries:
        Shift.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "officer": entry.header.actor,
                "post": entry.body["post"],
                "shift_key": entry.body["shift_key"],
                "opened_at": entry.header.wall,
            },
        )


def apply_shift_closed(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, counts, recall [[token, day, direction, transport, count]], kept [[inspection, key id]], done [key],
    credited {shift: figures}.

    The shift's passages leave the tables, with the cases of earlier shifts that it took over and that are done; open
    cases stay, under the next shift's key; the tokens are counted.
    """
    for entry in entries:
        body = entry.body
        shift = own_row(Shift, body["shift"], entry, tables)
        if shift.closed_at is not None:
            continue  # applied before: tokens are counted once
        shift.closed_at, shift.counts = entry.header.wall, body["counts"]
        shift.save(using=tables, update_fields=["closed_at", "counts"])
        _count_tokens(body["recall"], tables)
        # A headquarters keeps what it may read; a post keeps its open cases alone.
        if entry.node.keys.is_headquarters:
            continue
        for other in Shift.objects.using(tables).filter(key__in=body.get("credited", {})):
            other.credited = [*other.credited, *body["credited"][other.key]]
            other.save(using=tables, update_fields=["credited"])
        kept = [key for key, _ in body["kept"]]
        ours = Q(shift=body["shift"]) | Q(key__in=body["done"])
        leaving = Inspection.objects.using(tables).filter(ours).exclude(key__in=kept)
        keys = list(leaving.values_list("key", flat=True))
        decisions = Decision.objects.using(tables).filter(inspection__in=keys)
        Confirmation.objects.using(tables).filter(decision__in=list(decisions.values_list("key", flat=True))).delete()
        decisions.delete()
        for model in OF_A_CASE:
            model._default_manager.using(tables).filter(inspection__in=keys).delete()
        leaving.delete()
        _keep_open_cases(entry, tables)
        _keep_vehicles(entry, tables)


def _keep_open_cases(entry: Opened, tables: str) -> None:
    """Rows of the cases that stay go under the key that their entries already have."""
    keeping = [model for model in OF_A_CASE if hasattr(model, "kept")]
    for case, target in entry.body["kept"]:
        of_the_case: list[Any] = [
            *Inspection.objects.using(tables).filter(key=case),
            *Decision.objects.using(tables).filter(inspection=case),
            *(row for model in keeping for row in model._default_manager.using(tables).filter(inspection=case)),
        ]
        entry.put_under(of_the_case, target, tables)


def _keep_vehicles(entry: Opened, tables: str) -> None:
    """A vehicle that stands here still goes on to the next shift, with its passenger list; the others leave."""
    groups, lines = Group.objects.using(tables), Expected.objects.using(tables)
    for vehicle, target in entry.body.get("vehicles", []):
        entry.put_under([*groups.filter(key=vehicle), *lines.filter(group=vehicle)], target, tables)
    over = Shift.objects.using(tables).filter(closed_at__isnull=False).values("key")
    gone = list(groups.filter(shift__in=over, closed_at__isnull=False).values_list("key", flat=True))
    lines.filter(group__in=gone).delete()
    groups.filter(key__in=gone).delete()


def _count_tokens(counted: Sequence[tuple[str, str, str, str, int]], tables: str) -> None:
    """`counted`: token, ISO day, direction, means, how often."""
    known = Recall.objects.using(tables).filter(token__in=[token for token, *_ in counted])
    recalled: dict[str, dict[str, Any]] = {facts["token"]: dict(facts) for facts in known.values()}
    for token, day, direction, transport, count in counted:
        on = date.fromisoformat(day)
        facts = recalled.setdefault(token, {"token": token, "count": 0, "last_day": on})
        facts["count"] += count
        # A passage that stood on paper first may be recorded after a later one.
        if on >= facts["last_day"]:
            facts |= {"last_day": on, "direction": direction, "transport": transport}
    rows.put(Recall, list(recalled.values()), tables)
