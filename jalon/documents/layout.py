"""Where each field stands in each of the five formats of ICAO Doc 9303, parts 4 to 7.

A zone is its lines joined without a break. Places are Python slices of the zone, from 0; the standard counts
characters in a line from 1, so `slice(57, 63)` of a TD3 (44 a line) is line 2, positions 14 to 19.
"""

from __future__ import annotations

from dataclasses import dataclass

_ANY_LETTER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
_ANY_BUT_V = "ABCDEFGHIJKLMNOPQRSTUWXYZ<0123456789"


@dataclass(frozen=True, slots=True)
class Layout:
    """One format."""

    type: str
    lines: int
    width: int
    first_letters: str
    """What the document code may begin with."""
    second_letters: str
    """What may follow: the issuer's choice; on cards a digit too, but no V (9303-5 and 9303-6)."""
    document_code: slice
    issuing_state: slice
    name: slice
    document_number: slice
    number_check: int
    nationality: slice
    birth_date: slice
    birth_check: int
    sex: int
    expiry_date: slice
    expiry_check: int
    optional_data: slice
    optional_data_2: slice | None = None
    optional_check: int | None = None
    composite_check: int | None = None
    composite: tuple[slice, ...] = ()
    """What the composite check digit covers, in the order of the zone."""
    long_numbers: bool = False
    """A number of more than nine characters continues in the optional data (9303-5 and 9303-6, note on the number)."""

    def place(self, position: int) -> tuple[int, int]:
        """Line and column, both from 1, of a position in the zone."""
        return position // self.width + 1, position % self.width + 1

    def split(self, zone: str) -> tuple[str, ...]:
        """The zone as its lines."""
        return tuple(zone[start : start + self.width] for start in range(0, self.lines * self.width, self.width))


TD1 = Layout(
    type="TD1",
    lines=3,
    width=30,
    first_letters="ACI",
    second_letters=_ANY_BUT_V,
    document_code=slice(0, 2),
    issuing_state=slice(2, 5),
    document_number=slice(5, 14),
    number_check=14,
    optional_data=slice(15, 30),
    birth_date=slice(30, 36),
    birth_check=36,
    sex=37,
    expiry_date=slice(38, 44),
    expiry_check=44,
    nationality=slice(45, 48),
    optional_data_2=slice(48, 59),
    composite_check=59,
    name=slice(60, 90),
    composite=(slice(5, 30), slice(30, 37), slice(38, 45), slice(48, 59)),
    long_numbers=True,
)

TD2 = Layout(
    type="TD2",
    lines=2,
    width=36,
    first_letters="ACI",
    second_letters=_ANY_BUT_V,
    document_code=slice(0, 2),
    issuing_state=slice(2, 5),
    name=slice(5, 36),
    document_number=slice(36, 45),
    number_check=45,
    nationality=slice(46, 49),
    birth_date=slice(49, 55),
    birth_check=55,
    sex=56,
    expiry_date=slice(57, 63),
    expiry_check=63,
    optional_data=slice(64, 71),
    composite_check=71,
    composite=(slice(36, 46), slice(49, 56), slice(57, 71)),
    long_numbers=True,
)

TD3 = Layout(
    type="TD3",
    lines=2,
    width=44,
    first_letters="P",
    second_letters=_ANY_LETTER,
    document_code=slice(0, 2),
    issuing_state=slice(2, 5),
    name=slice(5, 44),
    document_number=slice(44, 53),
    number_check=53,
    nationality=slice(54, 57),
    birth_date=slice(57, 63),
    birth_check=63,
    sex=64,
    expiry_date=slice(65, 71),
    expiry_check=71,
    optional_data=slice(72, 86),
    optional_check=86,
    composite_check=87,
    composite=(slice(44, 54), slice(57, 64), slice(65, 87)),
)

MRVA = Layout(
    type="MRVA",
    lines=2,
    width=44,
    first_letters="V",
    second_letters=_ANY_LETTER,
    document_code=slice(0, 2),
    issuing_state=slice(2, 5),
    name=slice(5, 44),
    document_number=slice(44, 53),
    number_check=53,
    nationality=slice(54, 57),
    birth_date=slice(57, 63),
    birth_check=63,
    sex=64,
    expiry_date=slice(65, 71),
    expiry_check=71,
    optional_data=slice(72, 88),
)

MRVB = Layout(
    type="MRVB",
    lines=2,
    width=36,
    first_letters="V",
    second_letters=_ANY_LETTER,
    document_code=slice(0, 2),
    issuing_state=slice(2, 5),
    name=slice(5, 36),
    document_number=slice(36, 45),
    number_check=45,
    nationality=slice(46, 49),
    birth_date=slice(49, 55),
    birth_check=55,
    sex=56,
    expiry_date=slice(57, 63),
    expiry_check=63,
    optional_data=slice(64, 72),
)

LAYOUTS: dict[str, Layout] = {"TD1": TD1, "TD2": TD2, "TD3": TD3, "MRVA": MRVA, "MRVB": MRVB}

_BY_LENGTH: dict[int, tuple[Layout, Layout]] = {90: (TD1, TD1), 72: (TD2, MRVB), 88: (TD3, MRVA)}
LENGTHS = frozenset(_BY_LENGTH)


def layout_of(zone: str) -> Layout | None:
    """The format of a zone: its length tells the size, a first letter V tells a visa (9303-7)."""
    pair = _BY_LENGTH.get(len(zone))
    return pair and pair[zone[0] == "V"]
