"""The perception survey: a form filled in, on the page or from paper; what the answers show."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.cooperation import forums, surveys
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.cooperation.texts import LANGUAGES, in_language
from jalon.posts.models import Post
from jalon.secretariat import menu, paper, speaking, survey_drawn
from jalon.secretariat.forms.figures import Answered
from jalon.secretariat.roles import READS
from jalon.secretariat.words import figures as words
from jalon.secretariat.words import not_allowed
from jalon.staff.postings import roles_of, standing
from jalon.statistics.suppression import ALL
from jalon.web import printing
from jalon.web.gate import Role, opens_to

HERE = "secretariat:survey"
# A partner, and the leader of another post, fill it in too: whoever is asked about fills it in least of all.
FILLS = READS | {Role.SHIFT_LEADER}
PAPER_SIZES = (13, 12, 11, 10, 9)


@opens_to(*READS)
@require_GET
def survey(request: HttpRequest, forum: str) -> HttpResponse:
    """What the answers show, question by question, and the baseline beside now."""
    id = speaking.of_address(forum)
    form = surveys.newest()
    by = request.GET.get("by", "")
    by = by if by in surveys.GROUPED_BY else surveys.QUARTER
    rows = surveys.answered(id, form.id)
    quarters = sorted({surveys.quarter_name(row.day) for row in rows})
    baseline, now = _two(request, quarters)
    found = surveys.results(id, form.id, by)
    context = menu.frame(request, id, HERE) | {
        "title": in_language(form.title),
        "by": [{"code": code, "word": words.GROUPED_BY[code], "here": code == by} for code in surveys.GROUPED_BY],
        "questions": [_question(one, by) for one in found],
        "compared": _compared(surveys.results(id, form.id), baseline, now),
        "baseline": baseline,
        "now": now,
        "quarters": quarters,
        "forms": len(rows) if not rows or len(rows) >= settings.JALON_SMALL_CELL else None,
        "at_home": _at_home(id, form.id),
        "threshold": settings.JALON_SMALL_CELL,
        "chosen": by,
        "fills": speaking_for(request, id) is not None,
        "languages": LANGUAGES,
    }
    return render(request, "secretariat/surveys/survey.html", context)


def _at_home(forum: str, form: str) -> int:
    """In a forum, how many forms this state keeps among its own, where its evaluations count them; no number of few."""
    number = len(surveys.answered("", form)) if forum and own_party() else 0
    return number if number >= settings.JALON_SMALL_CELL else 0


def _two(request: HttpRequest, quarters: list[str]) -> tuple[str, str]:
    """The baseline and the quarter beside it: the first and the last, where nobody says otherwise."""
    then, now = request.GET.get("then", ""), request.GET.get("now", "")
    first, last = (quarters[0], quarters[-1]) if quarters else ("", "")
    return then if then in quarters else first, now if now in quarters else last


def _compared(found: list[surveys.Shown], baseline: str, now: str) -> dict[str, Any] | None:
    if not baseline or baseline == now:
        return None
    rows = surveys.compared(found, baseline, now)
    return {
        "rows": [
            {
                "text": one.question.text,
                "then": words.percent(one.then),
                "now": words.percent(one.now),
                "points": _points(one.points),
                "better": None if one.points is None else one.points > 0,
                "drawn": survey_drawn.two(one.then, one.now),
            }
            for one in rows
        ]
    }


def _points(points: float | None) -> str:
    if points is None:
        return "—"
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{abs(round(points))}"


def _question(one: surveys.Shown, by: str) -> dict[str, Any]:
    groups = [*one.groups, ALL] if len(one.groups) > 1 else list(one.groups)
    return {
        "text": one.question.text,
        "good": bool(one.question.good),
        "kept_back": not one.forms,
        "choices": [
            {"text": choice.text, "good": choice.code in one.question.good, "tone": tone}
            for tone, choice in enumerate(one.question.choices)
        ],
        "groups": [
            {
                "name": _group(group, by),
                "forms": one.forms.get(group),
                "cells": [
                    {
                        "choice": choice.text,
                        "number": one.numbers.get((choice.code, group)),
                        "share": words.percent(one.share(choice.code, group)),
                    }
                    for choice in one.question.choices
                ],
                "good": words.percent(one.good.get(group)) if one.question.good else "",
                "drawn": survey_drawn.bar([one.share(choice.code, group) for choice in one.question.choices]),
            }
            for group in groups
        ],
    }


def _group(group: str, by: str) -> str:
    if group == ALL:
        return _("All together")
    if by == surveys.AUDIENCE:
        return str(words.AUDIENCES.get(group, group))
    if by == surveys.PLACE:
        return Post.objects.filter(code=group).values_list("name", flat=True).first() or group
    return group


def speaking_for(request: HttpRequest, forum: str) -> str | None:
    """For whom an officer fills the form in: his own party; a partner's. None where he fills in none."""
    roles = roles_of(request.user)
    try:
        return speaking.for_party(request, forum)
    except NotAllowed:
        pass
    if Role.PARTNER in roles:
        posted = standing().filter(officer=speaking.officer(request), role=Role.PARTNER.value)
        code = posted.order_by("since", "key").values_list("post", flat=True).first() or ""
        return code if forum and forums.is_member(code, forum) else None
    if Role.SHIFT_LEADER in roles and not forum:
        return own_party()
    return None


@opens_to(*FILLS)
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, forum: str) -> HttpResponse:
    """One form, as it is answered on the spot or keyed from paper; the place and the day stay for the next."""
    id = speaking.of_address(forum)
    party = speaking_for(request, id)
    asked = request.POST.get("audience") or request.GET.get("audience") or surveys.TRAVELLER
    audience = asked if asked in surveys.AUDIENCES else surveys.TRAVELLER
    shape = surveys.newest()
    initial = {"place": request.GET.get("place", "")[:120], "day": request.GET.get("day") or timezone.localdate()}
    form = Answered(request.POST or None, form=shape, audience=audience, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if party is None:
                raise NotAllowed("speaks_for_nobody")
            surveys.answer(
                shape.id,
                said["place"],
                said["day"],
                audience,
                form.answers(),
                id,
                speaking.officer(request),
                party,
                post=_post(said["place"]),
            )
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved: the form is recorded. The next one is ready."))
            there = redirect("secretariat:survey_fill", forum)
            again = {"audience": audience, "place": said["place"], "day": said["day"].isoformat()}
            there["Location"] += f"?{urlencode(again)}"
            return there
    context = menu.frame(request, id, HERE) | {
        "form": form,
        "before": in_language(shape.before),
        "title": in_language(shape.title),
        "audience": audience,
        "audiences": [
            {"code": code, "word": words.AUDIENCES[code], "here": code == audience} for code in surveys.AUDIENCES
        ],
        "places": surveys.places(id),
        "may": party is not None,
        "reads": bool(roles_of(request.user) & READS),
    }
    return render(request, "secretariat/surveys/fill.html", context)


def _post(place: str) -> str:
    """The code of a post that is written by its code or, where only one bears it, by its name."""
    found = Post.objects.filter(code__iexact=place.strip()).values_list("code", flat=True).first()
    named = list(Post.objects.filter(name__iexact=place.strip()).values_list("code", flat=True)[:2])
    return found or (named[0] if len(named) == 1 else "")


@opens_to(*FILLS)
@require_GET
def form_pdf(request: HttpRequest, forum: str, audience: str) -> HttpResponse:
    """The form on paper, in the language that is asked for, one sheet."""
    speaking.of_address(forum)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else (get_language() or "fr")[:2]
    audience = audience if audience in surveys.AUDIENCES else surveys.TRAVELLER
    shape = surveys.newest()
    try:
        with translation.override(language):
            made = paper.fitted(
                "secretariat/surveys/paper.html",
                {
                    "title": in_language(shape.title),
                    "before": in_language(shape.before),
                    "audience": words.AUDIENCES[audience],
                    "questions": shape.of(audience),
                    "id": shape.id,
                },
                "secretariat/survey_paper.css",
                PAPER_SIZES,
            )
            file = paper.bound([made], in_language(shape.title))
    except printing.NoPango:
        messages.warning(request, _("This machine lacks the libraries that lay out a PDF."))
        return redirect("secretariat:survey_fill", forum)
    return paper.answer(file, f"{shape.id}-{audience}-{language}.pdf")
