"""The situation report: three lines in a fixed order, to be read over a radio. It names nobody.

Numbers are said digit by digit, codes by the spelling alphabet (ITU Radio Regulations, appendix 14; ICAO Annex 10,
volume II, 5.2.1.3): what is heard badly is heard once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from jalon.crossings import recall
from jalon.crossings import shift as shifts
from jalon.crossings.models import Hold, Shift
from jalon.journal import sending
from jalon.journal.node import wall_clock
from jalon.posts import sides
from jalon.posts.models import Post
from jalon.watchlists import lookup

SPELLING = {
    word[0]: word
    for word in (
        "ALFA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT", "GOLF", "HOTEL", "INDIA",
        "JULIETT", "KILO", "LIMA", "MIKE", "NOVEMBER", "OSCAR", "PAPA", "QUEBEC", "ROMEO",
        "SIERRA", "TANGO", "UNIFORM", "VICTOR", "WHISKEY", "X-RAY", "YANKEE", "ZULU",
    )
}  # fmt: skip
DIGITS = {
    "fr": ("zéro", "unité", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "ar": ("صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"),
}

# The state of the post, as the officer says it when the report is read.
STATES = {
    "open": gettext_lazy("open, nothing to report"),
    "slow": gettext_lazy("open, slow"),
    "paper": gettext_lazy("open, on paper, no power"),
    "closed": pgettext_lazy("state of a post", "closed"),
    "alert": gettext_lazy("on alert"),
}


def figures(shift: Shift, counted: int | None = None) -> dict[str, int]:
    """What line two says, in its order. `counted`: neighbours by count, where they are counted here."""
    counts = shifts.summary(shift)
    said = {
        "in": counts.get("entry", 0),
        "out": counts.get("exit", 0),
        "counted": counted,
        "refused": counts.get("refused", 0),
        "referred": counts.get("referred", 0),
        "held": Hold.objects.filter(ended_at__isnull=True).count(),  # all of the post, whoever holds them
        "late": counts.get("late", 0),
    }
    return {name: number for name, number in said.items() if number is not None}


def lines(shift: Shift, state: str, needs: str, incidents: str, counted: int | None = None) -> list[str]:
    """The three lines in the language in force, as they are read."""
    return [_who(shift, state), _counts(figures(shift, counted)), _rest(needs, incidents)]


def _who(shift: Shift, state: str) -> str:
    post = Post.objects.filter(code=shift.post).first()
    now = recall.local_time(wall_clock())
    said = _("ONE. Post %(name)s, %(code)s. Day %(day)s, hour %(hour)s. State: %(state)s.") % {
        "name": post.name if post else shift.post,
        "code": spelled(shift.post),
        "day": spoken(f"{now.day:02d}") + " " + spoken(f"{now.month:02d}"),
        "hour": spoken(f"{now:%H}") + " " + spoken(f"{now:%M}"),
        "state": STATES.get(state, STATES["open"]),
    }
    return " ".join([said, *_closed_sides(shift.post)])


def _closed_sides(post: str) -> list[str]:
    """A sentence for each side that was said to be closed."""
    closed = [side for side, how in sides.of_post(post).items() if how.closed]
    sentences = {sides.OURS: _("Our side is closed."), sides.THEIRS: _("The other side is closed.")}
    return [sentences[side] for side in sides.SIDES if side in closed]


def _counts(said: Mapping[str, int]) -> str:
    names = {
        "in": pgettext("radio", "in"),
        "out": pgettext("radio", "out"),
        "counted": pgettext("radio", "counted"),
        "refused": pgettext("radio", "refused"),
        "referred": pgettext("radio", "referred"),
        "held": pgettext("radio", "held"),
        "late": pgettext("radio", "of these late, from paper"),
    }
    parts = [f"{names[name]} {spoken(str(number))}" for name, number in said.items()]
    return _("TWO. Since the shift opened: %(counts)s.") % {"counts": _(", ").join(parts)}


def _rest(needs: str, incidents: str) -> str:
    ages = [lookup.age_in_days(one) for one in lookup.lists_in_service()]
    age = _("none in service") if not ages else _("days %(days)s") % {"days": spoken(str(max(ages)))}
    said: dict[str, Any] = {
        "needs": needs.strip(" .") or _("nothing"),
        "incidents": incidents.strip(" .") or _("none"),
        "age": age,
        "unsent": spoken(str(sending.not_sent())),
    }
    return _("THREE. Needs: %(needs)s. Incidents: %(incidents)s. Lists: %(age)s. Not sent: %(unsent)s.") % said


def spoken(digits: str) -> str:
    """A number digit by digit, in the language in force."""
    said = DIGITS.get((get_language() or "fr")[:2], DIGITS["en"])
    return " ".join(said[int(digit)] for digit in digits)


def spelled(code: str) -> str:
    """A code letter by letter; its digits as digits, other signs as a pause."""
    said = []
    for sign in code.upper():
        if sign in SPELLING:
            said.append(SPELLING[sign])
        elif sign.isdecimal():
            said.append(spoken(sign))
        elif said and said[-1] != "–":
            said.append("–")
    return " ".join(said)
