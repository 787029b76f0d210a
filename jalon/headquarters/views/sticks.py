"""Sticks at a headquarters: a post's file taken in, with what came of it; the answer for the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jalon.headquarters import places
from jalon.headquarters.uploads import LARGEST_STICK
from jalon.journal.models import EnrolledNode
from jalon.journal.nodes import NodeUnknown, trusted
from jalon.sync import background, by_hand
from jalon.sync import words as said
from jalon.sync.models import Contact
from jalon.sync.stick import StickRefused
from jalon.web.fields import NotTaken
from jalon.web.gate import Role, opens_to

NATIONAL = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def sticks(request: HttpRequest) -> HttpResponse:
    """Take a file in; see what came of the last one; make an answer."""
    if request.method == "POST":
        return _take(request)
    running = said.running(background.last(background.STICK))
    return render(
        request,
        "headquarters/sticks/sticks.html",
        {
            "running": running,
            "carrier": _carrier(running["result"].get("node", "")) if running else None,
            "nodes": _nodes(request.GET.get("node", "")),
            "largest": LARGEST_STICK,
        },
    )


def _take(request: HttpRequest) -> HttpResponse:
    file: Any = request.FILES.get("file")
    if isinstance(file, NotTaken):
        messages.error(request, file.why)
    elif file is None:
        messages.error(request, _("Choose the file of the stick first."))
    elif not by_hand.take_in(file.path, str(request.user.officer)):  # type: ignore[union-attr]
        messages.error(request, _("Another stick is being taken in: wait until it is done."))
    return redirect("headquarters:sticks")


@opens_to(*NATIONAL)
@require_POST
def taken(request: HttpRequest) -> HttpResponse:
    """What came of the last stick was read."""
    background.forget(background.STICK)
    return redirect("headquarters:sticks")


@opens_to(*NATIONAL)
@require_POST
def for_node(request: HttpRequest, node: str) -> HttpResponse | StreamingHttpResponse:
    """The file that answers a machine: receipts, editions, entries for it."""
    get_object_or_404(EnrolledNode, id=node)
    try:
        made = by_hand.write(node)
    except NodeUnknown:
        raise Http404 from None
    except (StickRefused, OSError) as refused:
        messages.error(request, said.trouble(str(refused)))
        return redirect("headquarters:sticks")
    return _sent(made.path, node)


def _sent(path: Any, to: str) -> StreamingHttpResponse:
    size = path.stat().st_size
    answer = StreamingHttpResponse(by_hand.pieces(path), content_type="application/octet-stream")
    answer["Content-Length"] = str(size)
    answer["Content-Disposition"] = f'attachment; filename="{by_hand.file_name(to)}"'
    return answer


def _carrier(node: str) -> dict[str, Any] | None:
    found = EnrolledNode.objects.filter(id=node).first()
    if found is None:
        return None
    return {"id": node, "post": places.names().get(found.post, found.post), "trusted": found.is_trusted}


def _nodes(first: str) -> list[dict[str, Any]]:
    """The machines that a stick may be made for; the one asked for stands first."""
    contacts = {one.node: one for one in Contact.objects.all()}
    names = places.names()
    lines = [
        {
            "id": node.id,
            "post": names.get(node.post, node.post),
            "contact": said.contact(contacts.get(node.id)),
            "asked": node.id == first,
        }
        for node in trusted()
    ]
    return sorted(lines, key=lambda line: (not line["asked"], line["post"]))
