"""Simulated posts say what the desk says, and a headquarters takes what they send."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from jalon.config.demo import bodies, place, traffic
from jalon.config.demo.simulated import SimulatedPost
from jalon.config.demo.travellers import Traveller, passport, travellers
from jalon.crossings.models import Decision, Inspection, Shift
from jalon.journal.applying import follow
from jalon.journal.models import Parked
from jalon.journal.node import journal_connection, this_node
from jalon.journal.opening import COLUMNS, Opened, open_entry
from jalon.journal.receive import Outcome, receive

TODAY = date.today()


def kinds() -> dict[str, Traveller]:
    """One traveller of each kind, and a child, who is accompanied."""
    found = {one.kind: one for one in travellers(120, 5, TODAY)}
    born = (TODAY - timedelta(days=15 * 365)).isoformat()
    child = passport("CISSE", "MARIAM", born, "SEN", "F", "DA0000001", TODAY + timedelta(days=900))
    return {**found, "child": Traveller("clean", child, "Cisse Mariam", "entry", "foot")}


def recorded() -> list[Opened]:
    connection, _ = journal_connection()
    rows = connection.execute(f"SELECT {COLUMNS} FROM journal_entry ORDER BY position").fetchall()
    return [entry for entry in (open_entry(row, this_node()) for row in rows) if isinstance(entry, Opened)]


def shape(value: Any) -> Any:
    """Names and types, without what they say."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in sorted(value.items())}
    if isinstance(value, list):
        return [shape(one) for one in value[:1]]
    return type(value).__name__


def test_a_simulated_post_says_what_the_desk_says(node):
    place.prepare(lambda _: None, TODAY)
    amina = traffic.Officer("amina")
    many = kinds()
    for traveller in many.values():
        amina.process(traveller)
    said = recorded()
    shift = Shift.objects.get()
    seen = {
        Inspection.objects.get(key=one.key).position: one for one in said if one.header.verb == "crossing.inspected"
    }
    assert set(many) == {"clean", "wrong_digit", "wanted", "no_document", "no_visa", "child"} and len(seen) == len(many)
    for traveller, (_, entry) in zip(many.values(), sorted(seen.items()), strict=True):
        ours = bodies.inspected(traveller, shift.key, TODAY, this_node().keys.recall, Random(1))
        theirs = dict(entry.body)
        found = ours.pop("hits"), theirs.pop("hits")
        if traveller.kind != "no_document":
            assert shape(found[0]) == shape(found[1]), traveller.kind
        rules = ours.pop("regime", ""), theirs.pop("regime", "")
        assert rules[0].split()[:2] == rules[1].split()[:2], traveller.kind
        if not found[1]:
            assert ours == theirs, traveller.kind
    amina.close()

    post = SimulatedPost(this_node().keys.headquarters.public_bytes_raw(), day=TODAY)
    shapes: dict[str, list[Any]] = {}
    post._write = lambda verb, body, actor: shapes.setdefault(verb, []).append(shape(body)) or f"{post.node}.e.{verb}"
    for traveller in many.values():
        post._traveller(traveller)
    post._close_shift()
    desk = {entry.header.verb: shape(entry.body) for entry in [*said, *recorded()]}
    for verb in ("shift.opened", "crossing.inspected", "crossing.decided", "crossing.accompanied"):
        assert desk[verb] in shapes[verb], verb
    ours, theirs = shapes["shift.closed"][0], desk["shift.closed"]
    assert set(ours) == set(theirs) and set(ours["counts"]) == set(theirs["counts"])


@pytest.mark.both
def test_what_simulated_posts_send_is_received_and_applied(node):
    headquarters = this_node().keys.sealing.public_key().public_bytes_raw()
    for number in (1, 2):
        post, again = (SimulatedPost(headquarters, number, seed=3, day=TODAY) for _ in range(2))
        written = post.crossings(60)
        again.crossings(60)
        assert post.node == again.node and list(post._epochs) == list(again._epochs)
        assert [entry.header.wall for entry in post._epochs[post._epoch].entries] == [
            entry.header.wall for entry in again._epochs[again._epoch].entries
        ]
        receipt, stored = None, 0
        for raw in post.batches():
            received = receive(raw, post.key_of)
            stored, receipt = stored + received.stored, received.receipt
        assert (stored, receipt.seq) == (written, written)
        post.entries(5)
        post.open_epoch("restored from a backup")
        post.entries(5)
        skipped, *rest = post.batches(receipt, most=3)
        gap = receive(rest[0], post.key_of)
        assert gap.outcome is Outcome.GAP and gap.head.seq == written
        assert all(receive(raw, post.key_of).outcome is Outcome.STORED for raw in post.batches(gap.head, most=3))
        assert receive(skipped, post.key_of).outcome is Outcome.KNOWN
        post.forget(receipt)
        with pytest.raises(ValueError, match="forgotten"):
            next(post.batches())
    assert follow() > 240
    if this_node().keys.is_headquarters:
        assert not Parked.objects.exists()
        assert Inspection.objects.count() > 120 and not Inspection.objects.filter(state="open").exists()
        assert Decision.objects.filter(line=2).exists() and Shift.objects.filter(closed_at__isnull=False).count() == 2
