"""Sentences of the libraries as they are printed in French: no line begins with its punctuation."""

from __future__ import annotations

import re

FRENCH = (
    (r"« ", "«\u00a0"),
    (r" ([:»])", "\u00a0\\1"),
    (r" ([;!?])", "\u202f\\1"),
    (r"(?<=\S); ", "\u202f; "),
    (r"(?<=[a-zà-ÿ])'(?=[a-zà-ÿ])", "’"),  # a name has a capital beside its apostrophe
)


def typeset(sentence: str, language: str) -> str:
    """The sentence as it is printed in "fr"; as it is in another language. Names stay as written."""
    if language != "fr":
        return sentence
    for pattern, printed in FRENCH:
        sentence = re.sub(pattern, printed, sentence)
    return sentence
