"""Verifying a journal with no key and no Django: which entry, if any, was altered, removed, moved or forged?

Each epoch is a chain from seq 1: a header names the hash of the one before it, and each hash is signed (Ed25519) with
the epoch's public key, of which the node's id is a digest. The walk goes in the order of arrival and stops at the
first fault. A payload that was erased (no sealed bytes) is counted and is no fault: its header still stands.

What is not hashed cannot be proved: `working`, an epoch's `stream` and `reason`, and the marks. A tail cut off with
its head set back shows against the sidecar, or against the receipt of whoever had received it.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jalon.journal import sidecar as sidecars
from jalon.journal.append import head_statement
from jalon.journal.header import NOTHING_BEFORE, Header, digest
from jalon.journal.keys import node_id

LONGEST = 1 << 26  # bytes of one value; a damaged length must not fill the memory
DAMAGES_SAID = 3

# What a damaged file raises; SQLite's message may quote bytes of it that are no text.
GIVES_WAY = (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError)

# Each fault in the languages of the house. {entry} is said by ENTRY; {words} are SQLite's own, in English.
SENTENCES: dict[str, dict[str, str]] = {
    "header_altered": {
        "fr": "{entry} : l’en-tête a été modifié.",
        "en": "{entry}: the header was altered.",
        "ar": "{entry}: عُدِّلت ترويسة القيد.",
    },
    "hash_altered": {
        "fr": "{entry} : l’empreinte enregistrée n’est pas celle de l’en-tête.",
        "en": "{entry}: the recorded hash is not the header’s.",
        "ar": "{entry}: البصمة المسجَّلة ليست بصمة الترويسة.",
    },
    "column_altered": {
        "fr": "{entry} : la colonne « {column} » ne dit pas ce que dit l’en-tête.",
        "en": "{entry}: the column “{column}” does not say what the header says.",
        "ar": "{entry}: العمود «{column}» لا يوافق الترويسة.",
    },
    "position_altered": {
        "fr": "{entry} : sa position devrait être {expected} ; une entrée a été retirée avant elle, ou sa position "
        "modifiée.",
        "en": "{entry}: its position should be {expected}; an entry before it was removed, or its position altered.",
        "ar": "{entry}: كان ينبغي أن يكون موضعه {expected}؛ حُذف قيد قبله أو عُدِّل موضعه.",
    },
    "link_broken": {
        "fr": "{entry} : l’en-tête ne suit pas celui de l’entrée précédente.",
        "en": "{entry}: the header does not follow that of the entry before.",
        "ar": "{entry}: الترويسة لا تتبع ترويسة القيد السابق.",
    },
    "sealed_altered": {
        "fr": "{entry} : le contenu scellé a été modifié.",
        "en": "{entry}: the sealed bytes were altered.",
        "ar": "{entry}: عُدِّل المحتوى المختوم.",
    },
    "signature_bad": {
        "fr": "{entry} : la signature n’est pas celle du nœud ; l’entrée est falsifiée ou sa signature modifiée.",
        "en": "{entry}: the signature is not the node’s; the entry is forged or its signature was altered.",
        "ar": "{entry}: التوقيع ليس توقيع العقدة؛ القيد مزوَّر أو عُدِّل توقيعه.",
    },
    "missing": {
        "fr": "{entry} : l’entrée manque ; elle a été retirée.",
        "en": "{entry}: the entry is missing; it was removed.",
        "ar": "{entry}: القيد مفقود؛ لقد حُذف.",
    },
    "moved": {
        "fr": "{entry} : l’entrée n’est pas à sa place ; l’ordre a été changé.",
        "en": "{entry}: the entry is not in its place; the order was changed.",
        "ar": "{entry}: القيد ليس في مكانه؛ لقد غُيِّر الترتيب.",
    },
    "epoch_unknown": {
        "fr": "{entry} : le journal ne contient pas son époque.",
        "en": "{entry}: its epoch is not in the journal.",
        "ar": "{entry}: حقبته غير موجودة في السجل.",
    },
    "epoch_key": {
        "fr": "{entry} : la clé publique de l’époque n’est pas celle du nœud.",
        "en": "{entry}: the epoch’s public key is not the node’s.",
        "ar": "{entry}: المفتاح العام للحقبة ليس مفتاح العقدة.",
    },
    "head_altered": {
        "fr": "{entry} : la tête signée de l’époque ne s’accorde pas avec cette entrée.",
        "en": "{entry}: the signed head of the epoch does not agree with this entry.",
        "ar": "{entry}: رأس الحقبة الموقَّع لا يوافق هذا القيد.",
    },
    "counter_ahead": {
        "fr": "{entry} : le compteur d’arrivée est à {last} alors que le journal contient {entries} entrées ; la fin "
        "du journal a été perdue, ou le compteur modifié.",
        "en": "{entry}: the arrival counter stands at {last} and the journal holds {entries} entries; the end of the "
        "journal was lost, or the counter altered.",
        "ar": "{entry}: عدّاد الوصول عند {last} والسجل يحوي {entries} قيدًا؛ فُقدت نهاية السجل أو عُدِّل العدّاد.",
    },
    "tail_lost": {
        "fr": "{entry} : l’entrée manque ; le témoin connaît cette époque jusqu’à l’entrée {known}. La fin du journal "
        "a été perdue, ou ce fichier est une copie.",
        "en": "{entry}: the entry is missing; the sidecar knows this epoch up to entry {known}. The end of the journal "
        "was lost, or this file is a copy.",
        "ar": "{entry}: القيد مفقود؛ الملف الشاهد يعرف هذه الحقبة حتى القيد {known}. فُقدت نهاية السجل أو هذا الملف "
        "نسخة.",
    },
    "sidecar_differs": {
        "fr": "{entry} : ce n’est pas l’entrée que connaît le témoin.",
        "en": "{entry}: it is not the entry that the sidecar knows.",
        "ar": "{entry}: ليس هو القيد الذي يعرفه الملف الشاهد.",
    },
    "other_node": {
        "fr": "Le témoin est celui du nœud {node}, dont ce journal ne contient rien : c’est le journal d’un autre "
        "nœud, ou tout a été remplacé.",
        "en": "The sidecar is that of node {node}, of which this journal holds nothing: it is another node’s journal, "
        "or all of it was replaced.",
        "ar": "الملف الشاهد يخص العقدة {node} ولا يحوي هذا السجل شيئًا منها: هو سجل عقدة أخرى، أو استُبدل كله.",
    },
    "file_damaged": {
        "fr": "Le fichier du journal est endommagé (SQLite : {words}).",
        "en": "The journal’s file is damaged (SQLite: {words}).",
        "ar": "ملف السجل تالف (SQLite: {words}).",
    },
    "not_a_journal": {
        "fr": "Ce fichier n’est pas un journal : il y manque la table {words}.",
        "en": "This file is not a journal: it lacks the table {words}.",
        "ar": "هذا الملف ليس سجلًا: ينقصه الجدول {words}.",
    },
    "file_missing": {
        "fr": "Il n’y a pas de fichier {words}.",
        "en": "There is no file {words}.",
        "ar": "لا يوجد ملف {words}.",
    },
    "file_unreadable": {
        "fr": "Le fichier ne peut pas être lu maintenant : {words}.",
        "en": "The file cannot be read now: {words}.",
        "ar": "لا يمكن قراءة الملف الآن: {words}.",
    },
}

ENTRY = {
    "fr": "Entrée {seq} de l’époque {epoch} du nœud {node}",
    "en": "Entry {seq} of epoch {epoch} of node {node}",
    "ar": "القيد {seq} من الحقبة {epoch} للعقدة {node}",
}


class JournalUnreadable(Exception):
    """The file is absent, or may not be read, or is held by another process: nothing is known of the journal."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(SENTENCES[code]["en"].format(words=words))
        self.code, self.words = code, words

    def sentence(self, language: str = "en") -> str:
        return SENTENCES[self.code][language].format(words=self.words)


@dataclass(frozen=True, slots=True)
class Place:
    """Which entry."""

    node: str
    epoch: str
    seq: int

    def sentence(self, language: str = "en") -> str:
        return ENTRY[language].format(node=_shown(self.node), epoch=_shown(self.epoch), seq=self.seq)

    def as_json(self) -> dict[str, Any]:
        return {"node": _shown(self.node), "epoch": _shown(self.epoch), "seq": self.seq}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and with which entry; the place is None where the damage is not one entry's."""

    code: str
    place: Place | None = None
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def node(self) -> str | None:
        return self.place.node if self.place else None

    @property
    def epoch(self) -> str | None:
        return self.place.epoch if self.place else None

    @property
    def seq(self) -> int | None:
        return self.place.seq if self.place else None

    def sentence(self, language: str = "en") -> str:
        entry = self.place.sentence(language) if self.place else ""
        return SENTENCES[self.code][language].format(entry=entry, **self.parameters)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        place = self.place.as_json() if self.place else {"node": None, "epoch": None, "seq": None}
        return {"code": self.code, **place, "sentence": self.sentence(language)}


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found. `entries` and `erased` count the good entries before the first fault."""

    ok: bool
    entries: int
    epochs: int
    erased: int
    first_fault: Fault | None
    last_good: Place | None
    sidecar: bool  # whether a sidecar was there to compare with
    damage: tuple[str, ...] = ()  # SQLite's words on the file

    def as_json(self, language: str = "en") -> dict[str, Any]:
        return {
            "ok": self.ok,
            "entries": self.entries,
            "epochs": self.epochs,
            "erased": self.erased,
            "first_fault": self.first_fault.as_json(language) if self.first_fault else None,
            "last_good": self.last_good.as_json() if self.last_good else None,
            "sidecar": self.sidecar,
            "damage": list(self.damage),
        }


def verify(path: Path, sidecar: Path | None = None) -> Report:
    """Verify the journal in the SQLite file `path` against itself and, where there is one, its sidecar.

    The file is not changed; SQLite may leave its `-wal` and `-shm` beside it. Raises JournalUnreadable where the file
    is absent or may not be read; any damage inside it is reported, never raised.
    """
    _check_readable(path)
    known = _known(sidecar)  # before the journal: a desk at work moves the journal first, its sidecar after
    walk = Walk(known)
    with _opened(path) as connection:
        try:
            walk.read(connection)
        except GIVES_WAY as error:
            _raise_if_held(error)
            words = _words(error)
            walk = _salvage(connection, walk)
            return walk.report(walk.damaged(words), (words,))
        damage = _damage(connection)
    fault = walk.fault or (walk.damaged(damage[0]) if damage else None) or walk.against_sidecar()
    return walk.report(fault, damage)


@dataclass
class Epoch:
    """An epoch's row, and how far the walk has come in it."""

    key: Ed25519PublicKey | None  # None where it is not the node's
    head_seq: Any
    head: Any
    signature: Any
    seq: int = 0
    hash: bytes = bytes(32)


ENTRIES = (
    "SELECT node, epoch, seq, verb, position, header, hash, sealed, signature FROM journal_entry NOT INDEXED"
    " ORDER BY rowid"
)
COLUMNS = ("node", "epoch", "seq", "verb")


class Walk:
    """One pass over the journal in order of arrival, as far as the first fault."""

    def __init__(self, known: sidecars.Head | None) -> None:
        self.known = known
        self.known_hash = ""  # of the entry that the sidecar knows, once the walk has come to it
        self.epochs: dict[tuple[str, str], Epoch] = {}
        self.entries = 0
        self.erased = 0
        self.last_good: Place | None = None
        self.fault: Fault | None = None
        self.holds: Callable[[Place], bool] = lambda _: False

    def read(self, connection: sqlite3.Connection) -> None:
        """Walk. Raises sqlite3.DatabaseError where the file gives way; what was found until then is kept."""
        connection.execute("BEGIN")  # one state of a journal that a desk may be writing to
        self.fault = _no_journal(connection)
        if self.fault is None:
            self._read_epochs(connection)
            self.holds = lambda place: _holds(connection, place)
            self._read_entries(connection)
        if self.fault is None:
            self.fault = self._heads() or self._counter(connection)

    def _read_epochs(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT node, epoch, public_key, seq, head, signature FROM journal_epoch")
        for node, epoch, public_key, seq, head, signature in rows:
            self.epochs[(node, epoch)] = Epoch(_public_key(node, public_key), seq, head, signature)

    def _read_entries(self, connection: sqlite3.Connection) -> None:
        for row in connection.execute(ENTRIES):
            self.fault = self._check(row)
            if self.fault is not None:
                return

    def _check(self, row: tuple[Any, ...]) -> Fault | None:
        *columns, position, raw, hashed, sealed, signature = row
        header = _header(raw)
        place = self._place(columns, header, raw, signature)
        epoch = self.epochs.get((place.node, place.epoch))
        if header is None:
            return Fault("header_altered", place)
        if epoch is None:
            return Fault("epoch_unknown", place)
        if epoch.key is None:
            return Fault("epoch_key", place)
        found = digest(raw)
        signed = _signed(epoch.key, place, found, signature)
        if found != hashed:
            return Fault("hash_altered" if signed else "header_altered", place)
        for name, value in zip(COLUMNS, columns, strict=True):
            if value != getattr(header, name):
                return Fault("column_altered", place, {"column": name}) if signed else Fault("header_altered", place)
        if place.seq != epoch.seq + 1:
            expected = Place(place.node, place.epoch, epoch.seq + 1)
            return Fault("moved" if self.holds(expected) else "missing", expected)
        if header.prev != (epoch.hash.hex() if epoch.seq else NOTHING_BEFORE):
            return Fault("link_broken", place)
        if sealed is not None and not _sealed_as(header, sealed):
            return Fault("sealed_altered", place)
        if not signed:
            return Fault("signature_bad", place)
        if position != self.entries + 1:
            return self._gap(place)
        self._pass(place, epoch, found, sealed is None)
        return None

    def _pass(self, place: Place, epoch: Epoch, found: bytes, erased: bool) -> None:
        epoch.seq, epoch.hash = place.seq, found
        self.entries += 1
        self.erased += erased
        self.last_good = place
        if self.known and place == Place(self.known.node, self.known.epoch, self.known.seq):
            self.known_hash = found.hex()

    def _place(self, columns: list[Any], header: Header | None, raw: Any, signature: Any) -> Place:
        """Which entry a row is, though its columns or its header may be altered: what the chain expects decides."""
        by_column = _as_place(*columns[:3])
        by_header = _as_place(header.node, header.epoch, header.seq) if header else None
        if by_header is None or by_header == by_column:
            return by_column or self._expected() or Place("", "", 0)
        if by_column is None:
            return by_header
        epoch = self.epochs.get((by_header.node, by_header.epoch))
        if epoch and epoch.key and _signed(epoch.key, by_header, digest(raw), signature):
            return by_header
        return by_column

    def _expected(self) -> Place | None:
        """The entry after the last good one, or the first; None where the epoch's head says there is none."""
        if self.last_good is None:
            return next((Place(*key, 1) for key, epoch in self.epochs.items() if epoch.head_seq), None)
        node, name, seq = self.last_good.node, self.last_good.epoch, self.last_good.seq
        head = self.epochs[(node, name)].head_seq
        return Place(node, name, seq + 1) if isinstance(head, int) and seq < head else None

    def _gap(self, place: Place) -> Fault:
        """A position that leaves a gap: the end of another epoch may be what is missing."""
        for (node, name), epoch in self.epochs.items():
            following = Place(node, name, epoch.seq + 1)
            if isinstance(epoch.head_seq, int) and epoch.seq < epoch.head_seq and not self.holds(following):
                return Fault("missing", following)
        return Fault("position_altered", place, {"expected": self.entries + 1})

    def _heads(self) -> Fault | None:
        """Each epoch's signed head against its last entry."""
        for (node, name), epoch in self.epochs.items():
            last = Place(node, name, epoch.seq)
            if epoch.key is None:
                return Fault("epoch_key", last)
            agrees = (epoch.head_seq, epoch.head) == (epoch.seq, epoch.hash)
            if agrees and _signed(epoch.key, last, epoch.hash, epoch.signature):
                continue
            if _removed(epoch, last):
                return Fault("missing", Place(node, name, epoch.seq + 1))
            return Fault("head_altered", last)
        return None

    def _counter(self, connection: sqlite3.Connection) -> Fault | None:
        row = connection.execute("SELECT last FROM journal_position WHERE single = 1").fetchone()
        last = row[0] if row else None
        if last == self.entries:
            return None
        place = self.last_good or next((Place(*key, 0) for key in self.epochs), Place("", "", 0))
        return Fault("counter_ahead", place, {"last": last if isinstance(last, int) else 0, "entries": self.entries})

    def damaged(self, words: str) -> Fault:
        """The file gave way; the entry named is the one that was expected next."""
        return Fault("file_damaged", self._expected(), {"words": words})

    def against_sidecar(self) -> Fault | None:
        """What the sidecar knows must stand in the journal; the journal may be further on."""
        known = self.known
        if known is None:
            return None
        if all(node != known.node for node, _ in self.epochs):
            return Fault("other_node", parameters={"node": _shown(known.node)})
        epoch = self.epochs.get((known.node, known.epoch))
        seq = epoch.seq if epoch else 0
        if seq < known.seq:
            return Fault("tail_lost", Place(known.node, known.epoch, seq + 1), {"known": known.seq})
        if self.known_hash != known.hash:
            return Fault("sidecar_differs", Place(known.node, known.epoch, known.seq))
        return None

    def report(self, fault: Fault | None, damage: tuple[str, ...]) -> Report:
        seen = self.known is not None
        return Report(fault is None, self.entries, len(self.epochs), self.erased, fault, self.last_good, seen, damage)


def _salvage(connection: sqlite3.Connection, first: Walk) -> Walk:
    """Walk once more over what a truncated file still holds; the walk that came further."""
    second = Walk(first.known)
    try:
        connection.rollback()
        connection.execute("PRAGMA cell_size_check = OFF")  # each entry proves itself
        connection.execute("PRAGMA writable_schema = ON")  # SQLite opens a file shorter than it should be only so
        second.read(connection)
    except GIVES_WAY:
        pass
    return max(first, second, key=lambda walk: (walk.entries, len(walk.epochs)))


def _damage(connection: sqlite3.Connection) -> tuple[str, ...]:
    """SQLite's own examination of the file: nothing, or its words."""
    try:
        rows = connection.execute(f"PRAGMA integrity_check({DAMAGES_SAID})").fetchall()
    except GIVES_WAY as error:
        return (_words(error),)
    said = [line for row in rows for line in str(row[0]).splitlines() if not line.startswith("***")]
    return () if said == ["ok"] else tuple(_shown(line, 200) for line in said[:DAMAGES_SAID]) or ("not ok",)


def _words(error: Exception) -> str:
    told = isinstance(error, sqlite3.DatabaseError)
    return _shown(str(error), 200) if told else "database disk image is malformed"


TABLES = ("journal_epoch", "journal_entry", "journal_position")


def _no_journal(connection: sqlite3.Connection) -> Fault | None:
    held = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    absent = next((name for name in TABLES if name not in held), None)
    return Fault("not_a_journal", parameters={"words": absent}) if absent else None


def _holds(connection: sqlite3.Connection, place: Place) -> bool:
    """Whether an entry stands anywhere in the journal."""
    where = "SELECT 1 FROM journal_entry NOT INDEXED WHERE node = ? AND epoch = ? AND seq = ?"
    return connection.execute(where, (place.node, place.epoch, place.seq)).fetchone() is not None


def _header(raw: Any) -> Header | None:
    try:
        return Header.from_bytes(raw) if isinstance(raw, bytes) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _as_place(node: Any, epoch: Any, seq: Any) -> Place | None:
    fits = isinstance(node, str) and isinstance(epoch, str) and type(seq) is int
    return Place(node, epoch, seq) if fits else None


def _public_key(node: Any, raw: Any) -> Ed25519PublicKey | None:
    """The epoch's key, where the node's id is its digest."""
    if not isinstance(raw, bytes) or node_id(raw) != node:
        return None
    try:
        return Ed25519PublicKey.from_public_bytes(raw)
    except ValueError:
        return None


def _signed(key: Ed25519PublicKey, place: Place, head: bytes, signature: Any) -> bool:
    if not isinstance(signature, bytes):
        return False
    try:
        key.verify(signature, head_statement(place.node, place.epoch, place.seq, head))
    except InvalidSignature:
        return False
    return True


def _sealed_as(header: Header, sealed: Any) -> bool:
    return isinstance(sealed, bytes) and hashlib.sha256(sealed).hexdigest() == header.sealed


def _removed(epoch: Epoch, last: Place) -> bool:
    """Whether the node signed a head beyond the last entry that stands here."""
    if epoch.key is None or type(epoch.head_seq) is not int or not isinstance(epoch.head, bytes):
        return False
    head = Place(last.node, last.epoch, epoch.head_seq)
    return epoch.head_seq > epoch.seq and _signed(epoch.key, head, epoch.head, epoch.signature)


def _shown(text: str, longest: int = 64) -> str:
    """Text of an untrusted file, fit for a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:longest])


def _known(sidecar: Path | None) -> sidecars.Head | None:
    """What the sidecar remembers; None where it is absent or spoilt."""
    if sidecar is None:
        return None
    try:
        known = sidecars.read(sidecar)
    except (OSError, TypeError):
        return None
    whole = known and _as_place(known.node, known.epoch, known.seq)
    return known if whole else None


def _check_readable(path: Path) -> None:
    if not path.exists():
        raise JournalUnreadable("file_missing", str(path))
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise JournalUnreadable("file_unreadable", f"{path} ({error.strerror})") from None


HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
NO_ROOM_BESIDE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


def _code(error: Exception) -> int:
    """SQLite's primary result code."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _raise_if_held(error: Exception) -> None:
    if _code(error) in HELD | NO_ROOM_BESIDE:
        raise JournalUnreadable("file_unreadable", str(error)) from None


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, read only. Where SQLite may not put its shared memory beside it (a disc, another's folder), a copy."""
    with closing(_connect(path)) as connection:
        if not _needs_room(connection):
            yield connection
            return
    with tempfile.TemporaryDirectory(prefix="jalon-verify-") as folder:
        copy = Path(folder) / path.name
        for end in ("", "-wal"):
            if (part := path.with_name(path.name + end)).exists():
                shutil.copyfile(part, copy.with_name(copy.name + end))
        with closing(_connect(copy)) as connection:
            yield connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=20)
    connection.text_factory = lambda raw: raw.decode(errors="replace")  # bytes that are no text are an alteration
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _needs_room(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except GIVES_WAY as error:
        return _code(error) in NO_ROOM_BESIDE
    return False
