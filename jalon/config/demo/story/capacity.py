"""What the posts of the story are and have, on each day of it: register, equipment, training, assessments."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from jalon.capacity import assessing, equipment, register, training
from jalon.capacity.checklist import Checklist, checklist
from jalon.capacity.training import People
from jalon.config.demo import clock
from jalon.config.demo.story import days
from jalon.config.demo.story.days import before
from jalon.config.demo.story.promised import READER, SECOND_READER
from jalon.config.demo.story.words import PROJECT

POSTS = {"MLI": ("ML-GOG", "ML-DIB", "ML-HER", "ML-KOUR"), "MRT": ("MR-GOG", "MR-ADE")}
# post -> matter -> facts, as they stood at Nouakchott
REGISTER: dict[str, dict[str, dict[str, Any]]] = {
    "ML-GOG": {
        "kind": {"ways": ["road"]},
        "category": {"category": "international", "who": "Tous"},
        "hours": {"always": True},
        "agencies": {"agencies": ["police", "gendarmerie", "customs", "health"]},
        "opposite": {"name": "Gogui Zemal", "distance": 4, "telephone": "+222 45 00 01 11"},
        "staff": {"officers": 18, "women": 4, "languages": ["fr", "bm", "snk", "mey"]},
        "power": {"sources": ["generator"], "hours": 9},
        "water": {"sources": ["borehole"], "drinkable": True, "travellers": False},
        "link": {"links": ["mobile"], "hours": 14},
        "buildings": {"state": "worn", "counters": 2, "shelter": True, "private_room": False},
    },
    "ML-DIB": {
        "kind": {"ways": ["road", "rail"]},
        "staff": {"officers": 24, "women": 6, "languages": ["fr", "bm", "wo"]},
        "power": {"sources": ["grid", "generator"], "hours": 20},
        "link": {"links": ["fibre"], "hours": 22},
        "buildings": {"state": "good", "counters": 4, "shelter": True, "private_room": True},
    },
    "ML-HER": {
        "kind": {"ways": ["road"]},
        "staff": {"officers": 11, "women": 1, "languages": ["fr", "bm", "dyu"]},
        "power": {"sources": ["solar"], "hours": 12},
        "link": {"links": ["mobile"], "hours": 5},
        "buildings": {"state": "worn", "counters": 1, "shelter": False},
    },
    "ML-KOUR": {
        "kind": {"ways": ["road"]},
        "staff": {"officers": 9, "women": 0, "languages": ["fr", "bm"]},
        "power": {"sources": ["none"], "hours": 0},
        "link": {"links": ["radio"], "hours": 3},
        "buildings": {"state": "bad", "counters": 1, "shelter": False},
    },
    "MR-GOG": {
        "kind": {"ways": ["road"]},
        "staff": {"officers": 14, "women": 2, "languages": ["ar", "fr", "mey", "snk"]},
        "power": {"sources": ["solar", "generator"], "hours": 16},
        "link": {"links": ["mobile"], "hours": 16},
        "buildings": {"state": "good", "counters": 2, "shelter": True},
    },
    "MR-ADE": {
        "kind": {"ways": ["road"]},
        "staff": {"officers": 10, "women": 1, "languages": ["ar", "fr"]},
        "power": {"sources": ["generator"], "hours": 8},
        "link": {"links": ["voice"], "hours": 10},
        "buildings": {"state": "worn", "counters": 1, "shelter": False},
    },
}
# What changed since: (post, matter, facts, days before today)
SINCE = (
    ("ML-GOG", "power", {"sources": ["solar", "generator"], "hours": 20}, 92),
    ("ML-GOG", "water", {"sources": ["borehole"], "drinkable": True, "travellers": True}, 58),
    ("ML-GOG", "buildings", {"state": "worn", "counters": 2, "shelter": True, "private_room": True}, 40),
    ("MR-ADE", "link", {"links": ["mobile"], "hours": 12}, 66),
)
# post, kind, label, what, days before today, more, what became of it: (what, days before today, trouble)
Story = tuple[tuple[str, int, str], ...]
ASSETS: tuple[tuple[str, str, str, int, dict[str, Any], Story], ...] = (
    (
        "ML-GOG",
        "passport_reader",
        READER,
        days.READER,
        {"line": "2.1", "cost": Decimal(3_400_000), "currency": "XOF", "project": PROJECT["code"]},
        (("broken", days.READER_BROKEN, "part"), ("repaired", days.READER_REPAIRED, "")),
    ),
    ("ML-GOG", "computer", "Poste de travail 1", 400, {}, ()),
    ("ML-GOG", "computer", "Poste de travail 2", 400, {}, (("broken", 120, "water_heat"), ("withdrawn", 110, ""))),
    ("ML-GOG", "generator", "Groupe 6 kVA", 700, {}, (("broken", 199, "supplies"), ("repaired", 178, ""))),
    ("ML-GOG", "solar_kit", "Kit solaire 3 kW", 92, {"line": "2.2", "project": PROJECT["code"]}, ()),
    ("ML-GOG", "printer", "Imprimante", 300, {}, (("broken", 24, "supplies"), ("repaired", 17, ""))),
    ("ML-DIB", "passport_reader", "Lecteur L-0202", 420, {}, ()),
    ("ML-DIB", "computer", "Poste de travail A", 420, {}, ()),
    ("ML-DIB", "vehicle", "Pick-up", 800, {}, (("broken", 51, "part"),)),
    ("ML-HER", "passport_reader", "Lecteur L-0288", 130, {}, ()),
    ("ML-HER", "router", "Modem", 300, {}, (("broken", 21, "no_link"),)),
    ("ML-KOUR", "radio", "Radio HF", 900, {}, ()),
    ("ML-KOUR", "generator", "Groupe 3 kVA", 500, {}, (("broken", 150, "part"),)),
    ("MR-GOG", "passport_reader", SECOND_READER, 380, {}, (("broken", 230, "program"), ("repaired", 152, ""))),
    ("MR-GOG", "generator", "Groupe 5 kVA", 500, {}, (("broken", 90, "part"), ("repaired", 81, ""))),
    ("MR-ADE", "computer", "Poste de travail", 300, {}, ()),
)
# State -> (kind, days before today, how long it counts in days, place, who was trained)
TRAININGS: dict[str, tuple[tuple[str, int, int, str, tuple[People, ...]], ...]] = {
    "MLI": (
        ("documents", 150, 730, "Kayes", (People("ML-GOG", 12, 3), People("ML-DIB", 12, 4))),
        ("asylum", 48, 730, "Sikasso", (People("ML-HER", 9, 1), People("ML-DIB", 13, 6))),
    ),
    "MRT": (("documents", 130, 730, "Néma", (People("MR-GOG", 10, 2),)),),
}
# post -> (how good at Nouakchott, how good now), 0 to 1
GOOD = {"ML-GOG": (0.35, 0.7), "ML-DIB": (0.6, 0.7), "ML-HER": (0.3, 0.4), "MR-GOG": (0.5, 0.65)}
ASSESSED = (205, 26)
ASSESSOR = "inspection de la police des frontières"
READS_BY_MACHINE = "EQ-01"


def tell(state: str, today: date, actor: str) -> Counter[str]:
    """The register, equipment, training and assessments of a state's posts. Counts posts, assets, assessments."""
    told: Counter[str] = Counter()
    for post in POSTS[state]:
        with clock.on(before(today, 212)):
            for what, facts in REGISTER[post].items():
                register.say(post, what, facts, before(today, 212), actor)
        told["posts"] += 1
    for post, what, facts, ago in SINCE:
        if post in POSTS[state]:
            with clock.on(before(today, ago)):
                register.say(post, what, facts, before(today, ago), actor)
    for post, kind, label, ago, more, became in ASSETS:
        if post in POSTS[state]:
            told["assets"] += 1
            spells = [(one, before(today, at), why) for one, at, why in became]
            _asset(post, kind, label, before(today, ago), more, spells, actor)
    for kind, ago, lasts, place, trained in TRAININGS[state]:
        with clock.on(before(today, ago)):
            until = before(today, ago - lasts)
            training.record_training(kind, before(today, ago), trained, actor, until=until, place=place)
    general = checklist("general")
    assert general is not None
    for post, good in GOOD.items():
        for ago, share in zip(ASSESSED, good, strict=True):
            if post in POSTS[state]:
                on = before(today, ago)
                with clock.on(on, 15):
                    answers = answered(general, post, share, by_machine=ago == ASSESSED[1])
                    assessing.make(general, post, on, ASSESSOR, answers, actor)
                told["assessments"] += 1
    return told


def _asset(
    post: str,
    kind: str,
    label: str,
    on: date,
    more: dict[str, Any],
    became: list[tuple[str, date, str]],
    actor: str,
) -> None:
    with clock.on(on):
        key = equipment.register(kind, post, label, on, actor, **dict(more)).key
    for what, day, trouble in became:
        with clock.on(day):
            equipment.tell(key, what, day, actor, trouble)


def answered(those: Checklist, post: str, good: float, *, by_machine: bool) -> dict[str, Any]:
    """Answers of an assessment, as good as `good` (0 to 1) all in all. What is good once stays good when it is better
    all in all."""
    found: dict[str, Any] = {}
    for code, item in those.items.items():
        luck = Random(f"{post}/{code}").random()
        if item.number is not None:
            best, half = item.number.full, item.number.half
            worst = half * 2 if best < half else half / 2
            number = best if luck < good else half if luck < good + 0.25 else worst
            found[code] = {"number": float(min(number, item.number.most))}
        else:
            found[code] = {"answer": "yes" if luck < good else "partly" if luck < good + 0.25 else "no"}
    if post == "ML-GOG" and READS_BY_MACHINE in found and "answer" in found[READS_BY_MACHINE]:
        found[READS_BY_MACHINE] = {"answer": "yes" if by_machine else "no"}
    return found
