"""What is due at this post, and for what nothing is: dated rules of fees, for one traveller or for the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.crossings import rule_sets
from jalon.posts.models import Post
from jalon.regimes.fees import Due, fees
from jalon.regimes.rule import Fee
from jalon.regimes.rule_set import RuleSet
from jalon.regimes.rules import RulesGone
from jalon.regimes.words import FEES

# What a fee may be asked for, in words; the codes are `regimes.words.FEES`.
WHAT = {
    "entry": pgettext_lazy("what a fee is asked for", "Entry"),
    "exit": pgettext_lazy("what a fee is asked for", "Exit"),
    "visa": pgettext_lazy("what a fee is asked for", "Visa"),
    "residence_card": _("Residence card"),
    "transhumance": _("Passage of a herd"),
}
assert set(WHAT) == set(FEES)
PER = {
    "person": pgettext_lazy("a fee for each", "a person"),
    "head": pgettext_lazy("a fee for each", "an animal"),
    "herd": pgettext_lazy("a fee for each", "a herd"),
    "vehicle": pgettext_lazy("a fee for each", "a vehicle"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A fee that a traveller may owe here. `code` names it in a form: the rule's."""

    what: str
    due: Due

    @property
    def code(self) -> str:
        return self.due.rule or ""


def rules_in_force() -> RuleSet:
    """The rules this desk goes by. Raises RulesGone where their files are gone or were altered: no other rules are then
    put in their place."""
    return rule_sets.in_force()


def usable() -> bool:
    """Whether the rules in force can be read."""
    return _in_force() is not None


def _in_force() -> RuleSet | None:
    try:
        return rules_in_force()
    except RulesGone:
        return None


def due_of(nationality: str, post: Post, day: date) -> tuple[list[Line], dict[str, Due]]:
    """For a traveller of this nationality at this post: what is to pay; and for what nothing is, with the text that
    says so where there is one. Neither is known while the rules cannot be used."""
    rules = _in_force()
    if rules is None:
        return [], {}
    owed: list[Line] = []
    nothing: dict[str, Due] = {}
    for what in FEES:
        found = fees(what, post.country, nationality, day, post.neighbour or None, rules)
        asked = [one for one in found if one.amount]
        owed += [Line(what, one) for one in asked]
        if not asked:
            nothing[what] = found[0]
    return owed, nothing


def line_of(code: str, nationality: str, post: Post, day: date) -> Line | None:
    """The fee of that rule, where this traveller owes it today."""
    owed, _nothing = due_of(nationality, post, day)
    return next((line for line in owed if line.code == code), None)


def prices(post: Post, day: date) -> list[tuple[Fee, Due]]:
    """Every fee that a rule asks of somebody at this post today."""
    return [(fee, due) for fee, due in _rows(post, day) if fee.amount]


def nothing_to_pay(post: Post, day: date) -> dict[str, list[Due]]:
    """For what nobody is asked for money here, and the texts that say so: {what: rules of amount 0, or none}.

    What some pay and others do not stands on the price list, not on this notice.
    """
    rows = _rows(post, day)
    if _in_force() is None:
        return {}
    asked = {fee.what for fee, _due in rows if fee.amount}
    return {what: [due for fee, due in rows if fee.what == what] for what in FEES if what not in asked}


def free_for_some(post: Post, day: date) -> list[tuple[Fee, Due]]:
    """Rules that say that these travellers pay nothing, for what others may be asked to pay."""
    nothing = nothing_to_pay(post, day)
    return [(fee, due) for fee, due in _rows(post, day) if not fee.amount and fee.what not in nothing]


def _rows(post: Post, day: date) -> list[tuple[Fee, Due]]:
    rules = _in_force()
    if rules is None:
        return []
    found = [
        fee for fee in rules.fees if fee.basis.period.holds(day) and fee.state.fits(post.country, day, rules.members)
    ]
    found.sort(key=lambda fee: (list(FEES).index(fee.what), fee.amount))
    return [(fee, _due(fee, rules)) for fee in found]


def _due(fee: Fee, rules: RuleSet) -> Due:
    basis = fee.basis
    text = rules.texts[basis.text]
    what = (fee.amount, fee.currency, fee.charged, fee.variant)
    return Due(*what, basis.sentence, basis.code, text, basis.article, basis.confirmed)
