"""The cash: what came in since the last count, counting and closing it by two, the price list and the wall's notice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from jalon.cash import day, due, receipts
from jalon.cash.models import Closing, Receipt
from jalon.crossings.models import Shift
from jalon.crossings.rules import NotAllowed
from jalon.crossings.second_person import as_second_person
from jalon.desk import money, words
from jalon.desk.forms.cash import Count
from jalon.desk.forms.second_line import SecondPerson
from jalon.desk.views.at_the_desk import FIRST_LINE, on_duty, page
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.staff.postings import name_of
from jalon.web.gate import opens_to

LAST = 12  # counts and receipts that a page shows


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def cash(request: HttpRequest, present: Shift) -> HttpResponse:
    """What must be in the drawer now, by which receipts; what waits for a second person; the last counts."""
    rows = list(day.not_counted())
    return page(
        request,
        "cash/cash",
        usable=due.usable(),
        drawer=_drawer(),
        receipts=[money.receipt(one) for one in reversed(rows[-60:])],
        number=len(rows),
        cancellings=[_cancelling(one) for one in receipts.cancellings_waiting()],
        count_waiting=_closing_line(day.waiting()),
        closings=[_closing_line(one) for one in day.closings()[:LAST]],
    )


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def count(request: HttpRequest, present: Shift) -> HttpResponse:
    """The first of the two counts, by currency, beside what must be there."""
    waiting = day.waiting()
    if waiting is not None:
        messages.warning(request, words.rule("count_waits"))
        return redirect("desk:closing", waiting.key)
    form = Count(request.POST or None, expected=day.in_the_drawer())
    # Where no fee was taken and nothing is left, there is no question: the answer is that the drawer is empty.
    if request.method == "POST" and (form.is_valid() or not form.fields):
        try:
            recorded = day.count(present, form.said() if form.fields else {})
            return redirect("desk:closing", recorded.key)
        except NotAllowed as rule:
            form.add_error(None, words.rule(rule.code))
    return page(request, "cash/count", form=form, lines=_shown(form), receipts=day.not_counted().count())


@opens_to(*FIRST_LINE)
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
@on_duty
def closing(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """A count on paper, with two signatures; beside it, the second person: at this screen, or at their own."""
    found = get_object_or_404(Closing, key=key, node=this_node().id)
    answer = request.POST.get("answer", "")
    form = SecondPerson(request.POST if "username" in request.POST else None)
    try:
        if answer == "confirm":
            day.close(found, present.officer)
        elif answer == "count_again":
            day.count_again(found, present.officer)
            messages.warning(request, _("The count does not hold: count again."))
            return redirect("desk:cash_count")
        elif form.is_valid():
            as_second_person(request, present.officer, lambda officer: day.close(found, officer), **form.cleaned_data)
        elif request.method == "POST" and not form.is_bound:
            return HttpResponseBadRequest(_("The page did not say what was decided. Nothing was recorded."))
        if request.method == "POST" and not form.errors:
            messages.success(request, _("The cash is closed."))
            return redirect("desk:closing", key)
    except NotAllowed as rule:
        if not form.is_bound:
            raise
        form.add_error(None, words.rule(rule.code))
    waits = found.state == Closing.COUNTED
    own = found.officer == present.officer
    papers = []
    for language in words.PAPERS:
        with translation.override(language):
            papers.append(
                (language, money.closing(found) | {"officers": _by_officer(found), "post": _post(found.post)})
            )
    return page(
        request,
        "cash/closing",
        papers=papers,
        languages=words.papers(),
        form=form if waits and own else None,
        may_confirm=waits and not own,
    )


@opens_to(*FIRST_LINE)
@require_GET
def prices(request: HttpRequest) -> HttpResponse:
    """What is due at this post today, by which text; on paper in the three languages."""
    return page(request, "cash/prices", papers=_papers(_prices), languages=words.papers())


@opens_to(*FIRST_LINE)
@require_GET
def nothing_to_pay(request: HttpRequest) -> HttpResponse:
    """For the wall: for what nobody pays here, in the three languages, and whom to telephone."""
    papers = _papers(_notice)
    if not any(paper.get("kinds") for _language, paper in papers):
        messages.warning(request, _("This post has no such notice: see the rules of fees and the price list."))
        return redirect("desk:cash")
    return page(request, "cash/nothing_to_pay", papers=papers)


def _papers(made: Any) -> list[tuple[str, dict[str, Any]]]:
    """What stands on a paper about this post, in each language."""
    post = Post.objects.filter(code=this_node().keys.post).first()
    today, papers = timezone.localdate(), []
    for language in words.PAPERS:
        with translation.override(language):
            facts = {"post": post.name if post else this_node().keys.post, "day": words.partial_date(today.isoformat())}
            facts |= {"country": words.state(post.country) if post else ""}
            facts |= {
                "telephone": post.appeal_telephone if post else "",
                "authority": post.appeal_authority if post else "",
            }
            papers.append((language, facts | (made(post, today) if post else {})))
    return papers


def _prices(post: Post, today: Any) -> dict[str, Any]:
    rows = due.prices(post, today)
    return {
        "fees": [
            money.fee(one, row.what) | {"since": words.partial_date(row.basis.period.first.isoformat())}
            for row, one in rows
        ],
        "free": [money.fee(one, row.what) for row, one in due.free_for_some(post, today)],
        "nothing": [due.WHAT[what] for what in due.nothing_to_pay(post, today)],
    }


def _notice(post: Post, today: Any) -> dict[str, Any]:
    found = due.nothing_to_pay(post, today)
    return {
        "kinds": [
            {"what": due.WHAT[what], "texts": [money.fee(one, what) for one in texts]} for what, texts in found.items()
        ],
        "some_pay": len(found) < len(due.WHAT),
    }


def _drawer() -> list[dict[str, Any]]:
    return [
        {"currency": currency, **{name: money.figure(value) for name, value in line.items()}}
        for currency, line in day.in_the_drawer().items()
    ]


def _shown(form: Count) -> list[dict[str, Any]]:
    figures = ("opened", "taken", "given_back", "expected")
    return [line | {name: money.figure(line[name]) for name in figures} for line in form.lines()]


def _cancelling(one: Any) -> dict[str, Any]:
    receipt = Receipt.objects.get(key=one.receipt)
    return {
        "url": reverse("desk:cancel_receipt", args=[receipt.key]),
        "receipt": money.receipt(receipt),
        "officer": name_of(one.officer),
        "reason": receipts.CANCELLING[one.reason],
    }


def _closing_line(one: Closing | None) -> dict[str, Any] | None:
    return money.closing(one) | {"url": reverse("desk:closing", args=[one.key])} if one else None


def _by_officer(found: Closing) -> list[dict[str, Any]]:
    """Who took how much, of what this count holds: those receipts that stand."""
    sums: dict[tuple[str, str], int] = {}
    for one in Receipt.objects.filter(closing=found.key).exclude(given_back_in=found.key).order_by("at"):
        sums[(one.officer, one.currency)] = sums.get((one.officer, one.currency), 0) + one.total
    return [
        {"officer": name_of(officer), "number": officer, "amount": money.said(total, currency)}
        for (officer, currency), total in sums.items()
    ]


def _post(code: str) -> str:
    return Post.objects.filter(code=code).values_list("name", flat=True).first() or code
