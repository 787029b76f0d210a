"""A herd: its certificate, its herders by name, its animals counted, its gate and season by the dated rules.

The program refuses no herd. What is amiss is said; an officer decides with a reason, or sends it to the second line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jalon.counting import regime
from jalon.counting.models import Herd, HerdStep
from jalon.counting.what import HERD_OUTCOMES
from jalon.crossings import correction, decision
from jalon.crossings.company import company_of, is_child
from jalon.crossings.inspection import Shown, age_on, inspected
from jalon.crossings.journey import DIRECTIONS
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.recall import local_time
from jalon.crossings.rules import NotAllowed, on_duty, what_was_seen
from jalon.crossings.standing import raised
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record
from jalon.regimes.rules import RulesGone
from jalon.regimes.words import SPECIES

FEWEST_LETTERS = 3
MOST_ANIMALS = 20_000
JOURNEY = {"transport": "animal", "purpose": "herding"}


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the paper says. Dates are ISO as far as known; states alpha-3. Empty where it does not say."""

    number: str = ""
    issuing_state: str = ""
    issuing_office: str = ""
    issue_date: str = ""
    owner: str = ""
    route: str = ""
    gate: str = ""
    destination: str = ""
    herders: int = 0
    """How many herders it names."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is not in order. `code` has its sentence at the door."""

    code: str
    parameters: dict[str, Any] = field(default_factory=dict)


@act
def open_herd(
    shift: Shift,
    direction: str,
    origin: str,
    certificate: Certificate,
    announced: dict[str, int],
    counted: dict[str, int] | None = None,
    vaccination_seen: bool = False,
) -> Recorded:
    """Record a herd as it comes: its certificate and what the calendars say of it. Raises NotAllowed."""
    on_duty(shift)
    herd = _numbers(announced)
    there = _numbers(counted or {})
    if direction not in DIRECTIONS or not (herd or there):
        raise NotAllowed("say_the_animals")
    day = local_time(wall_clock()).date()
    asked = regime.of_herd(shift.post, direction, origin, [one for one in SPECIES if one in herd | there], day)
    said = {name: getattr(certificate, name) for name in Certificate.__dataclass_fields__}
    body = {
        "shift": shift.key,
        "direction": direction,
        "origin": origin,
        "certificate": said,
        "announced": herd,
        "counted": there,
        "vaccination_seen": vaccination_seen,
        "seasons": [one.kept for one in asked],
    }
    return record("certificate.opened", body, shift.officer, bytes.fromhex(shift.shift_key))


@act
def count(herd: Herd, shift: Shift, counted: dict[str, int], vaccination_seen: bool) -> Recorded:
    """The animals as the officer counted them, and whether the vaccination paper was seen."""
    said = _undecided(herd, shift)
    there = _numbers(counted)
    new = [one for one in SPECIES if one in there and one not in {kept["species"] for kept in said["seasons"]}]
    day = local_time(wall_clock()).date()
    asked = regime.of_herd(shift.post, herd.direction, said["origin"], new, day)
    body = {"counted": there, "vaccination_seen": vaccination_seen, "seasons": [one.kept for one in asked]}
    return _step("certificate.counted", herd, shift, body)


@act
def name_herder(herd: Herd, shift: Shift, shown: Shown) -> Recorded:
    """A herder, by a document swiped or typed, or by name alone: inspected and screened like every traveller, and
    standing on the herd's own page until decided."""
    _undecided(herd, shift)
    body = inspected(shown, herd.direction, shift) | {"group": herd.key}
    return record("crossing.inspected", body, shift.officer, bytes.fromhex(shift.shift_key))


@act
def decide(
    herd: Herd, shift: Shift, outcome: str, reason: str = "", to: str = "", *, second_line: bool = False
) -> Recorded:
    """Passed, turned back, or referred to the second line. Herders about whom nothing was found are decided with it;
    the others first, each by name. A herd that was referred is the second line's.

    Raises NotAllowed: something is amiss and no reason is given; a herder waits; it is decided already.
    """
    said = _undecided(herd, shift)
    if herd.state == "referred" and not second_line:
        raise NotAllowed("second_line_decides_herd")
    if outcome not in HERD_OUTCOMES or outcome == "open" or (outcome == "referred" and herd.state == "referred"):
        raise NotAllowed("not_a_count")
    if outcome == "passed" and doubts(herd, said) and not _a_sentence(reason):
        raise NotAllowed("say_why_the_herd_passes")
    if outcome != "passed" and not _a_sentence(reason):
        raise NotAllowed("say_why_the_herd_does_not_pass")
    if outcome != "referred":
        _decide_herders(herd, shift, outcome)
    body = {"outcome": outcome, "reason": reason.strip()[:200], "to": to.strip()[:120]}
    return _step("certificate.decided", herd, shift, body)


@act
def take_over(herd: Herd, shift: Shift) -> None:
    """The second line opens another officer's herd: recorded the first time in a shift, before anything is shown."""
    on_duty(shift)
    if _ours(herd, shift) or as_it_stands(herd) is None:
        return
    if not HerdStep.objects.filter(herd=herd.key, shift=shift.key, kind="taken_over").exists():
        _step("certificate.taken_over", herd, shift, {})


def may_open(herd: Herd, shift: Shift, second_line: bool) -> bool:
    """Whether this officer works on it: its own shift, one it was left to, the second line."""
    return second_line or _ours(herd, shift)


def as_it_stands(herd: Herd) -> dict[str, Any] | None:
    """The certificate, with the latest count; None once the shift that saw it was handed over. `steps`: what followed,
    in order, each with kind, officer, at (ms)."""
    keys = this_node().shift_keys
    said: dict[str, Any] | None = keys.take_out_value(herd.kept)
    if said is None:
        return None
    said = dict(said) | {"steps": []}
    for row in HerdStep.objects.filter(herd=herd.key).order_by("position"):
        step = keys.take_out_value(row.kept)
        if step is None:
            continue
        if row.kind == "counted":
            said |= {name: step[name] for name in ("counted", "vaccination_seen")}
            said["seasons"] = [*said["seasons"], *step["seasons"]]
        said["steps"].append(step | {"kind": row.kind, "officer": row.officer, "at": row.at})
    return said


def herders(herd: Herd) -> list[Inspection]:
    """Those who were named with it, in order; not those of whom the naming was cancelled."""
    return list(Inspection.objects.filter(group=herd.key).exclude(state="cancelled").order_by("position"))


def doubts(herd: Herd, said: dict[str, Any]) -> list[Doubt]:
    """All that is not in order with the herd, the gravest first."""
    found = [*_of_season(said), *_of_count(said), *_of_herders(herd, said)]
    if not said["vaccination_seen"]:
        found.append(Doubt("vaccination_not_seen"))
    return found


def _of_season(said: dict[str, Any]) -> list[Doubt]:
    found, missing, by_day = [], set(), False
    stated = stated_by(said)
    for kept in said["seasons"]:
        if kept["answer"] != "open":
            code = "season_closed" if kept["answer"] == "closed" else "no_season"
            found.append(Doubt(code, {"species": kept["species"]}))
        try:
            season = regime.replay(kept)
        except RulesGone:
            continue
        if season.at_the_gate is False:
            found.append(Doubt("another_gate", {"gates": season.gates}))
        missing |= set(season.missing(stated))
        by_day = by_day or season.by_day_only
    if missing:
        found.append(Doubt("particulars_missing", {"particulars": sorted(missing)}))
    if by_day and not 6 <= local_time(wall_clock()).hour < 18:
        found.append(Doubt("by_day_only"))
    return found


def _of_count(said: dict[str, Any]) -> list[Doubt]:
    if not said["counted"]:
        return [Doubt("not_counted")]
    found = []
    for species in SPECIES:
        announced, counted = said["announced"].get(species, 0), said["counted"].get(species, 0)
        if announced != counted:
            found.append(Doubt("another_number", {"species": species, "announced": announced, "counted": counted}))
    return found


def _of_herders(herd: Herd, said: dict[str, Any]) -> list[Doubt]:
    named = herders(herd)
    found = [] if named else [Doubt("no_herder_named")]
    listed = said["certificate"]["herders"]
    if named and listed and listed != len(named):
        found.append(Doubt("herders_differ", {"listed": listed, "named": len(named)}))
    needed, youngest = herders_needed(said)
    if named and needed and len(named) < needed:
        found.append(Doubt("herders_too_few", {"needed": needed, "named": len(named)}))
    if youngest and any(_younger(one, youngest) for one in named):
        found.append(Doubt("herder_too_young", {"age": youngest}))
    return found


def herders_needed(said: dict[str, Any]) -> tuple[int | None, int | None]:
    """How many herders the rules ask for with so many animals, and of what least age; None where they do not say."""
    heads, ages = 0, []
    for kept in said["seasons"]:
        try:
            season = regime.replay(kept)
        except RulesGone:
            continue
        number = (said["counted"] or said["announced"]).get(kept["species"], 0)
        heads += season.herders_needed(number) or 0
        ages += [season.herder_age] if season.herder_age else []
    return heads or None, max(ages, default=None)


def stated_by(said: dict[str, Any]) -> set[str]:
    """Which of `regimes.words.PARTICULARS` the certificate states."""
    paper = said["certificate"]
    has = {
        "owner": paper["owner"],
        "herders": paper["herders"],
        "herd": said["announced"],
        "vaccinations": said["vaccination_seen"],
        "route": paper["route"],
        "gates": paper["gate"],
        "destination": paper["destination"],
    }
    return {name for name, there in has.items() if there}


def _decide_herders(herd: Herd, shift: Shift, outcome: str) -> None:
    """Herders go the way of the herd, before it is decided: killed between, the same key does the rest."""
    waiting = [one for one in herders(herd) if one.state == "open"]
    if any(one.hits or (outcome == "passed" and questions(one)) for one in waiting):
        raise NotAllowed("herders_first")
    for one in waiting:
        if outcome == "passed":
            decision.admit(one, shift, {"direction": herd.direction} | JOURNEY)
        else:
            correction.cancel(one, shift, "traveller_left", roles=frozenset())


def questions(herder: Inspection) -> tuple[str, ...]:
    """What of a herder must be looked at first (see `crossings.standing.raised`); empty of whoever stands clean."""
    seen = what_was_seen(herder)
    return raised(seen, company_of(herder)) if seen else ("beyond",)


def adult_beside(herd: Herd, child: Inspection) -> str:
    """The first grown herder of the herd, for a child who travels with it; empty where there is none."""
    others = ((one, what_was_seen(one)) for one in herders(herd) if one.key != child.key)
    return next((one.key for one, seen in others if seen and not is_child(seen)), "")


def _younger(herder: Inspection, age: int) -> bool:
    seen = what_was_seen(herder)
    known = age_on((seen or {}).get("fields", {}).get("birth_date"), local_time(herder.at).date())
    return known is not None and known < age


def _undecided(herd: Herd, shift: Shift) -> dict[str, Any]:
    """Bring the herd up to date, and give what is said of it. Raises NotAllowed where it waits for nothing more."""
    on_duty(shift)
    present = Herd.objects.filter(key=herd.key).first()
    said = as_it_stands(present) if present else None
    if present is None or said is None:
        raise NotAllowed("herd_beyond_this_shift")
    herd.state, herd.kept = present.state, present.kept
    if herd.state not in {"open", "referred"}:
        raise NotAllowed("herd_already_decided")
    return said


def _step(verb: str, herd: Herd, shift: Shift, said: dict[str, Any]) -> Recorded:
    """It stands under the key that the herd stands under, since it goes when that goes."""
    return record(verb, {"herd": herd.key, "shift": shift.key} | said, shift.officer, bytes(herd.kept)[:8])


def _ours(herd: Herd, shift: Shift) -> bool:
    return herd.shift == shift.key or bytes(herd.kept)[:8].hex() == shift.shift_key


def _numbers(animals: dict[str, int]) -> dict[str, int]:
    if any(one not in SPECIES or not 0 <= number <= MOST_ANIMALS for one, number in animals.items()):
        raise NotAllowed("say_the_animals")
    return {one: animals[one] for one in SPECIES if animals.get(one)}


def _a_sentence(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= FEWEST_LETTERS
