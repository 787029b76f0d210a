"""A person as screening sees one: names, birth dates, nationalities, sex, document numbers. Plain values, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NAME_KINDS = ("primary", "alias", "weak", "original")


@dataclass(frozen=True, slots=True)
class Name:
    """A whole name in any script, parts in any order. Kind: primary, alias, weak (vague alias) or original (script)."""

    text: str
    kind: str = "primary"


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date as far as it is known: "1975-08-14", "1975-08" or "1975". Approximate: "about 1975"."""

    text: str
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The number of a travel or identity document; state is the issuing State's alpha-3 code where known."""

    number: str
    state: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Nationalities are alpha-3 upper case (ICAO 9303-3 section 5); sex is "M", "F", "X" or None (unknown)."""

    names: tuple[Name, ...]
    birth_dates: tuple[BirthDate, ...] = ()
    nationalities: tuple[str, ...] = ()
    sex: str | None = None
    document_numbers: tuple[DocumentNumber, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Short plain lists, for storing; `from_json` reads them back."""
        return {
            "n": [[name.text, name.kind] for name in self.names],
            "b": [[date.text, date.approximate] for date in self.birth_dates],
            "c": list(self.nationalities),
            "s": self.sex,
            "d": [[document.number, document.state, document.kind] for document in self.document_numbers],
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Person:
        return cls(
            names=tuple(Name(text, kind) for text, kind in plain["n"]),
            birth_dates=tuple(BirthDate(text, approximate) for text, approximate in plain["b"]),
            nationalities=tuple(plain["c"]),
            sex=plain["s"],
            document_numbers=tuple(DocumentNumber(number, state, kind) for number, state, kind in plain["d"]),
        )
