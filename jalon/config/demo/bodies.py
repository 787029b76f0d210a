"""What a desk says of an invented traveller: the bodies that the desk's own acts record, with no desk and no database.

`jalon/config/tests/test_simulated.py` holds them against what the desk records of the same travellers.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

from jalon.config.demo import lists
from jalon.config.demo.travellers import NEEDS_A_VISA, Traveller
from jalon.crossings.inspection import NEVER_CHECKED_HERE, Shown, judge, shown_by_mrz
from jalon.crossings.journey import ADULT
from jalon.crossings.recall import TOKEN
from jalon.journal.verbs import Body
from jalon.screening.evidence.document_number import normal

LISTS = ("national_mli", "national_ner", "regional_synthetic", "sdn_synthetic", "stolen_documents", "un_synthetic")
DIGEST = "87c955cb"  # of the rules of travel, as an entry keeps it
HEARD = "heard at the desk"
# The sample's rule for whoever comes in, by nationality; the national of a state with no rule of its own is ECOWAS's.
RULES = {"MLI": "own-nationals", "MRT": "ml-mauritania", "NER": "aes-free", "BFA": "aes-free", "TCD": "ml-visa"}
USUAL_RULE = "aes-ecowas-nationals"
NOTHING_SHOWN = (
    "birth_date",
    "declared_by",
    "document_number",
    "expiry_date",
    "issuing_state",
    "nationality",
)


def inspected(traveller: Traveller, shift: str, day: date, recall: bytes, random: Random) -> Body:
    """The body of `crossing.inspected`. `recall` is the node's key of recall tokens, `shift` the key of the shift."""
    shown = _shown(traveller)
    visa = _needs_a_visa(shown, traveller.direction)
    problems = shown.problems + judge(shown, day) + ([_warning("visa_required", "document_type")] if visa else [])
    hits = _hits(traveller, shown, random)
    unsettled = visa or not shown.lines
    return {
        "shift": shift,
        "direction": traveller.direction,
        "document_type": shown.document_type,
        "fields": shown.fields,
        "source": shown.source,
        "mrz": list(shown.lines),
        "problems": problems,
        "repairs": shown.repairs,
        "hits": hits,
        "level": "look" if hits or problems else "clear",
        "lists": [{"list": name, "edition": 1, "age": 0} for name in LISTS],
        "not_checked": [
            *([{"code": "visa"}] if unsettled else []),
            *({"code": code} for code in NEVER_CHECKED_HERE),
            *([] if shown.lines else [{"code": "mrz"}]),
        ],
        "token": _token(shown.fields, recall),
        **({"regime": _regime(shown, traveller.direction)} if shown.lines else {}),
    }


def admitted(seen: Body, inspection: str, shift: str, transport: str, line: int = 1) -> Body:
    """The body of `crossing.decided` for a traveller who may go on."""
    return {
        "inspection": inspection,
        "shift": shift,
        "outcome": "admitted",
        "line": line,
        "transport": transport,
        "journey": {"direction": seen["direction"], "transport": transport},
        "looked": "" if seen["level"] == "clear" else HEARD,
    }


def not_admitted(inspection: str, shift: str, outcome: str, reason: str) -> Body:
    """The body of `crossing.decided` for a traveller who is refused, or referred to the second line."""
    return {
        "inspection": inspection,
        "shift": shift,
        "outcome": outcome,
        "line": 1,
        "transport": "",
        "reason": reason,
        "remark": "",
    }


def asked(inspection: str) -> Body:
    """The body of `crossing.asked`: nobody here asks for protection."""
    return {
        "inspection": inspection,
        "answers": dict.fromkeys(("asks_protection", "child_alone", "possible_victim"), False),
    }


def accompanied(inspection: str) -> Body:
    return {"inspection": inspection, "with": "parent", "adult": "", "consent_seen": False}


def is_child(seen: Body) -> bool:
    return any(problem["code"] == "minor" and problem["parameters"]["age"] < ADULT for problem in seen["problems"])


def closed(shift: str, seen: Iterable[tuple[Body, Body]], waiting: Iterable[str], next_key: str, day: date) -> Body:
    """The body of `shift.closed`. `seen` are (inspection, its last decision) of the shift; `waiting` the keys of the
    inspections that go on to the shift key `next_key`."""
    cases = list(seen)
    passed = [(one, decision["transport"]) for one, decision in cases if decision["outcome"] == "admitted"]
    transports: dict[str, list[int]] = {}
    for one, transport in passed:
        transports.setdefault(transport, [0, 0])[one["direction"] == "exit"] += 1
    outcomes = Counter(decision["outcome"] for _, decision in cases)
    states = ("admitted", "refused", "referred", "handed_over", "held", "entrusted", "open", "cancelled")
    counts = {
        "inspected": len(cases),
        **{state: outcomes.get(state, 0) for state in states},
        "vehicles": 0,
        "with_hits": sum(1 for one, _ in cases if one["hits"]),
        "entry": sum(entries for entries, _ in transports.values()),
        "exit": sum(exits for _, exits in transports.values()),
        "transports": transports,
        "decided_here": dict(sorted(outcomes.items())),
        "late": 0,
        "late_by_hour": [],
        "times": {"first_line": {"count": len(cases), "longest": 2, "median": 1}},
    }
    tokens = [[one["token"], day.isoformat(), one["direction"], by, 1] for one, by in passed if one["token"]]
    return {
        "shift": shift,
        "counts": counts,
        "credited": {},
        "done": [],
        "kept": [[key, next_key] for key in sorted(waiting)],
        "recall": sorted(tokens),
        "vehicles": [],
    }


def _shown(traveller: Traveller) -> Shown:
    if traveller.mrz is not None:
        return shown_by_mrz(traveller.mrz)
    surname, _, given = traveller.name.partition(" ")
    said = {"primary_identifier": surname.upper(), "secondary_identifier": given.upper(), "sex": "F"}
    return Shown("no_document", {**dict.fromkeys(NOTHING_SHOWN), **said}, "none")


def _needs_a_visa(shown: Shown, direction: str) -> bool:
    return direction == "entry" and shown.fields["nationality"] in NEEDS_A_VISA


def _regime(shown: Shown, direction: str) -> str:
    if direction == "exit":
        return f"free leaving {DIGEST}"
    nationality = shown.fields["nationality"]
    answer = "visa_required" if nationality in NEEDS_A_VISA else "free"
    return f"{answer} {RULES.get(nationality, USUAL_RULE)} {DIGEST}"


def _warning(code: str, field: str) -> dict[str, Any]:
    return {"code": code, "field": field, "parameters": {}, "severity": "warning"}


def _token(fields: dict[str, Any], recall: bytes) -> str:
    """As `crossings.recall.token`, under the simulated node's own key."""
    number = normal(fields["document_number"]) if fields["document_number"] else ""
    if not number:
        return ""
    said = f"{fields['issuing_state'] or ''}\n{number}"
    return hmac.new(recall, said.encode(), hashlib.sha256).hexdigest()[:TOKEN]


def _hits(traveller: Traveller, shown: Shown, random: Random) -> list[dict[str, Any]]:
    """The wanted person is found; of those without a document, one in ten bears a name that a list bears too."""
    if traveller.kind == "wanted":
        return [_wanted()]
    if traveller.kind == "no_document" and random.random() < 0.1:
        return [_by_name(shown, random)]
    return []


def _wanted() -> dict[str, Any]:
    one = lists.WANTED
    facts = {
        "authority": "Direction nationale (démonstration)",
        "decision_number": "DEC-7920",
        "expires": "2027-06-14",
        "legal_basis": "Loi de démonstration, art. 12",
        "person": _person([f"{one.given_names} {one.surname}"], [one.birth_date, False], one.nationality, one.sex),
        "telephone": "+223 00 00 00 00",
        "title": "Mali (liste de démonstration)",
    }
    pairs = [["MOHAMED", "Mouhamadou", "group"], ["SHEIKH", "Cheikh", "group"], ["DIALLO", "JALLOH", "group"]]
    reasons = [
        _reason("name", 4.86, pairs=pairs),
        _reason("day_same", 9, listed=one.birth_date, query=one.birth_date),
        _reason("nationality_same", 1, nationality=one.nationality),
        _reason("sex_same", 0.2, sex=one.sex),
    ]
    return _hit("national_mli", lists.WANTED_ID, facts, reasons, 0.985)


def _by_name(shown: Shown, random: Random) -> dict[str, Any]:
    family, given = shown.fields["primary_identifier"], shown.fields["secondary_identifier"].split(" ")[0]
    born = f"{random.randrange(1950, 2000)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
    name = f"{given.title()} {family.title()}"
    facts = {"person": _person([name], [born, False], "NER", "F"), "title": "Région (liste de démonstration)"}
    pairs = [[given, given.title(), "equal"], [family, family.title(), "equal"]]
    reasons = [_reason("name", 6.12, pairs=pairs), _reason("sex_same", 0.2, sex="F")]
    return _hit("regional_synthetic", f"demo-{random.randrange(400):04}", facts, reasons, 0.752)


def _person(names: list[str], born: list[Any], nationality: str, sex: str) -> dict[str, Any]:
    return {"b": [born], "c": [nationality], "d": [], "n": [[name, "primary"] for name in names], "s": sex}


def _reason(code: str, weight: float, **parameters: Any) -> dict[str, Any]:
    return {"code": code, "parameters": parameters, "weight": weight}


def _hit(name: str, listing: str, facts: dict[str, Any], reasons: list[dict[str, Any]], score: float) -> dict[str, Any]:
    return {
        "action": "refer",
        "algorithm": "jalon-names 1",
        "edition": 1,
        "facts": facts,
        "kind": "person",
        "list": name,
        "listing": listing,
        "reasons": reasons,
        "score": score,
        "shows": "reason",
    }
