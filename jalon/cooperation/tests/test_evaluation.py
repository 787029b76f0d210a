"""The evaluation: what it says of promises and figures, that it is the same to the byte at its position whatever came
later, and that each of its figures leads back to entries."""

from __future__ import annotations

import json
from datetime import date

import pytest

from jalon.config.command import main
from jalon.cooperation import evaluation, recommendations
from jalon.cooperation.entries import digest, keys_of
from jalon.cooperation.evaluating import traces
from jalon.cooperation.evaluating.scope import Scope
from jalon.cooperation.models import Evaluation, KeptFile
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.tests.seven_months import ACTOR, BAMAKO, NOUAKCHOTT, at, reports, tell
from jalon.crossings import correction
from jalon.crossings.models import Inspection
from jalon.statistics.tests.border import LEADER, Border


@pytest.fixture
def told(headquarters):
    """Seven months among our own, and the evaluation at their end: (story, keys of promises, evaluation)."""
    story = Border(headquarters, 3)
    keys = tell(border=story)
    with at(BAMAKO):
        recorded = evaluation.draw_up(NOUAKCHOTT, BAMAKO, Scope(), ACTOR)
    return story, keys, Evaluation.objects.get(key=recorded.key)


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
