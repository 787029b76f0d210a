"""What may leave this country for a forum: one function decides, and denies what it does not know.

Two tables: which rows may go, and of each row which fields with which check. A verb, a row or a field that nobody wrote
down here stays. Persons have no line: nothing of a traveller, an officer, a listing or a case leaves this way.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from django.conf import settings
from django.utils import timezone

from jalon.capacity.broken import asset_of
from jalon.cooperation import bands, belongs, few, indicator_facts, models, showing
from jalon.cooperation.belongs import OfAnother
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.cooperation.seen import is_released
from jalon.cooperation.verbs import FIRST_DAY, LARGEST_FILE, LAST_DAY, spoken
from jalon.journal.node import this_node, wall_clock
from jalon.journal.verbs import AntecedentMissing

Check = Callable[[Any], bool]

KEY = re.compile(r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*")
CODE = re.compile(r"[0-9A-Za-z_.:-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}")
DIGEST = re.compile(r"[0-9a-f]{64}")
ONCE = re.compile(r"[0-9a-f]{16,32}")
DECIMAL = re.compile(r"-?\d{1,14}(\.\d{1,2})?")
LONGEST_TEXT = 20_000  # characters
MOST = 500  # of a list


class Denied(NotAllowed):
    """Something may not leave. `code` says why, `field` where. Nothing went."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code, field=field)
        self.field = field

    def __str__(self) -> str:
        return f"{self.code}: {self.field}"


# --- What a field may hold. A check says whether a value is of its kind; texts are capped and not read. ---


def text(most: int = LONGEST_TEXT) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= most


def of_no_asset(most: int) -> Check:
    """A reference that names no thing that is broken: an outage leaves only as a band."""
    return lambda value: text(most)(value) and not asset_of(value)


def key(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and len(value) <= 120 and KEY.fullmatch(value) is not None)


def code(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and len(value) <= 40 and CODE.fullmatch(value) is not None)


def day(value: Any) -> bool:
    said = _day(value)
    return said is not None and FIRST_DAY <= said <= LAST_DAY


def number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value))


def spoken_number(value: Any) -> bool:
    return text(16)(value) and spoken(value)


def whole(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def share(value: Any) -> bool:
    return value is None or (number(value) and 0 <= value <= 1)


def amount(value: Any) -> bool:
    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None


def truth(value: Any) -> bool:
    return isinstance(value, bool)


def digest(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and DIGEST.fullmatch(value) is not None)


def once(value: Any) -> bool:
    """A one-time name says nothing."""
    return value == "" or (isinstance(value, str) and ONCE.fullmatch(value) is not None)


def texts(value: Any) -> bool:
    return isinstance(value, dict) and all(
        LANGUAGE.fullmatch(str(language)) and text()(said) for language, said in value.items()
    )


def one_of(choices: Any) -> Check:
    return lambda value: value == "" or value in choices.values


def several(check: Check) -> Check:
    return lambda value: isinstance(value, list) and len(value) <= MOST and all(one and check(one) for one in value)


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


def may_leave(kind: str, body: Mapping[str, Any], audience: str) -> None:
    """Whether this may go to a forum, or from a forum to a member. Raises Denied(code, field); returns where it may.

    kind: a verb, or “edition:” and a verb for a row that a forum tells a member. body: the verb's body; or the row's
    columns with its id (the name of its table, a dot, its key), key and clock. audience: the forum's id; of an
    edition the code of the member.
    """
    told = kind.startswith(EDITION)
    row = _row_of(kind, body)
    forum = this_node().id if told else audience
    if not audience or body.get("forum") != forum:
        raise Denied("other_forum", "forum")
    if not told and (not own_party() or body.get("party") != own_party()):
        raise Denied("other_party", "party")
    _fields(row, body, OF_ALL | OF_A_LINE if told else OF_ALL)
    if not told:
        _of_oneself(kind, body)
    for rule in (TOLD_RULES if told else RULES).get(row, ()):
        rule(body, audience)


def _of_oneself(verb: str, body: Mapping[str, Any]) -> None:
    """What leaves is of this state; what the forum does not hold yet, it asks again when it comes there."""
    try:
        belongs.check(verb, body, wall_clock())
    except OfAnother as another:
        raise Denied("of_another", another.column) from None
    except AntecedentMissing:
        return


def _row_of(kind: str, body: Mapping[str, Any]) -> str:
    """Which row of FIELDS it is."""
    if not kind.startswith(EDITION):
        if kind not in LEAVES:
            raise Denied("not_in_table", kind)
        return LEAVES[kind]
    name = str(body.get("id", "")).partition(".")[0]
    found = [row for row in TELLS.get(kind.removeprefix(EDITION), ()) if row.lower() == name]
    if not found:
        raise Denied("not_in_table", kind)
    return found[0]


def _fields(row: str, body: Mapping[str, Any], besides: Mapping[str, Check]) -> None:
    """Every field is known, and holds what it may hold."""
    known = {**FIELDS[row], **besides}
    for name, value in body.items():
        if name == "files" and row in WITH_FILES:
            _files(value, _named(row, body))
        elif name in PARTS.get(row, {}):
            _parts(name, PARTS[row][name], value)
        elif name not in known:
            raise Denied("field_unknown", name)
        elif not known[name](value):
            raise Denied("field_wrong", name)


def _parts(name: str, row: str, value: Any) -> None:
    if not isinstance(value, list) or len(value) > MOST:
        raise Denied("field_wrong", name)
    for one in value:
        if not isinstance(one, dict):
            raise Denied("field_wrong", name)
        for field, said in one.items():
            if field not in FIELDS[row]:
                raise Denied("field_unknown", f"{name}.{field}")
            if not FIELDS[row][field](said):
                raise Denied("field_wrong", f"{name}.{field}")


def _named(row: str, body: Mapping[str, Any]) -> set[str]:
    """The files that a body speaks of, by their digest."""
    holders = body.get(WITH_FILES[row], []) if WITH_FILES[row] else [body]
    return {str(one.get("file", "")) for one in holders if isinstance(one, Mapping)} if holders else set()


def _files(value: Any, named: set[str]) -> None:
    """Files of which the body speaks, together no larger than an entry may hold."""
    if not isinstance(value, list):
        raise Denied("field_wrong", "files")
    left = LARGEST_FILE
    for file in value:
        if not isinstance(file, dict) or file.keys() - {"kind", "content"} or not isinstance(file.get("content"), str):
            raise Denied("field_wrong", "files")
        try:
            content = base64.b64decode(file["content"], validate=True)
        except binascii.Error:
            raise Denied("field_wrong", "files") from None
        left -= len(content)
        if left < 0:
            raise Denied("file_too_large", "files")
        if hashlib.sha256(content).hexdigest() not in named:
            raise Denied("file_of_nothing", "files")


# --- What a row may say, field beside field. ---


def _figure(body: Mapping[str, Any], _audience: str) -> None:
    """A figure: of a known indicator, that the state shows, large enough, and of operational ones the band alone."""
    if _takes_back(body):
        return
    _speaks(body, "")
    if body.get("source") in FROM_WITHIN:
        _of_a_quarter(body, "")
        if _says_something(body) and not showing.is_shown(body["indicator"], body["forum"]):
            raise Denied("not_shown", "indicator")


# What a state counts itself goes as it decided; what it was given by others, paper or a partner, as it gives it.
FROM_WITHIN = frozenset({models.Figure.Source.JOURNAL, models.Figure.Source.SURVEY})


def _figure_told(body: Mapping[str, Any], _audience: str) -> None:
    """What a forum was given was shown to it; what was typed there is held to the same."""
    if not _takes_back(body):
        _speaks(body, "")


def _takes_back(body: Mapping[str, Any]) -> bool:
    """Whether a row takes a figure back, and says nothing in its place."""
    return bool(body.get("withdrawn")) and not _says_something(body)


def _progress(body: Mapping[str, Any], _audience: str) -> None:
    """A report: released in the same entry, and what it says of its indicator no more than a figure may. Of one that is
    held back nothing leaves but that it exists."""
    words = body.get("released") or []
    if not words:
        raise Denied("not_released", "released")
    if not words[-1].get("shown"):
        for name in body.keys() - OF_A_HELD_BACK_REPORT:
            if body[name]:
                raise Denied("not_released", name)
        return
    if body.get("value") is not None:
        _value_of_a_promise(body)
    for one in body.get("evidence", []):
        said = one.get("figure") or {}
        if said:
            _evidence_speaks(said, "evidence.figure.")
            if _says_something(said) and not showing.is_shown(said["indicator"], body["forum"]):
                raise Denied("not_shown", "evidence.figure.indicator")


# What a forum learns of a report that a state holds back: that it exists.
OF_A_HELD_BACK_REPORT = frozenset(
    {"forum", "party", "recommendation", "measure", "as_of", "original", "released", "through", "once"}
)


def _value_of_a_promise(body: Mapping[str, Any]) -> None:
    """The value that a report gives of its recommendation's indicator is held to what a figure is held to."""
    if not body.get("recommendation"):
        raise Denied("indicator_unknown", "value")
    asked = models.Recommendation.objects.filter(key=body["recommendation"]).first()
    if asked is None or not asked.indicator:
        raise Denied("indicator_unknown", "value")
    _speaks({"indicator": asked.indicator, "value": body["value"]}, "")
    if not showing.is_shown(asked.indicator, body["forum"]):
        raise Denied("not_shown", "value")
    _rounded(asked.indicator, body["value"], "")


def _progress_told(body: Mapping[str, Any], audience: str) -> None:
    if body.get("party") != audience and not is_released(str(body.get("key", ""))):
        said = body.keys() - OF_A_HELD_BACK_REPORT - OF_A_LINE.keys()
        if any(body[name] for name in said):
            raise Denied("not_released", "text")


def _evidence_told(body: Mapping[str, Any], audience: str) -> None:
    if body.get("party") != audience and not is_released(str(body.get("progress", ""))):
        raise Denied("not_released", "progress")
    if body.get("figure"):
        _evidence_speaks(body["figure"], "figure.")


def _question_told(body: Mapping[str, Any], audience: str) -> None:
    """A question goes to its owner first: to others with the reply, or once the day to reply has passed."""
    if audience in {body.get("to"), body.get("party")}:
        return
    replied = models.Reply.objects.filter(question=body.get("key", "")).exists()
    if not replied and str(body.get("reply_by", "")) >= timezone.localdate().isoformat():
        raise Denied("right_of_reply", "text")


def _evidence_speaks(said: Mapping[str, Any], at: str) -> None:
    """A figure beside a report: of travellers it is of a whole quarter, and rounded, as a figure that is given is; of
    two that overlap the difference would tell of a few people."""
    _speaks(said, at)
    indicator = str(said["indicator"])
    if said.get("value") is not None and indicator_facts.of_travellers(indicator):
        _of_a_quarter(said, at)
        _rounded(indicator, said["value"], at)


def _rounded(indicator: str, value: float, at: str) -> None:
    if value != few.rounded(indicator_facts.unit(indicator), value):
        raise Denied("not_rounded", f"{at}value")


def _speaks(said: Mapping[str, Any], at: str) -> None:
    """What every figure is held to, wherever it stands; `at` is put before the field's name."""
    indicator = str(said.get("indicator", ""))
    if not indicator_facts.known(indicator):
        raise Denied("indicator_unknown", f"{at}indicator")
    value, band = said.get("value"), said.get("band") or ""
    if said.get("kept_back") and (value is not None or band):
        raise Denied("kept_back", f"{at}value")
    if indicator_facts.operational(indicator):
        if value is not None:
            raise Denied("band_alone", f"{at}value")
        if band and band not in bands.names(indicator):
            raise Denied("band_unknown", f"{at}band")
        if band:
            _of_a_quarter(said, at)
    elif band:
        raise Denied("band_unknown", f"{at}band")
    if value is not None and bands.small(indicator_facts.unit(indicator), value, settings.JALON_SMALL_CELL):
        raise Denied("too_small", f"{at}value")


def _says_something(said: Mapping[str, Any]) -> bool:
    return said.get("value") is not None or bool(said.get("band"))


def _of_a_quarter(said: Mapping[str, Any], at: str) -> None:
    since, until = _day(said.get("since")), _day(said.get("until"))
    if since is None or until is None or not bands.is_quarter(since, until):
        raise Denied("no_quarter", f"{at}until")


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


Rule = Callable[[Mapping[str, Any], str], None]
RULES: dict[str, Sequence[Rule]] = {"Figure": (_figure,), "Progress": (_progress,)}
TOLD_RULES: dict[str, Sequence[Rule]] = {
    "Figure": (_figure_told,),
    "Progress": (_progress_told,),
    "Evidence": (_evidence_told,),
    "Question": (_question_told,),
}
