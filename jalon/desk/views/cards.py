"""A resident's card made out, printed, withdrawn."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.counting import cards, regime
from jalon.counting.models import Card, Holder
from jalon.counting.what import CARD_WITHDRAWN_WHY
from jalon.crossings.models import Shift
from jalon.crossings.recall import clock_of, local_time
from jalon.crossings.rules import NotAllowed
from jalon.desk import words
from jalon.desk.forms.counting import CardOf
from jalon.desk.state_names import offered
from jalon.desk.views.at_the_desk import FIRST_LINE, on_duty, page, sent_only
from jalon.journal.node import wall_clock
from jalon.posts.models import Post
from jalon.web.gate import opens_to

# What one card after the other has in common. It names nobody, and may stand in the session.
OFFERED_AGAIN = ("locality", "issuer", "decision", "valid_until", "nationality")
GROUPS_OF = 4  # letters of a code on the card


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def resident_cards(request: HttpRequest, present: Shift) -> HttpResponse:
    """Make out a card; those of this shift, to print."""
    form = CardOf(request.POST or None, initial=_usual(request, present))
    form.fields["number"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        request.session["card_usual"] = {name: form.cleaned_data[name] for name in OFFERED_AGAIN}
        try:
            made = cards.enrol(present, form.resident())
        except NotAllowed as rule:
            if rule.code == "shift_needed":
                raise
            form.add_error(None, words.rule(rule.code))
        else:
            if made.inspection:
                said = _(
                    "A list may ask for this person: no card was made out. The person stands here to be looked at."
                )
                messages.warning(request, said)
                return redirect("desk:desk")
            return redirect("desk:card_print", made.card)
    local = regime.of_post(present.post, local_time(wall_clock()).date())
    return page(
        request,
        "counting/cards",
        form=form,
        allowed=local is not None,
        cards=[_listed(holder) for holder in Holder.objects.filter(shift=present.key).order_by("-key")],
        reasons=CARD_WITHDRAWN_WHY.items(),
        states=offered(words.language()),
    )


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def card_print(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The card on paper, while the shift that made it out lasts."""
    card = Card.objects.filter(key=key).first()
    held = Holder.objects.filter(card=key, shift=present.key).exists()
    said = cards.holder_of(card) if card and held else None
    if card is None or said is None:
        raise Http404
    holder, code = said["holder"], said["code"]
    picture = segno.make(code, error="q", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    post = Post.objects.get(code=present.post)
    return page(
        request,
        "counting/card_print",
        holder=holder,
        born=words.partial_date(holder["birth_date"]),
        nationality=words.state(holder["nationality"]),
        until=words.partial_date(holder["valid_until"]),
        country=words.state(post.country),
        picture=mark_safe(picture),  # noqa: S308 - drawn here, from letters
        code=" ".join(code[at : at + GROUPS_OF] for at in range(1, len(code), GROUPS_OF)),
        begins=code[0],
        not_checked=[words.not_checked(one) for one in said["not_checked"] if one["code"] == "no_list"],
    )


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def card_withdraw(request: HttpRequest, present: Shift) -> HttpResponse:
    """A card lost, or whose holder left: by its number or code."""
    try:
        card = cards.find(request.POST.get("code", "")[:60])
        cards.withdraw(present, card.key, request.POST.get("reason", ""))
        messages.success(request, _("The card is withdrawn: shown from now on, it is not recognised."))
    except NotAllowed as rule:
        if rule.code == "shift_needed":
            raise
        messages.error(request, words.rule(rule.code))
    return redirect("desk:cards")


def _usual(request: HttpRequest, present: Shift) -> dict[str, Any]:
    post = Post.objects.get(code=present.post)
    local = regime.of_post(present.post, local_time(wall_clock()).date())
    text = local.text.names[words.language()] if local and local.text else ""
    usual = {"nationality": post.country, "decision": text[:160]}
    return usual | request.session.get("card_usual", {})


def _listed(holder: Holder) -> dict[str, Any]:
    card = Card.objects.get(key=holder.card)
    said = cards.holder_of(card)
    return {
        "key": card.key,
        "time": clock_of(card.at),
        "number": said["holder"]["number"] if said else "····",
        "name": cards.name_of(card) or "····",
        "withdrawn": CARD_WITHDRAWN_WHY.get(card.withdrawn_why, "") if card.withdrawn_at else "",
    }
