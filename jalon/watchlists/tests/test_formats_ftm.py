import json

import pytest

from jalon.screening.person import BirthDate, DocumentNumber, Name, Person
from jalon.watchlists.formats import ListUnreadable, read
from jalon.watchlists.formats.ftm import person_from
from jalon.watchlists.tests.samples import edition, source


def entity(id="a", schema="Person", **properties):
    return {"id": id, "schema": schema, "properties": properties}


def lines(*entities):
    return "\n".join(json.dumps(one) for one in entities) + "\n"


def test_a_person_with_everything():
    found = person_from(
        entity(
            name=["Oumar Essai"], alias=["Omar Essai"], weakAlias=["Abou Omar"], birthDate=["1971-03", "1971"],
            nationality=["ml", "FRA"], gender=["male"], passportNumber=["B1"], idNumber=["77"],
        )
    )  # fmt: skip
    assert found == Person(
        names=(Name("Oumar Essai", "primary"), Name("Omar Essai", "alias"), Name("Abou Omar", "weak")),
        birth_dates=(BirthDate("1971-03"), BirthDate("1971")),
        nationalities=("MLI", "FRA"),
        sex="M",
        document_numbers=(DocumentNumber("B1", None, "passport"), DocumentNumber("77", None, "national_id")),
    )


def test_a_name_in_parts_and_a_country_stand_in_where_there_is_nothing_better():
    found = person_from(entity(firstName="Oumar", lastName="Essai", country="de"))
    assert (found.names[0].text, found.nationalities) == ("Oumar Essai", ("DEU",))
    assert person_from(entity(name="A", country="de", nationality="ml")).nationalities == ("MLI",)


@pytest.mark.parametrize("bad", [[], 3, entity(schema="Company", name=["X"]), entity(), {"id": "a"}])
def test_a_query_that_is_nobody(bad):
    with pytest.raises(ValueError, match=r"person|Person"):
        person_from(bad)


def test_other_schemata_are_counted():
    found = edition("ftm", lines(entity(name=["A"]), entity("b", "Company"), entity("c", "Address")))
    assert (found.counts["persons"], found.not_persons) == (1, {"Company": 1, "Address": 1})


@pytest.mark.parametrize(
    ("bad", "code"),
    [(entity(id=""), "missing"), (entity("b"), "no_name"), (entity("a", name=["B"]), "duplicate_id")],
)
def test_refused_rows_are_said_with_their_line(bad, code):
    found = edition("ftm", lines(entity(name=["A"]), bad))
    assert [(refusal.row, refusal.code) for refusal in found.refused] == [(2, code)]


def test_a_field_not_understood_keeps_the_name():
    found = edition("ftm", lines(entity(name=["A"], birthDate=["soon"], nationality=["zz"], gender=["?"], alias=[{}])))
    assert found.counts["persons"] == 1
    said = {(problem.field, problem.code) for problem in found.problems}
    assert said == {
        ("birthDate", "date_unreadable"),
        ("nationality", "state_unknown"),
        ("gender", "sex_unknown"),
        ("alias", "field_unreadable"),
    }


@pytest.mark.parametrize(
    "tail", ['{"id": "b", "sch', "[]", "nonsense", '{"a": ' * 100_000, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_damaged_line_makes_the_file_unreadable(tail):
    tail = tail if isinstance(tail, bytes) else tail.encode()
    with pytest.raises(ListUnreadable) as caught:
        edition("ftm", lines(entity(name=["A"])).encode() + tail)
    assert caught.value.problem.row == 2


def test_lone_surrogates_and_signs_that_hide_are_taken_out_of_names():
    found = edition("ftm", '{"id": "a", "schema": "Person", "properties": {"name": ["A\\ud800\\u202eB\\u0000"]}}')
    assert found.listings[0].person.names[0].text == "AB"
    assert found.listings[0].digest()


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "empty_file", "line 1"),
        (b"\n \n", "empty_file", "line 1"),
        (b"not JSON\n", "not_json", "line 1"),
        (b'{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}\nmore\n', "not_json", "line 2"),
        ("{}".encode("utf-16"), "not_json", "line 1"),
    ],
)
@pytest.mark.parametrize("name", ["liste.jsonl", "LISTE.NDJSON"])
def test_a_broken_file_of_json_lines_is_told_with_its_line(content, code, place, name):
    for format in (None, "ftm"):
        with pytest.raises(ListUnreadable) as caught:
            read([source(content, name)], format)
        assert caught.value.problem.code == code
        assert caught.value.sentence("en").startswith(f"{name}, {place}: ")


def test_an_empty_file_of_any_name_is_said_to_be_empty():
    with pytest.raises(ListUnreadable) as caught:
        read([source(b"", "liste.csv")])
    assert caught.value.sentence("fr") == "liste.csv, ligne 1 : ce fichier est vide ; reprenez-le à la source."
