"""The indicators of capacity: a literal table. Each is a function of what had arrived at a position, so that the same
question there has the same answer for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.capacity import equipment, register, training, uptime
from jalon.capacity.kinds import PASSPORT_READER
from jalon.capacity.measured import COUNT, DAYS, LESS, MORE, SHARE, Indicator, Measure, Measured
from jalon.capacity.models import RegisterFact, Trained
from jalon.capacity.places import our_posts
from jalon.capacity.register_facts import ALONE, CARRIES_DATA, LINK, POWER, STAFF, WATER

HALF_A_DAY = 12  # hours of power, or of link, from which a post is said to have it


def _share_of(some: int, of: int) -> float | None:
    return some / of if of else None


def _measured(value: float | None, said: int, posts: Sequence[str], keys: Iterable[str]) -> Measured:
    return Measured(value, _share_of(said, len(posts)), tuple(sorted(set(keys))))


def _uptime(
    since: date, until: date, places: Sequence[str], at: int | None, kinds: Sequence[str] | None
) -> tuple[uptime.Uptime, int]:
    """The uptime of some kinds at those posts, and of how many posts anything is known."""
    found = uptime.by_post_and_kind(since, until, places, kinds, at)
    return uptime.together(found.values()), len({post for post, _kind in found})


def _in_service(*kinds: str) -> Measure:
    """Share of its days that equipment served. Said: the posts where some was to serve."""

    def measure(since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
        places = our_posts(posts, at)
        whole, said = _uptime(since, until, places, at, kinds or None)
        return _measured(whole.share, said, places, whole.keys)

    return measure


def _outage_days(since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
    places = our_posts(posts, at)
    whole, said = _uptime(since, until, places, at, None)
    keys = [key for one in whole.outages for key in one.keys]
    return _measured(uptime.median_length(whole.outages, until), said, places, keys)


def _with_a_reader(_since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
    """On the last day, of the posts of whose equipment anything is known."""
    places = our_posts(posts, at)
    known: set[str] = set()
    serving: dict[str, str] = {}
    for one in equipment.standing(until, at, equipment.known_at(places, at)).values():
        if one.post in places:
            known.add(one.post)
            if (one.asset.kind, one.state) == (PASSPORT_READER, equipment.SERVING):
                serving.setdefault(one.post, one.key)
    return _measured(_share_of(len(serving), len(known)), len(known), places, serving.values())


def _has_power(facts: dict[str, Any]) -> bool:
    return ALONE not in facts.get("sources", [ALONE]) and facts.get("hours", 0) >= HALF_A_DAY


def _has_link(facts: dict[str, Any]) -> bool:
    return bool(CARRIES_DATA & set(facts.get("links", []))) and facts.get("hours", 0) >= HALF_A_DAY


def _has_water(facts: dict[str, Any]) -> bool:
    return ALONE not in facts.get("sources", [ALONE]) and facts.get("drinkable", False)


def _said_of(until: date, places: Sequence[str], at: int | None, what: str) -> list[RegisterFact]:
    return [matters[what] for _post, matters in sorted(register.standing(places, until, at, what).items())]


def _posts_with(what: str, has: Callable[[dict[str, Any]], bool]) -> Measure:
    """On the last day, of the posts of which the matter is known."""

    def measure(_since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
        places = our_posts(posts, at)
        said = _said_of(until, places, at, what)
        having = sum(has(one.facts) for one in said)
        return _measured(_share_of(having, len(said)), len(said), places, (one.key for one in said))

    return measure


def _women(_since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
    places = our_posts(posts, at)
    said = _said_of(until, places, at, STAFF)
    women, officers = (sum(one.facts.get(name, 0) for one in said) for name in ("women", "officers"))
    return _measured(_share_of(women, officers), len(said), places, (one.key for one in said))


def _trained_rows(places: Sequence[str], whole: bool, at: int | None) -> list[tuple[Any, Trained]]:
    """Each training with each place it reached: of those posts, and of the headquarters where all are asked about."""
    trainings = {one.key: one for one in training.held(at=at)}
    wanted = {*places, training.HEADQUARTERS} if whole else set(places)
    rows = (row for some in training.reached(trainings).values() for row in some)
    return [(trainings[row.training], row) for row in rows if row.post in wanted]


def _heard_of(rows: Iterable[tuple[Any, Trained]]) -> int:
    """Of how many posts any training was ever told."""
    return len({row.post for _training, row in rows if row.post})


def _people_trained(since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
    places = our_posts(posts, at)
    rows = _trained_rows(places, posts is None, at)
    there = [(one, row) for one, row in rows if since <= one.on <= until]
    value = float(sum(row.people for _training, row in there)) if rows else None
    return _measured(value, _heard_of(rows), places, (one.key for one, _row in there))


def _women_trained(since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None) -> Measured:
    places = our_posts(posts, at)
    rows = _trained_rows(places, posts is None, at)
    there = [(one, row) for one, row in rows if since <= one.on <= until]
    women, people = sum(row.women for _one, row in there), sum(row.people for _one, row in there)
    return _measured(_share_of(women, people), _heard_of(rows), places, (one.key for one, _row in there))


def _with_a_trained_person(
    _since: date, until: date, posts: Sequence[str] | None = None, at: int | None = None
) -> Measured:
    """On the last day, of all the posts: where no training was ever told of, nobody is known to be trained."""
    places = our_posts(posts, at)
    rows = [(one, row) for one, row in _trained_rows(places, False, at) if one.on <= until]
    counting = [(one, row) for one, row in rows if one.until is None or one.until >= until]
    value = _share_of(len({row.post for _one, row in counting}), len(places)) if rows else None
    return _measured(value, _heard_of(rows), places, (one.key for one, _row in counting))


TABLE = (
    Indicator(
        "equipment_in_service",
        _("Equipment in service"),
        SHARE,
        "equipment",
        True,
        MORE,
        _("Share of its days on which the equipment of posts served; what is spare or withdrawn is not counted."),
        _in_service(),
    ),
    Indicator(
        "readers_in_service",
        _("Passport readers in service"),
        SHARE,
        "equipment",
        True,
        MORE,
        _("Share of their days on which the passport readers of posts served."),
        _in_service(PASSPORT_READER),
    ),
    Indicator(
        "posts_with_reader",
        _("Posts with a passport reader that works"),
        SHARE,
        "equipment",
        True,
        MORE,
        _("On the last day, of the posts whose equipment is known."),
        _with_a_reader,
    ),
    Indicator(
        "outage_days_median",
        _("Length of an outage"),
        DAYS,
        "equipment",
        True,
        LESS,
        _("Half of the outages that touch the period lasted at most so many days, up to its end."),
        _outage_days,
    ),
    Indicator(
        "posts_with_power",
        _("Posts with power"),
        SHARE,
        "infrastructure",
        True,
        MORE,
        _("On the last day, power for at least 12 hours a day, of the posts that said how they stand."),
        _posts_with(POWER, _has_power),
    ),
    Indicator(
        "posts_with_link",
        _("Posts with a data link"),
        SHARE,
        "information",
        True,
        MORE,
        _("On the last day, a link that carries data for at least 12 hours a day, of the posts that said so or not."),
        _posts_with(LINK, _has_link),
    ),
    Indicator(
        "posts_with_water",
        _("Posts with drinking water"),
        SHARE,
        "infrastructure",
        True,
        MORE,
        _("On the last day, of the posts that said how they stand."),
        _posts_with(WATER, _has_water),
    ),
    Indicator(
        "people_trained",
        _("People trained"),
        COUNT,
        "staff",
        True,
        MORE,
        _("In trainings that ended in the period; who took two counts twice."),
        _people_trained,
    ),
    Indicator(
        "women_among_trained",
        _("Women among those trained"),
        SHARE,
        "staff",
        False,
        MORE,
        _("In trainings that ended in the period."),
        _women_trained,
    ),
    Indicator(
        "posts_with_trained_person",
        _("Posts with a trained person"),
        SHARE,
        "staff",
        True,
        MORE,
        _("On the last day, at least one person whose training counts, of all the posts."),
        _with_a_trained_person,
    ),
    Indicator(
        "women_among_staff",
        _("Women among the staff of posts"),
        SHARE,
        "staff",
        True,
        MORE,
        _("On the last day, of the posts that said how many serve there."),
        _women,
    ),
)
INDICATORS: dict[str, Indicator] = {one.code: one for one in TABLE}
