"""Codes and their payloads: each as what it is."""

import pytest

from jalon.readers import visible_seal
from jalon.readers.barcode import read_codes
from jalon.readers.payloads import understood, zone_in
from jalon.readers.tests.samples import CARD, PASSPORT, card

VISA = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L8988901C4XXX4009078F9612109"
AAMVA = (
    "@\n\x1e\rANSI 636000080002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDACMICHAEL\n"
    "DBB06061986\nDBA12102030\nDBC1\nDCGUSA\n"
)


def seal(version=0x02, kind=0x5D, zone=VISA):
    """A visible digital seal, with a signature of zeros: none is checked."""
    signer = visible_seal.packed("DESA01234") if version == 0x02 else visible_seal.packed("DESA0212X")
    head = bytes([0xDC, version]) + visible_seal.packed("UTO") + signer + bytes(6) + bytes([kind, 0x01])
    packed = visible_seal.packed(zone)
    number = visible_seal.packed("L898902C3")
    features = bytes([0x01, len(packed)]) + packed + bytes([0x05, len(number)]) + number
    return head + features + bytes([0xFF, 0x40]) + bytes(64)


@pytest.mark.parametrize("symbology", ["QRCode", "PDF417", "DataMatrix", "Aztec"])
@pytest.mark.parametrize("angle", [0, 4, 90, 183])
def test_every_square_code_is_read_however_it_lies(symbology, angle):
    (found,) = read_codes(card(CARD, symbology, angle))
    assert (found.kind, found.text) == ("mrz", CARD)
    assert found.strip


@pytest.mark.parametrize("symbology", ["Code128", "Code39", "ITF", "Code93"])
def test_a_bar_code_gives_a_number(symbology):
    (found,) = read_codes(card("12345678901234", symbology, 0))
    assert (found.kind, found.fields) == ("number", {"document_number": "12345678901234"})


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        (PASSPORT, "mrz", {}),
        (f"REPUBLIQUE\n{CARD}\nhttps://example.org", "mrz", {}),
        ("ML-2019/12345", "number", {"document_number": "ML-2019/12345"}),
        ("b1234567", "number", {"document_number": "B1234567"}),
        ("hello world", "text", {}),
        ("ABCDEFG", "text", {}),
        ("https://example.org/12345", "text", {}),
        ("Nom: TRAORE", "text", {}),
        ("Nom: TRAORE\nPrénoms: Awa", "card", {"primary_identifier": "TRAORE", "secondary_identifier": "Awa"}),
        ("Sexe: F\nNé le: 12/03/1990", "text", {}),
        ("P<MLI<<<", "text", {}),
        ("", "text", {}),
    ],
)
def test_a_payload_is_said_as_what_it_is(text, kind, fields):
    answer = understood(text.encode(), text, "barcode")
    assert (answer.kind, dict(answer.fields)) == (kind, fields)


def test_an_american_licence():
    answer = understood(AAMVA.encode(), AAMVA, "barcode")
    assert answer.layout == "AAMVA DL/ID"
    assert answer.fields == {
        "document_number": "T64235789",
        "primary_identifier": "SAMPLE",
        "secondary_identifier": "MICHAEL",
        "birth_date": "1986-06-06",
        "expiry_date": "2030-12-10",
        "sex": "M",
        "issuing_state": "USA",
    }


@pytest.mark.parametrize("version", [0x02, 0x03])
def test_the_seal_of_a_visa_bears_its_zone_and_its_signature_is_said_not_to_be_checked(version):
    answer = understood(seal(version), "", "barcode")
    assert answer.kind == "mrz"
    assert [line.text for line in answer.lines] == [VISA[:44], VISA[44:].ljust(44, "<")]
    assert answer.fields["document_number"] == "L898902C3"
    assert answer.said == ("signature_not_checked",)


@pytest.mark.parametrize("cut", range(21, 77, 7))
def test_a_seal_cut_before_its_signature_is_no_seal(cut):
    whole = seal()
    assert understood(whole[:cut], "", "barcode").kind in {"text", "card"}


def test_a_seal_in_a_code_is_read_through_the_camera():
    (found,) = read_codes(card(seal(), "DataMatrix", 0))
    assert (found.kind, found.layout) == ("mrz", "Visible digital seal (ICAO Doc 9303-13)")


@pytest.mark.parametrize("text", ["AB", "ABC", "ABCD", "ABCDE", "A1 B2 C3", "P<MLI"])
def test_packed_text_comes_back(text):
    assert visible_seal.c40(visible_seal.packed(text)) == text.replace("<", " ")


def test_a_zone_is_found_among_other_lines():
    assert zone_in(f"one\n{PASSPORT}\ntwo") == tuple(PASSPORT.splitlines())
    assert zone_in("no < zone") == ()
