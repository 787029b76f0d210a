"""Build the arrays of an index from people. Nothing of a person is left as a Python object.

vocabulary  the distinct parts of all names, sorted; a part's number is its rank
names       for each name the numbers of its parts, its person, its kind
postings    for each part the names that hold it; for each key the parts (or, glued, the names) found under it
people      birth dates as numbers in a few columns, and the whole person as JSON, read for the hits alone
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from jalon.screening import dates, keys
from jalon.screening.evidence.document_number import normal
from jalon.screening.names import Part, part, parts_of
from jalon.screening.person import NAME_KINDS, Person
from jalon.screening.store import Arrays

UNVOCALISED = "\x01"  # before the text of a part written without vowels


def build(items: Iterable[tuple[str, Person]]) -> Arrays:
    """The arrays of an index of (reference, person)."""
    ids: list[bytes] = []
    people: list[bytes] = []
    born: list[list[int]] = []
    documents: list[tuple[int, int]] = []
    name_person: list[int] = []
    name_kind: list[int] = []
    name_weight: list[float] = []
    name_sizes: list[int] = []
    words: dict[str, int] = {}
    name_words: list[int] = []
    glued: list[tuple[int, int]] = []
    for number, (reference, person) in enumerate(items):
        ids.append(reference.encode())
        people.append(json.dumps(person.as_json(), ensure_ascii=False, separators=(",", ":")).encode())
        born.append(dates.columns(person.birth_dates))
        documents += [(keys.key("document", bare), number) for bare in document_numbers(person)]
        for name in person.names:
            parts = parts_of(name.text)
            for each in parts.parts:
                name_words.append(words.setdefault(spelled(each.text, each.unvocalised), len(words)))
            glued += [(key, len(name_person)) for key in keys.glued_keys(parts)]
            name_person.append(number)
            name_kind.append(NAME_KINDS.index(name.kind) if name.kind in NAME_KINDS else 0)
            name_weight.append(parts.weight)
            name_sizes.append(len(parts.parts))
    ordered = sorted(words)
    rank = np.empty(len(words), np.int32)
    rank[[words[word] for word in ordered]] = np.arange(len(ordered), dtype=np.int32)
    parts_of_names = rank[np.array(name_words, np.int64)] if name_words else np.empty(0, np.int32)
    names_of_parts = np.repeat(np.arange(len(name_sizes), dtype=np.int32), np.array(name_sizes, np.int64))
    pairs = [(key, number) for number, word in enumerate(ordered) for key in keys.stored_under(unspelled(word))]
    return {
        **texts("id", ids),
        **texts("person", people),
        **texts("word", [word.encode() for word in ordered]),
        "word_weight": np.array([unspelled(word).weight for word in ordered], np.float32),
        "dates": np.array(born, np.int32).reshape(-1, dates.COLUMNS),
        "name_person": np.array(name_person, np.int32),
        "name_kind": np.array(name_kind, np.uint8),
        "name_weight": np.array(name_weight, np.float32),
        "name_start": starts(np.array(name_sizes, np.int64)),
        "name_words": parts_of_names.astype(np.int32),
        **posted("holder", parts_of_names, names_of_parts, len(ordered)),
        **keyed("alike", pairs),
        **keyed("glued", glued),
        **keyed("document", documents),
    }


def document_numbers(person: Person) -> Iterator[str]:
    for document in person.document_numbers:
        if bare := normal(document.number):
            yield bare


def spelled(text: str, unvocalised: bool) -> str:
    return UNVOCALISED + text if unvocalised else text


def unspelled(word: str) -> Part:
    return part(word.removeprefix(UNVOCALISED), word.startswith(UNVOCALISED))


def texts(name: str, values: list[bytes]) -> Arrays:
    """Texts one after the other, and where each begins."""
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    return {f"{name}_text": np.frombuffer(b"".join(values), np.uint8), f"{name}_text_start": starts(lengths)}


def starts(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])


def posted(name: str, of: npt.NDArray[Any], values: npt.NDArray[Any], count: int) -> Arrays:
    """For each number below `count`, its values in a row (compressed sparse rows)."""
    order = np.argsort(of, kind="stable")
    return {name: values[order].astype(np.int32), f"{name}_start": starts(np.bincount(of, minlength=count))}


def keyed(name: str, pairs: list[tuple[int, int]]) -> Arrays:
    """Sorted distinct keys, and for each its values in a row."""
    of = np.fromiter((key for key, _ in pairs), np.uint64, len(pairs))
    values = np.fromiter((value for _, value in pairs), np.int32, len(pairs))
    order = np.lexsort((values, of))
    distinct, first = np.unique(of[order], return_index=True)
    start = np.append(first, len(of)).astype(np.int64)
    return {f"{name}_key": distinct, name: values[order], f"{name}_start": start}
