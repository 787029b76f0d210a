"""Assessments at the headquarters: filled and read as at a post, compared between posts and with the nation, and the
gaps of the whole state, each a step from a measure."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_GET

from jalon.capacity import assessing, assessment_pages, assessment_seen, comparing, gaps
from jalon.capacity import checklist as lists
from jalon.capacity import words_of_assessments as words
from jalon.capacity.assessment_pages import Door
from jalon.capacity.checklist import Checklist
from jalon.capacity.places import our_posts
from jalon.cooperation import measures
from jalon.cooperation.library import LIBRARY
from jalon.cooperation.texts import in_language
from jalon.cooperation.themes import THEMES
from jalon.headquarters import assessments_drawn
from jalon.staff.postings import roles_of
from jalon.web.gate import Role, opens_to

PLANNING = "/promises/measures/plan/"  # where a measure is planned, at a machine that has the page
GAPS_SHOWN = 50
OFFICE = (Role.NATIONAL_DESK,)
DOOR = Door("headquarters", OFFICE, "headquarters/assessments/page.html", our_posts, assessments_drawn.over_time)


@opens_to(*OFFICE)
@require_GET
def assessments_compare(request: HttpRequest) -> HttpResponse:
    """A checklist over time, theme by theme, one post or the nation among the others; and the last of each post."""
    one = lists.checklist(request.GET.get("checklist", "")) or lists.newest()[0]
    posts = our_posts()
    names = assessment_seen.post_names(posts)
    post = request.GET.get("post", "") if request.GET.get("post", "") in names else ""
    over_time = comparing.compared(one, assessing.made(posts, one.code))
    last = comparing.between_posts(one)
    return render(
        request,
        "headquarters/assessments/compare.html",
        {
            "checklists": [_offered(other, other is one) for other in lists.newest()],
            "checklist": one.code,
            "post": post,
            "posts": names,
            "made": len(over_time.made),
            "drawn": assessments_drawn.over_time(over_time, post) if over_time.made else "",
            "footing": assessment_pages.footing(over_time),
            "table": assessments_drawn.between_posts(last),
            "footing_of_posts": assessment_pages.footing(last),
        },
    )


def _offered(one: Checklist, here: bool) -> dict[str, Any]:
    return {"code": one.code, "title": words.titled(one), "here": here}


@opens_to(*OFFICE)
@require_GET
def gaps_page(request: HttpRequest) -> HttpResponse:
    """The open gaps of the state, ranked; of one theme, level or post where it is asked."""
    posts = our_posts()
    names = assessment_seen.post_names(posts)
    asked = {name: request.GET.get(name, "") for name in ("theme", "level", "post")}
    found = gaps.gaps([asked["post"]] if asked["post"] in names else posts)
    themes = {one.promises for one in found}
    shown = [
        one
        for one in found
        if (not asked["theme"] or one.promises == asked["theme"])
        and (not asked["level"] or one.level == asked["level"])
    ]
    matching = len(shown)
    if not request.GET.get("all"):
        shown = shown[:GAPS_SHOWN]
    planned = _planned([one.ref for one in shown])
    rows = [
        assessment_seen.gap(one, names) | {"measures": planned.get(one.ref, 0), "library_title": _library(one.library)}
        for one in shown
    ]
    return render(
        request,
        "headquarters/assessments/gaps.html",
        {
            "door": DOOR.namespace,
            "gaps": rows,
            "in_all": len(found),
            "matching": matching,
            "more": matching - len(shown),
            "query": urlencode({name: value for name, value in asked.items() if value} | {"all": 1}),
            "plan": _plan(),
            "may_plan": True,
            "asked": asked,
            "themes": {code: _theme(code) for code in sorted(themes)},
            "levels": words.LEVELS,
            "posts": names,
        },
    )


def _planned(refs: list[str]) -> dict[str, int]:
    """Reference of a gap -> how many measures speak of it."""
    found = Counter(one.gap for one in measures.measures(None))
    return {ref: found[ref] for ref in refs}


def _plan() -> str:
    """Where a measure is planned; empty where this program has no such page."""
    try:
        resolve(PLANNING)
    except Resolver404:
        return ""
    return PLANNING


def _theme(code: str) -> str:
    return str(THEMES.get(code, code))


def _library(code: str) -> str:
    """What a measure of the library is called; empty where the library does not hold it."""
    return in_language(LIBRARY[code].title) if code in LIBRARY else ""


def beside(request: HttpRequest, post: str) -> dict[str, Any]:
    """The last assessment of each checklist at a post, and when the next is due: what `headquarters/capacity/
    _assessments.html` shows. Whoever may not open them sees the scores without a link."""
    names = assessment_seen.post_names([post])
    order = {one.code: at for at, one in enumerate(lists.newest())}
    found = [assessment_seen.due(one, names) for one in assessing.due([post])]
    return {
        "assessments": sorted(found, key=lambda one: order[one["checklist"]]),
        "may_assess": bool(roles_of(request.user) & frozenset(OFFICE)),
    }
