"""What is sent twice, or cut off between two entries, is said once and whole."""

from datetime import date
from types import SimpleNamespace

import pytest

from jalon.cooperation import edition, measures, membership, progress, projects, releasing, saying
from jalon.cooperation.models import Measure, Progress, Recommendation
from jalon.cooperation.progress import Report
from jalon.cooperation.saying import NotAllowed, said_before
from jalon.cooperation.tests.owing import CLAIRE, DALIA, ELSEWHERE, adopt, seat_all, sit_elsewhere
from jalon.journal import acting
from jalon.sync.editions import shelf, taking
from jalon.sync.editions.changes import write_rows

DAY = date(2025, 9, 1)
ONCE = "0123456789abcdef"


def test_money_and_reports_are_recorded_once(forum):
    seat_all(forum)
    facts = {"code": "P", "title": {"fr": "p"}, "donor": "DON-1", "starts": DAY, "months": 12, "currency": "EUR"}
    project = projects.open_project(facts, DALIA, forum)
    projects.set_line(project, "2.1", {"fr": "l"}, "1000", DALIA)
    key = adopt(forum)
    for name, spent, told in ((ONCE, 400, 1), (ONCE, 400, 1), ("", 800, 2), ("", 1200, 3)):
        projects.spend(project, "2.1", DAY, "400", DALIA, once=name)
        projects.narrate(project, DAY, DAY, "fr", "x", DALIA, once=name)
        progress.report(key, Report(DAY, "under_way", {"fr": "x"}), DALIA, "NER", once=name)
        whole = projects.one(project)
        assert (whole.spent, len(whole.narratives), Progress.objects.count()) == (spent, told, told)


def test_what_a_measure_touches_survives_a_power_cut(headquarters, settings, monkeypatch):
    """What it touches is said first, about a name: whichever entry is the last, nothing is lost."""
    recommendation = sit_elsewhere(settings)
    facts = {"title": {"fr": "m"}, "level": "national", "recommendation": recommendation, "assets": ["a.b.1"]}
    leave = saying._leave

    def cut(*_said):
        raise KeyboardInterrupt

    monkeypatch.setattr(saying, "_leave", cut)
    with pytest.raises(KeyboardInterrupt):
        measures.plan(facts, CLAIRE, ELSEWHERE)
    assert measures.measures(ELSEWHERE) == []
    monkeypatch.setattr(saying, "_leave", leave)
    key = measures.plan(facts, CLAIRE, ELSEWHERE)
    assert measures.one(key).assets == ("a.b.1",)
    assert [fact.what for fact in measures.facts(key)] == ["linked"]
    assert said_before(Measure, Measure.objects.get().once).key == key
    bare = measures.plan({**facts, "assets": [], "trainings": []}, CLAIRE, ELSEWHERE)
    assert measures.one(bare).assets == ()


def test_why_a_report_is_held_back_is_said_on_a_second_try(headquarters, settings, monkeypatch):
    key = progress.report(sit_elsewhere(settings), Report(DAY, "blocked", {"fr": "x"}), CLAIRE, "MLI", show=False).key
    tell = releasing._tell
    monkeypatch.setattr(releasing, "_tell", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        releasing.hold_back(key, "why", CLAIRE, "MLI")
    monkeypatch.setattr(releasing, "_tell", tell)
    releasing.hold_back(key, "why", CLAIRE, "MLI")
    (held,) = (one for one in releasing.reports(ELSEWHERE, "MLI") if one.progress)
    assert (held.state, held.why) == ("held", "why")
    with pytest.raises(NotAllowed, match="held_already"):
        releasing.hold_back(key, "again", CLAIRE, "MLI")


def test_a_form_sent_again_shows_what_was_cut_off_before_it_was_shown(headquarters, settings, monkeypatch):
    about, what, release = sit_elsewhere(settings), Report(DAY, "blocked", {"fr": "x"}, value=4.0), releasing.release
    monkeypatch.setattr(releasing, "release", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        progress.report(about, what, CLAIRE, "MLI", once=ONCE)
    monkeypatch.setattr(releasing, "release", release)
    for _ in range(2):
        progress.report(about, what, CLAIRE, "MLI", once=ONCE)
        assert [one.state for one in releasing.reports(ELSEWHERE, "MLI")] == ["shown"]
    releasing.hold_back(Progress.objects.get(original="").key, "au conseil", CLAIRE, "MLI")
    progress.report(about, what, CLAIRE, "MLI", once=ONCE)
    assert [one.state for one in releasing.reports(ELSEWHERE, "MLI")] == ["held"]


def test_nothing_waits_while_a_stranger_answers(headquarters, monkeypatch):
    asked = []

    def stranger(*_):
        asked.append(getattr(acting._held, "depth", 0))
        raise TimeoutError

    monkeypatch.setattr(membership.enrolment, "asked", stranger)
    monkeypatch.setattr(membership.Code, "read", staticmethod(lambda _typed: None))
    monkeypatch.setattr(membership.enrolment, "hello", lambda _code: b"")
    with pytest.raises(TimeoutError):
        membership.join("http://127.0.0.1:1", "code", CLAIRE)
    assert asked == [0]


def test_a_forum_looks_once_a_day_though_nobody_speaks(forum, monkeypatch):
    """A day to reply passes by the calendar, and no entry says so."""
    looked = []
    monkeypatch.setattr(shelf, "publish", lambda: looked.append(1))
    shelf.follow()
    shelf.follow()
    assert len(looked) == 1
    monkeypatch.setattr(shelf.timezone, "localdate", lambda: date(2099, 1, 1))
    shelf.follow()
    shelf.follow()
    assert len(looked) == 2


def test_the_last_two_editions_are_kept(tmp_path):
    names = [f"{number}{end}" for number in (8, 9, 10, 11) for end in (".jsonl",)]
    names += ["0-9.parcel", "0-9.sha256", "9-10.parcel", "10-11.parcel", "10-11.sha256", ".ab.new"]
    for name in names:
        (tmp_path / name).write_text("")
    shelf._clear(tmp_path, 2)
    assert {one.name for one in tmp_path.iterdir()} == {
        *("10.jsonl", "11.jsonl", "9-10.parcel", "10-11.parcel", "10-11.sha256", ".ab.new")
    }


def test_earlier_editions_keep_what_was_new_and_a_rebuild_gives_the_same_rows(node, tmp_path):
    forum = "ab" * 8
    lines = [
        {"id": f"recommendation.k{number}", "key": f"k{number}", "at": 1, "rank": number, "forum": forum}
        | {"number": str(number), "level": "regional", "theme": "equipment", "source": "meeting", "proof": "question"}
        for number in range(6)
    ]
    files = [tmp_path / f"{number}.jsonl" for number in (8, 9, 10, 11)]
    for many, file in zip((1, 3, 3, 6), files, strict=True):
        write_rows(lines[:many], file)

    def rows():
        Recommendation.objects.all().delete()
        for position, file in enumerate(files, 1):
            entry = SimpleNamespace(body={"name": f"agreed.{forum}"}, position=position)
            edition.apply(entry, file, "default")
        return list(Recommendation.objects.order_by("key").values_list("key", "position", "rank"))

    whole, sizes = rows(), [file.stat().st_size for file in files]
    for _ in range(2):  # done again it changes nothing
        taking._keep_what_was_new(files[:-1])
        assert rows() == whole and [position for _key, position, _rank in whole] == [1, 2, 2, 4, 4, 4]
    assert [file.stat().st_size for file in files] == [sizes[0], sizes[1] - sizes[0], 0, sizes[3]]
