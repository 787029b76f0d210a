"""The pages of evaluations and their files, in three languages: at a forum, and at a headquarters for its own use."""

from __future__ import annotations

import json
import zlib
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from jalon.adjudication.tests.conftest import headquarters
from jalon.cooperation import evaluation
from jalon.cooperation.evaluating.scope import Scope
from jalon.cooperation.models import Evaluation, Figure, KeptFile, Meeting
from jalon.cooperation.saying import said, say
from jalon.cooperation.tests.seven_months import ACTOR, BAMAKO, NOUAKCHOTT, at, spoken, tell
from jalon.secretariat.tests.signing_in import PARTNER, browser_of, in_language
from jalon.statistics.tests.border import Border
from jalon.web import printing
from jalon.web.gate import Role

__all__ = ["headquarters"]
WORDS = {
    "fr": ("Ce qui a été promis", "non communiqué", "Réduire l’attente"),
    "en": ("What was promised", "not released", "Shorten the wait"),
    "ar": ("ما وُعد به", "لم يُعلن", "تقليص الانتظار"),
}

# What stands behind a figure that is handed out: of one of travellers, of strength, of promises.
FOLLOWED = {
    "fr": {"passages": "octobre 2026", "reported_share": "plan d’attaque", "measures_done": "une par une"},
    "en": {"passages": "October 2026", "reported_share": "plan of attack", "measures_done": "one by one"},
    "ar": {"passages": "2026", "reported_share": "خطة هجوم", "measures_done": "واحدا واحدا"},
}


STRANGE = {"nothing but its format": {}, "rows that are none": {"figures": [1], "recommendations": "x", "scope": []}}


@pytest.mark.parametrize("name", STRANGE)
def test_a_file_of_another_machine_that_cannot_be_read_breaks_no_page(forum, dalia, name):
    content = json.dumps({"format": evaluation.FORMAT} | STRANGE[name]).encode()
    packed = zlib.compress(content)
    held = KeptFile.objects.create(digest=evaluation.digest(packed), kind="x", size=len(packed), content=packed)
    facts = {"forum": forum, "party": "", "since": NOUAKCHOTT, "until": BAMAKO, "scope": {"forum": forum}}
    facts |= {"digest": evaluation.digest(content), "file": held.digest, "counted_to": 1, "position": 1, "at": 1}
    one = Evaluation.objects.create(key=f"{'f' * 16}.{'e' * 16}.1", **facts)
    for page in ("", "behind/passages/", "file/xlsx/", "file/json/", "communique/"):
        answer = dalia.get(f"/promises/evaluation/{one.key}/{page}")
        assert answer.status_code in {200, 404}, page
    assert "cannot be read" in in_language(dalia, "en").get(f"/promises/evaluation/{one.key}/").content.decode()


@pytest.fixture
def regional(forum):
    """Two meetings of a forum, promises between them, and the evaluation drawn for the second."""
    tell("MLI", forum)
    meetings = [
        say([("meeting.called", said("meeting.called", Meeting, facts, forum=forum, party=""))], ACTOR, forum)[0].key
        for facts in (
            {"title": {"fr": "Première", "en": "First", "ar": "الأول"}, "starts": NOUAKCHOTT, "ends": NOUAKCHOTT,
             "level": "regional", "place": "Nouakchott"},
            {"title": {"fr": "Seconde", "en": "Second", "ar": "الثاني"}, "starts": BAMAKO, "ends": BAMAKO,
             "level": "regional", "place": "Bamako"},
        )
    ]  # fmt: skip
    for since, until, value in (
        (date(2026, 9, 1), date(2026, 9, 30), 120.0),
        (date(2026, 10, 1), date(2026, 10, 31), 58.0),
    ):
        facts = {"indicator": "first_line_p90", "code": "MLI", "since": since, "until": until, "value": value}
        spoken("figure.given", Figure, facts | {"coverage": 0.62, "source": "journal", "unit": "seconds"}, "MLI", forum)
    outside = {"indicator": "passages", "code": "NER", "since": date(2026, 10, 1), "until": date(2026, 10, 31)}
    outside |= {"value": 8100.0, "coverage": 0.3, "source": "paper", "source_text": "=1+1", "unit": "persons"}
    spoken("figure.given", Figure, outside, "NER", forum)
    with at(BAMAKO):
        recorded = evaluation.draw_up(NOUAKCHOTT, BAMAKO, Scope(forum=forum), ACTOR, meeting=meetings[1])
    return forum, recorded.key, meetings[1]


@pytest.mark.parametrize("language", WORDS)
def test_the_pages_of_a_forums_evaluation(regional, dalia, language):
    forum, key, meeting = regional
    in_language(dalia, language)
    page = dalia.get(f"/promises/evaluation/{key}/").content.decode()
    for word in WORDS[language]:
        assert word in page, word
    assert "8\u202f100" in page and "62" in page
    behind = dalia.get(f"/promises/evaluation/{key}/behind/first_line_p90/?party=MLI&side=now").content.decode()
    assert "figure.given" in behind and Figure.objects.get(value=58.0).key in behind
    assert dalia.get(f"/promises/evaluation/{key}/communique/").status_code == 200
    listed = dalia.get(f"/promises/forum/{forum}/evaluations/").content.decode()
    assert key in listed
    assert dalia.get(f"/promises/meetings/{meeting}/evaluation/").headers["Location"].endswith(f"/{key}/")
    assert dalia.get(f"/promises/evaluation/{key}/behind/nothing/").status_code == 404


@pytest.mark.both
def test_the_secretary_draws_one_from_the_meeting_before(regional, dalia):
    forum, _key, meeting = regional
    asked = dalia.get(f"/promises/forum/{forum}/evaluations/draw/?meeting={meeting}").content.decode()
    assert NOUAKCHOTT.isoformat() in asked and BAMAKO.isoformat() in asked
    address = f"/promises/forum/{forum}/evaluations/draw/"
    wrong = {"since": BAMAKO.isoformat(), "until": NOUAKCHOTT.isoformat(), "window": "30"}
    assert dalia.post(address, wrong).status_code == 200
    done = dalia.post(address, {"since": "2026-10-27", "until": "2026-11-20", "window": "30", "levels": ["post"]})
    one = Evaluation.objects.get(key=done.headers["Location"].rstrip("/").split("/")[-1])
    assert one.scope["levels"] == ["post"] and one.forum == forum
    assert {row["level"] for row in evaluation.kept(one)["recommendations"]} == {"post"}


def test_files_lead_back_to_entries_and_hold_no_formula(regional):
    forum, key, _meeting = regional
    partner = browser_of("paul", PARTNER)
    book = openpyxl.load_workbook(BytesIO(partner.get(f"/promises/evaluation/{key}/file/xlsx/?language=en").content))
    figures = list(book["Figures"].iter_rows(values_only=True))
    assert figures[1][0] == "#indicator+code" and any(row[0] == "first_line_p90" and row[7] == 58 for row in figures)
    assert {row[6] for row in book["Entries"].iter_rows(values_only=True)} >= {"figure.given", "progress.reported"}
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    one = Evaluation.objects.get(key=key)
    found = partner.get(f"/promises/evaluation/{key}/file/json/").content
    assert evaluation.digest(found) == one.digest and json.loads(found)["position"] == one.counted_to
    text = partner.get(f"/promises/evaluation/{key}/file/text/?language=en").content.decode("utf-8-sig")
    assert "58 s" in text and "62\u202f%" in text
    assert partner.get(f"/promises/evaluation/{key}/file/doc/").status_code == 404
    assert forum


@pytest.mark.skipif(not printing.can_make_pdf(), reason="this machine lays out no PDF")
@pytest.mark.parametrize("language", WORDS)
def test_the_pdf(regional, dalia, language):
    _forum, key, _meeting = regional
    answer = dalia.get(f"/promises/evaluation/{key}/file/pdf/?language={language}")
    assert answer.content.startswith(b"%PDF") and len(answer.content) > 20_000


@pytest.mark.parametrize("language", WORDS)
def test_a_states_own_evaluation_is_for_its_own_use_unless_it_is_drawn_for_others(headquarters, language):
    story = Border(headquarters, 3)
    tell(border=story)
    claire = in_language(browser_of("claire", Role.NATIONAL_DESK), language)
    partner = in_language(browser_of("paul", PARTNER), language)
    with at(BAMAKO):
        address = "/promises/forum/own/evaluations/draw/"
        asked = {"since": NOUAKCHOTT.isoformat(), "until": BAMAKO.isoformat(), "window": "30"}
        own = claire.post(address, asked).headers["Location"]
        others = claire.post(address, asked | {"for_others": "on"}).headers["Location"]
        page = claire.get(own).content.decode()
        for word in WORDS[language][::2]:
            assert word in page
        assert "behind/passages/?party=MLI&amp;side=whole" in page
        entries = claire.get(f"{own}behind/passages/?party=MLI&side=whole").content.decode()
        assert "crossing.inspected" in entries and headquarters["amina"] not in entries
        assert partner.get(own).status_code == 404 and partner.get(others).status_code == 200
        assert partner.get(f"{own}behind/passages/?party=MLI").status_code == 404
    with at(date(2027, 1, 2)):
        claire = in_language(browser_of("coumba", Role.NATIONAL_DESK), language)
        partner = in_language(browser_of("paula", PARTNER), language)
        late = claire.post(address, asked | {"until": "2026-12-31", "for_others": "on"}).headers["Location"]
        page = partner.get(late).content.decode()
        assert "behind/passages/?party=MLI&amp;side=now" in page and "behind/reported_share/" in page
        # A partner follows a figure as far as may be shown, or is told why not; nowhere to an entry.
        for indicator, word in FOLLOWED[language].items():
            behind = partner.get(f"{late}behind/{indicator}/?party=MLI&side=now").content.decode()
            assert word in behind and "crossing." not in behind, indicator
        book = openpyxl.load_workbook(BytesIO(partner.get(f"{late}file/xlsx/?language=en").content))
        assert "Entries" not in book.sheetnames
        rests = list(book["What figures rest on"].iter_rows(values_only=True))
        assert any(row[1] == "passages" and row[3].startswith("ML-") for row in rests[2:])
        assert not [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
                    if isinstance(cell, str) and "crossing." in cell]  # fmt: skip
    handed = evaluation.kept(Evaluation.objects.get(key=others.rstrip("/").split("/")[-1]))
    figures = {row["indicator"]: row for row in handed["figures"]}
    assert not any(side["first"] for row in figures.values() for side in (row["then"], row["now"]))
    assert figures["reported_share"]["now"]["value"] is None, "an operational value leaves as a band alone"
    for row in figures.values():
        if row["unit"] == "persons" and row["theme"] != "capacity" and row["now"]["value"]:
            assert row["now"]["value"] >= 10, row


def test_who_draws(regional, dalia):
    forum, _key, _meeting = regional
    assert dalia.get(f"/promises/forum/{forum}/evaluations/draw/").status_code == 200
    claire = browser_of("claire", Role.NATIONAL_DESK)
    assert claire.get(f"/promises/forum/{forum}/evaluations/draw/").status_code == 404
    assert browser_of("paul", PARTNER).get(f"/promises/forum/{forum}/evaluations/draw/").status_code == 403
