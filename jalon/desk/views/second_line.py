"""The second line: take over with all that the first line saw; the second person of a refusal."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import correction, decision
from jalon.crossings.journey import OUTCOMES, REFERRAL_REASONS, REFUSAL_REASONS
from jalon.crossings.models import Confirmation, Decision, Inspection, Shift
from jalon.crossings.second_person import confirm_here
from jalon.desk import seen, words
from jalon.desk.forms import Finding, SecondPerson
from jalon.desk.views.at_the_desk import FIRST_LINE, SECOND_LINE, inspection_or_404, on_duty, page, shown_or_404
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.staff.postings import name_of
from jalon.web.gate import opens_to


@opens_to(*SECOND_LINE)
@require_GET
@on_duty
def second_line(request: HttpRequest, present: Shift) -> HttpResponse:
    """Those who wait, the longest first, and the refusals that need a second person."""
    waiting = Inspection.objects.filter(state="referred").order_by("at")
    return page(
        request,
        "second_line",
        cases=[_case(inspection) for inspection in waiting],
        refusals=[_refusal(made) for made in decision.unconfirmed_refusals()],
    )


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def case(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One case, whole; the finding admits or hands over."""
    inspection = inspection_or_404(key)
    shown = shown_or_404(inspection, present)
    act = request.POST.get("decision", "")
    if act == "keep":
        return redirect("desk:second_line")
    form = Finding(request.POST or None)
    if request.method == "POST" and form.is_valid():
        looked = form.cleaned_data["looked"]
        if act == "hand_over":
            decision.hand_over(inspection, present, looked)
        else:
            decision.admit(inspection, present, {"direction": inspection.direction}, line=2, looked=looked)
        messages.success(request, _("Saved."))
        return redirect("desk:second_line")
    referrals = [_said(made) for made in Decision.objects.filter(inspection=key, outcome="referred").order_by("at")]
    referral = referrals[0] if referrals else _said(None)
    return page(
        request,
        "second_line_case",
        inspection=shown,
        referral=referral,
        history=history(inspection),
        form=form,
        may_refuse=not shown["cannot_refuse"] and not any(map(_protective, referrals)),
        closed=inspection.state != "referred",
    )


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def confirm_refusal(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The second person looks at a refusal and confirms it."""
    made = get_object_or_404(Decision, key=key)
    inspection = inspection_or_404(made.inspection)
    if request.method == "POST" and request.POST.get("confirmation") == "confirm":
        decision.confirm(made, present.officer)
        messages.success(request, _("The refusal is confirmed."))
        return redirect("desk:second_line")
    if request.method == "POST":
        decision.send_back(made, present)
        messages.success(request, _("Saved."))
        return redirect("desk:second_line")
    return page(
        request, "second_person", inspection=shown_or_404(inspection, present), refusal=_refusal(made) | {"id": key}
    )


@opens_to(*FIRST_LINE)
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
@on_duty
def refusal_notice(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """What the refused traveller takes along, in the three languages; beside it, the second person who is here."""
    made = get_object_or_404(Decision, key=key, outcome="refused")
    inspection = inspection_or_404(made.inspection)
    form = SecondPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_here(request, made, present.officer, **form.cleaned_data)
            messages.success(request, _("The refusal is confirmed."))
            return redirect("desk:refusal_notice", key)
        except decision.NotAllowed as rule:
            form.add_error(None, words.rule(rule.code))
    notices = []
    for language in ("fr", "en", "ar"):
        with translation.override(language):
            notices.append((language, _notice(made, inspection, present)))
    waits = decision.unconfirmed_refusals().filter(key=key).exists()
    return page(request, "refusal_notice", notices=notices, form=form if waits else None)


def _notice(made: Decision, inspection: Inspection, present: Shift) -> dict[str, Any]:
    """What stands on the paper, in the language in force: the traveller need not read the officer's."""
    document = shown_or_404(inspection, present)["document"]
    said = this_node().shift_keys.take_out_value(made.kept) or {}
    post = Post.objects.filter(code=present.post).first()
    second = Confirmation.objects.filter(decision=made.key).first()
    day, hour = seen.day_and_clock(made.at).split(" ")
    return {
        "direction": inspection.direction,
        "number": "-".join(made.key.split(".")[1:]),
        "date": day,
        "time": hour,
        "post": post.name if post else present.post,
        "country": words.state(post.country) if post else "",
        "name": seen.name_of(inspection),
        "birth_date_label": document["birth_date_label"],
        "nationality_label": document["nationality_label"],
        "document": f"{document['type_label']} {document['number'] or ''}".strip(),
        "reason": str(REFUSAL_REASONS.get(said.get("reason", ""), "")),
        "remark_for_traveller": said.get("remark", ""),
        "officer_number": made.officer,
        "second_number": second.officer if second else "",
        "confirmed": second is not None,
    }


def history(inspection: Inspection) -> list[dict[str, str]]:
    """What happened, in order."""
    steps = [(inspection.at, _("Inspected by %(officer)s") % {"officer": name_of(inspection.officer)})]
    for made in Decision.objects.filter(inspection=inspection.key):
        steps.append((made.at, f"{OUTCOMES[made.outcome]} · {name_of(made.officer)}"))
    for one in correction.corrections(inspection):
        fields = ", ".join(words.field(name) for name in one["changes"])
        said = _("Corrected: %(fields)s") % {"fields": fields}
        steps.append((one["at"], f"{said} · {name_of(one['officer'])}"))
    refusals = Decision.objects.filter(inspection=inspection.key, outcome="refused").values("key")
    for second in Confirmation.objects.filter(decision__in=refusals):
        steps.append((second.at, _("Refusal confirmed by %(officer)s") % {"officer": name_of(second.officer)}))
    return [{"time": seen.clock(at), "sentence": sentence} for at, sentence in sorted(steps)]


def _case(inspection: Inspection) -> dict[str, Any]:
    referral = Decision.objects.filter(inspection=inspection.key, outcome="referred").order_by("at").first()
    minutes = max(0, (time.time_ns() // 1_000_000 - (referral.at if referral else inspection.at)) // 60_000)
    said = _said(referral)
    return {
        "url": reverse("desk:case", args=[inspection.key]),
        "name": seen.name_of(inspection),
        "why": said["reason_label"],
        "referred_by": said["officer"],
        "waited": ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes},
        "level": inspection.level,
    }


def _said(made: Decision | None) -> dict[str, Any]:
    """A decision's reason in words."""
    if made is None:
        return {"officer": "", "time": "", "reason_label": "", "remark": "", "protective": {}}
    said = this_node().shift_keys.take_out_value(made.kept) or {}
    reasons = REFUSAL_REASONS if made.outcome == "refused" else REFERRAL_REASONS
    return {
        "officer": name_of(made.officer),
        "time": seen.clock(made.at),
        "reason_label": reasons.get(said.get("reason", ""), ""),
        "remark": said.get("remark", ""),
        "protective": said.get("protective", {}),
    }


def _protective(referral: dict[str, Any]) -> bool:
    return any(referral["protective"].values())


def _refusal(made: Decision) -> dict[str, Any]:
    inspection = Inspection.objects.filter(key=made.inspection).first()
    return _said(made) | {
        "url": reverse("desk:confirm_refusal", args=[made.key]),
        "name": seen.name_of(inspection) if inspection else seen.BEYOND,
    }
