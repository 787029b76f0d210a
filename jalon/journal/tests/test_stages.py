"""Entries of one verb are applied together, and never across one that concerns the same."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jalon.journal.opening import Blank, Opened
from jalon.journal.stages import in_stages
from jalon.journal.verbs import Owner, Readers, Verb


def verb(name: str, owner: Owner, concerns: Any) -> Verb:
    return Verb(name, 1, Readers.PERSONAL, owner, lambda entries, tables: None, concerns=concerns)


SEEN = verb("seen", Owner.NODE, ())
DECIDED = verb("decided", Owner.NODE, ("case",))
MOVED = verb("moved", Owner.NODE, ("case", "vehicle"))
HERD = verb("herd", Owner.NODE, None)
LISTED = verb("listed", Owner.HEADQUARTERS, ("case",))
VERBS = (SEEN, DECIDED, MOVED, HERD, LISTED)


@dataclass
class Told:
    verb: Verb
    node: str
    body: dict[str, Any]
    blank: bool = False

    def entry(self, seq: int, *, headquarters: bool = True) -> Any:
        header = SimpleNamespace(node=self.node, seq=seq)
        if self.blank:
            return Blank(header, "e", seq)
        node = SimpleNamespace(keys=SimpleNamespace(is_headquarters=headquarters))
        return Opened(header, "e", seq, 1, self.body, b"", node)


def concerned(told: Told, key: str) -> set[str] | None:
    """What a told entry concerns, said again in the plainest way; None: anything of its node."""
    if told.blank or told.verb.concerns is None:
        return None
    return {key, *(told.body[fact] for fact in told.verb.concerns if told.body.get(fact))}


def mind(one: Told, other: Told, keys: tuple[str, str]) -> bool:
    """Whether these two must keep their order."""
    if Owner.HEADQUARTERS in {one.verb.owner, other.verb.owner}:
        return True
    first, second = concerned(one, keys[0]), concerned(other, keys[1])
    if first is None or second is None:
        return one.node == other.node
    return bool(first & second)


cases = st.sampled_from(["a.e.1", "a.e.2", "b.e.1", "b.e.2", "", None])
stories = st.lists(
    st.builds(
        Told,
        st.sampled_from(VERBS),
        st.sampled_from("ab"),
        st.fixed_dictionaries({}, optional={"case": cases, "vehicle": cases}),
        st.sampled_from((False, False, False, True)),
    ),
    max_size=30,
)


@given(stories)
def test_whatever_concerns_the_same_keeps_its_order(story):
    entries = [(told.verb, told.entry(number)) for number, told in enumerate(story)]
    applied = [entry.position for _, some in in_stages(entries) for entry in some]
    assert sorted(applied) == list(range(len(story)))
    for at, first in enumerate(applied):
        for second in applied[at + 1 :]:
            if second < first:
                keys = (entries[second][1].key, entries[first][1].key)
                assert not mind(story[second], story[first], keys), (story[second], story[first])


@given(stories)
def test_together_are_entries_of_one_verb_and_one_kind(story):
    for one, some in in_stages([(told.verb, told.entry(number)) for number, told in enumerate(story)]):
        assert {story[entry.position].verb.name for entry in some} == {one.name}
        assert len({type(entry) for entry in some}) == 1


def test_travellers_seen_and_decided_in_turn_are_two_stages():
    story = []
    for number in range(0, 100, 2):
        node = "ab"[number % 4 // 2]
        story += [Told(SEEN, node, {}), Told(DECIDED, node, {"case": f"{node}.e.{number}"})]
    stages = in_stages([(told.verb, told.entry(number)) for number, told in enumerate(story)])
    assert [(one.name, len(some)) for one, some in stages] == [("seen", 50), ("decided", 50)]


def test_a_post_keeps_the_order_of_its_entries():
    story = [Told(SEEN, "a", {}), Told(SEEN, "a", {}), Told(DECIDED, "a", {"case": "a.e.9"}), Told(SEEN, "a", {})]
    entries = [(told.verb, told.entry(number, headquarters=False)) for number, told in enumerate(story)]
    assert [one.name for one, _ in in_stages(entries)] == ["seen", "decided", "seen"]


def test_a_body_that_is_not_what_it_should_be_stops_nobody():
    story = [Told(DECIDED, "a", {"case": ["a.e.1"]}), Told(DECIDED, "a", {}), Told(DECIDED, "b", {"case": 7})]
    (together,) = in_stages([(told.verb, told.entry(number)) for number, told in enumerate(story)])
    assert len(together[1]) == 3
