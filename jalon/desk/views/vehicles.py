"""Vehicles: opened once, cards read one after the other, the clean let pass together, the others by name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jalon.agencies.checking import let_go
from jalon.crossings import company, drafts, group, manifest
from jalon.crossings.group import Aboard, AlreadyAboard
from jalon.crossings.inspection import LONGEST_MRZ, CannotInspect, age_on, shown_by_mrz
from jalon.crossings.journey import DIRECTIONS, OUTCOMES
from jalon.crossings.models import Group, Inspection, Shift
from jalon.desk import beside, seen, words
from jalon.desk.forms.vehicles import ChildsCompany, Heads, LettingGo, OpeningVehicle, PassengerList
from jalon.desk.views import stay
from jalon.desk.views.agencies import calls
from jalon.desk.views.at_the_desk import FIRST_LINE, case_or_404, listed_at, on_duty, page, sent_only
from jalon.desk.views.first_line import decide_page, direction_of, typed_page
from jalon.web.fields import NotTaken
from jalon.web.gate import opens_to

AGAIN = "again"  # the draft of a document read twice
# Why somebody is set aside, in words (crossings.group).
ASIDE = {
    "hit": gettext_lazy("Possible match on a list"),
    "cleared": gettext_lazy("Found to be another person on an earlier day"),
    "problem": gettext_lazy("Document not in order"),
    "look": gettext_lazy("To be looked at"),
    "twice": gettext_lazy("Same document as another traveller"),
    "child_not_asked": gettext_lazy("Child: with whom?"),
    "child_in_doubt": gettext_lazy("Child in doubtful company"),
}
SHAPES = {"clean": "■", "ask": "▲", "aside": "▲"}
ORDER = ("ask", "aside", "clean")


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def vehicles(request: HttpRequest, present: Shift) -> HttpResponse:
    """Those that stand here, and the form that opens one."""
    initial = {"direction": direction_of(request, present), "kind": "bus"}
    form = OpeningVehicle(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        direction, kind, announced = said.pop("direction"), said.pop("kind"), said.pop("announced")
        opened = group.open_group(present, direction, kind, announced, **said)
        return redirect("desk:vehicle", opened.key)
    standing = [_in_brief(one) for one in group.under_way()]
    gone = Group.objects.filter(closed_at__isnull=False).order_by("-position")[:6]
    return page(request, "vehicles/list", form=form, standing=standing, gone=[_in_brief(one) for one in gone])


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def vehicle(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The one screen of a vehicle: who was read last, who stands where, what is missing."""
    this = _vehicle_or_404(key)
    there = group.aboard(this)
    counts = group.tally(there)
    expected = group.expected(this)
    twice = drafts.kept(present).get(_again(this))
    if twice and there and twice["after"] != str(there[-1].inspection.position):
        twice = None  # somebody else was read since
    asking = [one for one in there if one.place == "ask"]
    adults = [one for one in there if one.seen and not company.is_child(one.seen)]
    aside = [one for one in there if one.place == "aside" and not one.to_refer]
    return page(
        request,
        "vehicles/vehicle",
        vehicle=_in_brief(this) | group.details(this),
        open=this.closed_at is None,
        beside=beside.of_vehicle(this),
        agency_calls=calls(),
        last=_row(there[-1]) | {"settled": not there[-1].aside} if there else None,
        last_shown=seen.inspection_shown(there[-1].inspection, present.post) if there else None,
        rows=[_row(one) for one in _ordered(there)],
        counts=counts,
        beyond=sum(bool(one.to_refer) for one in there),
        first_aside=_row(aside[0]) if aside else None,
        missing=missing(this, counts["listed"]),
        up_to=there[-1].inspection.position if there else 0,
        asking=_asking(asking[0], adults) if asking else None,
        asked_after=len(asking) - 1,
        heads=Heads(initial={"counted": this.counted}),
        may_go=there and not any(one.inspection.state == "open" for one in there),
        differ=this.counted is not None and this.counted != counts["listed"],
        letting_go=LettingGo(),
        list_form=PassengerList(),
        expected=[_line(row.line, fields, row.inspection, there) for row, fields in expected],
        unanswered=sum(not row.inspection for row, _fields in expected),
        twice=twice,
        seats=[{"code": code, "label": label} for code, label in group.SEATS.items()],
        reader_url=reverse("desk:vehicle_swipe", args=[this.key]) if this.closed_at is None else "",
        saved=request.session.pop("saved", False),
    )


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def vehicle_amend(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """What was said of the vehicle, put right."""
    this = _vehicle_or_404(key)
    as_it_is = {**group.details(this), "kind": this.kind, "direction": this.direction, "announced": this.announced}
    form = OpeningVehicle(request.POST or None, initial=as_it_is)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        direction, kind, announced = said.pop("direction"), said.pop("kind"), said.pop("announced")
        group.amend_group(this, present, direction, kind, announced, **said)
        messages.success(request, _("Saved."))
        return redirect("desk:vehicle", this.key)
    return page(request, "vehicles/amend", form=form, vehicle=_in_brief(this))


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def vehicle_swipe(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """A card read; it joins the list whoever else stands there. `waiting`: from a page that looks at one traveller."""
    this = _vehicle_or_404(key)
    text = request.POST.get("waiting") or request.POST.get("mrz", "")
    seat = request.POST.get("seat", "passenger")
    if seat not in group.SEATS:
        seat = "passenger"
    again = request.POST.get("source") == AGAIN
    if again:
        text = drafts.kept(present).get(_again(this), {}).get("mrz", "")
    drafts.forget(present, _again(this))
    if text:
        _read_aboard(request, present, this, text[:LONGEST_MRZ], seat, again)
    if "waiting" in request.POST:
        return JsonResponse({"waiting": 0})
    return redirect("desk:vehicle", this.key)


def _read_aboard(request: HttpRequest, present: Shift, this: Group, text: str, seat: str, again: bool) -> None:
    if stay.visa_zone(text):
        return stay.visa_aboard(request, present, [one.inspection for one in group.aboard(this)], text)
    try:
        group.inspect_aboard(shown_by_mrz(text), this, present, seat=seat, again=again)
    except CannotInspect as cannot:
        for problem in cannot.reading.problems:
            messages.error(request, problem.sentence(words.language()))
    except AlreadyAboard as twice:
        kept = {"mrz": text, "number": str(twice.number), "name": seen.name_of(twice.inspection)}
        last = group.aboard(this)[-1].inspection.position
        drafts.keep(present, _again(this), kept | {"after": str(last)})
        messages.warning(request, already_aboard(twice))


def already_aboard(twice: AlreadyAboard) -> str:
    """Whoever is read twice, by number and name."""
    said = {"number": twice.number, "name": seen.name_of(twice.inspection)}
    return _("Already on the list as number %(number)s: %(name)s. Not added again.") % said


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def vehicle_type(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Somebody aboard whose document no machine reads, or who has none."""
    this = _vehicle_or_404(key)
    return typed_page(request, present, this)


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def aboard(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One of a vehicle's travellers who was set aside, as at the desk."""
    inspection = case_or_404(request, present, key)
    if not inspection.group:
        raise Http404
    if inspection.state != "open":
        return redirect("desk:correct", key)
    back = listed_at(inspection)
    reader = f"{back}swipe/"
    return decide_page(request, present, inspection, back=back, reader_url=reader, keep=True)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def vehicle_decide(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One key for all who stand clean; one for all whom the second line must see."""
    this = _vehicle_or_404(key)
    up_to = request.POST.get("up_to", "")
    act = group.refer_aside if request.POST.get("decision") == "refer" else group.admit_clean
    made = act(this, present, int(up_to) if up_to.isdecimal() else 0)
    said = {"count": len(made)}
    if act is group.refer_aside:
        messages.success(
            request, ngettext("%(count)s referred. Saved.", "%(count)s referred. Saved.", len(made)) % said
        )
    else:
        messages.success(
            request, ngettext("%(count)s admitted. Saved.", "%(count)s admitted. Saved.", len(made)) % said
        )
    return redirect("desk:vehicle", this.key)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def vehicle_child(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """With whom a child travels; of the vehicle, or standing at the desk."""
    inspection = case_or_404(request, present, key)
    form = ChildsCompany(request.POST)
    if form.is_valid():
        company.accompany(inspection, present, form.said())
    else:
        messages.error(request, words.rule("say_who_is_with_the_child"))
    return redirect(listed_at(inspection) or "desk:desk")


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def vehicle_heads(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The heads, counted by the officer."""
    this, form = _vehicle_or_404(key), Heads(request.POST)
    if form.is_valid():
        group.count_heads(this, present, form.cleaned_data["counted"])
    else:
        messages.error(request, f"{form.fields['counted'].label}{_(': ')}{form.errors['counted'][0]}")
    return redirect("desk:vehicle", this.key)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def vehicle_list(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The passenger list that the vehicle brought, as a file."""
    this, form = _vehicle_or_404(key), PassengerList(request.POST, request.FILES)
    if not form.is_valid():
        sent = request.FILES.get("file")
        messages.error(request, sent.why if isinstance(sent, NotTaken) else _("Choose a file first."))
        return redirect("desk:vehicle", this.key)
    file = form.cleaned_data["file"]
    try:
        lines = manifest.read_apart(file.read(manifest.MOST_BYTES + 1), file.name)
    except manifest.ManifestUnreadable as unreadable:
        messages.error(request, words.manifest_fault(unreadable.code, unreadable.said))
        return redirect("desk:vehicle", this.key)
    group.load_manifest(this, present, lines)
    said = {"count": len(lines)}
    messages.success(request, ngettext("%(count)s line read.", "%(count)s lines read.", len(lines)) % said)
    return redirect("desk:vehicle", this.key)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def vehicle_tick(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Who answers to a line of the passenger list, said by hand."""
    this, line = _vehicle_or_404(key), request.POST.get("line", "")
    group.tick(this, present, int(line) if line.isdecimal() else 0, request.POST.get("inspection", ""))
    return redirect("desk:vehicle", this.key)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def vehicle_close(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The vehicle may go."""
    this = _vehicle_or_404(key)
    let_go(this, present, request.POST.get("why", ""))
    messages.success(request, _("The vehicle may go. Saved."))
    return redirect("desk:vehicles")


def missing(this: Group, listed: int) -> str:
    """“Counted 58, listed 57: one missing”, or that they agree; empty while nobody has counted or announced."""
    heads = this.counted if this.counted is not None else this.announced
    if heads is None:
        return ""
    counted = this.counted is not None
    said = {"heads": heads, "listed": listed, "count": abs(heads - listed)}
    start = _("Counted %(heads)s, listed %(listed)s") if counted else _("Announced %(heads)s, listed %(listed)s")
    if heads == listed:
        end = _("nobody is missing")
    elif heads > listed:
        end = ngettext("%(count)s is missing", "%(count)s are missing", said["count"])
    else:
        end = ngettext("%(count)s too many", "%(count)s too many", said["count"])
    return f"{start % said}{_(': ')}{end % said}"


def _vehicle_or_404(key: str) -> Group:
    this = Group.objects.filter(key=key).first()
    if this is None:
        raise Http404
    return this


def _again(this: Group) -> str:
    return f"{AGAIN} {this.key}"


def _ordered(there: list[Aboard]) -> list[Aboard]:
    """Questions first, in the order read; then the clean, then those decided, the last read first."""
    places = {place: rank for rank, place in enumerate(ORDER)}

    def rank(one: Aboard) -> tuple[int, int]:
        return places.get(one.place, len(ORDER)), one.number if one.place in {"ask", "aside"} else -one.number

    return sorted(there, key=rank)


def _row(one: Aboard) -> dict[str, Any]:
    fields = one.fields
    age = age_on(fields.get("birth_date"), timezone.localdate())
    sex = words.SEXES.get(fields.get("sex") or "")
    facts = [sex() if sex else "", str(age) if age is not None else "", words.state(fields.get("nationality"))]
    opened = one.inspection.state == "open"
    return {
        "number": one.number,
        "key": one.inspection.key,
        "name": seen.short_name(fields),
        "facts": [fact for fact in facts if fact],
        "document": fields.get("document_number") or "",
        "seat": group.SEATS[one.seat] if one.seat != "passenger" else "",
        "place": one.place,
        "shape": SHAPES.get(one.place, ""),
        "state": one.inspection.state,
        "state_label": "" if opened else str(OUTCOMES[one.inspection.state]),
        "why": [str(ASIDE[code]) for code in one.aside],
        "company": words.company(one.company) if one.company else "",
        "level": one.inspection.level,
        "url": reverse("desk:aboard" if opened else "desk:correct", args=[one.inspection.key]),
    }


def _asking(child: Aboard, adults: list[Aboard]) -> dict[str, Any]:
    """The child whose company is asked, and the adults of the list: who was read just before first."""
    before = [one for one in adults if one.number < child.number][::-1]
    after = [one for one in adults if one.number > child.number]
    return _row(child) | {
        "adults": [
            {"key": one.inspection.key, "label": f"{one.number} · {seen.short_name(one.fields)}"}
            for one in before + after
        ]
    }


def _line(line: int, fields: dict[str, Any], inspection: str, there: list[Aboard]) -> dict[str, Any]:
    who = next((one for one in there if one.inspection.key == inspection), None)
    return {
        "line": line,
        "name": manifest.name_on(fields),
        "document": fields.get("document_number", ""),
        "answered": f"{who.number} · {seen.short_name(who.fields)}" if who else "",
    }


def _in_brief(this: Group) -> dict[str, Any]:
    said = group.details(this)
    route = " → ".join(part for part in (said.get("origin"), said.get("destination")) if part)
    return {
        "id": this.key,
        "url": reverse("desk:vehicle", args=[this.key]),
        "kind_label": group.KINDS.get(this.kind, ""),
        "direction_label": DIRECTIONS.get(this.direction, ""),
        "plate": said.get("plate", ""),
        "route": route,
        "announced": this.announced,
        "counted": this.counted,
        "time": seen.clock(this.opened_at),
        "listed": Inspection.objects.filter(group=this.key).exclude(state="cancelled").count(),
        "undecided": Inspection.objects.filter(group=this.key, state="open").count(),
    }
