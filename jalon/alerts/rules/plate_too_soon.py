"""One plate at two posts, sooner than any vehicle can drive."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from jalon.alerts.rules.two_places import sentence_of, situations_of
from jalon.alerts.situation import SERIOUS, Rule, Situation
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    yield from situations_of("plate_too_soon", "plate", tables, now)


RULE = Rule(
    "plate_too_soon",
    gettext_lazy("A plate at two places too soon"),
    SERIOUS,
    (Role.NATIONAL_DESK,),
    situations,
    sentence_of,
)
