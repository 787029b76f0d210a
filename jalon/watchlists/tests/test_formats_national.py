import io
import time
import zipfile

import pytest
import xlsxwriter

from jalon.screening.person import BirthDate, DocumentNumber, Name, Person
from jalon.watchlists.formats import Listing, ListUnreadable, read, table
from jalon.watchlists.formats.listing import ACTIONS
from jalon.watchlists.formats.national import COLUMNS
from jalon.watchlists.formats.template import GUIDE, as_csv, as_xlsx
from jalon.watchlists.tests.samples import ROW, TODAY, edition, national, source


def workbook(rows):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return held.getvalue()


def test_a_row_with_everything():
    found = edition(
        "national",
        national({"aliases": "Mohamed Diallo; M. Sheikh", "document_number": "P1; P2", "document_state": "Guinée",
                  "document_type": "passeport"}),
    )  # fmt: skip
    assert found.refused == ()
    listing = found.listings[0]
    assert [name.text for name in listing.person.names] == ["Mouhamadou Cheikh JALLOH", "Mohamed Diallo", "M. Sheikh"]
    assert listing.person.document_numbers[1] == DocumentNumber("P2", "GIN", "passport")
    assert (listing.authority, listing.action, listing.expires, listing.audience) == (
        "Parquet", "refer", "2026-12-31", "post",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"id": ""}, "id", "missing"),
        ({"surname": "", "given_names": ""}, "surname", "no_name"),
        ({"authority": ""}, "authority", "missing"),
        ({"decision_number": ""}, "decision_number", "missing"),
        ({"legal_basis": ""}, "legal_basis", "missing"),
        ({"telephone": " "}, "telephone", "missing"),
        ({"action": ""}, "action", "missing"),
        ({"action": "shout"}, "action", "unknown_value"),
        ({"action": "arrest"}, "confirmation", "confirmation_missing"),
        ({"action": "refuse"}, "confirmation", "confirmation_missing"),
        ({"action": "protect"}, "category", "missing"),
        ({"action": "protect", "category": "cousin"}, "category", "unknown_value"),
        ({"expires": ""}, "expires", "missing"),
        ({"expires": "soon"}, "expires", "expiry_unreadable"),
        ({"expires": "2026"}, "expires", "expiry_unreadable"),
        ({"expires": "2026-02-28"}, "expires", "expired"),
        ({"expires": "2027-03-02"}, "expires", "expires_too_late"),
    ],
)
def test_what_refuses_a_row(change, field, code):
    found = edition("national", national({"id": "ok"}, change))
    assert [(refusal.row, refusal.field, refusal.code) for refusal in found.refused] == [(3, field, code)]
    assert [listing.id for listing in found.listings] == ["ok"]
    for language in ("fr", "en", "ar"):
        assert found.refused[0].sentence(language) and found.refused[0].where(language)


@pytest.mark.parametrize("expires", ["2026-03-01", "2027-03-01", "01/03/2027"])
def test_a_year_at_most(expires):
    assert edition("national", national({"expires": expires})).refused == ()


@pytest.mark.parametrize(("action", "code"), [("arrest", "arrest"), ("interpeller", "arrest"), ("رفض", "refuse")])
def test_a_confirmation_allows_more_than_referring(action, code):
    listing = edition("national", national({"action": action, "confirmation": "C-1"})).listings[0]
    assert (listing.action, listing.confirmation) == (code, "C-1")


@pytest.mark.parametrize(
    ("category", "audience"),
    [("missing_child", "post"), ("enfant disparu", "post"), ("missing_adult", "headquarters"),
     ("victim", "headquarters"), ("victime", "headquarters")],
)  # fmt: skip
def test_who_may_hold_a_protect_listing(category, audience):
    listing = edition("national", national({"action": "protect", "category": category})).listings[0]
    assert listing.audience == audience


@pytest.mark.parametrize("category", ["victim", "victime", "missing_adult", "missing_child"])
@pytest.mark.parametrize("action", ["refer", "refuse", "arrest"])
def test_who_is_to_be_protected_is_listed_for_nothing_else(category, action):
    found = edition("national", national({"action": action, "confirmation": "C-1", "category": category}))
    assert found.listings == ()
    assert [(refusal.row, refusal.field, refusal.code) for refusal in found.refused] == [
        (2, "action", "protected_category"),
    ]
    for language in ("fr", "en", "ar"):
        assert category in found.refused[0].sentence(language)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(
    ("category", "audience"),
    [("victim", "headquarters"), ("missing_adult", "headquarters"), ("of another year", "headquarters"),
     ("missing_child", "post")],
)  # fmt: skip
def test_the_audience_follows_the_category_whatever_the_action(action, category, audience):
    assert Listing("1", Person(()), action=action, category=category).audience == audience


def test_without_a_day_the_bound_is_not_checked_and_that_is_said():
    found = edition("national", national({"expires": "2031-01-01"}), today=None)
    assert [problem.code for problem in found.problems] == ["expiry_unchecked"]
    assert found.counts["persons"] == 1


def test_every_fault_of_a_row_is_said_at_once():
    found = edition("national", national({"authority": "", "telephone": ""}))
    assert len(found.refused) == 1
    assert [problem.field for problem in found.problems] == ["telephone"]


def test_a_field_not_understood_keeps_the_name():
    found = edition("national", national({"birth_date": "31/02/1980", "nationality": "Atlantis", "sex": "?"}))
    assert found.counts["persons"] == 1
    assert [problem.code for problem in found.problems] == ["sex_unknown", "date_unreadable", "state_unknown"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("1984", "1984"), ("1984-05", "1984-05"), ("17/05/1984", "1984-05-17"), ("1984-05-00", "1984-05"),
     ("١٩٨٤-٠٥-١٧", "1984-05-17")],
)  # fmt: skip
def test_partial_birth_dates(written, read_as):
    assert edition("national", national({"birth_date": written})).listings[0].person.birth_dates == (
        BirthDate(read_as),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_and_delimiters(delimiter, encoding):
    content = national({"surname": "KEÏTA"}, delimiter=delimiter).encode(encoding)
    assert edition("national", content).listings[0].person.names == (Name("Mouhamadou Cheikh KEÏTA", "primary"),)


def in_words(language, change=None, delimiter=";", end="\r\n"):
    """A national table with the headings of the template in one language."""
    headings = as_csv(language).decode("utf-8-sig").strip()
    row = [(ROW | (change or {})).get(column, "") for column in COLUMNS]
    return headings.replace(";", delimiter) + end + delimiter.join(row) + end


@pytest.mark.parametrize(
    ("encoding", "language", "name", "said"),
    [
        ("cp1252", "en", "KEÏTA Sékou", "Windows-1252"),
        ("cp1252", "fr", "KEÏTA Sékou", "Windows-1252"),
        ("cp850", "fr", "KEÏTA Sékou", "DOS (CP850)"),
        ("cp850", "en", "Keïta Sékou Amélie", "DOS (CP850)"),
        ("mac_roman", "fr", "KEÏTA Sékou", "Mac Roman"),
        ("mac_roman", "en", "Keïta Sékou Amélie", "Mac Roman"),
        ("cp1256", "ar", "كيتا سيكو", "Windows-1256"),
    ],
)
def test_a_code_page_that_the_file_does_not_say_is_told_by_what_can_be_read(encoding, language, name, said):
    found = read([source(in_words(language, {"surname": name}).encode(encoding))], today=TODAY)
    assert (found.format, found.refused) == ("national", ())
    assert found.listings[0].person.names[0].text == f"Mouhamadou Cheikh {name}"
    assert [(problem.code, problem.parameters) for problem in found.problems] == [
        ("encoding_guessed", {"value": said}),
    ]
    assert said in found.problems[0].sentence("fr")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_table_as_any_spreadsheet_saves_it_is_recognised(encoding, end):
    for delimiter in (";", "\t"):
        content = in_words("fr", {"surname": "KÉÏTA"}, delimiter, end).encode(encoding)
        found = read([source(content)], today=TODAY)
        assert (found.format, found.refused) == ("national", ())
        assert found.listings[0].person.names[0].text == "Mouhamadou Cheikh KÉÏTA"


def test_a_first_row_cut_inside_a_character_is_still_utf_8():
    headings = as_csv("fr").decode("utf-8-sig").strip()
    for length in range(8188, 8194):
        content = f"{headings}\r\n".ljust(length, "a") + "é\r\n"
        assert table.first_row(source(content))[2] == "prénoms"


def test_headings_not_understood_are_named_in_the_refusal():
    with pytest.raises(ListUnreadable) as caught:
        read([source("id;prénoms;nationalité;sexe;autorité;Familienname;Anmerkung\n1;A;MLI;M;P;B;C\n")], today=TODAY)
    assert caught.value.problem.code == "missing_columns_unread"
    for language in ("fr", "en", "ar"):
        assert "Familienname, Anmerkung" in caught.value.sentence(language)
        assert "surname" in caught.value.sentence(language)


def test_a_table_of_no_known_format_is_refused_with_its_headings():
    with pytest.raises(ListUnreadable) as caught:
        read([source("Kennung;Familienname;Vorname\n1;B;C\n", "liste.csv")], today=TODAY)
    assert caught.value.problem.code == "headings_unknown"
    assert caught.value.sentence("en").startswith("liste.csv, line 1: ")
    assert "Kennung, Familienname, Vorname" in caught.value.sentence("en")


def test_a_table_of_twelve_columns_that_begins_with_id_is_not_ofacs():
    twelve = [*(column for column in COLUMNS if column not in ("aliases", "document_number"))][:12]
    rows = [",".join(twelve), ",".join(ROW.get(column, "") for column in twelve)]
    assert len(twelve) == 12 and twelve[0] == "id"
    assert read([source("\n".join(rows))], today=TODAY).format == "national"
    with pytest.raises(ListUnreadable) as caught:
        read([source("\n".join(rows).replace("surname", "Familienname"))], today=TODAY)
    assert caught.value.problem.code == "missing_columns_unread"
    with pytest.raises(ListUnreadable) as caught:
        read([source("id," + ",".join(f"column {n}" for n in range(11)) + "\n1,2,3,4,5,6,7,8,9,10,11,12\n")])
    assert caught.value.problem.code == "headings_unknown"


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_template_filled_reads_back(language):
    heading = as_csv(language).decode("utf-8-sig")
    row = ";".join(ROW.get(column, "") for column in COLUMNS)
    found = read([source(heading + row)], today=TODAY)
    assert (found.format, found.counts["persons"], found.problems) == ("national", 1, ())
    assert read([source(as_xlsx(language))], today=TODAY).problems == ()


def test_the_guide_names_every_column_in_three_languages():
    assert list(GUIDE) == list(COLUMNS)
    assert all(set(words) == {"fr", "en", "ar"} for words in [*GUIDE.values(), *COLUMNS.values()])


def test_a_workbook_reads_as_its_csv_does():
    rows = [list(COLUMNS), [ROW.get(column, "") for column in COLUMNS]]
    found = edition("national", workbook(rows))
    assert found.listings == edition("national", national({})).listings


def test_a_zip_bomb_is_refused_at_once():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/sheet1.xml", "w") as part:
        for _ in range(80):
            part.write(b" " * 1_000_000)
    start = time.perf_counter()
    with pytest.raises(ListUnreadable) as caught:
        edition("national", held.getvalue())
    assert caught.value.problem.code == "unpacks_too_large"
    assert time.perf_counter() - start < 1


def test_a_workbook_of_too_many_cells_is_refused_at_once():
    held = io.BytesIO(workbook([list(COLUMNS)]))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/extra.xml", "<c/>" * 4_100_000)
    start = time.perf_counter()
    with pytest.raises(ListUnreadable) as caught:
        edition("national", held.getvalue())
    assert caught.value.problem.code == "workbook_too_long"
    assert time.perf_counter() - start < 1


def test_entities_in_a_workbook_are_refused():
    held = io.BytesIO(workbook([list(COLUMNS)]))
    with zipfile.ZipFile(held, "a") as packed:
        packed.writestr("xl/extra.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(ListUnreadable) as caught:
        edition("national", held.getvalue())
    assert caught.value.problem.code == "forbidden_xml"


@pytest.mark.parametrize("content", [b"PK\x03\x04junk", b"", b"a,b\n1,2\n", b"id,id,surname\n1,2,3\n"])
def test_what_is_no_list_at_all(content):
    with pytest.raises(ListUnreadable):
        edition("national", content)
