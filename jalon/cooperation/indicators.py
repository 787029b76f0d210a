"""The indicators that promises are known by: a literal table, to which later rooms add their own.

The setting JALON_INDICATORS names the tables, in their order, as JALON_VERBS names the verbs. Security and mobility
stand side by side in it. None is about an officer, none makes an order of posts or of states; refusals, hits and
arrests are described and are never a target.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from jalon.cooperation.measuring import Behind, Family, Indicator, Measured, NotHeldAt, Place, Span, confidence
from jalon.journal.header import Header
from jalon.journal.models import EnrolledNode
from jalon.journal.node import journal_connection, this_node
from jalon.journal.opening import entry_key

__all__ = ["INDICATORS", "Behind", "Indicator", "Measured", "NotHeldAt", "behind", "confidence", "measured"]

A_PAGE = 100  # entries
AT_ONCE = 500


def _composed() -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for name in settings.JALON_INDICATORS:
        for one in import_string(name):
            if one.code in found:
                raise ValueError(f"two indicators are called {one.code}")
            found[one.code] = one
    return found


INDICATORS: dict[str, Indicator] = _composed()


def targets() -> dict[str, Indicator]:
    """Those by which a recommendation may be known: what is described only is not among them."""
    return {code: one for code, one in INDICATORS.items() if one.may_be_a_target}


def measured(
    code: str,
    since: date,
    until: date,
    posts: Sequence[str] | None = None,
    at: int | None = None,
    forum: str | None = None,
    party: str | None = None,
) -> Measured:
    """An indicator from `since` up to and without `until`, of some posts or of all.

    `at`: an arrival position, None for now. Raises KeyError: no such indicator. NotHeldAt: the counts stand elsewhere.
    """
    span = Span(since, until, tuple(posts or ()), at, forum, party)
    return INDICATORS[code].family.measure(span, [code])[code]


def measured_together(span: Span, codes: Iterable[str]) -> dict[str, Measured]:
    """Several at once, each family in one reading. Raises as `measured`."""
    by_family: dict[int, tuple[Family, list[str]]] = {}
    for code in codes:
        family = INDICATORS[code].family
        by_family.setdefault(id(family), (family, []))[1].append(code)
    found: dict[str, Measured] = {}
    for family, some in by_family.values():
        found |= family.measure(span, some)
    return found


def behind(
    code: str,
    since: date,
    until: date,
    posts: Sequence[str] | None = None,
    at: int | None = None,
    forum: str | None = None,
    party: str | None = None,
    page: int = 0,
) -> list[Behind]:
    """The entries behind a figure, in the order of arrival, A_PAGE of them from page 0 on. Raises as `measured`."""
    places = places_behind(code, Span(since, until, tuple(posts or ()), at, forum, party))
    return told(places[page * A_PAGE : (page + 1) * A_PAGE])


def places_behind(code: str, span: Span) -> Sequence[Place]:
    """All entries behind a figure, as places: `told` says what they are."""
    return INDICATORS[code].family.behind(span, code)


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
    posts, ours = dict(EnrolledNode.objects.values_list("id", "post")), this_node()
    for position, node, epoch, seq, verb, raw in _rows("position, node, epoch, seq, verb, header", positions):
        post = posts.get(node) or (ours.keys.post if node == ours.id else "")
        wall = Header.from_bytes(bytes(raw)).wall
        day = datetime.fromtimestamp(wall / 1000, UTC).date()
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
