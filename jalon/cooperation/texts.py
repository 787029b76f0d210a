"""The same sentence in working languages, and which of them to show."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

ORDER = ("fr", "en", "ar")  # after the one that is set
LANGUAGES = {"fr": "français", "en": "English", "ar": "العربية"}  # of a forum's papers, each in its own words
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "ff-adlm"})


def language_of(texts: Mapping[str, str], language: str = "") -> str:
    """The language that is shown: the wanted one (or the one that is set), else fr, en, ar, any; empty without text."""
    wanted = language or (get_language() or "fr")[:2]
    written = [code for code in (wanted, *ORDER, *sorted(texts)) if texts.get(code, "").strip()]
    return written[0] if written else ""


def in_language(texts: Mapping[str, str], language: str = "") -> str:
    """The sentence in the wanted language (or the one that is set), else in fr, en, ar or any; empty without text."""
    return texts.get(language_of(texts, language), "")


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the attribute dir of what is written in a language."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def written(texts: Mapping[str, str]) -> dict[str, str]:
    """Only what was written, without the spaces around it: what an act takes from a form."""
    return {language: text.strip() for language, text in texts.items() if text and text.strip()}
