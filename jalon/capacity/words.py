"""What pages of either tier say of posts, equipment and training."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jalon.capacity import equipment
from jalon.capacity.equipment import Standing
from jalon.capacity.kinds import kind_name, trouble_name
from jalon.capacity.models import AssetFact, RegisterFact, What
from jalon.capacity.register_facts import MATTERS, NUMBER, ONE, SEVERAL, TICK, Question
from jalon.journal.node import this_node
from jalon.web.days import date_format

# A state is said by a word and a shape as well as a colour.
STATES = {
    equipment.SERVING: {"word": gettext_lazy("In service"), "shape": "●", "tone": "clear"},
    equipment.BROKEN: {"word": gettext_lazy("Broken"), "shape": "■", "tone": "stop"},
    equipment.SPARE: {"word": gettext_lazy("Spare"), "shape": "○", "tone": "plain"},
    equipment.GONE: {"word": gettext_lazy("Withdrawn"), "shape": "✕", "tone": "plain"},
}
BECAME = {
    What.INSTALLED: gettext_lazy("Installed"),
    What.IN_SERVICE: gettext_lazy("In service"),
    What.BROKEN: gettext_lazy("Broken"),
    What.REPAIRED: gettext_lazy("Repaired"),
    What.SPARE: pgettext_lazy("equipment", "Put aside as a spare"),
    What.MOVED: gettext_lazy("Moved to another post"),
    What.WITHDRAWN: gettext_lazy("Withdrawn"),
    What.TAKEN_BACK: gettext_lazy("Taken back: said in error"),
}
RULES = {
    "not_known": gettext_lazy("This post, thing or matter is not known here."),
    "of_this_post_alone": gettext_lazy("A post speaks of itself, and of the equipment that stands there, alone."),
    "not_yet": gettext_lazy("This day lies in the future: say it when it is so."),
    "before_it_came": gettext_lazy("This day lies before the thing came to the post."),
    "not_asked": gettext_lazy("Nobody asks this here."),
    "needed": gettext_lazy("This is needed."),
    "not_so": gettext_lazy("This is written differently: look at the question again."),
    "too_many": gettext_lazy("This number is too large."),
    "too_long": gettext_lazy("This text is too long."),
    "not_offered": gettext_lazy("Choose one of those offered."),
    "none_alone": gettext_lazy("“None” stands alone, or not at all."),
    "more_than_all": gettext_lazy("A part cannot be larger than the whole."),
    "hours_needed": gettext_lazy("Say when it opens and closes, or that it is open day and night."),
    "moved_where": gettext_lazy("Choose the other post to which it was moved."),
    "not_broken": gettext_lazy("It is not broken: there is nothing to repair."),
    "so_already": gettext_lazy("That is how it stands already."),
    "withdrawn_already": gettext_lazy("It was withdrawn: put it in service again first."),
    "ends_before_it_begins": gettext_lazy("The end stands before the beginning."),
    "nobody_trained": gettext_lazy("Say how many of at least one post were trained."),
    "place_twice": gettext_lazy("A post stands here twice."),
}


def rule(code: str) -> str:
    """Why something cannot be said, and what to do."""
    return str(RULES.get(code, code))


def day(on: date | None) -> str:
    return date_format(on, "j F Y") if on else ""


def share(value: float | None) -> str:
    """A share as people read it."""
    return "—" if value is None else _("%(number)s %%") % {"number": f"{value * 100:.0f}"}


def money(amount: Decimal, currency: str) -> str:
    """An amount, with a narrow space between thousands."""
    return f"{amount:,.2f} {currency}".replace(",", "\u202f").replace(".00 ", " ")


def answers(what: str, facts: Mapping[str, Any]) -> list[dict[str, str]]:
    """The answers of a matter: label and value of each that was given."""
    asked = MATTERS[what].questions if what in MATTERS else {}
    found = [(question, facts[name]) for name, question in asked.items() if facts.get(name) not in (None, "", [])]
    return [{"label": str(question.label), "value": answer(question, value)} for question, value in found]


def answer(question: Question, value: Any) -> str:
    """One answer in words."""
    if question.shape == ONE:
        return str(question.choices.get(value, value))
    if question.shape == SEVERAL:
        return _(", ").join(str(question.choices.get(one, one)) for one in value)
    if question.shape == TICK:
        return _("yes") if value else _("no")
    return f"{value} {question.unit}".strip() if question.shape == NUMBER else str(value)


def register_fact(one: RegisterFact) -> dict[str, Any]:
    """A word of the register, for a page."""
    return {
        "key": one.key,
        "what": one.what,
        "title": MATTERS[one.what].title if one.what in MATTERS else one.what,
        "answers": answers(one.what, one.facts),
        "since": day(one.since),
        "said_by": said_by(one.key),
        "officer": one.by,
        "at": one.at,
    }


def asset(stands: Standing) -> dict[str, Any]:
    """A thing as it stands, for a page."""
    return {
        "key": stands.asset.key,
        "kind": kind_name(stands.asset.kind),
        "label": stands.asset.label,
        "serial": stands.asset.serial,
        "post": stands.post,
        "code": stands.state,
        "state": STATES[stands.state],
        "since": day(stands.since),
        "trouble": trouble_name(stands.trouble) if stands.broken else "",
        "note": stands.note,
        "project": stands.asset.project,
        "line": stands.asset.line,
    }


def fact(one: AssetFact) -> dict[str, Any]:
    """What became of a thing, for a page."""
    return {
        "key": one.key,
        "what": one.what,
        "word": BECAME.get(What(one.what), one.what),
        "on": day(one.on),
        "trouble": trouble_name(one.trouble),
        "post": one.post,
        "note": one.note,
        "said_by": said_by(one.key),
        "officer": one.by,
        "of": one.of,
    }


def said_by(key: str) -> str:
    """Whose machine said it."""
    node = this_node()
    above = node.keys.parent.node if node.keys.parent else node.id if node.keys.is_headquarters else ""
    return _("the headquarters") if key.partition(".")[0] == above else _("the post")
