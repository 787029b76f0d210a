"""What of a meeting goes onto paper or into another program: documents, invitations, the calendar, the sheet to sign, a
workbook."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.cooperation import directory, meetings
from jalon.cooperation.meetings import Standing
from jalon.cooperation.papers import BY_MEDIA, file_name
from jalon.cooperation.saying import NotAllowed
from jalon.secretariat import calendar_file, meeting_workbook, paper, speaking
from jalon.secretariat.forms.meetings import Paper
from jalon.secretariat.roles import READS
from jalon.secretariat.views import meetings as pages
from jalon.secretariat.views.directory import line_shown
from jalon.secretariat.words import not_allowed
from jalon.web import printing, spreadsheets
from jalon.web.gate import opens_to

FEWEST_LINES, MOST_LINES = 4, 14  # of a delegation on the attendance sheet
MOST_DAYS_SIGNED = 4  # columns to sign in; a longer meeting prints a sheet for each four days


# ── documents ──


@opens_to(*READS)
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """The papers of a meeting; whoever runs it adds one, or takes one off the list."""
    stands = pages.standing_or_404(key)
    keeps = speaking.keeps(request, stands.forum)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    said, actor = request.POST.get("act", ""), speaking.officer(request)
    adding = request.method == "POST" and said != "off"
    form = Paper(request.POST if adding else None, request.FILES if adding else None)
    if adding and form.is_valid() and _add(request, key, form, actor):
        return redirect("secretariat:meeting_documents", key)
    if said == "off":
        pages.done(request, lambda: meetings.withdraw_document(key, request.POST.get("name", ""), actor))
        return redirect("secretariat:meeting_documents", key)
    context = pages.frame(request, stands) | {
        "form": form,
        "papers": [pages.paper_shown(one) for one in meetings.documents(key)],
        "cancelled": stands.state == meetings.CANCELLED,
    }
    return render(request, "secretariat/meetings/documents.html", context)


def _add(request: HttpRequest, key: str, form: Paper, actor: str) -> bool:
    sent = form.cleaned_data["sent"]
    try:
        meetings.add_document(key, form.cleaned_data["title"], str(sent.name), sent.read(), actor)
    except NotAllowed as rule:
        form.add_error("sent", not_allowed(rule))
        return False
    messages.success(request, _("Saved: the paper is kept with the meeting."))
    return True


@opens_to(*READS)
@require_GET
def document(request: HttpRequest, key: str, kept_as: str) -> HttpResponse:
    """A paper as it came, to be saved and never shown by the browser itself."""
    row = next((one for one in meetings.documents(key) if one.key == kept_as), None)
    kept = meetings.kept(row) if row else None
    if row is None or kept is None or kept.kind not in BY_MEDIA:
        raise Http404
    return paper.kept(bytes(kept.content), file_name(row.name, BY_MEDIA[kept.kind]), kept.kind)


# ── the invitation ──


@opens_to(*READS)
@require_GET
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """The letter to a delegation, on the page."""
    context = _letter(request, pages.standing_or_404(key))
    return render(request, "secretariat/meetings/invitation.html", context | {"can_make_pdf": printing.can_make_pdf()})


@opens_to(*READS)
@require_GET
def invitation_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The letter as a PDF: to the delegation that is asked for, or one letter to each in one file."""
    stands = pages.standing_or_404(key)
    codes = [request.GET["for"]] if request.GET.get("for") else [one.code for one in meetings.delegations(key)]
    try:
        letters = [
            paper.laid_out(
                "secretariat/meetings/invitation_pdf.html", _letter(request, stands, code), "secretariat/letter_pdf.css"
            )
            for code in codes or [""]
        ]
        file = paper.bound(letters, stands.name)
    except printing.NoPango:
        messages.warning(request, _("This machine lacks the libraries that lay out a PDF: print the page instead."))
        return redirect("secretariat:meeting_invitation", key)
    return paper.answer(file, "invitation.pdf")


def _letter(request: HttpRequest, stands: Standing, code: str | None = None) -> dict[str, Any]:
    asked = [pages.delegation_shown(one, stands, {}) for one in meetings.delegations(stands.key)]
    wanted = request.GET.get("for", "") if code is None else code
    texts = pages.recommendation_texts(stands.forum)
    lines = [row for row in directory.lines(stands.forum) if row.code == (stands.host if not stands.forum else "")]
    return pages.frame(request, stands) | {
        "delegations": asked,
        "to": next((one for one in asked if one["code"] == wanted), asked[0] if asked and code is None else None),
        "agenda": [pages.point_shown(one, texts) for one in meetings.agenda(stands.key)],
        "papers": [pages.paper_shown(one) for one in meetings.documents(stands.key)],
        "before": meetings.meeting(stands.before) if stands.before else None,
        "contacts": [line_shown(request, row) for row in lines][:2],
        "today": timezone.localdate(),
        "pages": True,
    }


# ── the calendar ──


@opens_to(*READS)
@require_GET
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar file."""
    stands = pages.standing_or_404(key)
    texts = pages.recommendation_texts(stands.forum)
    agenda = [pages.point_shown(one, texts)["title"] for one in meetings.agenda(key)]
    address = settings.JALON_ADDRESS + reverse("secretariat:meeting", args=[key]) if settings.JALON_ADDRESS else ""
    context = pages.frame(request, stands)
    file = calendar_file.written(stands, context["forum"].name, agenda, address)
    return paper.answer(file, f"{stands.starts:%Y-%m-%d}.ics", calendar_file.MEDIA, inline=False)


# ── the attendance sheet ──


@opens_to(*READS)
@require_GET
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """Blank lines for each delegation: names and signatures are written by hand and stay on this paper."""
    context = _sheet(request, pages.standing_or_404(key))
    return render(request, "secretariat/meetings/sheet.html", context | {"can_make_pdf": printing.can_make_pdf()})


@opens_to(*READS)
@require_GET
def sheet_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The same as a PDF."""
    stands = pages.standing_or_404(key)
    try:
        made = paper.laid_out(
            "secretariat/meetings/sheet_pdf.html", _sheet(request, stands), "secretariat/sheet_pdf.css"
        )
        file = paper.bound([made], stands.name)
    except printing.NoPango:
        messages.warning(request, _("This machine lacks the libraries that lay out a PDF: print the page instead."))
        return redirect("secretariat:meeting_sheet", key)
    return paper.answer(file, "presence.pdf")


def _sheet(request: HttpRequest, stands: Standing) -> dict[str, Any]:
    asked = [pages.delegation_shown(one, stands, {}) for one in meetings.delegations(stands.key)]
    days = stands.days
    spans = [days[first : first + MOST_DAYS_SIGNED] for first in range(0, len(days), MOST_DAYS_SIGNED)]
    return pages.frame(request, stands) | {
        "delegations": [
            one | {"lines": range(1, min(MOST_LINES, max(FEWEST_LINES, one["seats"] or FEWEST_LINES)) + 1)}
            for one in asked
        ],
        "spans": spans,
    }


# ── a workbook ──


@opens_to(*READS)
@require_GET
def workbook(request: HttpRequest, key: str) -> HttpResponse:
    """Agenda and delegations as XLSX."""
    stands = pages.standing_or_404(key)
    file = meeting_workbook.written(pages.whole(request, stands))
    return paper.answer(file, f"{stands.starts:%Y-%m-%d}.xlsx", spreadsheets.MEDIA, inline=False)
