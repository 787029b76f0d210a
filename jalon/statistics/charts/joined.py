"""Arabic words of a chart for a PDF: what lays out the PDF draws the text of a picture letter by letter, from left to
right, so each letter must come in the form it has beside its neighbours, and the last one first.

The forms are those of Unicode's block of presentation forms, read from its own table; browsers need none of this.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from jalon.statistics.charts.svg import ARABIC

ISOLATES = re.compile(r"[\u2066-\u2069]")
WORDS = re.compile(r">([^<>]*[\u0600-\u06ff][^<>]*)</text>")
FIRST, LAST = 0xFE70, 0xFEFC
LAM = "\u0644"


@cache
def forms() -> dict[str, dict[str, str]]:
    """Of each letter (or lam with alef): its form by place: isolated, initial, medial, final."""
    found: dict[str, dict[str, str]] = {}
    for code in range(FIRST, LAST + 1):
        place, *base = unicodedata.decomposition(chr(code)).split() or [""]
        if place[1:-1] in {"isolated", "initial", "medial", "final"} and base and base[0] != "0020":
            found.setdefault("".join(chr(int(one, 16)) for one in base), {})[place[1:-1]] = chr(code)
    return found


def for_pdf(drawn: SafeString) -> SafeString:
    """A chart whose Arabic words are joined and stand from left to right as they are seen."""
    return mark_safe(WORDS.sub(lambda found: f">{seen(found.group(1))}</text>", drawn))  # noqa: S308 — our own picture


def seen(text: str) -> str:
    """A text as it is seen, from left to right: Arabic words joined and turned round, all else as it is."""
    if not ARABIC.search(text):
        return text
    bare = ISOLATES.sub("", "".join(one for one in text if not unicodedata.combining(one)))
    pieces = re.findall(r"[\u0600-\u06ff]+|[^\u0600-\u06ff\s]+|\s+", bare)
    return "".join(joined(piece)[::-1] if ARABIC.match(piece) else piece for piece in reversed(pieces))


def joined(word: str) -> str:
    """The letters of a word in the forms they have there."""
    letters: list[str] = []
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        letters.append(pair if pair[0] == LAM and pair in forms() else word[at])
        at += len(letters[-1])
    found = []
    for index, letter in enumerate(letters):
        before = index > 0 and "initial" in forms().get(letters[index - 1], {})
        after = index + 1 < len(letters) and "final" in forms().get(letters[index + 1], {})
        places = forms().get(letter, {})
        joins = "initial" in places
        place = {(True, True): "medial", (True, False): "final", (False, True): "initial", (False, False): "isolated"}[
            (before, after and joins)
        ]
        found.append(places.get(place, places.get("isolated", letter)))
    return "".join(found)
