"""Verbs of cooperation. Nearly all say one row: the body is its columns. Which party may say it is asked of the
machine that sent it: a headquarters speaks for its state alone, a forum for itself and for those it signs in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField, Field, JSONField

from jalon.cooperation import belongs
from jalon.cooperation.models import (
    AgendaItem,
    Attendance,
    BudgetLine,
    Challenge,
    ChallengeFact,
    Delegation,
    DirectoryLine,
    Document,
    Evaluation,
    Evidence,
    Figure,
    ForumFact,
    Judgement,
    KeptFile,
    Measure,
    MeasureFact,
    Meeting,
    MeetingFact,
    Minutes,
    Narrative,
    PartyFact,
    Practice,
    PracticeTaken,
    Progress,
    Project,
    Question,
    Recommendation,
    RecommendationFact,
    RecommendationText,
    Released,
    Reply,
    ResultLine,
    Row,
    Shows,
    ShowsDecision,
    Spending,
    SurveyAnswer,
)
from jalon.cooperation.papers import kind_of
from jalon.journal.models import EnrolledNode
from jalon.journal.opening import Opened
from jalon.journal.verbs import Body, Owner, Readers, Verb
from jalon.posts.models import Post

OF_THE_ENTRY = frozenset({"key", "position", "rank", "at", "by"})
# Treaties and committees are older than this program; a day beyond these is a slip of the keyboard, and no calendar
# could be drawn to it.
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LARGEST_FILE = 512 * 1024  # bytes of all files of one entry together


def columns(model: type[Row]) -> list[Field[Any, Any]]:
    """The columns that a body says; the others follow from its entry."""
    return [column for column in model._meta.concrete_fields if column.name not in OF_THE_ENTRY]


# Facts that hold columns of the row they are about.
HOLDS_COLUMNS_OF: Mapping[tuple[type[Row], str], type[Row]] = {
    (MeasureFact, "facts"): Measure,
    (MeetingFact, "facts"): Meeting,
}
# Columns by which people call a thing aloud, and by which lists are sorted.
SPOKEN = frozenset(
    {
        (Recommendation, "number"),
        (BudgetLine, "number"),
        (ResultLine, "number"),
        (Spending, "line"),
        (Measure, "line"),
    }
)


def spoken(number: str) -> bool:
    """Whether a number can be said and sorted: no sign that looks like a digit and is none (²), none that is unseen."""
    return number.isprintable() and not any(sign.isdigit() and not sign.isdecimal() for sign in number)


def facts_of(model: type[Row], body: Mapping[str, Any]) -> dict[str, Any]:
    """Column -> value, each as its column wants it. Raises ValidationError under the column's name; what a later
    program says is left out."""
    facts = {}
    for column in columns(model):
        if column.name not in body:
            continue
        try:
            facts[column.name] = _value(column, body[column.name])
            _look_at(model, column.name, facts[column.name])
        except ValidationError as wrong:
            raise ValidationError({column.name: wrong.error_list}) from wrong
        if of := HOLDS_COLUMNS_OF.get((model, column.name)):
            facts_of(of, facts[column.name])
    return facts


def _look_at(model: type[Row], name: str, value: Any) -> None:
    if (model, name) in SPOKEN and not spoken(value):
        raise ValidationError(f"{name} cannot be said aloud", code="unspoken")
    if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
        raise ValidationError(f"{name} is a day of another age", code="far")


def understood(model: type[Row], said: Mapping[str, Any]) -> dict[str, Any]:
    """Of columns said in another row, each as its column wants it; nothing where one of them cannot be read."""
    try:
        return facts_of(model, said)
    except ValidationError:
        return {}


def check(verb: str, body: Mapping[str, Any]) -> None:
    """Raises ValidationError where no row could be made of the body of a verb."""
    model, parts = ROWS[verb]
    facts_of(model, body)
    for name, (part, _) in parts.items():
        for one in body.get(name, []):
            facts_of(part, one)


def _value(column: Field[Any, Any], said: Any) -> Any:
    if isinstance(column, DateField) and isinstance(said, str) and not DAY.fullmatch(said):
        raise ValidationError(f"{column.name} is no day")
    value = column.to_python(said)
    if isinstance(column, JSONField) and type(value) is not type(column.get_default()):
        raise ValidationError(f"{column.name} is a {type(value).__name__}")
    if isinstance(value, list) and not all(isinstance(one, str) for one in value):
        raise ValidationError(f"{column.name} lists codes and keys")
    if value in column.empty_values and (value is not None or column.null):
        return value  # what is left empty is checked by the act: a later program may leave more of it so
    column.validate(value, None)
    column.run_validators(value)
    return value


def speaks_for(entry: Opened, party: str, tables: str) -> None:
    """Raises ValueError where the machine that wrote the entry does not speak for this party, or not of what the entry
    names; AntecedentMissing where that has not come."""
    node = entry.header.node
    if node in entry.node.authorities:
        return
    place = EnrolledNode.objects.using(tables).filter(id=node).values_list("post", flat=True).first()
    country = Post.objects.using(tables).filter(code=place or "").values_list("country", flat=True).first()
    if place and country:
        belongs.of_a_post(entry.header.verb, entry.body, place, country, tables)
        return
    if not party or party != place:
        raise ValueError("a machine speaks for its own party alone")
    if not belongs.sits(party, str(entry.body.get("forum", "")), entry.header.wall, tables):
        raise ValueError("it does not sit in this forum")
    belongs.check(entry.header.verb, entry.body, entry.header.wall, tables)


def says(
    model: type[Row], parts: Mapping[str, tuple[type[Row], str]], *, for_itself: bool
) -> Callable[[Sequence[Opened], str], None]:
    """The `apply` of a verb that says one row. body: its columns (dates as YYYY-MM-DD, amounts as text), and `files`
    ([{kind, content: base64}]) kept beside it. `parts`: lists in the body that make rows of their own, under the key of
    the entry and an index, each with the column that leads back to it. `for_itself`: a party's machine speaks for no
    other."""

    def apply(entries: Sequence[Opened], tables: str) -> None:
        for entry in entries:
            if for_itself:
                speaks_for(entry, str(entry.body.get("party", "")), tables)
            _keep_files(entry.body.get("files", []), tables)
            said = {"position": entry.position, "at": entry.header.wall, "by": entry.header.actor}
            facts = facts_of(model, entry.body)
            model._default_manager.using(tables).update_or_create(key=entry.key, defaults=said | facts)
            of_all = {"forum": facts.get("forum", ""), "party": facts.get("party", "")}
            for name, (part, leads_back) in parts.items():
                for number, body in enumerate(entry.body.get(name, [])):
                    part._default_manager.using(tables).update_or_create(
                        key=f"{entry.key}.{number}",
                        defaults=said | facts_of(part, body) | of_all | {leads_back: entry.key},
                    )

    return apply


PACKED = "application/zlib"  # an evaluation's own
OF_NO_KIND = "application/octet-stream"


def kind_kept(content: bytes) -> str:
    """The media type of a file, by its bytes: who sends it does not say what it is."""
    if found := kind_of(content):
        return found.media
    return PACKED if content.startswith(b"\x78") else OF_NO_KIND


def _keep_files(files: Sequence[Mapping[str, Any]], tables: str) -> None:
    left = LARGEST_FILE
    for file in files:
        try:
            content = base64.b64decode(file["content"], validate=True)
        except (binascii.Error, TypeError) as wrong:
            raise ValueError("a file is no base64") from wrong
        left -= len(content)
        if left < 0:
            raise ValueError("the files of an entry are too large")
        digest = hashlib.sha256(content).hexdigest()
        kept = {"kind": kind_kept(content), "size": len(content), "content": content}
        KeptFile.objects.using(tables).get_or_create(digest=digest, defaults=kept)


# What each verb says: its row, and the rows within.
ROWS: dict[str, tuple[type[Row], Mapping[str, tuple[type[Row], str]]]] = {}


def host(name: str, model: type[Row], **parts: tuple[type[Row], str]) -> Verb:
    """Said by the machine that owns the record: a forum, or a headquarters of its own."""
    ROWS[name] = (model, parts)
    return Verb(name, 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, says(model, parts, for_itself=False))


def party(name: str, model: type[Row], **parts: tuple[type[Row], str]) -> Verb:
    """Said by a party, at its own machine or where the host signs it in."""
    ROWS[name] = (model, parts)
    return Verb(name, 1, Readers.OPERATIONAL, Owner.NODE, says(model, parts, for_itself=True))


VERBS = [
    host("forum.told", ForumFact),
    party("forum.party_told", PartyFact),
    party("directory.line_written", DirectoryLine),
    host("meeting.called", Meeting),
    host("meeting.told", MeetingFact),
    host("meeting.agenda_set", AgendaItem),
    host("meeting.delegation_asked", Delegation),
    host("meeting.attendance_taken", Attendance),
    host("meeting.document_added", Document),
    host("meeting.minutes_written", Minutes),
    host("recommendation.put", Recommendation, words=(RecommendationText, "recommendation")),
    host("recommendation.worded", RecommendationText),
    host("recommendation.told", RecommendationFact),
    party("recommendation.judged", Judgement),
    party("challenge.named", Challenge),
    party("challenge.told", ChallengeFact),
    party("measure.planned", Measure),
    party("measure.told", MeasureFact),
    party("project.opened", Project),
    party("project.line_set", BudgetLine),
    party("project.spent", Spending),
    party("project.result_set", ResultLine),
    party("project.narrated", Narrative),
    party("practice.described", Practice),
    party("practice.taken_up", PracticeTaken),
    party("progress.reported", Progress, evidence=(Evidence, "progress"), released=(Released, "about")),
    party("progress.released", Released),
    party("question.asked", Question),
    party("question.answered", Reply),
    party("figure.given", Figure),
    party("figure.shown_proposed", Shows),
    party("figure.shown_decided", ShowsDecision),
    party("survey.answered", SurveyAnswer),
    party("evaluation.drawn_up", Evaluation),
]


def body_of(model: type[Row], facts: Mapping[str, Any]) -> Body:
    """Facts as a body holds them: plain values of JSON. Raises KeyError for a fact that is no column."""
    known = {column.name for column in columns(model)}
    if strange := facts.keys() - known:
        raise KeyError(f"{model.__name__} has no {', '.join(sorted(strange))}")
    return {name: _plain(value) for name, value in facts.items() if value is not None}


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, (str, int, float, bool, list, dict)):
        return value
    return str(value)
