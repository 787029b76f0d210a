"""Driving the desk as officers do: the same pages, forms and acts, one traveller after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.test import Client

from jalon.config.demo.place import PASSWORD
from jalon.config.demo.travellers import Traveller
from jalon.crossings.company import is_child
from jalon.crossings.decision import unconfirmed
from jalon.crossings.models import Decision, Inspection
from jalon.crossings.rules import what_was_seen

PLATE = "AB 1234 MD"
NO = {"asks_protection": "no", "child_alone": "no", "possible_victim": "no"}


class Officer:
    """An officer at a browser, with a shift open where the work takes one."""

    def __init__(self, username: str, with_shift: bool = True) -> None:
        self.browser = Client(SERVER_NAME="localhost")
        self.post("/account/login/", {"login": username, "password": PASSWORD})
        if with_shift:
            self.post("/shift/", {"act": "open"})

    def process(self, traveller: Traveller) -> Inspection:
        """Swipe or type, look at what came, decide. Returns the inspection as it then stands."""
        self._show(traveller)
        inspection = Inspection.objects.filter(state="open").order_by("-at").get()
        self.browser.get("/")
        passage = {"direction": traveller.direction, "transport": traveller.transport}
        case = f"/traveller/{inspection.key}/"
        if inspection.hits:
            self.post(f"{case}refer/", {"reason": "possible_match"})
        elif traveller.kind == "wrong_digit":
            self.post(f"{case}refer/", {"reason": "document_doubt"})
        elif traveller.kind == "no_visa":
            self.post(f"{case}refuse/", {**NO, "reason": "no_visa"})
        else:
            if is_child(what_was_seen(inspection) or {"problems": []}):
                self.post(f"{case}child/", {"answer": "parent"})
            looked = "" if inspection.level == "clear" else "heard at the desk"
            self.post(f"{case}admit/", {**passage, "looked": looked})
        inspection.refresh_from_db()
        return inspection

    def confirm_refusals(self) -> int:
        """As the second person."""
        refusals = list(unconfirmed())
        for made in refusals:
            self.post(f"/refusal/{made.key}/", {"confirmation": "confirm"})
        return len(refusals)

    def close(self) -> None:
        self.post("/shift/", {"act": "close"})

    def _show(self, traveller: Traveller) -> None:
        if traveller.mrz is None:
            surname, _, given = traveller.name.partition(" ")
            typed = {"primary_identifier": surname, "secondary_identifier": given, "sex": "F"}
            self.post("/type/?document=none", {**typed, "direction": traveller.direction})
        else:
            self.post("/swipe/", {"mrz": traveller.mrz, "source": "wedge", "direction": traveller.direction})

    def post(self, address: str, fields: Mapping[str, object]) -> Any:
        """Send a form as the browser does; the answer."""
        answer = self.browser.post(address, dict(fields))
        if answer.status_code not in {200, 302}:
            raise RuntimeError(f"the desk answered {answer.status_code} to {address}")
        return answer


def open_vehicle(officer: Officer, heads: int, direction: str = "entry", kind: str = "bus", plate: str = PLATE) -> str:
    """Open a vehicle at the desk. Returns the address of its page."""
    said = {"kind": kind, "direction": direction, "plate": plate, "announced": str(heads)}
    return str(officer.post("/vehicle/", said)["Location"])


def process(many: Iterable[Traveller], officer: Officer, say: Callable[[int], None] = lambda _: None) -> Counter[str]:
    """Process travellers one by one. Counts outcomes, hits, and those whose decision is missing afterwards ("lost")."""
    counted: Counter[str] = Counter()
    for number, traveller in enumerate(many, 1):
        inspection = officer.process(traveller)
        counted["travellers"] += 1
        counted[inspection.state] += 1
        counted["hits"] += bool(inspection.hits)
        decided = Decision.objects.filter(inspection=inspection.key).exists()
        counted["lost"] += inspection.state == "open" or not decided
        say(number)
    return counted
