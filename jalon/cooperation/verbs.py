"""Verbs of cooperation. Nearly all say one row: the body is its columns. Which party may say it is asked of the
machine that sent it: a headquarters speaks for its state alone, a forum for itself and for those it signs in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping, Sequence
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
from jalon.journal.models import EnrolledNode
from jalon.journal.opening import Opened
from jalon.journal.verbs import Body, Owner, Readers, Verb
from jalon.posts.models import Post

OF_THE_ENTRY = frozenset({"key", "position", "rank", "at", "by"})
LARGEST_FILE = 512 * 1024  # bytes of all files of one entry together
# Rows whose `facts` are columns of another: what was amended.
AMENDS: Mapping[type[Row], type[Row]] = {MeasureFact: Measure, MeetingFact: Meeting}


def columns(model: type[Row]) -> list[Field[Any, Any]]:
    """The columns that a body says; the others follow from its entry."""
    return [column for column in model._meta.concrete_fields if column.name not in OF_THE_ENTRY]


def facts_of(model: type[Row], body: Mapping[str, Any]) -> dict[str, Any]:
    """Column -> value, each as its column wants it. Raises ValidationError; what a later program says is left out."""
    facts = {}
    for column in columns(model):
        if column.name in body:
            facts[column.name] = _value(column, body[column.name])
    if model in AMENDS:
        _check_amended(AMENDS[model], facts.get("facts", {}))
    return facts


def _check_amended(model: type[Row], said: Mapping[str, Any]) -> None:
    """What was amended holds what its column takes: a day that no calendar knows would end every page it stands on."""
    known = {column.name: column for column in columns(model)}
    for name, one in said.items():
        if name in known and one not in ("", None):
            value = _value(known[name], one)
            if isinstance(known[name], DateField) and value.isoformat() != one:
                raise ValidationError(f"{name} is no day")


def _value(column: Field[Any, Any], said: Any) -> Any:
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
        kept = {"kind": str(file.get("kind", ""))[:80], "size": len(content), "content": content}
        KeptFile.objects.using(tables).get_or_create(digest=digest, defaults=kept)


def host(name: str, model: type[Row], **parts: tuple[type[Row], str]) -> Verb:
    """Said by the machine that owns the record: a forum, or a headquarters of its own."""
    return Verb(name, 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, says(model, parts, for_itself=False))


def party(name: str, model: type[Row], **parts: tuple[type[Row], str]) -> Verb:
    """Said by a party, at its own machine or where the host signs it in."""
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
