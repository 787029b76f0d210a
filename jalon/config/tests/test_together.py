"""What many posts send in turn makes the same rows together as one by one, whatever is wrong with some entries."""

from datetime import date
from itertools import zip_longest
from typing import Any

import pytest

from jalon.config.demo.simulated import SimulatedPost
from jalon.crossings import models as crossings
from jalon.journal.ahead import Journal
from jalon.journal.applying import follow
from jalon.journal.models import Cursor, Parked
from jalon.journal.node import this_node
from jalon.journal.receive import receive
from jalon.journal.unsealing import Unsealer

pytestmark = pytest.mark.both
TABLES = (
    crossings.Shift,
    crossings.Inspection,
    crossings.Decision,
    crossings.Confirmation,
    crossings.Company,
    crossings.TakenOver,
    crossings.Recall,
    Parked,
)


@pytest.fixture
def received(node) -> list[SimulatedPost]:
    """Two posts whose batches arrived in turn; the second wrote two entries that cannot be applied."""
    if not this_node().keys.is_headquarters:
        pytest.skip("a post receives from no post")
    headquarters = this_node().keys.sealing.public_key().public_bytes_raw()
    posts = [SimulatedPost(headquarters, number, seed=5, day=date(2026, 11, 20)) for number in (1, 2)]
    for post in posts:
        post.crossings(70)
    seen = next(iter(posts[1]._epochs.values())).entries[2].header
    assert seen.verb == "crossing.inspected"
    key = f"{seen.node}.{seen.epoch}.{seen.seq}"
    posts[1]._write("crossing.decided", {"inspection": key, "outcome": "refused"}, "0" * 8)
    # Decided twice at once: the second decision says nothing of the way, which stays as the first said it.
    facts = {"inspection": key, "shift": "", "line": 2, "transport": "foot"}
    for direction in ("entry", "exit"):
        posts[1]._write(
            "crossing.decided", facts | {"outcome": "referred", "journey": {"direction": direction}}, "1" * 8
        )
        posts[1]._write("crossing.decided", facts | {"outcome": "held"}, "1" * 8)
    posts[1]._write("case.taken_over", {"inspection": f"{seen.node}.{seen.epoch}.9999", "shift": ""}, "0" * 8)
    posts[1].crossings(70)
    for raws in zip_longest(*(post.batches(most=7) for post in posts)):
        for raw, post in zip(raws, posts, strict=True):
            if raw is not None:
                receive(raw, post.key_of)
    return posts


def rows() -> dict[str, Any]:
    return {model.__name__: sorted(map(repr, model.objects.values())) for model in TABLES}


def forget_all() -> None:
    for model in (*TABLES, Cursor):
        model.objects.all().delete()


def test_together_as_one_by_one(received):
    follow()
    together = rows()
    parked = dict(Parked.objects.values_list("kind", "reason"))
    assert len(together["Parked"]) == 2 and parked.keys() == {Parked.FAILED, Parked.WAITS}
    assert parked[Parked.FAILED] == "KeyError: …"  # of a payload not even the name of a field is kept
    forget_all()
    follow(batch=1)
    assert rows() == together
    Cursor.objects.update(position=0)  # what stands is applied once more
    Parked.objects.all().delete()
    crossings.Recall.objects.all().delete()
    follow(batch=50)
    again = rows()
    assert {name: again[name] for name in again if name != "Recall"} == {
        name: together[name] for name in together if name != "Recall"
    }


@pytest.mark.parametrize("process", ["well", "killed", "never there"])
def test_a_process_that_opens_changes_nothing(received, monkeypatch, process):
    follow()
    alone = rows()
    forget_all()
    journal, taken = Journal(this_node(), apart=True), []
    take = Unsealer.take

    def taking(unsealer: Unsealer) -> Any:
        taken.append(unsealer)
        if process == "killed" and len(taken) == 2:
            unsealer.close()
        return take(unsealer)

    def refused(unsealer: Unsealer, entries: Any) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(Unsealer, "take", taking)
    if process == "never there":
        monkeypatch.setattr(Unsealer, "send", refused)
    follow(batch=100, journal=journal)
    journal.close()
    assert rows() == alone
    assert len(taken) >= {"well": 2, "killed": 2, "never there": 0}[process]
