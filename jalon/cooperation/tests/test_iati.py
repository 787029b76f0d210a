"""The export of a project, held against the clauses of the IATI 2.03 activity schema that a reader would stop at.

Where JALON_SHARED_DATA holds the schema (iati/iati-activities-schema.xsd) and `xmlschema` is installed, that judges.
"""

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from defusedxml import ElementTree

from jalon.cooperation import forums, iati, measures, projects

DALIA = "2fff08d3"
# The children of an activity that we write, in the order that the schema asks for.
ORDER = [
    "iati-identifier",
    "reporting-org",
    "title",
    "description",
    "participating-org",
    "activity-status",
    "activity-date",
    "activity-scope",
    "recipient-country",
    "sector",
    "default-aid-type",
    "budget",
    "transaction",
    "result",
]
CHILDREN = {
    "budget": ["period-start", "period-end", "value"],
    "transaction": ["transaction-type", "transaction-date", "value", "description", "provider-org", "receiver-org"],
    "result": ["title", "indicator"],
    "indicator": ["title", "baseline", "period"],
    "period": ["period-start", "period-end", "target", "actual"],
}
REQUIRED = {
    "iati-activities": {"version"},
    "reporting-org": {"ref", "type"},
    "participating-org": {"role"},
    "activity-status": {"code"},
    "activity-date": {"type", "iso-date"},
    "activity-scope": {"code"},
    "recipient-country": {"code"},
    "sector": {"code"},
    "default-aid-type": {"code"},
    "transaction-type": {"code"},
    "transaction-date": {"iso-date"},
    "period-start": {"iso-date"},
    "period-end": {"iso-date"},
    "value": {"value-date"},
    "result": {"type"},
    "indicator": {"measure"},
    "baseline": {"year"},
}
# Those codes of the code lists that this export may use, read off the lists of the standard.
CODES = {
    ("participating-org", "role"): {"1", "2", "4"},
    ("participating-org", "type"): {"10", "11", "22", "40", "90"},
    ("reporting-org", "type"): {"10", "11", "22", "40", "90"},
    ("activity-status", "code"): {"1", "2", "4"},
    ("activity-date", "type"): {"1", "2", "3"},
    ("activity-scope", "code"): {"3", "4"},
    ("recipient-country", "code"): {"ML", "NE", "MR"},
    ("sector", "code"): {"15190", "15160", "12250", "15113", "15220"},
    ("transaction-type", "code"): {"2", "4"},
    ("result", "type"): {"1"},
    ("indicator", "measure"): {"1", "2", "5"},
}


@pytest.fixture
def file(forum):
    """The activity of a project over eighteen months, in two states, spent on twice."""
    forums.found({"fr": "Comité"}, "regional", date(2026, 1, 1), DALIA)
    for code, kind in (("MLI", "state"), ("NER", "state"), ("jica", "donor"), ("iom", "agency")):
        forums.add_party(forum, code, kind, {"fr": f"« {code} »"}, date(2026, 1, 1), DALIA)
    facts = {"code": "PRJ-1", "title": {"fr": "Postes & liens", "ar": "مراكز"}, "text": {"en": "Readers"}}
    facts |= {"donor": "jica", "implements": "iom", "starts": date(2026, 3, 31), "months": 18, "currency": "XOF"}
    key = projects.open_project(facts | {"countries": ["MLI", "NER", "MRT"], "reporting": "XM-1"}, DALIA, forum)
    projects.set_line(key, "2.1", {"fr": "Lecteurs <MRZ>"}, "1000.01", DALIA)
    projects.spend(key, "2.1", date(2026, 4, 1), "600", DALIA, "facture\x0b 12")
    projects.spend(key, "2.1", date(2026, 5, 1), "-0.5", DALIA, "avoir")
    projects.set_result(key, "1", {"fr": "Heures"}, DALIA, indicator="reported_share", baseline=0.4, target=0.9)
    projects.set_result(key, "2", {"fr": "Un manuel", "ar": "دليل"}, DALIA)
    for library in ("reader", "health_room", "receipts"):
        measures.plan({"library": library, "project": key}, DALIA, forum, "MLI")
    done = measures.measures(forum, project=key)
    reached = {"1": SimpleNamespace(until=date(2026, 6, 1), value=0.625)}
    return iati.activity(projects.one(key), done, reached, on=date(2026, 6, 1))


def test_the_export_keeps_to_the_schema(file):
    root = ElementTree.fromstring(file)
    (one,) = root
    assert (root.tag, root.get("version")) == ("iati-activities", "2.03")
    tags = [child.tag for child in one]
    assert list(dict.fromkeys(tags)) == ORDER and tags == sorted(tags, key=ORDER.index)
    for element in root.iter():
        assert REQUIRED.get(element.tag, set()) <= set(element.keys()), element.tag
        if element.tag in CHILDREN:
            inside = [child.tag for child in element]
            assert inside == [tag for tag in CHILDREN[element.tag] if tag in inside], element.tag
        for name, value in element.items():
            assert value in CODES.get((element.tag, name), {value}), (element.tag, name, value)
        if element.tag in {"title", "description", "reporting-org", "participating-org", "provider-org"}:
            assert all(child.tag == "narrative" and child.text for child in element)


def test_the_export_adds_up(file):
    (one,) = ElementTree.fromstring(file)
    for tag in ("recipient-country", "sector"):
        assert sum(Decimal(each.get("percentage")) for each in one.iter(tag)) == 100, tag
    spans = [[each.get("iso-date") for each in budget if each.tag != "value"] for budget in one.iter("budget")]
    assert spans == [["2026-03-31", "2027-03-30"], ["2027-03-31", "2027-09-29"]]
    assert sum(Decimal(budget.findtext("value")) for budget in one.iter("budget")) == Decimal("1000.01")
    spent = [each.findtext("value") for each in one.iter("transaction")]
    assert spent == ["1000.01", "600.00", "-0.50"]
    texts = [each.findtext("description/narrative") for each in one.iter("transaction")]
    assert texts[1] == "2.1 Lecteurs <MRZ> – facture 12"
    period = one.find("result/indicator/period")
    assert [period.find(tag).get("value") for tag in ("target", "actual")] == ["90", "62.5"]
    assert iati.shares(Counter("aab")) == {"a": Decimal("66.67"), "b": Decimal("33.33")}


def test_the_public_schema_takes_it(file):
    schema = Path(os.environ.get("JALON_SHARED_DATA", "/nowhere")) / "iati" / "iati-activities-schema.xsd"
    if not schema.exists():
        pytest.skip("the public schema is not on this machine")
    xmlschema = pytest.importorskip("xmlschema")
    assert [str(fault) for fault in xmlschema.XMLSchema(str(schema)).iter_errors(file.decode())] == []
