"""A meeting as a calendar file (RFC 5545), which every calendar program takes: its days in the time zone of its place,
with reminders, and with a number that grows when it is amended, so that the programs move what they have.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vText

from jalon.cooperation.meetings import CANCELLED, Standing
from jalon.secretariat.words.forums import LEVELS
from jalon.web.days import date_format

REMINDERS = (timedelta(days=-14), timedelta(days=-2), timedelta(hours=-2))
YEAR = timedelta(days=366)
LASTS = timedelta(hours=8)  # a day of a meeting of which only the beginning is known
MEDIA = "text/calendar; charset=utf-8"


def written(stands: Standing, forum: str, agenda: list[str], address: str = "") -> bytes:
    """The file. `forum`: its name; `agenda`: its points in words; `address`: of the meeting's page, or empty."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jalon//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if stands.state == CANCELLED else "PUBLISH")
    calendar.add("x-wr-calname", forum)
    if stands.opens_at and stands.zone:
        calendar.add_component(_zone(stands))
    days = stands.days if stands.opens_at else [stands.starts]
    for number, day in enumerate(days, 1):
        calendar.add_component(_event(stands, day, (number, len(days)), forum, agenda, address))
    return calendar.to_ical()


def _event(stands: Standing, day: date, of: tuple[int, int], forum: str, agenda: list[str], address: str) -> Event:
    event = Event()
    number, days = of
    event.add("uid", f"{stands.key}.{number}@jalon")
    event.add("dtstamp", datetime.fromtimestamp(stands.since / 1000, UTC).replace(microsecond=0))
    event.add("sequence", stands.version + (stands.state == CANCELLED))
    event.add("status", "CANCELLED" if stands.state == CANCELLED else "CONFIRMED")
    title = (
        stands.name
        if days == 1
        else _("%(meeting)s, day %(day)d of %(days)d") % {"meeting": stands.name, "day": number, "days": days}
    )
    event.add("summary", title)
    event.add("location", stands.place)
    event.add("categories", [str(LEVELS.get(stands.level, stands.level))])
    event.add("description", _description(stands, forum, agenda))
    if address:
        event.add("url", address)
    _when(event, stands, day)
    event.add("transp", "OPAQUE")
    if number == 1 and stands.state != CANCELLED:
        for before in REMINDERS:
            event.add_component(_reminder(stands, before))
    return event


def _when(event: Event, stands: Standing, day: date) -> None:
    """Hours in the zone of the place, or whole days where no hour is known."""
    if not stands.opens_at:
        event.add("dtstart", day)
        event.add("dtend", stands.ends + timedelta(1))
        return
    begins = datetime.combine(day, time.fromisoformat(stands.opens_at))
    ends = datetime.combine(day, time.fromisoformat(stands.closes_at)) if stands.closes_at else begins + LASTS
    # Named, also where its clocks are those of UTC: the library would else write an hour of UTC, and who reads
    # “Nouakchott” beside an hour needs no sum. Without a zone the hour is that of the place, whatever the reader's.
    named = {"TZID": stands.zone} if stands.zone else {}
    event.add("dtstart", begins, parameters=named)
    event.add("dtend", ends, parameters=named)


def _zone(stands: Standing) -> Timezone:
    """What the clocks of the place do around the meeting."""
    return Timezone.from_tzinfo(
        ZoneInfo(stands.zone), stands.zone, first_date=stands.starts - YEAR, last_date=stands.ends + YEAR
    )


def _description(stands: Standing, forum: str, agenda: list[str]) -> str:
    lines = [forum, f"{date_format(stands.starts, 'j F Y')} – {date_format(stands.ends, 'j F Y')}"]
    if agenda:
        lines += ["", _("Agenda"), *(f"{number}. {point}" for number, point in enumerate(agenda, 1))]
    return "\n".join(lines)


def _reminder(stands: Standing, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", before)
    alarm["description"] = vText(stands.name)
    return alarm
