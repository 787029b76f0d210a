"""A border in a few days, told by the acts of the house at random: what the tests of the counts stand on."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import time_machine

from jalon.counting import tally
from jalon.counting.models import Tally
from jalon.crossings import consultation, correction, decision, inspection, shift
from jalon.crossings.inspection import Shown
from jalon.crossings.models import Decision, Inspection
from jalon.web.gate import Role

NO = {"asks_protection": False, "child_alone": False, "possible_victim": False}
LEADER = frozenset({Role.FIRST_LINE, Role.SHIFT_LEADER})
START = datetime(2026, 10, 28, 5, 40, tzinfo=UTC)
STATES = ("MLI", "NER", "BFA", "SEN", "MRT", None)


class Border:
    """Amina and Bakary at Gogui; `step` does one thing that an officer may do, an hour or so after the last."""

    def __init__(self, officers: dict[str, str], seed: int) -> None:
        self.chance = random.Random(seed)
        self.officers = officers
        self.now = START
        self.shifts: list[shift.Shift] = []
        self.names = 0

    def step(self) -> str:
        """One act; its name."""
        self.now += timedelta(minutes=self.chance.choice([1, 4, 20, 95]))
        with time_machine.travel(self.now, tick=False):
            if not self.shifts:
                self.shifts = [shift.open_shift(self.officers[who], "ML-GOG") for who in ("amina", "bakary")]
            amina, bakary = self.shifts
            waiting = inspection.undecided(amina)
            referred = list(Inspection.objects.filter(state="referred"))
            done = list(Inspection.objects.filter(state__in=["admitted", "refused", "referred"]))
            act = self.chance.choice(ACTS)
            if waiting:
                return self._decide(waiting[0], amina)
            if act == "second_line" and referred:
                return self._second_line(self.chance.choice(referred), bakary)
            if act == "correct" and done:
                return self._correct(self.chance.choice(done), bakary)
            if act == "cancel" and done:
                correction.cancel(self.chance.choice(done), bakary, "wrong_person", roles=LEADER)
                return "cancel"
            if act == "confirm" and decision.unconfirmed().exists():
                return self._confirm(bakary)
            if act == "tally":
                return self._tally(amina)
            if act == "close":
                for one in self.shifts:
                    shift.close_shift(one)
                self.shifts = []
                return "close"
            return self._inspect(amina)

    def _inspect(self, amina: shift.Shift) -> str:
        self.names += 1
        born = self.chance.choice(["1990-01-01", "2012-05-06", "1961", "1979-11", None])
        fields = {
            "primary_identifier": f"TRAORE{self.names}",
            "secondary_identifier": "AMINATA",
            "nationality": self.chance.choice(STATES),
            "birth_date": born,
            "sex": self.chance.choice(["F", "M", None]),
            "document_number": f"B{self.names:07d}",
            "issuing_state": "MLI",
            "expiry_date": "2030-01-01",
        }
        shown = Shown(self.chance.choice(["passport", "identity_card"]), fields, "typed")
        inspection.inspect(shown, self.chance.choice(["entry", "exit"]), amina)
        return "inspect"

    def _decide(self, one: Inspection, amina: shift.Shift) -> str:
        what = self.chance.choice(["admit", "admit", "admit", "refer", "refuse"])
        journey = {"transport": self.chance.choice(["foot", "car", "bus"]), "purpose": "trade"}
        try:
            if what == "admit":
                decision.admit(one, amina, journey, looked="seen")
            elif what == "refuse":
                decision.refuse(one, amina, "no_visa", NO)
            else:
                decision.refer(one, amina, "document_doubt", journey=journey)
        except decision.NotAllowed:
            decision.refer(one, amina, "document_doubt")
            what = "refer"
        return what

    def _second_line(self, one: Inspection, bakary: shift.Shift) -> str:
        if self.chance.random() < 0.5:
            consultation.take_over(one, bakary)
            return "take_over"
        decision.admit(one, bakary, {"transport": "truck", "purpose": "work"}, line=2, looked="seen")
        return "second_line"

    def _correct(self, one: Inspection, bakary: shift.Shift) -> str:
        values = {
            "nationality": self.chance.choice(["MLI", "NER", "TCD"]),
            "direction": self.chance.choice(["entry", "exit"]),
        }
        values |= {"transport": self.chance.choice(["foot", "bus"]), "sex": self.chance.choice(["F", "M"])}
        try:
            correction.correct(one, bakary, values, "typing")
        except correction.NotAllowed:
            return "nothing"
        return "correct"

    def _confirm(self, bakary: shift.Shift) -> str:
        made = decision.unconfirmed().first()
        assert isinstance(made, Decision)
        decision.confirm(made, bakary.officer)
        return "confirm"

    def _tally(self, amina: shift.Shift) -> str:
        passed = int(self.now.timestamp() * 1000)
        row = Tally.objects.filter(withdrawn_at=None, late=True, shift=amina.key).first()
        if row is not None and self.chance.random() < 0.3:
            tally.withdraw(amina, row.key, "typing")
            return "withdraw"
        cells = {("entry", "foot", "woman"): self.chance.randint(1, 30), ("exit", "cart", "cart_loaded"): 2}
        tally.from_paper(amina, passed - 7_200_000, passed - 3_600_000, cells)
        return "tally"


ACTS = (
    "inspect",
    "inspect",
    "inspect",
    "second_line",
    "second_line",
    "correct",
    "correct",
    "cancel",
    "confirm",
    "tally",
    "close",
    "close",
)


def counts(model: type, side: int) -> Counter:
    """Every count of a side that is not nothing."""
    rows = model.objects.filter(side=side).exclude(number=0)
    return Counter({(row.dimension, row.day, row.post, row.direction, row.value): row.number for row in rows})
