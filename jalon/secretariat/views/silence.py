"""Silence past the date: in a forum, and of one party, with the days large."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jalon.cooperation import forums, releasing, reminders, silence, standing
from jalon.cooperation.models import Reminder
from jalon.cooperation.promised import Promise, promises, promises_of, today
from jalon.cooperation.saying import own_party
from jalon.cooperation.silence import Silence, Unheard
from jalon.secretariat import menu, progress_shown, reading, speaking
from jalon.secretariat.called import Called
from jalon.secretariat.pages import paged
from jalon.secretariat.roles import READS
from jalon.secretariat.words import progress as words
from jalon.web.gate import opens_to

LETTERS = 30


@opens_to(*READS)
@require_GET
def register(request: HttpRequest, forum: str) -> HttpResponse:
    """Who owes a word on what, and since when nothing was said; whose headquarters was not heard; what was written."""
    id, on = speaking.of_address(forum), today()
    stand = standing.standing(id, on=on)
    promised, said = promises(id, on=on, stand=stand), silence.words(id, on)
    silent, unheard = silence.silences(id, on, promised=promised, said=said), _unheard(id)
    spoke, late = silence.last_words(said), Counter(code for one in stand for code in one.late_of)
    codes = [one.code for one in forums.parties(id, on=on)] if id else [own_party()]
    page, called = paged(request, silent), Called()
    owing = {code for one in promised if one.open for code in one.owners}
    context = menu.frame(request, id, "secretariat:silence") | {
        "parties": [
            row for code in codes if (row := _party(code, silent, unheard, spoke, late, owing, called.party(code, id)))
        ],
        "rows": [progress_shown.silent(one, called) | {"unheard": one.party in unheard} for one in page.rows],
        "page": page,
        "letters": _letters(id) if speaking.keeps(request, id) else [],
        "keeps_sheets": bool(id) and speaking.keeps(request, id),
    }
    return render(request, "secretariat/progress/silence.html", context)


def _unheard(forum: str) -> dict[str, Unheard]:
    """At the forum's own machine alone: nobody else is called by the others."""
    if not forum or forum != speaking.own_forum():
        return {}
    return {one.party: one for one in silence.unheard(forum, today())}


def _party(
    code: str,
    silent: list[Silence],
    unheard: dict[str, Unheard],
    spoke: dict[str, date],
    late: Counter[str],
    owing: set[str],
    name: str,
) -> dict[str, Any] | None:
    mine = [one for one in silent if one.party == code]
    if not mine and not late[code] and code not in unheard and code not in owing:
        return None
    longest = max(mine, key=lambda one: one.days, default=None)
    not_heard = unheard.get(code)
    return {
        "code": code,
        "name": name,
        "silent": len(mine),
        "late": late[code],
        "spoke": words.day(spoke.get(code)),
        "days": words.for_days(longest.days) if longest else "",
        "unheard": not_heard,
        "heard": words.day(not_heard.since) if not_heard else "",
    }


def _letters(forum: str) -> list[dict[str, Any]]:
    """The last letters, those that did not arrive first."""
    rows = Reminder.objects.filter(forum=forum).exclude(state=Reminder.State.SENT).order_by("-made_at")[:LETTERS]
    sent = Reminder.objects.filter(forum=forum, state=Reminder.State.SENT).order_by("-made_at")[:LETTERS]
    told, called = [*rows, *sent], Called()
    numbers = {key: one.number for key, one in promises_of([one.about for one in told]).items()}
    return [
        {
            "party": called.party(one.party, forum),
            "what": words.EXPECTED[one.what],
            "number": numbers.get(one.about, ""),
            "on": words.day(one.on),
            "to": one.to,
            "state": words.REMINDED[one.state],
            "arrived": one.state == Reminder.State.SENT,
            "error": one.error if one.state != Reminder.State.SENT else "",
        }
        for one in told
    ]


@opens_to(*READS)
@require_GET
def party(request: HttpRequest, forum: str, code: str) -> HttpResponse:
    """A party's own page: what it owes, its last word on each, since when nothing was said."""
    id, on = speaking.of_address(forum), today()
    known = [one.code for one in forums.parties(id, on=on, also_left=True)] if id else [own_party()]
    if code not in known:
        raise Http404
    stand = standing.standing(id, on=on)
    promised, said = promises(id, on=on, stand=stand), silence.words(id, on, by=code)
    owes = [one for one in promised if code in one.owners]
    silent = {one.about: one for one in silence.silences(id, on, by=code, promised=promised, said=said)}
    late = {one.key for one in stand if code in one.late_of}
    unheard = _unheard(id).get(code)
    page = paged(request, sorted(owes, key=lambda one: not one.open))
    shown = [one.key for one in page.rows]
    seen = [one for one in releasing.reports(id, reading.reads_as(request, id), of=shown) if one.party == code]
    called = Called()
    context = menu.frame(request, id, "secretariat:silence") | {
        "code": code,
        "name": called.party(code, id),
        "rows": [_row(one, silent, seen, late, called) for one in page.rows if one.open],
        "page": page,
        "over": [_row(one, {}, seen, late, called) for one in page.rows if not one.open],
        "all_over": sum(not one.open for one in owes),
        "silent": len(silent),
        "late": len(late),
        "spoke": words.day(silence.last_words(said).get(code)),
        "longest": words.for_days(max((one.days for one in silent.values()), default=0)) if silent else "",
        "unheard": unheard,
        "heard": words.day(unheard.since) if unheard else "",
        "mine": any(party == code for _forum, party in reading.seats(request)),
        "signs_in": code in speaking.for_whom(request, id) and speaking.keeps(request, id),
        "addresses": [one.to for one in reminders.addressees(code, id)] if speaking.keeps(request, id) else [],
    }
    return render(request, "secretariat/progress/party.html", context)


def _row(
    one: Promise, silent: dict[str, Silence], seen: list[releasing.Reported], late: set[str], called: Called
) -> dict[str, Any]:
    said = [each for each in seen if one.key == (each.measure or each.recommendation)]
    here = silent.get(one.key)
    return progress_shown.promise(one, today(), late, called) | {
        "last": progress_shown.report(said[-1], called) if said else None,
        "reports": len(said),
        "silence": progress_shown.silent(here, called) if here else None,
    }
