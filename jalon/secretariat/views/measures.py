"""Measures: the list and its calendar, the library, one planned (also from a gap), what becomes of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.capacity import gaps
from jalon.capacity.models import Asset, Training
from jalon.cooperation import challenges, measures, practices, projects, standing
from jalon.cooperation.forums import forums_name, is_member
from jalon.cooperation.library import LIBRARY, sorted_by
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.cooperation.texts import in_language
from jalon.cooperation.themes import THEMES
from jalon.secretariat import gantt, gap_asked, menu, speaking
from jalon.secretariat.forms import in_languages
from jalon.secretariat.forms.measures import Amend, Link, Plan, Search, TellMeasure
from jalon.secretariat.forms.recommendations import codes
from jalon.secretariat.pages import paged
from jalon.secretariat.roles import READS, WRITES
from jalon.secretariat.views.recommendations import attempt, names_of, party_choices
from jalon.secretariat.words import measures as words
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words.forums import LEVELS
from jalon.secretariat.words.toned import toned
from jalon.web.days import date_format
from jalon.web.gate import opens_to

MENU = "secretariat:measures"


@opens_to(*READS)
@require_GET
def register(request: HttpRequest, forum: str) -> HttpResponse:
    """Every measure of a forum, as a calendar and as a list."""
    id = speaking.of_address(forum)
    form = Search(request.GET or None, parties=party_choices(id))
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    names = names_of(id)
    found = [
        one
        for one in measures.measures(id)
        if (not said.get("level") or one.level == said["level"])
        and (not said.get("owner") or one.owner == said["owner"])
        and (not said.get("state") or one.state == said["state"])
        and (not said.get("late") or one.late)
    ]
    page = paged(request, found)
    rows = [words.row(one, names) for one in page.rows]
    figures = [(label, sum(one.state == state for one in found)) for state, (label, *_rest) in words.STATES.items()]
    return render(
        request,
        "secretariat/measures/measures.html",
        menu.frame(request, id, MENU)
        | {
            "form": form,
            "measures": rows,
            "page": page,
            "figures": [*figures, (_("Late"), sum(one.late for one in found))],
            "calendar": gantt.drawn(rows, timezone.localdate()),
            "query": page.rest,
        },
    )


@opens_to(*READS)
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """The library of measures, by level and theme."""
    level, theme = request.GET.get("level", ""), request.GET.get("theme", "")
    forum = _forum_asked(request)
    rows = [
        {
            "one": one,
            "title": in_language(one.title),
            "takes": in_language(one.takes),
            "known_by": in_language(one.known_by),
            "levels": [LEVELS[code] for code in one.levels],
            "themes": [THEMES[code] for code in one.themes],
        }
        for one in sorted_by(level, theme)
    ]
    context = menu.frame(request, forum, MENU) | {"rows": rows, "level": level, "theme": theme}
    return render(
        request,
        "secretariat/measures/library.html",
        context | {"levels": list(LEVELS.items()), "themes": list(THEMES.items())},
    )


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan one: ?recommendation=KEY, ?gap=REF, ?library=CODE, ?practice=KEY, ?forum=ADDRESS begin it."""
    forum, gap = _forum_asked(request), gap_asked.of(request)
    form = _planning(request, forum, gap)
    if request.method == "POST" and form.is_valid():
        facts = form.facts() | ({"gap": gap.ref} if gap else {})
        key = attempt(form, lambda: _plan(request, forum, facts))
        if key is not None:
            messages.success(request, _("The measure is planned."))
            return redirect("secretariat:measure", key)
    lends = LIBRARY.get(str(form["library"].value() or ""))
    return render(
        request,
        "secretariat/measures/plan.html",
        menu.frame(request, forum, MENU)
        | {
            "form": form,
            "gap": gap,
            "texts": {name: in_languages.bound(form, name) for name in ("title", "text")},
            "lends": {"takes": in_language(lends.takes), "known_by": in_language(lends.known_by)} if lends else None,
        },
    )


def _forum_asked(request: HttpRequest) -> str:
    """The forum of the recommendation that is named, or the one that is; else this machine's own."""
    key = request.GET.get("recommendation") or request.POST.get("recommendation") or ""
    known = next(iter(standing.several([key])), None) if key else None
    if known is not None:
        return known.forum
    name = request.GET.get("forum") or request.POST.get("forum")
    return speaking.of_address(name) if name else "" if own_party() else speaking.own_forum()


def _planning(request: HttpRequest, forum: str, gap: gap_asked.Asked | None) -> Plan:
    asked, names = request.GET, names_of(forum)
    begun: dict[str, Any] = {name: asked.get(name, "") for name in ("recommendation", "library", "project", "line")}
    if gap is not None:
        begun |= {"library": asked.get("library") or gap.measure, "level": gap.level, "posts": gap.posts}
    whom = speaking.for_whom(request, forum)
    begun["owner"] = next(iter(whom), "")
    lends = LIBRARY.get(begun["library"])
    if lends is not None:
        begun |= in_languages.initial("title", dict(lends.title))
        begun["level"] = begun.get("level") or lends.levels[0]
    if known := next(iter(standing.standing(forum, of=[begun["recommendation"]])), None):
        begun |= {"level": known.level, "posts": " ".join(known.posts), "ends": known.due}
    return Plan(
        request.POST or None,
        initial=begun,
        owners=[(code, names.get(code, code)) for code in whom if code] or party_choices(forum),
        parties=party_choices(forum),
        recommendations=_offered(forum),
        projects=[(one.key, f"{one.code} – {in_language(one.title)[:60]}") for one in projects.projects(forum)],
    )


def _offered(forum: str) -> list[tuple[str, str]]:
    """The recommendations that a measure may serve: those of a forum; where none is named, all that stand here."""
    found = [one for one in standing.standing(forum or None, late=False) if one.state in standing.LIVE]
    names = {one.forum: forums_name(one.forum) for one in found if one.forum and not forum}
    return [(one.key, _line(one, names.get(one.forum, ""))) for one in found]


def _line(one: standing.Standing, forum: str) -> str:
    said = f"{one.number} – {in_language(one.texts)[:80]}"
    return f"{forum} · {said}" if forum else said


def _plan(request: HttpRequest, forum: str, facts: dict[str, Any]) -> str:
    owner = facts.get("owner") or speaking.for_party(request, forum)
    party = speaking.may_write_for(request, forum, owner) if forum else own_party()
    return measures.plan(facts, speaking.officer(request), forum, party)


@opens_to(*READS)
@require_GET
def measure(request: HttpRequest, key: str) -> HttpResponse:
    """One measure: what it is, how it went, what it touches."""
    return _page(request, known(key))


def _page(request: HttpRequest, one: measures.Done, **bound: Any) -> HttpResponse:
    names, ours = names_of(one.forum), may_write(request, one)
    recommendation = next(iter(standing.standing(one.forum, of=[one.recommendation])), None)
    lends = LIBRARY.get(one.library)
    return render(
        request,
        "secretariat/measures/measure.html",
        menu.frame(request, one.forum, MENU)
        | {
            "row": words.row(one, names),
            "one": one,
            "ours": ours,
            "gap": _gap_name(one.gap),
            "recommendation": recommendation,
            "project": next((each for each in projects.projects(one.forum) if each.key == one.project), None),
            "practice": next((each for each in practices.practices(None) if each.key == one.practice), None),
            "known_by": in_language(lends.known_by) if lends else "",
            "challenges": [each for each in challenges.standing(one.forum) if key_blocked(each, one.key)],
            "assets": list(Asset.objects.filter(key__in=one.assets)) if ours else [],
            "trainings": list(Training.objects.filter(key__in=one.trainings)) if ours else [],
            "steps": [_step(fact, names) for fact in measures.facts(one.key)],
            "forms": _forms(one, bound) if ours else None,
        },
    )


def _gap_name(ref: str) -> str:
    """What a gap says is lacking; empty where it is not known here."""
    found = gaps.named(ref) if ref else None
    return in_language(found.name) if found else ""


def key_blocked(challenge: challenges.Stands, key: str) -> bool:
    return not challenge.overcome and key in challenge.blocks


def _forms(one: measures.Done, bound: dict[str, Any]) -> dict[str, Any]:
    projects_of = [(each.key, each.code) for each in projects.projects(one.forum)]
    amended = {name: getattr(one, name) for name in ("starts", "ends", "office", "partner", "means", "project", "line")}
    touched = {"posts": " ".join(one.posts), "assets": list(one.assets), "trainings": list(one.trainings)}
    return {
        "tell": bound.get("tell") or TellMeasure(initial={"state": one.state}),
        "link": bound.get("link") or Link(initial=touched, **_touchable()),
        "amend": bound.get("amend") or Amend(initial=amended, parties=party_choices(one.forum), projects=projects_of),
    }


def _touchable() -> dict[str, list[tuple[str, str]]]:
    assets = Asset.objects.order_by("post", "label")
    trainings = Training.objects.order_by("-on")
    return {
        "assets": [(one.key, f"{one.post} · {one.label}") for one in assets],
        "trainings": [(one.key, f"{one.title or one.kind} · {date_format(one.on)}") for one in trainings],
    }


def _step(fact: Any, names: dict[str, str]) -> dict[str, Any]:
    known_state = fact.what in words.STATES
    return {
        "tag": toned(words.STATES, fact.what) if known_state else None,
        "what": "" if known_state else words.MEASURE_STEPS.get(fact.what, fact.what),
        "on": fact.on,
        "note": fact.note,
        "who": names.get(fact.party, fact.party),
    }


@opens_to(*WRITES)
@require_POST
def tell(request: HttpRequest, key: str) -> HttpResponse:
    """How it stands, what it touches, or what is amended: `act` says which."""
    one, code = known(key), request.POST.get("act", "")
    if not may_write(request, one):
        messages.warning(request, not_allowed(NotAllowed("measure_of_another")))
        return redirect("secretariat:measure", key)
    form = _bound(request, one, code)
    if form.is_valid() and attempt(form, lambda: _tell(request, one, code, form) or True) is not None:
        messages.success(request, _("It is recorded."))
        return redirect("secretariat:measure", key)
    return _page(request, one, **{code: form})


def _bound(request: HttpRequest, one: measures.Done, code: str) -> Any:
    if code == "tell":
        return TellMeasure(request.POST)
    if code == "link":
        return Link(request.POST, **_touchable())
    if code == "amend":
        projects_of = [(each.key, each.code) for each in projects.projects(one.forum)]
        return Amend(request.POST, parties=party_choices(one.forum), projects=projects_of)
    raise Http404


def _tell(request: HttpRequest, one: measures.Done, code: str, form: Any) -> object:
    said, actor = form.cleaned_data, speaking.officer(request)
    party = one.owner if one.forum and speaking.keeps(request, one.forum) else speaking.for_party(request, one.forum)
    if code == "tell":
        return measures.tell(one.key, said["state"], said["on"], actor, said["note"], party)
    if code == "link":
        touched = {"posts": codes(said["posts"]), "assets": said["assets"], "trainings": said["trainings"]}
        return measures.link(one.key, actor, **touched, party=party)
    facts = {name: value for name, value in said.items() if name != "why"}
    return measures.amend(one.key, facts, said["why"], actor, party)


def known(key: str) -> measures.Done:
    """The measure. Raises Http404."""
    try:
        return measures.one(key)
    except NotAllowed as unknown:
        raise Http404 from unknown


def may_write(request: HttpRequest, one: measures.Done) -> bool:
    """Whether the officer speaks for its owner."""
    if one.owner not in speaking.for_whom(request, one.forum):
        return False
    return not one.forum or one.forum == speaking.own_forum() or is_member(own_party(), one.forum)
