"""Under which keys a part of a name is found: its spelling group, consonants, sound with a letter left out, beginnings.

Two parts that `evidence.name.likeness` calls alike share a key, but for a few far spellings of long names.
A key is a 64-bit number, so that an index is a sorted array and not a dictionary.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from jalon.screening.evidence.name import bare_part
from jalon.screening.names import Part, Parts, part, servant
from jalon.screening.sounds import skeleton


@lru_cache(maxsize=200_000)
def key(kind: str, text: str) -> int:
    return int.from_bytes(blake2b(f"{kind}{text}".encode(), digest_size=8).digest(), "little")


def stored_under(each: Part) -> set[int]:
    """The keys an index keeps a listed part under."""
    keys = alike_keys(each)
    keys.update(key("begins", each.text[:length]) for length in range(4, len(each.text)))
    return keys


def looked_under(each: Part) -> set[int]:
    """The keys a part of a query is looked for under."""
    keys = alike_keys(each)
    if len(each.text) >= 4:
        keys.add(key("begins", each.text))
        keys.update(key("text", each.text[:length]) for length in range(4, len(each.text)))
    return keys


def alike_keys(each: Part) -> set[int]:
    keys = {key("text", each.text)}
    if each.kind == "link" or len(each.text) == 1:
        return keys
    for form in (each, bare_part(each)) if each.servant_of else (each,):
        if form.group >= 0:
            keys.add(key("group", str(form.group)))
        keys.add(key("bones", form.skeleton))
        keys.update(key("sound", left) for left in one_left_out(form.sound))
        if len(form.skeleton) >= 3:
            shortest = 2 if form.unvocalised else 3
            keys.update(key("bones-", left) for left in one_left_out(form.skeleton) if len(left) >= shortest)
    return keys


def one_left_out(text: str) -> set[str]:
    """The text, and the text without each of its letters: two words one slip apart share one of these."""
    return {text} | {text[:at] + text[at + 1 :] for at in range(len(text))} if len(text) > 2 else {text}


def neighbours(parts: Parts) -> list[tuple[int, int]]:
    """The places of neighbouring parts; the last and the first are neighbours too, for names turned round."""
    count = len(parts.parts)
    return [(first, (first + 1) % count) for first in range(count)] if count > 1 else []


def glued_keys(parts: Parts) -> set[int]:
    """The keys of every two neighbouring parts written as one."""
    return {glued_key(skeleton(glued_text(parts, *places))) for places in neighbours(parts)}


def glued_text(parts: Parts, first: int, second: int) -> str:
    return servant(parts.parts[first].text + parts.parts[second].text)


def glued_part(parts: Parts, first: int, second: int) -> Part:
    return part(glued_text(parts, first, second), parts.parts[first].unvocalised)


def glued_key(bones: str) -> int:
    return key("glued", bones)
