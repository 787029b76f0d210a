"""The demonstration's services, and people who are entrusted to them: Bakary entrusts, Zara follows. All invented."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from jalon.config.demo import names, travellers
from jalon.config.demo.traffic import Officer
from jalon.crossings.models import Inspection
from jalon.protection import directory
from jalon.protection.models import Referral, Service

EVERY_DAY = {"days": [], "opens": "", "closes": ""}
OFFICE = {"days": ["1", "2", "3", "4", "5"], "opens": "08:00", "closes": "16:00"}
SERVICES = (
    {
        "kind": "asylum",
        "name": "Commission des réfugiés, antenne de Nioro (exemple inventé)",
        "telephones": "+223 20 00 01 10, +223 70 00 01 10",
        "languages": ["fra", "ara", "ful"],
        "accept_within": 2,
        **EVERY_DAY,
    },
    {
        "kind": "child",
        "name": "Promotion de l’enfant et de la famille, Nioro (exemple inventé)",
        "telephones": "+223 20 00 01 20",
        "languages": ["fra", "bam"],
        "accept_within": 1,
        **EVERY_DAY,
    },
    {
        "kind": "trafficking",
        "name": "Comité de lutte contre la traite (exemple inventé)",
        "telephones": "+223 20 00 01 30",
        "languages": ["fra", "bam", "hau"],
        "accept_within": 4,
        **OFFICE,
    },
    {
        "kind": "health",
        "name": "Centre de santé de Gogui (exemple inventé)",
        "telephones": "+223 20 00 01 40",
        "languages": ["fra", "bam", "mey"],
        "accept_within": 1,
        **EVERY_DAY,
    },
    {
        "kind": "consulate",
        "name": "Consulat de Mauritanie à Nioro (exemple inventé)",
        "telephones": "+223 20 00 01 50",
        "languages": ["ara", "fra"],
        "accept_within": 24,
        **OFFICE,
    },
)
WHEN_NOBODY_ANSWERS = {
    "next_service": "",
    "next_after": 0,
    "headquarters": "+223 20 00 01 90",
    "headquarters_after": 0,
    "leader_after": 2,
    "reference": "Protocole de prise en charge, poste de Gogui (exemple inventé, à confirmer par l’autorité)",
}
# What the service says in the end; None: nobody has answered yet.
ENDS = (None, "received", "family", "transferred", "service_declined")
CONSENT = {"asylum": "given", "child": "child"}
YES = {"asks_protection": "yes", "child_alone": "no", "possible_victim": "no"}


class AtNoDesk(Officer):
    """An officer at a browser whose work takes no shift."""

    def __init__(self, username: str) -> None:
        super().__init__(username, with_shift=False)


def declare() -> int:
    """The directory of the post, once: Issa declares, Zara approves."""
    if Service.objects.exists():
        return 0
    issa, zara = AtNoDesk("issa"), AtNoDesk("zara")
    for one in SERVICES:
        issa.post("/services/declare/", {**WHEN_NOBODY_ANSWERS, **one, "since": "2026-01-01"})
    for service in Service.objects.filter(approved_by=""):
        zara.post(f"/services/{service.key}/", {"act": "approve"})
    return len(SERVICES)


def some(random: Random, today: date, count: int = 3) -> Counter[str]:
    """`count` travellers who ask for protection, or children alone: refused by nobody, entrusted, followed up."""
    declare()
    amina, bakary, zara = Officer("amina"), Officer("bakary"), AtNoDesk("zara")
    counted: Counter[str] = Counter()
    for number in range(count):
        kind = "child" if number % 3 == 1 else "asylum"
        inspection = _heard_apart(random, today, amina, kind)
        service = next(one for one in directory.in_force() if one.kind == kind)
        said = {"service": service.code, "consent": CONSENT[kind], "handed_to": "", "handed_at": ""}
        bakary.post(f"/second-line/{inspection.key}/entrust/", said)
        row = Referral.objects.get(inspection=inspection.key)
        counted["entrusted"] += 1
        _follow_up(row, ENDS[number % len(ENDS)], zara, counted)
    return counted


def _heard_apart(random: Random, today: date, amina: Officer, kind: str) -> Inspection:
    nationality = random.choice(("MLI", "BFA", "NER", "SDN"))
    primary, secondary, sex = names.person(random, "MLI")
    years = random.randrange(9, 16) if kind == "child" else random.randrange(19, 60)
    born = (today - timedelta(days=365 * years)).isoformat()
    number = f"R{random.randrange(10**8):08}"
    mrz = travellers.passport(
        primary.upper(), secondary.upper(), born, nationality, sex, number, travellers.in_years(today, 2)
    )
    amina.post("/swipe/", {"mrz": mrz, "source": "wedge", "direction": "entry"})
    inspection = Inspection.objects.filter(state="open", group="").order_by("position").last()
    assert inspection is not None
    if inspection.hits:  # a namesake on a list of the demonstration is referred, and heard apart all the same
        amina.post(f"/traveller/{inspection.key}/refer/", {"reason": "possible_match"})
    else:
        answers = YES if kind == "asylum" else {**YES, "asks_protection": "no", "child_alone": "yes"}
        amina.post(f"/traveller/{inspection.key}/refuse/", {**answers, "reason": "no_visa"})
    return inspection


def _follow_up(row: Referral, end: str | None, zara: Officer, counted: Counter[str]) -> None:
    if end is None:
        counted["waiting"] += 1
        return
    page = f"/protection/{row.key}/"
    if end != "service_declined":
        zara.post(page, {"act": "accept", "by": "", "file": f"{row.position}/26", "accepted_at": ""})
        counted["accepted"] += 1
    zara.post(page, {"act": "answer", "answer": end, "file": ""})
    counted["answered"] += 1
