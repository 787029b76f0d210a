"""The tables of a Word document (DOCX) as rows of text. ECMA-376 part 1, 17.4."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from jalon.apart.table import MOST_COLUMNS, Table, TableRow

PART = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class NoDocument(ValueError):
    """The bytes are no document, or a damaged one."""


def tables_of(content: bytes) -> Iterator[Table]:
    """Tables of a document whose parts were measured (`workbooks.parts_of`), nested ones too, each after the words
    before it. Raises NoDocument."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            root = fromstring(packed.read(PART))
    except (ParseError, DefusedXmlException, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        raise NoDocument from None
    before = ""
    inside: set[Any] = set()
    for one in root.iter():
        if one.tag == f"{WORD}p" and one not in inside:
            before = _text([one]) or before
        elif one.tag == f"{WORD}tbl":
            inside.update(one.iter(f"{WORD}p"))
            yield Table(before, list(_rows(one)))


def _rows(table: Any) -> Iterator[TableRow]:
    open_spans: dict[int, str] = {}
    for number, row in enumerate(_within(table, "tr"), 1):
        cells, spans = _cells(row, open_spans)
        yield TableRow(number, cells, len(spans) == 1 and spans[0] > 1)


def _cells(row: Any, open_spans: dict[int, str]) -> tuple[list[str], list[int]]:
    """The texts of a row, and how many columns each cell spans. `open_spans`: column -> what spans downwards there."""
    before = row.find(f"{WORD}trPr/{WORD}gridBefore")
    cells: list[str] = [""] * min(MOST_COLUMNS, _number(before, 0))
    spans = []
    for cell in _within(row, "tc"):
        facts = cell.find(f"{WORD}tcPr")
        span = max(1, min(MOST_COLUMNS, _number(facts.find(f"{WORD}gridSpan") if facts is not None else None, 1)))
        down = facts.find(f"{WORD}vMerge") if facts is not None else None
        text = _text(_within(cell, "p"))
        if down is None:
            open_spans.pop(len(cells), None)
        elif down.get(f"{WORD}val") == "restart":
            open_spans[len(cells)] = text
        else:
            text = text or open_spans.get(len(cells), "")
        cells += [text] + [""] * (span - 1)
        spans.append(span)
        if len(cells) > MOST_COLUMNS:
            break
    return cells, spans


def _within(one: Any, name: str) -> Iterator[Any]:
    """Children of a name, through content controls and tracked insertions, not through other tables."""
    for child in one:
        if child.tag == f"{WORD}{name}":
            yield child
        elif child.tag in {f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}ins", f"{WORD}customXml"}:
            yield from _within(child, name)


def _text(paragraphs: Iterable[Any]) -> str:
    lines = []
    for paragraph in paragraphs:
        said = []
        for one in paragraph.iter():
            if one.tag == f"{WORD}t":
                said.append(one.text or "")
            elif one.tag in {f"{WORD}tab", f"{WORD}br", f"{WORD}cr"}:
                said.append(" ")
            elif one.tag == f"{WORD}noBreakHyphen":
                said.append("-")
        lines.append("".join(said).strip())
    return "\n".join(line for line in lines if line)


def _number(one: Any, otherwise: int) -> int:
    said = one.get(f"{WORD}val", "") if one is not None else ""
    return int(said) if said.isdecimal() else otherwise
