"""Seven months of a state's own promises, told by the acts of the house: what the tests of evaluations stand on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine

from jalon.cooperation import challenges, recommendations
from jalon.cooperation.models import Measure, MeasureFact, Progress, SurveyAnswer
from jalon.cooperation.saying import said, say
from jalon.statistics.tests.border import Border

NOUAKCHOTT, BAMAKO = date(2026, 10, 27), date(2026, 11, 20)
ACTOR = "2fff08d3"


def texts(fr: str, en: str, ar: str) -> dict[str, str]:
    return {"fr": fr, "en": en, "ar": ar}


PROMISES = {
    "1.1": {
        "text": texts("Réduire l’attente à la première ligne", "Shorten the wait at the first line", "تقليص الانتظار"),
        "level": "post",
        "theme": "mobility",
        "proof": "indicator",
        "indicator": "first_line_p90",
        "baseline": 120.0,
        "target": 60.0,
        "due": date(2026, 11, 10),
    },
    "1.2": {
        "text": texts("Relier chaque poste", "Connect each post", "ربط كل مركز"),
        "level": "national",
        "theme": "information",
        "proof": "deliverable",
        "deliverable": texts("Un procès-verbal par poste", "A record for each post", "محضر لكل مركز"),
        "due": date(2026, 12, 31),
    },
    "1.3": {
        "text": texts("Former les agents au repérage", "Train officers to spot victims", "تدريب الأعوان"),
        "level": "post",
        "theme": "protection",
        "proof": "question",
        "question": texts("Combien d’agents ?", "How many officers?", "كم عونا؟"),
        "answer": texts("Tous", "All", "كلهم"),
        "due": date(2026, 11, 1),
    },
}


def tell(state: str = "MLI", forum: str = "", border: Border | None = None) -> dict[str, str]:
    """Promises made at Nouakchott, work and reports after it, a survey. Number → key of each recommendation."""
    keys = {}
    with at(NOUAKCHOTT):
        for number, facts in PROMISES.items():
            rest = {name: value for name, value in facts.items() if name != "text"}
            whole = rest | {"number": number, "source": "meeting", "binds": [state], "meeting": ""}
            keys[number] = recommendations.put(whole, facts["text"], forum, ACTOR)
            recommendations.adopt(keys[number], NOUAKCHOTT, "", ACTOR)
    if border is not None:
        for _ in range(60):
            border.step()
    with at(date(2026, 11, 12)):
        measure = spoken(
            "measure.planned",
            Measure,
            {
                "recommendation": keys["1.1"],
                "title": texts("Un second guichet", "A second desk", "شباك ثان"),
                "level": "post",
                "owner": state,
                "starts": date(2026, 10, 28),
                "ends": date(2026, 11, 12),
            },
            state,
            forum,
        )
        facts = {"measure": measure, "what": "done", "on": date(2026, 11, 12)}
        spoken("measure.told", MeasureFact, facts, state, forum)
        reports(keys["1.1"], "done", date(2026, 11, 12), state, forum)
        challenge = challenges.name(
            {
                "title": texts("Pas de réseau", "No network", "لا شبكة"),
                "level": "national",
                "blocks": [keys["1.2"]],
                "meeting": "",
            },
            ACTOR,
            forum,
        )
        reports(keys["1.2"], "blocked", date(2026, 11, 12), state, forum, challenge)
        for index in range(72):
            spoken(
                "survey.answered",
                SurveyAnswer,
                {
                    "survey": "perception-1",
                    "place": "Gogui",
                    "day": date(2026, 10, 20) if index % 2 else date(2026, 11, 12),
                    "audience": "traveller",
                    "answers": {
                        "waited": "quarter" if index % 3 else "longer",
                        "respect": "yes" if index % 9 else "no",
                    },
                },
                state,
                forum,
            )
        recommendations.judge(keys["1.1"], "on_the_way", date(2026, 11, 12), "Un poste sur trois", "", ACTOR)
    return keys


def reports(about: str, state: str, day: date, party: str, forum: str = "", challenge: str = "") -> str:
    facts = {"recommendation": about, "as_of": day, "state": state, "challenge": challenge}
    facts["text"] = texts("Voici où nous en sommes.", "This is where we stand.", "هذا ما بلغناه.")
    body = said("progress.reported", Progress, facts, forum=forum, party=party)
    body |= {"evidence": [{"kind": "visit", "title": "Gogui", "on": day.isoformat(), "visitor": party}]}
    return say([("progress.reported", body)], ACTOR, forum)[0].key


def spoken(verb: str, model: type, facts: dict, party: str, forum: str) -> str:
    return say([(verb, said(verb, model, facts, forum=forum, party=party))], ACTOR, forum)[0].key


def at(day: date) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, 10, tzinfo=UTC), tick=False)
