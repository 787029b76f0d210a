"""Passages afterwards: correct, cancel, look up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.crossings import consultation, correction
from jalon.crossings.journey import CORRECTION_REASONS, DIRECTIONS, OUTCOMES, TRANSPORTS
from jalon.crossings.models import Decision, Inspection, Shift
from jalon.desk import seen, words
from jalon.desk.forms import Correcting, Question
from jalon.desk.views.at_the_desk import FIRST_LINE, inspection_or_404, on_duty, page, shown_or_404
from jalon.staff.postings import name_of
from jalon.web.gate import opens_to

SHOWN = ("birth_date", "nationality", "document_number", "expiry_date")


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def correct(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Put a passage right, or cancel it, with a reason."""
    inspection = inspection_or_404(key)
    shown_or_404(inspection, present)
    fields = correction.as_corrected(inspection) or {}
    form = Correcting(request.POST or None, initial=fields)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        reason, remark = said.pop("reason"), said.pop("remark")
        if request.POST.get("act") == "cancel":
            correction.cancel(inspection, present, reason, remark)
        else:
            correction.correct(inspection, present, said, reason, remark)
        messages.success(request, _("Saved."))
        return redirect("desk:correct", key)
    last = Decision.objects.filter(inspection=key).order_by("-at").first()
    passage = {
        "time": seen.clock(inspection.at),
        "name": seen.name_of(inspection),
        "outcome_label": OUTCOMES[inspection.state],
        "direction_label": DIRECTIONS[inspection.direction],
        "transport_label": TRANSPORTS.get(last.transport, "—") if last else "—",
        "officer": name_of(inspection.officer),
        "fields": [{"label": words.field(name), "value": fields.get(name) or "—"} for name in SHOWN],
    }
    return page(request, "correct", passage=passage, corrections=_corrections(inspection), form=form)


def _corrections(inspection: Inspection) -> list[dict[str, Any]]:
    said = []
    for one in correction.corrections(inspection):
        changes = [f"{words.field(name)}: {old or '—'} → {new or '—'}" for name, (old, new) in one["changes"].items()]
        said.append(
            {"time": "", "officer": "", "sentence": "; ".join(changes), "reason": CORRECTION_REASONS[one["reason"]]}
        )
    return said


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def lookup(request: HttpRequest, present: Shift) -> HttpResponse:
    """Look a person up among what this post remembers; the reason is recorded before anything is shown."""
    form = Question(request.POST or None)
    results = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        question = {
            "primary_identifier": said["name"] or None,
            "birth_date": said["birth_date"],
            "document_number": (said["document_number"] or "").upper() or None,
        }
        for inspection, what in consultation.look_up(question, said["reason"], present):
            results.append(
                {
                    "name": seen.name_of(inspection),
                    "birth": words.partial_date(what["fields"].get("birth_date")),
                    "nationality": words.state(what["fields"].get("nationality")),
                    "document": what["fields"].get("document_number"),
                    "last_seen": seen.clock(inspection.at),
                    "outcome_label": OUTCOMES[inspection.state],
                    "url": reverse("desk:correct", args=[inspection.key]),
                }
            )
    return page(request, "lookup", form=form, searched=request.method == "POST" and form.is_valid(), results=results)
