"""Taking an edition at a post: proven, written beside what serves, switched to in one step by one entry."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings

from jalon.journal.acting import one_at_a_time
from jalon.journal.keys import flush_folder
from jalon.journal.node import this_node
from jalon.journal.record import record
from jalon.sync.above import Above, by_node
from jalon.sync.editions import changes, parcel
from jalon.sync.editions.kinds.kind import Kind
from jalon.sync.editions.parcel import Label, ParcelRefused
from jalon.sync.editions.shelf import digest_of
from jalon.sync.editions.table import kind_of
from jalon.sync.models import HeldEdition

ACTOR = "headquarters"
OF_FORUMS = "agreed."  # what the views begin with that a forum gives


class EditionOlder(ParcelRefused):
    """The edition is older than the one that serves: editions never go backwards."""


class BaseMissing(ParcelRefused):
    """The changes lead from an edition that is not held here: the rows whole are needed."""


def held(above: Above | None = None) -> dict[str, HeldEdition]:
    """What this machine holds, by name; of a forum, what it took from there."""
    rows = HeldEdition.objects.filter(node=this_node().id)
    return {one.name: one for one in rows if above is None or is_from(one.name, above)}


def is_from(name: str, above: Above) -> bool:
    """Whether a view of this name comes from there. A forum's bear its id: two forums are not mixed up, and neither
    gives what belongs to a headquarters."""
    return not above.is_forum or (name.startswith(OF_FORUMS) and name.endswith(f".{above.node}"))


def digest(above: Above | None = None) -> str:
    return digest_of((one.name, one.number, one.root) for one in held(above).values())


def take(path: Path) -> HeldEdition | None:
    """Switch to the edition in a parcel's file. None where its kind is for a later program, or it serves already.

    Raises ParcelRefused (EditionOlder, BaseMissing among them); then what served serves on.
    """
    with path.open("rb") as file:
        label = parcel.read_label(file)
        kind = _examined(label)
        if kind is None:
            return None
        serving = held().get(label.name)
        if serving is not None and (serving.number, serving.root) == (label.number, label.root):
            return None
        if serving is not None and label.number < serving.number:
            raise EditionOlder(f"edition {label.number} of {label.name} is older than {serving.number}, which serves")
        place = file_of(kind, label.name, label.number)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        growing = place.with_name(f".{secrets.token_hex(8)}.new")
        try:
            root = _written(label, kind, serving, parcel.lines_in(file), growing)
            if root != label.root and label.before:
                raise BaseMissing(f"edition {label.before} of {label.name} is not whole here")
            if root != label.root:
                raise ParcelRefused(f"edition {label.number} of {label.name} does not give the rows that were signed")
            kind.keep(label.name, label.facts, growing)
            _switch(label, kind, growing, place)
        finally:
            growing.unlink(missing_ok=True)
    kind.beside(label.name, place)
    _forget_old(kind, label.name, label.number)
    return held().get(label.name)


def name_of(path: Path) -> str:
    """Of which view the edition in a parcel is. Raises ParcelRefused."""
    with path.open("rb") as file:
        return parcel.read_label(file).name


def _examined(label: Label) -> Kind | None:
    above = by_node(label.by)
    if above is None or not label.is_signed_by(above.signing):
        raise ParcelRefused("this edition is not signed by the headquarters or a forum that this machine belongs to")
    if not parcel.NAME.fullmatch(label.name) or ".." in label.name or type(label.number) is not int or label.number < 1:
        raise ParcelRefused("this edition has no name and number that a file may bear")
    if not is_from(label.name, above):
        raise ParcelRefused(f"a forum gives no edition of {label.name}")
    if label.audience not in {"", above.party if above.is_forum else this_node().keys.post}:
        raise ParcelRefused(f"this edition is meant for {label.audience}")
    return kind_of(label.name)


def _written(label: Label, kind: Kind, serving: HeldEdition | None, lines: Iterable[bytes], growing: Path) -> str:
    if not label.before:
        return changes.copy(lines, growing)
    before = file_of(kind, label.name, label.before)
    if serving is None or serving.number != label.before or not before.is_file():
        raise BaseMissing(f"edition {label.before} of {label.name} is not held here")
    try:
        return changes.apply(before, lines, growing)
    except changes.ChangesUnusable as wrong:
        raise BaseMissing(str(wrong)) from None


def _switch(label: Label, kind: Kind, growing: Path, place: Path) -> None:
    """The file stands, whole and on the disk, before the entry says so."""
    with growing.open("rb+") as file:
        os.fsync(file.fileno())
    body = {fact: getattr(label, fact) for fact in ("name", "audience", "number", "root", "by", "wall", "facts")}
    with one_at_a_time():
        growing.replace(place)
        flush_folder(place.parent)
        record("edition.switched", body | {"signature": label.signature}, ACTOR)


def withdraw(meant: set[str], above: Above | None = None) -> list[str]:
    """End the views of there that are not meant for this machine any more. Returns their names."""
    gone = sorted(held(above).keys() - meant)
    for name in gone:
        record("edition.withdrawn", {"name": name}, ACTOR)
    return gone


def _forget_old(kind: Kind, name: str, number: int) -> None:
    """Lists are large: the edition that serves and the one before stay. Of a view whose rows are only added, earlier
    ones keep what was new in them, so that a rebuild knows when each row came. Others are read again by a rebuild."""
    if kind.place is None and not kind.kept:
        return
    folder = file_of(kind, name, number).parent
    numbers = sorted(int(path.stem) for path in folder.glob("*.jsonl") if path.stem.isdecimal())
    if kind.kept:
        _keep_what_was_new([folder / f"{old}.jsonl" for old in numbers[: -kind.kept]])
        return
    for old in numbers[:-2]:
        (folder / f"{old}.jsonl").unlink(missing_ok=True)


def _keep_what_was_new(files: Sequence[Path]) -> None:
    """Of each of these files, the first first, leave the rows that stand in none before it. Done again, it changes
    nothing; cut short at any moment, the rest is done the next time."""
    known: set[str] = set()
    for file in files:
        growing, all_new = file.with_name(f".{secrets.token_hex(8)}.new"), True
        ids = set()
        try:
            with file.open("rb") as lines, growing.open("wb") as out:
                for line in lines:
                    ids.add(id := str(json.loads(line)["id"]))
                    if id in known:
                        all_new = False
                    else:
                        out.write(line)
                out.flush()
                os.fsync(out.fileno())
            if not all_new:
                growing.replace(file)
        finally:
            growing.unlink(missing_ok=True)
        known |= ids


def file_of(kind: Kind, name: str, number: int) -> Path:
    if kind.place is not None:
        return kind.place(name, number)
    return Path(settings.JALON_HOME) / "editions" / name / f"{number}.jsonl"
