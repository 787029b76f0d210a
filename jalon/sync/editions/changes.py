"""From one edition's file to the next: the operations that turn one into the other. Files in, files out.

A file holds a row a line, canonical JSON with an `id`, in the order of ids; its root is the SHA-256 of its bytes. A
change is a line of JSON too: how many rows are left as they are before it, then what happens:

    [left]            the next row goes
    [left, {…}]       the next row changes: the members that differ; under "" the names of those that go
    [left, 0, {…}]    a new row stands here

A row is never named: its place costs one byte where its id would cost a dozen that do not compress.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

Row = dict[str, Any]
GONE = ""


class ChangesUnusable(ValueError):
    """The changes do not fit the file that they are applied to. Nothing was switched."""


LARGEST = 2 << 30  # bytes of an edition's file
LEAST_FREE = 200_000_000  # bytes of the disk that are left to the entries


class _Out:
    """A file that grows under a cap, and the digest of what is written."""

    def __init__(self, path: Path) -> None:
        self.path, self.digest, self.size = path, hashlib.sha256(), 0

    def write(self, out: IO[bytes], line: bytes) -> None:
        before = self.size
        self.size += len(line)
        if self.size > LARGEST:
            raise ChangesUnusable(f"the edition is larger than {LARGEST} bytes")
        if before >> 24 != self.size >> 24 and shutil.disk_usage(self.path.parent).free < LEAST_FREE:
            raise ChangesUnusable("the disk is nearly full: what is left is for entries")
        self.digest.update(line)
        out.write(line)


def line_of(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def write_rows(rows: Iterable[Row], path: Path) -> str:
    """Write rows, sorted by id, and return the root. They are held in memory once as text."""
    lines = sorted((str(row["id"]), line_of(row)) for row in rows)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for _, line in lines:
            digest.update(line)
            file.write(line)
    return digest.hexdigest()


def copy(lines: Iterable[bytes], after: Path) -> str:
    """Write the lines of a whole edition to a file. Returns its root."""
    made = _Out(after)
    with after.open("wb") as out:
        for line in lines:
            made.write(out, line)
    return made.digest.hexdigest()


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file, one at a time."""
    with path.open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def changes(before: Path, after: Path) -> Iterator[bytes]:
    """The operations, a line each, that turn the file `before` into the file `after`; one row of each in memory."""
    left = 0
    with before.open("rb") as olds, after.open("rb") as news:
        old, new = _next(olds), _next(news)
        while old or new:
            if old and new and old[1] == new[1]:
                left += 1
                old, new = _next(olds), _next(news)
                continue
            if old and new and old[0] == new[0]:
                yield _line([left, difference(json.loads(old[1]), json.loads(new[1]))])
                old, new = _next(olds), _next(news)
            elif new is None or (old is not None and old[0] < new[0]):
                yield _line([left])
                old = _next(olds)
            else:
                yield _line([left, 0, json.loads(new[1])])
                new = _next(news)
            left = 0


def apply(before: Path, operations: Iterable[bytes], after: Path) -> str:
    """Write the file `after` from `before` and the operations. Returns its root. Raises ChangesUnusable."""
    made = _Out(after)
    try:
        with before.open("rb") as olds, after.open("wb") as out:

            def put(line: bytes) -> None:
                made.write(out, line)

            for operation in operations:
                left, *what = json.loads(operation)
                for _ in range(left):
                    put(_taken(olds))
                if len(what) == 2:
                    put(line_of(what[1]))
                    continue
                old = _taken(olds)
                if what:
                    put(line_of(changed(json.loads(old), what[0])))
            for line in olds:
                put(line)
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise ChangesUnusable(f"the changes do not fit the edition held here: {wrong}") from None
    return made.digest.hexdigest()


def difference(old: Row, new: Row) -> Row:
    """The members of `new` that differ from `old`, objects member by member; under "" the names of those that go."""
    found: Row = {}
    for name, value in new.items():
        if name not in old or old[name] != value:
            mine = old.get(name)
            nested = isinstance(mine, dict) and isinstance(value, dict)
            found[name] = difference(mine, value) if nested else [value]  # type: ignore[arg-type]
    if gone := sorted(old.keys() - new.keys()):
        found[GONE] = gone
    return found


def changed(old: Row, what: Row) -> Row:
    """The row again from its difference."""
    new = {name: value for name, value in old.items() if name not in what.get(GONE, ())}
    for name, value in what.items():
        if name != GONE:
            new[name] = value[0] if isinstance(value, list) else changed(old[name], value)
    return new


def _next(lines: Iterator[bytes]) -> tuple[str, bytes] | None:
    line = next(lines, None)
    return None if line is None else (str(json.loads(line)["id"]), line)


def _taken(lines: Iterator[bytes]) -> bytes:
    line = next(lines, None)
    if line is None:
        raise ValueError("it has fewer rows than the changes speak of")
    return line


def _line(operation: list[Any]) -> bytes:
    return json.dumps(operation, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
