"""Those who cross without being named, in the demonstration: a market morning, some cards, a herd, some trucks."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from random import Random

from jalon.config.demo import names
from jalon.config.demo.traffic import Officer
from jalon.counting.herds import questions
from jalon.counting.models import Card, CardPassage, Herd, Tally
from jalon.counting.what import MEANS_OF_VEHICLE, PERSONS
from jalon.crossings.models import Inspection

NEIGHBOURS = 40
CARDS = 2
A_BATCH = 7  # strokes of some seconds
KINDS = ("woman", "woman", "woman", "man", "girl", "boy")
VEHICLES = ("truck_sealed", "truck_unsealed", "truck_empty", "cart_loaded", "cart_empty")


def some(random: Random, today: date, officer: Officer, neighbours: int = NEIGHBOURS) -> Counter[str]:
    """Count, recognise, let pass, through the pages. `officer` has a shift open.

    Gives counted (neighbours), cards, vehicles, herds, and lost: what the pages said was saved and the tables lack.
    """
    done: Counter[str] = Counter()
    _market(random, officer, neighbours, done)
    _residents(random, today, officer, done)
    _herd(random, officer, done)
    return done


def _market(random: Random, officer: Officer, neighbours: int, done: Counter[str]) -> None:
    pad, number = f"{random.getrandbits(64):016x}", 1
    way = random.choice(("entry", "exit"))
    strokes = [[way, "foot", random.choice(KINDS), 0] for _ in range(neighbours)]
    strokes += [[way, MEANS_OF_VEHICLE[what], what, 0] for what in random.sample(VEHICLES, 3)]
    random.shuffle(strokes)
    for at in range(0, len(strokes), A_BATCH):
        batch = strokes[at : at + A_BATCH]
        fields = {"pad": pad, "first": str(number), "strokes": json.dumps(batch), "since": "2500", "until": "100"}
        answer = officer.browser.post("/counting/strokes/", fields | {"by": "script"})
        if answer.status_code == 409:  # no local regime at this post: the neighbours go to the desk
            return
        number += len(batch)
    there = sum(run[3] for row in Tally.objects.filter(pad=pad) for run in row.strokes)
    done["counted"] += sum(stroke[2] in PERSONS for stroke in strokes)
    done["vehicles"] += sum(stroke[2] not in PERSONS for stroke in strokes)
    done["lost"] += len(strokes) - there


def _residents(random: Random, today: date, officer: Officer, done: Counter[str]) -> None:
    for _ in range(CARDS):
        primary, secondary, sex = names.person(random, "MLI")
        number = f"GOG-{random.randrange(10**6):06}"
        fields = {"number": number, "primary_identifier": primary, "secondary_identifier": secondary, "sex": sex}
        fields |= {"birth_date": str(today.year - random.randrange(20, 60)), "nationality": "MLI", "locality": "Gogui"}
        fields |= {"issuer": "Mairie de Gogui (démonstration)", "decision": "Arrêté de démonstration 1/2026"}
        fields |= {"valid_until": f"31 12 {today.year + 1}"}
        before = Card.objects.count()
        officer.browser.post("/cards/", fields)
        if Card.objects.count() == before:
            continue  # no regime here, or a list asks for this name
        shown = CardPassage.objects.count()
        passage = {"code": number, "direction": "entry", "means": "foot", "by": "script"}
        officer.browser.post("/counting/card/", passage)
        done["cards"] += 1
        done["lost"] += CardPassage.objects.count() != shown + 1


def _herd(random: Random, officer: Officer, done: Counter[str]) -> None:
    heads, missing = random.randrange(30, 90), random.choice((0, 0, 1, 3))
    certificate = {"number": f"CIT-{random.randrange(10**5):05}", "issuing_state": "MRT", "origin": "MRT"}
    certificate |= {"issuing_office": "Services vétérinaires (démonstration)", "issue_date": "2026", "herders": "1"}
    certificate |= {"owner": "Propriétaire de démonstration", "route": "Kobenni – Nioro", "gate": "Gogui"}
    certificate |= {"destination": "Nioro", "direction": "entry", "vaccination_seen": "on"}
    animals = {"announced-cattle": str(heads), "counted-cattle": str(heads - missing)}
    before = set(Herd.objects.values_list("key", flat=True))
    officer.browser.post("/herds/", certificate | animals)
    herd = Herd.objects.exclude(key__in=before).first()
    if herd is None:
        done["lost"] += 1
        return
    primary, secondary, _sex = names.person(random, "MRT")
    named = {"primary_identifier": primary, "secondary_identifier": secondary, "birth_date": "1985"}
    named |= {
        "nationality": "MRT",
        "document_type": "identity_card",
        "document_number": str(random.randrange(10**9)),
        "sex": "M",
    }
    named |= {"expiry_date": "2031"}
    page = f"/herds/{herd.key}/"
    officer.browser.post(page, {"act": "name"} | {f"herder-{name}": value for name, value in named.items()})
    for herder in Inspection.objects.filter(group=herd.key, state="open"):
        if herder.hits:
            officer.browser.post(page, {"act": "refer_herder", "herder": herder.key})
        elif questions(herder):
            officer.browser.post(page, {"act": "admit_herder", "herder": herder.key, "looked": "heard at the desk"})
    reason = "heard at the desk, the chief of the village confirms"
    officer.browser.post(page, {"act": "passed", "reason": reason})
    herd.refresh_from_db()
    done["herds"] += 1
    done["lost"] += herd.state != "passed"
