"""Figures from outside: what stands, one typed, a file read and shown, what is taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.apart.office_tables import TablesUnreadable
from jalon.cooperation import drafts, forums, indicator_facts, outside, outside_file
from jalon.cooperation.models import Figure
from jalon.cooperation.outside import JOURNAL, OUTSIDE, Given, Told
from jalon.cooperation.saying import NotAllowed
from jalon.secretariat import menu, paper, speaking
from jalon.secretariat.forms.figures import FiguresFile, OneFigure, Why
from jalon.secretariat.roles import READS, WRITES
from jalon.secretariat.words import figures as words
from jalon.secretariat.words import not_allowed
from jalon.web import spreadsheets
from jalon.web.gate import opens_to

HERE = "secretariat:figures"


@opens_to(*READS)
@require_GET
def figures(request: HttpRequest, forum: str) -> HttpResponse:
    """What was given, by indicator and party: figures of the journal and from outside in tables of their own."""
    id = speaking.of_address(forum)
    chosen = request.GET.get("indicator", "")
    rows = [outside.told(row) for row in outside.standing(id)]
    there = dict.fromkeys(one.indicator for one in rows)
    shown = [one for one in rows if not chosen or one.indicator == chosen]
    overlapping = _overlapping(shown)
    context = menu.frame(request, id, HERE) | {
        "kinds": [
            {
                **words.MARKS[kind],
                "kind": kind,
                "rows": [_row(one, id, overlapping) for one in reversed(shown) if one.kind == kind],
            }
            for kind in (JOURNAL, OUTSIDE)
        ],
        "indicators": [
            {"code": code, "title": indicator_facts.title(code), "here": code == chosen} for code in sorted(there)
        ],
        "overlaps": len(overlapping),
        "whom": bool([code for code in speaking.for_whom(request, id) if code]),
    }
    return render(request, "secretariat/figures/figures.html", context)


def _overlapping(rows: list[Told]) -> set[str]:
    """Keys of figures of which another counts some of the same."""
    pairs = outside.Figures(tuple(rows), ()).overlaps
    return {one.key for pair in pairs for one in pair}


def _row(one: Told, forum: str, overlapping: set[str]) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": indicator_facts.title(one.indicator),
        "party": forums.party_name(one.code, forum),
        "code": one.code,
        "posts": one.posts,
        "since": one.since,
        "until": one.until,
        "value": words.value(one),
        "kept_back": bool(one.kept_back),
        "coverage": words.percent(one.coverage) if one.coverage is not None else "",
        "source": words.SOURCES.get(one.source, one.source),
        "source_text": one.source_text,
        "signatory": one.signatory,
        "overlaps": one.key in overlapping,
    }


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def give_figure(request: HttpRequest, forum: str) -> HttpResponse:
    """One figure typed; `corrects` (a key) where it takes the place of another."""
    id = speaking.of_address(forum)
    old = _old(id, request.GET.get("corrects", ""))
    form = OneFigure(
        request.POST or None,
        forum=id,
        whom=speaking.for_whom(request, id),
        initial=dict(outside.facts_of(old)) if old else {"source": "paper"},
    )
    if request.method == "POST" and form.is_valid() and _give(request, form, id):
        return redirect("secretariat:figures", forum)
    return render(
        request,
        "secretariat/figures/figure.html",
        menu.frame(request, id, HERE) | {"form": form, "old": old and _row(old, id, set()), "why": Why()},
    )


def _old(forum: str, key: str) -> Told | None:
    row = Figure.objects.filter(key=key, forum=forum).exclude(source=Figure.Source.JOURNAL).first() if key else None
    return outside.told(row) if row else None


def _give(request: HttpRequest, form: OneFigure, forum: str) -> bool:
    try:
        party = speaking.may_write_for(request, forum, form.cleaned_data["code"])
        given = form.given()
        leaves = outside.as_given_to(given, forum)
        made = outside.give([given], forum, speaking.officer(request), party)
    except NotAllowed as rule:
        where = str(rule.facts.get("field", ""))
        form.add_error(where if where in form.fields else None, not_allowed(rule))
        return False
    if not made:
        messages.info(request, _("This figure stands here already: nothing was added."))
    elif leaves != given:
        messages.success(request, _("Saved. The forum is told: %(said)s") % {"said": _leaves(leaves)})
    else:
        messages.success(request, _("Saved: the figure is recorded."))
    return True


def _leaves(figure: Given) -> str:
    if figure.kept_back:
        return str(words.KEPT_BACK[figure.kept_back])
    return words.band(figure.band, indicator_facts.unit(figure.indicator))


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def take_figure_back(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Take a figure back, with the reason."""
    id = speaking.of_address(forum)
    row = Figure.objects.filter(key=key, forum=id).first()
    if row is None:
        raise Http404
    form = Why(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            party = speaking.may_write_for(request, id, row.party)
            outside.take_back(key, form.cleaned_data["why"], speaking.officer(request), party)
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved: the figure is taken back. It stays readable in the journal."))
            return redirect("secretariat:figures", forum)
    context = menu.frame(request, id, HERE) | {"form": form, "row": _row(outside.told(row), id, set())}
    return render(request, "secretariat/figures/take_back.html", context)


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def figures_file(request: HttpRequest, forum: str) -> HttpResponse:
    """A file of figures: read apart and shown; nothing is recorded before the next step."""
    id = speaking.of_address(forum)
    form = FiguresFile(
        request.POST or None,
        request.FILES or None,
        about=_("The template filled in, or a table with the same columns (XLSX or CSV, 2 MB at most)."),
        forum=id,
        whom=speaking.for_whom(request, id),
    )
    context = menu.frame(request, id, HERE) | {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            party = speaking.may_write_for(request, id, form.cleaned_data["code"])
            content = form.content()
            read = outside_file.read(content, form.name(), id, party)
        except TablesUnreadable as fault:
            form.add_error("sent", words.unreadable(fault))
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            draft = {"name": form.name(), "party": party, "content": content.hex(), "forum": id}
            context |= {"token": drafts.keep(speaking.officer(request), draft), **_shown(read, id)}
    return render(request, "secretariat/figures/file.html", context)


def _shown(read: outside_file.Read, forum: str) -> dict[str, Any]:
    return {
        "read": True,
        "name": read.name,
        "lines": [_line(line, forum) for line in read.lines],
        "problems": [
            {
                "number": one.number,
                "row": one.row,
                "field": words.FIELDS.get(one.field, one.field),
                "said": one.said,
                "sentence": words.problem(one.code, one.said),
            }
            for one in read.problems
        ],
        "new": sum(line.what == "new" for line in read.lines),
        "corrects": sum(line.what == "corrects" for line in read.lines),
        "same": sum(line.what == "same" for line in read.lines),
    }


def _line(line: outside_file.Line, forum: str) -> dict[str, Any]:
    figure, unit = line.figure, indicator_facts.unit(line.figure.indicator)
    return {
        "row": line.row,
        "what": line.what,
        "title": indicator_facts.title(figure.indicator),
        "party": forums.party_name(figure.code, forum),
        "posts": figure.posts,
        "since": figure.since,
        "until": figure.until,
        "value": words.number(figure.value, unit),
        "before": words.number(line.before, unit) if line.what == "corrects" else "",
        "leaves": _leaves(line.leaves) if line.leaves else "",
        "coverage": words.percent(figure.coverage) if figure.coverage is not None else "",
        "source": words.SOURCES[figure.source],
        "source_text": figure.source_text,
        "signatory": figure.signatory,
    }


@opens_to(*WRITES)
@require_http_methods(["POST"])
def record_figures(request: HttpRequest, forum: str) -> HttpResponse:
    """Record what was shown. The file is read again: what was recorded in the meantime is left out."""
    id, officer, token = speaking.of_address(forum), speaking.officer(request), request.POST.get("token", "")
    draft = drafts.kept(officer, token)
    if draft is None or draft["forum"] != id:
        messages.warning(request, _("This file is no longer here: send it again."))
        return redirect("secretariat:figures_file", forum)
    try:
        party = speaking.may_write_for(request, id, draft["party"])
        read = outside_file.read(bytes.fromhex(draft["content"]), draft["name"], id, party)
        made = outside_file.take(read, id, officer, party)
    except TablesUnreadable as fault:
        messages.error(request, words.unreadable(fault))
        return redirect("secretariat:figures_file", forum)
    except NotAllowed as rule:
        messages.error(request, not_allowed(rule))
        return redirect("secretariat:figures_file", forum)
    drafts.drop(officer, token)
    messages.success(
        request,
        ngettext("Saved: %(number)d figure is recorded.", "Saved: %(number)d figures are recorded.", len(made))
        % {"number": len(made)},
    )
    return redirect("secretariat:figures", forum)


@opens_to(*WRITES)
@require_GET
def figures_template(request: HttpRequest, forum: str) -> HttpResponse:
    """The workbook to fill in."""
    id = speaking.of_address(forum)
    whom = [code for code in speaking.for_whom(request, id) if code]
    content = outside_file.template(id, whom[0] if len(whom) == 1 else "")
    return paper.answer(content, f"jalon-figures-{get_language() or 'fr'}.xlsx", spreadsheets.MEDIA, inline=False)


@opens_to(*READS)
@require_GET
def figures_out(request: HttpRequest, forum: str, kind: str) -> HttpResponse:
    """Every figure that stands in this forum, with HXL tags; both kinds, each marked as such."""
    id = speaking.of_address(forum)
    rows = [outside.told(row) for row in outside.standing(id)]
    name = f"jalon-figures-{timezone.localdate().isoformat()}"
    if kind == "csv":
        return paper.answer(outside_file.csv_of(rows), f"{name}.csv", "text/csv; charset=utf-8", inline=False)
    if kind == "xlsx":
        return paper.answer(
            outside_file.xlsx_of(rows, str(menu.shown(id).name)), f"{name}.xlsx", spreadsheets.MEDIA, inline=False
        )
    raise Http404
