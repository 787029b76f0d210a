"""The characters of a table as its program saved them.

A file says or proves UTF-16 (by its mark) and UTF-8. Older programs save tables in the code page of their machine and
say nothing: what can be read then decides, first the headings, then letters that French has and mistakes rarely give.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Set

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Code page → its name as spreadsheets offer it. Where several read a file equally well, the first is taken.
OLDER: dict[str, str] = {
    "cp1252": "Windows-1252",
    "cp850": "DOS (CP850)",
    "mac_roman": "Mac Roman",
    "cp1256": "Windows-1256",
}
ACCENTED = frozenset("àâçéèêëîïôùûüÿñÀÂÇÉÈÊËÎÏÔÙÛÜÑœŒ’")
# How much of a file is tried in each code page, in bytes.
SAMPLE = 200_000

LINE_END = re.compile(r"\r\n|\r|\n")
DELIMITERS = (",", ";", "\t")
LONGEST_ROW = 100_000


def text_of(content: bytes, known: Set[str] = frozenset(), *, whole: bool = True) -> tuple[str, str | None]:
    """The text, and the name of the code page where it had to be guessed.

    `known` are the headings a table may have, made plain by `heading`. `content` that is not `whole` may end in the
    middle of a character.
    """
    if content[:2] in UTF_16_MARKS:
        return content.decode("utf-16", "replace"), None
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content, final=whole), None
    except UnicodeDecodeError:
        sample = content[:SAMPLE]
        page = max(OLDER, key=lambda page: readable(sample.decode(page, "replace"), known))
        return content.decode(page, "replace"), OLDER[page]


def readable(text: str, known: Set[str]) -> tuple[int, int]:
    """How well a text reads: headings that are known, then letters with the accents of French."""
    return sum(heading(cell) in known for cell in first_cells(text)), sum(sign in ACCENTED for sign in text)


def first_line(text: str) -> str:
    return LINE_END.split(text[:LONGEST_ROW].lstrip("\r\n"), maxsplit=1)[0]


def delimiter_of(text: str) -> str:
    """The sign that parts the first row: comma, semicolon or tab."""
    first = re.sub(r'"[^"]*"', "", first_line(text))
    return max(DELIMITERS, key=first.count)


def first_cells(text: str, delimiter: str | None = None) -> list[str]:
    """The cells of the first row; [] when the text is no table."""
    try:
        return next(csv.reader([first_line(text)], delimiter=delimiter or delimiter_of(text)), [])
    except csv.Error:
        return []


def heading(text: str) -> str:
    """A heading made plain: “Date d’échéance ” → “date_d_echeance”."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "_".join(re.sub(r"[^\w]+", " ", "".join(s for s in bare if not unicodedata.combining(s))).split())
