"""Invented travellers, as their documents show them: most are clean, some have a wrong digit, a few are sought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from jalon.config.demo import lists, names
from jalon.documents.mrz import CannotWrite, Document, write

NATIONALITIES = ("MLI", "MLI", "MLI", "MRT", "MRT", "NER", "BFA", "SEN", "GIN", "TCD")

NEEDS_A_VISA = ("TCD",)  # at the demonstration's post, by the sample of the rules of travel


@dataclass(frozen=True, slots=True)
class Traveller:
    """`mrz` is None for someone without a document; `kind` says what the story wants of them."""

    kind: str  # clean | wrong_digit | wanted | no_document | no_visa
    mrz: str | None
    name: str
    direction: str
    transport: str


def passport(primary: str, secondary: str, born: str, nationality: str, sex: str, number: str, until: date) -> str:
    """The two lines of a passport."""
    document = Document(
        type="TD3",
        document_code="P",
        issuing_state=nationality,
        primary_identifier=primary,
        secondary_identifier=secondary or None,
        document_number=number,
        nationality=nationality,
        birth_date=born,
        sex=sex,
        expiry_date=until.isoformat(),
    )
    return "\n".join(write(document))


def wrong_digit(mrz: str) -> str:
    """The same passport with one wrong check digit (of the document number)."""
    first, second = mrz.split("\n")
    digit = str((int(second[9]) + 1) % 10)
    return f"{first}\n{second[:9]}{digit}{second[10:]}"


def wanted(today: date) -> str:
    """The wanted person's passport, in another spelling than the list's."""
    one = lists.WANTED
    primary, secondary = lists.TRAVELLER_IDENTIFIERS
    return passport(primary, secondary, one.birth_date, one.nationality, one.sex, "GN0084517", in_years(today, 4))


def clean(today: date) -> str:
    return passport("TRAORE", "AMINATA", "1990-03-12", "MLI", "F", "B1234567", in_years(today, 3))


def namesake(today: date) -> str:
    """Bears the wanted person's name and was born on another day."""
    primary, secondary = lists.TRAVELLER_IDENTIFIERS
    born = lists.NAMESAKE_BIRTH_DATE
    return passport(primary, secondary, born, lists.WANTED.nationality, "M", "GN0071122", in_years(today, 4))


def travellers(count: int, seed: int, today: date) -> Iterator[Traveller]:
    """`count` travellers; the same seed and day give the same ones."""
    random = Random(f"travellers/{seed}")
    for number in range(count):
        direction, transport = random.choice(("entry", "exit")), random.choice(("foot", "car", "bus", "motorcycle"))
        if number % 97 == 13:
            yield Traveller("wanted", wanted(today), "DIALLO", direction, transport)
            continue
        mrz, name, _ = _anyone(random, today)
        if number % 29 == 5:
            yield Traveller("no_document", None, name, direction, transport)
        elif number % 23 == 7:
            yield Traveller("wrong_digit", wrong_digit(mrz), name, direction, transport)
        elif number % 41 == 11:
            mrz, name, _ = _anyone(random, today, NEEDS_A_VISA)
            yield Traveller("no_visa", mrz, name, "entry", transport)
        else:
            yield Traveller("clean", mrz, name, direction, transport)


def _anyone(random: Random, today: date, among: tuple[str, ...] = NATIONALITIES) -> tuple[str, str, str]:
    while True:
        nationality = random.choice(among)
        primary, secondary, sex = names.person(random, nationality)
        born = today - timedelta(days=random.randrange(16 * 365, 70 * 365))
        number = f"{random.choice('ABCDEFGH')}{random.choice('ABCDEFGH')}{random.randrange(10**7):07}"
        until = today + timedelta(days=random.randrange(30, 3000))
        try:
            mrz = passport(primary.upper(), secondary.upper(), born.isoformat(), nationality, sex, number, until)
        except CannotWrite:
            continue
        return mrz, f"{primary} {secondary}", nationality


def in_years(today: date, years: int) -> date:
    return today + timedelta(days=365 * years)
