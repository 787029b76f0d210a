"""The values every list format gives: listings, the rows refused, the fields not understood, an edition.

A listing is one entry of a watch list; an edition is one state of the list.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from jalon.screening.person import Person
from jalon.watchlists.formats import sentences

# What a listing may ask of the officer, from the least to the most; `protect` stands apart.
ACTIONS = ("refer", "refuse", "arrest", "protect")

# A name alone can only refer: these need the originator's confirmation on record.
CONFIRMED_ACTIONS = ("refuse", "arrest")

# Who is protected. A missing child may be known to a post; adults and victims are matched at headquarters only.
CATEGORIES = ("missing_child", "missing_adult", "victim")
POST_CATEGORIES = ("missing_child",)

# What became of a travel document.
STATUSES = ("stolen", "lost", "revoked")


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry of a list. Dates are ISO; states are ICAO/ISO alpha-3 codes.

    `id` is stable from one edition to the next. `kind` is "person" or "document"; a document's listing has a person
    without names whose only document number is the document, a `status` and the date `reported`.
    """

    id: str
    person: Person
    kind: str = "person"
    reference: str | None = None
    programme: str | None = None
    authority: str | None = None
    decision_number: str | None = None
    legal_basis: str | None = None
    action: str = "refer"
    confirmation: str | None = None
    telephone: str | None = None
    expires: str | None = None
    category: str | None = None
    status: str | None = None
    reported: str | None = None

    @property
    def audience(self) -> str:
        """ "post" or "headquarters": the lowest tier that may hold this listing."""
        if self.category in POST_CATEGORIES:
            return "post"
        # The category alone is enough: whatever the measure, adults and victims never reach a post.
        return "headquarters" if self.category or self.action == "protect" else "post"

    def as_json(self) -> dict[str, Any]:
        """A plain JSON object; `from_json` gives the listing back. Empty fields are left out."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "person"}
        return {key: value for key, value in plain.items() if value is not None} | {"person": self.person.as_json()}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Listing:
        return cls(**{**plain, "person": Person.from_json(plain["person"])})

    def digest(self) -> str:
        """SHA-256 (hex) of all the listing says; two editions are compared by it."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """A field not understood, or something the reader of a list should know. The listing itself is kept.

    `row` is the line of a text file (where the entry begins) or the row of a sheet, from 1.
    """

    file: str
    row: int | None
    field: str | None
    code: str
    parameters: dict[str, str] = dataclasses.field(default_factory=dict)

    def sentence(self, language: str = "fr") -> str:
        return sentences.sentence(self.code, self.parameters, language)

    def where(self, language: str = "fr") -> str:
        return sentences.where(self.file, self.row, self.field, language)


@dataclass(frozen=True, slots=True)
class Refusal(Problem):
    """A row that is kept out of the edition, and why."""


class ListUnreadable(Exception):
    """A file that cannot be read as a list at all: nothing of it is used."""

    def __init__(self, file: str, code: str, row: int | None = None, **parameters: str) -> None:
        self.problem = Problem(file, row, None, code, parameters)
        super().__init__(self.sentence("en"))

    def sentence(self, language: str = "fr") -> str:
        """File, line and sentence, for a terminal or a page."""
        separator = sentences.COLON[language if language in sentences.LANGUAGES else "en"]
        return self.problem.where(language) + separator + self.problem.sentence(language)


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of a list, as its files give it.

    `counts` holds: "persons", "names" (names as the list gives them), "spellings" (names after several written in one
    field were told apart), "documents" (numbers), "refused". `not_persons` counts the entries that are not people,
    by the list's own word for them. `dated` is the day the publisher gives the edition, ISO, where its format has one.
    """

    format: str
    listings: tuple[Listing, ...]
    refused: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    not_persons: dict[str, int] = dataclasses.field(default_factory=dict)
    dated: str | None = None
