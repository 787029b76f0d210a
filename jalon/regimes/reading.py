"""Reading a rule set from its folder: JSON in, values out. All that is wrong is said at once, and nothing is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from jalon.documents.states import STATES
from jalon.documents.types import DOCUMENT_TYPES
from jalon.regimes import checks
from jalon.regimes.condition import RELATIONS, Membership, Period, States, Text
from jalon.regimes.problems import Problem, RulesUnusable
from jalon.regimes.rule import Allowance, Basis, Choice, Fee, Rule, Season
from jalon.regimes.rule_set import RuleSet
from jalon.regimes.words import (
    ANSWERS,
    ANYTHING,
    CHARGED,
    COUNTED,
    DIRECTIONS,
    FEES,
    LANGUAGES,
    PARTICULARS,
    POST_CATEGORIES,
    PURPOSES,
    SEASONS,
    SPECIES,
)

FILES = ("set", "texts", "blocs", "rules", "seasons", "fees")
BASIS = ("code", "from", "until", "text", "article", "sentence", "confirmed")
FIELDS: dict[str, tuple[str, ...]] = {
    "set": ("name", "version", "groups"),
    "texts": ("code", "names", "sources"),
    "blocs": ("bloc", "members", "from", "until", "text"),
    "rules": (
        *BASIS,
        *("state", "nationality", "neighbour", "post_category", "document", "direction", "purpose"),
        *("answer", "days", "counted", "window"),
    ),
    "seasons": (
        *BASIS,
        *("state", "origin", "species", "gates", "opens", "closes", "answer"),
        *("particulars", "by_day_only", "herder_age", "heads_per_herder"),
    ),
    "fees": (*BASIS, "what", "variant", "state", "nationality", "amount", "currency", "charged"),
}
BLOC = "bloc:"
_NEVER = Period(date.max, date.max)


def load(folder: Path) -> RuleSet:
    """The rule set in a folder (its files: `docs/regimes.md`).

    :raises RulesUnusable: a code is unknown, two rules apply equally, dates leave a hole, or a file cannot be read.
    """
    problems: list[Problem] = []
    contents = {name: _contents(folder / f"{name}.json", problems) for name in FILES}
    if problems:
        raise RulesUnusable(problems)
    return made(contents)


def made(contents: dict[str, Any]) -> RuleSet:
    """The same, of what the files hold. Raises `RulesUnusable`."""
    page = _Page(contents)
    found = page.rule_set(_digest(contents))
    problems = page.problems or checks.problems(found)
    if problems:
        raise RulesUnusable(problems)
    return found


def _contents(path: Path, problems: list[Problem]) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        problems.append(Problem("file_missing", path.name))
    except json.JSONDecodeError as fault:
        problems.append(Problem("not_json", path.name, value=str(fault.lineno)))
    return None


def _digest(contents: dict[str, Any]) -> str:
    plain = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


class _Page:
    """Reads rows one after the other and gathers what is wrong. A row that is wrong still gives a value, unused."""

    def __init__(self, contents: dict[str, Any]) -> None:
        self.problems: list[Problem] = []
        self.file, self.where = "set.json", ""
        self.head = contents["set"] if isinstance(contents["set"], dict) else self._not("an object", {})
        self._known_fields("set", self.head)
        self.groups = {name: self._group(codes) for name, codes in self.head.get("groups", {}).items()}
        self.rows = {name: self._rows(name, contents[name]) for name in FILES[1:]}
        self.texts = {row.get("code", "") for row in self.rows["texts"]}
        self.blocs = {row.get("bloc", "") for row in self.rows["blocs"]}

    def rule_set(self, digest: str) -> RuleSet:
        texts = self._each("texts", "code", self._text)
        return RuleSet(
            name=str(self.head.get("name", "")),
            version=str(self.head.get("version", "")),
            digest=digest,
            texts={text.code: text for text in texts},
            memberships=tuple(self._each("blocs", "bloc", self._membership)),
            rules=tuple(self._each("rules", "code", self._rule)),
            seasons=tuple(self._each("seasons", "code", self._season)),
            fees=tuple(self._each("fees", "code", self._fee)),
        )

    # Rows

    def _text(self, row: dict[str, Any]) -> Text:
        self._needed(row, "names", "sources")
        return Text(row.get("code", ""), self._said(row.get("names")), tuple(self._list(row.get("sources"))))

    def _membership(self, row: dict[str, Any]) -> Membership:
        self._needed(row, "members", "from", "text")
        members = frozenset(self._codes(row.get("members"), STATES))
        return Membership(row.get("bloc", ""), members, self._period(row), self._one(row.get("text"), self.texts))

    def _rule(self, row: dict[str, Any]) -> Rule:
        self._needed(row, "state", "nationality", "answer")
        return Rule(
            basis=self._basis(row),
            state=self._states(row, "state"),
            nationality=self._states(row, "nationality", related=True),
            neighbour=self._states(row, "neighbour"),
            post_categories=self._choice(row, "post_category", POST_CATEGORIES),
            documents=self._documents(row),
            directions=self._choice(row, "direction", DIRECTIONS),
            purposes=self._choice(row, "purpose", PURPOSES),
            answer=self._one(row.get("answer"), ANSWERS),
            allowance=self._allowance(row),
        )

    def _season(self, row: dict[str, Any]) -> Season:
        self._needed(row, "state", "origin", "answer")
        return Season(
            basis=self._basis(row),
            state=self._states(row, "state"),
            origin=self._states(row, "origin"),
            species=self._choice(row, "species", SPECIES),
            gates=tuple(self._list(row.get("gates", []))),
            opens=self._day_of_year(row.get("opens")),
            closes=self._day_of_year(row.get("closes")),
            answer=self._one(row.get("answer"), SEASONS),
            particulars=tuple(self._codes(row.get("particulars", []), PARTICULARS)),
            by_day_only=bool(row.get("by_day_only", False)),
            herder_age=self._number(row.get("herder_age")),
            heads_per_herder=self._number(row.get("heads_per_herder")),
        )

    def _fee(self, row: dict[str, Any]) -> Fee:
        self._needed(row, "what", "state", "amount", "currency", "charged")
        return Fee(
            basis=self._basis(row),
            what=self._one(row.get("what"), FEES),
            variant=str(row.get("variant", "")),
            state=self._states(row, "state"),
            nationality=self._states(row, "nationality", related=True),
            amount=self._number(row.get("amount"), least=0) or 0,
            currency=str(row.get("currency", "")),
            charged=self._one(row.get("charged"), CHARGED),
        )

    def _basis(self, row: dict[str, Any]) -> Basis:
        self._needed(row, "code", "from", "text", "sentence")
        return Basis(
            code=row.get("code", ""),
            period=self._period(row),
            text=self._one(row.get("text"), self.texts),
            article=row.get("article") or "",
            sentence=self._said(row.get("sentence")),
            confirmed=row.get("confirmed") or "",
        )

    # Fields

    def _states(self, row: dict[str, Any], name: str, related: bool = False) -> States:
        value = row.get(name, ANYTHING)
        if value == ANYTHING:
            return States()
        if isinstance(value, list):
            return States(codes=frozenset(self._codes(value, STATES)))
        if isinstance(value, str) and value.startswith(BLOC):
            return States(bloc=self._one(value.removeprefix(BLOC), self.blocs))
        return States(relation=self._one(value, RELATIONS if related else ()))

    def _documents(self, row: dict[str, Any]) -> Choice:
        value = row.get("document", ANYTHING)
        if value == ANYTHING:
            return None
        found: set[str] = set()
        for code in self._list(value):
            if code.startswith("@"):
                found |= self.groups[self._one(code[1:], self.groups)] if code[1:] in self.groups else self._bad(code)
            else:
                found.add(self._one(code, DOCUMENT_TYPES))
        return frozenset(found)

    def _group(self, codes: Any) -> set[str]:
        return set(self._codes(codes, DOCUMENT_TYPES))

    def _choice(self, row: dict[str, Any], name: str, known: Iterable[str]) -> Choice:
        value = row.get(name, ANYTHING)
        return None if value == ANYTHING else frozenset(self._codes(value, known))

    def _allowance(self, row: dict[str, Any]) -> Allowance:
        days, window = self._number(row.get("days")), self._number(row.get("window"))
        counted = row.get("counted")
        whole = {None: days is None and window is None, "entry": days is not None and window is None}
        whole["window"] = days is not None and window is not None and window > days
        if not whole.get(counted, False):
            self._say("stay_wrong" if counted in (None, *COUNTED) else "code_unknown", str(counted))
        return Allowance(days, counted, window)

    def _period(self, row: dict[str, Any]) -> Period:
        first, last = self._date(row.get("from")), row.get("until")
        ends = self._date(last) if last is not None else None
        if first is None or (last is not None and ends is None):
            return _NEVER
        if ends is not None and ends < first:
            self._say("ends_before")
            return _NEVER
        return Period(first, ends)

    def _date(self, value: Any) -> date | None:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self._say("date_wrong", str(value))
            return None

    def _day_of_year(self, value: Any) -> tuple[int, int] | None:
        if value is None:
            return None
        found = self._date(f"2024-{value}")  # a leap year, so that 29 February can stand
        return (found.month, found.day) if found else None

    def _number(self, value: Any, least: int = 1) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self._say("number_wrong", str(value))
            return None
        return value

    def _said(self, value: Any) -> dict[str, str]:
        said = value if isinstance(value, dict) else {}
        missing = [language for language in LANGUAGES if not said.get(language)]
        if missing:
            self._say("sentence_missing", ", ".join(missing))
        return {language: str(said.get(language, "")) for language in LANGUAGES}

    def _codes(self, value: Any, known: Iterable[str]) -> list[str]:
        return [self._one(code, known) for code in self._list(value)]

    def _one(self, code: Any, known: Iterable[str]) -> str:
        if code not in known:
            self._say("code_unknown", str(code))
        return str(code)

    def _bad(self, code: str) -> set[str]:
        self._say("code_unknown", code)
        return set()

    # Shapes

    def _rows(self, name: str, value: Any) -> list[dict[str, Any]]:
        self.file, self.where = f"{name}.json", ""
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            return self._not("[ {…}, {…} ]", [])
        return value

    def _each(self, name: str, key: str, read: Callable[[dict[str, Any]], Any]) -> list[Any]:
        self.file, found, seen = f"{name}.json", [], set()
        for number, row in enumerate(self.rows[name], start=1):
            self.where = str(row.get(key) or number)
            self._known_fields(name, row)
            if key == "code" and row.get(key) in seen:
                self._say("twice", str(row.get(key)))
            seen.add(row.get(key))
            found.append(read(row))
        return found

    def _known_fields(self, name: str, row: dict[str, Any]) -> None:
        for field in row:
            if field not in FIELDS[name]:
                self._say("field_unknown", field)

    def _needed(self, row: dict[str, Any], *fields: str) -> None:
        for field in fields:
            if field not in row:
                self._say("field_missing", field)

    def _list(self, value: Any) -> list[str]:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return value
        return self._not('[ "…" ]', [])

    def _not(self, shape: str, instead: Any) -> Any:
        self._say("not_rows", shape)
        return instead

    def _say(self, code: str, value: str = "") -> None:
        problem = Problem(code, self.file, self.where, value)
        if problem not in self.problems:
            self.problems.append(problem)
