"""The Consolidated List of the United Nations Security Council, in its XML.

INDIVIDUALS are listings; ENTITIES are counted. Names: FIRST_NAME … FOURTH_NAME make the primary one; aliases are of
QUALITY Good, or Low (weak); NAME_ORIGINAL_SCRIPT. Scheme: https://www.un.org/sc/resources/sc-sanctions.xsd
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from jalon.screening.person import BirthDate, DocumentNumber, Name, Person
from jalon.watchlists.formats import countries
from jalon.watchlists.formats.listing import Edition, Listing, ListUnreadable
from jalon.watchlists.formats.source import Given, Progress, Source, opened
from jalon.watchlists.formats.tally import Tally, unique_names
from jalon.watchlists.formats.text import clean, iso_date, partial_date, sex

NAME = "un_sc"
MEGABYTES = 100
ROOT = "CONSOLIDATED_LIST"
GENERATED = "dateGenerated"
MOST_ENTRIES = 500_000
DEEPEST = 20

NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
QUALITIES = {"good": "alias", "a.k.a.": "alias", "f.k.a.": "alias", "low": "weak"}

# A range longer than this is kept as its two ends: thirty years on end would make any age look right.
LONGEST_RANGE = 15

KINDS: tuple[tuple[str, str], ...] = (
    ("passport", "passport"),
    ("passeport", "passport"),
    ("pasaporte", "passport"),
    ("laissez", "travel_document"),
    ("travel document", "travel_document"),
    ("national", "national_id"),
    ("identi", "national_id"),
    ("tazkira", "national_id"),
)

# "Afghan passport number OA296623", "Libyan passport No. 513519", "SSN 156-92-9858 (United States of America)"; else
# "Diplomatic Passport D014433", "Moroccan national identity card DE- 473900".
LABELS = (
    re.compile(r".*?\b(?:numbers?|no|n°|№|ssn|code)(?![a-z])[.:°]*\s*(?P<number>\S.*)", re.I | re.S),
    re.compile(r".*?\b(?:passport|card|document)\b:?\s*(?:\([^)]*\))?\s*(?P<number>\S.*)", re.I | re.S),
)
NUMBER_FIRST = re.compile(r"[A-Z]{0,2}\d{5,}\b")
TRAILING = re.compile(r"\s*[,(;]\s.*$|\s*\(.*$|\s+(?:issued|expire[sd]?|under|valid|date of)\b.*$", re.I | re.S)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_IN_WORDS = re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<year>\d{4})", re.I)
BRACKETED = re.compile(r"\(([^()]*)\)")
BORN = re.compile(r",?\s*\bborn\b.*$", re.I | re.S)
SEVERAL = re.compile(r";|\s[a-z]\)\s")
ORIGINAL_SCRIPT = re.compile(r"^(?:original script|in arabic)\s*:?\s*", re.I)


def recognises(source: Source) -> bool:
    return ROOT.encode() in source.head()


def parse(files: Sequence[Given], *, progress: Progress | None = None, today: date | None = None) -> Edition:
    """Read one edition: one file of XML."""
    with opened(files) as sources:
        if len(sources) > 1:
            raise ListUnreadable(sources[1].name, "one_file_only", value=str(len(sources)))
        tally = Tally(NAME, sources, progress)
        return tally.edition(listings(sources[0].capped(MEGABYTES), tally))


def listings(source: Source, tally: Tally) -> Iterator[Listing]:
    """The individuals, one at a time."""
    lines, rank = lines_of_individuals(source), 0
    for entry in entries(source, tally):
        tally.advance(source.stream.tell())
        if entry.tag != "INDIVIDUAL":
            tally.not_persons[entry.tag] += 1
            continue
        row = lines[rank] if rank < len(lines) else rank + 1
        rank += 1
        if listing := listing_of(entry, source.name, row, tally):
            yield listing
    tally.finish_file(source)


def lines_of_individuals(source: Source) -> list[int]:
    """The line on which each individual begins, so that a problem can be found with an editor."""
    lines, line = [], 1
    for found in re.finditer(rb"\n|<INDIVIDUAL[\s>]", source.content()):
        if found[0] == b"\n":
            line += 1
        else:
            lines.append(line)
    return lines


def entries(source: Source, tally: Tally) -> Iterator[Element]:
    """The children of INDIVIDUALS, ENTITIES and whatever group may come; each is forgotten once it is read."""
    source.stream.seek(0)
    path: list[Element] = []
    count = 0
    try:
        for event, element in defusedxml.ElementTree.iterparse(source.stream, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                if not path and element.tag != ROOT:
                    raise ListUnreadable(source.name, "not_this_format", format=NAME, value=ROOT)
                if not path:
                    tally.dated = partial_date(element.get(GENERATED, ""))
                path.append(element)
                if len(path) > DEEPEST:
                    raise ListUnreadable(source.name, "not_this_format", format=NAME, value=ROOT)
                continue
            path.pop()
            if len(path) == 2:
                count += 1
                if count > MOST_ENTRIES:
                    raise ListUnreadable(source.name, "too_many_rows", limit=str(MOST_ENTRIES))
                yield element
                path[1].clear()
    except DefusedXmlException as error:
        raise ListUnreadable(source.name, "forbidden_xml") from error
    except ParseError as error:
        raise ListUnreadable(source.name, "not_xml", error.position[0], reason=str(error)) from error
    # An encoding declared but unknown, or a byte that is not of the one declared.
    except (ValueError, LookupError) as error:
        raise ListUnreadable(source.name, "not_xml", reason=str(error)) from error


def listing_of(entry: Element, file: str, row: int, tally: Tally) -> Listing | None:
    data_id, reference = said(entry, "DATAID"), said(entry, "REFERENCE_NUMBER")
    if not data_id:
        tally.refuse(file, row, "DATAID", "missing")
        return None
    given = names_given(entry, file, row, tally)
    if not given:
        tally.refuse(file, row, "FIRST_NAME", "no_name")
        return None
    if not tally.is_new(file, row, data_id, "DATAID"):
        return None
    tally.names += len(given)
    person = Person(
        names=unique_names(name for texts in given for name in told_apart(texts, file, row, tally)),
        birth_dates=tuple(dict.fromkeys(birth_dates(entry, file, row, tally))),
        nationalities=tuple(dict.fromkeys(nationalities(entry, file, row, tally))),
        sex=sex_said(entry, file, row, tally),
        document_numbers=tuple(dict.fromkeys(document_numbers(entry, file, row, tally))),
    )
    return Listing(
        id=f"un-{data_id}",
        person=person,
        reference=reference or None,
        programme=said(entry, "UN_LIST_TYPE") or None,
        authority="UN Security Council",
    )


def names_given(entry: Element, file: str, row: int, tally: Tally) -> tuple[Name, ...]:
    """The names as the list writes them, each once."""
    parts = [said(entry, part) for part in NAME_PARTS]
    names = [tally.name(file, row, "FIRST_NAME", " ".join(part for part in parts if part), "primary")]
    for alias in entry.iterfind("INDIVIDUAL_ALIAS"):
        kind = QUALITIES.get(said(alias, "QUALITY").casefold(), "alias")
        names.append(tally.name(file, row, "ALIAS_NAME", said(alias, "ALIAS_NAME"), kind))
    names.append(tally.name(file, row, "NAME_ORIGINAL_SCRIPT", said(entry, "NAME_ORIGINAL_SCRIPT"), "original"))
    return unique_names(names)


def told_apart(name: Name, file: str, row: int, tally: Tally) -> Iterator[Name | None]:
    """Several names written in one field (“A; B”, “A (أ)”) as several; remarks in brackets are set aside and noted."""
    outside = BRACKETED.sub(" ", name.text)
    if born := BORN.search(outside):
        tally.note(file, row, "ALIAS_NAME", "remark_in_name", value=born[0].strip(" ,"))
        outside = outside[: born.start()]
    for piece in SEVERAL.split(outside):
        yield tally.name(file, row, "ALIAS_NAME", piece.strip(" ,;()"), name.kind)
    for inside in BRACKETED.findall(name.text):
        inside = ORIGINAL_SCRIPT.sub("", inside)
        if script(inside) == script(outside):
            tally.note(file, row, "ALIAS_NAME", "remark_in_name", value=inside)
            continue
        kind = name.kind if name.kind == "weak" or script(inside) == "LATIN" else "original"
        for piece in SEVERAL.split(inside):
            yield tally.name(file, row, "ALIAS_NAME", piece, kind)


def script(text: str) -> str:
    """The script of the first letter, as Unicode names it: LATIN, ARABIC, CYRILLIC, CJK …; "" without letters."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def birth_dates(entry: Element, file: str, row: int, tally: Tally) -> Iterator[BirthDate]:
    """The dates of birth, and those given with an alias (a false paper's date is one the traveller may show)."""
    for element in entry.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        yield from dates_of(element, file, row, tally)
    for alias in entry.iterfind("INDIVIDUAL_ALIAS"):
        if written := said(alias, "DATE_OF_BIRTH"):
            yield from dated(written, False, file, row, tally)


def dates_of(element: Element, file: str, row: int, tally: Tally) -> Iterator[BirthDate]:
    note = said(element, "NOTE")
    approximate = said(element, "TYPE_OF_DATE") == "APPROXIMATELY" or note.casefold().startswith("approx")
    first, last = said(element, "FROM_YEAR"), said(element, "TO_YEAR")
    if first and last and first.isdecimal() and last.isdecimal():
        for year in years_between(int(first), int(last)):
            yield from dated(str(year), approximate, file, row, tally)
    elif written := said(element, "DATE") or said(element, "YEAR") or first or last:
        yield from dated(written, approximate, file, row, tally)
    elif iso := month_in_words(note):
        yield BirthDate(iso, approximate)
    elif note:
        tally.note(file, row, "INDIVIDUAL_DATE_OF_BIRTH", "date_unreadable", value=note)


def dated(written: str, approximate: bool, file: str, row: int, tally: Tally) -> Iterator[BirthDate]:
    if iso := partial_date(written):
        yield BirthDate(iso, approximate)
    else:
        tally.note(file, row, "INDIVIDUAL_DATE_OF_BIRTH", "date_unreadable", value=written)


def years_between(first: int, last: int) -> Sequence[int]:
    return range(first, last + 1) if 0 <= last - first <= LONGEST_RANGE else (first, last)


def month_in_words(text: str) -> str | None:
    """“Nov. 1973” → “1973-11”."""
    found = MONTH_IN_WORDS.fullmatch(text)
    if not found or found["month"][:3].lower() not in MONTHS:
        return None
    return iso_date(int(found["year"]), MONTHS.index(found["month"][:3].lower()) + 1)


def nationalities(entry: Element, file: str, row: int, tally: Tally) -> Iterator[str]:
    for element in entry.iterfind("NATIONALITY/VALUE"):
        value = clean(element.text or "")
        if code := countries.code(value):
            yield code
        elif value and value.casefold() != "na":
            tally.note(file, row, "NATIONALITY", "state_unknown", value=value)


def sex_said(entry: Element, file: str, row: int, tally: Tally) -> str | None:
    value = said(entry, "GENDER")
    if value and not sex(value):
        tally.note(file, row, "GENDER", "sex_unknown", value=value)
    return sex(value)


def document_numbers(entry: Element, file: str, row: int, tally: Tally) -> Iterator[DocumentNumber]:
    for element in entry.iterfind("INDIVIDUAL_DOCUMENT"):
        number, second, note = said(element, "NUMBER"), said(element, "TYPE_OF_DOCUMENT2"), said(element, "NOTE")
        if not number and not second and not note and not said(element, "TYPE_OF_DOCUMENT"):
            continue
        found = number_in(number, bare=True) or number_in(second, bare=False) or number_in(note, bare=False)
        if not found:
            tally.note(
                file,
                row,
                "INDIVIDUAL_DOCUMENT",
                "number_missing",
                value=second or note or said(element, "TYPE_OF_DOCUMENT"),
            )
            continue
        kind = kind_of(f"{number} {second}") or kind_of(said(element, "TYPE_OF_DOCUMENT")) or "other"
        state = said(element, "ISSUING_COUNTRY") or said(element, "COUNTRY_OF_ISSUE")
        yield DocumentNumber(found, countries.code(state) if state else None, kind)


def number_in(text: str, bare: bool) -> str | None:
    """The number in “Libyan passport No. 513519 (expired …)”; `bare` when the text may be nothing but the number."""
    found = next((match for label in LABELS if (match := label.fullmatch(text))), None)
    if not found and not bare and not NUMBER_FIRST.match(text):
        return None
    number = TRAILING.sub("", found["number"] if found else text).strip(" .,:;")
    return number if any(sign.isdigit() for sign in number) else None


def kind_of(text: str) -> str | None:
    folded = text.casefold()
    return next((kind for word, kind in KINDS if word in folded), None)


def said(element: Element, path: str) -> str:
    return clean(element.findtext(path) or "")
