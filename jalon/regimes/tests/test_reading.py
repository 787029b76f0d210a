"""A rule set that is wrong is refused, with all that is wrong, by file and row, in words."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jalon.regimes.problems import PROBLEMS, RulesUnusable
from jalon.regimes.reading import FILES, load, made
from jalon.regimes.rules import DATA
from jalon.regimes.words import LANGUAGES

SAMPLE = DATA / "sample"
SAID = {"fr": "Phrase.", "en": "Sentence.", "ar": "جملة."}


def contents() -> dict[str, Any]:
    return {name: json.loads((SAMPLE / f"{name}.json").read_text(encoding="utf-8")) for name in FILES}


def small() -> dict[str, Any]:
    """One text, one bloc, one rule."""
    return {
        "set": {"name": "Trial", "version": "trial-1", "groups": {"cards": ["identity_card"]}},
        "texts": [{"code": "law", "names": SAID, "sources": ["https://example.org"]}],
        "blocs": [{"bloc": "AES", "members": ["MLI", "NER", "BFA"], "from": "2024-07-06", "text": "law"}],
        "rules": [rule("first")],
        "seasons": [],
        "fees": [],
    }


def rule(code: str, **fields: Any) -> dict[str, Any]:
    plain = {
        "code": code,
        "state": ["MLI"],
        "nationality": ["SEN"],
        "answer": "free",
        "from": "2025-01-01",
        "text": "law",
        "sentence": SAID,
    }
    return plain | fields


Breaking = Callable[[dict[str, Any]], None]


def change(**fields: Any) -> Breaking:
    return lambda page: page["rules"][0].update(fields)


def add(*rows: dict[str, Any]) -> Breaking:
    return lambda page: page["rules"].extend(rows)


# name: (what breaks it, code of the problem, where)
CASES: dict[str, tuple[Breaking, str, str]] = {
    "an unknown state": (change(state=["ZZZ"]), "code_unknown", "first"),
    "an unknown nationality": (change(nationality=["Senegal"]), "code_unknown", "first"),
    "an unknown relation": (change(nationality="friend"), "code_unknown", "first"),
    "a relation where none can stand": (change(state="own"), "code_unknown", "first"),
    "an unknown bloc": (change(nationality="bloc:G5"), "code_unknown", "first"),
    "an unknown document": (change(document=["national_card"]), "code_unknown", "first"),
    "an unknown group of documents": (change(document=["@papers"]), "code_unknown", "first"),
    "an unknown category": (change(post_category=["airport"]), "code_unknown", "first"),
    "an unknown direction": (change(direction=["out"]), "code_unknown", "first"),
    "an unknown purpose": (change(purpose=["war"]), "code_unknown", "first"),
    "an unknown answer": (change(answer="refused"), "code_unknown", "first"),
    "an unknown text": (change(text="no-such-law"), "code_unknown", "first"),
    "a word where a list is due": (change(post_category="local"), "not_rows", "first"),
    "a misspelt field": (change(documents=["passport"]), "field_unknown", "first"),
    "a field left out": (lambda page: page["rules"][0].pop("sentence"), "field_missing", "first"),
    "a language left out": (change(sentence={"fr": "Phrase.", "en": "Sentence."}), "sentence_missing", "first"),
    "no date": (change(**{"from": "29/01/2025"}), "date_wrong", "first"),
    "an end before the beginning": (change(until="2024-12-31"), "ends_before", "first"),
    "days without a way to count": (change(days=90), "stay_wrong", "first"),
    "a window shorter than the days": (change(days=90, counted="window", window=60), "stay_wrong", "first"),
    "days that are no number": (change(days="90", counted="entry"), "number_wrong", "first"),
    "a code used twice": (add(rule("first", nationality=["GIN"])), "twice", "first"),
    "two rules alike": (add(rule("second")), "tie", "first"),
    "two rules that overlap": (add(rule("second", nationality=["SEN", "GIN"], answer="visa_required")), "tie", "first"),
    "a hole in time": (
        lambda page: (change(until="2025-06-30")(page), add(rule("second", **{"from": "2025-07-02"}))(page)),
        "gap",
        "second",
    ),
    "a member twice on a day": (
        lambda page: page["blocs"].append({"bloc": "AES", "members": ["MLI"], "from": "2025-01-01", "text": "law"}),
        "member_twice",
        "AES",
    ),
    "two blocs that share a member": (
        lambda page: (
            page["blocs"].append({"bloc": "X", "members": ["NER", "TGO"], "from": "2026-01-01", "text": "law"}),
            add(rule("a", nationality="bloc:AES"), rule("b", nationality="bloc:X"))(page),
        ),
        "tie",
        "a",
    ),
    "rows that are none": (lambda page: page.update(fees={}), "not_rows", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_named(name: str) -> None:
    breaking, code, where = CASES[name]
    page = small()
    made(copy.deepcopy(page))
    breaking(page)
    with pytest.raises(RulesUnusable) as caught:
        made(page)
    assert (code, where) in {(problem.code, problem.where) for problem in caught.value.problems}
    for problem in caught.value.problems:
        said = [problem.sentence(language) for language in LANGUAGES]
        assert all(problem.file in one and "{" not in one.replace("{…}", "") for one in said)


def test_each_problem_can_happen_here(tmp_path: Path) -> None:
    """Those of the rows are above; a file that is missing or broken stops the reading itself."""
    assert {code for _, code, _ in CASES.values()} == set(PROBLEMS) - {"file_missing", "not_json"}
    (tmp_path / "set.json").write_text("{\n,", encoding="utf-8")
    with pytest.raises(RulesUnusable) as caught:
        load(tmp_path)
    found = [(problem.code, problem.file, problem.value) for problem in caught.value.problems]
    assert found[0] == ("not_json", "set.json", "2")
    assert {code for code, _, _ in found[1:]} == {"file_missing"} and len(found) == len(FILES)


@pytest.mark.parametrize(
    "second",
    [
        rule("second", nationality="*"),
        rule("second", nationality="bloc:AES"),
        rule("second", nationality="own"),
        rule("second", document=["@cards"]),
        rule("second", direction=["exit"]),
        rule("second", neighbour=["SEN"]),
        rule("second", nationality=["GIN"]),
        rule("second", state=["NER"]),
    ],
)
def test_rules_of_another_reach_are_no_tie(second: dict[str, Any]) -> None:
    page = small()
    page["rules"].append(second)
    assert len(made(page).rules) == 2


def test_a_tie_is_found_on_the_day_a_bloc_grows() -> None:
    """Two blocs that share nobody today may share a member later: that day is named."""
    page = small()
    page["blocs"].append({"bloc": "X", "members": ["TGO"], "from": "2024-01-01", "text": "law"})
    page["rules"] = [rule("a", nationality="bloc:AES"), rule("b", nationality="bloc:X")]
    made(page)
    page["blocs"].append({"bloc": "AES", "members": ["TGO"], "from": "2027-03-01", "text": "law"})
    with pytest.raises(RulesUnusable) as caught:
        made(page)
    assert [(problem.code, problem.day) for problem in caught.value.problems] == [("tie", "2027-03-01")]


def test_the_digest_is_of_what_the_files_say() -> None:
    page = contents()
    shipped = load(SAMPLE).digest
    page["rules"] = [dict(reversed(row.items())) for row in page["rules"]]
    assert made(page).digest == shipped  # however the files are laid out
    page["rules"][0]["sentence"]["fr"] += " "
    assert made(page).digest != shipped


def test_every_text_of_the_sample_is_used_and_every_rule_is_still_to_be_confirmed() -> None:
    found = load(SAMPLE)
    rows = [*found.rules, *found.seasons, *found.fees]
    used = {row.basis.text for row in rows} | {row.text for row in found.memberships}
    assert used == set(found.texts)
    assert not [row.basis.code for row in rows if row.basis.confirmed]


def test_blocs_are_dated() -> None:
    from datetime import date

    found = load(SAMPLE)
    assert found.blocs_of("MLI", date(2024, 12, 1)) == ("AES", "AU", "ECOWAS", "UEMOA")
    assert found.blocs_of("MLI", date(2025, 1, 29)) == ("AES", "AU", "UEMOA")
    assert found.blocs_of("MRT", date(2026, 1, 1)) == ("AMU", "AU")
    assert found.blocs_of("TCD", date(2026, 1, 1)) == ("AU", "CEMAC")
