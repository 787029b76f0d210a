"""How a traveller stands under the rules of travel: the visa or permit seen, the stay allowed, the days that are left.

What a rule asks may be settled by a visa that the officer saw; a category of post that is closed may not. An overstay
is said only where the day of entry was read on a stamp: what this post remembers of a document gives a range at most.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jalon.crossings import recall, regime
from jalon.crossings.inspection import LookedUp, level
from jalon.crossings.models import Decision, Inspection, Shift, StaySeen
from jalon.crossings.particulars import as_corrected
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty
from jalon.documents.document import Document
from jalon.documents.states import same_state
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.posts.models import Post
from jalon.regimes.rule import NO_LIMIT, Allowance
from jalon.regimes.rules import Answer
from jalon.regimes.stays import DaysLeft, Stay, days_left
from jalon.regimes.visas import Visa, enter, visa_from
from jalon.screening.compare import compare
from jalon.screening.person import Name, Person

SAME_NAME = 0.5  # of `screening.compare`, names alone: below it the visa bears another name
STAND_OPEN = {"open", "referred"}
# A border resident's card serves beside the line alone; it opens no other post.
LOCAL_PAPERS = {"resident_card"}
# What makes a visa another person's, or another state's; the others are said and looked at.
GRAVE_DIFFERENCES = {"name", "birth_date", "issuer"}
LAST_STAMPS = 20  # decisions looked back at for the number of the last stamp


@dataclass(frozen=True, slots=True)
class Seen:
    """What was last seen of a traveller's papers: the visa or permit, the day of the entry stamp, what differs."""

    visa: Visa | None
    entered: date | None
    differences: tuple[str, ...]

    @property
    def of_another(self) -> bool:
        return bool(GRAVE_DIFFERENCES & set(self.differences))

    def opens(self, today: date, category: str) -> bool:
        """Whether it opens this post today: valid, the traveller's, and of a kind that serves here."""
        if self.visa is None or self.of_another or self.visa.state(today) != "valid":
            return False
        return self.visa.kind not in LOCAL_PAPERS or category == "local"


NOTHING_SEEN = Seen(None, None, ())


@dataclass(frozen=True, slots=True)
class Standing:
    """How a traveller stands, for one direction, on one day."""

    direction: str
    today: date
    answer: Answer | None
    level: str
    problems: tuple[dict[str, Any], ...]
    seen: Seen
    opened: bool
    """A visa or permit was seen that is good here today."""
    closed: bool
    """This category of post is closed to the traveller: the first line refers, or refuses with reasons."""
    allowance: Allowance
    left: DaysLeft | None
    """Days left, today included; None where nothing is known of the stay."""
    last_day: date | None
    """The last day of the stay that an entry today allows, or of the stay that ends, where it is sure."""


def stand(
    inspection: Inspection, seen: dict[str, Any], post: str, direction: str = "", papers: Seen | None = None
) -> Standing:
    """Ask the rules again, of the particulars as corrected and for the direction as it now is.

    `papers`: seen just now; else those seen last.
    """
    direction, today = direction or inspection.direction, timezone.localdate()
    fields = as_corrected(inspection) or seen["fields"]
    kind, nationality = seen["document_type"], fields.get("nationality")
    answer = regime.ask(post, nationality, kind, direction, today)
    place = Post.objects.filter(code=post).first()
    papers = papers or papers_seen(inspection)
    opened = papers.opens(today, place.category if place else "")
    allowance, left, last_day = _time(inspection, papers, opened, post, nationality, kind, direction, answer, today)
    problems = [one for one in seen["problems"] if one["code"] not in regime.OF_THE_REGIME]
    asked = regime.problems(answer, direction, kind)
    closed = any(one["code"] == "not_at_this_post" for one in asked)
    if closed or not opened:
        problems += asked
    if papers.of_another:
        problems.append(regime.problem("visa_of_another"))
    if direction == "exit" and left is not None and left.over:
        problems.append(regime.problem("stay_over"))
    present = level(problems, LookedUp(seen["hits"], seen["lists"], seen["not_checked"]))
    return Standing(
        direction, today, answer, present, tuple(problems), papers, opened, closed, allowance, left, last_day
    )


def _time(
    inspection: Inspection,
    papers: Seen,
    opened: bool,
    post: str,
    nationality: str | None,
    kind: str,
    direction: str,
    answer: Answer | None,
    today: date,
) -> tuple[Allowance, DaysLeft | None, date | None]:
    """The longest stay, the days left of it, and its last day where that is sure."""
    stays = known_stays(inspection, papers, direction)
    entered = stays[0].entered if stays and direction == "exit" else None
    if direction == "exit":
        # Leaving has no length: what counts is what the entry allowed, under the rules of its day.
        answer = regime.ask(post, nationality, kind, "entry", entered or today)
    allowance = answer.allowance if answer else NO_LIMIT
    visa = papers.visa if papers.visa and not papers.of_another else None
    if visa is not None and (opened or direction == "exit") and visa.allowance.days:
        allowance = visa.allowance
    if allowance.days is None or (direction == "exit" and not stays):
        ends = visa.valid_until if visa and opened and direction == "entry" else None
        return allowance, None, ends
    left = days_left(stays, allowance, today)
    sure = left.certain and left.most is not None and left.most > 0
    last = today + timedelta(days=(left.most or 1) - 1) if sure else None
    if last and visa and opened and direction == "entry" and visa.valid_until:
        last = min(last, visa.valid_until)
    return allowance, left, last


def known_stays(inspection: Inspection, papers: Seen, direction: str) -> list[Stay]:
    """What is known of the present stay: the entry stamp read by the officer, which is sure; else the last passage that
    this post remembers, after which crossings elsewhere may have followed."""
    if direction == "exit" and papers.entered is not None:
        return [Stay(papers.entered, here=True)]
    before = recall.seen(inspection.token, inspection.key)
    if before is None or not before.last_day:
        return []
    day = date.fromisoformat(before.last_day)
    if before.direction == "entry":
        return [Stay(day)]
    return [Stay(None, left=day)] if direction == "entry" else []


def papers_seen(inspection: Inspection) -> Seen:
    """What was last seen of the traveller's papers."""
    row = StaySeen.objects.filter(inspection=inspection.key).order_by("-position").first()
    value = this_node().shift_keys.take_out_value(row.kept) if row else None
    if value is None:
        return NOTHING_SEEN
    entered = value.get("entered")
    return Seen(
        _visa(value["visa"]) if value.get("visa") else None,
        date.fromisoformat(entered) if entered else None,
        tuple(value.get("differences", ())),
    )


@act
def see(
    inspection: Inspection, shift: Shift, visa: Visa | None, entered: date | None, source: str = "typed"
) -> Recorded:
    """Record what the officer saw of the visa, the permit or the entry stamp of the traveller who stands there.

    Raises NotAllowed where the traveller is decided, nothing is said, or a stay would begin after today.
    """
    on_duty(shift)
    seen = as_it_stands(inspection)
    if inspection.state not in STAND_OPEN:
        raise NotAllowed("already_decided")
    if visa is None and entered is None:
        raise NotAllowed("say_what_was_seen")
    if entered is not None and entered > timezone.localdate():
        raise NotAllowed("entered_after_today")
    differing = differences(visa, None, seen, inspection, shift.post)
    before = papers_seen(inspection)
    if visa is not None and before.visa is not None and before.visa.number == visa.number:
        # What its zone showed stays true of it when the rest is typed from the sticker.
        differing = sorted({*differing, *(set(before.differences) - {"issuer"})})
    return _see(inspection, shift, seen, visa, entered, differing, source)


@act
def see_zone(inspection: Inspection, shift: Shift, document: Document) -> Recorded:
    """Record the visa whose zone was read while its holder stands there, held against the document shown before."""
    on_duty(shift)
    seen = as_it_stands(inspection)
    if inspection.state not in STAND_OPEN:
        raise NotAllowed("already_decided")
    visa = visa_from(document, timezone.localdate())
    if visa is None:
        raise NotAllowed("not_a_visa")
    differing = differences(visa, document, seen, inspection, shift.post)
    return _see(inspection, shift, seen, visa, papers_seen(inspection).entered, differing, "wedge")


def _see(
    inspection: Inspection,
    shift: Shift,
    seen: dict[str, Any],
    visa: Visa | None,
    entered: date | None,
    differing: list[str],
    source: str,
) -> Recorded:
    body: dict[str, Any] = {"inspection": inspection.key, "source": source}
    if visa is not None:
        body["visa"] = _as_kept(visa)
    if entered is not None:
        body["entered"] = entered.isoformat()
    if differing:
        body["differences"] = differing
    papers = Seen(visa, entered, tuple(differing))
    body["level"] = stand(inspection, seen, shift.post, papers=papers).level
    return record("crossing.stay_seen", body, shift.officer, bytes.fromhex(shift.shift_key))


def names_the_same(document: Document, seen: dict[str, Any]) -> bool:
    """Whether the zone of a visa bears the name of the traveller as read, however it is spelled or cut."""
    mine, theirs = _name(seen["fields"]), _name(asdict(document))
    if not mine or not theirs:
        return True
    if document.names_truncated and mine.startswith(theirs[:20]):
        return True
    return compare(Person(names=(Name(mine),)), Person(names=(Name(theirs),))).score >= SAME_NAME


def differences(
    visa: Visa | None, document: Document | None, seen: dict[str, Any], inspection: Inspection, post: str
) -> list[str]:
    """Where a visa differs from the traveller and the document shown: name, birth_date, nationality, issuer, number.

    number: the zone bears another number than the document's. Many states write the visa's own there, so that it is
    said and compared on the sticker, and never held against the traveller.
    """
    found: list[str] = []
    if visa is None:
        return found
    fields = as_corrected(inspection) or seen["fields"]
    country = Post.objects.filter(code=post).values_list("country", flat=True).first()
    if visa.issuing_state and country and not same_state(visa.issuing_state, country):
        found.append("issuer")
    if document is None:
        return found
    if not names_the_same(document, seen | {"fields": fields}):
        found.append("name")
    born, theirs = fields.get("birth_date"), document.birth_date
    if born and theirs and not (born.startswith(theirs) or theirs.startswith(born)):
        found.append("birth_date")
    if visa.nationality and fields.get("nationality") and not same_state(visa.nationality, fields["nationality"]):
        found.append("nationality")
    number = _plain(fields.get("document_number"))
    if number and number not in {_plain(document.document_number), _plain(document.optional_data)[: len(number)]}:
        found.append("number")
    return found


def aboard(inspection: Inspection, seen: dict[str, Any], post: str) -> Standing | None:
    """How a passenger of a vehicle stands, where the rules or a paper seen have anything to say; None of the others, of
    whom a bus is full: nothing more is asked of the tables for them."""
    kept = seen.get("regime")
    asks = any(one["code"] in regime.OF_THE_REGIME for one in seen["problems"])
    limited = bool(kept and regime.Kept.read(kept).days)
    return stand(inspection, seen, post) if asks or limited else None


def granted(standing: Standing, seen: dict[str, Any], post: str, stamp: str) -> dict[str, Any]:
    """What an admission adds to its entry: the stay allowed, the visa's entry that is used, the stamp's number; and the
    rules' answer where it is not the one that the inspection kept (another direction, or other rules since)."""
    said: dict[str, Any] = {}
    kept = regime.as_kept(standing.answer, post)
    if kept and kept.get("regime") != seen.get("regime"):
        said |= kept
    if stamp.strip():
        said["stamp"] = stamp.strip()[:20]
    if standing.direction != "entry":
        return said
    if standing.last_day is not None:
        said["stay"] = {"to": standing.last_day.isoformat(), "days": (standing.last_day - standing.today).days + 1}
    if standing.opened and standing.seen.visa is not None:
        said["entries_used"] = enter(standing.seen.visa, standing.today, stamp.strip() or None).entries_used
    return said


def next_stamp(shift: Shift) -> str:
    """The number after that of the last stamp this shift gave; empty where it gave none, or it ends in no digit."""
    keys = this_node().shift_keys
    made = Decision.objects.filter(shift=shift.key, outcome="admitted").order_by("-position")[:LAST_STAMPS]
    last = next((value["stamp"] for one in made if (value := keys.take_out_value(one.kept) or {}).get("stamp")), "")
    digits = re.search(r"\d+$", last)
    if digits is None:
        return ""
    return f"{last[: digits.start()]}{int(digits[0]) + 1:0{len(digits[0])}}"[:20]


def passed_on(inspection: Inspection) -> date:
    """The local day on which the traveller stood here."""
    return recall.local_time(inspection.passed_at).date()


def _as_kept(visa: Visa) -> dict[str, Any]:
    """A visa as entries keep it: what is known of it alone. Dates are ISO; days are the longest stay it grants."""
    said = {
        "number": visa.number,
        "kind": visa.kind,
        "issuing_state": visa.issuing_state,
        "nationality": visa.nationality,
        "valid_from": visa.valid_from.isoformat() if visa.valid_from else None,
        "valid_until": visa.valid_until.isoformat() if visa.valid_until else None,
        "entries_used": visa.entries_used or None,
        "days": visa.allowance.days,
        "stamps": list(visa.stamps) or None,
    }
    known = {name: value for name, value in said.items() if value is not None}
    # 0 says “as often as the holder likes”; unknown is left out.
    return known if visa.entries_allowed is None else known | {"entries_allowed": visa.entries_allowed}


def _visa(kept: dict[str, Any]) -> Visa:
    days = kept.get("days")
    return Visa(
        number=kept.get("number"),
        kind=kept["kind"],
        issuing_state=kept.get("issuing_state"),
        nationality=kept.get("nationality"),
        valid_from=date.fromisoformat(kept["valid_from"]) if kept.get("valid_from") else None,
        valid_until=date.fromisoformat(kept["valid_until"]) if kept.get("valid_until") else None,
        entries_allowed=kept.get("entries_allowed"),
        entries_used=kept.get("entries_used", 0),
        allowance=Allowance(days, "entry") if days else NO_LIMIT,
        stamps=tuple(kept.get("stamps", ())),
    )


def _name(fields: dict[str, Any]) -> str:
    return " ".join(part for part in (fields.get("secondary_identifier"), fields.get("primary_identifier")) if part)


def _plain(number: str | None) -> str:
    return re.sub(r"[^A-Z0-9]", "", (number or "").upper())
