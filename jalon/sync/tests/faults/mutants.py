"""The mechanisms taken away one by one: each fault must then be seen. A checker that has never failed proves nothing.

A mutant patches the program for as long as a fault is tried, in this process and in those that it starts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

from jalon.journal import applying, backup, receipts, receive, schema, sending
from jalon.journal.batch import Batch
from jalon.journal.node import Node, wall_clock
from jalon.journal.receipts import Receipt
from jalon.journal.receive import Line, Outcome
from jalon.sync import hearing, session, state, stick, waiting
from jalon.sync.editions import shelf
from jalon.sync.tests.faults import carried, clocks, crowd, deaths, disks, lives, wire
from jalon.sync.tests.faults.trial import Trial

NAMED = "JALON_FAULTS_MUTANT"  # for the processes of a nursery
Patches = list[tuple[Any, str, Any]]


@dataclass(frozen=True)
class Mutant:
    """`fault` must catch it within `tries`. `processes`: it is let loose in those that are started, too."""

    name: str
    patches: Callable[[], Patches]
    fault: Callable[[Trial], None]
    tries: int
    processes: bool = False


@contextmanager
def loose(mutant: Mutant) -> Iterator[None]:
    """The program without the mechanism, here and in the processes that are started meanwhile."""
    with ExitStack() as stack:
        for owner, name, other in mutant.patches():
            stack.enter_context(mock.patch.object(owner, name, other))
        named = {NAMED: mutant.name} if mutant.processes else {}
        stack.enter_context(mock.patch.dict(os.environ, named))
        yield


def let_loose(name: str) -> None:
    """For a nursery: the mutant of this name stays until the process ends."""
    for owner, attribute, other in next(one for one in MUTANTS if one.name == name).patches():
        setattr(owner, attribute, other)


# ── what is taken away ──


def _receipts_unsigned() -> Patches:
    return [(Receipt, "is_signed_by", lambda *_: True)]


def _receipt_kept_unproven() -> Patches:
    return [(Node, "last_receipt", lambda self, forum="", _by=None: receipts.last(self.receipt_of(forum)))]


def _receipt_unasked() -> Patches:
    return [*_receipt_kept_unproven(), *_lacking_untold(), *_follows_unasked()]


def _checkpoint_first() -> Patches:
    """The post moves its checkpoint when it sends, not when it hears a receipt."""
    usual = session._send

    def ahead(line: Any, parent: Any, batch: Batch, summary: Any, standing: Any) -> Any:
        last = batch.last.header
        mark = Receipt(parent.node, batch.node, batch.epoch, last.seq, batch.last.hash.hex(), wall_clock(), "")
        from jalon.journal.node import this_node

        receipts.keep(mark, this_node().receipt)
        return usual(line, parent, batch, summary, standing)

    return [(session, "_send", ahead), *_receipt_kept_unproven()]


def _batches_unsigned() -> Patches:
    return [(Batch, "is_signed_by", lambda *_: True)]


def _sent_without_looking() -> Patches:
    """What is sent is stored, whether it is held or not: under a new epoch id, as another row."""
    usual = receive.store

    def again(connection: Any, batch: Batch, mark: str) -> Any:
        received = usual(connection, batch, mark)
        if received.outcome is not Outcome.KNOWN:
            return received
        import secrets

        line = Line(batch.node, secrets.token_hex(8), "", 0, 0, bytes(32), lines_of(connection, batch, mark))
        receive.write_epoch(
            connection, (batch.node, line.name), line.opening, (0, bytes(32), batch.signature), received=True, mark=mark
        )
        return receive._store(connection, batch, line, batch.entries, mark)

    def lines_of(connection: Any, batch: Batch, mark: str) -> Any:
        return receive._lines(connection, batch, mark)[0].opening

    return [(receive, "store", again)]


def _forks_unseen() -> Patches:
    """An entry is known by its number, not by its hash."""

    def holds(self: Line, connection: Any, seq: int, _hashed: bytes, mark: str) -> bool:
        return self.hash_at(connection, seq, mark) is not None

    return [(Line, "holds", holds)]


def _forks_untold() -> Patches:
    return [(Node, "open_epoch", _only_the_first(Node.open_epoch))]


def _only_the_first(usual: Any) -> Any:
    def opened(self: Node, reason: str, stream: str = "headquarters") -> str:
        return "" if reason.startswith("the receiver holds") else str(usual(self, reason, stream))

    return opened


def _no_sidecar() -> Patches:
    return [(Node, "_why_a_new_epoch", _only_the_mark)]


def _only_the_mark(self: Node) -> str | None:
    from jalon.journal import append
    from jalon.journal.node import journal_connection

    connection, mark = journal_connection()
    return "a backup" if append.get_mark(connection, "copied by a backup", mark) else None


def _clean_backups() -> Patches:
    return [(backup, "set_mark", lambda *_: None)]


def _follows_unasked() -> Patches:
    return [(receive, "_follows_what_is_held", lambda *_: True), (sending, "epoch_before", lambda _: None)]


def _lacking_untold() -> Patches:
    return [(waiting, "lacking", lambda _: {})]


def _down_not_beyond() -> Patches:
    return [(hearing, "_go_on_beyond", lambda _: None), *_no_sidecar()]


def _calls_heard_twice() -> Patches:
    def take_call(call: Any, carrier: str = "link") -> Any:
        return _usual_take_call(replace(call, number=max(call.number, 1 + _last_number(call.node))), carrier)

    return [(hearing, "take_call", take_call)]


_usual_take_call = hearing.take_call


def _last_number(node: str) -> int:
    from jalon.sync.models import Contact

    return Contact.objects.filter(node=node).values_list("number", flat=True).first() or 0


def _numbers_by_the_clock() -> Patches:
    def next_number(self: state.State) -> int:
        self.number = wall_clock()
        self.write()
        return self.number

    return [(state.State, "next_number", next_number)]


def _sticks_unsigned() -> Patches:
    return [(stick, "_check_whole", lambda *_: None)]


def _old_sticks_speak() -> Patches:
    def take_meant(said: dict[str, Any], _giver: Any, taken: Any) -> None:
        from jalon.sync.editions import taking

        taking.withdraw(set(map(str, said["names"])))

    return [(stick, "_take_meant", take_meant)]


def _parcels_unproven() -> Patches:
    return [(shelf, "_is_whole", lambda _: True)]


def _lazy_journal() -> Patches:
    lazy = tuple(pragma.replace("synchronous=FULL", "synchronous=NORMAL") for pragma in schema.JOURNAL_PRAGMAS)
    return [(schema, "JOURNAL_PRAGMAS", lazy)]


def _receipt_whatever_happens() -> Patches:
    """The receipt is given although the transaction failed."""
    usual = receive.transaction

    @contextmanager
    def forgiving(connection: Any, mark: str) -> Iterator[None]:
        try:
            with usual(connection, mark):
                yield
        except Exception:
            return

    def store(connection: Any, batch: Batch, mark: str) -> Any:
        try:
            return _usual_store(connection, batch, mark)
        except Exception:
            last = batch.last
            head = receive.Head(batch.node, batch.epoch, last.header.seq, last.hash)
            return receive.Received(Outcome.KNOWN, head, 0)

    return [(receive, "transaction", forgiving), (receive, "store", store)]


_usual_store = receive.store


def _check_then_insert() -> Patches:
    """Whether a batch is held is looked at without the lock of the counter."""
    usual = receive.next_positions

    def unlocked(connection: Any, count: int, mark: str) -> int:
        if count:
            return usual(connection, count, mark)
        (last,) = connection.execute("SELECT last FROM journal_position WHERE single = 1").fetchone()
        time.sleep(0.02)
        return int(last) + 1

    return [(receive, "next_positions", unlocked)]


def _cursor_first() -> Patches:
    """The cursor of the tables moves before the rows are written."""
    usual = applying._apply_rows

    def follow_once(tables: str, batch: int) -> int:
        from django.db import transaction

        node = applying.this_node()
        with transaction.atomic(using=tables):
            cursor = applying._locked_cursor(tables)
            rows = applying._next_rows(cursor.position, batch)
            if rows:
                cursor.position = int(rows[-1][0])
                cursor.save(using=tables)
        if rows:
            time.sleep(0.05)
            with transaction.atomic(using=tables):
                usual(rows, node, tables)
        return len(rows)

    return [(applying, "_follow_once", follow_once)]


def _lazy_postgresql() -> Patches:
    usual = receive.transaction

    @contextmanager
    def lazy(connection: Any, mark: str) -> Iterator[None]:
        connection.execute("SET synchronous_commit = off")
        with usual(connection, mark):
            yield

    return [(receive, "transaction", lazy)]


def _kill_worker(trial: Trial) -> None:
    deaths.killed("worker", trial)


MUTANTS: tuple[Mutant, ...] = (
    Mutant("receipts are believed unsigned", _receipts_unsigned, wire.error_as_success, 36),
    Mutant("the checkpoint moves when a batch is sent", _checkpoint_first, wire.cut_anywhere, 60),
    Mutant("the kept receipt is believed, and never asked about", _receipt_unasked, carried.altered_beside, 40),
    Mutant("batches are believed unsigned", _batches_unsigned, wire.wrong_signer, 3),
    Mutant("what comes again is stored again", _sent_without_looking, wire.answer_lost, 20),
    Mutant("an entry is known by its number", _forks_unseen, lives.copied_raw, 12),
    Mutant("a fork opens no new epoch", _forks_untold, lives.copied_raw, 12),
    Mutant("nothing is remembered outside the journal", _no_sidecar, lives.copied_raw, 12),
    Mutant("a backup is not born dirty", _clean_backups, lives.restored_by_the_tool, 12),
    Mutant("a later epoch is taken for the one before", _follows_unasked, lives.headquarters_set_back, 20),
    Mutant("a headquarters set back is not told", _lacking_untold, lives.headquarters_set_back, 12),
    Mutant("a headquarters set back goes on in its epochs", _down_not_beyond, lives.headquarters_set_back, 8),
    Mutant("a call is heard twice", _calls_heard_twice, wire.replayed, 30),
    Mutant("calls are numbered by the clock alone", _numbers_by_the_clock, clocks.wrong_clocks, 8),
    Mutant("a stick's signature is not looked at", _sticks_unsigned, carried.altered_sticks, 200),
    Mutant("an old stick is believed", _old_sticks_speak, carried.old_sticks, 24),
    Mutant("a kept parcel is served as it is", _parcels_unproven, carried.altered_editions, 40),
    Mutant("a commit is not synced", _lazy_journal, disks.power_cut_there, 200),
    Mutant("a receipt is given whatever happens", _receipt_whatever_happens, disks.errors_there, 24),
    Mutant(
        "looked at first, inserted afterwards",
        _check_then_insert,
        crowd.the_same_batch_on_postgresql,
        10,
        processes=True,
    ),
    Mutant("the cursor moves before the rows", _cursor_first, _kill_worker, 25, processes=True),
    Mutant(
        "PostgreSQL acknowledges before it syncs",
        _lazy_postgresql,
        deaths.killed_after_the_receipt,
        8,
        processes=True,
    ),
)
