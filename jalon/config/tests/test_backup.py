"""A backup is proven by restoring it: the same entries, the same tables, and a new epoch, for a copy is no original."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from jalon.config import backup, cast
from jalon.config.backup import BackupRefused
from jalon.config.starting import start_node
from jalon.journal import node as journal_node
from jalon.journal.node import journal_connection, this_node
from jalon.journal.record import record
from jalon.posts.models import Post
from jalon.staff.models import Account, Posting

PASSPHRASE = "douze signes au moins"
pytestmark = [pytest.mark.both, pytest.mark.smoke]


@pytest.fixture
def working(node: Path) -> Path:
    """A node with officers, posts and a list file."""
    start_node()
    cast.declare_posts()
    cast.enrol("ML-GOG", "une-phrase-de-passe", date(2026, 1, 1))
    (node / "lists" / "test").mkdir(parents=True)
    (node / "lists" / "test" / "1.jsonl").write_text("{}\n")
    return node


def entries() -> list[tuple]:
    connection, _ = journal_connection()
    rows = connection.execute("SELECT node, epoch, seq, hash FROM journal_entry ORDER BY position").fetchall()
    return [(*row[:3], bytes(row[3])) for row in rows]


def emptied(home: Path) -> None:
    """New hardware: the databases are prepared and empty, the files are gone; the keys were brought back."""
    from conftest import _fresh_postgresql

    connections.close_all()
    if connections["default"].vendor == "postgresql":
        _fresh_postgresql(settings.DATABASES)
    else:
        for part in home.glob("*.sqlite3*"):
            part.unlink()
        for part in (home.parent / "template").glob("*.sqlite3"):
            shutil.copy(part, home)
    shutil.rmtree(home / "lists")
    shutil.rmtree(Path(settings.JALON_SIDECAR).parent, ignore_errors=True)
    journal_node.forget_this_node()


def test_what_is_restored_is_what_was_backed_up_and_opens_a_new_epoch(working: Path, tmp_path: Path) -> None:
    before, epoch = entries(), this_node().current_epoch()
    accounts = list(Account.objects.values_list("username", "password").order_by("username"))
    made = backup.back_up(tmp_path / "one.backup", PASSPHRASE)
    record("post.declared", {"code": "ML-AFTER", "name": "After", "country": "MLI"}, "installer")
    emptied(working)
    restored = backup.restore(tmp_path / "one.backup", PASSPHRASE)
    assert restored == made and made.entries == len(before)
    alarm = start_node()
    assert alarm and "backup" in alarm
    assert this_node().current_epoch() != epoch
    assert entries() == before
    assert not Post.objects.filter(code="ML-AFTER").exists() and Post.objects.count() > 10
    assert Posting.objects.count() > 5
    assert list(Account.objects.values_list("username", "password").order_by("username")) == accounts
    assert (working / "lists" / "test" / "1.jsonl").read_text() == "{}\n"
    record("post.declared", {"code": "ML-NEW", "name": "New", "country": "MLI"}, "installer")
    assert len(entries()) == len(before) + 1


def test_a_backup_that_was_touched_anywhere_is_refused(working: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.backup"
    backup.back_up(path, PASSPHRASE)
    whole = path.read_bytes()
    assert backup.verify(path, PASSPHRASE).node == this_node().id
    for at in (3, 10, 30, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(BackupRefused):
            backup.verify(path, PASSPHRASE)
    for cut in (0, 20, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        with pytest.raises(BackupRefused):
            backup.verify(path, PASSPHRASE)


def test_refusals_change_nothing(working: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.backup"
    backup.back_up(path, PASSPHRASE)
    before = entries()
    with pytest.raises(BackupRefused, match="there already"):
        backup.back_up(path, PASSPHRASE)
    with pytest.raises(BackupRefused, match="shorter"):
        backup.back_up(tmp_path / "two.backup", "short")
    with pytest.raises(BackupRefused, match="passphrase is wrong"):
        backup.restore(path, "another phrase of words")
    with pytest.raises(BackupRefused, match="holds entries"):
        backup.restore(path, PASSPHRASE)
    assert entries() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one.backup"]


def test_no_key_is_in_a_backup_and_keys_travel_apart(working: Path, tmp_path: Path) -> None:
    backup.back_up(tmp_path / "one.backup", PASSPHRASE)
    with backup._opened(tmp_path / "one.backup", PASSPHRASE) as tar:
        names = [member.name for member in tar]
    secret = [name for name in names if name.startswith("keys") or Path(name).name in (*backup.SECRETS, "sidecar")]
    assert names[0] == "manifest.json" and not secret, names
    backup.back_up_keys(tmp_path / "keys", PASSPHRASE)
    kept = {name: (working / "keys" / name).read_bytes() for name in backup.SECRETS}
    with pytest.raises(BackupRefused, match="has keys already"):
        backup.restore_keys(tmp_path / "keys", PASSPHRASE)
    shutil.rmtree(working / "keys")
    backup.restore_keys(tmp_path / "keys", PASSPHRASE)
    assert {name: (working / "keys" / name).read_bytes() for name in backup.SECRETS} == kept


def test_another_nodes_backup_is_refused(working: Path, tmp_path: Path) -> None:
    from jalon.config.preparing import prepare_node

    backup.back_up(tmp_path / "one.backup", PASSPHRASE)
    shutil.rmtree(working / "keys")
    journal_node.forget_this_node()
    prepare_node("ML-GOG")
    with pytest.raises(BackupRefused, match="restore its keys first"):
        backup.restore(tmp_path / "one.backup", PASSPHRASE)
