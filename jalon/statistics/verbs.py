"""Verbs of this room: figures that were taken out. They name nobody, and say how many numbers were kept back."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.journal.opening import Opened
from jalon.journal.verbs import Owner, Readers, Verb


def apply_exported(entries: Sequence[Opened], tables: str) -> None:
    """body: what, months [ISO day], format, language, numbers, kept_back. It stands in the journal; it makes no row."""


VERBS: list[Verb] = [Verb("figures.exported", 1, Readers.OPERATIONAL, Owner.NODE, apply_exported)]
