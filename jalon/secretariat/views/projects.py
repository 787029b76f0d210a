"""Projects: the list, one as a donor would show it, its files (IATI, workbook), what is written of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.cooperation import iati, measures, outside, projects
from jalon.cooperation.forums import parties
from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.models import Figure
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.sequence import in_order
from jalon.cooperation.texts import LANGUAGES, direction, in_language
from jalon.secretariat import gantt, menu, project_file, speaking
from jalon.secretariat.forms import in_languages
from jalon.secretariat.forms.measures import Narrate, OpenProject, SetLine, SetResult, Spend
from jalon.secretariat.roles import READS, WRITES
from jalon.secretariat.views.recommendations import attempt, names_of, party_choices, workbook
from jalon.secretariat.words import measures as words
from jalon.staff.postings import roles_of
from jalon.staff.postings import standing as postings
from jalon.statistics.written import value
from jalon.web.gate import Role, opens_to

MENU = "secretariat:projects"
# An act of the page -> the part of the project that it writes.
WRITTEN = {
    "line": projects.LINES,
    "result": projects.RESULTS,
    "spend": projects.SPENDING,
    "narrate": projects.NARRATIVE,
}


@opens_to(*READS)
@require_GET
def register(request: HttpRequest, forum: str) -> HttpResponse:
    """Every project of a forum."""
    id = speaking.of_address(forum)
    names = names_of(id)
    rows = [_row(one, names) for one in projects.projects(id)]
    return render(request, "secretariat/projects/projects.html", menu.frame(request, id, MENU) | {"rows": rows})


def _row(one: projects.Whole, names: dict[str, str]) -> dict[str, Any]:
    return {
        "one": one,
        "title": in_language(one.title),
        "text": in_language(one.text),
        "donor": names.get(one.donor, one.donor),
        "implements": names.get(one.implements, one.implements) if one.implements else "",
        "countries": [names.get(code, code) for code in one.countries],
    }


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def open_project(request: HttpRequest, forum: str) -> HttpResponse:
    """Open one."""
    id = speaking.of_address(forum)
    states = [(one.code, one.name) for one in parties(id) if one.kind == "state"]
    form = OpenProject(request.POST or None, parties=party_choices(id), countries=states)
    if request.method == "POST" and form.is_valid():
        key = attempt(
            form,
            lambda: projects.open_project(form.facts(), speaking.officer(request), id, speaking.for_party(request, id)),
        )
        if key is not None:
            messages.success(request, _("The project is open: write its budget and its results."))
            return redirect("secretariat:project", key)
    texts = {name: in_languages.bound(form, name) for name in ("title", "text")}
    context = menu.frame(request, id, MENU) | {"form": form, "texts": texts}
    return render(request, "secretariat/projects/open_project.html", context)


@opens_to(*READS)
@require_GET
def project(request: HttpRequest, key: str) -> HttpResponse:
    """One project: money by line, results, measures, narratives."""
    return _page(request, known(key))


def _page(request: HttpRequest, one: projects.Whole, **bound: Any) -> HttpResponse:
    names = names_of(one.forum)
    done = measures.measures(one.forum, project=one.key)
    rows = [words.row(each, names) for each in done]
    party = party_of(request, one)
    may = frozenset() if party is None else projects.may_write(one, party)
    return render(
        request,
        "secretariat/projects/project.html",
        menu.frame(request, one.forum, MENU)
        | {
            "row": _row(one, names),
            "one": one,
            "results": [_result(line, one) for line in one.results],
            "measures": rows,
            "calendar": gantt.drawn(rows, timezone.localdate(), (one.starts, one.ends)),
            "narratives": [_narrative(each, names) for each in reversed(one.narratives)],
            "forms": _forms(one, bound, may),
            "no_reference": not one.reporting,
        },
    )


def _narrative(each: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "one": each,
        "who": names.get(each.party, each.party),
        "dir": direction(each.language),
        "language": LANGUAGES.get(each.language, each.language),
    }


def _result(line: Any, one: projects.Whole) -> dict[str, Any]:
    figure = reached(one).get(line.number)
    known_indicator = INDICATORS.get(line.indicator)

    def amount(one: float | None) -> str:
        return "" if one is None else value(one, known_indicator.unit if known_indicator else "")

    return {
        "one": line,
        "title": in_language(line.title),
        "indicator": str(known_indicator.title) if known_indicator else "",
        "baseline": amount(line.baseline),
        "target": amount(line.target),
        "reached": amount(figure.value) if figure else "",
        "until": figure.until if figure else None,
    }


def reached(one: projects.Whole) -> dict[str, Figure]:
    """Number of a result -> the last figure that a country of the project released of its indicator; where several
    countries did, none: they are not added up."""
    found: dict[str, Figure] = {}
    standing = outside.standing(one.forum)
    for line in one.results:
        if not line.indicator:
            continue
        figures = in_order(
            standing.filter(indicator=line.indicator, code__in=one.countries, kept_back="", value__isnull=False)
        )
        if len({each.code for each in figures}) == 1:
            found[line.number] = max(figures, key=lambda each: (each.until, each.position))
    return found


def _forms(one: projects.Whole, bound: dict[str, Any], may: frozenset[str]) -> list[dict[str, Any]]:
    """The forms that the officer may fill: code, title, form, its sentences in languages."""
    lines = [(line.number, f"{line.number} {in_language(line.title)}") for line in one.lines]
    made: list[tuple[str, Any, Callable[[], Any]]] = [
        ("spend", _("Write what was spent"), lambda: Spend(lines=lines, prefix="spend")),
        ("narrate", _("Write a narrative report"), lambda: Narrate(prefix="narrate")),
        ("line", _("Set a line of the budget"), lambda: SetLine(prefix="line")),
        ("result", _("Set a result"), lambda: SetResult(prefix="result")),
    ]
    found = []
    for code, title, fresh in made:
        if WRITTEN[code] in may and (code != "spend" or lines):
            form = bound.get(code) or fresh()
            texts = in_languages.bound(form, "title") if code in {"line", "result"} else []
            plain = [field for field in form.visible_fields() if not field.name.startswith("title_")]
            found.append({"code": code, "title": title, "form": form, "texts": texts, "fields": plain})
    return found


@opens_to(*READS)
@require_POST
def write(request: HttpRequest, key: str) -> HttpResponse:
    """A line, a result, a spending or a narrative: `act` says which. A donor writes of its own projects alone."""
    one, code = known(key), request.POST.get("act", "")
    form = _bound(request, one, code)
    if form.is_valid() and attempt(form, lambda: _write(request, one, code, form)) is not None:
        messages.success(request, _("It is recorded."))
        return redirect("secretariat:project", key)
    for error in form.non_field_errors():
        messages.warning(request, str(error))
    return _page(request, one, **{code: form})


def _bound(request: HttpRequest, one: projects.Whole, code: str) -> Any:
    if code == "line":
        return SetLine(request.POST, prefix=code)
    if code == "result":
        return SetResult(request.POST, prefix=code)
    if code == "spend":
        lines = [(line.number, line.number) for line in one.lines]
        return Spend(request.POST, lines=lines, prefix=code)
    if code == "narrate":
        return Narrate(request.POST, prefix=code)
    raise Http404


def _write(request: HttpRequest, one: projects.Whole, code: str, form: Any) -> str:
    said, actor, party = form.cleaned_data, speaking.officer(request), party_of(request, one)
    if party is None:
        raise NotAllowed("project_of_others")
    if code == "line":
        title = in_languages.said(form, "title")
        return projects.set_line(one.key, said["number"], title, said["amount"], actor, party)
    if code == "result":
        facts = {name: said[name] for name in ("indicator", "baseline", "target")}
        return projects.set_result(
            one.key, said["number"], in_languages.said(form, "title"), actor, **facts, party=party
        )
    if code == "spend":
        return projects.spend(
            one.key, said["line"], said["on"], said["amount"], actor, said["note"], party, said["once"]
        )
    return projects.narrate(
        one.key, said["since"], said["until"], said["language"], said["text"], actor, party, said["once"]
    )


def party_of(request: HttpRequest, one: projects.Whole) -> str | None:
    """For whom the officer writes of a project; None where for nobody. A partner's officer, posted at the partner's
    code on the forum's own machine, speaks for it here and nowhere else."""
    try:
        return speaking.for_party(request, one.forum)
    except NotAllowed:
        if Role.PARTNER not in roles_of(request.user) or not one.forum or one.forum != speaking.own_forum():
            return None
    posted = postings().filter(officer=speaking.officer(request), role=Role.PARTNER.value).order_by("since", "key")
    code = posted.values_list("post", flat=True).first()
    return code if code in {one.donor, one.implements} else None


@opens_to(*READS)
@require_GET
def iati_file(request: HttpRequest, key: str) -> HttpResponse:
    """The project as an activity of IATI 2.03."""
    one = known(key)
    content = iati.activity(one, measures.measures(one.forum, project=key), reached(one), timezone.localdate())
    answer = HttpResponse(content, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="iati-{_plain(one.code)}.xml"'
    return answer


@opens_to(*READS)
@require_GET
def file(request: HttpRequest, key: str) -> HttpResponse:
    """The project as a workbook."""
    one = known(key)
    names = names_of(one.forum)
    rows = [words.row(each, names) for each in measures.measures(one.forum, project=key)]
    results = [_result(line, one) for line in one.results]
    return workbook(project_file.written(_row(one, names), results, rows), f"project-{_plain(one.code)}")


def _plain(code: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "-" for letter in code)


def known(key: str) -> projects.Whole:
    """The project. Raises Http404."""
    try:
        return projects.one(key)
    except NotAllowed as unknown:
        raise Http404 from unknown
