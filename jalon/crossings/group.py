"""A vehicle and all who sit in it: opened once, read one after the other, the clean ones decided together.

Who raises a question (a possible match, a document that is not in order, a child in doubtful company) is set aside by
name, and goes on as anybody at the desk does; the others do not wait for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.crossings import manifest, regime, stay
from jalon.crossings.company import Accompanied, companies, is_child
from jalon.crossings.inspection import Shown, inspected
from jalon.crossings.models import Expected, Group, Inspection, Shift
from jalon.crossings.particulars import corrected_fields
from jalon.crossings.rules import NotAllowed, on_duty
from jalon.crossings.standing import CHILD_IN_DOUBT, CHILD_NOT_ASKED, CLEAR, raised
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record, record_together

# Kind of vehicle → the means that each of its passengers is noted under (journey.TRANSPORTS).
MEANS = {"bus": "bus", "car": "car", "truck": "truck", "pirogue": "pirogue", "boat": "boat", "convoy": "car"}
MEANS |= {"train": "train", "flight": "plane"}
KINDS = {
    "bus": _("Bus"),
    "car": pgettext_lazy("a vehicle of several", "Shared car"),
    "truck": _("Truck"),
    "pirogue": _("Pirogue"),
    "boat": _("Boat"),
    "convoy": _("Convoy"),
    "train": _("Train"),
    "flight": _("Flight"),
}
# What it carries, as the desk sees it; goods themselves are the customs' business.
LOADS = {
    "empty": pgettext_lazy("what a vehicle carries", "Empty"),
    "sealed": _("Loaded, seals seen"),
    "unsealed": _("Loaded, no seals"),
    "broken": _("Loaded, seals broken"),
}
SEATS = {"passenger": _("Passenger"), "driver": _("Driver"), "crew": _("Crew")}
# Why the heads counted, the list and what was announced may differ when a vehicle is closed.
DIFFERENCES = {
    "infants": _("Infants in arms, counted and not listed"),
    "got_off": _("Somebody got off before the post"),
    "went_on_foot": _("Somebody went on on foot: noted at the desk"),
    "not_found": _("Somebody is missing and was not found"),
    "miscounted": _("Heads counted again: the list is right"),
    "other": _("Other"),
}
MOST_ABOARD = 1000  # a train


class AlreadyAboard(Exception):
    """The same document, or the same person without one, stands on this vehicle's list already. `number`: from 1."""

    def __init__(self, inspection: Inspection, number: int) -> None:
        super().__init__(inspection.key)
        self.inspection, self.number = inspection, number


@dataclass(frozen=True, slots=True)
class Aboard:
    """Somebody on a vehicle's list. `number` counts from 1 in the order read; `aside` says why, in codes."""

    number: int
    inspection: Inspection
    seen: dict[str, Any] | None
    fields: dict[str, Any]
    seat: str
    company: Accompanied | None
    aside: tuple[str, ...]

    @property
    def place(self) -> str:
        """open travellers: clean | ask (a child whose company is not said) | aside; the others: their state."""
        if self.inspection.state != "open":
            return self.inspection.state
        if CHILD_NOT_ASKED in self.aside and "hit" not in self.aside:
            return "ask"
        return "aside" if self.aside else "clean"

    @property
    def to_refer(self) -> str:
        """Why the second line sees somebody with no further question; empty where the first line may still decide."""
        if self.place != "aside":
            return ""
        if "hit" in self.aside:
            return "possible_match"
        return "child" if CHILD_IN_DOUBT in self.aside else ""


@act
def open_group(shift: Shift, direction: str, kind: str, announced: int | None, **said: str) -> Group:
    """Open a vehicle. `said`: plate, company, driver, origin, destination, load (of LOADS), as far as known."""
    on_duty(shift)
    body = {"shift": shift.key, **_particulars(direction, kind, announced, said)}
    recorded = record("group.opened", body, shift.officer, bytes.fromhex(shift.shift_key))
    return Group.objects.get(key=recorded.key)


@act
def amend_group(group: Group, shift: Shift, direction: str, kind: str, announced: int | None, **said: str) -> Recorded:
    """Put right what was said when the vehicle was opened. Who was read already keeps the direction read in; those
    still undecided pass in the right one."""
    on_duty(shift)
    _still_open(group)
    body = {"group": group.key, **_particulars(direction, kind, announced, said)}
    return record("group.amended", body, shift.officer, bytes(group.kept)[:8])


@act
def inspect_aboard(
    shown: Shown,
    group: Group,
    shift: Shift,
    *,
    seat: str = "passenger",
    again: bool = False,
) -> Recorded:
    """Screen somebody in a vehicle and record the inspection; nobody before needs to be decided first.

    Raises AlreadyAboard where the same document or person is on the list, unless `again`: somebody else shows the same
    document, or bears the same name and birth; then both stand aside.
    """
    on_duty(shift)
    _still_open(group)
    body = inspected(shown, group.direction, shift)
    there = aboard(group)
    if len(there) >= MOST_ABOARD:
        raise NotAllowed("vehicle_full")
    twin = _same(body, there)
    if twin is not None:
        if not again:
            raise AlreadyAboard(twin.inspection, twin.number)
        said = {"number": twin.number}
        body["problems"].append({"code": "twice_aboard", "field": "", "parameters": said, "severity": "error"})
        if body["level"] in CLEAR:
            body["level"] = "look"
    body |= {"group": group.key, "seat": seat}
    if line := manifest.line_of(shown.fields, unanswered(group)):
        body["expected"] = line
    return record("crossing.inspected", body, shift.officer, bytes.fromhex(shift.shift_key))


@act
def admit_clean(group: Group, shift: Shift, up_to: int) -> list[Recorded]:
    """Let pass, together, all who stand clean, of those that the officer saw: read up to position `up_to`."""
    on_duty(shift)
    clean = [one for one in aboard(group) if one.place == "clean" and one.inspection.position <= up_to]
    if not clean:
        raise NotAllowed("nobody_stands_clean")
    transport = MEANS[group.kind]
    said = {"shift": shift.key, "outcome": "admitted", "line": 1, "transport": transport}
    journey = {"direction": group.direction, "transport": transport}
    bodies = [
        {"inspection": one.inspection.key, **said, "journey": journey, "looked": "", **_granted(one, shift.post)}
        for one in clean
    ]
    acts = [("crossing.decided", body) for body in bodies]
    return record_together(acts, shift.officer, bytes.fromhex(shift.shift_key))


@act
def refer_aside(group: Group, shift: Shift, up_to: int) -> list[Recorded]:
    """Hand to the second line, together, whom the first cannot let pass: possible matches, children in doubt."""
    on_duty(shift)
    beyond = [one for one in aboard(group) if one.to_refer and one.inspection.position <= up_to]
    said = {"shift": shift.key, "outcome": "referred", "line": 1, "transport": MEANS[group.kind], "remark": ""}
    said |= {"journey": {"direction": group.direction, "transport": MEANS[group.kind]}}
    acts = [("crossing.decided", {"inspection": one.inspection.key, **said, "reason": one.to_refer}) for one in beyond]
    if not acts:
        raise NotAllowed("nobody_to_refer")
    return record_together(acts, shift.officer, bytes.fromhex(shift.shift_key))


@act
def count_heads(group: Group, shift: Shift, counted: int) -> Recorded:
    """Record how many heads the officer counted, infants too."""
    on_duty(shift)
    _still_open(group)
    body = {"group": group.key, "counted": counted}
    return record("group.counted", body, shift.officer)


@act
def load_manifest(group: Group, shift: Shift, lines: list[dict[str, Any]]) -> Recorded:
    """Record the passenger list that the vehicle brought; who was read already is ticked."""
    on_duty(shift)
    _still_open(group)
    numbered = dict(enumerate(lines, 1))
    ticked: dict[str, str] = {}
    for one in aboard(group):
        left = {number: fields for number, fields in numbered.items() if str(number) not in ticked}
        if line := manifest.line_of(one.fields, left):
            ticked[str(line)] = one.inspection.key
    body = {"group": group.key, "lines": list(map(list, numbered.items())), "ticked": ticked}
    return record("group.listed", body, shift.officer, bytes(group.kept)[:8])


@act
def tick(group: Group, shift: Shift, line: int, inspection: str) -> Recorded:
    """Say who answers to a line of the passenger list; `inspection` empty: nobody after all."""
    on_duty(shift)
    _still_open(group)
    if not Expected.objects.filter(group=group.key, line=line).exists():
        raise NotAllowed("no_such_line")
    if inspection and not Inspection.objects.filter(key=inspection, group=group.key).exists():
        raise NotAllowed("not_aboard")
    body = {"group": group.key, "line": line, "inspection": inspection}
    return record("group.ticked", body, shift.officer)


@act
def close_group(group: Group, shift: Shift, why: str = "") -> Recorded:
    """The vehicle may go. Raises NotAllowed where somebody is undecided, or heads and list differ without a reason."""
    on_duty(shift)
    _still_open(group)
    there = aboard(group)
    if any(one.inspection.state == "open" for one in there):
        raise NotAllowed("somebody_undecided")
    listed = tally(there)["listed"]
    if group.counted is None:
        raise NotAllowed("count_the_heads")
    if group.counted != listed and why not in DIFFERENCES:
        raise NotAllowed("say_why_they_differ")
    said = {"announced": group.announced, "counted": group.counted, "listed": listed, "why": why}
    return record("group.closed", {"group": group.key, "shift": shift.key, **said}, shift.officer)


def aboard(group: Group) -> list[Aboard]:
    """Everybody on a vehicle's list in the order read, but for those cancelled."""
    keys = this_node().shift_keys
    post = Shift.objects.filter(key=group.shift).values_list("post", flat=True).first() or ""
    rows = list(Inspection.objects.filter(group=group.key).exclude(state="cancelled").order_by("position"))
    known = companies(row.key for row in rows)
    changed = corrected_fields(row.key for row in rows)
    twins = _twins(rows)
    found = []
    for number, row in enumerate(rows, 1):
        seen: dict[str, Any] | None = keys.take_out_value(row.kept) if row.kept else None
        company = known.get(row.key)
        fields = {**seen["fields"], **changed.get(row.key, {})} if seen else {}
        present = _present(row, seen, post) if seen else {}
        aside = raised(present, company) if seen else ()
        aside += ("twice",) if row.key in twins else ()
        found.append(Aboard(number, row, seen, fields, (seen or {}).get("seat", "passenger"), company, aside))
    return found


def _granted(one: Aboard, post: str) -> dict[str, Any]:
    """The stay that the rules allow a passenger who passes with the others; nothing where they set no end."""
    standing = stay.aboard(one.inspection, one.seen, post) if one.seen else None
    return stay.granted(standing, one.seen or {}, post, "") if standing else {}


def _present(row: Inspection, seen: dict[str, Any], post: str) -> dict[str, Any]:
    """What was seen of a passenger, with what the rules of travel still ask: a visa seen since settles it."""
    asks = any(one["code"] in regime.OF_THE_REGIME for one in seen["problems"])
    return {**seen, "problems": list(stay.stand(row, seen, post).problems)} if asks else seen


def tally(there: list[Aboard]) -> dict[str, int]:
    """How many are listed, and how many of them are crew, children, and stand in each place."""
    counts = {"listed": len(there), "clean": 0, "ask": 0, "aside": 0}
    counts |= {"crew": sum(one.seat != "passenger" for one in there)}
    counts |= {"children": sum(bool(one.seen and is_child(one.seen)) for one in there)}
    for one in there:
        counts[one.place] = counts.get(one.place, 0) + 1
    return counts


def details(group: Group) -> dict[str, Any]:
    """Plate, company, driver, origin, destination; empty once the shift was handed over."""
    return this_node().shift_keys.take_out_value(group.kept) or {}


def expected(group: Group) -> list[tuple[Expected, dict[str, Any]]]:
    """The passenger list, line by line, with what it says of each."""
    keys = this_node().shift_keys
    rows = Expected.objects.filter(group=group.key).order_by("line")
    return [(row, keys.take_out_value(row.kept) or {}) for row in rows]


def unanswered(group: Group) -> dict[int, dict[str, Any]]:
    """The lines of the passenger list to which nobody has answered."""
    return {row.line: fields for row, fields in expected(group) if not row.inspection}


def under_way() -> list[Group]:
    """Vehicles that stand at this post, whoever opened them, the last one first."""
    ours = f"{this_node().id}."
    return list(Group.objects.filter(closed_at__isnull=True, key__startswith=ours).order_by("-position"))


def _particulars(direction: str, kind: str, announced: int | None, said: dict[str, str]) -> dict[str, Any]:
    if kind not in KINDS:
        raise NotAllowed("say_which_vehicle")
    details = {name: said.get(name, "").strip() for name in ("plate", "company", "driver", "origin", "destination")}
    if said.get("load", "") in LOADS:
        details["load"] = said["load"]
    return {"direction": direction, "kind": kind, "announced": announced, **details}


def _still_open(group: Group) -> None:
    present = Group.objects.filter(key=group.key).first()
    if present is None or present.closed_at is not None:
        raise NotAllowed("vehicle_closed")
    group.counted, group.kept = present.counted, present.kept


def _twins(rows: list[Inspection]) -> set[str]:
    """Travellers of one list who show the same document: each of them stands aside."""
    shown: dict[str, list[str]] = {}
    for row in rows:
        if row.token:
            shown.setdefault(row.token, []).append(row.key)
    return {key for keys in shown.values() if len(keys) > 1 for key in keys}


def _same(body: dict[str, Any], there: list[Aboard]) -> Aboard | None:
    """Whoever on the list shows the same document, or without a number bears the same names and birth."""
    fields, token = body["fields"], body["token"]
    if token:
        return next((one for one in there if one.inspection.token == token), None)
    particulars = ("primary_identifier", "secondary_identifier", "birth_date", "sex")
    named = [fields.get(name) or "" for name in particulars]
    alike = [one for one in there if [one.fields.get(name) or "" for name in particulars] == named]
    return alike[0] if alike and named[0] else None
