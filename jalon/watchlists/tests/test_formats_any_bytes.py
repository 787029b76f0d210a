"""No bytes whatever crash a reader: an edition, or a sentence."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jalon.watchlists.formats import FORMATS, Edition, ListUnreadable, read
from jalon.watchlists.tests.samples import TODAY, national, source, un
from jalon.watchlists.tests.test_formats_national import workbook
from jalon.watchlists.tests.test_formats_ofac_sdn import row

GOOD = {
    "un_sc": un(
        "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A (b; c)</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1970"
        "</FROM_YEAR><TO_YEAR>1972</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
    ).encode(),
    "ftm": b'{"id": "a", "schema": "Person", "properties": {"name": ["A"], "birthDate": ["1970"], "gender": ["male"]}}',
    "documents": "number,issuing_state,type,status,reported\nA1,MLI,passport,volé,2025-01-01\n".encode(),
    "ofac_sdn": row("DOB circa 1965; nationality Mali; Passport A1 (Mali); a.k.a. 'X'").encode(),
    "national": national({"aliases": "B;C", "document_number": "1"}).encode(),
}
WORKBOOK = workbook([["id", "surname"], ["1", "A"]])


def survives(content: bytes, format: str | None) -> None:
    try:
        assert isinstance(read([source(content)], format, today=TODAY), Edition)
    except ListUnreadable as error:
        for language in ("fr", "en", "ar"):
            assert not re.search(r"\{\w*\}", error.sentence(language).replace("{}", ""))


@given(st.binary(max_size=300), st.sampled_from([None, *FORMATS]))
@example(b"\xff\xfe", None)
@example(b'"', "national")
@example(b"PK\x03\x04", None)
@settings(max_examples=300, deadline=None)
def test_any_bytes(content, format):
    survives(content, format)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_good_file_with_bytes_changed(data):
    format = data.draw(st.sampled_from(list(GOOD)))
    content = bytearray(GOOD[format])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    survives(bytes(content), format)


@given(st.integers(0, len(WORKBOOK)), st.binary(min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_a_workbook_with_bytes_changed(at, wrong):
    survives(WORKBOOK[:at] + wrong + WORKBOOK[at + len(wrong) :], "national")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PROPERTIES = st.dictionaries(
    st.sampled_from(["name", "alias", "weakAlias", "birthDate", "nationality", "gender", "passportNumber"]), JSON
)


@given(JSON, PROPERTIES | JSON)
@settings(max_examples=200, deadline=None)
def test_any_json_in_an_entity(id, properties):
    import json

    survives(json.dumps({"id": id, "schema": "Person", "properties": properties}).encode(), "ftm")


@given(st.text(max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_remarks_of_ofac(remarks):
    survives(row(remarks.replace('"', "'")).encode("utf-8", "replace"), "ofac_sdn")


@pytest.mark.parametrize("format", FORMATS)
def test_the_good_files_are_good_and_recognised(format):
    found = read([source(GOOD[format])], today=TODAY)
    assert (found.format, len(found.listings), found.refused) == (format, 1, ())
