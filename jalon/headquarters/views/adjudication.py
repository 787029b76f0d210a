"""Hits to decide, the case of each, cleared pairs, where posts and headquarters differ, the past matched again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from jalon.adjudication import adjudicating, cases, consulting, found, history, matching, rematching
from jalon.adjudication.models import Carried, Hit, Reading, Standing
from jalon.crossings.particulars import corrections
from jalon.headquarters import words, words_of_hits
from jalon.headquarters.forms_adjudication import Clearing, Confirming, Deciding, Reopening
from jalon.screening.person import Person
from jalon.staff.postings import roles_of
from jalon.web.gate import Role, opens_to

ADJUDICATES = (Role.NATIONAL_DESK, Role.PROTECTION)
ROWS = 200
ADJUDICATION = "headquarters/adjudication/"


@opens_to(*ADJUDICATES)
@require_GET
def hits(request: HttpRequest) -> HttpResponse:
    """The queue: it names nobody. Opening a case does, and is recorded."""
    roles = roles_of(request.user)
    rows = cases.queue(roles)
    posts = words_of_hits.posts({row["hit"].post for row in rows})
    running = [words_of_hits.rematch(job) for job in rematching.progress() if job.state == "running"]
    return render(
        request,
        ADJUDICATION + "hits.html",
        {
            "waiting": [_waiting(row, posts) for row in rows],
            "count": cases.count_open(roles),
            "lag": matching.lag(),
            "running": running,
            "nav": _nav(request, "hits"),
        },
    )


def _waiting(row: dict[str, Any], posts: dict[str, str]) -> dict[str, Any]:
    hit, stands = row["hit"], row["standing"]
    return {
        **_plainly(hit),
        "post": posts.get(hit.post, hit.post),
        "passed": words_of_hits.moment(hit.passed_at),
        "times": row["times"],
        "proposed": stands is not None and stands.said == "proposed",
        "again": stands is not None and stands.said in cases.SETTLES,
        "stands": words_of_hits.said(stands.said) if stands else "",
        "late": hit.found_by == found.REMATCH,
    }


def _plainly(hit: Hit) -> dict[str, Any]:
    """A hit without any name."""
    return {
        "url": reverse("headquarters:case", args=[hit.case]),
        "title": hit.facts["rules"]["title"],
        "asked": words_of_hits.asked(hit),
        "shape": words_of_hits.shape(hit),
        "grave": hit.action in {"arrest", "refuse"} or hit.protected,
        "protected": hit.protected,
        "percent": round(100 * hit.score),
        "agrees": words_of_hits.agrees(hit),
        "at_post": words_of_hits.at_post(hit),
        "differs": hit.at_post in found.DISAGREEMENTS,
    }


@opens_to(*ADJUDICATES)
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, key: str) -> HttpResponse:
    """One case: both records side by side, what was decided before, and the decision."""
    officer, roles = _officer(request), roles_of(request.user)
    times = cases.hits_of(key, roles)
    if not times:
        raise Http404
    acts = _forms(request)
    if request.method == "POST":
        answer = _decide(request, key, times[0], acts)
        if answer is not None:
            return answer
    consulting.open_case(key, officer)
    return render(request, ADJUDICATION + "case.html", _case(request, times, acts))


# The button pressed → its form.
FORMS = {
    "confirm": Confirming,
    "clear": Clearing,
    "agree": Deciding,
    "refuse": Deciding,
    "reopen": Reopening,
}


def _forms(request: HttpRequest) -> dict[str, Any]:
    """A form of each kind; the one that was sent is filled."""
    sent = request.POST.get("act")
    return {name: form(request.POST if name == sent else None, auto_id=f"{name}_%s") for name, form in FORMS.items()}


def _decide(request: HttpRequest, key: str, hit: Hit, acts: dict[str, Any]) -> HttpResponse | None:
    """Carry the decision out; None where something is to be put right first."""
    act, officer = request.POST.get("act", ""), _officer(request)
    form = acts.get(act)
    if form is None or not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        if act == "confirm":
            adjudicating.confirm(hit.key, officer, said["reason"], said["remark"])
        elif act == "clear":
            adjudicating.clear(hit.key, officer, said["reason"], said["remark"], said["days"])
        elif act == "reopen":
            adjudicating.reopen(hit.key, officer, said["reason"], said["remark"])
        else:
            adjudicating.decide_clearing(hit.key, officer, act == "agree", said["remark"])
    except adjudicating.NotAllowed as rule:
        form.add_error(None, words_of_hits.rule(rule.code))
        return None
    now = cases.standing(key)
    messages.success(request, _("Recorded: %(said)s.") % {"said": words_of_hits.said(now.said) if now else ""})
    return redirect("headquarters:case", key)


def _case(request: HttpRequest, times: list[Hit], acts: dict[str, Any]) -> dict[str, Any]:
    hit, roles = times[0], roles_of(request.user)
    stands = cases.standing(hit.case)
    reading = Reading.objects.filter(key=hit.reading).first()
    fields = (matching.fields_of(reading) if reading else None) or {}
    listing, rules = hit.facts["listing"], hit.facts["rules"]
    settled = stands is not None and not cases.open_hits(roles).filter(case=hit.case).exists() and not hit.over
    here = history.events([one.inspection for one in times], roles)
    others = history.of(reading.person, roles) if reading else []
    shown = {one.inspection for one in times}
    posts = words_of_hits.posts({one.post for one in (*here, *others)})
    proposed = stands is not None and stands.said == "proposed"
    return {
        "hit": _plainly(hit) | {"key": hit.key, "over": words_of_hits.over(hit), "edition": hit.edition},
        "whole": hit.pairs,
        "two": cases.needs_second(hit),
        "name": words_of_hits.short_name(fields),
        "fields": [
            {"label": words_of_hits.field(name), "value": words_of_hits.value(name, said)}
            for name, said in fields.items()
            if said
        ],
        "against": words_of_hits.against(fields, Person.from_json(listing["person"]), hit.reasons),
        "reasons": words_of_hits.reasons(hit.reasons),
        "listing": _listing(listing, rules),
        "algorithm": hit.algorithm,
        "corrections": _corrections(here),
        "times": [_event(one, posts) for one in here],
        "others": [_event(one, posts) for one in others if one.inspection.key not in shown],
        "stands": _standing(stands, request) if stands else None,
        "settled": settled,
        "proposed": proposed,
        "mine": proposed and stands is not None and stands.officer == _officer(request),
        "decided": [_verdict(one, body) for one, body in reversed(cases.verdicts(hit.case))],
        "earlier": [_verdict(one, body) for one, body in reversed(cases.earlier(hit))],
        "todo": words_of_hits.what_to_do(hit),
        "telephone": listing.get("telephone") or rules.get("telephone"),
        "authority": listing.get("authority") or rules.get("authority"),
        "carried": _carried(stands),
        "forms": acts,
        "wrong": next((form for form in acts.values() if form.is_bound and form.errors), None),
        "nav": _nav(request, "hits"),
    }


def _listing(listing: dict[str, Any], rules: dict[str, Any]) -> list[dict[str, str]]:
    """What the listing says besides the person."""
    labels = {
        "authority": _("Authority"),
        "decision_number": _("Decision"),
        "legal_basis": _("Legal basis"),
        "confirmation": _("Confirmation"),
        "telephone": _("Telephone, day and night"),
        "expires": _("Expires"),
        "reference": _("Reference"),
        "programme": _("Programme"),
        "status": _("Status"),
        "reported": _("Reported"),
    }
    said = {**{name: rules.get(name) for name in ("authority", "telephone") if rules.get(name)}, **listing}
    dates = {"expires", "reported"}
    return [
        {"code": name, "label": label, "value": words_of_hits.partial_date(said[name]) if name in dates else said[name]}
        for name, label in labels.items()
        if said.get(name)
    ]


def _corrections(here: list[history.Event]) -> list[dict[str, Any]]:
    shown = []
    for one in here:
        for made in corrections(one.inspection):
            changes = [
                f"{words_of_hits.field(name)}: {words_of_hits.value(name, before)} → {words_of_hits.value(name, after)}"
                for name, (before, after) in made.get("changes", {}).items()
                if name not in {"direction", "transport"}
            ]
            when = words_of_hits.moment(made["at"])
            shown.append({"when": when, "changes": changes, "remark": made.get("remark", "")})
    return shown


def _event(one: history.Event, posts: dict[str, str]) -> dict[str, Any]:
    """A crossing on the timeline."""
    decisions = []
    for made, said in one.decisions:
        found_there = [text for code in said.get("verdicts", []) if (text := words_of_hits.verdict_at_post(code))]
        decisions.append(
            {
                "when": words_of_hits.moment(made.at),
                "outcome": words_of_hits.outcome(made.outcome),
                "line": made.line,
                "officer": words.person(made.officer),
                "transport": words_of_hits.transport(made.transport),
                "remark": said.get("looked") or said.get("remark") or "",
                "found": found_there,
            }
        )
    inspection = one.inspection
    number = one.fields.get("document_number") or ""
    return {
        "when": words_of_hits.moment(inspection.passed_at),
        "late": inspection.late,
        "post": posts.get(one.post, one.post),
        "direction": words_of_hits.direction(inspection.direction),
        "outcome": words_of_hits.outcome(inspection.state),
        "state": inspection.state,
        "document": f"{words_of_hits.document_type(inspection.document_type)} {number}",
        "name": words_of_hits.short_name(one.fields),
        "plate": one.plate,
        "decisions": decisions,
        "hits": [
            {**_plainly(hit), "stands": words_of_hits.said(stands.said) if stands else _("open")}
            for hit, stands in one.hits
        ],
    }


def _standing(stands: Standing, request: HttpRequest) -> dict[str, Any]:
    return {
        "said": words_of_hits.said(stands.said),
        "code": stands.said,
        "officer": words.person(stands.officer),
        "until": words.day(stands.until),
        "counts": cases.counts_today(stands),
    }


def _verdict(one: Any, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "said": words_of_hits.said(one.said),
        "code": one.said,
        "officer": words.person(one.officer),
        "when": words_of_hits.moment(one.at),
        "by": words_of_hits.by_what(one.said, body.get("reason", "")),
        "remark": body.get("remark", ""),
        "until": words.day(one.until),
    }


def _carried(stands: Standing | None) -> int:
    """How many machines at posts were told of the pair, and not told otherwise since."""
    if stands is None:
        return 0
    return Carried.objects.filter(verdict=stands.verdict, withdrawn_at__isnull=True).count()


@opens_to(Role.NATIONAL_DESK)
@require_GET
def cleared(request: HttpRequest) -> HttpResponse:
    """The pairs that were cleared: by whom, until when, where they are known."""
    rows = list(cases.cleared_cases()[:ROWS])
    of = {hit.case: hit for hit in Hit.objects.filter(case__in=[row.case for row in rows]).order_by("position")}
    told: Counter[str] = Counter(
        Carried.objects.filter(verdict__in=[row.verdict for row in rows], withdrawn_at__isnull=True).values_list(
            "verdict", flat=True
        )
    )
    times: Counter[str] = Counter(Hit.objects.filter(case__in=list(of)).values_list("case", flat=True))
    shown = [
        {
            **_plainly(of[row.case]),
            **_standing(row, request),
            "told": told[row.verdict],
            "times": times[row.case],
            "pair": of[row.case].pairs,
            "over": words_of_hits.over(of[row.case]),
        }
        for row in rows
        if row.case in of
    ]
    return render(request, ADJUDICATION + "cleared.html", {"rows": shown, "nav": _nav(request, "cleared")})


@opens_to(Role.NATIONAL_DESK)
@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    """Where posts and headquarters do not find the same: by post, then one by one."""
    rows = Hit.objects.filter(at_post__in=found.DISAGREEMENTS).order_by("-position")
    by_post: dict[str, Counter[str]] = {}
    for post, what in rows.values_list("post", "at_post"):
        by_post.setdefault(post, Counter())[what] += 1
    shown = list(rows[:ROWS])
    posts = words_of_hits.posts({*by_post, *(hit.post for hit in shown)})
    return render(
        request,
        ADJUDICATION + "differences.html",
        {
            "posts": sorted(
                ({"name": posts.get(code, code), **counted} for code, counted in by_post.items()),
                key=lambda one: (-one.get("missed", 0), -one.get("older", 0), one["name"]),
            ),
            "rows": [
                {
                    **_plainly(hit),
                    "post": posts.get(hit.post, hit.post),
                    "passed": words_of_hits.moment(hit.passed_at),
                    "missed": hit.at_post == "missed",
                }
                for hit in shown
            ],
            "nav": _nav(request, "differences"),
        },
    )


@opens_to(Role.NATIONAL_DESK, Role.ADMINISTRATOR)
@require_GET
def rematches(request: HttpRequest) -> HttpResponse:
    """How far the past is matched again with the lists in service."""
    shown = [words_of_hits.rematch(job) for job in rematching.progress()]
    return render(
        request,
        ADJUDICATION + "rematches.html",
        {"jobs": shown, "lag": matching.lag(), "nav": _nav(request, "rematches")},
    )


def _nav(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The pages beside this one that open to whoever looks."""
    roles = roles_of(request.user)
    pages = (
        ("hits", _("To decide"), set(ADJUDICATES)),
        ("cleared", _("Cleared pairs"), {Role.NATIONAL_DESK}),
        ("differences", _("Where posts differ"), {Role.NATIONAL_DESK}),
        ("rematches", _("The past matched again"), {Role.NATIONAL_DESK, Role.ADMINISTRATOR}),
        ("search", pgettext("among those who passed", "Search"), {Role.NATIONAL_DESK}),
    )
    return [
        {"url": reverse(f"headquarters:{name}"), "label": label, "here": name == here}
        for name, label, opens in pages
        if roles & opens
    ]


def _officer(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]
