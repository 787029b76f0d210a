"""The law of pictures: proposed, allowed by another, stopped; and what waits on this machine."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.crossings import pictures
from jalon.crossings.models import PictureRule
from jalon.crossings.rules import NotAllowed
from jalon.crossings.words_of_pictures import RULES
from jalon.headquarters import words
from jalon.headquarters.picture_form import KINDS, Law
from jalon.staff.postings import roles_of
from jalon.web.days import date_format
from jalon.web.gate import Role, opens_to


@opens_to(Role.NATIONAL_DESK, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def pictures_page(request: HttpRequest) -> HttpResponse:
    """Every law that was proposed, what is in force, and the way to propose, allow and stop."""
    actor = str(request.user.officer)  # type: ignore[union-attr]
    act = request.POST.get("act", "")
    form = Law(
        request.POST if act == "propose" else None, initial={"since": timezone.localdate(), "retention_days": 90}
    )
    if request.method == "POST" and (act != "propose" or form.is_valid()):
        try:
            said = done(act, request.POST.get("rule", ""), request.POST.get("reason", ""), form, actor)
            messages.success(request, said)
        except NotAllowed as rule:
            messages.error(request, RULES.get(rule.code, rule.code))
        return redirect("headquarters:pictures")
    in_force = pictures.in_force()
    laws = [law_shown(rule, in_force, actor) for rule in pictures.rules()]
    kept = pictures.waiting()
    return render(
        request,
        "headquarters/pictures.html",
        {
            "in_force": next((law for law in laws if law["state"] == "in_force"), None),
            "laws": laws,
            "form": form,
            "may_propose": bool(roles_of(request.user) & pictures.MAY_PROPOSE),
            "waiting": len(kept),
            "megabytes": round(sum(one.size for one in kept) / 1_000_000, 1),
        },
    )


def done(act: str, rule: str, reason: str, form: Law, actor: str) -> str:
    """Do what the page asked. Returns what is said of it; raises NotAllowed."""
    if act == "propose":
        law = form.cleaned_data
        pictures.propose(law["legal_reference"], law["kinds"], law["retention_days"], law["since"], actor)
        return _("Proposed. It counts once another person allows it.")
    if act == "allow":
        pictures.allow(rule, actor)
        return _("Allowed. The desks show the button from the law’s first day.")
    pictures.stop(rule, reason, actor)
    return _("Stopped. No picture is taken under it any more.")


def law_shown(rule: PictureRule, in_force: PictureRule | None, actor: str) -> dict[str, Any]:
    states = {
        "stopped": _("stopped"),
        "waits": _("waits for a second person"),
        "in_force": _("in force"),
        "to_come": _("allowed, from its first day"),
        "replaced": _("replaced by a later one"),
    }
    state = state_of(rule, in_force)
    return {
        "key": rule.key,
        "legal_reference": rule.legal_reference,
        "kinds": [KINDS[kind] for kind in rule.kinds],
        "days": rule.retention_days,
        "since": date_format(rule.since, "j F Y"),
        "state": state,
        "state_label": states[state],
        "proposed_by": words.person(rule.proposed_by),
        "proposed_at": words.day_of(rule.proposed_at),
        "allowed_by": words.person(rule.allowed_by) if rule.allowed_by else "",
        "stopped_by": words.person(rule.stopped_by) if rule.stopped_by else "",
        "stopped_at": words.day_of(rule.stopped_at),
        "reason": rule.reason,
        "mine": rule.proposed_by == actor,
    }


def state_of(rule: PictureRule, in_force: PictureRule | None) -> str:
    if rule.stopped_at is not None:
        return "stopped"
    if rule.allowed_at is None:
        return "waits"
    if in_force is not None and rule.key == in_force.key:
        return "in_force"
    return "to_come" if rule.since > timezone.localdate() else "replaced"
