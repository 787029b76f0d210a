"""Equipment that stays broken is a gap too: after how many days of each kind, how heavy it weighs, what closes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from jalon.capacity import equipment
from jalon.capacity.checklist import LANGUAGES, Item
from jalon.capacity.equipment import Spell, Standing
from jalon.capacity.kinds import PASSPORT_READER, kind_name
from jalon.capacity.models import Asset

PREFIX = "asset:"
THEME = "equipment"
LEVEL = "post"


@dataclass(frozen=True, slots=True)
class Patience:
    """It is a gap once it has been broken for more than `days`; `weight` (1 to 3); `library`: the measure."""

    days: int
    weight: int
    library: str


# A line for each kind of equipment. What stops the desk, the link, the power or the water cannot wait.
PATIENCE = {
    PASSPORT_READER: Patience(2, 3, "reader"),
    "camera": Patience(7, 2, "reader"),
    "fingerprint_reader": Patience(7, 2, "reader"),
    "document_lamp": Patience(14, 1, "forgery_kit"),
    "card_reader": Patience(7, 1, "reader"),
    "computer": Patience(2, 3, "computers"),
    "server": Patience(1, 3, "computers"),
    "printer": Patience(7, 1, "computers"),
    "document_scanner": Patience(7, 2, "reader"),
    "radio": Patience(2, 2, "radio"),
    "vsat": Patience(2, 3, "link"),
    "satellite_phone": Patience(7, 2, "link"),
    "telephone": Patience(7, 1, "link"),
    "router": Patience(2, 3, "link"),
    "generator": Patience(2, 3, "power"),
    "solar_kit": Patience(2, 3, "power"),
    "battery": Patience(7, 2, "power"),
    "inverter": Patience(3, 2, "power"),
    "vehicle": Patience(7, 2, "vehicle"),
    "motorcycle": Patience(7, 1, "vehicle"),
    "boat": Patience(7, 2, "vehicle"),
    "scanner": Patience(14, 2, "search_kit"),
    "metal_detector": Patience(14, 1, "search_kit"),
    "watch_camera": Patience(14, 1, "post_security"),
    "barrier": Patience(7, 1, "post_security"),
    "lighting": Patience(3, 2, "signs_lighting"),
    "thermometer": Patience(7, 2, "health_room"),
    "fridge": Patience(7, 1, "health_room"),
    "water_pump": Patience(2, 3, "water"),
    "water_tank": Patience(3, 2, "water"),
    "air_conditioner": Patience(14, 1, "maintenance"),
    "tent": Patience(7, 2, "waiting_shelter"),
    "other": Patience(14, 1, "maintenance"),
}
WORKS_BADLY = "reads_badly"  # the trouble of a thing that serves by half


def too_long(posts: Collection[str], at: int | None, today: date, until: date | None) -> list[Standing]:
    """What stands broken at posts for longer than its kind may, and was not replaced: as it stood on a day (`until`;
    None: by the last word), by what had arrived at a position."""
    stands = equipment.standing(until, at, equipment.known_at(posts, at)).values()
    found = [one for one in stands if one.broken and one.post in posts and (today - one.since).days > _of(one).days]
    if not found:
        return []
    came = _came_to_serve({one.post for one in found}, at, until)
    return [one for one in sorted(found, key=lambda one: one.since) if not _replaced(one, came)]


def _replaced(stands: Standing, came: dict[tuple[str, str], list[date]]) -> bool:
    """Whether another of its kind came to serve there since it broke; each newcomer stands in for one thing."""
    newcomers = came.get((stands.post, stands.asset.kind), [])
    stands_in = next((day for day in newcomers if day >= stands.since), None)
    if stands_in is None:
        return False
    newcomers.remove(stands_in)
    return True


def _came_to_serve(posts: Collection[str], at: int | None, until: date | None) -> dict[tuple[str, str], list[date]]:
    """(post, kind) -> since when each thing that serves there was put in service: new, from the cupboard, or from
    elsewhere. One that was repaired is no newcomer."""
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    before: dict[str, tuple[Spell, date]] = {}
    for spell in equipment.spells(at, posts):
        last, came = before.get(spell.asset.key, (None, spell.since))
        if last is None or last.state not in {equipment.SERVING, equipment.BROKEN} or last.until != spell.since:
            came = spell.since
        before[spell.asset.key] = spell, came
        holds = spell.until is None if until is None else spell.since <= until and (spell.until or date.max) > until
        if holds and spell.state == equipment.SERVING:
            found[spell.post, spell.asset.kind].append(came)
    return {place: sorted(days) for place, days in found.items()}


def item(asset: Asset) -> Item:
    """What is lacking where a thing is broken, as an assessment would ask for it."""
    name, question = {}, {}
    for language in LANGUAGES:
        with translation.override(language):
            name[language] = f"{kind_name(asset.kind)} – \u2068{asset.label}\u2069"
            question[language] = gettext("Is it in service?")
    patience = PATIENCE.get(asset.kind, PATIENCE["other"])
    return Item(reference(asset.key), THEME, patience.weight, LEVEL, patience.library, name, question, {})


def lack(stands: Standing) -> float:
    """1 where it serves nobody, 0.5 where it works badly."""
    return 0.5 if stands.trouble == WORKS_BADLY else 1.0


def reference(asset: str) -> str:
    return PREFIX + asset


def asset_of(ref: str) -> str:
    """The key of the thing that a gap speaks of; empty where it speaks of none."""
    return ref.removeprefix(PREFIX) if ref.startswith(PREFIX) else ""


def _of(stands: Standing) -> Patience:
    return PATIENCE.get(stands.asset.kind, PATIENCE["other"])
