"""Passages afterwards: correct, cancel, look up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.crossings import consultation, correction, particulars
from jalon.crossings.journey import CORRECTION_REASONS, DIRECTIONS, OUTCOMES, TRANSPORTS
from jalon.crossings.models import Correction, Decision, Inspection, Shift
from jalon.desk import seen, words
from jalon.desk.forms.corrections import Cancelling, Correcting, Question
from jalon.desk.state_names import offered
from jalon.desk.views.at_the_desk import FIRST_LINE, case_or_404, on_duty, page, shown_or_404
from jalon.staff.postings import name_of, roles_of
from jalon.web.gate import opens_to


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def correct(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Put a passage right, with a reason."""
    inspection = case_or_404(request, present, key)
    shown_or_404(inspection, present)
    fields = particulars.as_corrected(inspection) or {}
    initial = {**fields, "direction": inspection.direction, "transport": particulars.transport_said(inspection)}
    form = Correcting(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        reason, remark = said.pop("reason"), said.pop("remark")
        undecided = inspection.state == "open"
        correction.correct(inspection, present, said, reason, remark)
        messages.success(request, _("Saved."))
        return redirect("desk:desk") if undecided else redirect("desk:correct", key)
    return page(
        request,
        "correct",
        passage=_passage(inspection),
        corrections=_corrections(inspection),
        form=form,
        key=key,
        states=offered(words.language()),
        may_cancel=correction.may_cancel(inspection, roles_of(request.user)) and inspection.state != "cancelled",
        cancelled=inspection.state == "cancelled",
        rule=words.rule("shift_leader_cancels"),
        notice=_notice_of(inspection),
        asked_for=Correction.objects.filter(inspection=key, hits__gt=0).exists(),
    )


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def cancel_passage(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The second look: what will be cancelled and what follows from it, then the reason."""
    inspection = case_or_404(request, present, key)
    shown_or_404(inspection, present)
    form = Cancelling(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        correction.cancel(inspection, present, said["reason"], said["remark"], roles=roles_of(request.user))
        messages.success(request, _("The passage is cancelled."))
        return redirect("desk:correct", key)
    return page(
        request,
        "cancel_passage",
        passage=_passage(inspection),
        consequence=words.cancelling(inspection.state),
        form=form,
        key=key,
        may_cancel=correction.may_cancel(inspection, roles_of(request.user)),
        rule=words.rule("shift_leader_cancels"),
    )


def _passage(inspection: Inspection) -> dict[str, Any]:
    """The passage as it stands, in words."""
    fields = particulars.as_corrected(inspection) or {}
    last = Decision.objects.filter(inspection=inspection.key).order_by("-position").first()
    return {
        "time": seen.clock(inspection.at),
        "name": seen.name_of(inspection),
        "outcome_label": OUTCOMES[inspection.state],
        "direction_label": DIRECTIONS[inspection.direction],
        "transport_label": TRANSPORTS.get(particulars.transport_said(inspection), "—"),
        "officer": name_of(last.officer if last else inspection.officer),
        "fields": [
            {"label": words.field(name), "value": words.value(name, fields.get(name))} for name in words.OF_A_PASSAGE
        ],
    }


def _notice_of(inspection: Inspection) -> str:
    """The address of the paper that a refused traveller takes along; empty where no refusal stands."""
    if inspection.state != "refused":
        return ""
    made = Decision.objects.filter(inspection=inspection.key, outcome="refused").order_by("-position").first()
    return reverse("desk:refusal_notice", args=[made.key]) if made else ""


def _corrections(inspection: Inspection) -> list[dict[str, Any]]:
    said = []
    for one in particulars.corrections(inspection):
        said.append(
            {
                "time": seen.clock(one["at"]),
                "officer": name_of(one["officer"]),
                "changes": [
                    {"label": words.field(name), "before": words.value(name, old), "after": words.value(name, new)}
                    for name, (old, new) in one.get("changes", {}).items()
                ],
                "cancelled": "changes" not in one,
                "asked_for": bool(one.get("hits")),
                "reason": CORRECTION_REASONS[one["reason"]],
                "remark": one["remark"],
            }
        )
    return said


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def lookup(request: HttpRequest, present: Shift) -> HttpResponse:
    """Look a person up among what this post remembers; the reason is recorded before anything is shown."""
    form = Question(request.POST or None)
    results: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        question = {
            "primary_identifier": said["name"] or None,
            "birth_date": said["birth_date"],
            "document_number": (said["document_number"] or "").upper() or None,
        }
        results = _people(consultation.look_up(question, said["reason"], present))
    return page(request, "lookup", form=form, searched=request.method == "POST" and form.is_valid(), results=results)


def _people(found: list[tuple[Inspection, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Those who were found, each with their passages: by document, else by name and birth, the likeliest first."""
    people: dict[tuple[Any, ...], dict[str, Any]] = {}
    for inspection, what in found:
        by_name = (seen.name_of(inspection), what.get("birth_date"))
        person = people.setdefault(
            (inspection.token,) if inspection.token else by_name,
            {
                "name": by_name[0],
                "birth": words.partial_date(what.get("birth_date")),
                "nationality": words.state(what.get("nationality")),
                "document": what.get("document_number"),
                "passages": [],
            },
        )
        person["passages"].append(
            {
                "time": seen.day_and_clock(inspection.at),
                "direction_label": DIRECTIONS[inspection.direction],
                "outcome_label": OUTCOMES[inspection.state],
                "url": reverse("desk:correct", args=[inspection.key]),
            }
        )
    return list(people.values())
