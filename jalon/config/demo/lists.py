"""The synthetic watch lists of the demonstration: one in each format, nobody real, the same for the same seed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from jalon.config.demo import names
from jalon.documents.states import STATES
from jalon.watchlists.formats.national import COLUMNS


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person as a list knows one. Dates are ISO, as far as known; nationality is alpha-3."""

    surname: str
    given_names: str
    birth_date: str
    nationality: str
    sex: str
    aliases: tuple[str, ...] = ()
    arabic: str | None = None
    passport: str | None = None


# On the national list, to be referred. The traveller of the demonstration shows a passport that spells the name
# TRAVELLER_IDENTIFIERS; NAMESAKE_BIRTH_DATE is the date of the man of the same name whom nobody looks for.
WANTED_ID = "MLI-2026-0001"
WANTED = Somebody("JALLOH", "Mouhamadou Cheikh", "1984-05-17", "GIN", "M")
TRAVELLER_IDENTIFIERS = ("DIALLO", "MOHAMED SHEIKH")
NAMESAKE_BIRTH_DATE = "1997-11-02"

# On the list of stolen documents.
STOLEN_NUMBER = "AA0451278"
STOLEN_STATE = "MLI"

# On the national list, to be protected: a post sees nothing but “call the second line”.
MISSING_CHILD_ID = "MLI-2026-0002"
MISSING_CHILD = Somebody("COULIBALY", "Nana Rokia", "2016-02-09", "MLI", "F", ("Nana Koulibaly",))

# To be refused, with the originator's confirmation on record.
REFUSED_ID = "MLI-2026-0003"
REFUSED = Somebody("TAMBOURA", "Lassané Salifou", "1979-08-23", "BFA", "M", passport="B0912345")

# Matched at headquarters only.
VICTIM_ID = "MLI-2026-0004"
VICTIM = Somebody("MINT BRAHIM", "Lalla Zeinab", "1999-12-30", "MRT", "F")

# List → (format, its files). The name of the list is the stem of its main file.
FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "un_synthetic": ("un_sc", ("un_synthetic.xml",)),
    "sdn_synthetic": ("ofac_sdn", ("sdn_synthetic.csv", "alt_synthetic.csv")),
    "regional_synthetic": ("ftm", ("regional_synthetic.ftm.json",)),
    "national_mli": ("national", ("national_mli.csv",)),
    "national_ner": ("national", ("national_ner.xlsx",)),
    "stolen_documents": ("documents", ("stolen_documents.csv",)),
}

# Listings of each list, beside those named above.
LISTINGS = 300

AUTHORITIES = {
    "MLI": ("Direction nationale (démonstration)", "Loi de démonstration, art. 12", "+223 00 00 00 00"),
    "NER": ("Direction générale (démonstration)", "Loi de démonstration, art. 7", "+227 00 00 00 00"),
}
PROGRAMMES = ("DEMO-A", "DEMO-B", "DEMO-C")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write(folder: Path, seed: int, today: date) -> list[Path]:
    """Write every file of FILES into `folder`; the same seed and day give the same bytes, but for the workbook's."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "un_synthetic.xml": un_xml(people(seed, "un"), today),
        **ofac_csv(people(seed, "ofac")),
        "regional_synthetic.ftm.json": ftm_lines(people(seed, "ftm")),
        "national_mli.csv": table_csv(COLUMNS, national_rows(seed, "MLI", today)),
        "national_ner.xlsx": table_xlsx(COLUMNS, national_rows(seed, "NER", today), today),
        "stolen_documents.csv": table_csv(STOLEN_COLUMNS, stolen_rows(seed, today)),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for _, files in FILES.values() for name in files]


def people(seed: int, list_name: str) -> list[Somebody]:
    """The invented people of one list."""
    random = Random(f"{seed}/{list_name}")
    return [somebody(random) for _ in range(LISTINGS)]


def somebody(random: Random) -> Somebody:
    nationality = random.choice(names.NATIONALITIES)
    family, given, sex = names.parts(random, nationality)
    spelt = (names.respelled(random, family, given) for _ in range(random.randrange(4)))
    return Somebody(
        surname=family[0],
        given_names=" ".join(name[0] for name in given),
        birth_date=birth_date(random),
        nationality=nationality,
        sex=sex,
        aliases=tuple(dict.fromkeys(spelt)),
        arabic=names.in_arabic(family, given),
        passport=passport_number(random) if random.random() < 0.4 else None,
    )


def birth_date(random: Random) -> str:
    """Most are whole; many people of the region know a year only."""
    born = date(1950, 1, 1) + timedelta(days=random.randrange(56 * 365))
    return born.isoformat()[: random.choice((10, 10, 10, 7, 4))]


def passport_number(random: Random) -> str:
    return f"{random.choice('ABCDEFGH')}{random.choice('ABCDEFGH')}{random.randrange(10**7):07}"


def un_xml(listed: Sequence[Somebody], today: date) -> bytes:
    """As the United Nations publish theirs, with some entities that are not people."""
    root = Element("CONSOLIDATED_LIST", dateGenerated=f"{today.isoformat()}T00:00:00Z")
    individuals, entities = SubElement(root, "INDIVIDUALS"), SubElement(root, "ENTITIES")
    for number, one in enumerate(listed, 1):
        individuals.append(individual(9_000_000 + number, f"DEi.{number:03}", one))
    for number in range(1, 11):
        entity = SubElement(entities, "ENTITY")
        SubElement(entity, "DATAID").text = str(9_500_000 + number)
        SubElement(entity, "FIRST_NAME").text = f"Société de démonstration {number}"
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def individual(number: int, reference: str, one: Somebody) -> Element:
    element = Element("INDIVIDUAL")
    for tag, text in (
        ("DATAID", str(number)),
        ("FIRST_NAME", one.given_names),
        ("SECOND_NAME", one.surname),
        ("UN_LIST_TYPE", "Demonstration"),
        ("REFERENCE_NUMBER", reference),
        ("GENDER", "Male" if one.sex == "M" else "Female"),
        ("NAME_ORIGINAL_SCRIPT", one.arabic),
    ):
        if text:
            SubElement(element, tag).text = text
    SubElement(SubElement(element, "NATIONALITY"), "VALUE").text = STATES[one.nationality].names["en"]
    for rank, alias in enumerate(one.aliases):
        given = SubElement(element, "INDIVIDUAL_ALIAS")
        SubElement(given, "QUALITY").text = "Good" if rank == 0 else "Low"
        SubElement(given, "ALIAS_NAME").text = alias
    born = SubElement(element, "INDIVIDUAL_DATE_OF_BIRTH")
    whole = len(one.birth_date) == len("1984-05-17")
    SubElement(born, "TYPE_OF_DATE").text = "EXACT" if whole else "APPROXIMATELY"
    SubElement(born, "DATE" if whole else "YEAR").text = one.birth_date if whole else one.birth_date[:4]
    if one.passport:
        paper = SubElement(element, "INDIVIDUAL_DOCUMENT")
        SubElement(paper, "TYPE_OF_DOCUMENT").text = "Passport"
        SubElement(paper, "NUMBER").text = one.passport
        SubElement(paper, "ISSUING_COUNTRY").text = STATES[one.nationality].names["en"]
    return element


def ofac_csv(listed: Sequence[Somebody]) -> dict[str, bytes]:
    """The main file and that of the alternate names, without headings, “-0-” for nothing, some ships among them."""
    main: list[list[str]] = []
    alternate: list[list[str]] = []
    for number, one in enumerate(listed, 90_001):
        empty = ["-0- "] * 6
        name = f"{one.surname.upper()}, {one.given_names}"
        main.append([str(number), name, "individual", PROGRAMMES[number % 3], "-0- ", *empty, remarks(one)])
        for alias in one.aliases[:-1]:
            alternate.append([str(number), str(len(alternate) + 1), "aka", alias, "-0- "])
    for number in range(95_001, 95_006):
        main.append([str(number), f"DEMONSTRATION {number}", "vessel", "DEMO-A", *["-0- "] * 8])
    return {"sdn_synthetic.csv": plain_csv(main), "alt_synthetic.csv": plain_csv(alternate)}


def remarks(one: Somebody) -> str:
    facts = [
        f"DOB {date_in_words(one.birth_date)}",
        f"nationality {STATES[one.nationality].names['en']}",
        f"Gender {'Male' if one.sex == 'M' else 'Female'}",
    ]
    if one.passport:
        facts.append(f"Passport {one.passport} ({STATES[one.nationality].names['en']})")
    facts += [f"a.k.a. '{alias}'" for alias in one.aliases[-1:]]
    return "; ".join(facts) + "."


def date_in_words(iso: str) -> str:
    """“1984-05-17” → “17 May 1984”."""
    year, *rest = iso.split("-")
    return " ".join([*reversed(rest[1:]), *(MONTHS[int(month) - 1] for month in rest[:1]), year])


def ftm_lines(listed: Sequence[Somebody]) -> bytes:
    return b"".join(json.dumps(entity, ensure_ascii=False).encode() + b"\n" for entity in ftm_entities(listed))


def ftm_entities(listed: Sequence[Somebody]) -> Iterator[dict[str, object]]:
    for number, one in enumerate(listed, 1):
        properties: dict[str, list[str]] = {
            "name": [f"{one.given_names} {one.surname}"],
            "alias": [*one.aliases[:2], *([one.arabic] if one.arabic else [])],
            "weakAlias": list(one.aliases[2:]),
            "birthDate": [one.birth_date],
            "nationality": [(STATES[one.nationality].alpha2 or "").lower()],
            "gender": ["male" if one.sex == "M" else "female"],
            "passportNumber": [one.passport] if one.passport else [],
        }
        given = {name: values for name, values in properties.items() if values}
        yield {"id": f"demo-{number:04}", "schema": "Person", "properties": given}


def national_rows(seed: int, state: str, today: date) -> Iterator[dict[str, str]]:
    """The rows of a state's list; Mali's begins with the people of the story."""
    random = Random(f"{seed}/national/{state}")
    listed = people(seed, f"national/{state}")
    if state == "MLI":
        yield national_row(WANTED_ID, WANTED, state, random, today)
        yield national_row(MISSING_CHILD_ID, MISSING_CHILD, state, random, today, "protect", category="missing_child")
        yield national_row(REFUSED_ID, REFUSED, state, random, today, "refuse", confirmation="CONF-2026-0117")
        yield national_row(VICTIM_ID, VICTIM, state, random, today, "protect", category="victim")
    for number, one in enumerate(listed, 100):
        yield national_row(f"{state}-2026-{number:04}", one, state, random, today)


def national_row(
    id: str,
    one: Somebody,
    state: str,
    random: Random,
    today: date,
    action: str = "refer",
    confirmation: str = "",
    category: str = "",
) -> dict[str, str]:
    authority, legal_basis, telephone = AUTHORITIES[state]
    return {
        "id": id,
        "surname": one.surname,
        "given_names": one.given_names,
        "aliases": "; ".join(one.aliases),
        "birth_date": one.birth_date,
        "nationality": one.nationality,
        "sex": one.sex,
        "document_number": one.passport or "",
        "document_state": one.nationality if one.passport else "",
        "document_type": "passport" if one.passport else "",
        "authority": authority,
        "decision_number": f"DEC-{random.randrange(10_000):04}",
        "legal_basis": legal_basis,
        "action": action,
        "confirmation": confirmation,
        "telephone": telephone,
        "expires": (today + timedelta(days=random.randrange(180, 360))).isoformat(),
        "category": category,
    }


STOLEN_COLUMNS = ("number", "issuing_state", "type", "status", "reported")


def stolen_rows(seed: int, today: date) -> Iterator[dict[str, str]]:
    random = Random(f"{seed}/stolen")
    yield stolen_row(STOLEN_NUMBER, STOLEN_STATE, "stolen", today - timedelta(days=41))
    for number in dict.fromkeys(passport_number(random) for _ in range(LISTINGS)):
        status = random.choice(("stolen", "stolen", "lost", "lost", "revoked"))
        reported = today - timedelta(days=random.randrange(1, 1500))
        yield stolen_row(number, random.choice(names.NATIONALITIES), status, reported)


def stolen_row(number: str, state: str, status: str, reported: date) -> dict[str, str]:
    values = (number, state, "passport", status, reported.isoformat())
    return dict(zip(STOLEN_COLUMNS, values, strict=True))


def table_csv(columns: Iterable[str], rows: Iterable[dict[str, str]]) -> bytes:
    columns = list(columns)
    return plain_csv([columns, *([row[column] for column in columns] for row in rows)])


def plain_csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def table_xlsx(columns: Iterable[str], rows: Iterable[dict[str, str]], today: date) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        # The day the demonstration is made for, not that of the machine's clock.
        book.set_properties({"created": datetime(today.year, today.month, today.day)})
        sheet = book.add_worksheet("Listings")
        columns = list(columns)
        sheet.write_row(0, 0, columns)
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                sheet.write_string(number, place, row[column])
    return held.getvalue()
