"""Whom a machine may speak of: what members say in a forum, a post at home, an edition of its own forum."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from jalon.cooperation import edition, forums, measures, progress, projects, recommendations, standing
from jalon.cooperation.belongs import OfAnother
from jalon.cooperation.models import Measure, MeasureFact, PartyFact, Recommendation, RecommendationFact
from jalon.cooperation.verbs import VERBS
from jalon.journal.models import EnrolledNode
from jalon.journal.node import wall_clock
from jalon.journal.verbs import AntecedentMissing

MALI, POST, BY = "aa" * 8, "bb" * 8, "d0" * 8
DAY = date(2026, 3, 2)
OTHER = "cc" * 8  # a forum


def apply(verb, body, node, seq=1, wall=None):
    """An entry of another machine, as the tables meet it."""
    header = SimpleNamespace(node=node, wall=wall or wall_clock(), actor="MLI", verb=verb)
    key = f"{node}.{'e' * 16}.{seq}"
    entry = SimpleNamespace(key=key, position=900 + seq, body=body, header=header)
    entry.node = SimpleNamespace(authorities={"zz"})
    next(one for one in VERBS if one.name == verb).apply([entry], "default")
    return key


def enrolled(node, post):
    EnrolledNode.objects.create(id=node, post=post, signing="", sealing="", recall="", enrolled_at=0)


@pytest.fixture
def seated(forum):
    """Mali, with a machine, and Niger, without; a recommendation and a measure of each; the keys by name."""
    forums.found({"fr": "Comité"}, "regional", DAY, BY)
    for code in ("MLI", "NER"):
        forums.add_party(forum, code, "state", {}, DAY, BY)
    keys = {}
    for number, code in enumerate(("MLI", "NER"), 1):
        facts = {"number": str(number), "level": "national", "theme": "equipment", "source": "meeting", "binds": [code]}
        facts |= {"proof": "deliverable", "deliverable": {"fr": "un lecteur"}, "due": date(2026, 12, 31)}
        keys[f"asked {code}"] = recommendations.put(facts, {"fr": "Équiper"}, forum, BY)
        recommendations.adopt(keys[f"asked {code}"], DAY, "", BY)
        plan = {"title": {"fr": "Acheter"}, "level": "national", "owner": code}
        keys[f"measure {code}"] = measures.plan(plan, BY, forum)
        told = progress.Report(DAY, "under_way", {"fr": "commandé"})
        keys[f"report {code}"] = progress.report(keys[f"asked {code}"], told, BY, code, show=False).key
    opens = {"code": "P", "title": {"fr": "p"}, "donor": "iom", "starts": DAY, "months": 2, "currency": "EUR"}
    keys["project NER"] = projects.open_project(opens, BY, forum, "NER")
    enrolled(MALI, "MLI")
    return forum, keys


LINE = {"level": "national", "place": "Niamey", "function": {"fr": "permanence"}, "telephone": "+1 666"}
FIGURE = {"indicator": "passages", "since": "2026-07-01", "until": "2026-09-30", "value": 4000, "source": "paper"}
PLAN = {"title": {"fr": "m"}, "level": "national"}
JUDGED = {"verdict": "kept", "as_of": "2026-06-01", "why": "vu"}
ASKED = {"text": {"fr": "?"}, "reply_by": "2099-01-01"}
REPORT = {"as_of": "2026-06-01", "state": "done", "text": {"fr": "fait"}}
# verb, what it says (a value that names a key above stands for it), the column that is another's ("": it may)
SAID = [
    ("forum.party_told", {"what": "left", "code": "NER", "on": "2026-06-01"}, "code"),
    ("forum.party_told", {"what": "joined", "code": "MLI", "on": "2026-06-01", "kind": "donor"}, "what"),
    ("forum.party_told", {"what": "left", "code": "MLI", "on": "2026-06-01"}, ""),
    ("directory.line_written", LINE | {"code": "NER"}, "code"),
    ("directory.line_written", LINE | {"code": "MLI"}, ""),
    ("figure.given", FIGURE | {"code": "NER"}, "code"),
    ("figure.given", FIGURE | {"code": "MLI"}, ""),
    ("recommendation.judged", JUDGED | {"recommendation": "asked MLI"}, "recommendation"),
    ("recommendation.judged", JUDGED | {"recommendation": "asked NER"}, ""),
    ("measure.planned", PLAN | {"owner": "NER"}, "owner"),
    ("measure.planned", PLAN | {"owner": "MLI", "recommendation": "asked MLI"}, ""),
    ("measure.told", {"measure": "measure NER", "what": "done", "on": "2026-06-01"}, "measure"),
    ("measure.told", {"measure": "measure MLI", "what": "done", "on": "2026-06-01"}, ""),
    ("progress.reported", REPORT | {"recommendation": "asked NER"}, "recommendation"),
    ("progress.reported", REPORT | {"recommendation": "asked MLI"}, ""),
    ("progress.released", {"about": "report NER", "shown": True}, "about"),
    ("progress.released", {"about": "report MLI", "shown": True}, ""),
    ("project.spent", {"project": "project NER", "line": "1", "on": "2026-06-01", "amount": "9"}, "project"),
    ("question.asked", ASKED | {"about": "asked NER", "to": "MLI"}, "about"),
    ("question.asked", ASKED | {"about": "asked NER", "to": "NER", "reply_by": "2020-01-01"}, "reply_by"),
    ("question.asked", ASKED | {"about": "asked NER", "to": "NER"}, ""),
    ("evaluation.drawn_up", {"since": "2026-05-01"}, "evaluation.drawn_up"),
]


@pytest.mark.parametrize(("verb", "says", "column"), SAID, ids=[f"{one[0]} {one[2]}" for one in SAID])
def test_a_member_speaks_of_its_own_alone(seated, verb, says, column):
    forum, keys = seated
    body = {"forum": forum, "party": "MLI"} | {n: keys.get(v, v) if isinstance(v, str) else v for n, v in says.items()}
    if not column:
        apply(verb, body, MALI)
        return
    with pytest.raises(OfAnother) as wrong:
        apply(verb, body, MALI)
    assert wrong.value.column == column


def test_what_it_leans_on_has_come_stands_in_the_same_forum_and_can_be_read(seated):
    forum, keys = seated
    told = {"forum": forum, "party": "MLI", "what": "done", "on": "2026-06-01"}
    with pytest.raises(AntecedentMissing):
        apply("measure.told", told | {"measure": f"{MALI}.e.77"}, MALI)
    Measure.objects.filter(key=keys["measure MLI"]).update(forum=OTHER)
    with pytest.raises(OfAnother):
        apply("measure.told", told | {"measure": keys["measure MLI"]}, MALI)
    Measure.objects.filter(key=keys["measure MLI"]).update(forum=forum)
    for facts in ({"ends": "bientôt"}, {"ends": "2026-1-5"}, {"posts": 5}, {"posts": [{}]}):
        body = told | {"measure": keys["measure MLI"], "what": "amended", "facts": facts}
        with pytest.raises(ValidationError):
            apply("measure.told", body, MALI)
    assert measures.one(keys["measure MLI"]).posts == ()


def test_who_left_or_was_put_out_says_nothing_more_whatever_its_clock_says(seated):
    forum, _keys = seated
    line = {"forum": forum, "party": "MLI", "code": "MLI"} | LINE
    apply("directory.line_written", line, MALI)
    forums.party_left(forum, "MLI", date(2026, 11, 1), BY)
    with pytest.raises(ValueError, match="does not sit"):
        apply("directory.line_written", line, MALI, 2, wall=1_780_000_000_000)
    PartyFact.objects.filter(what="left").update(on=date(2099, 1, 1))  # a leaving said for a later day waits for it
    apply("directory.line_written", line, MALI, 3)


POSTS = [
    ("progress.reported", REPORT | {"recommendation": "own", "post": "ML-GOG"}, ""),
    ("progress.reported", REPORT | {"recommendation": "own", "post": "ML-DIB"}, "post"),
    ("progress.reported", REPORT | {"recommendation": "own", "post": "ML-GOG", "released": [{"shown": True}]}, "post"),
    ("progress.reported", REPORT | {"recommendation": "own", "post": "ML-GOG", "forum": OTHER}, "progress.reported"),
    ("survey.answered", {"survey": "p-1", "place": "x", "post": "ML-DIB", "day": "2026-06-01", "audience": "a"}, ""),
    ("survey.answered", {"survey": "p-1", "place": "x", "post": "ML-GOG"}, "post"),
    ("figure.shown_proposed", {"indicator": "passages", "shown": True}, "figure.shown_proposed"),
    ("figure.shown_decided", {"shows": "x", "approved": True}, "figure.shown_decided"),
    ("evaluation.drawn_up", {"since": "2026-01-01"}, "evaluation.drawn_up"),
    ("project.spent", {"project": "x"}, "project.spent"),
    ("directory.line_written", LINE | {"code": "MLI"}, "directory.line_written"),
    ("forum.party_told", {"what": "left", "code": "MLI", "on": "2026-06-01"}, "forum.party_told"),
]


@pytest.mark.parametrize(("verb", "says", "column"), POSTS, ids=[f"{one[0]} {one[2]}" for one in POSTS])
def test_a_post_reports_and_fills_in_forms_and_says_nothing_else(headquarters, verb, says, column):
    enrolled(POST, "ML-GOG")
    row = {"position": 1, "at": 1, "level": "national", "theme": "equipment", "source": "meeting", "proof": "question"}
    Recommendation.objects.create(key="own", forum=OTHER, number="1", binds=["MLI"], **row)
    body = {"forum": "", "party": "MLI"} | says
    if not column:
        apply(verb, body, POST)
        return
    with pytest.raises(OfAnother) as wrong:
        apply(verb, body, POST)
    assert wrong.value.column == column


def test_an_edition_changes_nothing_of_another_forum_nor_of_ones_own(headquarters, tmp_path):
    said = {"at": 1, "position": 1, "level": "national"}
    for forum in (OTHER, ""):
        key = f"{forum or 'own'}.e.1"
        asked = {"number": "1", "theme": "equipment", "source": "meeting", "binds": ["MLI"], "proof": "question"}
        Recommendation.objects.create(key=key, forum=forum, **asked, **said)
        adopted = {"recommendation": key, "what": "adopted", "on": DAY}
        RecommendationFact.objects.create(key=f"{key}9", forum=forum, position=2, at=1, **adopted)
        Measure.objects.create(key=f"{key}m", forum=forum, party="MLI", owner="MLI", title={"fr": "m"}, **said)
    hostile, lines = "dd" * 8, []
    common = {"at": 5, "rank": 5, "forum": hostile, "on": "2026-10-01", "note": "forgé"}
    for place, key in enumerate((f"{OTHER}.e.1", "own.e.1", f"{OTHER}.e.2")):  # the last has not come
        withdrawn = {"key": f"{hostile}.e.{place}1", "recommendation": key, "what": "withdrawn"}
        stopped = {"key": f"{hostile}.e.{place}2", "party": "MLI", "measure": f"{key}m", "what": "stopped"}
        lines += [{"id": f"recommendationfact.{withdrawn['key']}"} | withdrawn | common]
        lines += [{"id": f"measurefact.{stopped['key']}"} | stopped | common]
    file = tmp_path / "edition.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in lines))
    edition.apply(SimpleNamespace(body={"name": f"agreed.{hostile}"}, position=60), file, "default")
    assert {one.state for one in standing.standing(None)} == {"adopted"}
    assert {one.state for one in measures.measures(None)} == {"planned"}
    assert not MeasureFact.objects.exists()
