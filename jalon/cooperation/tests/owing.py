"""A forum with two states, a committee and an agency; what they owe there; and a headquarters that sits in it."""

from __future__ import annotations

from datetime import date

from jalon.cooperation import forums, recommendations
from jalon.cooperation.models import (
    ForumFact,
    Measure,
    PartyFact,
    Recommendation,
    RecommendationFact,
    RecommendationText,
)
from jalon.cooperation.saying import said, say
from jalon.journal.models import Peer

DALIA, CLAIRE, BAKARY = "dalia", "claire", "bakary"
FOUNDED, ADOPTED, DUE = date(2025, 1, 6), date(2025, 3, 18), date(2025, 9, 30)
WORDS = {"fr": "Équiper chaque poste d’un lecteur", "en": "Give each post a reader", "ar": "تجهيز كل مركز بقارئ"}
FACTS = {
    "level": "regional",
    "theme": "equipment",
    "source": "meeting",
    "binds": ["MLI", "NER"],
    "due": DUE,
    "proof": "deliverable",
    "deliverable": {"fr": "Un procès-verbal de réception"},
}
ELSEWHERE = "ab" * 8  # a forum on another machine


def seat_all(forum: str) -> None:
    """Found the forum of this machine and let its parties join."""
    forums.found({"fr": "Comité des directeurs", "en": "Committee"}, "regional", FOUNDED, DALIA)
    for code, kind in (("MLI", "state"), ("NER", "state"), ("COM-1", "local"), ("DON-1", "donor")):
        forums.add_party(forum, code, kind, {"fr": code}, FOUNDED, DALIA)


def adopt(forum: str, number: str = "2.1", **facts: object) -> str:
    """A recommendation that binds. Its key."""
    key = recommendations.put(FACTS | {"number": number} | facts, WORDS, forum, DALIA)
    recommendations.adopt(key, ADOPTED, "", DALIA)
    return key


def plan(forum: str, owner: str, recommendation: str = "", **facts: object) -> str:
    """A measure. Its key."""
    whole = {
        "recommendation": recommendation,
        "title": {"fr": "Acheter un lecteur"},
        "level": "national",
        "owner": owner,
        "starts": ADOPTED,
        "ends": date(2025, 6, 30),
    } | facts
    body = said("measure.planned", Measure, whole, forum=forum, party=owner)
    return say([("measure.planned", body)], CLAIRE, forum)[0].key


def lets_all_leave(_verb: str, _body: object, _forum: str) -> None:
    """A gate for tests that ask after something else."""


def sit_elsewhere(settings: object) -> str:
    """This headquarters sits in a forum on another machine, whose edition brought it a recommendation. Its key."""
    settings.JALON_LEAVING = "jalon.cooperation.tests.owing.lets_all_leave"  # type: ignore[attr-defined]
    from jalon.journal.node import this_node

    sealing = this_node().keys.sealing.public_key().public_bytes_raw().hex()
    Peer.objects.create(id=ELSEWHERE, party="MLI", signing="0" * 64, sealing=sealing, joined="x", joined_at=1)
    row = {"forum": ELSEWHERE, "position": 1, "at": 1_740_000_000_000}
    ForumFact.objects.create(key="f.1", what="founded", on=FOUNDED, kind="regional", name={"fr": "Ailleurs"}, **row)
    for number, code in enumerate(("MLI", "NER")):
        PartyFact.objects.create(key=f"p.{number}", what="joined", code=code, kind="state", on=FOUNDED, **row)
    key = f"{ELSEWHERE}.e.1"
    facts = FACTS | {"number": "2.1", "level": "post", "posts": ["ML-GOG"]}
    Recommendation.objects.create(key=key, **facts, **row)
    RecommendationText.objects.create(key=f"{ELSEWHERE}.e.2", recommendation=key, text=WORDS, **row)
    RecommendationFact.objects.create(key=f"{ELSEWHERE}.e.3", recommendation=key, what="adopted", on=ADOPTED, **row)
    return key
