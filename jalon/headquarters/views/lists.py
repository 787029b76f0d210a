"""Lists: what is in service, what waits for a second person, and the way of an edition from its file to there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.documents.states import alpha3
from jalon.headquarters import words
from jalon.headquarters.forms import DATES, GOES_TO, SHOWS, Approval, Proposal
from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.watchlists import editions, incoming
from jalon.watchlists.examining import FileAltered
from jalon.watchlists.models import Edition
from jalon.watchlists.rules import Rules
from jalon.web.gate import Role, opens_to

NATIONAL = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)
PROPOSED_AFRESH = {name: value for name, value in Rules(title="").as_json().items() if name != "title"}


@opens_to(*NATIONAL)
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """Every list: the edition in service, the proposals that wait, the editions before."""
    return render(
        request,
        "headquarters/lists.html",
        {
            "lists": [_list(name) for name in _names()],
            "waiting": [_edition(edition) for edition in editions.awaiting()],
            "readings": [_reading(one) for one in incoming.of_officer(_officer(request))],
        },
    )


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def propose_list(request: HttpRequest) -> HttpResponse:
    """Choose a list or name a new one, say its rules, send its files. They are then read apart."""
    known = request.GET.get("list")
    latest = Edition.objects.filter(list=known).order_by("-number").first() if known else None
    if known and latest is None:
        raise Http404
    rules = latest.rules if latest else PROPOSED_AFRESH
    form = Proposal(
        request.POST or None,
        request.FILES or None,
        initial=rules | Proposal.where(rules.get("posts")),
        posts=_posts(),
        known=latest.list if latest else None,
    )
    if request.method == "POST" and form.is_valid():
        name = latest.list if latest else form.cleaned_data["list_name"]
        files = [(one.name or "", one.path) for one in form.cleaned_data["sent"]]
        one = incoming.read_files(name, files, form.rules(), _officer(request), timezone.localdate())
        return redirect("headquarters:incoming", one.key)
    return render(request, "headquarters/propose.html", {"form": form, "list": _list(latest.list) if latest else None})


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def incoming_files(request: HttpRequest, key: str) -> HttpResponse:
    """The reading of the files: its progress, then what it found; the officer proposes it or abandons it."""
    one = incoming.find(key)
    if one is None or one.officer != _officer(request):
        raise Http404
    if request.POST.get("act") == "abandon":
        incoming.abandon(one)
        messages.success(request, _("The files are removed. Nothing was proposed."))
        return redirect("headquarters:lists")
    if request.method == "POST" and one.result is not None and one.result["fault"] == "":
        try:
            recorded = incoming.propose(one, one.officer)
        except incoming.NothingToPropose:
            return redirect("headquarters:lists")
        messages.success(request, _("The edition is proposed. Another person approves it."))
        return redirect("headquarters:edition", recorded.key)
    return render(request, "headquarters/incoming.html", {"reading": _reading(one), "rules": _rules(one.rules)})


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def edition(request: HttpRequest, key: str) -> HttpResponse:
    """One edition; where it waits, another person than its proposer approves it."""
    found = get_object_or_404(Edition, key=key)
    form = Approval(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            editions.approve(key, form.cleaned_data["decision"], _officer(request))
        except editions.NotAllowed as rule:
            form.add_error(None, words.rule_of_editions(rule.code))
        except FileAltered:
            form.add_error(None, words.fault("altered"))
        else:
            messages.success(request, _("The edition is in service. The desk screens against it from now on."))
            return redirect("headquarters:lists")
    shown = _edition(found)
    mine = found.proposed_by == _officer(request)
    return render(request, "headquarters/edition.html", {"edition": shown, "form": form, "mine": mine})


@opens_to(*NATIONAL)
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Bring an earlier edition back: it is read again, to be proposed as a new one."""
    found = get_object_or_404(Edition, key=key)
    one = incoming.bring_back(found, _officer(request), timezone.localdate())
    return redirect("headquarters:incoming", one.key)


def _officer(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]


def _names() -> list[str]:
    return list(Edition.objects.order_by("list").values_list("list", flat=True).distinct())


def _list(name: str) -> dict[str, Any]:
    """A list: the edition in service, and those before it, the newest first."""
    current = editions.edition_in_service(name)
    of_list = Edition.objects.filter(list=name).order_by("-number")
    before = [one for one in of_list if one.approved_by and (current is None or one.key != current.key)]
    latest = current or of_list.first()
    return {
        "name": name,
        "title": latest.rules["title"] if latest else name,
        "current": _edition(current) if current else None,
        "before": [_edition(one) for one in before],
        "propose_url": f"{reverse('headquarters:propose_list')}?list={name}",
    }


def _edition(of: Edition) -> dict[str, Any]:
    now = editions.number_in_service(of.list)
    age = editions.age_in_days(of)
    rules = Rules.from_json(of.rules)
    return {
        "key": of.key,
        "list": of.list,
        "number": of.number,
        "title": rules.title,
        "format": of.format,
        "rules": _rules(rules),
        "counts": words.counts(of.counts),
        "difference": words.difference(of.difference),
        "proposed_by": words.person(of.proposed_by),
        "proposed_at": words.day_of(of.proposed_at),
        "approved_by": words.person(of.approved_by) if of.approved_by else "",
        "approved_at": words.day_of(of.approved_at),
        "decision": of.decision,
        "age": age,
        "stale": age > rules.stale_after,
        "in_service": of.number == now and bool(of.approved_by),
        "waits": not of.approved_by and of.number > now,
        "passed_over": not of.approved_by and of.number <= now,
        "url": reverse("headquarters:edition", args=[of.key]),
    }


def _rules(of: Rules) -> dict[str, Any]:
    """A list's rules in words."""
    return {
        "title": of.title,
        "threshold": f"{of.threshold:.2f}",
        "threshold_undated": f"{of.threshold_undated:.2f}",
        "authority": " · ".join(said for said in (of.authority, of.telephone) if said),
        "dates": DATES.get(of.dates, of.dates),
        "shows": SHOWS.get(of.shows, of.shows),
        "stale_after": of.stale_after,
        "goes_to": _goes_to(of.posts),
    }


def _goes_to(posts: Sequence[str] | None) -> str:
    """Which posts hold the list, in words."""
    if not posts:
        return str(GOES_TO["all" if posts is None else "none"])
    names = dict(_posts())
    return _(", ").join(f"\u2068{names.get(post, post)}\u2069" for post in posts)


def _posts() -> list[tuple[str, str]]:
    """The posts of this state, and those that write to this headquarters: a list goes to no other."""
    written = set(EnrolledNode.objects.values_list("post", flat=True))
    ours = alpha3(this_node().keys.post[:2])
    posts = Post.objects.all() if ours is None else Post.objects.filter(Q(country=ours) | Q(code__in=written))
    return [(post.code, post.name) for post in posts.order_by("name")]


def _reading(one: incoming.Incoming) -> dict[str, Any]:
    """How far the reading of some files has come, and what it found."""
    result = one.result
    shown: dict[str, Any] = {
        "key": one.key,
        "url": reverse("headquarters:incoming", args=[one.key]),
        "list": one.list,
        "title": one.rules.title,
        "files": [file["name"] for file in one.job["files"]],
        "again": one.job["again"]["number"] if one.job["again"] else None,
        "started": words.day_of(int(one.job["started"] * 1000)),
        "percent": one.percent,
        "done": result is not None,
    }
    if result is None:
        return shown
    problems = incoming.problems_of(result)
    shown |= {
        "fault": words.fault(result["fault"]) if result["fault"] else "",
        "reasons": [problem.sentence(words.language()) for problem in incoming.reasons_of(result)],
        "refused": [words.said(row) for row in incoming.refused_of(result)],
        "problems": [words.said(problem) for problem in problems],
        "before_altered": result.get("before_altered", False),
    }
    if "counts" in result:
        shown |= {
            "format": result["format"],
            "counts": words.counts(result["counts"]),
            "difference": words.difference(result["difference"]),
            "refused_in_all": result["counts"].get("refused", 0),
            "problems_in_all": result["problems_in_all"],
            "not_persons": sum(result["not_persons"].values()),
        }
    return shown
