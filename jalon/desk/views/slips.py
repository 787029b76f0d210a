"""Slips of namesakes: printed, shown at the first line, taken back by the shift leader."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import slips as acts
from jalon.crossings.models import ClearedPair, Shift
from jalon.crossings.particulars import as_corrected
from jalon.desk import seen, words
from jalon.desk.forms.slips import Slip, Withdrawing
from jalon.desk.views.at_the_desk import (
    FIRST_LINE,
    SECOND_LINE,
    case_or_404,
    leads,
    on_duty,
    page,
    sent_only,
    shown_or_404,
)
from jalon.posts.models import Post
from jalon.web.gate import opens_to


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def show(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The traveller shows a slip: what it clears is marked, and admitting takes one key."""
    inspection = case_or_404(request, present, key)
    shown_or_404(inspection, present)
    form = Slip(request.POST)
    if form.is_valid():
        acts.show(inspection, present, form.cleaned_data["reference"])
        messages.success(request, _("The slip counts: this traveller was found to be another person."))
    else:
        messages.error(request, words.rule("slip_not_known"))
    at_second = inspection.state == "referred" and leads(request)
    return redirect("desk:case", key) if at_second else redirect("desk:desk")


@opens_to(*SECOND_LINE)
@require_GET
@on_duty
def slip_print(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The slip on paper. It names nobody and no list, and says what it is not."""
    inspection = case_or_404(request, present, key)
    shown_or_404(inspection, present)
    slip = acts.slip_of(inspection)
    if slip is None:
        raise Http404
    post = Post.objects.filter(code=present.post).first()
    code = segno.make(slip["reference"], error="q", micro=False)
    papers = []
    for language in ("fr", "en", "ar"):
        with translation.override(language):
            facts = {
                "post": post.name if post else present.post,
                "country": words.state(post.country) if post else "",
                "day": words.partial_date(slip["day"]),
                "until": words.partial_date(slip["until"]),
                "authority": post.appeal_authority if post else "",
            }
            papers.append((language, facts))
    nationality = (as_corrected(inspection) or {}).get("nationality") or ""
    offered = words.PAPER_LANGUAGES.get(nationality, words.language())
    return page(
        request,
        "second_line/slip",
        papers=papers,
        reference=acts.written(slip["reference"]),
        square=code.svg_data_uri(scale=6, border=2),
        languages=words.papers(offered),
    )


@opens_to(*SECOND_LINE)
@require_GET
@on_duty
def slips(request: HttpRequest, present: Shift) -> HttpResponse:
    """Every slip, the last given first; whose it is, nobody here knows any more."""
    found: dict[str, list[ClearedPair]] = {}
    for pair in ClearedPair.objects.order_by("-day", "-key"):
        found.setdefault(pair.slip, []).append(pair)
    return page(request, "second_line/slips", slips=[_shown(key, pairs) for key, pairs in found.items()])


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def withdraw(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Take a slip back, with the reason."""
    pairs = list(ClearedPair.objects.filter(slip=key))
    if not pairs:
        raise Http404
    form = Withdrawing(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.withdraw(key, present, form.cleaned_data["why"])
        messages.success(request, _("The slip is taken back: it counts no more."))
        return redirect("desk:slips")
    return page(request, "second_line/slip_withdraw", slip=_shown(key, pairs), form=form)


def _shown(key: str, pairs: list[ClearedPair]) -> dict[str, Any]:
    one = pairs[0]
    over = one.until < timezone.localdate()
    state = "withdrawn" if one.withdrawn_at else "over" if over else "counts"
    return {
        "id": key,
        "hint": f"{one.hint}…" if one.hint else "",
        "by_headquarters": not one.reference,
        "day": words.partial_date(one.day.isoformat()),
        "until": words.partial_date(one.until.isoformat()),
        "count": len(pairs),
        "officer": one.officer,
        "state": state,
        "state_label": {"withdrawn": _("Taken back"), "over": _("Expired"), "counts": _("Counts")}[state],
        "why": str(acts.WITHDRAWN_WHY.get(one.withdrawn_why, "")),
        "withdrawn": f"{seen.day_and_clock(one.withdrawn_at)} · {one.withdrawn_by}" if one.withdrawn_at else "",
    }
