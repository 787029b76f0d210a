"""The evaluation of the months between the two meetings: a headquarters’ own, and the one that it hands out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings

from jalon.config.demo.story import days, sitting
from jalon.config.demo.story.days import before
from jalon.cooperation import evaluation
from jalon.cooperation.models import Evaluation, Meeting
from jalon.journal.node import this_node
from jalon.staff.models import Account


def draw(today: date, say: Callable[[str], None]) -> str:
    """Draw it of the forum that this machine keeps or sits in, else of this state's own promises; once. Its key.

    At a headquarters that sits in a forum another is drawn as it may be handed out: small numbers and operational
    values are kept back in it."""
    ours = Evaluation.objects.filter(key__startswith=f"{this_node().id}.")
    there = ours.order_by("position").values_list("key", flat=True).first()
    if there:
        return there
    at_the_forum = settings.JALON_TIER == "forum"
    forum = this_node().id if at_the_forum else sitting.forum_joined()
    sitting.count_all()
    meeting = Meeting.objects.filter(forum=forum).order_by("-starts").first()
    actor = Account.objects.get(username="dalia" if at_the_forum else "claire").officer
    asked = {"forum": forum} | ({} if at_the_forum else {"parties": ["MLI"]})
    since = before(today, days.ADOPTED)
    drawn = evaluation.draw_up(since, today, evaluation.Scope.of(asked), actor, meeting.key if meeting else "")
    if forum and not at_the_forum:
        evaluation.draw_up(since, today, evaluation.Scope.of(asked | {"for_others": True}), actor)
    say(f"the evaluation from {since} to {today} is drawn up")
    return drawn.key
