"""An hour without power, keyed in later: a sheet of the register, with somebody on it for whom a list asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from jalon.config.demo import names
from jalon.config.demo.lists import TRAVELLER_IDENTIFIERS, WANTED
from jalon.config.demo.traffic import Officer
from jalon.crossings import late
from jalon.crossings.models import Inspection, Sheet
from jalon.crossings.sheets import LINES

SOUGHT_ON = 7  # the line of the one for whom a list asks
EVENING = 19 * 60
SPOILED = "gâchée par l’imprimante"


def some(
    random: Random, today: date, writer: Officer, leader: Officer, *, lines: int = 15, finished: bool = True
) -> Counter[str]:
    """Print two sheets, key in `lines` lines of the first, void the second; the second line answers for the hit where
    the story is `finished`. Counts travellers, late, hits and lost (lines that were not recorded)."""
    writer.post("/paper/", {"act": "print", "kind": "register", "count": "2"})
    first, second = Sheet.objects.filter(kind="register").order_by("-printed_at", "number")[:2]
    before = set(Inspection.objects.filter(late=True).values_list("key", flat=True))
    writer.post(f"/paper/sheet/{first.key}/", head(writer, today) | cells(random, today, min(lines, LINES)))
    writer.post("/paper/", {"act": "mark", "first": second.label, "state": "void", "why": SPOILED})
    made = Inspection.objects.filter(late=True).exclude(key__in=before)
    counted = Counter({"travellers": made.count(), "late": made.count(), "hits": made.filter(hits__gt=0).count()})
    counted.update(made.values_list("state", flat=True))
    counted["lost"] = min(lines, LINES) - made.count()
    if finished:
        for case in late.passed_with_hits():
            said = {"finding": "alerted", "to": "Brigade de Nioro", "remark": "Parti vers le sud avec un autocar"}
            leader.post(f"/paper/passed/{case.key}/", said)
            counted["answered"] += 1
    return counted


def head(writer: Officer, today: date) -> dict[str, str]:
    """The head of the sheet: the evening before."""
    asked = writer.browser.get("/paper/").wsgi_request.user
    return {
        "day": (today - timedelta(days=1)).strftime("%d %m %Y"),
        "written_by": asked.officer,  # type: ignore[union-attr]
        "why": "power_cut",
        "direction": "entry",
        "transport": "foot",
        "whole": "on",
    }


def cells(random: Random, today: date, lines: int, starts: int = EVENING) -> dict[str, str]:
    """The lines as an officer keys them: what stands above is repeated or carried over. `starts`: when the first of
    them passed, or some minutes later, in minutes of the day."""
    typed: dict[str, str] = {}
    clock, nationality = starts + random.randrange(20), ""
    for number in range(1, lines + 1):
        clock += random.randrange(1, 7)
        sought = number == min(SOUGHT_ON, lines)
        line = _sought() if sought else _anyone(random, today)
        if line["nationality"] == nationality:
            line = dict(line) | {"nationality": '"'}
        else:
            nationality = line["nationality"]
        line = {"time": f"{clock // 60:02d}{clock % 60:02d}", **line}
        if number == 1:
            line["document"] = "C"
        typed |= {f"r{number}-{name}": said for name, said in line.items()}
    return typed


def _anyone(random: Random, today: date) -> Mapping[str, str]:
    nationality = random.choice(("MLI", "MLI", "MLI", "MRT"))
    primary, secondary, sex = names.person(random, nationality)
    born = today - timedelta(days=random.randrange(19 * 365, 60 * 365))
    return {
        "surname": primary,
        "given": secondary,
        "sex": sex,
        "born": born.strftime("%d%m%Y"),
        "nationality": nationality,
        "number": f"ML{random.randrange(10**7):07}",
    }


def _sought() -> Mapping[str, str]:
    primary, secondary = TRAVELLER_IDENTIFIERS
    day = "".join(reversed(str(WANTED.birth_date).split("-")))
    return {
        "surname": primary,
        "given": secondary or "",
        "sex": str(WANTED.sex),
        "born": day,
        "nationality": str(WANTED.nationality),
        "number": "GN0084517",
    }
