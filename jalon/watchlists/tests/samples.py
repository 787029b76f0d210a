"""Small files in each format, of invented people, and where the real lists are when they are at hand."""

import os
from datetime import date
from pathlib import Path

import pytest

from jalon.watchlists.formats import Edition, Source, read
from jalon.watchlists.formats.national import COLUMNS

TODAY = date(2026, 3, 1)

SHARED = Path(os.environ.get("JALON_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))


def real_list(name: str) -> Path:
    path = SHARED / "lists" / name
    if not path.exists():
        pytest.skip(f"the real list {name} is not on this machine (JALON_SHARED_DATA)")
    return path


def edition(format: str, *contents: bytes | str, today: date | None = TODAY) -> Edition:
    """Read the contents as the files of one edition."""
    return read([source(content, f"file{rank}") for rank, content in enumerate(contents)], format, today=today)


def source(content: bytes | str, name: str = "file") -> Source:
    return Source.of_bytes(name, content.encode() if isinstance(content, str) else content)


def un(individuals: str, entities: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<CONSOLIDATED_LIST><INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>"
    )


ROW = {
    "id": "A-1",
    "surname": "JALLOH",
    "given_names": "Mouhamadou Cheikh",
    "birth_date": "1984-05-17",
    "nationality": "GIN",
    "sex": "M",
    "authority": "Parquet",
    "decision_number": "D-12",
    "legal_basis": "Loi 1",
    "action": "refer",
    "telephone": "+223 00",
    "expires": "2026-12-31",
}


def national(*changes: dict[str, str], delimiter: str = ",") -> str:
    """A national table: a row for each set of changes to ROW."""
    lines = [delimiter.join(COLUMNS)]
    lines += [delimiter.join((ROW | change).get(column, "") for column in COLUMNS) for change in changes]
    return "\n".join(lines) + "\n"
