"""Answers without an account: sheets that go out and come back, forms to fill by hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.cooperation import questions, reminders, sheet_answers, sheet_reading, sheets
from jalon.cooperation.days import today
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.sheet_answers import Answer, Checked, Identity
from jalon.cooperation.sheet_reading import SheetUnreadable
from jalon.cooperation.texts import LANGUAGES
from jalon.secretariat import menu, paper, progress_shown, speaking
from jalon.secretariat.forms.progress import SheetBack
from jalon.secretariat.roles import WRITES
from jalon.secretariat.views.progress import promise_or_404
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words import progress as words
from jalon.web import printing
from jalon.web.gate import opens_to

SALT = "jalon answer sheet"
OLDEST = 3600  # seconds between what was shown and what is recorded


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def answer_sheets(request: HttpRequest, forum: str) -> HttpResponse:
    """The parties whose answers may be brought in here: their sheets out, and back, shown before they are recorded."""
    id, on = speaking.of_address(forum), today()
    form = SheetBack(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        context = _read(request, id, form)
    context |= menu.frame(request, id, "secretariat:silence") | {
        "form": form,
        "parties": [_party(code, id) for code in _codes(request, id) if sheets.owes(code, id, on)],
        "languages": [(code, LANGUAGES[code]) for code in ("fr", "en", "ar")],
    }
    return render(request, "secretariat/progress/sheets.html", context)


def _codes(request: HttpRequest, forum: str) -> list[str]:
    """For whom sheets are made: by the host for those it signs in, else for one's own party."""
    return [code for code in speaking.for_whom(request, forum) if code]


def _party(code: str, forum: str) -> dict[str, Any]:
    addresses = reminders.addressees(code, forum)
    return {
        "code": code,
        "name": progress_shown.party(code, forum),
        "owes": len(sheets.owes(code, forum, today())),
        "questions": len(questions.to_answer(code, forum)),
        "addresses": [one.to for one in addresses],
        "language": addresses[0].language if addresses else "fr",
    }


def _read(request: HttpRequest, forum: str, form: SheetBack) -> dict[str, Any]:
    try:
        checked = sheet_answers.check(sheet_reading.read_apart(form.content()))
        if checked.identity.forum != forum or checked.identity.party not in _codes(request, forum):
            raise SheetUnreadable("not_made_here")
    except SheetUnreadable as wrong:
        form.add_error("sent", not_allowed(NotAllowed(wrong.code, **wrong.said)))
        return {}
    return {
        "checked": checked,
        "party": progress_shown.party(checked.identity.party, forum),
        "made": words.day(checked.identity.made),
        "answers": [_answer(one) for one in checked.answers],
        "new": len(checked.new),
        "already": len(checked.answers) - len(checked.new),
        "problems": [_problem(one) for one in checked.problems],
        "reading": _signed(checked) if checked.new else "",
    }


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "sheet": one.sheet,
        "row": one.row,
        "number": one.number,
        "words": progress_shown.text(one.words),
        "state": words.toned(words.STATES, one.state) if one.state else None,
        "text": one.text,
        "value": "" if one.value is None else f"{one.value:g}",
        "answer": one.answer,
        "evidence": one.evidence,
        "as_of": one.as_of,
        "signatory": one.signatory,
        "question": one.question,
        "already": one.already,
    }


def _problem(one: sheet_answers.Problem) -> dict[str, Any]:
    said = not_allowed(NotAllowed(one.code, **one.facts))
    return {"file": one.sheet, "row": one.row, "field": one.column, "sentence": said}


def _signed(checked: Checked) -> str:
    """What was shown, signed: what is recorded is that, and nothing that a browser made of it."""
    kept = [
        {name: getattr(one, name) for name in Answer.__slots__ if name not in {"words", "already"}}
        for one in checked.new
    ]
    of = checked.identity
    whose = {"forum": of.forum, "party": of.party, "made": of.made.isoformat(), "language": of.language}
    return signing.dumps({"of": whose, "rows": kept}, salt=SALT, compress=True)


@opens_to(*WRITES)
@require_POST
def record_sheet(request: HttpRequest, forum: str) -> HttpResponse:
    """Record the rows of a sheet that were shown. The same again makes nothing twice."""
    id = speaking.of_address(forum)
    try:
        said = signing.loads(request.POST.get("reading", ""), salt=SALT, max_age=OLDEST)
    except signing.BadSignature:
        messages.error(request, not_allowed(NotAllowed("reading_lost")))
        return redirect("secretariat:answer_sheets", forum)
    of = said["of"]
    identity = Identity(of["forum"], of["party"], sheet_answers.day(of["made"]), of["language"], frozenset())
    if identity.forum != id or identity.party not in _codes(request, id):
        raise PermissionDenied
    rows = [Answer(**row, words={}, already=False) for row in said["rows"]]
    try:
        recorded = sheet_answers.record(rows, identity, speaking.officer(request))
    except NotAllowed as rule:
        messages.error(request, not_allowed(rule))
        return redirect("secretariat:answer_sheets", forum)
    messages.success(
        request,
        ngettext("%(number)d answer is recorded.", "%(number)d answers are recorded.", recorded) % {"number": recorded}
        if recorded
        else _("Nothing new: all of it was recorded before."),
    )
    return redirect("secretariat:party_promises", forum, identity.party)


@opens_to(*WRITES)
@require_GET
def answer_sheet(request: HttpRequest, forum: str, code: str, language: str) -> HttpResponse:
    """The sheet of a party, in one of its languages."""
    id = speaking.of_address(forum)
    if code not in _codes(request, id) or language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        sheet = sheets.made(code, id, today())
    if sheet is None:
        raise Http404
    return paper.answer(sheet.content, sheet.name, sheet.kind, inline=False)


@opens_to(*WRITES)
@require_POST
def send_sheet(request: HttpRequest, forum: str, code: str) -> HttpResponse:
    """Send a party its answer sheet by e-mail, to the addresses of the directory."""
    id = speaking.of_address(forum)
    if not id or code not in _codes(request, id):
        raise Http404
    if not settings.JALON_EMAIL_URL:
        messages.error(request, _("No mail server is set on this machine: download the sheet and send it yourself."))
    elif number := reminders.send_sheet(code, id):
        said = ngettext(
            "The sheet leaves for %(number)d address.", "The sheet leaves for %(number)d addresses.", number
        )
        messages.success(request, said % {"number": number})
    else:
        messages.error(request, _("The directory has no address of this party: write one there first."))
    return redirect("secretariat:answer_sheets", forum)


@opens_to(*WRITES)
@require_GET
def paper_form(request: HttpRequest, about: str, code: str) -> HttpResponse:
    """One page to print and fill in by hand, about one promise of one party, in the language of the page."""
    one = promise_or_404(about)
    if code not in one.owners or code not in _codes(request, one.forum):
        raise Http404
    context = {
        "promise": progress_shown.promise(one, today()),
        "party": progress_shown.party(code, one.forum),
        "forum": progress_shown.party("", one.forum) if one.forum else "",
        "states": list(sheets.STATES.values()),
        "today": words.day(today()),
        "key": one.key,
        "indicator": one.proof == "indicator",
    }
    title = _("Progress form")
    try:
        made = paper.fitted(
            "secretariat/progress/form_pdf.html", context, "secretariat/progress_form.css", (12, 11, 10, 9)
        )
    except printing.NoPango:
        messages.warning(request, _("This machine lacks the libraries that lay out a PDF."))
        return redirect("secretariat:party_promises", speaking.address(one.forum), code)
    return paper.answer(paper.bound([made], title), f"jalon-{code}-{one.number or 'form'}.pdf")
