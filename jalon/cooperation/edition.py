"""What a forum gives its members, and a headquarters its posts: the rows of cooperation, as an edition.

`agreed.FORUM` is of a forum; `agreed.own` what a state decided for itself. A member gets what it may see, and no more;
a row that came once stays, so that a forum that is left, or ends, stays readable.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalon.cooperation import evaluation_file
from jalon.cooperation import models as cooperation
from jalon.cooperation.belongs import strangers
from jalon.cooperation.forums import forums_name
from jalon.cooperation.models import ORDER, KeptFile, Row
from jalon.cooperation.saying import own_party
from jalon.cooperation.seen import known_at_once, seen_by
from jalon.cooperation.verbs import LARGEST_FILE, body_of, columns, facts_of, kind_kept
from jalon.journal import peers
from jalon.journal import rows as many
from jalon.journal.node import this_node
from jalon.journal.opening import Opened
from jalon.sync.editions.changes import Row as Line
from jalon.sync.editions.changes import rows_of
from jalon.sync.editions.kinds.kind import Kind, Offer

log = logging.getLogger(__name__)
PREFIX, OWN = "agreed.", "own"
# What members of a forum share, each with the verb that said it: the gate judges rows as it judges entries.
SHARED: dict[type[Row], str] = {
    cooperation.ForumFact: "forum.told",
    cooperation.PartyFact: "forum.party_told",
    cooperation.DirectoryLine: "directory.line_written",
    cooperation.Meeting: "meeting.called",
    cooperation.MeetingFact: "meeting.told",
    cooperation.AgendaItem: "meeting.agenda_set",
    cooperation.Delegation: "meeting.delegation_asked",
    cooperation.Attendance: "meeting.attendance_taken",
    cooperation.Document: "meeting.document_added",
    cooperation.Minutes: "meeting.minutes_written",
    cooperation.Recommendation: "recommendation.put",
    cooperation.RecommendationText: "recommendation.worded",
    cooperation.RecommendationFact: "recommendation.told",
    cooperation.Judgement: "recommendation.judged",
    cooperation.Challenge: "challenge.named",
    cooperation.ChallengeFact: "challenge.told",
    cooperation.Measure: "measure.planned",
    cooperation.MeasureFact: "measure.told",
    cooperation.Project: "project.opened",
    cooperation.BudgetLine: "project.line_set",
    cooperation.Spending: "project.spent",
    cooperation.ResultLine: "project.result_set",
    cooperation.Narrative: "project.narrated",
    cooperation.Practice: "practice.described",
    cooperation.PracticeTaken: "practice.taken_up",
    cooperation.Progress: "progress.reported",
    cooperation.Evidence: "progress.reported",
    cooperation.Released: "progress.released",
    cooperation.Question: "question.asked",
    cooperation.Reply: "question.answered",
    cooperation.Figure: "figure.given",
    cooperation.Evaluation: "evaluation.drawn_up",
}
# What a post is told: what binds it, what is done about it there, and whom to call.
AT_A_POST = (
    cooperation.ForumFact,
    cooperation.PartyFact,
    cooperation.DirectoryLine,
    cooperation.Recommendation,
    cooperation.RecommendationText,
    cooperation.RecommendationFact,
    cooperation.Measure,
    cooperation.MeasureFact,
)
BY_NAME: dict[str, type[Row]] = {model._meta.model_name or "": model for model in SHARED}


def offers(place: str) -> Sequence[Offer]:
    """At a forum one view for each party; at a headquarters one for each forum it knows and its own, for all posts."""
    if settings.JALON_TIER == "forum":
        # A forum set back by a restored backup goes on beyond what its members hold: minutes since 1970 only grow.
        return [Offer(PREFIX + this_node().id, place, least=int(time.time() // 60))]
    own = any(model._default_manager.filter(forum="").exists() for model in AT_A_POST)
    return [*([Offer(PREFIX + OWN)] if own else []), *(Offer(PREFIX + peer.id) for peer in peers.known())]


def rows(offer: Offer) -> Iterator[Line]:
    """Raises nothing for a row that the gate keeps: it is left out, and the log says how many were."""
    name = offer.name.removeprefix(PREFIX)
    forum = "" if name == OWN else name
    if settings.JALON_TIER == "forum":
        yield from _for_a_member(forum, offer.audience)
    else:
        yield from _for_posts(forum)


def _for_a_member(forum: str, party: str) -> Iterator[Line]:
    may_leave, kept_back, files = peers.gate(), 0, set()
    lines: list[Line] = []
    large: list[cooperation.Evaluation] = []
    with known_at_once(forum):
        for row in seen_by(SHARED, forum, party):
            line = _line(type(row), row)
            if isinstance(row, cooperation.Evaluation):
                line |= _pieces(row)
            try:
                may_leave(f"edition:{SHARED[type(row)]}", line, party)
            except ValueError:
                kept_back += 1
                continue
            files |= {line["file"]} if line.get("file") else set()
            lines.append(line)
            if isinstance(row, cooperation.Evaluation) and "parts" in line:
                large.append(row)
    yield from lines
    for part in (part for row in large for part in evaluation_file.pieces(row)):
        yield _file(hashlib.sha256(part).hexdigest(), "", part)
    if kept_back:
        log.warning("%s rows of forum %s are kept from %s by the gate", kept_back, forum, party)
    yield from _files(files)


def _for_posts(forum: str) -> Iterator[Line]:
    """Of measures, and of what became of them, those of this state alone."""
    mine = cooperation.Measure.objects.filter(forum=forum, owner=own_party())
    measures = set(mine.values_list("key", flat=True))
    for model in AT_A_POST:
        for row in model._default_manager.filter(forum=forum).order_by(*ORDER):
            if isinstance(row, cooperation.Measure) and row.key not in measures:
                continue
            if isinstance(row, cooperation.MeasureFact) and row.measure not in measures:
                continue
            yield _line(model, row)


def _line(model: type[Row], row: Row) -> Line:
    said = body_of(model, {name: getattr(row, name) for name in _columns(model)})
    said = {name: value for name, value in said.items() if value not in ("", [], {})}
    return {
        "id": f"{model._meta.model_name}.{row.key}",
        "key": row.key,
        "at": row.at,
        "rank": row.rank or row.position,
        **said,
    }


def _columns(model: type[Row]) -> list[str]:
    return [column.name for column in columns(model)]


def _files(digests: Iterable[str]) -> Iterator[Line]:
    for file in KeptFile.objects.filter(digest__in=sorted(digests)):
        yield _file(file.digest, file.kind, bytes(file.content))


def _file(digest: str, kind: str, content: bytes) -> Line:
    return {"id": f"file.{digest}", "kind": kind, "content": base64.b64encode(content).decode()}


def _pieces(row: cooperation.Evaluation) -> Line:
    """What is larger than an entry stands beside this forum's journal: members get it in pieces."""
    parts = [hashlib.sha256(part).hexdigest() for part in evaluation_file.pieces(row)]
    return {"parts": parts} if parts else {}


def apply(entry: Opened, file: Path, tables: str) -> None:
    """The rows that came are added to those that stand; a forum speaks of itself alone, and of what is its own. A row
    that leans on nothing of it is left out, and taken when another edition brings both."""
    name = entry.body["name"].removeprefix(PREFIX)
    found: dict[type[Row], list[dict[str, Any]]] = defaultdict(list)
    for line in rows_of(file):
        kind, _, key = str(line["id"]).partition(".")
        if kind == "file":
            _keep(line, tables)
            continue
        model = BY_NAME.get(kind)
        if model is None or key != line.get("key"):
            continue  # what a later program gives waits for an upgrade here
        try:
            facts = facts_of(model, line)
        except ValidationError:
            continue  # one row that nobody could read keeps none of the others from arriving
        if name != OWN and facts.get("forum", "") != name:
            raise ValueError("a forum gives rows of its own alone")
        found[model].append(
            {"key": key, "position": entry.position, "rank": int(line.get("rank", 0)), "at": int(line["at"]), **facts}
        )
    left_out = strangers(found, tables)
    if left_out:
        log.info("%s rows of %s lean on nothing of that forum: left out", len(left_out), entry.body["name"])
    for model, facts_of_all in found.items():
        blank = {column.name: column.get_default() for column in model._meta.concrete_fields}
        many.add(model, [blank | facts for facts in facts_of_all if facts["key"] not in left_out], tables)


def _keep(line: Line, tables: str) -> None:
    content = base64.b64decode(line["content"], validate=True)
    if len(content) > LARGEST_FILE:
        raise ValueError("a file is too large")
    digest = hashlib.sha256(content).hexdigest()
    facts = {"kind": kind_kept(content), "size": len(content), "content": content}
    KeptFile.objects.using(tables).get_or_create(digest=digest, defaults=facts)


def called(view: str) -> str:
    """How people call a view: by the forum of which it is."""
    id = view.removeprefix(PREFIX)
    return _("What this state decided") if id == OWN else _("What “%(forum)s” agreed") % {"forum": forums_name(id)}


KIND = Kind(PREFIX, offers, rows, apply, called=called, many=True, kept=2)
