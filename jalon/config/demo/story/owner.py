"""What a headquarters does of what it promised: its posts and what they have, measures, a project, reports, figures
that it shows. Mali's in full, Mauritania's shorter. Each step is taken once; what is there stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jalon.capacity.models import Asset
from jalon.config.demo import clock
from jalon.config.demo.atlas import Country
from jalon.config.demo.story import capacity, days, others, promised, words
from jalon.config.demo.story.days import before
from jalon.config.demo.story.forum import number
from jalon.cooperation import directory, measures, practices, progress, projects, quarterly, questions, showing
from jalon.cooperation.models import Measure, Practice, Question, Reply
from jalon.cooperation.progress import Figure, Report, Visit
from jalon.cooperation.saying import NotAllowed
from jalon.staff.models import Account

Say = Callable[[str], None]


def tell(country: Country, forum: str, today: date, say: Say) -> None:
    """Everything up to what the forum is told: equipment, measures, reports, what is shown there."""
    if Measure.objects.filter(owner=country.code).exists():
        return
    officers = dict(Account.objects.values_list("username", "officer"))
    claire, issa = (officers[promised.WHO[country.code][place]] for place in (0, 1))
    told = capacity.tell(country.code, today, claire)
    say(f"{country.headquarters}: {told['posts']} posts described, {told['assets']} assets, "
        f"{told['assessments']} assessments")  # fmt: skip
    whom_to_call(country.code, forum, today, claire)
    made = plan(country.code, forum, today, claire)
    reported = report(country.code, forum, today, claire, made)
    if country.code == "MLI":
        others.survey("", "MLI", today, claire)  # answers stay in the state, what they show together may leave
        _practice(forum, today, claire, made["lamp"])
    if forum:
        show(country.code, forum, today, claire, issa)
    say(f"{country.headquarters}: {len(made)} measures, {reported} reports on what was promised")


def whom_to_call(party: str, forum: str, today: date, actor: str) -> None:
    """The state's own lines of the directory: its duty at the capital, and its posts."""
    with clock.on(before(today, promised.TRIED[party])):
        for level, place, function, telephone, second, hours in promised.CALLED[party]:
            numbers = {"telephone": telephone, "second_telephone": second}
            directory.write(party, level, place, function, actor, forum=forum, hours=hours, languages=["fr"], **numbers)


def plan(party: str, forum: str, today: date, actor: str) -> dict[str, str]:
    """The measures, Mali's with the project that pays for them. name -> key."""
    project = _project(forum, today, actor) if party == "MLI" else ""
    made: dict[str, str] = {}
    for one in promised.MEASURES[party]:
        assets = Asset.objects.filter(label__in=one.get("assets", ())).values_list("key", flat=True)
        facts: dict[str, Any] = {
            "recommendation": number(forum, one["number"]),
            "title": one["title"],
            "level": one["level"],
            "library": one.get("library", ""),
            "starts": before(today, one["starts"]),
            "ends": before(today, one["ends"]),
            "posts": list(one.get("posts", ())),
            "means": one.get("means", ""),
        }
        if assets:
            facts["assets"] = list(assets)
        if project and one.get("line"):
            facts |= {"project": project, "line": one["line"], "partner": words.DONOR}
        with clock.on(before(today, days.PROJECT - 2)):
            key = made[one["name"]] = measures.plan(facts, actor, forum)
        for state, ago, note in one["becomes"]:
            with clock.on(before(today, ago), 15):
                measures.tell(key, state, before(today, ago), actor, note)
    return made


def _project(forum: str, today: date, actor: str) -> str:
    facts = words.PROJECT | {
        "donor": words.DONOR,
        "implements": "MLI",
        "starts": before(today, days.PROJECT),
        "months": 12,
        "currency": "XOF",
        "countries": ["MLI"],
    }
    with clock.on(before(today, days.PROJECT), 9):
        key = projects.open_project(facts, actor, forum)
        for line, (title, amount, _spent) in words.LINES.items():
            projects.set_line(key, line, title, Decimal(amount), actor)
        for result, title, indicator, baseline, target in words.RESULTS:
            projects.set_result(key, result, title, actor, indicator=indicator, baseline=baseline, target=target)
    for line, (_title, _amount, spent) in words.LINES.items():
        for ago, amount, note in spent:
            with clock.on(before(today, ago), 16):
                projects.spend(key, line, before(today, ago), Decimal(amount), actor, note)
    with clock.on(before(today, 14)):
        since, until = before(today, days.PROJECT), before(today, 15)
        projects.narrate(key, since, until, "fr", words.NARRATIVE, actor)
    return key


def report(party: str, forum: str, today: date, actor: str, made: dict[str, str]) -> int:
    """Progress on what binds this state, good and bad, each as of its day."""
    for one in promised.REPORTS[party]:
        about = made[one["measure"]] if "measure" in one else number(forum, one["number"])
        day = before(today, one["ago"])
        figure = None
        if "figure" in one:
            indicator, length, posts = one["figure"]
            figure = Figure(indicator, day - timedelta(days=length), day, tuple(posts))
        what = Report(
            day,
            one["state"],
            one["text"],
            answer=one.get("answer", ""),
            note=one.get("note", ""),
            figure=figure,
            visit=Visit(day, party) if one.get("visit") else None,
        )
        with clock.on(day + timedelta(days=1)):
            progress.report(about, what, actor, party, show=one.get("show", True))
    return len(promised.REPORTS[party])


def show(party: str, forum: str, today: date, claire: str, issa: str) -> None:
    """Which figures the forum sees, by two people; and those of the quarters that are over."""
    with clock.on(before(today, days.PROJECT)):
        for indicator in promised.SHOWN[party]:
            key = showing.propose(forum, indicator, True, "Décidé en réunion de direction", claire)
            showing.approve(key, issa)


def give(forum: str, today: date, country: Country, say: Say) -> None:
    """The figures of the quarters that are over since the first meeting, once everything is counted; and the reply to
    the first question."""
    actor = Account.objects.get(username=promised.WHO[country.code][0]).officer
    given = 0
    for quarter in reversed(quarterly.ended(today)[:4]):
        if quarter.until > before(today, days.BEFORE_NOUAKCHOTT):
            given += _give(forum, quarter.name, actor)
    asked = Question.objects.filter(forum=forum, to=country.code).order_by("position", "key").first()
    if country.code == "MLI" and asked is not None and not Reply.objects.filter(question=asked.key).exists():
        with clock.on(before(today, 38)):
            questions.answer(asked.key, promised.WHY_REPLIED, actor, "MLI")
    if country.code == "MRT":
        for practice in Practice.objects.filter(forum=forum).exclude(party="MRT"):
            if not any(party == "MRT" for party, _ in practices.one(practice.key).taken):
                practices.take_up(practice.key, actor, "MRT", {"posts": ["MR-GOG"]})
    say(f"{country.headquarters}: {given} figures given to the forum")


def _give(forum: str, quarter: str, actor: str) -> int:
    try:
        return len(quarterly.give(forum, quarter, actor))
    except NotAllowed as rule:
        if rule.code != "given_already":
            raise
        return 0


def _practice(forum: str, today: date, actor: str, measure: str) -> None:
    with clock.on(before(today, 85)):
        practices.describe(promised.PRACTICE | {"measure": measure}, actor, forum)
