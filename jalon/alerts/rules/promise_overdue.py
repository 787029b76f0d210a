"""Promises of this state past their date about which nothing was said: one situation a forum, worse as they grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, ngettext

from jalon.alerts.places import DAY
from jalon.alerts.situation import NOTE, SERIOUS, Rule, Situation
from jalon.cooperation import forums, silence
from jalon.cooperation.saying import own_party
from jalon.web.gate import Role

LONG = 30  # days of silence from which it is serious


def situations(_tables: str, now: int) -> Iterator[Situation]:
    party = own_party()
    on = timezone.localdate(datetime.fromtimestamp(now / 1000, UTC))
    for forum in ["", *(one.id for one in forums.forums(on=on) if one.dissolved is None)] if party else []:
        late = silence.silences(forum, on, by=party)
        if not late:
            continue
        since = min(one.since for one in late)
        began = int(datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp() * 1000)
        severity = SERIOUS if now - began > LONG * DAY else NOTE
        facts = {"forum": forum, "promises": len(late), "since": since.isoformat()}
        yield Situation("promise_overdue", f"promises {forum}", severity, count=len(late), began=began, facts=facts)


def sentence(facts: dict[str, Any]) -> str:
    said = {
        "number": facts["promises"],
        "forum": f"\u2068{forums.party_name('', facts['forum']) if facts['forum'] else own_party()}\u2069",
        "since": date_format(date.fromisoformat(facts["since"]), "j F Y"),
    }
    return (
        ngettext(
            "%(forum)s: %(number)d promise is past its date and nothing was said of it, since %(since)s.",
            "%(forum)s: %(number)d promises are past their date and nothing was said of them since %(since)s.",
            facts["promises"],
        )
        % said
    )


RULE = Rule(
    "promise_overdue",
    gettext_lazy("A promise is past its date"),
    NOTE,
    (Role.NATIONAL_DESK,),
    situations,
    sentence,
    "secretariat:mine",
)
