"""Protection: entrusting a traveller to a service, and following that referral to its last word."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.crossings.decision import AT_THE_SECOND_LINE
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.rules import NotAllowed
from jalon.desk import entrusted, seen, words
from jalon.desk.forms.protection import Acceptance, Answer, Declaration, Entrusting, as_typed
from jalon.desk.views.at_the_desk import (
    SECOND_LINE,
    case_or_404,
    forget_drafts,
    leads,
    on_duty,
    page,
    sent_only,
    shown_or_404,
)
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.protection import directory, referral
from jalon.protection.models import Referral, Service
from jalon.staff.postings import roles_of
from jalon.web.gate import Role, opens_to

PROTECTS = (Role.PROTECTION,)
WHOSE_WORK = (Role.PROTECTION, Role.SHIFT_LEADER)
DIRECTORY = (Role.ADMINISTRATOR, Role.NATIONAL_DESK, Role.PROTECTION)
CHILD = "child"
MOST_CLOSED = 40  # closed referrals below the open ones

Door = Callable[..., HttpResponse]


def in_words(view: Door) -> Door:
    """A rule that stands in the way is said in words, where the officer came from; nothing was recorded then."""

    @wraps(view)
    def with_rules(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as rule:
            messages.error(request, words.rule(rule.code))
            return redirect(_way_back(request, kwargs.get("key", "")))

    return with_rules


def _way_back(request: HttpRequest, key: str) -> str:
    row = Referral.objects.filter(key=key).first()
    if row is not None and request.method == "POST" and referral.may_see(row, actor(request)):
        return reverse("desk:referral", args=[key])
    if "/services/" in request.path:
        return reverse("desk:services")
    return reverse("desk:second_line") if leads(request) else reverse("desk:referrals")


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def entrust(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The second line entrusts the traveller to a service; where a child is in doubt, child protection comes first."""
    inspection = case_or_404(request, present, key)
    if inspection.state not in AT_THE_SECOND_LINE:
        raise NotAllowed("not_referred" if inspection.state == "open" else "already_decided")
    doubts = entrusted.doubts_of(inspection)
    services = directory.in_force()
    if doubts:
        services.sort(key=lambda one: one.kind != CHILD)
    first = services[0].code if doubts and services and services[0].kind == CHILD else ""
    form = Entrusting(
        request.POST or None, services=[(one.code, one.name) for one in services], initial={"service": first}
    )
    if request.method == "POST" and form.is_valid():
        made = referral.ask(inspection, present, form.cleaned_data.pop("service"), **form.cleaned_data)
        forget_drafts(present, key)
        messages.success(request, _("Saved."))
        return redirect("desk:referral", made.key)
    chosen = form["service"].value()
    return page(
        request,
        "protection/entrust",
        inspection=shown_or_404(inspection, present),
        form=form,
        services=[entrusted.service_shown(one) | {"chosen": one.code == chosen} for one in services],
        doubts=[entrusted.SENTENCES[code] for code in doubts],
    )


@opens_to(*SECOND_LINE)
@sent_only
@on_duty
def take_up_again(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The person stands at the post again: the case is the second line's again."""
    referral.take_up_again(case_or_404(request, present, key), present)
    messages.success(request, _("Saved."))
    return redirect("desk:case", key)


@opens_to(*SECOND_LINE)
@sent_only
@on_duty
def tell_focal_point(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """An officer who may not see the service told the focal point that nobody has answered."""
    referral.tell_focal_point(get_object_or_404(Referral, key=key), present.officer)
    messages.success(request, _("Saved."))
    return redirect("desk:second_line")


@opens_to(*PROTECTS)
@require_GET
def referrals(request: HttpRequest) -> HttpResponse:
    """Every referral that this post still keeps: the open ones first, the most pressing before the others."""
    rows = [entrusted.referral_shown(row) for row in Referral.objects.order_by("-position")]
    order = {"asked": 0, "accepted": 1, "answered": 2}
    rows.sort(key=lambda row: (order[row["state"]], not row.get("call"), not row.get("late")))
    opened = [row for row in rows if row["state"] != "answered"]
    closed = [row for row in rows if row["state"] == "answered"][:MOST_CLOSED]
    return render(request, "desk/protection/referrals.html", {"open": opened, "closed": closed})


@opens_to(*WHOSE_WORK)
@require_http_methods(["GET", "POST"])
@in_words
def one_referral(request: HttpRequest, key: str) -> HttpResponse:
    """A referral: accepted, answered. Opening it is recorded before the traveller is shown."""
    row = yours_or_404(request, key)
    act = request.POST.get("act", "")
    accepting = Acceptance(request.POST if act == "accept" else None)
    answering = Answer(request.POST if act == "answer" else None)
    if act == "accept" and accepting.is_valid():
        said = accepting.cleaned_data
        referral.accept(row, actor(request), at=said["accepted_at"], by=said["by"], file=said["file"])
        return saved(request, key)
    if act == "answer" and answering.is_valid():
        said = answering.cleaned_data
        referral.answer(row, actor(request), said["answer"], file=said["file"])
        return saved(request, key)
    referral.look_at(row, actor(request))
    inspection = Inspection.objects.filter(key=row.inspection).first()
    context = {
        "referral": entrusted.referral_shown(row),
        "traveller": seen.name_of(inspection) if inspection else seen.BEYOND,
        "at_the_post": inspection is not None,
        "accepting": accepting,
        "answering": answering,
        "wrong": accepting if accepting.is_bound else answering,
        "may_accept": row.state == "asked",
        "may_answer": row.state != "answered",
        "notice": reverse("desk:notice", args=[row.inspection]) if leads(request) and inspection else "",
    }
    return render(request, "desk/protection/referral.html", context | framed(request))


@opens_to(*WHOSE_WORK)
@require_POST
@in_words
def call(request: HttpRequest, key: str) -> HttpResponse:
    """One key: whom the rule names was called."""
    referral.escalate(yours_or_404(request, key), actor(request))
    if request.POST.get("from") == "second_line" and leads(request):
        messages.success(request, _("Saved."))
        return redirect("desk:second_line")
    return saved(request, key)


@opens_to(*WHOSE_WORK)
@require_GET
@in_words
def slip(request: HttpRequest, key: str) -> HttpResponse:
    """The paper that goes along to the service: number and times, no name, no story."""
    row = yours_or_404(request, key)
    referral.look_at(row, actor(request))
    post = Post.objects.filter(code=this_node().keys.post).first()
    return render(
        request,
        "desk/protection/slip.html",
        {
            "referral": entrusted.referral_shown(row),
            "printed_at": timezone.localtime().strftime("%d/%m/%Y %H:%M"),
            "country": words.state(post.country) if post else "",
            "officer_number": row.officer,
        },
    )


@opens_to(*DIRECTORY)
@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """The services of this post: in force, to come, and those that wait for a second person."""
    shown = directory.shown()
    context = {
        "services": [
            entrusted.service_shown(one) | {"mine": one.declared_by == actor(request)}
            for one in shown
            if one.approved_by
        ],
        "proposed": [
            entrusted.service_shown(one) | {"mine": one.declared_by == actor(request)}
            for one in shown
            if not one.approved_by
        ],
        "may_declare": Role.ADMINISTRATOR in roles_of(request.user),
    }
    return render(request, "desk/protection/services.html", context)


@opens_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@in_words
def declare_service(request: HttpRequest) -> HttpResponse:
    """Declare a service; with ?code=, how one is from another day on."""
    before = directory.by_code(request.GET.get("code", "")) if request.GET.get("code") else None
    others = [(one.code, one.name) for one in directory.in_force() if before is None or one.code != before.code]
    initial = {"since": timezone.localdate(), **(as_typed(before) if before else {})}
    form = Declaration(request.POST or None, services=others, initial=initial)
    if request.method == "POST" and form.is_valid():
        code = before.code if before else ""
        directory.declare(form.facts(), form.cleaned_data["since"], actor(request), code=code)
        messages.success(request, _("Declared. It counts once another person approves it."))
        return redirect("desk:services")
    return render(request, "desk/protection/declare.html", {"form": form, "before": before})


@opens_to(*DIRECTORY)
@require_POST
@in_words
def decide_service(request: HttpRequest, key: str) -> HttpResponse:
    """Approve a service, or say that today is its last day."""
    service = get_object_or_404(Service, key=key)
    if request.POST.get("act") == "approve":
        directory.approve(service, actor(request))
        messages.success(request, _("Approved."))
    else:
        directory.withdraw(service, timezone.localdate(), actor(request))
        messages.success(request, _("Today is its last day."))
    return redirect("desk:services")


def yours_or_404(request: HttpRequest, key: str) -> Referral:
    """The referral in the address, for those whose work it is; to everybody else it is not there."""
    row = Referral.objects.filter(key=key).first()
    if row is None or not referral.may_see(row, actor(request)):
        raise Http404
    return row


def framed(request: HttpRequest) -> dict[str, Any]:
    """At the desk the reader's swipes are kept while this page stands; elsewhere there is no reader."""
    return {"frame": "desk/base.html" if leads(request) else "desk/protection/base.html", "at_desk": leads(request)}


def saved(request: HttpRequest, key: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("desk:referral", key)


def actor(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]
