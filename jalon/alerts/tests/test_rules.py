"""The rules: a table of stories for each, what it finds, and what it does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from jalon.adjudication.models import Hit, Standing, Verdict
from jalon.alerts import following, sightings
from jalon.alerts.models import Alert, Heard, TooSoon
from jalon.alerts.rules import post_silent, surge
from jalon.alerts.situation import GRAVE, NOTE, SERIOUS, SEVERITIES
from jalon.alerts.table import RULES
from jalon.alerts.tests import border
from jalon.alerts.tests.border import AYOROU, DAY, GOGUI, HOUR, MINUTE, NIORO, NOON
from jalon.counting.models import Plate
from jalon.crossings.models import Alarm, Correction, Hold
from jalon.journal.models import EnrolledNode, Parked
from jalon.protection.models import Referral
from jalon.sync.models import Contact, HeldEdition
from jalon.watchlists.models import Edition, InService

pytestmark = pytest.mark.both


@pytest.fixture
def posts(node):
    """Gogui, Kayes 240 km from it, Ayorou 1,200 km from it, each with a machine that called a minute ago."""
    border.place("ML-GOG", "Gogui", 15.18, -9.32)
    border.place("ML-KAY", "Kayes", 14.45, -11.44)
    border.place("NE-AYO", "Ayorou", 14.73, 0.92)
    for machine, post in border.PLACES.items():
        border.enrol(machine, post)
        border.call(machine, NOON - MINUTE)


def look(now=NOON):
    """Pass what is new, ask the rules; the open alerts of each rule."""
    while sightings.follow():
        pass
    following.evaluate(now)
    found = {}
    for alert in Alert.objects.filter(ended_at__isnull=True):
        found.setdefault(alert.rule, []).append(alert)
        for language in ("fr", "en", "ar"):
            with translation.override(language):
                said = RULES[alert.rule].sentence(alert.facts)
                assert said and "TRAORE" not in said and "%(" not in said
    return found


def test_a_quiet_border_has_no_alert(posts):
    border.see(GOGUI, NOON - HOUR)
    assert look() == {}


# ── silence ──
def test_a_post_that_calls_has_its_own_usual(posts):
    """Once a minute, once a day, and not known: the same silence is long for one and nothing for the other."""
    Heard.objects.create(node=GOGUI, at=NOON - MINUTE, pauses=[MINUTE] * 30)
    Heard.objects.create(node=NIORO, at=NOON - MINUTE, pauses=[DAY] * 30)
    silent = look(NOON + 2 * HOUR)["post_silent"]
    assert [one.post for one in silent] == ["ML-GOG"] and silent[0].severity == GRAVE
    assert {one.post for one in look(NOON + 25 * HOUR)["post_silent"]} == {"ML-GOG", "NE-AYO"}
    assert "ML-KAY" in {one.post for one in look(NOON + 4 * DAY)["post_silent"]}


@pytest.mark.parametrize(
    ("pauses", "hours"),
    [
        ([], 24),
        ([MINUTE] * 19, 24),
        ([MINUTE] * 20, 0.5),
        ([DAY] * 40, 72),
        ([*[HOUR] * 44, *[9 * DAY] * 6], 27 * 24),
    ],
)
def test_what_is_usual(pauses, hours):
    assert post_silent.usual(pauses) == hours * HOUR


def test_two_machines_of_a_post_speak_for_one_another(posts):
    border.enrol("d" * 16, "ML-GOG")
    border.call("d" * 16, NOON - MINUTE)
    Contact.objects.filter(node=GOGUI).update(at=NOON - 40 * HOUR)
    assert "post_silent" not in look()


def test_a_machine_that_never_called_and_one_that_is_not_awaited(posts):
    border.enrol("e" * 16, "ML-DIB", NOON - 2 * DAY)
    border.enrol("f" * 16, "ML-LAB", NOON - 90 * DAY, revoked_at=NOON - DAY)
    (silent,) = look()["post_silent"]
    assert silent.post == "ML-DIB" and silent.facts["ever"] is False


# ── clocks ──
@pytest.mark.parametrize(
    ("ahead", "severity"),
    [
        ((-MINUTE, MINUTE), None),
        ((5 * MINUTE, 15 * MINUTE), None),
        ((11 * MINUTE, 12 * MINUTE), NOTE),
        ((-12 * MINUTE, -11 * MINUTE), NOTE),
        ((3650 * DAY, 3651 * DAY), SERIOUS),
        ((-20 * MINUTE, 20 * MINUTE), None),
    ],
)
def test_a_clock_is_wrong_only_where_that_is_sure(posts, ahead, severity):
    border.call(GOGUI, NOON, ahead)
    assert [one.severity for one in look().get("clock_off", [])] == ([severity] if severity else [])


# ── somebody held, somebody entrusted ──
@pytest.mark.parametrize(("left", "severity"), [(2 * HOUR, None), (30 * MINUTE, SERIOUS), (-MINUTE, GRAVE)])
def test_a_hold_runs_out_with_what_the_prosecutor_added(posts, left, severity):
    facts = {"inspection": "x", "post": "ML-GOG", "officer": "b", "ground": "wanted", "rule": "r", "rules": "1"}
    started = NOON + left - 72 * HOUR
    times = {"started_at": started, "recorded_at": started, "hours": 48, "extensions": {"k": [24, "12", "b", 0]}}
    Hold.objects.create(key="h", number=3, year=2026, **facts, **times)
    assert [one.severity for one in look().get("hold_runs_out", [])] == ([severity] if severity else [])
    Hold.objects.update(ended_at=NOON)
    assert "hold_runs_out" not in look(NOON + MINUTE)


@pytest.mark.parametrize(("waited", "severity"), [(HOUR, None), (3 * HOUR, SERIOUS), (25 * HOUR, GRAVE)])
def test_a_referral_that_nobody_accepts_says_the_same_of_every_service(posts, waited, severity):
    seen = border.see(GOGUI, NOON - waited)
    Referral.objects.create(key="r", inspection=seen.key, officer="b", at=NOON - waited, position=1, kept=b"")
    found = look().get("referral_not_accepted", [])
    assert [(one.severity, one.post) for one in found] == ([(severity, "ML-GOG")] if severity else [])
    Referral.objects.update(state="accepted")
    assert "referral_not_accepted" not in look(NOON + MINUTE)


# ── a surge ──
@pytest.mark.parametrize(
    ("count", "before", "usual"),
    [
        (100, [10, 12, 11, 9, 10, 12, 10, 11], 10.5),
        (19, [1] * 8, None),  # below the least that is a surge at all
        (100, [10, 12, 11], None),  # three weeks are no habit
        (100, [60, 55, 61, 58], None),  # not twice the usual
        (100, [10, 90, 5, 80, 12, 95, 8, 88], None),  # as often many as few
        (100, [10, 10, 10, 10, 10, 10, 10, 400], 10),  # one market day moves nothing
        (40, [0, 0, 0, 0, 0], 0),
    ],
)
def test_what_is_a_surge(count, before, usual):
    assert surge.unusual(count, before, 20) == usual


def test_a_surge_is_one_situation_a_post_and_a_day(posts):
    for week in range(1, 9):
        for one in range(6):
            border.see(GOGUI, NOON - week * 7 * DAY - 3 * HOUR + one * MINUTE, f"W{week}{one}")
    for one in range(15):
        border.see(GOGUI, NOON - 2 * HOUR + one * MINUTE, f"A{one}")
    assert "surge" not in look()
    for one in range(15):
        border.see(GOGUI, NOON - HOUR + one * MINUTE, f"B{one}")
    (found,) = look(NOON + MINUTE)["surge"]
    assert (found.count, found.facts["usual"], found.facts["hour"], found.severity) == (30, 6, None, SERIOUS)
    assert "surge" not in look(NOON + DAY)


# ── two places too soon ──
@pytest.mark.parametrize(
    ("ahead", "between", "other", "found"),
    [
        ((-1000, 1000), HOUR, NIORO, "sure"),
        ((-1000, 1000), 3 * HOUR, NIORO, None),  # 240 km at 120 km/h: it may be
        ((-1000, 1000), 3 * HOUR, AYOROU, "sure"),
        (None, 3 * HOUR, AYOROU, "order not known"),  # this clock was never compared
        ((-HOUR, HOUR), 90 * MINUTE, NIORO, "may have sufficed"),
        ((3 * HOUR, 3 * HOUR), 4 * HOUR, NIORO, "sure"),  # a clock that goes wrong is corrected
        ((-3 * HOUR, -3 * HOUR), HOUR, NIORO, None),
    ],
)
def test_a_document_at_two_posts(posts, ahead, between, other, found):
    border.call(other, NOON, ahead)
    border.see(GOGUI, NOON - 5 * HOUR)
    border.see(other, NOON - 5 * HOUR + between, "b 123 4567")
    border.see(other, NOON - 5 * HOUR + between, "Z9999999")
    alerts = look().get("document_too_soon", [])
    if found is None:
        assert alerts == []
        return
    (alert,) = alerts
    said = RULES["document_too_soon"].sentence(alert.facts)
    assert alert.severity == (SERIOUS if found == "sure" else NOTE)
    with translation.override("en"):
        said = RULES["document_too_soon"].sentence(alert.facts)
    words = {"sure": "too little for that way", "order not known": "Which came first is not known"}
    assert words.get(found, found) in said


def test_what_explains_a_document_at_two_posts_ends_it(posts):
    first = border.see(GOGUI, NOON - 5 * HOUR)
    border.see(NIORO, NOON - 4 * HOUR)
    border.see(NIORO, NOON - 4 * HOUR + MINUTE)
    (alert,) = look()["document_too_soon"]
    assert alert.count == 2 and TooSoon.objects.count() == 2
    changes = {"document_number": ["B1234567", "B1234569"]}
    facts = {"officer": "a", "at": NOON, "position": 10_000, "kept": border.kept({"changes": changes})}
    Correction.objects.create(key=f"{GOGUI}.e.900", inspection=first.key, **facts)
    assert "document_too_soon" not in look(NOON + MINUTE)


def test_by_plane_and_from_paper(posts):
    flown = border.see(AYOROU, NOON - 3 * HOUR)
    border.decide(flown, NOON - 3 * HOUR, transport="plane")
    border.see(GOGUI, NOON - HOUR)
    assert "document_too_soon" not in look()
    border.see(GOGUI, NOON - HOUR, "P7654321", late=True, known="day", passed_at=NOON - 9 * HOUR)
    border.see(AYOROU, NOON - 10 * HOUR, "P7654321")
    (alert,) = look(NOON + MINUTE)["document_too_soon"]
    assert alert.severity == NOTE and alert.facts["order_known"] is False


def test_a_post_without_coordinates_accuses_nobody(posts):
    border.place("ML-DIB", "Diboli", None, None)
    border.enrol("d" * 16, "ML-DIB")
    border.call("d" * 16, NOON)
    border.see("d" * 16, NOON - HOUR)
    border.see(GOGUI, NOON - HOUR)
    assert "document_too_soon" not in look()


# ── plates ──
def test_a_plate_at_two_places_from_whatever_it_was_noted_in(posts):
    border.drive_up(GOGUI, NOON - 2 * HOUR, "BK 4512 MD")
    Plate.objects.create(
        key=f"{AYOROU}.e.77", shift=f"{AYOROU}.e.1", at=NOON - HOUR, position=77, direction="entry", what="truck_empty",
        kept=border.kept("BK4512MD"),
    )  # fmt: skip
    (alert,) = look()["plate_too_soon"]
    assert {alert.facts["first"], alert.facts["second"]} == {"ML-GOG", "NE-AYO"} and alert.severity == SERIOUS


# ── lists ──
def edition(number, approved_at, in_service=False, title="Avis nationaux"):
    facts = {"format": "national", "root": "0", "rules": {"title": title, "stale_after": 30}, "counts": {}}
    who = {"difference": {}, "proposed_by": "issa", "proposed_at": 1, "approved_by": "claire"}
    row = Edition.objects.create(
        key=f"l{number}", list="wanted", number=number, approved_at=approved_at, **facts, **who
    )
    if in_service:
        InService.objects.update_or_create(list="wanted", defaults={"edition": row.key, "since": approved_at})


def test_a_list_that_nobody_renews_and_one_that_a_machine_holds_too_old(posts):
    edition(1, NOON - 31 * DAY, in_service=True)
    (alert,) = look()["list_not_refreshed"]
    assert alert.post == "" and alert.severity == SERIOUS
    edition(2, NOON - 6 * DAY, in_service=True)
    HeldEdition.objects.create(key="g", node=GOGUI, name="list.wanted", number=1, root="", at=1, entry="")
    assert "list_not_refreshed" not in look(NOON + MINUTE)
    (alert,) = look(NOON + 2 * DAY)["list_not_refreshed"]
    assert (alert.post, alert.severity) == ("ML-GOG", NOTE)
    HeldEdition.objects.update(number=2)
    assert "list_not_refreshed" not in look(NOON + 3 * DAY)


# ── the chain ──
def test_what_does_not_verify_is_one_situation_a_machine(posts):
    look(NOON - HOUR)
    border.call(GOGUI, NOON - 2 * MINUTE, gaps=1)
    for number, kind in enumerate((Parked.FAILED, Parked.REFUSED, Parked.WAITS, Parked.UNKNOWN)):
        Parked.objects.create(key=f"{NIORO}.e.{number}", position=number, kind=kind, reason="")
    found = {one.post: one for one in look()["chain_does_not_verify"]}
    assert {post: one.count for post, one in found.items()} == {"ML-GOG": 1, "ML-KAY": 2}
    border.call(GOGUI, NOON + MINUTE, gaps=1, entries_at=NOON + MINUTE)
    Alarm.objects.create(at=NOON, reason="entries are missing")
    found = {one.post: one for one in look(NOON + 2 * MINUTE)["chain_does_not_verify"]}
    assert set(found) == {"ML-KAY", ""} and found[""].severity == GRAVE


def test_entries_of_a_revoked_machine(posts):
    EnrolledNode.objects.filter(id=GOGUI).update(revoked_at=NOON - DAY, held_from=5)
    for number in range(3):
        Parked.objects.create(
            key=f"{GOGUI}.e.{number}", position=number, kind=Parked.WAITS, waits_for=f"held.{GOGUI}", reason=""
        )
    (alert,) = look()["entries_held"]
    assert (alert.count, alert.post) == (3, "ML-GOG")


# ── a hit ──
def test_a_hit_is_confirmed_by_the_second_line(posts):
    border.decide(border.see(GOGUI, NOON - HOUR, "X1"), NOON, "refused", 1, reason="listed")
    border.decide(border.see(GOGUI, NOON - HOUR, "X2"), NOON, "refused", 2, reason="no_visa")
    wanted = border.see(GOGUI, NOON - HOUR, "X3")
    border.decide(wanted, NOON, "refused", 2, reason="listed")
    (alert,) = look()["confirmed_hit"]
    assert (alert.severity, alert.subject) == (GRAVE, wanted.key)
    wanted.state = "cancelled"
    wanted.save()
    assert "confirmed_hit" not in look(NOON + MINUTE)


def judge(inspection, said, at, position, *, protected=False):
    """The national desk's word on a hit of this traveller."""
    place = {"node": GOGUI, "post": "ML-GOG", "passed_at": NOON - HOUR, "position": position}
    listing = {"list": "wanted", "edition": 1, "listing": "1", "digest": "0", "kind": "person", "score": 0.9}
    found = {
        "reasons": [],
        "algorithm": "x",
        "action": "arrest",
        "gravity": 1,
        "at_post": "same",
        "found_by": "arrival",
    }
    case = inspection.key[-8:]
    facts = {"case": case, "inspection": inspection.key, "reading": inspection.key, "protected": protected}
    hit, _ = Hit.objects.get_or_create(key=f"h{case}", defaults=place | listing | found | facts)
    row = Verdict.objects.create(
        key=f"v{position}", case=case, said=said, hit=hit.key, inspection=inspection.key, officer="c", at=at,
        position=position, up_to=position, kept=b"",
    )  # fmt: skip
    standing = {"said": said, "verdict": row.key, "position": position, "up_to": position, "officer": "c"}
    Standing.objects.update_or_create(case=case, defaults=standing)


def test_the_national_desk_confirms_and_clears(posts):
    here, there = border.see(GOGUI, NOON - HOUR, "X4"), border.see(GOGUI, NOON - HOUR, "X5")
    child = border.see(GOGUI, NOON - HOUR, "X6")
    border.decide(there, NOON, "refused", 2, reason="listed")
    judge(here, "confirmed", NOON, 1)
    judge(child, "confirmed", NOON, 2, protected=True)
    assert {one.subject for one in look()["confirmed_hit"]} == {here.key, there.key}
    judge(here, "cleared", NOON + MINUTE, 3)
    judge(there, "cleared", NOON + MINUTE, 4)
    assert "confirmed_hit" not in look(NOON + 2 * MINUTE)


# ── the table ──
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def test_the_documentation_s_table_is_the_program_s():
    page = (Path(__file__).parents[3] / "docs/alerts.md").read_text(encoding="utf-8")
    with translation.override("en"):
        ours = [
            (
                name,
                ", ".join(sorted(role.value.replace("_", " ") for role in rule.told)),
                str(SEVERITIES[rule.severity]),
            )
            for name, rule in RULES.items()
        ]
    assert ROW.findall(page) == ours
    assert all(name == rule.name for name, rule in RULES.items())
    files = Path(__file__).parents[1].glob("rules/*.py")
    assert {path.stem for path in files} - {"__init__", "two_places"} == set(RULES)
