"""Journeys of the national desk in a real browser, in the three languages."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from jalon.apart import parent
from jalon.desk.tests.browser import PASSWORD, address, at_the_post, chromium, officers, passport, see
from jalon.desk.tests.test_journeys import AXE, serious
from jalon.headquarters.tests.browser import at_headquarters, table
from jalon.staff import first_code
from jalon.staff.models import Account
from jalon.watchlists import editions
from jalon.watchlists.formats.sentences import SENTENCES
from jalon.watchlists.models import Edition
from jalon.watchlists.tests.test_lookup import TODAY, put_in_service, row

pytestmark = pytest.mark.browser

LANGUAGES = ("fr", "en", "ar")
WANTED = passport(("DIALLO", "MOHAMED SHEIKH"), "G01234567", "GIN", "1984-05-17")
YESTERDAY = TODAY - timedelta(days=1)


def send(page: Page, file) -> None:
    """Fill the proposal of a new list, send its file, wait until it is read."""
    page.fill("input[name=list_name]", "national_wanted")
    page.fill("input[name=title]", "Avis nationaux")
    page.set_input_files("input[name=sent]", file)
    page.locator("form[enctype] button").click()
    page.wait_for_selector("#reading:not([hx-trigger])")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_refused_put_right_approved_and_screened_against(at_headquarters, at_the_post, tmp_path, language):
    claire = at_headquarters("claire", "/lists/", language)
    expect(claire.locator(".empty")).to_be_visible()
    claire.locator("h1 + a").click()
    send(claire, table(tmp_path, "avis.csv", row(1, TODAY), row(2, YESTERDAY)))
    refusal = SENTENCES["expired"][language].split("{")[0]
    bad = claire.locator("tbody tr", has_text="avis.csv").first
    expect(bad).to_contain_text(refusal)
    expect(bad.locator("td.number")).to_have_text("3")
    expect(claire.locator(".errors li")).to_have_count(1)
    expect(claire.locator("button[value=propose]")).to_have_count(0)
    claire.locator("button[value=abandon]").click()
    claire.wait_for_url("**/lists/")

    claire.goto("/lists/propose/")
    send(claire, table(tmp_path, "avis.csv", row(1, TODAY), row(2, TODAY, "KEITA,Awa", "1990-03-02")))
    expect(claire.locator(".figures dd").first).to_have_text("2")
    claire.locator("button[value=propose]").click()
    claire.wait_for_url("**/lists/edition/*/")
    expect(claire.locator("input[name=decision]")).to_have_count(0)
    assert editions.number_in_service("national_wanted") == 0

    issa = at_headquarters("issa", "/lists/", language)
    issa.locator(".cards a").click()
    issa.fill("input[name=decision]", "Décision 12/2026")
    issa.locator("main form button").click()
    issa.wait_for_url("**/lists/")
    expect(issa.locator(".facts").nth(1)).to_contain_text("Décision 12/2026")
    assert editions.number_in_service("national_wanted") == 1

    see(at_the_post("amina", language), WANTED, "look")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_is_enrolled_posted_by_two_and_opens_a_shift(at_headquarters, officers, language):
    issa = at_headquarters("issa", "/officers/", language)
    issa.locator("h1 + a").click()
    issa.fill("input[name=name]", "Binta Diarra")
    issa.fill("input[name=username]", "b.diarra")
    issa.locator("main form button").click()
    code = issa.locator(".code").inner_text()
    issa.evaluate("print = () => { document.title = 'printed' }")
    issa.locator("[data-print]").click()
    expect(issa).to_have_title("printed")
    issa.locator(".sheet__tools a").click()

    binta = at_headquarters(None, "/account/login/", language)
    binta.locator("main p a").click()
    binta.fill("input[name=username]", "b.diarra")
    binta.fill("input[name=code]", code.lower())
    binta.fill("input[name=password]", "quatre mots à moi")
    binta.fill("input[name=repeated]", "quatre mots à moi")
    binta.locator("main form button").click()
    binta.wait_for_url("**/account/login/")
    expect(binta.locator(".banner--clear")).to_be_visible()

    issa.select_option("select[name=post]", "ML-GOG")
    issa.select_option("select[name=role]", "first_line")
    issa.locator("form.form--grid button").click()
    expect(issa.locator(".banner--look")).to_be_visible()

    claire = at_headquarters("claire", "/postings/proposed/", language)
    expect(claire.locator(".cards")).to_contain_text("Binta Diarra")
    claire.locator("button[value=approve]").click()
    expect(claire.locator(".cards")).to_have_count(0)

    binta.fill("input[name=login]", "b.diarra")
    binta.fill("input[name=password]", "quatre mots à moi")
    binta.keyboard.press("Enter")
    binta.locator("button[name=act][value=open]").click()
    expect(binta.locator(".desk")).to_be_visible()


def test_a_reading_can_be_left_and_come_back_to(at_headquarters, tmp_path):
    claire = at_headquarters("claire", "/lists/propose/")
    claire.fill("input[name=list_name]", "national_wanted")
    claire.fill("input[name=title]", "Avis nationaux")
    claire.set_input_files("input[name=sent]", table(tmp_path, "a.csv", *[row(n, TODAY) for n in range(60_000)]))
    claire.locator("form[enctype] button").click()
    claire.wait_for_selector("progress")
    claire.goto("/lists/")
    claire.locator(".banner a").click()
    claire.wait_for_selector("button[value=propose]", timeout=60_000)
    claire.locator("button[value=propose]").click()
    claire.wait_for_url("**/lists/edition/*/")
    assert Edition.objects.get().counts["persons"] == 60_000


def there(address: str) -> str:
    """WebAuthn wants a name and not a number."""
    return address.replace("127.0.0.1", "localhost")


def plug_a_key_in(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    facts = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": facts})


def sign_in(page: Page, at: str, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": at}])
    page.goto(f"{at}/account/login/")
    page.fill("input[name=login]", "issa")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def add_a_key(page: Page, at: str) -> None:
    """By the menu; the password is asked again before the account itself is changed."""
    page.wait_for_url("**/officers/")
    page.locator(".menu summary").click()
    page.locator(".menu a[href='/account/factors/']").click()
    page.locator("main a[href$='/webauthn/add/']").click()
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").click()
    page.fill("input[name=name]", "Clé du coffre")
    page.locator("[data-ask-key]").click()
    page.wait_for_url("**/recovery-codes/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_security_key_is_added_renamed_asked_at_sign_in_and_removed(at_headquarters, address, language):
    page, at = at_headquarters(None, "/account/login/", language), there(address)
    plug_a_key_in(page)
    sign_in(page, at, language)
    add_a_key(page, at)
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    expect(page.locator(".secrets li")).to_have_count(10)

    page.context.clear_cookies(name="sessionid")
    sign_in(page, at, language)
    page.wait_for_url("**/authenticate/")
    page.locator("[data-ask-key]").click()
    page.wait_for_url("**/officers/")

    page.goto(f"{at}/account/factors/webauthn/")
    page.locator(".cards a").first.click()
    page.wait_for_url("**/account/again/**")
    page.locator("a[href*='webauthn/reauthenticate']").click()
    page.locator("[data-ask-key]").click()
    page.wait_for_url("**/edit/")
    page.fill("input[name=name]", "Autre nom")
    page.locator("main form button").click()
    expect(page.locator(".cards")).to_contain_text("Autre nom")
    page.locator(".cards .button--stop").click()
    page.locator(".button--sure").click()
    page.wait_for_url("**/webauthn/")
    assert not Authenticator.objects.exists()


def test_a_key_that_does_not_answer_is_said(at_headquarters, address):
    page, at = at_headquarters(None, "/account/login/"), there(address)
    sign_in(page, at, "fr")
    page.wait_for_url("**/officers/")
    page.goto(f"{at}/account/again/?next=/account/factors/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/add/")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }")
    page.locator("[data-ask-key]").click()
    expect(page.locator("#key-trouble")).to_be_visible()
    assert not Authenticator.objects.exists()


def pages_of_a_key(page: Page, at: str, language: str) -> Iterator[str]:
    """Walk through what only somebody with a key sees; a name for each page, while it is shown."""
    plug_a_key_in(page)
    sign_in(page, at, language)
    add_a_key(page, at)
    key = Authenticator.objects.get(type="webauthn").pk
    for name, where in (
        ("keys with one", "webauthn/"),
        ("rename a key", f"webauthn/keys/{key}/edit/"),
        ("remove a key", f"webauthn/keys/{key}/remove/"),
        ("who are you, by key", "webauthn/reauthenticate/"),
    ):
        page.goto(f"{at}/account/factors/{where}")
        yield name
    page.context.clear_cookies(name="sessionid")
    sign_in(page, at, language)
    page.wait_for_url("**/authenticate/")
    yield "second factor at sign-in"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_a_key_has_a_serious_fault_of_access(at_headquarters, address, language):
    if not AXE.exists():
        pytest.skip("axe-core is absent: npm ci brings it.")
    page = at_headquarters(None, "/account/first/", language, bypass_csp=True)
    found = []
    for name in pages_of_a_key(page, there(address), language):
        found += serious(page, name, language == "fr")
    assert found == [], "\n".join(found)


def pages_of_headquarters(officers: dict[str, str], folder) -> list[tuple[str, str, str]]:
    """Every page, with something to show: name, whose, address. What is sent to Issa waits to be looked at."""
    from jalon.staff import postings
    from jalon.watchlists import incoming
    from jalon.watchlists.rules import Rules
    from jalon.web.gate import Role

    first = put_in_service(folder, [row(1, TODAY), row(2, TODAY)], "wanted")
    second = put_in_service(folder, [row(1, TODAY), row(2, TODAY), row(3, TODAY)], "wanted")
    good = table(folder, "good.csv", row(1, TODAY), row(2, TODAY), row(3, TODAY))
    proposed, _ = editions.propose("wanted", [good], Rules(title="Wanted"), officers["claire"], TODAY)
    bad = table(folder, "bad.csv", row(1, TODAY), row(2, YESTERDAY), row(3, date(2020, 1, 1)))
    one = incoming.read_files("wanted", [("bad.csv", bad)], Rules(title="Wanted"), officers["issa"], TODAY)
    parent._children[-1].wait()
    binta, _code = first_code.enrol("Binta Diarra", "b.diarra", officers["issa"])
    postings.propose(binta.officer, "ML-GOG", Role.FIRST_LINE, officers["issa"], TODAY)
    return [
        ("lists", "issa", "/lists/"),
        ("propose", "issa", "/lists/propose/"),
        ("propose again", "issa", "/lists/propose/?list=wanted"),
        ("incoming", "issa", f"/lists/incoming/{one.key}/"),
        ("edition in service", "issa", f"/lists/edition/{second.key}/"),
        ("edition before", "issa", f"/lists/edition/{first.key}/"),
        ("edition waiting", "issa", f"/lists/edition/{proposed.key}/"),
        ("officers", "issa", "/officers/"),
        ("enrol", "issa", "/officers/enrol/"),
        ("officer", "issa", f"/officers/{binta.officer}/"),
        ("proposals", "claire", "/postings/proposed/"),
        ("second factor", "issa", "/account/factors/"),
        ("code of a telephone", "issa", "/account/factors/totp/activate/"),
        ("add a key", "issa", "/account/factors/webauthn/add/"),
        ("keys", "issa", "/account/factors/webauthn/"),
        ("password", "issa", "/account/password/"),
        ("who are you", "issa", "/account/again/"),
        ("with a telephone", "hawa", "/account/factors/"),
        ("remove the telephone", "hawa", "/account/factors/totp/deactivate/"),
        ("recovery codes", "hawa", "/account/factors/recovery-codes/"),
        ("new recovery codes", "hawa", "/account/factors/recovery-codes/generate/"),
        ("who are you, by code", "hawa", "/account/factors/reauthenticate/"),
        ("one-time code", "", "/account/first/"),
    ]


def give_factors(name: str) -> None:
    """A telephone and recovery codes, as the pages would set them up."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    account = Account.objects.get(username=name)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_serious_fault_of_access(at_headquarters, officers, tmp_path, language):
    if not AXE.exists():
        pytest.skip("axe-core is absent: npm ci brings it.")
    where = pages_of_headquarters(officers, tmp_path)
    names = ("issa", "claire", "hawa", None)
    people = {name or "": at_headquarters(name, "/account/first/", language, bypass_csp=True) for name in names}
    give_factors("hawa")
    found = []
    for name, who, page in where:
        answered = people[who].goto(page)
        assert answered is not None and answered.status == 200, (name, answered and answered.status)
        assert people[who].url.endswith(page), (name, people[who].url)
        found += serious(people[who], name, language == "fr")
    found += serious(sheet(people["issa"], officers), "sheet of the code", False)
    assert found == [], "\n".join(found)


def sheet(page: Page, officers: dict[str, str]) -> Page:
    page.goto(f"/officers/{officers['emile']}/")
    page.locator("form[action$='/code/'] button").click()
    page.wait_for_selector(".code")
    return page


def test_no_page_breaks_its_own_security_policy(at_headquarters, officers, tmp_path):
    """The fixture holds the console: an error there, or a policy broken, fails this test."""
    where = pages_of_headquarters(officers, tmp_path)
    people = {name: at_headquarters(name, "/account/first/") for name in ("issa", "claire", "hawa")}
    people[""] = at_headquarters(None, "/account/first/")
    give_factors("hawa")
    for _, who, page in where:
        answered = people[who].goto(page)
        assert answered is not None and answered.status == 200
        assert "default-src 'none'" in answered.headers["content-security-policy"]
