"""Reading a machine readable zone: every check of ICAO Doc 9303, parts 3 to 7."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jalon.documents.checkdigits import VALUES, weigh
from jalon.documents.dates import CENTURY, Century, DateImpossible, read_birth, read_expiry
from jalon.documents.document import Document
from jalon.documents.layout import Layout
from jalon.documents.lines import zone_of
from jalon.documents.problems import ERROR, Problem, Repair
from jalon.documents.repairs import proposals, repaired_zone
from jalon.documents.states import STATES

_FILLER = 60  # ord("<")
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
_DIGITS = b"0123456789<"
_ANY = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_SEX = {"M": "M", "F": "F", "X": "X", "<": None}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `valid`: no problem is an error. Expiry is no problem of the zone: see `validity`."""

    document: Document | None
    """As the zone stands, wrong check digits and all; None when the text has the shape of no document."""
    valid: bool
    problems: tuple[Problem, ...]
    repairs: tuple[Repair, ...]
    """Confusions of the reader that, put right together, make every check digit agree. Never applied in silence."""
    repaired: Document | None
    """The document with `repairs` applied, for the officer to compare with the printed page."""
    lines: tuple[str, ...]
    """As understood: capitals, fillers, without spaces."""


def read(text: str, *, today: date | None = None, century: Century = CENTURY) -> Reading:
    """Read one MRZ out of text of one or several lines. Never raises: what is wrong is in `problems`.

    `today` decides the century of two-digit years (see `Century`); it is the machine's date unless given.
    """
    zone, layout, lines = zone_of(text)
    if layout is None:
        lengths = " + ".join(str(len(line)) for line in lines) or "0"
        return Reading(None, False, (Problem("format_unknown", "mrz", lengths=lengths),), (), None, lines)
    today = today or date.today()
    document, problems = _examine(zone, layout, today, century)
    if not problems:
        return Reading(document, True, (), (), None, lines)
    repairs, repaired = _repair(zone, layout, today, century)
    valid = all(problem.severity != ERROR for problem in problems)
    return Reading(document, valid, tuple(problems), repairs, repaired, lines)


def _repair(zone: str, layout: Layout, today: date, century: Century) -> tuple[tuple[Repair, ...], Document | None]:
    """Proposals are worth showing only when, together, they leave no check digit wrong."""
    repairs = proposals(zone, layout)
    if not repairs:
        return (), None
    document, problems = _examine(repaired_zone(zone, layout, repairs), layout, today, century)
    if any(problem.code == "check_digit_wrong" for problem in problems):
        return (), None
    return repairs, document


def _examine(zone: str, layout: Layout, today: date, century: Century) -> tuple[Document, list[Problem]]:
    problems: list[Problem] = []
    raw = zone.encode("ascii", "replace")
    values = raw.translate(VALUES)
    code = zone[layout.document_code]
    if code[0] not in layout.first_letters or code[1] not in layout.second_letters:
        problems.append(Problem("document_code_not_allowed", "document_code", read=code.rstrip("<"), type=layout.type))
    if raw.translate(None, _ANY):
        _judge_characters(zone, layout, problems)
    state = _state(zone[layout.issuing_state], "issuing_state", problems)
    primary, secondary = _names(zone, raw, layout, problems)
    number, optional = _number(zone, raw, values, layout, problems)
    nationality = _state(zone[layout.nationality], "nationality", problems)
    expiry = _date(zone, raw, values, layout, "expiry_date", today, None, century, problems)
    birth = _date(zone, raw, values, layout, "birth_date", today, expiry, century, problems)
    sex = zone[layout.sex]
    if sex not in _SEX:
        problems.append(Problem("sex_not_allowed", "sex", read=sex))
    if layout.composite_check is not None:
        _judge_last_digits(zone, raw, values, layout, problems)
    document = Document(
        layout.type,
        code.rstrip("<") or None,
        state,
        primary,
        secondary,
        number,
        nationality,
        birth,
        _SEX.get(sex),
        expiry,
        optional.rstrip("<") or None,
        (zone[layout.optional_data_2].rstrip("<") or None) if layout.optional_data_2 else None,
        zone[layout.name.stop - 1] != "<",
    )
    return document, problems


def _judge_characters(zone: str, layout: Layout, problems: list[Problem]) -> None:
    """Characters of no MRZ at all, in the fields where any letter or digit may stand."""
    fields = {"document_number": layout.document_number, "optional_data": layout.optional_data}
    if layout.optional_data_2:
        fields["optional_data_2"] = layout.optional_data_2
    for field, place in fields.items():
        _refuse_strangers(zone, place, _ANY, field, layout, problems)


def _refuse_strangers(
    zone: str, place: slice, allowed: bytes, field: str, layout: Layout, problems: list[Problem]
) -> None:
    """One problem, however many characters do not belong there: which they are, and where the first stands."""
    strangers = {
        position: zone[position]
        for position in range(place.start, place.stop)
        if not zone[position].isascii() or ord(zone[position]) not in allowed
    }
    if strangers:
        line, column = layout.place(min(strangers))
        characters = "".join(dict.fromkeys(strangers.values()))
        problems.append(Problem("character_not_allowed", field, character=characters, line=line, column=column))


def _state(three: str, field: str, problems: list[Problem]) -> str | None:
    code = three.rstrip("<")
    state = STATES.get(code)
    if state is None:
        if code:
            problems.append(Problem("state_unknown", field, read=three))
        else:
            problems.append(Problem("state_missing", field))
    elif state.former:
        problems.append(Problem("state_former", field, read=code))
    return code or None


def _names(zone: str, raw: bytes, layout: Layout, problems: list[Problem]) -> tuple[str | None, str | None]:
    """Primary and secondary identifier (9303-3, 4.6): parted by two fillers, components by one."""
    place = layout.name
    if raw[place].translate(None, _LETTERS):
        _refuse_strangers(zone, place, _LETTERS, "primary_identifier", layout, problems)
    primary, _, secondary = zone[place].rstrip("<").partition("<<")
    primary = primary.replace("<", " ").strip()
    if not primary:
        problems.append(Problem("name_missing", "primary_identifier"))
    if "<<" in secondary:
        problems.append(Problem("name_separator_repeated", "secondary_identifier"))
        secondary = "<".join(part for part in secondary.split("<") if part)
    return primary or None, secondary.replace("<", " ").strip() or None


def _number(zone: str, raw: bytes, values: bytes, layout: Layout, problems: list[Problem]) -> tuple[str | None, str]:
    """The whole document number, and what is left of the optional data."""
    place, check = layout.document_number, raw[layout.number_check]
    number, optional = zone[place], zone[layout.optional_data]
    expected = weigh(values[place])
    if check == _FILLER and layout.long_numbers and number[-1] != "<":
        end = (optional + "<").index("<")
        if end >= 2 and 48 <= raw[layout.optional_data.start + end - 1] <= 57:
            check = raw[layout.optional_data.start + end - 1]
            number += optional[: end - 1]
            optional = optional[end + 1 :]
            expected = weigh(number.encode("ascii", "replace").translate(VALUES))
    number = number.rstrip("<")
    if not number:
        problems.append(Problem("document_number_missing", "document_number"))
    if check != 48 + expected:
        problems.append(_wrong("document_number", check, expected))
    return number or None, optional


def _date(
    zone: str,
    raw: bytes,
    values: bytes,
    layout: Layout,
    field: str,
    today: date,
    expiry: str | None,
    century: Century,
    problems: list[Problem],
) -> str | None:
    birth = field == "birth_date"
    place, check = (layout.birth_date, layout.birth_check) if birth else (layout.expiry_date, layout.expiry_check)
    expected = weigh(values[place])
    if raw[check] != 48 + expected:
        problems.append(_wrong(field, raw[check], expected))
    if raw[place].translate(None, _DIGITS):
        _refuse_strangers(zone, place, _DIGITS, field, layout, problems)
        return None
    try:
        if birth:
            return read_birth(zone[place], today, expiry, century)
        return read_expiry(zone[place], today, century)
    except DateImpossible:
        problems.append(Problem("date_impossible", field, read=zone[place]))
        return None


def _judge_last_digits(zone: str, raw: bytes, values: bytes, layout: Layout, problems: list[Problem]) -> None:
    """The check digit of a TD3's optional data, which may be a filler where they are empty (9303-4), and the
    composite, which covers the other check digits too."""
    if layout.optional_check is not None:
        expected, read = weigh(values[layout.optional_data]), raw[layout.optional_check]
        if read != 48 + expected and not (read == _FILLER and not zone[layout.optional_data].strip("<")):
            problems.append(_wrong("optional_data", read, expected))
    assert layout.composite_check is not None
    expected = weigh(b"".join([values[place] for place in layout.composite]))
    if raw[layout.composite_check] != 48 + expected:
        problems.append(_wrong("composite", raw[layout.composite_check], expected))


def _wrong(field: str, read: int, expected: int) -> Problem:
    return Problem("check_digit_wrong", field, read=chr(read), expected=str(expected))
