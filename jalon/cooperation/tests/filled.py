"""A forum of many promises, put straight into the tables: what tests of many rows and benchmarks stand on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from jalon.cooperation.models import (
    Challenge,
    Evidence,
    Judgement,
    Measure,
    MeasureFact,
    PartyFact,
    Progress,
    Question,
    Recommendation,
    RecommendationFact,
    RecommendationText,
    Released,
    Reply,
    Row,
)
from jalon.journal.node import wall_clock

MEMBERS = ("BFA", "MLI", "MRT", "NER", "TCD")
ADOPTED, DUE = date(2026, 4, 14), date(2026, 9, 30)
EPOCH = "5ac616b419193a1e"
WORDS = {
    "fr": "Équiper chaque poste frontière d’un lecteur de documents et former deux agents par équipe avant l’échéance",
    "en": "Equip each border post with a document reader and train two officers a shift before the date",
    "ar": "تجهيز كل مركز حدودي بقارئ للوثائق وتدريب عونين في كل فريق قبل الأجل",
}
SAID = {"fr": "Le marché est signé ; la livraison est attendue pour le trimestre prochain. " * 3}


def seat(forum: str, members: Sequence[str] = MEMBERS) -> None:
    """Let states join a forum that was founded."""
    for number, code in enumerate(members):
        facts = {"what": "joined", "code": code, "kind": "state", "country": code, "on": date(2026, 1, 5)}
        PartyFact.objects.create(key=f"{forum}.{'0' * 16}.{number + 1}", forum=forum, position=1, at=1, **facts)


def fill(
    forum: str, recommendations: int, measures: int = 0, members: Sequence[str] = MEMBERS, reports: int = 2
) -> list[str]:
    """Recommendations that bind all members, each of which reports so many times on each; measures of theirs; of
    five one is judged, one blocked, and something was asked of one. Keys of the recommendations."""
    keys = _Keys(forum)
    rows: list[Row] = []
    made = []
    for number in range(1, recommendations + 1):
        key = keys()
        made.append(key.name)
        rows += _recommendation(key, number, list(members), keys)
        for at, party in enumerate(members):
            # The last in the row says nothing on every third: silence is among what is measured.
            said = 0 if at == len(members) - 1 and number % 3 == 0 else reports
            for nth in range(said):
                rows += _report(keys(), key.name, party, ADOPTED + timedelta(days=60 * (nth + 1)), number)
        if number % 5 == 0:
            rows += _asked(keys, key.name, members[number // 5 % len(members)])
    for number in range(measures):
        rows += _measure(keys, made[number % len(made)], members[number % len(members)])
    for row in rows:
        row.forum = forum
    for model in dict.fromkeys(type(row) for row in rows):
        model._default_manager.bulk_create([row for row in rows if type(row) is model], batch_size=500)
    return made


class _Key:
    """Of an entry: its name, and its arrival position."""

    def __init__(self, name: str, position: int) -> None:
        self.name, self.facts = name, {"key": name, "position": position, "at": wall_clock()}


class _Keys:
    def __init__(self, forum: str) -> None:
        self.forum = forum
        self.numbers: Iterator[int] = iter(range(1, 1 << 40))
        self.first = Recommendation.objects.count() * 1000 + 10

    def __call__(self) -> _Key:
        number = next(self.numbers) + self.first
        return _Key(f"{self.forum}.{EPOCH}.{number}", number)


def _recommendation(key: _Key, number: int, binds: list[str], keys: _Keys) -> list[Row]:
    facts: dict[str, Any] = {"level": "regional", "theme": "equipment", "source": "meeting", "binds": binds}
    facts |= {"number": f"1.{number}", "due": DUE + timedelta(days=number % 200), "proof": "question"}
    facts |= {"question": WORDS, "answer": {"fr": "Oui"}}
    told, words = keys(), {"recommendation": key.name, "text": WORDS}
    found: list[Row] = [
        Recommendation(**key.facts, **facts),
        RecommendationText(**{**key.facts, "key": f"{key.name}.0"}, **words),
        RecommendationFact(**told.facts, recommendation=key.name, what="adopted", on=ADOPTED),
    ]
    if number % 5 == 0:
        judged = {"verdict": "on_the_way", "as_of": DUE, "why": "Deux postes sur cinq."}
        found.append(Judgement(**keys().facts, recommendation=key.name, **judged))
    if number % 5 == 4:
        found.append(Challenge(**keys().facts, title={"fr": "Pas d’énergie"}, level="regional", blocks=[key.name]))
    return found


def _report(key: _Key, about: str, party: str, as_of: date, number: int) -> list[Row]:
    facts = {"recommendation": about, "as_of": as_of, "state": "under_way", "text": SAID, "answer": "Pas encore"}
    part = {**key.facts, "key": f"{key.name}.0", "party": party}
    return [
        Progress(**key.facts, party=party, **facts),
        Evidence(**part, progress=key.name, kind="file", title=f"Procès-verbal {number}"),
        Released(**part, about=key.name, shown=number % 7 != 0),
    ]


def _asked(keys: _Keys, about: str, party: str) -> list[Row]:
    asked, replied = keys(), keys()
    facts = {"about": about, "to": party, "text": {"fr": "Combien de postes ?"}, "reply_by": DUE}
    return [
        Question(**asked.facts, **facts),
        Reply(**replied.facts, party=party, question=asked.name, text={"fr": "Deux."}),
    ]


def _measure(keys: _Keys, about: str, party: str) -> list[Row]:
    planned = keys()
    facts = {"recommendation": about, "title": {"fr": "Acheter un lecteur"}, "level": "national", "owner": party}
    facts |= {"starts": ADOPTED, "ends": DUE}
    return [
        Measure(**planned.facts, party=party, **facts),
        MeasureFact(**keys().facts, party=party, measure=planned.name, what="under_way", on=ADOPTED),
    ]
