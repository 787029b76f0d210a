"""Dates as officers type them."""

from datetime import date

import pytest

from jalon.desk.typed_dates import read_date

TODAY = date(2026, 11, 25)

BIRTHS = [
    ("12 03 1990", "1990-03-12"),
    ("12/3/1990", "1990-03-12"),
    ("12.03.90", "1990-03-12"),
    ("12-03-90", "1990-03-12"),
    ("12031990", "1990-03-12"),
    ("120390", "1990-03-12"),
    ("1990-03-12", "1990-03-12"),
    ("1990/3/12", "1990-03-12"),
    ("19900312", "1990-03-12"),
    ("20101203", "2010-12-03"),
    ("20011990", "1990-01-20"),
    ("20 01 2001", "2001-01-20"),
    ("12 mars 1990", "1990-03-12"),
    ("12 MARS 90", "1990-03-12"),
    ("1 fév. 1990", "1990-02-01"),
    ("1 aout 1990", "1990-08-01"),
    ("12 March 1990", "1990-03-12"),
    ("12 مارس 1990", "1990-03-12"),
    ("١٢/٠٣/١٩٩٠", "1990-03-12"),
    ("juin 1990", "1990-06"),
    ("juil 1990", "1990-07"),
    ("03/1990", "1990-03"),
    ("1990", "1990"),
    ("90", "1990"),
    ("25 11 26", "2026-11-25"),
    ("1 1 27", "1927-01-01"),
    ("29 02 2000", "2000-02-29"),
]


@pytest.mark.parametrize(("typed", "iso"), BIRTHS)
def test_a_birth(typed, iso):
    assert read_date(typed, TODAY) == iso


@pytest.mark.parametrize(
    ("typed", "iso"), [("01 05 29", "2029-05-01"), ("05/2031", "2031-05"), ("1 1 1990", "1990-01-01")]
)
def test_an_expiry_may_lie_ahead(typed, iso):
    assert read_date(typed, TODAY, ahead=True) == iso


NO_DATES = [
    "",
    "?",
    "31 02 1990",
    "12 13 1990",
    "0 3 1990",
    "12 jui 1990",
    "12 ma 1990",
    "12 xyz 1990",
    "1 2 3 1990",
    "199",
    "1899",
    "3 1990 12",
    "26 11 2026",
    "2027",
]


@pytest.mark.parametrize("typed", NO_DATES)
def test_what_is_no_birth(typed):
    with pytest.raises(ValueError):
        read_date(typed, TODAY)
