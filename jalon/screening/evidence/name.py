"""Evidence of names: the parts of two names are paired, each pair with how alike it is; what is left over is against.

The order of parts is not trusted (a machine readable zone turns it round); two neighbouring parts may be one part of
the other name. A frequent name tells little, a rare one much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from jalon.screening.names import Part, Parts, part, servant

# Two parts less alike than this are two different names.
ALIKE = 0.60
# Of two spellings, what letters and what consonants alone say.
LETTERS, CONSONANTS = 0.72, 0.28
# The same part, as good as.
FULL = 0.95
# Two neighbours written as one are taken for one part of the other name from here.
GLUE_FROM = 0.85
GLUE_SLACK = 2  # letters by which their lengths may differ
GLUE_SLACK_UNVOCALISED = 5  # where one side leaves its vowels out
GLUED_AT_MOST = 1.6  # what the two may weigh together

# Short words sound alike by chance: how alike by the number of sounds, 0.96 beyond.
SOUNDS_THE_SAME = {1: 0.70, 2: 0.82, 3: 0.88, 4: 0.93}
# The same consonants, by their number, 0.80 beyond; what the long vowels say is added.
CONSONANTS_THE_SAME = {1: 0.62, 2: 0.72}
LONG_VOWELS = 0.15

WORTH_A_MATRIX = 8  # fewer are compared sooner one by one
ROUNDING = 1e-4  # of 32-bit numbers

EQUAL, GROUP, SOUND, SKELETON, SIMILAR, GLUED, INITIAL, CUT = (
    "equal", "group", "sound", "consonants", "similar", "glued", "initial", "cut",
)  # fmt: skip


class Pair(NamedTuple):
    """One or two parts of the left name and one or two of the right, how alike (0..1) and by what rule."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    likeness: float
    weight: float
    rule: str


class NameEvidence(NamedTuple):
    """agreed: weight of what is shared, less what differs in spelling; unlike: weight lost to spelling;
    conflict: weight left over on both sides at once; missing: weight left over on one side only."""

    agreed: float
    unlike: float
    conflict: float
    missing: float
    pairs: tuple[Pair, ...]
    left_over: tuple[int, ...]
    right_over: tuple[int, ...]


@lru_cache(maxsize=500_000)
def likeness(a: Part, b: Part) -> tuple[float, str]:
    """How alike two parts are, 0..1, and the rule that says so. Parts are cached objects, so this is by identity."""
    if a is b or a.text == b.text:
        return 1.0, EQUAL
    if a.group >= 0 and a.group == b.group:
        return 0.97, GROUP
    if a.kind == "link" or b.kind == "link":
        return (0.9, SIMILAR) if a.kind == b.kind and a.sound == b.sound else (0.0, "")
    if len(a.text) == 1 or len(b.text) == 1:
        return (0.6, INITIAL) if a.text[0] == b.text[0] else (0.0, "")
    if a.servant_of or b.servant_of:
        return by_servant(a, b)
    if a.unvocalised or b.unvocalised:
        return by_consonants(a, b)
    return by_spelling(a, b)


def by_spelling(a: Part, b: Part) -> tuple[float, str]:
    if a.sound == b.sound:
        return SOUNDS_THE_SAME.get(len(a.sound), 0.96), SOUND
    longest = max(len(a.text), len(b.text))
    spelled = OSA.normalized_similarity(a.text, b.text)
    spoken = OSA.normalized_similarity(a.sound, b.sound)
    boned = OSA.normalized_similarity(a.skeleton, b.skeleton)
    alike = LETTERS * max(spelled, spoken) + CONSONANTS * boned
    if longest <= 4:
        alike -= 0.08
    if a.group >= 0 and b.group >= 0:
        alike -= 0.10  # two names that are both known, and known to be different
    if alike < 0.8 and longest >= 6 and is_cut(a, b):
        return max(alike, 0.74), CUT
    return (alike, SIMILAR) if alike >= ALIKE else (0.0, "")


def is_cut(a: Part, b: Part) -> bool:
    """One is the beginning of the other, and long enough for that to tell something."""
    return min(len(a.text), len(b.text)) >= 4 and (a.text.startswith(b.text) or b.text.startswith(a.text))


def may_be_alike(a: Part, others: Sequence[Part]) -> Iterable[int]:
    """The places of the parts that `likeness` may call alike; the others are surely not. Many at once, at C's speed."""
    if len(others) < WORTH_A_MATRIX or a.servant_of or a.unvocalised:
        return range(len(others))
    alike = LETTERS * np.maximum(
        likenesses(a.text, [b.text for b in others]), likenesses(a.sound, [b.sound for b in others])
    ) + CONSONANTS * likenesses(a.skeleton, [b.skeleton for b in others])
    near = (alike >= ALIKE - ROUNDING).tolist()
    group, beginning = (a.group if a.group >= 0 else None), a.text[:4]
    return [
        at
        for at, b in enumerate(others)
        if near[at] or b.group == group or b.servant_of or b.unvocalised or b.text.startswith(beginning)
    ]


def likenesses(text: str, others: list[str]) -> npt.NDArray[np.float32]:
    return np.asarray(cdist([text], others, scorer=OSA.normalized_similarity, dtype=np.float32)[0])


def by_servant(a: Part, b: Part) -> tuple[float, str]:
    """ "Abd al-Karim": both are servants of someone, or one leaves "Abd" out."""
    whole = by_consonants(a, b) if a.unvocalised or b.unvocalised else by_spelling(a, b)
    bare = likeness(bare_part(a), bare_part(b))
    if a.servant_of and b.servant_of:
        return bare
    return max(whole, (min(bare[0], 0.97) - 0.12, bare[1])) if bare[0] >= 0.9 else whole


def bare_part(a: Part) -> Part:
    return part(a.servant_of, a.unvocalised) if a.servant_of else a


def by_consonants(a: Part, b: Part) -> tuple[float, str]:
    """One side is written without vowels: only consonants, and the long vowels a little."""
    spoken = OSA.normalized_similarity(a.sound, b.sound)
    if a.skeleton == b.skeleton and a.skeleton:
        return CONSONANTS_THE_SAME.get(len(a.skeleton), 0.80) + LONG_VOWELS * spoken, SKELETON
    boned = OSA.normalized_similarity(a.skeleton, b.skeleton)
    alike = 0.85 * boned + 0.15 * spoken
    if min(len(a.skeleton), len(b.skeleton)) <= 2:
        alike -= 0.15
    return (alike, SKELETON) if alike >= ALIKE else (0.0, "")


def align(left: Parts, right: Parts) -> NameEvidence:
    """Pair the parts greedily, the heaviest and most alike first."""
    pairs: list[Pair] = []
    free_left, free_right = (1 << len(left.parts)) - 1, (1 << len(right.parts)) - 1
    agreed = unlike = 0.0
    for pair in sorted(offered(left, right), key=worth, reverse=True):
        taken_left, taken_right = places(pair.left), places(pair.right)
        if taken_left & free_left == taken_left and taken_right & free_right == taken_right:
            free_left ^= taken_left
            free_right ^= taken_right
            pairs.append(pair)
            share = credit(pair.likeness)
            agreed += share * pair.weight
            unlike += (1.0 - share) * pair.weight
    left_over, right_over = still_free(free_left), still_free(free_right)
    alone_left = sum([left.parts[at].weight for at in left_over])
    alone_right = sum([right.parts[at].weight for at in right_over])
    conflict = alone_left if alone_left < alone_right else alone_right
    missing = alone_left + alone_right - 2 * conflict
    return NameEvidence(agreed, unlike, conflict, missing, tuple(pairs), left_over, right_over)


def worth(pair: Pair) -> float:
    return pair.likeness * pair.weight


def places(at: tuple[int, ...]) -> int:
    """Places as a set of bits."""
    return 1 << at[0] if len(at) == 1 else 1 << at[0] | 1 << at[1]


@lru_cache(maxsize=4096)
def still_free(bits: int) -> tuple[int, ...]:
    return tuple(at for at in range(bits.bit_length()) if bits >> at & 1)


def credit(alike: float) -> float:
    """What a likeness is worth: full from FULL, nothing at the limit of being alike."""
    return 1.0 if alike >= FULL else (alike - ALIKE) / (FULL - ALIKE) if alike > ALIKE else 0.0


def offered(left: Parts, right: Parts) -> list[Pair]:
    offers = []
    for i, a in enumerate(left.parts):
        for j, b in enumerate(right.parts):
            alike, rule = likeness(a, b)
            if alike:
                offers.append(Pair((i,), (j,), alike, (a.weight + b.weight) / 2, rule))
    for two, one, alike, weight in glued(left, right):
        offers.append(Pair(two, one, alike, weight, GLUED))
    for two, one, alike, weight in glued(right, left):
        offers.append(Pair(one, two, alike, weight, GLUED))
    return offers


def glued(split: Parts, whole: Parts) -> list[tuple[tuple[int, int], tuple[int], float, float]]:
    """Two neighbours (the last and the first are neighbours too) that make one part of the other name."""
    found: list[tuple[tuple[int, int], tuple[int], float, float]] = []
    count = len(split.lengths)
    if count < 2:
        return found
    unvocalised = split.parts[0].unvocalised or any(b.unvocalised for b in whole.parts[:1])
    slack = GLUE_SLACK_UNVOCALISED if unvocalised else GLUE_SLACK
    longest = max(whole.lengths, default=0) + slack
    for i in range(count):
        after = i + 1 if i + 1 < count else 0
        length = split.lengths[i] + split.lengths[after]
        if length > longest:
            continue
        first, second = split.parts[i], split.parts[after]
        for j, long in enumerate(whole.lengths):
            if -slack <= long - length <= slack and long > 3:
                b = whole.parts[j]
                if b.text[0] != first.text[0] or likeness(first, b)[0] >= FULL or likeness(second, b)[0] >= FULL:
                    continue
                alike, _ = likeness(part(servant(first.text + second.text), first.unvocalised), b)
                if alike >= GLUE_FROM:
                    weight = max(b.weight, min(first.weight + second.weight, GLUED_AT_MOST))
                    found.append(((i, after), (j,), alike - 0.01, weight))
    return found
