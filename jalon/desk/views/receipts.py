"""Receipts: a fee is taken, the paper printed, a paper checked, one cancelled by two."""

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

from jalon.cash import receipts, slip
from jalon.cash.due import due_of, usable
from jalon.cash.models import Cancelling, Receipt
from jalon.cash.signed import code_of, picture, public_key
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.particulars import as_corrected
from jalon.crossings.rules import NotAllowed
from jalon.crossings.second_person import as_second_person
from jalon.desk import beside, money, seen, words
from jalon.desk.forms.cash import CancellingReceipt, Code, Fee, Nationality
from jalon.desk.forms.second_line import SecondPerson
from jalon.desk.state_names import offered
from jalon.desk.views.at_the_desk import FIRST_LINE, case_or_404, on_duty, page, shown_or_404
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.staff.postings import name_of
from jalon.web.gate import opens_to

ORIGINAL = "original receipt"  # in the session, until the paper was shown once
SIZES = ("ticket", "a6", "a4")


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def take_fee(request: HttpRequest, present: Shift) -> HttpResponse:
    """What this traveller owes, by which text; the fee is taken and the receipt comes. Or: nothing to pay here."""
    inspection = _traveller(request, present)
    asked = Nationality(request.GET if request.GET.get("nationality") else None)
    nationality = _nationality(inspection, asked)
    post = Post.objects.filter(code=present.post).first()
    owed, nothing = due_of(nationality, post, timezone.localdate()) if post and nationality else ([], {})
    if inspection and not beside.visa_needed(inspection, present.post):
        owed = [line for line in owed if line.what != "visa"]
    fees = {line.code: money.fee(line.due, line.what) for line in owed}
    form = Fee(request.POST or None, fees=[(code, one["sentence"]) for code, one in fees.items()])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        rest = {"units": said["units"], "name": said["name"], "inspection": inspection}
        try:
            recorded = receipts.take_fee(said["fee"], nationality, present, **rest)
            return _given(request, recorded.key)
        except NotAllowed as rule:
            form.add_error(None, words.rule(rule.code))
    return page(
        request,
        "cash/fee",
        form=form,
        asked=asked,
        usable=usable(),
        nationality=words.state(nationality),
        fees=[one | {"radio": radio} for one, radio in zip(fees.values(), form["fee"], strict=True)],
        nothing=[money.fee(one, what) for what, one in nothing.items()],
        traveller=inspection.key if inspection else "",
        name=seen.name_of(inspection) if inspection else "",
        states=offered(words.language()),
    )


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def receipt(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The paper: once as the original, right after the fee was taken; after that it says that it is a copy."""
    found = get_object_or_404(Receipt, key=key)
    original = request.session.get(ORIGINAL) == key
    if original:
        del request.session[ORIGINAL]
    code = code_of(found)
    payer = receipts.payer_of(found, present)
    post = Post.objects.filter(code=found.post).first()
    papers = []
    for language in words.PAPERS:
        with translation.override(language):
            facts = {"post": post.name if post else found.post, "country": words.state(post.country) if post else ""}
            facts |= {"telephone": post.appeal_telephone if post else ""}
            papers.append((language, money.receipt(found) | facts))
    return page(
        request,
        "cash/receipt",
        papers=papers,
        languages=words.papers(),
        sizes=SIZES,
        copy=not original,
        payer=payer,
        code=code,
        picture=picture(code) if code else "",
        key=key,
        machine=found.node.upper(),
    )


@opens_to(*FIRST_LINE)
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
@on_duty
def cancel_receipt(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One officer asks and says why; another agrees, at this screen or at their own desk."""
    found = get_object_or_404(Receipt, key=key, node=this_node().id)
    asked = Cancelling.objects.filter(receipt=key, state=Cancelling.WAITS).first()
    answer = request.POST.get("answer", "")
    why = CancellingReceipt(request.POST if answer == "ask" else None)
    second = SecondPerson(request.POST if "username" in request.POST else None)
    try:
        if answer == "ask" and why.is_valid():
            receipts.ask_to_cancel(found, present, why.cleaned_data["reason"])
            return redirect("desk:cancel_receipt", key)
        if asked and answer in {"agree", "decline"}:
            act = receipts.cancel if answer == "agree" else receipts.do_not_cancel
            act(asked, present.officer)
            return _cancelled(request, key, answer)
        if asked and second.is_valid():
            given, waits = second.cleaned_data, asked
            as_second_person(request, present.officer, lambda officer: receipts.cancel(waits, officer), **given)
            return _cancelled(request, key, "agree")
        if request.method == "POST" and not (why.is_bound or second.is_bound):
            return HttpResponseBadRequest(_("The page did not say what was decided. Nothing was recorded."))
    except NotAllowed as rule:
        if not (why.is_bound or second.is_bound):
            raise
        (second if second.is_bound else why).add_error(None, words.rule(rule.code))
    own = asked is not None and asked.officer == present.officer
    return page(
        request,
        "cash/cancel",
        receipt=money.receipt(found),
        asked={"officer": name_of(asked.officer), "reason": receipts.CANCELLING[asked.reason]} if asked else None,
        why=why if found.state == Receipt.STANDS else None,
        second=second if own else None,
        may_agree=asked is not None and not own,
        history=[_decided(one) for one in Cancelling.objects.filter(receipt=key).exclude(state=Cancelling.WAITS)],
    )


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    """The code of a paper, read or typed: is it one of ours, whole, and does it still stand?"""
    form = Code(request.POST or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            found = slip.read(form.cleaned_data["code"], public_key)
            context = {"found": found, "row": _row_of(found)}
            form = Code()
        except slip.NoReceipt:
            form.add_error("code", _("This is no code of a receipt, or only a part of one. Read it again."))
    return page(request, "cash/check", form=form, **context)


def _traveller(request: HttpRequest, present: Shift) -> Inspection | None:
    key = request.GET.get("traveller", "")
    if not key:
        return None
    inspection = case_or_404(request, present, key)
    shown_or_404(inspection, present)
    return inspection


def _nationality(inspection: Inspection | None, asked: Nationality) -> str:
    known = (as_corrected(inspection) or {}).get("nationality") if inspection else None
    if asked.is_bound:
        return asked.cleaned_data["nationality"] if asked.is_valid() else ""
    return known or ""


def _given(request: HttpRequest, key: str) -> HttpResponse:
    """The fee is on the disk. Where its row could not follow yet, the number comes with the next act."""
    if not Receipt.objects.filter(key=key).exists():
        messages.warning(request, _("The fee is recorded; its number follows. Open the receipt from the cash."))
        return redirect("desk:cash")
    request.session[ORIGINAL] = key
    return redirect("desk:receipt", key)


def _cancelled(request: HttpRequest, key: str, answer: str) -> HttpResponse:
    if answer == "agree":
        messages.success(request, _("The receipt is cancelled. Its number stays."))
    else:
        messages.success(request, _("The receipt stands."))
    return redirect("desk:cash")


def _row_of(found: slip.Slip) -> dict[str, Any] | None:
    """The receipt as this machine knows it, where it gave it; its address leads to the copy."""
    if found.verdict != "valid" or "-" not in found.number:
        return None
    year, _dash, number = found.number.partition("-")
    row = Receipt.objects.filter(node=found.node, year=int(year), number=int(number)).first()
    return money.receipt(row) | {"url": reverse("desk:receipt", args=[row.key])} if row else None


def _decided(one: Cancelling) -> dict[str, Any]:
    return {
        "time": seen.day_and_clock(one.second_at or one.at),
        "officer": name_of(one.officer),
        "second": name_of(one.second),
        "agreed": one.state == Cancelling.YES,
        "reason": receipts.CANCELLING[one.reason],
    }
