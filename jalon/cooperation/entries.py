"""The entries behind a figure, told from their headers: which, where it arrived, its verb, its post and day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from jalon.cooperation.indicator import Behind, Place
from jalon.journal.header import Header
from jalon.journal.models import EnrolledNode
from jalon.journal.node import journal_connection, this_node
from jalon.journal.opening import entry_key
from jalon.statistics import following

AT_ONCE = 500
OF_AN_ENTRY = 3  # parts of a key: node, epoch, seq; what follows them is an index


def told(places: Sequence[Place]) -> list[Behind]:
    """What stands at these places, from the headers alone: no body is opened."""
    positions = [place for place in places if isinstance(place, int)]
    there = {one.position: one for one in _read(positions)}
    found = [there.get(place) if isinstance(place, int) else place for place in places]
    return [one for one in found if one is not None]


def digest(keys: Iterable[str]) -> str:
    """SHA-256 over the keys, each followed by a line feed, hexadecimal."""
    whole = hashlib.sha256()
    for key in keys:
        whole.update(key.encode() + b"\n")
    return whole.hexdigest()


def keys_of(places: Sequence[Place]) -> list[str]:
    """The keys of these places, in their order."""
    positions = [place for place in places if isinstance(place, int)]
    there: dict[int, str] = {}
    for row in _rows("position, node, epoch, seq", positions):
        there[int(row[0])] = entry_key(row[1], row[2], int(row[3]))
    return [there.get(place, "") if isinstance(place, int) else place.key for place in places]


def _read(positions: Sequence[int]) -> Iterable[Behind]:
    zone = following.zone()
    posts, ours = dict(EnrolledNode.objects.values_list("id", "post")), this_node()
    for position, node, epoch, seq, verb, raw in _rows("position, node, epoch, seq, verb, header", positions):
        post = posts.get(node) or (ours.keys.post if node == ours.id else "")
        wall = Header.from_bytes(bytes(raw)).wall
        day = datetime.fromtimestamp(wall / 1000, zone).date()
        yield Behind(entry_key(node, epoch, int(seq)), int(position), str(verb), post, day)


def _rows(columns: str, positions: Sequence[int]) -> Iterable[Any]:
    connection, mark = journal_connection()
    for start in range(0, len(positions), AT_ONCE):
        some = positions[start : start + AT_ONCE]
        marks = ", ".join([mark] * len(some))
        yield from connection.execute(
            f"SELECT {columns} FROM journal_entry WHERE position IN ({marks})",  # noqa: S608 — our own columns
            tuple(some),
        ).fetchall()


def places_of(keys: Iterable[str]) -> list[Place]:
    """Where the entries of these keys (or of rows of theirs) arrived, in that order, each once; what came in an edition
    and stands in no journal here is told by its key alone."""
    connection, mark = journal_connection()
    positions: set[int] = set()
    elsewhere: dict[str, Behind] = {}
    for key in dict.fromkeys(".".join(key.split(".")[:OF_AN_ENTRY]) for key in keys):
        node, _dot, rest = key.partition(".")
        epoch, _dot, seq = rest.partition(".")
        row = connection.execute(
            f"SELECT position FROM journal_entry WHERE node = {mark} AND epoch = {mark} AND seq = {mark}",  # noqa: S608
            (node, epoch, int(seq) if seq.isdecimal() else 0),
        ).fetchone()
        if row is None:
            elsewhere[key] = Behind(key, 0, "", "", None)
        else:
            positions.add(int(row[0]))
    return [*elsewhere.values(), *sorted(positions)]
