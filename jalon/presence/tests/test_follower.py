"""The follower on a real node: real acts, a fault in the middle, everything made anew."""

from __future__ import annotations

import pytest
import time_machine
from django.db import OperationalError

from jalon.crossings import correction, decision
from jalon.crossings.tests.test_passage import FOREIGN, JOURNEY, amina, staff, swipe  # noqa: F401 - fixtures by name
from jalon.journal.models import Cursor
from jalon.presence import follow
from jalon.presence.models import Passage, Stay
from jalon.presence.tests.test_pairing import everything

pytestmark = [pytest.mark.both, pytest.mark.smoke]


def test_real_acts_are_paired_with_the_rule_of_their_day(amina):  # noqa: F811
    entry = swipe(FOREIGN, amina)
    decision.admit(entry, amina, JOURNEY, looked="compared the picture")
    with time_machine.travel(entry.at / 1000 + 86_400, tick=False):
        exit_ = swipe(FOREIGN, amina, "exit")
        decision.admit(exit_, amina, JOURNEY, looked="compared the picture")
    everything()
    stay = Stay.objects.get()
    assert (stay.entered, stay.left, stay.ended, stay.link) == (entry.key, exit_.key, "exit", "document")
    assert (stay.entry_earliest, stay.entry_latest) == (entry.at, entry.at)
    assert (stay.answer, bool(stay.rule), stay.rules) == ("free", True, "sample-2026.1")
    exit_.refresh_from_db()
    correction.correct(exit_, amina, {"direction": "entry"}, "misread")
    everything()
    assert [row.ended for row in Stay.objects.order_by("number")] == ["unseen", ""]


def test_a_fault_in_the_middle_leaves_tables_to_take_up(amina, monkeypatch):  # noqa: F811
    entry = swipe(FOREIGN, amina)
    decision.admit(entry, amina, JOURNEY, looked="compared the picture")

    def cut(*_):
        raise OperationalError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(follow, "_write", cut)
        with pytest.raises(OperationalError, match="the power went"):
            follow.follow()
    assert (Passage.objects.count(), Cursor.objects.filter(name=follow.CURSOR, position__gt=0).count()) == (0, 0)
    everything()
    made = list(Stay.objects.values())
    assert [one["entered"] for one in made] == [entry.key]
    follow.start_anew()
    assert Stay.objects.count() == 0
    everything()
    assert list(Stay.objects.values()) == made
