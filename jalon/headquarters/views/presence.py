"""Who is in: figures for the desk, the stays beyond their rule, one traveller's entries and exits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.documents import types
from jalon.headquarters import presence_words, words
from jalon.headquarters.forms_presence import Beyond, Judgement, Reason
from jalon.headquarters.views.bureau import beside
from jalon.posts.models import Post
from jalon.presence import follow, judging, looking, standing
from jalon.presence.figures import MOST_LOOKED_AT, figures
from jalon.presence.models import Stay
from jalon.presence.standing import Standing
from jalon.presence.traveller import Shown, ToLookAt, shown, timeline
from jalon.web.gate import Role, opens_to

A_PAGE = 50
BEHIND = 1_000  # entries the follower may be late before the page says so loudly


@opens_to(Role.NATIONAL_DESK)
@require_GET
def who_is_in(request: HttpRequest) -> HttpResponse:
    """Figures by rule and nationality. They name nobody."""
    found = figures()
    behind = follow.lag()
    return render(
        request,
        "headquarters/presence/who_is_in.html",
        {
            "columns": [{"code": code, "label": label} for code, label in presence_words.SHORT.items()],
            "totals": [
                {"code": code, "label": label, "number": found.totals[code], **presence_words.state(code)}
                for code, label in presence_words.SHORT.items()
            ],
            "rows": [
                {
                    "rule": presence_words.rule(row.rule, row.rules, row.answer),
                    "nationality": words.state(row.nationality) or "—",
                    "counts": [row.counts[code] for code in presence_words.SHORT],
                    "total": row.total,
                }
                for row in found.rows
            ],
            "total": sum(found.totals.values()),
            "unknown": found.unknown,
            "not_looked_at": found.not_looked_at,
            "looked_at": MOST_LOOKED_AT,
            "behind": behind,
            "far_behind": behind > BEHIND,
        },
    )


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def beyond(request: HttpRequest) -> HttpResponse:
    """Stays beyond their rule, by name, once it is said why they are looked at."""
    late = standing.beyond()
    form = Beyond(
        request.POST or None,
        nationalities=sorted(set(late.values_list("nationality", flat=True).distinct())),
        posts=_posts(set(late.values_list("entry_post", flat=True).distinct())),
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        question = {
            "register": "presence_beyond",
            **{name: asked[name] for name in ("state", "nationality", "post") if asked[name]},
        }
        looking.look(question | {"page": asked["page"] or 1}, asked["reason"], _officer(request))
        context |= _page_of_stays(asked)
    return render(request, "headquarters/presence/beyond.html", context)


def _page_of_stays(asked: dict[str, Any]) -> dict[str, Any]:
    rows = standing.beyond()
    if asked["nationality"]:
        rows = rows.filter(nationality=asked["nationality"])
    if asked["post"]:
        rows = rows.filter(entry_post=asked["post"])
    number = asked["page"] or 1
    first = (number - 1) * A_PAGE
    if asked["state"]:
        of_state = [one for one in standing.standings(rows[:MOST_LOOKED_AT]) if one.state == asked["state"]]
        total, found = len(of_state), of_state[first : first + A_PAGE]
    else:
        total, found = rows.count(), standing.standings(rows[first : first + A_PAGE])
    there = shown(one.stay.entered for one in found)
    return {
        "stays": [_stay(one, there.get(one.stay.entered)) for one in found],
        "total": total,
        "number": number,
        "pages": max(1, -(-total // A_PAGE)),
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if first + A_PAGE < total else None,
    }


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def traveller(request: HttpRequest, key: str) -> HttpResponse:
    """One traveller's entries and exits, once it is said why; two passages are judged here."""
    stay = get_object_or_404(Stay, key=key)
    judged = Judgement(request.POST) if request.POST.get("act") == "judge" else None
    form = Reason(request.POST or None)
    context: dict[str, Any] = {"form": form, "key": key, "nationality": words.state(stay.nationality)}
    if request.method == "POST" and form.is_valid():
        if judged is not None:
            _judge(request, judged)
            stay = Stay.objects.filter(key=key).first() or Stay.objects.get(left=key)
        reason = form.cleaned_data["reason"]
        looking.look({"traveller": stay.key}, reason, _officer(request))
        context |= _timeline(stay, reason, judged)
    return render(request, "headquarters/presence/traveller.html", context)


def _judge(request: HttpRequest, form: Judgement) -> None:
    if not form.is_valid():
        return
    said = form.cleaned_data
    try:
        judging.judge(said["one"], said["other"], said["same"] == "yes", said["why"], _officer(request))
    except judging.NotAllowed as rule:
        form.add_error(None, presence_words.not_allowed(rule.code))
    else:
        messages.success(request, _("It is recorded. The passages are paired anew."))


def _timeline(stay: Stay, reason: str, judged: Judgement | None) -> dict[str, Any]:
    found = timeline(stay.person)
    last = found.episodes[0]
    who = last.exit or last.entry
    keys = [end.passage.key for one in found.episodes for end in (one.entry, one.exit) if end]
    return {
        "reason": reason,
        "who": _person(who) if who else None,
        "papers": _papers([end for one in found.episodes for end in (one.entry, one.exit) if end]),
        "episodes": [
            {
                **presence_words.stay_said(one.standing, timezone.localdate()),
                "entry": _end(one.entry),
                "exit": _end(one.exit),
            }
            for one in found.episodes
        ],
        "to_look_at": [_to_look_at(one, reason, judged) for one in found.to_look_at],
        "judged": [
            {
                "same": one.same,
                "why": one.why,
                "officer": words.person(one.officer),
                "at": words.day_of(one.at),
            }
            for one in found.judged
        ],
        "answers": beside(keys),
        "case": who.passage.key if who else "",
    }


def _papers(ends: list[Shown]) -> list[dict[str, str]]:
    """The papers that the traveller showed, each once."""
    found: dict[str, dict[str, str]] = {}
    for one in ends:
        found.setdefault(one.passage.holder, _person(one))
    return list(found.values())


def _to_look_at(one: ToLookAt, reason: str, judged: Judgement | None) -> dict[str, Any]:
    mine = judged if judged is not None and judged.data.get("other") == one.exit.passage.key else None
    return {
        "score": f"{one.proposal.score:.2f}",
        "entry": _end(one.entry),
        "exit": _end(one.exit),
        "reasons": [reason.sentence(words.language()) for reason in one.alike.reasons] if one.alike else [],
        "form": mine or Judgement(initial={"reason": reason}, auto_id=f"id_{one.exit.passage.seq}_%s"),
        "one": one.entry.passage.key,
        "other": one.exit.passage.key,
        "errors": [str(fault) for faults in mine.errors.values() for fault in faults] if mine else [],
    }


def _stay(found: Standing, entry: Shown | None) -> dict[str, Any]:
    said = presence_words.stay_said(found, timezone.localdate())
    return said | {"who": _person(entry) if entry else None, "url": _address(found.stay.key)}


def _end(one: Shown | None) -> dict[str, Any] | None:
    return presence_words.passage_said(one.passage) | {"who": _person(one)} if one else None


def _person(one: Shown) -> dict[str, str]:
    kind = types.DOCUMENT_TYPES.get(one.passage.kind)
    return {
        "name": one.name,
        "born": one.born,
        "sex": one.person.sex or "",
        "nationality": words.state(one.passage.nationality),
        "document": one.document,
        "kind": kind.names[words.language()] if kind else one.passage.kind,
    }


def _posts(codes: set[str]) -> list[tuple[str, str]]:
    return list(Post.objects.filter(code__in=codes).order_by("name").values_list("code", "name"))


def _address(key: str) -> str:
    return reverse("headquarters:traveller", args=[key])


def _officer(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]
