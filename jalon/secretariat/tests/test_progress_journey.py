"""Claire reports progress with evidence; another delegation questions it; she sees the question first, and replies.

Two machines and their lines: the forum's, where delegates sit, and a headquarters that joined it.
"""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jalon.config.tests.test_forum import Machine, forum, joined
from jalon.desk.tests.browser import address, chromium
from jalon.secretariat.tests.browser import LANGUAGES, look, main_button, opened

pytestmark = pytest.mark.browser

NUMBERS = dict(zip(LANGUAGES, ("1.1", "1.2", "1.3"), strict=True))
REPORTED = {
    "fr": "Soixante agents formés ; le lecteur de Gogui est commandé.",
    "en": "Sixty officers trained; the reader of Gogui is ordered.",
    "ar": "تم تكوين ستين عوناً، وطُلب قارئ غوغي.",
}
ASKED = {
    "fr": "À quelle date le lecteur sera-t-il livré ?",
    "en": "On which day will the reader be delivered?",
    "ar": "متى سيُسلَّم القارئ؟",
}
REPLIED = {"fr": "Le 15 du mois prochain.", "en": "On the 15th of next month.", "ar": "في الخامس عشر من الشهر المقبل."}


@dataclass
class Seats:
    """Who sits where: windows in each language."""

    claire: dict[str, Page]
    niger: dict[str, Page]
    mauritania: dict[str, Page]


def test_claire_reports_with_evidence_and_another_delegation_questions_it(forum, opened, tmp_path):
    forum.jalon("forum", "seat", "--party", "MRT", "--kind", "state", "--by", "issa")
    mali = joined(forum, tmp_path / "mali", "ML-HQ", "MLI")
    keys = dict(zip(LANGUAGES, json.loads(forum.do(ADOPTED).split("\n")[-2]), strict=True))
    forum.work()
    mali.exchange()
    mali.do(TRAINED)
    mali.serve()
    try:
        walk(forum, mali, opened, keys, tmp_path)
    finally:
        mali.stop()


def walk(forum: Machine, mali: Machine, opened, keys: dict[str, str], folder: Path) -> None:
    claire = session(mali, "claire", "national_desk", "ML-HQ")
    delegates = {code: session(forum, code.lower(), "delegate", code) for code in ("NER", "MRT")}
    seats = Seats(
        {one: opened(claire, "/promises/mine/", one, at=mali.address) for one in LANGUAGES},
        {one: opened(delegates["NER"], "/promises/mine/", one, at=forum.address) for one in LANGUAGES},
        {one: opened(delegates["MRT"], "/promises/mine/", one, at=forum.address) for one in LANGUAGES},
    )
    for language, page in seats.claire.items():
        reports(page, language, folder)
    meet(forum, mali)
    questions = {one: asks(page, one, keys[one]) for one, page in seats.niger.items()}
    for language, page in seats.mauritania.items():
        assert not visible(page, questions[language])  # not before it was replied to, or its day passed
        page.goto(f"/promises/recommendations/{keys[language]}/")
        expect(page.locator("main")).to_contain_text(REPORTED[language])
        expect(page.locator("main")).not_to_contain_text(ASKED[language])
    meet(forum, mali)
    for language, page in seats.claire.items():
        replies(page, language)
    meet(forum, mali)
    for language, page in seats.mauritania.items():
        assert visible(page, questions[language])
        expect(page.locator("main")).to_contain_text(ASKED[language])
        expect(page.locator("main")).to_contain_text(REPLIED[language])
        look(page, "question-replied")


def reports(claire: Page, language: str, folder: Path) -> None:
    """From the list of what her state owes: the state of it, a few words, a file and a figure."""
    look(claire, "mine")
    claire.locator(".owed__row", has_text=NUMBERS[language]).locator("a[href*='/progress/on/']").click()
    claire.wait_for_selector(".reporting__form")
    look(claire, "report-new")
    claire.check("[name=state][value=under_way]")
    claire.fill("[name=text]", REPORTED[language])
    claire.locator("details.evidence > summary").click()
    paper = folder / f"commande-{language}.pdf"
    paper.write_bytes(b"%PDF-1.7\n%%EOF\n")
    claire.set_input_files("[name=file]", str(paper))
    claire.fill("[name=note]", "commande")
    claire.select_option("[name=indicator]", "people_trained")
    look(claire, "report-filled")
    main_button(claire)
    claire.wait_for_selector(".leans")
    expect(claire.locator(".leans")).to_contain_text(paper.name)
    expect(claire.locator(".leans")).to_contain_text("60")
    look(claire, "report")


def asks(niger: Page, language: str, key: str) -> str:
    """A delegate reads the report with its evidence and asks; the address of the question."""
    niger.goto(f"/promises/recommendations/{key}/")
    look(niger, "recommendation-reported")
    niger.locator(".said-by__last").click()
    niger.wait_for_selector(".leans")
    expect(niger.locator(".leans")).to_contain_text(f"commande-{language}.pdf")
    expect(niger.locator(".leans")).to_contain_text("50-100")  # of strength a band alone leaves
    look(niger, "report-seen")
    niger.locator("a[href*='/questions/about/']").click()
    niger.fill("[name=text]", ASKED[language])
    look(niger, "question-new")
    main_button(niger)
    niger.wait_for_url("**/promises/questions/*/")
    expect(niger.locator("main")).to_contain_text(ASKED[language])
    look(niger, "question-asked")
    return niger.url


def visible(page: Page, question: str) -> bool:
    """Whether a question opens for who asks for it."""
    if page.request.get(question).status == 404:
        return False
    page.goto(question)
    return True


def replies(claire: Page, language: str) -> None:
    """The question stands first in her list, and she replies where she reads it."""
    claire.goto("/promises/mine/")
    expect(claire.locator(".owed__row").first.locator("a[href*='/questions/']")).to_be_visible()  # before all else
    look(claire, "mine-asked")
    claire.locator(".owed__row", has_text=ASKED[language]).locator("a[href*='/questions/']").click()
    claire.fill("[name=text]", REPLIED[language])
    look(claire, "reply")
    main_button(claire)
    expect(claire.locator("main")).to_contain_text(REPLIED[language])


def meet(forum: Machine, mali: Machine) -> None:
    """What either has to say reaches the other."""
    mali.exchange()
    forum.work()
    mali.exchange()


def session(machine: Machine, name: str, role: str, place: str) -> str:
    """Somebody is enrolled at a machine and signs in there."""
    return machine.python(SIGNED_IN.format(name=name, role=role, place=place)).split()[-1]


SIGNED_IN = """
from jalon.secretariat.tests.signing_in import browser_of
from jalon.web.gate import Role
print(browser_of("{name}", Role("{role}"), "{place}").cookies["sessionid"].value)
"""
ADOPTED = """
import json
from datetime import date, timedelta
from jalon.cooperation import recommendations
from jalon.journal.node import this_node
keys = []
for number in ("1.1", "1.2", "1.3"):
    facts = {"number": number, "level": "post", "theme": "staff", "source": "meeting", "binds": ["MLI"],
             "proof": "deliverable", "deliverable": {"fr": "un bon de commande", "en": "an order", "ar": "طلب شراء"},
             "due": date.today() + timedelta(days=60)}
    words = {"fr": "Former les agents et équiper chaque poste d’un lecteur",
             "en": "Train officers and equip each post with a reader",
             "ar": "تكوين الأعوان وتجهيز كل مركز بقارئ"}
    keys.append(recommendations.put(facts, words, this_node().id, by, ""))
    recommendations.adopt(keys[-1], date.today(), "", by)
print(json.dumps(keys))
"""
TRAINED = """
from datetime import date
from jalon.capacity import training
from jalon.capacity.training import People
from jalon.cooperation import showing
from jalon.cooperation.models import Recommendation
from jalon.cooperation.silence import before, quarter
from jalon.secretariat.tests.signing_in import browser_of
from jalon.config import cast
from jalon.web.gate import Role
cast.declare_posts()
training.record_training("documents", before(quarter(date.today())), [People("ML-GOG", 60, 12)], by)
forum = Recommendation.objects.first().forum
proposed = showing.propose(forum, "people_trained", True, "le forum suit la formation", by)
showing.approve(proposed, "00001111")
"""
