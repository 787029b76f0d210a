"""FollowTheMoney: JSON lines of entities; those of the schema Person are listings.

Model: https://followthemoney.tech (schema Person). Values are lists of text; countries are ISO 3166-1 alpha-2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from jalon.screening.person import BirthDate, DocumentNumber, Name, Person
from jalon.watchlists.formats import countries, text
from jalon.watchlists.formats.listing import Edition, Listing, ListUnreadable
from jalon.watchlists.formats.source import Given, Progress, Source, opened
from jalon.watchlists.formats.tally import Tally, unique_names

NAME = "ftm"
MEGABYTES = 2_000
LONGEST_LINE = 1_000_000
# A file of such a name is read as this format, so that a broken one is told with its line.
JSON_LINES = (".jsonl", ".ndjson")

# FollowTheMoney property → kind of name, in the order the names are kept.
NAMES = {"name": "primary", "alias": "alias", "weakAlias": "weak"}
# `country` is any tie to a country: it stands for the nationality only where no nationality is given.
STATES = ("nationality", "citizenship")
TIE = "country"
NUMBERS = {"passportNumber": "passport", "idNumber": "national_id"}


def recognises(source: Source) -> bool:
    if source.name.casefold().endswith(JSON_LINES):
        return True
    first = source.head().decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return first.startswith("{") and '"schema"' in first


def parse(files: Sequence[Given], *, progress: Progress | None = None, today: date | None = None) -> Edition:
    """Read one edition: one or more files of JSON lines."""
    with opened(files) as sources:
        tally = Tally(NAME, sources, progress)
        return tally.edition(listing for source in sources for listing in listings(source.capped(MEGABYTES), tally))


def listings(source: Source, tally: Tally) -> Iterator[Listing]:
    """The persons of one file, one at a time; what is not a person is counted by its schema."""
    row = 0
    for row, entity in entities(source):
        tally.advance(source.stream.tell())
        schema = entity.get("schema")
        if schema != "Person":
            tally.not_persons[text.clean(schema) if isinstance(schema, str) else "?"] += 1
        elif listing := listing_of(entity, source.name, row, tally):
            yield listing
    if not row:
        raise ListUnreadable(source.name, "empty_file", 1)
    tally.finish_file(source)


def entities(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, entity) of a file of JSON lines. A line that is no object makes the whole file unreadable: a file cut
    short must not pass for a shorter list."""
    source.stream.seek(0)
    row = 0
    while line := source.stream.readline(LONGEST_LINE + 1):
        row += 1
        if len(line) > LONGEST_LINE:
            raise ListUnreadable(source.name, "not_json", row, reason=f"> {LONGEST_LINE} bytes")
        if row == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield row, entity_of(line, source.name, row)


def entity_of(line: bytes, file: str, row: int) -> dict[str, Any]:
    try:
        entity = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ListUnreadable(file, "not_json", row, reason="UTF-8") from error
    # A line of brackets nested without end stops the reader of JSON with RecursionError.
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deep")
        raise ListUnreadable(file, "not_json", row, reason=reason) from error
    if not isinstance(entity, dict):
        raise ListUnreadable(file, "not_json", row, reason=type(entity).__name__)
    return entity


def listing_of(entity: Mapping[str, Any], file: str, row: int, tally: Tally) -> Listing | None:
    id = entity.get("id")
    id = text.clean(str(id)) if isinstance(id, str | int) else ""
    if not id:
        tally.refuse(file, row, "id", "missing")
        return None
    person = person_in(entity, file, row, tally)
    if not person.names:
        tally.refuse(file, row, "name", "no_name")
        return None
    if not tally.is_new(file, row, id):
        return None
    tally.names += len(person.names)
    programme = next(iter(values(entity, "program", file, row, tally)), None)
    return Listing(id=id, person=person, programme=programme)


def person_from(entity: Mapping[str, Any]) -> Person:
    """The person an entity describes, for a query: what is not understood is left out.

    :raises ValueError: the value is not a Person entity, or says nothing to search by.
    """
    if not isinstance(entity, Mapping) or entity.get("schema", "Person") != "Person":
        raise ValueError("this is not a FollowTheMoney entity of the schema Person")
    person = person_in(entity, "", 1, Tally(NAME))
    if not person.names and not person.document_numbers:
        raise ValueError("this person has neither a name nor a document number")
    return person


def person_in(entity: Mapping[str, Any], file: str, row: int, tally: Tally) -> Person:
    return Person(
        names=unique_names(names_in(entity, file, row, tally)),
        birth_dates=tuple(dict.fromkeys(birth_dates_in(entity, file, row, tally))),
        nationalities=tuple(dict.fromkeys(nationalities_in(entity, file, row, tally))),
        sex=sex_in(entity, file, row, tally),
        document_numbers=tuple(dict.fromkeys(numbers_in(entity, file, row, tally))),
    )


def names_in(entity: Mapping[str, Any], file: str, row: int, tally: Tally) -> Iterator[Name | None]:
    full = False
    for property, kind in NAMES.items():
        for value in values(entity, property, file, row, tally):
            full = full or property == "name"
            yield tally.name(file, row, property, value, kind)
    if not full:
        parts = [values(entity, part, file, row, tally) for part in ("firstName", "middleName", "lastName")]
        if joined := " ".join(part[0] for part in parts if part):
            yield tally.name(file, row, "lastName", joined, "primary")


def birth_dates_in(entity: Mapping[str, Any], file: str, row: int, tally: Tally) -> Iterator[BirthDate]:
    for value in values(entity, "birthDate", file, row, tally):
        if iso := text.partial_date(value):
            yield BirthDate(iso)
        else:
            tally.note(file, row, "birthDate", "date_unreadable", value=value)


def nationalities_in(entity: Mapping[str, Any], file: str, row: int, tally: Tally) -> Iterator[str]:
    stated = any(values(entity, property, file, row, tally) for property in STATES)
    for property in STATES if stated else (TIE,):
        for value in values(entity, property, file, row, tally):
            if code := countries.code(value):
                yield code
            else:
                tally.note(file, row, property, "state_unknown", value=value)


def sex_in(entity: Mapping[str, Any], file: str, row: int, tally: Tally) -> str | None:
    said = {}
    for value in values(entity, "gender", file, row, tally):
        if sex := text.sex(value):
            said[sex] = True
        else:
            tally.note(file, row, "gender", "sex_unknown", value=value)
    # Two sexes said of one person are no evidence of either.
    return next(iter(said)) if len(said) == 1 else None


def numbers_in(entity: Mapping[str, Any], file: str, row: int, tally: Tally) -> Iterator[DocumentNumber]:
    for property, kind in NUMBERS.items():
        for value in values(entity, property, file, row, tally):
            if any(sign.isalnum() for sign in value):
                yield DocumentNumber(value, None, kind)
            else:
                tally.note(file, row, property, "number_missing", value=value)


def values(entity: Mapping[str, Any], property: str, file: str, row: int, tally: Tally) -> list[str]:
    """The clean, non-empty texts of a property. A bare text or number counts as a list of one."""
    properties = entity.get("properties")
    given = properties.get(property) if isinstance(properties, dict) else None
    if given is None:
        return []
    kept = []
    for value in given if isinstance(given, list) else [given]:
        if isinstance(value, str | int) and not isinstance(value, bool):
            kept.append(text.clean(str(value)))
        elif value is not None:
            tally.note(file, row, property, "field_unreadable", value=type(value).__name__)
    return [value for value in kept if value]
