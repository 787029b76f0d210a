"""The inspection: read the document, screen its holder, and record what was seen before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from jalon.crossings import clearing, recall, regime
from jalon.crossings.journey import ADULT
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.rules import NotAllowed, on_duty
from jalon.documents.mrz import Document, Reading, read, validity
from jalon.documents.types import DOCUMENT_TYPES, recognise
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.regimes.rules import Answer
from jalon.screening.person import BirthDate, DocumentNumber, Name, Person
from jalon.watchlists import lookup

LONGEST_MRZ = 400
TYPED_AMONG = 40  # inspections looked back at for the last one that was typed
FIELDS = (
    "issuing_state",
    "primary_identifier",
    "secondary_identifier",
    "document_number",
    "nationality",
    "birth_date",
    "sex",
    "expiry_date",
)
# What a first line without a network and without a chip reader cannot know; said as loudly as what it does.
NEVER_CHECKED_HERE = ("chip", "interpol")


@dataclass(frozen=True)
class Shown:
    """What a traveller shows: the fields, how they were had, and what is wrong with them. JSON values."""

    document_type: str
    fields: dict[str, Any]
    source: str  # a name of readers.table.READERS | typed | none | repair
    lines: tuple[str, ...] = ()
    problems: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)
    reader: dict[str, Any] | None = None  # of what an engine guessed: what it read, how sure it was, what was put right


class CannotInspect(ValueError):
    """The text given is no document. `reading` says what is wrong."""

    def __init__(self, reading: Reading) -> None:
        super().__init__("not a machine readable zone")
        self.reading = reading


def shown_by_mrz(text: str, source: str = "wedge") -> Shown:
    """What an MRZ shows. Raises CannotInspect where the text has the shape of no document."""
    reading = read(text[:LONGEST_MRZ], today=timezone.localdate())
    if reading.document is None:
        raise CannotInspect(reading)
    document = reading.document
    kind = recognise(document) or "passport"
    return Shown(
        kind,
        {name: getattr(document, name) for name in FIELDS},
        source,
        reading.lines,
        [_problem(problem) for problem in reading.problems],
        [repair.as_dict() for repair in reading.repairs],
    )


def shown_repaired(text: str) -> Shown:
    """What an MRZ shows once the officer accepted the proposed repairs, having compared them with the page."""
    reading = read(text[:LONGEST_MRZ], today=timezone.localdate())
    if reading.repaired is None:
        return shown_by_mrz(text)
    document = reading.repaired
    fields = {name: getattr(document, name) for name in FIELDS}
    return Shown(recognise(document) or "passport", fields, "repair", reading.lines)


@dataclass(frozen=True)
class LookedUp:
    """What the lists said of what is shown, which lists were asked, and what was not checked. JSON values."""

    hits: list[dict[str, Any]]
    lists: list[dict[str, Any]]
    not_checked: list[dict[str, Any]]


def looked_up(shown: Shown, ruled: Answer | None = None) -> LookedUp:
    """Ask every list in service. `ruled`: what the rules of travel said, where they were asked."""
    loaded = lookup.lists_in_service()
    hits = [hit.as_json() for hit in lookup.look_up(person_of(shown), loaded)]
    lists = [
        {"list": one.edition.list, "edition": one.edition.number, "age": lookup.age_in_days(one)} for one in loaded
    ]
    return LookedUp(hits, lists, not_checked(shown, loaded, ruled))


@act
def inspect(shown: Shown, direction: str, shift: Shift) -> Recorded:
    """Screen what is shown and record the inspection, before any decision. Returns once it is on the disk.

    Raises NotAllowed where the shift is over, or where another traveller stands undecided at this desk.
    """
    on_duty(shift)
    if latest_open(shift) is not None:
        raise NotAllowed("decide_first")
    body = inspected(shown, direction, shift)
    return record("crossing.inspected", body, shift.officer, bytes.fromhex(shift.shift_key))


def inspected(shown: Shown, direction: str, shift: Shift, day: date | None = None) -> dict[str, Any]:
    """What an inspection says: what is shown, judged, held against the rules of travel, and screened.

    `day`: when the traveller stood here, where that was not today: documents, ages and rules are those of that day. The
    lists are today's.
    """
    nationality, day = shown.fields.get("nationality"), day or timezone.localdate()
    ruled = regime.ask(shift.post, nationality, shown.document_type, direction, day)
    found = looked_up(shown, ruled)
    token = recall.token(shown.fields.get("issuing_state"), shown.fields.get("document_number"))
    problems = (
        shown.problems + judge(shown, day) + _held_here(token) + regime.problems(ruled, direction, shown.document_type)
    )
    return {
        "shift": shift.key,
        "direction": direction,
        "document_type": shown.document_type,
        "fields": shown.fields,
        "source": shown.source,
        **({"reader": shown.reader} if shown.reader else {}),
        "mrz": list(shown.lines),
        "problems": problems,
        "repairs": shown.repairs,
        "hits": clearing.mark(found.hits, token, shown.fields),
        "level": level(problems, found),
        "lists": found.lists,
        "not_checked": found.not_checked,
        "token": token,
        **regime.as_kept(ruled, shift.post),
    }


def _held_here(token: str) -> list[dict[str, Any]]:
    """Whoever shows the document of a person who is held here is out, or shows the paper of another."""
    if not token or not Inspection.objects.filter(token=token, state="held").exists():
        return []
    return [{"code": "held_here", "field": "document_number", "parameters": {}, "severity": "error"}]


def judge(shown: Shown, day: date) -> list[dict[str, Any]]:
    """What the desk itself finds against a document that may be well formed: expired, missing, none at all; a child."""
    found = _judge_age(shown.fields.get("birth_date"), day)
    if shown.document_type == "no_document":
        found.append({"code": "no_document", "field": "document_type", "parameters": {}, "severity": "warning"})
        return found
    known: dict[str, Any] = {name: shown.fields.get(name) for name in FIELDS}
    document = Document(type="TD3", document_code=None, **known)
    if validity(document, day).state == "expired":
        said = {"expiry": known["expiry_date"]}
        found.append({"code": "expired", "field": "expiry_date", "parameters": said, "severity": "error"})
    for needed in DOCUMENT_TYPES[shown.document_type].requires:
        # A zone has no place for the rest (an issuing office, a herd): only who types a document is asked for it.
        if (needed in known or shown.source == "typed") and not shown.fields.get(needed):
            found.append({"code": "missing", "field": needed, "parameters": {}, "severity": "warning"})
    return found


def _judge_age(birth_date: str | None, today: date) -> list[dict[str, Any]]:
    """A child's way is asked about; nobody was born tomorrow."""
    if birth_date and birth_date > today.isoformat()[: len(birth_date)]:
        said = {"day": birth_date}
        return [{"code": "born_in_future", "field": "birth_date", "parameters": said, "severity": "error"}]
    age = age_on(birth_date, today)
    if age is None or age >= ADULT:
        return []
    return [{"code": "minor", "field": "birth_date", "parameters": {"age": age}, "severity": "warning"}]


def level(problems: list[dict[str, Any]], found: LookedUp) -> str:
    """clear: nothing found; unchecked: a list could not be asked, or there is none; look: look twice; stop: someone
    asks for this person, or the document is reported."""
    hits = found.hits
    if any(hit["shows"] == "call_second_line" or hit["kind"] == "document" for hit in hits):
        return "stop"
    if any(hit["action"] in lookup.GRAVE for hit in hits):
        return "stop"
    if hits or problems:
        return "look"
    all_asked = found.lists and not any(said["code"] == "list_altered" for said in found.not_checked)
    return "clear" if all_asked else "unchecked"


def not_checked(shown: Shown, loaded: list[lookup.Loaded], ruled: Answer | None) -> list[dict[str, Any]]:
    """What was not checked, as codes with parameters. A visa is, unless a rule says that none is needed."""
    said: list[dict[str, Any]] = [] if regime.settles_the_visa(ruled) else [{"code": "visa"}]
    said += [{"code": code} for code in NEVER_CHECKED_HERE]
    if not shown.lines:
        said.append({"code": "mrz"})
    if not loaded:
        said.append({"code": "no_list"})
    for one in loaded:
        age = lookup.age_in_days(one)
        if age > one.rules.stale_after:
            said.append({"code": "list_old", "list": one.rules.title, "days": age})
    said += [{"code": "list_altered", "list": edition.rules["title"]} for edition in lookup.altered_lists()]
    return said


def person_of(shown: Shown) -> Person:
    """What a document shows, as screening sees a person."""
    fields = shown.fields
    name = " ".join(part for part in (fields.get("secondary_identifier"), fields.get("primary_identifier")) if part)
    nationality, number, born = fields.get("nationality"), fields.get("document_number"), fields.get("birth_date")
    return Person(
        names=(Name(name),) if name else (),
        birth_dates=(BirthDate(born),) if born else (),
        nationalities=(nationality,) if nationality else (),
        sex=fields.get("sex"),
        document_numbers=(DocumentNumber(number, fields.get("issuing_state")),) if number else (),
    )


def age_on(birth_date: str | None, today: date) -> int | None:
    """Whole years of age; from the year alone where no more is known."""
    if not birth_date:
        return None
    year, month, day = (*map(int, birth_date.split("-")), 1, 1)[:3]
    return today.year - year - ((today.month, today.day) < (month, day))


def latest_open(shift: Shift) -> Inspection | None:
    """The traveller who stands at the desk: decided by nobody yet, seen in this shift or left to it at a hand-over."""
    return next(iter(undecided(shift)), None)


def undecided(shift: Shift) -> list[Inspection]:
    """Everybody who stands undecided before this shift, the last seen first; not those who sit in a vehicle, who are
    decided on its own page, nor whoever stood on paper first and is here no more."""
    key = bytes.fromhex(shift.shift_key)
    rows = Inspection.objects.filter(state="open", group="", late=False).order_by("-position")
    return [row for row in rows if row.shift == shift.key or bytes(row.kept)[:8] == key]


def last_typed_kind(shift: Shift) -> str | None:
    """The type of the last document that was typed in this shift; None where none was among the latest."""
    keys = this_node().shift_keys
    for row in Inspection.objects.filter(shift=shift.key).order_by("-position")[:TYPED_AMONG]:
        seen = keys.take_out_value(row.kept)
        if seen is not None and seen["source"] == "typed":
            return row.document_type
    return None


def _problem(problem: Any) -> dict[str, Any]:
    parameters = {name: str(value) for name, value in problem.parameters.items()}
    return {"code": problem.code, "field": problem.field, "parameters": parameters, "severity": problem.severity}
