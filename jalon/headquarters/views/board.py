"""The board of the border: the national desk's first page; and one post behind each line of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings.journey import OUTCOMES
from jalon.headquarters import board, border_map, words
from jalon.headquarters.board import Standing
from jalon.headquarters.board_words import STATES
from jalon.headquarters.context import AT_HEADQUARTERS
from jalon.posts import sides
from jalon.posts.models import Post
from jalon.posts.sides_form import SaySide
from jalon.staff import postings
from jalon.staff.postings import name_of, roles_of
from jalon.sync import words as said
from jalon.web.days import date_format
from jalon.web.gate import Role, opens_to

NATIONAL = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)
# A figure of the board, and the door behind which more is told of it.
BEYOND = {"today": "headquarters:statistics", "hits": "headquarters:hits"}


@opens_to(*NATIONAL)
@require_GET
def border(request: HttpRequest) -> HttpResponse:
    """Every post on a map and in a table. The page asks for itself again."""
    if settings.JALON_TIER != "headquarters":
        return redirect("headquarters:lists")
    standing = board.border()
    lines = [_line(one) for one in standing]
    places, ours = _places(standing), board.our_country() or ""
    counted = {state: sum(one.state == state for one in standing) for state in STATES}
    return render(
        request,
        "headquarters/board/border.html",
        {
            "lines": lines,
            "map": border_map.drawn(places, ours, words.state),
            "narrow_map": border_map.drawn(places, ours, words.state, border_map.NARROW),
            "not_on_map": [one.post.name for one in standing if one.post.latitude is None],
            "states": [{"code": code, "word": word, "count": counted[code]} for code, word in STATES.items()],
            "totals": board.totals(standing),
            "at": timezone.localtime(),
            "beyond": _beyond(request),
        },
    )


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def border_post(request: HttpRequest, code: str) -> HttpResponse:
    """One post: its sides, machines, editions, last days and officers. The national desk says of its sides here."""
    found = get_object_or_404(Post, code=code)
    standing = next((one for one in board.border() if one.post.code == code), None) or Standing(found)
    may_say = Role.NATIONAL_DESK in roles_of(request.user)
    form = SaySide(request.POST or None, initial={"side": sides.OURS, "state": sides.CLOSED})
    if request.method == "POST" and may_say and form.is_valid():
        try:
            sides.say(code, actor=str(request.user.officer), **form.saying())  # type: ignore[union-attr]
        except sides.CannotSay as rule:
            form.add_error(None, said.rule_of_sides(rule.code))
        else:
            messages.success(request, _("It is recorded. The posts learn of it at their next contact."))
            return redirect("headquarters:border_post", code)
    return render(
        request,
        "headquarters/board/post.html",
        {
            "one": _line(standing),
            "shown": found,
            "neighbour": words.state(found.neighbour),
            "sides": said.both_sides(standing.sides),
            "history": [said.saying(one) for one in sides.history(code)],
            "nodes": [_node(node) for node in standing.nodes],
            "editions": [said.edition(one) for one in standing.editions],
            "days": [_day(one) for one in board.days_before(code)],
            "told_until": said.moment(board.told_until(code)),
            "officers": _officers(code),
            "form": form if may_say else None,
            "may_administer": Role.ADMINISTRATOR in roles_of(request.user),
        },
    )


def _line(one: Standing) -> dict[str, Any]:
    """A post's line of the table."""
    behind = one.behind
    return {
        "code": one.post.code,
        "name": one.post.name,
        "neighbour": words.state(one.post.neighbour),
        "url": reverse("headquarters:border_post", args=[one.post.code]),
        "state": one.state,
        "word": STATES[one.state],
        "sides": [said.side(side, how) for side, how in sorted(one.sides.items())],
        "machine": bool(one.nodes),
        "replaced": any(node.replaces for node in one.trusted),
        "revoked": bool(one.nodes) and not one.trusted,
        "contact": said.contact(one.contact),
        "waiting": one.waiting,
        "behind": len(behind),
        "lacks": {"name": said.view(behind[0].name), "held": behind[0].held, "meant": behind[0].meant}
        if behind
        else None,
        "editions": len(one.editions),
        "held": len(one.editions) - len(behind),
        "ahead": one.ahead,
        "clock": said.clock(one.ahead),
        "clock_wrong": one.ahead is not None and abs(one.ahead) >= said.EXACT,
        "today": one.today,
        "usual": one.usual,
        "hits": one.hits,
        "gaps": one.gaps,
        "forks": one.forks,
        "held_back": one.held,
    }


def _places(standing: list[Standing]) -> list[border_map.Place]:
    return [
        border_map.Place(
            one.post.code,
            one.post.name,
            one.state,
            one.post.latitude,
            one.post.longitude,
            reverse("headquarters:border_post", args=[one.post.code]),
            str(STATES[one.state]),
            len(board.ORDER) - board.ORDER.index(one.state),
        )
        for one in standing
        if one.post.latitude is not None and one.post.longitude is not None
    ]


def _node(node: Any) -> dict[str, Any]:
    return {
        "id": node.id,
        "trusted": node.is_trusted,
        "enrolled": said.moment(node.enrolled_at),
        "revoked": said.moment(node.revoked_at),
        "why": node.revoked_why,
        "url": reverse("headquarters:node", args=[node.id]),
    }


def _day(one: dict[str, Any]) -> dict[str, Any]:
    states = one["states"]
    return {
        "day": date_format(one["day"], "D j F"),
        "travellers": one["travellers"],
        "states": [(OUTCOMES[code], states.get(code, 0)) for code in ("admitted", "refused", "referred", "open")],
    }


def _officers(code: str) -> list[dict[str, str]]:
    held: dict[str, list[str]] = {}
    for posting in postings.standing().filter(post=code).order_by("role"):
        held.setdefault(posting.officer, []).append(words.role(posting.role))
    return sorted(
        ({"id": officer, "name": name_of(officer), "roles": " · ".join(roles)} for officer, roles in held.items()),
        key=lambda one: one["name"],
    )


def _beyond(request: HttpRequest) -> dict[str, str]:
    """Pages that tell more than a figure of the board does, where they are there and open to this officer."""
    roles = roles_of(request.user)
    opens_to_them = {name for name, _label, opens in AT_HEADQUARTERS if roles & opens}
    return {figure: reverse(name) for figure, name in BEYOND.items() if name in opens_to_them}
