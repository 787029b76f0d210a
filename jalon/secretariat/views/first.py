"""The first page of cooperation: the forums that this machine sits in or hosts, with what is next; a forum's founding,
and what becomes of it and of its parties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.cooperation import directory, forums, meetings
from jalon.cooperation.forums import Forum
from jalon.cooperation.models import ForumFact, PartyFact
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.cooperation.texts import in_language
from jalon.secretariat import closed, menu, speaking
from jalon.secretariat.forms.meetings import Dissolving, Founding, Joining, Leaving, Moving, Renaming
from jalon.secretariat.roles import READS, SECRETARIAT
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words.forums import FORUM_FACTS, FORUM_KINDS, PARTY_FACTS, PARTY_KINDS
from jalon.staff.postings import roles_of
from jalon.web.gate import Role, opens_to


@opens_to(*READS)
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Every forum, with what is next in it; a state's own among them."""
    known = [_row(one.id, one) for one in forums.forums(on=timezone.localdate())]
    own = [_row("", menu.shown(""))] if own_party() and closed.reads_own(request) else []
    standing = [one for one in known if one["forum"].dissolved is None]
    here = speaking.own_forum()
    return render(
        request,
        "secretariat/promises.html",
        {
            "standing": standing + own,
            "ended": [one for one in known if one["forum"].dissolved is not None],
            "may_found": speaking.founds(request) and forums.forum(here) is None,
        },
    )


def _row(id: str, one: Forum) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "address": speaking.address(id),
        "forum": one,
        "kind": FORUM_KINDS.get(one.kind, ""),
        "parties": forums.parties(id, on=today),
        "next": meetings.next_in(id, today),
        "lines": len(directory.lines(id)),
    }


@opens_to(*SECRETARIAT)
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Found the forum whose machine this is."""
    form = Founding(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            forums.found(
                said["names"], said["kind"], said["on"], speaking.officer(request), said["host"], said["address"]
            )
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved: the forum is founded. Now name who sits in it."))
            return redirect("secretariat:parties", speaking.own_forum())
    return render(request, "secretariat/forums/found.html", {"form": form})


@opens_to(*READS)
@require_http_methods(["GET", "POST"])
def parties(request: HttpRequest, forum: str) -> HttpResponse:
    """A forum and its parties, with their story; whoever keeps it says what becomes of them."""
    id = speaking.of_address(forum)
    keeps = speaking.keeps(request, id)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    said = request.POST.get("act", "")
    made = {name: make(request.POST if said == name else None, id) for name, make in FORMS.items()}
    if said in made and made[said].is_valid() and _do(request, said, id, made[said]):
        return redirect("secretariat:parties", forum)
    sitting = forums.parties(id, on=timezone.localdate(), also_left=True)
    context = menu.frame(request, id, "secretariat:parties") | {
        "kind": FORUM_KINDS.get(menu.shown(id).kind, ""),
        "host": forums.party_name(menu.shown(id).host, id) if menu.shown(id).host else "",
        "parties": [
            {"party": one, "kind": PARTY_KINDS.get(one.kind, ""), "machine": forums.machine_of(one.code, id)}
            for one in sitting
        ],
        "gives_codes": bool(id) and id == speaking.own_forum() and Role.ADMINISTRATOR in roles_of(request.user),
        "at_host": bool(id) and id == speaking.own_forum(),
        "story": _story(id),
        "forms": {name: form for name, form in made.items() if keeps and (id or name in {"join", "leave"})},
        "wrong": made.get(said),
    }
    return render(request, "secretariat/forums/parties.html", context)


FORMS: dict[str, Callable[[Any, str], django_forms.Form]] = {
    "join": lambda sent, id: Joining(sent, initial={"on": timezone.localdate()}, prefix="join"),
    "leave": lambda sent, id: Leaving(sent, forum=id, initial={"on": timezone.localdate()}, prefix="leave"),
    "rename": lambda sent, id: Renaming(sent, initial={"on": timezone.localdate()}, prefix="rename"),
    "move": lambda sent, id: Moving(sent, initial={"on": timezone.localdate()}, prefix="move"),
    "dissolve": lambda sent, id: Dissolving(sent, initial={"on": timezone.localdate()}, prefix="dissolve"),
}


def _do(request: HttpRequest, said: str, id: str, form: django_forms.Form) -> bool:
    facts, actor = form.cleaned_data, speaking.officer(request)
    try:
        if said == "join":
            forums.add_party(
                id, facts["code"], facts["kind"], facts["names"], facts["on"], actor, node=facts["node"].strip()
            )
        elif said == "leave":
            forums.party_left(id, facts["code"], facts["on"], actor)
        elif said == "rename":
            forums.rename(id, facts["names"], facts["on"], actor, facts["note"])
        elif said == "move":
            forums.move(id, facts["host"], facts["address"], facts["on"], actor, facts["note"])
        else:
            forums.dissolve(id, facts["on"], actor, facts["note"])
    except NotAllowed as rule:
        form.add_error(None, not_allowed(rule))
        return False
    messages.success(request, _("Saved."))
    return True


def _story(id: str) -> list[dict[str, Any]]:
    """What became of a forum and of its parties, the last day first."""
    of_forum = [
        {
            "on": one.on,
            "what": FORUM_FACTS[one.what],
            "of": in_language(one.name) or (forums.party_name(one.host, id) if one.host else ""),
            "note": one.note,
            "at": one.at,
        }
        for one in ForumFact.objects.filter(forum=id)
    ]
    of_parties = [
        {
            "on": one.on,
            "what": PARTY_FACTS[one.what],
            "of": forums.party_name(one.code, id, on=one.on),
            "note": "",
            "at": one.at,
        }
        for one in PartyFact.objects.filter(forum=id)
    ]
    return sorted([*of_forum, *of_parties], key=lambda one: (one["on"], one["at"]), reverse=True)
