"""Who stands or passed at this post in the shifts that are open, for an agency's list; and how to find one of them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from jalon.agencies.facts import FACTS, Subject, travellers, vehicles
from jalon.agencies.tables import AGENCIES
from jalon.crossings.models import Group, Inspection, Shift
from jalon.screening.evidence.document_number import normal

MOST = 60  # lines of a list, as many as a bus
LOOKED_THROUGH = 3000
LAST_SIGNS = 3  # of a document: fewer would find too many
OUT_OF_SIGHT = ("cancelled", "beyond")
Row = TypeVar("Row", Inspection, Group)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an agency's list: a traveller, or a vehicle with those of its travellers the agency sees."""

    subject: Subject
    aboard: tuple[Subject, ...] = ()


def lines(agency: str, sought: str = "") -> list[Line]:
    """Vehicles and travellers, the newest first; `sought`: the letters a last name or plate begins with, or the last
    signs of a document, where the agency sees these."""
    # Where nothing is sought the newest are enough: the list is asked for every few seconds.
    seen, groups = _present_travellers(LOOKED_THROUGH if sought.strip() else MOST), _present_vehicles()
    if not AGENCIES[agency].lists_passengers:
        seen = [one for one in seen if not one.group]
    if sought.strip():
        seen = [one for one in seen if _found(agency, one, sought)]
        groups_found = {one.key for one in groups if _found(agency, one, sought)} | {one.group for one in seen}
        groups = [one for one in groups if one.key in groups_found]
    aboard: dict[str, list[Subject]] = defaultdict(list)
    for one in seen:
        aboard[one.group].append(one)
    known = {one.key for one in groups}
    alone = [one for one in seen if one.group not in known]
    found = [Line(one, tuple(aboard[one.key])) for one in groups]
    found += [Line(one) for one in alone]
    # Who stood on paper first passed long ago, whenever it was keyed in.
    found.sort(key=lambda line: -max(_stood_at(one) for one in (line.subject, *line.aboard)))
    return found[:MOST]


def _stood_at(one: Subject) -> int:
    """When somebody or a vehicle stood here, in ms since 1970."""
    row = one.row
    return row.opened_at if isinstance(row, Group) else row.passed_at


def by_document(number: str) -> Subject | None:
    """The traveller who showed this document last, of those present."""
    wanted = normal(number)
    present = _present_travellers() if wanted else []
    return next((one for one in present if normal(FACTS["document"](one)) == wanted), None)


def subject_of(key: str) -> Subject | None:
    """The traveller or vehicle of a key, where this post can read it in a shift that is open."""
    rows, groups = Inspection.objects.filter(key=key), Group.objects.filter(key=key)
    present = [*travellers(_present(rows)), *vehicles(_present(groups))]
    return next((one for one in present if getattr(one.row, "state", "") not in OUT_OF_SIGHT), None)


def aboard(group: Subject) -> list[Subject]:
    """The travellers of a vehicle, in the order they were read."""
    rows = Inspection.objects.filter(group=group.key).exclude(state__in=OUT_OF_SIGHT).order_by("position")
    return travellers(rows)


def _present_travellers(most: int = LOOKED_THROUGH) -> list[Subject]:
    rows = Inspection.objects.exclude(state__in=OUT_OF_SIGHT).order_by("-position")[:LOOKED_THROUGH]
    return travellers(_present(rows)[:most])


def _present_vehicles() -> list[Subject]:
    return vehicles(_present(Group.objects.order_by("-position")[:LOOKED_THROUGH]))


def _present(rows: Iterable[Row]) -> list[Row]:
    """Those of the shifts that are open. Whoever an earlier shift left is there because the case is open: to stand on
    the list would say so. A vehicle that an earlier shift opened stands here in all eyes."""
    open_shifts = set(Shift.objects.filter(closed_at__isnull=True).values_list("key", flat=True))
    return [row for row in rows if row.shift in open_shifts or isinstance(row, Group) or _waits_aboard(row)]


def _waits_aboard(row: Inspection) -> bool:
    """Whether somebody sits undecided in a vehicle that stands here."""
    return bool(row.group) and row.state == "open" and Group.objects.filter(key=row.group, closed_at=None).exists()


def _found(agency: str, one: Subject, sought: str) -> bool:
    return any(FINDS[by](FACTS[by](one), sought) for by in AGENCIES[agency].finds_by)


def _begins(said: str, sought: str) -> bool:
    """Every word that is sought begins a word of the name."""
    words = _plain(said).split()
    return bool(_plain(sought).split()) and all(
        any(word.startswith(part) for word in words) for part in _plain(sought).split()
    )


def _plate(said: str, sought: str) -> bool:
    return len(_signs(sought)) > 1 and _signs(sought) in _signs(said)


def _ends(said: str, sought: str) -> bool:
    return len(_signs(sought)) >= LAST_SIGNS and _signs(said).endswith(_signs(sought))


FINDS = {"name": _begins, "driver": _begins, "plate": _plate, "document": _ends}


def _signs(text: str) -> str:
    """Letters and digits alone."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _plain(text: str) -> str:
    """Letters without case or accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
