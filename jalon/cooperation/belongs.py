"""Of whom a machine may speak: its own party's rows, and no other's. One table, asked where an entry is applied and
where one leaves; and what a row may lean on, which is of its own forum.

What a machine says of its own (a forum's host, a headquarters among its own) is settled by its acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jalon.cooperation import models as rows
from jalon.cooperation.models import PartyFact, Row
from jalon.cooperation.sequence import in_order
from jalon.journal.verbs import AntecedentMissing

AT_ONCE = 500  # keys of one query
# The day to reply lies further off: the asker's own act leaves five days, and clocks and zones may take one.
TIME_TO_REPLY = timedelta(days=3)


class OfAnother(ValueError):
    """A machine spoke of what is not its party's; `column` says where."""

    def __init__(self, column: str) -> None:
        super().__init__(f"a machine speaks of its own party's alone: {column}")
        self.column = column


# What a row leans on, by its column: it stands in the same forum. References that decide nothing are not among them.
LEANS_ON: Mapping[type[Row], Mapping[str, tuple[type[Row], ...]]] = {
    rows.MeetingFact: {"meeting": (rows.Meeting,)},
    rows.AgendaItem: {"meeting": (rows.Meeting,)},
    rows.Delegation: {"meeting": (rows.Meeting,)},
    rows.Attendance: {"meeting": (rows.Meeting,)},
    rows.Document: {"meeting": (rows.Meeting,)},
    rows.Minutes: {"meeting": (rows.Meeting,)},
    rows.RecommendationText: {"recommendation": (rows.Recommendation,)},
    rows.RecommendationFact: {"recommendation": (rows.Recommendation,), "into": (rows.Recommendation,)},
    rows.Judgement: {"recommendation": (rows.Recommendation,)},
    rows.ChallengeFact: {"challenge": (rows.Challenge,)},
    rows.Measure: {"recommendation": (rows.Recommendation,)},
    rows.MeasureFact: {"measure": (rows.Measure,)},
    rows.BudgetLine: {"project": (rows.Project,)},
    rows.Spending: {"project": (rows.Project,)},
    rows.ResultLine: {"project": (rows.Project,)},
    rows.Narrative: {"project": (rows.Project,)},
    rows.PracticeTaken: {"practice": (rows.Practice,), "measure": (rows.Measure,)},
    rows.Progress: {"measure": (rows.Measure,), "recommendation": (rows.Recommendation,)},
    rows.Evidence: {"progress": (rows.Progress,)},
    rows.Released: {"about": (rows.Progress,)},
    rows.Question: {"about": (rows.Recommendation, rows.Measure, rows.Progress)},
    rows.Reply: {"question": (rows.Question,)},
    rows.Figure: {"withdrawn": (rows.Figure,)},
}
# Whose a row is: its columns that hold, or list, the party. A list that is empty binds everybody.
WHOSE: Mapping[type[Row], tuple[str, ...]] = {
    rows.Recommendation: ("binds",),
    rows.Measure: ("owner",),
    rows.Challenge: ("party",),
    rows.Project: ("party", "implements"),
    rows.Progress: ("party",),
    rows.Question: ("to",),
    rows.Figure: ("party",),
}


@dataclass(frozen=True, slots=True)
class Belongs:
    """What a party may say by a verb. `own`: columns that hold its own code. `of`: of the first of these columns that
    the row fills, what it names is the party's (that of the column `by`). `besides`: columns by which it is another's
    too. `not_of`: what it names is not the party's. `only`: the values a column may hold."""

    model: type[Row]
    own: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()
    by: str = "party"
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)


BELONGS: Mapping[str, Belongs] = {
    "forum.party_told": Belongs(PartyFact, own=("code",), only={"what": frozenset({PartyFact.What.LEFT})}),
    "directory.line_written": Belongs(rows.DirectoryLine, own=("code",)),
    "recommendation.judged": Belongs(rows.Judgement, not_of=("recommendation",)),
    "challenge.named": Belongs(rows.Challenge),
    "challenge.told": Belongs(rows.ChallengeFact, of=("challenge",)),
    "measure.planned": Belongs(rows.Measure, own=("owner",)),
    "measure.told": Belongs(rows.MeasureFact, of=("measure",)),
    "project.opened": Belongs(rows.Project),
    "project.line_set": Belongs(rows.BudgetLine, of=("project",)),
    "project.result_set": Belongs(rows.ResultLine, of=("project",)),
    "project.spent": Belongs(rows.Spending, of=("project",), besides=("donor",)),
    "project.narrated": Belongs(rows.Narrative, of=("project",), besides=("donor",)),
    "practice.described": Belongs(rows.Practice),
    "practice.taken_up": Belongs(rows.PracticeTaken, of=("measure",)),
    "progress.reported": Belongs(rows.Progress, of=("measure", "recommendation")),
    "progress.released": Belongs(rows.Released, of=("about",)),
    "question.asked": Belongs(rows.Question, of=("about",), by="to"),
    "question.answered": Belongs(rows.Reply, of=("question",)),
    "figure.given": Belongs(rows.Figure, own=("code",), of=("withdrawn",)),
}
# What a post may tell its headquarters: on what it reports, itself; of whom travellers spoke, others.
FROM_A_POST = frozenset({"progress.reported", "survey.answered"})


def check(verb: str, body: Mapping[str, Any], wall: int, tables: str = "default") -> None:
    """Whether a party may say this of what it names, at a time (ms since 1970). Raises OfAnother; AntecedentMissing
    where what it names has not come."""
    rule = BELONGS.get(verb)
    if rule is None:
        raise OfAnother(verb)
    if verb == "question.asked" and str(body.get("reply_by", "")) <= (_day(wall) + TIME_TO_REPLY).isoformat():
        raise OfAnother("reply_by")
    for column in rule.own:
        if body.get(column) != body.get("party"):
            raise OfAnother(column)
    for column, allowed in rule.only.items():
        if body.get(column) not in allowed:
            raise OfAnother(column)
    named = antecedents(rule.model, body, tables)
    for column, row in named.items():
        if row.forum != body.get("forum", ""):
            raise OfAnother(column)
    _whose(rule, body, named)


def _whose(rule: Belongs, body: Mapping[str, Any], named: Mapping[str, Row]) -> None:
    speaker = str(body.get(rule.by, ""))
    first = next((column for column in rule.of if column in named), None)
    if first is not None and not belongs_to(named[first], speaker, rule.besides):
        raise OfAnother(first)
    for column in rule.not_of:
        if column in named and speaker in _named(named[column], WHOSE[type(named[column])]):
            raise OfAnother(column)


def belongs_to(row: Row, party: str, besides: Iterable[str] = ()) -> bool:
    """Whether a row is of a party, or binds it."""
    binds_all = isinstance(row, rows.Recommendation) and not row.binds
    return binds_all or (bool(party) and party in _named(row, (*WHOSE[type(row)], *besides)))


def _named(row: Row, columns: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for column in columns:
        value = getattr(row, column)
        found |= set(value) if isinstance(value, list) else {value}
    return found


def antecedents(model: type[Row], body: Mapping[str, Any], tables: str) -> dict[str, Row]:
    """What a body leans on, by column. Raises AntecedentMissing."""
    found: dict[str, Row] = {}
    for column, kinds in LEANS_ON.get(model, {}).items():
        key = str(body.get(column) or "")
        if not key:
            continue
        row = next(
            (one for kind in kinds if (one := kind._default_manager.using(tables).filter(key=key).first())), None
        )
        if row is None:
            raise AntecedentMissing(key)
        found[column] = row
    return found


def of_a_post(verb: str, body: Mapping[str, Any], post: str, country: str, tables: str) -> None:
    """Whether a post of this state may say this. Raises OfAnother, AntecedentMissing."""
    if verb not in FROM_A_POST or body.get("forum", ""):
        raise OfAnother(verb)
    if body.get("party") != country:
        raise OfAnother("party")
    if verb == "survey.answered":
        if body.get("post") == post:
            raise OfAnother("post")
        return
    if body.get("post") != post or body.get("released") or body.get("original"):
        raise OfAnother("post")
    rule = BELONGS[verb]
    _whose(rule, body, antecedents(rule.model, body, tables))


def sits(party: str, forum: str, wall: int, tables: str) -> bool:
    """Whether a party sits in a forum by what has arrived. One that was put out stays out though its clock goes back:
    only a leaving that was said for a later day waits for that day."""
    facts = PartyFact.objects.using(tables).filter(forum=forum, code=party)
    left = PartyFact.What.LEFT
    known = [fact for fact in in_order(facts) if fact.what != left or fact.on <= _day(max(wall, fact.at))]
    last = sorted(known, key=lambda fact: fact.on)[-1:]
    return bool(last) and last[0].what != left


def _day(wall: int) -> date:
    return datetime.fromtimestamp(wall / 1000, UTC).date()


def strangers(found: Mapping[type[Row], list[dict[str, Any]]], tables: str) -> set[str]:
    """Of rows (columns, with their keys) that came together: the keys of those that lean on what is of another forum,
    or on what is neither among them nor here."""
    asked: dict[type[Row], set[str]] = {}
    for model, those in found.items():
        for column, kinds in LEANS_ON.get(model, {}).items():
            for kind in kinds:
                asked.setdefault(kind, set()).update(str(one[column]) for one in those if one.get(column))
    forum_of = {kind: _forums(kind, keys, tables) for kind, keys in asked.items()}
    for kind in asked:
        forum_of[kind] = {one["key"]: one.get("forum", "") for one in found.get(kind, ())} | forum_of[kind]
    return {
        one["key"]
        for model, those in found.items()
        for one in those
        for column, kinds in LEANS_ON.get(model, {}).items()
        if one.get(column) and one.get("forum", "") not in {forum_of[kind].get(one[column]) for kind in kinds}
    }


def _forums(kind: type[Row], keys: set[str], tables: str) -> dict[str, str]:
    wanted = sorted(keys)
    found: dict[str, Any] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = kind._default_manager.using(tables).filter(key__in=wanted[start : start + AT_ONCE])
        found.update(some.values_list("key", "forum"))
    return found
