"""Progress on a recommendation, as the reader of a page sees it, wherever the recommendation is shown."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from django import template

from jalon.cooperation import releasing, silence
from jalon.cooperation.models import Measure
from jalon.cooperation.promised import today
from jalon.cooperation.standing import Standing
from jalon.secretariat import progress_shown, reading, speaking
from jalon.secretariat.called import Called

register = template.Library()


@register.inclusion_tag("secretariat/progress/_of_recommendation.html", takes_context=True)
def progress_of(context: MutableMapping[str, Any], recommendation: Standing) -> dict[str, Any]:
    """What each bound party said last, who is silent since when, what was asked."""
    request, forum, on = context["request"], recommendation.forum, today()
    own = reading.reads_as(request, forum)
    about = {recommendation.key}
    seen = [one for one in releasing.reports(forum, own, of=about) if one.recommendation == recommendation.key]
    silent = {one.party: one for one in silence.silences(forum, on, of=about)}
    abouts = {recommendation.key, *(key for one in seen for key in one.keys)}
    abouts |= set(Measure.objects.filter(recommendation=recommendation.key).values_list("key", flat=True))
    rows, called = [], Called()
    for code in recommendation.binds:
        said = [one for one in seen if one.party == code]
        rows.append(
            {
                "code": code,
                "name": called.party(code, forum),
                "last": progress_shown.report(said[-1], called) if said else None,
                "earlier": [progress_shown.report(one, called) for one in reversed(said[:-1])],
                "silence": progress_shown.silent(silent[code], called) if code in silent else None,
                "mine": code == own,
            }
        )
    speaks = speaking.speaks(request, forum)
    return {
        "recommendation": recommendation,
        "rows": rows,
        "asked": [progress_shown.asked(one, on, called) for one in reading.asked_in(request, forum, abouts)],
        "may_report": recommendation.binding and speaks and own in recommendation.binds,
        "may_ask": bool(forum) and speaks and any(code != own for code in recommendation.binds),
        "address": speaking.address(forum),
    }
