"""How each node usually calls, learnt from its calls; and since when something is missing of what it sends."""

from __future__ import annotations

from jalon.alerts.models import Heard
from jalon.sync.models import Contact

KEPT = 50  # pauses: what was usual last year is not what is usual now


def listen(tables: str = "default") -> None:
    """Take up the calls since the last look. Two calls between two looks make one pause."""
    known = Heard.objects.using(tables).in_bulk()
    for call in Contact.objects.using(tables).only("node", "at", "entries_at", "gaps"):
        heard = known.get(call.node)
        if heard is None:
            # What was missing before we began to listen, and came since, is not known: it is told at the next gap.
            Heard.objects.using(tables).create(node=call.node, at=call.at, gaps=call.gaps)
            continue
        changed = _take(heard, call)
        if changed:
            heard.save(using=tables)


def _take(heard: Heard, call: Contact) -> bool:
    before = (heard.at, heard.gaps, heard.gap_at)
    if call.at > heard.at:
        heard.pauses = [*heard.pauses, call.at - heard.at][-KEPT:]
    heard.at = call.at
    if call.gaps > heard.gaps:
        heard.gap_at = call.at
    elif heard.gap_at is not None and (call.entries_at or 0) > heard.gap_at:
        heard.gap_at = None  # what came after followed on what is held
    heard.gaps = call.gaps
    return (heard.at, heard.gaps, heard.gap_at) != before
