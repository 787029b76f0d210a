"""Writing a machine readable zone: the fields of a document back to its lines, with their check digits."""

from __future__ import annotations

from typing import Any, NoReturn

from jalon.documents.checkdigits import check_digit
from jalon.documents.dates import DateImpossible, write_date
from jalon.documents.document import Document
from jalon.documents.layout import LAYOUTS, Layout
from jalon.documents.problems import Problem
from jalon.documents.transliteration import mrz_letters

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CHARACTERS = _LETTERS | frozenset("0123456789<")


class CannotWrite(ValueError):
    """The document does not fit its format. `problem` says which field and why, in three languages."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence("en"))
        self.problem = problem


def write(document: Document) -> tuple[str, ...]:
    """The lines of the zone. Raises `CannotWrite` when a value does not fit.

    Names may be written with accents, hyphens and apostrophes (9303-3, section 6) and are cut when they are too long
    (4.2.3). A number of more than nine characters continues in the optional data of TD1 and TD2. Nothing else is
    changed: what was written is read again as the same document.
    """
    layout = LAYOUTS.get(document.type)
    if layout is None:
        _refuse("format_not_known", "mrz", document.type)
    zone = ["<"] * (layout.lines * layout.width)
    zone[layout.document_code] = _code(document, layout)
    zone[layout.issuing_state] = _state(document.issuing_state, "issuing_state")
    zone[layout.name] = _name(document, layout.name.stop - layout.name.start)
    zone[layout.nationality] = _state(document.nationality, "nationality")
    zone[layout.sex] = _sex(document.sex)
    _put_number(zone, document, layout)
    _put_date(zone, document.birth_date, layout.birth_date, layout.birth_check, "birth_date")
    _put_date(zone, document.expiry_date, layout.expiry_date, layout.expiry_check, "expiry_date")
    if layout.optional_data_2:
        zone[layout.optional_data_2] = _fitted(document.optional_data_2, 11, "optional_data_2")
    elif document.optional_data_2:
        _refuse("value_too_long", "optional_data_2", document.optional_data_2, width=0)
    text = "".join(zone)
    if layout.optional_check is not None:
        text = _with(text, layout.optional_check, check_digit(text[layout.optional_data]))
    if layout.composite_check is not None:
        covered = "".join(text[place] for place in layout.composite)
        text = _with(text, layout.composite_check, check_digit(covered))
    return layout.split(text)


def _with(text: str, position: int, character: str) -> str:
    return text[:position] + character + text[position + 1 :]


def _refuse(code: str, field: str, read: str, **parameters: Any) -> NoReturn:
    raise CannotWrite(Problem(code, field, read=read, **parameters))


def _fitted(value: str | None, width: int, field: str) -> str:
    """A value of letters, digits and fillers, filled up to `width`."""
    text = value or ""
    if not _CHARACTERS.issuperset(text) or text.endswith("<"):
        _refuse("value_not_allowed", field, text)
    if len(text) > width:
        _refuse("value_too_long", field, text, width=width)
    return text.ljust(width, "<")


def _code(document: Document, layout: Layout) -> str:
    code = _fitted(document.document_code, 2, "document_code")
    if code[0] not in layout.first_letters or code[1] not in layout.second_letters:
        _refuse("document_code_not_allowed", "document_code", code.rstrip("<"), type=layout.type)
    return code


def _state(code: str | None, field: str) -> str:
    if not code or not _LETTERS.issuperset(code):
        _refuse("value_not_allowed", field, code or "")
    return _fitted(code, 3, field)


def _sex(sex: str | None) -> str:
    if sex not in ("M", "F", "X", None):
        _refuse("sex_not_allowed", "sex", sex)
    return sex or "<"


def _name(document: Document, width: int) -> str:
    primary = _letters(document.primary_identifier, "primary_identifier")
    secondary = _letters(document.secondary_identifier, "secondary_identifier")
    if not primary:
        _refuse("value_not_allowed", "primary_identifier", document.primary_identifier or "")
    if secondary and len(primary) > width - 3:  # 9303-3, 4.2.3: room for two fillers and one letter of the other name
        primary = primary[: width - 3].rstrip("<")
    full = f"{primary}<<{secondary}" if secondary else primary
    return _cut(full, width).ljust(width, "<")


def _letters(name: str | None, field: str) -> str:
    letters = mrz_letters(name or "")
    if not _LETTERS.issuperset(letters.replace(" ", "")):
        _refuse("value_not_allowed", field, name or "")
    return letters.replace(" ", "<")


def _cut(name: str, width: int) -> str:
    """The name cut to the field. A cut that would fall after a filler takes a letter away before it instead, for only
    a letter in the last place tells the reader that a name may have been cut (9303-3, 4.2.3)."""
    if len(name) > width and name[width - 1] == "<":
        ends = (at for at in range(width - 2, 0, -1) if name[at + 1] == "<" != name[at] and name[at - 1] != "<")
        at = next(ends, width - 1)
        name = name[:at] + name[at + 1 :]
    return name[:width]


def _put_number(zone: list[str], document: Document, layout: Layout) -> None:
    number = document.document_number
    if not number:
        _refuse("value_not_allowed", "document_number", "")
    if len(number) <= 9 or not layout.long_numbers:
        zone[layout.document_number] = shown = _fitted(number, 9, "document_number")
        zone[layout.number_check] = check_digit(shown)
        width = layout.optional_data.stop - layout.optional_data.start
        zone[layout.optional_data] = _fitted(document.optional_data, width, "optional_data")
        return
    _put_long_number(zone, number, document.optional_data, layout)


def _put_long_number(zone: list[str], number: str, optional: str | None, layout: Layout) -> None:
    """Nine characters, a filler for the check digit, and in the optional data the rest, the check digit, a filler."""
    width = layout.optional_data.stop - layout.optional_data.start
    shown, rest = number[:9], number[9:]
    if "<" in number[8:] or not _CHARACTERS.issuperset(number):
        _refuse("value_not_allowed", "document_number", number)
    if len(rest) > width - 2:
        _refuse("value_too_long", "document_number", number, width=width + 7)
    zone[layout.document_number] = shown
    zone[layout.number_check] = "<"
    tail = f"{rest}{check_digit(number)}<"
    zone[layout.optional_data] = tail + _fitted(optional, width - len(tail), "optional_data")


def _put_date(zone: list[str], iso: str | None, place: slice, check: int, field: str) -> None:
    try:
        zone[place] = six = write_date(iso)
    except DateImpossible:
        _refuse("date_impossible", field, iso or "")
    zone[check] = check_digit(six)
