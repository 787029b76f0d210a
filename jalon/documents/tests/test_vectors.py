"""Known zones are read as they are meant, and written again character for character."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from jalon.documents.mrz import read, write
from jalon.documents.tests.vectors import VECTORS, Vector

TODAY = date(2026, 11, 23)
SHARED = Path(os.environ.get("JALON_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data")) / "mrz/vectors.json"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[0])
def test_a_vector_reads_as_noted(vector: Vector) -> None:
    _, kind, lines, valid, fields = vector
    reading = read("\n".join(lines), today=TODAY)
    assert reading.document is not None
    assert reading.document.type == kind
    assert reading.valid is valid, [problem.sentence() for problem in reading.problems]
    assert {name: getattr(reading.document, name) for name in fields} == fields
    assert reading.lines == lines
    assert bool(reading.problems) is not valid


@pytest.mark.parametrize("vector", [row for row in VECTORS if row[3]], ids=lambda vector: vector[0])
def test_a_vector_is_written_again(vector: Vector) -> None:
    _, kind, lines, _, _ = vector
    document = read("\n".join(lines), today=TODAY).document
    assert document is not None
    again = write(document)
    if kind == "TD3" and lines[1][42] == "<":  # we write 0; 9303-4 allows both
        again = (again[0], again[1][:42] + "<" + again[1][43])
    assert again == lines


def test_the_shared_vectors_agree() -> None:
    if not SHARED.exists():
        pytest.skip("the shared MRZ vectors are not on this machine")
    for row in json.loads(SHARED.read_text(encoding="utf-8")):
        reading = read("\n".join(row["mrz"]), today=TODAY)
        assert reading.document is not None
        assert (row["id"], reading.document.type, reading.valid) == (row["id"], row["type"], row["valid"])
