"""Evaluations: those of a forum, drawing one, reading it, following a figure back to its entries, taking it out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.cooperation import evaluation, forums
from jalon.cooperation.entries import told as told_entries
from jalon.cooperation.evaluating import traces
from jalon.cooperation.indicators import A_PAGE, INDICATORS
from jalon.cooperation.models import Evaluation, Meeting, PartyFact
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.cooperation.texts import in_language
from jalon.journal.node import this_node
from jalon.secretariat import menu, speaking
from jalon.secretariat.evaluations import communique, outputs, printed, values
from jalon.secretariat.evaluations.told import Names, head, no_further, party_heads, rests_on, told
from jalon.secretariat.forms.evaluation import Asked
from jalon.secretariat.roles import READS, SECRETARIAT, WRITES
from jalon.secretariat.words.evaluation import NOT_ALLOWED, SIDES
from jalon.staff.postings import roles_of
from jalon.web import printing
from jalon.web.gate import Role, opens_to

log = logging.getLogger(__name__)
MENU = "secretariat:evaluations"
DRAWS = SECRETARIAT | {Role.NATIONAL_DESK}
LANGUAGES = (("fr", "Français"), ("en", "English"), ("ar", "العربية"))
BACK = 210  # days, where no meeting says how far


def may_draw(request: HttpRequest, forum: str) -> bool:
    """The secretariat of its own forum; a national desk of its own state, about any forum it knows."""
    roles = roles_of(request.user)
    if settings.JALON_TIER == "forum":
        return bool(roles & SECRETARIAT) and forum == speaking.own_forum()
    return settings.JALON_TIER == "headquarters" and Role.NATIONAL_DESK in roles and bool(own_party())


def _partner(request: HttpRequest) -> bool:
    return not roles_of(request.user) & WRITES


@opens_to(*READS)
@require_GET
def every(request: HttpRequest, forum: str) -> HttpResponse:
    """Those of a forum, the last drawn first."""
    id = speaking.of_address(forum)
    rows = [one for one in evaluation.every(id) if evaluation.visible(one, partner=_partner(request))]
    said = [
        {
            "key": one.key,
            "period": values.span(one.since.isoformat(), one.until.isoformat()),
            "drawn": values.day(timezone.localdate(_moment(one.at)).isoformat()),
            "position": one.counted_to,
            "here": one.key.startswith(f"{this_node().id}."),
            "narrowed": any(one.scope.get(name) for name in ("parties", "levels", "themes", "posts")),
            "for_others": one.scope.get("for_others") is True,
            "own": not one.forum,
        }
        for one in rows
    ]
    context = menu.frame(request, id, MENU) | {"rows": said, "may_draw": may_draw(request, id)}
    return render(request, "secretariat/evaluations/every.html", context)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


@opens_to(*DRAWS)
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, forum: str) -> HttpResponse:
    """Ask for one. It opens with the dates of the last two meetings."""
    id = speaking.of_address(forum)
    if not may_draw(request, id):
        raise Http404
    own = own_party()
    parties = sorted(
        ((one.code, one.name) for one in forums.parties(id) if one.kind == PartyFact.Kind.STATE),
        key=lambda pair: pair[1].casefold(),
    )
    form = Asked(request.POST or None, parties=parties, own=bool(own), initial=_usual(request, id))
    if request.method == "POST" and form.is_valid():
        scope = form.scope(id)
        if own:
            scope = evaluation.Scope.of(scope.said() | {"parties": [own]})
        try:
            recorded = evaluation.draw_up(*form.dates(), scope, speaking.officer(request), form.cleaned_data["meeting"])
        except NotAllowed as rule:
            form.add_error(None, str(NOT_ALLOWED.get(rule.code, rule.code)))
        else:
            messages.success(request, _("Saved: the evaluation is drawn, and the journal bears its digest."))
            return redirect("secretariat:evaluation", recorded.key)
    return render(request, "secretariat/evaluations/draw.html", menu.frame(request, id, MENU) | {"form": form})


def _usual(request: HttpRequest, forum: str) -> dict[str, Any]:
    """The dates to begin with: those between a meeting and the one before it, whose last day adopted."""
    meeting = Meeting.objects.filter(forum=forum, key=request.GET.get("meeting", "")).first()
    today = timezone.localdate()
    if meeting is None:
        last = Meeting.objects.filter(forum=forum, starts__lt=today).order_by("starts").last()
        return {"since": min(last.ends, today) if last else today - timedelta(days=BACK), "until": today}
    before = evaluation.meeting_before(meeting)
    since = before.ends if before else meeting.starts - timedelta(days=BACK)
    return {"since": since, "until": min(meeting.starts, today), "meeting": meeting.key}


@opens_to(*READS)
@require_GET
def of_meeting(request: HttpRequest, key: str) -> HttpResponse:
    """A meeting's first page: the evaluation since the meeting before it; where none is drawn, the way to draw it."""
    meeting = Meeting.objects.filter(key=key).first()
    if meeting is None:
        raise Http404
    one = evaluation.of_meeting(meeting)
    if one is not None and evaluation.visible(one, partner=_partner(request)):
        return redirect("secretariat:evaluation", one.key)
    name = speaking.address(meeting.forum)
    if may_draw(request, meeting.forum):
        return redirect(f"{reverse('secretariat:evaluation_draw', args=[name])}?meeting={meeting.key}")
    messages.info(request, _("The evaluation since the meeting before is not drawn yet."))
    return redirect("secretariat:evaluations", name)


def _one(request: HttpRequest, key: str) -> tuple[Evaluation, dict[str, Any] | None, str]:
    """An evaluation, what was drawn (None where its file is not here), and whose promises it is about. Raises Http404:
    not here, or not for who asks."""
    one = Evaluation.objects.filter(key=key).first()
    if one is None or not evaluation.visible(one, partner=_partner(request)):
        raise Http404
    return one, evaluation.kept(one), str(one.scope.get("forum", ""))


Page = Callable[..., HttpResponse]


def readable(page: Page) -> Page:
    """The page; where another machine drew the evaluation and its file cannot be read, the page that says so."""

    @wraps(page)
    def looked(request: HttpRequest, key: str, *rest: str, **more: str) -> HttpResponse:
        try:
            return page(request, key, *rest, **more)
        except (LookupError, TypeError, AttributeError, ValueError):
            if key.startswith(f"{this_node().id}."):
                raise
            log.exception("the evaluation %s cannot be read", key)
        one, _found, forum = _one(request, key)
        frame = menu.frame(request, forum, MENU) | {"key": key, "digest": one.digest, "broken": True}
        return render(request, "secretariat/evaluations/gone.html", frame)

    return looked


@opens_to(*READS)
@require_GET
@readable
def read(request: HttpRequest, key: str) -> HttpResponse:
    """The page."""
    one, found, forum = _one(request, key)
    frame = menu.frame(request, forum, MENU) | {"key": key, "digest": one.digest, "languages": LANGUAGES}
    if found is None:
        return render(request, "secretariat/evaluations/gone.html", frame)
    said = told(found)
    several = len({row["party_code"] for row in said["figures"]}) > 1
    context = (
        frame
        | said
        | {
            "forms": [(name, form.title) for name, form in outputs.OUTPUTS.items() if name != "text"],
            "several": several,
            "party_heads": party_heads(),
            "all_laid_out": all(printed.is_ready(one, code) for code, _name in LANGUAGES),
            "drawn_here": key.startswith(f"{this_node().id}."),
            "some_first": any(row["first_window"] for row in said["figures"]),
        }
    )
    return render(request, "secretariat/evaluations/evaluation.html", context)


@opens_to(*READS)
@require_GET
@readable
def behind(request: HttpRequest, key: str, indicator: str) -> HttpResponse:
    """The entries behind a figure: which, where each arrived, of which verb, post and day; nobody is named. Of what is
    handed out, about how many of which post and month, or why that is not told."""
    one, found, forum = _one(request, key)
    if found is None:
        raise Http404
    rows = [row for row in found["figures"] if row["indicator"] == indicator]
    names = Names(found)
    party = request.GET.get("party") or next((row["party"] for row in rows), "")
    side = request.GET.get("side", "now")
    row = next((row for row in rows if row["party"] == party), None)
    if row is None or side not in SIDES or not row.get(side):
        raise Http404
    handed_out = "rests_on" in row[side]
    kept = None if handed_out else traces.kept(one.digest)
    places = kept.places.get(f"{indicator}.{party}.{side}", []) if kept else []
    whole = bool(kept) and traces.are_those(places, row[side])
    page = max(1, int(request.GET["page"])) if request.GET.get("page", "").isdecimal() else 1
    pages = max(1, -(-len(places) // A_PAGE))
    page = min(page, pages)
    entries = told_entries(places[(page - 1) * A_PAGE : page * A_PAGE]) if whole else []
    known = INDICATORS.get(indicator)
    context = menu.frame(request, forum, MENU) | {
        "key": key,
        "indicator": indicator,
        "title": str(known.title) if known else indicator,
        "meaning": str(known.meaning) if known else "",
        "how": str(known.how) if known and known.how != known.meaning else "",
        "party": party,
        "party_name": names.of(party),
        "side": side,
        "sides": [(name, str(word), name == side) for name, word in SIDES.items() if row.get(name)],
        "parties": [(each["party"], names.of(each["party"]), each["party"] == party) for each in names.sorted(rows)],
        "value": values.side(row[side], row["unit"]),
        "period": values.period(row[side]),
        "coverage": values.coverage(row[side]),
        "said": row[side],
        "handed_out": handed_out,
        "rests_on": rests_on(row[side], found["small_cell"]),
        "no_further": no_further(row, row[side]) if handed_out else "",
        "small_cell": found["small_cell"],
        "draws": not _partner(request),
        "whole": whole,
        "here": kept is not None,
        "entries": entries,
        "page": page,
        "pages": pages,
        "position": found["position"],
    }
    return render(request, "secretariat/evaluations/behind.html", context)


@opens_to(*READS)
@require_GET
@readable
def file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """A file of it, in the language that is asked for."""
    one, found, _forum = _one(request, key)
    output = outputs.OUTPUTS.get(form)
    if found is None or output is None:
        raise Http404
    language = request.GET.get("language", "")
    language = language if language in dict(LANGUAGES) else (translation.get_language() or "fr")[:2]
    try:
        with translation.override(language):
            content = output.made(one, found)
    except printing.NoPango:
        messages.error(request, _("This machine cannot lay out a PDF: the library Pango is missing."))
        return redirect("secretariat:evaluation", key)
    answer = HttpResponse(content, content_type=output.kind)
    name = f"jalon-evaluation-{one.since:%Y%m%d}-{one.until:%Y%m%d}-{language}.{output.ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@opens_to(*READS)
@require_GET
@readable
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """The draft communiqué, to print and to copy."""
    _row, found, forum = _one(request, key)
    if found is None:
        raise Http404
    language = request.GET.get("language", "")
    language = language if language in dict(LANGUAGES) else (translation.get_language() or "fr")[:2]
    with translation.override(language):
        names = Names(found)
        said = {
            "head": head(found, names),
            "parts": communique.parts(found, names.of),
            "heading": _("Draft communiqué"),
            "about": _("It quotes what the data show, each figure with what it speaks for, and judges nothing."),
            "drawn": _("Drawn at arrival position %(position)s.") % {"position": found["position"]},
        }
    context = (
        menu.frame(request, forum, MENU)
        | said
        | {
            "key": key,
            "language": language,
            "rtl": language == "ar",
            "languages": LANGUAGES,
            "meetings": [in_language(one["title"]) for one in found["meetings"]],
        }
    )
    return render(request, "secretariat/evaluations/communique.html", context)
