"""`jalon receipt check`: the line, a picture, another machine's key; and what is no receipt."""

import json

import pytest
import segno

from jalon.cash import slip
from jalon.config.command import main
from jalon.journal.node import this_node

SAID = {"number": "2026-00042", "amount": "55 EUR", "post": "ML-GOG", "time": "2026-11-25 14:32", "what": "visa"}


@pytest.fixture
def code(node):
    keys = this_node().keys
    return slip.write({**SAID, "rule": "mr-evisa-30"}, keys.node, keys.sign)


def answered(capsys, *words):
    status = main(["receipt", *words])
    out, fault = capsys.readouterr()
    return status, json.loads(out) if out else None, fault


def test_the_line_is_checked_by_this_machines_key(code, capsys):
    status, said, _ = answered(capsys, "check", code)
    assert (status, said["verdict"], said["amount"], said["number"]) == (0, "valid", "55 EUR", "2026-00042")
    status, said, _ = answered(capsys, "check", code.replace("55 EUR", "15 EUR"))
    assert (status, said["verdict"]) == (1, "altered")


def test_a_picture_of_the_paper_is_read(code, capsys, tmp_path):
    picture = tmp_path / "paper.png"
    segno.make(code, error="m").save(str(picture), scale=4)
    status, said, _ = answered(capsys, "check", str(picture))
    assert (status, said["verdict"], said["post"]) == (0, "valid", "ML-GOG")


def test_elsewhere_the_machines_key_is_given(code, capsys):
    _, known, _ = answered(capsys, "key")
    assert known["machine"] == this_node().id
    assert answered(capsys, "check", "--key", known["key"], code)[0] == 0
    assert answered(capsys, "check", "--key", "ab" * 32, code)[1]["verdict"] == "unknown"
    assert answered(capsys, "check", "--key", "not a key", code)[0] == 2


@pytest.mark.parametrize("what", ["P<MLITRAORE<<AMINATA", "JALON RECU / 2026-00042", "no-such-file.png"])
def test_what_is_no_receipt_is_said(node, capsys, what):
    status, said, fault = answered(capsys, "check", what)
    assert (status, said) == (2, None)
    assert "receipt" in fault


def test_a_picture_without_a_code_and_a_file_that_is_no_picture_are_said(node, capsys, tmp_path):
    other, text = tmp_path / "other.png", tmp_path / "text.txt"
    segno.make("https://example.org", error="m").save(str(other), scale=4)
    text.write_text("JALON is not a picture")
    assert "no receipt's code" in answered(capsys, "check", str(other))[2]
    assert "no picture" in answered(capsys, "check", str(text))[2]
