"""Any of it in any order: hypothesis chooses what happens next, and shrinks what goes wrong to the shortest story.

The model is a few lists in memory: what each living machine recorded, and what of it was once receipted. At the end
every machine comes through, and the headquarters holds exactly that, each entry once.
"""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from jalon.journal.backup import back_up
from jalon.sync import stick
from jalon.sync.tests.faults import line as way
from jalon.sync.tests.faults.checker import Row, rows_of
from jalon.sync.tests.faults.line import Asked, Sometimes
from jalon.sync.tests.faults.lives import _replace_journal
from jalon.sync.tests.faults.machines import Post
from jalon.sync.tests.faults.trial import Fault, Trial, World

STEPS = 40  # of one story
MOST_MACHINES = 3
Entry = tuple[int, str]  # a serial number and its key: the same key may be given twice, to two entries


def any_order(trial: Trial) -> None:
    """`tries` steps, in stories of up to forty."""

    class Story(Stories):
        pass

    Story.trial = trial
    stories = max(1, trial.tries // STEPS)
    run_state_machine_as_test(
        seeded(trial.seed)(Story),
        settings=settings(
            max_examples=stories,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Stories(RuleBasedStateMachine):
    """One post to begin with; copies of it appear, are put back, and go on."""

    trial: Trial

    @initialize()
    def begin(self) -> None:
        self.world: World = self.trial.world()
        self.recorded: dict[Post, list[Entry]] = {self.world.post: []}
        self.receipted: set[Entry] = set()
        self.ever: set[Entry] = set()
        self.heard: list[Asked] = []
        self.serial = 0

    def _machine(self, which: int) -> Post:
        return self.world.posts[which % len(self.world.posts)]

    def _exchange(self, post: Post, *faults: way.Fault) -> None:
        line = self.world.line(self.trial, *faults)
        line.chance = random.Random(self.serial)
        line.remember = True
        summary = post.synchronise(line)
        self.heard += [asked for asked, _, _ in line.heard]
        if summary.whole and not summary.waiting:
            self.receipted |= set(self.recorded[post])
        self.trial.times += 1

    @rule(which=st.integers(0, 9), count=st.integers(1, 6))
    def record(self, which: int, count: int) -> None:
        post = self._machine(which)
        for key in post.record(count):
            self.serial += 1
            self.recorded[post].append((self.serial, key))
            self.ever.add((self.serial, key))
        self.trial.times += 1

    @rule(which=st.integers(0, 9))
    def send(self, which: int) -> None:
        self._exchange(self._machine(which))

    @rule(which=st.integers(0, 9), how=st.sampled_from([way.cut_there, way.cut_back, way.truncated, way.duplicated]))
    def send_over_a_bad_line(self, which: int, how: way.Fault) -> None:
        self._exchange(self._machine(which), Sometimes(how, 0.6))

    @precondition(lambda self: self.heard)
    @rule(which=st.integers(0, 999))
    def replay(self, which: int) -> None:
        self.world.line(self.trial).deliver(self.heard[which % len(self.heard)])
        self.trial.times += 1

    @rule(which=st.integers(0, 9))
    def carry_a_stick(self, which: int) -> None:
        post, path = self._machine(which), self.trial.templates.place("stick")
        post.export(path)
        with self.world.headquarters.at_work():
            stick.take(path)
        self.trial.times += 1

    @rule(which=st.integers(0, 9))
    def kill_and_start(self, which: int) -> None:
        post = self._machine(which)
        post.close()
        post.start()
        self.trial.times += 1

    @rule(which=st.integers(0, 9), after=st.integers(1, 4), sent=st.booleans())
    def live_twice(self, which: int, after: int, sent: bool) -> None:
        """A backup, some work, perhaps sent, and the backup is put back."""
        post, copy = self._machine(which), self.trial.templates.place("copy")
        back_up(post.journal, copy)
        recorded = list(self.recorded[post])
        self.record(which, after)
        if sent:
            self._exchange(post)
        self.world.ledger.look([post])
        post.close()
        _replace_journal(post, copy)
        post.start()
        self.recorded[post] = recorded
        self.trial.times += 1

    @precondition(lambda self: len(self.world.posts) < MOST_MACHINES)
    @rule(which=st.integers(0, 9), mine=st.integers(1, 3), theirs=st.integers(1, 3), first=st.booleans())
    def live_beside(self, which: int, mine: int, theirs: int, first: bool) -> None:
        """The machine is copied whole, and both go on."""
        post = self._machine(which)
        other = post.clone(self.trial.templates.place("clone"))
        self.world.posts.append(other)
        self.recorded[other] = list(self.recorded[post])
        self.record(self.world.posts.index(post), mine)
        self.record(self.world.posts.index(other), theirs)
        if first:
            self._exchange(other)
        self.trial.times += 1

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        self.trial.come_through(self.world, sessions=6)
        owed = self.receipted.union(*map(set, self.recorded.values()))
        expected = Counter(key for _, key in owed)
        held = Counter(row.key for row in self._held() if row.verb == "person.looked_up")
        lost, doubled = expected - held, held - expected
        # What reached the headquarters before its machine was set back may stand there without a receipt.
        doubled -= Counter(key for _, key in self.ever - owed)
        assert not lost, f"the model holds what the headquarters lacks: {list(lost)[:3]}"
        assert not doubled, f"the headquarters holds what the model does not: {list(doubled)[:3]}"
        self.world.remove()

    def _held(self) -> list[Row]:
        return rows_of(self.world.headquarters)


FAULTS = (Fault("any of these in any order (state machine)", any_order, 5_000, 240),)
