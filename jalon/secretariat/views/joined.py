"""The forums that this headquarters joined: joining by a one-time code, how the line to each stands, leaving."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.cooperation import forums, membership
from jalon.cooperation.saying import NotAllowed
from jalon.journal import peers
from jalon.journal.models import Peer
from jalon.secretariat import speaking
from jalon.secretariat.forms.joined import Join, Leave
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words.joined import trouble
from jalon.staff.postings import roles_of
from jalon.sync import above, state
from jalon.sync import words as said
from jalon.sync.enrolment import EnrolmentRefused
from jalon.sync.link import AddressRefused, LinkDown
from jalon.web.gate import Role, opens_to

NATIONAL = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def joined(request: HttpRequest) -> HttpResponse:
    """Every forum that was joined. An administrator joins and leaves; the national desk looks."""
    if settings.JALON_TIER != "headquarters":
        raise Http404
    administers = Role.ADMINISTRATOR in roles_of(request.user)
    act = request.POST.get("act", "") if administers else ""  # the page offers others no act
    join = Join(request.POST if act == "join" else None, prefix="join")
    leave = Leave(request.POST if act == "leave" else None, prefix="leave", joined=peers.joined())
    if act == "join" and join.is_valid() and _join(request, join):
        return redirect("secretariat:joined")
    if act == "leave" and leave.is_valid() and _leave(request, leave):
        return redirect("secretariat:joined")
    if act == "go" and _go(request):
        return redirect("secretariat:joined")
    lines = {one.node: one for one in above.forums()}
    context = {
        "forums": [_row(peer, lines.get(peer.id)) for peer in Peer.objects.all()],
        "administers": administers,
        "join": join,
        "leave": leave,
        "leaving": act == "leave",
    }
    return render(request, "secretariat/forums/joined.html", context)


def _row(peer: Peer, line: above.Above | None) -> dict[str, Any]:
    known, standing = forums.forum(peer.id), state.read(peer.id)
    return {
        "address": speaking.address(peer.id) if known else "",
        "name": known.name if known else peer.id,
        "id": peer.id,
        "place": peer.address,
        "moved": membership.moved(peer),
        "joined": said.moment(peer.joined_at),
        "left": said.moment(peer.left_at),
        "why": peer.left_why,
        "waiting": line.not_sent() if line else 0,
        "heard": said.ago(standing.heard_at),
        "trouble": trouble(standing.trouble) if standing.trouble else "",
    }


def _join(request: HttpRequest, form: Join) -> bool:
    try:
        membership.join(form.cleaned_data["address"], form.cleaned_data["code"], speaking.officer(request))
    except (EnrolmentRefused, LinkDown, AddressRefused) as refused:
        form.add_error(None, trouble(str(refused)))
        return False
    messages.success(request, _("Saved: this headquarters sits in the forum. What was said there arrives shortly."))
    return True


def _go(request: HttpRequest) -> bool:
    try:
        membership.go(request.POST.get("forum", ""), request.POST.get("address", ""), speaking.officer(request))
    except NotAllowed as rule:
        messages.error(request, not_allowed(rule))
    else:
        messages.success(request, _("Saved: the forum is called at its new address from now on."))
    return True


def _leave(request: HttpRequest, form: Leave) -> bool:
    try:
        membership.leave(form.cleaned_data["forum"], form.cleaned_data["why"], speaking.officer(request))
    except NotAllowed as rule:
        form.add_error(None, not_allowed(rule))
        return False
    messages.success(request, _("Saved: this headquarters has left the forum. What was said stays readable."))
    return True
