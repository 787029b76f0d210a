"""Warnings to the public: two people, and messages that hold to the rules of CAP 1.2 (as the schema gives them)."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from jalon.alerts import cap, public_warnings
from jalon.alerts.models import PublicWarning
from jalon.alerts.places import DAY, HOUR
from jalon.alerts.refusing import NotAllowed
from jalon.config import cast
from jalon.journal.node import wall_clock

pytestmark = pytest.mark.both
CAP = f"{{{cap.NAMESPACE}}}"
# Of the schema CAP-v1.2: element → how often it may stand, in its order.
ALERT = {
    "identifier": "1", "sender": "1", "sent": "1", "status": "1", "msgType": "1", "source": "?", "scope": "1",
    "restriction": "?", "addresses": "?", "code": "*", "note": "?", "references": "?", "incidents": "?", "info": "*",
}  # fmt: skip
INFO = {
    "language": "?", "category": "+", "event": "1", "responseType": "*", "urgency": "1", "severity": "1",
    "certainty": "1", "audience": "?", "eventCode": "*", "effective": "?", "onset": "?", "expires": "?",
    "senderName": "?", "headline": "?", "description": "?", "instruction": "?", "web": "?", "contact": "?",
    "parameter": "*", "resource": "*", "area": "*",
}  # fmt: skip
AREA = {"areaDesc": "1", "polygon": "*", "circle": "*", "geocode": "*", "altitude": "?", "ceiling": "?"}
ENUMERATIONS = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE",
                 "Other"},
    "responseType": {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
NAME = re.compile(r"[^ ,<&]+")
CIRCLE = re.compile(r"-?\d+(\.\d+)?,-?\d+(\.\d+)? \d+(\.\d+)?")


def faults(raw):
    """What the schema and 3.2 of the standard would refuse."""
    root = ElementTree.fromstring(raw)
    found = [] if root.tag == f"{CAP}alert" else [root.tag]
    found += in_order(root, ALERT)
    for info in root.iter(f"{CAP}info"):
        found += in_order(info, INFO)
    for area in root.iter(f"{CAP}area"):
        found += in_order(area, AREA)
    for element in root.iter():
        name, text = element.tag.removeprefix(CAP), element.text or ""
        if name in ENUMERATIONS and text not in ENUMERATIONS[name]:
            found.append(f"{name}: {text}")
        if name in ("sent", "effective", "onset", "expires") and not MOMENT.fullmatch(text):
            found.append(f"{name}: {text}")
        if name in ("identifier", "sender") and not NAME.fullmatch(text):
            found.append(f"{name}: {text}")
        if name == "circle" and not CIRCLE.fullmatch(text):
            found.append(f"circle: {text}")
        if name == "references" and not all(
            len(one.split(",")) == 3 and MOMENT.fullmatch(one.split(",")[2]) for one in text.split(" ")
        ):
            found.append(f"references: {text}")
    if root.findtext(f"{CAP}msgType") in ("Update", "Cancel") and root.find(f"{CAP}references") is None:
        found.append("an update or a cancel refers to nothing")
    return found


def in_order(parent, rules):
    names = [child.tag.removeprefix(CAP) for child in parent]
    found = [f"unknown: {name}" for name in names if name not in rules]
    order = list(rules)
    places = [order.index(name) for name in names if name in rules]
    if places != sorted(places):
        found.append(f"order: {names}")
    for name, times in rules.items():
        number = names.count(name)
        if (times in "1+" and number == 0) or (times in "1?" and number > 1):
            found.append(f"{name} stands {number} times")
    return found


def said(**facts):
    words = {"event": {"fr": "Crue", "ar": "فيضان"}, "headline": {"fr": "Route coupée à Gogui", "ar": "الطريق مقطوعة"}}
    words |= {"description": {"fr": "Le gué & la piste <sud>.", "ar": "المخاضة"}, "instruction": {"fr": "Attendez."}}
    codes = {"status": "Actual", "category": "Met", "urgency": "Expected", "severity": "Severe", "certainty": "Likely"}
    times = {"onset": wall_clock(), "expires": wall_clock() + DAY}
    return words | codes | {"response": "Avoid", "area": "Gogui", "circle": "15.18,-9.32 30"} | times | facts


@pytest.fixture
def two(node, settings):
    settings.JALON_CAP_SENDER = "alertes@interieur.example"
    officers = cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))
    return officers["claire"], officers["issa"], officers["amina"]


def row(made):
    return PublicWarning.objects.get(key=made.key)


def test_a_warning_its_update_and_its_end_hold_to_cap(two):
    claire, issa, _ = two
    first = public_warnings.draft(said(), "", claire)
    public_warnings.publish(first.key, issa)
    raw = cap.written(row(first))
    assert faults(raw) == []
    root = ElementTree.fromstring(raw)
    assert [one.text for one in root.iter(f"{CAP}language")] == ["fr", "ar"]
    assert root.find(f".//{CAP}description").text == "Le gué & la piste <sud>."
    update = public_warnings.draft(said(severity="Minor"), first.key, issa)
    public_warnings.publish(update.key, claire)
    assert (row(first).state, [one.key for one in public_warnings.standing()]) == ("updated", [update.key])
    raw = cap.written(row(update))
    assert faults(raw) == [] and cap.reference(row(first)) in raw.decode()
    public_warnings.cancel(update.key, "L’eau est partie", claire)
    raw = cap.cancelling(row(update))
    assert faults(raw) == [] and ElementTree.fromstring(raw).findtext(f"{CAP}msgType") == "Cancel"
    assert all(cap.reference(row(one)) in raw.decode() for one in (first, update))
    assert public_warnings.standing() == []


def test_two_people_publish_and_one_takes_back(two):
    claire, issa, amina = two
    made = public_warnings.draft(said(), "", claire)
    for officer, code in ((claire, "warning_second_person"), (amina, "not_yours")):
        with pytest.raises(NotAllowed, match=code):
            public_warnings.publish(made.key, officer)
    assert public_warnings.in_feed() == []
    public_warnings.publish(made.key, issa)
    with pytest.raises(NotAllowed, match="say_why"):
        public_warnings.cancel(made.key, " ", issa)
    public_warnings.cancel(made.key, "Erreur", issa)
    with pytest.raises(NotAllowed, match="warning_not_standing"):
        public_warnings.draft(said(), made.key, claire)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"severity": "Terrible"}, "not_understood"),
        ({"event": {"ar": "فيضان"}}, "warning_words_missing"),
        ({"description": {"fr": "x"}}, "warning_words_missing"),  # Arabic has begun and does not end
        ({"area": " "}, "warning_area_missing"),
        ({"circle": "91,0 5"}, "warning_circle"),
        ({"circle": "Gogui"}, "warning_circle"),
        ({"expires": 5}, "warning_expires"),
        ({"expires": 10**14}, "warning_expires"),
        ({"onset": 10**14}, "warning_expires"),
    ],
)
def test_a_draft_that_is_refused(two, facts, code):
    with pytest.raises(NotAllowed, match=code):
        public_warnings.draft(said(**facts), "", two[0])


def test_what_xml_cannot_hold_is_left_out(two):
    claire, issa, _ = two
    words = {"fr": "Crue\x00\x0b", "ar": "فيضان\ufffe"}
    made = public_warnings.draft(said(description=words), "", claire)
    public_warnings.publish(made.key, issa)
    assert faults(cap.written(row(made))) == []


def test_over_without_anybody_s_doing(two, monkeypatch):
    claire, issa, _ = two
    made = public_warnings.draft(said(expires=wall_clock() + HOUR), "", claire)
    public_warnings.publish(made.key, issa)
    later = wall_clock() + 2 * HOUR
    monkeypatch.setattr(public_warnings, "wall_clock", lambda: later)
    assert public_warnings.in_feed() == []
