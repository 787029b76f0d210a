"""Good practices: what others do that worked, and a click that takes one up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.cooperation import measures, practices
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.texts import in_language
from jalon.secretariat import menu, speaking
from jalon.secretariat.forms import in_languages
from jalon.secretariat.forms.measures import Describe
from jalon.secretariat.roles import READS, WRITES
from jalon.secretariat.views.recommendations import attempt, names_of
from jalon.secretariat.words import measures as words
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words.forums import LEVELS
from jalon.web.gate import opens_to

MENU = "secretariat:practices"


@opens_to(*READS)
@require_GET
def register(request: HttpRequest, forum: str) -> HttpResponse:
    """Every practice that was described, the last first, each with who took it up."""
    id = speaking.of_address(forum)
    names, party = names_of(id), _party(request, id)
    rows = [_row(one, names) | {"may_take_up": _may_take_up(one, party)} for one in practices.practices(id)]
    return render(request, "secretariat/practices.html", menu.frame(request, id, MENU) | {"rows": rows})


def _row(one: practices.Known, names: dict[str, str]) -> dict[str, Any]:
    standing = {each.key: words.row(each, names) for each in measures.measures(one.forum)}
    return {
        "one": one,
        "title": in_language(one.title),
        "what": in_language(one.what),
        "took": in_language(one.took),
        "known_by": in_language(one.known_by),
        "level": LEVELS.get(one.level, one.level),
        "who": names.get(one.party, one.party),
        "taken": [
            {"who": names.get(party, party), "key": key, "state": standing[key]["state"] if key in standing else None}
            for party, key in one.taken
        ],
    }


def _party(request: HttpRequest, forum: str) -> str:
    try:
        return speaking.for_party(request, forum)
    except NotAllowed:
        return ""


def _may_take_up(one: practices.Known, party: str) -> bool:
    return bool(party) and party != one.party and all(taker != party for taker, _measure in one.taken)


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, forum: str) -> HttpResponse:
    """Describe one."""
    id = speaking.of_address(forum)
    form = Describe(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = attempt(
            form,
            lambda: practices.describe(form.facts(), speaking.officer(request), id, speaking.for_party(request, id)),
        )
        if key is not None:
            messages.success(request, _("The practice is described; others can take it up."))
            return redirect("secretariat:practices", forum)
    texts = {name: in_languages.bound(form, name) for name in ("title", "what", "took", "known_by")}
    context = menu.frame(request, id, MENU) | {"form": form, "texts": texts}
    return render(request, "secretariat/recommendations/describe.html", context)


@opens_to(*WRITES)
@require_POST
def take_up(request: HttpRequest, key: str) -> HttpResponse:
    """Take one up: a planned measure that names it."""
    try:
        one = practices.one(key)
    except NotAllowed as unknown:
        raise Http404 from unknown
    try:
        party = speaking.for_party(request, one.forum)
        measure = practices.take_up(key, speaking.officer(request), party)
    except NotAllowed as rule:
        messages.warning(request, not_allowed(rule))
        return redirect("secretariat:practices", speaking.address(one.forum))
    messages.success(request, _("It is taken up: a measure is planned that names it. Give it its dates and its posts."))
    return redirect("secretariat:measure", measure)
