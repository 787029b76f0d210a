"""What a party sees of the reports and questions of a forum; and how a state releases its own, or holds them back.

`visible` alone decides: every page, export and edition asks it. Own reports are always seen. Another's is seen once it
is released; one that is held back is known to be there, and nothing of what it says. A question is its asker's and its
owner's until the owner has replied or the day to reply has passed; partners then see it where there is a reply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet

from jalon.cooperation import bands, few, indicator_facts, showing
from jalon.cooperation.bare import as_evidence
from jalon.cooperation.models import (
    Evidence,
    KeptFile,
    Measure,
    PartyFact,
    Progress,
    Question,
    Recommendation,
    Released,
    Reply,
    Row,
)
from jalon.cooperation.papers import digest, kind_of
from jalon.cooperation.promised import day_said, today
from jalon.cooperation.saying import NotAllowed, said, say, with_file
from jalon.cooperation.sequence import FEW, columns_of, in_order, those_about, until
from jalon.cooperation.verbs import body_of
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded
from jalon.journal.verbs import Body

WAITS, SHOWN, HELD = "waits", "shown", "held"
A_STRANGER = "-"  # sits in no forum: sees what every reader sees
LONGEST_WHY = 300
# Sit in a forum with a voice; every other reader is a partner.
MEMBERS = frozenset({PartyFact.Kind.STATE.value, PartyFact.Kind.LOCAL.value})
R = TypeVar("R", bound=Row)


class Version(Protocol):
    """A row of Progress, or as much of one as says whose it is and where it stands."""

    key: str
    forum: str
    party: str
    original: str


P = TypeVar("P", bound=Version)


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as a party sees it. `progress` and `evidence` are empty where it is held back from that party. `keys`:
    those it goes by (at home, and in the forum); `why`: said among its own alone, where it is held back."""

    key: str
    forum: str
    party: str
    recommendation: str
    measure: str
    as_of: date
    state: str  # WAITS | SHOWN | HELD
    mine: bool
    position: int
    said_on: date
    progress: Progress | None
    evidence: tuple[Evidence, ...]
    keys: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a party sees it, with the reply that counts. `silent`: the day to reply passed without one."""

    key: str
    forum: str
    about: str
    asker: str
    to: str
    text: Mapping[str, str]
    reply_by: date
    said_on: date
    reply: Reply | None
    silent: bool
    position: int


def visible(forum: str, to_party: str, at: int | None = None, *, on: date | None = None) -> list[Reported | Asked]:
    """What a party ("": the forum's secretariat) sees of a forum's reports and questions, in the order they came.

    `at`: as of an arrival position. `on`: as of a day; today's where it is left out.
    """
    day = on or today()
    seen: list[Reported | Asked] = [
        *_reports(forum, to_party, at, day, None),
        *_questions(forum, to_party, at, day, None),
    ]
    return sorted(seen, key=lambda one: (one.position, one.key))


def reports(
    forum: str, to_party: str, at: int | None = None, *, on: date | None = None, of: Collection[str] | None = None
) -> list[Reported]:
    """The reports among what is visible, the newest of what they speak of last. `of`: on these promises alone."""
    found = _reports(forum, to_party, at, on or today(), of)
    return sorted(found, key=lambda one: (one.as_of, one.position, one.key))


def questions(
    forum: str, to_party: str, at: int | None = None, *, on: date | None = None, of: Collection[str] | None = None
) -> list[Asked]:
    """The questions among what is visible, in the order they came. `of`: about these promises and reports alone."""
    found = _questions(forum, to_party, at, on or today(), of)
    return sorted(found, key=lambda one: (one.position, one.key))


def promises_of(report: Progress) -> set[str]:
    """The keys of what a report speaks of."""
    return {report.recommendation, report.measure} - {""}


def by_recommendation(forum: str, to_party: str, at: int | None, on: date) -> dict[str, list[Reported]]:
    """The same by the recommendation that each speaks of, itself or by one of its measures."""
    of_measure = dict(until(Measure, at).exclude(recommendation="").values_list("key", "recommendation"))
    found: dict[str, list[Reported]] = defaultdict(list)
    for row in reports(forum, to_party, at, on=on):
        found[row.recommendation or of_measure.get(row.measure, "")].append(row)
    return found


@dataclass(frozen=True, slots=True)
class Heard:
    """How a report says that things stand; “held” of one that is held back."""

    party: str
    measure: str
    as_of: date
    state: str


def heard(forum: str, of: Collection[str], at: int | None, on: date) -> dict[str, list[Heard]]:
    """The same of some recommendations as everybody hears it, without words and evidence."""
    rows = until(Progress, at).filter(forum=forum, as_of__lte=on)
    of_measure = dict(those_about(until(Measure, at), "recommendation", of).values_list("key", "recommendation"))
    if len(of) <= FEW:
        rows = rows.filter(Q(recommendation__in=of) | Q(recommendation="", measure__in=of_measure))
    told = columns_of(rows, "forum", "party", "recommendation", "measure", "as_of", "state", "original")
    shown = shown_of(until(Released, at).filter(forum=forum, about__in=rows.values("key"))) if forum else {}
    found: dict[str, list[tuple[Any, Heard]]] = defaultdict(list)
    for some in versions(told).values():
        now, state = some[-1], state_of(some, forum, shown)
        if state == WAITS:
            continue
        whole = next((row for row in some if row.state and (forum == "" or (row is now and state == SHOWN))), None)
        one = Heard(now.party, (whole or now).measure, now.as_of, whole.state if whole else HELD)
        about = now.recommendation or of_measure.get(now.measure, "")
        found[about].append(((now.as_of, now.position, now.key), one))
    return {about: [one for _place, one in sorted(those, key=lambda pair: pair[0])] for about, those in found.items()}


def sees(report: Progress, party: str) -> bool:
    """Whether a party sees what a report says."""
    seen = reports(report.forum, party, of=promises_of(report))
    return any(report.key in one.keys and one.progress is not None for one in seen)


def is_partner(code: str, forum: str, at: int | None = None) -> bool:
    """Whether whoever reads here has no voice: a donor, an agency, an association, or nobody the forum knows."""
    if not forum or not code:
        return False
    facts = until(PartyFact, at).filter(forum=forum, code=code).exclude(kind="")
    return not any(fact.kind in MEMBERS for fact in facts)


def _reports(forum: str, to_party: str, at: int | None, day: date, of: Collection[str] | None) -> list[Reported]:
    said = until(Progress, at).filter(as_of__lte=day)
    if of is not None:
        said = said.filter(Q(recommendation__in=of) | Q(measure__in=of))
    home = _at_home(said.filter(forum="", party=to_party), forum) if forum and to_party else []
    there = in_order(said.filter(forum=forum))
    keys = {row.key for row in (*home, *there)}
    of_these = those_about(until(Released, at).filter(forum__in={forum, ""}), "about", keys)
    released, evidence = last(of_these), _evidence(forum, keys, at)
    found = (
        _seen(rows, forum, forum == "" or rows[0].party == to_party, released, evidence)
        for rows in versions([*home, *there]).values()
    )
    return [one for one in found if one.mine or one.state != WAITS]


def shown_of(rows: QuerySet[Released]) -> dict[str, bool]:
    """Report -> whether it is shown, of what was said of it the last."""
    return {one.about: one.shown for one in columns_of(rows, "about", "shown")}


def versions(rows: Iterable[P]) -> dict[tuple[str, str], list[P]]:
    """What was said of each report: at home, then what its forum was sent of it. Party and first key -> rows."""
    found: dict[tuple[str, str], list[P]] = defaultdict(list)
    for row in rows:
        found[row.party, row.original or row.key].append(row)
    return found


def _seen(
    rows: Sequence[Progress],
    forum: str,
    mine: bool,
    released: Mapping[str, Released],
    evidence: Mapping[str, Sequence[Evidence]],
) -> Reported:
    now = rows[-1]
    state = state_of(rows, forum, {row.key: released[row.key].shown for row in rows[-1:] if row.key in released})
    content = [row for row in rows if row.state and (mine or (row is now and state == SHOWN))]
    whole = content[0] if content else None
    notes = [released[row.key].why for row in rows if row.key in released and not released[row.key].shown]
    return Reported(
        key=now.key,
        forum=forum,
        party=now.party,
        recommendation=now.recommendation,
        measure=(whole or now).measure,
        as_of=now.as_of,
        state=state,
        mine=mine,
        position=now.position,
        said_on=day_said(rows[0].at),
        progress=whole,
        evidence=tuple(evidence.get(whole.key, ())) if whole else (),
        keys=tuple(row.key for row in rows),
        why=next((why for why in notes if why), "") if mine and state == HELD else "",
    )


def state_of(rows: Sequence[Version], forum: str, shown: Mapping[str, bool]) -> str:
    """Whether a report waits, is shown to its forum, or is held back. Among one's own everything is shown."""
    if not forum:
        return SHOWN
    word = shown.get(rows[-1].key) if rows[-1].forum == forum else None
    return WAITS if word is None else SHOWN if word else HELD


def _at_home(rows: QuerySet[Progress], forum: str) -> list[Progress]:
    """Of the reports of a state among its own, those about what it owes in a forum."""
    there = Recommendation.objects.filter(forum=forum).values("key")
    measures = Measure.objects.filter(forum=forum).values("key")
    return in_order(rows.filter(Q(recommendation__in=there) | Q(measure__in=measures)))


def _questions(forum: str, to_party: str, at: int | None, day: date, of: Collection[str] | None) -> list[Asked]:
    asked = until(Question, at).filter(forum=forum)
    rows = in_order(asked if of is None else asked.filter(about__in=of))
    replies = last(those_about(until(Reply, at).filter(forum=forum), "question", {row.key for row in rows}), "question")
    partner = is_partner(to_party, forum, at)
    found = []
    for row in rows:
        if day_said(row.at) > day:
            continue
        reply = replies.get(row.key)
        if reply is not None and (day_said(reply.at) > day or reply.party != row.to):
            reply = None
        silent = reply is None and row.reply_by < day
        open_to_all = reply is not None or (silent and not partner)
        if to_party in {row.party, row.to} or open_to_all:
            found.append(
                Asked(
                    row.key,
                    forum,
                    row.about,
                    row.party,
                    row.to,
                    row.text,
                    row.reply_by,
                    day_said(row.at),
                    reply,
                    silent,
                    row.position,
                )
            )
    return found


def last(rows: Iterable[R], by: str = "about") -> dict[str, R]:
    """What counts of rows that supersede each other."""
    return {getattr(row, by): row for row in in_order(rows)}


def _evidence(forum: str, keys: Collection[str], at: int | None) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in in_order(those_about(until(Evidence, at).filter(forum__in={forum, ""}), "progress", keys)):
        found[row.progress].append(row)
    return found


# Releasing


def waiting(party: str, forum: str | None = None, at: int | None = None) -> list[Progress]:
    """A party's reports that it has neither released nor held back, the oldest first; of one forum or of all."""
    shown = shown_of(until(Released, at).filter(party=party))
    told = list(versions(in_order(until(Progress, at).filter(party=party))).values())
    of = forums_of([rows[0] for rows in told])
    found = []
    for rows in told:
        there = of[rows[0].key]
        if there and (forum is None or there == forum) and state_of(rows, there, shown) == WAITS:
            found.append(rows[0])
    return found


def waits(report: Progress) -> bool:
    """Whether a report was neither released nor held back in the forum that it may be shown to."""
    return bool(forum_of(report)) and _own(report.key, report.party)[2] == WAITS


def forum_of(row: Progress) -> str:
    """The forum to which a report may be shown: that of the promise it is about; empty for a state's own."""
    return forums_of([row])[row.key]


def forums_of(rows: Sequence[Progress]) -> dict[str, str]:
    """The same for each of some reports, by its key."""
    at_home = [row for row in rows if not row.forum]
    of: dict[str, str] = {}
    for model, column in ((Recommendation, "recommendation"), (Measure, "measure")):
        keys = {str(getattr(row, column)) for row in at_home} - {""}
        if keys:
            of |= those_about(until(model, None), "key", keys).values_list("key", "forum")
    return {row.key: row.forum or of.get(row.measure, "") or of.get(row.recommendation, "") for row in rows}


@act
def release(report: str, actor: str, party: str) -> Recorded:
    """Show a report to its forum: from a headquarters a copy goes there, with its evidence. Raises NotAllowed."""
    rows, forum, state = _own(report, party)
    if state == SHOWN:
        raise NotAllowed("released_already")
    if state == WAITS and rows[-1].forum == forum:
        return _tell(rows[-1].key, True, "", actor, forum, party)
    # What members know of one that was held back is its date alone, and what they hold is never changed.
    return _send(rows[0], forum, actor, show=True)


@act
def hold_back(report: str, why: str, actor: str, party: str) -> Recorded:
    """Keep a report from its forum, which is told that there is one and nothing more. Why stays among one's own.

    Raises NotAllowed.
    """
    rows, forum, state = _own(report, party)
    if not why.strip():
        raise NotAllowed("withheld_without_why")
    here = forum == this_node().id
    if state == HELD and (here or Released.objects.filter(about=rows[0].key, forum="", shown=False).exists()):
        raise NotAllowed("held_already")
    if here:
        return _tell(rows[-1].key, False, why, actor, forum, party)
    # Held back first, then why: where the machine stops between the two, holding it back again says why.
    if state != HELD and rows[-1].forum == forum:
        _tell(rows[-1].key, False, "", actor, forum, party)
    elif state != HELD:
        _send(rows[0], forum, actor, show=False)
    return _tell(rows[0].key, False, why, actor, "", party)


def shown_with(*, show: bool) -> Body:
    """What an entry of a report says beside it: that its forum sees it, or that it exists and is held back."""
    return {"released": [body_of(Released, {"shown": show})]}


def _own(report: str, party: str) -> tuple[list[Progress], str, str]:
    """All that was said of a party's report, its forum, and whether that sees it."""
    row = Progress.objects.filter(key=report).first()
    if row is None:
        raise NotAllowed("report_not_known")
    if row.party != party:
        raise NotAllowed("not_for_that_party")
    forum = forum_of(row)
    if not forum:
        raise NotAllowed("no_forum_to_show_to")
    first = row.original or row.key
    rows = in_order([*Progress.objects.filter(key=first), *Progress.objects.filter(original=first, party=party)])
    return rows, forum, state_of(rows, forum, shown_of(Released.objects.filter(about__in=[one.key for one in rows])))


def _send(row: Progress, forum: str, actor: str, *, show: bool) -> Recorded:
    facts: dict[str, Any] = {
        "recommendation": row.recommendation,
        "measure": row.measure if Measure.objects.filter(key=row.measure, forum=forum).exists() else "",
        "as_of": row.as_of,
        "original": row.key,
    }
    if show:
        copied = ("state", "text", "answer", "challenge", "post", "through", "signatory")
        facts |= {name: getattr(row, name) for name in copied}
        facts["value"] = _value_shown(row, forum)
    body = said("progress.reported", Progress, facts | {"state": facts.get("state", "")}, forum=forum, party=row.party)
    body |= shown_with(show=show)
    if show:
        evidence = list(in_order(Evidence.objects.filter(progress=row.key)))
        files = _bared(evidence)
        body |= {"evidence": [_copied(one, forum, files) for one in evidence]}
        for content, kind in files.values():
            body = with_file(body, content, kind)
    (recorded,) = say([("progress.reported", body)], actor, forum)
    return recorded


def _bared(evidence: Sequence[Evidence]) -> dict[str, tuple[bytes, str]]:
    """Digest of a file at home -> its bytes as they may leave, and their media type. Raises NotAllowed."""
    found = {}
    for kept in KeptFile.objects.filter(digest__in=[one.file for one in evidence if one.file]):
        if (kind := kind_of(bytes(kept.content))) is None:
            raise NotAllowed("file_kind")
        found[kept.digest] = (as_evidence(bytes(kept.content), kind), kind.media)
    return found


def _copied(one: Evidence, forum: str, files: Mapping[str, tuple[bytes, str]]) -> dict[str, Any]:
    names = ("kind", "title", "name", "on", "visitor")
    facts = {name: getattr(one, name) for name in names}
    facts["file"] = digest(files[one.file][0]) if one.file in files else ""
    return body_of(Evidence, facts | {"figure": figure_shown(one.figure, forum) if one.figure else {}})


def figure_shown(figure: Mapping[str, Any], forum: str) -> dict[str, Any]:
    """A figure as its forum sees it: where the state shows that indicator there; of travellers and of operational ones
    a whole quarter of all posts, so that none follows from two of them; no small count of people; of operational ones
    the band. Else why it is kept back."""
    indicator, value = str(figure.get("indicator")), figure.get("value")
    operational = indicator_facts.operational(indicator)
    by_quarter = operational or indicator_facts.of_travellers(indicator)
    kept = ["indicator", "since", "until", "unit", *(() if operational else ("coverage", "position", "confidence"))]
    found = {name: figure[name] for name in kept if figure.get(name) not in (None, "")}
    if "coverage" in found:
        found["coverage"] = round(found["coverage"], few.DIGITS)
    since, until_ = (date.fromisoformat(str(figure[name])) for name in ("since", "until"))
    if value is None:
        return found | {"kept_back": figure.get("kept_back") or "not_known"}
    a_part = bool(figure.get("posts")) or not bands.is_quarter(since, until_)
    if not showing.is_shown(indicator, forum) or (by_quarter and a_part):
        return found | {"kept_back": "not_released"}
    if few.tells_of_few(indicator, value, figure.get("entries"), settings.JALON_SMALL_CELL):
        return found | {"kept_back": "small"}
    shown = few.rounded(indicator_facts.unit(indicator), value)
    return found | ({"band": bands.of(indicator, value)} if operational else {"value": shown})


def _value_shown(row: Progress, forum: str) -> float | None:
    """What a report says of its recommendation's indicator, where two people decided that its forum sees it."""
    asked = Recommendation.objects.filter(key=row.recommendation).values_list("indicator", flat=True).first() or ""
    if row.value is None or not indicator_facts.known(asked) or indicator_facts.operational(asked):
        return None
    small = few.tells_of_few(asked, row.value, None, settings.JALON_SMALL_CELL)
    return None if small or not showing.is_shown(asked, forum) else few.rounded(indicator_facts.unit(asked), row.value)


def _tell(about: str, shown: bool, why: str, actor: str, forum: str, party: str) -> Recorded:
    facts = {"about": about, "shown": shown, "why": why.strip()[:LONGEST_WHY]}
    body = said("progress.released", Released, facts, forum=forum, party=party)
    (recorded,) = say([("progress.released", body)], actor, forum)
    return recorded
