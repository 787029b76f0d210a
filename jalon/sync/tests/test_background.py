"""Work beside the pages: one at a time, its progress read by others, its end told however it came."""

from __future__ import annotations

import json
import threading
import time

import pytest

from jalon.journal.node import wall_clock
from jalon.sync import background, words
from jalon.sync.by_hand import made
from jalon.sync.stick import StickRefused


def ended(name: str) -> background.Running:
    for _ in range(200):
        found = background.last(name)
        if found is not None and not found.goes_on:
            return found
        time.sleep(0.05)
    raise AssertionError("it does not end")


def test_one_at_a_time_and_then_what_it_gave(node):
    go = threading.Event()

    def work(say):
        say("3 sent, 4 left")
        go.wait(10)
        return {"sent": 7}

    assert background.last("exchange") is None
    assert background.begin("exchange", "bakary", work)
    assert not background.begin("exchange", "claire", work)
    assert background.last("exchange").goes_on
    go.set()
    done = ended("exchange")
    assert (done.result, done.fault, done.by) == ({"sent": 7}, "", "bakary")
    background.forget("exchange")
    assert background.last("exchange") is None


def test_a_refusal_is_told_in_words(node):
    def work(_say):
        raise StickRefused("this file was cut or altered: export it again.")

    background.begin("stick", "claire", work)
    assert "cut or altered" in ended("stick").fault
    assert words.running(ended("stick"))["fault"] == words.trouble("this file was cut or altered: export it again.")


def test_a_program_that_was_stopped_meanwhile_is_told(node):
    folder = node / "running"
    folder.mkdir()
    left = {"name": "stick", "started_at": wall_clock(), "by": "claire", "line": "12 entries, 0 editions"}
    (folder / "stick.json").write_text(json.dumps(left))
    found = background.last("stick")
    assert found.interrupted and not found.goes_on
    assert background.begin("stick", "claire", lambda _say: {})
    assert not ended("stick").interrupted


@pytest.mark.parametrize("name", ["", "../../keys/signing.key", "0123456789abcdef", "x" * 16])
def test_a_file_that_was_not_made_is_not_given(node, name):
    assert made(name) is None


SAID = {
    "the line to the headquarters is down: timed out": "The line to the headquarters is down.",
    "the headquarters refused (403): revoked": "does not trust this machine any more",
    "the headquarters refused (403): no node is enrolled": "does not know this machine",
    "the headquarters refused (503)": "cannot take anything just now",
    "what answered is not a headquarters of Jalon": "Something else answered",
    "this file is for the node abc, not for this machine.": "This file is for another machine:",
    "a stick that came before this one is missing: take it in, then this one again.": "made before this one is missing",
}


@pytest.mark.parametrize("text", SAID)
def test_a_trouble_is_said_so_that_an_officer_understands(text):
    from django.utils import translation

    with translation.override("en"):
        assert SAID[text] in words.trouble(text)
