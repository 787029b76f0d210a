"""Documents read by a camera, and pictures for the record: taken, read apart, compared, confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import delivered, drafts, photographed, pictures
from jalon.crossings.inspection import CannotInspect, inspect, latest_open
from jalon.crossings.models import Picture, Shift
from jalon.crossings.photographed import Photographed
from jalon.crossings.rules import NotAllowed
from jalon.desk import seen, words, words_of_readers
from jalon.desk.views.at_the_desk import FIRST_LINE, case_or_404, on_duty, page, shown_or_404
from jalon.desk.views.first_line import direction_of
from jalon.documents.mrz import read
from jalon.readers.answer import Answer
from jalon.readers.marks import marks
from jalon.readers.table import READERS
from jalon.web.fields import NotTaken
from jalon.web.gate import opens_to

SHORTEST_LINE, LONGEST_LINE = 28, 46


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def camera(request: HttpRequest, present: Shift) -> HttpResponse:
    """Photograph a document, or send a picture of one; what was photographed and waits to be compared."""
    if request.method == "POST":
        content = sent_picture(request)
        if content is not None:
            try:
                return redirect("desk:read_by_camera", photographed.start(present, content))
            except NotAllowed as rule:
                if rule.code == "shift_needed":
                    raise
                messages.error(request, words.rule(rule.code))
        return redirect("desk:camera")
    waiting = photographs(present)
    return page(request, "readers/camera", photographs=waiting, machines=machines(present))


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def delivered_here(request: HttpRequest, present: Shift) -> HttpResponse:
    """How many documents other readers of this machine brought to this desk; with a name sent, that reader is this
    desk's from now on."""
    if request.method == "POST":
        delivered.take_reader(request.POST.get("reader", ""), present)
        return redirect("desk:camera")
    return JsonResponse({"waiting": drafts.how_many_wait(present), "photographed": photographed.how_many(present)})


def machines(present: Shift) -> list[dict[str, Any]]:
    """The readers that run on this machine, and whose desk each serves."""
    return [
        {
            "name": one.name,
            "label": words_of_readers.READERS[one.kind],
            "where": one.where,
            "ours": one.shift == present.key,
        }
        for one in delivered.running()
    ]


def photographs(present: Shift) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("desk:read_by_camera", args=[one.key]),
            "time": seen.clock(one.at),
            "said": _("is being read") if one.goes_on else title_of(one),
        }
        for one in photographed.of_shift(present)
    ]


def sent_picture(request: HttpRequest) -> bytes | None:
    """The picture that a form sent; None where none came, and the officer was told why."""
    sent = request.FILES.get("picture")
    if isinstance(sent, NotTaken) or (sent is not None and (sent.size or 0) > photographed.LARGEST):
        messages.error(request, words_of_readers.FAULTS["too_large"])
    elif sent is None or not sent.size:
        messages.error(request, _("No picture came. Take one, or choose a file."))
    else:
        return bytes(sent.read())
    return None


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def read_by_camera(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One photographed document: how far it is read, then what was read beside its strip, to be confirmed."""
    one = photographed.look(present, key)
    act = request.POST.get("act", "")
    if act == "put_aside":
        photographed.put_aside(present, key)
        return redirect("desk:desk")
    if "state" in request.GET:
        return JsonResponse({"goes_on": bool(one and one.goes_on), "percent": one.percent if one else 100})
    if one is None:
        messages.info(request, _("This picture was read or put aside already."))
        return redirect("desk:camera")
    lines = lines_sent(request)
    if act == "marks":
        return JsonResponse({"marks": marked(lines), "sentences": sentences(lines)})
    if act == "type":
        return offer_to_type(present, one, request.POST.get("number", ""))
    answer = one.answers[0] if one.answers else None
    if act in {"confirm", "as_it_stands"} and answer is not None and answer.kind == "mrz":
        wrong = sentences(lines)
        if not wrong or act == "as_it_stands":
            try:
                shown = photographed.shown_as_confirmed(answer, lines)
            except CannotInspect as cannot:
                wrong = [problem.sentence(words.language()) for problem in cannot.reading.problems]
            else:
                inspect(shown, direction_of(request, present), present)
                photographed.put_aside(present, key)
                return redirect("desk:desk")
        return reading_page(request, present, one, lines, wrong)
    return reading_page(request, present, one, [line.text for line in answer.lines] if answer else [], [])


def reading_page(
    request: HttpRequest, present: Shift, one: Photographed, lines: list[str], wrong: list[str]
) -> HttpResponse:
    answers = [answer_shown(answer) for answer in one.answers]
    zone = answers[0] if answers and answers[0]["kind"] == "mrz" else None
    return page(
        request,
        "readers/reading",
        photograph=one,
        fault=words_of_readers.FAULTS.get(one.fault, one.fault),
        said=[words_of_readers.SAID[code] for code in one.said if one.answers],
        zone=zone,
        lines=[
            {"number": number, "text": text, "marks": marks_line(found, len(text)), **line_shown(zone, number)}
            for number, (text, found) in enumerate(zip(lines, marks(lines, timezone.localdate()), strict=True), 1)
        ],
        width=max(map(len, lines), default=44),
        wrong=wrong,
        sentences=sentences(lines) if zone else [],
        stands=latest_open(present) is not None,
        others=answers[1:] if zone else answers,
    )


def line_shown(zone: dict[str, Any] | None, number: int) -> dict[str, Any]:
    lines = zone["lines"] if zone else ()
    return {"confidence": lines[number - 1].confidence if number <= len(lines) else None}


def answer_shown(answer: Answer) -> dict[str, Any]:
    """An answer in words."""
    return {
        "kind": answer.kind,
        "reader": words_of_readers.READERS[answer.reader],
        "guessed": READERS[answer.reader].guesses,
        "what": words_of_readers.WHAT_IT_IS[answer.kind],
        "text": answer.text,
        "lines": answer.lines,
        "strip": answer.strip,
        "symbology": answer.symbology,
        "layout": answer.layout,
        "fields": [
            {"label": words.field(name), "value": words.value(name, value)} for name, value in answer.fields.items()
        ],
        "number": answer.fields.get("document_number", ""),
        "said": [words_of_readers.SAID[code] for code in answer.said],
    }


def title_of(one: Photographed) -> str:
    if one.fault:
        return _("could not be read")
    return str(words_of_readers.WHAT_IT_IS[one.answers[0].kind])


def lines_sent(request: HttpRequest) -> list[str]:
    """The lines as the officer left them: capitals, no spaces, empty ones left out."""
    lines = ["".join(text.split()).upper() for text in request.POST.getlist("line")[:3]]
    return [line[:LONGEST_LINE] for line in lines if line]


def sentences(lines: list[str]) -> list[str]:
    """What is wrong with the lines, each in a sentence."""
    if not lines:
        return []
    reading = read("\n".join(lines), today=timezone.localdate())
    return [words.typeset(problem.sentence(words.language())) for problem in reading.problems]


def marked(lines: list[str]) -> list[str]:
    found = marks(lines, timezone.localdate())
    return [marks_line(one, len(text)) for one, text in zip(found, lines, strict=True)]


def marks_line(found: dict[int, str], width: int) -> str:
    """A line of signs to stand under the zone's: ▲ a check digit that does not agree, · what it covers."""
    signs = {"wrong": "▲", "doubted": "·"}
    return "".join(signs.get(found.get(column, ""), " ") for column in range(width)).rstrip()


def offer_to_type(present: Shift, one: Photographed, number: str) -> HttpResponse:
    """The particulars of a card, or a number, stand in the form of a typed document; the officer completes them."""
    fields: dict[str, str] = {}
    for answer in one.answers:
        if not number or answer.fields.get("document_number") == number:
            fields = {name: str(value) for name, value in answer.fields.items()}
            break
    drafts.keep(present, "typed", fields)
    photographed.put_aside(present, one.key)
    return redirect("desk:type_document")


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def take_picture(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """A picture of the traveller's face, or of the document, where a law allows it."""
    inspection = case_or_404(request, present, key)
    kinds = pictures.kinds_allowed()
    if not kinds:
        raise NotAllowed("pictures_off")
    back = reverse("desk:case", args=[key]) if inspection.state == "referred" else reverse("desk:desk")
    if request.method == "POST":
        content = sent_picture(request)
        if content is not None:
            try:
                pictures.take(inspection, present, request.POST.get("kind", ""), content)
            except NotAllowed as rule:
                if rule.code == "shift_needed":
                    raise
                messages.error(request, words.rule(rule.code))
            else:
                messages.success(request, _("The picture is sealed and recorded."))
                return redirect(back)
    return page(
        request,
        "readers/picture",
        inspection=shown_or_404(inspection, present),
        kinds=[(kind, words_of_readers.KINDS[kind]) for kind in kinds],
        law=pictures.allowed(kinds[0]).legal_reference,
        back=back,
    )


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def picture(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The picture itself, for whoever has the traveller before them, in the shift under whose key it stands."""
    taken = get_object_or_404(Picture, key=key)
    case_or_404(request, present, taken.inspection)
    content = pictures.seen(taken)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/webp", headers={"X-Content-Type-Options": "nosniff"})
