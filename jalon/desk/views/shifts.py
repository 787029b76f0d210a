"""Opening and closing a shift; its summary on the screen and on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from jalon.counting import figures
from jalon.crossings import alarms, drafts, handing_over, holding, times
from jalon.crossings import shift as shifts
from jalon.crossings.journey import OUTCOMES, TRANSPORTS
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.rules import NotAllowed
from jalon.desk import durations, hold_clock, seen, words
from jalon.desk.views.at_the_desk import FIRST_LINE, SECOND_LINE, alarms_shown, leads, page, sent_only
from jalon.desk.views.counted import counted_lines
from jalon.desk.views.register import at_closing
from jalon.journal import sending, sidecar
from jalon.journal.node import this_node
from jalon.staff.postings import name_of
from jalon.web.gate import opens_to

# The figures of a shift in the order of every summary: whom it saw, how they passed, what else became of them.
FIGURES = {
    "inspected": pgettext_lazy("how many of a shift", "Inspected"),
    "entry": pgettext_lazy("how many of a shift", "Entries admitted"),
    "exit": pgettext_lazy("how many of a shift", "Exits admitted"),
    "admitted": pgettext_lazy("how many of a shift", "Admitted"),
    "referred": pgettext_lazy("how many of a shift", "Referred"),
    "refused": pgettext_lazy("how many of a shift", "Refused"),
    "handed_over": pgettext_lazy("how many of a shift", "Handed over"),
    "entrusted": pgettext_lazy("how many of a shift", "Entrusted to a service"),
    "held": pgettext_lazy("how many of a shift", "Held"),
    "cancelled": pgettext_lazy("how many of a shift", "Cancelled"),
    "open": pgettext_lazy("how many of a shift", "Undecided"),
    "late": pgettext_lazy("how many of a shift", "Recorded late, from paper"),
    "vehicles": pgettext_lazy("how many of a shift", "Vehicles"),
    "with_hits": pgettext_lazy("how many of a shift", "With a possible match"),
}


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest) -> HttpResponse:
    """The officer's shift."""
    officer = request.user.officer  # type: ignore[union-attr]
    present = shifts.current(officer)
    act = request.POST.get("act", "")
    if act == "open":
        shifts.open_shift(officer, this_node().keys.post)
        return redirect("desk:desk")
    if act == "close" and present is not None:
        try:
            shifts.close_shift(present)
            messages.success(request, _("The shift is closed."))
        except NotAllowed as rule:  # closed meanwhile, in another window
            messages.error(request, words.rule(rule.code))
        return redirect("desk:shift")
    if request.method == "POST":
        return redirect("desk:shift")
    last = present or Shift.objects.filter(officer=officer).order_by("-opened_at").first()
    context: dict[str, Any] = {"shift_open": present is not None, **alarms_shown(request)}
    if last is not None:
        context |= {"summary": summary(last), "print_url": reverse("desk:shift_print", args=[last.key])}
    if present is not None:
        context |= {
            "open_cases": open_cases(present),
            "waiting_swipes": drafts.how_many_wait(present),
            "entries_not_sent": sending.not_sent(),
            **at_closing(present),
        }
    return page(request, "shift", **context)


@opens_to(*SECOND_LINE)
@sent_only
def mark_alarm_read(request: HttpRequest, number: int) -> HttpResponse:
    """The shift leader has read what the start found wrong with the journal."""
    alarms.mark_read(number, request.user.officer)  # type: ignore[union-attr]
    return redirect("desk:shift")


@opens_to(*FIRST_LINE)
@require_GET
def shift_print(request: HttpRequest, key: str) -> HttpResponse:
    """The summary on paper: figures, no traveller."""
    found = Shift.objects.filter(key=key).first()
    own = found is not None and found.officer == request.user.officer  # type: ignore[union-attr]
    if found is None or not (own or leads(request)):
        return redirect("desk:shift")
    head = sidecar.read(this_node().sidecar)
    return page(
        request,
        "shift_print",
        summary=summary(found),
        head=f"{head.seq} · {head.hash[:16]}" if head else "",
        open_cases=open_cases(found) if found.closed_at is None else [],
        printed_at=seen.day_and_clock(found.closed_at or found.opened_at),
    )


def summary(of: Shift) -> dict[str, Any]:
    """The shift in figures."""
    counts = shifts.summary(of)
    return {
        "opened": seen.day_and_clock(of.opened_at),
        "closed": seen.day_and_clock(of.closed_at) if of.closed_at else "",
        "officers": name_of(of.officer),
        "figures": [{"label": label, "number": counts[name]} for name, label in FIGURES.items() if name in counts],
        "rows": _by_transport(counts.get("transports", {})),
        "late": _late(counts.get("late_by_hour", [])),
        "times": _times(counts.get("times", {})),
        "counted": counted_lines(figures.of_shift(of)),
    }


def _late(hours: list[list[Any]]) -> list[dict[str, Any]]:
    """Those who stood on paper first, by the hour they passed: 25/11 14–15."""
    shown = []
    for said, entry, out, other in hours:
        day, hour = said.split(" ")
        label = f"{day[8:10]}/{day[5:7]} {hour}–{(int(hour) + 1) % 24:02d}"
        shown.append({"hour": label, "entry": entry, "exit": out, "other": other})
    return shown


def _times(figures: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """How long each step took, in words."""
    return [
        {
            "label": times.STEPS[name],
            "count": figures[name]["count"],
            "median": durations.seconds_said(figures[name]["median"]),
            "longest": durations.seconds_said(figures[name]["longest"]),
        }
        for name in times.STEPS
        if name in figures
    ]


def _by_transport(counted: dict[str, list[int]]) -> list[dict[str, Any]]:
    """Entries and exits by means, in the order in which the desk offers them."""
    order = {means: place for place, means in enumerate(TRANSPORTS)}
    means = sorted(counted, key=lambda one: order.get(one, len(order)))
    return [{"label": TRANSPORTS.get(one, "—"), "entry": counted[one][0], "exit": counted[one][1]} for one in means]


def open_cases(of: Shift) -> list[str]:
    rows = Inspection.objects.filter(key__in=shifts.open_cases(of)).order_by("position")
    handed = {made.inspection for made in handing_over.not_received()}
    held = {clock.hold.inspection: hold_clock.sentence(clock) for clock in holding.clocks()}
    return [
        f"{seen.clock(row.at)} · {seen.name_of(row)} · {_stands(row, handed)}"
        + (f" · {held[row.key]}" if row.key in held else "")
        for row in rows
    ]


def _stands(row: Inspection, handed: set[str]) -> str:
    """How a case stands that goes to the next shift."""
    return _("Handed over, not received yet") if row.key in handed else str(OUTCOMES[row.state])
