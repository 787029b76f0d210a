"""Cleared: what an earlier day found of a traveller and a listing, as keyed tokens, and how far it counts today.

What stays is a pair: the document and its holder, and the listing as it then stood. A listing that was changed makes
another token, and the traveller is looked at anew. See docs/adr/0017-a-cleared-namesake.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jalon.crossings.models import CaseNote, ClearedPair, Inspection
from jalon.crossings.recall import keyed
from jalon.journal.node import this_node
from jalon.watchlists.lookup import GRAVE


def standing(inspection: Inspection, seen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The hits of a traveller that nobody cleared."""
    told = shown_slips(inspection)
    return [hit for hit in seen["hits"] if not hit.get("cleared") and token_of(hit) not in told]


def cleared_by(inspection: Inspection, hit: Mapping[str, Any]) -> dict[str, str] | None:
    """How a hit was cleared: day (ISO) and how the slip's reference begins (empty: by headquarters); None where it was
    not."""
    found: dict[str, str] | None = hit.get("cleared") or shown_slips(inspection).get(token_of(hit))
    return found


def shown_slips(inspection: Inspection) -> dict[str, dict[str, str]]:
    """What the slips that this traveller showed cleared: token of the pair -> day, hint."""
    keys = this_node().shift_keys
    rows = CaseNote.objects.filter(inspection=inspection.key, what="slip")
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found |= (keys.take_out_value(row.kept) or {}).get("pairs", {})
    return found


def mark(hits: Sequence[dict[str, Any]], token: str, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The hits of an inspection, those that were cleared for this very document and holder marked with day and hint."""
    holder = holder_of(fields)
    if not token or not holder:
        return list(hits)
    pairs = {one.pair: one for one in valid().filter(token=token, holder=holder)}
    return [hit | {"cleared": said(pairs[token_of(hit)])} if token_of(hit) in pairs else hit for hit in hits]


def valid() -> QuerySet[ClearedPair]:
    """Pairs that count today."""
    return ClearedPair.objects.filter(withdrawn_at__isnull=True, until__gte=timezone.localdate()).order_by("day")


def may_clear(hit: Mapping[str, Any]) -> bool:
    """Whether a hit may be cleared for a next time. Not one of a document, nor one that says nothing but whom to call,
    nor one that asks for more than a second look: those come to the second line every time."""
    return hit["kind"] == "person" and hit["shows"] != "call_second_line" and hit["action"] not in GRAVE


def token_of(hit: Mapping[str, Any], key: bytes | None = None) -> str:
    """The keyed token of a listing as the hit bears it; another where a fact of the listing changed. Empty where the
    hit may not be cleared. `key`: as `recall.keyed` takes it."""
    if not may_clear(hit):
        return ""
    facts = {name: value for name, value in hit["facts"].items() if name not in {"title", "telephone"}}
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return keyed(f"listing\n{hit['list']}\n{hit['listing']}\n{hashlib.sha256(plain.encode()).hexdigest()}", key)


def holder_of(fields: Mapping[str, Any], key: bytes | None = None) -> str:
    """The keyed token of a person as a document says it: name, full date of birth. Empty where either is missing.
    `key`: as `recall.keyed` takes it."""
    name = " ".join(fields.get(part) or "" for part in ("primary_identifier", "secondary_identifier")).split()
    born = fields.get("birth_date") or ""
    if not name or len(born) != len("1990-01-01"):
        return ""
    return keyed(f"holder\n{' '.join(name).upper()}\n{born}", key)


def said(pair: ClearedPair) -> dict[str, str]:
    """When a pair was cleared and how its slip begins; nothing of a slip where headquarters cleared it."""
    return {"day": pair.day.isoformat(), "hint": pair.hint}
