"""Dalia prepares a meeting, runs it from the room's screen by keys, and prints its evaluation, in three languages."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import vobject
from playwright.sync_api import Page, expect

from jalon.cooperation import meetings, standing
from jalon.cooperation.models import Evaluation, Meeting
from jalon.desk.tests.browser import address, chromium
from jalon.desk.tests.test_journeys import AXE, serious
from jalon.secretariat.tests.browser import LANGUAGES, PICTURES, Opened, look, main_button, opened, pages_of
from jalon.secretariat.tests.signing_in import DALIA, DELEGATE, browser_of
from jalon.web.printing import can_make_pdf

pytestmark = pytest.mark.browser

TITLES = {
    "fr": "Réunion des directeurs de la police des frontières",
    "en": "Meeting of the directors of border police",
    "ar": "اجتماع مديري شرطة الحدود",
}
OPENING = {"fr": "Ouverture et ordre du jour", "en": "Opening and agenda", "ar": "الافتتاح وجدول الأعمال"}
PROMISED = (
    (
        "equipment",
        {
            "fr": "Équiper chaque poste d’un lecteur de passeports",
            "en": "Equip each post with a passport reader",
            "ar": "تجهيز كل مركز بقارئ جوازات",
        },
    ),
    (
        "mobility",
        {
            "fr": "Réduire l’attente à la première ligne",
            "en": "Shorten the wait at the first line",
            "ar": "تقليص الانتظار في الخط الأول",
        },
    ),
    (
        "protection",
        {
            "fr": "Ouvrir une voie de référencement pour les enfants seuls",
            "en": "Open a way of referral for children alone",
            "ar": "فتح مسار إحالة للأطفال غير المصحوبين",
        },
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dalia_prepares_a_meeting_runs_it_and_prints_its_evaluation(forum, opened, language, tmp_path):
    before = date.today() - timedelta(days=210)
    first = meetings.call(TITLES, "regional", before, before, "Nouakchott", "d0", forum=forum, languages=["fr"]).key
    dalia = opened(browser_of("dalia", DALIA), f"/promises/forum/{forum}/meetings/", language)
    look(dalia, "meetings")
    dalia.locator(".page .button--main").click()
    key = calls(dalia)
    for number, (theme, words) in enumerate(PROMISED, 1):
        puts(dalia, forum, key, f"2.{number}", theme, words)
    sets_the_agenda(dalia, key, language)
    invites(dalia, key, tmp_path)
    assert meetings.meeting(key).before == first
    delegate = opened(browser_of("moussa", DELEGATE, "MLI"), f"/promises/meetings/{key}/room/", language)
    runs(dalia, delegate, key)
    closes(dalia, key)
    prints(dalia, key, language, tmp_path)
    # A page that is examined by axe is opened without its policy, which would refuse the examiner.
    if not AXE.exists():
        pytest.skip("axe-core is absent: npm ci brings it.")
    examined = opened(browser_of("dalia", DALIA), "/promises/", language, bypass_csp=True)
    found = []
    for page in most_used(forum, key):
        examined.goto(page)
        found += serious(examined, f"{page} {language}", language == "fr")
    assert found == []


def most_used(forum: str, key: str) -> list[str]:
    """The pages that people of a forum open most."""
    in_forum = ("", "evaluations/", "recommendations/", "recommendations/put/", "measures/", "silence/", "parties/")
    recommendation, evaluation = meetings.adopted_at(key)[0], Evaluation.objects.get().key
    return [
        *(f"/promises/forum/{forum}/{page}" for page in in_forum),
        f"/promises/meetings/{key}/",
        f"/promises/meetings/{key}/room/",
        f"/promises/recommendations/{recommendation}/",
        f"/promises/evaluation/{evaluation}/",
        f"/promises/questions/about/{recommendation}/",
    ]


def calls(dalia: Page) -> str:
    """Fill in the form of a new meeting, today; its key."""
    for language, title in TITLES.items():
        dalia.fill(f"[name$={language}][name^=title]", title)
    today = date.today().isoformat()
    for name in ("starts", "ends"):
        dalia.fill(f"[name={name}]", today)
    dalia.fill("[name=place]", "Bamako")
    for language in LANGUAGES:
        dalia.check(f"[name=languages][value={language}]")
    look(dalia, "meeting-new")
    main_button(dalia)
    dalia.wait_for_selector(".meeting__facts")
    look(dalia, "meeting")
    return Meeting.objects.order_by("position").last().key


def puts(dalia: Page, forum: str, key: str, number: str, theme: str, words: dict[str, str]) -> None:
    """Put a recommendation on the register for this meeting."""
    dalia.goto(f"/promises/forum/{forum}/recommendations/put/?meeting={key}")
    dalia.fill("[name=number]", number)
    dalia.select_option("[name=level]", "regional")
    dalia.select_option("[name=theme]", theme)
    dalia.check("[name=proof][value=deliverable]")
    for language, said in words.items():
        dalia.fill(f"[name=text_{language}]", said)
        dalia.fill(f"[name=deliverable_{language}]", said)
    for party in ("MLI", "NER"):
        dalia.check(f"[name=binds][value={party}]")
    dalia.fill("[name=due]", (date.today() + timedelta(days=210)).isoformat())
    if number == "2.1":
        look(dalia, "recommendation-new")
    main_button(dalia)
    dalia.wait_for_url("**/promises/recommendations/*/")
    if number == "2.1":
        look(dalia, "recommendation")


def sets_the_agenda(dalia: Page, key: str, language: str) -> None:
    dalia.goto(f"/promises/meetings/{key}/agenda/")
    dalia.click("button[value=standing]")
    expect(dalia.locator(".agenda--set > li")).to_have_count(3)
    dalia.fill(f"[name$={language}][name^=title]", OPENING[language])
    dalia.fill("[name=minutes]", "15")
    main_button(dalia)
    expect(dalia.locator(".agenda--set > li")).to_have_count(4)
    for left in (3, 2, 1):  # what comes first is moved up
        dalia.locator(".agenda--set > li").nth(left).locator("[value=up]").click()
        dalia.wait_for_load_state()
    expect(dalia.locator(".agenda--set > li").first).to_contain_text(OPENING[language])
    look(dalia, "agenda")


def invites(dalia: Page, key: str, folder: Path) -> None:
    """Everybody is asked; the letter, its PDF, and the calendar file."""
    dalia.goto(f"/promises/meetings/{key}/delegations/")
    dalia.click("button[value=all]")
    expect(dalia.locator(".delegations li")).to_have_count(3)
    look(dalia, "delegations")
    dalia.goto(f"/promises/meetings/{key}/")
    dalia.locator("a[href$='/invitation/']").click()
    look(dalia, "invitation")
    ics = saved(dalia, "a[href$='/calendar/']", folder / "meeting.ics")
    (event,) = vobject.readOne(ics.decode()).vevent_list
    assert event.dtstart.value.date() == date.today() and "Bamako" in event.location.value
    if can_make_pdf():
        letters = dalia.request.get(f"/promises/meetings/{key}/invitation/pdf/").body()
        assert pages_of(letters) == 3  # one a delegation


def runs(dalia: Page, delegate: Page, key: str) -> None:
    """Open it, walk through, adopt three: every decision is a key and Enter, and is said to be saved."""
    dalia.goto(f"/promises/meetings/{key}/")
    dalia.locator("a[href$='/room/']").click()
    dalia.wait_for_url("**/room/")  # to the end: keys are heard once the page's scripts are read
    look(dalia, "room-first")
    decides(dalia, "o")
    expect(dalia.locator("#slides")).to_have_attribute("data-state", "open")
    dalia.keyboard.press("Home")
    for number, (_theme, words) in enumerate(PROMISED, 1):
        slide = dalia.locator(f".slide[data-number='2.{number}']")
        while slide.is_hidden():
            dalia.keyboard.press("PageDown")
        for _ in LANGUAGES:  # each language of the room, and back
            shown = slide.locator("[data-in]:visible .slide__words")
            expect(shown).to_have_text(words[dalia.locator("#language").inner_text().lower()])
            dalia.keyboard.press("l")
        if number == 1:
            look(dalia, "room-proposed")
        decides(dalia, "a")
        expect(slide).to_have_attribute("data-state", "adopted")
        expect(delegate.locator(f".slide[data-number='2.{number}']")).to_be_visible()
        expect(delegate.locator(f".slide[data-number='2.{number}']")).to_have_attribute("data-state", "adopted")
    look(dalia, "room-adopted")
    dalia.keyboard.press("End")
    expect(dalia.locator(".slide:visible .slide__sums")).to_contain_text("2.1 · 2.2 · 2.3")
    look(dalia, "room-last")
    assert {standing.one(one).state for one in meetings.adopted_at(key)} == {"adopted"}
    assert len(meetings.adopted_at(key)) == 3


def decides(dalia: Page, letter: str) -> None:
    """A key, then the one that confirms; “saved” is shown once the entry is on the disk."""
    dalia.keyboard.press(letter)
    expect(dalia.locator("#confirm")).to_be_visible()
    dalia.keyboard.press("Enter")
    expect(dalia.locator("#said")).to_have_class("room__said room__said--saved")


def closes(dalia: Page, key: str) -> None:
    dalia.locator(".room__out").click()
    dalia.locator("a[href$='/attendance/']").click()
    dalia.fill("[name=present_MLI]", "6")
    dalia.fill("[name=women_MLI]", "2")
    look(dalia, "attendance")
    main_button(dalia)
    dalia.goto(f"/promises/meetings/{key}/")
    expect(dalia.locator(".meeting__adopted li")).to_have_count(3)
    dalia.click("button[value=close]")
    dalia.wait_for_selector(".meeting__state--closed")
    look(dalia, "meeting-closed")


def prints(dalia: Page, key: str, language: str, folder: Path) -> None:
    """The evaluation since the meeting before: asked for, read, and a PDF in the language of the page."""
    dalia.locator("a[href$='/evaluation/']").click()
    look(dalia, "evaluation-asked")
    main_button(dalia)
    dalia.wait_for_url("**/promises/evaluation/*/")
    expect(dalia.locator(".promise")).to_have_count(3)
    look(dalia, "evaluation")
    if not can_make_pdf():
        return
    chosen = dalia.locator(".evaluation__files .button--main")
    expect(chosen).to_have_attribute("lang", language)
    pdf = saved(dalia, ".evaluation__files .button--main", folder / "evaluation.pdf")
    assert pages_of(pdf) >= 4
    if PICTURES:
        (Path(PICTURES) / f"evaluation-{language}.pdf").write_bytes(pdf)
    assert Evaluation.objects.get().meeting == key


def saved(page: Page, link: str, file: Path) -> bytes:
    """What a link hands out."""
    with page.expect_download() as coming:
        page.locator(link).first.click()
    coming.value.save_as(file)
    return file.read_bytes()
