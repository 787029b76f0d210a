"""One document at two posts, sooner than anybody can travel: a copy, a borrowed paper, a wrong number or clock."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from jalon.alerts.rules.two_places import sentence_of, situations_of
from jalon.alerts.situation import SERIOUS, Rule, Situation
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    yield from situations_of("document_too_soon", "document", tables, now)


RULE = Rule(
    "document_too_soon",
    gettext_lazy("A document at two places too soon"),
    SERIOUS,
    (Role.NATIONAL_DESK,),
    situations,
    sentence_of,
    "headquarters:search",
)
