"""Silence past the date: in a forum, and of one party, with the days large."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jalon.cooperation import forums, releasing, reminders, sheets, silence, standing
from jalon.cooperation.models import Reminder
from jalon.cooperation.promised import Promise, promises, today
from jalon.cooperation.saying import own_party
from jalon.cooperation.silence import Silence, Unheard
from jalon.secretariat import menu, progress_shown, reading, speaking
from jalon.secretariat.roles import READS
from jalon.secretariat.words import progress as words
from jalon.web.gate import opens_to

LETTERS = 30


@opens_to(*READS)
@require_GET
def register(request: HttpRequest, forum: str) -> HttpResponse:
    """Who owes a word on what, and since when nothing was said; whose headquarters was not heard; what was written."""
    id, on = speaking.of_address(forum), today()
    silent, unheard = silence.silences(id, on), _unheard(id)
    spoke, late = silence.last_words(silence.words(id, on)), _late(id, on)
    codes = [one.code for one in forums.parties(id, on=on)] if id else [own_party()]
    context = menu.frame(request, id, "secretariat:silence") | {
        "parties": [row for code in codes if (row := _party(code, id, silent, unheard, spoke, late))],
        "rows": [progress_shown.silent(one) | {"unheard": one.party in unheard} for one in silent],
        "letters": _letters(id) if speaking.keeps(request, id) else [],
        "keeps_sheets": bool(id) and speaking.keeps(request, id),
    }
    return render(request, "secretariat/progress/silence.html", context)


def _unheard(forum: str) -> dict[str, Unheard]:
    """At the forum's own machine alone: nobody else is called by the others."""
    if not forum or forum != speaking.own_forum():
        return {}
    return {one.party: one for one in silence.unheard(forum, today())}


def _late(forum: str, on: date) -> Counter[str]:
    """How many promises are late of each party, as in the register and everywhere."""
    return Counter(code for one in standing.standing(forum, on=on) for code in one.late_of)


def _party(
    code: str,
    forum: str,
    silent: list[Silence],
    unheard: dict[str, Unheard],
    spoke: dict[str, date],
    late: Counter[str],
) -> dict[str, Any] | None:
    mine = [one for one in silent if one.party == code]
    if not mine and not late[code] and code not in unheard and not sheets.owes(code, forum, today()):
        return None
    longest = max(mine, key=lambda one: one.days, default=None)
    not_heard = unheard.get(code)
    return {
        "code": code,
        "name": progress_shown.party(code, forum),
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
    numbers = {one.key: one.number for one in promises(forum)}
    return [
        {
            "party": progress_shown.party(one.party, forum),
            "what": words.EXPECTED[one.what],
            "number": numbers.get(one.about, ""),
            "on": words.day(one.on),
            "to": one.to,
            "state": words.REMINDED[one.state],
            "arrived": one.state == Reminder.State.SENT,
            "error": one.error if one.state != Reminder.State.SENT else "",
        }
        for one in (*rows, *sent)
    ]


@opens_to(*READS)
@require_GET
def party(request: HttpRequest, forum: str, code: str) -> HttpResponse:
    """A party's own page: what it owes, its last word on each, since when nothing was said."""
    id, on = speaking.of_address(forum), today()
    known = [one.code for one in forums.parties(id, on=on, also_left=True)] if id else [own_party()]
    if code not in known:
        raise Http404
    silent = {one.about: one for one in silence.silences(id, on) if one.party == code}
    late = {one.key for one in standing.standing(id, on=on) if code in one.late_of}
    seen = [one for one in releasing.reports(id, reading.reads_as(request, id)) if one.party == code]
    owes = [one for one in promises(id, on=on) if code in one.owners]
    unheard = _unheard(id).get(code)
    open_ones = [one for one in owes if one.open]
    context = menu.frame(request, id, "secretariat:silence") | {
        "code": code,
        "name": progress_shown.party(code, id),
        "rows": [_row(one, silent, seen, late) for one in open_ones],
        "over": [_row(one, {}, seen, late) for one in owes if not one.open],
        "silent": len(silent),
        "late": len(late),
        "spoke": words.day(silence.last_words(silence.words(id, on)).get(code)),
        "longest": words.for_days(max((one.days for one in silent.values()), default=0)) if silent else "",
        "unheard": unheard,
        "heard": words.day(unheard.since) if unheard else "",
        "mine": any(party == code for _forum, party in reading.seats(request)),
        "signs_in": code in speaking.for_whom(request, id) and speaking.keeps(request, id),
        "addresses": [one.to for one in reminders.addressees(code, id)] if speaking.keeps(request, id) else [],
    }
    return render(request, "secretariat/progress/party.html", context)


def _row(one: Promise, silent: dict[str, Silence], seen: list[releasing.Reported], late: set[str]) -> dict[str, Any]:
    about = {one.key}
    said = [each for each in seen if about & {each.measure, "" if each.measure else each.recommendation}]
    here = silent.get(one.key)
    return progress_shown.promise(one, today(), late) | {
        "last": progress_shown.report(said[-1]) if said else None,
        "reports": len(said),
        "silence": progress_shown.silent(here) if here else None,
    }
