import json

import pytest

from jalon.screening.person import DocumentNumber
from jalon.watchlists.formats import ListUnreadable, read
from jalon.watchlists.tests.samples import edition, real_list, source

NULLS = ",".join(["-0- "] * 6)
HEADER = "ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,Remarks\n"


def row(remarks="-0- ", number=1, name="ESSAI, Oumar", kind="individual"):
    return f'{number},"{name}","{kind}","DEMO",-0- ,{NULLS},"{remarks}"\r\n'


def person(remarks):
    found = edition("ofac_sdn", row(remarks))
    return found.listings[0].person, found


@pytest.mark.parametrize("header", ["", HEADER])
def test_with_and_without_a_header_row(header):
    found = edition("ofac_sdn", header + row())
    assert (found.counts["persons"], found.refused) == (1, ())


@pytest.mark.parametrize(
    ("written", "natural"),
    [("ESSAI, Oumar", "Oumar ESSAI"), ("ESSAI", "ESSAI"), ("ESSAI, JR., Oumar", "Oumar ESSAI JR."),
     ("ESSAI, Oumar, Jr.", "Oumar ESSAI Jr.")],
)  # fmt: skip
def test_names_are_put_in_natural_order(written, natural):
    assert edition("ofac_sdn", row(name=written)).listings[0].person.names[0].text == natural


@pytest.mark.parametrize(
    ("remarks", "dates"),
    [
        ("DOB 12 Mar 1965.", [("1965-03-12", False)]),
        ("DOB 12 Mar 1965; alt. DOB 1966.", [("1965-03-12", False), ("1966", False)]),
        ("DOB Mar 1965", [("1965-03", False)]),
        ("DOB circa 1965; POB Kidal, Mali", [("1965", True)]),
        ("DOB 1965 to 1967", [("1965", False), ("1966", False), ("1967", False)]),
        ("DOB 01 Jan 1965 to 31 Dec 1966", [("1965", False), ("1966", False)]),
        ("POB Kidal, Mali.", []),
    ],
)
def test_birth_dates_in_the_remarks(remarks, dates):
    found, _ = person(remarks)
    assert [(date.text, date.approximate) for date in found.birth_dates] == dates


def test_a_date_not_understood_is_said_and_the_name_stays():
    found, read_as = person("DOB in his youth; nationality Mali")
    assert found.names[0].text == "Oumar ESSAI" and found.nationalities == ("MLI",)
    assert [problem.code for problem in read_as.problems] == ["date_unreadable"]


def test_the_other_facts_of_the_remarks():
    found, _ = person(
        "nationality Mali; citizen Iran; Gender Female; Passport A123 (Iran) expires 04 May 2024; "
        "National ID No. 99-1 (Mali); Tax ID No. 77 (Mali); a.k.a. 'ABU 'UMAR'; Linked To: SOMEONE."
    )
    assert (found.nationalities, found.sex) == (("MLI", "IRN"), "F")
    assert found.document_numbers == (
        DocumentNumber("A123", "IRN", "passport"),
        DocumentNumber("99-1", "MLI", "national_id"),
    )
    assert [(name.text, name.kind) for name in found.names[1:]] == [("ABU 'UMAR", "weak")]


def test_alternate_names_join_their_entry_in_any_order_of_files():
    alternates = '1,11,"aka","ESSAI, Omar",-0- \r\n1,12,"fka","ESSAYE",weak\r\n'
    for files in ((row(), alternates), (alternates, row())):
        names = edition("ofac_sdn", *files).listings[0].person.names
        assert [(name.text, name.kind) for name in names[1:]] == [("Omar ESSAI", "alias"), ("ESSAYE", "weak")]


def test_alternate_names_of_nobody_are_said():
    found = edition("ofac_sdn", row(), '8,11,"aka","ESSAI, Omar",-0- \r\n')
    assert [problem.code for problem in found.problems] == ["alternates_unattached"]


def test_alternate_names_alone_are_not_a_list():
    with pytest.raises(ListUnreadable) as caught:
        edition("ofac_sdn", '8,11,"aka","ESSAI, Omar",-0- \r\n')
    assert caught.value.problem.code == "no_main_file"


def test_ships_and_firms_are_counted():
    found = edition("ofac_sdn", row() + row(number=2, kind="vessel") + row(number=3, kind="-0- "))
    assert (found.counts["persons"], found.not_persons) == (1, {"vessel": 1, "entity": 1})


def test_a_row_cut_short_is_refused_and_the_end_mark_is_not():
    found = edition("ofac_sdn", row() + "2,SHORT\r\n\x1a\r\n")
    assert [(refusal.code, refusal.row) for refusal in found.refused] == [("wrong_width", 2)]


def test_a_quotation_mark_left_open_does_not_swallow_the_rest():
    with pytest.raises(ListUnreadable) as caught:
        edition("ofac_sdn", row() + '2,"OPEN, Name,individual\r\n' + row(number=3))
    assert caught.value.problem.row == 2


def test_the_real_files_load_whole():
    main, alternate = real_list("ofac_sdn_2023-11.csv"), real_list("ofac_alt_2024-01.csv")
    found = read([main, alternate])
    assert (found.format, found.counts["persons"], found.refused) == ("ofac_sdn", 5890, ())
    # Twenty weak aliases with an apostrophe in them are beyond the independent reader's 14,968.
    assert found.counts["names"] == 14_968 + 20
    assert read([main]).counts["persons"] == 5890


def test_the_real_files_give_all_that_an_independent_reader_finds():
    lines = map(json.loads, real_list("persons.jsonl").read_text(encoding="utf-8").splitlines())
    known = {one["id"]: one for one in lines if one["source"] == "us_ofac_sdn"}
    found = read([real_list("ofac_sdn_2023-11.csv"), real_list("ofac_alt_2024-01.csv")])
    people = {listing.id: listing.person for listing in found.listings}
    assert people.keys() == known.keys()
    differ = 0
    for id, one in people.items():
        missing = {name["name"] for name in known[id]["names"]} - {name.text for name in one.names}
        differ += len(missing)
        assert {d.text for d in one.birth_dates} >= {d["dob"] for d in known[id]["dobs"] if "dob" in d}, id
        written = [paper.number for paper in one.document_numbers]
        assert all(any(paper in number for number in written) for paper in known[id]["docs"]), id
        assert len(one.nationalities) >= len(known[id]["nationality"]), id
    # Seven with “Jr.” in another place, and two cut at an apostrophe or a comma by the independent reader.
    assert differ <= 9


@pytest.mark.parametrize(
    "header",
    [HEADER, "ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details\n", "\ufeff" + HEADER, ""],
)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_its_files_are_recognised_with_any_header_row(header, end):
    found = read([source((header + row()).replace("\r\n", "\n").replace("\n", end))])
    assert (found.format, found.counts["persons"]) == ("ofac_sdn", 1)
