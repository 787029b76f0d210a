"""The evaluation: what it says of promises and figures, that it is the same to the byte at its position whatever came
later, and that each of its figures leads back to entries."""

from __future__ import annotations

import json
import zlib
from datetime import date
from pathlib import Path

import pytest

from jalon.config.command import main
from jalon.cooperation import (
    bands,
    edition,
    evaluation,
    evaluation_file,
    forums,
    measures,
    recommendations,
    standing,
)
from jalon.cooperation.entries import digest, keys_of
from jalon.cooperation.evaluating import traces
from jalon.cooperation.evaluating.scope import Scope
from jalon.cooperation.models import (
    Evaluation,
    Evidence,
    Figure,
    ForumFact,
    KeptFile,
    MeasureFact,
    PartyFact,
    Progress,
    Recommendation,
    RecommendationFact,
    Released,
)
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.tests.seven_months import ACTOR, BAMAKO, NOUAKCHOTT, at, reports, tell
from jalon.crossings import correction
from jalon.crossings.models import Inspection
from jalon.statistics.tests.border import LEADER, Border
from jalon.sync.editions.kinds.kind import Offer


@pytest.fixture
def told(headquarters):
    """Seven months among our own, and the evaluation at their end: (story, keys of promises, evaluation)."""
    story = Border(headquarters, 3)
    keys = tell(border=story)
    with at(BAMAKO):
        recorded = evaluation.draw_up(NOUAKCHOTT, BAMAKO, Scope(), ACTOR)
    return story, keys, Evaluation.objects.get(key=recorded.key)


@pytest.mark.both
def test_promises_then_and_now_with_who_judged_and_what_stands_in_the_way(told):
    _story, keys, one = told
    found = evaluation.kept(one)
    by_number = {each["number"]: each for each in found["recommendations"]}
    assert {number: (each["then"], each["now"], each["moved"]) for number, each in by_number.items()} == {
        "1.1": ("not_reported", "under_way", "moved"),  # its owner says done; the judgement goes before
        "1.2": ("not_reported", "blocked", "moved"),
        "1.3": ("not_reported", "not_reported", "still"),
    }
    assert [number for number, each in by_number.items() if each["late"]] == ["1.1", "1.3"]
    assert by_number["1.3"]["silent"] == ["MLI"] and by_number["1.1"]["silent"] == []
    assert by_number["1.1"]["judgement"]["verdict"] == "on_the_way"
    assert by_number["1.1"]["answers"][0]["now"]["evidence"][0]["kind"] == "visit"
    assert [way["title"]["en"] for way in by_number["1.2"]["in_the_way"]] == ["No network"]
    assert found["summary"]["all"] == 3 and found["summary"]["late"] == 2 and found["summary"]["silent"] == 1
    assert found["by_party"][0]["states"]["done"] == 1 and found["by_party"][0]["measures"]["done"] == 1
    assert {row["level"] for row in found["by_level"]} == {"post", "national"}
    said = {one["question"]: one["now"] for one in found["perception"][0]["questions"]}
    assert (said["waited"]["forms"], said["waited"]["choices"]["longer"]) == (36, 12)
    assert "no" in said["respect"]["kept_back"]  # four people
    assert keys["1.1"] == by_number["1.1"]["key"]


def test_figures_say_their_coverage_and_lead_back_to_entries_and_what_is_described_has_no_target(told):
    _story, _keys, one = told
    found, behind = evaluation.kept(one), traces.kept(one.digest)
    figures = {row["indicator"]: row for row in found["figures"]}
    assert {"passages", "first_line_p90", "posts_connected", "hits_in_time", "measures_done", "refused"} <= set(figures)
    passages = figures["passages"]
    assert passages["whole"]["value"] > 0 and passages["whole"]["confidence"] in {"high", "medium", "low"}
    assert passages["then"]["until"] < passages["now"]["since"], "then and now do not overlap"
    assert figures["first_line_p90"]["targets"][0]["target"] == 60
    for code, row in figures.items():
        if row["described_only"]:
            assert not row["targets"] and row["moved"] not in {"better", "worse"}, code
        for side in ("then", "now", "whole"):
            if row[side]:
                places = behind.places[f"{code}.MLI.{side}"]
                assert (len(places), digest(keys_of(places))) == (row[side]["entries"], row[side]["keys"]), code
                assert row[side]["coverage"] is None or 0 <= row[side]["coverage"] <= 1
    assert "2fff08d3" not in json.dumps(found), "no figure and no line names who acted"


@pytest.mark.both
def test_recomputed_at_its_position_it_is_the_same_to_the_byte_whatever_came_later(told, capfd):
    story, keys, one = told
    with at(date(2026, 11, 22)):
        reports(keys["1.3"], "done", date(2026, 11, 15), "MLI")
        recommendations.extend(keys["1.3"], date(2026, 12, 31), date(2026, 11, 15), "the rains", ACTOR)
    shift = next(iter(story.shifts), None)
    if shift is None:
        while not story.shifts:
            story.step()
        shift = story.shifts[0]
    done = Inspection.objects.filter(state="admitted").first()
    correction.cancel(done, story.shifts[-1], "wrong_person", roles=LEADER)
    with at(date(2026, 11, 23)):
        later = Evaluation.objects.get(key=evaluation.draw_up(NOUAKCHOTT, BAMAKO, Scope(), ACTOR).key)
    assert later.digest != one.digest, "what is known now is another thing"
    KeptFile.objects.get(digest=one.file)
    traces._file(one.digest).unlink()
    assert main(["evaluation", "check", one.key]) == 0
    said = capfd.readouterr()
    assert "the same to the byte" in said.out and one.digest in said.out
    assert "applied" in said.err and "copied" in said.err
    assert traces.kept(one.digest).places, "the entries behind its figures are here again"
    assert not list(traces._file(one.digest).parents[1].glob("evaluation-*")), "its home is removed"
    Evaluation.objects.filter(key=one.key).update(digest="0" * 64)
    assert main(["evaluation", "check", one.key]) == 1
    assert "DIFFERS" in capfd.readouterr().out


REFUSED = {
    "dates_wrong_way": (BAMAKO, NOUAKCHOTT, Scope()),
    "too_long": (date(2001, 1, 1), BAMAKO, Scope()),
    "no_such_forum": (NOUAKCHOTT, BAMAKO, Scope(forum="ff" * 8)),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_drawn(headquarters, code):
    since, until, scope = REFUSED[code]
    with pytest.raises(NotAllowed, match=code):
        evaluation.draw_up(since, until, scope, ACTOR)


MAY, LAST = date(2026, 5, 1), date(2026, 11, 1)
FORUM, ANOTHER = "a0" * 8, {"at": 1_780_000_000_000, "party": "MLI"}
SAID = {
    "held": ("", {"shown": False}, "held"),
    "waits": ("", None, "not_reported"),
    "shown": ("done", {"shown": True}, "done"),
}


@pytest.mark.parametrize("word", SAID)
def test_what_is_handed_out_quotes_what_was_released_alone(headquarters, word):
    state, released, expected = SAID[word]
    host = ANOTHER | {"forum": FORUM, "position": 1, "party": ""}
    ForumFact.objects.create(key="f.e.0", what="founded", on=MAY, kind="regional", name={"fr": "Forum"}, **host)
    PartyFact.objects.create(key="f.e.1", what="joined", code="MLI", kind="state", on=MAY, **host)
    promise = {"number": "1", "level": "national", "theme": "equipment", "source": "meeting", "binds": ["MLI"]}
    Recommendation.objects.create(key="f.e.2", due=date(2026, 10, 1), proof="deliverable", **promise, **host)
    RecommendationFact.objects.create(key="f.e.3", recommendation="f.e.2", what="adopted", on=MAY, **host)
    own, report = ANOTHER | {"position": 2}, {"recommendation": "f.e.2", "as_of": date(2026, 9, 1)}
    Progress.objects.create(key="h.e.1", forum="", state="blocked", text={"fr": "RETENU"}, answer="37", **report, **own)
    figure = {"indicator": "equipment_in_service", "since": "2026-08-01", "until": "2026-08-07", "value": 0.371}
    Evidence.objects.create(key="h.e.1.0", forum="", progress="h.e.1", kind="figure", figure=figure, **own)
    if released is not None:
        there = own | {"forum": FORUM}
        copy = report | {"state": state, "text": {"fr": "MONTRÉ"} if state else {}}
        Progress.objects.create(key="h.e.2", original="h.e.1", **copy, **there)
        Released.objects.create(key="h.e.2.0", about="h.e.2", **released, **there)
    drawn = evaluation.kept(
        Evaluation.objects.get(key=evaluation.draw_up(MAY, BAMAKO, Scope(FORUM, for_others=True), ACTOR).key)
    )
    said = json.dumps(drawn, ensure_ascii=False)
    assert drawn["recommendations"][0]["answers"][0]["now"]["state"] == expected
    assert not [kept for kept in ("RETENU", "0.371", '"37"') if kept in said]
    assert ("MONTRÉ" in said) == (word == "shown")


def test_among_ones_own_reports_are_not_quoted_to_others_and_figures_are_of_whole_quarters(told):
    with at(date(2027, 1, 2)):
        scope = Scope(for_others=True)
        key = evaluation.draw_up(NOUAKCHOTT, date(2026, 12, 31), scope, ACTOR).key
        with pytest.raises(NotAllowed, match="others_of_posts"):
            evaluation.draw_up(NOUAKCHOTT, BAMAKO, Scope(for_others=True, posts=("ML-GOG",)), ACTOR)
    found = evaluation.kept(Evaluation.objects.get(key=key))
    assert "This is where we stand." not in json.dumps(found)
    assert found["recommendations"][0]["answers"][0]["now"]["state"] == "done", "how it stands is told"
    for row in found["figures"]:
        for name in ("then", "now"):
            side = row[name]
            assert (side["entries"], side["first"], side["last"]) == (0, "", ""), row["indicator"]
            if row["operational"]:
                assert (side["value"], side["coverage"], side["rests_on"]) == (None, None, [])
            elif row["theme"] != "cooperation":
                assert bands.is_quarter(*map(date.fromisoformat, (side["since"], side["until"])))
    passages = next(row for row in found["figures"] if row["indicator"] == "passages")
    resting = passages["now"]["rests_on"]
    assert resting and {one["month"] for one in resting} <= {"2026-10", "2026-11", "2026-12"}
    assert passages["now"]["value"] >= 10 and all(one["post"] and "band" in one for one in resting)


def test_one_quarter_is_not_both_then_and_now(told):
    with at(BAMAKO):
        found = evaluation.kept(
            Evaluation.objects.get(key=evaluation.draw_up(NOUAKCHOTT, BAMAKO, Scope(for_others=True), ACTOR).key)
        )
    then = {row["then"]["kept_back"] for row in found["figures"] if row["theme"] != "cooperation"}
    assert then == {"one_quarter"}


def begun(forum):
    forums.found({"fr": "F"}, "regional", MAY, ACTOR)
    for code in ("MLI", "NER"):
        forums.add_party(forum, code, "state", {}, MAY, ACTOR)
    facts = {"level": "national", "theme": "equipment", "proof": "deliverable", "deliverable": {"fr": "x"}}
    key = recommendations.put(facts | {"due": LAST, "binds": ["MLI"], "number": "1"}, {"fr": "x"}, forum, ACTOR)
    recommendations.adopt(key, MAY, "", ACTOR)
    return key


def between(forum, since=date(2026, 5, 1), until=date(2026, 11, 1)):
    return evaluation.kept(Evaluation.objects.get(key=evaluation.draw_up(since, until, Scope(forum), ACTOR).key))


@pytest.mark.both
def test_measures_stand_as_amended_and_the_last_day_is_not_late(forum):
    key = begun(forum)
    facts = {"title": {"fr": "ancien"}, "level": "national", "recommendation": key, "owner": "MLI"}
    plan = measures.plan(facts | {"starts": date(2026, 5, 2), "ends": date(2026, 6, 1)}, ACTOR, forum)
    amended = {"ends": "2026-12-31", "title": {"fr": "nouveau"}}
    fact = {"measure": plan, "what": "amended", "on": date(2026, 5, 20), "facts": amended}
    MeasureFact.objects.create(key="x.e.1", forum=forum, position=1, at=1, party="MLI", **fact)
    begun_work = {"measure": plan, "what": "under_way", "on": date(2026, 5, 21), "facts": {}}
    MeasureFact.objects.create(key="x.e.2", forum=forum, position=2, at=1, party="MLI", **begun_work)
    one = between(forum)["recommendations"][0]
    (measure,) = one["measures"]
    assert (measure["title"]["fr"], measure["ends"], measure["late"]) == ("nouveau", "2026-12-31", False)
    assert one["late"] is standing.one(key, on=LAST).late is False
    assert between(forum, until=date(2026, 11, 2))["recommendations"][0]["late"] is True


# What was given of a quarter, in this order -> what the evaluation says then and now.
GIVEN = {
    "one figure is no movement": (
        [("a", "Q3", 4000.0, "")],
        ((None, "not_released"), (4000.0, ""), None, "not_known"),
    ),
    "a corrected figure stands as corrected": (
        [("a", "Q1", 3000.0, ""), ("b", "Q3", 4000.0, ""), ("c", "Q3", 4010.0, "b")],
        ((3000.0, ""), (4010.0, ""), 1010.0, "more"),
    ),
    "another party takes nothing back": (
        [("a", "Q1", 3000.0, ""), ("b", "Q3", 4000.0, ""), ("n", "Q3", 1.0, "b")],
        ((3000.0, ""), (4000.0, ""), 1000.0, "more"),
    ),
}
QUARTERS = {"Q1": (date(2026, 1, 1), date(2026, 3, 31)), "Q3": (date(2026, 7, 1), date(2026, 9, 30))}


@pytest.mark.parametrize("name", GIVEN)
def test_figures_as_they_stand(forum, name):
    given, expected = GIVEN[name]
    begun(forum)
    for position, (key, quarter, value, withdrawn) in enumerate(given, 1):
        since, until = QUARTERS[quarter]
        code = "NER" if key == "n" else "MLI"
        said = {"since": since, "until": until, "value": value, "unit": "persons", "source": "journal", "coverage": 1.0}
        row = {"forum": forum, "party": code, "code": code, "position": position, "at": 1}
        withdrawn = f"n.e.{withdrawn}" if withdrawn else ""
        Figure.objects.create(key=f"n.e.{key}", indicator="passages", withdrawn=withdrawn, **said, **row)
    rows = between(forum)["figures"]
    row = next(one for one in rows if (one["indicator"], one["party"]) == ("passages", "MLI"))
    sides = tuple((row[side]["value"], row[side]["kept_back"]) for side in ("then", "now"))
    assert (*sides, row["change"], row["moved"]) == expected


def test_one_larger_than_an_entry_is_kept_beside_the_journal_and_made_anew(headquarters, monkeypatch, settings):
    """And what a killed check left on the disk is removed by the next."""
    monkeypatch.setattr(evaluation, "LARGEST_FILE", 100)
    with at(BAMAKO):
        one = Evaluation.objects.get(key=evaluation.draw_up(NOUAKCHOTT, BAMAKO, Scope(), ACTOR).key)
    beside = Path(settings.JALON_HOME) / "evaluations" / f"{one.digest}.json.zlib"
    drawn = evaluation.kept(one)
    assert one.file == "" and drawn["until"] == BAMAKO.isoformat()
    beside.unlink()
    assert evaluation.kept(one) is None
    left = Path(settings.JALON_HOME) / "evaluation-killed"
    left.mkdir()
    (left / "headquarters.sqlite3").write_bytes(b"travellers")
    assert main(["evaluation", "check", one.key]) == 0
    assert evaluation.kept(one) == drawn and not left.exists()
    beside.write_bytes(zlib.compress(b"{}"))
    assert evaluation.kept(one) is None, "what is not of this digest is nothing"


def test_one_larger_than_an_entry_reaches_the_members_in_pieces(forum, monkeypatch):
    forums.found({"fr": "Comité"}, "regional", date(2026, 1, 5), ACTOR)
    forums.add_party(forum, "MLI", "state", {}, date(2026, 1, 5), ACTOR)
    for module in (evaluation, evaluation_file):
        monkeypatch.setattr(module, "LARGEST_FILE", 700)
    one = Evaluation.objects.get(key=evaluation.draw_up(NOUAKCHOTT, BAMAKO, Scope(forum), ACTOR).key)
    drawn = evaluation.kept(one)
    lines = list(edition.rows(Offer(f"{edition.PREFIX}{forum}", "MLI")))
    (line,) = [line for line in lines if line["id"] == f"evaluation.{one.key}"]
    assert not one.file and len(line["parts"]) > 1
    for each in lines:
        if each["id"].startswith("file."):
            edition._keep(each, "default")
    evaluation_file.beside(one.digest).unlink()  # which a member never had
    one.parts = line["parts"]
    assert evaluation.kept(one) == drawn


def test_a_file_that_is_nothing_but_brackets_is_no_evaluation(forum):
    content = b"[" * 200_000
    packed = zlib.compress(content)
    KeptFile.objects.create(digest=evaluation.digest(packed), kind="", size=len(packed), content=packed)
    one = Evaluation(file=evaluation.digest(packed), digest=evaluation.digest(content))
    assert evaluation.kept(one) is None
