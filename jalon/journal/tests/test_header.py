"""A header is written out by hand, for speed: what the library of RFC 8785 says is the measure of it."""

from dataclasses import asdict, fields, replace

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from jalon.journal.header import LARGEST, Header

TEXT = ("actor", "boot", "epoch", "node", "verb", "algorithms", "commitment", "prev", "sealed")
NUMBERS = ("seq", "wall", "mono", "parent", "format")
strings = st.text(st.characters(codec="utf-8"))
headers = st.builds(
    Header,
    **dict.fromkeys(TEXT, strings),
    **dict.fromkeys(NUMBERS, st.integers(-LARGEST, LARGEST)),
)
USUAL = Header("n", "e", 1, "p", "v", 2, "b", 3, 4, "a", "c", "s")


@given(headers)
def test_headers_are_canonical(header):
    assert {*TEXT, *NUMBERS} == {field.name for field in fields(Header)}
    assert header.to_bytes() == rfc8785.dumps(asdict(header))
    assert Header.from_bytes(header.to_bytes()) == header


@pytest.mark.parametrize("number", [1.0, True, None, "1", 2**53, -(2**53)])
def test_numbers_of_a_header_are_integers(number):
    with pytest.raises(ValueError, match="integer"):
        replace(USUAL, seq=number).to_bytes()


@pytest.mark.parametrize("text", [1, None, ["v"], "\ud800"])
def test_names_of_a_header_are_strings(text):
    with pytest.raises(ValueError):
        replace(USUAL, verb=text).to_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'"seq":1', b'"seq":1.0'), (b'"seq":1', b'"seq": 1'), (b'"v"', b'"\\u0076"'), (b"{", b'{"x":1,')],
)
def test_other_spellings_of_a_header_are_refused(before, after):
    raw = USUAL.to_bytes()
    assert before in raw and Header.from_bytes(raw) == USUAL
    with pytest.raises(ValueError):
        Header.from_bytes(raw.replace(before, after, 1))
