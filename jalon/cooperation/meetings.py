"""Meetings: called, amended, prepared, opened, written down, closed. A meeting belongs to the forum that called it, or,
without one, to the state that meets among its own; only the machine that keeps it says what becomes of it.

A closed meeting takes papers, minutes and attendance still; a cancelled one nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import available_timezones

from django.utils import timezone

from jalon.cooperation import forums, standing
from jalon.cooperation.bare import at_home, bare
from jalon.cooperation.models import (
    AgendaItem,
    Attendance,
    Delegation,
    Document,
    KeptFile,
    Level,
    Meeting,
    MeetingFact,
    Minutes,
    PartyFact,
    Recommendation,
    RecommendationFact,
    Row,
)
from jalon.cooperation.papers import digest, file_name, kind_of
from jalon.cooperation.saying import NotAllowed, own_party, said, say, with_file
from jalon.cooperation.sequence import in_order, until
from jalon.cooperation.texts import in_language, written
from jalon.documents import states
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded

CALLED, OPEN, CLOSED, CANCELLED = "called", "open", "closed", "cancelled"
STATES = (CALLED, OPEN, CLOSED, CANCELLED)
AMENDABLE = (
    "title",
    "level",
    "starts",
    "ends",
    "opens_at",
    "closes_at",
    "zone",
    "place",
    "host",
    "languages",
    "before",
)
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
LANGUAGES = ("fr", "en", "ar", "pt")  # in which a forum may work
LONGEST = 31  # days of a meeting
MOST_ITEMS = 60
MOST_OF_A_DELEGATION = 999


@dataclass(frozen=True, slots=True)
class Standing:
    """A meeting as it stands. `title` in working languages; hours HH:MM at its place, in its time zone; `since` the ms
    at which it came to this state by its machine's clock."""

    key: str
    forum: str
    party: str
    state: str
    title: Mapping[str, str]
    level: str
    starts: date
    ends: date
    place: str
    opens_at: str = ""
    closes_at: str = ""
    zone: str = ""
    host: str = ""
    languages: Sequence[str] = ()
    before: str = ""
    note: str = ""
    since: int = 0
    version: int = 0  # how often it was amended

    @property
    def name(self) -> str:
        return in_language(self.title)

    @property
    def days(self) -> list[date]:
        return [self.starts + timedelta(step) for step in range((self.ends - self.starts).days + 1)]


# ── readers ──


def meetings(forum: str | None = None, at: int | None = None) -> list[Standing]:
    """The meetings of a forum ("" a state's own; None of all), as they stood after a position; the last on top."""
    called = until(Meeting, at)
    return _standing(in_order(called if forum is None else called.filter(forum=forum)), at)


def meeting(key: str, at: int | None = None) -> Standing | None:
    """One meeting as it stood; None where it was not called by then."""
    found = _standing(list(until(Meeting, at).filter(key=key)), at)
    return found[0] if found else None


def _standing(called: Sequence[Meeting], at: int | None) -> list[Standing]:
    keys = [one.key for one in called]
    facts: dict[str, list[MeetingFact]] = defaultdict(list)
    for fact in in_order(until(MeetingFact, at).filter(meeting__in=keys)):
        facts[fact.meeting].append(fact)
    found = [_after(one, facts[one.key]) for one in called]
    return sorted(found, key=lambda one: (one.starts, one.key), reverse=True)


def _after(called: Meeting, facts: Sequence[MeetingFact]) -> Standing:
    first = {name: getattr(called, name) for name in AMENDABLE}
    stands = Standing(called.key, called.forum, called.party, CALLED, since=called.at, **first)
    states_after = {"opened": OPEN, "closed": CLOSED, "cancelled": CANCELLED}
    for fact in facts:
        if fact.what == MeetingFact.What.AMENDED:
            stands = replace(stands, version=stands.version + 1, **_amended(fact.facts))
        else:
            stands = replace(stands, state=states_after[fact.what], since=fact.at, note=fact.note or stands.note)
    return stands


def _amended(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What an amendment changed, as values; what cannot be read is left as it was."""
    changed = {name: facts[name] for name in AMENDABLE if name in facts}
    for name in ("starts", "ends"):
        if name in changed:
            try:
                changed[name] = date.fromisoformat(str(changed[name]))
            except ValueError:
                del changed[name]
    return changed


def next_in(forum: str, today: date, at: int | None = None) -> Standing | None:
    """The meeting that is going on or comes next in a forum; None where none is called."""
    coming = [one for one in meetings(forum, at) if one.state == OPEN or (one.state == CALLED and one.ends >= today)]
    return min(coming, key=lambda one: (one.state != OPEN, one.starts, one.key), default=None)


def agenda(key: str, at: int | None = None) -> list[AgendaItem]:
    """The points of the agenda in order."""
    last = {one.number: one for one in in_order(until(AgendaItem, at).filter(meeting=key))}
    return [last[number] for number in sorted(last) if last[number].title]


def delegations(key: str, at: int | None = None) -> list[Delegation]:
    """Who is asked: members first, then observers, then partners; each by code."""
    last = {one.code: one for one in in_order(until(Delegation, at).filter(meeting=key))}
    order = list(Delegation.As.values)
    asked = [one for one in last.values() if not one.withdrawn]
    return sorted(asked, key=lambda one: (order.index(one.as_what) if one.as_what in order else 9, one.code))


def attendance(key: str, at: int | None = None) -> dict[tuple[str, date], Attendance]:
    """Who came, by (code, day)."""
    return {(one.code, one.day): one for one in in_order(until(Attendance, at).filter(meeting=key))}


def documents(key: str, at: int | None = None) -> list[Document]:
    """The papers of a meeting, in the order in which they were first added."""
    last: dict[str, Document] = {}
    for one in in_order(until(Document, at).filter(meeting=key)):
        last[one.name] = one
    return [one for one in last.values() if one.file]


def kept(document: Document) -> KeptFile | None:
    """The bytes of a paper; None where they did not arrive here."""
    return KeptFile.objects.filter(digest=document.file).first()


def minutes(key: str, at: int | None = None) -> dict[str, list[Minutes]]:
    """Every version of the minutes by language, the last first."""
    found: dict[str, list[Minutes]] = defaultdict(list)
    for one in in_order(until(Minutes, at).filter(meeting=key)):
        found[one.language].insert(0, one)
    return dict(found)


def adopted_at(key: str, at: int | None = None) -> list[str]:
    """Keys of the recommendations that were adopted at a meeting, in order, and not undone there since."""
    decided = {"adopted", "not_adopted"}
    facts = in_order(until(RecommendationFact, at).filter(meeting=key, what__in=decided))
    last = {one.recommendation: one.what for one in facts}
    return [recommendation for recommendation, what in last.items() if what == "adopted"]


def put_at(key: str, at: int | None = None) -> list[str]:
    """Keys of the recommendations that were put at a meeting, in order."""
    return [one.key for one in in_order(until(Recommendation, at).filter(meeting=key))]


# ── acts ──


@act
def call(
    title: Mapping[str, str],
    level: str,
    starts: date,
    ends: date,
    place: str,
    actor: str,
    *,
    forum: str = "",
    opens_at: str = "",
    closes_at: str = "",
    zone: str = "",
    host: str = "",
    languages: Sequence[str] = (),
    before: str = "",
) -> Recorded:
    """Call a meeting. `level`: a Level; `languages` of work; `before`: the key of the meeting whose promises it
    reviews. Raises NotAllowed."""
    _kept_here(forum)
    facts = {
        "title": written(title),
        "level": level,
        "starts": starts,
        "ends": ends,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "zone": zone,
        "place": place.strip(),
        "host": host,
        "languages": list(languages),
        "before": before,
    }
    _in_order(facts, forum)
    return _tell("meeting.called", Meeting, facts, forum, actor)


@act
def amend(key: str, changes: Mapping[str, Any], actor: str, note: str = "") -> Recorded:
    """Change what a meeting is called by: columns of AMENDABLE, dates as dates. Raises NotAllowed."""
    stands = _open_to(key, CALLED, OPEN)
    was = {name: getattr(stands, name) for name in AMENDABLE}
    changes = {name: written(value) if name == "title" else value for name, value in changes.items()}
    changed = {name: value for name, value in changes.items() if name in was and value != was[name]}
    if not changed:
        raise NotAllowed("nothing_changed")
    _in_order(was | changed, stands.forum, key)
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in changed.items()}
    facts = {"meeting": key, "what": MeetingFact.What.AMENDED, "facts": plain, "note": note}
    return _tell("meeting.told", MeetingFact, facts, stands.forum, actor)


def _in_order(facts: Mapping[str, Any], forum: str, key: str = "") -> None:
    """Raises NotAllowed where a meeting cannot be called so."""
    if not facts["title"]:
        raise NotAllowed("needs_a_title")
    if not facts["place"]:
        raise NotAllowed("needs_a_place")
    if facts["level"] not in Level.values:
        raise NotAllowed("level_not_known")
    if not facts["starts"] <= facts["ends"] <= facts["starts"] + timedelta(LONGEST - 1):
        raise NotAllowed("days_not_in_order", most=LONGEST)
    hours = [facts["opens_at"], facts["closes_at"]]
    if any(hour and not HOUR.fullmatch(hour) for hour in hours) or (all(hours) and hours[1] <= hours[0]):
        raise NotAllowed("hours_not_in_order")
    if facts["zone"] and facts["zone"] not in available_timezones():
        raise NotAllowed("zone_not_known")
    if set(facts["languages"]) - set(LANGUAGES):
        raise NotAllowed("language_not_known")
    if facts["before"] and (facts["before"] == key or meeting(facts["before"]) is None):
        raise NotAllowed("no_such_meeting")


def left_open(key: str, at: int | None = None) -> list[str]:
    """Numbers of the recommendations that were put at a meeting and of which nothing was decided."""
    wanted, stands = set(put_at(key, at)), meeting(key, at)
    forum = stands.forum if stands else ""
    return [one.number for one in standing.standing(forum, at) if one.key in wanted and one.state == standing.PROPOSED]


@act
def open_meeting(key: str, actor: str, note: str = "") -> Recorded:
    """The meeting begins; before its first day with a reason alone. Raises NotAllowed."""
    stands = _open_to(key, CALLED, CLOSED)
    if stands.state == CALLED and timezone.localdate() < stands.starts and not note.strip():
        raise NotAllowed("opens_early", starts=stands.starts)
    return _becomes(key, MeetingFact.What.OPENED, (CALLED, CLOSED), actor, note)


@act
def close(key: str, actor: str, note: str = "") -> Recorded:
    """The meeting ends; papers, minutes and attendance may still come. The note says what becomes of recommendations
    put at it of which it decided nothing. Raises NotAllowed."""
    if not note.strip() and (numbers := left_open(key)):
        raise NotAllowed("leaves_open", numbers=" · ".join(numbers))
    return _becomes(key, MeetingFact.What.CLOSED, (OPEN,), actor, note)


@act
def cancel(key: str, actor: str, note: str) -> Recorded:
    """The meeting does not take place; says why. Raises NotAllowed."""
    if not note.strip():
        raise NotAllowed("say_why")
    return _becomes(key, MeetingFact.What.CANCELLED, (CALLED,), actor, note.strip())


def _becomes(key: str, what: str, where: Sequence[str], actor: str, note: str) -> Recorded:
    stands = _open_to(key, *where)
    return _tell("meeting.told", MeetingFact, {"meeting": key, "what": what, "note": note}, stands.forum, actor)


# The agenda.


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an agenda as it is to stand. `minutes`: how long it may take; `recommendation`: a key."""

    title: Mapping[str, str]
    text: Mapping[str, str] = field(default_factory=dict)
    minutes: int | None = None
    recommendation: str = ""


@act
def set_agenda(key: str, points: Sequence[Point], actor: str) -> list[Recorded]:
    """Set the whole agenda, in order: points that moved or changed are said again, those left over are taken off.

    Raises NotAllowed; nothing is recorded where nothing changed.
    """
    stands = _open_to(key, CALLED, OPEN)
    if len(points) > MOST_ITEMS:
        raise NotAllowed("agenda_too_long", most=MOST_ITEMS)
    known = set(Recommendation.objects.values_list("key", flat=True))
    for point in points:
        if not written(point.title):
            raise NotAllowed("needs_a_title")
        if point.recommendation and point.recommendation not in known:
            raise NotAllowed("no_such_recommendation")
        if point.minutes is not None and not 1 <= point.minutes <= 600:
            raise NotAllowed("minutes_not_in_order")
    was = {one.number: one for one in agenda(key)}
    acts = []
    for number, point in enumerate(points, 1):
        facts = {
            "title": written(point.title),
            "text": written(point.text),
            "minutes": point.minutes,
            "recommendation": point.recommendation,
        }
        if number not in was or any(getattr(was[number], name) != value for name, value in facts.items()):
            acts.append({"meeting": key, "number": number} | facts)
    acts += [{"meeting": key, "number": number, "title": {}} for number in was if number > len(points)]
    if not acts:
        raise NotAllowed("nothing_changed")
    party = "" if stands.forum else own_party()
    verb = "meeting.agenda_set"
    return say(
        [(verb, said(verb, AgendaItem, one, forum=stands.forum, party=party)) for one in acts], actor, stands.forum
    )


def points(key: str, at: int | None = None) -> list[Point]:
    """The agenda as `set_agenda` takes it."""
    return [Point(one.title, one.text, one.minutes, one.recommendation) for one in agenda(key, at)]


@act
def add_point(key: str, point: Point, actor: str) -> list[Recorded]:
    """Put a point at the end of the agenda. Raises NotAllowed."""
    return set_agenda(key, [*points(key), point], actor)


@act
def move_point(key: str, number: int, by: int, actor: str) -> list[Recorded]:
    """Move a point of the agenda up (-1) or down (1). Raises NotAllowed."""
    now = points(key)
    to = number - 1 + by
    if not (0 < number <= len(now) and 0 <= to < len(now)):
        raise NotAllowed("no_such_point")
    now.insert(to, now.pop(number - 1))
    return set_agenda(key, now, actor)


@act
def take_off(key: str, number: int, actor: str) -> list[Recorded]:
    """Take a point off the agenda; those after it move up. Raises NotAllowed."""
    now = points(key)
    if not 0 < number <= len(now):
        raise NotAllowed("no_such_point")
    return set_agenda(key, [*now[: number - 1], *now[number:]], actor)


# Delegations and who came.


@act
def ask(key: str, code: str, as_what: str, actor: str, head: str = "", seats: int | None = None) -> Recorded:
    """Ask a party to a meeting as member, observer or technical and financial partner. `head`: who leads it, by
    function. Raises NotAllowed."""
    stands = _open_to(key, CALLED, OPEN)
    if as_what not in Delegation.As.values:
        raise NotAllowed("kind_not_known")
    if seats is not None and not 1 <= seats <= MOST_OF_A_DELEGATION:
        raise NotAllowed("seats_not_in_order", most=MOST_OF_A_DELEGATION)
    sitting = {one.code: one for one in forums.parties(stands.forum, on=stands.starts)}
    guests = {PartyFact.Kind.DONOR, PartyFact.Kind.AGENCY, PartyFact.Kind.ASSOCIATION}
    if as_what == Delegation.As.MEMBER and (code not in sitting or sitting[code].kind in guests):
        raise NotAllowed("no_member")
    if code not in sitting and code not in states.STATES:
        raise NotAllowed("no_such_party")
    facts = {"meeting": key, "code": code, "as_what": as_what, "head": head.strip(), "seats": seats}
    return _tell("meeting.delegation_asked", Delegation, facts, stands.forum, actor)


@act
def ask_all(key: str, actor: str) -> list[Recorded]:
    """Ask every party of the forum that is not asked yet: states and local bodies as members, the others as partners.

    Raises NotAllowed.
    """
    stands = _open_to(key, CALLED, OPEN)
    asked = {one.code for one in delegations(key)}
    sitting = [one for one in forums.parties(stands.forum, on=stands.starts) if one.code not in asked]
    if not sitting:
        raise NotAllowed("nothing_changed")
    members = {PartyFact.Kind.STATE, PartyFact.Kind.LOCAL, PartyFact.Kind.SERVICE}
    party = "" if stands.forum else own_party()
    bodies = []
    for one in sitting:
        as_what = Delegation.As.MEMBER if one.kind in members else Delegation.As.PARTNER
        facts = {"meeting": key, "code": one.code, "as_what": as_what}
        body = said("meeting.delegation_asked", Delegation, facts, forum=stands.forum, party=party)
        bodies.append(("meeting.delegation_asked", body))
    return say(bodies, actor, stands.forum)


@act
def unask(key: str, code: str, actor: str) -> Recorded:
    """A party is not asked any more. Raises NotAllowed."""
    stands = _open_to(key, CALLED, OPEN)
    asked = next((one for one in delegations(key) if one.code == code), None)
    if asked is None:
        raise NotAllowed("not_asked")
    facts = {"meeting": key, "code": code, "as_what": asked.as_what, "withdrawn": True}
    return _tell("meeting.delegation_asked", Delegation, facts, stands.forum, actor)


@act
def take_attendance(key: str, code: str, day: date, present: int, women: int, actor: str) -> Recorded:
    """Record how many of a delegation came on a day, and how many of them women; never who. Raises NotAllowed."""
    stands = _open_to(key, CALLED, OPEN, CLOSED)
    if not any(one.code == code for one in delegations(key)):
        raise NotAllowed("not_asked")
    if day not in stands.days:
        raise NotAllowed("not_that_day")
    if not 0 <= women <= present <= MOST_OF_A_DELEGATION:
        raise NotAllowed("more_women_than_present", most=MOST_OF_A_DELEGATION)
    facts = {"meeting": key, "code": code, "day": day, "present": present, "women": women}
    return _tell("meeting.attendance_taken", Attendance, facts, stands.forum, actor)


# Papers and minutes.


@act
def add_document(key: str, title: Mapping[str, str], name: str, content: bytes, actor: str) -> Recorded:
    """Keep a paper with the meeting; a paper of the same file name takes its place. Its kind is told by its first bytes
    (jalon.cooperation.papers); in a forum it loses what its program wrote into it, or is refused (bare.py). Raises
    NotAllowed."""
    stands = _open_to(key, CALLED, OPEN, CLOSED)
    kind = kind_of(content)
    if kind is None:
        raise NotAllowed("paper_of_no_known_kind")
    content = bare(content, kind) if stands.forum else at_home(content, kind)
    name = file_name(name, kind)
    facts = {"meeting": key, "title": written(title), "file": digest(content), "name": name}
    party = "" if stands.forum else own_party()
    body = said("meeting.document_added", Document, facts, forum=stands.forum, party=party)
    (recorded,) = say([("meeting.document_added", with_file(body, content, kind.media))], actor, stands.forum)
    return recorded


@act
def withdraw_document(key: str, name: str, actor: str) -> Recorded:
    """Take a paper off the list of a meeting; its entry stays. Raises NotAllowed."""
    stands = _open_to(key, CALLED, OPEN, CLOSED)
    if not any(one.name == name for one in documents(key)):
        raise NotAllowed("no_such_paper")
    return _tell("meeting.document_added", Document, {"meeting": key, "name": name}, stands.forum, actor)


@act
def write_minutes(key: str, language: str, text: str, actor: str) -> Recorded:
    """Write the minutes in a language, or a further version of them. Raises NotAllowed."""
    stands = _open_to(key, OPEN, CLOSED, CALLED)
    text = text.replace("\r\n", "\n").strip()
    if language not in LANGUAGES:
        raise NotAllowed("language_not_known")
    if not text:
        raise NotAllowed("needs_a_text")
    before = minutes(key).get(language)
    if before and before[0].text == text:
        raise NotAllowed("nothing_changed")
    facts = {"meeting": key, "language": language, "text": text}
    return _tell("meeting.minutes_written", Minutes, facts, stands.forum, actor)


def _kept_here(forum: str) -> None:
    """Raises NotAllowed where this machine does not keep that forum, or the forum ended."""
    if not forum:
        if not own_party():
            raise NotAllowed("kept_elsewhere")
        return
    known = forums.forum(forum)
    if known is None:
        raise NotAllowed("no_such_forum")
    if forum != this_node().id:
        raise NotAllowed("kept_elsewhere")


def _open_to(key: str, *where: str) -> Standing:
    stands = meeting(key)
    if stands is None:
        raise NotAllowed("no_such_meeting")
    _kept_here(stands.forum)
    if stands.state not in where:
        raise NotAllowed(f"meeting_{stands.state}")
    return stands


def _tell(verb: str, model: type[Row], facts: Mapping[str, Any], forum: str, actor: str) -> Recorded:
    body = said(verb, model, facts, forum=forum, party="" if forum else own_party())
    (recorded,) = say([(verb, body)], actor, forum)
    return recorded
