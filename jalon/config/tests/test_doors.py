"""The demonstration’s doors: pages in three languages, whom they sign in, and that no other home opens them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from jalon.config import cast
from jalon.config.demo import clock, lists, marked, place, signing, travellers
from jalon.config.demo.atlas import MACHINES
from jalon.config.demo.doors import pages
from jalon.config.demo.doors.pages import Pulled, Setting
from jalon.config.demo.doors.server import Doors
from jalon.config.demo.doors.walks import DOORS, Door
from jalon.config.demo.machines import Machine, MachineFailed
from jalon.config.demo.story import sitting
from jalon.config.demo.story.at_the_desk import AN_HOUR, NAMESAKE_BORN, the_hour_without_power
from jalon.cooperation import membership
from jalon.crossings.inspection import person_of, shown_by_mrz
from jalon.journal.models import Peer
from jalon.journal.node import wall_clock
from jalon.watchlists import asking
from jalon.watchlists.formats import national
from jalon.watchlists.rules import Rules


class Anything(dict[str, str]):
    """Keys of pages, whatever is asked for."""

    def __missing__(self, name: str) -> str:
        return f"<{name}>"


def setting(language: str) -> Setting:
    ports = {name: 8000 + place for name, place in MACHINES.items()}
    keys = {name: Anything(bus="/vehicle/b/", namesake="/n/", girl="/", sheet="/s/") for name in MACHINES}
    return Setting(language, "localhost", ports, keys, ("ML-SON.stick", 41_000), "a password")


def messages(door: Door) -> Iterator[str]:
    yield from (door.title, door.lead)
    for step in door.steps:
        yield from (step.title, step.do, step.see)


OF_THE_FRAME = ("Open the page", "Pull the plug", "Nothing here is real", "Save the file", "Everybody", "by yourself")


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_door_is_written_in_each_language(language):
    first = pages.first(setting(language))
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in first
    pulled = Pulled("14:32:05", 214, 214, True, 3.2)
    for door in DOORS.values():
        assert f'href="/{door.name}/"' in first
        page = pages.walk(setting(language), door, pulled)
        assert 5 <= len(door.steps) <= 7 and page.count("walk__step") == len(door.steps)
        for message in messages(door):
            assert pages.said(language, message) in page
            assert language == "en" or pages.said(language, message) != pages.said("en", message), message
        assert language == "en" or not [word for word in OF_THE_FRAME if word in page + first]
        assert "<script" not in page and "style=" not in page and "%2F" in page
    assert "banner--clear" in pages.walk(setting(language), DOORS["officer"], pulled)
    lost = Pulled("14:32:05", 214, 210, True, 3.2)
    assert "banner--stop" in pages.walk(setting(language), DOORS["officer"], lost)


@pytest.mark.parametrize(
    ("address", "status", "where"),
    [
        ("amina/?to=/shift/&language=ar", 302, "/shift/"),
        ("amina/", 302, "/home/"),
        ("amina/?to=//elsewhere.example/", 400, ""),
        ("amina/?to=https://elsewhere.example/", 400, ""),
        ("nobody/?to=/", 400, ""),
    ],
)
def test_a_link_signs_somebody_of_the_cast_in_and_leads_nowhere_else(node, address, status, where):
    cast.enrol("ML-GOG", "a password of ten", clock.date(2026, 1, 1))
    request = RequestFactory().get(signing.PLACE + address)
    request.session, request.user = SessionStore(), _nobody()
    answer = signing.SignsIn(lambda _: pytest.fail("it went by the door"))(request)
    assert answer.status_code == status
    if status == 302:
        assert answer["Location"] == where and request.user.get_username() == "amina"


def _nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_no_home_but_the_demonstration_s_has_these_doors(tmp_path):
    with pytest.raises(ValueError, match="did not make"):
        (tmp_path / "real" / "keys").mkdir(parents=True)
        marked.mark(tmp_path / "real")
    settings = {"DJANGO_SETTINGS_MODULE": marked.SETTINGS, "JALON_HOME": str(tmp_path / "real")}
    command = [sys.executable, "-c", "import jalon.config.demo.settings"]
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True)
    assert done.returncode != 0 and "is no home of the demonstration" in done.stderr
    marked.mark(tmp_path / "made")
    settings["JALON_HOME"] = str(tmp_path / "made")
    assert subprocess.run(command, env={**os.environ, **settings}, capture_output=True).returncode == 0


def test_a_clock_that_was_set_goes_on_and_is_given_back():
    then = clock.moment(clock.date(2026, 4, 26), 10)
    with clock.standing_at(then):
        assert 0 <= wall_clock() - then < 1000
        assert clock.timezone.localdate() == clock.date(2026, 4, 26)
    assert wall_clock() - then > 3_600_000 or wall_clock() < then


def test_the_namesake_of_the_walk_is_near_enough_for_the_list_to_stop_him(tmp_path):
    """Else there is nobody to compare him with, and no “Another person” to choose."""
    today = date(2026, 11, 26)
    lists.write(tmp_path, place.SEED, today)
    edition = national.parse([tmp_path / "national_mli.csv"], today=today)
    part = asking.part_of(edition.listings, Rules(title="Mali"))
    mrz = travellers.passport(*lists.TRAVELLER_IDENTIFIERS, NAMESAKE_BORN, "GIN", "M", "GN0071122", date(2030, 1, 1))
    (found, *_others) = asking.ask(part, person_of(shown_by_mrz(mrz)), today.isoformat())
    assert found.listing == lists.WANTED_ID and lists.WANTED.birth_date != NAMESAKE_BORN


@pytest.mark.parametrize(
    ("now", "day", "starts"),
    [
        (datetime(2026, 11, 26, 14, 0), date(2026, 11, 26), 12 * 60 + 5),
        (datetime(2026, 11, 26, 2, 0), date(2026, 11, 26), 5),
        (datetime(2026, 11, 26, 0, 30), date(2026, 11, 25), 24 * 60 - AN_HOUR),
    ],
)
def test_the_hour_on_paper_is_one_that_is_just_over(now, day, starts):
    assert the_hour_without_power(now) == (day, starts)


class Kept(Machine):
    """A machine whose server is no process: `falls` is whether it is down, `starts` whether it can be started."""

    falls, starts, started = False, True, 0
    processes: list = []

    def __init__(self, home):
        self.home = home

    stands = property(lambda self: not self.falls)

    def pull_the_plug(self):
        pass

    def serve(self):
        if not self.starts:
            raise MachineFailed("its port is taken")
        self.falls, self.started = False, self.started + 1


def test_a_server_that_was_killed_is_started_again_and_the_others_stay(tmp_path):
    machines = {name: Kept(tmp_path / name) for name in MACHINES}
    doors = Doors(machines, {}, tmp_path / "stick", 0)
    machines["forum"].falls = True
    doors.look_after()
    assert {name: one.started for name, one in machines.items()} == dict.fromkeys(MACHINES, 0) | {"forum": 1}
    machines["across"].falls, machines["across"].starts = True, False
    doors.look_after()
    doors.look_after()  # before its pause is over nothing is tried
    assert (doors.fallen["forum"].seconds is not None, doors.fallen["across"].seconds) == (True, None)
    page = pages.first(replace(setting("en"), fallen=doors.fallen))
    assert page.count("banner--clear") == page.count("banner--look") == 1 and "is being started again" in page


def test_machines_that_are_opened_at_other_ports_call_one_another_there(node):
    Peer.objects.create(id="f" * 16, signing="", sealing="", address="http://127.0.0.1:8005", party="MLI", joined_at=1)
    for _ in range(2):
        sitting.call_at("http://127.0.0.1:8405")
    assert Peer.objects.get().address == "http://127.0.0.1:8405"
    assert membership.follow() == 0  # nobody said that the forum moved: nothing leads back
