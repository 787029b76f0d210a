"""What an assessment is worth: a share for each theme and in all, how much was answered, and what shows it.

An answer counts with or without evidence; how many stand on a word alone is said beside every score. What does not
apply counts nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jalon.capacity.checklist import NOT_APPLICABLE, WORTH, Checklist, Item

Answers = Mapping[str, Mapping[str, Any]]  # item -> {answer | number, note, files}


@dataclass(frozen=True, slots=True)
class Score:
    """`share`: from 0 to 1, None where nothing was answered; `answered` of `asked` (what does not apply is answered);
    `shown`: of the answers that claim something (`claims`), those with evidence."""

    share: float | None
    answered: int
    asked: int
    shown: int
    claims: int

    @property
    def whole(self) -> bool:
        return self.answered == self.asked


def worth(item: Item, answer: Mapping[str, Any] | None) -> float | None:
    """What an answer is worth, from 0 to 1; None where it is missing or does not apply."""
    if not answer or answer.get("answer") == NOT_APPLICABLE:
        return None
    if item.number is not None:
        return item.number.worth(answer["number"]) if "number" in answer else None
    return WORTH.get(answer.get("answer", ""))


def answered(answer: Mapping[str, Any] | None) -> bool:
    return bool(answer) and ("answer" in answer or "number" in answer)  # type: ignore[operator]


def has_evidence(answer: Mapping[str, Any]) -> bool:
    return bool(answer.get("note") or answer.get("files"))


def claims(item: Item, answer: Mapping[str, Any] | None) -> bool:
    """Whether an answer says that something is there, and so needs something that shows it: a plain no does not."""
    return bool(worth(item, answer)) or (item.number is not None and worth(item, answer) is not None)


def score(items: Iterable[Item], answers: Answers) -> Score:
    """The score of some items."""
    weights = points = 0.0
    asked = given = shown = claimed = 0
    for item in items:
        asked += 1
        answer = answers.get(item.code)
        given += answered(answer)
        if (value := worth(item, answer)) is not None:
            weights += item.weight
            points += item.weight * value
        if answer and claims(item, answer):
            claimed += 1
            shown += has_evidence(answer)
    return Score(points / weights if weights else None, given, asked, shown, claimed)


def by_theme(
    checklist: Checklist, answers: Answers, counts: Callable[[Item], bool] = lambda item: True
) -> dict[str, Score]:
    """Theme -> its score. `counts`: which items are compared, all where it is left out."""
    return {theme.code: score([one for one in theme.items if counts(one)], answers) for theme in checklist.themes}


def in_all(checklist: Checklist, answers: Answers, counts: Callable[[Item], bool] = lambda item: True) -> Score:
    """The score of all items together, each by its weight."""
    return score([item for item in checklist.items.values() if counts(item)], answers)
