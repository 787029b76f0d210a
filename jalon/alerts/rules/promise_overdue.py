"""Promises of this state that are late, and words that it owes: one situation a forum, worse as they grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from jalon.alerts.places import DAY
from jalon.alerts.situation import NOTE, SERIOUS, Rule, Situation
from jalon.cooperation import forums, silence, standing
from jalon.cooperation.saying import own_party
from jalon.web.days import date_format
from jalon.web.gate import Role

LONG = 30  # days of silence from which it is serious


def situations(_tables: str, now: int) -> Iterator[Situation]:
    party = own_party()
    on = timezone.localdate(datetime.fromtimestamp(now / 1000, UTC))
    for forum in ["", *(one.id for one in forums.forums(on=on) if one.dissolved is None)] if party else []:
        late = [one for one in standing.standing(forum, on=on) if party in one.late_of]
        silent = silence.silences(forum, on, by=party)
        if not late and not silent:
            continue
        since = min([*(one.due for one in late if one.due is not None), *(one.since for one in silent)])
        began = int(datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp() * 1000)
        severity = SERIOUS if now - began > LONG * DAY else NOTE
        facts = {"forum": forum, "promises": len(late), "silent": len(silent), "since": since.isoformat()}
        count = max(len(late), len(silent))
        yield Situation("promise_overdue", f"promises {forum}", severity, count=count, began=began, facts=facts)


def sentence(facts: dict[str, Any]) -> str:
    """`silent` is missing from what was noted before these two were counted apart."""
    late, silent = facts["promises"], facts.get("silent", 0)
    said = [
        ngettext("%(number)d promise is past its date", "%(number)d promises are past their date", late)
        % {"number": late}
        if late
        else "",
        ngettext("a word is overdue on %(number)d promise", "a word is overdue on %(number)d promises", silent)
        % {"number": silent}
        if silent
        else "",
    ]
    return gettext("%(forum)s: %(what)s. The oldest of these dates is %(since)s.") % {
        "forum": f"\u2068{forums.party_name('', facts['forum']) if facts['forum'] else own_party()}\u2069",
        "what": gettext("; ").join(part for part in said if part),
        "since": date_format(date.fromisoformat(facts["since"]), "j F Y"),
    }


RULE = Rule(
    "promise_overdue",
    gettext_lazy("A promise is past its date, or a word on one is overdue"),
    NOTE,
    (Role.NATIONAL_DESK,),
    situations,
    sentence,
    "secretariat:mine",
)
