"""The meeting room's screen: what is decided is an entry at once, and every screen shows it."""

from datetime import date

import pytest
from django.urls import reverse

from jalon.cooperation import challenges, meetings, recommendations, standing
from jalon.secretariat.tests.signing_in import DELEGATE, browser_of
from jalon.secretariat.tests.test_meetings_pages import WORDS, called  # noqa: F401 - a fixture


@pytest.fixture
def room(dalia, called):  # noqa: F811
    """Decide something in the room: (status, answer)."""

    def decide(act, recommendation="", **facts):
        sent = {"act": act, "recommendation": recommendation} | facts
        answer = dalia.post(reverse("secretariat:room_decide", args=[called]), sent)
        return answer.status_code, answer.json()

    decide.key = called
    decide.one = meetings.put_at(called)[0]
    decide.now = lambda seen="": dalia.get(reverse("secretariat:room_now", args=[called]), {"seen": seen})
    decide.turn = lambda **facts: dalia.post(reverse("secretariat:room_turn", args=[called]), facts)
    return decide


def test_nothing_is_decided_before_the_meeting_is_open(room):
    status, said = room("adopt", room.one)
    assert (status, said["saved"]) == (422, False)
    assert standing.one(room.one).state == "proposed"
    assert room("open")[1]["saved"]
    assert meetings.meeting(room.key).state == "open"


@pytest.mark.both
def test_decisions_of_the_room_are_entries(room):
    room("open")
    assert room("adopt", room.one)[1]["saved"]
    one = standing.one(room.one)
    assert (one.state, one.adopted_at, one.adopted_on) == ("adopted", room.key, date(2026, 5, 5))
    assert meetings.adopted_at(room.key) == [room.one]
    assert room("word", room.one, text_fr="Équiper tous les postes.", text_ar=WORDS["ar"], why="le Mali")[1]["saved"]
    assert standing.one(room.one).texts == {"fr": "Équiper tous les postes.", "ar": WORDS["ar"]}
    assert room("judge", room.one, verdict="on_the_way", why="deux postes sur trois")[1]["saved"]
    assert room("extend", room.one, due="2027-03-31", why="la saison des pluies")[1]["saved"]
    assert room("challenge", room.one, title="Pas de pièces", language="fr")[1]["saved"]
    one = standing.one(room.one)
    assert (one.judgement.verdict, one.judgement.party, one.due) == ("on_the_way", "", date(2027, 3, 31))
    assert [challenges.one(key).title for key in one.blocked_by] == [{"fr": "Pas de pièces"}]


NOT_SAVED = {
    "a judgement without its reason": ("judge", {"verdict": "kept", "why": ""}),
    "a date that is none": ("extend", {"due": "soon", "why": "x"}),
    "a challenge without a name": ("challenge", {"title": " "}),
    "words that stand there already": ("word", {f"text_{language}": text for language, text in WORDS.items()}),
    "something unknown": ("adopt", {"recommendation": "x"}),
}


@pytest.mark.parametrize("name", NOT_SAVED)
def test_what_is_not_in_order_is_said_and_not_saved(room, name):
    room("open")
    recommendations.adopt(room.one, date(2026, 5, 4), room.key, "d0")
    act, facts = NOT_SAVED[name]
    status, said = room(act, **{"recommendation": room.one} | facts)
    assert status == 422 and not said["saved"] and len(said["said"]) > 10


def test_every_screen_shows_the_same(room):
    delegate = browser_of("moussa", DELEGATE, "MLI")
    screen = reverse("secretariat:room_now", args=[room.key])
    first = delegate.get(screen)
    version = first.content.decode().split('data-version="')[1][:16]
    assert delegate.get(screen, {"seen": version}).status_code == 204
    assert room.turn(slide="2", language="ar").json() == {"turn": 1}
    moved = delegate.get(screen, {"seen": version}).content.decode()
    assert 'data-shown="2" data-language="ar" data-turn="1"' in moved
    room("open")
    room("adopt", room.one)
    assert 'data-state="adopted"' in delegate.get(screen).content.decode()
    room.turn(slide="99", language="xx")
    assert 'data-shown="3" data-language="ar"' in room.now().content.decode()
    for name in ("room_decide", "room_turn"):
        assert delegate.post(reverse(f"secretariat:{name}", args=[room.key])).status_code == 403


def test_what_was_promised_before_is_judged_here(room, forum):
    room("open")
    recommendations.adopt(room.one, date(2026, 5, 4), room.key, "d0")
    meetings.close(room.key, "d0")
    later = meetings.call(
        {"fr": "Bilan"}, "regional", date(2026, 12, 1), date(2026, 12, 1), "Bamako", "d0", forum=forum, before=room.key
    )
    text = browser_of("dalia", None).get(reverse("secretariat:room", args=[later.key])).content.decode()
    assert f'data-key="{room.one}"' in text
