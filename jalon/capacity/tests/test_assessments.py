"""Assessments: checklists as data, acts, scores, comparing, what is due, gaps."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from jalon.capacity import assessing, checklist, comparing, gaps, scoring
from jalon.capacity.answers import LARGEST_FILES
from jalon.capacity.indicators_of_assessments import INDICATORS
from jalon.capacity.models import Assessment, AssessmentFile, AssessmentWithdrawn
from jalon.capacity.rules import CannotSay
from jalon.capacity.verbs_of_assessments import apply_made
from jalon.config import cast
from jalon.cooperation.library import LIBRARY
from jalon.cooperation.themes import THEMES
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.sync.editions.changes import write_rows
from jalon.sync.editions.kinds import assessments as edition

TODAY = date(2026, 11, 20)
PICTURE = b"\xff\xd8\xff\xe0 a picture"
GENERAL = checklist.checklist("general")
FIRST_QUARTERLY, QUARTERLY = checklist.checklist("quarterly", 1), checklist.checklist("quarterly", 2)


@pytest.fixture
def posts(node):
    for code, facts in (
        ("ML-GOG", {"name": "Gogui", "country": "MLI", "neighbour": "MRT"}),
        ("ML-KDB", {"name": "Kidira-Diboli", "country": "MLI", "neighbour": "SEN"}),
        ("NE-AYO", {"name": "Ayorou", "country": "NER", "neighbour": "MLI"}),
    ):
        Post.objects.update_or_create(code=code, defaults=facts | {"declared": ""})


def all_of(one, answer="yes", **more):
    """An answer to every item: the greatest worth for numbers where it is yes, the least where it is no."""
    found = {}
    for item in one.items.values():
        if item.number is None:
            found[item.code] = {"answer": answer}
        else:
            worst = item.number.most if item.number.full < item.number.half else 0.0
            found[item.code] = {"number": item.number.full if answer == "yes" else worst}
    return found | {code.replace("_", "-"): said for code, said in more.items()}


def make(one, post, on, answers, **more):
    return assessing.make(one, post, on, "Chef de poste", answers, cast.ADMINISTRATOR, **more)


# ── checklists ──


def test_every_checklist_is_whole_and_says_what_it_asks():
    known = checklist.known()
    assert set(known) == {("general", 1), ("quarterly", 1), ("quarterly", 2)}
    assert 60 <= len(GENERAL.items) <= 80 and len(GENERAL.themes) == 9
    assert len(QUARTERLY.items) == 15
    files = {path.stem for path in checklist.FOLDER.glob("*.toml")}
    assert files == {one.name for one in known.values()}


ITEM = """
[[item]]
code = "AA-01"
theme = "t"
weight = 2
level = "post"
library = "power"
name = { fr = "a", en = "a", ar = "a" }
question = { fr = "a", en = "a", ar = "a" }
evidence = { fr = "a", en = "a", ar = "a" }
"""
WHOLE = (
    'code = "x"\nversion = 1\nevery_months = 3\ntitle = { fr = "x", en = "x", ar = "x" }\n'
    'about = { fr = "x", en = "x", ar = "x" }\n'
    '[[theme]]\ncode = "t"\npromises = "staff"\ntitle = { fr = "t", en = "t", ar = "t" }\n' + ITEM
)
NUMBER = '\nnumber = { unit = "h", full = 20, half = 8, most = 24 }'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code = ", "Invalid"),
        (WHOLE.replace('weight = 2', 'weight = 4'), "weight"),
        (WHOLE.replace('level = "post"', 'level = "village"'), "no level village"),
        (WHOLE.replace('theme = "t"', 'theme = "u"'), "asks nothing"),
        (WHOLE.replace('ar = "a"', 'ar = ""', 1), "name is not said in ar"),
        (WHOLE.replace('"AA-01"', '"A1"'), "two capitals"),
        (WHOLE + ITEM, "AA-01: twice"),
        (WHOLE.replace('code = "x"', 'code = "y"'), "it says that it is y-1"),
        (WHOLE.replace('level = "post"', 'of = "general:ZZ-99"'), "which no file has"),
        (WHOLE + NUMBER.replace('"h"', '"km"'), "no unit km"),
        (WHOLE + NUMBER.replace("most = 24", "most = 4"), "thresholds"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_checklist_says_what_is_wrong(text, said):
    with pytest.raises(checklist.ChecklistWrong, match=said):
        checklist.read_all({("x", 1): text})


def test_an_item_that_stays_asks_the_same():
    later = WHOLE.replace("version = 1", "version = 2") + NUMBER
    with pytest.raises(checklist.ChecklistWrong, match="x-2 AA-01: it asked something else"):
        checklist.read_all({("x", 1): WHOLE, ("x", 2): later})
    assert checklist.read_all({("x", 1): WHOLE, ("x", 2): WHOLE.replace("version = 1", "version = 2")})


# ── scores ──


@pytest.mark.parametrize(
    ("answers", "share", "answered", "shown", "claims"),
    [
        ({}, None, 0, 0, 0),
        ({"EQ-01": {"answer": "yes"}}, 1.0, 1, 0, 1),
        ({"EQ-01": {"answer": "yes", "note": "seen"}, "EQ-03": {"answer": "no"}}, 0.6, 2, 1, 1),  # 3 of 3 + 2
        ({"EQ-01": {"answer": "partly"}, "EQ-04": {"answer": "na"}}, 0.5, 2, 0, 1),
        ({"EQ-02": {"number": 50.0}}, 0.5, 1, 0, 1),
        ({"EQ-02": {"number": 49.0}, "EQ-07": {"answer": "yes"}}, 0.25, 2, 0, 2),
        ({"EQ-02": {"answer": "na"}}, None, 1, 0, 0),
    ],
)
def test_a_score_weighs_what_was_answered(answers, share, answered, shown, claims):
    found = scoring.by_theme(GENERAL, answers)["equipment"]
    assert (found.share, found.answered, found.asked) == (share, answered, 9)
    assert (found.shown, found.claims) == (shown, claims)


@pytest.mark.parametrize(("minutes", "worth"), [(0, 1), (15, 1), (16, 0.5), (45, 0.5), (46, 0)])
def test_where_less_is_better_the_thresholds_turn(minutes, worth):
    assert GENERAL.items["IF-04"].number.worth(minutes) == worth


# ── acts ──


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"post": "ML-KDB"}, "of_this_post_alone"),
        ({"post": "ML-XXX"}, "post_not_known"),
        ({"assessor": " "}, "assessor_needed"),
        ({"on": timezone.localdate() + timedelta(days=2)}, "not_yet"),
        ({"answers": {"ZZ-01": {"answer": "yes"}}}, "answer_not_known"),
        ({"answers": {"EQ-01": {"number": 3.0}}}, "answer_not_known"),
        ({"answers": {"EQ-02": {"number": 101.0}}}, "answer_not_known"),
        ({"answers": {"EQ-01": {"answer": "perhaps"}}}, "answers_unreadable"),
        ({"answers": {"EQ-01": {"note": "only a note"}}}, "nothing_answered"),
        ({"files": [PICTURE + bytes(LARGEST_FILES)]}, "files_too_large"),
        ({"files": [b"MZ a program"]}, "file_kind"),
    ],
)
def test_what_may_not_be_recorded_is_not(posts, changed, code):
    facts = {"post": this_node().keys.post, "on": TODAY, "assessor": "Chef de poste"}
    facts |= {"answers": {"EQ-01": {"answer": "yes"}}, "files": []} | changed
    if this_node().keys.is_headquarters and code == "of_this_post_alone":
        facts["post"] = "NE-AYO"  # of another state
    with pytest.raises(CannotSay) as rule:
        assessing.make(GENERAL, actor=cast.ADMINISTRATOR, **facts)
    assert rule.value.code == code
    assert not Assessment.objects.exists()


@pytest.mark.both
def test_an_assessment_is_recorded_with_what_shows_it_and_withdrawn(posts):
    post = this_node().keys.post
    import hashlib

    digest = hashlib.sha256(PICTURE).hexdigest()
    said = {"EQ-01": {"answer": "yes", "note": "essai", "files": [{"name": "essai.jpg", "digest": digest}]}}
    key = make(GENERAL, post, TODAY, said, files=[PICTURE]).key
    (one,) = assessing.made([post])
    assert (one.row.key, one.row.answers, one.score.share) == (key, said, 1.0)
    assert AssessmentFile.objects.get(digest=digest).kind == "image/jpeg"
    assessing.withdraw(key, "deux fois la même", cast.ADMINISTRATOR)
    assert assessing.made([post]) == [] and len(assessing.made([post], with_withdrawn=True)) == 1
    before = Assessment.objects.get().position
    assert len(assessing.made([post], at=before)) == 1  # as it was known then
    for wrong, code in ((key, "withdrawn_already"), ("x.y.1", "assessment_not_known")):
        with pytest.raises(CannotSay) as rule:
            assessing.withdraw(wrong, "encore", cast.ADMINISTRATOR)
        assert rule.value.code == code


def test_a_post_assesses_itself_alone(posts):
    from jalon.journal.models import EnrolledNode

    EnrolledNode.objects.create(id="aa" * 8, post="ML-GOG", signing="", sealing="", recall="", enrolled_at=0)
    header = SimpleNamespace(node="aa" * 8, wall=1, actor="x", seq=1)
    node = SimpleNamespace(authorities=frozenset({"bb" * 8}))
    body = {"checklist": "general", "version": 9, "post": "ML-KDB", "on": "2026-11-20", "assessor": "x"}
    body |= {"through": "page", "place": "post", "answers": {"EQ-01": {"answer": "yes"}}}
    entry = SimpleNamespace(header=header, node=node, body=body, position=1, key="k")
    with pytest.raises(ValueError, match="itself alone"):
        apply_made([entry], "default")
    entry.body = body | {"post": "ML-GOG", "place": "headquarters"}
    with pytest.raises(ValueError, match="itself alone"):
        apply_made([entry], "default")
    entry.body = body | {"post": "ML-GOG", "files": [base64.b64encode(b"MZ").decode()]}
    with pytest.raises(ValueError, match="no picture"):
        apply_made([entry], "default")
    entry.body = body | {"post": "ML-GOG"}
    apply_made([entry], "default")
    (one,) = assessing.made(["ML-GOG"])
    assert one.checklist is None and one.score is None  # of a later program: kept, and not read
    assert gaps.gaps() == []


# ── compared, due, gaps ──


def heard(key, position, one, post, on, answers):
    Assessment.objects.create(
        key=key, position=position, at=0, checklist=one.code, version=one.version, post=post, on=on,
        assessor="x", through="page", place="post", answers=answers,
    )  # fmt: skip


@pytest.fixture
def story(posts):
    """Gogui assessed in general, then checked twice with two versions; Kidira in general alone."""
    heard("a", 1, GENERAL, "ML-GOG", date(2026, 1, 10), all_of(GENERAL, EQ_01={"answer": "no"}, CO_02={"answer": "no"}))
    heard("b", 2, FIRST_QUARTERLY, "ML-GOG", date(2026, 4, 10), all_of(FIRST_QUARTERLY, QC_06={"answer": "no"}))
    heard("c", 3, QUARTERLY, "ML-GOG", date(2026, 7, 10), all_of(QUARTERLY, QC_02={"answer": "partly"}))
    heard("d", 4, GENERAL, "ML-KDB", date(2026, 6, 1), all_of(GENERAL, EQ_01={"answer": "no"}, CO_02={"answer": "no"}))


def test_versions_are_compared_on_what_both_ask(story):
    found = comparing.over_time(QUARTERLY, "ML-GOG")
    assert (found.versions, found.across_versions, len(found.items)) == ((1, 2), True, 11)
    assert "QC-06" not in found.items and "QC-13" not in found.items
    assert [round(whole.share, 3) for whole, _ in found.scores] == [1.0, 0.95]  # half of 3 in 30 is lacking
    nation = comparing.nation(comparing.between_posts(GENERAL))
    assert nation["equipment"] == pytest.approx(15 / 18) and nation["health"] == 1.0


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 8, 1), ["ML-KDB quarterly None !", "ML-GOG quarterly 2026-10-10", "ML-GOG general 2027-01-10",
                            "ML-KDB general 2027-06-01"]),
        (date(2027, 2, 1), ["ML-KDB quarterly None !", "ML-GOG quarterly 2026-10-10 !", "ML-GOG general 2027-01-10 !",
                            "ML-KDB general 2027-06-01"]),
    ],
)  # fmt: skip
def test_what_is_due_is_said_the_longest_overdue_first(story, today, expected):
    found = assessing.due(["ML-GOG", "ML-KDB"], today)
    said = [f"{one.post} {one.checklist.code} {one.on}{' !' if one.overdue else ''}" for one in found]
    assert said == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
    ],
)
def test_months_after(day, months, expected):
    assert assessing.months_after(day, months) == expected


@pytest.mark.both
def test_gaps_are_ranked_and_keep_their_reference(story):
    found = {one.ref: one for one in gaps.gaps(today=date(2026, 7, 10))}
    # The reader at Gogui: no in general, yes in April, in part in July: it is lacking since July.
    # Rest was lacking in April, and the check of July asks of it no more.
    at_posts = {"general-1:EQ-01@ML-GOG", "general-1:EQ-01@ML-KDB", "general-1:ST-07@ML-GOG"}
    assert set(found) == at_posts | {"general-1:CO-02@MLI"}
    reader = found["general-1:EQ-01@ML-GOG"]
    assert (reader.since, reader.lack, reader.assessment) == (date(2026, 7, 10), 0.5, "c")
    assert (reader.library, reader.level, reader.promises, reader.lacking) == ("reader", "post", "equipment", 2)
    directory = found["general-1:CO-02@MLI"]
    assert (directory.posts, directory.level, directory.since) == (("ML-GOG", "ML-KDB"), "bilateral", date(2026, 1, 10))
    order = [one.ref for one in gaps.gaps(today=date(2026, 7, 10))]
    assert order[0] == "general-1:CO-02@MLI" and order[-1] == "general-1:ST-07@ML-GOG"
    assert gaps.gap("general-1:EQ-01@ML-KDB").title["fr"] == "Lecteur de documents"
    assert gaps.named("general-1:IN-03@ML-GOG").library == "water" and gaps.named("nothing") is None
    # Asked as it was known before July arrived, the reader worked, and nothing of Kidira was known.
    assert [one.ref for one in gaps.gaps(at=2)] == ["general-1:CO-02@MLI", "general-1:ST-07@ML-GOG"]
    assert [one.ref for one in gaps.gaps(["ML-KDB"])] == ["general-1:CO-02@MLI", "general-1:EQ-01@ML-KDB"]


# ── indicators ──


@pytest.mark.parametrize(
    ("code", "until", "at", "value", "coverage", "entries"),
    [
        ("assessment_score", date(2026, 5, 1), None, 0.962, 0.5, 1),
        ("assessment_score", date(2026, 7, 1), None, 0.962, 1.0, 2),
        ("assessment_score", date(2026, 7, 1), 3, 0.962, 0.5, 1),
        ("assessment_equipment", date(2026, 7, 1), None, 0.833, 1.0, 2),
        ("assessment_health", date(2026, 7, 1), None, 1.0, 1.0, 2),
        ("assessment_score", date(2025, 1, 1), None, None, 0.0, 0),
        ("posts_assessed", date(2026, 5, 1), None, 0.5, 1.0, 1),
        ("posts_assessed", date(2027, 3, 1), None, 0.5, 1.0, 1),  # Gogui's is due again
        ("gaps_open", date(2026, 2, 1), None, 2, 0.5, 1),
        ("gaps_open", date(2026, 8, 1), None, 4, 1.0, 3),
    ],
)
def test_indicators_say_what_was_known_by_a_day(story, code, until, at, value, coverage, entries):
    found = INDICATORS[code].measure(date(2025, 1, 1), until, ["ML-GOG", "ML-KDB"], at)
    assert (found.value and round(found.value, 3), found.coverage) == (value, coverage)
    assert len(found.entries) == entries


def test_every_item_names_a_measure_of_the_library():
    named = {item.library for one in checklist.known().values() for item in one.items.values()}
    assert named <= set(LIBRARY)
    assert {theme.promises for one in checklist.known().values() for theme in one.themes} <= set(THEMES)


def test_what_was_assessed_at_a_post_travels_there_and_nowhere_else(posts, tmp_path):
    key = make(GENERAL, "ML-GOG", date(2026, 6, 1), all_of(GENERAL)).key
    wrong = make(GENERAL, "ML-GOG", date(2026, 6, 2), all_of(GENERAL, "no")).key
    elsewhere = {"post": "ML-KDB", "on": date(2026, 6, 1), "checklist": "general", "version": 1}
    Assessment.objects.create(key="elsewhere", position=1, at=1, **elsewhere)
    assessing.withdraw(wrong, "another post", cast.ADMINISTRATOR)
    (offer,) = edition.offers("ML-GOG")
    write_rows(edition.rows(offer), tmp_path / "1.jsonl")
    before = Assessment.objects.get(key=key).answers
    for model in (Assessment, AssessmentWithdrawn):
        model.objects.all().delete()
    entry = SimpleNamespace(body={"audience": "ML-GOG"}, position=77)
    edition.apply(entry, tmp_path / "1.jsonl", "default")
    entry.position = 99  # the same again
    edition.apply(entry, tmp_path / "1.jsonl", "default")
    (made,) = assessing.made(["ML-GOG"])
    assert (made.row.key, made.row.answers, made.row.position) == (key, before, 77)
    assert made.score.share == 1 and not assessing.made(["ML-KDB"]) and not edition.offers("NE-AYO")
