"""One day of a border with two real machines: a headquarters and a post, each its own program, disk and socket.

Issa gives a code, the post is enrolled and stands on the map; a first code given at the headquarters opens the post to
Bakary; the line fails, a stick travels, Claire takes it in; the machine is revoked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jalon.desk.tests.browser import NARROW, PASSWORD, UNSETTLED, WIDE, chromium, complain  # noqa: F401
from jalon.sync.tests.two_nodes import Headquarters, Post

pytestmark = pytest.mark.browser

CODE = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")
OWN_WORDS = "four words of my own"
CAST = f"""
from datetime import date
from jalon.config import cast
from jalon.staff import postings
from jalon.web.gate import Role
officers = cast.enrol("ML-HQ", "{PASSWORD}", date(2026, 1, 1))
for role in (Role.FIRST_LINE, Role.SHIFT_LEADER):
    postings.post(officers["bakary"], "ML-GOG", role, cast.ADMINISTRATOR, date(2026, 1, 1))
print(officers["bakary"])
"""


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Headquarters, Post, str]]:
    above, post = Headquarters(tmp_path / "above"), Post(tmp_path / "post")
    for one in (above, post):
        one.folder.mkdir()
    above.jalon("node", "prepare", "--post", "ML-HQ")
    bakary = above.python(CAST).strip()
    above.serve()
    yield above, post, bakary
    for one in (above, post):
        one.stop()


Arrive = Callable[..., Page]


@pytest.fixture
def arrive(chromium: Browser) -> Iterator[Arrive]:  # noqa: F811
    """Sign somebody in at a machine: `arrive(above, "claire", "ar")` gives the page; nobody where `name` is empty."""
    opened = []
    complaints: list[str] = []

    def at(machine: Headquarters, name: str, language: str, password: str = PASSWORD, narrow: bool = False) -> Page:
        context = chromium.new_context(base_url=machine.address, viewport=NARROW if narrow else WIDE)
        context.set_default_timeout(15000)
        context.add_cookies([{"name": "django_language", "value": language, "url": machine.address}])
        context.on("console", lambda message: complain(message, complaints))
        opened.append(context)
        page = context.new_page()
        if not name:
            return page
        page.goto("/account/login/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login" not in url)
        return page

    yield at
    for context in opened:
        context.close()
    assert complaints == []


def row(page: Page, post: str) -> str:
    """What the board says of a post."""
    page.goto("/border/")
    return page.locator(".board__table tr", has_text=post).inner_text()


def test_from_a_code_to_the_map_by_stick_and_revoked(machines, arrive, tmp_path):
    above, post, bakary = machines
    # Issa gives a code for Gogui; the machine there is enrolled with it, and the post is on the map.
    issa = arrive(above, "issa", "fr")
    issa.goto("/nodes/invite/?post=ML-GOG")
    issa.get_by_role("button", name="Donner un code").click()
    code = CODE.search(issa.locator(".code--long").inner_text().replace("\n", ""))
    assert code and issa.locator(".qr svg").count() == 1
    post.jalon("node", "enrol", "--address", above.address, "--code", code[0])
    claire = arrive(above, "claire", "en")
    assert claire.url.endswith("/border/")
    assert "open" in row(claire, "Gogui") and "by the link" in row(claire, "Gogui")
    assert claire.locator(".map__post.mark--open:visible", has_text="Gogui").count() == 1
    # A first code given at the headquarters: Bakary chooses his password at the post after the next exchange.
    issa.goto(f"/officers/{bakary}/")
    issa.get_by_role("button", name="Donner un nouveau code").click()
    expect(issa.get_by_text("Choisissez votre mot de passe au poste.")).to_be_visible()
    first = issa.locator("p.code").inner_text().strip()
    issa.goto(f"/officers/{bakary}/")
    expect(issa.get_by_text("Choisissez votre mot de passe au poste.")).to_be_visible()
    above.work()
    post.jalon("sync")
    post.serve()
    newcomer = arrive(post, "", "fr")
    newcomer.goto("/account/first/")
    for name, said in (("username", "bakary"), ("code", first), ("password", OWN_WORDS), ("repeated", OWN_WORDS)):
        newcomer.fill(f"[name={name}]", said)
    newcomer.press("[name=repeated]", "Enter")
    newcomer.wait_for_url(lambda url: "/first/" not in url)
    # The line is down. The other side closed: two keys. A stick is made.
    for page in (issa, claire):
        page.goto("about:blank")
    above.stop()
    leader = arrive(post, "bakary", "ar", OWN_WORDS, narrow=True)
    leader.goto("/sides/")
    leader.keyboard.press("F4")
    expect(leader.get_by_text("الجانب الآخر مغلق من الآن")).to_be_visible()
    expect(leader.locator(UNSETTLED)).to_have_count(0)
    expect(leader.get_by_role("button", name="إعلان ذلك")).to_be_focused()
    leader.keyboard.press("Enter")
    expect(leader.locator(".bar__status")).to_contain_text("الجانب الآخر مغلق")
    leader.goto("/carry/")
    leader.get_by_role("button", name="التبادل الآن").click()
    expect(leader.locator("#running")).to_contain_text("الخط مع القيادة العامة مقطوع", timeout=30000)
    leader.get_by_role("button", name="إعداد الملف").click()
    with leader.expect_download() as saved:
        leader.get_by_role("link", name="حفظه على الذاكرة").click()
    stick = tmp_path / "up.stick"
    saved.value.save_as(stick)
    # Claire takes it in, twice: the second time nothing is new. The board knows.
    above.serve()
    claire.goto("/sticks/")
    for new in (True, False):
        claire.set_input_files("[name=file]", stick)
        claire.get_by_role("button", name="Take it in").click()
        expect(claire.locator("#running")).to_contain_text("batches known already", timeout=30000)
        found = re.search(r"new entries\s+(\d+)", claire.locator("#running .figures").inner_text())
        assert found and (int(found[1]) > 0) is new
        claire.get_by_role("button", name="I have read it").click()
        expect(claire.locator("#running")).to_have_count(0)
    above.work()
    assert "closed on the other side" in row(claire, "Gogui") and "by stick" in row(claire, "Gogui")
    claire.goto("/sticks/")
    with claire.expect_download() as answered:
        claire.get_by_role("button", name="Make the file").click()
    answered.value.save_as(tmp_path / "down.stick")
    leader.goto("/carry/")
    leader.set_input_files("[name=file]", tmp_path / "down.stick")
    leader.get_by_role("button", name="أخذها").click()
    expect(leader.locator("#running .figures")).to_be_visible(timeout=30000)
    assert re.search(r"إيصالات\s+[1-9]", leader.locator("#running .figures").inner_text())
    leader.goto("/carry/")
    leader.get_by_role("button", name="التبادل الآن").click()
    expect(leader.locator("#running")).to_contain_text("تمّ.", timeout=30000)
    # The machine is taken: Issa revokes it at a second look.
    issa.goto("/nodes/")
    issa.locator("tbody .mrz").first.click()
    issa.get_by_role("link", name="Révoquer cette machine").click()
    issa.fill("[name=why]", "Ordinateur pris sur la route")
    issa.get_by_role("button", name="Continuer").click()
    expect(issa.get_by_text("Regardez une seconde fois")).to_be_visible()
    issa.get_by_role("button", name="La révoquer").click()
    expect(issa.get_by_text("Ordinateur pris sur la route")).to_be_visible()
    assert "revoked" in row(claire, "Gogui")
    leader.get_by_role("button", name="التبادل الآن").click()
    expect(leader.locator("#running")).to_contain_text("لم تعد القيادة العامة تثق بهذا الجهاز", timeout=30000)
