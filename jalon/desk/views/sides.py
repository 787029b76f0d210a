"""Whether the two sides of the line are open: seen by everybody at the desk, said by the shift leader."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.desk.views.at_the_desk import FIRST_LINE, leads, page
from jalon.journal.node import this_node
from jalon.posts import sides
from jalon.posts.sides_form import SaySide
from jalon.sync import words as said
from jalon.web.gate import opens_to

# What the two quick keys say: the other side, one way or the other, not told why.
QUICK = {"closed": sides.CLOSED, "open": sides.OPEN}


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
def sides_here(request: HttpRequest) -> HttpResponse:
    """How both sides stand; a shift leader says so. Two keys say that the other side closed: F4 here, then Enter."""
    post = this_node().keys.post
    may_say = leads(request)
    quick = request.GET.get("say", "")
    form = SaySide(request.POST or None, initial={"side": sides.THEIRS, "state": QUICK.get(quick, sides.CLOSED)})
    if request.method == "POST" and may_say and form.is_valid():
        try:
            sides.say(post, actor=str(request.user.officer), **form.saying())  # type: ignore[union-attr]
        except sides.CannotSay as rule:
            form.add_error(None, said.rule_of_sides(rule.code))
        else:
            messages.success(request, _("It is recorded. The headquarters learns of it at the next exchange."))
            return redirect("desk:sides")
    context: dict[str, Any] = {
        "sides": said.both_sides(sides.of_post(post)),
        "history": [said.saying(one) for one in sides.history(post, 8)],
        "form": form if may_say else None,
        "quick": quick if quick in QUICK and may_say else "",
    }
    return page(request, "sides", **context)
