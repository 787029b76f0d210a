"""The first pages of cooperation: the forums that this machine sits in or hosts, and the first page of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jalon.cooperation import forums
from jalon.cooperation.forums import Forum
from jalon.cooperation.saying import own_party
from jalon.secretariat import menu, speaking
from jalon.secretariat.roles import READS
from jalon.secretariat.words.forums import FORUM_KINDS, PARTY_KINDS
from jalon.web.gate import opens_to


@opens_to(*READS)
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Every forum, with what is next in it; a state's own among them."""
    today = timezone.localdate()
    known = [_row(one.id, one) for one in forums.forums(on=today)]
    own = [_row("", menu.shown(""))] if own_party() else []
    return render(
        request,
        "secretariat/promises.html",
        {
            "standing": own + [one for one in known if one["forum"].dissolved is None],
            "ended": [one for one in known if one["forum"].dissolved is not None],
            "may_found": not own and speaking.own_forum() and forums.forum(speaking.own_forum()) is None,
        },
    )


def _row(id: str, one: Forum) -> dict[str, Any]:
    sitting = forums.parties(id, on=timezone.localdate())
    return {"address": speaking.address(id), "forum": one, "kind": FORUM_KINDS.get(one.kind, ""), "parties": sitting}


@opens_to(*READS)
@require_GET
def forum(request: HttpRequest, forum: str) -> HttpResponse:
    """A forum's first screen."""
    id = speaking.of_address(forum)
    sitting = forums.parties(id, on=timezone.localdate())
    return render(
        request,
        "secretariat/forums/first.html",
        menu.frame(request, id, "secretariat:forum")
        | {"parties": [{"party": one, "kind": PARTY_KINDS.get(one.kind, "")} for one in sitting]},
    )
