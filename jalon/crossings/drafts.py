"""What an officer was doing when the page was closed: typed fields, and swipes that wait, under the shift key.

They are kept by shift key, not by officer: at a hand-over they go under the next shift's key with the open cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from jalon.crossings.models import Draft, Shift, Waiting
from jalon.crossings.rules import NotAllowed
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock

MOST_WAITING = 200  # more than a bus and the next one
PHOTOGRAPHED = "photographed "  # what a camera read and nobody has confirmed: it goes with the shift


def kept(shift: Shift) -> dict[str, dict[str, str]]:
    """The shift's drafts by form name."""
    keys = this_node().shift_keys
    rows = Draft.objects.filter(shift_key=shift.shift_key)
    return {row.name: value for row in rows if (value := keys.take_out_value(row.kept)) is not None}


def kept_as(shift: Shift, name: str) -> Any:
    """What is kept under one name; None where nothing is."""
    row = Draft.objects.filter(shift_key=shift.shift_key, name=name).first()
    return this_node().shift_keys.take_out_value(row.kept) if row else None


def keep(shift: Shift, name: str, fields: dict[str, Any]) -> None:
    """Keep what stands in a form now. Raises ShiftKeyGone."""
    under = this_node().shift_keys.put_away_value(fields, bytes.fromhex(shift.shift_key))
    defaults = {"kept": under, "at": wall_clock()}
    with _flushed():
        Draft.objects.update_or_create(shift_key=shift.shift_key, name=name[:80], defaults=defaults)


@contextmanager
def _flushed() -> Iterator[None]:
    """What is written inside stands on the disk when it ends. Tables follow the journal and need not be flushed; a
    draft stands nowhere else, and the power may be cut after any key."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=NORMAL")


def forget(shift: Shift, *names: str) -> None:
    """The form was sent, or left on purpose."""
    Draft.objects.filter(shift_key=shift.shift_key, name__in=names).delete()


@act
def let_wait(shift: Shift, mrz: str, source: str = "wedge") -> int:
    """Keep a swipe that came while another traveller stands undecided, or from a reader that is no keyboard. Returns
    how many wait; raises NotAllowed."""
    waiting = how_many_wait(shift)
    if waiting >= MOST_WAITING:
        raise NotAllowed("too_many_waiting")
    Waiting.objects.create(
        shift_key=shift.shift_key,
        kept=this_node().shift_keys.put_away_value([mrz, source], bytes.fromhex(shift.shift_key)),
    )
    return waiting + 1


def how_many_wait(shift: Shift) -> int:
    return Waiting.objects.filter(shift_key=shift.shift_key).count()


def next_waiting(shift: Shift) -> tuple[int, str] | None:
    """The swipe that waited longest: its number, for `served`, and its text. It stays until it is served."""
    waiting = next_from_reader(shift)
    return waiting[:2] if waiting else None


def next_from_reader(shift: Shift) -> tuple[int, str, str] | None:
    """As `next_waiting`, with the reader it came from."""
    row = Waiting.objects.filter(shift_key=shift.shift_key).order_by("id").first()
    if row is None:
        return None
    text, source = this_node().shift_keys.take_out_value(row.kept) or ("", "wedge")
    return row.pk, str(text), str(source)


def served(number: int) -> None:
    """The swipe's inspection is on the disk, or it could not be read and the officer was told."""
    Waiting.objects.filter(pk=number).delete()


def hand_on(shift: Shift, target: bytes) -> int:
    """Put the shift's drafts and waiting swipes under the next shift's key. Returns how many there were."""
    keys, moved = this_node().shift_keys, 0
    there = set(Draft.objects.filter(shift_key=target.hex()).values_list("name", flat=True))
    for model in (Draft, Waiting):
        for row in model.objects.filter(shift_key=shift.shift_key).order_by("pk"):
            value = keys.take_out_value(row.kept)
            if value is None or (isinstance(row, Draft) and (row.name in there or row.name.startswith(PHOTOGRAPHED))):
                row.delete()  # the other shift is typing into the same form: its own text stays
                continue
            row.kept, row.shift_key = keys.put_away_value(value, target), target.hex()
            row.save(update_fields=["kept", "shift_key"])
            moved += 1
    return moved
