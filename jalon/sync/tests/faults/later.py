"""A post and a headquarters of different ages: what one does not know it keeps byte for byte, and applies after an
upgrade."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from jalon.journal import batch as batches
from jalon.journal import sending
from jalon.journal.applying import follow, retry_parked
from jalon.journal.models import Parked
from jalon.journal.node import this_node
from jalon.journal.record import record
from jalon.journal.verbs import Verb, table
from jalon.sync import stick
from jalon.sync.editions import shelf, taking
from jalon.sync.editions.table import kinds
from jalon.sync.tests.faults.checker import asked
from jalon.sync.tests.faults.line import Asked
from jalon.sync.tests.faults.trial import Fault, Trial, World

# Verbs of a post, hidden from its headquarters and then shown: a body, and the table that it makes a row of.
HIDDEN: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("shift.opened", {"post": "ML-000", "shift_key": "00" * 8}, "crossings_shift"),
    ("edition.switched", {"name": "later", "audience": "", "number": 3, "root": "00" * 32}, "sync_heldedition"),
    ("person.looked_up", {"question": {"primary_identifier": "TRAORE"}, "reason": "asked"}, ""),
)


def other_ages(trial: Trial) -> None:
    while trial.times < trial.tries:
        for case in CASES:
            world = trial.world()
            trial.times += 1
            case(trial, world)
            trial.come_through(world, forks=0)
            world.remove()


@contextmanager
def _known_as(name: str, verb: Verb | None) -> Iterator[None]:
    """This program knows a verb otherwise, or not at all."""
    before = table()[name]
    if verb is None:
        del table()[name]
    else:
        table()[name] = verb
    try:
        yield
    finally:
        table()[name] = before


def _write(world: World, verb: str, body: dict[str, Any]) -> None:
    with world.post.at_work():
        record(verb, body, "a1b2c3d4", world.post._shift_key())


def unknown_verbs(trial: Trial, world: World) -> None:
    for name, body, made in HIDDEN:
        before = _rows(world, made)
        _write(world, name, body)
        with _known_as(name, None):
            _arrives(trial, world)
            assert _parked(world) == [(name, "unknown")] and _rows(world, made) == before
        _upgraded(world)
        assert _rows(world, made) == before + bool(made), f"{name} was not applied after the upgrade"


def later_versions(trial: Trial, world: World) -> None:
    """Version 2 of a verb, which says a fact otherwise: it waits for the program that knows it."""
    name, body, made = HIDDEN[0]
    second = replace(table()[name], version=2, upgrades={1: lambda old: old})
    with _known_as(name, second):
        _write(world, name, body | {"said_otherwise": True})
    before = _rows(world, made)
    _arrives(trial, world)
    assert _parked(world) == [(name, "unknown")] and _rows(world, made) == before
    with _known_as(name, second):
        _upgraded(world)
    assert _rows(world, made) == before + 1


def unknown_facts(trial: Trial, world: World) -> None:
    """A fact more in a payload is kept, and hinders nobody."""
    name, body, made = HIDDEN[0]
    before = _rows(world, made)
    _write(world, name, body | {"of_a_later_program": {"deep": [1, 2, 3]}})
    _arrives(trial, world)
    assert (_parked(world), _rows(world, made)) == ([], before + 1)


def unknown_editions(trial: Trial, world: World) -> None:
    """A kind of edition that the post does not know waits at the headquarters, and costs no transfer again."""
    world.headquarters.declare("ML-777", "Poste 0.7")
    with world.headquarters.at_work():
        shelf.publish()
    kind = kinds().pop("posts")
    try:
        world.post.synchronise(world.line(trial))
        with world.post.at_work():
            assert "posts" not in taking.held()
    finally:
        kinds()["posts"] = kind
    line = world.line(trial)
    assert world.post.synchronise(line).whole
    with world.post.at_work():
        assert "posts" in taking.held()


def unknown_items(trial: Trial, world: World) -> None:
    """An item of a stick that this program does not know is passed over, and the rest is taken in."""
    world.post.record(5)
    path = trial.templates.place("later")
    with world.post.at_work():
        parent = this_node().keys.parent
        assert parent is not None
        with stick._Writer(path, parent.node, this_node().keys.headquarters) as out:
            out.put(b"Z", b"of a later program" * 1000)
            batch = sending.next_batch()
            assert batch is not None
            out.put(stick.BATCH, batches.encode(batch))
    with world.headquarters.at_work():
        taken = stick.take(path)
    assert (taken.entries, taken.problems) == (5, [])


def later_wire(trial: Trial, world: World) -> None:
    """A batch, a call and a receipt of a later form: refused or read, never half understood; the post keeps all."""
    world.post.record(4)
    with world.post.at_work():
        batch = sending.next_batch()
        assert batch is not None
        raw = batches.encode(batch)
    (_, length) = struct.unpack_from(">BI", raw)
    for later in (b"\x02" + raw[1:], b"\xff" + raw[1:], struct.pack(">BI", 2, length) + raw[5:]):
        answer = world.line(trial).deliver(Asked("POST", "", later))
        assert answer.status == 400, f"a batch of a later form was answered {answer.status}"
    assert world.line(trial).deliver(Asked("GET", "/AgAA", None)).status == 400
    assert world.post.waiting() == 4

    def bits_of_later(line: Any, asked_for: Asked) -> Any:
        answer = line.deliver(asked_for)
        if asked_for.is_batch and answer.status == 200:
            answer._rest = bytes([answer._rest[0] | 0b1111_1000]) + answer._rest[1:]
        return answer

    assert world.post.synchronise(world.line(trial, bits_of_later)).sent == 4


CASES = (unknown_verbs, later_versions, unknown_facts, unknown_editions, unknown_items, later_wire)


def _arrives(trial: Trial, world: World) -> None:
    summary = world.post.synchronise(world.line(trial))
    assert summary.whole and not summary.waiting, summary
    with world.headquarters.at_work():
        follow()


def _upgraded(world: World) -> None:
    with world.headquarters.at_work():
        retry_parked()
    assert _parked(world) == []


def _parked(world: World) -> list[tuple[str, str]]:
    with world.headquarters.at_work():
        found = list(Parked.objects.values_list("position", "kind"))
    verbs = dict(asked(world.headquarters, "SELECT position, verb FROM journal_entry"))
    return [(verbs[position], kind) for position, kind in found]


def _rows(world: World, made: str) -> int:
    if not made:
        return 0
    ((count,),) = asked(world.headquarters, f"SELECT COUNT(*) FROM {made}")
    return int(count)


FAULTS = (Fault("a post or a headquarters of another age", other_ages, 60, 6),)
