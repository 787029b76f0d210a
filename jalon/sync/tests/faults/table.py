"""Every fault, in the order of the table. A new one is a function that takes a Trial, and a line of its file."""

from __future__ import annotations

import time
from dataclasses import dataclass

from jalon.sync.tests.faults import any_order, carried, clocks, crowd, deaths, disks, later, lives, mutants, slow, wire
from jalon.sync.tests.faults.machines import Templates
from jalon.sync.tests.faults.mutants import Mutant
from jalon.sync.tests.faults.trial import Fault, Skipped, Trial

SEED = 20261125

FAULTS: tuple[Fault, ...] = (
    *wire.FAULTS,
    *slow.FAULTS,
    *lives.FAULTS,
    *carried.FAULTS,
    *clocks.FAULTS,
    *later.FAULTS,
    *disks.FAULTS,
    *deaths.FAULTS,
    *crowd.FAULTS,
    *any_order.FAULTS,
)


@dataclass
class Outcome:
    """What a line of the table says. `wrong` and `skipped` are empty where all is well."""

    fault: Fault
    trial: Trial
    seconds: float
    wrong: str = ""
    skipped: str = ""


def caught(mutant: Mutant, templates: Templates, seed: int) -> str:
    """What the fault says once the mechanism is taken away; empty where it notices nothing."""
    trial = Trial(templates, seed, mutant.tries)
    with mutants.loose(mutant):
        try:
            mutant.fault(trial)
        except Skipped as why:
            return f"skipped: {why}"
        except AssertionError as seen:
            return f"{type(seen).__name__}: {seen}"
    return ""


def tried(fault: Fault, templates: Templates, seed: int, *, full: bool) -> Outcome:
    """Try a fault. What is wrong is said in the outcome, not raised."""
    trial, began = Trial(templates, seed, fault.full if full else fault.short), time.monotonic()
    wrong = skipped = ""
    try:
        fault.run(trial)
    except Skipped as why:
        skipped = str(why)
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}"
        if not isinstance(error, AssertionError):
            raise
    return Outcome(fault, trial, time.monotonic() - began, wrong, skipped)


def row(outcome: Outcome, seed: int) -> str:
    """An outcome as a line of the table."""
    fault, trial = outcome.fault, outcome.trial
    if outcome.skipped:
        return f"| {fault.name} | skipped: {outcome.skipped} | | | | {fault.seen_in} | {seed} | |"
    counts = f"{trial.times} | {trial.lost} | {trial.doubled} | {trial.forks}"
    mark = " **WRONG**" if outcome.wrong else ""
    return f"| {fault.name}{mark} | {counts} | {fault.seen_in} | {seed} | {outcome.seconds:.0f} |"
