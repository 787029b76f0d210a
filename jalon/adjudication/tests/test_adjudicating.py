"""Deciding of hits: by whom, what it settles, and what the posts are told."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.adjudication import adjudicating, carrying, cases, consulting, matching
from jalon.adjudication.adjudicating import NotAllowed
from jalon.adjudication.models import Carried, Hit, Looked, Verdict
from jalon.adjudication.tests.headquarters import arrive, enrol, put_in_service, row, traveller, work
from jalon.config import cast
from jalon.crossings import clearing, shift, slips
from jalon.crossings.models import ClearedPair
from jalon.crossings.rules import what_was_seen
from jalon.journal.applying import follow
from jalon.journal.down import stream_to
from jalon.journal.models import Parked
from jalon.journal.node import journal_connection
from jalon.journal.record import record
from jalon.staff import postings
from jalon.web.gate import Role

pytestmark = pytest.mark.both

JALLOH = row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17")
WANTED = row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17", action="arrest", confirmation="C-1")
VICTIM = row("P-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17", action="protect", category="victim")
SEES = frozenset({Role.NATIONAL_DESK})


def one_open(officers, folder, line=JALLOH, shown=None):
    """A hit that waits, as arrived."""
    put_in_service(folder, "wanted", line)
    arrive(officers, shown)
    work(matching.follow)
    return Hit.objects.get()


def refused(code, act, *given, **more):
    with pytest.raises(NotAllowed) as said:
        act(*given, **more)
    assert said.value.code == code


def second_officer():
    """Another of the national desk."""
    officer = postings.enrol("Djeneba", cast.ADMINISTRATOR)
    postings.post(officer, "ML-GOG", Role.NATIONAL_DESK, cast.ADMINISTRATOR, timezone.localdate())
    return officer


# ── what a decision settles ──


def test_a_cleared_pair_stays_closed_for_the_same_document_and_holder(headquarters, tmp_path):
    hit = one_open(headquarters, tmp_path)
    adjudicating.clear(hit.key, headquarters["claire"], "document", days=90)
    assert cases.count_open(SEES) == 0
    arrive(headquarters)
    arrive(headquarters, traveller(number="G09999999"))  # the same name with another paper is somebody else
    work(matching.follow)
    assert Hit.objects.count() == 3
    (waiting,) = cases.queue(SEES)
    assert waiting["hit"].case != hit.case and cases.hits_of(hit.case, SEES)[0].case == hit.case
    put_in_service(tmp_path, "wanted", JALLOH.replace("D-T-1", "D-T-1 bis"))
    work()
    arrive(headquarters)
    work()
    changed = Hit.objects.filter(over="").order_by("-position").first()
    assert changed.case != hit.case, "a changed listing makes another pair"


def test_a_cleared_pair_ends_with_its_day(headquarters, tmp_path, time_machine):
    hit = one_open(headquarters, tmp_path)
    adjudicating.clear(hit.key, headquarters["claire"], "document", days=90)
    arrive(headquarters)
    work(matching.follow)
    assert cases.count_open(SEES) == 0
    time_machine.move_to(timezone.now() + timedelta(days=91))
    (waiting,) = cases.queue(SEES)
    assert waiting["times"] == 1, "the time that was looked at stays decided"


def test_a_confirmed_person_who_passes_again_is_open_again(headquarters, tmp_path):
    hit = one_open(headquarters, tmp_path)
    adjudicating.confirm(hit.key, headquarters["claire"], "authority", "called at 14:05")
    assert cases.count_open(SEES) == 0
    arrive(headquarters)
    work(matching.follow)
    (waiting,) = cases.queue(SEES)
    assert waiting["standing"].said == "confirmed" and waiting["times"] == 1
    assert not Carried.objects.exists()


def test_what_arrived_and_was_not_matched_yet_is_not_settled_unseen(headquarters, tmp_path):
    hit = one_open(headquarters, tmp_path)
    arrive(headquarters)
    adjudicating.confirm(hit.key, headquarters["claire"], "authority")
    work(matching.follow)
    assert cases.queue(SEES)[0]["times"] == 1


def test_a_decision_is_taken_back(headquarters, tmp_path):
    hit = one_open(headquarters, tmp_path)
    adjudicating.clear(hit.key, headquarters["claire"], "birth")
    refused("already_decided", adjudicating.confirm, hit.key, headquarters["claire"], "document")
    adjudicating.reopen(hit.key, headquarters["claire"], "new_facts", "a photograph came")
    assert cases.count_open(SEES) == 1
    assert [one.said for one, _ in cases.verdicts(hit.case)] == ["cleared", "reopened"]
    refused("nothing_decided", adjudicating.reopen, hit.key, headquarters["claire"], "mistake")


@pytest.mark.parametrize("line", [WANTED, WANTED.replace("1984-05-17", "1984")], ids=["supported", "by the name"])
def test_a_grave_listing_is_cleared_by_two(headquarters, tmp_path, line):
    hit = one_open(headquarters, tmp_path, line) if line is WANTED else None
    if hit is None:
        put_in_service(tmp_path, "wanted", line, threshold=0.55)
        arrive(headquarters)
        work(matching.follow)
        hit = Hit.objects.get()
        assert hit.action == "refer" and hit.grave
    claire = headquarters["claire"]
    adjudicating.clear(hit.key, claire, "document", "identity card 1984/212")
    assert cases.count_open(SEES) == 1 and cases.standing(hit.case).said == "proposed"
    refused("second_person", adjudicating.decide_clearing, hit.key, claire, True)
    refused("waits_for_second", adjudicating.clear, hit.key, second_officer(), "birth")
    djeneba = second_officer()
    refused("say_why", adjudicating.decide_clearing, hit.key, djeneba, False)
    adjudicating.decide_clearing(hit.key, djeneba, False, "the paper is doubtful")
    assert cases.standing(hit.case).said == "refused" and cases.count_open(SEES) == 1
    adjudicating.clear(hit.key, claire, "biometrics", "fingerprints of 12/10")
    adjudicating.decide_clearing(hit.key, djeneba, True)
    assert cases.count_open(SEES) == 0
    body = {
        "case": hit.case,
        "hit": hit.key,
        "inspection": hit.inspection,
        "up_to": 1,
        "proposal": Verdict.objects.first().key,
    }
    record("hit.cleared", body | {"until": "2030-01-01"}, claire)
    assert Parked.objects.get().reason.startswith("ValueError"), "nobody clears what he proposed, whatever the payload"


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("say_by_what", ("nothing",)),
        ("say_why", ("other", " ")),
        ("say_how_long", ("document", "", 4000)),
    ],
)
def test_a_clearing_says_by_what_and_for_how_long(headquarters, tmp_path, code, given):
    hit = one_open(headquarters, tmp_path)
    refused(code, adjudicating.clear, hit.key, headquarters["claire"], *given)
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    ("who", "ordinary", "protected"), [("claire", 1, 1), ("zara", 0, 1), ("issa", 0, 0), ("amina", 0, 0)]
)
def test_who_sees_and_decides_what(headquarters, tmp_path, who, ordinary, protected):
    put_in_service(tmp_path, "wanted", JALLOH)
    put_in_service(tmp_path, "protect", VICTIM)
    arrive(headquarters, hits=[])
    work(matching.follow)
    roles = postings.officer_roles(headquarters[who])
    seen = cases.open_hits(roles)
    assert (seen.filter(protected=False).count(), seen.filter(protected=True).count()) == (ordinary, protected)
    for hit in Hit.objects.all():
        if not (ordinary if not hit.protected else protected):
            refused("no_such_hit", adjudicating.clear, hit.key, headquarters[who], "document")
            refused("no_such_hit", consulting.open_case, hit.case, headquarters[who])


# ── the posts ──


def told(node):
    """What stands in a node's stream."""
    connection, mark = journal_connection()
    rows = connection.execute(
        f"SELECT e.header FROM journal_entry e JOIN journal_epoch o ON o.node = e.node AND o.epoch = e.epoch "
        f"WHERE o.stream = {mark} ORDER BY e.position",
        (stream_to(node),),
    ).fetchall()
    return [json.loads(bytes(raw)).get("verb") or bytes(raw).decode() for (raw,) in rows]


def test_the_post_lets_the_same_innocent_traveller_pass(headquarters, tmp_path):
    """The node under test is post and headquarters at once: a machine with the same recall key is enrolled."""
    there = enrol()
    other = enrol("b" * 16, "ML-LAB", recall=b"k" * 32)
    hit = one_open(headquarters, tmp_path)
    seen = what_was_seen(arrive(headquarters))
    assert not seen["hits"][0].get("cleared")
    adjudicating.clear(hit.key, headquarters["claire"], "document", days=180)
    assert Carried.objects.filter(withdrawn_at=None).count() == 2
    tokens = set(ClearedPair.objects.values_list("token", "holder", "pair"))
    assert len(tokens) == 2 and not any("G01234567" in part or "DIALLO" in part for row in tokens for part in row)
    again = arrive(headquarters)
    cleared = what_was_seen(again)["hits"][0]["cleared"]
    assert cleared == {"day": timezone.localdate().isoformat(), "hint": ""}
    assert clearing.standing(again, what_was_seen(again)) == []
    stranger = arrive(headquarters, traveller(number="G09999999"))
    assert clearing.standing(stranger, what_was_seen(stranger)), "another paper is looked at anew"
    slip = ClearedPair.objects.first().slip
    with pytest.raises(Exception, match="cleared_by_headquarters"):
        slips.withdraw(slip, shift.current(headquarters["amina"]), "mistake")
    adjudicating.reopen(hit.key, headquarters["claire"], "misused")
    assert not Carried.objects.filter(withdrawn_at=None).exists()
    last = arrive(headquarters)
    assert clearing.standing(last, what_was_seen(last)), "taken back: it stops again"
    assert told(there) == told(other) and len(told(there)) == 2
    follow()


@pytest.mark.parametrize(
    ("line", "why"),
    [(WANTED, "grave"), (VICTIM, "to be protected")],
    ids=["arrest", "protect"],
)
def test_what_the_posts_are_never_told(headquarters, tmp_path, line, why):
    enrol()
    hit = one_open(headquarters, tmp_path, line)
    adjudicating.clear(hit.key, headquarters["claire"], "document")
    if cases.standing(hit.case).said == "proposed":
        adjudicating.decide_clearing(hit.key, second_officer(), True)
    assert cases.count_open(SEES) == 0, "here the pair counts"
    assert not Carried.objects.exists(), why


def test_a_name_alone_on_a_grave_listing_cleared_by_two_goes_to_the_posts(headquarters, tmp_path):
    enrol()
    put_in_service(tmp_path, "wanted", WANTED.replace("1984-05-17", "1984"), threshold=0.55)
    arrive(headquarters)
    work(matching.follow)
    hit = Hit.objects.get()
    adjudicating.clear(hit.key, headquarters["claire"], "biometrics")
    assert not Carried.objects.exists()
    adjudicating.decide_clearing(hit.key, second_officer(), True)
    assert Carried.objects.count() == 1


def test_without_a_full_birth_date_nothing_but_the_one_time_is_cleared(headquarters, tmp_path):
    enrol()
    put_in_service(tmp_path, "wanted", row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984"), threshold_undated=0.5)
    arrive(headquarters, traveller(born="1984"))
    work(matching.follow)
    hit = Hit.objects.get()
    assert not hit.pairs and hit.case == hit.key
    adjudicating.clear(hit.key, headquarters["claire"], "parents")
    arrive(headquarters, traveller(born="1984"))
    work(matching.follow)
    assert cases.count_open(SEES) == 1 and not Carried.objects.exists()


def test_a_node_that_comes_later_is_told_once(headquarters, tmp_path):
    hit = one_open(headquarters, tmp_path)
    adjudicating.clear(hit.key, headquarters["claire"], "document")
    work(carrying.follow)
    assert not Carried.objects.exists()
    enrol()
    assert carrying.lag() == 1
    work(carrying.follow)
    assert carrying.lag() == 0 and Carried.objects.filter(withdrawn_at=None).count() == 1
    work(carrying.follow)
    assert Carried.objects.count() == 1


def test_a_look_is_recorded_once_an_hour_and_a_search_each_time(headquarters, tmp_path, time_machine):
    hit = one_open(headquarters, tmp_path)
    claire = headquarters["claire"]
    for _ in range(3):
        consulting.open_case(hit.case, claire)
    assert Looked.objects.count() == 1
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    consulting.open_case(hit.case, claire)
    assert Looked.objects.count() == 2
    question = {"name": "DIALLO", "reference": "PV 12"}
    refused("say_why_you_search", consulting.search, question, "curious", claire)
    refused("say_whom", consulting.search, {"reference": "PV 12"}, "police", claire)
    refused("not_yours", consulting.search, question, "police", headquarters["zara"])
    made = consulting.search(question, "police", claire)
    refused("search_again", consulting.open_history, made, "x", headquarters["zara"])
    consulting.open_history(made, "x", claire)
    assert Looked.objects.filter(what="history").get().reason == "police"
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    refused("search_again", consulting.open_history, made, "x", claire)
