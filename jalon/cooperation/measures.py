"""Measures: what is done about a recommendation or a gap; planned, under way, done or stopped, and what they touch.

A party plans its own. What a measure touches (assets, trainings) stays in the state; the posts it is done at may be
told. Rows are added: a measure is what it was planned as, amended by its facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from jalon.capacity.broken import asset_of
from jalon.cooperation import standing
from jalon.cooperation.forums import has_a_machine, is_member
from jalon.cooperation.knowing import has_words
from jalon.cooperation.library import LIBRARY
from jalon.cooperation.models import BudgetLine, Level, Measure, MeasureFact, Practice, Project, Recommendation
from jalon.cooperation.saying import NotAllowed, said, say
from jalon.cooperation.sequence import in_order, those_about, until
from jalon.cooperation.speaker import speaker
from jalon.cooperation.texts import written
from jalon.cooperation.verbs import understood
from jalon.journal.acting import act
from jalon.journal.node import this_node

What = MeasureFact.What
PLANNED, UNDER_WAY, DONE, STOPPED = (one.value for one in (What.PLANNED, What.UNDER_WAY, What.DONE, What.STOPPED))
STATES = (PLANNED, UNDER_WAY, DONE, STOPPED)
# What may become of a measure -> how it must stand.
FROM: Mapping[str, frozenset[str]] = {
    PLANNED: frozenset({STOPPED, UNDER_WAY}),  # taken up again; or it was said too early that it began
    UNDER_WAY: frozenset({PLANNED, STOPPED, DONE}),  # DONE: it was not finished after all
    DONE: frozenset({PLANNED, UNDER_WAY}),
    STOPPED: frozenset({PLANNED, UNDER_WAY}),
}
NEEDS_REASON = frozenset({(DONE, UNDER_WAY), (STOPPED, UNDER_WAY), (STOPPED, PLANNED), (UNDER_WAY, PLANNED)})
KEPT_HOME = ("gap", "assets", "trainings")  # of a measure in a forum: told at home, when it is linked
AMENDABLE = ("title", "text", "level", "office", "partner", "means", "starts", "ends", "project", "line", "posts")


@dataclass(frozen=True, slots=True)
class Done:
    """A measure as it stands. `since`: the day its state holds from. `late`: its end passed and it is not done, or its
    beginning passed and nothing began."""

    key: str
    forum: str
    party: str
    recommendation: str
    gap: str
    library: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    level: str
    owner: str
    office: str
    partner: str
    means: str
    starts: date | None
    ends: date | None
    project: str
    line: str
    posts: tuple[str, ...]
    assets: tuple[str, ...]
    trainings: tuple[str, ...]
    practice: str
    state: str
    since: date | None
    note: str
    late: bool
    at: int
    position: int


@act
def plan(facts: Mapping[str, Any], actor: str, forum: str = "", party: str = "") -> str:
    """Plan a measure. Its key.

    facts: the columns of Measure; `owner` is the party that does it, the speaker where it is left out; a measure of the
    library lends its title and level where none is given, and a gap of equipment the thing that is broken. Raises
    NotAllowed.
    """
    whole, speaks = dict(facts), speaker(forum, party)
    if whole.get("library"):
        if whole["library"] not in LIBRARY:
            raise NotAllowed("no_such_library_measure")
        lends = LIBRARY[whole["library"]]
        whole["title"] = whole["title"] if has_words(whole.get("title")) else dict(lends.title)
        whole["level"] = whole.get("level") or lends.levels[0]
    whole["owner"] = whole.get("owner") or speaks
    _owned(whole["owner"], speaks, forum)
    _checked(whole, forum)
    if broken := asset_of(str(whole.get("gap") or "")):
        whole["assets"] = list(dict.fromkeys([*whole.get("assets", ()), broken]))
    if whole.get("recommendation"):
        _stands(str(whole["recommendation"]), forum)
    if whole.get("practice") and not Practice.objects.filter(key=whole["practice"]).exists():
        raise NotAllowed("no_such_practice")
    body = said("measure.planned", Measure, whole, forum=forum, party=speaks)
    return say([("measure.planned", body)], actor, forum)[0].key


@act
def tell(key: str, state: str, on: date, actor: str, note: str = "", party: str = "") -> str:
    """From a day on it is planned (again), under way, done or stopped. Raises NotAllowed."""
    here = _ours(key, party)
    if state not in FROM:
        raise NotAllowed("no_such_state")
    if here.state not in FROM[state]:
        raise NotAllowed("measure_not_from_there")
    if (state == STOPPED or (here.state, state) in NEEDS_REASON) and not note.strip():
        raise NotAllowed("no_reason")
    if on > timezone.localdate():
        raise NotAllowed("not_yet_true")
    return _say(here, state, on, actor, party, note=note.strip())


@act
def link(
    key: str, actor: str, *, posts: Sequence[str], assets: Sequence[str], trainings: Sequence[str], party: str = ""
) -> list[str]:
    """What it touches from today: these posts, assets and trainings and no others. Raises NotAllowed."""
    here = _ours(key, party)
    today, made = timezone.localdate(), []
    if tuple(posts) != here.posts:
        made.append(_say(here, What.AMENDED, today, actor, party, facts={"posts": list(dict.fromkeys(posts))}))
    if (tuple(assets), tuple(trainings)) != (here.assets, here.trainings):
        touched = {"assets": list(dict.fromkeys(assets)), "trainings": list(dict.fromkeys(trainings))}
        made.append(_say(here, What.LINKED, today, actor, party, facts=touched))
    return made


@act
def amend(key: str, facts: Mapping[str, Any], why: str, actor: str, party: str = "") -> str:
    """Other words, dates, means or partner, and why; what was planned first stays readable. Raises NotAllowed."""
    here = _ours(key, party)
    changed = {name: value for name, value in facts.items() if name in AMENDABLE and value != _of(here, name)}
    if not changed:
        raise NotAllowed("nothing_changed")
    if not why.strip():
        raise NotAllowed("no_reason")
    _checked({name: changed.get(name, _of(here, name)) for name in AMENDABLE}, here.forum)
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in changed.items()}
    return _say(here, What.AMENDED, timezone.localdate(), actor, party, facts=plain, note=why.strip())


def measures(
    forum: str | None = "",
    at: int | None = None,
    on: date | None = None,
    *,
    recommendation: str | None = None,
    project: str | None = None,
    of: Collection[str] | None = None,
) -> list[Done]:
    """Every measure of a forum (None: of all that stand here), by beginning. `on`: as they stood on a day. `of`: those
    alone that answer these recommendations."""
    rows = until(Measure, at)
    if forum is not None:
        rows = rows.filter(forum=forum)
    if recommendation is not None:
        rows = rows.filter(recommendation__in=standing.family(recommendation, at))
    if of is not None:
        rows = rows.filter(recommendation__in=of)
    found = _stand(in_order(rows), at, on)
    if project is not None:
        found = [each for each in found if each.project == project]
    return sorted(found, key=lambda each: (each.starts or date.max, each.ends or date.max, each.position))


def one(key: str, at: int | None = None, on: date | None = None) -> Done:
    """One of them. Raises NotAllowed("no_such_measure")."""
    row = until(Measure, at).filter(key=key).first()
    if row is None:
        raise NotAllowed("no_such_measure")
    return _stand([row], at, on)[0]


def facts(key: str, at: int | None = None) -> list[MeasureFact]:
    """What became of it, the first first."""
    return in_order(until(MeasureFact, at).filter(measure__in=names(until(Measure, at).filter(key=key))))


def names(rows: Iterable[Measure]) -> dict[str, str]:
    """What facts call measures by -> its key: their keys, and the one-time names they were planned under."""
    found = list(rows)
    return {row.once: row.key for row in found if row.once} | {row.key: row.key for row in found}


def _stand(rows: Sequence[Measure], at: int | None, on: date | None) -> list[Done]:
    told: dict[str, list[MeasureFact]] = defaultdict(list)
    for fact in in_order(those_about(until(MeasureFact, at), "measure", names(rows))):
        if on is None or fact.on <= on:
            told[fact.measure].append(fact)
    return [
        _one(row, [*(told[row.once] if row.once else ()), *told[row.key]], on or timezone.localdate()) for row in rows
    ]


def _one(row: Measure, told: Sequence[MeasureFact], day: date) -> Done:
    said_last = {name: getattr(row, name) for name in (*AMENDABLE, *KEPT_HOME)}
    for fact in told:
        if fact.what in {What.AMENDED, What.LINKED}:
            said_last |= {name: value for name, value in understood(Measure, fact.facts).items() if name in said_last}
    last = next((fact for fact in reversed(told) if fact.what in FROM), None)
    state, starts, ends = last.what if last else PLANNED, said_last["starts"], said_last["ends"]
    overdue = state in {PLANNED, UNDER_WAY} and ends is not None and ends < day
    unbegun = state == PLANNED and starts is not None and starts < day
    for name in ("posts", "assets", "trainings"):
        said_last[name] = tuple(said_last[name])
    return Done(
        key=row.key,
        forum=row.forum,
        party=row.party,
        recommendation=row.recommendation,
        library=row.library,
        owner=row.owner,
        practice=row.practice,
        state=state,
        since=last.on if last else None,
        note=last.note if last else "",
        late=overdue or unbegun,
        at=row.at,
        position=row.position,
        **said_last,
    )


def _of(here: Done, name: str) -> Any:
    value = getattr(here, name)
    return list(value) if isinstance(value, tuple) else value


def _owned(owner: str, speaks: str, forum: str) -> None:
    """A party plans its own measures; the host of a forum writes for those that it signs in, and for itself."""
    if owner == speaks:
        return
    if not (forum and speaks == "" and forum == this_node().id):
        raise NotAllowed("plans_for_another")
    if not is_member(owner, forum):
        raise NotAllowed("binds_a_stranger", codes=owner)
    if has_a_machine(owner, forum):
        raise NotAllowed("not_for_that_party")


def _checked(whole: dict[str, Any], forum: str) -> None:
    if not has_words(whole.get("title")):
        raise NotAllowed("measure_without_title")
    for name in ("title", "text"):
        whole[name] = written(whole.get(name) or {})
    if whole.get("level") not in Level.values:
        raise NotAllowed("no_level")
    starts, ends = whole.get("starts"), whole.get("ends")
    if starts and ends and ends < starts:
        raise NotAllowed("ends_before_it_begins")
    if whole.get("project"):
        if not Project.objects.filter(key=whole["project"], forum=forum).exists():
            raise NotAllowed("no_such_project")
        if whole.get("line") and not BudgetLine.objects.filter(project=whole["project"], number=whole["line"]).exists():
            raise NotAllowed("no_such_budget_line", number=whole["line"])
    elif whole.get("line"):
        raise NotAllowed("line_without_project")


def _stands(key: str, forum: str) -> None:
    try:
        here = standing.one(key)
    except Recommendation.DoesNotExist as unknown:
        raise NotAllowed("no_such_recommendation") from unknown
    if here.forum != forum:
        raise NotAllowed("of_another_forum")
    if here.state not in standing.LIVE:
        raise NotAllowed("not_standing", number=here.number, state=here.state)


def _ours(key: str, party: str) -> Done:
    """The measure, where whoever speaks owns it, or is the host that signs its owner in."""
    here = one(key)
    host = bool(here.forum) and here.forum == this_node().id
    signs_in = host and party == "" and not has_a_machine(here.owner, here.forum)
    if here.owner != speaker(here.forum, party) and not signs_in:
        raise NotAllowed("measure_of_another")
    return here


def _say(here: Done, what: str, on: date, actor: str, party: str, **more: Any) -> str:
    whole = {"measure": here.key, "what": str(what), "on": on} | more
    speaks = speaker(here.forum, party)
    body = said("measure.told", MeasureFact, whole, forum=here.forum, party=speaks)
    return say([("measure.told", body)], actor, here.forum)[0].key
