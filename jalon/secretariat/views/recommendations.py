"""Recommendations: the register, one with its whole story, the forms that put, reword, decide and judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.cooperation import challenges, measures, recommendations, standing
from jalon.cooperation.comparing import word_by_word
from jalon.cooperation.forums import parties, party_name
from jalon.cooperation.models import Meeting, Recommendation
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.standing import ADOPTED, LIVE, PROPOSED, Standing
from jalon.cooperation.texts import LANGUAGES, direction, in_language
from jalon.secretariat import gap_asked, menu, progress_shown, recommendations_file, speaking
from jalon.secretariat.forms import in_languages
from jalon.secretariat.forms.recommendations import Judge, Put, Search, Tell, Word
from jalon.secretariat.pages import paged
from jalon.secretariat.roles import READS, SECRETARIAT, WRITES
from jalon.secretariat.words import measures as measure_words
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words import recommendations as words
from jalon.web import spreadsheets
from jalon.web.gate import Role, opens_to

MENU = "secretariat:recommendations"
KEEPS = SECRETARIAT | {Role.NATIONAL_DESK}
# What may be done with one, by how it stands: act, what its button says, the fields it asks.
ACTS: Mapping[str, tuple[tuple[str, Any, tuple[str, ...]], ...]] = {
    PROPOSED: (
        ("adopt", gettext_lazy("Adopt"), ("on", "meeting", "note")),
        ("not_adopt", gettext_lazy("Do not adopt"), ("on", "meeting", "note")),
        ("merge", gettext_lazy("Merge into another"), ("into", "on", "meeting", "note")),
        ("withdraw", gettext_lazy("Withdraw"), ("on", "meeting", "note")),
    ),
    ADOPTED: (
        ("extend", gettext_lazy("Give more time"), ("due", "on", "meeting", "note")),
        ("close", gettext_lazy("Close as kept"), ("on", "meeting", "note")),
        ("merge", gettext_lazy("Merge into another"), ("into", "on", "meeting", "note")),
        ("replace", gettext_lazy("Replace by another"), ("into", "on", "meeting", "note")),
        ("withdraw", gettext_lazy("Withdraw"), ("on", "meeting", "note")),
    ),
    "not_adopted": (("adopt", gettext_lazy("Adopt after all"), ("on", "meeting", "note")),),
    "withdrawn": (("adopt", gettext_lazy("Take up again"), ("on", "meeting", "note")),),
    "closed": (("adopt", gettext_lazy("Open again"), ("on", "meeting", "note")),),
}


@opens_to(*READS)
@require_GET
def register(request: HttpRequest, forum: str) -> HttpResponse:
    """Every recommendation of a forum, as asked for."""
    id = speaking.of_address(forum)
    form, found, on = asked(request, id)
    page = paged(request, found)
    return render(
        request,
        "secretariat/recommendations/register.html",
        menu.frame(request, id, MENU)
        | {
            "form": form,
            "rows": rows(page.rows, id, on),
            "page": page,
            "figures": figures(found),
            "query": page.rest,
            "on": on,
            "may_put": may_put(request, id),
        },
    )


@opens_to(*READS)
@require_GET
def register_print(request: HttpRequest, forum: str) -> HttpResponse:
    """The same on paper."""
    id = speaking.of_address(forum)
    _form, found, on = asked(request, id)
    context = menu.frame(request, id) | {"rows": rows(found, id, on), "on": on or timezone.localdate()}
    return render(request, "secretariat/recommendations/print.html", context | {"figures": figures(found)})


@opens_to(*READS)
@require_GET
def register_file(request: HttpRequest, forum: str) -> HttpResponse:
    """The same as a workbook."""
    id = speaking.of_address(forum)
    _form, found, on = asked(request, id)
    content = recommendations_file.written(menu.shown(id).name, rows(found, id), on or timezone.localdate())
    return workbook(content, "recommendations")


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook to be kept, named by the day."""
    kind = spreadsheets.MEDIA
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.xlsx"'
    return answer


def asked(request: HttpRequest, forum: str) -> tuple[Search, list[Standing], date | None]:
    """The filters, what they leave, and the day it is shown for (None: today)."""
    form = Search(request.GET or None, parties=[(one.code, one.name) for one in parties(forum, also_left=True)])
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    on = said.get("on")
    found = [
        one
        for one in standing.standing(forum, on=on)
        if (not said.get("level") or one.level == said["level"])
        and (not said.get("theme") or one.theme == said["theme"])
        and (not said.get("country") or said["country"] in one.binds)
        and (not said.get("state") or one.state == said["state"])
    ]
    if country := said.get("country"):
        # Of one country those alone that are late of it count as late.
        found = [replace(one, late_of=(country,) if country in one.late_of else ()) for one in found]
    return form, [one for one in found if not said.get("late") or one.late], on


def rows(found: Sequence[Standing], forum: str, on: date | None = None) -> list[dict[str, Any]]:
    """Recommendations as a table shows them, each with its measures, where it leads, and who is silent on it."""
    some = [one.key for one in found]
    silent = progress_shown.silent_on(forum, on, some)
    names, numbers = names_of(forum), standing.numbers_of([one.leads_to for one in found if one.leads_to])
    by_recommendation: dict[str, list[measures.Done]] = {}
    for one in measures.measures(forum, of=some):
        by_recommendation.setdefault(one.recommendation, []).append(one)
    return [
        words.row(one, names)
        | {
            "measures": len(by_recommendation.get(one.key, [])),
            "measures_done": sum(each.state == measures.DONE for each in by_recommendation.get(one.key, [])),
            "leads_to": numbers.get(one.leads_to, ""),
            "blocked": len(one.blocked_by),
            "silent": silent.get(one.key, []),
        }
        for one in found
    ]


def figures(found: Sequence[Standing]) -> list[tuple[str, int]]:
    """The counts above the register."""
    verdicts = [one.judgement.verdict if one.judgement else "" for one in found if one.state in {ADOPTED, "closed"}]
    return [
        (_("Adopted and standing"), sum(one.state == ADOPTED for one in found)),
        (_("Late"), sum(one.late for one in found)),
        (_("Judged kept"), verdicts.count("kept")),
        (_("Judged not kept"), verdicts.count("not_kept")),
        (_("Not judged yet"), verdicts.count("")),
        (_("Blocked by a challenge"), sum(one.state == ADOPTED and bool(one.blocked_by) for one in found)),
    ]


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def put(request: HttpRequest, forum: str) -> HttpResponse:
    """Put one: for the forum, for a party that proposes it, or for the state among its own; also from a gap."""
    id = speaking.of_address(forum)
    gap = gap_asked.of(request)
    form = Put(
        request.POST or None, initial=_begun(request, id, gap), parties=party_choices(id), meetings=meeting_choices(id)
    )
    if request.method == "POST" and form.is_valid():
        key = attempt(
            form,
            lambda: recommendations.put(
                form.facts(), form.words(), id, speaking.officer(request), speaking.for_party(request, id)
            ),
        )
        if key is not None:
            messages.success(request, _("The recommendation is put. It binds once it is adopted."))
            return redirect("secretariat:recommendation", key)
    context = menu.frame(request, id, MENU) | {"form": form, "gap": gap, "may_put": may_put(request, id)}
    languages = {name: in_languages.bound(form, name) for name in ("text", "deliverable", "question", "answer")}
    return render(request, "secretariat/recommendations/put.html", context | {"texts": languages})


def _begun(request: HttpRequest, forum: str, gap: gap_asked.Asked | None) -> dict[str, Any]:
    """What a new form holds: the next number, the newest meeting, and what a gap tells."""
    newest = Meeting.objects.filter(forum=forum).order_by("-starts", "-position").values_list("key", flat=True).first()
    meeting = request.GET.get("meeting") or newest or ""
    begun: dict[str, Any] = {
        "meeting": meeting,
        "source": "meeting",
        "number": recommendations.next_number(forum, meeting),
    }
    if forum and not speaking.keeps(request, forum) and speaking.speaks(request, forum):
        begun["number"] = recommendations.proposal_number(forum, speaking.for_party(request, forum))
    if gap is None:
        return begun
    told = {"level": gap.level, "theme": gap.theme, "source": "assessment", "posts": gap.posts}
    told["source_ref"] = "" if gap.asset else gap.ref  # which thing is broken stays inside the state
    return begun | told | in_languages.initial("text", dict(gap.title))


@opens_to(*READS)
@require_GET
def recommendation(request: HttpRequest, key: str) -> HttpResponse:
    """One, with all that was said about it and about those it was merged from."""
    return _page(request, known(key))


def _page(request: HttpRequest, one: Standing, **bound: Any) -> HttpResponse:
    id, names, numbers = one.forum, names_of(one.forum), numbers_of(one.forum)
    keeps = speaking.keeps(request, id)
    return render(
        request,
        "secretariat/recommendations/one.html",
        menu.frame(request, id, MENU)
        | {
            "row": words.row(one, names),
            "one": one,
            "texts": [
                {"code": code, "language": LANGUAGES.get(code, code), "dir": direction(code), "text": text}
                for code, text in _in_their_order(one.texts)
            ],
            "versions": _versions(one.key),
            "meeting": meeting_name(one.meeting),
            "leads_to": standing.one(one.leads_to) if one.leads_to else None,
            "came_from": [(key, numbers.get(key, "?")) for key in one.came_from],
            "judgements": [words.judged(each, names) for each in reversed(standing.judgements(one.key))],
            "measures": [measure_words.row(each, names) for each in measures.measures(id, recommendation=one.key)],
            "challenges": [each for each in challenges.standing(id) if one.key in each.blocks],
            "story": [words.step(step, names, numbers) for step in standing.story(one.key)],
            "acts": _acts(one, bound) if keeps else [],
            "may_word": keeps and one.state in LIVE,
            "may_judge": _may_judge(request, one),
            "judge": bound.get("judge") or Judge(meetings=meeting_choices(id)),
            "word": bound.get("word"),
        },
    )


def _acts(one: Standing, bound: Mapping[str, Any]) -> list[dict[str, Any]]:
    others = [
        (each.key, f"{each.number} – {in_language(each.texts)[:80]}")
        for each in standing.standing(one.forum, late=False)
        if each.key != one.key and each.state in LIVE and (one.state != ADOPTED or each.state == ADOPTED)
    ]
    made = []
    for code, label, fields in ACTS.get(one.state, ()):
        if "into" in fields and not others:
            continue
        form = bound.get(code) or Tell(others=others, meetings=meeting_choices(one.forum), prefix=code)
        made.append({"code": code, "label": label, "fields": [form[name] for name in fields], "form": form})
    return made


def _may_judge(request: HttpRequest, one: Standing) -> bool:
    if one.state not in {ADOPTED, "closed"}:
        return False
    try:
        party = speaking.for_party(request, one.forum)
    except NotAllowed:
        return False
    return not one.forum or party not in one.binds


def _versions(key: str) -> list[dict[str, Any]]:
    """Each version after the first, beside the one before it, in each language that changed; the last first."""
    found: list[dict[str, Any]] = []
    before: Mapping[str, str] | None = None
    for version in standing.versions(key):
        if before is not None:
            changed = [
                {"dir": direction(code), "lang": code, "runs": word_by_word(before.get(code, ""), text)}
                for code, text in _in_their_order(dict.fromkeys(before, "") | version.text)
                if before.get(code, "") != text
            ]
            found.append({"number": len(found) + 2, "why": version.why, "at": version.at, "changed": changed})
        before = version.text
    return found[::-1]


def _in_their_order(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    known = list(LANGUAGES)
    return sorted(texts.items(), key=lambda one: known.index(one[0]) if one[0] in known else len(known))


@opens_to(*KEEPS)
@require_http_methods(["GET", "POST"])
def word(request: HttpRequest, key: str) -> HttpResponse:
    """Another version of the words."""
    one = known(key)
    form = Word(request.POST or None, initial=in_languages.initial("text", dict(one.texts)))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: recommendations.word(
                key,
                in_languages.said(form, "text"),
                form.cleaned_data["why"],
                speaking.officer(request),
                speaking.for_party(request, one.forum),
            ),
        )
        if done is not None:
            messages.success(request, _("The new words stand; the version before is kept."))
            return redirect("secretariat:recommendation", key)
    context = menu.frame(request, one.forum, MENU) | {"form": form, "one": one, "row": words.row(one, {})}
    return render(
        request, "secretariat/recommendations/word.html", context | {"texts": in_languages.bound(form, "text")}
    )


@opens_to(*KEEPS)
@require_POST
def tell(request: HttpRequest, key: str) -> HttpResponse:
    """Adopt it, merge it, give it more time …: `act` says which."""
    one, code = known(key), request.POST.get("act", "")
    others = [(each.key, each.number) for each in standing.standing(one.forum, late=False)]
    form = Tell(request.POST, others=others, meetings=meeting_choices(one.forum), prefix=code)
    if form.is_valid() and speaking.keeps(request, one.forum):
        done = attempt(form, lambda: _decide(code, key, form.cleaned_data, speaking.officer(request)))
        if done is not None:
            messages.success(request, _("It is recorded."))
            return redirect("secretariat:recommendation", key)
    for error in form.non_field_errors():
        messages.warning(request, str(error))
    return _page(request, one, **{code: form})


def _decide(code: str, key: str, said: Mapping[str, Any], actor: str) -> object:
    on, meeting, note = said["on"], said["meeting"], said["note"]
    match code:
        case "adopt":
            return recommendations.adopt(key, on, meeting, actor, note)
        case "not_adopt":
            return recommendations.not_adopt(key, on, meeting, actor, note)
        case "merge":
            return recommendations.merge([key], said["into"], on, actor, meeting, note)
        case "replace":
            return recommendations.replace(key, said["into"], on, actor, meeting, note)
        case "withdraw":
            return recommendations.withdraw(key, on, note, actor, meeting)
        case "close":
            return recommendations.close(key, on, note, actor, meeting)
        case "extend" if said["due"]:
            return recommendations.extend(key, said["due"], on, note, actor, meeting)
    raise NotAllowed("no_date", number=known(key).number) if code == "extend" else Http404


@opens_to(*WRITES)
@require_POST
def judge(request: HttpRequest, key: str) -> HttpResponse:
    """How it stands in the eyes of whoever speaks."""
    one = known(key)
    form = Judge(request.POST, meetings=meeting_choices(one.forum))
    if form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            lambda: recommendations.judge(
                key,
                said["verdict"],
                said["as_of"],
                said["why"],
                said["meeting"],
                speaking.officer(request),
                speaking.for_party(request, one.forum),
            ),
        )
        if done is not None:
            messages.success(request, _("The judgement is recorded, with who made it and why."))
            return redirect("secretariat:recommendation", key)
    return _page(request, one, judge=form)


# ── what these pages share ──


def attempt(form: Any, act: Callable[[], Any]) -> Any:
    """The act's answer; None where a rule stood in its way, which the form then says."""
    try:
        return act()
    except NotAllowed as rule:
        form.add_error(None, not_allowed(rule))
    return None


def known(key: str) -> Standing:
    """The recommendation. Raises Http404."""
    try:
        return standing.one(key)
    except Recommendation.DoesNotExist as unknown:
        raise Http404 from unknown


def may_put(request: HttpRequest, forum: str) -> bool:
    """Whether this machine keeps the forum's register and the officer speaks in it."""
    return speaking.speaks(request, forum) and forum in {"", speaking.own_forum()}


def names_of(forum: str) -> dict[str, str]:
    """Code of a party -> name; the forum itself under the empty code."""
    return {one.code: one.name for one in parties(forum, also_left=True)} | {"": party_name("", forum)}


def numbers_of(forum: str) -> dict[str, str]:
    """Key of a recommendation -> its number."""
    return dict(Recommendation.objects.filter(forum=forum).values_list("key", "number"))


def party_choices(forum: str) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in parties(forum)]


def meeting_choices(forum: str) -> list[tuple[str, str]]:
    """The meetings of a forum, the newest first."""
    found = Meeting.objects.filter(forum=forum).order_by("-starts", "-position")
    return [(one.key, in_language(one.title) or one.place) for one in found]


def meeting_name(key: str) -> str:
    """A meeting's title; what stands there where no such meeting is known, as of those before Jalon."""
    one = Meeting.objects.filter(key=key).first() if key else None
    return in_language(one.title) if one else key
