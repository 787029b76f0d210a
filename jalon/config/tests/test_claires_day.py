"""Claire's day, across every room and three machines, each with its own disk, keys and socket.

A post falls silent; what it recorded meanwhile comes on a stick, with a namesake who was kept waiting; she clears him
with a reason; he passes unhindered at another post, and on his way back at the first.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jalon.adjudication.tests.headquarters import HEAD, row
from jalon.config.demo import travellers
from jalon.desk.tests.browser import PASSWORD, chromium  # noqa: F401
from jalon.headquarters.tests.test_border_journey import arrive  # noqa: F401
from jalon.sync.tests.two_nodes import Headquarters, Post

pytestmark = pytest.mark.browser

FIRST, OTHER = "ML-GOG", "ML-KOU"
LISTED = ("KOUYATEGUI", "Bablenin", "1980-05-17")
SILENT = {"fr": "Un poste est silencieux", "en": "A post is silent", "ar": "مركز صامت"}
CAST = f"""
from datetime import date
from jalon.config import cast
from jalon.staff import postings
from jalon.web.gate import Role
officers = cast.enrol("ML-HQ", "{PASSWORD}", date(2026, 1, 1))
for post in ("{FIRST}", "{OTHER}"):
    postings.post(officers["amina"], post, Role.FIRST_LINE, cast.ADMINISTRATOR, date(2026, 1, 1))
"""
LIST = """
from datetime import date
from pathlib import Path
from jalon.staff.models import Account
from jalon.watchlists import editions
from jalon.watchlists.formats.guards import Guards
from jalon.watchlists.rules import Rules
who = dict(Account.objects.values_list("username", "officer"))
path = Path({path!r})
found, _ = editions.propose("avis", [path], Rules(title="Avis"), who["claire"], date.today(), bounds=Guards())
editions.approve(found.key, "D-1", who["issa"])
"""
READY = f"""
from jalon.staff.models import Account
for account in Account.objects.filter(username="amina"):
    account.set_password("{PASSWORD}")
    account.save()
"""
# Amina swipes, and does what the screen lets her: one key for whom nobody looks for any more, else the second line.
SWIPE = """
import json
from datetime import date
from jalon.config.demo import traffic
from jalon.crossings.models import Inspection
from jalon.crossings.rules import what_was_seen
traffic.PASSWORD = {password!r}
amina = traffic.Officer("amina")
amina.post("/swipe/", {{"mrz": {mrz!r}, "source": "wedge", "direction": {direction!r}}})
one = Inspection.objects.filter(state="open").order_by("-position").first()
hits = what_was_seen(one)["hits"]
stopped = [hit for hit in hits if not hit.get("cleared")]
case = f"/traveller/{{one.key}}/"
if stopped:
    amina.post(f"{{case}}refer/", {{"reason": "possible_match"}})
else:
    passage = {{"direction": {direction!r}, "transport": "bus", "looked": ""}}
    amina.post(f"{{case}}admit/", passage)
one.refresh_from_db()
print(json.dumps([len(hits), len(stopped), one.state]))
"""


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Headquarters, Post, Post]]:
    folder = tmp_path_factory.mktemp("claire")
    above, first, other = Headquarters(folder / "above"), Post(folder / "first"), Post(folder / "other")
    for one in (above, first, other):
        one.folder.mkdir()
    above.environment["JALON_ALERTS_SILENT_HOURS"] = "0.0005"  # some two seconds
    above.jalon("node", "prepare", "--post", "ML-HQ")
    above.python(CAST)
    notice = folder / "avis.csv"
    notice.write_text(HEAD + row("T-1", *LISTED), encoding="utf-8")
    above.python(LIST.format(path=str(notice)))
    above.serve()
    for post, code in ((first, FIRST), (other, OTHER)):
        post.jalon("node", "enrol", "--address", above.address, "--code", above.code(code))
        above.work()
        post.jalon("sync")
        post.python(READY)
    yield above, first, other
    above.stop()


def swiped(post: Post, mrz: str, direction: str) -> tuple[int, int, str]:
    """(hits, hits that stop, what became of it) of a traveller at a post's desk."""
    said = post.python(SWIPE.format(password=PASSWORD, mrz=mrz, direction=direction))
    hits, stopped, state = json.loads(said.strip().splitlines()[-1])
    return hits, stopped, state


def on_its_own_way(page: Page, language: str) -> None:
    assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")


def let_it_fall_silent(above: Headquarters, page: Page) -> None:
    """Let the rules be asked until the silence is long enough; they are asked every ten seconds at most."""
    for _ in range(20):
        above.work()
        page.goto("/border/")
        if page.locator("#alerts-strip a").count():
            return
        time.sleep(1)


def test_a_namesake_is_cleared_at_headquarters_and_passes_elsewhere(machines, arrive, tmp_path: Path) -> None:  # noqa: F811
    above, first, other = machines
    for number, language in enumerate(("fr", "en", "ar")):
        names = (LISTED[0], LISTED[1].upper(), LISTED[2])
        mrz = travellers.passport(*names, "MLI", "M", f"KB77{number:05}", date(2031, 6, 14))
        # Gogui works without a line: the traveller is kept for the second line, and nobody else knows.
        assert swiped(first, mrz, "entry") == (1, 1, "referred")
        claire = arrive(above, "claire", language)
        on_its_own_way(claire, language)
        let_it_fall_silent(above, claire)
        expect(claire.locator("#alerts-strip a")).to_contain_text(SILENT[language], timeout=25_000)
        claire.goto("/border/")
        expect(claire.locator(".board__table tr", has_text="Gogui").first).to_be_visible()
        # The stick arrives.
        stick = tmp_path / f"{language}.stick"
        first.jalon("sync", "export", str(stick))
        claire.goto("/sticks/")
        claire.set_input_files("[name=file]", stick)
        claire.locator("form:has([name=file]) button").click()
        expect(claire.locator("#running .figures")).to_be_visible(timeout=30_000)
        above.work()
        # The hit is in her queue; she clears it with a reason.
        claire.goto("/hits/")
        expect(claire.locator(".cards > li")).to_have_count(1)
        on_its_own_way(claire, language)
        claire.locator(".cards a").click()
        expect(claire.locator("h1")).to_contain_text("KOUYATEGUI")
        form = claire.locator("form:has(button[value=clear])")
        form.locator("select[name=reason]").select_option("parents")
        form.locator("textarea[name=remark]").fill("extrait de naissance vu")
        form.locator("button[value=clear]").click()
        expect(claire.locator(".banner--clear").last).to_be_visible()
        claire.goto("/hits/cleared/")
        expect(claire.locator("tbody tr")).to_have_count(number + 1)
        claire.context.close()
        # Elsewhere the same innocent traveller passes with one key; and at Gogui, once the answer has come.
        above.work()
        other.jalon("sync")
        assert swiped(other, mrz, "exit") == (1, 0, "admitted")
        first.jalon("sync")
        assert swiped(first, mrz, "entry") == (1, 0, "admitted")
        other.jalon("sync")
        first.jalon("sync")
        above.work()
