"""What stands beside a traveller at the desk: what is to pay, which agencies are done, who of them calls."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jalon.agencies.checking import State, states
from jalon.agencies.tables import AGENCIES
from jalon.cash.due import WHAT, due_of
from jalon.cash.receipts import number_of, receipts_of
from jalon.crossings import regime, stay
from jalon.crossings.models import Group, Inspection
from jalon.crossings.rules import what_was_seen
from jalon.desk import money
from jalon.posts.models import Post

# A fee for one direction is not asked in the other.
ONE_WAY = {"entry", "exit"}


def of(inspection: Inspection, fields: dict[str, Any], post: str) -> dict[str, Any]:
    """Of one traveller: agencies (name, done, calls), paid (number, amount, key), fees (what may be due, in words)."""
    paid = receipts_of(inspection)
    return {
        "agencies": _agencies(states(*filter(None, (inspection.key, inspection.group)))),
        "paid": [
            {"key": one.key, "number": number_of(one), "amount": money.amount(one), "state": one.state} for one in paid
        ],
        "fees": _fees(inspection, fields.get("nationality") or "", post),
    }


def of_vehicle(group: Group) -> dict[str, Any]:
    """Of a vehicle: agencies (name, done, calls)."""
    return {"agencies": _agencies(states(group.key)), "fees": None, "paid": []}


def _agencies(found: list[State]) -> list[dict[str, Any]]:
    return [{"name": AGENCIES[one.agency].name, "done": one.done, "calls": one.holds is not None} for one in found]


def visa_needed(inspection: Inspection, post: str) -> bool:
    """Whether a visa may still be sold to this traveller: the rules ask for one, and none was seen that opens."""
    seen = what_was_seen(inspection)
    standing = stay.stand(inspection, seen, post) if seen else None
    return standing is None or not (standing.opened or regime.settles_the_visa(standing.answer))


def _fees(inspection: Inspection, nationality: str, post: str) -> list[str] | None:
    """For what this traveller may owe a fee, once each; None where it is not known."""
    here = Post.objects.filter(code=post).first()
    if here is None or not nationality:
        return None
    owed, nothing = due_of(nationality, here, timezone.localdate())
    if not owed and not nothing:
        return None
    needed = visa_needed(inspection, post)
    kinds = {line.what for line in owed if line.what not in ONE_WAY or line.what == inspection.direction}
    kinds -= set() if needed else {"visa"}
    return [str(label) for what, label in WHAT.items() if what in kinds]
