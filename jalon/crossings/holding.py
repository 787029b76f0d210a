"""Held: somebody is kept at the post, on a ground that the law names, no longer than it allows, and told of it.

How long is a dated rule of the State (`regimes.holds`). The clock is computed each time it is shown: what is stored is
when the hold began, and what was added to it. The acts of a held case are the second line's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.crossings import decision, register
from jalon.crossings.inspection import age_on
from jalon.crossings.journey import ADULT
from jalon.crossings.models import CaseNote, Hold, Inspection, Shift
from jalon.crossings.particulars import as_corrected
from jalon.crossings.recall import local_time
from jalon.crossings.register import HOUR
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record_together
from jalon.posts.models import Post
from jalon.regimes import holds

SOON = HOUR  # less is left than this: the clock turns to "look"
BACK = 24 * HOUR  # how long before it is recorded a hold may have begun
AHEAD = 120_000  # a minute that has begun is not the future

SHORTEST_NUMBER = 3  # signs of a decision that can be found again
# What is told or done about somebody held, each with its time. The prosecutor comes first: it makes the hold lawful.
FACTS = {
    "prosecutor": _("Prosecutor told"),
    "rights": _("Rights told"),
    "interpreter": _("Interpreter asked"),
    "doctor": _("Doctor asked"),
    "family": _("Family told"),
    "consulate": _("Consulate told"),
    "lawyer": _("Lawyer told"),
    "food": _("Water and food given"),
}
MEANS = {
    "telephone": _("By telephone"),
    "radio": _("By radio"),
    "writing": _("In writing"),
    "person": _("In person"),
}
ANSWERS = {
    "none_yet": _("No answer yet"),
    "agreed": _("Agreed"),
    "release": _("Asks for release"),
    "bring": _("Asks to be brought the person"),
    "declined": _("The person does not want it"),
    "coming": _("Is coming"),
    "done": _("Done"),
}
# In which language rights were told: the languages of notices, by name as their speakers say it.
LANGUAGES = {
    "fr": "Français",
    "ar": "العربية",
    "en": "English",
    "bm": "Bamanankan",
    "ha": "Hausa",
    "ff": "Fulfulde",
    "dje": "Zarma",
    "tmh": "Tamasheq",
    "mey": "Hassaniya",
    "other": _("Another language"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """How much of a hold is left, in ms: below nothing where it is over. `state`: running | soon | over."""

    hold: Hold
    until: int
    left: int

    @property
    def state(self) -> str:
        if self.left <= 0:
            return "over"
        return "soon" if self.left < SOON else "running"


def clock(hold: Hold, now: int | None = None) -> Clock:
    """The clock of one hold."""
    last = register.until(hold)
    return Clock(hold, last, last - (wall_clock() if now is None else now))


def clocks(now: int | None = None) -> list[Clock]:
    """Everybody held at this post, whoever's hold ends first at the head. They name nobody."""
    return sorted((clock(one, now) for one in Hold.objects.filter(ended_at__isnull=True)), key=lambda one: one.until)


def grounds_at(post: str) -> tuple[str, ...]:
    """On which grounds anybody is held at a post today."""
    return holds.grounds_of(_country(post), timezone.localdate())


def rule_at(post: str, ground: str) -> holds.HoldRule | None:
    """The rule that applies at a post today."""
    return holds.rule_for(_country(post), ground, timezone.localdate())


def is_adult(inspection: Inspection) -> bool | None:
    """By the date of birth as corrected; None where it is not known."""
    age = age_on((as_corrected(inspection) or {}).get("birth_date"), timezone.localdate())
    return None if age is None else age >= ADULT


@act
def hold(
    inspection: Inspection, shift: Shift, ground: str, started_at: int, why: str, *, looks_adult: bool = False
) -> Recorded:
    """Hold somebody whom the first line referred. It awaits a second person; the clock runs from `started_at`, ms.

    A child is held as the rule for children says, which may be not at all; where the age is not known the officer
    says that an adult stands there. Held a second time in one case, the clock goes on from the first.
    """
    decision._open(inspection, shift, 2)
    if register.open_hold(inspection.key) is not None:
        raise NotAllowed("already_held")
    rule = rule_at(shift.post, ground)
    if rule is None:
        raise NotAllowed("no_rule_to_hold")
    hours = rule.longest(adult=_adult(inspection, looks_adult))
    if hours is None:
        raise NotAllowed("child_not_held")
    if ground in holds.IMMIGRATION and decision.to_be_heard_apart(inspection):
        raise NotAllowed("heard_apart_not_held")
    if ground in holds.IMMIGRATION and decision.is_own_national(inspection, shift.post):
        raise NotAllowed("own_national_not_held")
    if not why.strip():
        raise NotAllowed("say_why_held")
    facts = {
        "inspection": inspection.key,
        "post": shift.post,
        "ground": ground,
        "rule": rule.basis.code,
        "rules": holds.rules().version,
        "started_at": _first_start(inspection, _passed(started_at, BACK)),
        "hours": hours,
    }
    said = {"reason": ground, "remark": why.strip()}
    return decision._decide(inspection, shift, "held", 2, said, register.opening(facts))


@act
def note(inspection: Inspection, shift: Shift, what: str, told_at: int, facts: Mapping[str, str]) -> Recorded:
    """Record that somebody was told, or something given. `facts`: whom, means, answer, language, as far as they apply.

    Raises NotAllowed where nobody is held in this case, or the time lies ahead or before the hold.
    """
    on_duty(shift)
    as_it_stands(inspection)
    line = _line(inspection)
    if what == "rights" and not facts.get("language"):
        raise NotAllowed("say_in_which_language")
    told = _passed(told_at, wall_clock() - line.started_at + BACK)
    said = {name: value for name, value in facts.items() if value}
    body = {"inspection": inspection.key, "what": what, "told_at": told, **said}
    acts = [("case.noted", body)]
    if what == "prosecutor":
        acts += register.noting(inspection.key, "prosecutor", told_at=told)
    return record_together(acts, shift.officer, bytes(inspection.kept)[:8])[0]


@act
def extend(inspection: Inspection, shift: Shift, number: str) -> Recorded:
    """A prosecutor's decision, by its number, adds what its rule allows. Raises NotAllowed beyond that."""
    on_duty(shift)
    as_it_stands(inspection)
    line = _line(inspection)
    rule = holds.rule_named(line.rule, holds.rules(line.rules))
    if rule is None or rule.extension is None or len(line.extensions) >= rule.extension.times:
        raise NotAllowed("no_extension_left")
    if line.prosecutor_at is None:
        raise NotAllowed("prosecutor_first")
    if decision.unconfirmed().filter(inspection=inspection.key).exists():
        raise NotAllowed("hold_not_confirmed")
    if len(number.strip()) < SHORTEST_NUMBER:
        raise NotAllowed("say_decision_number")
    acts = register.noting(inspection.key, "extended", hours=rule.extension.hours, number=number.strip())
    return record_together(acts, shift.officer)[0]


def may_extend(line: Hold) -> holds.Extension | None:
    """What the prosecutor may still add."""
    rule = holds.rule_named(line.rule, holds.rules(line.rules))
    left = rule is not None and rule.extension is not None and len(line.extensions) < rule.extension.times
    return rule.extension if rule and left else None


def told(inspection: Inspection) -> list[dict[str, Any]]:
    """What was told about a case, in order: what, told_at, officer, and the facts; without facts beyond its shift."""
    keys = this_node().shift_keys
    rows = CaseNote.objects.filter(inspection=inspection.key, what__in=FACTS).order_by("told_at", "position")
    return [
        {**(keys.take_out_value(row.kept) or {}), "what": row.what, "told_at": row.told_at, "officer": row.officer}
        for row in rows
    ]


def _line(inspection: Inspection) -> Hold:
    line = register.open_hold(inspection.key)
    if line is None:
        raise NotAllowed("not_held")
    return line


def _adult(inspection: Inspection, looks_adult: bool) -> bool:
    known = is_adult(inspection)
    if known is None and not looks_adult:
        raise NotAllowed("say_whether_adult")
    return looks_adult if known is None else known


def _first_start(inspection: Inspection, started_at: int) -> int:
    """A hold that goes on after it was taken back counts from its beginning: nobody's clock starts anew."""
    before = Hold.objects.filter(inspection=inspection.key).order_by("started_at").first()
    return min(before.started_at, started_at) if before else started_at


def _passed(at: int, back: int) -> int:
    """A time that lies neither ahead nor too far back."""
    now = wall_clock()
    if at > now + AHEAD or at < now - back:
        raise NotAllowed("time_not_possible")
    return min(at, now)


def _country(post: str) -> str:
    return Post.objects.filter(code=post).values_list("country", flat=True).first() or ""


def at_clock(hours_minutes: str, now: int | None = None) -> int:
    """A clock time of today or, where it lies ahead, of yesterday, in ms since 1970. Raises ValueError."""
    present = local_time(wall_clock() if now is None else now)
    hour, minute = (int(part) for part in hours_minutes.replace(".", ":").replace("h", ":").split(":"))
    said = present.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if said > present and (said - present).total_seconds() > AHEAD / 1000:
        said -= timedelta(days=1)
    return int(said.timestamp() * 1000)
