"""What happens on each machine of the demonstration's two countries, and who serves there.

Each function runs on its own machine: a process with its own folder, keys and databases.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from random import Random

from jalon.config import cast, joining
from jalon.config.cast import CAST, Member
from jalon.config.demo import mix, money, place, traffic
from jalon.config.demo.atlas import Country, places
from jalon.config.demo.months import COURIER, Season, arrive, last_heard
from jalon.config.demo.story import days, stick
from jalon.config.demo.story.days import before
from jalon.config.demo.travellers import Traveller, travellers
from jalon.config.preparing import prepare_node
from jalon.config.starting import start_node
from jalon.crossings.models import Shift
from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.posts import declaration
from jalon.posts.models import Post
from jalon.posts.verbs import FACTS
from jalon.staff import first_code, postings
from jalon.staff.models import Account
from jalon.staff.verbs import INSTALLER
from jalon.sync import enrolment, session
from jalon.watchlists.models import InService
from jalon.web.gate import Role

Say = Callable[[str], None]
SINCE = date(2026, 1, 1)
DAYS = 2
OPPOSITE = {"entry": "exit", "exit": "entry"}


# Posts of the story of which no source says where they stand (degrees): they are on the map too.
INVENTED_PLACES = {"ML-SON": (12.06, -4.66), "MR-ADE": (15.57, -7.05)}
CASTS: dict[str, tuple[Member, ...]] = {
    # Sékou is at the next desk when the plug is pulled.
    "mali": (*CAST, Member("sekou", "Sékou", (Role.FIRST_LINE,)), Member("solange", "Solange", (Role.PARTNER,))),
    "mauritania": (
        Member("aicha", "Aïcha", (Role.FIRST_LINE,)),
        Member("brahim", "Brahim", (Role.FIRST_LINE, Role.SHIFT_LEADER)),
        Member("mariem", "Mariem", (Role.NATIONAL_DESK,)),
        Member("oumar", "Oumar", (Role.ADMINISTRATOR,)),
    ),
}


def prepare_headquarters(country: Country, posts: int, say: Say, today: date) -> None:
    """Keys, databases, posts, officers (posted at the country's post, or here), lists. What is there stays."""
    prepare_node(country.headquarters)
    start_node()
    if not Account.objects.exists():
        say(f"{cast.declare_posts()} posts known")
        for code, (latitude, longitude) in INVENTED_PLACES.items():
            said = {fact: getattr(Post.objects.get(code=code), fact) for fact in FACTS}
            where = {"latitude": latitude, "longitude": longitude, "coordinates_from": "invented for the demonstration"}
            declaration.declare(code, said | where, INSTALLER)
        at = places(country, posts)
        for invented in at[1:]:
            declaration.declare(invented, {"name": invented, "country": country.code, "neighbour": ""}, INSTALLER)
        for member in CASTS[country.name]:
            account, _ = first_code.enrol(member.name, member.username, INSTALLER)
            account.set_password(place.PASSWORD)
            account.save()
            for role in member.roles:
                for post in _serves_at(role, country, at):
                    postings.post(account.officer, post, role, INSTALLER, SINCE)
        say(f"{len(CASTS[country.name])} officers posted")
    if not InService.objects.exists():
        officers = dict(Account.objects.values_list("username", "officer"))
        two = {
            "claire": officers[_who(country, Role.NATIONAL_DESK)],
            "issa": officers[_who(country, Role.ADMINISTRATOR)],
        }
        place.put_lists_in_service(two, say, today)
        if country.post == place.POST:
            money.invent_a_fee()


COVERED = 0.62  # of Mali's hours in the last thirty days


def seasons(country: str) -> tuple[Season, ...]:
    """How the posts of a country lived through the months before today. A machine that its post gets today takes over
    from the one that is here called Gogui's; two of Mali's posts are not heard any more."""
    if country == "mauritania":
        return (Season("MR-GOG", 4, reader=((152, -1),)), Season("MR-ADE", 2, COURIER))
    return (
        Season("ML-GOG", 8, reader=((days.READER, days.READER_BROKEN), (days.READER_REPAIRED, -1))),
        Season("ML-DIB", 4, reader=((300, -1),)),
        Season("ML-HER", 3, COURIER, reader=((130, -1),), last=last_heard(COVERED, 2, 4, stick.ENROLLED)),
        Season("ML-KOUR", 2, COURIER, last=(74, 13.0)),
    )


NUMBERS = {"mali": 0, "mauritania": 100}  # where those of their machines begin


def fill_months(country: Country, today: date, say: Say) -> None:
    """The traffic of the country's posts since before the first meeting, once."""
    if Shift.objects.exists():
        return
    key = this_node().keys.sealing.public_key().public_bytes_raw()
    posts = seasons(country.name)
    told = arrive(key, posts, days.BEFORE_NOUAKCHOTT, today, say, NUMBERS[country.name])
    since = before(today, days.BEFORE_NOUAKCHOTT)
    say(f"{country.headquarters}: {told[0]} travellers at {len(posts)} posts since {since}, {told[1]} entries")


def invite(post: str) -> str:
    """At the headquarters, or at a forum for a party: a one-time code for a machine. Where one serves there already,
    the new one takes its place."""
    there = EnrolledNode.objects.filter(post=post, revoked_at__isnull=True).values_list("id", flat=True).first()
    return str(enrolment.invite(post, INSTALLER, there or ""))


def prepare_post(address: str, code: str, say: Say) -> None:
    """At the post: join, take the editions in, and let the demonstration's officers sign in as if each had used the
    one-time code already."""
    joining.join(address, code)
    until_settled(say)
    for account in Account.objects.filter(is_active=True):
        account.set_password(place.PASSWORD)
        account.save()


def until_settled(say: Say, times: int = 60) -> session.Summary:
    """Exchange until everything is sent and what is offered is held."""
    summary = session.Summary(trouble="nothing was tried")
    for _ in range(times):
        summary = session.synchronise(say=say)
        if summary.whole and not summary.waiting and not summary.editions and InService.objects.exists():
            break
        time.sleep(0.5)
    return summary


def fill_days(country: Country, today: date, say: Say) -> None:
    """Some days of traffic at the post, once: all of it in Mali; those who left Mali arrive across the line."""
    if Shift.objects.exists():
        return
    first, leader = (member.username for member in CASTS[country.name][:2])
    for number in range(DAYS):
        amina, bakary = traffic.Officer(first), traffic.Officer(leader)
        if country.post == place.POST:
            counted = mix.day(Random(number), today, amina, bakary, last=number == DAYS - 1)
        else:
            counted = traffic.process(across(travellers(20, number, today)), amina)
            bakary.confirm_refusals()
        amina.close()
        bakary.close()
        say(f"shift {number + 1}: {counted['travellers']} travellers")


def across(many: Iterable[Traveller]) -> list[Traveller]:
    """The same travellers at the opposite post: who left one country enters the other."""
    return [replace(one, direction=OPPOSITE[one.direction]) for one in many]


def _serves_at(role: Role, country: Country, posts: list[str]) -> list[str]:
    """Whoever decides for the country may do so at its posts too: a machine there needs two people on the spot."""
    if role in {Role.ADMINISTRATOR, Role.NATIONAL_DESK}:
        return [country.headquarters, *posts]
    return posts if role in postings.AT_ONE_POST else [country.headquarters]


def _who(country: Country, role: Role) -> str:
    return next(member.username for member in CASTS[country.name] if role in member.roles)
