"""How each stay stands today: in, beyond its rule, out, or unknown. It accuses nobody: it says what was not seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.documents.states import same_state
from jalon.posts.models import Post
from jalon.presence.missed import Missed, missed
from jalon.presence.models import HolderLink, Passage, Stay
from jalon.presence.persons import chunks, judgements
from jalon.presence.times import local, ms

STATES = {
    "within": _("In, within the rule"),
    "no_limit": _("In, no limit known"),
    "perhaps_beyond": _("In, perhaps beyond the rule"),
    "beyond": _("In, beyond the rule"),
    "out": _("Out"),
    "unknown": _("Not known"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A stay and what is said of it. `reasons`: codes of missed.OF_A_STAY; `spans`: where an exit could be missed."""

    stay: Stay
    state: str
    reasons: tuple[str, ...] = ()
    spans: tuple[Missed, ...] = ()

    @property
    def days_over(self) -> int:
        """How many days beyond the last one, kindly read: until the exit, where one was seen; else 0 for who is out."""
        if self.stay.last_kind is None or self.stay.exit_earliest is None:
            return 0
        return max(0, (local(self.stay.exit_earliest).date() - self.stay.last_kind).days)

    @property
    def was_beyond(self) -> bool:
        """Whether the traveller was still in, beyond the rule, before any exit could be missed."""
        if self.reasons or self.stay.last_kind is None:
            return False
        return all(local(span.since).date() > self.stay.last_kind for span in self.spans)


def inside() -> QuerySet[Stay]:
    """Stays of foreign nationals of which no end was seen and whose order is not in doubt."""
    return Stay.objects.filter(ended="", national=False).exclude(entered="")


def beyond(now: datetime | None = None) -> QuerySet[Stay]:
    """Those whose last day is over, however it is read, the longest over first."""
    today = timezone.localdate(now)
    return inside().filter(last_harsh__lt=today, doubts=[]).order_by("last_kind", "key")


def standings(stays: Iterable[Stay], now: datetime | None = None) -> list[Standing]:
    """How these stays stand at a time."""
    moment = now or timezone.now()
    rows = list(stays)
    today = timezone.localdate(moment)
    late = [row for row in rows if _may_be_beyond(row, today)]
    ways_out = likely_exits(late)
    since = min((row.entry_earliest or 0 for row in late), default=0)
    posts = {post for each in ways_out.values() for post in each}
    holes = missed(posts, since, ms(moment)) if posts else {}
    perhaps = perhaps_left(late)
    earlier = _open_before(late)
    found = []
    for row in rows:
        if row.key not in ways_out:
            found.append(Standing(row, _plain_state(row)))
            continue
        spans = tuple(
            span for post in ways_out[row.key] for span in holes[post] if span.until > (row.entry_earliest or 0)
        )
        reasons = _reasons(row, today, bool(perhaps.get(row.key)), row.key in earlier)
        state = "perhaps_beyond" if spans or reasons else "beyond"
        found.append(Standing(row, state, reasons, spans))
    return found


def standing(stay: Stay, now: datetime | None = None) -> Standing:
    return standings([stay], now)[0]


def _may_be_beyond(row: Stay, today: date) -> bool:
    open_ = row.entered and not row.ended and not row.doubts and not row.national
    return bool(open_ and row.last_harsh is not None and row.last_harsh < today)


def _plain_state(row: Stay) -> str:
    if row.doubts:
        return "unknown"
    if row.ended or not row.entered:
        return "out"
    return "no_limit" if row.last_harsh is None else "within"


def _reasons(row: Stay, today: date, perhaps: bool, earlier: bool) -> tuple[str, ...]:
    found = {
        "free_movement": row.answer == "free" and not row.granted,
        "local_regime": row.answer == "local_regime",
        "perhaps_left": perhaps,
        "papers": not row.sure,
        "day_unsure": row.last_kind is None or row.last_kind >= today,
        "earlier_exit": earlier,
    }
    return tuple(code for code, holds in found.items() if holds)


def likely_exits(stays: Sequence[Stay]) -> dict[str, list[str]]:
    """By which posts each of these travellers would leave: the one they entered by, those they used before, and those
    that face the state across from it or their own."""
    posts = list(Post.objects.values_list("code", "country", "neighbour"))
    facts = {code: (country, neighbour) for code, country, neighbour in posts}
    used: dict[str, set[str]] = {}
    for some in chunks(stay.person for stay in stays):
        for person, entry, exit_ in Stay.objects.filter(person__in=some).values_list(
            "person", "entry_post", "exit_post"
        ):
            used.setdefault(person, set()).update({entry, exit_} - {""})
    found = {}
    for stay in stays:
        country, across = facts.get(stay.entry_post, ("", ""))
        facing = {
            code
            for code, its, neighbour in posts
            if its == country and neighbour and (neighbour == across or same_state(neighbour, stay.nationality))
        }
        found[stay.key] = sorted({stay.entry_post} | used.get(stay.person, set()) | facing)
    return found


@dataclass(frozen=True, slots=True)
class Proposal:
    """An exit that is perhaps of the traveller who entered: for a person to look at."""

    entry: str
    exit: str
    score: float


def perhaps_left(stays: Sequence[Stay]) -> dict[str, list[Proposal]]:
    """Of each stay with no end, exits with no entry that a weak link ties to it and that do not surely come before."""
    entries = {stay.entered: stay for stay in stays if stay.entered}
    holder = {
        key: each
        for some in chunks(entries)
        for key, each in Passage.objects.filter(key__in=some).values_list("key", "holder")
    }
    alike = _alike(set(holder.values()))
    lone = _lone_exits({other for each in alike.values() for other, _ in each} | set(holder.values()))
    parted = _parted(entries)
    found: dict[str, list[Proposal]] = {}
    for entry, stay in entries.items():
        own = [(holder[entry], OWN_PARTICULARS)] if entry in holder and not stay.sure else []
        for other, score in [*alike.get(holder.get(entry, ""), []), *own]:
            for exit_ in lone.get(other, ()):
                after = (exit_.exit_latest or 0) >= (stay.entry_earliest or 0)
                pair = (min(entry, exit_.left), max(entry, exit_.left))
                if after and pair not in parted:
                    found.setdefault(stay.key, []).append(Proposal(entry, exit_.left, score))
    for proposals in found.values():
        proposals.sort(key=lambda one: (-one.score, one.exit))
    return found


# Of the very same particulars that prove nobody: no document, a year of birth at most.
OWN_PARTICULARS = 0.9


def _alike(holders: set[str]) -> Mapping[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = {}
    for some in chunks(holders):
        rows = HolderLink.objects.filter(one__in=some) | HolderLink.objects.filter(other__in=some)
        for one, other, score in rows.values_list("one", "other", "score"):
            found.setdefault(one, []).append((other, score))
            found.setdefault(other, []).append((one, score))
    return found


def _lone_exits(holders: set[str]) -> dict[str, list[Stay]]:
    """Exits of these holders that no entry is paired with."""
    of: dict[str, str] = {}
    for some in chunks(holders):
        of |= dict(Passage.objects.filter(holder__in=some, direction="exit").values_list("key", "holder"))
    found: dict[str, list[Stay]] = {}
    for some in chunks(of):
        for stay in Stay.objects.filter(key__in=some, entered=""):
            found.setdefault(of[stay.key], []).append(stay)
    return found


def _parted(entries: Iterable[str]) -> set[tuple[str, str]]:
    return {pair for pair, same in judgements(entries).items() if not same}


def _open_before(stays: Sequence[Stay]) -> set[str]:
    """Stays whose traveller had, before, an exit that nobody saw: then this one may have been missed as well."""
    unseen: dict[str, int] = {}
    for some in chunks(stay.person for stay in stays):
        for person, number in Stay.objects.filter(person__in=some, ended="unseen").values_list("person", "number"):
            unseen[person] = min(number, unseen.get(person, number))
    return {stay.key for stay in stays if stay.number > unseen.get(stay.person, stay.number)}
