"""Which side is open: what is said, what cannot be, and which saying counts."""

from __future__ import annotations

import pytest

from jalon.config import cast
from jalon.journal.node import this_node, wall_clock
from jalon.posts import sides
from jalon.posts.models import SideStatus
from jalon.posts.sides import CannotSay
from jalon.sync.editions.changes import write_rows
from jalon.sync.editions.kinds import posts as edition
from jalon.sync.editions.kinds.kind import Offer

pytestmark = [pytest.mark.both]
HOUR = 3_600_000
LEADER = "11112222"


@pytest.fixture
def posts(node):
    cast.declare_posts()


def say(post="ML-GOG", side="theirs", state="closed", since=None, **more):
    since = wall_clock() if since is None else since
    return sides.say(post, side, state, LEADER, since, **({"code": "hours"} | more))


def test_what_was_said_last_counts_and_history_stays(posts):
    assert sides.of_post("ML-GOG") == {}
    say(why="Until the morning", until=wall_clock() + HOUR)
    how = sides.of_post("ML-GOG")["theirs"]
    assert how.closed and not how.overdue and how.counts.why == "Until the morning"
    say(state="open")
    assert not sides.of_post("ML-GOG")["theirs"].closed
    assert [one.state for one in sides.history("ML-GOG")] == ["open", "closed"]
    assert set(sides.of_post("ML-GOG")) == {"theirs"}


def test_an_end_that_passed_is_told_and_opens_nothing(posts):
    say(since=wall_clock() - 2 * HOUR, until=wall_clock() - HOUR)
    how = sides.of_post("ML-GOG")["theirs"]
    assert how.closed and how.overdue


CANNOT = {
    "no such post": ({"post": "ML-NOWHERE"}, "not_known"),
    "no such side": ({"side": "left"}, "not_known"),
    "no such state": ({"state": "ajar"}, "not_known"),
    "closed, and no word why": ({"code": ""}, "why_closed"),
    "a reason that nobody knows": ({"code": "boredom"}, "why_closed"),
    "in the future": ({"since": 4_000_000_000_000}, "not_yet"),
    "ends before it begins": ({"since": 1000, "until": 999}, "ends_before_it_begins"),
}


@pytest.mark.parametrize("case", CANNOT, ids=str)
def test_what_cannot_be_said(posts, case):
    said, code = CANNOT[case]
    with pytest.raises(CannotSay) as refused:
        say(**said)
    assert refused.value.code == code
    assert not SideStatus.objects.exists()


def test_a_post_speaks_of_itself_alone(posts, monkeypatch):
    monkeypatch.setattr(type(this_node().keys), "is_headquarters", False)
    with pytest.raises(CannotSay) as refused:
        say(post="ML-DIB")
    assert refused.value.code == "of_this_post_alone"


def test_what_the_headquarters_said_travels_with_the_posts_and_stands_beside(posts, tmp_path, monkeypatch):
    """The edition carries its own sayings, not those of posts; heard again, a saying does not become newer."""
    monkeypatch.setattr(type(this_node().keys), "is_headquarters", False)
    facts = {
        "post": "ML-GOG",
        "side": "theirs",
        "state": "closed",
        "since": 9_999_999_999_999,
        "code": "decision",
        "at": 2,
    }
    SideStatus.objects.create(key="aaaa.bbbb.1", position=1, by=sides.HEADQUARTERS, officer="x", **facts)
    SideStatus.objects.create(key="cccc.dddd.1", position=2, by=sides.POST, officer="y", **facts)
    write_rows(edition.rows(Offer("posts")), tmp_path / "1.jsonl")
    SideStatus.objects.all().delete()

    class Switch:
        key, position = "97d4b342146b8b7b.5ac616b419193a1e.9", 9

    edition.apply(Switch, tmp_path / "1.jsonl", "default")
    assert SideStatus.objects.get().by == sides.HEADQUARTERS
    SideStatus.objects.update(position=1)  # of an early edition
    say(side="theirs", state="open")
    Switch.position = 10**6
    edition.apply(Switch, tmp_path / "1.jsonl", "default")
    how = sides.of_post("ML-GOG")["theirs"]
    assert not how.closed and how.counts.by == sides.POST
    assert how.otherwise is not None and how.otherwise.state == "closed"
