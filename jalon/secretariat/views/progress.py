"""What a party owes and says: its list, the form of a report, a report with its evidence, what it releases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.cooperation import challenges, forums, progress, releasing, standing
from jalon.cooperation.models import KeptFile, Progress
from jalon.cooperation.owed import owed
from jalon.cooperation.papers import BY_MEDIA, file_name
from jalon.cooperation.progress import FORM, PAGE
from jalon.cooperation.promised import Promise, promise, today
from jalon.cooperation.releasing import HELD, SHOWN, Reported
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.texts import in_language
from jalon.secretariat import menu, paper, progress_shown, reading, speaking
from jalon.secretariat.called import Called
from jalon.secretariat.forms.progress import HoldingBack, Reporting, first_of
from jalon.secretariat.roles import READS, SPEAKS, WRITES
from jalon.secretariat.words import not_allowed
from jalon.web.gate import opens_to

LAST_SHOWN = 8  # reports below the list


@opens_to(*WRITES)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What the officer's party owes, in one list by date, each with its button."""
    on, seats = today(), reading.seats(request)
    here = speaking.own_forum()
    if not seats and here and speaking.keeps(request, here):
        return redirect("secretariat:silence", speaking.address(here))
    by_party: dict[str, list[str]] = {}
    for forum, party in seats:
        by_party.setdefault(party, []).append(forum)
    rows = [one for party, some in by_party.items() for one in owed(party, some, on)]
    said = [one for forum, party in seats for one in releasing.reports(forum, party) if one.mine and one.progress]
    called = Called()
    context = {
        "rows": [progress_shown.owed(one, on, called) for one in sorted(rows, key=lambda one: (one.on, one.number))],
        "late": sum(party in one.late_of for forum, party in seats for one in standing.standing(forum, on=on)),
        "overdue": sum(one.late for one in rows),
        "to_release": sum(one.what == "release" for one in rows),
        "questions": sum(one.what == "question" for one in rows),
        "parties": [forums.state_name(party) for party in by_party],
        "last": [_line(one, called) for one in sorted(said, key=lambda one: -one.progress.at)[:LAST_SHOWN]],  # type: ignore[union-attr]
        "today": on,
        "seated": bool(seats),
    }
    return render(request, "secretariat/progress/mine.html", context)


def _line(one: Reported, called: Called) -> dict[str, Any]:
    return progress_shown.report(one, called) | {"number": progress_shown.number_of(one.key)}


def promise_or_404(key: str) -> Promise:
    """The promise of an address. Raises Http404."""
    try:
        return promise(key)
    except NotAllowed:
        raise Http404 from None


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, about: str) -> HttpResponse:
    """The form of a report: by the owner; or by the host, who signs in the paper form of a party without a machine."""
    one = promise_or_404(about)
    try:
        own = speaking.for_party(request, one.forum)
    except NotAllowed as rule:
        messages.error(request, not_allowed(rule))
        return redirect("secretariat:mine")
    for_others = {code: progress_shown.party(code, one.forum) for code in speaking.for_whom(request, one.forum)}
    signs_in = {code: name for code, name in for_others.items() if code in one.owners} if own == "" else {}
    form = _form(request, one, signs_in, own)
    if request.method == "POST" and form.is_valid() and (key := _record(request, one, form, own)):
        messages.success(request, _("Recorded: the report is kept with its evidence."))
        return redirect("secretariat:progress_report", key)
    mine_before = [
        each
        for each in releasing.reports(one.forum, own, of={one.key})
        if one.key in {each.measure, each.recommendation} and each.mine
    ]
    context = menu.frame(request, one.forum) | {
        "form": form,
        "promise": progress_shown.promise(one, today()),
        "signs_in": bool(signs_in),
        "may_report": bool(signs_in) or own in one.owners,
        "open": one.open,
        "before": [progress_shown.report(each) for each in mine_before[-2:]],
        "evidence": [form[name] for name in Reporting.EVIDENCE if name in form.fields],
        "leaning": any(form[name].errors for name in Reporting.EVIDENCE if name in form.fields),
    }
    return render(request, "secretariat/progress/report.html", context)


def _form(request: HttpRequest, one: Promise, signs_in: dict[str, str], own: str) -> Reporting:
    standing = {each.key: in_language(each.title) for each in challenges.standing(one.forum) if not each.overcome}
    return Reporting(
        request.POST or None,
        request.FILES or None,
        initial=first_of(today()) | {"party": request.GET.get("for", "")},
        promise=one,
        signs_in=signs_in,
        visitors=_visitors(one, own),
        challenges=standing,
        figures=speaking.own_forum() == "",
        may_wait=bool(one.forum) and not signs_in,
    )


def _visitors(one: Promise, own: str) -> dict[str, str]:
    if not one.forum:
        return {own: forums.state_name(own)}
    return {each.code: each.name for each in forums.parties(one.forum, on=today())}


def _record(request: HttpRequest, one: Promise, form: Reporting, own: str) -> str:
    said = form.cleaned_data
    party, through = (said["party"], FORM) if "party" in form.fields else (own, PAGE)
    try:
        what = form.report()
        show = said.get("show", "now") == "now"
        actor, signatory = speaking.officer(request), said.get("signatory", "")
        once = said["once"]
        return progress.report(
            one.key, what, actor, party, show=show, through=through, signatory=signatory, once=once
        ).key
    except NotAllowed as rule:
        form.add_error(field_of(rule.code, form), not_allowed(rule))
        return ""


# Where in the form a rule points.
FIELDS = {
    "state_missing": "state",
    "as_of_not_yet": "as_of",
    "as_of_too_old": "as_of",
    "say_something": "text",
    "text_too_long": "text",
    "done_without_indicator": "value",
    "done_without_question": "answer",
    "done_without_deliverable": "file",
    "file_kind": "file",
    "file_of_rows": "file",
    "picture_broken": "file",
    "paper_broken": "file",
    "paper_names_its_writers": "file",
    "pdf_names_its_writer": "file",
    "file_too_large": "file",
    "no_such_figure": "indicator",
    "period_backwards": "until",
    "period_not_over": "until",
    "period_too_long": "until",
    "visit_not_yet": "visited_on",
    "visitor_not_known": "visitor",
    "signatory_missing": "signatory",
}


def field_of(code: str, form: Reporting) -> str | None:
    """The field of the form at which a rule points; None for the form as a whole."""
    field = FIELDS.get(code)
    return field if field in form.fields else None


def report_or_404(request: HttpRequest, key: str) -> Reported:
    """The report of an address, as the officer sees it. Raises Http404."""
    row = Progress.objects.filter(key=key).first()
    found = reading.report_of(request, releasing.forum_of(row), key) if row is not None else None
    if found is None:
        raise Http404
    return found


@opens_to(*READS)
@require_GET
def progress_report(request: HttpRequest, key: str) -> HttpResponse:
    """One report with its evidence, who sees it, and what was asked about it."""
    return _page(request, report_or_404(request, key), HoldingBack())


def _page(request: HttpRequest, one: Reported, holding: HoldingBack) -> HttpResponse:
    on, forum = today(), one.forum
    own = reading.reads_as(request, forum)
    speaks = speaking.speaks(request, forum)
    context = menu.frame(request, forum) | {
        "report": progress_shown.report(one),
        "promise": progress_shown.promise(promise_or_404(one.measure or one.recommendation), on),
        "asked": [progress_shown.asked(each, on) for each in reading.asked_in(request, forum, set(one.keys))],
        "decides": bool(forum) and one.mine and own == one.party and speaks,
        "may_show": one.state != SHOWN,
        "may_hold": one.state != HELD,
        "may_ask": bool(forum) and speaks and own != one.party and one.progress is not None,
        "holding": holding,
    }
    return render(request, "secretariat/progress/one.html", context)


@opens_to(*SPEAKS)
@require_POST
def release(request: HttpRequest, key: str) -> HttpResponse:
    """Show a report to its forum, or hold it back with a reason."""
    one = report_or_404(request, key)
    actor = speaking.officer(request)
    holding = HoldingBack(request.POST if request.POST.get("act") == "hold" else None)
    try:
        party = speaking.for_party(request, one.forum)
        if request.POST.get("act") == "hold":
            if not holding.is_valid():
                return _page(request, one, holding)
            releasing.hold_back(one.keys[0], holding.cleaned_data["why"], actor, party)
            messages.success(request, _("Held back: others see that it is not released, and nothing of it."))
        else:
            releasing.release(one.keys[0], actor, party)
            messages.success(request, _("Released: the forum sees this report."))
    except NotAllowed as rule:
        messages.error(request, not_allowed(rule))
    return redirect("secretariat:progress_report", key)


@opens_to(*READS)
@require_GET
def evidence(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A file that a report leans on: handed out as it came, to be saved and not to be shown by the browser."""
    one = report_or_404(request, key)
    if number >= len(one.evidence) or not one.evidence[number].file:
        raise Http404
    kept = KeptFile.objects.filter(digest=one.evidence[number].file).first()
    kind = BY_MEDIA.get(kept.kind) if kept else None
    if kept is None or kind is None:
        raise Http404
    # The name came from a machine of others: it is made again, with the end that the file's bytes have.
    return paper.kept(bytes(kept.content), file_name(one.evidence[number].name, kind), kind.media)
