"""What a state shows in a forum, settled by two people; the figures of a quarter looked at and given."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jalon.cooperation import drafts, indicator_facts, quarterly, showing
from jalon.cooperation.indicator import THEMES
from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.secretariat import menu, speaking
from jalon.secretariat.words import figures as words
from jalon.secretariat.words import not_allowed
from jalon.web.gate import Role, opens_to

HERE = "secretariat:showing"
LAST = 20  # proposals that were decided


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def shows(request: HttpRequest, forum: str) -> HttpResponse:
    """Indicator by indicator: shown or not, what is proposed, what was decided."""
    id = speaking.of_address(forum)
    if request.method == "POST":
        _act(request, id)
        return redirect("secretariat:showing", forum)
    shown, proposals = showing.shown(id), showing.proposals(id)
    waits = {one.shows.indicator: _proposal(one, request) for one in proposals if one.decision is None}
    context = menu.frame(request, id, HERE) | {
        "state": bool(own_party() and id),
        "themes": _themes(shown, waits),
        "number": len(shown),
        "waiting": list(waits.values()),
        "decided": [_proposal(one, request) for one in proposals if one.decision is not None][-LAST:][::-1],
    }
    return render(request, "secretariat/figures/showing.html", context)


def _themes(shown: set[str], waits: dict[str, Any]) -> list[dict[str, Any]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for code, one in INDICATORS.items():
        rows.setdefault(one.theme, []).append(_indicator(code, shown, waits))
    rows.setdefault("cooperation", []).append(_indicator(indicator_facts.SURVEY, shown, waits))
    return [{"name": THEMES[theme], "rows": rows[theme]} for theme in THEMES if theme in rows]


def _indicator(code: str, shown: set[str], waits: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        "title": indicator_facts.title(code),
        "shown": code in shown,
        "operational": indicator_facts.operational(code),
        "described": code in INDICATORS and INDICATORS[code].described_only,
        "waits": waits.get(code),
    }


def _proposal(one: showing.Proposed, request: HttpRequest) -> dict[str, Any]:
    own = one.shows.by == speaking.officer(request)
    return words.proposal(one) | {"title": indicator_facts.title(one.shows.indicator), "own": own}


def _act(request: HttpRequest, forum: str) -> None:
    officer, said = speaking.officer(request), request.POST
    try:
        speaking.for_party(request, forum)
        if said.get("act") == "propose":
            showing.propose(forum, said.get("indicator", ""), said.get("show") == "yes", said.get("why", ""), officer)
            messages.success(request, _("Saved: the proposal waits for a second person."))
        elif said.get("act") == "approve":
            showing.approve(said.get("proposal", ""), officer)
            messages.success(request, _("Saved: approved. It counts from now on."))
        elif said.get("act") == "decline":
            showing.decline(said.get("proposal", ""), officer)
            messages.success(request, _("Saved: declined. Nothing changes."))
    except NotAllowed as rule:
        messages.error(request, not_allowed(rule))


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def quarter(request: HttpRequest, forum: str) -> HttpResponse:
    """The figures of a quarter as the forum would be told of them; given by one act."""
    id, officer = speaking.of_address(forum), speaking.officer(request)
    ended = quarterly.ended()
    name = request.POST.get("quarter") or request.GET.get("quarter") or ended[0].name
    chosen = next((one for one in ended if one.name == name), ended[0])
    if request.method == "POST":
        try:
            speaking.for_party(request, id)
            looked = drafts.kept(officer, request.POST.get("token", ""))
            if looked is None:
                raise NotAllowed("changed_since")
            made = quarterly.give(id, chosen.name, officer, looked)
        except NotAllowed as rule:
            messages.error(request, not_allowed(rule))
        else:
            drafts.drop(officer, request.POST.get("token", ""))
            messages.success(
                request,
                ngettext("Given: %(number)d figure.", "Given: %(number)d figures.", len(made)) % {"number": len(made)},
            )
        there = redirect("secretariat:quarter", forum)
        there["Location"] += f"?quarter={chosen.name}"
        return there
    rows = quarterly.to_give(id, chosen) if id and own_party() else []
    context = menu.frame(request, id, HERE) | {
        "state": bool(own_party() and id),
        "quarters": [{"name": one.name, "here": one.name == chosen.name} for one in ended],
        "quarter": chosen,
        "rows": [_to_give(one) for one in rows],
        "told": sum(not one.facts.get("kept_back") for one in rows),
        "left": sum(not one.given for one in rows),
        "token": drafts.keep(officer, json.loads(json.dumps([quarterly.seen(one) for one in rows]))),
    }
    return render(request, "secretariat/figures/quarter.html", context)


def _to_give(one: quarterly.ToGive) -> dict[str, Any]:
    facts = one.facts
    unit = str(facts.get("unit", ""))
    if facts.get("kept_back"):
        said = str(words.KEPT_BACK[facts["kept_back"]])
    elif facts.get("band"):
        said = words.band(str(facts["band"]), unit)
    else:
        said = words.number(facts.get("value"), unit)
    return {
        "title": indicator_facts.title(one.indicator),
        "here": words.number(one.here, unit),
        "said": said,
        "kept_back": bool(facts.get("kept_back")),
        "band": bool(facts.get("band")),
        "coverage": words.percent(facts["coverage"]) if facts.get("coverage") is not None else "",
        "given": one.given,
        "replaces": bool(one.replaces),
    }
