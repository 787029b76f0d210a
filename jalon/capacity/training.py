"""Training: what was taught to how many of which post, and until when it counts. At the headquarters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from jalon.capacity.kinds import TRAININGS
from jalon.capacity.models import Trained, Training, TrainingWithdrawn
from jalon.capacity.rules import CannotSay
from jalon.journal.acting import act
from jalon.journal.record import Recorded, record
from jalon.posts.models import Post

RUNS_OUT_WITHIN = 90  # days
HEADQUARTERS = ""  # the place of those who serve at no post
MOST = 5000


@dataclass(frozen=True, slots=True)
class People:
    """How many of one place, and of them women."""

    post: str
    people: int
    women: int = 0


@act
def record_training(
    kind: str,
    on: date,
    trained: Sequence[People],
    actor: str,
    until: date | None = None,
    title: str = "",
    provider: str = "",
    place: str = "",
    project: str = "",
) -> Recorded:
    """Record a training that ended on a day, and how many of each post it reached. Raises CannotSay."""
    if kind not in TRAININGS:
        raise CannotSay("not_known")
    if on > timezone.localdate():
        raise CannotSay("not_yet", "on")
    if until is not None and until < on:
        raise CannotSay("ends_before_it_begins", "until")
    _examined(trained)
    body = {"kind": kind, "on": on.isoformat(), "trained": [_plain(one) for one in trained]}
    if until is not None:
        body["until"] = until.isoformat()
    more = {"title": title, "provider": provider, "place": place, "project": project}
    return record("training.held", body | {name: said.strip() for name, said in more.items() if said.strip()}, actor)


def _examined(trained: Sequence[People]) -> None:
    places = [one.post for one in trained]
    if not trained:
        raise CannotSay("nobody_trained", "trained")
    if len(places) != len(set(places)):
        raise CannotSay("place_twice", "trained")
    known = set(Post.objects.filter(code__in=places).values_list("code", flat=True)) | {HEADQUARTERS}
    for one in trained:
        if one.post not in known:
            raise CannotSay("not_known", "trained")
        if not 0 < one.people <= MOST:
            raise CannotSay("too_many", "trained")
        if not 0 <= one.women <= one.people:
            raise CannotSay("more_than_all", "trained")


def _plain(one: People) -> dict[str, str | int]:
    return {"post": one.post, "people": one.people, "women": one.women}


@act
def withdraw(training: str, why: str, actor: str) -> Recorded:
    """Record that a training was recorded in error. Raises CannotSay."""
    if not held().filter(key=training).exists():
        raise CannotSay("not_known")
    if not why.strip():
        raise CannotSay("needed", "why")
    return record("training.withdrawn", {"training": training, "why": why.strip()[:200]}, actor)


def held(since: date | None = None, until: date | None = None, at: int | None = None) -> QuerySet[Training]:
    """The trainings that ended in a period, both days inclusive, and that were not recorded in error."""
    rows, withdrawn = Training.objects.all(), TrainingWithdrawn.objects.all()
    if at is not None:
        rows, withdrawn = rows.filter(position__lte=at), withdrawn.filter(position__lte=at)
    rows = rows.exclude(key__in=withdrawn.values("training"))
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    return rows.order_by("-on", "key")


def reached(trainings: Iterable[str]) -> dict[str, list[Trained]]:
    """Whom each training reached: key -> a row a place."""
    found: dict[str, list[Trained]] = defaultdict(list)
    for row in Trained.objects.filter(training__in=list(trainings)).order_by("post", "key"):
        found[row.training].append(row)
    return dict(found)


def valid(on: date, at: int | None = None) -> dict[tuple[str, str], tuple[int, int]]:
    """Whose training counts on a day: (post, kind of training) -> (people, of them women). Who took the same kind twice
    counts twice."""
    counting = {one.key: one for one in held(until=on, at=at) if one.until is None or one.until >= on}
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for key, rows in reached(counting).items():
        for row in rows:
            people, women = found.get((row.post, counting[key].kind), (0, 0))
            found[row.post, counting[key].kind] = (people + row.people, women + row.women)
    return found


def running_out(on: date, days: int = RUNS_OUT_WITHIN, at: int | None = None) -> list[Training]:
    """The trainings that count on a day and end within so many days after it, the first to end first."""
    last = on + timedelta(days=days)
    return list(held(until=on, at=at).filter(until__gte=on, until__lte=last).order_by("until", "key"))
