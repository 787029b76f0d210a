"""What outlives a shift: a traveller whom no service has yet, a referral without its last word. The rest goes."""

from __future__ import annotations

from collections.abc import Callable

from jalon.crossings.models import Inspection, Shift
from jalon.journal.node import this_node
from jalon.journal.record import keys_under, record, seal_again
from jalon.protection.models import Referral
from jalon.protection.referral import age_in_days, latest_of

KEPT_DAYS = 30  # an accepted referral whose last word does not come leaves the post


def not_yet_taken() -> list[str]:
    """Travellers (keys of inspections) who were entrusted and whom no service has: they are open cases of the post."""
    entrusted = Inspection.objects.filter(state="entrusted").values_list("key", flat=True)
    return [key for key in entrusted if stands_at_the_post(latest_of(key))]


def stands_at_the_post(last: Referral | None) -> bool:
    """Whether the person waits at the post for the service, or is there again. `last`: the last referral."""
    return last is not None and (last.state == "asked" or last.returns)


def hand_on(shift: Shift, next_key: Callable[[Shift], bytes]) -> None:
    """Referrals of this shift's key go under the next one's until their last word; those that had it leave."""
    key = bytes.fromhex(shift.shift_key)
    here = [row for row in Referral.objects.order_by("position") if bytes(row.kept)[:8] == key]
    if not here:
        return
    staying = [row.key for row in here if _stays(row)]
    target = next_key(shift) if staying else b""
    entries = set(keys_under(key))
    for row in here:
        if row.key in staying:
            seal_again([one for one in (row.key, *_entries_of(row)) if one in entries], target)
    body = {
        "kept": [[referral, target.hex()] for referral in staying],
        "done": [row.key for row in here if row.key not in staying],
    }
    record("service.handed_on", body, shift.officer)


def _stays(referral: Referral) -> bool:
    if referral.state == "accepted":
        return age_in_days(referral) <= KEPT_DAYS
    still = Inspection.objects.filter(key=referral.inspection, state="entrusted").exists()
    return referral.state == "asked" or (referral.returns and still)


def _entries_of(referral: Referral) -> list[str]:
    """The other entries of a referral, which stand under its key."""
    said = this_node().shift_keys.take_out_value(referral.kept) or {}
    return list(said.get("entries", []))
