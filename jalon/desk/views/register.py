"""The daily register at the closing of a shift: made, signed, printed; the report by radio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jalon.counting import figures
from jalon.crossings import daily_register as register
from jalon.crossings.models import Shift
from jalon.desk import paper_register, seen, situation, words
from jalon.desk.forms.situation import Situation
from jalon.desk.views.at_the_desk import FIRST_LINE, on_duty, page, sent_only
from jalon.journal.shiftkey import ShiftKeyGone
from jalon.web import printing
from jalon.web.gate import opens_to

WHY = "closing"  # what the entry says of the purpose
FILES = {"pdf": "application/pdf", "sig": "application/octet-stream"}


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def register_make(request: HttpRequest, present: Shift) -> HttpResponse | StreamingHttpResponse:
    """Record that the register is made; then make the file, saying page by page how far it is."""
    made = register.make(present, WHY, translation.get_language())
    if not printing.can_make_pdf():
        return _print_page(request, made)
    answer = StreamingHttpResponse(_making(request, present, made, translation.get_language()))
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"  # a front server hands on each line as it comes
    return answer


def _making(request: HttpRequest, present: Shift, made: register.Made, language: str) -> Iterator[str]:
    """The page in pieces: its beginning, a line for each page that is laid out, its end with the links."""
    with translation.override(language):
        before, after = render_to_string("desk/paper/register_making.html", {}, request).split("<!--lines-->")
    yield before
    file = b""
    try:
        for step in paper_register.pdf(made, language):
            if isinstance(step, bytes):
                file = step
                continue
            with translation.override(language):
                yield "<p>%s</p>" % (_("Page %(done)s of %(total)s") % {"done": step[0], "total": step[1]})
        register.keep(present, made, file, register.sign_file(made, file))
        with translation.override(language):
            yield render_to_string("desk/paper/_register_links.html", {"made": _made(present), "ready": True}, request)
    except printing.NoPango:
        with translation.override(language):
            yield render_to_string("desk/paper/_no_pango.html", {}, request)
    except ShiftKeyGone:  # closed meanwhile, in another window
        with translation.override(language):
            yield format_html('<p class="banner banner--stop">{}</p>', words.rule("shift_needed"))
    yield after


def _print_page(request: HttpRequest, made: register.Made) -> HttpResponse:
    """The same register as a page for the browser's own printing, where no PDF can be made."""
    some = paper_register.pages(made)
    return page(
        request,
        "paper/register_print",
        sheets=[*some, None],
        pages=len(some) + 1,
        no_pango=not printing.can_make_pdf(),
        **{name: said for name, said in paper_register.context(made).items() if name != "post"},
    )


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def register_print(request: HttpRequest, present: Shift) -> HttpResponse:
    """The register as a page to print; it is made anew, and recorded."""
    return _print_page(request, register.make(present, WHY, translation.get_language()))


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def register_file(request: HttpRequest, present: Shift, kind: str) -> HttpResponse:
    """The last register of this shift, or its signature: `kind` is pdf or sig."""
    found = register.kept(present)
    if kind not in FILES or found is None:
        raise Http404
    made, file = found
    content = register.read(file.file if kind == "pdf" else file.signature)
    if content is None:
        return redirect("desk:shift")
    day = seen.day_and_clock(made.at).split(" ")[0].replace("/", "-")
    name = f"register-{present.post}-{day}-{made.key.split('.')[-1]}.pdf{'' if kind == 'pdf' else '.sig'}"
    answer = HttpResponse(content, content_type=FILES[kind])
    answer["Content-Disposition"] = f'{"inline" if kind == "pdf" else "attachment"}; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _made(present: Shift) -> dict[str, Any] | None:
    found = register.kept(present)
    if found is None:
        return None
    row = found[0]
    return {"time": seen.clock(row.at), "rows": row.rows, "digest": row.digest, "since": register.since(present, row)}


def at_closing(present: Shift | None) -> dict[str, Any]:
    """What the page of the shift says of its register."""
    return {"register_made": _made(present), "can_make_pdf": printing.can_make_pdf()} if present else {}


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def situation_report(request: HttpRequest, present: Shift) -> HttpResponse:
    """Three lines for the radio, in the three languages: whoever listens may speak another than the officer."""
    form = Situation(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    answers = (said.get("state") or "open", said.get("needs", ""), said.get("incidents", ""))
    neighbours = figures.of_shift(present)["counted"]
    counted = neighbours["entry"] + neighbours["exit"]
    spoken = []
    for language in sorted(("fr", "en", "ar"), key=lambda one: one != words.language()):
        with translation.override(language):
            spoken.append({"language": language, "lines": situation.lines(present, *answers, counted=counted)})
    form = form if form.is_bound else Situation(initial={"state": "open"})
    return page(request, "paper/situation", form=form, reports=spoken)
