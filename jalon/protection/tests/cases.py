"""Services and cases that the tests of protection share. All of them are invented."""

from datetime import date

from jalon.crossings import decision, inspection
from jalon.crossings.models import Inspection
from jalon.protection import directory, referral
from jalon.protection.models import Service

ASYLUM = {
    "kind": "asylum",
    "name": "Commission nationale des réfugiés",
    "telephones": ["+223 20 00 00 10"],
    "hours": None,
    "languages": ["fra", "ara"],
    "accept_within": 2,
    "steps": [
        {"after": 0, "whom": "headquarters", "service": "", "telephone": "+223 20 00 00 90"},
        {"after": 2, "whom": "shift_leader", "service": "", "telephone": ""},
    ],
    "reference": "Convention 3/2026",
}
CHILD = ASYLUM | {"kind": "child", "name": "Protection de l’enfance", "telephones": ["+223 20 00 00 20"]}
FOREIGN = "P<NERMAHAMADOU".ljust(44, "<") + "\nPB00001234NER8506151M2906140<<<<<<<<<<<<<<08"
YES = {"asks_protection": True, "child_alone": False, "possible_victim": False}


def declared(staff, facts=ASYLUM, since=date(2026, 1, 1)):
    """A service that Issa declared and Zara approved."""
    recorded = directory.declare(facts, since, staff["issa"])
    service = Service.objects.get(key=recorded.key)
    directory.approve(service, staff["zara"])
    service.refresh_from_db()
    return service


def heard_apart(amina, mrz=FOREIGN):
    """A traveller whom Amina would refuse and who asks for protection."""
    recorded = inspection.inspect(inspection.shown_by_mrz(mrz), "entry", amina)
    seen = Inspection.objects.get(key=recorded.key)
    decision.refuse(seen, amina, "no_visa", YES)
    seen.refresh_from_db()
    return seen


def entrusted(amina, bakary, service):
    return referral.ask(heard_apart(amina), bakary, service.code, "given")
