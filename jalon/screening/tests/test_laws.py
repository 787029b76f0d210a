"""What holds for any names at all."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.screening.compare import compare
from jalon.screening.names import PARTS_KEPT, parts_of
from jalon.screening.person import BirthDate, Name, Person
from jalon.screening.spellings import ROOM, TABLES, classes, groups, lines

words = st.sampled_from(
    [
        "Galadima",
        "Bunkure",
        "Traoré",
        "Mohamed",
        "Ould",
        "al-Tikriti",
        "Abd al-Rahman",
        "Wadai",
        "محمد",
        "Гаджиев",
        "I.",
    ]
)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)
people = st.builds(
    lambda texts, born, nation, sex: Person(
        tuple(Name(text) for text in texts), tuple(BirthDate(text) for text in born), tuple(nation), sex
    ),
    st.lists(names | st.text(max_size=30), min_size=1, max_size=2),
    st.lists(st.sampled_from(["1975", "1975-08", "1975-08-14", "1962-01-01", "?"]), max_size=2),
    st.lists(st.sampled_from(["MLI", "NER"]), max_size=2),
    st.sampled_from(["M", "F", "X", None]),
)


@given(people, people)
def test_a_score_lies_between_0_and_1_and_has_sentences(left: Person, right: Person) -> None:
    comparison = compare(left, right)
    assert 0.0 <= comparison.score <= 1.0
    assert all(reason.sentence(language) for reason in comparison.reasons for language in ("fr", "en", "ar"))


@given(people, people)
def test_it_does_not_matter_who_is_compared_with_whom(left: Person, right: Person) -> None:
    assert abs(compare(left, right).score - compare(right, left).score) < 0.02


@given(
    st.lists(st.sampled_from(["Galadima", "Bunkure", "Traoré", "Wadai"]), min_size=2, max_size=4, unique=True),
    st.data(),
)
def test_the_order_of_the_parts_does_not_matter(parts: list[str], data: st.DataObject) -> None:
    listed = Person((Name("Galadima Wadai Traoré"),))
    turned = data.draw(st.permutations(parts))
    straight = compare(Person((Name(" ".join(parts)),)), listed).score
    assert abs(compare(Person((Name(" ".join(turned)),)), listed).score - straight) < 1e-9


@given(names)
def test_nobody_is_likelier_than_oneself(name: str) -> None:
    oneself = compare(Person((Name(name),)), Person((Name(name),))).score
    assert oneself >= compare(Person((Name(name + "x"),)), Person((Name(name),))).score


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_any_text_is_a_name(text: str) -> None:
    parts = parts_of(text)
    assert len(parts.parts) <= PARTS_KEPT
    assert all(each.text for each in parts.parts)
    compare(Person((Name(text),)), Person((Name("Galadima " + text),)))


@given(names)
def test_writing_of_letters_does_not_matter(name: str) -> None:
    texts = [part.text for part in parts_of(name).parts]
    assert [part.text for part in parts_of(name.upper()).parts] == texts
    assert [part.text for part in parts_of(unicodedata.normalize("NFD", name)).parts] == texts


def test_a_spelling_stands_on_one_line() -> None:
    seen: dict[str, str] = {}
    for spellings in lines("spellings.txt"):
        for word in spellings:
            assert word.isalnum(), word
            assert seen.setdefault(word, spellings[0]) == spellings[0], f"{word}: {seen[word]} and {spellings[0]}"


def test_a_frequent_name_is_frequent_in_every_spelling() -> None:
    assert classes()["mouhamadou"] == classes()["mohamed"] == "very_common"
    assert groups()["mouhamadou"] == groups()["محمد".translate(str.maketrans("محد", "mhd"))]
    assert all((ROOM / table).exists() for table in TABLES)
