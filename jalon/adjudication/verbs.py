"""Verbs of this room. What is decided of a hit is sealed; a pair that was cleared goes to posts as tokens alone.

A name travels in clear: whether a listing asks for an arrest or protects somebody, no name here says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from jalon.adjudication.models import Carried, Looked, Standing, Verdict
from jalon.crossings.models import ClearedPair
from jalon.journal.opening import Opened, entry_key
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb


def _says(said: str) -> Callable[[Sequence[Opened], str], None]:
    def apply(entries: Sequence[Opened], tables: str) -> None:
        for entry in entries:
            _of_a_case(entry, said, tables)

    return apply


def _of_a_case(entry: Opened, said: str, tables: str) -> None:
    """body: case, hit, inspection, up_to (arrival position of the last time that was seen), reason, remark; who (the
    particulars), listing and rules as they stood, score, reasons. cleared: until (ISO day), pairs (bool), days; decided
    by a second person: proposal."""
    body = entry.body
    proposal = body.get("proposal", "")
    if proposal:
        _second_person(entry, proposal, tables)
    until = date.fromisoformat(body["until"]) if body.get("until") else None
    Verdict.objects.using(tables).update_or_create(
        key=entry.key,
        defaults={
            "case": body["case"],
            "said": said,
            "hit": body["hit"],
            "inspection": body["inspection"],
            "officer": entry.header.actor,
            "at": entry.header.wall,
            "position": entry.position,
            "up_to": body["up_to"],
            "second": proposal,
            "until": until,
            "kept": entry.keep(body),
        },
    )
    # Applied again, an older verdict does not undo a later one.
    last = Verdict.objects.using(tables).filter(case=body["case"]).order_by("-position").first()
    assert last is not None
    Standing.objects.using(tables).update_or_create(
        case=last.case,
        defaults={
            "said": last.said,
            "verdict": last.key,
            "position": last.position,
            "up_to": last.up_to,
            "until": last.until,
            "officer": last.officer,
        },
    )


def _second_person(entry: Opened, proposal: str, tables: str) -> None:
    """Whoever proposed to clear does not decide it, whatever the payload claims."""
    proposed = Verdict.objects.using(tables).filter(key=proposal).first()
    if proposed is None:
        raise AntecedentMissing(proposal)
    if proposed.officer == entry.header.actor:
        raise ValueError("clearing is decided by another person than the one who proposed it")


def apply_looked(entries: Sequence[Opened], tables: str) -> None:
    """body: what (case | search | history), about, reason, and the question as it was asked."""
    for entry in entries:
        Looked.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "what": entry.body["what"],
                "about": entry.body["about"],
                "reason": entry.body["reason"],
                "kept": entry.keep(entry.body),
            },
        )


def apply_pair_cleared(entries: Sequence[Opened], tables: str) -> None:
    """body: verdict, node, token, holder, pairs [token], day, until (ISO days). All tokens under the node's own key."""
    for entry in entries:
        body, place = entry.body, (entry.header.node, entry.epoch, entry.header.seq)
        until = date.fromisoformat(body["until"])
        for index, pair in enumerate(body["pairs"]):
            ClearedPair.objects.using(tables).get_or_create(
                key=entry_key(*place, index),
                defaults={
                    "slip": entry.key,
                    "pair": pair,
                    "token": body["token"],
                    "holder": body["holder"],
                    "reference": "",
                    "hint": "",
                    "officer": entry.header.actor,
                    "day": date.fromisoformat(body["day"]),
                    "until": until,
                },
            )
        Carried.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={"verdict": body["verdict"], "node": body["node"], "at": entry.header.wall, "until": until},
        )


def apply_pair_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: pair (the entry that cleared it), why (a code of slips.WITHDRAWN_WHY)."""
    for entry in entries:
        carried = Carried.objects.using(tables).filter(key=entry.body["pair"]).first()
        if carried is None:
            raise AntecedentMissing(entry.body["pair"])
        Carried.objects.using(tables).filter(key=carried.key, withdrawn_at__isnull=True).update(
            withdrawn_at=entry.header.wall
        )
        facts = {"withdrawn_by": entry.header.actor, "withdrawn_why": entry.body["why"]}
        pairs = ClearedPair.objects.using(tables).filter(slip=carried.key, withdrawn_at__isnull=True)
        pairs.update(withdrawn_at=entry.header.wall, **facts)


_sealed = partial(Verb, version=1, readers=Readers.SEALED, owner=Owner.HEADQUARTERS)
_told = partial(Verb, version=1, readers=Readers.OPERATIONAL, owner=Owner.HEADQUARTERS)
VERBS = [
    _sealed("hit.confirmed", apply=_says("confirmed")),
    _sealed("hit.clearing_proposed", apply=_says("proposed")),
    _sealed("hit.cleared", apply=_says("cleared")),
    _sealed("hit.clearing_refused", apply=_says("refused")),
    _sealed("hit.reopened", apply=_says("reopened")),
    _sealed("record.consulted", apply=apply_looked),
    _told("pair.cleared", apply=apply_pair_cleared),
    _told("pair.withdrawn", apply=apply_pair_withdrawn),
]
