"""Visas as values: what the zone gives, what an entry uses, what a day makes of them."""

from __future__ import annotations

from datetime import date

import pytest

from jalon.documents.mrz import read
from jalon.regimes.visas import KINDS, MULTIPLE, STATES_OF_A_VISA, CannotUse, Visa, enter, stamped, visa_from
from jalon.regimes.words import LANGUAGES

TODAY = date(2026, 11, 25)
MRV_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<<<<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"


def granted(**fields: object) -> Visa:
    plain = {
        "number": "A1",
        "kind": "visa",
        "valid_from": date(2026, 11, 1),
        "valid_until": date(2026, 12, 31),
        "entries_allowed": 2,
    }
    return Visa(**(plain | fields))  # type: ignore[arg-type]


CASES = {
    "within its dates": (granted(), "valid"),
    "on its first day": (granted(valid_from=TODAY), "valid"),
    "on its last day": (granted(valid_until=TODAY), "valid"),
    "before it begins": (granted(valid_from=date(2026, 11, 26)), "not_yet"),
    "after it ended": (granted(valid_until=date(2026, 11, 24)), "expired"),
    "all entries used": (granted(entries_used=2), "used_up"),
    "as many entries as one likes": (granted(entries_allowed=MULTIPLE, entries_used=40), "valid"),
    "entries not read": (granted(entries_allowed=None, entries_used=3), "valid"),
    "dates not read": (granted(valid_until=None), "unknown"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_state_of_a_visa(name: str) -> None:
    visa, state = CASES[name]
    assert visa.state(TODAY) == state
    assert all("{" not in visa.sentence(TODAY, language) for language in LANGUAGES)


def test_every_state_is_met() -> None:
    assert {state for _, state in CASES.values()} == set(STATES_OF_A_VISA)


def test_an_entry_uses_one_and_leaves_its_stamp() -> None:
    once = enter(granted(), TODAY, "ML-GOG-0417")
    assert (once.entries_used, once.entries_left, once.stamps) == (1, 1, ("ML-GOG-0417",))
    out = stamped(once, "ML-GOG-0533")
    assert (out.entries_used, out.stamps) == (1, ("ML-GOG-0417", "ML-GOG-0533"))
    twice = enter(out, TODAY)
    with pytest.raises(CannotUse) as caught:
        enter(twice, TODAY)
    assert caught.value.state == "used_up"


@pytest.mark.parametrize("zone, kind", [(MRV_A, "MRVA"), (MRV_B, "MRVB")])
def test_a_zone_gives_a_visa(zone: str, kind: str) -> None:
    document = read(zone, today=date(1996, 1, 1)).document
    assert document is not None and document.type == kind
    visa = visa_from(document, date(1996, 1, 1))
    assert visa is not None
    assert (visa.number, visa.issuing_state, visa.nationality) == ("L8988901C", "UTO", "XXX")
    assert (visa.valid_from, visa.valid_until, visa.entries_allowed) == (None, date(1996, 12, 10), None)
    assert visa.state(date(1996, 12, 11)) == "expired"


def test_a_passport_is_no_visa() -> None:
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    document = read(zone, today=TODAY).document
    assert document is not None and visa_from(document, TODAY) is None


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind"):
        granted(kind="voucher")
    assert all(set(names) == set(LANGUAGES) for names in KINDS.values())
