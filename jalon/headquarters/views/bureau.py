"""Questions to the national bureau: the queue, a form, the file that is carried, the answers that come back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.bureau import answering, answers, asking, carrying, waiting
from jalon.bureau.models import Carrying, Query
from jalon.crossings.models import Inspection
from jalon.headquarters import bureau_words, words
from jalon.headquarters.forms_bureau import Answer, AnswersFile, Asking, Closing, OfACase, Typed
from jalon.journal.node import wall_clock
from jalon.presence import looking
from jalon.web.gate import Role, opens_to

CLOSED_SHOWN = 30
FILES_SHOWN = 10


@opens_to(Role.NATIONAL_DESK)
@require_GET
def bureau(request: HttpRequest) -> HttpResponse:
    """What waits, the longest beyond its time on top; what was answered; what was carried. It names nobody."""
    now = wall_clock()
    queue = waiting.queue()
    closed = Query.objects.filter(state="closed").order_by("-number")[:CLOSED_SHOWN]
    return render(
        request,
        "headquarters/bureau/queue.html",
        {
            "queue": [bureau_words.query(one, now) for one in queue],
            "to_carry": sum(one.state == "asked" for one in queue),
            "late": sum(one.due_at < now for one in queue),
            "answered": [bureau_words.query(one, now) for one in waiting.to_be_closed()],
            "closed": [bureau_words.query(one, now) for one in closed],
            "files": [
                {
                    "label": one.label,
                    "officer": words.person(one.officer),
                    "at": words.day_of(one.at),
                    "queries": one.queries,
                }
                for one in Carrying.objects.order_by("-number")[:FILES_SHOWN]
            ],
        },
    )


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def bureau_ask(request: HttpRequest) -> HttpResponse:
    """One question: about somebody or something of a case, whose particulars are taken as read, or typed."""
    case = request.POST.get("case") or request.GET.get("case") or ""
    kind = request.GET.get("kind") if request.GET.get("kind") in asking.KINDS else "person"
    form = _asking(request, case, str(kind))
    key = _ask(form, case, _officer(request)) if request.method == "POST" and form.is_valid() else None
    if key is not None:
        messages.success(request, _("The question waits to be carried to the bureau."))
        return redirect("headquarters:bureau_query", key)
    kinds = [{"code": code, "label": said, "here": code == kind} for code, said in asking.KINDS.items()]
    return render(request, "headquarters/bureau/ask.html", {"form": form, "case": case, "kinds": kinds})


def _asking(request: HttpRequest, case: str, kind: str) -> Asking:
    if case:
        return OfACase(request.POST or None, initial={"case": case})
    return Typed(request.POST or None, kind=kind)


def _ask(form: Any, case: str, officer: str) -> str | None:
    said = form.cleaned_data
    kind = said["kind"] if case else form.kind
    if case:
        inspection = Inspection.objects.filter(key=case).first()
        about = asking.of_case(inspection, kind) if inspection else {}
    else:
        about = form.about()
    try:
        return asking.ask(kind, about, said["reason"], said["urgency"], officer, case).key
    except asking.NotAllowed as rule:
        if case and rule.code == "too_little_known":
            form.add_error("kind", _("The case says too little of it: type the question instead."))
        else:
            form.add_error(rule.field if rule.field in form.fields else None, bureau_words.not_allowed(rule.code))
    return None


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def bureau_query(request: HttpRequest, key: str) -> HttpResponse:
    """One question with its subject and what became of it; an answer is entered by hand. Opening it is recorded."""
    query = get_object_or_404(Query, key=key)
    officer = _officer(request)
    act = request.POST.get("act", "")
    answered = Answer(request.POST if act == "answer" else None)
    closing = Closing(request.POST if act == "close" else None)
    if act == "answer" and answered.is_valid() and _answer(query, answered, officer):
        messages.success(request, _("The answer is recorded. It decides nothing by itself."))
        return redirect("headquarters:bureau_query", key)
    if act == "close" and closing.is_valid() and _close(query, closing, officer):
        messages.success(request, _("The question is closed."))
        return redirect("headquarters:bureau")
    looking.look({"bureau": query.label}, "bureau", officer)
    return render(
        request,
        "headquarters/bureau/query.html",
        _whole(query) | {"answer_form": answered, "closing": closing, "open": query.state in asking.PENDING},
    )


def _whole(query: Query) -> dict[str, Any]:
    return {
        "query": bureau_words.query(query, wall_clock()),
        "subject": bureau_words.subject(query),
        "steps": [bureau_words.step(one) for one in asking.steps(query)],
    }


def _answer(query: Query, form: Answer, officer: str) -> bool:
    said = form.cleaned_data
    try:
        answering.answer(query, said["answer"], said["reference"], said["what_to_do"], officer)
    except asking.NotAllowed as rule:
        form.add_error(rule.field if rule.field in form.fields else None, bureau_words.not_allowed(rule.code))
        return False
    return True


def _close(query: Query, form: Closing, officer: str) -> bool:
    try:
        asking.close(query, form.cleaned_data["why"], officer)
    except asking.NotAllowed as rule:
        form.add_error(rule.field if rule.field in form.fields else None, bureau_words.not_allowed(rule.code))
        return False
    return True


@opens_to(Role.NATIONAL_DESK)
@require_GET
def bureau_print(request: HttpRequest, key: str) -> HttpResponse:
    """The question on a sheet of paper, with room for the answer. Opening it is recorded."""
    query = get_object_or_404(Query, key=key)
    looking.look({"bureau": query.label}, "bureau", _officer(request))
    return render(request, "headquarters/bureau/form.html", _whole(query))


@opens_to(Role.NATIONAL_DESK)
@require_POST
def bureau_carry(request: HttpRequest) -> HttpResponse:
    """The file of what waits, to be carried to the bureau's terminal."""
    try:
        file = carrying.carry(request.POST.get("form", ""), bool(request.POST.get("again")), _officer(request))
    except asking.NotAllowed as rule:
        messages.warning(request, bureau_words.not_allowed(rule.code))
        return redirect("headquarters:bureau")
    answer = HttpResponse(file.content, content_type=file.kind)
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


@opens_to(Role.NATIONAL_DESK)
@require_http_methods(["GET", "POST"])
def bureau_answers(request: HttpRequest) -> HttpResponse:
    """A file of answers: read apart, the rows in order recorded, the others said with what is wrong."""
    form = AnswersFile(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        name = str(form.cleaned_data["sent"].name)[:80]
        try:
            rows = answers.read_apart(form.content(), name)
        except answers.AnswersUnreadable as fault:
            form.add_error("sent", bureau_words.unreadable(fault))
        else:
            taken = answering.take_file(name, rows, _officer(request))
            context |= {"recorded": taken.recorded, "refused": [bureau_words.refused(one) for one in taken.refused]}
    return render(request, "headquarters/bureau/answers.html", context)


def beside(inspections: list[str]) -> list[dict[str, Any]]:
    """The questions about a case, for a page that shows it: the last first, each with its answer where one came."""
    now = wall_clock()
    return [
        bureau_words.query(query, now) | {"step": bureau_words.step(step) if step else None}
        for query, step in waiting.of_case(inspections)
    ]


def _officer(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]
