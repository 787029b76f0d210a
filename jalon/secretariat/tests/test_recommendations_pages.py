"""The pages of recommendations, measures, projects, practices and challenges, through the front."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from defusedxml import ElementTree
from django.utils import timezone

from jalon.config import cast
from jalon.cooperation import challenges, measures, practices, projects, recommendations, standing
from jalon.cooperation.models import Recommendation
from jalon.secretariat import gantt
from jalon.secretariat.tests.signing_in import DELEGATE, PARTNER, browser_of, in_language
from jalon.web.gate import Role

LANGUAGES = {"fr": "Équiper chaque poste", "en": "Equip each post", "ar": "تجهيز كل مركز"}
MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)


@pytest.fixture
def told(forum):
    """A forum in which something was said of everything."""
    facts = {"number": "2.1", "level": "post", "theme": "equipment", "binds": ["NER"], "due": JUNE}
    facts |= {"proof": "indicator", "indicator": "reported_share", "baseline": 0.4, "target": 0.9}
    key = recommendations.put(facts, LANGUAGES, forum, "d0")
    recommendations.word(key, {code: f"{text} 24/7" for code, text in LANGUAGES.items()}, "day and night", "d0")
    recommendations.adopt(key, MARCH, "", "d0")
    recommendations.judge(key, "not_kept", JUNE, "three posts of five", "", "d0")
    project = {"code": "PRJ", "title": LANGUAGES, "donor": "iom", "implements": "NER", "starts": MARCH, "months": 12}
    paid = projects.open_project(project | {"currency": "XOF", "countries": ["NER"]}, "d0", forum)
    projects.set_line(paid, "2.1", LANGUAGES, "1000000", "d0")
    projects.spend(paid, "2.1", JUNE, "250000.50", "d0")
    projects.set_result(paid, "1", LANGUAGES, "d0", indicator="reported_share", target=0.9)
    projects.narrate(paid, MARCH, JUNE, "fr", "Trois postes de cinq.", "d0")
    plan = {"library": "reader", "recommendation": key, "owner": "NER", "starts": MARCH, "ends": JUNE}
    measure = measures.plan(plan | {"project": paid, "line": "2.1", "posts": ["NE-AYO"]}, "d0", forum)
    words = dict.fromkeys(("title", "what", "took", "known_by"), LANGUAGES)
    practice = practices.describe(words | {"where": "Gogui", "level": "local"}, "d0", forum, "MLI")
    challenge = challenges.name({"title": LANGUAGES, "level": "national", "blocks": [key, measure]}, "d0", forum)
    return {"rec": key, "measure": measure, "project": paid, "practice": practice, "challenge": challenge}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_in_each_language(told, forum, dalia, language):
    in_language(dalia, language)
    at = f"/promises/forum/{forum}"
    shown = {
        f"{at}/recommendations/": LANGUAGES[language],
        f"{at}/recommendations/?late=on&country=NER&on=2026-07-01": LANGUAGES[language],
        f"{at}/recommendations/print/": LANGUAGES[language],
        f"{at}/recommendations/put/?gap=general.IN-02": "general.IN-02",
        f"/promises/recommendations/{told['rec']}/": "<ins>",
        f"/promises/recommendations/{told['rec']}/word/": LANGUAGES["ar"],
        f"{at}/challenges/": LANGUAGES[language],
        f"{at}/measures/": "<svg",
        f"/promises/measures/library/?level=local&forum={forum}": f"library=opposite_post_meeting&amp;forum={forum}",
        f"/promises/measures/plan/?recommendation={told['rec']}&library=reader": "2.1",
        f"/promises/measures/{told['measure']}/": "NE-AYO",
        f"{at}/projects/": LANGUAGES[language],
        f"{at}/projects/open/": "XOF",
        f"/promises/projects/{told['project']}/": "250\u202f000,50",
        f"{at}/practices/": LANGUAGES[language],
        f"{at}/practices/describe/": 'name="took_ar"',
    }
    for address, words in shown.items():
        page = dalia.get(address)
        assert page.status_code == 200 and words in page.content.decode(), address
    assert LANGUAGES[language] not in dalia.get(f"{at}/recommendations/?on=2026-05-01&late=on").content.decode()


def test_a_recommendation_is_put_adopted_and_judged_on_the_page(forum, dalia):
    at = f"/promises/forum/{forum}/recommendations/put/"
    said = {"number": "1", "level": "local", "theme": "cooperation", "binds": ["MLI", "NER"], "due": "2090-12-31"}
    said |= {"source": "meeting", "proof": "indicator", "indicator": "refused", "target": "5", "text_fr": "Se réunir"}
    page = dalia.post(at, said)
    assert page.status_code == 200 and not Recommendation.objects.exists()  # a refusal is no target: it is not offered
    asked = {"proof": "question", "indicator": "", "question_fr": "Réunis ?", "answer_fr": "Oui"}
    late = dalia.post(at, said | asked | {"due": "2020-01-01"}).content.decode()  # a date that is past is asked about
    assert 'name="though_past"' in late and "Se réunir" in late and not Recommendation.objects.exists()
    page = dalia.post(at, said | {"proof": "question", "indicator": "", "question_fr": "Réunis ?", "answer_fr": "Oui"})
    key = Recommendation.objects.get().key
    assert page["Location"] == f"/promises/recommendations/{key}/"
    tell = f"{page['Location']}tell/"
    dalia.post(tell, {"act": "adopt", "adopt-on": "2026-03-02", "adopt-note": ""})
    assert standing.one(key).state == "adopted"
    extend = {"act": "extend", "extend-on": "2026-03-03", "extend-due": "2026-01-01", "extend-note": "x"}
    assert "31 décembre 2090" in dalia.post(tell, extend).content.decode()  # the new date must be later than that
    dalia.post(f"{page['Location']}judge/", {"verdict": "on_the_way", "as_of": "2026-06-01", "why": "two of three"})
    assert standing.one(key).judgement.verdict == "on_the_way"
    delegate = browser_of("moussa", DELEGATE, "MLI")
    delegate.post(f"{page['Location']}judge/", {"verdict": "kept", "as_of": "2026-06-01", "why": "we did it"})
    assert standing.one(key).judgement.verdict == "on_the_way"
    assert delegate.post(tell, {"act": "close", "close-on": "2026-06-01", "close-note": "x"}).status_code == 403


def test_a_delegate_plans_for_his_own_party_and_takes_a_practice_up(told, forum):
    delegate = browser_of("aissa", DELEGATE, "NER")
    delegate.post(f"/promises/practices/{told['practice']}/take-up/")
    ((party, key),) = practices.one(told["practice"]).taken
    assert (party, measures.one(key).owner) == ("NER", "NER")
    today = timezone.localdate().isoformat()
    delegate.post(f"/promises/measures/{key}/tell/", {"act": "tell", "state": "under_way", "on": today})
    assert measures.one(key).state == "under_way"
    plan = {
        "library": "power",
        "owner": "NER",
        "forum": forum,
        "starts": today,
        "level": "post",
        "posts": "NE-AYO, ne-ayo",
    }
    page = delegate.post("/promises/measures/plan/", plan)
    assert measures.one(page["Location"].split("/")[-2]).posts == ("NE-AYO",)
    count = len(measures.measures(forum))
    other = browser_of("moussa", DELEGATE, "MLI")
    other.post(f"/promises/measures/{key}/tell/", {"act": "tell", "state": "done", "on": today})
    other.post("/promises/measures/plan/", plan)
    assert (measures.one(key).state, len(measures.measures(forum))) == ("under_way", count)


def test_a_donor_writes_of_its_own_project_alone(told, forum):
    donor, other = browser_of("yuki", PARTNER, "iom"), browser_of("jean", PARTNER, "eu")
    at = f"/promises/projects/{told['project']}/"
    page = donor.get(at).content.decode()
    assert 'value="spend"' in page and 'value="narrate"' in page and 'value="line"' not in page
    assert 'value="spend"' not in other.get(at).content.decode()
    spend = {"act": "spend", "spend-line": "2.1", "spend-on": "2026-06-01", "spend-amount": "10"}
    for browser in (other, donor):
        browser.post(f"{at}write/", spend)
    donor.post(f"{at}write/", {"act": "line", "line-number": "3", "line-amount": "10", "title_fr": "Puits"})
    one = projects.one(told["project"])
    assert (str(one.spent), len(one.lines), one.spendings[-1].party) == ("250010.50", 1, "iom")
    for address in (f"/promises/forum/{forum}/recommendations/", f"/promises/recommendations/{told['rec']}/"):
        assert other.get(address).status_code == 200
    assert other.get(f"/promises/forum/{forum}/recommendations/put/").status_code == 403


def test_challenges_move_on_the_page(told, forum, dalia):
    one = challenges.one(told["challenge"])
    said = {"act": "overcome", f"c{one.position}-on": "2026-06-01", f"c{one.position}-note": "an exemption"}
    dalia.post(f"/promises/challenges/{one.key}/tell/", said)
    assert challenges.one(one.key).overcome


def test_files_hold_what_the_pages_show(told, forum, dalia):
    in_language(dalia, "fr")
    register = dalia.get(f"/promises/forum/{forum}/recommendations/file/")
    sheet = openpyxl.load_workbook(BytesIO(register.content)).active
    assert [sheet.cell(5, column).value for column in (1, 2, 4)] == [
        "2.1",
        *(f"{LANGUAGES[code]} 24/7" for code in ("fr", "ar")),
    ]
    book = openpyxl.load_workbook(BytesIO(dalia.get(f"/promises/projects/{told['project']}/file/").content))
    budget = book.worksheets[1]
    assert [budget.cell(2, column).value for column in (1, 3, 4)] == ["2.1", 1000000, 250000.5]
    activity = ElementTree.fromstring(dalia.get(f"/promises/projects/{told['project']}/iati/").content)
    assert activity.find("iati-activity/transaction[2]/value").text == "250000.50"


def test_a_calendar_runs_as_the_language_is_read(told, forum, dalia):
    def ends():
        page = dalia.get(f"/promises/forum/{forum}/measures/").content.decode()
        bar = page.split('class="g-planned g-late"')[1]
        left, width = (float(bar.split(f' {name}="')[1].split('"')[0]) for name in ("x", "width"))
        return left, left + width

    in_language(dalia, "fr")
    left, right = ends()
    in_language(dalia, "ar")
    assert ends() == (pytest.approx(gantt.WIDTH - right), pytest.approx(gantt.WIDTH - left))


def test_a_state_keeps_a_register_among_its_own(node, settings):
    settings.JALON_TIER = "headquarters"
    cast.declare_posts()
    claire = in_language(browser_of("claire", Role.NATIONAL_DESK), "fr")
    said = {"number": "N1", "level": "national", "theme": "staff", "due": "2026-12-31", "source": "assessment"}
    said |= {"proof": "deliverable", "deliverable_fr": "Un tableau de service", "text_fr": "Arrêter les effectifs"}
    page = claire.post("/promises/forum/own/recommendations/put/?gap=general-1:ST-01@MLI", said)
    key = Recommendation.objects.get().key
    claire.post(f"{page['Location']}tell/", {"act": "adopt", "adopt-on": "2026-03-02"})
    one = standing.one(key)
    assert (one.state, one.binds, one.forum, one.party) == ("adopted", ("MLI",), "", "MLI")
    page = claire.post("/promises/measures/plan/", {"library": "staffing", "recommendation": key})
    (measure,) = measures.measures("", recommendation=key)
    assert measure.owner == "MLI"
    claire.post(f"/promises/measures/{measure.key}/tell/", {"act": "link", "posts": "ML-GOG"})
    assert measures.one(measure.key).posts == ("ML-GOG",)
    for address in ("recommendations", "measures", "projects", "practices", "challenges"):
        assert claire.get(f"/promises/forum/own/{address}/").status_code == 200
    assert "Arrêter les effectifs" in claire.get(f"/promises/recommendations/{key}/").content.decode()
