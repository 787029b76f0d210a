"""What stands at one post, with what was told of it, and what its register says: a machine that replaces another knows
what that one said. No other post learns of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jalon.capacity import equipment
from jalon.capacity.models import Asset, AssetFact, RegisterFact
from jalon.capacity.register_facts import shape
from jalon.capacity.verbs import ASSET, ASSET_FACT, asset_facts, day, fact_facts, text
from jalon.journal.opening import Opened
from jalon.sync.editions.changes import Row, rows_of
from jalon.sync.editions.kinds.kind import Kind, Offer

NAME = "assets"


def offers(post: str) -> Sequence[Offer]:
    """To a post that ever had something or of which something was said: its last thing may have been moved away."""
    known = equipment.known_at([post]) or RegisterFact.objects.filter(post=post).exists()
    return [Offer(NAME, post)] if known else []


def rows(offer: Offer) -> Iterable[Row]:
    here = equipment.standing(post=offer.audience)
    facts = equipment.all_told(here)
    for key, stands in here.items():
        row = _row(stands.asset, ASSET) | {"what": stands.asset.what}
        if stands.asset.cost is not None:
            row["cost"] = str(stands.asset.cost)
        if told := [_row(fact, ASSET_FACT, "asset") | {"what": fact.what} for fact in facts.get(key, [])]:
            row["facts"] = told
        yield row
    for said in RegisterFact.objects.filter(post=offer.audience):
        about = {"about": said.what, "facts": said.facts, "since": said.since.isoformat(), "at": said.at}
        yield {"id": said.key} | about


def _row(one: Asset | AssetFact, columns: Iterable[str], *without: str) -> Row:
    said = {name: getattr(one, name) for name in columns if name not in without}
    kept = {name: value for name, value in said.items() if value}
    return {"id": one.key, "on": one.on.isoformat(), "at": one.at} | kept


def apply(entry: Opened, file: Path, tables: str) -> None:
    """The things are those of the edition, and no others. What was told of them stays, as does what the register says:
    heard with the first edition that brings it, it does not become newer by being repeated."""
    post, kept = entry.body["audience"], []
    for row in rows_of(file):
        if "about" in row:
            facts = {"post": post, "what": text(row["about"], 12), "since": day(row["since"])}
            facts["facts"] = shape(row["about"], row["facts"])
            _heard(RegisterFact, row, facts, entry, tables)
            continue
        kept.append(row["id"])
        facts = asset_facts(row)
        heard = facts | {"position": entry.position, "at": row["at"]}
        Asset.objects.using(tables).update_or_create(key=row["id"], defaults=facts, create_defaults=heard)
        for told in row.get("facts", []):
            _heard(AssetFact, told, fact_facts(told | {"asset": row["id"]}), entry, tables)
    Asset.objects.using(tables).exclude(key__in=kept).delete()


def _heard(model: Any, row: Row, facts: dict[str, Any], entry: Opened, tables: str) -> None:
    heard = facts | {"position": entry.position, "at": row["at"]}
    model.objects.using(tables).get_or_create(key=row["id"], defaults=heard)


def withdrawn(_name: str, tables: str) -> None:
    Asset.objects.using(tables).all().delete()


KIND = Kind(NAME, offers, rows, apply, withdrawn=withdrawn)
