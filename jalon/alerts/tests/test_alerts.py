"""One alert a situation: it opens, worsens, is taken in hand, ends and comes again; and nothing of it is lost."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest

from jalon.alerts import acknowledging, following, sightings, subscribing, table
from jalon.alerts.acknowledging import acknowledge
from jalon.alerts.following import acknowledged
from jalon.alerts.models import Acknowledgement, Alert, Delivery, Flow, Happening, RuleState, Sighting, TooSoon
from jalon.alerts.refusing import NotAllowed
from jalon.alerts.rules import post_silent
from jalon.alerts.situation import GRAVE, NOTE, SERIOUS, Rule, Situation
from jalon.alerts.tests import border
from jalon.alerts.tests.border import GOGUI, HOUR, MINUTE, NIORO, NOON
from jalon.config import cast
from jalon.crossings.models import Inspection
from jalon.web.gate import Role

pytestmark = pytest.mark.both


@pytest.fixture
def officers(node):
    return cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))


@pytest.fixture
def found(monkeypatch):
    """What the one rule of the table finds; a test puts situations there."""
    there: list[Situation] = []
    rule = Rule("post_silent", "Silent", SERIOUS, (Role.NATIONAL_DESK,), lambda *_: iter(there), post_silent.sentence)
    monkeypatch.setattr(following, "RULES", {"post_silent": rule})
    monkeypatch.setitem(table.RULES, "post_silent", rule)
    return there


def silent(severity=SERIOUS, count=1, began=NOON):
    facts = {"post": "ML-GOG", "last": NOON, "allowed": HOUR, "ever": True}
    return Situation("post_silent", "ML-GOG", severity, count, began, "ML-GOG", facts)


def history():
    return list(Happening.objects.order_by("pk").values_list("what", flat=True))


def test_one_row_a_situation_however_often_it_is_found(officers, found):
    found.append(silent())
    for minute in range(5):
        following.evaluate(NOON + minute * MINUTE)
    (alert,) = Alert.objects.all()
    assert (alert.severity, alert.ended_at, history()) == (SERIOUS, None, ["opened"])


def test_it_worsens_in_place_and_ends_by_itself(officers, found):
    following.evaluate(NOON)
    for step, situation in enumerate((silent(NOTE), silent(NOTE, 2), silent(NOTE, 3), silent(GRAVE, 3), silent(NOTE))):
        found[:] = [situation]
        following.evaluate(NOON + step * MINUTE)
    assert history() == ["opened", "worsened", "worsened"]  # from 1 to 2, and to grave; 3 is not twice 2
    found.clear()
    following.evaluate(NOON + HOUR)
    assert Alert.objects.get().ended_at == NOON + HOUR and history()[-1] == "ended"


def test_taken_in_hand_until_it_is_worse_or_comes_again(officers, found):
    claire = officers["claire"]
    found.append(silent())
    following.evaluate(NOON)
    alert = Alert.objects.get()
    acknowledge(alert.reference, " Appelé par radio ", claire)
    row = Acknowledgement.objects.get()
    assert (row.by, row.note, row.severity) == (claire, "Appelé par radio", SERIOUS)
    assert set(acknowledged([alert])) == {alert.reference}
    with pytest.raises(NotAllowed, match="already_acknowledged"):
        acknowledge(alert.reference, "", claire)
    found[:] = [silent(GRAVE)]
    following.evaluate(NOON + MINUTE)
    alert.refresh_from_db()
    assert acknowledged([alert]) == {}
    acknowledge(alert.reference, "", claire)
    found[:] = [silent(GRAVE, began=NOON + HOUR)]  # it called once meanwhile: this is another silence
    following.evaluate(NOON + 3 * HOUR)
    alert.refresh_from_db()
    assert acknowledged([alert]) == {} and alert.times == 2 and history()[-1] == "again"
    found.clear()
    following.evaluate(NOON + 4 * HOUR)
    with pytest.raises(NotAllowed, match="alert_over"):
        acknowledge(alert.reference, "", claire)


@pytest.mark.parametrize(
    ("who", "code"), [("claire", None), ("issa", "not_yours"), ("emile", "not_yours"), ("amina", "not_yours")]
)
def test_who_takes_it_in_hand_is_whom_the_rule_tells(officers, found, who, code):
    found.append(silent())
    following.evaluate(NOON)
    if code is None:
        acknowledge(Alert.objects.get().reference, "", officers[who])
        return
    with pytest.raises(NotAllowed, match=code):
        acknowledge(Alert.objects.get().reference, "", officers[who])
    subscribing.subscribe("post_silent", NOTE, "page", "administrator", "fr", officers["issa"])
    with suppress(NotAllowed):
        acknowledge(Alert.objects.get().reference, "", officers[who])
    assert Acknowledgement.objects.exists() == (who == "issa")


def test_what_stands_at_its_bound_is_told_once(officers, found):
    """It comes and goes with the same beginning: nobody is told each time."""
    for minute in range(6):
        found[:] = [silent()] if minute % 2 == 0 else []
        following.evaluate(NOON + minute * MINUTE)
    assert history() == ["opened", "ended", "ended", "ended"] and Alert.objects.get().times == 1


def test_a_rule_that_fails_silences_no_other_and_its_alerts_stay(officers, found, monkeypatch):
    found.append(silent())
    following.evaluate(NOON)

    def broken(tables, now):
        yield Situation("broken", "x", NOTE, began=1)
        raise RuntimeError("no such column")

    rules = dict(following.RULES)
    bad = Rule("broken", "Broken", NOTE, (Role.ADMINISTRATOR,), broken, lambda facts: "")
    monkeypatch.setattr(following, "RULES", {"broken": bad, **rules})
    following.evaluate(NOON + MINUTE)
    assert RuleState.objects.get().error == "RuntimeError: no such column"
    assert list(Alert.objects.values_list("rule", "ended_at")) == [("post_silent", None)]
    monkeypatch.setattr(following, "RULES", rules)
    following.evaluate(NOON + 2 * MINUTE)
    assert not RuleState.objects.exists()


def test_what_is_to_be_told_is_written_with_the_alert_once_for_each(officers, found):
    issa = officers["issa"]
    subscribing.subscribe("post_silent", SERIOUS, "email", "garde@interieur.example", "fr", issa)
    subscribing.subscribe("", GRAVE, "email", "chef@interieur.example", "ar", issa)
    found.append(silent())
    for minute in range(3):
        following.evaluate(NOON + minute * MINUTE)
    assert list(Delivery.objects.values_list("to", flat=True)) == ["garde@interieur.example"]
    found[:] = [silent(GRAVE)]
    following.evaluate(NOON + HOUR)
    assert Delivery.objects.count() == 3


@pytest.mark.parametrize(
    ("rule", "least", "channel", "to", "code"),
    [
        ("no_rule", 1, "email", "a@b.example", "not_understood"),
        ("", 9, "email", "a@b.example", "not_understood"),
        ("", 1, "pigeon", "a@b.example", "not_understood"),
        ("", 1, "email", "a@b", "not_an_email_address"),
        ("", 1, "email", "a@b.example\nBcc: c@d.example", "not_an_email_address"),
        ("", 1, "page", "first_line", "say_which_role"),
        ("", 1, "webhook", "http://example.org/", "not_a_web_address"),
        ("", 1, "webhook", "https://user:word@example.org/", "not_a_web_address"),
        ("", 1, "webhook", "file:///etc/passwd", "not_a_web_address"),
        ("", 1, "webhook", "https://[::1", "not_a_web_address"),
    ],
)
def test_a_subscription_that_is_refused(officers, rule, least, channel, to, code):
    with pytest.raises(NotAllowed, match=code):
        subscribing.subscribe(rule, least, channel, to, "fr", officers["issa"])
    with pytest.raises(NotAllowed, match="not_yours"):
        subscribing.subscribe("", 1, "email", "a@b.example", "fr", officers["claire"])


# ── the follower ──
def cross(number):
    border.place("ML-GOG", "Gogui", 15.18, -9.32)
    border.place("ML-KAY", "Kayes", 14.45, -11.44)
    for machine in (GOGUI, NIORO):
        border.enrol(machine, border.PLACES[machine])
        border.call(machine, NOON)
    for one in range(number):
        border.see(GOGUI, NOON - HOUR + one, f"B{one:07d}")
        border.see(NIORO, NOON - HOUR + one, f"B{one:07d}")


def kept():
    rows = [sorted(model.objects.values_list()) for model in (Sighting, TooSoon)]
    return [*rows, sorted(Flow.objects.values_list("key", "people"))]


def test_passing_is_bounded_restartable_and_made_anew_the_same(node, monkeypatch):
    cross(40)
    passed = [sightings.follow(batch=30) for _ in range(4)]
    assert passed == [30, 30, 20, 0] and sightings.lag() == 0
    whole = kept()
    assert len(whole[1]) == 40 and sum(people for _, people in whole[2]) == 80
    sightings.forget()
    assert sightings.lag() == 80

    # A process killed after it wrote rows and before its transaction ended leaves nothing of that pass.
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sightings, "_hold_against_others", killed)
        with pytest.raises(KeyboardInterrupt):
            sightings.follow(batch=30)
    assert sightings.lag() == 80
    while sightings.follow(batch=7):
        pass
    assert kept() == whole


def test_what_arrives_behind_the_cursor_is_not_forgotten(node):
    """A branch that was accepted later is applied at the position where it arrived."""
    cross(3)
    Inspection.objects.filter(position__gt=0).order_by("position").first().delete()
    while following.follow():
        pass
    first = Inspection.objects.order_by("position").first()
    late = border.see(GOGUI, NOON - HOUR, "B9999999")
    Inspection.objects.filter(key=late.key).update(position=first.position - 1)
    following._now_and_then(0, "default")
    while sightings.follow():
        pass
    assert Sighting.objects.filter(key=late.key).exists() and Flow.objects.filter(post="ML-GOG").get().people == 3


def test_the_rules_are_asked_at_most_every_ten_seconds(node, monkeypatch):
    asked = []
    monkeypatch.setattr(following, "evaluate", lambda now, tables="default": asked.append(now))
    monkeypatch.setattr(following, "_now_and_then", lambda now, tables: None)
    for second in (0, 4, 9, 10, 11):
        monkeypatch.setattr(following, "wall_clock", lambda second=second: NOON + second * 1000)
        following.follow()
        if asked:
            following.Cursor.objects.update_or_create(name=following.ASKED, defaults={"position": asked[-1]})
    assert asked == [NOON, NOON + 10_000]
    monkeypatch.setattr(following, "wall_clock", lambda: NOON - HOUR)  # this machine's clock was set back
    following.follow()
    assert asked[-1] == NOON - HOUR


def test_an_acknowledgement_names_nobody_in_clear(officers, found):
    found.append(silent())
    following.evaluate(NOON)
    recorded = acknowledging.acknowledge(Alert.objects.get().reference, "x", officers["claire"])
    assert Acknowledgement.objects.get(key=recorded.key).alert == Alert.objects.get().reference
