"""Visas, permits and stays at the desk: typed or swiped while the traveller stands there, told on a slip."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import drafts, recall, stay
from jalon.crossings.inspection import LONGEST_MRZ
from jalon.crossings.journey import DIRECTIONS
from jalon.crossings.models import Decision, Inspection, Shift
from jalon.crossings.rules import what_was_seen
from jalon.desk import seen, stay_shown, words
from jalon.desk.forms.stay import StaySeen, initial_of
from jalon.desk.state_names import offered
from jalon.desk.views.at_the_desk import (
    FIRST_LINE,
    case_or_404,
    draft_name,
    on_duty,
    page,
    sent_only,
    shown_or_404,
)
from jalon.documents.mrz import Document, Reading, read
from jalon.documents.types import DOCUMENT_TYPES
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.web.gate import opens_to

VISA_ZONES = {"MRVA", "MRVB"}


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def see(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The visa, the permit or the entry stamp of the traveller who stands there, typed."""
    inspection = case_or_404(request, present, key)
    shown = shown_or_404(inspection, present)
    known = stay.papers_seen(inspection)
    place = Post.objects.filter(code=present.post).first()
    draft = drafts.kept(present)
    leaving = draft.get(draft_name("decision", key), {}).get("direction", inspection.direction) == "exit"
    initial = initial_of(known.visa, known.entered, place.country if place else "")
    initial |= draft.get(draft_name("stay", key), {})
    form = StaySeen(request.POST or None, leaving=leaving, initial=initial)
    way_back = _way_back(inspection)
    if request.method == "POST" and form.is_valid():
        nationality = (what_was_seen(inspection) or {}).get("fields", {}).get("nationality")
        stamps = known.visa.stamps if known.visa else ()
        visa, entered = form.visa(nationality, stamps), form.cleaned_data.get("entered") or None
        stay.see(inspection, present, visa, entered)
        drafts.forget(present, draft_name("stay", key))
        return redirect(way_back)
    states = offered(words.language())
    return page(request, "stay/see", inspection=shown, form=form, back=way_back, states=states, leaving=leaving)


def _way_back(inspection: Inspection) -> str:
    """Where this traveller is looked at: at the second line, on a vehicle's list, or at the desk."""
    if inspection.state == "referred":
        return reverse("desk:case", args=[inspection.key])
    return reverse("desk:aboard", args=[inspection.key]) if inspection.group else reverse("desk:desk")


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def turn(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The direction was turned while a traveller stands there: the rules are asked for the other way."""
    inspection = case_or_404(request, present, key)
    fields = {name: str(value)[:300] for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    fields.pop("stamp", None)  # a number suggested for an entry is not given on the way out
    if fields.get("direction") in DIRECTIONS:
        drafts.keep(present, draft_name("decision", inspection.key), fields)
    return redirect(_way_back(inspection))


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def slip(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """What the admitted traveller takes along: until when the stay is allowed, by which text."""
    made = get_object_or_404(Decision, key=key, outcome="admitted")
    inspection = case_or_404(request, present, made.inspection)
    fields = stay.as_corrected(inspection)
    value = this_node().shift_keys.take_out_value(made.kept)
    if fields is None or value is None or not value.get("stay"):
        raise Http404
    chosen = request.GET.get("language", "")
    offered_in = words.PAPER_LANGUAGES.get(fields.get("nationality") or "", "fr")
    paper = chosen if chosen in words.PAPERS else offered_in
    papers = [{"code": code, "name": name, "selected": code == paper} for code, name in words.PAPERS.items()]
    with translation.override(paper):
        told = _slip(present, inspection, made, fields, value)
    return page(request, "stay/slip", slips=[(paper, told)], papers=papers)


def _slip(
    present: Shift, inspection: Inspection, made: Decision, fields: dict[str, Any], value: dict[str, Any]
) -> dict[str, Any]:
    """What stands on the slip, in the language that is active."""
    post = Post.objects.filter(code=present.post).first()
    papers = stay.papers_seen(inspection)
    standing = stay.stand(inspection, what_was_seen(inspection) or {}, present.post, "entry")
    kind = DOCUMENT_TYPES[inspection.document_type].names[words.language()]
    return {
        "post": post.name if post else present.post,
        "state": words.state(post.country) if post else "",
        "name": seen.name_of(inspection),
        "document": f"{kind} {fields.get('document_number') or ''}".strip(),
        "nationality": words.state(fields.get("nationality")),
        "entered": words.partial_date(recall.day_of(made.at)),
        "last_day": words.partial_date(value["stay"]["to"]),
        "days": value["stay"]["days"],
        "stamp": value.get("stamp", ""),
        "visa": stay_shown.visa_shown(papers.visa, standing.today) if papers.visa else None,
        "officer": made.officer,
        "reference": made.key.rpartition(".")[2],
        **stay_shown.answered(standing.answer, "entry"),
    }


def visa_zone(text: str) -> Reading | None:
    """The reading of a visa's zone; None where the text is another document's, or none at all."""
    if not text.lstrip().upper().startswith("V"):
        return None
    reading = read(text[:LONGEST_MRZ], today=timezone.localdate())
    is_visa = reading.document is not None and reading.document.type in VISA_ZONES
    return reading if is_visa else None


def visa_swiped(
    request: HttpRequest, present: Shift, standing: Inspection | None, text: str, *, among_others: bool = False
) -> bool:
    """Take a visa's zone as that of the traveller who stands there. False where it is no visa, or belongs to one of
    those who wait: the swipe is then treated as any other. `among_others`: it was chosen by its name already."""
    reading = visa_zone(text)
    if reading is None or reading.document is None:
        return False
    if standing is None:
        messages.error(request, _("A visa was read and nobody stands at the desk: swipe the passport first."))
        return True
    said = what_was_seen(standing)
    if said is None:
        return False
    if not among_others and drafts.how_many_wait(present) and not stay.names_the_same(reading.document, said):
        return False
    if wrong := [one for one in reading.problems if one.severity == "error"]:
        for problem in wrong:
            messages.error(request, problem.sentence(words.language()))
        messages.error(request, _("The visa was not taken: swipe it again, or type it (F5)."))
        return True
    _take(request, present, standing, reading.document)
    return True


def visa_aboard(request: HttpRequest, present: Shift, passengers: list[Inspection], text: str) -> None:
    """Take a visa read on a vehicle's list as that of the passenger read last whose name it bears."""
    reading = visa_zone(text)
    for one in reversed(passengers):
        said = what_was_seen(one) if one.state == "open" else None
        if said and reading and reading.document and stay.names_the_same(reading.document, said):
            visa_swiped(request, present, one, text, among_others=True)
            return
    messages.error(request, _("Nobody undecided on this list bears the name of this visa: read the passport first."))


def _take(request: HttpRequest, present: Shift, standing: Inspection, document: Document) -> None:
    stay.see_zone(standing, present, document)
    found = stay.papers_seen(standing)
    if found.of_another:
        messages.error(request, _("This visa does not fit the traveller: look at the differences."))


def waiting_visas(request: HttpRequest, present: Shift, standing: Inspection | None) -> None:
    """Visas that were swiped after the passport that now came to the desk are taken with it."""
    while standing is not None and (waiting := drafts.next_waiting(present)):
        number, text = waiting
        if visa_zone(text) is None:
            return
        visa_swiped(request, present, standing, text)
        drafts.served(number)


def tell(request: HttpRequest, decision: str) -> None:
    """Say until when the stay is allowed, and where its slip is printed."""
    made = Decision.objects.get(key=decision)
    value = this_node().shift_keys.take_out_value(made.kept) or {}
    if not value.get("stay"):
        return
    said = _("Tell the traveller: stay allowed until %(day)s.") % {"day": words.partial_date(value["stay"]["to"])}
    link = reverse("desk:stay_slip", args=[decision])
    messages.info(request, format_html('{} <a href="{}" hx-boost="false">{}</a>', said, link, _("Print the slip")))
