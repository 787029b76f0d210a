"""Assessments at a post: its shift leader fills them, here or from a spreadsheet, and reads what was found."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.capacity import words_of_assessments as words
from jalon.capacity.assessment_pages import Door
from jalon.capacity.comparing import Compared
from jalon.desk.views.at_the_desk import SECOND_LINE
from jalon.journal.node import this_node
from jalon.statistics.charts.shares import Panel, shares


def _drawn(found: Compared, _post: str) -> SafeString:
    """The post over time, theme by theme: this machine hears of no other."""
    panels = []
    for code, title in [("", _("In all")), *((one.code, words.said(one.title)) for one in found.checklist.themes)]:
        line = [
            (one.row.on, score.share)
            for one, (whole, themes) in zip(found.made, found.scores, strict=True)
            if (score := themes[code] if code else whole).share is not None
        ]
        panels.append(Panel(title, words.percent(line[-1][1] if line else None), line))
    return shares("assessed", _("Scores by theme over time"), _("The thick line is this post."), panels)


DOOR = Door("desk", SECOND_LINE, "desk/assessments/page.html", lambda: [this_node().keys.post], _drawn)
