"""Short ways to write people in tests. None of them exists."""

from __future__ import annotations

from jalon.screening.person import BirthDate, DocumentNumber, Name, Person


def person(
    *names: str,
    born: str | None = None,
    about: str | None = None,
    nation: str | None = None,
    sex: str | None = None,
    paper: str | None = None,
    kind: str = "primary",
) -> Person:
    """`paper` is "number" or "number/STATE"; `about` is an approximate birth date."""
    dates = [BirthDate(born)] if born else []
    dates += [BirthDate(about, approximate=True)] if about else []
    number, _, state = (paper or "").partition("/")
    return Person(
        names=tuple(Name(text, kind) for text in names),
        birth_dates=tuple(dates),
        nationalities=(nation,) if nation else (),
        sex=sex,
        document_numbers=(DocumentNumber(number, state or None),) if number else (),
    )
