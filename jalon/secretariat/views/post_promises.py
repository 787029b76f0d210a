"""What binds this post, and what its leader reports on it: it goes up, and the headquarters decides what goes on."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.cooperation import forums, progress, standing
from jalon.cooperation.models import Progress
from jalon.cooperation.promised import Promise, binds_post, day_said, promises, today
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.journal.node import this_node
from jalon.secretariat import progress_shown, speaking
from jalon.secretariat.called import Called
from jalon.secretariat.forms.progress import Reporting, first_of
from jalon.secretariat.views.progress import field_of, promise_or_404
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words import progress as words
from jalon.web.gate import Role, opens_to


@opens_to(Role.SHIFT_LEADER)
@require_GET
def post_promises(request: HttpRequest) -> HttpResponse:
    """What binds this post, the nearest date first, with what was reported from here."""
    late, called = {one.key for one in standing.standing(None) if one.late}, Called()
    rows = [_row(one, late, called) for one in of_post()]
    return render(request, "secretariat/progress/post.html", {"rows": rows, "at_a_post": settings.JALON_TIER == "post"})


def of_post() -> list[Promise]:
    """What is owed on which this post has a word to say, the first due first."""
    here, party = this_node().keys.post, own_party()
    found = [one for one in promises(None) if one.open and party in one.owners and binds_post(one, here)]
    return sorted(found, key=lambda one: (one.due is None, one.due, one.number, one.key))


def _row(one: Promise, late: Container[str], called: Called) -> dict[str, Any]:
    said = Progress.objects.filter(post=this_node().keys.post, original="")
    said = said.filter(measure=one.key) if one.measure else said.filter(recommendation=one.key, measure="")
    last = said.order_by("as_of", "position").last()
    return progress_shown.promise(one, today(), late, called) | {
        "last": words.toned(words.STATES, last.state) if last else None,
        "last_text": progress_shown.text(last.text) if last else None,
        "last_on": words.day(day_said(last.at)) if last else "",
    }


@opens_to(Role.SHIFT_LEADER)
@require_http_methods(["GET", "POST"])
def post_report(request: HttpRequest, about: str) -> HttpResponse:
    """The form of a report at a post."""
    one = promise_or_404(about)
    if not binds_post(one, this_node().keys.post):
        raise Http404
    party = own_party()
    form = Reporting(
        request.POST or None,
        request.FILES or None,
        initial=first_of(today()),
        promise=one,
        signs_in={},
        visitors={party: forums.state_name(party)},
        challenges={},
        figures=True,
        may_wait=False,
    )
    if request.method == "POST" and form.is_valid():
        try:
            progress.report_at_post(about, form.report(), speaking.officer(request), form.cleaned_data["once"])
        except NotAllowed as rule:
            form.add_error(field_of(rule.code, form), not_allowed(rule))
        else:
            messages.success(request, _("Recorded: it goes to the headquarters with what this post sends."))
            return redirect("secretariat:post_promises")
    context = {
        "form": form,
        "promise": progress_shown.promise(one, today()),
        "may_report": True,
        "open": one.open,
        "before": [],
        "evidence": [form[name] for name in Reporting.EVIDENCE if name in form.fields],
        "leaning": any(form[name].errors for name in Reporting.EVIDENCE if name in form.fields),
        "at_post": True,
    }
    return render(request, "secretariat/progress/report.html", context)
