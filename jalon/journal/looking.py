"""What an administrator looks at before deciding on entries that wait: which, when, by whom; no body is opened.

Headers travel in clear and name no traveller; what an entry says stays sealed until somebody has a reason to read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jalon.journal.applying import held_key, retry_parked
from jalon.journal.arrivals import Interval, intervals_of
from jalon.journal.header import Header
from jalon.journal.models import EnrolledNode, NotRead, Parked
from jalon.journal.node import journal_connection

MOST = 300  # entries shown; the counts are of all
OF_A_BRANCH = 1  # dots in what the entries of a branch wait for: node.epoch (see `opening.branch_key`)


@dataclass(frozen=True, slots=True)
class Looked:
    """An entry, by its header. `wall` is its node's clock; `interval` when it was made, on ours, as far as we can
    tell (ms)."""

    position: int
    seq: int
    verb: str
    actor: str
    wall: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Looks:
    """Some entries: how many of each verb and of each officer, the last position, and the first of them."""

    count: int
    last: int
    verbs: dict[str, int]
    entries: list[Looked] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fork:
    """Two histories of one epoch from entry `base` on: the one that counts, and the branch in quarantine."""

    node: str
    post: str
    epoch: str
    branch_of: str
    base: int
    ours: Looks
    branch: Looks


def held_of(node: str) -> Looks:
    """What arrived from a revoked node and waits for somebody's decision."""
    positions = list(
        Parked.objects.filter(waits_for=held_key(node)).order_by("position").values_list("position", flat=True)
    )
    return _looks(positions)


def held_count(node: str) -> int:
    return Parked.objects.filter(waits_for=held_key(node)).count()


def forks(in_quarantine: Sequence[dict[str, object]]) -> list[Fork]:
    """The branches that wait, each beside the history that it leaves."""
    posts = dict(EnrolledNode.objects.values_list("id", "post"))
    found = []
    for one in in_quarantine:
        node, epoch, left, base = str(one["node"]), str(one["epoch"]), str(one["branch_of"]), int(str(one["base"]))
        ours, branch = _looks(_beyond(node, left, base)), _looks(_beyond(node, epoch, base))
        found.append(Fork(node, posts.get(node, ""), epoch, left, base, ours, branch))
    return found


def parked() -> dict[str, list[Parked]]:
    """Entries that could not be applied, by kind; those held back and in quarantine have pages of their own."""
    found: dict[str, list[Parked]] = {}
    for one in Parked.objects.exclude(waits_for__startswith=held_key("")):
        if one.waits_for.count(".") != OF_A_BRANCH:
            found.setdefault(one.kind, []).append(one)
    return found


def not_read() -> list[NotRead]:
    """What was applied and could not be read by something that follows the tables."""
    return list(NotRead.objects.all()[:MOST])


def not_read_count() -> int:
    return NotRead.objects.count()


def try_again() -> int:
    """Try what is parked again. Returns how many took."""
    return retry_parked()


def wall_of(node: str, epoch: str, seq: int) -> int:
    """The time of an entry on its node's clock, ms; 0 where it is not held."""
    connection, mark = journal_connection()
    row = connection.execute(
        f"SELECT header FROM journal_entry WHERE node = {mark} AND epoch = {mark} AND seq = {mark}", (node, epoch, seq)
    ).fetchone()
    return Header.from_bytes(bytes(row[0])).wall if row else 0


def _beyond(node: str, epoch: str, base: int) -> list[int]:
    connection, mark = journal_connection()
    rows = connection.execute(
        f"SELECT position FROM journal_entry WHERE node = {mark} AND epoch = {mark} AND seq > {mark} ORDER BY seq",
        (node, epoch, base),
    ).fetchall()
    return [int(position) for (position,) in rows]


def _looks(positions: list[int]) -> Looks:
    if not positions:
        return Looks(0, 0, {})
    connection, mark = journal_connection()
    verbs: dict[str, int] = {}
    entries = []
    times = intervals_of(positions[:MOST])
    for start in range(0, len(positions), 500):
        some = positions[start : start + 500]
        rows = connection.execute(
            f"SELECT position, seq, verb, header FROM journal_entry WHERE position IN ({', '.join([mark] * len(some))})"
            " ORDER BY position",
            tuple(some),
        ).fetchall()
        for position, seq, verb, raw in rows:
            verbs[verb] = verbs.get(verb, 0) + 1
            if position in times:
                header = Header.from_bytes(bytes(raw))
                entries.append(Looked(int(position), int(seq), verb, header.actor, header.wall, times[position]))
    return Looks(len(positions), positions[-1], verbs, entries)
