"""A document is written as 9303 asks, names cut as it allows, and nothing is squeezed in silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jalon.documents.mrz import CannotWrite, Document, read, write
from jalon.documents.transliteration import mrz_letters

TODAY = date(2026, 11, 23)
PASSPORT = Document(
    "TD3", "P", "MLI", "TRAORE", "AMINATA", "AA0123456", "MLI", "1990-01-01", "F", "2030-12-31", None, None, False
)


def test_a_passport_is_written() -> None:
    assert write(PASSPORT) == (
        "P<MLITRAORE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<",
        "AA01234565MLI9001011F3012316<<<<<<<<<<<<<<08",
    )


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Aïcha N'Diaye-Traoré", "AICHA NDIAYE TRAORE"),
        ("Ould  Ahmed", "OULD AHMED"),
        ("Müller", "MUELLER"),
        ("Ɓah Ɗiallo Ŋgom Ɔɔ", "BAH DIALLO NGOM OO"),
        ("Strauß", "STRAUSS"),
        ("Đặng", "DANG"),
    ],
)
def test_letters_of_the_zone(name: str, letters: str) -> None:
    assert mrz_letters(name) == letters


@pytest.mark.parametrize(
    ("primary", "secondary", "field"),
    [
        # first names cut
        ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<KRASUA"[:39]),
        # a surname too long: three places are kept for the other name
        ("A" * 20 + " " + "B" * 20, "CC", "A" * 20 + "<" + "B" * 15 + "<<C"),
        # the cut would fall on a filler: a letter before it gives way
        ("A" * 20, "B" * 16 + " C", "A" * 20 + "<<" + "B" * 15 + "<C"),
        ("A" * 38 + " B", None, "A" * 37 + "<B"),
    ],
)
def test_long_names_are_cut(primary: str, secondary: str | None, field: str) -> None:
    lines = write(replace(PASSPORT, primary_identifier=primary, secondary_identifier=secondary))
    assert lines[0][5:] == field
    reading = read("\n".join(lines), today=TODAY)
    assert reading.valid and reading.document is not None
    assert reading.document.names_truncated


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"type": "TD4"}, "format_not_known", "mrz"),
        ({"document_code": "I"}, "document_code_not_allowed", "document_code"),
        ({"document_number": "AA01234567"}, "value_too_long", "document_number"),
        ({"document_number": None}, "value_not_allowed", "document_number"),
        ({"document_number": "aa-1"}, "value_not_allowed", "document_number"),
        ({"type": "TD1", "document_code": "I", "document_number": "A" * 23}, "value_too_long", "document_number"),
        ({"type": "TD2", "document_code": "I", "document_number": "A" * 15}, "value_too_long", "document_number"),
        ({"primary_identifier": None}, "value_not_allowed", "primary_identifier"),
        ({"secondary_identifier": "محمد"}, "value_not_allowed", "secondary_identifier"),
        ({"issuing_state": None}, "value_not_allowed", "issuing_state"),
        ({"nationality": "M1I"}, "value_not_allowed", "nationality"),
        ({"sex": "H"}, "sex_not_allowed", "sex"),
        ({"birth_date": "1990-02-30"}, "date_impossible", "birth_date"),
        ({"birth_date": "1900-02-29"}, "date_impossible", "birth_date"),
        ({"expiry_date": "30-12-31"}, "date_impossible", "expiry_date"),
        ({"expiry_date": "2030-1-1"}, "date_impossible", "expiry_date"),
        ({"optional_data": "A" * 15}, "value_too_long", "optional_data"),
        ({"optional_data": "A<"}, "value_not_allowed", "optional_data"),
        ({"optional_data_2": "A"}, "value_too_long", "optional_data_2"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(change: dict[str, str | None], code: str, field: str) -> None:
    with pytest.raises(CannotWrite) as refusal:
        write(replace(PASSPORT, **change))  # type: ignore[arg-type]
    assert (refusal.value.problem.code, refusal.value.problem.field) == (code, field)
    assert all(refusal.value.problem.sentence(language) for language in ("fr", "en", "ar"))
