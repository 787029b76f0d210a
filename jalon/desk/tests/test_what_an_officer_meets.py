"""What an officer meets beside the usual: a page out of date, an answer that says nothing, a person found."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from jalon.config import cast
from jalon.crossings.journey import REFUSAL_REASONS
from jalon.crossings.models import Decision, Inspection, Waiting
from jalon.desk import words
from jalon.desk.context import lists_age
from jalon.desk.tests.test_doors import CLEAN, FOREIGN, PASSWORD, signed_in, swipe
from jalon.posts.models import Post

WRONG_DIGIT = CLEAN.replace("AA01234565", "AA01234566")
ANSWERS = {"asks_protection": "no", "child_alone": "no", "possible_victim": "no"}


@pytest.fixture
def staff(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


def on_duty(name, language="en", **options):
    client = signed_in(name)
    client.post("/shift/", {"act": "open"})
    again = Client(**options)
    again.cookies = client.cookies
    again.cookies["django_language"] = language
    return again


@pytest.fixture
def amina(staff):
    return on_duty("amina")


@pytest.fixture
def bakary(staff):
    return on_duty("bakary")


def text(answer):
    return answer.content.decode()


# ── the paper of a refusal ──


def refused(amina, reason="no_visa"):
    seen = swipe(amina, FOREIGN)
    amina.post(f"/traveller/{seen.key}/refuse/", ANSWERS | {"reason": reason, "decision": "refuse"})
    return Decision.objects.get(outcome="refused")


def test_the_paper_is_not_valid_until_the_second_person_confirmed(amina, bakary):
    made = refused(amina)
    for language in ("Pas encore valable", "Not yet valid", "غير نافذ بعد"):
        assert language in text(amina.get(f"/refusal/{made.key}/notice/"))
    bakary.post(f"/refusal/{made.key}/", {"confirmation": "confirm"})
    assert 'class="notyet"' not in text(amina.get(f"/refusal/{made.key}/notice/"))


def test_the_paper_says_what_to_do_and_before_whom_to_contest(amina):
    paper = text(amina.get(f"/refusal/{refused(amina).key}/notice/"))
    post = Post.objects.get(code="ML-GOG")
    assert str(words.REMEDIES["no_visa"]) in paper
    for fact in (post.appeal_authority, post.appeal_address, post.appeal_telephone, "You have 30 days"):
        assert fact in paper


def test_a_post_that_declared_no_authority_sends_to_the_officer(amina):
    Post.objects.update(appeal_authority="", appeal_days=None)
    paper = text(amina.get(f"/refusal/{refused(amina).key}/notice/"))
    assert "the officer tells you before which authority" in paper and "☎" not in paper


@pytest.mark.parametrize("reason", REFUSAL_REASONS)
def test_every_reason_has_its_remedy(reason):
    assert str(words.REMEDIES[reason])


@pytest.mark.parametrize(("nationality", "offered"), [("NER", "en"), ("MRT", "ar"), ("GHA", "en")])
def test_the_paper_is_offered_in_the_travellers_language(amina, nationality, offered):
    """Else in the page's."""
    made = refused(amina)
    amina.post(
        f"/traveller/{made.inspection}/", {"nationality": nationality, "direction": "entry", "reason": "misread"}
    )
    paper = text(amina.get(f"/refusal/{made.key}/notice/"))
    assert re.findall(r'name="paper" value="(\w+)" checked', paper) == [offered]


# ── a page out of date ──


def test_a_swipe_on_a_page_that_is_out_of_date_is_kept(staff):
    amina = on_duty("amina", enforce_csrf_checks=True)
    answer = amina.post("/swipe/", {"mrz": CLEAN, "source": "wedge"})
    assert answer.status_code == 403
    page = text(answer)
    assert 'id="main"' in page and "out of date" in page and "Amina" in page and "TRAORE" in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.split("<textarea", 1)[1])[1]
    kept = re.findall(r'<textarea name="mrz" hidden>([^<]*(?:&lt;|[^<])*)</textarea>', page)[0].replace("&lt;", "<")
    amina.post("/swipe/", {"mrz": kept.strip(), "source": "wedge", "csrfmiddlewaretoken": token})
    assert Inspection.objects.get().state == "open"


def test_whoever_is_signed_out_is_told_why_the_swipe_is_gone(staff):
    client = Client()
    client.cookies["django_language"] = "en"
    page = text(client.post("/swipe/", {"mrz": CLEAN, "source": "wedge"}, follow=True))
    assert "The swipe was not taken" in page
    page = text(client.get("/lookup/", follow=True))
    assert "Sign in first" in page and "The swipe was not taken" not in page


def test_an_address_that_only_takes_forms_leads_to_the_desk(amina):
    key = swipe(amina).key
    for address in ("/swipe/", "/draft/", f"/traveller/{key}/admit/", f"/traveller/{key}/cancel/"):
        assert amina.get(address).headers["location"] == "/"
    assert Inspection.objects.get().state == "open"


def test_a_decision_that_came_too_late_leads_to_the_passage(amina):
    key = swipe(amina).key
    said = {"direction": "entry", "transport": "foot"}
    amina.post(f"/traveller/{key}/admit/", said)
    page = text(amina.post(f"/traveller/{key}/admit/", said, follow=True))
    assert f'<a href="/traveller/{key}/">' in page


# ── an answer that says nothing ──


@pytest.mark.parametrize("looked", ["", "  ", "..", "ok", "12345"])
def test_what_was_looked_at_is_asked_again_where_it_stands(amina, looked):
    key = swipe(amina, WRONG_DIGIT).key
    said = {"direction": "entry", "transport": "foot", "looked": looked}
    page = text(amina.post(f"/traveller/{key}/admit/", said, follow=True))
    assert "open><summary" in page and 'id="looked-wrong"' in page
    assert not Decision.objects.exists()
    amina.post(f"/traveller/{key}/admit/", said | {"looked": "la photo"})
    assert Decision.objects.get().outcome == "admitted"


@pytest.mark.parametrize("looked", ["", "--", "ok"])
def test_a_finding_says_something(amina, bakary, looked):
    key = swipe(amina, FOREIGN).key
    amina.post(f"/traveller/{key}/refer/", {"reason": "document_doubt"})
    page = text(bakary.post(f"/second-line/{key}/", {"decision": "admit", "looked": looked}))
    assert "aria-invalid" in page
    assert Inspection.objects.get().state == "referred"


# ── who sees what ──

EVERYBODY_AT_THE_DESK = {
    "/", "/vehicle/", "/notices/", "/counting/", "/herds/", "/lookup/", "/paper/", "/cash/", "/shift/", "/sides/",
    "/equipment/", "/promises/directory/",
}  # fmt: skip
OF_THE_POST = {"/this-post/", "/post/assessments/", "/promises/post/"}
MENUS = [
    ("amina", EVERYBODY_AT_THE_DESK),
    ("bakary", EVERYBODY_AT_THE_DESK | {"/second-line/", "/holds/", "/slips/", "/carry/", *OF_THE_POST}),
    ("claire", {"/postings/proposed/", "/lists/", "/rules/", "/pictures/", "/services/"}),
    ("zara", {"/protection/", "/notices/", "/services/"}),
    ("kadi", {"/agency/"}),
    ("emile", set()),
]


@pytest.mark.parametrize(("name", "doors"), MENUS)
def test_the_menu_holds_no_door_that_is_shut(staff, name, doors):
    client = signed_in(name)
    menu = text(client.get("/account/password/")).split('class="menu__sheet"')[1].split("</details>")[0]
    account = {"/account/password/", "/account/factors/"}
    assert set(re.findall(r'<a href="([^"]+)"', menu)) - account == doors
    for door in doors:
        assert client.get(door).status_code in {200, 302}


def test_whoever_has_no_role_can_sign_out(staff):
    client = signed_in("emile")
    client.cookies["django_language"] = "en"
    page = text(client.get("/", follow=True)).split('id="main"')[1]
    assert "Sign out" in page and "Back to the start" not in page


def test_the_door_says_how_long_to_wait_and_repeats_no_label(staff):
    client = Client()
    client.cookies["django_language"] = "en"
    assert "placeholder" not in text(client.get("/account/login/"))
    for _ in range(6):
        page = text(client.post("/account/login/", {"login": "amina", "password": "a guess"}))
    assert "Wait five minutes" in page


@pytest.mark.parametrize(("days", "said"), [(None, "No list in service"), (0, "Lists of today"), (1, "1 day old")])
def test_the_age_of_the_lists(days, said):
    from django.utils import translation

    with translation.override("en"):
        assert said in lists_age(days)


# ── a person found ──


def test_who_is_looked_up_is_one_person_with_all_passages(amina):
    for direction in ("entry", "exit", "entry"):
        amina.post("/swipe/", {"mrz": FOREIGN, "source": "wedge", "direction": direction})
        key = Inspection.objects.get(state="open").key
        amina.post(f"/traveller/{key}/admit/", {"direction": direction, "transport": "foot"})
    page = text(amina.post("/lookup/", {"name": "MAHAMADOU", "reason": "asked by the second line"}))
    found = page.split('<ol class="cards">')[1].split("</ol>")[0]
    assert found.count("<h3>") == 1 and "3 passages" in found
    assert re.findall(r"\d\d/\d\d/\d{4}", found) and found.count("Entry") == 2 and found.count("Exit") == 1


def test_the_figures_of_a_shift_are_alike_everywhere(amina):
    key = swipe(amina).key
    amina.post(f"/traveller/{key}/admit/", {"direction": "exit", "transport": "bus"})
    open_now = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", text(amina.get("/shift/")))
    assert [label for label, _ in open_now][:4] == ["Inspected", "Entries admitted", "Exits admitted", "Admitted"]
    assert dict(open_now)["Exits admitted"] == "1"
    amina.post("/shift/", {"act": "close"})
    assert re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", text(amina.get("/shift/"))) == open_now


def test_a_swipe_that_waits_is_counted_on_paper_too(amina):
    made = refused(amina)
    amina.post("/draft/", {"waiting": CLEAN})
    assert Waiting.objects.count() == 1
    assert re.search(r'id="waiting"[^>]*data-count="1"', text(amina.get(f"/refusal/{made.key}/notice/")))
