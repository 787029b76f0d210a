"""What may be reported, by whom, with which evidence; and what each party then sees: tables of named cases."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from jalon.alerts.rules import promise_overdue
from jalon.alerts.situation import NOTE
from jalon.cooperation import owed, progress, questions, releasing, seen, showing, silence
from jalon.cooperation.models import Evidence, KeptFile, Progress, Question, Released, Reply
from jalon.cooperation.progress import Figure, File, Report, Visit
from jalon.cooperation.releasing import Asked, Reported
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.tests.owing import BAKARY, CLAIRE, DALIA, DUE, ELSEWHERE, adopt, plan, seat_all, sit_elsewhere

JUNE, OCTOBER = date(2025, 6, 30), date(2025, 10, 2)
PDF = b"%PDF-1.7\n..."
MORROW = timezone.localdate() + timedelta(days=1)


def words(text="Trois postes sur cinq.", **facts):
    return Report(**{"as_of": JUNE, "state": "under_way", "text": {"fr": text}} | facts)


@pytest.fixture
def here(forum):
    seat_all(forum)
    made = SimpleNamespace(forum=forum, one=adopt(forum))
    made.question = adopt(forum, "2.2", proof="question", question={"fr": "Est-ce fait ?"}, answer={"fr": "Oui"})
    made.counted = adopt(forum, "2.3", proof="indicator", indicator="reported_share", target=0.9)
    made.measure = plan(forum, "NER", made.one)
    return made


REFUSED = {
    "the state of no list": (words(state="perhaps"), "state_missing"),
    "of tomorrow": (words(as_of=MORROW), "as_of_not_yet"),
    "of long ago": (words(as_of=date(1999, 1, 1)), "as_of_too_old"),
    "nothing said": (words(""), "say_something"),
    "far too long": (words("x" * 4001), "text_too_long"),
    "done, and nothing to show for it": (words(state="done"), "done_without_deliverable"),
    "an empty file": (words(file=File("a.pdf", b"")), "file_kind"),
    "a program": (words(file=File("a.pdf", b"\x7fELF\x00")), "file_kind"),
    "a page of the web": (words(file=File("a.txt", b"<a>\x00")), "file_kind"),
    "a file of 513 kB": (words(file=File("a.pdf", PDF + b"x" * 513 * 1024)), "file_too_large"),
    "a list of people, to a forum": (words(file=File("a.csv", b"TRAORE;Aminata;B1234567")), "file_of_rows"),
    "a figure of no table": (words(figure=Figure("happiness", JUNE, JUNE)), "no_such_figure"),
    "a period that runs backwards": (words(figure=Figure("passages", OCTOBER, JUNE)), "period_backwards"),
    "a period that is not over": (words(figure=Figure("passages", JUNE, MORROW)), "period_not_over"),
    "a visit of tomorrow": (words(visit=Visit(MORROW, "NER")), "visit_not_yet"),
    "a visitor whom nobody knows": (words(visit=Visit(JUNE, "XXX")), "visitor_not_known"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_report_is_refused(here, name):
    what, code = REFUSED[name]
    with pytest.raises(NotAllowed) as refused:
        progress.report(here.one, what, CLAIRE, "MLI")
    assert refused.value.code == code
    assert not Progress.objects.exists()


def test_who_owes_reports_and_nobody_else(here):
    for about, party, code in (
        (here.one, "COM-1", "binds_others"),
        (here.measure, "MLI", "binds_others"),
        ("nothing", "MLI", "promise_not_known"),
    ):
        with pytest.raises(NotAllowed) as refused:
            progress.report(about, words(), CLAIRE, party)
        assert refused.value.code == code
    for about, what, code in (
        (here.question, words(state="done"), "done_without_question"),
        (here.counted, words(state="done"), "done_without_indicator"),
    ):
        with pytest.raises(NotAllowed) as refused:
            progress.report(about, what, CLAIRE, "MLI")
        assert refused.value.code == code
    with pytest.raises(NotAllowed) as refused:
        progress.report(here.one, words(), DALIA, "NER", through="form")
    assert refused.value.code == "signatory_missing"


def test_evidence_is_kept_with_the_report(here):
    what = words(
        state="done",
        note="procès-verbal",
        file=File("..\\C:/scan é<1>.exe", PDF),
        figure=Figure("passages", date(2025, 4, 1), JUNE),
        visit=Visit(JUNE, "NER"),
    )
    key = progress.report(here.one, what, CLAIRE, "MLI").key
    file, figure, visit = Evidence.objects.filter(progress=key).order_by("key")
    assert (file.name, file.title) == ("scan é 1.pdf", "procès-verbal")
    assert bytes(KeptFile.objects.get(digest=file.file).content) == PDF
    assert figure.figure["indicator"] == "passages" and {"value", "coverage", "position"} <= figure.figure.keys()
    assert (visit.on, visit.visitor) == (JUNE, "NER")


def seen_words(forum, party, at=None, on=None):
    """What a party reads of reports and questions, in short."""
    found = []
    for one in releasing.visible(forum, party, at, on=on):
        if isinstance(one, Reported):
            found.append(f"{one.party}:{one.state}:{one.progress.text['fr'] if one.progress else '-'}")
        else:
            found.append(
                f"{one.asker}?{one.to}:{one.reply.text['fr'] if one.reply else 'silent' if one.silent else '…'}"
            )
    return found


# Reports of MLI: one shown, one held back, one that waits. What each party then sees of them.
SEES_REPORTS = {
    "MLI": ["MLI:shown:a", "MLI:held:b", "MLI:waits:c"],
    "NER": ["MLI:shown:a", "MLI:held:-"],
    "COM-1": ["MLI:shown:a", "MLI:held:-"],
    "DON-1": ["MLI:shown:a", "MLI:held:-"],
    "": ["MLI:shown:a", "MLI:held:-"],
    "stranger": ["MLI:shown:a", "MLI:held:-"],
}


@pytest.mark.both
def test_what_each_party_sees_of_reports(here):
    progress.report(here.one, words("a"), CLAIRE, "MLI")
    held = progress.report(here.one, words("b", file=File("b.pdf", PDF)), CLAIRE, "MLI", show=False).key
    before = Progress.objects.get(key=held).position
    releasing.hold_back(held, "pas encore d’accord", CLAIRE, "MLI")
    progress.report(here.one, words("c"), CLAIRE, "MLI", show=False)
    for party, expected in SEES_REPORTS.items():
        assert seen_words(here.forum, party) == expected, party
    assert seen_words(here.forum, "NER", at=before) == ["MLI:shown:a"]
    whys = {party: [one.why for one in releasing.reports(here.forum, party)][1] for party in ("MLI", "NER")}
    assert whys == {"MLI": "pas encore d’accord", "NER": ""}
    # The edition that goes to another has the date of what is held back, no word and no reason; its own has all.
    theirs = {row.key: row.text for row in seen.seen_by([Progress], here.forum, "NER")}
    assert len(theirs) == 2 and theirs[held] == {}
    assert [row.why for row in seen.seen_by([Released], here.forum, "NER")] == ["", ""]
    assert not list(seen.seen_by([Evidence], here.forum, "NER"))
    assert len(list(seen.seen_by([Progress], here.forum, "MLI"))) == 3
    # Shown in the end, it comes under another key: members never change what they hold.
    releasing.release(held, CLAIRE, "MLI")
    assert seen_words(here.forum, "NER") == ["MLI:shown:a", "MLI:shown:b"]
    assert [one.name for one in seen.seen_by([Evidence], here.forum, "NER")] == ["b.pdf"]
    with pytest.raises(NotAllowed, match="released_already"):
        releasing.release(held, CLAIRE, "MLI")
    with pytest.raises(NotAllowed, match="not_for_that_party"):
        releasing.hold_back(held, "x", CLAIRE, "NER")


# NER asks MLI. Who sees the question: before the day, once it has passed, with the reply.
SEES_QUESTIONS = {
    "NER": ("…", "silent", "Depuis mai."),
    "MLI": ("…", "silent", "Depuis mai."),
    "COM-1": (None, "silent", "Depuis mai."),
    "": (None, "silent", "Depuis mai."),
    "DON-1": (None, None, "Depuis mai."),
}


def test_what_each_party_sees_of_questions(here):
    by = timezone.localdate() + timedelta(days=14)
    asked = questions.ask(here.one, "MLI", {"fr": "Depuis quand ?"}, by, CLAIRE, "NER").key
    assert [one.key for one in seen.seen_by([Question], here.forum, "COM-1")] == []
    late = by + timedelta(days=1)
    before = {party: seen_words(here.forum, party) for party in SEES_QUESTIONS}
    passed = {party: seen_words(here.forum, party, on=late) for party in SEES_QUESTIONS}
    with pytest.raises(NotAllowed, match="asked_another"):
        questions.answer(asked, {"fr": "Non"}, CLAIRE, "NER")
    questions.answer(asked, {"fr": "Depuis mai."}, CLAIRE, "MLI")
    for party, expected in SEES_QUESTIONS.items():
        found = (before[party], passed[party], seen_words(here.forum, party))
        assert found == tuple([f"NER?MLI:{one}"] if one else [] for one in expected), party
    assert len(list(seen.seen_by([Reply], here.forum, "DON-1"))) == 1
    assert not questions.to_answer("MLI", here.forum)


NOT_ASKED = {
    "an owner of something else": ("COM-1", "NER", 14, "Quand ?", "asked_no_owner"),
    "oneself": ("MLI", "MLI", 14, "Quand ?", "asked_oneself"),
    "by a stranger": ("MLI", "XXX", 14, "Quand ?", "not_joined"),
    "nothing": ("MLI", "NER", 14, " ", "question_empty"),
    "to reply at once": ("MLI", "NER", 1, "Quand ?", "reply_by_out_of_range"),
    "to reply next year": ("MLI", "NER", 365, "Quand ?", "reply_by_out_of_range"),
}


@pytest.mark.parametrize("name", NOT_ASKED)
def test_a_question_is_refused(here, name):
    to, party, days, text, code = NOT_ASKED[name]
    with pytest.raises(NotAllowed) as refused:
        questions.ask(here.one, to, {"fr": text}, timezone.localdate() + timedelta(days=days), CLAIRE, party)
    assert refused.value.code == code


def test_a_report_of_a_post_goes_up_and_its_headquarters_releases_it(headquarters, settings):
    about = sit_elsewhere(settings)
    progress.report_at_post(about, words("du poste", file=File("f.pdf", PDF)), BAKARY)
    home = Progress.objects.get()
    assert (home.forum, home.party, home.post) == ("", "MLI", "ML-GOG")
    assert [one.key for one in releasing.waiting("MLI")] == [home.key]
    assert seen_words(ELSEWHERE, "MLI") == ["MLI:waits:du poste"]
    releasing.release(home.key, CLAIRE, "MLI")
    copy = Progress.objects.get(original=home.key)
    assert (copy.forum, copy.post, copy.text) == (ELSEWHERE, "ML-GOG", home.text)
    assert [one.name for one in Evidence.objects.filter(progress=copy.key)] == ["f.pdf"]
    assert not releasing.waiting("MLI")
    assert seen_words(ELSEWHERE, "MLI") == ["MLI:shown:du poste"]
    # What is held back leaves as a date without a word, and why stays at home.
    second = progress.report(about, words("secret"), CLAIRE, "MLI", show=False).key
    releasing.hold_back(second, "le ministre décide", CLAIRE, "MLI")
    shell = Progress.objects.get(original=second)
    assert (shell.forum, shell.state, shell.text, shell.as_of) == (ELSEWHERE, "", {}, JUNE)
    assert {row.forum: row.why for row in Released.objects.filter(shown=False)} == {
        ELSEWHERE: "",
        "": "le ministre décide",
    }
    assert seen_words(ELSEWHERE, "MLI") == ["MLI:shown:du poste", "MLI:held:secret"]
    releasing.release(second, CLAIRE, "MLI")
    assert seen_words(ELSEWHERE, "MLI") == ["MLI:shown:du poste", "MLI:shown:secret"]


QUARTER = {"since": "2025-04-01", "until": "2025-06-30", "coverage": 0.9, "position": 7}
# Of a figure among its own, what the forum sees: indicator, value, whether the state shows it there.
LEAVES = {
    "a figure that is shown": ("first_line_median", 42.0, True, {"value": 42.0}),
    "one that is not": ("first_line_median", 42.0, False, {"kept_back": "not_released"}),
    "three people": ("passages", 3.0, True, {"kept_back": "small"}),
    "outages, as a band": ("reported_share", 0.62, True, {"band": "0.5-0.75"}),
    "nothing counted": ("passages", None, True, {"kept_back": "not_known"}),
    "a day short of a quarter": ("passages", 412.0, True, {"kept_back": "not_released"}, {"until": "2025-06-29"}),
    "of one post": ("passages", 412.0, True, {"kept_back": "not_released"}, {"posts": ["ML-GOG"]}),
    "a share of two people": ("refused_share", 0.5, True, {"kept_back": "small"}, {"entries": 2}),
    "a share, rounded": ("refused_share", 1 / 3, True, {"value": 0.33}, {"entries": 900}),
}


@pytest.mark.parametrize("name", LEAVES)
def test_what_leaves_of_a_figure(headquarters, settings, monkeypatch, name):
    indicator, value, is_shown, expected, more = (*LEAVES[name], {})[:5]
    about = sit_elsewhere(settings)
    settings.JALON_LEAVING = "jalon.exchange.leaving.may_leave"
    monkeypatch.setattr(showing, "shown", lambda forum: {indicator} if is_shown else set())
    monkeypatch.setattr(
        progress, "measured", lambda figure, posts: QUARTER | {"indicator": indicator, "value": value} | more
    )
    what = words(figure=Figure(indicator, date(2025, 4, 1), JUNE), file=File("f.pdf", PDF), note="facture")
    key = progress.report(about, what, CLAIRE, "MLI").key
    left = Evidence.objects.exclude(progress=key).exclude(figure={}).get().figure
    assert {one: left[one] for one in ("value", "band", "kept_back") if one in left} == expected
    assert Evidence.objects.filter(progress=key).exclude(figure={}).get().figure["value"] == value
    assert seen_words(ELSEWHERE, "MLI") == ["MLI:shown:Trois postes sur cinq."]
    # The gate lets out that a report is held back, and nothing of it.
    held = progress.report(about, words("non"), CLAIRE, "MLI", show=False).key
    releasing.hold_back(held, "au conseil", CLAIRE, "MLI")
    assert Progress.objects.get(original=held).text == {}


def silent(forum, on, at=None):
    return {
        (one.number, one.party): ([late.what for late in one.late], one.said, one.days)
        for one in silence.silences(forum, on, at)
    }


@pytest.mark.both
def test_silence_past_the_date_is_listed(here):
    first = silent(here.forum, date(2025, 7, 10))
    # Adopted in March: the second quarter is the first whole one, and its word is expected until 15 July.
    assert first == {("2.1", "NER"): (["ended"], None, 114)}
    assert silent(here.forum, date(2025, 7, 20))[("2.1", "MLI")] == (["quarter"], None, 124)
    before = this_node_position()
    progress.report(here.one, words(as_of=date(2025, 8, 1)), CLAIRE, "MLI")
    waits = progress.report(here.one, words(as_of=OCTOBER), CLAIRE, "NER", show=False).key
    on = date(2025, 10, 20)
    now = silent(here.forum, on)
    assert now[("2.1", "MLI")] == (["due"], date(2025, 8, 1), 80)
    assert now[("2.1", "NER")][0] == ["ended", "due", "quarter"] and now[("2.1", "NER")][1] is None
    assert silent(here.forum, on, at=before)[("2.1", "MLI")] == (["due", "quarter"], None, 216)
    # What is reported blocked is no silence on what was due; a reply to a question about it is a word.
    blocked = words(as_of=date(2025, 8, 2), state="blocked")
    progress.report(here.one, blocked, CLAIRE, "MLI")
    assert ("2.1", "MLI") not in silent(here.forum, on)
    assert silent(here.forum, date(2026, 2, 1))[("2.1", "MLI")] == (["quarter"], date(2025, 8, 2), 183)
    # That a state holds its word back is known, and is no silence.
    releasing.hold_back(waits, "au conseil", CLAIRE, "NER")
    assert ("2.1", "NER") not in silent(here.forum, on)
    progress.report(here.one, words(as_of=DUE, state="done", note="PV"), CLAIRE, "MLI")
    assert ("2.1", "MLI") not in silent(here.forum, date(2026, 6, 1))


def this_node_position():
    return max(row.position for row in Released.objects.all()) if Released.objects.exists() else _last()


def _last():
    from jalon.cooperation.models import Measure

    return Measure.objects.order_by("-position").first().position


@pytest.mark.both
def test_what_a_party_owes_stands_in_one_list_by_date(here):
    by = timezone.localdate() + timedelta(days=20)
    asked = questions.ask(here.one, "NER", {"fr": "Où ?"}, by, DALIA, "").key
    waits = progress.report(here.question, words(as_of=OCTOBER), CLAIRE, "NER", show=False).key
    found = owed.owed("NER", [here.forum], date(2025, 8, 20))
    assert [(one.what, one.why, one.about, one.on, one.late) for one in found] == [
        ("report", "ended", here.measure, date(2025, 6, 30), True),
        ("report", "quarter", here.one, date(2025, 7, 15), True),
        ("report", "quarter", here.question, date(2025, 7, 15), True),
        ("report", "quarter", here.counted, date(2025, 7, 15), True),
        ("release", "", waits, date(2025, 8, 20), False),
        ("question", "", asked, by, False),
    ]
    assert not owed.owed("DON-1", [here.forum], date(2025, 8, 20))


def test_a_reply_is_a_word(here):
    day = timezone.localdate()
    asked = questions.ask(here.measure, "NER", {"fr": "Où ?"}, day + timedelta(days=9), DALIA, "").key
    assert ("2.1", "NER") in silent(here.forum, day)
    questions.answer(asked, {"fr": "À Niamey."}, CLAIRE, "NER")
    assert silent(here.forum, day)[("2.1", "NER")][0] == ["due", "quarter"]
    assert silence.last_words(silence.words(here.forum, day)) == {"NER": day}


def test_a_question_may_be_about_a_report_that_one_sees(here):
    hidden = progress.report(here.one, words("x"), CLAIRE, "MLI", show=False).key
    by = timezone.localdate() + timedelta(days=14)
    with pytest.raises(NotAllowed, match="promise_not_known"):
        questions.ask(hidden, "MLI", {"fr": "Quoi ?"}, by, CLAIRE, "NER")
    shown = progress.report(here.one, words("y"), CLAIRE, "MLI").key
    questions.ask(shown, "MLI", {"fr": "Quoi ?"}, by, CLAIRE, "NER")
    assert [one.about for one in releasing.visible(here.forum, "MLI") if isinstance(one, Asked)] == [shown]


def test_the_national_desk_is_alerted_of_promises_past_their_date(headquarters, settings):
    about = sit_elsewhere(settings)
    noon = int(datetime(2025, 10, 20, 12, tzinfo=UTC).timestamp() * 1000)
    (alert,) = promise_overdue.situations("default", noon)
    assert (alert.facts["promises"], alert.facts["since"], alert.severity) == (1, "2025-09-30", NOTE)
    assert "2025" in promise_overdue.sentence(alert.facts)
    progress.report(about, words(as_of=OCTOBER), CLAIRE, "MLI")
    (alert,) = promise_overdue.situations("default", noon)
    assert (alert.facts["promises"], alert.facts["silent"]) == (1, 0)
    progress.report(about, words(as_of=OCTOBER, state="done", note="PV"), CLAIRE, "MLI")
    assert not list(promise_overdue.situations("default", noon))
