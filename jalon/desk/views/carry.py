"""The link to the headquarters as a shift leader sees it: how it stands, an exchange now, a stick to carry there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.desk.views.at_the_desk import SECOND_LINE, page, sent_only
from jalon.journal import receipts, sending
from jalon.journal.node import this_node
from jalon.sync import background, by_hand, state
from jalon.sync import words as said
from jalon.sync.above import NotEnrolled
from jalon.sync.stick import StickRefused
from jalon.web.fields import NotTaken
from jalon.web.gate import opens_to


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
def carry(request: HttpRequest) -> HttpResponse:
    """How the link stands; a stick's answer is taken in here."""
    if request.method == "POST":
        return _take(request)
    node, standing = this_node(), state.read()
    parent, receipt = node.keys.parent, receipts.last(node.receipt)
    ran = [one for one in (background.last(background.EXCHANGE), background.last(background.STICK)) if one]
    latest = max(ran, key=lambda one: (one.goes_on, one.started_at), default=None)
    return page(
        request,
        "carry",
        parent=parent,
        waiting=sending.not_sent(),
        heard=said.ago(standing.heard_at) or _("never"),
        heard_at=said.moment(standing.heard_at),
        tried=said.moment(standing.tried_at),
        trouble=said.trouble(standing.trouble) if standing.trouble else "",
        receipt=said.moment(receipt.wall) if receipt else "",
        running=said.running(latest),
        made=_made(request.GET.get("made", "")),
    )


def _made(name: str) -> dict[str, Any] | None:
    found = by_hand.made(name)
    if found is None:
        return None
    return {
        "url": reverse("desk:save_file", args=[name]),
        "entries": found.written.entries,
        "size": said.size(found.written.size),
    }


def _take(request: HttpRequest) -> HttpResponse:
    file: Any = request.FILES.get("file")
    if isinstance(file, NotTaken):
        messages.error(request, file.why)
    elif file is None:
        messages.error(request, _("Choose the file of the stick first."))
    elif this_node().keys.parent is None:
        messages.error(request, said.not_enrolled())
    elif not by_hand.take_in(file.path, _actor(request)):
        messages.error(request, _("Another stick is being taken in: wait until it is done."))
    return redirect("desk:carry")


@opens_to(*SECOND_LINE)
@sent_only
def exchange(request: HttpRequest) -> HttpResponse:
    """One session now, beside the page."""
    try:
        if not by_hand.exchange(_actor(request)):
            messages.warning(request, _("An exchange goes on already."))
    except NotEnrolled:
        messages.error(request, said.not_enrolled())
    return redirect("desk:carry")


@opens_to(*SECOND_LINE)
@sent_only
def make_file(request: HttpRequest) -> HttpResponse:
    """Make the file to carry: everything that has no receipt yet. The page then says how large it is."""
    try:
        made = by_hand.write()
    except NotEnrolled:
        messages.error(request, said.not_enrolled())
    except (StickRefused, OSError) as refused:
        messages.error(request, said.trouble(str(refused)))
    else:
        return redirect(f"{reverse('desk:carry')}?made={made.name}")
    return redirect("desk:carry")


@opens_to(*SECOND_LINE)
@require_GET
def save_file(request: HttpRequest, name: str) -> HttpResponse | StreamingHttpResponse:
    """The file that was made, to be saved on the stick."""
    made, parent = by_hand.made(name), this_node().keys.parent
    if made is None or parent is None:
        return redirect("desk:carry")
    answer = StreamingHttpResponse(by_hand.pieces(made.path), content_type="application/octet-stream")
    answer["Content-Length"] = str(made.path.stat().st_size)
    answer["Content-Disposition"] = f'attachment; filename="{by_hand.file_name(parent.node)}"'
    return answer


def _actor(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]
