"""Rules of travel: those in force, a state's own set proposed by one and approved by another, who may pass here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import regime, rule_sets
from jalon.crossings.models import RuleEdition
from jalon.crossings.rules import NotAllowed
from jalon.headquarters import words
from jalon.headquarters.rules_forms import PostCategory, RulesApproval, RulesProposal
from jalon.headquarters.rules_words import KINDS, rule
from jalon.journal.node import this_node
from jalon.posts import declaration
from jalon.posts.models import Post
from jalon.regimes.problems import RulesUnusable
from jalon.regimes.rules import RulesGone, rule_set
from jalon.regimes.words import POST_CATEGORIES
from jalon.staff.postings import roles_of
from jalon.web.gate import Role, opens_to

NATIONAL = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)
SHORT = 12


@opens_to(*NATIONAL)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """What the desk goes by, what waits for a second person, and who may pass at this post."""
    return render(
        request,
        "headquarters/rules.html",
        {
            "in_force": _in_force(),
            "waiting": [_edition(one) for one in rule_sets.awaiting()],
            "before": [_edition(one) for one in rule_sets.before()],
            "place": _place(),
            "proposes": Role.ADMINISTRATOR in roles_of(request.user),
        },
    )


@opens_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def propose_rules(request: HttpRequest) -> HttpResponse:
    """Send the six files of a set. All that is wrong with them is said at once; nothing is in service yet."""
    form = RulesProposal(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            recorded = rule_sets.propose(form.files_sent(), _officer(request))
        except RulesUnusable as unusable:
            faults = [problem.sentence(words.language()) for problem in unusable.problems]
        except NotAllowed as found:
            form.add_error(None, rule(found.code))
        else:
            messages.success(request, _("The rules are proposed. Another person approves them."))
            return redirect("headquarters:rule_edition", recorded.key)
    return render(request, "headquarters/propose_rules.html", {"form": form, "faults": faults})


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def rule_edition(request: HttpRequest, key: str) -> HttpResponse:
    """One set: what it changes, how many of the last travellers it would answer otherwise; and its approval."""
    found = get_object_or_404(RuleEdition, key=key)
    form = RulesApproval(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rule_sets.put_in_service(key, form.cleaned_data["decision"], _officer(request))
        except NotAllowed as stands:
            form.add_error(None, rule(stands.code))
        except RulesGone:
            form.add_error(None, _("The files of this set are gone or were altered: propose it again."))
        else:
            messages.success(request, _("The rules are in service. The desk goes by them from now on."))
            return redirect("headquarters:rules")
    mine = found.proposed_by == _officer(request)
    context = {"edition": _edition(found), "form": form, "mine": mine, "otherwise": _otherwise(found)}
    return render(request, "headquarters/rule_edition.html", context)


@opens_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def post_category(request: HttpRequest) -> HttpResponse:
    """Say who may pass at this post, and which state lies across the line: the rules are asked by it."""
    post = get_object_or_404(Post, code=this_node().keys.post)
    form = PostCategory(request.POST or None, initial={"category": post.category, "neighbour": post.neighbour})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            declaration.say_category(post.code, said["category"], said["neighbour"], _officer(request))
        except declaration.CannotDeclare as wrong:
            form.add_error(None, rule(f"post_{wrong.code}"))
        else:
            messages.success(request, _("Recorded. The desk asks the rules by it from now on."))
            return redirect("headquarters:rules")
    return render(request, "headquarters/post_category.html", {"form": form, "place": _place()})


def _officer(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]


def _in_force() -> dict[str, Any]:
    """The set in force: its files' own name; the entry that put it in service, where one did."""
    edition = rule_sets.edition_in_force()
    try:
        found = rule_sets.in_force()
    except RulesGone:
        return {"gone": True, **(_edition(edition) if edition else {})}
    unconfirmed = sum(1 for one in found.rules if not one.basis.confirmed)
    said = {"rules": len(found.rules), "unconfirmed": unconfirmed, "gone": False}
    if edition is not None:
        return _edition(edition) | said
    sample = rule_set()
    return said | {"name": sample.name, "version": sample.version, "digest": sample.digest[:SHORT], "shipped": True}


def _edition(of: RuleEdition) -> dict[str, Any]:
    return {
        "key": of.key,
        "name": of.name,
        "version": of.version,
        "digest": of.digest[:SHORT],
        "difference": [
            {
                "label": label,
                "added": of.difference[kind].get("added", []),
                "gone": of.difference[kind].get("gone", []),
                "changed": of.difference[kind].get("changed", []),
            }
            for kind, label in KINDS.items()
            if kind in of.difference
        ],
        "proposed_by": words.person(of.proposed_by),
        "proposed_at": words.day_of(of.proposed_at),
        "approved_by": words.person(of.approved_by) if of.approved_by else "",
        "approved_at": words.day_of(of.approved_at),
        "decision": of.decision,
        "waits": not of.approved_by and of in rule_sets.awaiting(),
        "in_force": of == rule_sets.edition_in_force(),
        "url": reverse("headquarters:rule_edition", args=[of.key]),
    }


def _otherwise(of: RuleEdition) -> dict[str, int] | None:
    """How many of the last travellers who can be read here this set would answer otherwise; None without its files."""
    try:
        proposed = rule_sets.find(of.version, of.digest)
    except RulesGone:
        return None
    asked, changed = regime.otherwise(proposed, timezone.localdate())
    return {"asked": asked, "changed": changed}


def _place() -> dict[str, Any]:
    """Who may pass at this post, in words."""
    post = Post.objects.filter(code=this_node().keys.post).first()
    if post is None:
        return {}
    category = POST_CATEGORIES.get(post.category)
    return {
        "name": post.name,
        "state": words.state(post.country),
        "category": category[words.language()] if category else "",
        "neighbour": words.state(post.neighbour) if post.neighbour else "",
    }
