"""Figures that leave the headquarters: a month's bulletin, its workbook, its table with HXL tags."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.headquarters import bulletin, figures_said
from jalon.headquarters.forms_statistics import Export, month_name
from jalon.headquarters.views.statistics import Frame, page
from jalon.statistics import coverage, exporting, figures, publishing
from jalon.statistics.asking import month_of, plus_months
from jalon.statistics.exports import csv_hxl, xlsx
from jalon.statistics.publishing import Month
from jalon.web import printing, spreadsheets
from jalon.web.gate import Role, opens_to

MOST_SHOWN = 24
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": spreadsheets.MEDIA,
    "pdf": "application/pdf",
}


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def published(request: HttpRequest) -> HttpResponse:
    """Which months there are, what is kept back of them, and the way to take them out."""
    months = months_counted()
    export = Export(request.POST or None, months)
    if request.method == "POST" and export.is_valid():
        said = export.cleaned_data
        actor = str(request.user.officer)  # type: ignore[union-attr]
        if said["format"] == "pdf" and not printing.can_make_pdf():
            messages.error(request, _("This machine cannot lay out a PDF: the library Pango is missing."))
            return redirect("headquarters:statistics_published")
        try:
            found = exporting.export(export.months(), said["format"], said["language"], actor)
        except exporting.NotAllowed as refused:
            export.add_error(None, RULES.get(refused.code, refused.code))
        else:
            return file_of(found, said["format"], said["language"])
    context = {
        "export": export,
        "threshold": settings.JALON_SMALL_CELL,
        "months": [_month(first) for first in reversed(months[-MOST_SHOWN:])],
        "api": reverse("api:openapi-json"),
    }
    return page(request, Frame.of(request), "published", context)


RULES: dict[str, Any] = {
    "too_many_months": translation.gettext_lazy("Ask for three years at most."),
    "no_month": translation.gettext_lazy("Say which months."),
    "not_begun": translation.gettext_lazy("That month has not begun."),
}


def file_of(months: list[Month], format_: str, language: str) -> HttpResponse:
    """The file, in its own language whatever the page's is."""
    with translation.override(language):
        if format_ == "pdf":
            content = bulletin.pdf(months[0])
        else:
            content = {"csv": csv_hxl, "xlsx": xlsx}[format_].written(months)
    first, last = months[0].first, months[-1].first
    span = f"{first:%Y-%m}" if first == last else f"{first:%Y-%m}-{last:%Y-%m}"
    answer = HttpResponse(content, content_type=TYPES[format_])
    answer["Content-Disposition"] = f'attachment; filename="jalon-{span}-{language}.{format_}"'
    return answer


def months_counted() -> list[date]:
    """The months in which anything was counted, up to the one that runs."""
    first, running = figures.first_day(), timezone.localdate().replace(day=1)
    if first is None:
        return []
    found, day = [], max(first, plus_months(running, -exporting.MOST_MONTHS + 1))
    while day <= running:
        found.append(day)
        day = plus_months(day, 1)
    return found


def _month(first: date) -> dict[str, Any]:
    return {
        "name": month_name(first),
        "passages": figures_said.published(publishing.passages_of(first)),
        "covered": figures_said.percent(coverage.of(month_of(first)).share, 0),
        "running": publishing.running(first),
    }
