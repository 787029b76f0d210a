"""Claire looks who stayed beyond a rule, joins an exit to its entry, and asks the bureau: in the three languages."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from jalon.bureau.models import Query
from jalon.desk.tests.browser import NARROW, WIDE, address, chromium, officers
from jalon.desk.tests.test_journeys import serious
from jalon.headquarters.tests.browser import at_headquarters
from jalon.journal.applying import entries_in_journal
from jalon.journal.models import Cursor
from jalon.journal.node import journal_connection
from jalon.posts.models import Post
from jalon.presence.models import Stay
from jalon.presence.tests.test_pairing import everything
from jalon.presence.tests.world import NODES, World
from jalon.sync.models import Contact

pytestmark = pytest.mark.browser

VISA = "visa_required ml-visa 00000000 30"
FREE = "free ecowas-90 00000000 90"


def ago(days: int, hour: str = "08:00") -> str:
    return f"{timezone.localdate() - timedelta(days=days)} {hour}"


@pytest.fixture
def border(officers, monkeypatch):
    """Three posts, all attended and heard; travellers beyond their rule, within it, and perhaps out."""
    world = World(monkeypatch)
    world.position = recorded = entries_in_journal()
    Post.objects.exclude(code__in=NODES).delete()
    for code, name in (("ML-GOG", "Gogui"), ("ML-KDB", "Kidira-Diboli"), ("ML-HRK", "Hérémakono")):
        Post.objects.filter(code=code).update(name=name)
    world.all_seen(ago(200), ago(0, "00:00"))
    Contact.objects.update(at=int(timezone.now().timestamp() * 1000) - 60_000)
    yao = {"primary_identifier": "KOFFI", "secondary_identifier": "YAO JEAN", "document_number": "CI0000007"}
    yao |= {"nationality": "CIV", "issuing_state": "CIV", "birth_date": "1979-08-12", "sex": "M"}
    world.passage("ML-GOG", "entry", ago(50), regime=VISA)
    world.passage("ML-KDB", "entry", ago(44), regime=VISA, **yao)
    world.passage("ML-HRK", "exit", ago(30), document_number="BB0777777", birth_date="1990-01-01")
    for number in range(5):
        other = {"document_number": f"AA000000{number}", "birth_date": f"19{60 + number}-02-11"}
        world.passage("ML-KDB", "entry", ago(20), regime=FREE, **other)
    everything()
    Cursor.objects.update(position=recorded)  # what is recorded from now on is applied
    return world


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_stay_beyond_its_rule_is_looked_at_and_the_bureau_is_asked(at_headquarters, border, language, tmp_path):
    shots = Shots(language)
    claire = at_headquarters("claire", "/presence/", language, accept_downloads=True, bypass_csp=True)
    expect(claire.locator(".figures dd")).to_have_text(["5", "0", "1", "1", "0"])
    shots.take(claire, "who-is-in")
    faults = serious(claire, "who is in", language == "fr")
    claire.locator("h1 + a").click()
    # No name without a reason.
    claire.locator("main form button").click()
    expect(claire.locator(".errors")).to_be_visible()
    expect(claire.locator(".presence__stay")).to_have_count(0)
    claire.fill("input[name=reason]", "Rapport du mois")
    claire.locator("main form button").click()
    expect(claire.locator(".presence__stay h3")).to_have_text(["AWA HOUNSOU", "YAO JEAN KOFFI"])
    expect(claire.locator(".presence__stay .tag")).to_contain_text(["▲", "■"])
    shots.take(claire, "beyond")
    faults += serious(claire, "beyond", language == "fr")

    # The exit that is perhaps hers: a person compares, and says how it is known.
    claire.locator(".presence__stay form button").first.click()
    expect(claire.locator(".presence__look .number").first).to_have_text("0.85")
    shots.take(claire, "traveller")
    faults += serious(claire, "traveller", language == "fr")
    claire.locator(".presence__look button[value=yes]").click()
    expect(claire.locator(".presence__look .errors")).to_be_visible()
    claire.fill(".presence__look input[name=why]", "Le chef de poste de Hérémakono a comparé les photographies")
    claire.locator(".presence__look button[value=yes]").click()
    expect(claire.locator(".presence__look")).to_have_count(0)
    expect(claire.locator(".presence__timeline li").first).to_contain_text("1.00")
    assert Stay.objects.get(link="confirmed").ended == "exit"

    # A question about her, carried to the terminal, answered by its file.
    claire.locator("#bureau a").click()
    claire.check("input[name=urgency][value=held]", force=True)
    claire.fill("input[name=reason]", "Deux passeports de dates différentes")
    shots.take(claire, "ask")
    faults += serious(claire, "ask", language == "fr")
    claire.locator("main form button").click()
    claire.wait_for_url("**/bureau/question/*/")
    label = Query.objects.get().label
    expect(claire.locator(".facts").first).to_contain_text("HOUNSOU")
    claire.goto("/bureau/")
    shots.take(claire, "queue-waiting")
    with claire.expect_download() as carried:
        claire.locator("button[value=xlsx]").click()
    book = openpyxl.load_workbook(BytesIO(Path(carried.value.path()).read_bytes()))
    assert book["answers"]["A2"].value == label
    book["answers"]["B2"], book["answers"]["C2"], book["answers"]["D2"] = "hit", "BCN/881", "Appeler le BCN"
    for column, value in zip("ABC", ("2026-00099", "hit", "BCN/882"), strict=True):
        book["answers"][f"{column}3"] = value
    book.save(tmp_path / "answers.xlsx")
    claire.goto("/bureau/answers/")
    claire.set_input_files("input[name=sent]", tmp_path / "answers.xlsx")
    claire.locator("main form button").click()
    expect(claire.locator(".said tbody tr td").nth(1)).to_have_text("3")
    expect(claire.locator(".banner--clear")).to_be_visible()
    shots.take(claire, "answers")
    faults += serious(claire, "answers", language == "fr")
    claire.goto("/bureau/")
    shots.take(claire, "queue")
    faults += serious(claire, "queue", language == "fr")
    claire.locator("section a .number").first.click()
    expect(claire.locator(".timeline .tag")).to_contain_text("■")
    shots.take(claire, "question")
    faults += serious(claire, "question", language == "fr")
    claire.locator("h1 ~ a").click()
    expect(claire.locator("main h1")).to_be_visible()
    shots.take(claire, "form")

    # The answer stands beside the case, and has decided nothing.
    claire.goto(f"/presence/traveller/{Stay.objects.get(link='confirmed').key}/")
    claire.fill("input[name=reason]", "Suite de la demande")
    claire.locator("main form button").click()
    expect(claire.locator("#bureau .tag")).to_contain_text("■")
    shots.take(claire, "traveller-after")
    assert faults == [], "\n".join(faults)
    connection, mark = journal_connection()
    looked = connection.execute(
        f"SELECT count(*) FROM journal_entry WHERE verb = {mark}", ("passages.looked_at",)
    ).fetchone()[0]
    # The list; the traveller, a fault and a judgement; the question after asking and again, its form; the traveller.
    assert looked == 8


class Shots:
    """Pictures of the pages where JALON_SHOTS names a folder."""

    def __init__(self, language: str) -> None:
        self.folder, self.language = os.environ.get("JALON_SHOTS"), language

    def take(self, page, name: str) -> None:
        if self.folder is None:
            return
        Path(self.folder).mkdir(parents=True, exist_ok=True)
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page.set_viewport_size(size)
            page.screenshot(path=Path(self.folder) / f"{name}-{self.language}-{width}.png", full_page=True)
        page.set_viewport_size(WIDE)
