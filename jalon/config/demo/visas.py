"""Those whom the rules of travel ask for something: a visa swiped with its passport, a stay that has an end, a way out.

Driven through the pages, as everything in the demonstration.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from jalon.config.demo import names, traffic
from jalon.config.demo.travellers import in_years, passport
from jalon.crossings.models import Inspection
from jalon.documents.mrz import CannotWrite, Document, write

VISA_NATIONALITY = "TCD"  # who needs a visa in Mali, of those for whom the demonstration has names


def some(random: Random, today: date, officer: traffic.Officer, count: int = 6) -> Counter[str]:
    """`count` travellers who need a visa: most show one, one shows another person's, one leaves with a stamp read.

    Counts travellers, their outcomes, and `visas` seen.
    """
    counted: Counter[str] = Counter()
    for number in range(count):
        person = somebody(random)
        leaving, foreign_visa = number % 6 == 4, number % 6 == 5
        inspection = stands(officer, random, today, person, "exit" if leaving else "entry")
        case = f"/traveller/{inspection.key}/"
        if leaving:
            stamp = today - timedelta(days=random.randrange(3, 25))
            officer.post(f"{case}turn/", {"direction": "exit", "inspection": inspection.key})
            officer.post(f"{case}stay/", {"entered": stamp.strftime("%d %m %Y"), "kind": "visa"})
        else:
            bearer = somebody(random) if foreign_visa else person
            officer.post("/swipe/", {"mrz": visa(random, today, bearer), "source": "wedge"})
            counted["visas"] += 1
        decide(officer, inspection, random, leaving)
        inspection.refresh_from_db()
        counted["travellers"] += 1
        counted[inspection.state] += 1
        counted["lost"] += inspection.state == "open"
    return counted


Person = tuple[str, str, str, str]
"""Surname, given names, sex, date of birth."""


def somebody(random: Random) -> Person:
    primary, secondary, sex = names.person(random, VISA_NATIONALITY)
    born = date(1960, 1, 1) + timedelta(days=random.randrange(40 * 365))
    return primary.upper(), secondary.upper(), sex, born.isoformat()


def stands(officer: traffic.Officer, random: Random, today: date, person: Person, direction: str) -> Inspection:
    """The passport is swiped: its holder stands at the desk."""
    primary, secondary, sex, born = person
    number = f"R{random.randrange(10**7):07}"
    zone = passport(primary, secondary, born, VISA_NATIONALITY, sex, number, in_years(today, 5))
    officer.post("/swipe/", {"mrz": zone, "source": "wedge", "direction": direction})
    return Inspection.objects.filter(state="open").order_by("-at")[:1].get()


def visa(random: Random, today: date, person: Person) -> str:
    """The zone of a visa of the post's state."""
    primary, secondary, sex, born = person
    document = Document(
        type="MRVA",
        document_code="V",
        issuing_state="MLI",
        primary_identifier=primary,
        secondary_identifier=secondary or None,
        document_number=f"V{random.randrange(10**7):07}",
        nationality=VISA_NATIONALITY,
        birth_date=born,
        sex=sex,
        expiry_date=(today + timedelta(days=random.randrange(20, 300))).isoformat(),
    )
    try:
        return "\n".join(write(document))
    except CannotWrite as fault:
        raise RuntimeError(f"the demonstration's visa cannot be written: {fault}") from fault


def decide(officer: traffic.Officer, inspection: Inspection, random: Random, leaving: bool) -> None:
    """Admit whoever is in order, and refer whoever is not."""
    inspection.refresh_from_db()
    case = f"/traveller/{inspection.key}/"
    if inspection.level in {"look", "stop"}:
        officer.post(f"{case}refer/", {"reason": "possible_match" if inspection.hits else "right_to_enter"})
        return
    passage = {"direction": "exit" if leaving else "entry", "transport": random.choice(("car", "bus", "foot"))}
    officer.post(f"{case}admit/", passage | ({} if leaving else {"stamp": f"ML {random.randrange(10**6):06}"}))
