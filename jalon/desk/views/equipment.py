"""Equipment as the desk sees it: what stands here, a fault told in two taps, a repair in one; and what the register
says of this post, which its shift leader tells."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.capacity import equipment, register, words
from jalon.capacity.equipment import Standing
from jalon.capacity.kinds import FAMILIES, KINDS, SITE, TROUBLES
from jalon.capacity.models import What
from jalon.capacity.register_facts import MATTERS
from jalon.capacity.register_form import SayMatter
from jalon.capacity.rules import CannotSay
from jalon.desk.views.at_the_desk import FIRST_LINE, SECOND_LINE, leads, page
from jalon.journal.node import this_node
from jalon.web.fields import Day
from jalon.web.gate import opens_to

DIGITS = "123456789"
A_DAY = 24 * 3600 * 1000  # ms in which what was said in error is taken back with one key
# What one tap on a thing says, by the state it is in.
ONE_TAP = {
    equipment.BROKEN: What.REPAIRED,
    equipment.SPARE: What.IN_SERVICE,
    equipment.SERVING: What.SPARE,
}


class Fault(forms.Form):
    """Since when, and a word more: both may stay as they are."""

    on = Day(initial=timezone.localdate)
    note = forms.CharField(max_length=equipment.LONGEST_NOTE, required=False)


@opens_to(*FIRST_LINE)
@require_GET
def equipment_here(request: HttpRequest) -> HttpResponse:
    """What stands at this post, by family. A digit presses the thing's button: “Broken”, or “Repaired”."""
    stands = equipment.standing(post=this_node().keys.post)
    families: dict[str, list[dict[str, Any]]] = {code: [] for code in FAMILIES}
    for one in stands.values():
        families[KINDS.get(one.asset.kind, (SITE, ""))[0]].append(_shown(one))
    groups: list[dict[str, Any]] = [
        {"title": FAMILIES[code], "assets": assets} for code, assets in families.items() if assets
    ]
    for digit, shown in zip(DIGITS, (one for group in groups for one in group["assets"]), strict=False):
        shown["digit"] = digit
    return page(
        request,
        "equipment/here",
        groups=groups,
        broken=sum(one.broken for one in stands.values()),
        leads=leads(request),
    )


def _shown(one: Standing) -> dict[str, Any]:
    now = timezone.now().timestamp() * 1000
    in_error = one.at > now - A_DAY and equipment.may_be_taken_back(one.asset.key, one.key)
    return words.asset(one) | {"taken_back": one.key if in_error else ""}


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
def equipment_broken(request: HttpRequest, key: str) -> HttpResponse:
    """The second tap: what is wrong with a thing."""
    stands = _here(key)
    form = Fault(request.POST or None)
    trouble = request.POST.get("trouble", "")
    sent = request.method == "POST" and form.is_valid()
    if sent and _told(request, stands, What.BROKEN, form=form, trouble=trouble):
        return redirect("desk:equipment")
    keys = [*DIGITS, "0"]
    troubles = [
        {"code": code, "label": label, "digit": digit}
        for digit, (code, label) in zip(keys, TROUBLES.items(), strict=True)
    ]
    return page(request, "equipment/broken", asset=words.asset(stands), troubles=troubles, form=form)


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
def equipment_told(request: HttpRequest, key: str) -> HttpResponse:
    """One tap: repaired, put in service, put aside; or the last word was said in error."""
    if request.method == "POST":
        stands, what = _here(key), request.POST.get("what", "")
        if what == What.TAKEN_BACK:
            _told(request, stands, What.TAKEN_BACK, of=request.POST.get("of", ""))
        elif ONE_TAP.get(stands.state) == what:
            _told(request, stands, What(what))
        else:
            messages.error(request, words.rule("so_already"))
    return redirect("desk:equipment")


def _here(key: str) -> Standing:
    stands = equipment.standing(post=this_node().keys.post).get(key)
    if stands is None:
        raise Http404
    return stands


def _told(request: HttpRequest, stands: Standing, what: What, form: Fault | None = None, **more: str) -> bool:
    """Whether it is recorded; where it is not, the form says why, or the next page."""
    said: dict[str, Any] = form.cleaned_data if form else {"on": timezone.localdate(), "note": ""}
    officer = str(request.user.officer)  # type: ignore[union-attr]
    try:
        equipment.tell(stands.asset.key, what, said["on"], officer, note=said["note"], **more)
    except CannotSay as rule:
        if form is not None:
            form.add_error(rule.field if rule.field in form.fields else None, words.rule(rule.code))
        else:
            messages.error(request, words.rule(rule.code))
        return False
    facts = {"thing": f"\u2068{stands.asset.label}\u2069", "word": words.BECAME[what]}
    said_so = _("Recorded: %(thing)s — %(word)s. The headquarters learns of it at the next exchange.")
    messages.success(request, said_so % facts)
    return True


@opens_to(*SECOND_LINE)
@require_GET
def this_post(request: HttpRequest) -> HttpResponse:
    """What the register says of this post, matter by matter."""
    stands = register.of_post(this_node().keys.post)
    matters = [
        {"code": code, "title": matter.title, "said": words.register_fact(stands[code]) if code in stands else None}
        for code, matter in MATTERS.items()
    ]
    return page(request, "equipment/this_post", matters=matters)


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
def this_post_say(request: HttpRequest, what: str) -> HttpResponse:
    """One matter of this post, said anew."""
    if what not in MATTERS:
        raise Http404
    post = this_node().keys.post
    standing = register.of_post(post).get(what)
    form = SayMatter(what, request.POST or None, initial=standing.facts if standing else None)
    if request.method == "POST" and form.is_valid():
        officer = str(request.user.officer)  # type: ignore[union-attr]
        try:
            register.say(post, what, form.facts(), form.cleaned_data["since"], officer)
        except CannotSay as rule:
            form.refused(rule)
        else:
            messages.success(request, _("It is recorded. The headquarters learns of it at the next exchange."))
            return redirect("desk:this_post")
    history = [words.register_fact(one) for one in register.history(post, what)]
    return page(request, "equipment/say", form=form, title=MATTERS[what].title, history=history)
