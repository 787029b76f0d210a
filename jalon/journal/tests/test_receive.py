"""Receiving: what a node sent is held whole, once, in order; what does not fit is neither dropped nor stored over."""

import dataclasses
import json
import random
from pathlib import Path

import pytest
import zstandard

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.journal import append, batch, branches, payload, receipts, receive, seal, sending
from jalon.journal import node as node_room
from jalon.journal.applying import follow
from jalon.journal.batch import Batch, BatchUnreadable, Entry
from jalon.journal.header import Header
from jalon.journal.keys import NodeKeys
from jalon.journal.models import Parked
from jalon.journal.rebuild import rebuild
from jalon.journal.receipts import Receipt, ReceiptRefused
from jalon.journal.receive import Outcome, SenderUnknown
from jalon.journal.tests.chain import EPOCH, begin, connect, fresh_keys, opening, stamp
from jalon.journal.verify import verify, verify_database
from jalon.posts import declaration
from jalon.posts.models import Post

pytestmark = pytest.mark.both

GOGUI = {"name": "Gogui", "country": "MLI", "neighbour": "MRT"}


class Sender:
    """A post of its own: a journal in a file, sealed to the node under test."""

    def __init__(self, folder: Path, epoch: str = EPOCH) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.keys: NodeKeys = fresh_keys()
        self.connection = connect(folder / "journal.sqlite3")
        self.epoch = epoch
        begin(self.connection, self.keys, epoch)

    def copy_to(self, folder: Path) -> "Sender":
        """A clone: the same keys, the same history."""
        folder.mkdir()
        other = object.__new__(Sender)
        other.keys, other.epoch, other.connection = self.keys, self.epoch, connect(folder / "journal.sqlite3")
        self.connection.backup(other.connection)
        return other

    def write(self, *bodies: dict, verb: str = "post.declared") -> None:
        parent = node_room.this_node().keys.sealing.public_key()
        drafts = []
        for number, body in enumerate(bodies):
            content = payload.write(1, body)

            def sealed(node: str, epoch: str, seq: int, content: payload.Payload = content) -> bytes:
                return seal.seal(content.clear(node, epoch), [parent], seal.info(node, epoch, seq, verb))

            drafts.append(append.Draft(verb, content.commitment, stamp(number), sealed, lambda *_: None))
        append.append(self.connection, (self.keys.node, self.epoch), drafts, self.keys.sign)

    def batch(self, first: int = 1, last: int = 99) -> Batch:
        rows = self.connection.execute(
            "SELECT header, hash, sealed, signature FROM journal_entry WHERE seq BETWEEN ? AND ? ORDER BY seq",
            (first, last),
        ).fetchall()
        entries = [Entry(Header.from_bytes(raw), raw, hashed, sealed) for raw, hashed, sealed, _ in rows]
        opened = opening(self.keys, self.epoch) if first == 1 else None
        return Batch(self.keys.node, self.epoch, bytes.fromhex(entries[0].header.prev), entries, rows[-1][3], opened)

    def send(self, first: int = 1, last: int = 99) -> receive.Received:
        return receive.receive(batch.encode(self.batch(first, last)), self.key_of)

    def key_of(self, node: str) -> bytes | None:
        return self.keys.public_key if node == self.keys.node else None


@pytest.fixture
def sender(node, tmp_path) -> Sender:
    return Sender(tmp_path / "sender")


def looks(numbers: range) -> list[dict]:
    """Bodies of a verb that makes no row and belongs to the node that looked."""
    return [{"question": {"primary_identifier": f"TRAORE {number}"}, "reason": "asked"} for number in numbers]


def held(sender: Sender) -> list[tuple]:
    connection, mark = node_room.journal_connection()
    rows = connection.execute(
        f"SELECT epoch, seq, header, hash, sealed FROM journal_entry WHERE node = {mark} ORDER BY position",
        (sender.keys.node,),
    ).fetchall()
    return [(epoch, seq, bytes(header), bytes(hashed), bytes(sealed)) for epoch, seq, header, hashed, sealed in rows]


def whole(node: Path) -> bool:
    connection, mark = node_room.journal_connection()
    if mark == "%s":
        report = verify_database(connection)
    else:
        name = "journal.sqlite3" if (node / "journal.sqlite3").exists() else "headquarters.sqlite3"
        report = verify(node / name)
    assert report.ok, report
    return report.ok


def test_a_batch_is_held_whole_and_receipted(node, sender):
    sender.write(*looks(range(7)), verb="person.looked_up")
    received = sender.send()
    assert (received.outcome, received.stored, received.head.seq) == (Outcome.STORED, 7, 7)
    sent = [(EPOCH, e.header.seq, e.raw, e.hash, e.sealed) for e in sender.batch().entries]
    assert held(sender) == sent
    assert received.receipt.is_signed_by(node_room.this_node().keys.public_key)
    assert (received.receipt.seq, received.receipt.hash) == (7, sent[-1][3].hex())
    assert whole(node)


def test_the_same_batch_again_changes_nothing(node, sender):
    sender.write(*looks(range(5)), verb="person.looked_up")
    sender.send()
    again = sender.send()
    assert (again.outcome, again.stored, again.receipt.seq) == (Outcome.KNOWN, 0, 5)
    assert len(held(sender)) == 5


def test_an_overlap_stores_what_is_new(node, sender):
    sender.write(*looks(range(9)), verb="person.looked_up")
    assert [sender.send(1, 5).stored, sender.send(3, 9).stored, sender.send(2, 4).stored] == [5, 4, 0]
    assert [seq for _, seq, *_ in held(sender)] == list(range(1, 10))
    assert whole(node)


def test_a_gap_is_told_with_the_head(node, sender):
    sender.write(*looks(range(9)), verb="person.looked_up")
    never = sender.send(4, 6)
    assert (never.outcome, never.head.seq, never.receipt) == (Outcome.GAP, 0, None)
    sender.send(1, 3)
    gap = sender.send(6, 9)
    assert (gap.outcome, gap.head.seq) == (Outcome.GAP, 3)
    assert len(held(sender)) == 3


def test_any_order_any_number_of_times_comes_to_the_same(node, sender):
    """Whatever arrives, in whatever order, as often as it likes: entries are held once, gapless, in order."""
    sender.write(*looks(range(12)), verb="person.looked_up")
    chance = random.Random(11)
    for _ in range(200):
        first = chance.randrange(1, 13)
        sender.send(first, chance.randrange(first, 13))
    sender.send()
    assert [seq for _, seq, *_ in held(sender)] == list(range(1, 13))
    assert whole(node)


def test_two_clones_fork_and_neither_history_is_lost(node, sender, tmp_path):
    sender.write(*looks(range(3)), verb="person.looked_up")
    sender.send()
    clone = sender.copy_to(tmp_path / "clone")
    sender.write(*looks(range(10, 12)), verb="person.looked_up")
    clone.write({"code": "ML-XXX", **GOGUI}, *looks(range(1)), verb="person.looked_up")
    sender.send(4, 5)
    forked = clone.send(3, 5)
    assert forked.outcome is Outcome.FORKED and forked.receipt.branch
    clone.write(*looks(range(2)), verb="person.looked_up")
    more = clone.send(6, 7)
    assert (more.outcome, more.head.epoch) == (Outcome.FORKED, forked.head.epoch)
    assert clone.send(1, 7).outcome is Outcome.KNOWN
    assert sender.send(1, 5).outcome is Outcome.KNOWN
    assert len(held(sender)) == 5 + 4
    assert whole(node)


def test_a_clone_of_a_clone_forks_within_the_branch(node, sender, tmp_path):
    sender.write(*looks(range(2)), verb="person.looked_up")
    clone = sender.copy_to(tmp_path / "clone")
    sender.write(*looks(range(2)), verb="person.looked_up")
    clone.write(*looks(range(3)), verb="person.looked_up")
    third = clone.copy_to(tmp_path / "third")
    clone.write(*looks(range(1)), verb="person.looked_up")
    third.write(*looks(range(2)), verb="person.looked_up")
    outcomes = [one.send().outcome for one in (sender, clone, third)]
    assert outcomes == [Outcome.STORED, Outcome.FORKED, Outcome.FORKED]
    assert len(held(sender)) == 4 + 4 + 2
    assert [one.send().outcome for one in (third, sender, clone)] == [Outcome.KNOWN] * 3
    assert whole(node)


def test_an_epoch_opened_twice_under_one_id_forks_from_its_opening(node, sender, tmp_path):
    sender.write(*looks(range(2)), verb="person.looked_up")
    sender.send()
    other = Sender(tmp_path / "other")
    other.keys = sender.keys
    other.connection.close()
    other.connection = connect(tmp_path / "other" / "again.sqlite3")
    opened = dataclasses.replace(opening(sender.keys), reason="another beginning")
    other.connection.execute("BEGIN IMMEDIATE")
    from jalon.journal import schema

    schema.create(other.connection)
    append.open_epoch(other.connection, opened, sender.keys.sign)
    other.connection.execute("COMMIT")
    other.write(*looks(range(1)), verb="person.looked_up")
    sent = dataclasses.replace(other.batch(), opening=opened)
    received = receive.receive(batch.encode(sent), sender.key_of)
    assert received.outcome is Outcome.FORKED
    assert whole(node)


def test_a_branch_is_applied_once_a_named_person_accepts_it(node, sender, tmp_path):
    """In quarantine it makes no row; accepted, it does; a rebuild comes to the same."""
    this = node_room.this_node()
    sender.write({"post": "ML-GOG", "shift_key": "00"}, verb="shift.opened")
    sender.send()
    clone = sender.copy_to(tmp_path / "clone")
    sender.write({"post": "ML-GOG", "shift_key": "01"}, verb="shift.opened")
    clone.write({"post": "ML-GOG", "shift_key": "02"}, verb="shift.opened")
    sender.send()
    branch = clone.send().head
    from jalon.crossings.models import Shift

    follow()
    assert sorted(Shift.objects.values_list("shift_key", flat=True)) == ["00", "01"]
    assert Parked.objects.get().waits_for == f"{sender.keys.node}.{branch.epoch}"
    with pytest.raises(branches.BranchUnknown):
        branches.accept(sender.keys.node, "no such branch", "why", "claire")
    branches.accept(sender.keys.node, branch.epoch, "The clone worked at Gogui for a day.", "claire")
    assert sorted(Shift.objects.values_list("shift_key", flat=True)) == ["00", "01", "02"]
    assert not Parked.objects.exists() and not branches.in_quarantine()
    assert rebuild(FOLLOW_ENTRIES) == []
    assert this.id != sender.keys.node and whole(node)


def test_another_node_cannot_claim_what_belongs_to_the_headquarters(node, sender):
    sender.write({"officer": "11112222", "name": "Somebody"}, verb="officer.enrolled")
    sender.send()
    follow()
    from jalon.staff.models import Officer

    assert not Officer.objects.exists()
    assert Parked.objects.get().kind == Parked.REFUSED


def test_whoever_is_not_enrolled_is_refused(node, sender, tmp_path):
    sender.write(*looks(range(2)), verb="person.looked_up")
    raw = batch.encode(sender.batch())
    other = fresh_keys()
    for key_of in (lambda _: None, lambda _: other.public_key):
        with pytest.raises(SenderUnknown):
            receive.receive(raw, key_of)
    with pytest.raises(SenderUnknown):
        receive.receive(batch.encode(dataclasses.replace(sender.batch(), signature=bytes(64))), sender.key_of)
    assert held(sender) == []


def test_any_byte_altered_on_the_way_is_refused(node, sender):
    sender.write(*looks(range(3)), verb="person.looked_up")
    sent = sender.batch()
    raw = batch.encode(sent)
    harmless = 0
    for at, bit in ((at, bit) for at in range(len(raw)) for bit in (0x01, 0x10, 0x80)):
        bad = bytearray(raw)
        bad[at] ^= bit
        try:
            decoded = batch.decode(bytes(bad))
        except BatchUnreadable:
            continue
        harmless += decoded == sent  # a bit of the compression's own frame that says nothing
        if decoded != sent:
            with pytest.raises((BatchUnreadable, SenderUnknown)):
                receive.receive(bytes(bad), sender.key_of)
    assert harmless < 15
    for end in range(len(raw)):
        with pytest.raises(BatchUnreadable):
            batch.decode(raw[:end])
    assert held(sender) == []


@pytest.mark.parametrize(
    "harm",
    [
        {"lengths": []},
        {"readers": [[], [0]]},
        {"readers": [["zz"], [0, 0, 0]]},
        {"verbs": 7},
        {"verbs": [["v"], [9, 9, 9]]},
        {"wall": [10**40, 0, 0]},
        {"wall": ["x", 0, 0]},
        {"opening": 5},
        {"first": 2},
        {"first": "one"},
        {"parts": [10**9, 1, 1]},
        {"lengths": [-1, 1, 1]},
        {"node": None},
    ],
)
def test_columns_that_do_not_fit_are_refused(node, sender, harm):
    """Somebody who can compress, and has no key."""
    sender.write(*looks(range(3)), verb="person.looked_up")
    raw = batch.encode(sender.batch())
    length = int.from_bytes(raw[1:5], "big")
    columns = json.loads(zstandard.ZstdDecompressor().decompress(raw[5 : 5 + length])) | harm
    packed = zstandard.ZstdCompressor().compress(json.dumps(columns).encode())
    bad = raw[:1] + len(packed).to_bytes(4, "big") + packed + raw[5 + length :]
    with pytest.raises((BatchUnreadable, SenderUnknown)):
        receive.receive(bad, sender.key_of)
    assert held(sender) == []


def test_a_batch_comes_back_as_it_was(node, sender):
    sender.write(*looks(range(4)), verb="person.looked_up")
    sent = sender.batch()
    assert batch.decode(batch.encode(sent)) == sent


def test_a_full_disk_stores_nothing(node, sender, monkeypatch):
    sender.write(*looks(range(4)), verb="person.looked_up")

    def full(*_):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(receive, "_insert", full)
        with pytest.raises(OSError, match="no space"):
            sender.send()
    assert held(sender) == []
    assert sender.send().stored == 4
    assert whole(node)


# The sending side


def receipt_for(last: Entry, parent: NodeKeys, branch: str = "") -> Receipt:
    header = last.header
    unsigned = Receipt(parent.node, header.node, header.epoch, header.seq, last.hash.hex(), 1_800_000_000_000, branch)
    return unsigned.signed(parent)


def test_what_was_not_receipted_is_sent_again_and_what_was_is_not(node):
    this, parent = node_room.this_node(), fresh_keys()
    for number in range(7):
        declaration.declare(f"ML-{number}", GOGUI, "installer")
    assert sending.not_sent() == 7
    first = sending.next_batch(most=4)
    assert [entry.header.seq for entry in first.entries] == [1, 2, 3, 4]
    assert sending.next_batch(most=4) == first
    this.take_receipt(receipt_for(first.last, parent), parent.public_key)
    rest = sending.next_batch(receipts.last(this.receipt), most=4)
    assert [entry.header.seq for entry in rest.entries] == [5, 6, 7] and rest.opening is None
    assert rest.is_signed_by(this.keys.public_key)
    assert sending.not_sent() == 3
    this.take_receipt(receipt_for(rest.last, parent), parent.public_key)
    assert (sending.next_batch(receipts.last(this.receipt)), sending.not_sent()) == (None, 0)


def test_a_new_epoch_is_sent_after_the_one_it_follows(node):
    this, parent = node_room.this_node(), fresh_keys()
    declaration.declare("ML-1", GOGUI, "installer")
    first = sending.next_batch()
    this.open_epoch("a trial")
    declaration.declare("ML-2", GOGUI, "installer")
    assert sending.next_batch() == first
    this.take_receipt(receipt_for(first.last, parent), parent.public_key)
    second = sending.next_batch(receipts.last(this.receipt))
    assert second.opening.follows.head == first.last.hash.hex()
    assert sending.not_sent() == 1


def test_a_receipt_that_nobody_signed_or_for_another_entry_is_refused(node):
    this, parent = node_room.this_node(), fresh_keys()
    declaration.declare("ML-1", GOGUI, "installer")
    last = sending.next_batch().last
    good = receipt_for(last, parent)
    for bad in (
        dataclasses.replace(good, signature=""),
        dataclasses.replace(good, seq=2),
        receipt_for(dataclasses.replace(last, hash=bytes(32)), parent),
        receipt_for(last, fresh_keys()),
    ):
        with pytest.raises(ReceiptRefused):
            this.take_receipt(bad, parent.public_key)
    assert sending.not_sent() == 1


def test_a_receipt_that_tells_of_a_fork_opens_a_new_epoch_at_once(node):
    this, parent = node_room.this_node(), fresh_keys()
    declaration.declare("ML-1", GOGUI, "installer")
    last = sending.next_batch().last
    this.take_receipt(receipt_for(last, parent, branch="0123456789abcdef"), parent.public_key)
    recorded = declaration.declare("ML-2", GOGUI, "installer")
    assert (recorded.epoch != last.header.epoch, recorded.seq) == (True, 1)
    assert Post.objects.count() == 2


def test_a_giver_opens_no_epoch_beyond_what_was_written_and_none_of_another_stream(node):
    this, parent = node_room.this_node(), fresh_keys()
    declaration.declare("ML-1", GOGUI, "installer")
    last = sending.next_batch().last
    of_a_forum = receipt_for(last, parent, branch="0123456789abcdef")
    with pytest.raises(ReceiptRefused):
        this.take_receipt(of_a_forum, parent.public_key, "f0" * 8, "forum " + "f0" * 8)
    this.take_receipt(of_a_forum, parent.public_key)
    empty = this.current_epoch()  # the one that opened: nobody holds another history of it
    claim = dataclasses.replace(of_a_forum, epoch=empty, seq=0, hash=this.hash_of(empty, 0).hex())
    this.take_receipt(claim.signed(parent), parent.public_key)
    assert this.current_epoch() == empty


def test_a_journal_below_its_last_receipt_opens_a_new_epoch(node):
    this, parent = node_room.this_node(), fresh_keys()
    declaration.declare("ML-1", GOGUI, "installer")
    last = sending.next_batch().last
    receipts.keep(dataclasses.replace(receipt_for(last, parent), seq=5), this.receipt)
    assert "the headquarters holds entry 5" in this.start()


def test_the_parents_signed_time_stands_in_the_next_headers(node):
    this, parent = node_room.this_node(), fresh_keys()
    declaration.declare("ML-1", GOGUI, "installer")
    this.take_receipt(receipt_for(sending.next_batch().last, parent), parent.public_key)
    declaration.declare("ML-2", GOGUI, "installer")
    assert [entry.header.parent for entry in sending.next_batch().entries] == [0, 1_800_000_000_000]
