"""Every fault a few times, from a fixed seed, and each mechanism taken away once. `make faults` tries them thousands of
times; a line of its table and the seed repeat what it found."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from jalon.sync.tests.faults import table
from jalon.sync.tests.faults.machines import Templates
from jalon.sync.tests.faults.mutants import MUTANTS, Mutant
from jalon.sync.tests.faults.trial import Fault

KNOWN = {
    "opencrvs-core#7005",  # an error read as success
    "opencrvs-core#7477",  # duplicates from a slow link
    "pouchdb#1240",  # a checkpoint ahead of its data
    "syncthing#6335",  # sequence reuse after a crash
    "kpi#5047",  # two workers inserting the same submission
    "nats-server#7564",  # acknowledgement before fsync
}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory, django_db_blocker) -> Iterator[Templates]:
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # what goes wrong here is meant to
    with django_db_blocker.unblock():
        made = Templates(tmp_path_factory.mktemp("machines"))
        yield made
        made.end()
    logging.disable(before)


@pytest.mark.parametrize("fault", table.FAULTS, ids=lambda fault: fault.name)
def test_nothing_is_lost_nothing_is_doubled(templates: Templates, fault: Fault) -> None:
    outcome = table.tried(fault, templates, table.SEED, full=False)
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    assert not outcome.wrong, f"seed {table.SEED}: {outcome.wrong}"
    assert outcome.trial.times and (outcome.trial.lost, outcome.trial.doubled) == (0, 0)


@pytest.mark.parametrize(
    "mutant", [mutant for mutant in MUTANTS if not mutant.processes], ids=lambda mutant: mutant.name
)
def test_a_mechanism_taken_away_is_missed(templates: Templates, mutant: Mutant) -> None:
    assert table.caught(mutant, templates, table.SEED), f"nothing noticed that {mutant.name}"


def test_the_known_failures_of_others_are_tried() -> None:
    assert {fault.seen_in for fault in table.FAULTS} - {""} == KNOWN
