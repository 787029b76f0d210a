"""Search among those who passed: a reason first, then people, documents, vehicles; then the history of one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from jalon.adjudication import consulting, history, past, searching
from jalon.adjudication.adjudicating import NotAllowed
from jalon.adjudication.models import PastPerson, PastPlate, Reading
from jalon.headquarters import words, words_of_hits
from jalon.headquarters.forms_adjudication import Search
from jalon.headquarters.views.adjudication import ADJUDICATION, _event, _nav, _officer
from jalon.screening.person import Person
from jalon.staff.postings import roles_of
from jalon.web.gate import Role, opens_to

ASKED = ("name", "birth_date", "document_number", "plate", "reference")


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Ask, with a reason; the entry stands before anything is looked up."""
    form = Search(request.POST or None)
    context: dict[str, Any] = {"form": form, "nav": _nav(request, "search"), "searched": False}
    if request.method == "POST" and form.is_valid():
        question = {name: form.cleaned_data[name] for name in ASKED if form.cleaned_data[name]}
        try:
            key = consulting.search(question, form.cleaned_data["reason"], _officer(request))
        except NotAllowed as rule:
            form.add_error(None, words_of_hits.rule(rule.code))
        else:
            context |= _found(key, question)
    return render(request, ADJUDICATION + "search.html", context)


def _found(key: str, question: dict[str, Any]) -> dict[str, Any]:
    people, plates = searching.people(question), searching.plates(question)
    posts = words_of_hits.posts({one.post for one in plates} | {one.last.post for one in people if one.last})
    return {
        "searched": True,
        "people": [_someone(one, key, posts) for one in people],
        "plates": [_plate(one, key, posts) for one in plates],
        "asked_plate": bool(question.get("plate")),
        "asked_person": bool(set(question) - {"plate", "reference"}),
    }


def _someone(one: searching.Someone, key: str, posts: dict[str, str]) -> dict[str, Any]:
    return {
        **_said(one.found.said),
        "percent": round(100 * one.found.score),
        "reasons": [_reason(reason) for reason in one.found.reasons if reason["code"] not in {"nationality_same"}],
        "times": one.times,
        "last": words_of_hits.moment(one.last.passed_at) if one.last else "",
        "post": posts.get(one.last.post, one.last.post) if one.last else "",
        "url": reverse("headquarters:history", args=[key, one.found.person.hex]),
    }


def _reason(reason: dict[str, Any]) -> str:
    if reason["code"] == "number_alike":
        return words_of_hits.number_alike(reason["parameters"]["number"])
    return words_of_hits.reason(reason)


def _said(person: Person) -> dict[str, Any]:
    """The particulars of somebody, in words."""
    return {
        "name": " / ".join(one.text for one in person.names) or "—",
        "born": words_of_hits.partial_date(person.birth_dates[0].text) if person.birth_dates else "",
        "nationality": words.state(person.nationalities[0]) if person.nationalities else "",
        "document": person.document_numbers[0].number if person.document_numbers else "",
        "issued": words.state(person.document_numbers[0].state) if person.document_numbers else "",
    }


def _plate(one: PastPlate, key: str, posts: dict[str, str]) -> dict[str, Any]:
    reading = Reading.objects.filter(inspection=one.about).order_by("-standing").first() if one.about else None
    return {
        "plate": one.written,
        "kind": words_of_hits.kind_of_plate(one.what),
        "when": words_of_hits.moment(one.at),
        "post": posts.get(one.post, one.post),
        "direction": words_of_hits.direction(one.direction),
        "url": reverse("headquarters:history", args=[key, reading.person.hex]) if reading else "",
    }


@opens_to(Role.NATIONAL_DESK)
@require_GET
def somebody(request: HttpRequest, key: str, person: str) -> HttpResponse:
    """The history of one person over all posts, opened from a search."""
    try:
        who = uuid.UUID(hex=person)
    except ValueError:
        raise Http404 from None
    row = PastPerson.objects.filter(id=who).first()
    try:
        consulting.open_history(key, who.hex, _officer(request))
    except NotAllowed as rule:
        messages.error(request, words_of_hits.rule(rule.code))
        return redirect("headquarters:search")
    if row is None:
        raise Http404
    events = history.of(who, roles_of(request.user))
    posts = words_of_hits.posts({one.post for one in events})
    return render(
        request,
        ADJUDICATION + "history.html",
        {
            "who": _said(past.read(row.person)),
            "events": [_event(one, posts) for one in events],
            "nav": _nav(request, "search"),
        },
    )
