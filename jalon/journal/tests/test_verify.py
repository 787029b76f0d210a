"""The verifier against somebody with SQL and no key, and against disks that fail."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jalon.config import command
from jalon.journal import append, header, sidecar
from jalon.journal.append import head_statement
from jalon.journal.faults import SENTENCES, Fault, JournalUnreadable, Place
from jalon.journal.keys import node_id
from jalon.journal.tests.chain import (
    EPOCH,
    Chain,
    Tamperer,
    connect,
    fresh_keys,
    head_of,
    make_chain,
    opening,
    plain_draft,
)
from jalon.journal.verify import verify

ENTRIES, MORE = 12, 3
AT = 5  # the entry that is tampered with


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return make_chain(tmp_path_factory.mktemp("chain"), ENTRIES, MORE)


@pytest.fixture
def chain(template: Chain, tmp_path: Path) -> Chain:
    copy = Chain(tmp_path / "journal.sqlite3", template.keys, list(template.appended))
    shutil.copyfile(template.path, copy.path)
    shutil.copyfile(template.sidecar, copy.sidecar)
    return copy


def named(chain: Chain, seq: int, epoch: str = EPOCH) -> Place:
    return Place(chain.keys.node, epoch, seq)


def test_a_whole_journal_is_whole(chain: Chain) -> None:
    report = verify(chain.path, chain.sidecar)
    assert (report.ok, report.entries, report.epochs) == (True, ENTRIES + MORE, 2)
    assert report.last_good == named(chain, MORE, "second")
    assert json.loads(json.dumps(report.as_json()))["first_fault"] is None


def test_a_journal_with_no_entry_yet_is_whole(tmp_path: Path) -> None:
    report = verify(make_chain(tmp_path, 0).path)
    assert (report.ok, report.entries, report.epochs, report.last_good) == (True, 0, 1, None)


def test_a_payload_taken_out_is_named(chain: Chain) -> None:
    """The guards let sealed bytes go, for the day when a law asks it; nothing here does so in silence."""
    connection = connect(chain.path)
    connection.execute("UPDATE journal_entry SET sealed = NULL, working = NULL WHERE seq = 2")
    connection.close()
    fault = verify(chain.path, chain.sidecar).first_fault
    assert fault is not None and (fault.code, fault.place) == ("sealed_removed", named(chain, 2))


def test_what_an_epoch_says_of_its_beginning_is_part_of_the_chain(chain: Chain) -> None:
    with Tamperer(chain.path) as attacker:
        stated = dataclasses.replace(opening(chain.keys), reason="another reason")
        attacker.execute("UPDATE journal_epoch SET opening = ? WHERE epoch = ?", (stated.to_bytes(), EPOCH))
    fault = verify(chain.path).first_fault
    assert fault is not None and (fault.code, fault.place) == ("opening_altered", named(chain, 0))


def test_an_epoch_removed_whole_is_missed_by_the_next(chain: Chain) -> None:
    with Tamperer(chain.path) as attacker:
        attacker.execute("DELETE FROM journal_entry WHERE epoch = ?", (EPOCH,))
        attacker.execute("DELETE FROM journal_epoch WHERE epoch = ?", (EPOCH,))
        attacker.execute("UPDATE journal_entry SET position = position - ?", (ENTRIES,))
        attacker.execute("UPDATE journal_position SET last = last - ?", (ENTRIES,))
    fault = verify(chain.path).first_fault
    assert fault is not None and (fault.code, fault.place) == ("epoch_missing", named(chain, ENTRIES))


@pytest.mark.parametrize("with_wal", [True, False])
def test_a_journal_that_a_desk_is_writing_to(chain: Chain, with_wal: bool) -> None:
    desk = connect(chain.path)
    desk.execute("UPDATE journal_mark SET value = 'x'")
    copy = chain.path.with_name("copy.sqlite3")
    shutil.copyfile(chain.path, copy)
    assert chain.path.with_name("journal.sqlite3-wal").stat().st_size > 0
    report = verify(chain.path if with_wal else copy, chain.sidecar)
    desk.close()
    assert report.ok


def test_what_stands_in_the_wal_is_read_and_a_copy_without_it_has_lost_its_end(chain: Chain) -> None:
    desk = connect(chain.path)
    drafts = [plain_draft(number) for number in range(2)]
    appended = append.append(desk, (chain.keys.node, "second"), drafts, chain.keys.sign)
    sidecar.write(chain.sidecar, head_of(appended[-1]))
    copy = chain.path.with_name("copy.sqlite3")
    shutil.copyfile(chain.path, copy)
    whole, raw = verify(chain.path, chain.sidecar), verify(copy, chain.sidecar)
    desk.close()
    assert whole.ok and whole.entries == ENTRIES + MORE + 2
    assert raw.first_fault and (raw.first_fault.code, raw.first_fault.seq) == ("tail_lost", MORE + 1)
    assert raw.last_good == named(chain, MORE, "second")


def test_a_folder_in_which_nothing_may_be_written(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the file and its WAL are copied elsewhere first."""
    desk = connect(chain.path)
    append.append(desk, (chain.keys.node, "second"), [plain_draft(1)], chain.keys.sign)
    monkeypatch.setattr("jalon.journal.verify._needs_room", lambda _: True)
    report = verify(chain.path, chain.sidecar)
    desk.close()
    assert report.ok and report.entries == ENTRIES + MORE + 1


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("header", "header_altered"),
        ("sealed", "sealed_altered"),
        ("signature", "signature_bad"),
        ("hash", "hash_altered"),
    ],
)
@pytest.mark.parametrize("bits", [0x01, 0x80])
def test_every_byte_of_an_entry(chain: Chain, column: str, code: str, bits: int) -> None:
    with Tamperer(chain.path) as attacker:
        where = "WHERE epoch = ? AND seq = ?"
        (good,) = attacker.execute(f"SELECT {column} FROM journal_entry {where}", (EPOCH, AT)).fetchone()
        for at in range(len(good)):
            bad = bytearray(good)
            bad[at] ^= bits
            attacker.execute(f"UPDATE journal_entry SET {column} = ? {where}", (bytes(bad), EPOCH, AT))
            fault = verify(chain.path).first_fault
            assert fault is not None and fault.place == named(chain, AT), f"byte {at}"
            assert fault.code == code, f"byte {at}"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET verb = 'other' WHERE rowid = 5",
        "UPDATE journal_entry SET seq = 99 WHERE rowid = 5",
        "UPDATE journal_entry SET epoch = 'second', seq = 99 WHERE rowid = 5",
        "UPDATE journal_entry SET epoch = 'nowhere' WHERE rowid = 5",
        "UPDATE journal_entry SET node = 'somebody' WHERE rowid = 5",
        "UPDATE journal_entry SET node = CAST(x'ff00' AS TEXT) WHERE rowid = 5",
        "UPDATE journal_entry SET position = 999 WHERE rowid = 5",
        "UPDATE journal_entry SET header = CAST(header AS TEXT) WHERE rowid = 5",
        "UPDATE journal_entry SET header = x'' WHERE rowid = 5",
        "UPDATE journal_entry SET header = x'7b7d' WHERE rowid = 5",
        "UPDATE journal_entry SET hash = 5 WHERE rowid = 5",
        "UPDATE journal_entry SET sealed = 'text' WHERE rowid = 5",
        "UPDATE journal_entry SET sealed = x'' WHERE rowid = 5",
        "UPDATE journal_entry SET signature = NULL WHERE rowid = 5",
        "UPDATE journal_entry SET signature = (SELECT signature FROM journal_entry WHERE rowid = 4) WHERE rowid = 5",
        "UPDATE journal_entry SET sealed = (SELECT sealed FROM journal_entry WHERE rowid = 4) WHERE rowid = 5",
        "DELETE FROM journal_entry WHERE rowid = 5",
        "DELETE FROM journal_entry WHERE rowid BETWEEN 5 AND 12",
        "UPDATE journal_entry SET rowid = 1000 WHERE rowid = 5",
    ],
)
def test_the_entry_is_named_whatever_is_done_to_it(chain: Chain, statement: str) -> None:
    with Tamperer(chain.path) as attacker:
        attacker.execute(statement)
    report = verify(chain.path, chain.sidecar)
    assert report.first_fault is not None
    assert report.first_fault.place == named(chain, AT)
    assert report.last_good == named(chain, AT - 1)
    assert report.entries == AT - 1


@pytest.mark.parametrize("seq", range(1, ENTRIES + 1))
def test_any_entry_removed_and_the_positions_closed(chain: Chain, seq: int) -> None:
    with Tamperer(chain.path) as attacker:
        attacker.execute("DELETE FROM journal_entry WHERE rowid = ?", (seq,))
        attacker.execute("UPDATE journal_entry SET position = -position WHERE position > ?", (seq,))
        attacker.execute("UPDATE journal_entry SET position = -position - 1 WHERE position < 0")
        attacker.execute("UPDATE journal_position SET last = last - 1")
    fault = verify(chain.path).first_fault
    assert fault is not None and (fault.code, fault.place) == ("missing", named(chain, seq))


def test_two_entries_change_places(chain: Chain) -> None:
    with Tamperer(chain.path) as attacker:
        for one, other in ((5, 1000), (6, 5), (1000, 6)):
            attacker.execute("UPDATE journal_entry SET rowid = ? WHERE rowid = ?", (other, one))
    fault = verify(chain.path).first_fault
    assert fault is not None and (fault.code, fault.place) == ("moved", named(chain, 5))


def test_two_entries_exchange_their_contents(chain: Chain) -> None:
    with Tamperer(chain.path) as attacker:
        fifth, sixth = (
            attacker.execute(
                "SELECT header, hash, sealed, signature FROM journal_entry WHERE rowid = ?", (n,)
            ).fetchone()
            for n in (5, 6)
        )
        update = "UPDATE journal_entry SET header = ?, hash = ?, sealed = ?, signature = ? WHERE rowid = ?"
        attacker.execute(update, (*sixth, 5))
        attacker.execute(update, (*fifth, 6))
    report = verify(chain.path)
    assert not report.ok and report.entries == 4


def forge(chain: Chain, sign: Callable[[bytes], bytes], public_key: bytes | None = None) -> None:
    """Rewrite the verb of entry AT and every hash, link, head and signature after it."""
    with Tamperer(chain.path) as attacker:
        head = None
        rows = attacker.execute(
            "SELECT rowid, seq, header FROM journal_entry WHERE epoch = ? AND seq >= ? ORDER BY seq", (EPOCH, AT)
        ).fetchall()
        for rowid, seq, raw in rows:
            fields = json.loads(raw)
            fields |= {"verb": "passage.refused"} if seq == AT else {"prev": head.hex()}
            forged = header.Header(**fields).to_bytes()
            head = header.digest(forged)
            signature = sign(head_statement(chain.keys.node, EPOCH, seq, head))
            attacker.execute(
                "UPDATE journal_entry SET header = ?, hash = ?, signature = ?, verb = ? WHERE rowid = ?",
                (forged, head, signature, fields["verb"], rowid),
            )
        attacker.execute("UPDATE journal_epoch SET head = ?, signature = ? WHERE epoch = ?", (head, signature, EPOCH))
        if public_key is not None:
            stated = dataclasses.replace(opening(chain.keys), public_key=public_key.hex())
            attacker.execute("UPDATE journal_epoch SET opening = ? WHERE epoch = ?", (stated.to_bytes(), EPOCH))


def test_a_chain_computed_again_without_the_key(chain: Chain) -> None:
    forge(chain, Ed25519PrivateKey.generate().sign)
    fault = verify(chain.path).first_fault
    assert fault is not None and (fault.code, fault.place) == ("signature_bad", named(chain, AT))


def test_a_chain_computed_again_with_another_key_put_in_its_place(chain: Chain) -> None:
    key = Ed25519PrivateKey.generate()
    forge(chain, key.sign, key.public_key().public_bytes_raw())
    fault = verify(chain.path).first_fault
    assert fault is not None and (fault.code, fault.place) == ("epoch_key", named(chain, 1))


def test_an_entry_signed_again_is_not_followed_by_the_next(chain: Chain) -> None:
    """Two branches of one epoch spliced: each entry is signed, and the link between them is not there."""
    with Tamperer(chain.path) as attacker:
        (raw,) = attacker.execute("SELECT header FROM journal_entry WHERE rowid = ?", (AT,)).fetchone()
        branch = header.Header(**{**json.loads(raw), "wall": 1}).to_bytes()
        signature = chain.keys.sign(head_statement(chain.keys.node, EPOCH, AT, header.digest(branch)))
        update = "UPDATE journal_entry SET header = ?, hash = ?, signature = ? WHERE rowid = ?"
        attacker.execute(update, (branch, header.digest(branch), signature, AT))
    fault = verify(chain.path).first_fault
    assert fault is not None and (fault.code, fault.place) == ("link_broken", named(chain, AT + 1))


def test_the_same_chain_computed_again_with_the_key_differs_from_the_sidecar(tmp_path: Path) -> None:
    chain = make_chain(tmp_path, ENTRIES)
    forge(chain, chain.keys.sign)
    assert verify(chain.path).ok  # whoever holds the key can write another history; the sidecar remembers
    fault = verify(chain.path, chain.sidecar).first_fault
    assert fault is not None and (fault.code, fault.place) == ("sidecar_differs", named(chain, ENTRIES))


def test_a_whole_journal_of_somebody_else_in_its_place(chain: Chain, tmp_path: Path) -> None:
    other = make_chain(new_folder(tmp_path), 2)
    fault = verify(other.path, chain.sidecar).first_fault
    assert fault is not None and fault.code == "other_node"


def new_folder(within: Path) -> Path:
    folder = within / "other"
    folder.mkdir()
    return folder


def cut_tail(chain: Chain, left: int, *, head: bool, counter: bool) -> None:
    """Remove the second epoch's entries beyond `left`; set back its head (with an old, good signature), the counter."""
    with Tamperer(chain.path) as attacker:
        attacker.execute("DELETE FROM journal_entry WHERE epoch = 'second' AND seq > ?", (left,))
        if head:
            attacker.execute(
                "UPDATE journal_epoch SET (seq, head, signature) = (SELECT seq, hash, signature FROM journal_entry"
                " WHERE epoch = 'second' AND seq = ?) WHERE epoch = 'second'",
                (left,),
            )
        if counter:
            attacker.execute("UPDATE journal_position SET last = ?", (ENTRIES + left,))


@pytest.mark.parametrize(
    ("head", "counter", "code", "seq"),
    [
        (False, False, "missing", 2),
        (False, True, "missing", 2),
        (True, False, "counter_ahead", 1),
        (True, True, "tail_lost", 2),
    ],
)
def test_a_lost_tail(chain: Chain, head: bool, counter: bool, code: str, seq: int) -> None:
    cut_tail(chain, 1, head=head, counter=counter)
    report = verify(chain.path, chain.sidecar)
    assert report.first_fault is not None
    assert (report.first_fault.code, report.first_fault.place) == (code, named(chain, seq, "second"))
    assert report.last_good == named(chain, 1, "second")


def test_a_tail_cut_from_an_epoch_that_another_followed(chain: Chain) -> None:
    with Tamperer(chain.path) as attacker:
        attacker.execute("DELETE FROM journal_entry WHERE epoch = ? AND seq = ?", (EPOCH, ENTRIES))
    fault = verify(chain.path).first_fault
    assert fault is not None and (fault.code, fault.place) == ("missing", named(chain, ENTRIES))


@pytest.mark.parametrize(
    ("statement", "code", "place"),
    [
        ("UPDATE journal_epoch SET signature = zeroblob(64) WHERE epoch <> 'second'", "head_altered", (EPOCH, ENTRIES)),
        ("UPDATE journal_epoch SET head = zeroblob(32) WHERE epoch = 'second'", "head_altered", ("second", MORE)),
        ("UPDATE journal_epoch SET seq = 99 WHERE epoch = 'second'", "head_altered", ("second", MORE)),
        ("UPDATE journal_epoch SET seq = 'x' WHERE epoch = 'second'", "head_altered", ("second", MORE)),
        ("UPDATE journal_epoch SET opening = zeroblob(32) WHERE epoch = 'second'", "opening_altered", ("second", 0)),
        ("UPDATE journal_epoch SET opening = 7 WHERE epoch = 'second'", "opening_altered", ("second", 0)),
        ("DELETE FROM journal_epoch WHERE epoch = 'second'", "epoch_unknown", ("second", 1)),
        ("DELETE FROM journal_position", "counter_ahead", ("second", MORE)),
    ],
)
def test_an_epoch_row_tampered_with(chain: Chain, statement: str, code: str, place: tuple[str, int]) -> None:
    with Tamperer(chain.path) as attacker:
        attacker.execute(statement)
    fault = verify(chain.path, chain.sidecar).first_fault
    assert fault is not None and (fault.code, fault.epoch, fault.seq) == (code, *place)


# Damage to the file


def good_before_damage(template: Chain, path: Path) -> int:
    """How many entries, from the first, can still be read from a damaged file exactly as they were written."""
    whole = template.rows()
    found: list[tuple] = []
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        connection.text_factory = lambda raw: raw.decode(errors="replace")
        connection.execute("PRAGMA writable_schema = ON")
        query = (
            "SELECT node, epoch, seq, position, verb, header, hash, sealed, signature FROM journal_entry ORDER BY rowid"
        )
        for row in connection.execute(query):
            found.append(row)
    except sqlite3.DatabaseError:
        pass
    finally:
        connection.close()
    return next((n for n, (a, b) in enumerate(zip(whole, found, strict=False)) if a != b), min(len(whole), len(found)))


def check_damaged(template: Chain, path: Path) -> bool:
    """Whatever the damage: a report in words; never whole when a row was lost; the last good entry is right."""
    report = verify(path, template.sidecar)
    json.dumps(report.as_json("ar"))
    good = good_before_damage(template, path)
    if report.ok:
        assert good == ENTRIES + MORE
        return True
    assert report.first_fault is not None and report.first_fault.sentence("fr")
    assert report.entries <= ENTRIES + MORE
    if report.entries:
        last = template.appended[report.entries - 1]
        assert report.last_good == Place(last.node, last.epoch, last.seq)
    if report.epochs == 2 and report.first_fault.code not in {"epoch_key", "epoch_unknown", "opening_altered"}:
        assert report.entries == good, report
    return False


def test_a_truncated_file(template: Chain, tmp_path: Path) -> None:
    whole = template.path.read_bytes()
    path = tmp_path / "journal.sqlite3"
    most = 0
    for length in sorted({*range(0, len(whole), 1361), *range(4096, len(whole), 4096), 1, 99, 100, len(whole) - 1}):
        for left in tmp_path.iterdir():
            left.unlink()
        path.write_bytes(whole[:length])
        assert not check_damaged(template, path), length
        most = max(most, verify(path).entries)
    assert most >= ENTRIES - 4  # what stands before the cut is still verified


def test_random_damage_to_the_file(template: Chain, tmp_path: Path) -> None:
    whole = template.path.read_bytes()
    path = tmp_path / "journal.sqlite3"
    seed = int(os.environ.get("JALON_SEED", 0)) or random.SystemRandom().randrange(1, 1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    unharmed = 0
    for number in range(400):
        damaged = bytearray(whole)
        if number % 3 == 0:
            damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        elif number % 3 == 1:
            damaged[chance.randrange(100 if number % 2 else 4096)] = chance.randrange(256)
        else:
            at = chance.randrange(len(whole) // 512) * 512
            damaged[at : at + 512] = chance.choice([bytes(512), chance.randbytes(512)])
        path.write_bytes(damaged)
        unharmed += check_damaged(template, path)
    assert unharmed < 300


@pytest.mark.parametrize("content", [b"", b"not a database", bytes(8192), b"SQLite format 3\0" + bytes(4080)])
def test_a_file_that_is_no_journal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(content)
    report = verify(path)
    assert not report.ok and report.first_fault is not None
    assert report.first_fault.code in {"not_a_journal", "file_damaged"}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(JournalUnreadable, match="There is no file"):
        verify(tmp_path / "absent")
    with pytest.raises(JournalUnreadable, match="cannot be read"):
        verify(tmp_path)


def test_every_sentence_in_three_languages() -> None:
    place = Place("n", "e", 1)
    parameters = dict.fromkeys(("column", "expected", "last", "entries", "known", "node", "words", "by"), "?")
    for code in SENTENCES:
        said = {Fault(code, place, parameters).sentence(language) for language in ("fr", "en", "ar")}
        assert len(said) == 3


# The command


def test_the_command_says_that_a_journal_is_whole(chain: Chain, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["journal", "verify", str(chain.path), "--sidecar", str(chain.sidecar)]) == 0
    assert "15 entries" in capsys.readouterr().out


def test_the_command_takes_this_nodes_journal_and_sidecar(
    chain: Chain, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_tail(chain, 1, head=True, counter=True)
    monkeypatch.setenv("JALON_HOME", str(chain.path.parent))
    monkeypatch.setenv("JALON_SIDECAR", str(chain.sidecar))
    assert command.main(["journal", "verify", "--json", "--language", "fr"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["first_fault"]["code"] == "tail_lost" and "témoin" in said["first_fault"]["sentence"]
    assert said["last_good"]["seq"] == 1


def test_the_command_does_not_hold_a_copy_from_elsewhere_against_this_nodes_sidecar(
    chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_chain(new_folder(tmp_path), 2)
    monkeypatch.setenv("JALON_SIDECAR", str(chain.sidecar))
    assert command.main(["journal", "verify", str(other.path)]) == 0
    assert command.main(["journal", "verify", str(other.path), "--sidecar", str(chain.sidecar)]) == 1


def test_the_command_without_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["journal", "verify", str(tmp_path / "absent"), "--language", "ar"]) == 2
    assert "لا يوجد" in capsys.readouterr().err


def test_a_node_id_proves_its_key() -> None:
    keys = fresh_keys()
    assert node_id(keys.public_key) == keys.node
