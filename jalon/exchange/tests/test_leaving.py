"""What may leave: every verb of the program, every field of those that may, and what a figure is held to."""

import base64
import hashlib
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import override_settings

from jalon.cooperation import bands, indicator_facts, models, showing
from jalon.cooperation.edition import SHARED
from jalon.cooperation.models import Released, Reply
from jalon.cooperation.verbs import VERBS, columns
from jalon.exchange import leaving
from jalon.exchange.leaving import Denied, may_leave
from jalon.exchange.lines import EDITION, FIELDS, LEAVES, TELLS
from jalon.journal.verbs import table

FORUM, KEY = "f0f0f0f0f0f0f0f0", "97d4b342146b8b7b.5ac616b419193a1e.7"
SAID = {"forum": FORUM, "party": "MLI"}
WRONG = [{"ethnicity": 3}]  # what no field may hold
# Rows that no table lets out, and why: the setting of two people, and single answers of travellers.
STAY = {"Shows", "ShowsDecision", "SurveyAnswer"}
# Columns that stay, of rows that leave: what a measure touches at home.
STAY_OF = {"Measure": {"assets", "trainings"}}
QUARTER = {"since": "2026-07-01", "until": "2026-09-30"}
FIGURE = {"indicator": "passages", "code": "MLI", "posts": [], **QUARTER, "unit": "persons", "source": "journal"}
REPORT = {"recommendation": KEY, "as_of": "2026-11-01", "state": "under_way", "text": {"fr": "Le lecteur est réparé."}}

SHOWN = {"released": [{"shown": True}]}
ROWS = {
    name: one
    for name, one in vars(models).items()
    if isinstance(one, type) and issubclass(one, models.Row) and one is not models.Row
}


@pytest.fixture
def mali(node, monkeypatch):
    """A headquarters that shows its passages, and nothing else, in one forum."""
    monkeypatch.setattr(leaving, "own_party", lambda: "MLI")
    monkeypatch.setattr(showing, "own_party", lambda: "MLI")
    monkeypatch.setattr(indicator_facts, "operational", lambda code: code == "exits")
    row = {"forum": FORUM, "party": "MLI", "at": 1}
    for place, code in enumerate(("passages", "exits"), 1):
        models.Shows.objects.create(key=f"a.a.{place}", position=place, by="claire", indicator=code, shown=True, **row)
        models.ShowsDecision.objects.create(
            key=f"a.b.{place}", position=place, by="issa", shows=f"a.a.{place}", approved=True, **row
        )


@pytest.fixture
def forum(node, monkeypatch):
    """The forum's own machine, which tells its members."""
    monkeypatch.setattr(leaving, "this_node", lambda: SimpleNamespace(id=FORUM))
    monkeypatch.setattr(indicator_facts, "operational", lambda code: code == "exits")


def line(row, body):
    """A row as an edition has it."""
    return {"id": f"{row.lower()}.{KEY}", "key": KEY, "at": 1, "forum": FORUM, "party": "MLI"} | body


def denied(kind, body, audience=FORUM):
    with pytest.raises(Denied) as found:
        may_leave(kind, body, audience)
    return found.value.code, found.value.field


@pytest.mark.parametrize("verb", sorted(table()))
def test_a_verb_leaves_only_if_the_table_names_it(mali, verb):
    if verb not in LEAVES:
        assert denied(verb, dict(SAID)) == ("not_in_table", verb)
        return
    for field in ("by", "actor", "officer", "name_of_traveller"):
        assert denied(verb, SAID | {field: "x"}) == ("field_unknown", field)
    for field in FIELDS[LEAVES[verb]]:
        assert denied(verb, SAID | {field: WRONG}) == ("field_wrong", field)


@pytest.mark.parametrize("verb", sorted(table()))
def test_a_forum_tells_its_members_only_what_the_table_names(forum, verb):
    for row in [one.__name__ for one in ROWS.values()] if verb not in TELLS else ["SurveyAnswer", "Shows", "Officer"]:
        assert denied(EDITION + verb, line(row, {}), "MRT") == ("not_in_table", EDITION + verb)
    for row in TELLS.get(verb, ()):
        for field in ("by", "actor", "position", "officer"):
            assert denied(EDITION + verb, line(row, {field: "x"}), "MRT") == ("field_unknown", field)
        for field in FIELDS[row]:
            assert denied(EDITION + verb, line(row, {field: WRONG}), "MRT") == ("field_wrong", field)
        assert denied(EDITION + verb, line(row, {"forum": "another"}), "MRT") == ("other_forum", "forum")


def test_the_tables_speak_of_every_row_and_every_column():
    assert LEAVES.keys() <= {verb.name for verb in VERBS}
    assert ROWS.keys() - STAY == FIELDS.keys() == {row for rows in TELLS.values() for row in rows}
    for name, fields in FIELDS.items():
        known = {one.name for one in columns(ROWS[name])} - {"forum", "party"} - STAY_OF.get(name, set())
        assert fields.keys() == known, name
        assert not {"by", "actor", "key", "position"} & fields.keys()
    for model, verb in SHARED.items():
        assert model.__name__ in TELLS[verb]


def test_what_two_people_settle_and_what_travellers_answer_has_no_line(mali):
    for verb in ("figure.shown_proposed", "figure.shown_decided", "survey.answered", "no.such_verb"):
        assert denied(verb, dict(SAID)) == ("not_in_table", verb)


MEASURE = {"title": {"fr": "Un lecteur"}, "owner": "MLI", "level": "post", "posts": ["ML-GOG"]}


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("measure.planned", MEASURE | {"starts": "2026-02-01", "recommendation": KEY}),
        ("measure.told", {"measure": KEY, "what": "amended", "on": "2026-03-01", "facts": {"means": "2.1"}}),
        ("project.spent", {"project": KEY, "line": "2.1", "on": "2026-03-01", "amount": "1200.50"}),
        (
            "directory.line_written",
            {"code": "MLI", "level": "post", "place": "ML-GOG", "telephone": "+223 70 00 00 00"},
        ),
        ("progress.released", {"about": KEY, "shown": False, "why": "Le ministre le dira lui-même."}),
        ("question.asked", {"about": KEY, "to": "MRT", "text": {"fr": "Depuis quand ?"}, "reply_by": "2026-12-01"}),
        ("figure.given", FIGURE | {"value": 4200, "coverage": 0.62, "counted_to": 9}),
        ("figure.given", FIGURE | {"kept_back": "small"}),
        ("figure.given", FIGURE | {"value": 0}),
        ("figure.given", FIGURE | {"indicator": "entries", "kept_back": "not_released"}),
        ("figure.given", FIGURE | {"indicator": "exits", "band": "100-250"}),
        (
            "figure.given",
            FIGURE | {"indicator": "entries", "source": "paper", "value": 40, "signatory": "chef de poste"},
        ),
    ],
)
def test_what_a_state_says_goes(mali, verb, body):
    may_leave(verb, SAID | body, FORUM)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (FIGURE | {"value": 9}, "too_small", "value"),
        (FIGURE | {"indicator": "entries", "value": 40}, "not_shown", "indicator"),
        (FIGURE | {"indicator": "strength_tonight", "value": 40}, "indicator_unknown", "indicator"),
        (FIGURE | {"indicator": "exits", "value": 140}, "band_alone", "value"),
        (FIGURE | {"indicator": "exits", "value": 140, "band": "100-250"}, "band_alone", "value"),
        (FIGURE | {"indicator": "exits", "band": "140-141"}, "band_unknown", "band"),
        (FIGURE | {"indicator": "exits", "band": "100-250", "until": "2026-07-31"}, "no_quarter", "until"),
        (FIGURE | {"value": 140, "until": "2026-09-29"}, "no_quarter", "until"),
        (FIGURE | {"indicator": "exits", "source": "paper", "value": 40}, "band_alone", "value"),
        (FIGURE | {"source": "paper", "value": 3}, "too_small", "value"),
        (FIGURE | {"source": "paper", "value": 40, "until": "2026-09-29"}, "no_quarter", "until"),
        (FIGURE | {"value": 12, "kept_back": "small"}, "kept_back", "value"),
        (FIGURE | {"value": float("nan")}, "field_wrong", "value"),
    ],
)
def test_what_a_figure_is_held_to(mali, body, code, field):
    assert denied("figure.given", SAID | body) == (code, field)


def test_the_small_cell_is_the_setting(mali):
    with override_settings(JALON_SMALL_CELL=5):
        may_leave("figure.given", SAID | FIGURE | {"value": 9}, FORUM)


def test_another_forum_another_party_no_audience(mali):
    body = SAID | MEASURE
    assert denied("measure.planned", body, "another") == ("other_forum", "forum")
    assert denied("measure.planned", body | {"forum": ""}, "") == ("other_forum", "forum")
    assert denied("measure.planned", body | {"party": "MRT"}) == ("other_party", "party")
    assert denied("measure.planned", body | {"assets": [KEY]}) == ("field_unknown", "assets")
    assert denied("measure.planned", body | {"gap": f"asset:{KEY}"}) == ("field_wrong", "gap")
    assert denied("measure.told", SAID | {"facts": {"by": "claire"}}) == ("field_wrong", "facts")
    assert denied("measure.told", SAID | {"facts": {"assets": [KEY]}}) == ("field_wrong", "facts")


def test_a_report_leaves_with_its_release_and_not_without(mali):
    body = SAID | REPORT
    assert denied("progress.reported", body) == ("not_released", "released")
    assert denied("progress.reported", body | {"released": []}) == ("not_released", "released")
    may_leave("progress.reported", body | SHOWN, FORUM)
    held = {"released": [{"shown": False, "why": "Le ministre le dira."}]}
    assert denied("progress.reported", body | held)[0] == "not_released"
    exists = {"recommendation": KEY, "as_of": "2026-11-01", "text": {}, "evidence": []}
    may_leave("progress.reported", SAID | exists | held, FORUM)


def test_a_forum_tells_of_a_report_once_it_is_released(forum):
    row = line("Progress", REPORT)
    may_leave("edition:progress.reported", row, "MLI")
    assert denied("edition:progress.reported", row, "MRT") == ("not_released", "text")
    said = {"forum": FORUM, "party": "MLI", "at": 1, "about": KEY}
    Released.objects.create(key="a.a.1", position=1, shown=True, **said)
    may_leave("edition:progress.reported", row, "MRT")
    may_leave("edition:progress.reported", line("Released", {"about": KEY, "shown": True}), "MRT")
    Released.objects.create(key="a.a.2", position=2, shown=False, **said)
    assert denied("edition:progress.reported", row, "MRT") == ("not_released", "text")


def file(content):
    return {"kind": "image/png", "content": base64.b64encode(content).decode()}


def test_files_only_of_evidence(mali):
    digest = hashlib.sha256(b"a photograph").hexdigest()
    leans = SAID | REPORT | SHOWN | {"evidence": [{"kind": "file", "file": digest, "name": "lecteur.png"}]}
    may_leave("progress.reported", leans | {"files": [file(b"a photograph")]}, FORUM)
    assert denied("progress.reported", leans | {"files": [file(b"a list")]}) == ("file_of_nothing", "files")
    assert denied("progress.reported", leans | {"files": [file(bytes(600_000))]}) == ("file_too_large", "files")
    assert denied("progress.reported", leans | {"files": [{"content": "%%"}]}) == ("field_wrong", "files")
    assert denied("progress.reported", leans | {"evidence": [{"by": "x"}]}) == ("field_unknown", "evidence.by")
    assert denied("measure.planned", SAID | MEASURE | {"files": [file(b"x")]}) == ("field_unknown", "files")


def test_a_forum_gives_papers_and_the_evidence_of_released_reports(forum):
    digest = hashlib.sha256(b"a photograph").hexdigest()
    may_leave("edition:meeting.document_added", line("Document", {"meeting": KEY, "file": digest}), "MRT")
    evidence = line("Evidence", {"progress": "a.a.9", "kind": "file", "file": digest})
    assert denied("edition:progress.reported", evidence, "MRT") == ("not_released", "progress")
    Released.objects.create(key="a.a.1", position=1, at=1, forum=FORUM, party="MLI", about="a.a.9", shown=True)
    may_leave("edition:progress.reported", evidence, "MRT")
    figure = {"progress": "a.a.9", "kind": "figure", "figure": {"indicator": "passages", "value": 3}}
    assert denied("edition:progress.reported", line("Evidence", figure), "MRT") == ("too_small", "figure.value")


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ({"indicator": "passages", "value": 4200}, ""),
        ({"indicator": "passages", "value": 4}, "too_small"),
        ({"indicator": "entries", "value": 4200}, "not_shown"),
        ({"indicator": "passages", "value": 4200, "until": "2026-09-29"}, "no_quarter"),
        ({"indicator": "refused_share", "value": 0.3333333}, "not_rounded"),
        ({"indicator": "exits", "value": 4200}, "band_alone"),
        ({"indicator": "patrols_of_tonight", "value": 4200}, "indicator_unknown"),
    ],
)
def test_a_figure_as_evidence_is_a_figure(mali, figure, code):
    body = SAID | REPORT | SHOWN | {"evidence": [{"kind": "figure", "figure": QUARTER | figure}]}
    if code:
        assert denied("progress.reported", body)[0] == code
    else:
        may_leave("progress.reported", body, FORUM)


def test_a_question_goes_to_its_owner_first(forum):
    asked = {"about": KEY, "to": "MRT", "text": {"fr": "Depuis quand ?"}}
    row = line("Question", asked | {"reply_by": (date.today() + timedelta(days=5)).isoformat()})
    may_leave("edition:question.asked", row, "MRT")
    may_leave("edition:question.asked", row, "MLI")
    assert denied("edition:question.asked", row, "NER") == ("right_of_reply", "text")
    may_leave("edition:question.asked", row | {"reply_by": "2026-01-01"}, "NER")
    Reply.objects.create(key="a.a.9", forum=FORUM, party="MRT", at=1, position=1, question=KEY)
    may_leave("edition:question.asked", row, "NER")


def test_a_figure_typed_at_a_forum_is_told_as_one_that_came(forum):
    typed = FIGURE | {"source": "paper", "signatory": "chef de poste"}
    may_leave("edition:figure.given", line("Figure", typed | {"value": 4200}), "MRT")
    assert denied("edition:figure.given", line("Figure", typed | {"value": 4}), "MRT") == ("too_small", "value")
    strength = line("Figure", typed | {"indicator": "exits", "value": 40})
    assert denied("edition:figure.given", strength, "MRT") == ("band_alone", "value")
    may_leave("edition:figure.given", line("Figure", typed | {"withdrawn": KEY}), "MRT")


def test_a_value_of_a_promise_is_held_to_its_indicator(mali):
    said = {
        "forum": FORUM,
        "party": "",
        "at": 1,
        "position": 1,
        "number": "1",
        "level": "national",
        "theme": "security",
    }
    of = models.Recommendation.objects.create(key=KEY, indicator="exits", proof="indicator", source="meeting", **said)
    body = SAID | REPORT | SHOWN | {"value": 140}
    assert denied("progress.reported", body) == ("band_alone", "value")
    of.indicator = "passages"
    of.save()
    may_leave("progress.reported", body, FORUM)
    assert denied("progress.reported", body | {"recommendation": "a.a.404"}) == ("indicator_unknown", "value")
    of.indicator = "entries"  # which two people did not decide to show, whoever releases the report
    of.save()
    assert denied("progress.reported", body) == ("not_shown", "value")


@pytest.mark.parametrize(
    ("indicator", "value", "band"),
    [
        ("women_share", 0.0, "0-0.25"),
        ("women_share", 0.25, "0.25-0.5"),
        ("women_share", 0.93, "0.9-"),
        ("passages", 0, "0-1"),
        ("passages", 4, "1-5"),
        ("passages", 19, "10-20"),
        ("passages", 12_000, "500-"),
    ],
)
def test_bands(indicator, value, band):
    assert bands.of(indicator, value) == band
    low, high = bands.bounds(band)
    assert low <= value and (high is None or value < high)


def test_quarters():
    assert bands.quarter_of(date(2026, 11, 25)) == (date(2026, 10, 1), date(2026, 12, 31))
    assert bands.quarter_of(date(2028, 2, 29)) == (date(2028, 1, 1), date(2028, 3, 31))
    assert bands.is_quarter(date(2026, 7, 1), date(2026, 9, 30))
    assert not bands.is_quarter(date(2026, 7, 1), date(2026, 12, 31))
