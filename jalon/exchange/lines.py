"""The two tables of what may leave: of each row the fields that may and what each may hold, and which verbs say them.

What has no line here stays. Persons have none: nothing of a traveller, an officer, a listing or a case leaves this way.
"""

from __future__ import annotations

from typing import Any

from jalon.cooperation import models
from jalon.exchange.checks import (
    Check,
    amount,
    code,
    day,
    digest,
    key,
    number,
    of_no_asset,
    once,
    one_of,
    several,
    share,
    spoken_number,
    text,
    texts,
    truth,
    whole,
)


def part(name: str) -> Check:
    """A dictionary that holds fields of a row, and none besides."""
    return lambda value: (
        isinstance(value, dict)
        and all(field in FIELDS[name] and FIELDS[name][field](said) for field, said in value.items())
    )


def figure(value: Any) -> bool:
    """A figure that a report leans on: what it says is looked at by `_evidence`."""
    return isinstance(value, dict) and all(
        name in FIGURE_IN_EVIDENCE and FIGURE_IN_EVIDENCE[name](said) for name, said in value.items()
    )


FIGURE_IN_EVIDENCE: dict[str, Check] = {
    "indicator": code,
    "since": day,
    "until": day,
    "value": number,
    "band": text(24),
    "unit": text(16),
    "coverage": share,
    "confidence": code,
    "position": whole,
    "kept_back": code,
}

# --- Of each row, the fields that may leave, and what each may hold. `by`, who said it, is in none of them. ---

OF_ALL: dict[str, Check] = {"forum": code, "party": code}
PLACES = several(code)
ROWS_OF = several(key)

FIELDS: dict[str, dict[str, Check]] = {
    "ForumFact": {
        "what": one_of(models.ForumFact.What),
        "on": day,
        "kind": one_of(models.Level),
        "name": texts,
        "host": code,
        "address": text(200),
        "note": text(),
    },
    "PartyFact": {
        "what": one_of(models.PartyFact.What),
        "code": code,
        "kind": one_of(models.PartyFact.Kind),
        "country": code,
        "name": texts,
        "on": day,
        "node": code,
    },
    "DirectoryLine": {
        "code": code,
        "level": one_of(models.Level),
        "place": text(120),
        "function": texts,
        "telephone": text(40),
        "second_telephone": text(40),
        "radio": text(80),
        "email": text(120),
        "languages": several(code),
        "hours": text(80),
        "withdrawn": truth,
    },
    "Meeting": {
        "title": texts,
        "level": one_of(models.Level),
        "starts": day,
        "ends": day,
        "opens_at": text(5),
        "closes_at": text(5),
        "zone": text(40),
        "place": text(160),
        "host": code,
        "languages": several(code),
        "before": key,
    },
    "MeetingFact": {"meeting": key, "what": one_of(models.MeetingFact.What), "facts": part("Meeting"), "note": text()},
    "AgendaItem": {
        "meeting": key,
        "number": whole,
        "title": texts,
        "text": texts,
        "minutes": whole,
        "recommendation": key,
    },
    "Delegation": {
        "meeting": key,
        "code": code,
        "as_what": one_of(models.Delegation.As),
        "head": text(160),
        "seats": whole,
        "withdrawn": truth,
    },
    "Attendance": {"meeting": key, "code": code, "day": day, "present": whole, "women": whole},
    "Document": {"meeting": key, "title": texts, "file": digest, "name": text(160)},
    "Minutes": {"meeting": key, "language": code, "text": text()},
    "Recommendation": {
        "number": spoken_number,
        "meeting": key,
        "level": one_of(models.Level),
        "theme": code,
        "source": one_of(models.Recommendation.Source),
        "source_ref": of_no_asset(160),
        "binds": several(code),
        "posts": PLACES,
        "due": day,
        "proof": one_of(models.Recommendation.Proof),
        "indicator": code,
        "baseline": number,
        "target": number,
        "deliverable": texts,
        "question": texts,
        "answer": texts,
    },
    "RecommendationText": {"recommendation": key, "text": texts, "why": text()},
    "RecommendationFact": {
        "recommendation": key,
        "what": one_of(models.RecommendationFact.What),
        "on": day,
        "meeting": key,
        "into": key,
        "due": day,
        "note": text(),
    },
    "Judgement": {
        "recommendation": key,
        "verdict": one_of(models.Judgement.Verdict),
        "as_of": day,
        "meeting": key,
        "why": text(),
    },
    "Challenge": {"title": texts, "text": texts, "meeting": key, "level": one_of(models.Level), "blocks": ROWS_OF},
    "ChallengeFact": {
        "challenge": key,
        "what": one_of(models.ChallengeFact.What),
        "on": day,
        "blocks": ROWS_OF,
        "note": text(),
    },
    "Measure": {
        "recommendation": key,
        "gap": of_no_asset(120),
        "library": code,
        "title": texts,
        "text": texts,
        "level": one_of(models.Level),
        "owner": code,
        "office": text(160),
        "partner": code,
        "means": text(),
        "starts": day,
        "ends": day,
        "project": key,
        "line": spoken_number,
        "posts": PLACES,  # `assets` and `trainings` are this state's own
        "practice": key,
        "once": once,
    },
    "MeasureFact": {
        "measure": key,
        "what": one_of(models.MeasureFact.What),
        "on": day,
        "facts": part("Measure"),
        "note": text(),
    },
    "Project": {
        "code": text(24),
        "title": texts,
        "text": texts,
        "donor": code,
        "implements": code,
        "starts": day,
        "months": whole,
        "currency": code,
        "countries": several(code),
        "iati": text(80),
        "reporting": text(80),
    },
    "BudgetLine": {"project": key, "number": spoken_number, "title": texts, "amount": amount},
    "Spending": {"project": key, "line": spoken_number, "on": day, "amount": amount, "note": text(300), "once": once},
    "ResultLine": {
        "project": key,
        "number": spoken_number,
        "title": texts,
        "indicator": code,
        "baseline": number,
        "target": number,
    },
    "Narrative": {"project": key, "since": day, "until": day, "language": code, "text": text(), "once": once},
    "Practice": {
        "title": texts,
        "what": texts,
        "where": text(160),
        "took": texts,
        "known_by": texts,
        "level": one_of(models.Level),
        "measure": key,
    },
    "PracticeTaken": {"practice": key, "measure": key},
    "Progress": {
        "recommendation": key,
        "measure": key,
        "as_of": day,
        "state": one_of(models.Progress.State),
        "text": texts,
        "answer": text(),
        "value": number,
        "challenge": key,
        "post": code,
        "through": code,
        "signatory": text(160),
        "original": key,
        "once": once,
    },
    "Evidence": {
        "progress": key,
        "kind": one_of(models.Evidence.Kind),
        "title": text(200),
        "file": digest,
        "name": text(160),
        "figure": figure,
        "on": day,
        "visitor": code,
    },
    "Released": {"about": key, "shown": truth, "why": text(300)},
    "Question": {"about": key, "to": code, "text": texts, "reply_by": day},
    "Reply": {"question": key, "text": texts},
    "Figure": {
        "indicator": code,
        "code": code,
        "posts": PLACES,
        "since": day,
        "until": day,
        "counted_from": day,
        "value": number,
        "band": text(24),
        "unit": text(16),
        "kept_back": code,
        "coverage": share,
        "counted_to": whole,
        "source": one_of(models.Figure.Source),
        "source_text": text(300),
        "signatory": text(160),
        "withdrawn": key,
    },
    "Evaluation": {
        "since": day,
        "until": day,
        "scope": lambda value: isinstance(value, dict),
        "counted_to": whole,
        "digest": digest,
        "file": digest,
        "meeting": key,
        "parts": several(digest),
    },
}

# --- Which verbs a state may say in a forum that it joined. The forum's own (who is asked, what is adopted) are not
# its to say; what two people of a state settle about what it shows, and single answers of travellers, stay at home. ---

LEAVES: dict[str, str] = {
    "forum.party_told": "PartyFact",
    "directory.line_written": "DirectoryLine",
    "recommendation.judged": "Judgement",
    "challenge.named": "Challenge",
    "challenge.told": "ChallengeFact",
    "measure.planned": "Measure",
    "measure.told": "MeasureFact",
    "project.opened": "Project",
    "project.line_set": "BudgetLine",
    "project.spent": "Spending",
    "project.result_set": "ResultLine",
    "project.narrated": "Narrative",
    "practice.described": "Practice",
    "practice.taken_up": "PracticeTaken",
    "progress.reported": "Progress",
    "progress.released": "Released",
    "question.asked": "Question",
    "question.answered": "Reply",
    "figure.given": "Figure",
}

# --- Which rows a forum tells its members, by the verb that said them. ---

EDITION = "edition:"
TELLS: dict[str, tuple[str, ...]] = {verb: (row,) for verb, row in LEAVES.items()} | {
    "forum.told": ("ForumFact",),
    "meeting.called": ("Meeting",),
    "meeting.told": ("MeetingFact",),
    "meeting.agenda_set": ("AgendaItem",),
    "meeting.delegation_asked": ("Delegation",),
    "meeting.attendance_taken": ("Attendance",),
    "meeting.document_added": ("Document",),
    "meeting.minutes_written": ("Minutes",),
    "recommendation.put": ("Recommendation", "RecommendationText"),
    "recommendation.worded": ("RecommendationText",),
    "recommendation.told": ("RecommendationFact",),
    "progress.reported": ("Progress", "Evidence", "Released"),
    "evaluation.drawn_up": ("Evaluation",),
}
OF_A_LINE: dict[str, Check] = {"id": text(160), "key": key, "at": whole, "rank": whole}

# Rows that stand in the body of another, and files beside it.
PARTS = {"Progress": {"evidence": "Evidence", "released": "Released"}}
WITH_FILES = {"Progress": "evidence", "Evidence": "", "Document": "", "Evaluation": ""}
