"""The index finds whom the comparison would have found, and nothing is lost on its way to disk and back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.screening import model
from jalon.screening.compare import compare
from jalon.screening.engine import FLOOR, Index
from jalon.screening.evidence.name import ALIKE, likeness, may_be_alike
from jalon.screening.names import part
from jalon.screening.person import Person
from jalon.screening.spellings import lines
from jalon.screening.store import StoreUnreadable
from jalon.screening.tests.people import person

GROUPS = [words for words in lines("spellings.txt") if words[0].isascii()]


def some_people(count: int, seed: int) -> list[Person]:
    chance = random.Random(seed)

    def name() -> str:
        if chance.random() < 0.6:
            return chance.choice(chance.choice(GROUPS))
        return "".join(chance.choice("bdfgklmnrstz") + chance.choice("aiou") for _ in range(chance.randint(2, 4)))

    return [
        person(
            " ".join(name() for _ in range(chance.randint(2, 4))),
            born=f"{chance.randint(1960, 1999)}{chance.choice(['', '-01-01', '-05', '-07-23', '-11-02'])}",
            nation=chance.choice(["MLI", "NER", "TCD"]),
            sex=chance.choice(["M", "F", None]),
        )
        for _ in range(count)
    ]


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return some_people(400, seed=1)


@pytest.fixture(scope="module")
def index(people: list[Person]) -> Index:
    return Index.build((str(number), each) for number, each in enumerate(people))


def altered(each: Person, chance: random.Random) -> Person:
    """One letter wrong, parts turned round."""
    words = each.names[0].text.split()
    at = chance.randrange(len(words))
    word = words[at]
    slip = chance.randrange(1, len(word))
    words[at] = word[:slip] + chance.choice("aeioulnrst") + word[slip + chance.randint(0, 1) :]
    turn = chance.randrange(len(words))
    return person(" ".join(words[turn:] + words[:turn]).upper(), born=each.birth_dates[0].text)


def test_the_first_hit_is_the_one_brute_force_finds(index: Index, people: list[Person]) -> None:
    chance = random.Random(2)
    queries = [altered(each, chance) for each in people[::4]] + some_people(50, seed=3)
    found = 0
    for query in queries:
        scores = [compare(query, each).score for each in people]
        best = max(scores)
        hits = index.search(query)
        if best >= 0.4:
            found += 1
            assert hits, (query, people[scores.index(best)])
            assert hits[0].score == pytest.approx(best), (query, people[scores.index(best)], hits[0])
    assert found >= 90


def test_hits_carry_the_score_and_reasons_of_the_comparison(index: Index, people: list[Person]) -> None:
    for each in people[:20]:
        for hit in index.search(each):
            comparison = compare(each, people[int(hit.id)])
            assert (hit.score, hit.reasons) == (comparison.score, comparison.reasons)


def test_best_first_no_more_than_asked_none_below_the_floor(index: Index, people: list[Person]) -> None:
    for each in people[:50]:
        hits = index.search(each, limit=3)
        assert len(hits) <= 3
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert all(hit.score >= FLOOR for hit in hits)


def test_saved_and_opened_it_answers_the_same(index: Index, people: list[Person], tmp_path: Path) -> None:
    index.save(tmp_path / "names")
    again = Index.open(tmp_path / "names")
    assert len(again) == len(people)
    for each in people[:30]:
        assert again.search(each) == index.search(each)
    assert list(tmp_path.iterdir()) == [tmp_path / "names"]


def test_what_is_no_index_of_this_version_is_refused(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "names"
    index.save(path)
    whole = path.read_bytes()
    for damaged in (b"", b"something else", whole[:40], whole[: len(whole) // 2]):
        path.write_bytes(damaged)
        with pytest.raises(StoreUnreadable):
            Index.open(path)
    index.save(path)
    monkeypatch.setattr("jalon.screening.engine.VERSION", "0")
    with pytest.raises(StoreUnreadable, match="another version"):
        Index.open(path)


def test_a_document_number_finds_its_holder_under_any_name() -> None:
    index = Index.build([("a", person("Galadima Kano", paper="B0123456/MLI")), ("b", person("Wadai Bunkure"))])
    assert [hit.id for hit in index.search(person("Traoré", paper="b 0123456/MLI"))] == ["a"]
    assert [
        hit.id for hit in index.search(Person((), document_numbers=person("x", paper="B0123456").document_numbers))
    ] == ["a"]
    assert index.search(person("Traoré", paper="B9999999/MLI")) == []


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("GALADIMAKANO BUNKURE", "Galadima Kano Bunkure"),
        ("GALADIMA KANO BUNKURE", "Galadimakano Bunkure"),
        ("BUNGALADIMA", "Bun Galadima"),
        ("BUN GALADIMA", "Bungaladima"),
        ("GALADIMA BUN", "Bungaladima"),
        ("BUNKURE ABDERRAHMANE", "عبد الرحمن بنكوري"),
        ("RAHMANE BUNKURE", "Abd al-Rahman Bunkure"),
        ("SOULEYM BUNKURE", "Souleymane Bunkure"),
        ("王小明", "王小明"),
    ],
)
def test_found_by_every_kind_of_key(query: str, listed: str) -> None:
    index = Index.build([("x", person("Wadai Kano")), ("wanted", person(listed, born="1975-08-14"))])
    hits = index.search(person(query, born="1975-08-14"))
    assert [hit.id for hit in hits][:1] == ["wanted"]
    assert hits[0].score >= model.THRESHOLD


some_word = st.text("abdgklmnrstuhio", min_size=2, max_size=8)


@given(st.lists(some_word, min_size=8, max_size=12), some_word)
def test_the_first_sieve_loses_no_part_that_is_alike(others: list[str], text: str) -> None:
    parts = [part(other) for other in [*others, text[:5], text + "ou", "abd" + text]]
    alike = {at for at, other in enumerate(parts) if likeness(part(text), other)[0] >= ALIKE}
    assert alike <= set(may_be_alike(part(text), parts))


def test_of_two_parts_alike_a_name_counts_the_one_most_alike() -> None:
    index = Index.build([("a", person("Galadima Galadina")), ("b", person("Galadina Galadima"))])
    found = index.holders(*index.alike_words(part("galadima")), 1.0)
    assert (found.names.tolist(), found.agreed.tolist()) == ([0, 1], [1.0, 1.0])


def test_an_endless_name_costs_no_more_than_a_long_one() -> None:
    index = Index.build([("a", person("Galadima Kano")), ("b", person("k" * 1_000_000))])
    assert index.search(person("abcdefghij" * 100_000)) == []
    assert [hit.id for hit in index.search(person("Galadima Kano " + "x " * 100_000))] == ["a"]


def test_nobody_listed_nobody_found() -> None:
    assert Index.build([]).search(person("Galadima Kano", born="1975", paper="B0123456")) == []
    assert Index.build([("a", Person(()))]).search(person("Galadima")) == []
    assert Index.build([("a", person("..."))]).search(person("???")) == []
