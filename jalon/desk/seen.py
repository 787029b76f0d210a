"""An inspection as the pages show it: every code in words, hits beside the traveller, differences marked."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from jalon.crossings import clearing, recall, regime, stay
from jalon.crossings.company import company_of, is_child
from jalon.crossings.decision import is_own_national
from jalon.crossings.group import KINDS, details
from jalon.crossings.inspection import FIELDS, age_on
from jalon.crossings.journey import OUTCOMES
from jalon.crossings.models import Group, Inspection, Shift
from jalon.crossings.particulars import as_corrected
from jalon.crossings.rules import what_was_seen
from jalon.crossings.standing import CHILD_IN_DOUBT, CHILD_NOT_ASKED, CLEARED, HIT, raised
from jalon.desk import beside, stay_shown, stay_words, words
from jalon.desk.pictures_shown import pictures_of
from jalon.documents.problems import Repair
from jalon.documents.types import DOCUMENT_TYPES
from jalon.screening import telling
from jalon.screening.person import Person

BEYOND = "····"


def inspection_shown(inspection: Inspection, post: str, direction: str = "") -> dict[str, Any] | None:
    """The context of the desk's panels; None once the shift that saw it was handed over. `direction`: as it is now at
    the desk, where that is another than at the inspection."""
    seen, fields = what_was_seen(inspection), as_corrected(inspection)
    if seen is None or fields is None:
        return None
    standing = stay.stand(inspection, seen, post, direction)
    seen = {**seen, "problems": list(standing.problems), "level": standing.level}
    title, sentence = words.verdict(seen["level"], len(seen["hits"]), {one["code"] for one in seen["problems"]})
    protect = any(hit["shows"] == "call_second_line" for hit in seen["hits"])
    hits = [_protect()] if protect else [_hit(hit, fields, inspection) for hit in seen["hits"]]
    own = is_own_national(inspection, post) is True
    ruled = stay_shown.ruled(inspection, standing, own)
    with_whom = company_of(inspection) if is_child(seen) else None
    questions = raised(seen, with_whom)  # with what the rules of travel ask now
    in_the_way = clearing.standing(inspection, seen)
    all_cleared = bool(hits) and not in_the_way and set(questions) <= {HIT, CLEARED}
    if all_cleared:
        sentence = words._("Cleared on an earlier day: compare, then admit.")
    return {
        "id": inspection.key,
        "document": _document(seen["document_type"], fields, seen["problems"]),
        "mrz_lines": seen["mrz"],
        "checks": [] if protect else _checks(seen, ruled is not None),
        "verdict": {"level": seen["level"], "title": title, "sentence": sentence},
        "hits": hits,
        "not_checked": [words.not_checked(said) for said in seen["not_checked"] if not _settled(said, standing)],
        "regime": None if protect else ruled,
        "turns": _turns(inspection, seen, post, standing),
        "closed": standing.closed,
        "right_to_enter": any(one["code"] in regime.OF_THE_REGIME for one in standing.problems),
        "refused_for": _refused_for(standing),
        "limited_stay": standing.direction == "entry" and standing.last_day is not None,
        "seen": words.seen_before(recall.seen(inspection.token, inspection.key)) if inspection.token else "",
        "age": age_on(fields.get("birth_date"), timezone.localdate()),
        "repairs": [Repair(**repair).sentence(words.language()) for repair in seen["repairs"]],
        "beside": beside.of(inspection, fields, post),
        "only_refer": bool(in_the_way),
        "all_cleared": all_cleared,
        "may_show_slip": any(clearing.may_clear(hit) for hit in in_the_way) and not protect,
        "child": is_child(seen),
        # With whom the child travels is asked first; once it is said and nothing else raises a question, Enter admits.
        "company_asked": CHILD_NOT_ASKED in questions,
        "company_in_doubt": CHILD_IN_DOUBT in questions,
        "company": words.company(with_whom) if with_whom else "",
        "adult": name_of_key(with_whom.adult) if with_whom and with_whom.adult else "",
        "vehicle": vehicle_of(inspection),
        "one_key": not questions and seen["level"] != "stop",
        "pictures": pictures_of(inspection),
        "own_national": own,
        "cannot_refuse": words._("Own national: cannot be refused, only referred.") if own else "",
    }


def _settled(said: dict[str, Any], standing: stay.Standing) -> bool:
    """Whether the visa was seen since, or is needed no more: then it is among what was checked."""
    return said["code"] == "visa" and (standing.opened or regime.settles_the_visa(standing.answer))


def _turns(inspection: Inspection, seen: dict[str, Any], post: str, standing: stay.Standing) -> bool:
    """Whether the other direction would show anything else: the page then comes anew when it is turned."""
    other = stay.stand(inspection, seen, post, "exit" if standing.direction == "entry" else "entry")
    return _shows(standing) != _shows(other)


def _shows(standing: stay.Standing) -> tuple[Any, ...]:
    found = standing.answer
    return (standing.level, found and found.answer, found and found.rule, standing.last_day, standing.left)


def _refused_for(standing: stay.Standing) -> str:
    """The reason that a refusal most likely has, by what the rules of travel ask; empty where they ask nothing."""
    codes = [one["code"] for one in standing.problems]
    return next((stay_words.REFUSED_FOR[code] for code in codes if code in stay_words.REFUSED_FOR), "")


def _document(kind: str, fields: dict[str, Any], problems: list[dict[str, Any]]) -> dict[str, Any]:
    sex = words.SEXES.get(fields.get("sex") or "")
    return {
        "type_label": DOCUMENT_TYPES[kind].names[words.language()],
        "primary_identifier": fields.get("primary_identifier"),
        "secondary_identifier": fields.get("secondary_identifier"),
        "sex_label": sex() if sex else "",
        "birth_date_label": words.partial_date(fields.get("birth_date")),
        "nationality_label": words.state(fields.get("nationality")),
        "issuing_state_label": words.state(fields.get("issuing_state")),
        "number": fields.get("document_number"),
        "expiry_label": words.partial_date(fields.get("expiry_date")),
        "expired": any(problem["code"] == "expired" for problem in problems),
        "fields": [
            {"label": words.field(name), "value": words.value(name, said)}
            for name, said in fields.items()
            if name not in FIELDS and said
        ],
    }


def _checks(seen: dict[str, Any], ruled: bool) -> list[dict[str, str]]:
    """Each check as a sentence: what is wrong first, then what is in order. `ruled`: what the rules of travel ask
    stands in a section of its own."""
    found = [
        {"state": "wrong" if problem["severity"] == "error" else "unknown", "sentence": words.problem(problem)}
        for problem in seen["problems"]
        if not (ruled and problem["code"] in regime.OF_THE_REGIME)
    ]
    codes = {problem["code"] for problem in seen["problems"]}
    if seen["mrz"] and "check_digit_wrong" not in codes:
        found.append({"state": "ok", "sentence": words._("Check digits agree")})
    if seen["fields"].get("expiry_date") and "expired" not in codes:
        found.append({"state": "ok", "sentence": words._("Not expired")})
    if (
        seen["lists"]
        and seen["fields"].get("document_number")
        and not any(h["kind"] == "document" for h in seen["hits"])
    ):
        found.append({"state": "ok", "sentence": words._("Not on a list of stolen or lost documents")})
    if seen["lists"] and not seen["hits"]:
        said = words._("Nobody like this on the lists: %(count)s asked") % {"count": len(seen["lists"])}
        found.append({"state": "ok", "sentence": said})
    return found


def _protect() -> dict[str, Any]:
    return {"protect": True, "action": "protect", "reasons": [], "differences": []}


def _hit(hit: dict[str, Any], fields: dict[str, Any], inspection: Inspection) -> dict[str, Any]:
    listed = Person.from_json(hit["facts"]["person"])
    return {
        "list_name": hit["facts"]["title"],
        "score": hit["score"],
        "score_percent": round(100 * hit["score"]),
        "reasons": [words.reason(reason) for reason in hit["reasons"] if reason["code"] not in telling.IN_THE_TABLE],
        "action": hit["action"],
        "action_label": words.action(hit["action"]),
        "authority": hit["facts"].get("authority"),
        "decision_number": hit["facts"].get("decision_number"),
        "telephone": hit["facts"].get("telephone"),
        "protect": False,
        "cleared": words.cleared(clearing.cleared_by(inspection, hit)),
        "differences": _differences(fields, listed, hit["reasons"]),
    }


def _differences(fields: dict[str, Any], listed: Person, reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The traveller beside the listing, question by question; same is None where one side does not know.

    near: not the same, and a reason says that it may be: spellings of one name, a year alone on one side.
    """
    name = " ".join(part for part in (fields.get("primary_identifier"), fields.get("secondary_identifier")) if part)
    sex = words.SEXES.get(fields.get("sex") or "")
    listed_sex = words.SEXES.get(listed.sex or "")
    lines = [
        ("name", words._("Name"), name, [one.text for one in listed.names[:3]]),
        (
            "birth_date",
            words.field("birth_date"),
            words.partial_date(fields.get("birth_date")),
            [words.partial_date(one.text) for one in listed.birth_dates],
        ),
        (
            "nationality",
            words.field("nationality"),
            words.state(fields.get("nationality")),
            [words.state(code) for code in listed.nationalities],
        ),
        ("sex", words.field("sex"), sex() if sex else "", [listed_sex()] if listed_sex else []),
        (
            "document_number",
            words.field("document_number"),
            fields.get("document_number") or "",
            [one.number for one in listed.document_numbers[:3]],
        ),
    ]
    shown = []
    for field, label, mine, theirs in lines:
        same = None if not mine or not theirs else mine.casefold() in {one.casefold() for one in theirs}
        if mine or theirs:
            shown.append(
                {
                    "field": field,
                    "label": label,
                    "traveller": mine or "—",
                    "listed": words._(", ").join(theirs) or "—",
                    "same": same,
                    "near": same is False and words.near(field, reasons),
                }
            )
    return shown


def name_of(inspection: Inspection) -> str:
    """The traveller's name, short; dots once the shift was handed over."""
    fields = as_corrected(inspection)
    if fields is None:
        return BEYOND
    return short_name(fields)


def vehicle_of(inspection: Inspection) -> str:
    """The vehicle somebody came in, by kind and plate; empty for whoever stands at the desk."""
    this = Group.objects.filter(key=inspection.group).first() if inspection.group else None
    return f"{KINDS.get(this.kind, '')} {details(this).get('plate', '')}".strip() if this else ""


def name_of_key(key: str) -> str:
    inspection = Inspection.objects.filter(key=key).first()
    return name_of(inspection) if inspection else BEYOND


def short_name(fields: dict[str, Any]) -> str:
    """Surname and given names; a dash where neither is known."""
    first, given = fields.get("primary_identifier") or "", fields.get("secondary_identifier") or ""
    return f"{first} {given}".strip() or "—"


def clock(milliseconds: int) -> str:
    """Local hours and minutes."""
    return recall.clock_of(milliseconds)


def day_and_clock(milliseconds: int) -> str:
    return recall.local_time(milliseconds).strftime("%d/%m/%Y %H:%M")


def when(inspection: Inspection) -> str:
    """The clock of a passage; of one that stood on paper first, when it passed and when it was recorded."""
    if not inspection.late:
        return clock(inspection.at)
    said = {"passed": day_and_clock(inspection.passed_at), "recorded": day_and_clock(inspection.at)}
    return words._("%(passed)s, recorded from paper on %(recorded)s") % said


def recent(shift: Shift, count: int = 6) -> list[dict[str, Any]]:
    """The last passages of the shift."""
    rows = Inspection.objects.filter(shift=shift.key).exclude(state="open").order_by("-position")[:count]
    return [
        {
            "time": clock(row.passed_at),
            "late": row.late,
            "name": name_of(row),
            "outcome": row.state,
            "outcome_label": str(OUTCOMES[row.state]),
            "url": reverse("desk:correct", args=[row.key]),
        }
        for row in rows
    ]
