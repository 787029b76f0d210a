"""Search a list: candidates from an index, then the same comparison as `compare`.

1. Each part of the query finds the parts of the vocabulary that are alike (`keys`), and these the names that hold them.
2. Sums over arrays estimate the points of every name found, with its person's birth dates.
3. The best are compared one by one, and what is given back is what `compare` says of them.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jalon.screening import building, dates, keys, model, store
from jalon.screening.compare import compare, name_evidence
from jalon.screening.evidence.birth_date import DEFAULT, DatePolicy
from jalon.screening.evidence.name import ALIKE, FULL, GLUE_FROM, GLUED_AT_MOST, likeness, may_be_alike
from jalon.screening.model import ALGORITHM, VERSION
from jalon.screening.names import Part, Parts, gathered, parts_of
from jalon.screening.person import Person
from jalon.screening.reason import Reason
from jalon.screening.spellings import edition

__all__ = ["ALGORITHM", "VERSION", "Candidate", "Index"]

# Names looked at by birth date after the estimate by name; then those compared one by one.
NAMES_ESTIMATED = 4_000
NAMES_COMPARED = 48

SURELY = 99.0  # points: the same document number brings a person to comparison whatever the name

# Hits below this score tell nobody anything.
FLOOR = 0.15
FLOOR_POINTS = model.points_of(FLOOR)
# Points that nationality and sex may add, and that an estimate by sums may fall short of the whole comparison.
YET_TO_SPEAK = model.WEIGHTS["nationality_same"] + model.WEIGHTS["sex_same"]
ESTIMATE_SHORT = 3.0

Numbers = npt.NDArray[Any]

WEAK = 2  # rank of "weak" in NAME_KINDS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing that may be the person looked for."""

    id: str
    score: float
    reasons: tuple[Reason, ...]


class Found(NamedTuple):
    """Names that hold something like one part of the query, each once: what it agrees, what it covers of each side."""

    names: Numbers
    agreed: Numbers
    theirs: Numbers
    ours: float


class Index:
    """People ready to be searched. Safe to share between threads; made by `build` or `open`."""

    def __init__(self, arrays: store.Arrays) -> None:
        self.arrays = arrays
        self.size = len(arrays["dates"])
        self.names = len(arrays["name_person"])
        self.word = lru_cache(maxsize=200_000)(self.find_word)
        self.alike_words = lru_cache(maxsize=20_000)(self.find_alike_words)

    def __len__(self) -> int:
        return self.size

    def __reduce__(self) -> tuple[type[Index], tuple[store.Arrays]]:
        """To another process or machine it travels as its arrays."""
        return Index, (self.arrays,)

    @classmethod
    def build(cls, items: Iterable[tuple[str, Person]]) -> Index:
        """An index of (reference, person); the reference comes back in the hits."""
        return cls(building.build(items))

    def save(self, path: Path | str) -> None:
        store.save(path, {"algorithm": ALGORITHM, "version": VERSION, "tables": edition()}, self.arrays)

    @classmethod
    def open(cls, path: Path | str) -> Index:
        """An index saved before, memory-mapped.

        :raises store.StoreUnreadable: damaged, or built by another version of the engine or of its tables.
        """
        about, arrays = store.load(path)
        if about != {"algorithm": ALGORITHM, "version": VERSION, "tables": edition()}:
            raise store.StoreUnreadable(f"{path} was built by another version; build it again from the list")
        return cls(arrays)

    def search(self, query: Person, limit: int = 10, policy: DatePolicy = DEFAULT) -> list[Candidate]:
        """The listings most likely to be this person, best first; equal scores in the order of the list."""
        numbers = self.likely(query, limit, policy)
        found = [(number, compare(query, self.person(number), policy)) for number in numbers]
        found = [(number, comparison) for number, comparison in found if comparison.score >= FLOOR]
        found.sort(key=lambda each: (-each[1].score, each[0]))
        return [Candidate(self.id(number), each.score, each.reasons) for number, each in found[:limit]]

    def likely(self, query: Person, limit: int, policy: DatePolicy) -> list[int]:
        """The numbers of the people worth a whole comparison, by their names compared one by one."""
        best: dict[int, float] = dict.fromkeys(self.same_document(query), SURELY)
        for text in dict.fromkeys(name.text for name in query.names):
            ours = parts_of(text)
            for name, facts in self.estimated(ours, query, policy):
                points = name_evidence(ours, self.parts_of_name(name))[1] + facts
                if self.arrays["name_kind"][name] == WEAK:
                    points += model.NAME["weak"]
                number = int(self.arrays["name_person"][name])
                best[number] = max(best.get(number, -SURELY), points)
        worth = [number for number in best if model.START + best[number] + YET_TO_SPEAK >= FLOOR_POINTS]
        # Some more than asked: nationality and sex may change the order.
        return heapq.nsmallest(limit + 6, worth, key=lambda number: (-best[number], number))

    def estimated(self, ours: Parts, query: Person, policy: DatePolicy) -> list[tuple[int, float]]:
        """The names with the most points by estimate, each with the points of its person's birth dates."""
        found = [*self.holders_of_parts(ours), *self.holders_of_glued(ours)]
        if not found:
            return []
        names, points = self.name_points(found, ours.weight)
        least = FLOOR_POINTS - model.START - YET_TO_SPEAK - ESTIMATE_SHORT
        hopeful = points + (model.WEIGHTS["day_same"] if query.birth_dates else 0.0) >= least
        names, points = most(names[hopeful], points[hopeful], NAMES_ESTIMATED)
        born = dates.points(self.arrays["dates"][self.arrays["name_person"][names]], query.birth_dates, policy)
        points = points + born
        kept = best_places(points, NAMES_COMPARED)
        kept = kept[points[kept] >= least]
        return list(zip(names[kept].tolist(), born[kept].tolist(), strict=True))

    def name_points(self, found: list[Found], weight: float) -> tuple[Numbers, Numbers]:
        """The names found, each once, with the points of `model.name_points` as far as sums over parts can tell."""
        agreed, ours, theirs = (np.zeros(self.names, np.float32) for _ in range(3))
        for each in found:
            agreed[each.names] += each.agreed
            theirs[each.names] += each.theirs
            ours[each.names] += each.ours
        names = np.concatenate([each.names for each in found])
        names = names[last_of_each(names, self.names)]
        agreed, ours, theirs = agreed[names], ours[names], theirs[names]
        over_ours = np.maximum(weight - ours, 0.0)
        over_theirs = np.maximum(self.arrays["name_weight"][names] - theirs, 0.0)
        conflict = np.minimum(over_ours, over_theirs)
        points = (
            model.NAME["agreed"] * np.minimum(agreed, model.FULL_NAME)
            + model.NAME["agreed_more"] * np.maximum(agreed - model.FULL_NAME, 0.0)
            + model.NAME["unlike"] * np.maximum((ours + theirs) / 2 - agreed, 0.0)
            + model.NAME["conflict"] * np.minimum(conflict, model.CONFLICT_AT_MOST)
            + model.NAME["missing"] * np.minimum(np.abs(over_ours - over_theirs), model.MISSING_AT_MOST)
        )
        return names, points

    def holders_of_parts(self, ours: Parts) -> Iterator[Found]:
        """For each part of the query the names that hold a part alike, or two neighbours that make it up."""
        for each in ours.parts:
            words, alike = self.alike_words(each)
            if len(words):
                yield self.holders(words, alike, each.weight)
            names = self.under("glued", [keys.glued_key(each.skeleton)]) if len(each.text) > 3 else words[:0]
            if len(names):
                names = np.unique(names)
                worth = np.full(len(names), max(each.weight, 1.0), np.float32)
                yield Found(names, worth, worth, each.weight)

    def holders_of_glued(self, ours: Parts) -> Iterator[Found]:
        """For each two neighbours of the query the names that hold them written as one."""
        for first, second in keys.neighbours(ours):
            words, alike = self.alike_words(keys.glued_part(ours, first, second))
            if len(words := words[alike >= GLUE_FROM]):
                weight = ours.parts[first].weight + ours.parts[second].weight
                yield self.holders(words, alike[alike >= GLUE_FROM], min(weight, GLUED_AT_MOST))

    def holders(self, words: Numbers, alike: Numbers, weight: float) -> Found:
        """The names that hold any of the words; a name that holds several counts the word most alike."""
        starts = self.arrays["holder_start"]
        lengths = (starts[words + 1] - starts[words]).astype(np.int64)
        names = self.arrays["holder"][spans(starts[words], lengths)]
        weights = self.arrays["word_weight"][words]
        credits = np.clip((alike - ALIKE) / (FULL - ALIKE), 0.0, 1.0) * (weights + weight) / 2
        last = last_of_each(names, self.names)
        return Found(names[last], np.repeat(credits, lengths)[last], np.repeat(weights, lengths)[last], weight)

    def find_alike_words(self, each: Part) -> tuple[Numbers, Numbers]:
        """The words of the vocabulary alike to a part, least alike first, and how alike (float32)."""
        found = []
        words = np.unique(self.under("alike", sorted(keys.looked_under(each)))).tolist()
        parts = [self.word(word) for word in words]
        for at in may_be_alike(each, parts):
            alike, _ = likeness(each, parts[at])
            if alike:
                found.append((alike, words[at]))
        found.sort()
        return np.array([word for _, word in found], np.int32), np.array([alike for alike, _ in found], np.float32)

    def under(self, table: str, wanted: list[int]) -> Numbers:
        """All values filed under any of the keys."""
        listed, start = self.arrays[f"{table}_key"], self.arrays[f"{table}_start"]
        if not len(listed):
            return self.arrays[table][:0]
        asked = np.array(wanted, np.uint64)
        at = np.searchsorted(listed, asked)
        at[at == len(listed)] = 0
        at = at[listed[at] == asked]
        return self.arrays[table][spans(start[at], start[at + 1] - start[at])]

    def same_document(self, query: Person) -> list[int]:
        numbers = [keys.key("document", bare) for bare in building.document_numbers(query)]
        return self.under("document", numbers).tolist() if numbers else []

    def find_word(self, number: int) -> Part:
        return building.unspelled(self.text("word", number))

    def parts_of_name(self, name: int) -> Parts:
        starts = self.arrays["name_start"]
        words = self.arrays["name_words"][starts[name] : starts[name + 1]].tolist()
        return gathered(tuple([self.word(word) for word in words]))

    def person(self, number: int) -> Person:
        return Person.from_json(json.loads(self.text("person", number)))

    def id(self, number: int) -> str:
        return self.text("id", number)

    def text(self, table: str, number: int) -> str:
        starts = self.arrays[f"{table}_text_start"]
        return self.arrays[f"{table}_text"][starts[number] : starts[number + 1]].tobytes().decode()


def spans(start: Numbers, lengths: Numbers) -> Numbers:
    """The numbers of several ranges one after the other: starts (3, 10) of lengths (2, 1) → 3, 4, 10."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(start - ends + lengths, lengths)


def last_of_each(values: Numbers, below: int) -> Numbers:
    """The places of the last of each distinct value; values are whole numbers from 0 to `below`."""
    place = np.empty(below, np.int64)
    order = np.arange(len(values))
    place[values] = order
    return np.flatnonzero(place[values] == order)


def best_places(points: Numbers, count: int) -> Numbers:
    """The places of the highest points, in no order."""
    if len(points) <= count:
        return np.arange(len(points))
    return np.argpartition(-points, count)[:count]


def most(names: Numbers, points: Numbers, count: int) -> tuple[Numbers, Numbers]:
    kept = best_places(points, count)
    return names[kept], points[kept]
