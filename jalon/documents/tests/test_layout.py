"""The places of the fields, as the tables of 9303-4 to 9303-7 give them: line, first and last position from 1."""

from __future__ import annotations

import pytest

from jalon.documents.layout import LAYOUTS, Layout

Span = tuple[int, int, int]

# 9303-4, 4.2.2; 9303-5, 4.2.2; 9303-6, 4.2.2: what the composite check digit covers.
COMPOSITE: dict[str, list[Span]] = {
    "TD1": [(1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)],
    "TD2": [(2, 1, 10), (2, 14, 20), (2, 22, 35)],
    "TD3": [(2, 1, 10), (2, 14, 20), (2, 22, 43)],
    "MRVA": [],
    "MRVB": [],
}
NUMBER_BIRTH_EXPIRY: dict[str, list[Span]] = {
    "TD1": [(1, 6, 14), (2, 1, 6), (2, 9, 14)],
    **{kind: [(2, 1, 9), (2, 14, 19), (2, 22, 27)] for kind in ("TD2", "TD3", "MRVA", "MRVB")},
}
NAME: dict[str, Span] = {
    "TD1": (3, 1, 30),
    "TD2": (1, 6, 36),
    "TD3": (1, 6, 44),
    "MRVA": (1, 6, 44),
    "MRVB": (1, 6, 36),
}
NATIONALITY_AND_SEX: dict[str, list[Span]] = {
    "TD1": [(2, 16, 18), (2, 8, 8)],
    **{kind: [(2, 11, 13), (2, 21, 21)] for kind in ("TD2", "TD3", "MRVA", "MRVB")},
}
OPTIONAL: dict[str, Span] = {
    "TD1": (1, 16, 30),
    "TD2": (2, 29, 35),
    "TD3": (2, 29, 42),
    "MRVA": (2, 29, 44),
    "MRVB": (2, 29, 36),
}


def span(layout: Layout, place: slice) -> Span:
    line, first = layout.place(place.start)
    assert layout.place(place.stop - 1)[0] == line
    return line, first, layout.place(place.stop - 1)[1]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.type)
def test_places(layout: Layout) -> None:
    kind = layout.type
    assert [span(layout, place) for place in layout.composite] == COMPOSITE[kind]
    dated = (layout.document_number, layout.birth_date, layout.expiry_date)
    assert [span(layout, place) for place in dated] == NUMBER_BIRTH_EXPIRY[kind]
    assert span(layout, layout.name) == NAME[kind]
    holder = (layout.nationality, slice(layout.sex, layout.sex + 1))
    assert [span(layout, place) for place in holder] == NATIONALITY_AND_SEX[kind]
    assert span(layout, layout.optional_data) == OPTIONAL[kind]
    for place, check in zip(dated, (layout.number_check, layout.birth_check, layout.expiry_check), strict=True):
        assert check == place.stop


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.type)
def test_the_fields_fill_the_zone_without_overlap(layout: Layout) -> None:
    places = [layout.document_code, layout.issuing_state, layout.name, layout.document_number, layout.nationality]
    places += [layout.birth_date, layout.expiry_date, layout.optional_data, layout.optional_data_2 or slice(0, 0)]
    single = [layout.number_check, layout.birth_check, layout.sex, layout.expiry_check]
    single += [at for at in (layout.optional_check, layout.composite_check) if at is not None]
    covered = [at for place in places for at in range(place.start, place.stop)] + single
    assert sorted(covered) == list(range(layout.lines * layout.width))
