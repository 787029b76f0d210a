"""The hand-over: interrupted anywhere it is done again; nobody who waits is lost; a rebuild comes to the same."""

import subprocess
import sys
import threading

import pytest
from django.db import connections

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import decision, drafts, inspection, rules, shift
from jalon.crossings import shift as shift_room
from jalon.crossings.models import Decision, Inspection, Shift
from jalon.crossings.tests.test_passage import CLEAN, FOREIGN, JOURNEY, NO, amina, bakary, staff, swipe  # noqa: F401
from jalon.journal import node as node_room
from jalon.journal import record as record_room
from jalon.journal.applying import entries_in_journal
from jalon.journal.models import Parked
from jalon.journal.node import this_node
from jalon.journal.rebuild import RebuildRefused, rebuild
from jalon.journal.shiftkey import ShiftKeys


@pytest.fixture
def at_a_post(node):
    """These tests are the post's: a headquarters reads what it records, and has no shift keys."""
    assert not this_node().keys.is_headquarters


def read(key):
    return rules.what_was_seen(Inspection.objects.get(key=key))


def test_an_undecided_traveller_stands_at_the_next_desk(at_a_post, amina, staff):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    shift.close_shift(amina)
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    standing = inspection.latest_open(later)
    assert standing.key == seen.key
    decision.admit(standing, later, JOURNEY)
    shift.close_shift(later)
    assert not Inspection.objects.exists()
    assert rebuild(FOLLOW_ENTRIES) == []


def test_what_was_typed_and_what_waits_goes_to_the_next_shift(at_a_post, amina, staff):  # noqa: F811
    drafts.keep(amina, "typed", {"primary_identifier": "KEITA"})
    drafts.let_wait(amina, CLEAN)
    shift.close_shift(amina)
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    assert drafts.kept(later) == {"typed": {"primary_identifier": "KEITA"}}
    assert drafts.next_waiting(later)[1] == CLEAN


def test_the_open_case_goes_to_the_shift_leader_where_several_are_on_duty(at_a_post, amina, bakary, staff):  # noqa: F811
    from jalon.staff import postings
    from jalon.web.gate import Role

    moussa = postings.enrol("Moussa", "installer")
    postings.post(moussa, "ML-GOG", Role.FIRST_LINE, "installer", __import__("datetime").date(2026, 1, 1))
    shift.open_shift(moussa, "ML-GOG")
    seen = swipe(FOREIGN, amina)
    decision.refer(seen, amina, "document_doubt")
    shift.close_shift(amina)
    assert bytes(Inspection.objects.get().kept)[:8].hex() == bakary.shift_key


def test_a_case_that_another_shift_decided_does_not_stop_a_rebuild(at_a_post, amina, bakary):  # noqa: F811
    """Amina refers, Bakary admits, Amina goes home: Bakary's decision is on a traveller the rebuild cannot read."""
    seen = swipe(FOREIGN, amina)
    decision.refer(seen, amina, "document_doubt")
    decision.admit(seen, bakary, JOURNEY, line=2, looked="heard")
    shift.close_shift(amina)
    assert not Inspection.objects.exists()
    assert rebuild(FOLLOW_ENTRIES) == []
    assert not Parked.objects.exists()
    shift.close_shift(bakary)
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_rebuild_that_cannot_read_a_live_row_again_is_refused(at_a_post, amina):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    connection, _ = node_room.journal_connection()
    connection.execute("UPDATE journal_entry SET working = NULL WHERE verb = 'crossing.inspected'")
    with pytest.raises(RebuildRefused, match="cannot be read again"):
        rebuild(FOLLOW_ENTRIES)
    assert read(seen.key)["fields"]["primary_identifier"] == "MAHAMADOU"


class Killed(BaseException):
    """The process is gone: nothing after this is done, not even what a handler of errors would do."""


def steps_of_closing():
    """Each place between two durable steps of a closing: what is called there."""
    return [
        (shift_room, "seal_again"),
        (drafts, "hand_on"),
        (shift_room, "record"),
        (record_room, "follow"),
        (ShiftKeys, "destroy"),
        (shift_room, "forget_working"),
    ]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("bakary_closes_between", [False, True])
def test_a_closing_killed_between_two_steps_is_done_again_and_loses_nobody(
    at_a_post,
    amina,  # noqa: F811
    bakary,  # noqa: F811
    staff,  # noqa: F811
    monkeypatch,
    step,
    after,
    bakary_closes_between,
):
    referred = swipe(FOREIGN, amina)
    decision.refer(referred, amina, "document_doubt")
    undecided = swipe(CLEAN, amina)
    where, name = steps_of_closing()[step]
    whole = getattr(where, name)

    def killed(*args, **kwargs):
        if after:
            whole(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, name, killed)
        with pytest.raises(Killed):
            shift.close_shift(amina)
    connections.close_all()
    shift.sweep()
    if bakary_closes_between:
        shift.close_shift(bakary)
    if shift.current(amina.officer):
        shift.close_shift(amina)
    shift.sweep()
    for key in (referred.key, undecided.key):
        assert read(key) is not None
    assert rebuild(FOLLOW_ENTRIES) == []
    for key in (referred.key, undecided.key):
        assert read(key) is not None
    shift.open_shift(staff["bakary"], "ML-GOG")
    for one in Shift.objects.filter(closed_at=None):
        shift.close_shift(one)
    assert rebuild(FOLLOW_ENTRIES) == []
    assert {row.key for row in Inspection.objects.all()} == {referred.key, undecided.key}


def test_no_working_copy_outlives_its_key(at_a_post, amina):  # noqa: F811
    decision.admit(swipe(CLEAN, amina), amina, JOURNEY)
    shift.close_shift(amina)
    connection, _ = node_room.journal_connection()
    assert connection.execute("SELECT count(*) FROM journal_entry WHERE working IS NOT NULL").fetchone() == (0,)


def test_a_key_half_destroyed_is_no_key(at_a_post, amina):  # noqa: F811
    keys = this_node().shift_keys
    path = keys.folder / f"{amina.shift_key}.key"
    path.write_bytes(bytes(32))
    assert not keys.holds(bytes.fromhex(amina.shift_key))
    path.rename(path.with_suffix(".gone"))
    shift.sweep()
    assert not list(keys.folder.glob("*.gone"))


# Several desks at once


def at_once(*acts):
    """Run acts in threads that start together; what each gave or raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.both
def test_two_officers_who_open_together_have_each_a_key(node, staff, amina):  # noqa: F811
    swipe(FOREIGN, amina)
    shift.close_shift(amina)  # leaves a key for whoever comes
    officers = (staff["amina"], staff["bakary"])
    opened = at_once(*(lambda officer=officer: shift.open_shift(officer, "ML-GOG") for officer in officers))
    assert len({one.shift_key for one in opened}) == 2


@pytest.mark.both
def test_a_double_click_opens_one_shift(node, staff):  # noqa: F811
    opened = at_once(*[lambda: shift.open_shift(staff["amina"], "ML-GOG")] * 4)
    assert len({one.key for one in opened}) == 1
    assert Shift.objects.count() == 1


@pytest.mark.both
def test_one_of_several_decisions_at_once_is_taken(node, amina, bakary):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    results = at_once(
        lambda: decision.admit(seen, amina, JOURNEY),
        lambda: decision.refuse(seen, amina, "no_visa", NO),
        lambda: decision.refer(seen, amina, "document_doubt"),
        lambda: decision.admit(seen, amina, JOURNEY),
    )
    assert sum(isinstance(one, rules.NotAllowed) for one in results) == 3
    assert Decision.objects.count() == 1


def test_a_swipe_and_a_closing_at_once_lose_nobody(at_a_post, amina, staff):  # noqa: F811
    swiped, _ = at_once(lambda: swipe(FOREIGN, amina), lambda: shift.close_shift(amina))
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    if isinstance(swiped, rules.NotAllowed):
        assert inspection.latest_open(later) is None
    else:
        assert read(inspection.latest_open(later).key)["fields"]["primary_identifier"] == "MAHAMADOU"


@pytest.mark.both
def test_many_payloads_at_once_are_each_read_back(node, staff):  # noqa: F811
    """What compresses is not shared between threads."""
    from jalon.posts import declaration

    def declare(start):
        for number in range(start, start + 25):
            declaration.declare(f"X{number}", {"name": f"Post {number} " * 9, "country": "MLI"}, "installer")

    before = entries_in_journal()
    assert at_once(*(lambda start=start: declare(start) for start in range(0, 100, 25))) == [None] * 4
    assert entries_in_journal() == before + 100
    assert not Parked.objects.exists()
    assert rebuild(FOLLOW_ENTRIES) == []


KILLED_WHILE_FOLLOWING = """
import os, signal, sys, threading
from jalon.config.starting import start_django
start_django()
from jalon.journal.applying import follow
threading.Timer(float(sys.argv[1]), lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
follow(batch=3)
"""


def test_following_is_taken_up_by_another_process_wherever_one_was_killed(node, amina, monkeypatch):  # noqa: F811
    from jalon.crossings.models import Decision as Decided
    from jalon.journal.applying import follow
    from jalon.journal.models import Cursor

    for _ in range(12):
        decision.admit(swipe(CLEAN, amina), amina, JOURNEY)
    expected = sorted(Decided.objects.values_list("key", "outcome"))
    for model in FOLLOW_ENTRIES:
        model.objects.all().delete()
    Cursor.objects.all().delete()
    connections.close_all()
    for delay in ("0", "0.01", "0.03", "0.06", "0.1"):
        subprocess.run([sys.executable, "-c", KILLED_WHILE_FOLLOWING, delay], check=False)
    follow()
    assert sorted(Decided.objects.values_list("key", "outcome")) == expected
    assert rebuild(FOLLOW_ENTRIES) == []
