"""The pages of figures from outside, of earlier recommendations, of the survey and of what a state shows."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jalon.apart.tests.test_office_tables import docx, tbl
from jalon.cooperation import quarterly, showing, standing, surveys
from jalon.cooperation.models import Figure, Shows, SurveyAnswer
from jalon.cooperation.tests.test_past import row
from jalon.posts.models import Post
from jalon.secretariat.tests.signing_in import DALIA, DELEGATE, PARTNER, browser_of, in_language
from jalon.web.gate import Role

LANGUAGES = ("fr", "en", "ar")
TYPED = {
    "indicator": "passages", "code": "NER", "since": "2026-07-01", "until": "2026-09-30", "value": "4 200",
    "coverage": "62", "posts": "", "source": "paper", "source_text": "Registre", "signatory": "Chef de poste",
}  # fmt: skip


def at(forum, *rest):
    return "/".join(("/promises/forum", forum, *rest)) + "/"


def sent(content, name):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_is_typed_corrected_and_taken_out(forum, dalia, language):
    in_language(dalia, language)
    assert dalia.post(at(forum, "figures/one"), TYPED).status_code == 302
    assert dalia.post(at(forum, "figures/one"), TYPED | {"value": "4 300"}).status_code == 302
    page = dalia.get(at(forum, "figures")).content.decode()
    assert "◇" in page and "■" in page and "Registre" in page
    now = Figure.objects.get(value=4300)
    assert now.withdrawn and now.coverage == 0.62 and now.party == "NER"
    form = dalia.get(at(forum, "figures/one") + f"?corrects={now.key}").content.decode()
    assert "4300" in form
    wrong = dalia.post(at(forum, "figures/one"), TYPED | {"value": "x", "signatory": ""})
    assert wrong.status_code == 200 and Figure.objects.count() == 2
    csv = dalia.get(at(forum, "figures/out/csv"))
    assert b"#indicator+value+num" in csv.content and b"outside" in csv.content
    assert dalia.get(at(forum, "figures/out/xlsx")).status_code == 200
    assert dalia.get(at(forum, "figures/out/pdf")).status_code == 404
    assert dalia.post(at(forum, "figures/one", now.key, "back"), {"why": "Compté deux fois"}).status_code == 302
    assert not [one for one in dalia.get(at(forum, "figures")).context["kinds"] if one["rows"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_figures_is_shown_and_then_recorded(forum, dalia, language):
    in_language(dalia, language)
    book = openpyxl.load_workbook(io.BytesIO(dalia.get(at(forum, "figures/template")).content))
    good = ["passages", "NER", "", date(2026, 7, 1), date(2026, 9, 30), 4200, 0.62, "paper", "Registre", "Chef"]
    book["figures"].append(good)
    book["figures"].append(["passages", "NER", "", "juillet", date(2026, 9, 30), 1, "", "paper", "Registre", "Chef"])
    out = io.BytesIO()
    book.save(out)
    page = dalia.post(at(forum, "figures/file"), {"code": "NER", "sent": sent(out.getvalue(), "t.xlsx")})
    assert (page.context["new"], len(page.context["problems"])) == (1, 1) and not Figure.objects.exists()
    assert dalia.post(at(forum, "figures/file/record"), {"token": page.context["token"]}).status_code == 302
    assert Figure.objects.count() == 1
    again = dalia.post(at(forum, "figures/file"), {"code": "NER", "sent": sent(out.getvalue(), "t.xlsx")})
    assert (again.context["new"], again.context["same"]) == (0, 1)
    dalia.post(at(forum, "figures/file/record"), {"token": "f" * 32})
    assert Figure.objects.count() == 1
    refused = dalia.post(at(forum, "figures/file"), {"code": "NER", "sent": sent(b"%PDF-1.7", "t.pdf")})
    assert refused.context["form"].errors


def test_a_delegate_gives_figures_of_his_party_alone(forum, dalia):
    delegate, partner = browser_of("moussa", DELEGATE, "MLI"), browser_of("donor", PARTNER, "iom")
    assert delegate.post(at(forum, "figures/one"), TYPED).status_code == 200  # NER is no choice of his
    assert delegate.post(at(forum, "figures/one"), TYPED | {"code": "MLI"}).status_code == 302
    assert partner.get(at(forum, "figures")).status_code == 200
    assert partner.post(at(forum, "figures/one"), TYPED).status_code == 403
    assert {row.party for row in Figure.objects.all()} == {"MLI"}


PAST = docx(
    tbl(
        row("N°", "Recommandation", "Responsable", "Échéance", "État"),
        row("1", "Ouvrir les postes la nuit", "Mali", "fin 2026", "en cours"),
        row("2", "Un reçu pour chaque taxe", "Douanes", "en continu", "réalisé"),
    )
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_earlier_recommendations_are_read_put_right_and_recorded(forum, dalia, language):
    in_language(dalia, language)
    assert dalia.get(at(forum, "import")).status_code == 200
    answer = dalia.post(at(forum, "import"), {"sent": sent(PAST, "nouakchott.docx")})
    where = answer["Location"]
    page = dalia.get(where)
    assert [one["field"].value() for one in page.context["columns"]] == [
        "number",
        "text",
        "responsible",
        "due",
        "status",
    ]
    said = {
        "table": 0, "heading": 0, "adopted_on": "2026-02-01", "as_of": "2026-06-01", "letters": "NKC-",
        "language": "fr", "level": "regional", "theme": "cooperation",
        **{f"column_{place}": name for place, name in enumerate(("number", "text", "responsible", "due", "status"))},
    }  # fmt: skip
    page = dalia.post(where, said | {"step": "look"})
    assert (page.context["good"], page.context["wrong"]) == (1, 1)
    assert [one["said"] for one in page.context["who"]] == ["Douanes"]
    said |= {"unknown": ["Douanes"], "who_0": ["NER"]}
    assert dalia.post(where, said | {"step": "look"}).context["good"] == 2
    assert dalia.post(where, said | {"step": "record"}).status_code == 302
    assert {one.number: (one.state, one.binds) for one in standing.standing(forum)} == {
        "NKC-1": ("adopted", ("MLI",)),
        "NKC-2": ("closed", ("NER",)),
    }
    assert dalia.get(where).status_code == 302  # what was recorded is kept no longer


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_survey_is_filled_in_and_shown(forum, dalia, language, settings):
    settings.JALON_SMALL_CELL = 2
    partner = browser_of("donor", PARTNER, "iom")
    for browser in (dalia, partner):
        in_language(browser, language)
        form = {"place": "Gogui", "day": date.today().isoformat(), "audience": "traveller", "q_respect": "yes"}
        for _ in range(2):
            assert browser.post(at(forum, "survey/form"), form).status_code == 302
    assert browser.post(at(forum, "survey/form"), form | {"q_respect": "perhaps"}).status_code == 200
    assert sorted(SurveyAnswer.objects.values_list("party", flat=True)) == ["", "", "iom", "iom"]
    for by in surveys.GROUPED_BY:
        page = partner.get(at(forum, "survey") + f"?by={by}")
        assert page.status_code == 200 and "<svg" in page.content.decode()
    paper = dalia.get(at(forum, "survey/paper/community") + f"?language={language}")
    assert paper.content.startswith(b"%PDF") or paper.status_code == 302


@pytest.fixture
def claire(node, settings, monkeypatch):
    """The national desk at a headquarters that joined a forum."""
    from jalon.cooperation import saying
    from jalon.cooperation.models import ForumFact, PartyFact

    settings.JALON_TIER = "headquarters"
    Post.objects.get_or_create(code="ML-GOG", defaults={"name": "Gogui", "country": "MLI"})
    said = {"forum": "ab" * 8, "party": "", "position": 1, "at": 1}
    ForumFact.objects.create(key="a.a.1", what="founded", on=date(2026, 1, 1), name={"fr": "Forum"}, **said)
    PartyFact.objects.create(key="a.a.2", what="joined", code="MLI", kind="state", on=date(2026, 1, 1), **said)
    monkeypatch.setattr(saying, "_leave", lambda forum, acts, actor: saying.record_together(acts, actor))
    monkeypatch.setattr(quarterly, "say", lambda acts, actor, forum: saying.record_together(acts, actor))
    return browser_of("claire", Role.NATIONAL_DESK)


@pytest.mark.both
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_is_settled_by_two_and_a_quarter_is_given(claire, language):
    forum = "ab" * 8
    other = browser_of("moussa", Role.NATIONAL_DESK)
    in_language(claire, language)
    page = at(forum, "shows")
    assert claire.get(page).status_code == 200 and claire.get(at("own", "shows")).status_code == 200
    claire.post(page, {"act": "propose", "indicator": "passages", "show": "yes", "why": "décision 12"})
    key = Shows.objects.get().key
    claire.post(page, {"act": "approve", "proposal": key})
    assert showing.shown(forum) == set()
    other.post(page, {"act": "approve", "proposal": key})
    assert showing.shown(forum) == {"passages"}
    quarter = at(forum, "shows/quarter")
    shown = claire.get(quarter)
    assert shown.status_code == 200 and shown.context["left"] > 10
    told = {"quarter": shown.context["quarter"].name, "token": shown.context["token"]}
    claire.post(quarter, told | {"token": "0" * 32})
    assert not Figure.objects.exists()
    claire.post(quarter, told)
    assert Figure.objects.filter(forum=forum, source="journal").count() == shown.context["left"] - 1  # and the survey
    assert claire.get(quarter).context["left"] == 0
    assert browser_of("dalia", DALIA).get(page).status_code == 403
