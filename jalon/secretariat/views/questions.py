"""Questions to the owner of a promise: asked, seen by both, replied to; then seen by all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.cooperation import questions
from jalon.cooperation.days import today
from jalon.cooperation.models import Question
from jalon.cooperation.saying import NotAllowed
from jalon.secretariat import menu, progress_shown, reading, speaking
from jalon.secretariat.forms.progress import Asking, Replying
from jalon.secretariat.roles import READS, WRITES
from jalon.secretariat.words import not_allowed
from jalon.web.gate import opens_to


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, about: str) -> HttpResponse:
    """Put a question about a promise or a report to its owner."""
    try:
        of = questions.subject(about)
        party = speaking.for_party(request, of.promise.forum)
    except NotAllowed as rule:
        if rule.code == "promise_not_known":
            raise Http404 from None
        messages.error(request, not_allowed(rule))
        return redirect("secretariat:mine")
    forum = of.promise.forum
    owners = {code: progress_shown.party(code, forum) for code in of.owners if code != party}
    form = Asking(request.POST or None, owners=owners, initial={"reply_by": questions.usual_day()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        text = {(get_language() or "fr")[:2]: said["text"]}
        try:
            asked = questions.ask(about, said["to"], text, said["reply_by"], speaking.officer(request), party)
        except NotAllowed as rule:
            field = "reply_by" if rule.code == "reply_by_out_of_range" else None
            form.add_error(field, not_allowed(rule))
        else:
            messages.success(request, _("Asked: the question goes to the owner first."))
            return redirect("secretariat:question", asked.key)
    context = menu.frame(request, forum) | {
        "form": form,
        "promise": progress_shown.promise(of.promise, today()),
        "owners": owners,
        "about": about,
    }
    return render(request, "secretariat/progress/ask.html", context)


@opens_to(*READS)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question; its owner replies here."""
    row = Question.objects.filter(key=key).first()
    found = [one for one in reading.asked_in(request, row.forum, {row.about}) if one.key == key] if row else []
    if row is None or not found:
        raise Http404
    one, own = found[0], reading.reads_as(request, row.forum)
    replies = one.to == own and speaking.speaks(request, row.forum)
    form = Replying(request.POST or None)
    if request.method == "POST" and replies and form.is_valid():
        text = {(get_language() or "fr")[:2]: form.cleaned_data["text"]}
        try:
            questions.answer(key, text, speaking.officer(request), own)
        except NotAllowed as rule:
            form.add_error("text", not_allowed(rule))
        else:
            messages.success(request, _("Replied: all who sit in the forum see the question with your reply."))
            return redirect("secretariat:question", key)
    context = menu.frame(request, row.forum) | {
        "asked": progress_shown.asked(one, today()),
        "promise": progress_shown.promise(questions.subject(row.about).promise, today()),
        "about": row.about if questions.subject(row.about).report else "",
        "form": form,
        "replies": replies,
    }
    return render(request, "secretariat/progress/question.html", context)
