"""The meetings of a forum, or of a state among its own: called, prepared, opened, written down, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.cooperation import forums, meetings, standing
from jalon.cooperation.meetings import CALLED, CLOSED, OPEN, Point, Standing
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.texts import LANGUAGES, direction, in_language, language_of
from jalon.secretariat import menu, speaking
from jalon.secretariat.forms.meetings import AgendaPoint, Amended, Asked, Called, Written, initial_of
from jalon.secretariat.roles import READS, RUNS
from jalon.secretariat.views import recommendations
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words import recommendations as recommendation_words
from jalon.secretariat.words.forums import LEVELS
from jalon.secretariat.words.meetings import AS_WHAT, SHAPES, STATES
from jalon.web.days import date_format
from jalon.web.gate import opens_to


def standing_or_404(key: str) -> Standing:
    """The meeting of an address. Raises Http404."""
    stands = meetings.meeting(key)
    if stands is None:
        raise Http404
    return stands


def run_by(request: HttpRequest, key: str) -> Standing:
    """The meeting, where the officer runs it. Raises Http404, PermissionDenied."""
    stands = standing_or_404(key)
    if not speaking.keeps(request, stands.forum):
        raise PermissionDenied
    return stands


def frame(request: HttpRequest, stands: Standing) -> dict[str, Any]:
    """What every page of a meeting knows."""
    return menu.frame(request, stands.forum, "secretariat:meetings") | {
        "meeting": stands,
        "state": STATES[stands.state],
        "shape": SHAPES[stands.state],
        "level": LEVELS.get(stands.level, stands.level),
        "host": forums.party_name(stands.host, stands.forum) if stands.host else "",
        "languages": [LANGUAGES.get(code, "português") for code in stands.languages],
        "preparing": stands.state in {CALLED, OPEN},
    }


def done(request: HttpRequest, act: Callable[[], Any], said: str = "") -> bool:
    """Do what a button asks; say what came of it."""
    try:
        act()
    except NotAllowed as rule:
        messages.error(request, not_allowed(rule))
        return False
    messages.success(request, said or _("Saved."))
    return True


# ── the list, and calling one ──


@opens_to(*READS)
@require_GET
def of_a_forum(request: HttpRequest, forum: str) -> HttpResponse:
    """Every meeting of a forum: those to come, then those that were held."""
    id, today = speaking.of_address(forum), timezone.localdate()
    rows = [_row(one) for one in meetings.meetings(id)]
    coming = [one for one in rows if one["state"] == OPEN or (one["state"] == CALLED and one["meeting"].ends >= today)]
    context = menu.frame(request, id, "secretariat:meetings") | {
        "coming": coming[::-1],
        "held": [one for one in rows if one not in coming],
    }
    return render(request, "secretariat/meetings/list.html", context)


def _row(stands: Standing) -> dict[str, Any]:
    return {
        "meeting": stands,
        "state": stands.state,
        "word": STATES[stands.state],
        "shape": SHAPES[stands.state],
        "level": LEVELS.get(stands.level, stands.level),
        "adopted": len(meetings.adopted_at(stands.key)),
        "delegations": len(meetings.delegations(stands.key)),
    }


def _earlier(forum: str, but: str = "") -> list[tuple[str, str]]:
    return [(one.key, f"{one.name} ({date_format(one.starts)})") for one in meetings.meetings(forum) if one.key != but]


@opens_to(*RUNS)
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, forum: str) -> HttpResponse:
    """Call a meeting."""
    id = speaking.of_address(forum)
    if not speaking.keeps(request, id):
        raise PermissionDenied
    earlier = _earlier(id)
    initial = {"languages": ["fr"], "opens_at": "09:00", "closes_at": "17:00", "level": menu.shown(id).kind}
    initial["before"] = earlier[0][0] if earlier else ""
    form = Called(request.POST or None, forum=id, earlier=earlier, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = meetings.call(actor=speaking.officer(request), forum=id, **form.cleaned_data)
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved: the meeting is called. Now set its agenda and ask the delegations."))
            return redirect("secretariat:meeting", recorded.key)
    context = menu.frame(request, id, "secretariat:meetings") | {"form": form}
    return render(request, "secretariat/meetings/form.html", context)


@opens_to(*RUNS)
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a meeting is called by."""
    stands = run_by(request, key)
    earlier = _earlier(stands.forum, key)
    form = Amended(request.POST or None, forum=stands.forum, earlier=earlier, initial=initial_of(stands))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        note = said.pop("note")
        try:
            meetings.amend(key, said, speaking.officer(request), note)
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved. Send the invitation and the calendar file again."))
            return redirect("secretariat:meeting", key)
    return render(request, "secretariat/meetings/form.html", frame(request, stands) | {"form": form})


# ── one meeting ──


@opens_to(*READS)
@require_GET
def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """Everything of a meeting, and what can be done now."""
    return render(request, "secretariat/meetings/meeting.html", whole(request, standing_or_404(key)))


def whole(request: HttpRequest, stands: Standing) -> dict[str, Any]:
    """A meeting with all that belongs to it, in words."""
    key = stands.key
    asked, came = meetings.delegations(key), meetings.attendance(key)
    texts = recommendation_texts(stands.forum)
    return frame(request, stands) | {
        "agenda": [point_shown(one, texts) for one in meetings.agenda(key)],
        "delegations": [delegation_shown(one, stands, came) for one in asked],
        "totals": _totals(stands, came),
        "papers": [paper_shown(one) for one in meetings.documents(key)],
        "minutes": [_minutes_shown(language, versions) for language, versions in meetings.minutes(key).items()],
        "adopted": [{"key": one, **texts.get(one, {})} for one in meetings.adopted_at(key)],
        "put": _put_here(key),
        "left_open": meetings.left_open(key) if stands.state == OPEN else [],
        "early": stands.state == CALLED and timezone.localdate() < stands.starts,
        "may_put": stands.state in {CALLED, OPEN} and recommendations.may_put(request, stands.forum),
        "before": meetings.meeting(stands.before) if stands.before else None,
    }


def _put_here(key: str) -> list[dict[str, Any]]:
    """The recommendations put at a meeting that it did not adopt, each with how it stands."""
    adopted, stands = set(meetings.adopted_at(key)), meetings.meeting(key)
    put = set(meetings.put_at(key)) - adopted
    known = standing.standing(stands.forum) if stands and put else []
    return [
        {
            "key": one.key,
            "number": one.number,
            "text": in_language(one.texts),
            "language": language_of(one.texts),
            "state": recommendation_words.STATES.get(one.state, (one.state, "", ""))[0],
        }
        for one in known
        if one.key in put
    ]


def recommendation_texts(forum: str) -> dict[str, dict[str, Any]]:
    """The number and the words of each recommendation of a forum, by key, in the order in which they were put."""
    return {
        one.key: {
            "number": one.number,
            "texts": one.texts,
            "text": in_language(one.texts),
            "language": language_of(one.texts),
        }
        for one in standing.standing(forum, late=False)
    }


def point_shown(one: Any, texts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": in_language(one.title),
        "language": language_of(one.title),
        "text": in_language(one.text),
        "minutes": one.minutes,
        "recommendation": {"key": one.recommendation, **texts.get(one.recommendation, {})}
        if one.recommendation
        else None,
    }


def delegation_shown(one: Any, stands: Standing, came: Any) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": forums.party_name(one.code, stands.forum, on=stands.starts),
        "as_what": AS_WHAT[one.as_what],
        "kind": one.as_what,
        "head": one.head,
        "seats": one.seats,
        "days": [{"day": day, "row": came.get((one.code, day))} for day in stands.days],
        "came": any((one.code, day) in came for day in stands.days),
    }


def _totals(stands: Standing, came: Any) -> list[dict[str, Any]]:
    """How many came on each day, of how many delegations."""
    found = []
    for day in stands.days:
        rows = [row for (_code, on), row in came.items() if on == day and row.present]
        if rows:
            found.append(
                {
                    "day": day,
                    "present": sum(row.present for row in rows),
                    "women": sum(row.women for row in rows),
                    "delegations": len(rows),
                }
            )
    return found


def paper_shown(one: Any) -> dict[str, Any]:
    kept = meetings.kept(one)
    return {
        "key": one.key,
        "name": one.name,
        "title": in_language(one.title) or one.name,
        "language": language_of(one.title),
        "kind": one.name.rsplit(".", 1)[-1].upper(),
        "size": kept.size if kept else None,
    }


def _minutes_shown(language: str, versions: Any) -> dict[str, Any]:
    return {
        "language": language,
        "name": LANGUAGES.get(language, "português"),
        "direction": direction(language),
        "text": versions[0].text,
        "at": datetime.fromtimestamp(versions[0].at / 1000, tz=timezone.get_current_timezone()),
        "versions": len(versions),
    }


@opens_to(*RUNS)
@require_POST
def state(request: HttpRequest, key: str) -> HttpResponse:
    """The meeting is opened, closed or cancelled."""
    run_by(request, key)
    actor, note = speaking.officer(request), request.POST.get("note", "").strip()[:300]
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "open": (lambda: meetings.open_meeting(key, actor, note), _("Saved: the meeting is open.")),
        "close": (lambda: meetings.close(key, actor, note), _("Saved: the meeting is closed.")),
        "cancel": (
            lambda: meetings.cancel(key, actor, note),
            _("Saved: the meeting is cancelled. Tell those who are asked."),
        ),
    }
    if (said := request.POST.get("act", "")) in acts:
        done(request, *acts[said])
    return redirect("secretariat:meeting", key)


# ── the agenda ──


@opens_to(*RUNS)
@require_http_methods(["GET", "POST"])
def agenda(request: HttpRequest, key: str) -> HttpResponse:
    """The points in order; one is added, moved or taken off."""
    stands = run_by(request, key)
    texts, actor = recommendation_texts(stands.forum), speaking.officer(request)
    said = request.POST.get("act", "")
    form = AgendaPoint(request.POST if said == "add" else None, recommendations=_choices(texts))
    if said == "add" and form.is_valid():
        try:
            meetings.add_point(key, Point(**form.cleaned_data), actor)
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved."))
            return redirect("secretariat:meeting_agenda", key)
    number = request.POST.get("number", "")
    if said in {"up", "down", "off", "standing"} and (number.isdecimal() or said == "standing"):
        acts: dict[str, Callable[[], Any]] = {
            "up": lambda: meetings.move_point(key, int(number), -1, actor),
            "down": lambda: meetings.move_point(key, int(number), 1, actor),
            "off": lambda: meetings.take_off(key, int(number), actor),
            "standing": lambda: _put_recommendations(key, texts, actor),
        }
        done(request, acts[said])
        return redirect("secretariat:meeting_agenda", key)
    context = frame(request, stands) | {
        "form": form,
        "agenda": [point_shown(one, texts) for one in meetings.agenda(key)],
        "left": len(_not_on_it(key, texts)),
    }
    return render(request, "secretariat/meetings/agenda.html", context)


def _not_on_it(key: str, texts: dict[str, Any]) -> list[str]:
    """The recommendations put at this meeting that its agenda does not speak of yet."""
    on_it = {one.recommendation for one in meetings.agenda(key)}
    return [one for one in meetings.put_at(key) if one not in on_it and one in texts]


def _put_recommendations(key: str, texts: dict[str, Any], actor: str) -> None:
    """A point for each recommendation that is put at this meeting."""
    added = [
        Point({language: f"{number} · {_short(text)}" for language, text in texts[one]["texts"].items()}, {}, 10, one)
        for one in _not_on_it(key, texts)
        if (number := texts[one]["number"])
    ]
    meetings.set_agenda(key, [*meetings.points(key), *added], actor)


def _short(text: str, most: int = 140) -> str:
    """The beginning of a sentence, cut between words."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _choices(texts: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    return [(key, f"{one['number']} · {_short(one['text'], 90)}") for key, one in texts.items()]


@opens_to(*RUNS)
@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One point of the agenda, to be changed."""
    stands = run_by(request, key)
    points = meetings.points(key)
    if not 0 < number <= len(points):
        raise Http404
    was = points[number - 1]
    initial = {name: getattr(was, name) for name in AgendaPoint.base_fields}
    form = AgendaPoint(
        request.POST or None, recommendations=_choices(recommendation_texts(stands.forum)), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        points[number - 1] = Point(**form.cleaned_data)
        try:
            meetings.set_agenda(key, points, speaking.officer(request))
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved."))
            return redirect("secretariat:meeting_agenda", key)
    return render(request, "secretariat/meetings/point.html", frame(request, stands) | {"form": form, "number": number})


# ── delegations and who came ──


@opens_to(*RUNS)
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest, key: str) -> HttpResponse:
    """Who is asked, and as what."""
    stands = run_by(request, key)
    said, actor = request.POST.get("act", ""), speaking.officer(request)
    sitting = forums.parties(stands.forum, on=stands.starts)
    others = {
        "SEN",
        "DZA",
        "LBY",
        "NGA",
        "MAR",
        "GIN",
        "CIV",
        "BEN",
        "TGO",
        "GHA",
        "CMR",
        "CAF",
        "SDN",
        "ESP",
        "FRA",
        "ITA",
    }
    whom = [(one.code, one.name) for one in sitting]
    whom += sorted(
        ((code, forums.state_name(code)) for code in others - {one.code for one in sitting}), key=lambda one: one[1]
    )
    form = Asked(request.POST if said == "ask" else None, whom=whom)
    if said == "ask" and form.is_valid():
        try:
            meetings.ask(key, actor=actor, **form.cleaned_data)
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved."))
            return redirect("secretariat:meeting_delegations", key)
    if said in {"all", "off"}:
        code = request.POST.get("code", "")
        done(
            request,
            (lambda: meetings.ask_all(key, actor)) if said == "all" else (lambda: meetings.unask(key, code, actor)),
        )
        return redirect("secretariat:meeting_delegations", key)
    asked = meetings.delegations(key)
    context = frame(request, stands) | {
        "form": form,
        "delegations": [delegation_shown(one, stands, {}) for one in asked],
        "left": len({one.code for one in sitting} - {one.code for one in asked}),
    }
    return render(request, "secretariat/meetings/delegations.html", context)


@opens_to(*RUNS)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, key: str) -> HttpResponse:
    """How many came of each delegation on a day, and how many women; never who."""
    stands = run_by(request, key)
    day = _day(request.POST.get("day") or request.GET.get("day"), stands)
    asked, came = meetings.delegations(key), meetings.attendance(key)
    wrong: list[str] = []
    if request.method == "POST":
        wrong = _take(request, key, day, [one.code for one in asked], came)
        if not wrong:
            messages.success(request, _("Saved."))
            return redirect(f"{request.path}?day={day.isoformat()}")
    context = frame(request, stands) | {
        "day": day,
        "wrong": wrong,
        "rows": [
            delegation_shown(one, stands, came)
            | {
                "present": request.POST.get(f"present_{one.code}", getattr(came.get((one.code, day)), "present", "")),
                "women": request.POST.get(f"women_{one.code}", getattr(came.get((one.code, day)), "women", "")),
            }
            for one in asked
        ],
    }
    return render(request, "secretariat/meetings/attendance.html", context)


def _day(said: str | None, stands: Standing) -> date:
    try:
        day = date.fromisoformat(said or "")
    except ValueError:
        day = timezone.localdate()
    return day if day in stands.days else stands.starts


def _take(request: HttpRequest, key: str, day: date, codes: list[str], came: Any) -> list[str]:
    """Record the numbers that changed; what is not in order is said, delegation by delegation."""
    wrong, forum = [], standing_or_404(key).forum
    for code in codes:
        present, women = (request.POST.get(f"{name}_{code}", "").strip() for name in ("present", "women"))
        if not present and not women:
            continue
        name = forums.party_name(code, forum)
        if not (present or "0").isdecimal() or not (women or "0").isdecimal():
            wrong.append(_("%(party)s: write numbers.") % {"party": name})
            continue
        row, numbers = came.get((code, day)), (int(present or 0), int(women or 0))
        if row is not None and (row.present, row.women) == numbers:
            continue
        try:
            meetings.take_attendance(key, code, day, *numbers, speaking.officer(request))
        except NotAllowed as rule:
            wrong.append(f"{name} — {not_allowed(rule)}")
    return wrong


# ── minutes ──


@opens_to(*RUNS)
@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, key: str) -> HttpResponse:
    """The minutes in a language; a further version where there is one."""
    stands = run_by(request, key)
    written = meetings.minutes(key)
    language = request.GET.get("language") or next(iter(stands.languages), "fr")
    before = written.get(language)
    form = Written(request.POST or None, initial={"language": language, "text": before[0].text if before else ""})
    if request.method == "POST" and form.is_valid():
        try:
            meetings.write_minutes(
                key, form.cleaned_data["language"], form.cleaned_data["text"], speaking.officer(request)
            )
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            messages.success(request, _("Saved. The version before stays."))
            return redirect("secretariat:meeting", key)
    context = frame(request, stands) | {
        "form": form,
        "written": [
            {
                "language": one,
                "name": LANGUAGES.get(one, "português"),
                "direction": direction(one),
                "versions": [
                    {
                        "number": len(versions) - step,
                        "text": row.text,
                        "at": datetime.fromtimestamp(row.at / 1000, tz=timezone.get_current_timezone()),
                    }
                    for step, row in enumerate(versions)
                ],
            }
            for one, versions in written.items()
        ],
        "closed": stands.state == CLOSED,
    }
    return render(request, "secretariat/meetings/minutes.html", context)
