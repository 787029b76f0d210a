"""Fees: what is due here, by which text. Where no rule asks for money, nothing is to pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jalon.regimes.condition import Text
from jalon.regimes.rule import Fee
from jalon.regimes.rule_set import RuleSet
from jalon.regimes.rules import rule_set
from jalon.regimes.words import NOTHING_TO_PAY


@dataclass(frozen=True, slots=True)
class Due:
    """One amount, in whole units of `currency` per `charged` (person, head, herd, vehicle). `sentence` by language."""

    amount: int
    currency: str
    charged: str
    variant: str
    sentence: dict[str, str]
    rule: str | None
    text: Text | None
    article: str
    confirmed: str


NOTHING = Due(0, "", "person", "", NOTHING_TO_PAY, None, None, "", "")


def fees(
    what: str,
    state: str,
    nationality: str,
    day: date,
    neighbour: str | None = None,
    rules: RuleSet | None = None,
) -> tuple[Due, ...]:
    """What is due for `what` (a code of `words.FEES`), one line for each variant; “nothing to pay here” by default.

    Of the rules that fit, the most specific kind alone counts: who the traveller is, then whose post it is.
    """
    rules = rules or rule_set()
    fitting = [fee for fee in rules.fees if fee.fits(what, state, nationality, neighbour, day, rules.members)]
    if not fitting:
        return (NOTHING,)
    closest = max(fee.rank for fee in fitting)
    return tuple(_due(fee, rules) for fee in fitting if fee.rank == closest)


def _due(fee: Fee, rules: RuleSet) -> Due:
    basis = fee.basis
    return Due(
        amount=fee.amount,
        currency=fee.currency,
        charged=fee.charged,
        variant=fee.variant,
        sentence=basis.sentence,
        rule=basis.code,
        text=rules.texts[basis.text],
        article=basis.article,
        confirmed=basis.confirmed,
    )
