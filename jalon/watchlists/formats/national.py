"""A state's own list: a table, CSV or XLSX, after the template (`jalon lists template`).

Each listing carries its measure: authority, decision, legal basis, action, duty telephone, expiry. A row without is
refused. A name alone can only refer; to refuse or arrest, the originator's confirmation must be on record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from jalon.screening.person import BirthDate, DocumentNumber, Name, Person
from jalon.watchlists.formats import countries, headings, papers, table, text
from jalon.watchlists.formats.headings import Cells
from jalon.watchlists.formats.listing import (
    ACTIONS,
    CATEGORIES,
    CONFIRMED_ACTIONS,
    Edition,
    Listing,
    ListUnreadable,
)
from jalon.watchlists.formats.source import Given, Progress, Source, opened
from jalon.watchlists.formats.tally import Tally, unique_names

NAME = "national"
MEGABYTES = 60

# Column → heading by language. The order is that of the template.
COLUMNS: dict[str, dict[str, str]] = {
    "id": {"fr": "identifiant", "en": "id", "ar": "المعرّف"},
    "surname": {"fr": "nom", "en": "surname", "ar": "اللقب"},
    "given_names": {"fr": "prénoms", "en": "given names", "ar": "الأسماء"},
    "aliases": {"fr": "autres noms", "en": "aliases", "ar": "أسماء أخرى"},
    "birth_date": {"fr": "date de naissance", "en": "birth date", "ar": "تاريخ الميلاد"},
    "nationality": {"fr": "nationalité", "en": "nationality", "ar": "الجنسية"},
    "sex": {"fr": "sexe", "en": "sex", "ar": "الجنس"},
    "document_number": {"fr": "numéro du document", "en": "document number", "ar": "رقم الوثيقة"},
    "document_state": {"fr": "état émetteur", "en": "document state", "ar": "الدولة المصدرة"},
    "document_type": {"fr": "type de document", "en": "document type", "ar": "نوع الوثيقة"},
    "authority": {"fr": "autorité", "en": "authority", "ar": "السلطة"},
    "decision_number": {"fr": "numéro de décision", "en": "decision number", "ar": "رقم القرار"},
    "legal_basis": {"fr": "base légale", "en": "legal basis", "ar": "الأساس القانوني"},
    "action": {"fr": "mesure", "en": "action", "ar": "الإجراء"},
    "confirmation": {"fr": "confirmation", "en": "confirmation", "ar": "التأكيد"},
    "telephone": {"fr": "téléphone", "en": "telephone", "ar": "الهاتف"},
    "expires": {"fr": "échéance", "en": "expires", "ar": "تاريخ الانقضاء"},
    "category": {"fr": "catégorie", "en": "category", "ar": "الفئة"},
}
REQUIRED_COLUMNS = ("id", "surname")
ENOUGH_COLUMNS = 4
MEASURE = ("authority", "decision_number", "legal_basis", "action", "telephone", "expires")

ACTION_WORDS: dict[str, tuple[str, ...]] = {
    "refer": ("orienter", "référer", "إحالة", "يحال"),
    "refuse": ("refuser", "refus", "رفض"),
    "arrest": ("interpeller", "arrêter", "توقيف"),
    "protect": ("protéger", "حماية"),
}
CATEGORY_WORDS: dict[str, tuple[str, ...]] = {
    "missing_child": ("enfant disparu", "طفل مفقود"),
    "missing_adult": ("adulte disparu", "راشد مفقود"),
    "victim": ("victime", "ضحية"),
}

# Several values in one cell.
SEVERAL = ";"


def recognises(source: Source) -> bool:
    """Always the answer for a workbook: no other list is one. A table that has several columns of the template is a
    national list even where it lacks the columns of the name: `parse` then says what it lacks."""
    if source.head(4) == table.ZIP_MARK:
        return True
    named = headings.columns_of(source, COLUMNS)
    known = {column for column in named if column}
    return known.issuperset(REQUIRED_COLUMNS) or len(known) >= ENOUGH_COLUMNS


def parse(files: Sequence[Given], *, progress: Progress | None = None, today: date | None = None) -> Edition:
    """Read one edition: one file. `today` bounds the expiries; without it they are not bounded, which is noted."""
    with opened(files) as sources:
        if len(sources) > 1:
            raise ListUnreadable(sources[1].name, "one_file_only", value=str(len(sources)))
        tally = Tally(NAME, sources, progress)
        if today is None:
            tally.note(sources[0].name, None, "expires", "expiry_unchecked")
        return tally.edition(listings(sources[0].capped(MEGABYTES), tally, today))


def listings(source: Source, tally: Tally, today: date | None) -> Iterator[Listing]:
    for row, cells in headings.headed_rows(source, tally, COLUMNS, REQUIRED_COLUMNS):
        if listing := listing_of(cells, source.name, row, tally, today):
            yield listing
    tally.finish_file(source)


def listing_of(cells: Cells, file: str, row: int, tally: Tally, today: date | None) -> Listing | None:
    action = word_of(cells["action"], ACTIONS, ACTION_WORDS)
    category = word_of(cells["category"], CATEGORIES, CATEGORY_WORDS)
    names = names_of(cells, file, row, tally)
    faults = list(faults_of(cells, names, action, category, today))
    if faults:
        # The row is refused once; its other faults are said too, so that one correction is enough.
        field, code, parameters = faults[0]
        tally.refuse(file, row, field, code, **parameters)
        for field, code, parameters in faults[1:]:
            tally.note(file, row, field, code, **parameters)
        return None
    if not tally.is_new(file, row, cells["id"]):
        return None
    tally.names += len(names)
    return Listing(
        id=cells["id"],
        person=person_of(cells, names, file, row, tally),
        reference=cells["id"],
        authority=cells["authority"],
        decision_number=cells["decision_number"],
        legal_basis=cells["legal_basis"],
        action=action or "refer",
        confirmation=cells["confirmation"] or None,
        telephone=cells["telephone"],
        expires=text.partial_date(cells["expires"]),
        category=category,
    )


Fault = tuple[str, str, dict[str, str]]


def faults_of(
    cells: Cells, names: tuple[Name, ...], action: str | None, category: str | None, today: date | None
) -> Iterator[Fault]:
    """(field, code, parameters) of everything for which the row must be refused."""
    if not cells["id"]:
        yield "id", "missing", {}
    if not names:
        yield "surname", "no_name", {}
    yield from ((field, "missing", {}) for field in MEASURE if not cells[field])
    if cells["action"] and not action:
        yield "action", "unknown_value", {"value": cells["action"], "known": ", ".join(ACTIONS)}
    if action in CONFIRMED_ACTIONS and not cells["confirmation"]:
        yield "confirmation", "confirmation_missing", {"value": cells["action"]}
    if cells["category"] and not category:
        yield "category", "unknown_value", {"value": cells["category"], "known": ", ".join(CATEGORIES)}
    elif action == "protect" and not category:
        yield "category", "missing", {}
    # Somebody to be protected is never shown to a post under another measure.
    if category and action not in (None, "protect"):
        yield "action", "protected_category", {"value": cells["action"], "category": cells["category"]}
    if cells["expires"]:
        yield from expiry_faults(cells["expires"], today)


def expiry_faults(written: str, today: date | None) -> Iterator[Fault]:
    """A listing lasts a year at most, and not beyond its day."""
    iso = text.partial_date(written) or ""
    if len(iso) != len("2026-01-01"):
        yield "expires", "expiry_unreadable", {"value": written}
    elif today and iso < today.isoformat():
        yield "expires", "expired", {"value": iso}
    elif today and iso > (latest := a_year_after(today).isoformat()):
        yield "expires", "expires_too_late", {"value": iso, "limit": latest}


def a_year_after(day: date) -> date:
    """The same day next year; for 29 February the day before it, 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return (day + timedelta(days=1)).replace(year=day.year + 1) - timedelta(days=1)


def names_of(cells: Cells, file: str, row: int, tally: Tally) -> tuple[Name, ...]:
    primary = f"{cells['given_names']} {cells['surname']}"
    aliases = cells["aliases"].split(SEVERAL)
    return unique_names(
        [
            tally.name(file, row, "surname", primary, "primary"),
            *(tally.name(file, row, "aliases", alias, "alias") for alias in aliases),
        ]
    )


def person_of(cells: Cells, names: tuple[Name, ...], file: str, row: int, tally: Tally) -> Person:
    said = text.sex(cells["sex"])
    if cells["sex"] and not said:
        tally.note(file, row, "sex", "sex_unknown", value=cells["sex"])
    return Person(
        names=names,
        birth_dates=tuple(birth_dates(cells["birth_date"], file, row, tally)),
        nationalities=tuple(states(cells["nationality"], "nationality", file, row, tally)),
        sex=said,
        document_numbers=tuple(document_numbers(cells, file, row, tally)),
    )


def birth_dates(cell: str, file: str, row: int, tally: Tally) -> Iterator[BirthDate]:
    for written in pieces(cell):
        if iso := text.partial_date(written):
            yield BirthDate(iso)
        else:
            tally.note(file, row, "birth_date", "date_unreadable", value=written)


def states(cell: str, field: str, file: str, row: int, tally: Tally) -> Iterator[str]:
    for written in pieces(cell):
        if code := countries.code(written):
            yield code
        else:
            tally.note(file, row, field, "state_unknown", value=written)


def document_numbers(cells: Cells, file: str, row: int, tally: Tally) -> Iterator[DocumentNumber]:
    """Numbers parted by semicolons; one state and one type hold for all of them."""
    state = next(states(cells["document_state"], "document_state", file, row, tally), None)
    for number in pieces(cells["document_number"]):
        if any(sign.isalnum() for sign in number):
            yield DocumentNumber(number, state, papers.kind_of(cells["document_type"]))
        else:
            tally.note(file, row, "document_number", "number_missing", value=number)


def pieces(cell: str) -> list[str]:
    return [piece.strip() for piece in cell.split(SEVERAL) if piece.strip()]


def word_of(cell: str, codes: Sequence[str], words: dict[str, tuple[str, ...]]) -> str | None:
    """The code that a cell says, itself or in a language of ours; None when it is neither."""
    plain = table.heading(cell)
    return next((code for code in codes if plain in {table.heading(word) for word in (code, *words[code])}), None)
