"""The indicators of assessments: a literal table, in the form of `measured`.

They lean on the general checklist alone: the quarterly check is a post's own word on a few things. A score is the mean
of posts, each counted once; it orders nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jalon.capacity import assessing, comparing, equipment, gaps
from jalon.capacity import checklist as lists
from jalon.capacity import words_of_assessments as words
from jalon.capacity.assessing import Made
from jalon.capacity.checklist import Theme
from jalon.capacity.measured import LESS, MORE, SHARE, Indicator, Measure, Measured
from jalon.capacity.places import our_posts

GENERAL = "general"
NUMBER = "number"  # a unit: of things, not of people


def _last(until: date, posts: Sequence[str], at: int | None) -> list[Made]:
    """The last general assessment of each post by a day, of those that this program can read."""
    last = assessing.latest(posts, GENERAL, at, until)
    return [one for _key, one in sorted(last.items()) if one.checklist is not None]


def _coverage(made: Sequence[Made], posts: Sequence[str]) -> float | None:
    return len(made) / len(posts) if posts else None


def _keys(made: Sequence[Made]) -> tuple[str, ...]:
    return tuple(sorted(one.row.key for one in made))


def _score(theme: str = "") -> Measure:
    """The mean score of posts, in all or of a theme."""

    def measure(_since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
        places = our_posts(posts, at)
        made = _last(until, places, at)
        shares = [(one.themes.get(theme) if theme else one.score) for one in made]
        value = comparing.mean([one.share for one in shares if one is not None])
        return Measured(value, _coverage(made, places), _keys(made))

    return measure


def _assessed(_since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
    """Of all the posts: where none was ever made, that is known too."""
    places = our_posts(posts, at)
    made = _last(until, places, at)
    fresh = [
        one
        for one in made
        if one.checklist is not None and assessing.months_after(one.row.on, one.checklist.every_months) >= until
    ]
    return Measured(len(fresh) / len(places) if places else None, 1.0 if places else None, _keys(fresh))


def _open_gaps(_since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
    """Of the posts that were assessed, or of whose equipment anything is known: there, no gap is known to be none."""
    places = our_posts(posts, at)
    known = {one.row.post for one in _last(until, places, at)} | _equipped(until, places, at)
    found = gaps.gaps(places, at, today=until, until=until)
    keys = tuple(sorted({one.assessment for one in found}))
    coverage = len(known) / len(places) if places else None
    return Measured(float(len(found)) if known or found else None, coverage, keys)


def _equipped(until: date, places: Sequence[str], at: int | None) -> set[str]:
    stands = equipment.standing(until, at, equipment.known_at(places, at)).values()
    return {one.post for one in stands if one.post in places}


def _titled(theme: Theme) -> str:
    return gettext("Assessments: %(theme)s") % {"theme": words.said(theme.title)}


def _of_theme(theme: Theme) -> Indicator:
    return Indicator(
        f"assessment_{theme.code}",
        lazy(_titled, str)(theme),
        SHARE,
        theme.promises,
        True,
        MORE,
        _("Mean of this theme in the last general assessment of each post by the last day."),
        _score(theme.code),
    )


def _themes() -> tuple[Theme, ...]:
    one = lists.checklist(GENERAL)
    return one.themes if one else ()


TABLE = (
    Indicator(
        "assessment_score",
        _("Assessments: mean score"),
        SHARE,
        "infrastructure",
        True,
        MORE,
        _("Mean of the last general assessment of each post by the last day."),
        _score(),
    ),
    *(_of_theme(theme) for theme in _themes()),
    Indicator(
        "posts_assessed",
        _("Posts assessed"),
        SHARE,
        "cooperation",
        True,
        MORE,
        _("Share of the posts with a general assessment that was not yet due again on the last day."),
        _assessed,
    ),
    Indicator(
        "gaps_open",
        _("Open gaps"),
        NUMBER,
        "infrastructure",
        True,
        LESS,
        _(
            "Gaps that the last assessments by the last day leave open, and equipment that had been broken for too "
            "long; what acts above a post counts once for the state."
        ),
        _open_gaps,
    ),
)
INDICATORS: dict[str, Indicator] = {one.code: one for one in TABLE}
