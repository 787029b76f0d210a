"""Many more people at a post than on the same weekday of the weeks before: an hour of today, or today up to now.

The usual is the median of the last eight weeks, and its spread the median of the distances from it: one market day, or
one day without a link, moves neither. A week in which the post saw nobody all day is not counted as a zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.alerts import saying
from jalon.alerts.models import Flow
from jalon.alerts.situation import NOTE, SERIOUS, Rule, Situation
from jalon.crossings.recall import local_time
from jalon.web.gate import Role

WEEKS = 8
LEAST_WEEKS = 4  # from which there is a usual
TIMES = 2  # the usual, at least
SPREADS = 4  # and so many spreads above it; 1.4826 makes the median distance a standard deviation
NORMAL = 1.4826
MUCH = 4  # times the usual: serious


def unusual(count: int, before: Sequence[int], least: int) -> float | None:
    """The usual number where `count` is a surge against it; None where it is not, or where too little is known."""
    if len(before) < LEAST_WEEKS or count < least:
        return None
    middle = median(before)
    spread = NORMAL * median(abs(one - middle) for one in before)
    return middle if count >= TIMES * middle and count > middle + SPREADS * spread else None


def situations(tables: str, now: int) -> Iterator[Situation]:
    here = local_time(now)
    today = here.date()
    days = [today - timedelta(weeks=week) for week in range(WEEKS + 1)]
    rows = Flow.objects.using(tables).filter(day__in=days, hour__lte=here.hour)
    hours: dict[str, dict[date, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for post, day, hour, people in rows.values_list("post", "day", "hour", "people"):
        hours[post][day][hour] = people
    least = settings.JALON_ALERTS_SURGE_LEAST
    midnight = int(here.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)
    for post, by_day in hours.items():
        found = _worst(by_day.get(today, {}), [by_day[day] for day in days[1:] if by_day.get(day)], least)
        if found is not None:
            count, usual, fullest = found
            yield Situation(
                "surge",
                post,
                SERIOUS if count >= MUCH * max(1.0, usual) else NOTE,
                count=count,
                began=midnight,
                post=post,
                facts={"post": post, "people": count, "usual": round(usual), "hour": fullest},
            )


def _worst(seen: dict[int, int], before: list[dict[int, int]], least: int) -> tuple[int, float, int | None] | None:
    """Today up to now where that is a surge, else the fullest hour that is one: count, usual, hour (None: the day)."""
    count = sum(seen.values())
    usual = unusual(count, [sum(day.values()) for day in before], least)
    if usual is not None:
        return count, usual, None
    for one in sorted(seen, key=lambda at: -seen[at]):
        usual = unusual(seen[one], [day.get(one, 0) for day in before], least)
        if usual is not None:
            return seen[one], usual, one
    return None


def sentence(facts: dict[str, Any]) -> str:
    said = {"post": saying.post(facts["post"]), "people": facts["people"], "usual": facts["usual"]}
    if facts["hour"] is None:
        return (
            _(
                "%(post)s: %(people)d people today up to now, those who were only counted among them; "
                "on this weekday usually %(usual)d."
            )
            % said
        )
    said["hour"] = f"{facts['hour']:02d}:00"
    return _("%(post)s: %(people)d people in the hour from %(hour)s; on this weekday usually %(usual)d.") % said


RULE = Rule(
    "surge",
    gettext_lazy("Many more people than usual"),
    NOTE,
    (Role.NATIONAL_DESK,),
    situations,
    sentence,
    "headquarters:border",
)
