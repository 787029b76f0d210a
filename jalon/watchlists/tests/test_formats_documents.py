import pytest

from jalon.screening.person import DocumentNumber
from jalon.watchlists.formats import read
from jalon.watchlists.tests.samples import edition, source

HEADER = "number,issuing_state,type,status,reported\n"


def test_a_stolen_passport():
    found = read([source(HEADER + "ab 04-512,Mali,passeport,volé,2025-11-02\n")])
    assert found.format == "documents"
    listing = found.listings[0]
    assert listing.person.document_numbers == (DocumentNumber("AB04512", "MLI", "passport"),)
    assert (listing.id, listing.kind, listing.status) == ("MLI-AB04512-passport", "document", "stolen")
    assert (found.counts["persons"], found.counts["documents"]) == (0, 1)


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (",MLI,passport,stolen,", "number", "missing"),
        ("---,MLI,passport,stolen,", "number", "unknown_value"),
        ("A1,,passport,stolen,", "issuing_state", "missing"),
        ("A1,Atlantis,passport,stolen,", "issuing_state", "unknown_value"),
        ("A1,MLI,passport,,", "status", "missing"),
        ("A1,MLI,passport,borrowed,", "status", "unknown_value"),
        ("OK1,MLI,passport,lost,", "number", "duplicate_id"),
        ("A1,MLI,passport,lost,,extra", None, "wrong_width"),
    ],
)
def test_what_refuses_a_row(row, field, code):
    found = edition("documents", HEADER + "OK1,MLI,passport,stolen,\n" + row + "\n")
    assert [(refusal.row, refusal.field, refusal.code) for refusal in found.refused] == [(3, field, code)]


def test_a_date_not_understood_keeps_the_document():
    found = edition("documents", HEADER + "A1,MLI,passport,stolen,yesterday\n")
    assert (found.counts["documents"], [problem.code for problem in found.problems]) == (1, ["date_unreadable"])
