"""In which direction a text runs: free text stands in sentences of another language, and keeps its own order there."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "ff-adlm"})
OF_LETTERS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


class Text(str):
    """A text that knows its language, a code of ISO 639; empty where it is not known."""

    language: str

    def __new__(cls, text: str, language: str = "") -> Text:
        made = super().__new__(cls, text)
        made.language = language
        return made


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the attribute dir of what is written in a language."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def direction_of(text: str) -> str:
    """`rtl` or `ltr` by the first letter; empty where there is none."""
    return next((OF_LETTERS[way] for sign in text if (way := unicodedata.bidirectional(sign)) in OF_LETTERS), "")


def apart(text: Any) -> SafeString:
    """Free text as an element of its own, with its language and its direction: browsers find the latter by themselves,
    what lays out a PDF does not. Nothing for no text."""
    said = "" if text is None else str(text)
    if not said:
        return mark_safe("")
    language = getattr(text, "language", "")
    runs = direction(language) if language else direction_of(said) or "auto"
    if language:
        return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, runs, said)
    return format_html('<bdi dir="{}">{}</bdi>', runs, said)
