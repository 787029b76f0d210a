"""A passenger list (CSV, XLSX) read into lines, and a traveller found on it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from jalon.apart import piped, workbooks
from jalon.apart.child import Limits
from jalon.apart.piped import Unreadable
from jalon.apart.small_table import NoText, plain, rows_of_text
from jalon.screening.evidence.document_number import normal

MOST_BYTES = 1_000_000
MOST_LINES = 1000
LIMITS = Limits(memory=1 << 30, seconds=20, largest_file=1_000_000)
LONGEST = 120  # signs in a cell

# What the heading of a column may be called, without accents and case, in the languages of the house.
HEADINGS = {
    "primary_identifier": ("surname", "family name", "last name", "nom", "nom de famille", "اللقب", "اسم العائلة"),
    "secondary_identifier": ("given names", "given name", "first name", "prenom", "prenoms", "الاسم", "الاسم الشخصي"),
    "name": (
        "name", "full name", "passenger", "nom et prenom", "nom et prenoms", "passager", "الاسم الكامل", "المسافر",
    ),
    "document_number": (
        "document number", "number", "document", "passport", "id", "card", "numero", "n°", "numero du document",
        "numero de piece", "piece", "carte", "passeport", "رقم الوثيقة", "الرقم", "رقم",
    ),
    "nationality": ("nationality", "nationalite", "الجنسية"),
    "birth_date": ("date of birth", "birth date", "born", "date de naissance", "ne le", "تاريخ الميلاد"),
    "sex": ("sex", "sexe", "الجنس"),
    "seat": ("seat", "place", "siege", "المقعد"),
}  # fmt: skip


class ManifestUnreadable(Unreadable):
    """The file is no passenger list."""


def read_apart(content: bytes, name: str) -> list[dict[str, str]]:
    """The lines of a passenger list, read by a process of its own under limits: a file from outside may lead a parser
    astray, and then that process alone ends. Raises ManifestUnreadable."""
    if len(content) > MOST_BYTES:
        raise ManifestUnreadable("too_big", most=MOST_BYTES // 1000)
    said = piped.read_apart("jalon.crossings.manifest", content, LIMITS, ManifestUnreadable, "no_list", name)
    lines: list[dict[str, str]] = said["lines"]
    return lines


def main(name: str) -> int:
    """Read the list on standard input, and write its lines, or what is wrong, as JSON."""
    return piped.answer(LIMITS, lambda content: {"lines": lines_of(content, name)})


def lines_of(content: bytes, name: str) -> list[dict[str, str]]:
    """The lines of a passenger list, a field each where the list has it. Raises ManifestUnreadable."""
    rows = _workbook(content) if content[:4] == workbooks.ZIP_MARK else _table(content)
    try:
        heading = next(row for row in rows if any(cell.strip() for cell in row))
    except StopIteration:
        raise ManifestUnreadable("empty", name=name) from None
    columns = {place: field for place, cell in enumerate(heading) if (field := _field(cell))}
    if not {"primary_identifier", "name", "document_number"} & set(columns.values()):
        raise ManifestUnreadable("no_heading", seen=", ".join(cell.strip() for cell in heading if cell.strip())[:200])
    found = []
    for row in rows:
        line = {columns[place]: cell.strip()[:LONGEST] for place, cell in enumerate(row) if place in columns}
        line = {field: cell for field, cell in line.items() if cell}
        if line:
            found.append(line)
        if len(found) > MOST_LINES:
            raise ManifestUnreadable("too_long", most=MOST_LINES)
    if not found:
        raise ManifestUnreadable("empty", name=name)
    return found


def line_of(fields: Mapping[str, Any], lines: Mapping[int, Mapping[str, Any]]) -> int | None:
    """The line that a traveller answers to: the one of the same document number, else the only one of the same name."""
    number = normal(fields.get("document_number") or "")
    if number:
        for line, said in lines.items():
            if normal(said.get("document_number", "")) == number:
                return line
    name = words_of(f"{fields.get('primary_identifier') or ''} {fields.get('secondary_identifier') or ''}")
    # A list that bears a number of its own for somebody speaks of another document: a name alone does not tick it.
    named = [
        line
        for line, said in lines.items()
        if name and words_of(name_on(said)) == name and not (number and said.get("document_number"))
    ]
    return named[0] if len(named) == 1 else None


def name_on(line: Mapping[str, Any]) -> str:
    """The name that a line bears."""
    parts = (line.get("primary_identifier", ""), line.get("secondary_identifier", ""))
    return " ".join(part for part in parts if part) or str(line.get("name", ""))


def words_of(name: str) -> frozenset[str]:
    """The words of a name, whatever their order, accents and case."""
    return frozenset(plain(name).replace("-", " ").split())


def _field(cell: str) -> str | None:
    heading = plain(cell)
    return next((field for field, names in HEADINGS.items() if heading in names), None)


def _table(content: bytes) -> Iterator[list[str]]:
    try:
        yield from rows_of_text(content)
    except NoText:
        raise ManifestUnreadable("no_text") from None


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        book = workbooks.opened(content)
    except workbooks.NoWorkbook:
        raise ManifestUnreadable("no_list") from None
    for number, cells in workbooks.rows(book.worksheets[0], 40):
        if number > 2 * MOST_LINES + 1:
            raise ManifestUnreadable("too_long", most=MOST_LINES)
        yield cells


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
