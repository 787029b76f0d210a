"""The keypad: neighbours and vehicles counted, cards recognised, numbers from paper."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.counting import cards, figures, regime, tally
from jalon.counting.models import Tally
from jalon.counting.tally import Stroke
from jalon.counting.what import COUNTED, KEYS, MEANS, MEANS_OF_VEHICLE, PERSONS, WITHDRAWN_WHY
from jalon.crossings.journey import DIRECTIONS, TRANSPORTS
from jalon.crossings.models import Shift
from jalon.crossings.recall import clock_of, local_time
from jalon.crossings.rules import NotAllowed
from jalon.desk import words
from jalon.desk.forms.counting import FromPaper
from jalon.desk.views.at_the_desk import FIRST_LINE, on_duty, page, sent_only
from jalon.journal.node import wall_clock
from jalon.web.gate import opens_to

LONGEST_STROKES = 20_000  # characters of one request
LONGEST_CODE = 60


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def counting(request: HttpRequest, present: Shift) -> HttpResponse:
    """The pad: big totals, a key for each kind, what was done last."""
    stack = tally.last_strokes(present)
    last = next((cell for cell in reversed(stack) if cell and cell[2] in PERSONS), ("entry", "foot", ""))
    direction = _chosen(request, "direction", DIRECTIONS, last[0])
    means = _chosen(request, "means", dict.fromkeys(MEANS), last[1])
    shown = totals(present)
    local = regime.of_post(present.post, local_time(wall_clock()).date())
    return page(
        request,
        "counting/pad",
        direction=direction,
        directions=DIRECTIONS.items(),
        means=[{"code": code, "label": TRANSPORTS[code], "selected": code == means} for code in MEANS],
        keys=[_key(key, what, shown["cells"][direction], local is not None) for key, what in KEYS.items()],
        totals=shown,
        totals_json=json.dumps(shown),
        stack_json=json.dumps([list(cell) if cell else ["card"] for cell in stack]),
        recent=[_stroke_said(cell) for cell in reversed(stack[-8:])],
        plates=[f"{plate} · {COUNTED[what]}" for plate, what in tally.plates(present)],
        regime=_regime_said(local),
        pad=secrets.token_hex(8),
        officer=present.officer,
    )


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def counting_strokes(request: HttpRequest, present: Shift) -> HttpResponse:
    """Strokes of the pad: from its script as numbered strokes, answered once they are on the disk; from a page without
    scripts as one button, which brings the pad again."""
    pad = request.POST.get("pad", "")
    if "stroke" in request.POST:
        what, means = request.POST["stroke"], request.POST.get("means", "")
        stroke = Stroke(request.POST.get("direction", ""), MEANS_OF_VEHICLE.get(what, means), what)
        tally.count(present, pad, 1, [stroke])
        return _again(request, stroke.direction, means)
    try:
        first, strokes, ago = _numbered(request)
        done = tally.count(present, pad, first, strokes, ago)
    except NotAllowed as rule:
        if rule.code == "shift_needed":
            return redirect("desk:shift")
        return JsonResponse({"error": words.rule(rule.code)}, status=409)
    said = {"last": done.last, "refused": done.nothing_to_take_back, "clock": clock_of(wall_clock())}
    return JsonResponse(said | {"totals": totals(present)})


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def counting_back(request: HttpRequest, present: Shift) -> HttpResponse:
    """Without scripts: the last stroke goes back. With them: the last card."""
    try:
        if request.POST.get("card") or (tally.last_strokes(present) or [()])[-1] is None:
            cards.take_back(present)
        else:
            tally.take_back_last(present, request.POST.get("pad", ""), 1)
    except NotAllowed as rule:
        if not _by_script(request):
            messages.error(request, words.rule(rule.code))
            return _again(request)
        return JsonResponse({"error": words.rule(rule.code)}, status=409)
    if _by_script(request):
        return JsonResponse({"totals": totals(present), "clock": clock_of(wall_clock())})
    messages.success(request, _("The last one was taken back."))
    return _again(request)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def counting_card(request: HttpRequest, present: Shift) -> HttpResponse:
    """A card swiped or typed: recognised, counted; or a list asks for its holder, who then stands at the desk."""
    direction, means = request.POST.get("direction", ""), request.POST.get("means", "")
    try:
        code = request.POST.get("code", "")[:LONGEST_CODE]
        found = cards.show(present, code, direction, means, request.POST.get("swipe", ""))
    except NotAllowed as rule:
        if rule.code == "shift_needed":
            return redirect("desk:shift")
        if _by_script(request):
            return JsonResponse({"error": words.rule(rule.code)}, status=409)
        messages.error(request, words.rule(rule.code))
        return _again(request, direction, means)
    if found.inspection:
        messages.warning(request, _("A list may ask for the holder of this card: not counted, here to be looked at."))
        return JsonResponse({"desk": True}) if _by_script(request) else redirect("desk:desk")
    said = _card_said(found)
    if _by_script(request):
        answer = {"said": said, "screened": found.screened, "clock": clock_of(wall_clock())}
        return JsonResponse(answer | {"totals": totals(present)})
    (messages.success if found.screened else messages.warning)(request, said)
    return _again(request, direction, means)


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def counting_plate(request: HttpRequest, present: Shift) -> HttpResponse:
    """The plate of the last vehicle."""
    try:
        tally.note_plate(present, request.POST.get("plate", ""))
    except NotAllowed as rule:
        if _by_script(request):
            return JsonResponse({"error": words.rule(rule.code)}, status=409)
        messages.error(request, words.rule(rule.code))
        return _again(request)
    if _by_script(request):
        return JsonResponse({"said": _("The plate is noted."), "totals": totals(present)})
    messages.success(request, _("The plate is noted."))
    return _again(request)


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def counting_late(request: HttpRequest, present: Shift) -> HttpResponse:
    """Numbers for an hour that stood on paper, and those entered already in this shift."""
    form = FromPaper(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            tally.from_paper(present, said["since"], said["until"], form.cells(), said["sheet"])
        except NotAllowed as rule:
            form.add_error(None, words.rule(rule.code))
        else:
            messages.success(request, _("Saved, marked late."))
            return redirect("desk:counting_late")
    rows = Tally.objects.filter(shift=present.key, late=True).order_by("-position")
    return page(
        request, "counting/late", form=form, rows=[_late_said(row) for row in rows], reasons=WITHDRAWN_WHY.items()
    )


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def counting_withdraw(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """A number from paper was wrong: struck out, with a reason."""
    try:
        tally.withdraw(present, key, request.POST.get("reason", ""))
        messages.success(request, _("Withdrawn: it stays to be seen, and counts no more."))
    except NotAllowed as rule:
        messages.error(request, words.rule(rule.code))
    return redirect("desk:counting_late")


def totals(present: Shift) -> dict[str, Any]:
    """What stands counted in the shift, as the pad shows it: by direction and kind, and what was taken back."""
    found = figures.live(present)
    cells: dict[str, dict[str, int]] = {way: dict.fromkeys(COUNTED, 0) for way in DIRECTIONS}
    for direction, _means, what, number in found["counted"]["rows"]:
        cells[direction][what] += number
    for direction, what, number in found["vehicles"]:
        cells[direction][what] += number
    return {
        "entry": found["counted"]["entry"],
        "exit": found["counted"]["exit"],
        "cards": {way: found["card"][way] for way in DIRECTIONS},
        "back": found["counted"]["taken_back"] + found["card"]["taken_back"],
        "cells": cells,
    }


def _numbered(request: HttpRequest) -> tuple[int, list[Stroke], tuple[int, int]]:
    """What the pad's script sends. Raises NotAllowed where it is none."""
    try:
        text = request.POST.get("strokes", "")
        if len(text) > LONGEST_STROKES:
            raise ValueError(text[:20])
        strokes = [Stroke(str(way), str(means), str(what), bool(back)) for way, means, what, back in json.loads(text)]
        ago = (int(request.POST.get("since", "0")), int(request.POST.get("until", "0")))
        return int(request.POST.get("first", "")), strokes, ago
    except (ValueError, TypeError) as error:
        raise NotAllowed("not_a_count") from error


def _by_script(request: HttpRequest) -> bool:
    return request.POST.get("by") == "script"


def _again(request: HttpRequest, direction: str = "", means: str = "") -> HttpResponse:
    """The pad again, set as it was."""
    for name, value in (("direction", direction), ("means", means)):
        if value:
            request.session[f"counting_{name}"] = value
    return redirect("desk:counting")


def _chosen(request: HttpRequest, name: str, there: Any, usual: str) -> str:
    said = request.session.get(f"counting_{name}", "")
    return said if said in there else usual


def _key(key: str, what: str, numbers: dict[str, int], allowed: bool) -> dict[str, Any]:
    person = what in PERSONS
    return {
        "key": key,
        "what": what,
        "label": COUNTED[what],
        "number": numbers[what],
        "person": person,
        "means": MEANS_OF_VEHICLE.get(what, ""),
        "closed": person and not allowed,
    }


def _stroke_said(cell: tuple[str, str, str] | None) -> str:
    if cell is None:
        return _("Card")
    direction, _means, what = cell
    return f"{COUNTED[what]} · {DIRECTIONS[direction]}"


def _card_said(found: cards.Outcome) -> str:
    """One sentence: whose card, and honestly what was not asked."""
    if not found.screened:
        return _("Card valid: one counted. NOT screened: this post holds the name no more.")
    return _("%(name)s: card valid, one counted. Screened with the lists of today.") % {"name": found.name}


def _regime_said(local: regime.Local | None) -> dict[str, str]:
    """Under which rule neighbours are counted, in the page's language."""
    if local is None:
        return {}
    language = words.language()
    text = local.text
    return {
        "sentence": local.answer.sentence[language],
        "text": text.names[language] if text else "",
        "caution": local.answer.caution(language),
    }


def _late_said(row: Tally) -> dict[str, Any]:
    since, until = local_time(row.passed_from), local_time(row.passed_until)
    direction = row.strokes[0][0]
    means = next((TRANSPORTS[by] for _way, by, what, _number in row.strokes if what in PERSONS), "")
    return {
        "key": row.key,
        "day": since.strftime("%d/%m/%Y"),
        "hours": f"{since:%H:%M}–{until:%H:%M}",
        "direction": DIRECTIONS[direction],
        "means": means,
        "numbers": [{"label": COUNTED[what], "number": number} for *_cell, what, number in row.strokes],
        "sheet": row.sheet,
        "recorded": clock_of(row.at),
        "withdrawn": WITHDRAWN_WHY.get(row.withdrawn_why, "") if row.withdrawn_at else "",
    }
