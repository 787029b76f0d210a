"""A name as its parts: split, folded, "Abd al-" joined to what follows. Order is kept, not trusted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jalon.screening.scripts import APOSTROPHES, fold, is_unvocalised
from jalon.screening.sounds import skeleton, sound
from jalon.screening.spellings import CLASS_WEIGHTS, classes, groups, words_of

# More of a name than this says nothing more, and would cost time.
PARTS_KEPT = 12
LETTERS_KEPT = 40  # of a part
SIGNS_KEPT = 1_000  # of a name as written

SPLIT = re.compile(r"[\W_]+")

# The names that follow "Abd" (servant of …), by their skeletons: Rahman, Kader, Aziz, Karim, …
DIVINE = {skeleton(word) for word in words_of("divine")}
GOD = words_of("god")
SERVANT_ALONE = words_of("servant") | words_of("servant_given")
# Used as given names by themselves: joined only to what is surely the rest of the name.
GIVEN_ALONE = words_of("servant_given")
ARTICLES = words_of("article")

# Words that end a name, "… of the faith" and "… of God": joined to the part before, and written one way.
SUFFIXES = dict.fromkeys(words_of("faith"), "uddin") | dict.fromkeys(GOD, "ullah")
ENDINGS = (
    (re.compile(r"(?<=\w{3})(?:[aeou]{1,2}dd?|[aeou]{1,2}ld|dd)(?:i|ee|y)ne?$"), "uddin"),
    (re.compile(r"(?<=\w{3})[aeiou]{1,2}l?lah$"), "ullah"),
)

# "Abd" with an article glued on: "abdel", "abdoul", or one that has become the letter after it ("abder-rahman").
SERVANT_L = re.compile(r"[ae]bd(?:[aeu]|ou)l(?=\w{3})")
SERVANT = re.compile(r"(?:abed|abid|[ae]bd)(?:[aeiou]{0,2}([rsndtz])(?=\1)|[aeiou]{0,2})(?P<rest>[^aeiou].{2,})$")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a name. `weight` is how much sharing it tells (1: a name met once in a while)."""

    text: str
    sound: str
    skeleton: str
    group: int
    weight: float
    kind: str
    unvocalised: bool
    servant_of: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A whole name ready to compare."""

    parts: tuple[Part, ...]
    weight: float
    lengths: tuple[int, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=400_000)
def part(text: str, unvocalised: bool = False) -> Part:
    """`text` folded; cached, so that equal texts are the same object."""
    bare = text[3:] if text.startswith("abd") and len(text) > 5 else ""
    group = groups().get(text, -1)
    kind = classes().get(text, "")
    if not kind and len(text) == 1:
        kind = "initial"
    weight = CLASS_WEIGHTS.get(kind) or weight_of_length(text)
    if bare and group < 0 and skeleton(bare) in DIVINE:
        weight, kind = 0.7, "common"
    else:
        bare = "" if group >= 0 else bare
    spoken = sound(text)
    return Part(text, spoken, skeleton(text, spoken), group, weight, kind, unvocalised, bare)


def weight_of_length(text: str) -> float:
    """A short part is met by chance more often."""
    return {0: 0.0, 1: 0.15, 2: 0.5, 3: 0.75}.get(len(text), 1.0)


@lru_cache(maxsize=50_000)
def parts_of(name: str) -> Parts:
    """ "Abd al-Rahman ould SIDI" → abdrahman, ould, sidi; "TRAORÉ,Aminata" → traore, aminata."""
    unvocalised = is_unvocalised(name)
    written = SPLIT.split(name[:SIGNS_KEPT].translate(APOSTROPHES))
    words = [(folded[:LETTERS_KEPT], word) for word in written if (folded := fold(word))]
    if unvocalised:
        words = [(without_article(folded), word) for folded, word in words]
    kept = joined(words)[:PARTS_KEPT]
    return assemble(tuple(text for text, _ in kept), unvocalised, tuple(word for _, word in kept))


def assemble(texts: tuple[str, ...], unvocalised: bool, words: tuple[str, ...] = ()) -> Parts:
    """Parts from texts already folded and joined, as an index keeps them; `words` are how they were written."""
    return gathered(tuple([part(text, unvocalised) for text in texts]), words or texts)


def gathered(parts: tuple[Part, ...], words: tuple[str, ...] = ()) -> Parts:
    return Parts(parts, sum([each.weight for each in parts]), tuple([len(each.text) for each in parts]), words)


def without_article(word: str) -> str:
    """The Arabic article is written onto the word: al-Tikriti."""
    return word[2:] if word.startswith("al") and len(word) > 4 and word not in GOD else word


def joined(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words, each with how it was written, with "Abd (al-) X" in one part, folded one way however it was glued."""
    joined: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        word, written = words[at]
        if word in SERVANT_ALONE and at + 1 < len(words):
            following = at + 1
            article = following < len(words) - 1 and words[following][0] in ARTICLES
            following += article
            if following < len(words) and (article or word not in GIVEN_ALONE or divine(words[following][0])):
                whole = " ".join(each for _, each in words[at : following + 1])
                joined.append((servant_of(words[following][0]), whole))
                at = following + 1
                continue
        if joined and word in SUFFIXES and len(joined[-1][0]) > 2 and joined[-1][0] not in ARTICLES:
            before, how = joined.pop()
            joined.append((before + SUFFIXES[word], f"{how} {written}"))
        elif not (word in ARTICLES and at + 1 < len(words) and words[at + 1][0] in SUFFIXES):
            joined.append((one_ending(servant(word)), written))
        at += 1
    return joined


def one_ending(word: str) -> str:
    """ "salaheddine", "saladin" → "salahuddin", "saluddin"; "nasrallah" → "nasrullah"; others as they are."""
    if len(word) > 6 and word not in groups():
        for ending, written in ENDINGS:
            if found := ending.search(word):
                return word[: found.start()] + written
    return word


def divine(word: str) -> bool:
    return word in GOD or skeleton(word) in DIVINE


def servant_of(word: str) -> str:
    if word in GOD:
        return "abdullah"
    return "abd" + (word[2:] if word.startswith("al") and skeleton(word[2:]) in DIVINE and word != "ali" else word)


def servant(word: str) -> str:
    """ "abdelkader", "abdoulkadir" → "abdkader", "abdkadir"; other words as they are."""
    if len(word) > 6 and word[0] in "ae" and word not in groups():
        if found := SERVANT_L.match(word):
            return "abd" + word[found.end() :]
        found = SERVANT.match(word)
        if found and skeleton(found["rest"]) in DIVINE:
            return "abd" + found["rest"]
    return word
