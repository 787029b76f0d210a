"""The register of challenges that a meeting keeps: what stands in the way, and what each blocks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jalon.cooperation import challenges, measures, standing
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.texts import in_language
from jalon.secretariat import menu, speaking
from jalon.secretariat.forms import in_languages
from jalon.secretariat.forms.recommendations import Challenge, TellChallenge
from jalon.secretariat.roles import READS, WRITES
from jalon.secretariat.views.recommendations import attempt, meeting_choices, meeting_name, names_of
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words.forums import LEVELS
from jalon.web.gate import opens_to

MENU = "secretariat:challenges"


@opens_to(*READS)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, forum: str) -> HttpResponse:
    """Every challenge, those that stand first; a new one is named below."""
    id = speaking.of_address(forum)
    blocks = may_be_blocked(id)
    form = Challenge(request.POST or None, blocks=blocks, meetings=meeting_choices(id))
    if request.method == "POST" and form.is_valid():
        key = attempt(
            form,
            lambda: challenges.name(form.facts(), speaking.officer(request), id, speaking.for_party(request, id)),
        )
        if key is not None:
            messages.success(request, _("The challenge is kept."))
            return redirect("secretariat:challenges", forum)
    names, called = names_of(id), dict(blocks)
    return render(
        request,
        "secretariat/challenges.html",
        menu.frame(request, id, MENU)
        | {
            "form": form,
            "texts": {name: in_languages.bound(form, name) for name in ("title", "text")},
            "rows": [_row(one, names, called) for one in challenges.standing(id)],
        },
    )


def _row(one: challenges.Stands, names: dict[str, str], called: dict[str, str]) -> dict[str, Any]:
    return {
        "one": one,
        "title": in_language(one.title),
        "text": in_language(one.text),
        "level": LEVELS.get(one.level, one.level),
        "who": names.get(one.party, one.party),
        "meeting": meeting_name(one.meeting),
        "blocks": [(key, called.get(key, "?"), key in _recommendations(called)) for key in one.blocks],
        "form": TellChallenge(
            blocks=list(called.items()), initial={"blocks": list(one.blocks)}, prefix=f"c{one.position}"
        ),
    }


def _recommendations(called: dict[str, str]) -> set[str]:
    return {key for key, words in called.items() if words[:1].isdecimal()}


@opens_to(*WRITES)
@require_POST
def tell(request: HttpRequest, key: str) -> HttpResponse:
    """It was overcome, is there again, or blocks other things: `act` says which."""
    try:
        one = challenges.one(key)
    except NotAllowed as unknown:
        raise Http404 from unknown
    form = TellChallenge(request.POST, blocks=may_be_blocked(one.forum), prefix=f"c{one.position}")
    if form.is_valid():
        try:
            _tell(request, one, form.cleaned_data)
        except NotAllowed as rule:
            messages.warning(request, not_allowed(rule))
        else:
            messages.success(request, _("It is recorded."))
    else:
        messages.warning(request, _("Give the day, and choose what it blocks among what is listed."))
    return redirect("secretariat:challenges", speaking.address(one.forum))


def _tell(request: HttpRequest, one: challenges.Stands, said: dict[str, Any]) -> None:
    actor, party = speaking.officer(request), speaking.for_party(request, one.forum)
    match request.POST.get("act"):
        case "overcome":
            challenges.overcome(one.key, said["on"], said["note"], actor, party)
        case "back":
            challenges.back(one.key, said["on"], said["note"], actor, party)
        case _:
            challenges.blocks(one.key, said["blocks"], said["on"], actor, said["note"], party)


def may_be_blocked(forum: str) -> list[tuple[str, str]]:
    """Recommendations that stand, and measures that are not done, by key; a recommendation begins with its number."""
    found = [
        (one.key, f"{one.number} {in_language(one.texts)[:70]}")
        for one in standing.standing(forum, late=False)
        if one.state in standing.LIVE
    ]
    going = (one for one in measures.measures(forum) if one.state in {measures.PLANNED, measures.UNDER_WAY})
    return found + [(one.key, f"– {in_language(one.title)[:70]}") for one in going]
