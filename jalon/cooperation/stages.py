"""How far a promise has come: in the eyes of those who judge it, else as its owners say together; and whether it is
late. This is the one definition of both: register, lists, alerts, evaluations and communiqués ask here.

Three questions have three words. A promise is *late*: its day has passed and it is neither done nor judged kept. A
*report is overdue*: a word that was owed did not come (`silence.is_late`). A promise is *met with silence*: such a word
is owed on it (`silence.silences`), whether or not its own day has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

# How far a promise has come, the least first. A judgement goes before what owners report of themselves.
STAGES = ("not_kept", "not_reported", "not_begun", "blocked", "under_way", "done", "kept")
UNHEARD = frozenset({"not_reported", "held"})
REACHED = frozenset({"done", "kept"})
OF_A_VERDICT = {"kept": "kept", "not_kept": "not_kept", "on_the_way": "under_way"}


def stage(verdict: str, states: Sequence[str]) -> str:
    """`verdict`: of the word that counts, empty where none was said. `states`: how each owner said last that it stands,
    “not_reported” or “held” of one that was not heard."""
    if verdict in OF_A_VERDICT:
        return OF_A_VERDICT[verdict]
    said = [state for state in states if state not in UNHEARD]
    if not said:
        return "not_reported"
    if len(said) == len(states) and set(said) == {"done"}:
        return "done"
    if "under_way" in said or "done" in said:
        return "under_way"
    return "blocked" if "blocked" in said else "not_begun"


def late_of(verdict: str, states: Mapping[str, str]) -> tuple[str, ...]:
    """Of a promise that binds and whose day has passed, the owners of whom it is late. `states`: by owner."""
    return tuple(code for code, state in states.items() if stage(verdict, [state]) not in REACHED)


def last_word(reports: Iterable[Any], party: str, day: date) -> Any:
    """The report that says how a party's promise stands on a day: the last as of that day; None where there is none.
    One on a measure is evidence of work, and says nothing of the whole where one on the whole stands."""
    own = [row for row in reports if row.party == party]
    there = [row for row in [row for row in own if not row.measure] or own if row.as_of <= day]
    return max(enumerate(there), key=lambda pair: (pair[1].as_of, pair[0]))[1] if there else None
