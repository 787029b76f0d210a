"""Verbs of protection. Their names, and what is in clear of them, are the same whatever the kind of service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb, own_row
from jalon.protection.models import Notice, Referral, Service

FACTS = ("code", "post", "kind", "name", "telephones", "hours", "languages", "accept_within", "steps", "reference")


def apply_declared(entries: Sequence[Opened], tables: str) -> None:
    """body: FACTS, since (ISO date)."""
    for entry in entries:
        facts = {name: entry.body[name] for name in FACTS}
        facts |= {"since": date.fromisoformat(entry.body["since"]), "declared_by": entry.header.actor}
        Service.objects.using(tables).update_or_create(
            key=entry.key, defaults=facts | {"declared_at": entry.header.wall}
        )


def apply_approved(entries: Sequence[Opened], tables: str) -> None:
    """body: service. Whoever declared it cannot approve it, whatever the payload claims."""
    for entry in entries:
        service = _service(entry, tables)
        if service.declared_by == entry.header.actor:
            raise ValueError("a service is approved by another person than the one who declared it")
        service.approved_by = entry.header.actor
        service.save(using=tables, update_fields=["approved_by"])


def apply_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: service, until (ISO date)."""
    for entry in entries:
        service = _service(entry, tables)
        service.until = date.fromisoformat(entry.body["until"])
        service.save(using=tables, update_fields=["until"])


def apply_asked(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, service (key), consent, handed_to, handed_at (ms)."""
    for entry in entries:
        Referral.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "inspection": entry.body["inspection"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "position": entry.position,
                "kept": entry.keep({**entry.body, "entries": []}),
            },
        )


def apply_accepted(entries: Sequence[Opened], tables: str) -> None:
    """body: referral, accepted_at (ms), by, file."""

    def accepted(said: dict[str, Any], entry: Opened) -> None:
        said["accepted"] = _without(entry.body)

    for entry in entries:
        row = _change(entry, tables, accepted)
        if row.state == "asked":
            row.state = "accepted"
            row.save(using=tables, update_fields=["state"])


def apply_answered(entries: Sequence[Opened], tables: str) -> None:
    """body: referral, answer, file, last (bool)."""

    def answered(said: dict[str, Any], entry: Opened) -> None:
        one = {**_without(entry.body), "at": entry.header.wall, "officer": entry.header.actor, "entry": entry.key}
        if entry.key not in said["entries"]:
            said.setdefault("answers", []).append(one)

    for entry in entries:
        row = _change(entry, tables, answered)
        if entry.body["last"]:
            row.state, row.returns = "answered", entry.body["answer"] in RETURNS_OF_VERSION_1
            row.save(using=tables, update_fields=["state", "returns"])


# As `codes.RETURNS` when version 1 was written; a later table makes a later version.
RETURNS_OF_VERSION_1 = frozenset({"may_travel", "person_declined", "service_declined", "not_reached"})


def apply_escalated(entries: Sequence[Opened], tables: str) -> None:
    """body: referral, step (its number in the rule, None of a call that the rule does not ask for), whom."""

    def called(said: dict[str, Any], entry: Opened) -> None:
        one = {**_without(entry.body), "at": entry.header.wall, "officer": entry.header.actor}
        if entry.key not in said["entries"]:
            said.setdefault("calls", []).append(one)

    for entry in entries:
        _change(entry, tables, called)


def apply_opened(entries: Sequence[Opened], tables: str) -> None:
    """body: referral. Who looked at it, and when last."""

    def opened(said: dict[str, Any], entry: Opened) -> None:
        said.setdefault("opened", {})[entry.header.actor] = entry.header.wall

    for entry in entries:
        _change(entry, tables, opened)


def apply_handed_on(entries: Sequence[Opened], tables: str) -> None:
    """body: kept [[referral, key id]], done [referral]. At a headquarters everything stays."""
    for entry in entries:
        if entry.node.keys.is_headquarters:
            continue
        for referral, target in entry.body["kept"]:
            entry.put_under(Referral.objects.using(tables).filter(key=referral), target, tables)
        Referral.objects.using(tables).filter(key__in=entry.body["done"]).delete()


def apply_notices_taken(entries: Sequence[Opened], tables: str) -> None:
    """body: authority, reference, notices [{language, code, extension, sha256, size}]; a later file takes the place.

    At a headquarters that of a post never takes the place of its own.
    """
    for entry in entries:
        for index, one in enumerate(entry.body["notices"]):
            place = {name: one[name] for name in ("language", "code", "extension")}
            if _stands_here(place, entry, tables):
                continue
            Notice.objects.using(tables).filter(**place).delete()
            Notice.objects.using(tables).create(
                key=f"{entry.key}.{index}",
                **place,
                sha256=one["sha256"],
                size=one["size"],
                authority=entry.body["authority"],
                reference=entry.body["reference"],
                taken_at=entry.header.wall,
            )


def _stands_here(place: dict[str, str], entry: Opened, tables: str) -> bool:
    """Whether another node tells of a notice that this headquarters has of its own."""
    node = entry.node
    if not node.keys.is_headquarters or entry.header.node == node.id:
        return False
    return Notice.objects.using(tables).filter(**place, key__startswith=f"{node.id}.").exists()


def _service(entry: Opened, tables: str) -> Service:
    return own_row(Service, entry.body["service"], entry, tables)


def _change(entry: Opened, tables: str, change: Callable[[dict[str, Any], Opened], None]) -> Referral:
    """What is kept of a referral, with the part of this entry, which then stands among its `entries`."""
    row = own_row(Referral, entry.body["referral"], entry, tables)
    said = entry.node.shift_keys.take_out_value(row.kept)
    if said is None:
        raise AntecedentMissing(row.key)
    change(said, entry)
    if entry.key not in said["entries"]:
        said["entries"].append(entry.key)
    row.kept = entry.keep(said)
    row.save(using=tables, update_fields=["kept"])
    return row


def _without(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "referral"}


VERBS = [
    Verb("service.declared", 1, Readers.OPERATIONAL, Owner.NODE, apply_declared),
    Verb("service.approved", 1, Readers.OPERATIONAL, Owner.NODE, apply_approved),
    Verb("service.withdrawn", 1, Readers.OPERATIONAL, Owner.NODE, apply_withdrawn),
    Verb("service.asked", 1, Readers.PERSONAL, Owner.NODE, apply_asked),
    Verb("service.accepted", 1, Readers.PERSONAL, Owner.NODE, apply_accepted),
    Verb("service.answered", 1, Readers.PERSONAL, Owner.NODE, apply_answered),
    Verb("service.escalated", 1, Readers.PERSONAL, Owner.NODE, apply_escalated),
    Verb("service.opened", 1, Readers.PERSONAL, Owner.NODE, apply_opened),
    Verb("service.handed_on", 1, Readers.OPERATIONAL, Owner.NODE, apply_handed_on),
    Verb("notices.taken", 1, Readers.OPERATIONAL, Owner.NODE, apply_notices_taken),
]
