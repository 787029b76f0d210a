"""What is due in a forum now, and what comes next."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jalon.cooperation import meetings, standing
from jalon.cooperation.days import today
from jalon.cooperation.owed import owed
from jalon.cooperation.promised import Promise, promises
from jalon.secretariat import menu, progress_shown, reading, speaking
from jalon.secretariat.roles import READS
from jalon.web.gate import opens_to

MOST = 30  # promises on this page; the registers hold all


@opens_to(*READS)
@require_GET
def due(request: HttpRequest, forum: str) -> HttpResponse:
    """The next meeting, what the officer's party owes, and every open promise by its date, the late ones first."""
    id, on = speaking.of_address(forum), today()
    stand = standing.standing(id, on=on)
    late = {one.key for one in stand if one.late}
    kept = {one.key for one in stand if one.judgement and one.judgement.verdict == "kept"}
    dated = sorted(_dated(id, on, kept), key=lambda one: (one[0], one[1].number, one[1].key))
    shown = [progress_shown.promise(one, on, late) for _due, one in dated[:MOST]]
    party = reading.reads_as(request, id) if speaking.speaks(request, id) else ""
    context: dict[str, Any] = menu.frame(request, id, "secretariat:due") | {
        "next": meetings.next_in(id, on),
        "rows": sorted(shown, key=lambda one: not one["late"]),
        "more": max(0, len(dated) - MOST),
        "owed": len(owed(party, [id], on)) if party else None,
        "seated": bool(party),
    }
    return render(request, "secretariat/progress/due.html", context)


def _dated(id: str, on: date, kept: Container[str]) -> list[tuple[date, Promise]]:
    """What is open, and has a date; what is judged kept is due no more."""
    every = promises(id, on=on)
    return [(one.due, one) for one in every if one.open and one.due is not None and one.key not in kept]
