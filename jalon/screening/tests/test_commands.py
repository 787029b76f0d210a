"""The commands `jalon compare` and `jalon screen`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("JALON_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data")) / "screening"


def ftm(name: str, born: str | None = None, id: str = "x") -> dict[str, Any]:
    properties = {"name": [name]} | ({"birthDate": [born]} if born else {})
    return {"id": id, "schema": "Person", "properties": properties}


def write(path: Path, *values: object) -> str:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return str(path)


def jalon(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command as the officer's shell runs it."""
    return subprocess.run([sys.executable, "-m", "jalon", *arguments], input=stdin, capture_output=True, text=True)


def answers(*arguments: str, stdin: str = "") -> list[dict[str, Any]]:
    done = jalon(*arguments, stdin=stdin)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def assert_refused(word: str, *arguments: str) -> None:
    """Exit status 2, one sentence, nothing answered."""
    done = jalon(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert word in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_compare_answers_every_pair_in_order(tmp_path: Path) -> None:
    file = write(
        tmp_path / "pairs",
        {"pair_id": "b", "left": ftm("TRAORE AMINATA", "1985-02-03"), "right": ftm("Aminata Traoré", "1985-02-03")},
        {"pair_id": "a", "left": ftm("Wadai"), "right": ftm("Kano")},
    )
    first, second = answers("compare", file)
    assert (first["pair_id"], second["pair_id"]) == ("b", "a")
    assert first["score"] > 0.9 > 0.1 > second["score"]
    assert first["reasons"] == ["TRAORE = Traoré; AMINATA = Aminata", "same birth date: 1985-02-03"]


def test_screen_answers_every_query_from_every_list(tmp_path: Path) -> None:
    one = write(tmp_path / "one.json", ftm("Galadima Kano", "1975", "g"), ftm("Wadai Bunkure", "1962", "w"))
    two = write(tmp_path / "two.json", ftm("Ghaladima Kano", "1975", "g2"))
    queries = write(
        tmp_path / "q", {"qid": 2, "query": ftm("KANO GALADIMA", "1975")}, {"qid": 1, "query": ftm("Xyz Quux")}
    )
    both = ("screen", "--list", one, "--list", two, "--queries", queries)
    first, second = answers(*both, "--language", "fr")
    assert [(hit["id"], hit["list"]) for hit in first["hits"]] == [("g", "one.json"), ("g2", "two.json")]
    assert "KANO = Kano" in first["hits"][0]["reasons"][0] or "GALADIMA" in first["hits"][0]["reasons"][0]
    assert "né la même année" in first["hits"][0]["reasons"][1]
    assert (first["qid"], second) == (2, {"qid": 1, "hits": []})
    assert len(answers(*both, "--limit", "1")[0]["hits"]) == 1


BAD = {
    "not JSON": ("{", "JSON"),
    "not an object": ("[1]", "object"),
    "no reference": ('{"left": {}}', "left"),
    "not a person": ('{"pair_id": 1, "left": {"schema": "Company"}, "right": {}}', "Person"),
    "no name": ('{"pair_id": 1, "left": {"schema": "Person", "properties": {}}, "right": {}}', "name"),
}


@pytest.mark.parametrize("case", BAD)
def test_compare_refuses_with_the_line_and_answers_nothing(case: str, tmp_path: Path) -> None:
    line, word = BAD[case]
    good = json.dumps({"pair_id": 1, "left": ftm("Wadai"), "right": ftm("Wadai")})
    file = tmp_path / "pairs"
    file.write_text(f"{good}\n{line}\n", encoding="utf-8")
    assert_refused(f"{file}, line 2", "compare", str(file))
    assert_refused(word, "compare", str(file))


def test_screen_refuses_bad_queries_bad_lists_and_missing_files(tmp_path: Path) -> None:
    good = write(tmp_path / "list.json", ftm("Galadima Kano"))
    queries = write(tmp_path / "q", {"qid": 1, "query": ftm("Galadima")}, {"query": ftm("Galadima")})
    (tmp_path / "bad.json").write_text('{"id": "a", "schema": "Person", "properties": {}}\n{"id"\n')
    fine = write(tmp_path / "fine", {"qid": 1, "query": ftm("Galadima")})
    for arguments, word in (
        (["--list", good, "--queries", queries], "line 2"),
        (["--list", str(tmp_path / "bad.json"), "--queries", fine], "bad.json"),
        (["--list", str(tmp_path / "none.json"), "--queries", fine], "none.json"),
        (["--list", good, "--queries", str(tmp_path / "none")], "none"),
    ):
        assert_refused(word, "screen", *arguments)


def test_standard_input_and_several_processes() -> None:
    lines = [json.dumps({"pair_id": n, "left": ftm("Wadai"), "right": ftm(f"Wadai K{n}")}) for n in range(2_100)]
    found = answers("compare", "-", "--processes", "2", stdin="\n".join(lines))
    assert [line["pair_id"] for line in found] == list(range(2_100))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the labelled evaluation is not on this machine")
def test_the_labelled_pairs_reach_their_target(tmp_path: Path) -> None:
    scorer = SHARED.parents[1] / "tools" / "score_screening.py"
    scores = tmp_path / "scores"
    with scores.open("w") as out:
        subprocess.run([sys.executable, "-m", "jalon", "compare", SHARED / "pairs.jsonl"], stdout=out, check=True)
    done = subprocess.run(
        [sys.executable, scorer, "pairs", SHARED / "pairs.jsonl", scores], capture_output=True, text=True, check=True
    )
    figures = json.loads(done.stdout)
    assert figures["average_precision"] >= 0.999
    assert figures["recall_at_fpr"]["0.01"] >= 0.99
    assert figures["recall_at_fpr"]["0.001"] >= 0.95
    assert figures["above_best_threshold_by_stratum"]["orig_script"] >= 0.95
