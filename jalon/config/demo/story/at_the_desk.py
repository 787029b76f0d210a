"""What waits at Gogui for whoever goes through the officer's door: a bus of sixty that was read and not decided, a
namesake at the second line, a girl who stands at the desk alone, a sheet of the register with an hour on it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from jalon.config.demo import bus, lists, paper, travellers
from jalon.config.demo.traffic import Officer, open_vehicle
from jalon.crossings import drafts
from jalon.crossings.inspection import undecided
from jalon.crossings.models import Group, Inspection, Sheet, Shift
from jalon.crossings.rules import what_was_seen
from jalon.staff.models import Account

SEATS = 60
LINES = 12
NAMESAKE_BORN = f"{lists.WANTED.birth_date[:8]}27"  # ten days after the one who is sought
AN_HOUR, WITH_POWER_AGAIN = 95, 20  # minutes: what twelve lines need at most; and since
NEXT_DESK = "sekou"
GIRL = ("DIARRA", "KADIATOU")


def wait(today: date) -> dict[str, str]:
    """Set the scene where it is not set. What waits -> the address of its page."""
    amina, present = _on_duty("amina")
    Officer("bakary")  # leads, with a shift of his own
    return {
        "bus": f"/vehicle/{_bus(amina, today)}/",
        "namesake": _namesake(today),
        "girl": _girl(amina, present, today),
        "sheet": f"/paper/sheet/{_sheet(amina, present, today)}/",
    }


def _on_duty(username: str) -> tuple[Officer, Shift]:
    """An officer at the desk, with the shift of that officer."""
    officer = Officer(username)
    serves = Account.objects.get(username=username).officer
    present = Shift.objects.filter(officer=serves, closed_at__isnull=True).order_by("opened_at").last()
    assert present is not None
    return officer, present


def _bus(amina: Officer, today: date) -> str:
    for there in Group.objects.filter(closed_at__isnull=True).order_by("-position"):
        if Inspection.objects.filter(group=there.key, state="open").count() > SEATS // 2:
            return there.key
    before = Group.objects.count()  # of another bus, other passengers
    address = open_vehicle(amina, SEATS, plate=f"AB {4100 + before} MD")
    for one in bus.passengers(SEATS, int(f"{today:%j}") * 100 + before, today):
        if one.mrz:
            amina.post(f"{address}swipe/", {"mrz": one.mrz, "seat": one.seat})
        else:
            without = "?document=none" if one.kind == "no_document" else ""
            kind = one.typed.get("document_type", "no_document")
            amina.post(f"{address}type/{without}", {**one.typed, "asked": kind})
    return Group.objects.order_by("-position")[0].key


def _namesake(today: date) -> str:
    """Bears the name of somebody who is sought, and was born on another day. He came to the next desk."""
    for one in Inspection.objects.filter(state="referred", hits__gt=0, group="").order_by("-position"):
        seen = what_was_seen(one)
        if seen and seen["fields"]["birth_date"] == NAMESAKE_BORN:
            return f"/second-line/{one.key}/"
    there = Account.objects.filter(username=NEXT_DESK).exists()  # a home that was made before he served has him not
    sekou, present = _on_duty(NEXT_DESK if there else "bakary")
    for left in undecided(present):  # whom a power cut left there
        sekou.post(f"/traveller/{left.key}/refer/", {"reason": "document_doubt"})
    primary, secondary = lists.TRAVELLER_IDENTIFIERS
    # With the passport of one who was freed before, his slip would let him through at the desk.
    number = f"GN{71122 + Inspection.objects.filter(state='admitted', hits__gt=0).count():07}"
    until = travellers.in_years(today, 4)
    mrz = travellers.passport(primary, secondary, NAMESAKE_BORN, "GIN", "M", number, until)
    sekou.post("/swipe/", {"mrz": mrz, "source": "wedge", "direction": "entry"})
    stands = undecided(present)[0]
    sekou.post(f"/traveller/{stands.key}/refer/", {"reason": "possible_match"})
    return f"/second-line/{stands.key}/"


def _girl(amina: Officer, present: Shift, today: date) -> str:
    """Stands at the desk, thirteen years old, with nobody. The desk shows her."""
    if not undecided(present):
        born = (today - timedelta(days=13 * 365 + 40)).isoformat()
        until = travellers.in_years(today, 2)
        others = Inspection.objects.filter(state="referred").count()  # each is another girl
        mrz = travellers.passport(*GIRL, born, "BFA", "F", f"BF{today:%m%d}{(417 + others) % 1000:03}", until)
        amina.post("/swipe/", {"mrz": mrz, "source": "wedge", "direction": "entry"})
    return "/"


def _sheet(amina: Officer, present: Shift, today: date) -> str:
    """A sheet that was filled by hand while there was no power, typed and not recorded: it waits as a draft."""
    waiting = Sheet.objects.filter(kind="register", state="printed").order_by("-printed_at", "number").first()
    if waiting is None:
        amina.post("/paper/", {"act": "print", "kind": "register", "count": "1"})
        waiting = Sheet.objects.filter(kind="register").order_by("-printed_at", "number")[0]
    name = f"sheet-{waiting.label}"
    day, starts = the_hour_without_power(timezone.localtime())
    head = paper.head(amina, today) | {"day": day.strftime("%d %m %Y")}
    if (drafts.kept_as(present, name) or {}).get("day") != head["day"]:
        drafts.keep(present, name, head | paper.cells(Random(str(day)), today, LINES, starts))
    return waiting.key


def the_hour_without_power(now: datetime) -> tuple[date, int]:
    """Its day, and when it began, in minutes of that day: it is over by now, and lies within one day."""
    began = now - timedelta(minutes=AN_HOUR + WITH_POWER_AGAIN)
    if began.date() != now.date():
        return began.date(), 24 * 60 - AN_HOUR
    return began.date(), began.hour * 60 + began.minute
