"""Recording, following, parking, rebuilding, on a real node of either tier."""

import dataclasses
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction

from jalon.config import cast
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import decision, inspection, shift
from jalon.crossings.models import Inspection
from jalon.journal import append, applying, record, sidecar
from jalon.journal import node as node_room
from jalon.journal.backup import CannotBackUp, back_up
from jalon.journal.models import Cursor, Parked
from jalon.journal.rebuild import RebuildRefused, rebuild
from jalon.journal.verify import verify
from jalon.posts import declaration
from jalon.posts.models import Post

pytestmark = pytest.mark.both

CLEAN = "P<MLITRAORE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<\nAA01234565MLI9001011F3012316<<<<<<<<<<<<<<08"
GOGUI = {"name": "Gogui", "country": "MLI", "neighbour": "MRT"}


def test_what_was_recorded_is_in_the_tables(node):
    recorded = declaration.declare("ML-GOG", GOGUI, "installer")
    assert Post.objects.get(code="ML-GOG").declared == recorded.key


def test_an_outer_transaction_is_refused(node):
    with pytest.raises(append.OuterTransaction), transaction.atomic(using=applying.journal_alias()):
        declaration.declare("ML-GOG", GOGUI, "installer")
    assert applying.entries_in_journal() == 0


def test_entries_can_be_neither_changed_nor_removed(node):
    declaration.declare("ML-GOG", GOGUI, "installer")
    connection, _ = node_connection()
    for statement in ("UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry", "DELETE FROM journal_epoch"):
        with pytest.raises(Exception, match="only grows"):
            connection.execute(statement)


def node_connection():
    return node_room.journal_connection()


def test_a_personal_entry_needs_an_open_shift(node):
    from jalon.journal.node import this_node

    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters reads what it records: it has no shift keys")
    with pytest.raises(record.ShiftNeeded):
        record.record("person.looked_up", {"question": {}, "reason": "why"}, "amina")
    assert applying.entries_in_journal() == 0


def test_an_entry_whose_antecedent_is_absent_waits_for_it(node):
    body = {"posting": "0.0.9", "until": "2026-12-31"}
    record.record("officer.posting_ended", body, "installer")
    parked = Parked.objects.get()
    assert (parked.kind, parked.waits_for) == (Parked.WAITS, "0.0.9")
    declaration.declare("ML-GOG", GOGUI, "installer")
    assert Post.objects.exists()  # it blocks nobody


def test_a_payload_however_bad_blocks_nobody(node):
    record.record("post.declared", {"name": 3}, "installer")
    declaration.declare("ML-GOG", GOGUI, "installer")
    assert Parked.objects.get().kind == Parked.FAILED
    assert Post.objects.get().code == "ML-GOG"


def broken_disk(words: str, code: int) -> OperationalError:
    """As Django raises it: the driver's own error is its cause."""
    cause = sqlite3.OperationalError(words)
    cause.sqlite_errorcode = code
    error = OperationalError(words)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("words", "code", "of_the_machine"),
    [
        ("database or disk is full", sqlite3.SQLITE_FULL, True),
        ("disk I/O error", sqlite3.SQLITE_IOERR_FSYNC, True),
        ("database is locked", sqlite3.SQLITE_BUSY, True),
        ("too many SQL variables", sqlite3.SQLITE_ERROR, False),
        ("NOT NULL constraint failed", sqlite3.SQLITE_CONSTRAINT, False),
    ],
)
def test_a_broken_disk_is_not_held_against_an_entry(node, words, code, of_the_machine):
    from jalon.journal.verbs import table

    usual, failing = table()["post.declared"], [broken_disk(words, code)]

    def apply(entries, tables):
        if failing:
            raise failing[0]
        usual.apply(entries, tables)

    table()["post.declared"] = dataclasses.replace(usual, apply=apply)
    try:
        declaration.declare("ML-GOG", GOGUI, "installer")
        assert Parked.objects.exists() is not of_the_machine
        failing.clear()
        applying.follow()
        assert Post.objects.exists() is of_the_machine
    finally:
        table()["post.declared"] = usual


def test_a_verb_from_the_future_is_kept_and_parked(node):
    from jalon.journal.verbs import Owner, Readers, Verb, table

    verbs = table()
    verbs["post.future"] = Verb("post.future", 1, Readers.OPERATIONAL, Owner.NODE, lambda entries, tables: None)
    try:
        this = node_room.this_node()
        this.append([record.draft_of(verbs["post.future"], {"a": 1}, "installer", None, this)])
        understood = verbs.pop("post.future")
        applying.follow()
        assert Parked.objects.get().kind == Parked.UNKNOWN
        verbs["post.future"] = understood
        assert applying.retry_parked() == 1
        assert not Parked.objects.exists()
    finally:
        verbs.pop("post.future", None)


def test_tables_taken_up_where_they_stood(node, monkeypatch):
    """A process killed between the rows and the cursor leaves both as they were; the next one goes on."""
    monkeypatch.setattr(record, "follow", lambda: 0)
    for number in range(5):
        declaration.declare(f"ML-{number}", GOGUI, "installer")

    def killed(self, *args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Cursor, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            applying.follow()
    assert not Post.objects.exists()
    applying.follow(batch=2)
    assert Post.objects.count() == 5


def test_every_table_dropped_and_rebuilt_is_equal(node):
    cast.declare_posts()
    staff = cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))
    amina = shift.open_shift(staff["amina"], "ML-GOG")
    for number in range(6):
        key = inspection.inspect(inspection.shown_by_mrz(CLEAN), "entry", amina).key
        seen = Inspection.objects.get(key=key)
        if number % 2:
            decision.admit(seen, amina, {"transport": "car"})
        else:
            decision.refer(seen, amina, "identity_doubt")
    assert rebuild(FOLLOW_ENTRIES) == []
    assert Inspection.objects.count() == 6
    Inspection.objects.all().delete()
    Post.objects.filter(code="ML-GOG").update(name="altered")
    assert len(rebuild(FOLLOW_ENTRIES)) == 7
    assert Inspection.objects.count() == 6
    assert Post.objects.get(code="ML-GOG").name == "Gogui"
    shift.close_shift(amina)
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_rebuild_that_would_lose_rows_is_refused(node, monkeypatch):
    from jalon.journal.verbs import table

    declaration.declare("ML-GOG", GOGUI, "installer")

    def broken(entries, tables):
        raise KeyError("a fault of a new version")

    monkeypatch.setitem(table(), "post.declared", dataclasses.replace(table()["post.declared"], apply=broken))
    with pytest.raises(RebuildRefused, match="1 entries"):
        rebuild(FOLLOW_ENTRIES)
    assert Post.objects.get().code == "ML-GOG"


def test_a_head_below_the_sidecar_opens_a_new_epoch(node):
    first = declaration.declare("ML-GOG", GOGUI, "installer")
    this = node_room.this_node()
    assert this.start() is None
    known = sidecar.read(this.sidecar)
    ahead = sidecar.Head(known.node, known.epoch, known.seq + 3, known.position + 3, known.hash, known.signature)
    sidecar.write(this.sidecar, ahead)
    assert "missing" in this.start()
    second = declaration.declare("ML-GOG", GOGUI, "installer")
    assert (second.epoch != first.epoch, second.seq) == (True, 1)


def test_a_restored_backup_opens_a_new_epoch(node, tmp_path):
    """The copy is whole, says so without a key, and goes on in an epoch of its own even where nobody is reached."""
    first = declaration.declare("ML-GOG", GOGUI, "installer")
    journal = node / "journal.sqlite3"
    if not journal.exists():
        pytest.skip("a headquarters is backed up by the tools of its database")
    assert back_up(journal, tmp_path / "copy.sqlite3") == 1
    assert verify(tmp_path / "copy.sqlite3", None).ok
    with pytest.raises(CannotBackUp):
        back_up(journal, tmp_path / "copy.sqlite3")
    connections.close_all()
    for end in ("-wal", "-shm"):
        Path(f"{journal}{end}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "copy.sqlite3", journal)
    assert "backup" in node_room.this_node().start()
    assert declaration.declare("ML-GOG", GOGUI, "installer").epoch != first.epoch
    assert node_room.this_node().start() is None
