"""Everyone who crosses, in the shares of a road post, through the pages, as the demonstration's officers.

Travellers at the desk, buses, neighbours, herds, the second line, those who protect, paper, money, the agencies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random

from jalon.config.demo import agencies, bus, counting, money, paper, protection, readers, second_line, visas
from jalon.config.demo.traffic import Officer, process
from jalon.config.demo.travellers import travellers
from jalon.crossings.models import Decision, Group, Hold, Inspection

A_ROUND = 250  # travellers for each time that every story is told once
BY_BUS = 0.4  # of the travellers
SEATS = 58
NEIGHBOURS = 120  # counted in a round
SAID = ("travellers", "admitted", "refused", "referred", "hits", "groups", "counted", "referrals", "held", "late")


def day(random: Random, today: date, amina: Officer, bakary: Officer, *, last: bool) -> Counter[str]:
    """A short day, for whoever opens the demonstration; the last one leaves cases open."""
    done = process(travellers(12, random.randrange(10**6), today), amina)
    done += bus.ride(amina, 14, random.randrange(10**6), today)
    done += counting.some(random, today, amina, neighbours=40)
    done += visas.some(random, today, amina, count=2)
    done += second_line.some(random, today, amina, bakary, leave=last)
    done += protection.some(random, today, count=2)
    done += paper.some(random, today, amina, bakary, lines=6, finished=not last)
    if last:
        done += readers.some(random, today, list(travellers(2, random.randrange(10**6), today)), amina)
    done += money.some(random, today, amina, bakary)
    done += agencies.some(random, today, amina)
    bakary.confirm_refusals()
    return done


def process_all(count: int, seed: int, today: date, say: Callable[[int], None]) -> Counter[str]:
    """`count` travellers who are named, in every way they come, and neighbours who are counted.

    Gives what SAID names, as the tables have it afterwards, and `lost`: whoever stands there undecided, or was said to
    be saved and is not.
    """
    random = Random(f"mix/{seed}")
    amina, bakary = Officer("amina"), Officer("bakary")
    stories: Counter[str] = Counter()
    left = count
    for _ in range(count // A_ROUND):
        stories += visas.some(random, today, amina)
        stories += second_line.some(random, today, amina, bakary)
        stories += protection.some(random, today)
        stories += paper.some(random, today, amina, bakary)
        stories += readers.some(random, today, list(travellers(2, random.randrange(10**6), today)), amina)
    for _ in range(-(-count // A_ROUND)):
        stories += counting.some(random, today, amina, neighbours=NEIGHBOURS)
    left = count - _named()
    while left > bus.STORY + bus.BY_HAND and Group.objects.count() * SEATS < BY_BUS * count:
        seats = min(SEATS, left)
        stories += bus.ride(amina, seats, random.randrange(10**6), today)
        left = count - _named()
        say(_named())
    stories += process(travellers(left, seed, today), amina, lambda number: say(count - left + number))
    bakary.confirm_refusals()
    if count >= A_ROUND:
        money.some(random, today, amina, bakary)
        agencies.some(random, today, amina)
    return _as_recorded(stories)


def _named() -> int:
    """Travellers who were inspected, but for readings that were cancelled."""
    return Inspection.objects.exclude(state="cancelled").count()


def _as_recorded(stories: Counter[str]) -> Counter[str]:
    """What the tables say of it all, not what the stories meant to do."""
    named = Inspection.objects.exclude(state="cancelled")
    found = Counter(named.values_list("state", flat=True))
    undecided = named.exclude(key__in=Decision.objects.values("inspection")).count()
    return Counter(
        {
            "travellers": named.count(),
            "admitted": found["admitted"],
            "refused": found["refused"],
            "referred": found["referred"],
            "hits": named.filter(hits__gt=0).count(),
            "groups": Group.objects.filter(closed_at__isnull=False).count(),
            "counted": stories["counted"],
            "referrals": Decision.objects.filter(outcome="referred").count(),
            "held": Hold.objects.count(),
            "late": named.filter(late=True).count(),
            "lost": max(stories["lost"], undecided),
        }
    )
