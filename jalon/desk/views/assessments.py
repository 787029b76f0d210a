"""Assessments at a post: its shift leader fills them, here or from a spreadsheet, and reads what was found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.capacity import assessment_pages
from jalon.capacity import words_of_assessments as words
from jalon.capacity.assessment_pages import Door
from jalon.capacity.comparing import Compared
from jalon.desk.views.at_the_desk import SECOND_LINE
from jalon.journal.node import this_node
from jalon.statistics.charts.shares import Panel, shares
from jalon.web.gate import opens_to

get_or_post = require_http_methods(["GET", "POST"])


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


DOOR = Door("desk", "desk/assessments/page.html", lambda: [this_node().keys.post], _drawn)


@opens_to(*SECOND_LINE)
@require_GET
def assessments(request: HttpRequest) -> HttpResponse:
    return assessment_pages.listed(request, DOOR)


@opens_to(*SECOND_LINE)
@get_or_post
def assessment_begin(request: HttpRequest) -> HttpResponse:
    return assessment_pages.begun(request, DOOR)


@opens_to(*SECOND_LINE)
@get_or_post
def assessment_theme(request: HttpRequest, number: int, theme: str) -> HttpResponse:
    return assessment_pages.filled(request, DOOR, number, theme)


@opens_to(*SECOND_LINE)
@get_or_post
def assessment_review(request: HttpRequest, number: int) -> HttpResponse:
    return assessment_pages.reviewed(request, DOOR, number)


@opens_to(*SECOND_LINE)
@get_or_post
def assessment_import(request: HttpRequest) -> HttpResponse:
    return assessment_pages.imported(request, DOOR)


@opens_to(*SECOND_LINE)
@require_GET
def assessment_template(request: HttpRequest, code: str) -> HttpResponse:
    return assessment_pages.template(request, DOOR, code)


@opens_to(*SECOND_LINE)
@get_or_post
def assessment(request: HttpRequest, key: str) -> HttpResponse:
    return assessment_pages.shown(request, DOOR, key)


@opens_to(*SECOND_LINE)
@require_GET
def assessment_pdf(request: HttpRequest, key: str) -> HttpResponse:
    return assessment_pages.printed(request, DOOR, key)


@opens_to(*SECOND_LINE)
@require_GET
def assessment_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    return assessment_pages.exported(request, DOOR, key)


@opens_to(*SECOND_LINE)
@require_GET
def assessment_file(request: HttpRequest, key: str, digest: str) -> HttpResponse:
    return assessment_pages.file(request, DOOR, key, digest)
