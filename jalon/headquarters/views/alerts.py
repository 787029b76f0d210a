"""Alerts: the strip on every page, the page of them, taken in hand; who else is told, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.alerts import acknowledging, delivering, following, plates, subscribing
from jalon.alerts.models import Acknowledgement, Alert, AnnouncedPlate, Delivery, Happening, RuleState, Subscription
from jalon.alerts.outbox import rules_for, told_to
from jalon.alerts.refusing import NotAllowed
from jalon.alerts.situation import SEVERITIES
from jalon.alerts.table import RULES
from jalon.headquarters import words, words_of_alerts
from jalon.headquarters.forms_alerts import LANGUAGES, Plate, Subscribing
from jalon.posts.models import Post
from jalon.staff.postings import roles_of
from jalon.web.gate import Role, opens_to

READERS = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)
ADMINISTRATOR = (Role.ADMINISTRATOR,)
MOST = 200
STATES = ("open", "in_hand", "over")

Door = Callable[..., HttpResponse]


def by_the_rules(way_back: str) -> Callable[[Door], Door]:
    """A rule that stands in the way is said on the page of this name; nothing was recorded then."""

    def guard(view: Door) -> Door:
        @wraps(view)
        def with_rules(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except NotAllowed as rule:
                messages.error(request, words_of_alerts.rule(rule.code))
                return redirect(_next(request) or reverse(way_back))

        return with_rules

    return guard


# ── on every page ──
def strip_for(roles: frozenset[Role]) -> dict[str, Any]:
    """What the strip shows: how many alerts nobody has in hand, the gravest of them, and a digest of that."""
    waiting = _not_in_hand(_mine(roles).filter(ended_at__isnull=True))
    gravest = waiting[0] if waiting else None
    failed = list(RuleState.objects.values_list("rule", flat=True))
    said = f"{len(waiting)} {gravest and (gravest.reference, gravest.severity, gravest.count)} {failed}"
    return {
        "count": len(waiting),
        "gravest": _line(gravest, None) if gravest else None,
        "failed": [str(RULES[name].title) for name in failed if name in RULES],
        "digest": hashlib.sha256(said.encode()).hexdigest()[:8],
        "url": reverse("headquarters:alerts_strip"),
    }


@opens_to(*READERS)
@require_GET
def strip(request: HttpRequest) -> HttpResponse:
    """The strip alone, as the pages ask for it; nothing where it is what the page shows already."""
    shown = strip_for(roles_of(request.user))
    if request.GET.get("seen") == f"{shown['digest']}{words.language()}":
        return HttpResponse(status=204)
    return render(request, "headquarters/alerts/_strip.html", {"strip": shown})


# ── the page ──
@opens_to(*READERS)
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts of this officer's roles, filtered."""
    mine = _mine(roles_of(request.user))
    state = request.GET.get("state") if request.GET.get("state") in STATES else "open"
    rows = mine.filter(ended_at__isnull=state != "over")
    rule, post, least = (request.GET.get(name, "") for name in ("rule", "post", "least"))
    if rule in RULES:
        rows = rows.filter(rule=rule)
    posts = _posts(mine.exclude(post="").values_list("post", flat=True).distinct())
    if post in posts:
        rows = rows.filter(post=post)
    if least.isdecimal():
        rows = rows.filter(severity__gte=int(least))
    order = ("-ended_at",) if state == "over" else ("-severity", "-opened_at")
    found = list(rows.order_by(*order, "reference")[: MOST + 1])
    hands = following.acknowledged(found)
    if state != "over":
        found = [one for one in found if (one.reference in hands) == (state == "in_hand")]
    return render(
        request,
        "headquarters/alerts/alerts.html",
        {
            "alerts": [_line(one, hands.get(one.reference)) for one in found[:MOST]],
            "more": len(found) > MOST,
            "state": state,
            "states": [(code, _state(code)) for code in STATES],
            "rules": [(name, RULES[name].title) for name in rules_for(roles_of(request.user))],
            "posts": sorted(posts.items(), key=lambda pair: pair[1]),
            "severities": list(SEVERITIES.items()),
            "chosen": {"rule": rule, "post": post, "least": least},
            "failed": _failed(),
            "may_decide": bool(roles_of(request.user) & set(ADMINISTRATOR)),
            "here": request.get_full_path(),
        },
    )


@opens_to(*READERS)
@require_GET
def alert(request: HttpRequest, reference: str) -> HttpResponse:
    """One alert: what it says, what happened to it, who was told."""
    found = get_object_or_404(_mine(roles_of(request.user)), reference=reference)
    hand = following.acknowledged([found]).get(reference)
    told = sorted(words.role(role.value) for role in told_to(RULES[found.rule]))
    deliveries = Delivery.objects.filter(alert=reference).order_by("-created_at", "-pk")[:MOST]
    return render(
        request,
        "headquarters/alerts/alert.html",
        {
            "alert": _line(found, hand) | {"times": found.times},
            "history": _history(reference),
            "told": told,
            "deliveries": [_delivery(one) for one in deliveries],
            "here": request.get_full_path(),
        },
    )


@opens_to(*READERS)
@require_POST
@by_the_rules("headquarters:alerts")
def acknowledge(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an alert in hand."""
    acknowledging.acknowledge(reference, request.POST.get("note", ""), _actor(request))
    messages.success(request, _("You have this alert in hand. It asks again only if it becomes worse or comes again."))
    return redirect(_next(request) or reverse("headquarters:alerts"))


# ── who else is told ──
@opens_to(*ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@by_the_rules("headquarters:subscriptions")
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Rule by rule: who sees it on the page, who is told by letter or by a call; and one more."""
    form = Subscribing(request.POST or None, initial={"language": words.language(), "channel": "email", "least": 2})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        who = (said["rule"], said["least"], said["channel"], form.whom(), said["language"], _actor(request))
        subscribing.subscribe(*who)
        messages.success(request, _("From now on this is told there."))
        return redirect("headquarters:subscriptions")
    standing = Subscription.objects.filter(ended_at__isnull=True).order_by("channel", "to", "rule", "key")
    roles = {name: " · ".join(sorted(words.role(role.value) for role in told_to(rule))) for name, rule in RULES.items()}
    return render(
        request,
        "headquarters/alerts/subscriptions.html",
        {
            "rules": [(rule.title, SEVERITIES[rule.severity], roles[name]) for name, rule in RULES.items()],
            "subscriptions": [_subscription(one) for one in standing],
            "form": form,
            "mail_is_set": bool(settings.JALON_EMAIL_URL),
            "address_is_set": bool(settings.JALON_ADDRESS),
        },
    )


@opens_to(*ADMINISTRATOR)
@require_POST
@by_the_rules("headquarters:subscriptions")
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """Tell them no more."""
    subscribing.unsubscribe(key, _actor(request))
    messages.success(request, _("This is told there no more."))
    return redirect("headquarters:subscriptions")


@opens_to(*ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@by_the_rules("headquarters:deliveries")
def deliveries(request: HttpRequest) -> HttpResponse:
    """What was to be told outside, how often it was tried, and what the other side answered."""
    if request.method == "POST":
        number = request.POST.get("delivery", "")
        delivering.try_again(int(number) if number.isdecimal() else 0, _actor(request))
        messages.success(request, _("It is tried again within a moment."))
        return redirect("headquarters:deliveries")
    rows = Delivery.objects.order_by("-created_at", "-pk")
    undone = rows.filter(state__in=(Delivery.WAITING, Delivery.SENDING, Delivery.GIVEN_UP))
    return render(
        request,
        "headquarters/alerts/deliveries.html",
        {
            "undone": [_delivery(one) for one in undone[:MOST]],
            "sent": [_delivery(one) for one in rows.filter(state__in=(Delivery.SENT, Delivery.DROPPED))[:MOST]],
        },
    )


# ── plates ──
@opens_to(*READERS)
@require_http_methods(["GET", "POST"])
@by_the_rules("headquarters:plates")
def plates_page(request: HttpRequest) -> HttpResponse:
    """The vehicles that authorities ask to be told of; one more, or one less."""
    form = Plate(request.POST if request.POST.get("act") == "announce" else None)
    if request.POST.get("act") == "withdraw":
        plates.withdraw(request.POST.get("plate", ""), _actor(request))
        messages.success(request, _("Nobody asks for this plate any more."))
        return redirect("headquarters:plates")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        plates.announce(said["plate"], said["reference"], said["until"], _actor(request))
        messages.success(request, _("Whoever sees this plate at a post, you are told."))
        return redirect("headquarters:plates")
    standing = AnnouncedPlate.objects.filter(withdrawn_at__isnull=True, until__gte=timezone.localdate())
    rows = [
        {
            "key": one.key,
            "plate": plates.plate_of(one),
            "reference": one.reference,
            "until": words.day(one.until),
            "by": words.person(one.by),
            "at": words.day_of(one.at),
        }
        for one in standing.order_by("-at", "key")
    ]
    may_decide = Role.NATIONAL_DESK in roles_of(request.user)
    return render(request, "headquarters/alerts/plates.html", {"plates": rows, "form": form, "may_decide": may_decide})


def _mine(roles: frozenset[Role]) -> Any:
    return Alert.objects.filter(rule__in=rules_for(roles))


def _not_in_hand(rows: Any) -> list[Alert]:
    found = list(rows.order_by("-severity", "-opened_at", "reference"))
    hands = following.acknowledged(found)
    return [one for one in found if one.reference not in hands]


def _line(of: Alert, hand: Acknowledgement | None) -> dict[str, Any]:
    rule = RULES[of.rule]
    return {
        "reference": of.reference,
        "title": rule.title,
        "sentence": rule.sentence(of.facts),
        "severity": of.severity,
        "severity_label": SEVERITIES[of.severity],
        "shape": words_of_alerts.SHAPES[of.severity],
        "count": of.count,
        "opened_at": words.day_of(of.opened_at),
        "ended_at": words.day_of(of.ended_at),
        "hand": _hand(hand),
        "url": reverse("headquarters:alert", args=[of.reference]),
        "act_url": _where_to_act(rule.act_at),
    }


def _hand(row: Acknowledgement | None) -> dict[str, Any] | None:
    return {"by": words.person(row.by), "at": words.day_of(row.at), "note": row.note} if row else None


def _where_to_act(name: str) -> str:
    """The page where something is done about it; nothing where that page is not built in."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


def _history(reference: str) -> list[dict[str, Any]]:
    """What happened, the last first: found, worse, taken in hand, over."""
    rows = [
        (one.at, one.pk, words_of_alerts.happened(one.what), SEVERITIES[one.severity], one.count, "", "")
        for one in Happening.objects.filter(alert=reference).order_by("-at", "-pk")[:MOST]
    ]
    rows += [
        (one.at, 0, _("Taken in hand"), SEVERITIES[one.severity], one.count, words.person(one.by), one.note)
        for one in Acknowledgement.objects.filter(alert=reference).order_by("-at")[:MOST]
    ]
    names = ("at", "order", "what", "severity", "count", "by", "note")
    rows.sort(key=lambda row: (row[0], row[1]), reverse=True)
    return [dict(zip(names, row, strict=True)) | {"at": words.day_of(row[0])} for row in rows]


def _subscription(of: Subscription) -> dict[str, Any]:
    page = of.channel == "page"
    return {
        "key": of.key,
        "rule": RULES[of.rule].title if of.rule in RULES else _("Every rule"),
        "least": SEVERITIES[of.least],
        "channel": words_of_alerts.channel(of.channel),
        "to": words.role(of.to) if page else of.to,
        "language": "" if page else dict(LANGUAGES).get(of.language, of.language),
        "by": words.person(of.by),
        "at": words.day_of(of.at),
        "secret": subscribing.secret_of(of.key) if of.channel == "webhook" else "",
    }


def _delivery(of: Delivery) -> dict[str, Any]:
    rule = RULES.get(of.content["rule"])
    return {
        "id": of.pk,
        "alert": of.alert,
        "url": reverse("headquarters:alert", args=[of.alert]),
        "title": rule.title if rule else of.content["rule"],
        "what": words_of_alerts.happened(of.content["what"]),
        "channel": words_of_alerts.channel(of.channel),
        "to": of.to,
        "state": words_of_alerts.delivery(of.state),
        "given_up": of.state == Delivery.GIVEN_UP,
        "may_try": of.state in (Delivery.GIVEN_UP, Delivery.WAITING) and of.attempts > 0,
        "attempts": of.attempts,
        "error": of.error,
        "created_at": words.day_of(of.created_at),
        "sent_at": words.day_of(of.sent_at),
        "next_at": words.day_of(of.next_at) if of.state == Delivery.WAITING and of.attempts else "",
    }


def _failed() -> list[dict[str, Any]]:
    rows = RuleState.objects.all()
    return [
        {"title": RULES[one.rule].title, "at": words.day_of(one.failed_at), "error": one.error}
        for one in rows
        if one.rule in RULES
    ]


def _state(code: str) -> str:
    return {"open": _("To take in hand"), "in_hand": _("In hand"), "over": _("Over")}[code]


def _posts(codes: Iterable[str]) -> dict[str, str]:
    codes = set(codes)
    return {one: one for one in codes} | dict(Post.objects.filter(code__in=codes).values_list("code", "name"))


def _next(request: HttpRequest) -> str:
    """The page the officer came from, where it is one of ours."""
    said = request.POST.get("next", "")
    return said if url_has_allowed_host_and_scheme(said, {request.get_host()}) else ""


def _actor(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]
