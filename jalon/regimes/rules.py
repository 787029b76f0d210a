"""The front door: a question is answered by the most specific rule, with its text, its sentence and the days allowed.

>>> from datetime import date
>>> from jalon.regimes.rules import Question, answer
>>> found = answer(Question("MLI", "NER", "identity_card", "international", "entry", date(2026, 11, 25)))
>>> found.answer, found.rule, found.text.code
('free', 'aes-free', 'aes-communique-2025')
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jalon.regimes.condition import Text
from jalon.regimes.reading import load
from jalon.regimes.rule import NO_LIMIT, Allowance, Question, Rule
from jalon.regimes.rule_set import RuleSet
from jalon.regimes.words import NO_RULE, TO_BE_CONFIRMED, UNANSWERED

__all__ = ["SETS", "Answer", "Question", "RulesGone", "answer", "replay", "rule_set"]

DATA = Path(__file__).parent / "data"
SETS: dict[str, Path] = {"sample-2026.1": DATA / "sample"}
"""The versions that are shipped. A version that has served stays here, so that its decisions can be replayed."""
CURRENT = "sample-2026.1"


class RulesGone(LookupError):
    """The rules of an old decision are not those that are here: no such version, or another digest."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say. `answer` is a key of `words.ANSWERS`, or "no_rule": then nothing else is known."""

    answer: str
    sentence: dict[str, str]
    """For the officer and the traveller, by language."""
    rule: str | None
    text: Text | None
    article: str
    allowance: Allowance
    confirmed: str
    """The state's decision that confirms the rule; empty while it is to be confirmed."""
    version: str
    digest: str

    @property
    def days(self) -> int | None:
        """The longest stay; None where the text gives none, or nothing is known."""
        return self.allowance.days

    @property
    def source(self) -> tuple[str, ...]:
        return self.text.sources if self.text else ()

    def caution(self, language: str) -> str:
        """“To be confirmed by the authority”, until it is."""
        return "" if self.confirmed or self.rule is None else TO_BE_CONFIRMED[language]


@cache
def rule_set(version: str = CURRENT) -> RuleSet:
    """A shipped rule set. Raises `RulesGone` for a version that is not here."""
    if version not in SETS:
        raise RulesGone(version)
    return load(SETS[version])


def answer(question: Question, rules: RuleSet | None = None) -> Answer:
    """What applies to this crossing on its day. The same question and rules give the same answer, always."""
    rules = rules or rule_set()
    fitting = [rule for rule in rules.rules if rule.fits(question, rules.members)]
    if not fitting:
        return _unanswered(question, rules)
    return _answered(max(fitting, key=lambda rule: rule.rank), rules)


def replay(question: Question, version: str, digest: str, rules: RuleSet | None = None) -> Answer:
    """The answer under the rules of the day. Raises `RulesGone` when they are not at hand, unaltered."""
    rules = rules or rule_set(version)
    if (rules.version, rules.digest) != (version, digest):
        raise RulesGone(version)
    return answer(question, rules)


def _answered(rule: Rule, rules: RuleSet) -> Answer:
    return Answer(
        answer=rule.answer,
        sentence=rule.basis.sentence,
        rule=rule.basis.code,
        text=rules.texts[rule.basis.text],
        article=rule.basis.article,
        allowance=rule.allowance,
        confirmed=rule.basis.confirmed,
        version=rules.version,
        digest=rules.digest,
    )


def _unanswered(question: Question, rules: RuleSet) -> Answer:
    """Said plainly, and never read as a refusal; where the state across the line would help, it is asked for."""
    reason = NO_RULE
    if question.neighbour is None and any(_leans_on_neighbour(rule, question, rules) for rule in rules.rules):
        reason = "neighbour_unknown"
    return Answer(NO_RULE, UNANSWERED[reason], None, None, "", NO_LIMIT, "", rules.version, rules.digest)


def _leans_on_neighbour(rule: Rule, question: Question, rules: RuleSet) -> bool:
    """Whether the rule could apply once the state across the line is known: the traveller's own, or any other."""
    named = rule.neighbour.codes or (rules.members(rule.neighbour.bloc, question.day) if rule.neighbour.bloc else ())
    across = [question.nationality, "XXX", *named]
    return any(rule.fits(replace(question, neighbour=state), rules.members) for state in across)
