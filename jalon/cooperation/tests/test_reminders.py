"""Reminders: one letter a situation and step, in the party's language, and none twice however often one is killed."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as post_office
from django.utils import timezone

from jalon.cooperation import progress, questions, reminders
from jalon.cooperation.models import DirectoryLine, Reminder
from jalon.cooperation.progress import Report
from jalon.cooperation.reminders import Situation
from jalon.cooperation.silence import DUE, QUARTER
from jalon.cooperation.tests.owing import CLAIRE, DALIA, adopt, seat_all
from jalon.web import mail, spreadsheets

ON = date(2026, 1, 31)
# Days from the date -> the step whose letter is written then.
STEPS = {
    -31: None,
    -30: -30,
    -29: -30,
    -7: -7,
    -1: -7,
    0: 0,
    6: 0,
    7: 7,
    29: 7,
    30: 30,
    59: 30,
    61: 60,
    365: 360,
    366: None,
}


@pytest.mark.parametrize("days", STEPS)
def test_a_letter_goes_before_on_and_after_the_date(days):
    assert reminders.step_on(Situation("", "MLI", DUE, "k", ON), ON + timedelta(days=days)) == STEPS[days]


def test_the_report_of_a_quarter_is_not_asked_for_a_month_before():
    assert reminders.step_on(Situation("", "MLI", QUARTER, "k", ON), ON - timedelta(days=20)) is None


@pytest.fixture
def here(forum, settings):
    seat_all(forum)
    settings.JALON_EMAIL_URL, settings.JALON_ADDRESS = "smtp://localhost", "https://forum.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    today = timezone.localdate()
    made = SimpleNamespace(forum=forum, today=today)
    made.one = adopt(forum, binds=["MLI", "NER", "COM-1"], due=today + timedelta(days=7))
    _line(forum, "MLI", "Point focal du secrétariat", "focal@mli.example", ["bm", "fr"])
    _line(forum, "MLI", "Permanence", "duty@mli.example", ["fr"])
    _line(forum, "NER", "نقطة الاتصال", "focal@ner.example", ["ar"])
    return made


def _line(forum, code, function, email, languages):
    facts = {"level": "national", "place": "capitale", "function": {"fr": function}, "email": email}
    DirectoryLine.objects.create(
        key=f"line.{email}", forum=forum, party=code, code=code, position=1, at=1, languages=languages, **facts
    )


@pytest.mark.both
def test_each_party_is_written_to_once_in_its_language(here):
    reminders.follow()
    for _again in range(3):
        reminders.follow()
        reminders.remind(here.today)
    letters = {letter.to[0]: letter for letter in post_office.outbox}
    assert sorted(letters) == ["focal@mli.example", "focal@ner.example"] and len(post_office.outbox) == 2
    assert "2.1" in letters["focal@mli.example"].body and "Équiper chaque poste" in letters["focal@mli.example"].body
    assert "تجهيز كل مركز" in letters["focal@ner.example"].body
    assert "https://forum.example/promises/mine/" in letters["focal@mli.example"].body
    name, _content, kind = letters["focal@mli.example"].attachments[0]
    assert name.endswith(".xlsx") and kind == spreadsheets.MEDIA
    assert set(Reminder.objects.filter(party="COM-1").values_list("state", flat=True)) == {"nobody"}
    # The next step is another letter; the same situation with another date is another situation.
    assert {one.what for one in Reminder.objects.filter(party="MLI")} == {"due", "quarter"}
    assert reminders.remind(here.today + timedelta(days=7)) >= 3


def test_a_letter_whose_sending_was_cut_short_is_not_sent_again(here, monkeypatch):
    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(mail, "send", killed)
    with pytest.raises(KeyboardInterrupt):
        reminders.follow()
    monkeypatch.undo()
    later = reminders.wall_clock() + reminders.ABANDONED + 1
    monkeypatch.setattr(reminders, "wall_clock", lambda: later)
    reminders.follow()
    states = dict(Reminder.objects.exclude(to="").values_list("to", "state"))
    assert states == {"focal@mli.example": "unsure", "focal@ner.example": "sent"} and len(post_office.outbox) == 1


def test_a_mailbox_that_does_not_answer_is_tried_again_and_given_up_in_sight(here, monkeypatch):
    tried = []

    def refused(to, *_args):
        tried.append(to)
        raise mail.NotSent(f"{to}: 550 no such mailbox" if "mli" in to else "not reached", for_good="mli" in to)

    monkeypatch.setattr(mail, "send", refused)
    for _again in range(3):
        reminders.follow()
    assert sorted(tried) == ["focal@mli.example", "focal@ner.example"]
    given_up, waits = Reminder.objects.filter(what="due").exclude(to="").order_by("to")
    assert (given_up.state, waits.state) == ("given_up", "waiting") and "550" in given_up.error
    assert waits.next_at > reminders.wall_clock()


def test_nobody_is_reminded_of_what_was_said_meanwhile(here):
    reminders.remind(here.today)
    progress.report(here.one, Report(here.today, "done", note="PV signé"), CLAIRE, "MLI")
    asked = questions.ask(here.one, "NER", {"fr": "Où ?"}, here.today + timedelta(days=5), DALIA, "").key
    assert reminders.QUESTION not in {one.what for one in reminders.situations(here.today) if one.party == "MLI"}
    questions.answer(asked, {"fr": "À Niamey."}, CLAIRE, "NER")
    reminders.follow()
    assert [letter.to for letter in post_office.outbox] == [["focal@ner.example"]]
    left = Reminder.objects.filter(to="focal@mli.example").values_list("error", flat=True)
    assert set(left) == {"fulfilled before it left"}


def test_a_sheet_is_sent_when_somebody_asks_once_a_day(here):
    for _again in range(2):
        assert reminders.send_sheet("MLI", here.forum) == 1
        assert reminders.send_sheet("COM-1", here.forum) == 0
    reminders.Cursor.objects.create(name=reminders.LOOKED, position=reminders.wall_clock())
    reminders.follow()
    reminders.follow()
    (letter,) = post_office.outbox
    assert letter.to == ["focal@mli.example"] and letter.attachments[0][0].startswith("jalon-MLI-")
