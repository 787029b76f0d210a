import io
import time
import zipfile

import pytest
import xlsxwriter

from jalon.screening.person import BirthDate, DocumentNumber, Name
from jalon.watchlists.formats import ListUnreadable, read
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


def test_windows_1252_is_read_and_said():
    found = edition("national", national({"surname": "KEÏTA"}).encode("cp1252"))
    assert found.listings[0].person.names[0].text == "Mouhamadou Cheikh KEÏTA"
    assert [problem.code for problem in found.problems] == ["encoding_guessed"]


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
