"""Everybody who passed, found by name, birth date, document or plate with the engine's tolerance.

One row for the very same particulars, however often they were read. The parts of names stand in a vocabulary whose
words are filed under the engine's own keys; a search takes the words alike to its own, those who hold them, and lets
the engine compare these one by one. Plain tables with plain indexes: the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db import connections
from django.db.models import Model

from jalon.adjudication.models import Holder, PastPerson, Word, WordKey
from jalon.screening import building, keys
from jalon.screening.compare import compare
from jalon.screening.evidence.birth_date import DEFAULT, DatePolicy
from jalon.screening.evidence.document_number import normal
from jalon.screening.evidence.name import GLUED_AT_MOST, credit, likeness, may_be_alike
from jalon.screening.names import Part, Parts, parts_of
from jalon.screening.person import Person
from jalon.screening.sounds import skeleton

TABLES = "default"
GLUED = "\x02"  # before the consonants of two neighbours of a name written as one
SHORTEST_GLUED = 3  # consonants: two are on too many names
# Signs that are taken for one another, by eye or by a reader of pages: each stands for the one it becomes here.
LOOK_ALIKE = str.maketrans("OQDILZSBG", "000112586")
FEW = 5_000  # people who hold a word that tells them apart from the many
BY_NAME = 4_000  # looked at by birth date, as the engine does
COMPARED = 300
BORN_THE_SAME = 200
BY_NUMBER = 50
LOOKS_ALIKE = 0.9
# What a birth date adds to the order of those who are then compared; units of name.
SAME_DAY, SAME_YEAR = 3.0, 1.5
SIGNED, UNSIGNED = 1 << 63, 1 << 64


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the past who may be the one looked for; reasons as JSON."""

    person: uuid.UUID
    said: Person
    score: float
    reasons: list[dict[str, Any]]


def plain(person: Person) -> str:
    """Particulars as text: the same for the same particulars."""
    return json.dumps(person.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def id_of(text: str) -> uuid.UUID:
    """The id of particulars, from themselves: kept anew they get it again."""
    return uuid.UUID(bytes=blake2b(text.encode(), digest_size=16).digest())


def read(text: str) -> Person:
    return Person.from_json(json.loads(text))


def alike_number(number: str) -> str:
    """A number or plate with the signs that look alike as one: O0 → 00, B8 → 88. Empty where it is too short."""
    return normal(number).translate(LOOK_ALIKE)


def alike_plate(plate: str) -> str:
    return bare_plate(plate).translate(LOOK_ALIKE)


def bare_plate(plate: str) -> str:
    """Letters and digits alone, of any script."""
    return "".join(sign for sign in plate.upper() if sign.isalnum())[:40]


def keep(people: Mapping[uuid.UUID, str]) -> int:
    """Keep particulars that were not read before, with the words they are found by. Returns how many were new."""
    known = set(PastPerson.objects.using(TABLES).filter(id__in=list(people)).values_list("id", flat=True))
    fresh = {id_: text for id_, text in people.items() if id_ not in known}
    rows: list[tuple[Any, ...]] = []
    holders: list[tuple[str, uuid.UUID]] = []
    held = Counter[str]()
    for id_, text in fresh.items():
        person = read(text)
        number = next((bare for one in person.document_numbers if (bare := normal(one.number)[:40])), "")
        born = next((one.text for one in person.birth_dates), "")
        rows.append((id_, text, number, number.translate(LOOK_ALIKE), born[:10]))
        words = words_of(person)
        holders += [(word, id_) for word in words | glued_of(person)]
        held.update(words)
    _insert(PastPerson, ("id", "person", "number", "number_alike", "born"), rows)
    _file(held)
    _insert(Holder, ("word", "person"), holders)
    return len(rows)


def _insert(
    model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], clash: str = "DO NOTHING"
) -> None:
    """Many rows at once, without an object for each: a name brings twenty of them. `clash`: of a row that is there."""
    if not rows:
        return
    connection, table = connections[TABLES], model._meta.db_table
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            kinds = [_kind(model, column) for column in columns]
            arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT {clash}",  # noqa: S608
                [list(column) for column in zip(*rows, strict=True)],
            )
            return
        marks = ", ".join(["%s"] * len(columns))
        plain = [tuple(one.hex if isinstance(one, uuid.UUID) else one for one in row) for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT {clash}", plain)  # noqa: S608


def _kind(model: type[Model], column: str) -> str:
    """The type of a column in PostgreSQL, as its values come."""
    kind = str(model._meta.get_field(column).db_type(connections[TABLES]))
    return "text" if kind.startswith("varchar") else kind


def words_of(person: Person) -> set[str]:
    """The words that a person's names are found by: their parts."""
    return {
        building.spelled(each.text, each.unvocalised) for name in person.names for each in parts_of(name.text).parts
    }


def glued_of(person: Person) -> set[str]:
    """Every two neighbours of a name written as one, by their consonants: held, and no word of the vocabulary, which
    would grow with every name."""
    found: set[str] = set()
    for name in person.names:
        parts = parts_of(name.text)
        found.update(GLUED + skeleton(keys.glued_text(parts, *places)) for places in keys.neighbours(parts))
    return found


def each_part(parts: Parts) -> list[Part]:
    return [*parts.parts, *(keys.glued_part(parts, *places) for places in keys.neighbours(parts))]


def _file(held: Counter[str]) -> None:
    """Count who holds each word; a word that is new is filed under its keys."""
    known = set(Word.objects.using(TABLES).filter(text__in=list(held)).values_list("text", flat=True))
    filed = [
        (signed(key), word)
        for word in sorted(held.keys() - known)
        for key in keys.stored_under(building.unspelled(word))
    ]
    _insert(WordKey, ("key", "word"), filed)
    table = Word._meta.db_table
    _insert(Word, ("text", "held"), sorted(held.items()), f"(text) DO UPDATE SET held = {table}.held + excluded.held")


def signed(key: int) -> int:
    """A key of 64 bits as databases hold it."""
    return key - UNSIGNED if key >= SIGNED else key


def search(wanted: Person, least: float, policy: DatePolicy = DEFAULT, most: int = 50) -> list[Found]:
    """People of the past who may be `wanted`, who asks as a traveller does; best first, from the score `least`."""
    return _compared(wanted, likely(wanted), least, policy, most, asked_first=True)


def answers(listed: Person, policy: DatePolicy, most: int = 2_000) -> list[Found]:
    """People of the past who may be a listed person; scored as if each of them asked the list."""
    return _compared(listed, likely(listed), 0.0, policy, most, asked_first=False)


def _compared(
    of: Person, ids: Iterable[uuid.UUID], least: float, policy: DatePolicy, most: int, *, asked_first: bool
) -> list[Found]:
    found = []
    rows = PastPerson.objects.using(TABLES).filter(id__in=list(ids))
    for id_, text in rows.values_list("id", "person"):
        there = read(text)
        comparison = compare(of, there, policy) if asked_first else compare(there, of, policy)
        if comparison.score >= least:
            reasons = [reason.as_json() for reason in comparison.reasons]
            found.append(Found(id_, there, comparison.score, reasons))
    found.sort(key=lambda one: (-one.score, str(one.person)))
    return found[:most]


def likely(person: Person) -> set[uuid.UUID]:
    """Those worth a comparison: by document, by the name, by the birth date with a part of the name."""
    found = by_number([one.number for one in person.document_numbers])
    born = [one.text for one in person.birth_dates]
    for name in dict.fromkeys(one.text for one in person.names):
        asked = _asked(parts_of(name))
        if asked:
            found |= set(_by_name(asked, born))
            found |= set(_by_birth(asked, born))
    return found


def by_number(numbers: Sequence[str]) -> set[uuid.UUID]:
    """Who showed one of these document numbers, look-alike signs forgiven."""
    wanted = [alike for number in numbers if (alike := alike_number(number)[:40])]
    if not wanted:
        return set()
    rows = PastPerson.objects.using(TABLES).filter(number_alike__in=wanted)
    return set(rows.values_list("id", flat=True)[:BY_NUMBER])


def of_number(id_: uuid.UUID, number: str) -> Found:
    """Somebody by the number that was asked for: the same sign by sign, or look-alike."""
    row = PastPerson.objects.using(TABLES).get(id=id_)
    said = {"number": number}
    if row.number == normal(number):
        reason: dict[str, Any] = {"code": "document_state_unknown", "parameters": said, "weight": 1.0}
        return Found(id_, read(row.person), 1.0, [reason])
    return Found(id_, read(row.person), LOOKS_ALIKE, [{"code": "number_alike", "parameters": said, "weight": 1.0}])


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of the vocabulary that is alike to a part of the question: how many hold it, what sharing it is worth."""

    word: str
    part: int
    worth: float
    held: int


def _asked(parts: Parts) -> list[_Asked]:
    found = [
        _Asked(GLUED + each.skeleton, at, min(each.weight, GLUED_AT_MOST), 0)
        for at, each in enumerate(parts.parts)
        if len(each.skeleton) >= SHORTEST_GLUED
    ]
    several = each_part(parts)
    under: dict[int, set[int]] = {}
    for at, each in enumerate(several):
        for key in keys.looked_under(each):
            under.setdefault(signed(key), set()).add(at)
    filed: dict[int, set[str]] = {}
    for key, word in WordKey.objects.using(TABLES).filter(key__in=list(under)).values_list("key", "word"):
        for at in under[key]:
            filed.setdefault(at, set()).add(word)
    every = set().union(*filed.values()) if filed else set()
    known = dict(Word.objects.using(TABLES).filter(text__in=every).values_list("text", "held"))
    for at, texts in filed.items():
        each, listed = several[at], sorted(texts)
        words = [building.unspelled(text) for text in listed]
        for place in may_be_alike(each, words):
            alike, _ = likeness(each, words[place])
            if alike:
                worth = credit(alike) * (each.weight + words[place].weight) / 2
                found.append(_Asked(listed[place], at, max(worth, 0.01), known.get(listed[place], 0)))
    return sorted(found, key=lambda one: -one.worth)[:600]


def _by_name(asked: Sequence[_Asked], born: Sequence[str]) -> list[uuid.UUID]:
    """The people who share most of the name, those born then before the others."""
    values, parameters = _values(asked)
    holders, words = Holder._meta.db_table, "asked"
    rare = _tell_apart(asked)
    if rare:
        marks = ", ".join(["%s"] * len(rare))
        source = (
            f"(SELECT DISTINCT person FROM {holders} WHERE word IN ({marks})) few "  # noqa: S608
            f"JOIN {holders} h ON h.person = few.person"
        )
    else:
        source = f"{holders} h"
    days, years = list(born) or [""], [text[:4] for text in born] or [""]
    bonus = (
        f"CASE WHEN p.born IN ({', '.join(['%s'] * len(days))}) THEN {SAME_DAY} "
        f"WHEN substr(p.born, 1, 4) IN ({', '.join(['%s'] * len(years))}) THEN {SAME_YEAR} ELSE 0 END"
    )
    statement = (
        f"WITH {words} (word, part, worth) AS (VALUES {values}) "  # noqa: S608 — tables of ours and marks, no value
        f"SELECT best.person FROM (SELECT person, SUM(worth) AS shared FROM "
        f"(SELECT h.person, a.part, MAX(a.worth) AS worth FROM {source} JOIN {words} a ON a.word = h.word "
        f"GROUP BY h.person, a.part) each_part GROUP BY person ORDER BY shared DESC LIMIT {BY_NAME}) best "
        f"JOIN {PastPerson._meta.db_table} p ON p.id = best.person "
        f"ORDER BY best.shared + {bonus} DESC, best.person LIMIT {COMPARED}"
    )
    return _ids(statement, [*parameters, *rare, *days, *years])


def _tell_apart(asked: Sequence[_Asked]) -> list[str]:
    """The words of the parts that few people hold; none where every part is held by many."""
    held: Counter[int] = Counter()
    for one in asked:
        held[one.part] += one.held
    if not held:
        return []
    rarest = sorted(part for part, count in held.items() if count <= FEW)
    return sorted({one.word for one in asked if one.part in rarest})


def _by_birth(asked: Sequence[_Asked], born: Sequence[str]) -> list[uuid.UUID]:
    """The people born on the very day whose name shares a part: a common name hides nobody."""
    full = [text for text in born if len(text) == len("1984-05-17")]
    if not full:
        return []
    days, words = ", ".join(["%s"] * len(full)), sorted({one.word for one in asked})
    statement = (
        f"SELECT DISTINCT p.id FROM {PastPerson._meta.db_table} p "  # noqa: S608
        f"JOIN {Holder._meta.db_table} h ON h.person = p.id "
        f"WHERE p.born IN ({days}) AND h.word IN ({', '.join(['%s'] * len(words))}) LIMIT {BORN_THE_SAME}"
    )
    return _ids(statement, [*full, *words])


def _values(asked: Sequence[_Asked]) -> tuple[str, list[Any]]:
    """The question as rows of values; the first says of what type they are."""
    first = "(CAST(%s AS varchar(96)), CAST(%s AS integer), CAST(%s AS double precision))"
    marks = [first, *["(%s, %s, %s)"] * (len(asked) - 1)]
    return ", ".join(marks), [value for one in asked for value in (one.word, one.part, one.worth)]


def _ids(statement: str, parameters: Sequence[Any]) -> list[uuid.UUID]:
    with connections[TABLES].cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return [one if isinstance(one, uuid.UUID) else uuid.UUID(str(one)) for (one,) in cursor.fetchall()]
