"""The second line's work in the demonstration: a namesake with a slip, a hold to its end, a hand-over, its receipt."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from jalon.config.demo import lists, travellers
from jalon.config.demo.place import PASSWORD
from jalon.config.demo.traffic import Officer
from jalon.crossings import slips
from jalon.crossings.models import Decision, Inspection
from jalon.crossings.recall import clock_of
from jalon.journal.node import wall_clock

WHO_CAME = "adjudant Coulibaly, brigade de Gogui"


def some(
    random: Random, today: date, first: Officer | None = None, leader: Officer | None = None, *, leave: bool = False
) -> Counter[str]:
    """Four referrals to their ends, through the pages. `leave`: one stays held and one not received, for whoever looks.

    Counts referrals, held, handed_over, received, slips.
    """
    amina, bakary = first or Officer("amina"), leader or Officer("bakary")
    counted: Counter[str] = Counter()
    _namesake(random, today, amina, bakary, counted)
    for end in (_released, _received):
        end(_referred(random, today, amina, counted), bakary, counted)
    if leave:
        _held(_referred(random, today, amina, counted), bakary, counted)
        _handed_over(_referred(random, today, amina, counted), bakary, counted)
    return counted


def _referred(random: Random, today: date, amina: Officer, counted: Counter[str]) -> Inspection:
    """A traveller whose passport the first line doubts."""
    surname = random.choice(("ABDOULAYE", "IBRAHIM", "OUMAROU", "MAHAMANE"))
    born = f"{random.randint(1960, 1999)}-0{random.randint(1, 9)}-1{random.randint(0, 9)}"
    number = f"PB{random.randint(1_000_000, 9_999_999)}"
    until = travellers.in_years(today, 3)
    mrz = travellers.passport(surname, "SANI", born, "NER", "M", number, until)
    return _refer(amina, mrz, "document_doubt", counted)


def _refer(amina: Officer, mrz: str, why: str, counted: Counter[str]) -> Inspection:
    amina._post("/swipe/", {"mrz": mrz, "source": "wedge", "direction": "entry"})
    seen = Inspection.objects.filter(state="open").order_by("-position").first()
    assert seen is not None
    amina._post(f"/traveller/{seen.key}/refer/", {"reason": why})
    counted["referrals"] += 1
    return seen


def _namesake(random: Random, today: date, amina: Officer, bakary: Officer, counted: Counter[str]) -> None:
    """Looks like a wanted man, is another; comes back with the same passport, and one key admits."""
    primary, secondary = lists.TRAVELLER_IDENTIFIERS
    number = f"GN{random.randint(1_000_000, 9_999_999)}"
    until = travellers.in_years(today, 4)
    mrz = travellers.passport(primary, secondary, lists.WANTED.birth_date, lists.WANTED.nationality, "M", number, until)
    seen = _refer(amina, mrz, "possible_match", counted)
    verdicts = {f"hit_{hit}": "another" for hit in range(seen.hits)}
    bakary._post(f"/second-line/{seen.key}/", {"decision": "admit", "looked": "un autre visage", **verdicts})
    if slips.slip_of(seen) is None:
        return
    counted["slips"] += 1
    amina._post("/swipe/", {"mrz": mrz, "source": "wedge", "direction": "exit"})
    again = Inspection.objects.get(state="open", token=seen.token)
    amina._post(f"/traveller/{again.key}/admit/", {"direction": "exit", "transport": "foot"})


def _held(seen: Inspection, bakary: Officer, counted: Counter[str]) -> str:
    """Held, the prosecutor told, rights told; a second person confirms. The address of the hold."""
    hold = f"/second-line/{seen.key}/hold/"
    now = clock_of(wall_clock())
    bakary._post(hold, {"act": "hold", "ground": "offence", "started_at": now, "why": "cachet douteux"})
    told = {"act": "note", "what": "prosecutor", "told_at": now, "means": "telephone", "answer": "agreed"}
    bakary._post(hold, told | {"whom": "substitut de permanence"})
    bakary._post(hold, {"act": "note", "what": "rights", "told_at": now, "language": "ha"})
    bakary._post(hold, {"act": "confirm", "username": "amina", "password": PASSWORD})
    counted["held"] += 1
    return hold


def _released(seen: Inspection, bakary: Officer, counted: Counter[str]) -> None:
    _held(seen, bakary, counted)
    bakary._post(f"/second-line/{seen.key}/", {"decision": "admit", "looked": "le cachet est vrai"})


def _handed_over(seen: Inspection, bakary: Officer, counted: Counter[str]) -> str:
    """Handed over and confirmed. The address of the receipt."""
    bakary._post(f"/second-line/{seen.key}/hand-over/", {"authority": "known-0", "unit": WHO_CAME})
    made = Decision.objects.get(inspection=seen.key, outcome="handed_over")
    receipt = f"/handed-over/{made.key}/"
    bakary._post(receipt, {"act": "confirm", "username": "amina", "password": PASSWORD})
    counted["handed_over"] += 1
    return receipt


def _received(seen: Inspection, bakary: Officer, counted: Counter[str]) -> None:
    receipt = _handed_over(seen, bakary, counted)
    said = {"who": WHO_CAME, "number": "G-1204", "received_at": clock_of(wall_clock()), "basis": "réquisition 12/2026"}
    bakary._post(receipt, {"act": "receive", **said, "signed": "on"})
    counted["received"] += 1
