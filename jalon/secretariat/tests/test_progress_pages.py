"""Progress on the pages: reported in one form, released or held back, asked about; in three languages."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jalon.adjudication.tests.conftest import headquarters
from jalon.cooperation import progress, releasing
from jalon.cooperation.models import Evidence, Progress, Question, Reply
from jalon.cooperation.progress import File, Report
from jalon.cooperation.tests.owing import adopt, plan, sit_elsewhere
from jalon.cooperation.tests.test_sheets import filled
from jalon.secretariat.tests.signing_in import DALIA, DELEGATE, PARTNER, browser_of, in_language
from jalon.web.gate import Role

__all__ = ["headquarters"]
TODAY = timezone.localdate()
PDF = b"%PDF-1.7 facture"


@pytest.fixture
def here(forum, settings):
    settings.JALON_SECOND_FACTOR = "optional"
    made = SimpleNamespace(forum=forum, one=adopt(forum))
    made.measure = plan(forum, "NER", made.one)
    made.mali, made.niger = browser_of("moussa", DELEGATE, "MLI"), browser_of("nana", DELEGATE, "NER")
    made.dalia, made.donor = browser_of("dalia", DALIA), browser_of("paul", PARTNER, "iom")
    return made


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


SAYS = {
    "fr": ("Vos engagements", "Passé la date, et rien n’a été dit", "Rendre compte de l’avancement"),
    "en": ("Your promises", "Past the date, and nothing said", "Report progress"),
    "ar": ("التزاماتكم", "فات الموعد ولم يُقل شيء", "الإبلاغ عن التقدم"),
}


@pytest.mark.parametrize("language", SAYS)
def test_every_page_in_three_languages(here, language):
    mine, silent, report = SAYS[language]
    key = progress.report(here.one, Report(TODAY, "under_way", {"fr": "Trois postes."}), "x", "MLI").key
    niger = in_language(here.niger, language)
    asked = progress_question(here)
    pages = {
        "/promises/mine/": mine,
        f"/promises/forum/{here.forum}/silence/": silent,
        f"/promises/progress/on/{here.one}/": report,
        f"/promises/progress/{key}/": "Trois postes.",
        f"/promises/questions/{asked}/": "Depuis quand ?",
        f"/promises/questions/about/{here.one}/": "",
        f"/promises/forum/{here.forum}/party/MLI/": "Trois postes.",
        f"/promises/forum/{here.forum}/sheets/": "",
        f"/promises/forum/{here.forum}/due/": here.one,
    }
    for address, words in pages.items():
        assert words in text(niger.get(address)), address
    assert silent in text(in_language(here.dalia, language).get("/promises/mine/", follow=True))
    pdf = niger.get(f"/promises/progress/on/{here.one}/form/NER/")
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF-")


def progress_question(here):
    here.mali.post(
        f"/promises/questions/about/{here.one}/",
        {"to": "NER", "text": "Depuis quand ?", "reply_by": TODAY + timedelta(days=14)},
    )
    return Question.objects.get().key


def test_a_delegate_reports_with_evidence_and_another_delegation_questions_it(here):
    address = f"/promises/progress/on/{here.one}/"
    said = {"state": "done", "text": "Reçu à Gogui.", "as_of": TODAY, "show": "now"}
    assert "livrable" in text(here.mali.post(address, said)) and not Progress.objects.exists()
    file = SimpleUploadedFile("bad.exe", b"MZ\x00\x01")
    assert "PDF, DOCX" in text(here.mali.post(address, said | {"file": file}))
    file = SimpleUploadedFile("facture 12.pdf", PDF)
    answer = here.mali.post(address, said | {"file": file, "visited_on": TODAY, "visitor": "NER"})
    key = Progress.objects.get().key
    assert answer.url == f"/promises/progress/{key}/"
    page = text(here.niger.get(answer.url))
    assert "Reçu à Gogui." in page and "facture 12.pdf" in page
    paper = here.donor.get(f"{answer.url}evidence/0/")
    assert paper.content == PDF and paper["Content-Disposition"].startswith("attachment")
    assert paper["X-Content-Type-Options"] == "nosniff"
    assert here.donor.get(f"{answer.url}evidence/1/").status_code == 404  # a visit is no file
    here.niger.post(
        f"/promises/questions/about/{key}/",
        {"to": "MLI", "text": "Quel modèle ?", "reply_by": TODAY + timedelta(days=9)},
    )
    asked = f"/promises/questions/{Question.objects.get().key}/"
    assert here.dalia.get(asked).status_code == here.donor.get(asked).status_code == 404
    assert "Quel modèle ?" in text(here.mali.get("/promises/mine/"))
    here.niger.post(asked, {"text": "Moi-même"})
    assert not Reply.objects.exists()
    here.mali.post(asked, {"text": "Un lecteur de pages."})
    assert "Un lecteur de pages." in text(here.donor.get(asked))


def test_what_waits_is_released_or_held_back(here):
    here.mali.post(
        f"/promises/progress/on/{here.one}/",
        {"state": "blocked", "text": "Le marché est attaqué.", "as_of": TODAY, "show": "later"},
    )
    key = Progress.objects.get().key
    address = f"/promises/progress/{key}/"
    assert key in text(here.mali.get("/promises/mine/"))
    assert here.niger.get(address).status_code == here.dalia.get(address).status_code == 404
    assert here.mali.post(f"{address}release/", {"act": "hold", "why": " "}).status_code == 200
    here.mali.post(f"{address}release/", {"act": "hold", "why": "décision du conseil"})
    page = text(here.niger.get(address))
    assert "Non publié" in page and "attaqué" not in page and "conseil" not in page
    assert "décision du conseil" in text(here.mali.get(address))
    assert here.niger.post(f"{address}release/", {"act": "show"}).status_code == 302
    assert [one.state for one in releasing.reports(here.forum, "NER")] == ["held"]
    here.mali.post(f"{address}release/", {"act": "show"})
    assert [one.progress.text["fr"] for one in releasing.reports(here.forum, "NER")] == ["Le marché est attaqué."]


def test_the_host_signs_in_a_form_and_takes_a_sheet(here):
    address = f"/promises/progress/on/{here.one}/"
    said = {"state": "under_way", "text": "Deux postes.", "as_of": TODAY, "party": "NER", "signatory": "directeur"}
    here.dalia.post(address, said | {"party": "MLI"})
    assert not Progress.objects.exists()  # Mali has a machine of its own
    here.dalia.post(address, said)
    row = Progress.objects.get()
    assert (row.party, row.through, row.signatory) == ("NER", "form", "directeur")
    assert releasing.sees(row, "MLI")
    sheets = f"/promises/forum/{here.forum}/sheets/"
    out = here.dalia.get(f"{sheets}NER/fr/")
    assert out["Content-Disposition"].startswith("attachment") and here.mali.get(f"{sheets}NER/fr/").status_code == 404
    cells = {here.one: {"state": "En cours", "text": "Trois postes.", "date": "2025-06-30", "signatory": "directeur"}}
    back = filled(out.content, cells | {here.measure: {"text": "sans état"}})
    page = here.dalia.post(sheets, {"sent": SimpleUploadedFile("retour.xlsx", back)})
    assert "Trois postes." in text(page) and Progress.objects.count() == 1
    assert [(one["row"], one["field"]) for one in page.context["problems"]] == [(9, "F")]
    reading = {"reading": page.context["reading"]}
    assert here.mali.post(f"{sheets}record/", reading).status_code == 403
    for _again in range(2):
        here.dalia.post(f"{sheets}record/", reading)
    assert Progress.objects.filter(through="file", party="NER").count() == 1
    here.dalia.post(f"{sheets}record/", {"reading": "altered"})
    other = BytesIO()
    openpyxl.Workbook().save(other)
    assert "feuille de réponses" in text(
        here.dalia.post(sheets, {"sent": SimpleUploadedFile("x.xlsx", other.getvalue())})
    )


def test_a_post_reports_and_its_headquarters_finds_it_in_its_list(headquarters, settings):
    settings.JALON_SECOND_FACTOR = "optional"
    about = sit_elsewhere(settings)
    bakary, claire = browser_of("chef", Role.SHIFT_LEADER), browser_of("desk", Role.NATIONAL_DESK)
    assert about in text(bakary.get("/promises/post/"))
    file = SimpleUploadedFile("bon.pdf", PDF)
    bakary.post(
        f"/promises/post/{about}/", {"state": "under_way", "text": "Un lecteur installé.", "as_of": TODAY, "file": file}
    )
    home = Progress.objects.get()
    assert (home.forum, home.post) == ("", "ML-GOG") and Evidence.objects.get().name == "bon.pdf"
    page = text(claire.get("/promises/mine/"))
    assert (
        "Voir et publier" in page
        and "Un lecteur installé." in page
        and "Gogui" in page
        and f"/promises/progress/{home.key}/" in page
    )
    claire.post(f"/promises/progress/{home.key}/release/", {"act": "show"})
    assert Progress.objects.get(original=home.key).text == home.text
    assert bakary.get("/promises/mine/").status_code == 403
    assert Client().get("/promises/post/").status_code == 302


def test_nothing_is_uploaded_by_whoever_speaks_for_nobody(here):
    file = SimpleUploadedFile("a.pdf", PDF)
    assert here.donor.post(f"/promises/progress/on/{here.one}/", {"file": file}).status_code == 403
    key = progress.report(
        here.one, Report(TODAY, "under_way", note="x", file=File("a.pdf", PDF)), "x", "MLI", show=False
    ).key
    assert here.donor.get(f"/promises/progress/{key}/evidence/0/").status_code == 404
