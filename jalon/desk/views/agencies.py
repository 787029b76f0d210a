"""The agencies' own pages: who stands or passed here, one case with its checks; and what the desk sees of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jalon.agencies import checking, standing
from jalon.agencies.facts import FACTS, LABELS, Subject, seen_by
from jalon.agencies.models import Check
from jalon.agencies.tables import AGENCIES, RESULTS, TRAVELLER
from jalon.crossings.inspection import LONGEST_MRZ, CannotInspect, shown_by_mrz
from jalon.crossings.models import Shift
from jalon.crossings.rules import NotAllowed
from jalon.desk import seen, words
from jalon.desk.views.at_the_desk import FIRST_LINE, on_duty, page, sent_only
from jalon.staff.postings import name_of, roles_of
from jalon.web.gate import Role, opens_to

OF_AGENCIES = tuple(Role(agency) for agency in AGENCIES)
KEYS = ("F3", "F4", "F7")  # of the checks, in their order
# In a line of the list: who or what it is. The rest stands on the page of the case.
TITLE = {TRAVELLER: "name", "vehicle": "kind"}
BESIDE_TITLE = ("plate", "load", "document", "age", "sex", "direction", "origin", "outcome")


def of_an_agency(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is given the agency for which the officer serves; who serves for several says which in the address."""

    @wraps(view)
    def with_agency(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = [agency for agency in AGENCIES if Role(agency) in roles_of(request.user)]
        wished = request.GET.get("as") or request.session.get("agency")
        agency = wished if wished in held else held[0]
        request.session["agency"] = agency
        try:
            return view(request, agency, *args, **kwargs)
        except NotAllowed as rule:
            messages.error(request, words.rule(rule.code))
            return redirect("desk:agency")

    return with_agency


@opens_to(*OF_AGENCIES)
@require_http_methods(["GET", "POST"])
@of_an_agency
def agency(request: HttpRequest, of: str) -> HttpResponse:
    """Those who stand or passed here in this shift, the newest first; found by what this agency sees of them."""
    return _page(request, of, "list", **_list(request, of))


@opens_to(*OF_AGENCIES)
@require_POST
@of_an_agency
def agency_list(request: HttpRequest, of: str) -> HttpResponse:
    """The list alone, as the page asks for it again and again."""
    return page(request, "agencies/_list", **_list(request, of))


@opens_to(*OF_AGENCIES)
@require_POST
@of_an_agency
def agency_swipe(request: HttpRequest, of: str) -> HttpResponse:
    """The document of somebody who stands before the agency opens their case: nothing is typed, nothing kept of it."""
    try:
        number = shown_by_mrz(request.POST.get("mrz", "")[:LONGEST_MRZ]).fields.get("document_number") or ""
    except CannotInspect as cannot:
        for problem in cannot.reading.problems:
            messages.error(request, problem.sentence(words.language()))
        return redirect("desk:agency")
    found = standing.by_document(number)
    if found is None:
        messages.warning(request, _("The desk has not seen this document in this shift: the desk comes first."))
        return redirect("desk:agency")
    shown = found.group if found.group and not AGENCIES[of].lists_passengers else found.key
    return redirect("desk:agency_case", shown)


@opens_to(*OF_AGENCIES)
@require_http_methods(["GET", "POST"])
@of_an_agency
def agency_case(request: HttpRequest, of: str, key: str) -> HttpResponse:
    """One traveller or vehicle: what this agency may see, and its own checks. That it was opened is recorded first."""
    officer = request.user.officer  # type: ignore[union-attr]
    subject = checking.open_case(key, of, officer)
    act = request.POST.get("act", "")
    if act in {"save", "call", "in_order"}:
        said = checking.as_wished(of, subject.kind, request.POST.dict(), all_in_order=act == "in_order")
        checking.check(key, of, officer, said, hold=act == "call")
        done = _("The desk is asked to wait and to come.") if act == "call" else _("Saved.")
        messages.success(request, done)
        return redirect("desk:agency_case", key) if act == "call" else redirect("desk:agency")
    before = checking.checks_of(key, of)
    aboard = standing.aboard(subject) if subject.kind != TRAVELLER and AGENCIES[of].lists_passengers else []
    vehicle = standing.subject_of(subject.group) if subject.group else None
    return _page(
        request,
        of,
        "case",
        title=_title(of, subject),
        facts=_facts(of, subject),
        checks=_questions(of, subject, before[0][1] if before else {}),
        earlier=[_earlier(of, row, results) for row, results in before],
        call=before[0][0] if before and before[0][0].hold else None,
        came=name_of(before[0][0].answered_by) if before and before[0][0].answered_by else "",
        aboard=[_line(of, one, checking.done_for(of, [one.key])) for one in aboard],
        vehicle=_line(of, vehicle, {}) if vehicle else None,
    )


@opens_to(*FIRST_LINE)
@require_POST
def agency_calls(request: HttpRequest) -> HttpResponse:
    """For the desk: where an agency asks to hold somebody a moment."""
    return page(request, "agencies/_calls", agency_calls=calls())


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def answer_call(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Somebody of the desk goes there: the agency sees who."""
    checking.answer(get_object_or_404(Check, key=key), present)
    return redirect("desk:desk")


def calls() -> list[dict[str, Any]]:
    """Each call in words; no reason is given, it is said on the spot."""
    found = []
    for call in checking.calls():
        subject = standing.subject_of(call.subject)
        if subject is not None:
            name = FACTS["name"](subject) if subject.kind == TRAVELLER else _vehicle(subject)
            agency_name = AGENCIES[call.agency].name
            found.append({"key": call.key, "time": seen.clock(call.at), "agency": agency_name, "name": name})
    return found


def _vehicle(subject: Subject) -> str:
    return f"{FACTS['kind'](subject)} {FACTS['plate'](subject)}".strip()


def _list(request: HttpRequest, of: str) -> dict[str, Any]:
    sought = request.POST.get("sought", "")[:60]
    found = standing.lines(of, sought)
    keys = [one.key for line in found for one in (line.subject, *line.aboard)]
    done = checking.done_for(of, keys)
    lines = [
        _line(of, line.subject, done) | {"aboard": [_line(of, one, done) for one in line.aboard]} for line in found
    ]
    waiting = [one for line in lines for one in (line["aboard"] or [line]) if not one["done"]]
    if waiting:
        waiting[0]["next"] = True  # Enter opens it
    return {"lines": lines, "sought": sought}


def _line(of: str, subject: Subject, done: dict[str, Check]) -> dict[str, Any]:
    shown, check = seen_by(of, subject), done.get(subject.key)
    return {
        "url": reverse("desk:agency_case", args=[subject.key]),
        "time": shown.get("passed_at", ""),
        "title": _title(of, subject),
        "vehicle": subject.kind != TRAVELLER,
        "facts": [{"code": code, "said": shown[code]} for code in BESIDE_TITLE if shown.get(code)],
        "done": check is not None and check.done,
        "begun": check is not None and not check.done,
        "calls": check is not None and check.hold and not check.answered_by,
        "came": check is not None and check.hold and bool(check.answered_by),
    }


def _title(of: str, subject: Subject) -> str:
    return seen_by(of, subject)[TITLE[subject.kind]]


def _facts(of: str, subject: Subject) -> list[dict[str, Any]]:
    shown = seen_by(of, subject)
    return [{"code": code, "label": LABELS[code], "said": said} for code, said in shown.items() if said]


def _questions(of: str, subject: Subject, last: dict[str, str]) -> list[dict[str, Any]]:
    asked = AGENCIES[of].asked_of(subject.kind)
    return [
        {
            "code": code,
            "label": one.label,
            "key": key,
            "results": [
                {"code": result, "label": RESULTS[result], "selected": last.get(code) == result}
                for result in one.results
            ],
        }
        for key, (code, one) in zip(KEYS, asked.items(), strict=False)
    ]


def _earlier(of: str, row: Check, results: dict[str, str]) -> dict[str, Any]:
    checks = AGENCIES[of].checks
    return {
        "time": seen.clock(row.at),
        "officer": name_of(row.officer),
        "results": [{"label": checks[code].label, "result": RESULTS[result]} for code, result in results.items()],
        "hold": row.hold,
    }


def _page(request: HttpRequest, of: str, template: str, **context: Any) -> HttpResponse:
    held = [agency for agency in AGENCIES if Role(agency) in roles_of(request.user)]
    others = [{"code": one, "name": AGENCIES[one].name} for one in held if one != of]
    sees = [LABELS[code] for code in AGENCIES[of].finds_by]
    common = {"agency": AGENCIES[of].name, "other_agencies": others, "finds_by": sees}
    return page(request, f"agencies/{template}", **common, **context)
