"""The forum's machine: founded, its parties seated, the first meeting with its recommendations, what those without a
machine say through their host, the second meeting to prepare. Each step is taken once; what is there stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from jalon.config import cast
from jalon.config.cast import Member
from jalon.config.demo import clock
from jalon.config.demo.atlas import PASSWORD
from jalon.config.demo.story import days, others, words
from jalon.config.demo.story.days import before
from jalon.config.preparing import prepare_node
from jalon.config.starting import start_node
from jalon.cooperation import challenges, directory, forums, meetings, recommendations
from jalon.cooperation.meetings import Point
from jalon.cooperation.models import Meeting, Recommendation
from jalon.journal.node import this_node
from jalon.staff import first_code, postings
from jalon.staff.models import Account
from jalon.staff.verbs import INSTALLER
from jalon.web.gate import Role

Say = Callable[[str], None]
PLACE = "FORUM"
# Who serves at the secretariat, and whom it opens its pages to: (who, the party whose code they are posted at).
CAST = (
    (Member("dalia", "Dalia", (Role.REGIONAL_SECRETARIAT,)), PLACE),
    (Member("ousmane", "Ousmane", (Role.ADMINISTRATOR,)), PLACE),
    (Member("moussa", "Moussa", (Role.DELEGATE,)), "NER"),
    (Member("solange", "Solange", (Role.PARTNER,)), words.DONOR),
)


def prepare(today: date, say: Say) -> None:
    """Keys, databases, the forum and its parties, its people; the first meeting, and what it adopted. Where it is
    called is no part of the story: another time it may be opened at another port."""
    prepare_node(PLACE)
    start_node()
    if Account.objects.exists():
        return
    with clock.on(before(today, days.FOUNDED)):
        cast.declare_posts()
        since = before(today, days.FOUNDED)
        forums.found(words.FORUM, "regional", since, INSTALLER, host="MRT")
        for code in words.STATES:
            forums.add_party(this_node().id, code, "state", {}, since, INSTALLER)
        for code, (kind, names) in words.PARTNERS.items():
            forums.add_party(this_node().id, code, kind, names, since, INSTALLER)
        for member, place in CAST:
            account, _ = first_code.enrol(member.name, member.username, INSTALLER)
            account.set_password(PASSWORD)
            account.save()
            for role in member.roles:
                postings.post(account.officer, place, role, INSTALLER, since)
    say(f"the forum sits with {len(words.STATES)} states and {len(words.PARTNERS)} partners")
    dalia = Account.objects.get(username="dalia").officer
    adopted = first_meeting(this_node().id, today, dalia)
    say(f"Nouakchott, {before(today, days.NOUAKCHOTT)}: {adopted} recommendations adopted")


def first_meeting(forum: str, today: date, actor: str) -> int:
    """Nouakchott: called, held, written down. How many recommendations it adopted."""
    starts = before(today, days.NOUAKCHOTT)
    with clock.on(before(today, days.NOUAKCHOTT + 32)):
        meeting = _call(words.FIRST_MEETING, starts, "Nouakchott", "Africa/Nouakchott", "MRT", actor, forum)
        meetings.set_agenda(meeting, [Point(title, minutes=60) for title in words.AGENDA["first"]], actor)
        if forum:
            meetings.ask_all(meeting, actor)
            for code in words.STATES:
                meetings.ask(meeting, code, "member", actor, head=words.HEAD, seats=4)
    with clock.on(starts, 9):
        meetings.open_meeting(meeting, actor)
        for code in words.STATES if forum else ():
            meetings.take_attendance(meeting, code, starts, 4, 1, actor)
    keys = put_all(forum, meeting, starts, today, actor)
    with clock.on(starts + timedelta(days=1), 16):
        for key in keys:
            recommendations.adopt(key, starts + timedelta(days=1), meeting, actor)
        for language, text in words.MINUTES.items():
            meetings.write_minutes(meeting, language, text, actor)
        meetings.close(meeting, actor)
    return len(keys)


def put_all(forum: str, meeting: str, on: date, today: date, actor: str) -> list[str]:
    """The recommendations of the story. In no forum they bind this state alone."""
    keys = []
    with clock.on(on, 11):
        for one in words.RECOMMENDATIONS:
            facts: dict[str, Any] = {name: value for name, value in one.items() if name != "text"}
            facts |= {"meeting": meeting, "source": "meeting", "due": before(today, one["due"])}
            if not forum:
                facts["binds"] = []
            keys.append(recommendations.put(facts, one["text"], forum, actor))
    return keys


def number(forum: str, said: str) -> str:
    """The key of a recommendation of the story, by its number."""
    return Recommendation.objects.filter(forum=forum, number=said).values_list("key", flat=True)[0]


def go_on(today: date, say: Say) -> None:
    """What those who run no machine report and ask, signed in; what stands in the way; the second meeting."""
    forum = this_node().id
    if Meeting.objects.filter(forum=forum).count() > 1:
        return
    officers = dict(Account.objects.values_list("username", "officer"))
    dalia, moussa = officers["dalia"], officers["moussa"]
    said = others.report(forum, today, dalia, number)
    given = others.figures(forum, today, dalia)
    asked = others.ask(forum, today, moussa, number)
    _directory(forum, dalia)
    with clock.on(before(today, 30)):
        facts: dict[str, Any] = {"title": others.CUSTOMS["title"], "text": others.CUSTOMS["text"], "level": "national"}
        challenges.name(facts | {"blocks": [number(forum, "2.2")]}, dalia, forum)
        facts = {"title": others.ROADS["title"], "text": others.ROADS["text"], "level": "regional"}
        challenges.name(facts | {"blocks": [number(forum, "2.2"), number(forum, "3.2")]}, dalia, forum)
    second_meeting(forum, today, dalia)
    say(f"{said} reports signed in, {given} figures from outside, {asked} questions, Bamako to prepare")


def second_meeting(forum: str, today: date, actor: str) -> str:
    """Bamako: called, to be prepared."""
    first = Meeting.objects.filter(forum=forum).order_by("starts")[0]
    starts = before(today, days.BAMAKO)
    with clock.on(before(today, 20)):
        key = _call(words.SECOND_MEETING, starts, "Bamako", "Africa/Bamako", "MLI", actor, forum, before=first.key)
        points = [Point(title, minutes=90) for title in words.AGENDA["second"]]
        spare = number(forum, "2.3")
        points[2] = Point(points[2].title, minutes=45, recommendation=spare)
        meetings.set_agenda(key, points, actor)
        if forum:
            meetings.ask_all(key, actor)
    return key


def judge(today: date, say: Say) -> None:
    """The secretariat's judgement on what was promised, before Bamako."""
    forum = this_node().id if this_node().keys.post == PLACE else ""
    if recommendations.Judgement.objects.filter(forum=forum).exists():
        return
    actor = Account.objects.get(username="dalia" if forum else "claire").officer
    on = before(today, days.JUDGED)
    with clock.on(on, 10):
        for said, verdict, why in others.JUDGED:
            recommendations.judge(number(forum, said), verdict, on, why, "", actor)
    say(f"{len(others.JUDGED)} recommendations judged")


def _call(
    title: words.Words, starts: date, place: str, zone: str, host: str, actor: str, forum: str, **more: str
) -> str:
    called = meetings.call(
        title,
        "regional" if forum else "national",
        starts,
        starts + timedelta(days=1),
        place,
        actor,
        forum=forum,
        opens_at="09:00",
        closes_at="17:00",
        zone=zone,
        host=host if forum else "",
        languages=["fr", "en", "ar"],
        **more,
    )
    return called.key


def _directory(forum: str, actor: str) -> None:
    for code, level, place, function, telephone, hours in others.DIRECTORY:
        directory.write(
            code, level, place, function, actor, forum=forum, telephone=telephone, hours=hours, languages=["fr"]
        )
