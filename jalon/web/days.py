"""Days as people write them, alike on every page and in every file."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import get_language

FIRST = re.compile(r"(?<!\d)1(?= [^\W\d]|$)")  # the first day of a month that is named


def date_format(when: date | datetime, form: str | None = None) -> str:
    """As Django's, by its letters (none: DATE_FORMAT); in French the first of a month is “1er”."""
    said = str(formats.date_format(when, form))
    return (
        FIRST.sub("1er", said, count=1)
        if getattr(when, "day", 0) == 1 and (get_language() or "").startswith("fr")
        else said
    )


def filtered(when: Any, form: str | None = None) -> str:
    """What the filter `date` of the templates says; nothing for no day."""
    if when in (None, ""):
        return ""
    try:
        return date_format(when, form)
    except AttributeError:
        return ""


def span(first: date, last: date) -> str:
    """From a day to another, saying their month and year once where they have one: “14 – 15 December 2026”."""
    if first == last:
        return date_format(first)
    alike = (first.year == last.year) + (first.year == last.year and first.month == last.month)
    return f"{date_format(first, ('j F Y', 'j F', 'j')[alike])} – {date_format(last)}"
