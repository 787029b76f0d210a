"""What the rules of a document and of a plate at two places share: pairs that time does not explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.alerts import saying
from jalon.alerts.models import Sighting, TooSoon
from jalon.alerts.places import DAY, coordinates
from jalon.alerts.sightings import between
from jalon.alerts.situation import NOTE, SERIOUS, Situation
from jalon.alerts.travel import BY_PLANE, Way
from jalon.crossings.models import Decision, Inspection
from jalon.crossings.particulars import corrected_fields

SPOKEN_OF = 14 * DAY  # after which what was found is history


def situations_of(rule: str, kind: str, tables: str, now: int) -> Iterator[Situation]:
    """One situation a document or a plate, however many pairs there are of it. A pair whose passages were cancelled or
    corrected meanwhile is none."""
    pairs = list(TooSoon.objects.using(tables).filter(kind=kind, late__gte=now - SPOKEN_OF).order_by("late", "key"))
    if not pairs:
        return
    keys = {key for pair in pairs for key in (pair.first, pair.second)}
    seen = Sighting.objects.using(tables).in_bulk(list(keys))
    gone, flown, placed = _gone(seen.values(), tables), _flown(seen.values(), tables), coordinates(tables)
    of: dict[str, list[tuple[TooSoon, Sighting, Sighting, Way]]] = defaultdict(list)
    for pair in pairs:
        first, second = seen.get(pair.first), seen.get(pair.second)
        if first is None or second is None or {first.case, second.case} & gone:
            continue
        fastest = BY_PLANE if {first.case, second.case} & flown else float(settings.JALON_ALERTS_FASTEST_KMH)
        way = between(first, second, placed, fastest)
        if way is not None:
            of[pair.token].append((pair, first, second, way))
    for token, found in of.items():
        sure = any(way.sure for *_pair, way in found)
        _pair, first, second, way = max(found, key=lambda one: (one[3].sure, one[0].late))
        yield Situation(
            rule,
            token,
            SERIOUS if sure else NOTE,
            count=len(found),
            began=min(one.late for one, *_rest in found),
            post=second.post,
            facts=_facts(first, second, way),
        )


def _facts(first: Sighting, second: Sighting, way: Way) -> dict[str, Any]:
    return {
        "first": first.post,
        "second": second.post,
        "first_at": first.guess,
        "second_at": second.guess,
        "kilometres": round(way.kilometres),
        "most": way.most,
        "sure": way.sure,
        "order_known": way.order_known,
        "case": second.case,
    }


def _gone(seen: Any, tables: str) -> set[str]:
    """Inspections that were cancelled, or whose document was corrected to another."""
    cases = [one.case for one in seen if one.case]
    rows = Inspection.objects.using(tables).filter(key__in=cases)
    cancelled = set(rows.filter(state="cancelled").values_list("key", flat=True))
    corrected = corrected_fields(cases)
    return cancelled | {key for key, fields in corrected.items() if {"document_number", "issuing_state"} & set(fields)}


def _flown(seen: Any, tables: str) -> set[str]:
    cases = [one.case for one in seen if one.case]
    made = Decision.objects.using(tables).filter(inspection__in=cases, transport="plane")
    return set(made.values_list("inspection", flat=True))


def sentence_of(facts: dict[str, Any]) -> str:
    """Where and when, how far, and how sure it is. Nobody is accused: a machine's clock may be wrong too."""
    said = {
        "first": saying.post(facts["first"]),
        "second": saying.post(facts["second"]),
        "first_at": saying.moment(facts["first_at"]),
        "second_at": saying.moment(facts["second_at"]),
        "kilometres": facts["kilometres"],
        "most": saying.length(facts["most"]),
    }
    where = _("%(first)s, %(first_at)s, and %(second)s, %(second_at)s: %(kilometres)d km apart.") % said
    if facts["sure"]:
        return f"{where} {_('At most %(most)s lie between: too little for that way.') % said}"
    if not facts["order_known"]:
        return f"{where} {_('Which came first is not known: the clocks of these posts are not exact enough.')}"
    return f"{where} {_('The time between may have sufficed: up to %(most)s. Check before you conclude.') % said}"
