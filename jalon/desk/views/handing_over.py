"""Handed over: to whom, then the receipt that is printed, signed and recorded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jalon.crossings import decision, handing_over, register
from jalon.crossings.authorities import KINDS
from jalon.crossings.models import Confirmation, Decision, Hold, Inspection, Shift
from jalon.crossings.rules import NotAllowed
from jalon.desk import seen, words
from jalon.desk.forms.handing_over import HandingOver, Receipt
from jalon.desk.forms.second_line import SecondPerson
from jalon.desk.views.at_the_desk import SECOND_LINE, case_or_404, forget_drafts, on_duty, page, shown_or_404
from jalon.desk.views.second_person import confirmed_here
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.web.gate import opens_to

LANGUAGES = ("fr", "en", "ar")
COPIES = ("authority", "post")


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def hand_over(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """To which authority, and to whom there."""
    inspection = case_or_404(request, present, key)
    shown = shown_or_404(inspection, present)
    form = HandingOver(request.POST or None, post=present.post)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        recorded = decision.hand_over(inspection, present, said["to"], authority=said["kind"])
        forget_drafts(present, key)
        return redirect("desk:hand_over_receipt", recorded.key)
    return page(request, "second_line/hand_over", inspection=shown, form=form)


@opens_to(*SECOND_LINE)
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
@on_duty
def receipt(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The receipt on paper, two copies; beside it the second person, and then what came back signed."""
    made = get_object_or_404(Decision, key=key, outcome="handed_over")
    inspection = case_or_404(request, present, made.inspection)
    shown_or_404(inspection, present)
    waits = decision.unconfirmed().filter(key=key).exists()
    received = handing_over.received(key)
    stands = handing_over.standing(inspection.key) == made and inspection.state == "handed_over"
    act = request.POST.get("act", "")
    second = SecondPerson(request.POST if act == "confirm" else None) if waits else None
    form = Receipt(request.POST if act == "receive" else None) if stands and not waits and not received else None
    try:
        if act == "confirm" and second and second.is_valid() and confirmed_here(request, made, present, second):
            return redirect("desk:hand_over_receipt", key)
        if act == "receive" and form and form.is_valid():
            said = form.cleaned_data
            handing_over.receive(
                made, present, said["received_at"], said["who"], said["number"], said["basis"], signed=said["signed"]
            )
            messages.success(request, _("The receipt is recorded: the hand-over is complete."))
            return redirect("desk:second_line")
        if act == "not_taken" and stands and not received:
            handing_over.not_taken(made, present)
            messages.success(request, _("Nobody came: the traveller is with the second line again."))
            return redirect("desk:case", inspection.key)
    except NotAllowed as rule:
        (second or form or Receipt({})).add_error(None, words.rule(rule.code))
    papers = []
    for language in LANGUAGES:
        with translation.override(language):
            papers.append((language, _paper(made, inspection, present)))
    return page(
        request,
        "second_line/receipt",
        papers=papers,
        copies=COPIES,
        second_form=second,
        form=form,
        received=bool(received),
        may_take_back=stands and not received,
        languages=words.papers(),
    )


def _paper(made: Decision, inspection: Inspection, present: Shift) -> dict[str, Any]:
    """What stands on the receipt, in the language in force."""
    document = shown_or_404(inspection, present)["document"]
    said = this_node().shift_keys.take_out_value(made.kept) or {}
    post = Post.objects.filter(code=present.post).first()
    second = Confirmation.objects.filter(decision=made.key).first()
    row = handing_over.received(made.key)
    taken = handing_over.said(row) if row else {}
    line = Hold.objects.filter(inspection=inspection.key).order_by("-started_at").first()
    return {
        "number": handing_over.receipt_number(made.key),
        "decided": seen.day_and_clock(made.at),
        "post": post.name if post else present.post,
        "country": words.state(post.country) if post else "",
        "name": seen.name_of(inspection),
        "birth_date_label": document["birth_date_label"],
        "nationality_label": document["nationality_label"],
        "document": f"{document['type_label']} {document['number'] or ''}".strip(),
        "authority": str(KINDS.get(said.get("authority", ""), KINDS["other"])),
        "to": said.get("to", ""),
        "officer_number": made.officer,
        "second_number": second.officer if second else "",
        "confirmed": second is not None,
        "held_since": seen.day_and_clock(line.started_at) if line else "",
        "held_until": seen.day_and_clock(register.until(line)) if line else "",
        "line": f"{line.number}/{line.year}" if line else "",
        "received_at": seen.day_and_clock(row.received_at) if row else "",
        "who": taken.get("who", ""),
        "receiver_number": taken.get("number", ""),
        "basis": taken.get("basis", ""),
    }
