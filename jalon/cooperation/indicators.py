"""The indicators that promises are known by: a literal table, to which later rooms add their own.

The setting JALON_INDICATORS names the tables, in their order, as JALON_VERBS names the verbs. Security and mobility
stand side by side in it. None is about an officer, none makes an order of posts or of states; refusals, hits and
arrests are described and are never a target.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from jalon.cooperation.entries import told
from jalon.cooperation.indicator import Behind, Family, Indicator, Measured, NotHeldAt, Place, Span, confidence

__all__ = ["INDICATORS", "Behind", "Indicator", "Measured", "NotHeldAt", "behind", "confidence", "measured"]

A_PAGE = 100  # entries


def _composed() -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for name in settings.JALON_INDICATORS:
        for one in import_string(name):
            if one.code in found:
                raise ValueError(f"two indicators are called {one.code}")
            found[one.code] = one
    return found


INDICATORS: dict[str, Indicator] = _composed()


def targets() -> dict[str, Indicator]:
    """Those by which a recommendation may be known: what is described only is not among them."""
    return {code: one for code, one in INDICATORS.items() if one.may_be_a_target}


def measured(
    code: str,
    since: date,
    until: date,
    posts: Sequence[str] | None = None,
    at: int | None = None,
    forum: str | None = None,
    party: str | None = None,
) -> Measured:
    """An indicator from `since` up to and without `until`, of some posts or of all.

    `at`: an arrival position, None for now. Raises KeyError: no such indicator. NotHeldAt: the counts stand elsewhere.
    """
    span = Span(since, until, tuple(posts or ()), at, forum, party)
    return INDICATORS[code].family.measure(span, [code])[code]


def measured_together(span: Span, codes: Iterable[str]) -> dict[str, Measured]:
    """Several at once, each family in one reading. Raises as `measured`."""
    by_family: dict[int, tuple[Family, list[str]]] = {}
    for code in codes:
        family = INDICATORS[code].family
        by_family.setdefault(id(family), (family, []))[1].append(code)
    found: dict[str, Measured] = {}
    for family, some in by_family.values():
        found |= family.measure(span, some)
    return found


def behind(
    code: str,
    since: date,
    until: date,
    posts: Sequence[str] | None = None,
    at: int | None = None,
    forum: str | None = None,
    party: str | None = None,
    page: int = 0,
) -> list[Behind]:
    """The entries behind a figure, in the order of arrival, A_PAGE of them from page 0 on. Raises as `measured`."""
    places = places_behind(code, Span(since, until, tuple(posts or ()), at, forum, party))
    return told(places[page * A_PAGE : (page + 1) * A_PAGE])


def places_behind(code: str, span: Span) -> Sequence[Place]:
    """All entries behind a figure, as places: `told` says what they are."""
    return INDICATORS[code].family.behind(span, code)
