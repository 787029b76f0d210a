"""The Specially Designated Nationals list of OFAC, in its CSV files: sdn.csv, with alt.csv where it is given.

Individuals are listings; the other types are counted. Names are “LAST, First Middle”; “-0-” is an empty field. Birth
dates, nationalities, sex, papers and weak aliases stand in the remarks, in a language of their own. Columns:
https://ofac.treasury.gov/specially-designated-nationals-list-sdn-list/ (specification of the data formats).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from jalon.screening.person import BirthDate, DocumentNumber, Person
from jalon.watchlists.formats import countries, table
from jalon.watchlists.formats.listing import Edition, Listing, ListUnreadable
from jalon.watchlists.formats.source import Given, Progress, Source, opened
from jalon.watchlists.formats.tally import Tally, unique_names
from jalon.watchlists.formats.text import clean, iso_date, sex

NAME = "ofac_sdn"
MEGABYTES = 100
MOST_ROWS = 1_000_000

MAIN_COLUMNS = 12
ALTERNATE_COLUMNS = 5
NUMBER, MAIN_NAME, TYPE, PROGRAMME, REMARKS = 0, 1, 2, 3, 11
ALTERNATE_NAME, ALTERNATE_REMARKS = 3, 4
ALTERNATE_TYPES = ("aka", "fka", "nka")

NULL = "-0-"
# The old files end with the end-of-file mark of MS-DOS.
END_MARK = "\x1a"

# A word of the remarks → the kind of paper it numbers. Tax, commercial and digital currency numbers are not papers
# that a traveller shows: they are not kept.
PAPERS: dict[str, str] = {
    "Passport": "passport",
    "Diplomatic Passport": "passport",
    "Stateless Person Passport": "passport",
    "British National Overseas Passport": "passport",
    "Travel Document Number": "travel_document",
    "National ID No.": "national_id",
    "Tazkira National ID Card": "national_id",
    "Cedula No.": "national_id",
    "Cedula de Residencia": "residence",
    "Cedula de Ciudadania": "national_id",
    "Cedula de Identidad": "national_id",
    "Cartilla de Servicio Militar Nacional": "other",
    "C.U.I.": "national_id",
    "C.U.I.P.": "national_id",
    "C.U.R.P.": "national_id",
    "D.N.I.": "national_id",
    "D.U.I.": "national_id",
    "LE Number": "national_id",
    "Electoral Registry No.": "national_id",
    "Identification Number": "national_id",
    "Turkish Identification Number": "national_id",
    "Personal ID Card": "national_id",
    "Moroccan Personal ID No.": "national_id",
    "Bosnian Personal ID No.": "national_id",
    "Kenyan ID No.": "national_id",
    "Citizen's Card Number": "national_id",
    "National Foreign ID Number": "residence",
    "Residency Number": "residence",
    "Refugee ID Card": "travel_document",
    "Stateless Person ID Card": "travel_document",
    "VisaNumberID": "visa",
    "Driver's License No.": "driving_licence",
    "Birth Certificate Number": "birth_certificate",
    "SSN": "other",
    "Registration ID": "other",
    "N.I.E.": "residence",
}

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST_RANGE = 15

# A part of the remarks ends at a semicolon, spaced or not.
PART = re.compile(r"\s*;\s*")
ALTERNATIVE = re.compile(r"^alt\.\s+", re.I)
DATE = re.compile(r"(?:(?:(\d{1,2})\s+)?([A-Z][a-z]{2,8})\s+)?(\d{4})")
BIRTH = re.compile(r"(?:^|\s)DOB:?\s+(?P<circa>circa\s+)?(?P<dates>.+)$", re.I)
BETWEEN = re.compile(r"\s+to\s+|\s*-\s*")
WEAK_ALIAS = re.compile(r"(?:^|\s)(?:a\.k\.a\.|f\.k\.a\.|n\.k\.a\.)\s*['‘’](?P<name>.+)['‘’]")
STATE = re.compile(r"^(?:nationality|citizen(?:ship)?)\s+(?:possibly\s+)?(?P<state>.+)$")
SEX = re.compile(r"^Gender\s+(?P<sex>\w+)$")
PAPER = re.compile(
    "(?P<label>" + "|".join(re.escape(label) for label in sorted(PAPERS, key=len, reverse=True)) + r")"
    r"(?![A-Za-z])\s*[#:]?\s*(?P<number>[^(]*?\d[^(]*?)\s*(?:\((?P<state>[^)]*)\).*)?$"
)
# “… issued 20 Mar 2001”, “…, Diplomatic”, “… Colombia”: words after the number are not of it.
PAPER_TRAIL = re.compile(r",.*$|\s+(?:issued|expires?|expired|valid|[A-Z][a-z]+)\b.*$")


class Alternate(NamedTuple):
    """A row of alt.csv: another name of an entry, and where it stands."""

    file: str
    row: int
    name: str
    kind: str


class Remarks(NamedTuple):
    """What the remarks of an entry say."""

    birth_dates: tuple[BirthDate, ...]
    nationalities: tuple[str, ...]
    sex: str | None
    document_numbers: tuple[DocumentNumber, ...]
    weak_aliases: tuple[str, ...]


def recognises(source: Source) -> bool:
    return is_main(source) or is_alternate(source)


def is_main(source: Source) -> bool:
    first = first_row(source)
    return len(first) == MAIN_COLUMNS and (first[NUMBER].isdecimal() or is_header(first))


def is_header(first: Sequence[str]) -> bool:
    """A first column called “id” is not enough: many a table of twelve columns has one."""
    return table.heading(first[NUMBER]) in ENT_NUM and table.heading(first[TYPE]) in TYPE_HEADINGS


def is_alternate(source: Source) -> bool:
    first = first_row(source)
    return len(first) == ALTERNATE_COLUMNS and (first[2].strip() in ALTERNATE_TYPES or first[2] == "alt_type")


ENT_NUM = ("id", "ent_num", "uid")
TYPE_HEADINGS = ("type", "sdn_type")


def first_row(source: Source) -> list[str]:
    return table.first_row(source, delimiter=",")


def parse(files: Sequence[Given], *, progress: Progress | None = None, today: date | None = None) -> Edition:
    """Read one edition: the main file, alone or with that of the alternate names, in any order."""
    with opened(files) as sources:
        main, alternate = roles(sources)
        tally = Tally(NAME, sources, progress)
        return tally.edition(listings(main, alternate, tally))


def roles(sources: Sequence[Source]) -> tuple[Source, Source | None]:
    """Which file is the main one, and which, if any, holds the alternate names."""
    mains = [source for source in sources if not is_alternate(source)]
    alternates = [source for source in sources if is_alternate(source)]
    if not mains:
        raise ListUnreadable(sources[0].name, "no_main_file")
    if len(mains) > 1 or len(alternates) > 1:
        raise ListUnreadable((mains + alternates)[1].name, "one_file_only", value=str(len(sources)))
    return mains[0], alternates[0] if alternates else None


def listings(main: Source, alternate: Source | None, tally: Tally) -> Iterator[Listing]:
    """The individuals of the main file with the names of the other."""
    alternates = alternates_in(alternate, tally) if alternate else {}
    met = set()
    for row, cells in rows_of(main, MAIN_COLUMNS, tally):
        met.add(cells[NUMBER])
        if cells[TYPE] != "individual":
            tally.not_persons[cells[TYPE] or "entity"] += 1
        elif listing := listing_of(cells, main.name, row, alternates.get(cells[NUMBER], []), tally):
            yield listing
    if alternate and (strangers := alternates.keys() - met):
        count = sum(len(alternates[number]) for number in strangers)
        tally.note(alternate.name, None, None, "alternates_unattached", value=str(count), limit=str(len(strangers)))


def alternates_in(source: Source, tally: Tally) -> dict[str, list[Alternate]]:
    found: dict[str, list[Alternate]] = {}
    for row, cells in rows_of(source, ALTERNATE_COLUMNS, tally):
        kind = "weak" if "weak" in cells[ALTERNATE_REMARKS].lower() else "alias"
        found.setdefault(cells[NUMBER], []).append(Alternate(source.name, row, cells[ALTERNATE_NAME], kind))
    return found


def rows_of(source: Source, width: int, tally: Tally) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) without a header row, the mark of the end and empty rows; “-0-” is made empty."""
    lines = table.csv_rows(source.capped(MEGABYTES), tally, delimiter=",", most=MOST_ROWS)
    for rank, (row, raw) in enumerate(lines):
        cells = ["" if cell.strip() == NULL else clean(cell) for cell in raw]
        if not any(cells):
            continue
        if len(cells) < width:
            tally.refuse(source.name, row, None, "wrong_width", value=str(len(cells)), limit=str(width))
        elif cells[NUMBER].isdecimal():
            yield row, cells
        elif rank > 0 or table.heading(cells[NUMBER]) not in ENT_NUM:
            if cells[NUMBER]:
                known = "0-9"
                tally.refuse(source.name, row, "ent_num", "unknown_value", value=cells[NUMBER], known=known)
            else:
                tally.refuse(source.name, row, "ent_num", "missing")
    tally.finish_file(source)


def listing_of(cells: list[str], file: str, row: int, alternates: list[Alternate], tally: Tally) -> Listing | None:
    remarks = read_remarks(cells[REMARKS], file, row, tally)
    names = unique_names(
        [
            tally.name(file, row, "SDN_Name", natural_order(cells[MAIN_NAME]), "primary"),
            *(tally.name(one.file, one.row, "alt_name", natural_order(one.name), one.kind) for one in alternates),
            *(tally.name(file, row, "Remarks", natural_order(alias), "weak") for alias in remarks.weak_aliases),
        ]
    )
    if not names:
        tally.refuse(file, row, "SDN_Name", "no_name")
        return None
    if not tally.is_new(file, row, cells[NUMBER], "ent_num"):
        return None
    tally.names += len(names)
    person = Person(
        names=names,
        birth_dates=remarks.birth_dates,
        nationalities=remarks.nationalities,
        sex=remarks.sex,
        document_numbers=remarks.document_numbers,
    )
    return Listing(
        id=f"ofac-{cells[NUMBER]}",
        person=person,
        reference=cells[NUMBER],
        # Several programmes are written “A] [B”.
        programme=cells[PROGRAMME].replace("] [", ", ") or None,
        authority="OFAC",
    )


def natural_order(name: str) -> str:
    """“LAST, First Middle” → “First Middle LAST”; “LAST, JR., First” and “LAST, First, Jr.” → “First LAST Jr.”."""
    if name.startswith("'") and name.endswith("'"):
        name = name[1:-1]
    parts = [part for part in (piece.strip() for piece in name.split(",")) if part]
    suffixes = [part for part in parts[1:] if part.strip(".").casefold() in SUFFIXES]
    rest = [part for part in parts[1:] if part not in suffixes]
    return " ".join([*rest, *parts[:1], *suffixes])


SUFFIXES = ("jr", "sr", "ii", "iii", "iv")


def read_remarks(text: str, file: str, row: int, tally: Tally) -> Remarks:
    """Every part of the remarks is one fact or a comment; a fact that cannot be understood is noted."""
    dates: list[BirthDate] = []
    states: list[str] = []
    sexes: list[str] = []
    papers: list[DocumentNumber] = []
    aliases: list[str] = []
    for part in PART.split(text.removesuffix(".")):
        plain = ALTERNATIVE.sub("", part)
        if found := WEAK_ALIAS.search(plain):
            aliases.append(found["name"])
        elif found := BIRTH.search(plain):
            dates += birth_dates(found, file, row, tally)
        elif found := STATE.match(plain):
            states += state_named(found["state"], file, row, tally)
        elif found := SEX.match(plain):
            sexes += sex_named(found["sex"], file, row, tally)
        elif found := PAPER.match(plain):
            papers.append(paper(found))
    return Remarks(
        tuple(dict.fromkeys(dates)),
        tuple(dict.fromkeys(states)),
        sexes[0] if len(set(sexes)) == 1 else None,
        tuple(dict.fromkeys(papers)),
        tuple(aliases),
    )


def birth_dates(found: re.Match[str], file: str, row: int, tally: Tally) -> list[BirthDate]:
    """“12 Mar 1965”, “Mar 1965”, “circa 1965”, “1965 to 1967”, “01 Jan 1965 to 31 Dec 1967” → each year of a range."""
    circa, ends = bool(found["circa"]), [one_date(end) for end in BETWEEN.split(found["dates"].strip(" ."), maxsplit=1)]
    known = [end for end in ends if end]
    if len(known) < len(ends):
        tally.note(file, row, "Remarks", "date_unreadable", value=found["dates"])
        return []
    if len(known) == 1:
        return [BirthDate(known[0], circa)]
    first, last = (int(end[:4]) for end in known)
    years = range(first, last + 1) if 0 <= last - first <= LONGEST_RANGE else (first, last)
    return [BirthDate(str(year), circa) for year in years]


def one_date(text: str) -> str | None:
    found = DATE.fullmatch(text.strip())
    if not found:
        return None
    day, month, year = found.groups()
    if month is None:
        return iso_date(int(year))
    if month[:3].lower() not in MONTHS:
        return None
    return iso_date(int(year), MONTHS.index(month[:3].lower()) + 1, int(day or 0))


def state_named(text: str, file: str, row: int, tally: Tally) -> list[str]:
    if code := countries.code(text.strip(" .")):
        return [code]
    tally.note(file, row, "Remarks", "state_unknown", value=text)
    return []


def sex_named(text: str, file: str, row: int, tally: Tally) -> list[str]:
    if code := sex(text):
        return [code]
    tally.note(file, row, "Remarks", "sex_unknown", value=text)
    return []


def paper(found: re.Match[str]) -> DocumentNumber:
    number = PAPER_TRAIL.sub("", found["number"]).strip(" .,#")
    state = countries.code(found["state"]) if found["state"] else None
    return DocumentNumber(number, state, PAPERS[found["label"]])
