"""The first line: swipe or type, look, decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import correction, decision, drafts, photographed, shift
from jalon.crossings.company import is_child
from jalon.crossings.group import AlreadyAboard, inspect_aboard
from jalon.crossings.inspection import (
    FIELDS,
    LONGEST_MRZ,
    CannotInspect,
    Shown,
    inspect,
    last_typed_kind,
    latest_open,
    shown_by_mrz,
    shown_repaired,
)
from jalon.crossings.journey import DIRECTIONS, PURPOSES, TRANSPORTS, WITH_PLATE, asked
from jalon.crossings.models import Decision, Group, Inspection, Shift
from jalon.crossings.rules import NotAllowed, what_was_seen
from jalon.crossings.stay import next_stamp
from jalon.desk import seen, words
from jalon.desk.forms.document import TypedDocument
from jalon.desk.forms.passage import Journey, Passage, Referral, Refusal
from jalon.desk.state_names import offered
from jalon.desk.views import stay
from jalon.desk.views.agencies import calls
from jalon.desk.views.at_the_desk import (
    FIRST_LINE,
    alarms_shown,
    case_or_404,
    draft_name,
    forget_drafts,
    leads,
    listed_at,
    on_duty,
    page,
    sent_only,
    shown_or_404,
)
from jalon.documents.types import DOCUMENT_TYPES, GROUPS
from jalon.journal.node import this_node
from jalon.web.gate import opens_to

LAST_ANSWERS = 10  # passages looked back at
ADULTS_OFFERED = 12
LOOK_AGAIN = "look"  # in the desk's address: admitting asked what was looked at, and the answer said nothing
NOT_TYPED = {"document_type", "asked"}
# A plate and the minors along belong to one vehicle and one traveller; the rest is often that of the last one.
OFFERED_AGAIN = ("origin", "destination", "purpose", "stay_days")


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def desk(request: HttpRequest, present: Shift) -> HttpResponse:
    """The one screen: the traveller who stands there, or the invitation to swipe."""
    return decide_page(request, present, latest_open(present))


def decide_page(request: HttpRequest, present: Shift, standing: Inspection | None, **more: Any) -> HttpResponse:
    """The screen on which one traveller is looked at and decided; `more`: what the page of a vehicle's adds."""
    last = last_journey(present, standing)
    draft = drafts.kept(present)
    kept = draft.get(draft_name("decision", standing.key), {}) if standing else {}
    turned = kept.get("direction", "") if kept.get("direction") in DIRECTIONS else ""
    shown = seen.inspection_shown(standing, present.post, turned) if standing else None
    direction = turned or kept.get("direction") or (standing.direction if standing else last.get("direction", "entry"))
    transport = kept.get("transport") or last.get("transport", "foot")
    stamped = bool(shown and shown["limited_stay"])
    form = Journey(initial={**last, **({"stamp": next_stamp(present)} if stamped else {}), **kept})
    asked_now = asked(direction, shown["own_national"], transport, shown["age"]) if shown else ()
    return page(
        request,
        "desk",
        inspection=shown,
        direction=direction,
        transports=transports(transport),
        journey_form=form,
        questions=form.questions(shown["own_national"], shown["age"], stamped=stamped) if shown else [],
        # What was typed behind "more" is not hidden again.
        more_asked=any(kept.get(name) for name in form.fields if name not in asked_now),
        looked=kept.get("looked", ""),
        look_again=LOOK_AGAIN in request.GET,
        ready_answers=words.LOOKED,
        journey_as_last_time=any(last.get(name) for name in asked_now) and not kept,
        recent=seen.recent(present),
        adults_here=adults_here(present) if shown and shown["company_asked"] else None,
        saved=request.session.pop("saved", False),
        waiting=drafts.how_many_wait(present),
        agency_calls=calls(),
        photographed=photographed.how_many(present),
        **alarms_shown(request),
        **more,
    )


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def swipe(request: HttpRequest, present: Shift) -> HttpResponse:
    """A document read by a machine; one that comes while a traveller stands undecided waits its turn."""
    text, source = request.POST.get("mrz", ""), request.POST.get("source", "wedge")
    standing = latest_open(present)
    if source == "waiting":
        call_next(request, present)
    elif source == "repair":
        return repair(request, present, request.POST.get("inspection", ""))
    elif standing is not None and text and stay.visa_swiped(request, present, standing, text):
        pass  # it is that of the traveller who stands there
    elif standing is not None and text:
        count = drafts.let_wait(present, text[:LONGEST_MRZ])
        messages.info(request, _("Decide about this traveller first; %(count)s waiting.") % {"count": count})
    else:
        read_and_inspect(request, present, text)
    return redirect("desk:desk")


def repair(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The officer compared the repairs with the document and accepts them."""
    misread = case_or_404(request, present, key)
    before = what_was_seen(misread)
    if before is not None:
        correction.take_repairs(misread, present, shown_repaired("\n".join(before["mrz"])))
    return redirect(after(misread))


def read_and_inspect(request: HttpRequest, present: Shift, text: str, source: str = "wedge") -> None:
    """Inspect what a machine read; what it read badly is said, each problem in a sentence."""
    if stay.visa_zone(text) and stay.visa_swiped(request, present, latest_open(present), text):
        return
    try:
        inspect(shown_by_mrz(text, source), direction_of(request, present), present)
    except CannotInspect as cannot:
        for problem in cannot.reading.problems:
            messages.error(request, problem.sentence(words.language()))
    except NotAllowed as rule:
        if rule.code != "decide_first":
            raise
        drafts.let_wait(present, text[:LONGEST_MRZ], source)  # another window was quicker


def call_next(request: HttpRequest, present: Shift) -> None:
    """The swipe that waited longest comes to the desk; it waits no more once its inspection is on the disk."""
    if waiting := drafts.next_from_reader(present):
        number, text, source = waiting
        read_and_inspect(request, present, text, source)
        drafts.served(number)
        stay.waiting_visas(request, present, latest_open(present))


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def type_document(request: HttpRequest, present: Shift) -> HttpResponse:
    """A document that no machine reads, or a traveller without one; another type of document asks other questions."""
    if latest_open(present) is not None:
        messages.info(request, _("Decide about this traveller first."))
        return redirect("desk:desk")
    return typed_page(request, present)


def typed_page(request: HttpRequest, present: Shift, vehicle: Group | None = None) -> HttpResponse:
    """The questions of a typed document, at the desk or for somebody in a vehicle."""
    without = request.GET.get("document") == "none"
    address = reverse("desk:vehicle_type", args=[vehicle.key]) if vehicle else reverse("desk:type_document")
    back = reverse("desk:vehicle", args=[vehicle.key]) if vehicle else reverse("desk:desk")
    draft = f"typed {vehicle.key}" if vehicle else "typed"
    kept = drafts.kept(present).get(draft, {})
    kind = "no_document" if without else kind_typed(request.POST or kept, present)
    # The questions on the page are those of the type it was made for; where the officer chose another, it comes again.
    ask_again = request.POST.get("asked", kind) != kind
    said = {name: value for name, value in request.POST.items() if value} if ask_again else kept
    form = TypedDocument(None if ask_again else request.POST or None, kind=kind, address=address, initial=said)
    form.focus("document_type" if ask_again else "primary_identifier")
    twice = None
    if request.method == "POST" and form.is_valid():
        shown = typed(form, kind, without)
        try:
            if vehicle:
                inspect_aboard(shown, vehicle, present, again="again" in request.POST)
            else:
                inspect(shown, direction_of(request, present), present)
            drafts.forget(present, draft)
            return redirect(back)
        except AlreadyAboard as aboard:
            twice = {"number": aboard.number, "name": seen.name_of(aboard.inspection)}
    form_kept = request.method == "GET" and any(kept.get(name) for name in set(form.fields) - NOT_TYPED)
    note = "" if without else DOCUMENT_TYPES[kind].notes[words.language()]
    return page(
        request,
        "type_document",
        form=form,
        form_id=draft,
        address=address,
        back=back,
        vehicle=vehicle,
        twice=twice,
        no_document=without,
        form_kept=form_kept,
        note=note,
        states=offered(words.language()),
    )


def adults_here(present: Shift) -> list[dict[str, str]]:
    """The adults who passed last in this shift: with one of them a child may travel."""
    rows = Inspection.objects.filter(shift=present.key, group="").exclude(state__in=["open", "cancelled"])
    adults = []
    for row in rows.order_by("-position")[:ADULTS_OFFERED]:
        before = what_was_seen(row)
        if before is not None and not is_child(before):
            adults.append({"key": row.key, "label": f"{seen.clock(row.at)} · {seen.name_of(row)}"})
    return adults


def typed(form: TypedDocument, kind: str, without: bool) -> Shown:
    """What a typed document shows."""
    values = {name: value or None for name, value in form.cleaned_data.items() if name not in NOT_TYPED}
    return Shown(kind, dict.fromkeys(FIELDS) | values, "none" if without else "typed")


def kind_typed(said: Mapping[str, Any], present: Shift) -> str:
    """The type of document: as chosen, else as the last time in this shift."""
    usual = [code for _, codes in GROUPS.values() for code in codes]
    chosen = said.get("document_type") or last_typed_kind(present)
    return chosen if chosen in usual else usual[0]


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def draft(request: HttpRequest, present: Shift) -> HttpResponse:
    """Keep what is being typed, or a swipe that came at the wrong moment."""
    if waiting := request.POST.get("waiting"):
        try:
            return JsonResponse({"waiting": drafts.let_wait(present, waiting[:LONGEST_MRZ])})
        except NotAllowed as full:  # the page keeps the swipe and says so
            return JsonResponse({"error": words.rule(full.code)}, status=409)
    fields = {name: str(value)[:300] for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    drafts.keep(present, draft_name(fields.pop("form", ""), fields.get("inspection", "")), fields)
    return HttpResponse(status=204)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def admit(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One key: the traveller passes."""
    inspection = case_or_404(request, present, key)
    passage, journey = Passage(request.POST), Journey(request.POST)
    if inspection.state not in decision.WAITING:  # in another window, or by a colleague: said before anything else
        raise NotAllowed("already_decided")
    if "looked" in passage.errors:
        return look_again(inspection)
    if not passage.is_valid() or not journey.is_valid():
        for field, errors in [*passage.errors.items(), *journey.errors.items()]:
            label = journey.fields[field].label if field in journey.fields else field
            messages.error(request, f"{label}{_(': ')}{' '.join(str(error) for error in errors)}")
        return redirect(standing_at(inspection))
    said: dict[str, Any] = {**journey.cleaned_data, **passage.cleaned_data}
    looked, stamp = said.pop("looked"), said.pop("stamp", "")
    if said["transport"] not in WITH_PLATE:
        said.pop("plate")
    try:
        journey_said = {name: value for name, value in said.items() if value}
        made = decision.admit(inspection, present, journey_said, looked=looked, stamp=stamp)
    except NotAllowed as rule:
        if rule.code == "say_what_was_looked_at":
            return look_again(inspection)
        raise
    stay.tell(request, made.key)
    return decided(request, present, key)


def look_again(inspection: Inspection) -> HttpResponse:
    """The desk with its question open: what was looked at?"""
    return redirect(f"{standing_at(inspection)}?{LOOK_AGAIN}")


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def refer(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Hand the traveller to the second line."""
    inspection = case_or_404(request, present, key)
    shown = shown_or_404(inspection, present)
    in_doubt = "child" if shown["company_in_doubt"] else "document_doubt"
    in_doubt = "right_to_enter" if shown["right_to_enter"] else in_doubt
    likely = "possible_match" if shown["hits"] else in_doubt
    kept = drafts.kept(present)
    form = Referral(request.POST or None, initial={"reason": likely, **kept.get(draft_name("referral", key), {})})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        line = line_of(request, inspection)
        journey = journey_kept(kept.get(draft_name("decision", key), {}))
        decision.refer(inspection, present, said["reason"], said["remark"], line=line, journey=journey)
        return decided(request, present, key)
    return page(request, "refer", inspection=shown, form=form, back=standing_at(inspection))


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def refuse(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The protective questions, then the reason; a yes, or an own national, becomes a referral."""
    inspection = case_or_404(request, present, key)
    typed = drafts.kept(present)
    shown = shown_or_404(inspection, present, typed.get(draft_name("decision", key), {}).get("direction", ""))
    kept = typed.get(draft_name("refusal", key), {})
    likely = {"reason": shown["refused_for"]}
    form, line = Refusal(request.POST or None, initial=likely | kept), line_of(request, inspection)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        recorded = decision.refuse(inspection, present, said["reason"], form.protective(), said["remark"], line=line)
        made = Decision.objects.get(key=recorded.key)
        if line == 1:
            decided(request, present, key)
        if made.outcome == "refused":
            return redirect("desk:refusal_notice", made.key)
        messages.warning(request, _("This person cannot be refused: the second line takes over."))
        if leads(request):
            return redirect("desk:entrust" if any(form.protective().values()) else "desk:case", key)
        return redirect(after(inspection) if line == 1 else "desk:second_line")
    others = shift.others_on_duty(present)
    back = standing_at(inspection) if line == 1 else reverse("desk:case", args=[key])
    return page(request, "refuse", inspection=shown, form=form, alone_on_duty=not others, line=line, back=back)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def cancel(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Start again: the inspection stays in the journal, cancelled."""
    inspection = case_or_404(request, present, key)
    correction.start_again(inspection, present)
    forget_drafts(present, key)
    return redirect(after(inspection))


def journey_kept(typed: dict[str, str]) -> dict[str, Any]:
    """What was typed about the journey before the traveller was referred, as far as it is in order."""
    passage, journey = Passage(typed), Journey(typed)
    passage.is_valid()
    journey.is_valid()
    said = {**getattr(journey, "cleaned_data", {}), **getattr(passage, "cleaned_data", {})}
    said.pop("looked", None)
    said.pop("stamp", None)
    return {name: value for name, value in said.items() if value}


def line_of(request: HttpRequest, inspection: Inspection) -> int:
    """At which line this officer decides this case: a referred one is the second line's, for who may stand there."""
    return 2 if inspection.state in decision.AT_THE_SECOND_LINE and leads(request) else 1


def decided(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The entry is on the disk: say so; then the swipe that waited longest comes to the desk."""
    forget_drafts(present, key)
    request.session["saved"] = True
    inspection = Inspection.objects.get(key=key)
    if not inspection.group and latest_open(present) is None:
        call_next(request, present)
    return redirect(after(inspection))


def after(inspection: Inspection) -> str:
    """Where the officer goes on once this traveller is decided: the desk, the vehicle, the herd."""
    return listed_at(inspection) or reverse("desk:desk")


def standing_at(inspection: Inspection) -> str:
    """Where this traveller, still undecided, is looked at."""
    return reverse("desk:aboard", args=[inspection.key]) if inspection.group else reverse("desk:desk")


def direction_of(request: HttpRequest, present: Shift) -> str:
    """As on the page; where the page did not say, as last time."""
    said = request.POST.get("direction", "")
    return said if said in DIRECTIONS else str(last_journey(present).get("direction", "entry"))


def last_journey(present: Shift, standing: Inspection | None = None) -> dict[str, Any]:
    """The last answers of this shift: of the same traveller where one came back, else of whoever passed last.

    Where the last ones were not asked, as own nationals are not, the answers of those before them are offered.
    """
    made = Decision.objects.filter(shift=present.key, outcome="admitted").order_by("-position")
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
