"""What an act means: its name, who may read it, who owns the record, and the `apply` that makes rows of it.

Each room has its own table of verbs; `config` gathers them in one literal table, which this room reads through the
setting JALON_VERBS, so that the journal knows no domain room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from jalon.journal.opening import Blank, Opened

Body = dict[str, Any]


class Readers(Enum):
    """To whom a payload is sealed."""

    SEALED = "headquarters alone: the post that wrote it cannot read it again"
    PERSONAL = "headquarters, and the post under its shift key"
    OPERATIONAL = "headquarters and the node itself"


class Owner(Enum):
    """Whose record it is; others add remarks of their own."""

    NODE = "the node that made it"
    HEADQUARTERS = "the headquarters"


@dataclass(frozen=True)
class Verb:
    """One line of a room's table of verbs.

    `apply` receives entries of this verb, in order, and the alias of the database whose tables it fills. It is a
    function of these alone. It raises AntecedentMissing where an entry leans on one that has not come yet.
    `upgrades` maps an old version to the pure function that turns its body into the next version's.
    `releases` names what parked entries may wait for besides this entry itself. `blank` receives the entries of this
    verb that this node can no longer read (an earlier shift's, or erased), so that what leans on them finds something.
    `concerns` are the facts of the body that hold the keys of all rows which `apply` reads or changes, besides those
    that the entry makes; a headquarters applies entries of one verb together, where nothing between them concerns the
    same (see `stages`). Without it an entry keeps its order with all entries of its node.
    """

    name: str
    version: int
    readers: Readers
    owner: Owner
    apply: Callable[[Sequence[Opened], str], None]
    upgrades: Mapping[int, Callable[[Body], Body]] = field(default_factory=dict)
    releases: Callable[[Body], Sequence[str]] = lambda body: ()
    blank: Callable[[Sequence[Blank], str], None] | None = None
    concerns: Sequence[str] | None = None
    decides: bool = False  # on which entries count: those after it are judged once it is applied


class AntecedentMissing(Exception):
    """An entry leans on another that this node does not have yet; `key` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(f"leans on {key}, which has not arrived")
        self.key = key


Row = TypeVar("Row", bound=Model)


def own(key: str, entry: Opened) -> str:
    """The key, where its record belongs to the node that made the entry: another node changes nothing of it."""
    if not key.startswith(f"{entry.header.node}."):
        raise ValueError(f"{key} belongs to another node")
    return key


def own_row(model: type[Row], key: str, entry: Opened, tables: str) -> Row:
    """The row that an entry speaks of, of its own node. Raises AntecedentMissing where it is not here yet."""
    row = model._default_manager.using(tables).filter(key=own(key, entry)).first()
    if row is None:
        raise AntecedentMissing(key)
    return row


def own_keys(entries: Sequence[Opened], fact: str) -> list[str]:
    """The key that each body names under `fact`, of the entry's own node."""
    return [own(entry.body[fact], entry) for entry in entries]


class VerbUnknown(Exception):
    """A verb, or a version of it, that an upgrade will understand."""


@cache
def table() -> dict[str, Verb]:
    """Every verb this program understands, by name."""
    verbs: Sequence[Verb] = import_string(settings.JALON_VERBS)
    named = {verb.name: verb for verb in verbs}
    if len(named) != len(verbs):
        raise ValueError("two verbs bear the same name")
    return named


def understood(name: str, version: int, body: Body) -> tuple[Verb, Body]:
    """The verb and the body in its present version. Raises VerbUnknown."""
    verb = table().get(name)
    if verb is None or version > verb.version:
        raise VerbUnknown(f"{name} version {version}")
    for step in range(version, verb.version):
        if step not in verb.upgrades:
            raise VerbUnknown(f"{name} version {step} has no way to version {step + 1}")
        body = verb.upgrades[step](body)
    return verb, body
