"""Officers: the roster, their postings by two people, their one-time codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.headquarters import places as known_places
from jalon.headquarters import words
from jalon.headquarters.forms import Enrolment, NewPosting
from jalon.journal.node import this_node
from jalon.journal.nodes import trusted
from jalon.staff import first_code, postings
from jalon.staff.models import Account, FirstCode, Officer, Posting, ProposedPosting
from jalon.staff.postings import name_of
from jalon.web.gate import Role, opens_to

ADMINISTRATOR = (Role.ADMINISTRATOR,)
APPROVERS = (Role.ADMINISTRATOR, Role.NATIONAL_DESK)

Door = Callable[..., HttpResponse]


def by_the_rules(view: Door) -> Door:
    """A rule of the postings that stands in the way is said where the officer came from; nothing was recorded then."""

    @wraps(view)
    def with_rules(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except postings.NotAllowed as rule:
            messages.error(request, words.rule_of_postings(rule.code))
            return redirect(way_back(request, kwargs))

    return with_rules


def way_back(request: HttpRequest, named: dict[str, Any]) -> str:
    """The page of the officer concerned, or that of the proposals."""
    officer = named.get("officer") or _officer_of_posting(named.get("key", ""))
    if officer and postings.roles_of(request.user) & set(ADMINISTRATOR) and "postings/proposed" not in request.path:
        return reverse("headquarters:officer", args=[officer])
    return reverse("headquarters:proposals")


@opens_to(*ADMINISTRATOR)
@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    """The roster, with the postings of today; of one post alone where the address names it."""
    post = request.GET.get("post", "")
    accounts = {account.officer: account for account in Account.objects.all()}
    held: dict[str, list[str]] = {}
    places = _posts()
    by_post: dict[str, set[str]] = {}
    for posting in postings.standing().order_by("role"):
        by_post.setdefault(posting.post, set()).add(posting.officer)
        place = places.get(posting.post, posting.post)
        held.setdefault(posting.officer, []).append(f"{words.role(posting.role)} · {place}")
    away = {officer for code in {node.post for node in trusted()} for officer in by_post.get(code, ())}
    roster = [
        _roster_line(officer, accounts.get(officer.id), held.get(officer.id, []), officer.id in away)
        for officer in Officer.objects.order_by("name")
        if not post or officer.id in by_post.get(post, set())
    ]
    served = sorted((places.get(code, code), code, len(some)) for code, some in by_post.items())
    context = {
        "officers": roster,
        "proposals": _proposals(request),
        "posts": [{"code": code, "name": name, "count": count, "here": code == post} for name, code, count in served],
        "of_one_post": bool(post),
    }
    return render(request, "headquarters/officers.html", context)


@opens_to(*ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """A new officer. The answer is the sheet with the one-time code, shown this once."""
    form = Enrolment(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            account, code = first_code.enrol(said["name"], said["username"], _actor(request))
        except first_code.UsernameTaken:
            form.add_error("username", _("Somebody signs in under this name already."))
        else:
            return _sheet(request, account, code)
    return render(request, "headquarters/enrol.html", {"form": form})


@opens_to(*ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@by_the_rules
def officer(request: HttpRequest, officer: str) -> HttpResponse:
    """One officer: the postings, and a new one proposed."""
    found = get_object_or_404(Officer, id=officer)
    form = NewPosting(
        request.POST or None,
        posts=sorted(_posts().items(), key=lambda pair: pair[1]),
        initial={"since": timezone.localdate(), "post": this_node().keys.post},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        role = Role(said["role"])
        postings.propose(officer, said["post"], role, _actor(request), said["since"], said["until"])
        messages.success(request, _("The posting is proposed. It counts once another person approves it."))
        return redirect("headquarters:officer", officer)
    account = Account.objects.filter(officer=officer).first()
    code = FirstCode.objects.filter(account=account).first() if account else None
    return render(
        request,
        "headquarters/officer.html",
        {
            "officer": _roster_line(found, account, []),
            "code_until": words.day(timezone.localtime(code.expires_at).date()) if code else "",
            "postings": [_posting(one) for one in Posting.objects.filter(officer=officer).order_by("-since", "role")],
            "proposals": _proposals(request, officer),
            "form": form,
            "mine": officer == _actor(request),
            "chooses_at": _chooses_at(officer) if code else [],
        },
    )


@opens_to(*ADMINISTRATOR)
@require_POST
@by_the_rules
def end_posting(request: HttpRequest, key: str) -> HttpResponse:
    """End a posting: yesterday was its last day."""
    found = get_object_or_404(Posting, key=key)
    yesterday = timezone.localdate() - timedelta(days=1)
    postings.end_posting(key, yesterday, _actor(request))
    messages.success(request, _("The posting is ended."))
    return redirect("headquarters:officer", found.officer)


@opens_to(*ADMINISTRATOR)
@require_POST
@by_the_rules
def suspension(request: HttpRequest, officer: str) -> HttpResponse:
    """Suspend an officer at once, or let him serve again."""
    get_object_or_404(Officer, id=officer)
    if request.POST.get("act") == "restore":
        postings.restore(officer, _actor(request))
        messages.success(request, _("The officer may sign in again."))
    else:
        postings.suspend(officer, _actor(request))
        messages.success(request, _("The officer is suspended: every session is over, and every role."))
    return redirect("headquarters:officer", officer)


@opens_to(*ADMINISTRATOR)
@require_POST
@by_the_rules
def code(request: HttpRequest, officer: str) -> HttpResponse:
    """A new one-time code. The password, the second factor and the sessions of before are over."""
    account = get_object_or_404(Account, officer=officer)
    return _sheet(request, account, first_code.give(account, _actor(request)))


@opens_to(*APPROVERS)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """The postings that wait for a second person."""
    return render(request, "headquarters/proposals.html", {"proposals": _proposals(request)})


@opens_to(*APPROVERS)
@require_POST
@by_the_rules
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Approve a posting, or decline it."""
    get_object_or_404(ProposedPosting, key=key)
    if request.POST.get("act") == "approve":
        postings.approve(key, _actor(request))
        messages.success(request, _("The posting is approved and counts from its first day."))
    else:
        postings.decline(key, _actor(request))
        messages.success(request, _("The proposal is declined."))
    return redirect("headquarters:proposals")


def _actor(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]


def _officer_of_posting(key: str) -> str:
    return Posting.objects.filter(key=key).values_list("officer", flat=True).first() or ""


def _posts() -> dict[str, str]:
    """Every declared post, and this machine's own place: code → name and state."""
    return known_places.own() | known_places.names()


def _roster_line(officer: Officer, account: Account | None, held: list[str], away: bool = False) -> dict[str, Any]:
    """`away`: serves at a post with a machine of its own, where the password is chosen and kept."""
    return {
        "id": officer.id,
        "name": officer.name,
        "username": account.username if account else "",
        "postings": held,
        "suspended": bool(officer.suspended),
        "newcomer": account is not None and not away and not account.has_usable_password(),
        "code_given_by": words.person(officer.code_given_by) if officer.code_given_by else "",
        "code_given_at": words.day_of(officer.code_given_at),
        "url": reverse("headquarters:officer", args=[officer.id]),
    }


def _posting(of: Posting) -> dict[str, Any]:
    today = timezone.localdate()
    over = of.until is not None and of.until < today
    return {
        "key": of.key,
        "role": words.role(of.role),
        "post": _posts().get(of.post, of.post),
        "since": words.day(of.since),
        "until": words.day(of.until),
        "over": over,
        "to_come": of.since > today,
    }


def _proposals(request: HttpRequest, officer: str | None = None) -> list[dict[str, Any]]:
    """The proposals that wait, and what this officer may do with each."""
    waiting = ProposedPosting.objects.filter(state=ProposedPosting.WAITS).order_by("proposed_at")
    places, actor = _posts(), _actor(request)
    return [
        {
            "key": one.key,
            "name": name_of(one.officer),
            "role": words.role(one.role),
            "post": places.get(one.post, one.post),
            "since": words.day(one.since),
            "until": words.day(one.until),
            "proposed_by": words.person(one.proposed_by),
            "proposed_at": words.day_of(one.proposed_at),
            "mine": actor == one.proposed_by,
            "for_me": actor == one.officer,
        }
        for one in (waiting if officer is None else waiting.filter(officer=officer))
    ]


def _chooses_at(officer: str) -> list[str]:
    """The posts with a machine of their own at which this officer serves: the password is chosen there, once the
    machine has exchanged with the headquarters; each machine keeps its own."""
    served = postings.standing().filter(officer=officer).values_list("post", flat=True)
    machines = {node.post for node in trusted()}
    names = _posts()
    return sorted({names.get(post, post) for post in served if post in machines})


def _sheet(request: HttpRequest, account: Account, code: str) -> HttpResponse:
    """The code on a sheet made for printing. It is shown this once: nothing can show it again."""
    return render(
        request,
        "headquarters/code.html",
        {
            "name": name_of(account.officer),
            "username": account.username,
            "code": code,
            "until": words.day(timezone.localtime(timezone.now() + first_code.LASTS).date()),
            "address": request.build_absolute_uri(reverse("account_first")),
            "back": reverse("headquarters:officer", args=[account.officer]),
            "chooses_at": _chooses_at(account.officer),
        },
    )
