"""The command `jalon regime`, as another program meets it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from jalon.regimes.rules import DATA

ASKED = {
    "--nationality": "NER",
    "--document": "national_identity_card",
    "--post-category": "international",
    "--direction": "entry",
    "--date": "2026-11-25",
}


def jalon(**changed: str) -> subprocess.CompletedProcess[str]:
    options = ASKED | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    words = [word for pair in options.items() for word in pair]
    command = [sys.executable, "-m", "jalon", "regime", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


def test_one_object_with_the_answer_and_what_it_rests_on() -> None:
    done = jalon()
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["answer"], found["rule"], found["state"], found["days"]) == ("free", "aes-free", "MLI", None)
    assert found["sentence"] and found["text"] and found["source"] and len(found["digest"]) == 64
    assert found["caution"] == "To be confirmed by the authority."


def test_the_state_across_and_the_language_are_heard() -> None:
    done = jalon(
        state="MR", nationality="ne", document="passport", post_category="bilateral", neighbour="MLI", language="fr"
    )
    found = json.loads(done.stdout)
    assert (found["answer"], found["state"]) == ("refused_by_category", "MRT")
    assert found["sentence"].startswith("Ce poste bilatéral")


def test_no_rule_is_an_answer_too() -> None:
    done = jalon(state="MRT", document="travel_document_refugee", nationality="XXB")
    found = json.loads(done.stdout)
    assert (done.returncode, found["answer"], found["rule"], found["caution"]) == (0, "no_rule", None, None)
    assert found["sentence"] == "No rule: ask the second line."


def test_a_set_of_ones_own_is_used_or_refused_in_words(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(DATA / "sample", own)
    rules = json.loads((own / "rules.json").read_text(encoding="utf-8"))
    rules[2]["confirmed"] = "Mali, Direction de la police des frontières, 2026-114"
    (own / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    found = json.loads(jalon(rules=str(own)).stdout)
    assert found["confirmed"].startswith("Mali") and found["caution"] is None
    rules[2]["nationality"] = "bloc:G5"
    (own / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    done = jalon(rules=str(own))
    assert (done.returncode, done.stdout) == (2, "")
    assert "rules.json, aes-free: “G5” is no code known here" in done.stderr


def test_bad_input_is_a_sentence() -> None:
    for done, said in (
        (jalon(nationality="ZZZ"), "no code of a state"),
        (jalon(document="ticket"), "no type of document"),
        (jalon(date="25/11/2026"), "is not a date"),
        (jalon(post_category="airport"), "invalid choice"),
        (jalon(rules="/nowhere"), "missing"),
    ):
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr and "Traceback" not in done.stderr
