"""The first line: swipe or type, look, decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.crossings import correction, decision, drafts
from jalon.crossings.inspection import (
    FIELDS,
    CannotInspect,
    Shown,
    inspect,
    last_typed_kind,
    latest_open,
    shown_by_mrz,
    shown_repaired,
)
from jalon.crossings.journey import DIRECTIONS, PURPOSES, TRANSPORTS, WITH_PLATE, asked
from jalon.crossings.models import Decision, Inspection, Shift
from jalon.desk import seen, words
from jalon.desk.forms import Journey, Passage, Referral, Refusal, TypedDocument
from jalon.desk.views.at_the_desk import (
    FIRST_LINE,
    SECOND_LINE,
    alarms_shown,
    inspection_or_404,
    on_duty,
    page,
    shown_or_404,
)
from jalon.documents.types import DOCUMENT_TYPES, GROUPS
from jalon.journal.node import this_node
from jalon.staff.postings import roles_of
from jalon.web.gate import opens_to

LAST_ANSWERS = 10  # passages looked back at
# A plate and the minors along belong to one vehicle and one traveller; the rest is often that of the last one.
OFFERED_AGAIN = ("origin", "destination", "purpose", "stay_days")


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def desk(request: HttpRequest, present: Shift) -> HttpResponse:
    """The one screen: the traveller who stands there, or the invitation to swipe."""
    standing = latest_open(present)
    last = last_journey(present, standing)
    draft = drafts.kept(present)
    kept = draft.get("decision", {})
    if kept.get("inspection") != (standing.key if standing else None):
        kept = {}
    shown = seen.inspection_shown(standing, present.post) if standing else None
    direction = kept.get("direction") or (standing.direction if standing else last.get("direction", "entry"))
    transport = kept.get("transport") or last.get("transport", "foot")
    form = Journey(initial={**last, **kept})
    asked_now = asked(direction, shown["own_national"], transport, shown["age"]) if shown else ()
    return page(
        request,
        "desk",
        inspection=shown,
        direction=direction,
        transports=transports(transport),
        journey_form=form,
        questions=form.questions(shown["own_national"], shown["age"]) if shown else [],
        # What was typed behind "more" is not hidden again.
        more_asked=any(kept.get(name) for name in form.fields if name not in asked_now),
        journey_as_last_time=any(last.get(name) for name in asked_now) and not kept,
        recent=seen.recent(present),
        saved=request.session.pop("saved", False),
        waiting=len(draft.get("waiting", [])),
        **alarms_shown(request),
    )


@opens_to(*FIRST_LINE)
@require_POST
@on_duty
def swipe(request: HttpRequest, present: Shift) -> HttpResponse:
    """A document read by a machine; one that comes while a traveller stands undecided waits its turn."""
    text, source = request.POST.get("mrz", ""), request.POST.get("source", "wedge")
    standing = latest_open(present)
    if source == "repair" and standing is not None:
        return accept_repairs(request, present, standing)
    if source == "waiting":
        text = drafts.next_waiting(present) or ""
    if standing is not None and text:
        count = drafts.let_wait(present, text)
        messages.info(request, _("Decide about this traveller first; %(count)s waiting.") % {"count": count})
        return redirect("desk:desk")
    try:
        inspect(shown_by_mrz(text), direction_of(request, present), present)
    except CannotInspect as cannot:
        for problem in cannot.reading.problems:
            messages.error(request, problem.sentence(words.language()))
    return redirect("desk:desk")


def accept_repairs(request: HttpRequest, present: Shift, standing: Inspection) -> HttpResponse:
    """The officer compared the repairs with the page: the reading is cancelled, the repaired one recorded."""
    before = decision.what_was_seen(standing)
    if before is None:
        raise decision.NotAllowed("beyond_this_shift")
    repaired = shown_repaired("\n".join(before["mrz"]))
    correction.start_again(standing, present, "misread")
    inspect(repaired, standing.direction, present)
    return redirect("desk:desk")


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def type_document(request: HttpRequest, present: Shift) -> HttpResponse:
    """A document that no machine reads, or a traveller without one; another type of document asks other questions."""
    if latest_open(present) is not None:
        messages.info(request, _("Decide about this traveller first."))
        return redirect("desk:desk")
    without = request.GET.get("document") == "none"
    kept = drafts.kept(present).get("typed", {})
    kind = "no_document" if without else kind_typed(request.POST or kept, present)
    # The questions on the page are those of the type it was made for; where the officer chose another, it comes again.
    ask_again = request.POST.get("asked", kind) != kind
    said = {name: value for name, value in request.POST.items() if value} if ask_again else kept
    form = TypedDocument(None if ask_again else request.POST or None, kind=kind, initial=said)
    form.focus("document_type" if ask_again else "primary_identifier")
    if request.method == "POST" and form.is_valid():
        values = {name: value or None for name, value in form.cleaned_data.items()}
        fields = dict.fromkeys(FIELDS) | values
        for name in ("document_type", "asked"):
            fields.pop(name, None)
        inspect(Shown(kind, fields, "none" if without else "typed"), direction_of(request, present), present)
        drafts.forget(present, "typed")
        return redirect("desk:desk")
    form_kept = bool(kept) and request.method == "GET"
    note = "" if without else DOCUMENT_TYPES[kind].notes[words.language()]
    return page(request, "type_document", form=form, no_document=without, form_kept=form_kept, note=note)


def kind_typed(said: Mapping[str, Any], present: Shift) -> str:
    """The type of document: as chosen, else as the last time in this shift."""
    usual = [code for _, codes in GROUPS.values() for code in codes]
    chosen = said.get("document_type") or last_typed_kind(present)
    return chosen if chosen in usual else usual[0]


@opens_to(*FIRST_LINE)
@require_POST
@on_duty
def draft(request: HttpRequest, present: Shift) -> HttpResponse:
    """Keep what is being typed, or a swipe that came at the wrong moment."""
    if waiting := request.POST.get("waiting"):
        return JsonResponse({"waiting": drafts.let_wait(present, waiting[:400])})
    fields = {name: str(value)[:300] for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    drafts.keep(present, "decision" if "inspection" in fields else "typed", fields)
    return HttpResponse(status=204)


@opens_to(*FIRST_LINE)
@require_POST
@on_duty
def admit(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One key: the traveller passes."""
    inspection = inspection_or_404(key)
    passage, journey = Passage(request.POST), Journey(request.POST)
    if not passage.is_valid() or not journey.is_valid():
        for field, errors in [*passage.errors.items(), *journey.errors.items()]:
            label = journey.fields[field].label if field in journey.fields else field
            messages.error(request, f"{label}: {' '.join(str(error) for error in errors)}")
        return redirect("desk:desk")
    said: dict[str, Any] = {**journey.cleaned_data, **passage.cleaned_data}
    looked = said.pop("looked")
    if said["transport"] not in WITH_PLATE:
        said.pop("plate")
    decision.admit(inspection, present, {name: value for name, value in said.items() if value}, looked=looked)
    return decided(request, present)


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def refer(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Hand the traveller to the second line."""
    inspection = inspection_or_404(key)
    shown = shown_or_404(inspection, present)
    likely = "possible_match" if shown["hits"] else "document_doubt"
    form = Referral(request.POST or None, initial={"reason": likely})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decision.refer(inspection, present, said["reason"], said["remark"], line=line_of(request, inspection))
        return decided(request, present)
    return page(request, "refer", inspection=shown, form=form)


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def refuse(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The protective questions, then the reason; a yes, or an own national, becomes a referral."""
    inspection = inspection_or_404(key)
    shown = shown_or_404(inspection, present)
    form, line = Refusal(request.POST or None), line_of(request, inspection)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        recorded = decision.refuse(inspection, present, said["reason"], form.protective(), said["remark"], line=line)
        made = Decision.objects.get(key=recorded.key)
        if line == 1:
            decided(request, present)
        if made.outcome == "refused":
            return redirect("desk:refusal_notice", made.key)
        messages.warning(request, _("This person cannot be refused: the second line takes over."))
        return redirect("desk:desk" if line == 1 else "desk:second_line")
    others = Shift.objects.filter(closed_at__isnull=True).exclude(officer=present.officer).exists()
    back = reverse("desk:desk") if line == 1 else reverse("desk:case", args=[key])
    return page(request, "refuse", inspection=shown, form=form, alone_on_duty=not others, line=line, back=back)


@opens_to(*FIRST_LINE)
@require_POST
@on_duty
def cancel(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Start again: the inspection stays in the journal, cancelled."""
    correction.start_again(inspection_or_404(key), present)
    drafts.forget(present, "decision")
    return redirect("desk:desk")


def line_of(request: HttpRequest, inspection: Inspection) -> int:
    """At which line this officer decides this case: a referred one is the second line's, for who may stand there."""
    return 2 if inspection.state == "referred" and roles_of(request.user) & set(SECOND_LINE) else 1


def decided(request: HttpRequest, present: Shift) -> HttpResponse:
    """The entry is on the disk: say so; then the swipe that waited longest comes to the desk."""
    drafts.forget(present, "decision")
    request.session["saved"] = True
    if waiting := drafts.next_waiting(present):
        try:
            inspect(shown_by_mrz(waiting), direction_of(request, present), present)
        except CannotInspect:
            messages.error(request, _("A swipe that waited could not be read. Swipe it again."))
    return redirect("desk:desk")


def direction_of(request: HttpRequest, present: Shift) -> str:
    """As on the page; where the page did not say, as last time."""
    said = request.POST.get("direction", "")
    return said if said in DIRECTIONS else str(last_journey(present).get("direction", "entry"))


def last_journey(present: Shift, standing: Inspection | None = None) -> dict[str, Any]:
    """The last answers of this shift: of the same traveller where one came back, else of whoever passed last.

    Where the last ones were not asked, as own nationals are not, the answers of those before them are offered.
    """
    made = Decision.objects.filter(shift=present.key, outcome="admitted").order_by("-at")
    if standing is not None and standing.token:
        same = Inspection.objects.filter(token=standing.token).values("key")
        made = made.filter(inspection__in=same) if made.filter(inspection__in=same).exists() else made
    keys = this_node().shift_keys
    said = [(keys.take_out_value(one.kept) or {}).get("journey", {}) for one in made[:LAST_ANSWERS]]
    journey: dict[str, Any] = {}
    for before in reversed(said):
        journey |= {name: before[name] for name in OFFERED_AGAIN if name in before}
    journey |= said[0] if said else {}
    journey.pop("minors", None)
    return {name: value for name, value in journey.items() if name != "purpose" or value in PURPOSES}


def transports(selected: str) -> list[dict[str, Any]]:
    return [{"code": code, "label": label, "selected": code == selected} for code, label in TRANSPORTS.items()]
