"""The text of a small table that people filled in: which encoding, which mark between cells. Bytes in, rows out."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator

MARKS = (";", ",", "\t")


class NoText(ValueError):
    """The bytes are no table of text."""


def rows_of_text(content: bytes) -> Iterator[list[str]]:
    """The rows of a CSV as older spreadsheets save it. Raises NoText."""
    text = _decoded(content)
    first = text.lstrip().partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(MARKS, key=first.count))
    except csv.Error:
        raise NoText from None


def plain(text: str) -> str:
    """A heading or a code as it is compared: small letters, no accents, one space between words."""
    decomposed = unicodedata.normalize("NFD", text.strip().casefold())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("_", " ").split())


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoText
