"""The command `jalon mrz`, as another program meets it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from jalon.documents.tests.vectors import VECTORS

KEYS = [
    *("document_code", "issuing_state", "primary_identifier", "secondary_identifier", "document_number"),
    *("nationality", "birth_date", "sex", "expiry_date", "optional_data"),
]


def jalon(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "jalon", "mrz", *words], input=given, capture_output=True, timeout=30)


def test_documents_parted_by_blank_lines_are_answered_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "zones.txt"
    file.write_text("\n\n \n".join("\r\n".join(lines) for _, _, lines, _, _ in VECTORS), encoding="utf-8-sig")
    done = jalon(str(file), "--today", "2026-11-23")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert [(answer["type"], answer["valid"]) for answer in answers] == [(row[1], row[3]) for row in VECTORS]
    for answer, vector in zip(answers, VECTORS, strict=True):
        assert list(answer) == ["type", "valid", "fields", "problems", "repairs"]
        assert list(answer["fields"]) == KEYS
        assert bool(answer["problems"]) is not vector[3]
        expected = {name: value for name, value in vector[4].items() if name in KEYS}
        assert {name: answer["fields"][name] for name in expected} == expected


def test_text_that_is_no_zone_is_bad_input() -> None:
    for given, places in (
        (b"garbage\n", ["block 1, line 1"]),
        (b"\nhello\nthere\n\n\nP<MLI\n", ["block 1, line 2", "block 2, line 6"]),
    ):
        done = jalon(given=given)
        assert (done.returncode, done.stdout) == (2, b"")
        said = done.stderr.decode().splitlines()
        assert len(said) == len(places)
        for sentence, place in zip(said, places, strict=True):
            assert f"standard input, {place}: Machine readable zone: these are not the lines" in sentence


def test_among_several_what_is_no_zone_is_named_and_the_rest_is_answered() -> None:
    zone = "\n".join(VECTORS[0][2])
    done = jalon("--language", "fr", given=f"{zone}\n\nhello\n\n{zone}\n".encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [answer["type"] for answer in answers]) == (2, ["TD3", None, "TD3"])
    assert (answers[1]["valid"], answers[1]["fields"]) == (False, dict.fromkeys(KEYS))
    assert answers[1]["problems"][0]["code"] == "format_unknown"
    assert done.stderr.decode().startswith("jalon mrz: standard input, bloc 2, ligne 4 : Zone de lecture automatique :")
    assert len(done.stderr.splitlines()) == 1


def test_a_zone_with_wrong_digits_is_an_answer() -> None:
    zone = "\n".join(VECTORS[0][2])
    done = jalon(given=(zone[:-1] + ("0" if zone[-1] != "0" else "1")).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["valid"] is False


def test_a_scanners_control_characters_make_no_block() -> None:
    zone = "\n".join(VECTORS[0][2])
    done = jalon(given=f"\x02\r\n{zone}\r\n\r\n\x03\r\n".encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["valid"] for line in done.stdout.splitlines()] == [True]


def test_a_repair_is_listed_and_not_applied() -> None:
    lines = VECTORS[0][2]
    answer = json.loads(jalon(given="\n".join(lines).replace("740812", "74O812").encode()).stdout)
    assert (answer["valid"], answer["fields"]["birth_date"]) == (False, None)
    repair = answer["repairs"][0]
    assert (repair["line"], repair["column"], repair["field"]) == (2, 16, "birth_date")
    assert (repair["read"], repair["proposed"]) == ("O", "0")


def test_both_optional_data_of_a_card_are_given() -> None:
    card = b"I<UTOD231458907ABC<<<<<<<<<<<<\n7408122F1204159UTOXYZ<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<\n"
    fields = json.loads(jalon(given=card).stdout)["fields"]
    assert (fields["optional_data"], fields["optional_data_2"]) == ("ABC", "XYZ")


def test_bad_input_is_a_sentence_and_nothing_else(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.txt")
    for done, said in (
        (jalon(missing), "missing.txt"),
        (jalon(given=b"P<MLI\n\xff\n"), "line 2"),
        (jalon(given=b""), "no document"),
        (jalon(given=b" \n\n"), "no document"),
        (jalon(str(tmp_path)), "cannot be read"),
        (jalon("--language", "xx"), "invalid choice"),
    ):
        assert (done.returncode, done.stdout) == (2, b"")
        assert said in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()


def test_it_starts_in_under_a_second() -> None:
    start = time.perf_counter()
    assert b"usage" in jalon("--help").stdout
    assert time.perf_counter() - start < 1.0
