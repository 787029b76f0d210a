"""Machines: which write to this headquarters, a code for a new one, revoking, moving to new hardware; and what waits
for somebody's decision: entries of revoked machines, forks, entries that could not be applied."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.headquarters import board_words, places, words
from jalon.headquarters.forms_nodes import Invite, Reason, Revocation
from jalon.journal import branches, looking, nodes
from jalon.journal.models import EnrolledNode
from jalon.journal.receive import latest_head
from jalon.staff.postings import roles_of
from jalon.sync import enrolment
from jalon.sync import words as said
from jalon.sync.editions import standing
from jalon.sync.hearing import inbox
from jalon.sync.models import Contact
from jalon.web.gate import Role, opens_to

ADMINISTRATOR = (Role.ADMINISTRATOR,)
NATIONAL = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)


@opens_to(*NATIONAL)
@require_GET
def nodes_list(request: HttpRequest) -> HttpResponse:
    """Every machine that was ever enrolled here, by post."""
    contacts = {one.node: one for one in Contact.objects.all()}
    names = places.names()
    lines = [_line(node, contacts.get(node.id), names) for node in EnrolledNode.objects.all()]
    return render(
        request,
        "headquarters/nodes/nodes.html",
        {
            "trusted": [line for line in lines if line["trusted"]],
            "revoked": [line for line in lines if not line["trusted"]],
            "waiting": _waiting_in_all(),
            "may_administer": _administers(request),
            "at_forum": _at_a_forum(),
        },
    )


@opens_to(*ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A one-time code for a machine at a post. The answer is the sheet, shown this once."""
    form = Invite(
        request.POST or None,
        posts=sorted(places.names().items(), key=lambda pair: pair[1]),
        initial={"post": request.GET.get("post", ""), "address": _address(request)},
    )
    if request.method == "POST" and form.is_valid():
        return _code_sheet(request, form.cleaned_data["post"], form.cleaned_data["address"])
    return render(request, "headquarters/nodes/invite.html", {"form": form, "at_forum": _at_a_forum()})


def _at_a_forum() -> bool:
    """Whether those who are given a code are headquarters of members, and not machines of posts."""
    return settings.JALON_TIER == "forum"


@opens_to(*NATIONAL)
@require_GET
def node(request: HttpRequest, node: str) -> HttpResponse:
    """One machine: its contact, what it holds, how far it is received, and what may be done with it."""
    found = get_object_or_404(EnrolledNode, id=node)
    contact = Contact.objects.filter(node=node).first()
    epoch, seq = latest_head(node, inbox())
    following = EnrolledNode.objects.filter(replaces=node).first()
    return render(
        request,
        "headquarters/nodes/node.html",
        {
            "node": _line(found, contact, places.names()),
            "enrolled_by": words.person(found.enrolled_by),
            "contact": contact,
            "heard": said.contact(contact),
            "entries_at": said.moment(contact.entries_at) if contact else "",
            "clock": _clock(contact),
            "received": {"epoch": epoch, "seq": seq},
            "editions": [said.edition(one) for one in standing.of_nodes([found])[node]],
            "replaces": found.replaces,
            "replaced_by": following.id if following else "",
            "revoked_by": words.person(found.revoked_by) if found.revoked_by else "",
            "revoked_since": said.moment(found.revoked_since),
            "held": _looks(looking.held_of(node)),
            "accept": Reason(prefix="held"),
            "may_administer": _administers(request),
        },
    )


@opens_to(*ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, node: str) -> HttpResponse:
    """Revoke a machine: said first what happens, looked at a second time, then done."""
    found = get_object_or_404(EnrolledNode, id=node)
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = Revocation(request.POST or None, initial={"since": now})
    sure = False
    if request.method == "POST" and form.is_valid():
        sure = True
        if request.POST.get("act") == "revoke":
            try:
                since = int(form.cleaned_data["since"].timestamp() * 1000)
                nodes.revoke(node, since, form.cleaned_data["why"], _actor(request))
            except ValueError:
                messages.error(request, _("This machine is revoked already."))
            else:
                messages.success(
                    request,
                    _("The machine is revoked. What it still sends is kept, and waits for somebody's decision."),
                )
            return redirect("headquarters:node", node)
        sure = request.POST.get("act") == "look"
    return render(
        request,
        "headquarters/nodes/revoke.html",
        {"node": _line(found, Contact.objects.filter(node=node).first(), places.names()), "form": form, "sure": sure},
    )


@opens_to(*ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, node: str) -> HttpResponse:
    """Move a post to new hardware: first what to do, then the code that says which machine it replaces."""
    found = get_object_or_404(EnrolledNode, id=node)
    names = places.names()
    form = Invite(
        request.POST or None,
        posts=[(found.post, names.get(found.post, found.post))],
        initial={"post": found.post, "address": _address(request)},
    )
    if request.method == "POST" and form.is_valid():
        return _code_sheet(request, found.post, form.cleaned_data["address"], replaces=node)
    contact = Contact.objects.filter(node=node).first()
    context = {"node": _line(found, contact, names), "form": form, "waiting": contact.waiting if contact else None}
    return render(request, "headquarters/nodes/replace.html", context)


@opens_to(*ADMINISTRATOR)
@require_POST
def accept_held(request: HttpRequest, node: str) -> HttpResponse:
    """Accept what a revoked machine still sent, up to where it was looked at."""
    get_object_or_404(EnrolledNode, id=node)
    form = Reason(request.POST, prefix="held")
    if form.is_valid() and form.cleaned_data["up_to"]:
        nodes.accept_held(node, form.cleaned_data["up_to"], form.cleaned_data["why"], _actor(request))
        messages.success(request, _("Accepted: these entries count like any other. Later ones still wait."))
    else:
        messages.error(request, _("Say why these entries are accepted."))
    return redirect("headquarters:node", node)


@opens_to(*NATIONAL)
@require_GET
def nodes_waiting(request: HttpRequest) -> HttpResponse:
    """What waits for somebody's decision, of all machines."""
    names = places.names()
    gaps = [
        {"node": one.node, "post": names.get(_post_of(one.node), _post_of(one.node)), "gaps": one.gaps, **_held_up(one)}
        for one in Contact.objects.filter(gaps__gt=0).order_by("node")
    ]
    kinds = [
        {
            "kind": kind,
            "word": board_words.PARKED.get(kind, kind),
            "count": len(rows),
            "rows": [_parked(one) for one in rows[:50]],
        }
        for kind, rows in looking.parked().items()
    ]
    return render(
        request,
        "headquarters/nodes/waiting.html",
        {
            "held": _held_nodes(),
            "forks": [_fork(one, names) for one in looking.forks(branches.in_quarantine())],
            "parked": kinds,
            "gaps": gaps,
            "not_read": [_not_read(one) for one in looking.not_read()],
            "not_read_count": looking.not_read_count(),
            "accept": Reason(prefix="fork"),
            "may_administer": _administers(request),
        },
    )


@opens_to(*ADMINISTRATOR)
@require_POST
def accept_fork(request: HttpRequest, node: str, epoch: str) -> HttpResponse:
    """Take a branch out of quarantine."""
    form = Reason(request.POST, prefix="fork")
    if not form.is_valid():
        messages.error(request, _("Say why this branch is accepted."))
        return redirect("headquarters:nodes_waiting")
    try:
        branches.accept(node, epoch, form.cleaned_data["why"], _actor(request))
    except branches.BranchUnknown:
        raise Http404 from None
    messages.success(request, _("The branch is accepted: its entries count beside the others."))
    return redirect("headquarters:nodes_waiting")


@opens_to(*ADMINISTRATOR)
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Try the entries that could not be applied again."""
    took = looking.try_again()
    messages.success(request, _("Tried again: %(count)s could be applied.") % {"count": took})
    return redirect("headquarters:nodes_waiting")


# ── in words ──


def _code_sheet(request: HttpRequest, post: str, address: str, replaces: str = "") -> HttpResponse:
    """The code, large, and its QR sign. It is shown this once: nothing can show it again."""
    code = enrolment.invite(post, _actor(request), replaces)
    until = timezone.localtime(timezone.now() + enrolment.LASTS)
    answer = render(
        request,
        "headquarters/nodes/code.html",
        {
            "post": places.names().get(post, post),
            "groups": str(code).split("-"),
            "code": str(code),
            "address": address,
            # Made by segno of signs that this program chose, and of an address that its form has checked.
            "picture": mark_safe(enrolment.picture_of(code, address)),  # noqa: S308
            "until": words.day(until.date()),
            "replaces": replaces,
            "back": reverse("headquarters:nodes"),
            "at_forum": _at_a_forum(),
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _line(of: EnrolledNode, contact: Contact | None, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": of.id,
        "post": names.get(of.post, of.post),
        # Parties stand on no map.
        "post_url": "" if _at_a_forum() else reverse("headquarters:border_post", args=[of.post]),
        "code": of.post,
        "url": reverse("headquarters:node", args=[of.id]),
        "trusted": of.is_trusted,
        "enrolled": said.moment(of.enrolled_at),
        "revoked": said.moment(of.revoked_at),
        "why": of.revoked_why,
        "contact": said.contact(contact),
        "waiting": contact.waiting if contact else None,
        "program": contact.program if contact else "",
        "gaps": contact.gaps if contact else 0,
        "held": looking.held_count(of.id) if not of.is_trusted else 0,
    }


def _held_up(one: Contact) -> dict[str, Any]:
    epoch, seq = latest_head(one.node, inbox())
    return {"epoch": epoch, "seq": seq, "waiting": one.waiting, "at": said.moment(one.entries_at)}


def _held_nodes() -> list[dict[str, Any]]:
    found = []
    names = places.names()
    for one in EnrolledNode.objects.filter(revoked_at__isnull=False):
        looks = looking.held_of(one.id)
        if looks.count:
            found.append(_line(one, Contact.objects.filter(node=one.id).first(), names) | {"looks": _looks(looks)})
    return found


def _looks(of: looking.Looks) -> dict[str, Any]:
    """Entries by their headers: verbs and officers counted, the first of them in a table."""
    return {
        "count": of.count,
        "last": of.last,
        "verbs": sorted(of.verbs.items()),
        "more": of.count > len(of.entries),
        "entries": [
            {
                "seq": one.seq,
                "verb": one.verb,
                "officer": words.person(one.actor),
                "said": said.moment(one.wall),
                "earliest": said.moment(one.interval[0]),
                "latest": said.moment(one.interval[1]),
            }
            for one in of.entries
        ],
    }


def _fork(one: looking.Fork, names: dict[str, str]) -> dict[str, Any]:
    return {
        "node": one.node,
        "post": names.get(one.post, one.post),
        "epoch": one.epoch,
        "branch_of": one.branch_of,
        "base": one.base,
        "ours": _looks(one.ours),
        "branch": _looks(one.branch),
    }


def _parked(one: Any) -> dict[str, Any]:
    return {"key": one.key, "reason": one.reason, "waits_for": one.waits_for}


def _not_read(one: Any) -> dict[str, Any]:
    who = one.follower.partition(" ")[0]
    word = board_words.FOLLOWERS.get(who, who)
    return {"key": one.key, "who": word, "reason": one.reason, "at": said.moment(one.at)}


def _waiting_in_all() -> int:
    held = looking.not_read_count()
    held += sum(len(rows) for rows in looking.parked().values()) + len(branches.in_quarantine())
    held += sum(looking.held_count(one.id) for one in EnrolledNode.objects.filter(revoked_at__isnull=False))
    return held + Contact.objects.filter(gaps__gt=0).count()


def _clock(contact: Contact | None) -> str:
    if contact is None or contact.ahead_least is None or contact.ahead_most is None:
        return ""
    least, most = contact.ahead_least, contact.ahead_most
    return said.clock(0 if least <= 0 <= most else least if least > 0 else most)


def _post_of(node: str) -> str:
    return EnrolledNode.objects.filter(id=node).values_list("post", flat=True).first() or ""


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _actor(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]


def _administers(request: HttpRequest) -> bool:
    return Role.ADMINISTRATOR in roles_of(request.user)
