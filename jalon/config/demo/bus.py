"""A bus of invented passengers, with all that a real one brings.

Cards, passports, papers that no machine reads, an elder without any, children with their mother and one with a
stranger, a wrong check digit, somebody whom a list asks for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random

from jalon.config.demo import names
from jalon.config.demo.lists import TRAVELLER_IDENTIFIERS, WANTED
from jalon.config.demo.traffic import Officer, open_vehicle
from jalon.config.demo.travellers import in_years, passport, wrong_digit
from jalon.crossings.group import aboard
from jalon.crossings.models import Group, Inspection
from jalon.documents.mrz import CannotWrite, Document, write

TODAY = date.today()
BY_HAND = 4  # cards without a machine readable zone in a bus of sixty
STRANGERS_CHILD = "Cissé"
STORY = 9  # passengers of the story in each bus


@dataclass(frozen=True, slots=True)
class Passenger:
    """`mrz`: what a reader reads; where it is empty, `typed`: what the officer types, field by field."""

    kind: str  # card | passport | typed | no_document | child | wrong_digit | wanted
    mrz: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    seat: str = "passenger"


def passengers(count: int, seed: int, today: date) -> list[Passenger]:
    """At least STORY passengers; the same seed and day give the same. The driver comes first, families together."""
    random = Random(f"bus/{seed}")
    first, given = TRAVELLER_IDENTIFIERS
    sought = passport(first, given, WANTED.birth_date, WANTED.nationality, "M", number(random), in_years(today, 2))
    family, _given, _sex = names.parts(random, "MLI")
    mother = [adult(random, today, "F"), child(random, today, family[0], 4), child(random, today, family[0], 9)]
    stranger = [adult(random, today, "M"), child(random, today, STRANGERS_CHILD, 12)]
    named = {"primary_identifier": "Doumbia", "secondary_identifier": "Fanta", "sex": "F"}
    elder = Passenger("no_document", typed=named)
    sound = passport("SANOGO", "IDRISSA", "1988-04-09", "MLI", "M", "B7070701", in_years(today, 3))
    wrong = Passenger("wrong_digit", wrong_digit(sound) + "\n")
    driver = Passenger("card", adult(random, today, "M").mrz, seat="driver")
    blocks = [mother, stranger, [elder], [wrong], [Passenger("wanted", f"{sought}\n")]]
    others = count - STORY
    blocks += [[by_hand(random, today)] for _ in range(min(BY_HAND, others))]
    blocks += [[adult(random, today)] for _ in range(others - BY_HAND)]
    random.shuffle(blocks)
    return [driver, *(one for block in blocks for one in block)]


def ride(officer: Officer, count: int, seed: int, today: date) -> Counter[str]:
    """A vehicle from its opening to its leave, through the pages. Counts groups, travellers, their states and hits, and
    those whose decision is missing afterwards ("lost")."""
    address = open_vehicle(officer, count)
    for one in passengers(count, seed, today):
        if one.mrz:
            officer.post(f"{address}swipe/", {"mrz": one.mrz, "seat": one.seat})
        else:
            without = "?document=none" if one.kind == "no_document" else ""
            kind = one.typed.get("document_type", "no_document")
            officer.post(f"{address}type/{without}", {**one.typed, "asked": kind})
    vehicle = Group.objects.order_by("-position")[0]
    _say_company(officer, vehicle)
    for decision in ("admit", "refer"):
        last = Inspection.objects.filter(group=vehicle.key).order_by("-position")[0]
        officer.post(f"{address}decide/", {"decision": decision, "up_to": str(last.position)})
    for left in Inspection.objects.filter(group=vehicle.key, state="open"):
        passage = {"direction": vehicle.direction, "transport": "bus", "looked": "seen with the driver"}
        officer.post(f"/traveller/{left.key}/admit/", passage)
    there = aboard(vehicle)
    officer.post(f"{address}heads/", {"counted": str(len(there))})
    officer.post(f"{address}close/", {})
    counted = Counter({"groups": 1, "travellers": count, "lost": count - len(there)})
    for inspection in (somebody.inspection for somebody in there):
        counted[inspection.state] += 1
        counted["hits"] += bool(inspection.hits)
        counted["lost"] += inspection.state == "open"
    return counted


def _say_company(officer: Officer, vehicle: Group) -> None:
    """Each child is with whoever was read last before it; the stranger shows no paper."""
    there = aboard(vehicle)
    for one in there:
        if one.place != "ask":
            continue
        adult = next(two for two in reversed(there[: one.number - 1]) if two.place != "ask")
        answer = "no_consent" if one.fields["primary_identifier"] == STRANGERS_CHILD.upper() else "parent"
        officer.post(f"/traveller/{one.inspection.key}/child/", {"answer": answer, "adult": adult.inspection.key})


def adult(random: Random, today: date, sex: str = "") -> Passenger:
    """An identity card, or now and then a passport."""
    while True:
        nationality = random.choice(("MLI", "MLI", "MRT", "BFA", "NER"))
        family, given, drawn = names.parts(random, nationality)
        born = date(random.randrange(1950, 2005), random.randrange(1, 13), random.randrange(1, 29))
        kind = "passport" if random.random() < 0.2 else "card"
        if sex and sex != drawn:
            continue
        document = Document(
            type="TD3" if kind == "passport" else "TD1",
            document_code="P" if kind == "passport" else "I",
            issuing_state=nationality,
            primary_identifier=family[0].upper(),
            secondary_identifier=" ".join(name[0] for name in given).upper(),
            document_number=number(random),
            nationality=nationality,
            birth_date=born.isoformat(),
            sex=drawn,
            expiry_date=in_years(today, random.randrange(1, 8)).isoformat(),
        )
        try:
            return Passenger(kind, "\n".join(write(document)) + "\n")
        except CannotWrite:
            continue  # a name too long for a card: somebody else travels


def child(random: Random, today: date, family: str, age: int) -> Passenger:
    """A child's birth certificate, typed."""
    given = random.choice(("Awa", "Nana", "Sira", "Modibo", "Issa"))
    typed = {
        "document_type": "birth_certificate",
        "primary_identifier": family,
        "secondary_identifier": given,
        "birth_date": str(today.year - age),
        "sex": "M" if given in {"Modibo", "Issa"} else "F",
        "nationality": "MLI",
        "document_number": f"{random.randrange(10_000)}",
        "issuing_state": "MLI",
        "issuing_office": "Nioro",
        "guardian": family,
    }
    return Passenger("child", typed=typed)


def by_hand(random: Random, today: date) -> Passenger:
    """An old card, without a machine readable zone."""
    family, given, sex = names.parts(random, "MLI")
    typed = {
        "document_type": "identity_card",
        "primary_identifier": family[0],
        "secondary_identifier": given[0][0],
        "birth_date": str(random.randrange(1955, 2004)),
        "sex": sex,
        "nationality": "MLI",
        "document_number": number(random),
        "issuing_state": "MLI",
        "expiry_date": str(today.year + 2),
    }
    return Passenger("typed", typed=typed)


def number(random: Random) -> str:
    return f"{random.choice('ABCDEFGH')}{random.randrange(10**8):08}"
