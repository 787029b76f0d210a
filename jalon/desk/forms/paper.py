"""What is keyed in from a sheet of paper: the head of the sheet, and twenty lines of cells as they were written.

A cell left empty carries over where the paper carries over (direction, means, document); a ditto mark repeats the cell
above. Letters and digits are those printed on every sheet (`crossings.sheets`), with what an Arabic hand writes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jalon.crossings import journey, sheets
from jalon.crossings.inspection import FIELDS, CannotInspect, Shown, shown_by_mrz
from jalon.crossings.late import WHYS, Line
from jalon.desk import words
from jalon.desk.forms.questions import PartialDate
from jalon.desk.state_names import named_state
from jalon.desk.typed_dates import read_date
from jalon.documents.types import DOCUMENT_TYPES
from jalon.staff.models import Officer

# The cells of a line in the order of the paper, with their names.
CELLS = {
    "time": pgettext_lazy("column of a register", "Time"),
    "direction": pgettext_lazy("column of a register", "Direction"),
    "means": pgettext_lazy("column of a register", "Means"),
    "plate": pgettext_lazy("column of a register", "Plate"),
    "surname": pgettext_lazy("column of a register", "Surname"),
    "given": pgettext_lazy("column of a register", "Given names"),
    "sex": pgettext_lazy("column of a register", "Sex"),
    "born": pgettext_lazy("column of a register", "Born on"),
    "nationality": pgettext_lazy("column of a register", "Nationality"),
    "document": pgettext_lazy("column of a register", "Doc."),
    "number": pgettext_lazy("column of a register", "Number"),
    "state": pgettext_lazy("column of a register", "Issued by"),
    "remark": pgettext_lazy("column of a register", "Remarks"),
    "decision": pgettext_lazy("column of a register", "Decision"),
}
LENGTHS = {"surname": 60, "given": 60, "number": 30, "plate": 20, "remark": 200}
USUAL_LENGTH = 40
# Enter passes over these: they carry over, follow from another cell, or are seldom written. Tab stops at each.
PASSED_OVER = {"direction", "means", "plate", "document", "state", "remark", "decision"}
# Signs that stand for the cell above.
DITTO = {'"', "〃", "״", "”", "“", "''"}
ARABIC = {"د": "E", "خ": "S", "ذ": "M", "أ": "F", "ا": "F"}
ENTRY_EXIT = {**sheets.DIRECTIONS, "X": "exit"}
BIRTH_SEX = {"M": "M", "F": "F", "X": "X", "H": "M"}
NUMBER = re.compile(r"[A-Z0-9 /-]*")
BACK_IN_TIME = timedelta(hours=6)  # a time so much earlier than the line above is the next day's
OLDEST = 366  # days
OTHER = "-"


class SheetFacts(forms.Form):
    """The head of a sheet: what holds for all its lines."""

    day = PartialDate(
        label=gettext_lazy("Day of the first line"), max_length=20, widget=forms.TextInput(attrs={"data-key": "F2"})
    )
    written_by = forms.ChoiceField(label=gettext_lazy("Who wrote it"))
    written_name = forms.CharField(
        label=gettext_lazy("Name, where the writer is no officer here"), max_length=60, required=False
    )
    why = forms.ChoiceField(label=gettext_lazy("Why on paper"), choices=list(WHYS.items()))
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=list(journey.DIRECTIONS.items()))
    transport = forms.ChoiceField(label=gettext_lazy("Transport"), choices=list(journey.TRANSPORTS.items()))
    whole = forms.BooleanField(
        label=gettext_lazy("That is all that is written: the other lines are empty"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = Officer.objects.filter(suspended="").order_by("name").values_list("id", "name")
        self.fields["written_by"].choices = [*officers, (OTHER, _("Somebody else"))]  # type: ignore[attr-defined]

    def clean_day(self) -> str:
        day = str(self.cleaned_data["day"] or "")
        today = timezone.localdate()
        if len(day) != 10:
            raise forms.ValidationError(_("Give the whole day, as on the sheet: 25 11 2026."))
        if (today - date.fromisoformat(day)).days > OLDEST:
            raise forms.ValidationError(_("This day is more than a year ago. Look at the sheet again."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("written_by") == OTHER and not values.get("written_name"):
            self.add_error("written_name", _("Say who wrote the sheet."))
        return values


@dataclass
class Row:
    """A line of the grid as typed, and what is wrong with it: cell → sentence."""

    number: int
    typed: dict[str, str]
    mrz: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    line: Line | None = None

    @property
    def empty(self) -> bool:
        return not self.mrz and not any(self.typed.values())


@dataclass
class Above:
    """What the line above said, for what carries over."""

    moment: datetime | None
    cells: dict[str, str]


def typed_rows(data: Mapping[str, Any]) -> list[Row]:
    """The cells of a form, r1-time and so on, line by line."""
    rows = []
    for number in range(1, sheets.LINES + 1):
        typed = {name: _signs(str(data.get(f"r{number}-{name}", "")))[: limit(name)] for name in CELLS}
        rows.append(Row(number, typed, str(data.get(f"r{number}-mrz", "")).strip()[:400]))
    return rows


def limit(name: str) -> int:
    return LENGTHS.get(name, USUAL_LENGTH)


def read_rows(rows: list[Row], facts: Mapping[str, Any], now: datetime) -> list[Row]:
    """Read each line that is not empty, in order: gives those rows, each with its `line` or its `errors`.

    `facts`: the cleaned head of the sheet. `now`: nobody passed after it.
    """
    day = date.fromisoformat(facts["day"])
    direction = {code: letter for letter, code in sheets.DIRECTIONS.items()}[facts["direction"]]
    means = {code: digit for digit, code in sheets.MEANS.items()}[facts["transport"]]
    above = Above(None, {"direction": direction, "means": means})
    written = [row for row in rows if not row.empty]
    for row in written:
        above = _read(row, above, day, now)
    return written


def _read(row: Row, above: Above, day: date, now: datetime) -> Above:
    cells = _carried(row, above)
    moment, known = _moment(row, cells["time"], above.moment, day, now)
    said = {
        "direction": _coded(row, cells, "direction", ENTRY_EXIT),
        "transport": _coded(row, cells, "means", sheets.MEANS),
    }
    outcome, reason = _decision(row, cells["decision"])
    shown = _shown(row, cells)
    if not row.errors and moment is not None and shown is not None:
        row.line = Line(
            row.number,
            int(moment.timestamp() * 1000),
            known,
            said["direction"],
            said["transport"],
            shown,
            outcome,
            reason,
            cells["plate"].upper() if said["transport"] in journey.WITH_PLATE else "",
            cells["remark"],
        )
    else:
        _say_in_full(row, cells, moment, day)
    return Above(moment or above.moment, cells)


def _say_in_full(row: Row, cells: Mapping[str, str], moment: datetime | None, day: date) -> None:
    """A line that is to be put right stands alone from now on, the lines above it being recorded: what it took from
    them is written into its cells."""
    for name in CELLS:
        if name not in row.errors:
            row.typed[name] = cells[name]
    if moment is not None and (not cells["time"] or moment.date() != day):
        row.typed["time"] = f"{moment:%d %H%M}"


def _carried(row: Row, above: Above) -> dict[str, str]:
    """The cells with ditto marks and what carries over in full."""
    cells = {}
    for name, said in row.typed.items():
        before = above.cells.get(name, "")
        if said in DITTO:
            if not before:
                row.errors[name] = _("There is nothing above to repeat.")
            said = before
        cells[name] = said
    if not cells["means"]:  # the same vehicle as above
        cells["means"] = above.cells["means"]
        cells["plate"] = cells["plate"] or above.cells.get("plate", "")
    for name in ("direction", "document"):
        cells[name] = cells[name] or above.cells.get(name, "")
    return cells


def _moment(row: Row, text: str, above: datetime | None, day: date, now: datetime) -> tuple[datetime | None, str]:
    """When the traveller passed, and how exactly that is known: minute | hour | day."""
    base = above.date() if above else day
    if not text:
        if above is None:
            row.errors["time"] = _("Write the hour of the first line at least: 1410, or 14.")
        return above, "day"
    try:
        on, hour, minute = _clock(text, base)
        moment = timezone.make_aware(datetime(on.year, on.month, on.day, hour, minute or 0))
    except ValueError:
        said = {"text": text[:20]}
        row.errors["time"] = _("“%(text)s” is no hour. Write 1410, or 14; with another day: 26 1410.") % said
        return None, "minute"
    if above and on == base and above - moment > BACK_IN_TIME:
        moment += timedelta(days=1)
    if moment > now:
        said = {"when": moment.strftime("%d/%m %H:%M")}
        row.errors["time"] = _("%(when)s is still to come. Look at the day of the sheet, or write the day too.") % said
        return None, "minute"
    return moment, "minute" if minute is not None else "hour"


def _clock(text: str, base: date) -> tuple[date, int, int | None]:
    """Day, hour and minute of 1410, 14:10, 14h10, 14, 26 1410, 26/11 14:10. Raises ValueError."""
    pieces = re.findall(r"\d+", text)
    if not pieces:
        raise ValueError(text)
    if len(pieces[-1]) in {3, 4}:  # hours and minutes without a sign between them
        pieces[-1:] = [pieces[-1][:-2], pieces[-1][-2:]]
    numbers = [int(piece) for piece in pieces]
    if len(numbers) == 1:
        return base, numbers[0], None
    if len(numbers) == 2:
        return base, numbers[0], numbers[1]
    if len(numbers) == 3:
        return _nearest(numbers[0], base), numbers[1], numbers[2]
    if len(numbers) == 4:
        return date(base.year, numbers[1], numbers[0]), numbers[2], numbers[3]
    raise ValueError(text)


def _nearest(day: int, base: date) -> date:
    """The date nearest to `base` that falls on this day of a month."""
    around = (base + timedelta(days=apart) for apart in sorted(range(-15, 17), key=abs))
    found = next((one for one in around if one.day == day), None)
    if found is None:
        raise ValueError(day)
    return found


def _coded(row: Row, cells: Mapping[str, str], name: str, table: Mapping[str, str]) -> str:
    said = _letter(cells[name])
    if said not in table:
        row.errors.setdefault(name, _("Write one of: %(codes)s.") % {"codes": " ".join(table)})
    return table.get(said, "")


def _decision(row: Row, text: str) -> tuple[str, str]:
    """What was decided, and of a refusal its reason. An empty cell: the traveller passed."""
    said = _letter(text).replace(" ", "")
    outcome = sheets.DECISIONS.get(said[:1] or "A")
    reason = sheets.REFUSALS.get(said[1:], "")
    if outcome is None or (said[1:] and outcome != "refused"):
        row.errors["decision"] = _("Write A (admitted), R with the number of its reason, or O (referred).")
    elif outcome == "refused" and not reason:
        row.errors["decision"] = _("Write the number of the reason after R: R1 to R8, as at the foot of the sheet.")
    return outcome or "", reason


def _shown(row: Row, cells: Mapping[str, str]) -> Shown | None:
    """What the traveller showed, as written; by a machine where the document was still there."""
    if row.mrz:
        try:
            return shown_by_mrz(row.mrz)
        except CannotInspect:
            row.errors["number"] = _("The swipe cannot be read. Type the document.")
            return None
    kind = sheets.DOCUMENTS.get(_letter(cells["document"]))
    if kind is None:
        row.errors.setdefault("document", _("Write one of: %(codes)s.") % {"codes": " ".join(sheets.DOCUMENTS)})
    if not cells["surname"]:
        row.errors.setdefault("surname", _("Write the name, or what stands there for it."))
    number = " ".join(cells["number"].upper().split())
    if not NUMBER.fullmatch(number):
        row.errors.setdefault("number", _("It may hold the letters A to Z, digits, spaces, “/” and “-”, nothing else."))
    sex = _letter(cells["sex"])
    if sex and sex not in BIRTH_SEX:
        row.errors.setdefault("sex", _("Write one of: %(codes)s.") % {"codes": "M F X"})
    nationality, issuer = (_state(row, cells, name) for name in ("nationality", "state"))
    born = _born(row, cells["born"])
    if row.errors or kind is None:
        return None
    proves = DOCUMENT_TYPES[kind].proves_nationality
    said = {
        "primary_identifier": " ".join(cells["surname"].upper().split()),
        "secondary_identifier": " ".join(cells["given"].upper().split()) or None,
        "document_number": number or None,
        "nationality": nationality,
        "issuing_state": issuer or (nationality if proves else None),
        "birth_date": born,
        "sex": BIRTH_SEX.get(sex),
    }
    return Shown(kind, dict.fromkeys(FIELDS) | said, "none" if kind == "no_document" else "paper")


def _state(row: Row, cells: Mapping[str, str], name: str) -> str | None:
    if not cells[name]:
        return None
    found = named_state(cells[name])
    if found is None:
        said = {"text": cells[name]}
        row.errors.setdefault(
            name, _("“%(text)s” is no State known here. Write its name, or its three letters: MLI, NER, MRT …") % said
        )
    return found


def _born(row: Row, text: str) -> str | None:
    if not text:
        return None
    try:
        return read_date(text, timezone.localdate())
    except ValueError:
        said = {"text": text[:20]}
        row.errors["born"] = _("“%(text)s” is no date that fits here. Write 12 03 1990, or 03 1990, or 1990.") % said
        return None


def _letter(text: str) -> str:
    """A code as it stands in its table."""
    said = text.strip().upper()
    return ARABIC.get(said, said)


def _signs(text: str) -> str:
    """One line, with the digits of every script as 0 to 9."""
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return " ".join(plain.split())


def cells_of(shown: Shown) -> dict[str, str]:
    """A document that a machine read, as the cells of a line."""
    fields = shown.fields
    kinds = {kind: letter for letter, kind in sheets.DOCUMENTS.items()}
    letter = kinds.get(shown.document_type) or ("C" if shown.document_type.startswith("identity") else "P")
    return {
        "surname": fields.get("primary_identifier") or "",
        "given": fields.get("secondary_identifier") or "",
        "sex": fields.get("sex") or "",
        "born": " ".join(reversed((fields.get("birth_date") or "").split("-"))),
        "nationality": fields.get("nationality") or "",
        "document": letter,
        "number": fields.get("document_number") or "",
        "state": fields.get("issuing_state") or "",
    }


def described(codes: Mapping[str, str]) -> list[tuple[str, str]]:
    """A table of a sheet's letters with their words, in the page's language."""
    tables: dict[str, Any] = {**journey.DIRECTIONS, **journey.TRANSPORTS, **journey.OUTCOMES, **journey.REFUSAL_REASONS}
    return [
        (code, DOCUMENT_TYPES[kind].names[words.language()] if kind in DOCUMENT_TYPES else str(tables[kind]))
        for code, kind in codes.items()
    ]
