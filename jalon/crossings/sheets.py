"""Sheets of the paper register: each has a number that never comes again, and each number is accounted for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from jalon.crossings.models import Sheet, SheetLine, Shift
from jalon.crossings.rules import NotAllowed, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import record

LINES = 20  # written lines of a sheet
MOST_AT_ONCE = 100
SERIES = 4  # signs of the epoch that begin a sheet's number; more where two epochs begin alike

KINDS = {"register": _("Register sheet"), "count": _("Count sheet")}

STATES = {
    "unused": _("Not yet accounted for"),
    "given": _("Given out"),
    "keyed": _("Keyed in"),
    "void": _("Void"),
    "missing": _("Missing"),
}
WAITING = ("unused", "given")  # of which nobody has said yet what became of them
SAYS_WHY = {"void", "missing"}

# What is written for a document, a direction, a means, a decision: letters and digits that are the same in every
# language, so that a sheet is read as it was written. Their words stand at the foot of each sheet.
DOCUMENTS = {
    "P": "passport",
    "C": "identity_card",
    "K": "travel_certificate_ecowas",
    "L": "laissez_passer",
    "R": "travel_document_refugee",
    "B": "birth_certificate",
    "T": "transhumance_certificate",
    "N": "no_document",
}
DIRECTIONS = {"E": "entry", "S": "exit"}
MEANS = {
    "1": "foot",
    "2": "car",
    "3": "bus",
    "4": "truck",
    "5": "motorcycle",
    "6": "cart",
    "7": "animal",
    "8": "pirogue",
    "9": "boat",
    "10": "train",
    "11": "plane",
}
DECISIONS = {"A": "admitted", "R": "refused", "O": "referred"}
REFUSALS = {
    "1": "no_valid_document",
    "2": "false_document",
    "3": "no_visa",
    "4": "stay_exceeded",
    "5": "listed",
    "6": "post_closed",
    "7": "public_order",
    "8": "health_rule",
}


@act
def number(shift: Shift, kind: str, count: int, origin: str = "") -> list[Sheet]:
    """Give numbers to `count` sheets to be printed; or to one that was ruled elsewhere, `origin` says what it is.

    Raises NotAllowed for no kind of sheet, or too many at once.
    """
    on_duty(shift)
    if kind not in KINDS or not 1 <= count <= (1 if origin else MOST_AT_ONCE):
        raise NotAllowed("sheets_how_many")
    series = _series()
    last = of_this_node().filter(series=series).aggregate(last=Max("number"))["last"] or 0
    body = {"shift": shift.key, "kind": kind, "series": series, "first": last + 1, "count": count}
    recorded = record("paper.sheets_printed", body | {"origin": origin.strip()[:120]}, shift.officer)
    return list(Sheet.objects.filter(batch=recorded.key).order_by("number"))


@act
def mark(shift: Shift, sheets: Sequence[Sheet], state: str, why: str = "", holder: str = "") -> None:
    """Say what became of sheets. Raises NotAllowed where lines of one were keyed in and it is called void or unused,
    or where the reason is not said."""
    on_duty(shift)
    if state not in STATES or not sheets:
        raise NotAllowed("sheet_state")
    if state in SAYS_WHY and sum(sign.isalpha() for sign in why) < 3:
        raise NotAllowed("say_why_sheet")
    keys = [sheet.key for sheet in sheets]
    if state in {"void", "unused"} and SheetLine.objects.filter(sheet__in=keys).exists():
        raise NotAllowed("sheet_has_lines")
    body = {"shift": shift.key, "sheets": keys, "state": state, "why": why.strip()[:200]}
    record("paper.sheets_marked", body | {"holder": holder.strip()[:120]}, shift.officer)


def of_this_node() -> QuerySet[Sheet]:
    """The sheets that have their number from here."""
    return Sheet.objects.filter(node=this_node().id)


def found(text: str) -> list[Sheet]:
    """The sheets that what was typed or read may mean: the whole number, its last digits, or what its square says."""
    said = text.strip().upper().rpartition(":")[2].replace(" ", "")
    series, _dash, digits = said.rpartition("-")
    if not digits.isdecimal() or len(digits) > 9:
        return []
    rows = of_this_node().filter(number=int(digits))
    return list((rows.filter(series=series) if series else rows).order_by("-printed_at"))


def square(sheet: Sheet, post: str) -> str:
    """What the QR code of a sheet says, in the signs that make it small."""
    return f"JALON:{post}:{this_node().id.upper()}:{sheet.label}"


def _series() -> str:
    """The beginning of the present epoch's id that no other epoch's sheets bear."""
    epoch = this_node().current_epoch().upper()
    others = set()
    for batch, series in of_this_node().values_list("batch", "series").distinct():
        if batch.split(".")[1].upper() != epoch:
            others.add(series)
    length = SERIES
    while epoch[:length] in others:
        length += 1
    return epoch[:length]
