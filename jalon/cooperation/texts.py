"""The same sentence in working languages, and which of them to show."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from jalon.web.bidi import Text, direction

__all__ = ["LANGUAGES", "ORDER", "Text", "direction", "in_language", "language_of", "written"]

ORDER = ("fr", "en", "ar")  # after the one that is set
LANGUAGES = {"fr": "français", "en": "English", "ar": "العربية"}  # of a forum's papers, each in its own words


def language_of(texts: Mapping[str, str], language: str = "") -> str:
    """The language that is shown: the wanted one (or the one that is set), else fr, en, ar, any; empty without text."""
    wanted = language or (get_language() or "fr")[:2]
    written = [code for code in (wanted, *ORDER, *sorted(texts)) if texts.get(code, "").strip()]
    return written[0] if written else ""


def in_language(texts: Mapping[str, str], language: str = "") -> Text:
    """The sentence in the wanted language (or the one that is set), else in fr, en, ar or any; empty without text. It
    knows in which it is."""
    shown = language_of(texts, language)
    return Text(texts.get(shown, ""), shown)


def written(texts: Mapping[str, str]) -> dict[str, str]:
    """Only what was written, without the spaces around it: what an act takes from a form."""
    return {language: text.strip() for language, text in texts.items() if text and text.strip()}
