"""What the doors share: the officer's shift, the case named in the address, the way back with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from jalon.counting.models import Herd
from jalon.crossings import alarms, consultation, drafts, shift
from jalon.crossings.models import Decision, Group, Inspection, Shift
from jalon.crossings.rules import NotAllowed
from jalon.desk import seen, words
from jalon.journal.record import ShiftNeeded
from jalon.journal.shiftkey import ShiftKeyGone
from jalon.staff.postings import roles_of
from jalon.web.gate import Role

FIRST_LINE = (Role.FIRST_LINE, Role.SHIFT_LEADER)
SECOND_LINE = (Role.SHIFT_LEADER,)

# Rules that say a traveller was decided about already.
LEADS_TO_PASSAGE = {"already_decided", "already_cancelled", "second_line_decides", "not_referred"}

Door = Callable[..., HttpResponseBase]


def on_duty(view: Door) -> Door:
    """The view is given the officer's open shift; where there is none, the officer is sent to open one.

    A rule that stands in the way is said in words on the desk; nothing was recorded then.
    """

    @wraps(view)
    def with_shift(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        present = shift.current(request.user.officer)  # type: ignore[union-attr]
        if present is None:
            messages.warning(request, words.rule("shift_needed"))
            return redirect("desk:shift")
        try:
            return view(request, present, *args, **kwargs)
        except NotAllowed as rule:
            messages.error(request, _said(rule.code, kwargs.get("key", "")))
            return redirect("desk:shift" if rule.code == "shift_needed" else _where(kwargs.get("key", "")))
        except (ShiftNeeded, ShiftKeyGone):
            messages.error(request, words.rule("shift_needed"))
            return redirect("desk:shift")

    return with_shift


def _where(key: str) -> str:
    """Where the officer goes on after a rule stood in the way: the vehicle or herd worked on, else the desk."""
    inspection = Inspection.objects.filter(key=key).first()
    group = inspection.group if inspection else key
    if Group.objects.filter(key=group).exists():
        return reverse("desk:vehicle", args=[group])
    return (inspection and listed_at(inspection)) or reverse("desk:desk")


def _said(code: str, key: str) -> str:
    """A rule in words; what became of the traveller meanwhile is one click away."""
    if code not in LEADS_TO_PASSAGE or not Inspection.objects.filter(key=key).exists():
        return words.rule(code)
    passage = reverse("desk:correct", args=[key])
    return format_html('{} <a href="{}">{}</a>', words.rule(code), passage, _("Open the passage"))


def sent_only(view: Door) -> Door:
    """The view takes what a form sends. Whoever comes to its address otherwise (back, reload, a sign-in in between)
    goes to the desk, where what stands is seen."""

    @wraps(view)
    def when_sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return redirect("desk:desk")
        return view(request, *args, **kwargs)

    return when_sent


def alarms_shown(request: HttpRequest) -> dict[str, Any]:
    """What is wrong with the record itself, for the pages that every officer on duty sees."""
    return {
        "not_shown": alarms.entries_not_shown(),
        "alarms": [
            {"id": one.id, "time": seen.day_and_clock(one.at), "sentence": words.journal_alarm(one.reason)}
            for one in alarms.unread()
        ],
        "may_mark_read": leads(request),
    }


def case_or_404(request: HttpRequest, present: Shift, key: str) -> Inspection:
    """The traveller named in the address: one whom this shift saw, or that was left to it; the second line opens
    others' cases too, and that it did is recorded before anything of them is shown."""
    inspection = Inspection.objects.filter(key=key).first()
    if inspection is None:
        raise Http404
    if inspection.shift == present.key or bytes(inspection.kept)[:8].hex() == present.shift_key:
        return inspection
    if Decision.objects.filter(inspection=key, shift=present.key).exists():  # of a vehicle that a colleague read
        return inspection
    if not leads(request):
        raise Http404
    consultation.take_over(inspection, present)
    return inspection


def listed_at(inspection: Inspection) -> str:
    """The page of the vehicle, or of the herd, on whose list this traveller stands; empty for who stands alone."""
    if not inspection.group:
        return ""
    of_herd = Herd.objects.filter(key=inspection.group).exists()
    return reverse("desk:herd" if of_herd else "desk:vehicle", args=[inspection.group])


def leads(request: HttpRequest) -> bool:
    """Whether the officer stands at the second line."""
    return bool(roles_of(request.user) & set(SECOND_LINE))


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page of the desk."""
    return render(request, f"desk/{template}.html", context)


def shown_or_404(inspection: Inspection, present: Shift, direction: str = "") -> dict[str, Any]:
    """An inspection as pages show it; absent once the shift that saw it was handed over."""
    context = seen.inspection_shown(inspection, present.post, direction)
    if context is None:
        raise Http404
    return context


def draft_name(form: str, inspection: str) -> str:
    """Under which a form's draft is kept: a form about a traveller has one for each traveller."""
    return f"{form} {inspection}".strip()


def forget_drafts(present: Shift, key: str) -> None:
    """The traveller is decided: what was typed about them goes."""
    drafts.forget(present, *(draft_name(form, key) for form in ("decision", "referral", "refusal", "case", "stay")))
