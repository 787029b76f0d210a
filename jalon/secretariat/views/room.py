"""The meeting room's screen: read from the back, driven by keys. What is decided there is an entry at once.

Every screen of the room asks again each two seconds what is shown. Which page is shown, and in which language, is
said by whoever runs the meeting; that is no fact about the world and no entry, so it stands in the cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_POST

from jalon.cooperation import challenges, forums, meetings, recommendations, standing
from jalon.cooperation.meetings import OPEN
from jalon.cooperation.meetings import Standing as Meeting
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.cooperation.standing import Standing
from jalon.cooperation.texts import LANGUAGES, direction, in_language, written
from jalon.secretariat import speaking
from jalon.secretariat.roles import READS, RUNS
from jalon.secretariat.views import meetings as pages
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words.forums import LEVELS
from jalon.secretariat.words.recommendations import STATES, VERDICTS, known_by
from jalon.secretariat.words.room import DECIDING, KEYS, SAVED
from jalon.web.gate import opens_to

SHOWN_FOR = 24 * 3600  # seconds
LONGEST = 8_000  # characters of one text


@opens_to(*READS)
@require_GET
def room(request: HttpRequest, key: str) -> HttpResponse:
    """The screen."""
    stands = pages.standing_or_404(key)
    leads = speaking.keeps(request, stands.forum)
    fragment, version = _fragment(stands)
    context = {
        "meeting": stands,
        "forum": forums.forums_name(stands.forum) if stands.forum else forums.state_name(own_party()),
        "leads": leads,
        "fragment": fragment,
        "version": version,
        "languages": _languages(stands),
        "keys": KEYS,
        "deciding": DECIDING if leads else (),
        "verdicts": [(code, number, *said[:2]) for number, (code, said) in enumerate(VERDICTS.items(), 1)],
        "levels": list(LEVELS.items()),
        "today": timezone.localdate(),
    }
    return render(request, "secretariat/meetings/room.html", context)


@opens_to(*READS)
@require_GET
def now(request: HttpRequest, key: str) -> HttpResponse:
    """What the room shows now; no content where that is what the screen has (`seen`: its version)."""
    fragment, version = _fragment(pages.standing_or_404(key))
    if request.GET.get("seen") == version:
        return HttpResponse(status=204)
    return HttpResponse(fragment)


def _fragment(stands: Meeting) -> tuple[str, str]:
    """The pages of the room, all of them in the language that the room shows, and their version, which is of what they
    say."""
    shown = _turned(stands)
    with translation.override(shown["language"]):
        slides = _slides(stands)
        shown["slide"] = min(shown["slide"], len(slides) - 1)
        context = {"slides": slides, "meeting": stands, "shown": shown, "direction": direction(shown["language"])}
        text = render_to_string("secretariat/meetings/_slides.html", context)
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    return text.replace("@version@", version, 1), version


def _turned(stands: Meeting) -> dict[str, Any]:
    """Which page the room shows, and in which language: until a page was turned, that of whoever looks, where it is a
    language of the room."""
    there = _languages(stands)
    own = (translation.get_language() or "")[:2]
    return cache.get(f"room.{stands.key}") or {"slide": 0, "language": own if own in there else there[0], "turn": 0}


def _languages(stands: Meeting) -> list[str]:
    """The languages of the texts on the screen: the working languages, else those of the program."""
    return [one for one in stands.languages if one in LANGUAGES] or list(LANGUAGES)


# ── the pages ──


def _slides(stands: Meeting) -> list[dict[str, Any]]:
    """A first page, the points of the agenda in order (each recommendation on a page of its own), the recommendations
    that no point speaks of, and a last page with what was decided."""
    known = {one.key: one for one in standing.standing(stands.forum, on=_latest(stands))}
    blocks = {one.key: one for one in challenges.standing(stands.forum)}
    languages = _languages(stands)
    names = {one.code: one.name for one in forums.parties(stands.forum, also_left=True)}
    slides: list[dict[str, Any]] = [{"kind": "first", "texts": _each(stands.title, languages)}]
    on_it = []
    for point in meetings.agenda(stands.key):
        recommendation = known.get(point.recommendation)
        if recommendation is None:
            slides.append(
                {
                    "kind": "point",
                    "number": point.number,
                    "minutes": point.minutes,
                    "texts": _each(point.title, languages),
                    "more": _each(point.text, languages) if point.text else [],
                }
            )
        else:
            on_it.append(recommendation.key)
            slides.append(_recommendation(recommendation, languages, names, blocks))
    for one in known.values():
        if one.key not in on_it and _of_this_meeting(one, stands):
            on_it.append(one.key)
            slides.append(_recommendation(one, languages, names, blocks))
    slides.append(_last(stands, [known[key] for key in on_it]))
    for number, slide in enumerate(slides):
        slide["at"] = number
    return slides


def _latest(stands: Meeting) -> date | None:
    """As the last day of a meeting that is over saw it; now, of one that is not."""
    return stands.ends if stands.state == "closed" else None


def _of_this_meeting(one: Standing, stands: Meeting) -> bool:
    """Put here; or adopted at the meeting before, and still to be kept."""
    if one.meeting == stands.key or one.adopted_at == stands.key:
        return True
    return bool(stands.before) and one.adopted_at == stands.before and one.state == "adopted"


def _recommendation(
    one: Standing, languages: Sequence[str], names: Mapping[str, str], blocks: Mapping[str, Any]
) -> dict[str, Any]:
    word, shape, _tone = STATES.get(one.state, (one.state, "", ""))
    judged = one.judgement
    return {
        "kind": "recommendation",
        "key": one.key,
        "number": one.number,
        "state": one.state,
        "word": word,
        "shape": shape,
        "texts": _each(one.texts, languages),
        "versions": one.versions,
        "binds": [names.get(code, forums.state_name(code)) for code in one.binds],
        "due": one.due,
        "late": one.late,
        "level": LEVELS.get(one.level, one.level),
        "proof": _proof(one),
        "judged": {"said": VERDICTS.get(judged.verdict, (judged.verdict, "")), "why": judged.why, "on": judged.as_of}
        if judged
        else None,
        "challenges": [in_language(blocks[key].title) for key in one.blocked_by if key in blocks],
    }


def _proof(one: Standing) -> str:
    """How we will know, in the language that is set."""
    known = known_by(one)
    return str(known["sentence"] or known["label"])


def _last(stands: Meeting, shown: Sequence[Standing]) -> dict[str, Any]:
    """What was decided at this meeting, and what still waits."""
    return {
        "kind": "last",
        "adopted": [one.number for one in shown if one.state in {"adopted", "closed"} and one.adopted_at == stands.key],
        "not_adopted": [one.number for one in shown if one.state == "not_adopted" and one.meeting == stands.key],
        "waiting": [one.number for one in shown if one.state == "proposed"],
        "judged": [one.number for one in shown if one.judgement and one.judgement.meeting == stands.key],
    }


def _each(texts: Mapping[str, str], languages: Sequence[str]) -> list[dict[str, Any]]:
    """A text for each language of the room; where it was not written in one, another and a word about it."""
    found = []
    for language in languages:
        there = texts.get(language, "").strip()
        instead = language if there else next((one for one in (*languages, *sorted(texts)) if texts.get(one)), language)
        found.append(
            {
                "language": language,
                "of": instead,
                "direction": direction(instead),
                "text": there or texts.get(instead, ""),
                "missing": not there,
                "name": LANGUAGES.get(language, language),
            }
        )
    return found


# ── what is decided ──


@opens_to(*RUNS)
@require_POST
def turn(request: HttpRequest, key: str) -> JsonResponse:
    """The room shows another page, or another language. No entry: it is what a hand does with a sheet of paper.
    {"turn": how often pages were turned by now}."""
    stands = pages.run_by(request, key)
    said = _turned(stands)
    slide, language = request.POST.get("slide", ""), request.POST.get("language", "")
    if slide.isdecimal() and len(slide) < 5:
        said["slide"] = int(slide)
    if language in _languages(stands):
        said["language"] = language
    said["turn"] += 1
    cache.set(f"room.{key}", said, SHOWN_FOR)
    return JsonResponse({"turn": said["turn"]})


@opens_to(*RUNS)
@require_POST
def decide(request: HttpRequest, key: str) -> JsonResponse:
    """Record what the room decided. {"saved": bool, "said": sentence}; saved once the entry is on the disk."""
    stands = pages.run_by(request, key)
    said = request.POST.get("act", "")
    if said not in ACTS:
        return JsonResponse({"saved": False, "said": ""}, status=400)
    try:
        if said == "open":
            meetings.open_meeting(key, speaking.officer(request))
            number = ""
        else:
            number = _decided(request, stands, said)
    except NotAllowed as rule:
        return JsonResponse({"saved": False, "said": not_allowed(rule)}, status=422)
    return JsonResponse({"saved": True, "said": str(SAVED[said]) % {"number": number}})


def _decided(request: HttpRequest, stands: Meeting, said: str) -> str:
    """Does it; the number of the recommendation. Raises NotAllowed."""
    if stands.state != OPEN:
        raise NotAllowed("room_not_open")
    key = request.POST.get("recommendation", "")
    one = next(iter(standing.standing(stands.forum, of=[key])), None)
    if one is None and said != "challenge":
        raise NotAllowed("no_recommendation_shown")
    ACTS[said](request, stands, one)
    return one.number if one else ""


def _day(stands: Meeting) -> date:
    """The day on which it is decided: today; written down after the meeting, its last day."""
    return min(timezone.localdate(), stands.ends)


def _adopt(request: HttpRequest, stands: Meeting, one: Any) -> None:
    recommendations.adopt(one.key, _day(stands), stands.key, speaking.officer(request))


def _not_adopt(request: HttpRequest, stands: Meeting, one: Any) -> None:
    recommendations.not_adopt(one.key, _day(stands), stands.key, speaking.officer(request))


def _word(request: HttpRequest, stands: Meeting, one: Any) -> None:
    texts = {language: request.POST.get(f"text_{language}", "")[:LONGEST] for language in _languages(stands)}
    kept = {language: text for language, text in one.texts.items() if language not in texts}
    recommendations.word(
        one.key, kept | written(texts), _text(request, "why"), speaking.officer(request), _party(stands)
    )


def _judge(request: HttpRequest, stands: Meeting, one: Any) -> None:
    verdict, why = request.POST.get("verdict", ""), _text(request, "why")
    recommendations.judge(one.key, verdict, _day(stands), why, stands.key, speaking.officer(request), _party(stands))


def _extend(request: HttpRequest, stands: Meeting, one: Any) -> None:
    try:
        due = date.fromisoformat(request.POST.get("due", ""))
    except ValueError as wrong:
        raise NotAllowed("day_not_in_order") from wrong
    recommendations.extend(one.key, due, _day(stands), _text(request, "why"), speaking.officer(request), stands.key)


def _challenge(request: HttpRequest, stands: Meeting, one: Any) -> None:
    title = {request.POST.get("language", "fr"): _text(request, "title")}
    facts = {
        "title": title,
        "meeting": stands.key,
        "level": request.POST.get("level") or (one.level if one else stands.level),
        "blocks": [one.key] if one else [],
    }
    challenges.name(facts, speaking.officer(request), stands.forum, _party(stands))


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:1000]


def _party(stands: Meeting) -> str:
    """The room speaks for the forum itself; a state among its own for the state."""
    return "" if stands.forum else own_party()


ACTS: Mapping[str, Callable[[HttpRequest, Meeting, Any], None]] = {
    "adopt": _adopt,
    "not_adopt": _not_adopt,
    "word": _word,
    "judge": _judge,
    "extend": _extend,
    "challenge": _challenge,
    "open": lambda request, stands, one: None,
}
