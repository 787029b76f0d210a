import json
import time

import pytest

from jalon.screening.person import BirthDate, DocumentNumber, Name
from jalon.watchlists.formats import ListUnreadable, read
from jalon.watchlists.tests.samples import edition, real_list, un

PERSON = """<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>OUMAR</FIRST_NAME><SECOND_NAME>TESTEUR</SECOND_NAME>
<THIRD_NAME>AG</THIRD_NAME><FOURTH_NAME>ESSAI</FOURTH_NAME><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
<GENDER>Male</GENDER><NATIONALITY><VALUE>Mali</VALUE></NATIONALITY>{more}</INDIVIDUAL>"""


def person(more=""):
    found = edition("un_sc", un(PERSON.format(more=more)))
    return found.listings[0].person, found


def alias(text, quality="Good"):
    return f"<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{text}</ALIAS_NAME></INDIVIDUAL_ALIAS>"


def test_the_primary_name_is_made_of_the_four_parts():
    assert person()[0].names == (Name("OUMAR TESTEUR AG ESSAI", "primary"),)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (alias("Omar Essai"), [("Omar Essai", "alias")]),
        (alias("Abou Essai", "Low"), [("Abou Essai", "weak")]),
        (alias(""), []),
        (alias("oumar testeur ag essai"), []),
        (alias("Omar A; Omar B"), [("Omar A", "alias"), ("Omar B", "alias")]),
        (alias("Omar A b) Omar B"), [("Omar A", "alias"), ("Omar B", "alias")]),
        (alias("Omar (عمر)"), [("Omar", "alias"), ("عمر", "original")]),
        (alias("Omar (original script: Омар)", "Low"), [("Omar", "weak"), ("Омар", "weak")]),
        (alias("Omar (birth name)"), [("Omar", "alias")]),
        ("<NAME_ORIGINAL_SCRIPT>عمر</NAME_ORIGINAL_SCRIPT>", [("عمر", "original")]),
    ],
)
def test_aliases(written, names):
    assert [(name.text, name.kind) for name in person(written)[0].names[1:]] == names


def test_a_remark_in_a_name_is_said_not_dropped_in_silence():
    _, found = person(alias("Omar (birth name)"))
    assert [problem.code for problem in found.problems] == ["remark_in_name"]


@pytest.mark.parametrize(
    ("written", "dates"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-03-04</DATE>", [("1971-03-04", False)]),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1971</YEAR>", [("1971", False)]),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1971</YEAR>", [("1971", True)]),
        ("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1971</FROM_YEAR><TO_YEAR>1973</TO_YEAR>",
         [("1971", False), ("1972", False), ("1973", False)]),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1971</NOTE>", [("1971-11", False)]),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>30-35 years old</NOTE>", []),
    ],
)  # fmt: skip
def test_birth_dates(written, dates):
    found, read_as = person(f"<INDIVIDUAL_DATE_OF_BIRTH>{written}</INDIVIDUAL_DATE_OF_BIRTH>")
    assert found.birth_dates == tuple(BirthDate(*date) for date in dates)
    assert [problem.code for problem in read_as.problems] == ([] if dates else ["date_unreadable"])


def test_nationality_and_sex_are_codes():
    found, _ = person()
    assert (found.nationalities, found.sex) == (("MLI",), "M")


@pytest.mark.parametrize(
    ("number", "found"),
    [("B0515260", "B0515260"), ("Afghan passport number OA296623", "OA296623"), ("R00012098, South Sudan", "R00012098"),
     ("381110042 (Expired 25 Jan. 2016)", "381110042"), ("Diplomatic Passport D014433", "D014433")],
)  # fmt: skip
def test_document_numbers(number, found):
    written = (
        f"<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>{number}</NUMBER>"
        "<ISSUING_COUNTRY>Mali</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>"
    )
    assert person(written)[0].document_numbers == (DocumentNumber(found, "MLI", "passport"),)


def test_entities_are_counted_as_not_persons():
    found = edition("un_sc", un(PERSON.format(more=""), "<ENTITY><DATAID>2</DATAID></ENTITY>"))
    assert (found.counts["persons"], found.not_persons) == (1, {"ENTITY": 1})


def test_a_person_met_twice_or_without_name_is_refused_with_its_line():
    nameless = "\n\n<INDIVIDUAL><DATAID>3</DATAID></INDIVIDUAL>"
    found = edition("un_sc", un(PERSON.format(more="") * 2 + nameless))
    assert [(refusal.code, refusal.row) for refusal in found.refused] == [("duplicate_id", 4), ("no_name", 8)]


def test_a_file_cut_short_is_unreadable_and_says_where():
    whole = un(PERSON.format(more=""))
    with pytest.raises(ListUnreadable) as caught:
        edition("un_sc", whole[: len(whole) // 2])
    assert "file0" in str(caught.value) and "line" in str(caught.value)


def test_an_entity_bomb_is_refused_at_once():
    rungs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{rungs}]><CONSOLIDATED_LIST>&a11;</CONSOLIDATED_LIST>'
    start = time.perf_counter()
    with pytest.raises(ListUnreadable) as caught:
        edition("un_sc", bomb)
    assert caught.value.problem.code == "forbidden_xml"
    assert time.perf_counter() - start < 1


def test_endless_nesting_is_refused():
    with pytest.raises(ListUnreadable):
        edition("un_sc", "<CONSOLIDATED_LIST>" + "<a>" * 100_000)


def oracle(source):
    lines = real_list("persons.jsonl").read_text(encoding="utf-8").splitlines()
    return {person["id"]: person for person in map(json.loads, lines) if person["source"] == source}


def test_the_real_list_loads_whole():
    found = read([real_list("UN_consolidated.xml")])
    assert found.format == "un_sc"
    assert (found.counts["persons"], found.counts["names"], found.refused) == (730, 3190, ())
    assert found.not_persons == {"ENTITY": 273}


def test_the_real_list_gives_all_that_an_independent_reader_finds():
    known = oracle("un_sc")
    listings = {listing.id: listing.person for listing in read([real_list("UN_consolidated.xml")]).listings}
    assert listings.keys() == known.keys()
    for id, one in listings.items():
        texts = " | ".join(name.text for name in one.names)
        for name in known[id]["names"]:
            # Several names in one field are told apart here, so the pieces are looked for.
            first = name["name"].split(";")[0].split("(")[0].split(" b) ")[0].split(" born")[0].strip(" ,)")
            assert first in texts or not first, (id, name)
        dates = {date.text for date in one.birth_dates}
        assert dates >= {date["dob"] for date in known[id]["dobs"] if "dob" in date}, id
        numbers = [paper.number for paper in one.document_numbers]
        assert all(any(number in paper for number in numbers) for paper in known[id]["docs"]), id
        assert len(one.nationalities) == len(known[id]["nationality"]), id


@pytest.mark.parametrize(
    ("written", "dated"),
    [(' dateGenerated="2026-02-27T00:00:09.554Z"', "2026-02-27"), (' dateGenerated="yesterday"', None), ("", None)],
)
def test_the_day_of_the_edition_is_the_publishers(written, dated):
    found = edition("un_sc", un(PERSON.format(more="")).replace("<CONSOLIDATED_LIST", f"<CONSOLIDATED_LIST{written}"))
    assert (found.dated, found.counts["persons"]) == (dated, 1)
