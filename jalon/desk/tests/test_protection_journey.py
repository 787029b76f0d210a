"""The refugee at the refusal screen, to the last word of the service, in three languages; who sees nothing of it."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation
from playwright.sync_api import expect

from jalon.config.tests.test_roles import routes
from jalon.crossings.models import Decision, Inspection, Shift
from jalon.desk.tests.browser import PASSWORD, address, at_the_post, chromium, lists, officers, press, see
from jalon.desk.tests.test_journeys import AXE, FOREIGN, LANGUAGES, answer, serious
from jalon.headquarters.tests.browser import at_headquarters
from jalon.journal.node import this_node
from jalon.protection import referral
from jalon.protection.codes import KINDS
from jalon.protection.models import Referral
from jalon.protection.notices import TITLES
from jalon.protection.tests.cases import ASYLUM, CHILD, declared
from jalon.staff import postings
from jalon.staff.models import Account
from jalon.web.gate import Role

pytestmark = pytest.mark.browser

# What would tell the kind of service: the name, the telephone, the kind in three languages, the code.
TELLING = (ASYLUM["name"], ASYLUM["telephones"][0], "asylum")


def telling(text):
    """The words of `text` that tell where somebody was sent."""
    kinds = []
    for language in LANGUAGES:
        with translation.override(language):
            kinds.append(str(KINDS["asylum"]))
    return [word for word in (*TELLING, *kinds) if word in text]


def another_leader():
    """Moussa, shift leader: the second line too, and not the one who made the referral."""
    moussa = postings.enrol("Moussa", "installer")
    for role in (Role.FIRST_LINE, Role.SHIFT_LEADER):
        postings.post(moussa, "ML-GOG", role, "installer", date(2026, 1, 1))
    Account.objects.create_account("moussa", PASSWORD, moussa)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_refugee_at_the_refusal_screen(at_the_post, at_headquarters, lists, officers, language):
    declared(officers, CHILD)
    service = declared(officers, ASYLUM)
    amina, bakary = at_the_post("amina", language), at_the_post("bakary", language)
    zara = at_headquarters("zara", "/protection/", language)

    # Amina would refuse; the traveller asks for protection: nobody can be refused then.
    see(amina, FOREIGN, "clear")
    press(amina, "F9", "#refusal")
    answer(amina, asks_protection="yes", child_alone="no", possible_victim="no")
    amina.click("#refusal button[value=refer]")
    amina.wait_for_selector(".banner--look")
    inspection = Inspection.objects.get()
    assert inspection.state == "referred"

    # Bakary entrusts to the asylum authority: three keys after the case is open.
    bakary.goto("/second-line/")
    press(bakary, "Enter", "#case")
    assert bakary.locator("[data-key=F9], [data-key=F7]").count() == 0
    press(bakary, "F8", "[name=service]")
    bakary.locator("label", has_text=service.name).click()
    bakary.locator("label:has([name=consent][value=given])").click()
    press(bakary, "F10", "a[href$='/slip/']")
    inspection.refresh_from_db()
    assert inspection.state == "entrusted"
    assert telling(bakary.locator("#main").inner_text())

    # Zara: her list names nobody; she opens, accepts, answers.
    zara.reload()
    assert "MAHAMADOU" not in zara.content()
    press(zara, "Enter", "button[value=accept]")
    assert "MAHAMADOU SANI" in zara.locator("#main").inner_text()
    zara.locator("form:has(button[value=accept]) [name=by]").fill("Mme Cissé")
    zara.locator("form:has(button[value=accept]) [name=file]").fill("CNR/12")
    zara.locator("h1").click()
    zara.keyboard.press("F10")
    zara.wait_for_selector("button[value=accept]", state="detached")
    zara.locator("label:has([name=answer][value=received])").click()
    press(zara, "F9", ".timeline")
    row = Referral.objects.get()
    assert row.state == "accepted"

    # The paper for the service has the number and no name; the one for the traveller has the name and no service.
    zara.goto(f"/protection/{row.key}/slip/")
    slip = zara.locator("main").inner_text()
    assert ASYLUM["name"] in slip and "MAHAMADOU" not in slip
    bakary.goto(f"/traveller/{inspection.key}/notice/")
    notice = bakary.locator("main").text_content()
    assert notice.count("MAHAMADOU") == 3 and not telling(notice)
    assert [one.get_attribute("lang") for one in bakary.locator("section[lang]").all()] == list(LANGUAGES)
    expect(bakary.locator(f"section[lang={language}]")).to_be_visible()  # offered in the page's language
    expect(bakary.locator("section[lang]:visible")).to_have_count(1)
    bakary.keyboard.press("F4")  # the next language
    expect(bakary.locator(f"section[lang={language}]")).to_be_visible(visible=language == "ar")  # then all three
    bakary.evaluate("print = () => { document.title = 'printed' }")
    bakary.keyboard.press("Enter")
    expect(bakary).to_have_title("printed")


OF_NOBODY = ("/services/", "/capacity/", "/post/assessments/", "/promises/")


def test_nobody_else_sees_which_service(at_the_post, lists, officers, node):
    """Every page that Amina, Moussa (another shift leader), Issa, Claire, Salif and Emile can open; and the tables."""
    service = declared(officers, ASYLUM)
    another_leader()
    amina, bakary = at_the_post("amina"), at_the_post("bakary")
    see(amina, FOREIGN, "clear")
    press(amina, "F9", "#refusal")
    answer(amina, asks_protection="yes", child_alone="no", possible_victim="no")
    amina.click("#refusal button[value=refer]")
    amina.wait_for_selector(".banner--look")
    inspection = Inspection.objects.get()
    bakary.goto(f"/second-line/{inspection.key}/entrust/")
    bakary.locator("label", has_text=service.name).click()
    bakary.locator("label:has([name=consent][value=given])").click()
    press(bakary, "F10", "a[href$='/slip/']")
    row = Referral.objects.get()

    for name in ("amina", "moussa", "issa", "claire", "salif", "emile"):
        client = Client()
        client.post("/account/login/", {"login": name, "password": PASSWORD})
        if name in {"amina", "moussa"}:
            client.post("/shift/", {"act": "open"})
        seen = []
        for page in pages(inspection, row):
            got = client.get(page)
            if got.status_code == 200:
                seen.append(page)
                # The directory of services, trainings, checklists and the library of measures name no traveller.
                directory = page.startswith(OF_NOBODY) or page.endswith("/entrust/")
                assert directory or telling(got.content.decode("utf-8", "replace")) == [], (name, page)
            assert not (page.startswith("/protection/") and got.status_code == 200), (name, page)
        assert ("/second-line/" in seen) == (name == "moussa")
        for post in (f"/protection/{row.key}/call/", f"/protection/{row.key}/"):
            assert client.post(post, {"act": "accept"}).status_code in {403, 404}, (name, post)
    assert Referral.objects.get().state == "asked"

    # In the tables of this post, and in the journal beside them, the words stand nowhere in clear but in the directory.
    for model in apps.get_models():
        if model._meta.db_table in {"protection_service"}:
            continue
        for values in model._default_manager.values_list():
            for value in values:
                text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                assert telling(text) == [] and service.key not in text, model
    for file in node.glob("journal.sqlite3*"):
        assert telling(file.read_bytes().decode("utf-8", "replace")) == [], file
    kept = this_node().shift_keys.take_out_value(row.kept)
    assert kept["service"] == service.key


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_has_a_serious_fault_of_access(at_the_post, at_headquarters, lists, officers, language):
    if not AXE.exists():
        pytest.skip("axe-core is absent: npm ci brings it.")
    service = declared(officers, ASYLUM)
    declared(officers, CHILD)
    amina, bakary = (at_the_post(name, language, bypass_csp=True) for name in ("amina", "bakary"))
    zara = at_headquarters("zara", "/protection/", language, bypass_csp=True)
    issa = at_headquarters("issa", "/services/", language, bypass_csp=True)
    see(amina, FOREIGN, "clear")
    press(amina, "F9", "#refusal")
    answer(amina, asks_protection="yes", child_alone="no", possible_victim="no")
    amina.click("#refusal button[value=refer]")
    amina.wait_for_selector(".banner--look")
    inspection, colours, found = Inspection.objects.get(), language == "fr", []
    case = f"/second-line/{inspection.key}/"
    for page, where in (
        (bakary, case),
        (bakary, f"{case}entrust/"),
        (issa, "/services/"),
        (issa, "/services/declare/"),
    ):
        page.goto(where)
        found += serious(page, where, colours)
    referral.ask(inspection, Shift.objects.get(officer=officers["bakary"]), service.code, "given")
    row = Referral.objects.get()
    shown = [(bakary, "/second-line/"), (bakary, case), (bakary, f"/traveller/{inspection.key}/notice/")]
    shown += [(bakary, "/notices/?language=hau"), (zara, "/protection/"), (zara, f"/protection/{row.key}/")]
    for page, where in [*shown, (zara, f"/protection/{row.key}/slip/"), (zara, "/notices/")]:
        page.goto(where)
        found += serious(page, where, colours)
    assert found == []


def pages(inspection, row):
    """Every page of the program, with each key that an officer might put into its address."""
    keys = [inspection.key, row.key, inspection.shift, *Decision.objects.values_list("key", flat=True)]
    for name, route, view in routes():
        if not getattr(view, "opens_to", None) or name == "desk:supplied_notice":
            continue
        yield from {route.replace("/x/", f"/{key}/") for key in keys}
    yield from (f"/notices/sheet/{code}/" for code in TITLES)
