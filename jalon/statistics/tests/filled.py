"""A made-up border of many posts over many months, put straight into the counts: for pages, pictures and the bench."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from jalon.journal.models import EnrolledNode
from jalon.posts.models import Post
from jalon.statistics import cells, following
from jalon.statistics.cells import At, Cells, Made, Passage
from jalon.statistics.models import Heard, OpenHours, Side

STATES = (
    ("MLI", 40),
    ("MRT", 14),
    ("NER", 13),
    ("BFA", 12),
    ("SEN", 9),
    ("NGA", 5),
    ("TCD", 3),
    ("GIN", 2),
    ("CIV", 1),
)
RARE = ("FRA", "DZA", "TGO", "BEN", "GHA", "GMB", "CMR", "LBY", "SDN", "MAR", None)
DOCUMENTS = (
    ("identity_card", 50),
    ("passport", 22),
    ("passport_ecowas", 14),
    ("laissez_passer", 7),
    ("no_document", 5),
)
TRANSPORTS = (("bus", 34), ("car", 20), ("truck", 12), ("foot", 18), ("motorcycle", 12), ("pirogue", 4))
PURPOSES = (("trade", 34), ("family", 24), ("work", 18), ("transit", 10), ("herding", 6), ("health", 5), ("study", 3))
REASONS = (("no_valid_document", 50), ("no_visa", 25), ("false_document", 15), ("post_closed", 10))
HOURS = (5, 6, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 14, 15, 15, 16, 16, 17, 17, 18, 19, 20, 21)
LISTS = ("national", "un", "stolen")


def enrol(posts: Sequence[str], first: date, last: date, silent: dict[str, int]) -> None:
    """A machine at each post, heard until the last day; `silent`: of some posts, how many days before."""
    zone = following.zone()
    start = int(datetime.combine(first, time.min, zone).timestamp() * 1000)
    end = int(datetime.combine(last + timedelta(days=1), time.min, zone).timestamp() * 1000)
    EnrolledNode.objects.bulk_create(
        EnrolledNode(
            id=f"{number:016x}", post=post, signing="", sealing="", recall="", enrolled="", enrolled_by="",
            enrolled_at=start,
        )
        for number, post in enumerate(posts, 1)
    )  # fmt: skip
    side = _side()
    Heard.objects.bulk_create(
        Heard(
            side=side, node=f"{number:016x}", post=post, first=start, last=end - silent.get(post, 0) * 86_400_000
        )
        for number, post in enumerate(posts, 1)
    )  # fmt: skip
    day_hours = sum(1 << hour for hour in range(6, 22))
    days = [first + timedelta(days=index) for index in range((last - first).days + 1)]
    OpenHours.objects.bulk_create(
        [
            OpenHours(side=side, post=post, day=day, hours=day_hours)
            for post in posts
            for day in days
            if (last - day).days >= silent.get(post, 0)
        ],
        batch_size=2000,
    )


def fill(
    posts: Sequence[str],
    first: date,
    last: date,
    crossings: int,
    silent: dict[str, int],
    say: Callable[[int], None] = lambda _done: None,
) -> int:
    """Count so many passages, spread over posts and days. Returns how many there were."""
    chance = random.Random(20)
    side, zone = _side(), following.zone()
    days = (last - first).days + 1
    weights = [0.3 + chance.random() ** 2 * 3 for _ in posts]
    waiting: Cells = Counter()
    done = 0
    for index in range(days):
        day = first + timedelta(days=index)
        season = 1 + 0.25 * (1 if day.month in {11, 12, 1, 4} else -0.4) + (0.3 if day.weekday() == 4 else 0)
        for post, weight in zip(posts, weights, strict=True):
            if (last - day).days < silent.get(post, 0):
                continue
            number = crossings / days / sum(weights) * weight * season
            for _ in range(int(number + chance.random())):
                waiting.update(cells.of_passage(passage(chance, post, day, zone), zone))
                done += 1
            _neighbours(chance, waiting, post, day)
        if len(waiting) > 60_000:
            following.add(side, waiting)
            waiting = Counter()
            say(done)
    following.add(side, waiting)
    return done


def passage(chance: random.Random, post: str, day: date, zone: object) -> Passage:
    """Somebody invented."""
    at = datetime.combine(day, time(chance.choice(HOURS), chance.randrange(60)), zone)  # type: ignore[arg-type]
    ms = int(at.timestamp() * 1000)
    nationality = chance.choice(RARE) if chance.random() < 0.02 else _one(chance, STATES)
    born = day.year - max(0, min(90, int(chance.gauss(31, 14))))
    seen = {
        "fields": {
            "nationality": nationality,
            "sex": "F" if chance.random() < 0.38 else "M",
            "birth_date": f"{born}-06",
        },
        "hits": [{"list": chance.choice(LISTS)}] if chance.random() < 0.004 else [],
    }
    journey = {"purpose": _one(chance, PURPOSES)}
    took = int(chance.lognormvariate(10.6, 0.6))
    first = Made("d", ms + took, 1, "admitted", 1, _one(chance, TRANSPORTS), {"journey": journey})
    one = Passage(
        post, "entry" if chance.random() < 0.54 else "exit", "admitted", _one(chance, DOCUMENTS), ms, ms, False, seen
    )
    one.decisions = [first]
    luck = chance.random()
    if luck < 0.004:
        first.outcome = one.state = "refused"
        first.kept = {"reason": _one(chance, REASONS)}
    elif luck < 0.02 or seen["hits"]:
        first.outcome = "referred"
        opened = first.at + int(chance.lognormvariate(13.2, 0.8))
        second = Made("e", opened + int(chance.lognormvariate(13, 0.6)), 2, "admitted", 2, "", {"journey": journey})
        verdict = chance.choice(["another"] * 8 + ["unsure", "same"])
        second.kept = {"journey": journey, "verdicts": [verdict] * len(seen["hits"])}
        one.decisions, one.taken = [first, second], [At(opened)]
    elif luck < 0.03:
        one.late = True
    return one


def _neighbours(chance: random.Random, waiting: Cells, post: str, day: date) -> None:
    place = (day.isoformat(), post)
    for what, many in (("man", 60), ("woman", 75), ("boy", 8), ("girl", 9)):
        for way in ("entry", "exit"):
            waiting[(*place, way, "counted", what)] += chance.randrange(many)
    waiting[(*place, "entry", "vehicle", "truck_sealed")] += chance.randrange(12)
    waiting[(*place, "exit", "vehicle", "cart_loaded")] += chance.randrange(20)
    waiting[(*place, "entry", "card", "foot")] += chance.randrange(25)


def posts_of(country: str = "") -> list[str]:
    """The posts that are declared here, of one state or all."""
    posts = Post.objects.filter(country=country) if country else Post.objects.all()
    return list(posts.values_list("code", flat=True))


def _side() -> int:
    side, _ = Side.objects.get_or_create(live=True, defaults={"number": 0, "rules": following.rules()})
    return side.number


def _one(chance: random.Random, table: Sequence[tuple[str, int]]) -> str:
    names, weights = zip(*table, strict=True)
    return chance.choices(names, weights)[0]
