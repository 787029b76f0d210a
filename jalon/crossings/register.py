"""The hold register: a numbered line for everybody who is held here, gapless in the year. It names nobody.

The lines are operational: the post reads them when the shift is over, and a printer puts them on paper. Whose line one
is, the headquarters knows; the post does while the case stands under a shift key that it holds.
"""

from __future__ import annotations

from typing import Any

from jalon.crossings.models import Hold, Inspection, Received
from jalon.crossings.recall import local_time
from jalon.journal.node import this_node, wall_clock
from jalon.journal.verbs import Body
from jalon.regimes.holds import IMMIGRATION

HOUR = 3_600_000  # ms
# What a hold may end in. A hand-over ends it when the receipt is there; until then the person stands at the post.
ENDS_WITH_DECISION = frozenset({"admitted", "refused", "entrusted"})

Acts = list[tuple[str, Body]]


def open_hold(inspection: str) -> Hold | None:
    """The line of whoever is held now, in this case."""
    return Hold.objects.filter(inspection=inspection, ended_at__isnull=True).order_by("key").first()


def lines(year: int) -> list[Hold]:
    """The register of a year, in order."""
    return list(Hold.objects.filter(year=year).order_by("number", "key"))


def years() -> list[int]:
    """The years of which the register holds lines, the latest first; this year always."""
    known = set(Hold.objects.values_list("year", flat=True)) | {this_year()}
    return sorted(known, reverse=True)


def this_year() -> int:
    return local_time(wall_clock()).year


def until(hold: Hold) -> int:
    """When the hold is over at the latest, ms since 1970, with what the prosecutor added."""
    # Rows of before this was asked of an entry may say anything: they add nothing, and stop no other hold's alert.
    added = sum(one[0] for one in hold.extensions.values() if type(one[0]) is int)
    return hold.started_at + (hold.hours + added) * HOUR


def opening(facts: dict[str, Any]) -> Acts:
    """A new line. `facts`: inspection, post, ground, rule, rules, started_at, hours. Called in an act: the number is
    the next one of this node and year, and no other act runs meanwhile."""
    year = this_year()
    ours = Hold.objects.filter(year=year, key__startswith=f"{this_node().id}.")
    return [("register.opened", {"year": year, "number": ours.count() + 1, **facts})]


def noting(inspection: str, what: str, **facts: Any) -> Acts:
    """Something for the open line of a case, where there is one."""
    hold = open_hold(inspection)
    return [("register.noted", {"line": hold.key, "what": what, **facts})] if hold else []


def ending(inspection: str, outcome: str) -> Acts:
    """The open line of a case ends so."""
    return noting(inspection, "ended", outcome=outcome)


def ended_by(inspection: str, outcome: str, reason: str) -> Acts:
    """What a decision does to an open line. Nobody who is to be heard apart is held on for the journey alone."""
    if outcome in ENDS_WITH_DECISION:
        return ending(inspection, outcome)
    hold = open_hold(inspection)
    if hold and outcome == "referred" and reason == "protective" and hold.ground in IMMIGRATION:
        return ending(inspection, "referred")
    return []


def still_here() -> set[str]:
    """Cases that no decision closes: whoever is held, and whoever was handed over and was not received yet."""
    held = set(Hold.objects.filter(ended_at__isnull=True).values_list("inspection", flat=True))
    received = Received.objects.values("inspection")
    handed = Inspection.objects.filter(state="handed_over").exclude(key__in=received)
    return held | set(handed.values_list("key", flat=True))
