"""Verbs of this room. Their names say that a question was asked, and of nobody why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from jalon.bureau.models import Carrying, Query, Step
from jalon.journal.opening import Opened, entry_key
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb

HOUR = 3_600_000  # ms


def apply_asked(entries: Sequence[Opened], tables: str) -> None:
    """body: number, year, kind, inspection, urgency, reason, hours (an answer may take), about {field: value}."""
    for entry in entries:
        body = entry.body
        Query.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={name: body[name] for name in ("number", "year", "kind", "inspection", "urgency", "reason")}
            | {
                "asked_by": entry.header.actor,
                "asked_at": entry.header.wall,
                "due_at": entry.header.wall + body["hours"] * HOUR,
                "kept": entry.keep(body["about"]),
            },
        )
        _step(entry, entry.key, "asked", tables)


def apply_carried(entries: Sequence[Opened], tables: str) -> None:
    """body: number, year, digest, queries [key]. A question may be carried again; an answered one stays answered."""
    for entry in entries:
        body = entry.body
        for query in body["queries"]:
            _query(query, tables)
        Carrying.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "number": body["number"],
                "year": body["year"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "queries": len(body["queries"]),
                "digest": body["digest"],
            },
        )
        for index, query in enumerate(body["queries"]):
            _step(entry, query, "carried", tables, index, carrying=entry.key)
        Query.objects.using(tables).filter(key__in=body["queries"], state="asked").update(state="carried")


def apply_answered(entries: Sequence[Opened], tables: str) -> None:
    """body: query, answer (nothing | hit | partial), reference, what_to_do, source (file | typed)."""
    for entry in entries:
        body = entry.body
        query = _query(body["query"], tables)
        said = {name: body[name] for name in ("answer", "reference", "what_to_do", "source")}
        _step(entry, query.key, "answered", tables, **said)
        if query.state in ("asked", "carried"):
            query.state, query.answer = "answered", body["answer"]
            query.save(using=tables, update_fields=["state", "answer"])


def apply_closed(entries: Sequence[Opened], tables: str) -> None:
    """body: query, why."""
    for entry in entries:
        query = _query(entry.body["query"], tables)
        _step(entry, query.key, "closed", tables, why=entry.body["why"])
        query.state = "closed"
        query.save(using=tables, update_fields=["state"])


def _query(key: str, tables: str) -> Query:
    found = Query.objects.using(tables).filter(key=key).first()
    if found is None:
        raise AntecedentMissing(key)
    return found


def _step(entry: Opened, query: str, state: str, tables: str, index: int | None = None, **said: Any) -> None:
    header = entry.header
    facts = {"query": query, "state": state, "officer": header.actor, "at": header.wall, "position": entry.position}
    Step.objects.using(tables).update_or_create(
        key=entry_key(header.node, entry.epoch, header.seq, index), defaults=facts | said
    )


_line = partial(Verb, version=1, readers=Readers.OPERATIONAL, owner=Owner.HEADQUARTERS)
VERBS: list[Verb] = [
    _line("bureau.asked", apply=apply_asked),
    _line("bureau.carried", apply=apply_carried),
    _line("bureau.answered", apply=apply_answered),
    _line("bureau.closed", apply=apply_closed),
]
