"""Announced plates: an authority asks to be told when a vehicle is seen. Recorded with its request and its last day."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from jalon.alerts.models import AnnouncedPlate
from jalon.alerts.refusing import NotAllowed, ask_role
from jalon.alerts.sightings import plate_token
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.web.gate import Role

LONGEST = timedelta(days=366)
SHORTEST = 3  # signs of a plate, and of a request that can be found again


@act
def announce(plate: str, reference: str, until: date, officer: str) -> Recorded:
    """Ask to be told of a vehicle, on an authority's request (`reference`), until a day. Raises NotAllowed."""
    ask_role(officer, Role.NATIONAL_DESK)
    token = plate_token(plate)
    if not token or len(plate.strip()) < SHORTEST or len(plate.strip()) > 20:
        raise NotAllowed("say_the_plate")
    if len(reference.strip()) < SHORTEST:
        raise NotAllowed("say_the_request")
    today = timezone.localdate()
    if not today <= until <= today + LONGEST:
        raise NotAllowed("a_year_at_most")
    if AnnouncedPlate.objects.filter(token=token, withdrawn_at__isnull=True, until__gte=today).exists():
        raise NotAllowed("announced_already")
    body = {
        "plate": " ".join(plate.upper().split()),
        "token": token,
        "reference": reference.strip()[:120],
        "until": until.isoformat(),
    }
    return record("plate.announced", body, officer)


@act
def withdraw(key: str, officer: str) -> Recorded:
    """Nobody asks for this vehicle any more. Raises NotAllowed."""
    ask_role(officer, Role.NATIONAL_DESK)
    if not AnnouncedPlate.objects.filter(key=key, withdrawn_at__isnull=True).exists():
        raise NotAllowed("no_such_plate")
    return record("plate.withdrawn", {"plate": key}, officer)


def plate_of(row: AnnouncedPlate) -> str:
    return str(this_node().shift_keys.take_out_value(row.kept) or "")
