"""The tables of names in this room, read once: spelling groups, frequent names, particles and titles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from jalon.screening.scripts import fold

ROOM = Path(__file__).parent
TABLES = ("spellings.txt", "common.txt", "particles.txt", "servants.txt")

# How much a shared name of a class tells, beside a name met once in a while (1.0).
CLASS_WEIGHTS = {"very_common": 0.45, "common": 0.7, "link": 0.08, "title": 0.08}


def lines(table: str) -> Iterator[list[str]]:
    for line in (ROOM / table).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [fold(word) for word in line.split()]


@cache
def groups() -> dict[str, int]:
    """Folded spelling → number of its group (the line of `spellings.txt`)."""
    return {word: number for number, words in enumerate(lines("spellings.txt")) for word in reversed(words)}


@cache
def classes() -> dict[str, str]:
    """Folded word → "very_common", "common", "link" or "title". A frequent name covers its whole spelling group."""
    found = dict(classed("common.txt"))
    group_class = {groups()[word]: found[word] for word in reversed(found) if word in groups()}
    for word, group in groups().items():
        if group in group_class:
            found.setdefault(word, group_class[group])
    return {**found, **dict(classed("particles.txt"))}


def classed(table: str) -> Iterator[tuple[str, str]]:
    """(word, class) of a table in sections, each under a line "[class]"."""
    section = ""
    for line in (ROOM / table).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif not line.startswith("#"):
            for word in line.split():
                yield fold(word), section


def words_of(section: str) -> frozenset[str]:
    """The words of one section of `servants.txt`."""
    return frozenset(word for word, name in classed("servants.txt") if name == section)


@cache
def edition() -> str:
    """A short digest of all the tables: an index built with others is built again."""
    content = b"".join((ROOM / table).read_bytes() for table in TABLES)
    return sha256(content).hexdigest()[:16]
