"""The second line: take over with all that the first line saw; the second person of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import (
    correction,
    decision,
    drafts,
    handing_over,
    holding,
    particulars,
    register,
    slips,
    times,
)
from jalon.crossings.journey import OUTCOMES, REFERRAL_REASONS, REFUSAL_REASONS
from jalon.crossings.models import Confirmation, Decision, Hold, Inspection, Received, Shift, TakenOver
from jalon.crossings.rules import NotAllowed, what_was_seen
from jalon.crossings.second_person import confirm_here
from jalon.desk import durations, entrusted, seen, words
from jalon.desk.forms.second_line import Finding, SecondPerson
from jalon.desk.views.at_the_desk import (
    FIRST_LINE,
    SECOND_LINE,
    case_or_404,
    draft_name,
    forget_drafts,
    on_duty,
    page,
    shown_or_404,
)
from jalon.desk.views.holding import line_shown
from jalon.desk.views.paper import passed_cases, passed_shown
from jalon.journal.node import this_node, wall_clock
from jalon.posts.models import Post
from jalon.regimes.holds import GROUNDS
from jalon.staff.postings import name_of
from jalon.watchlists.lookup import GRAVE
from jalon.web.gate import opens_to


@opens_to(*SECOND_LINE)
@require_GET
@on_duty
def second_line(request: HttpRequest, present: Shift) -> HttpResponse:
    """Those who are held, whoever's hold ends first; those who wait, the longest first; hand-overs without a receipt;
    what needs a second person; who passed and is asked for since a correction."""
    held = [clock.hold for clock in holding.clocks()]
    waiting = Inspection.objects.filter(state="referred").exclude(key__in=[one.inspection for one in held])
    return page(
        request,
        "second_line",
        held=[_held(one) for one in held],
        cases=[_case(inspection) for inspection in waiting.order_by("position")],
        handed_over=[_handed_over(made) for made in handing_over.not_received()],
        refusals=[_refusal(made) for made in decision.unconfirmed()],
        passed_first=passed_cases(),
        passed=[_passed(inspection) for inspection in correction.passed_and_asked_for()],
        entrusted=entrusted.at_the_second_line(present.officer),
        focal_points=entrusted.focal_points(),
    )


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def case(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One case, whole; the finding admits. To refuse, to hold and to hand over have pages of their own."""
    inspection = case_or_404(request, present, key)
    shown = shown_or_404(inspection, present)
    act = request.POST.get("decision", "")
    if act == "keep":
        return redirect("desk:second_line")
    if request.method == "POST" and act != "admit":
        return HttpResponseBadRequest(_("The page did not say what was decided. Nothing was recorded."))
    kept = drafts.kept(present).get(draft_name("case", key), {})
    asked = [] if any(hit["protect"] for hit in shown["hits"]) else shown["hits"]
    form = Finding(request.POST or None, initial=kept, hits=len(asked))
    if request.method == "POST" and form.is_valid():
        looked, verdicts = form.cleaned_data["looked"], form.verdicts()
        journey = decision.journey_said(inspection)
        decision.admit(inspection, present, journey, line=2, looked=looked, verdicts=verdicts)
        forget_drafts(present, key)
        messages.success(request, _("Saved."))
        if slips.slip_of(inspection):
            return redirect("desk:slip_print", key)
        return redirect("desk:second_line")
    referrals = Decision.objects.filter(inspection=key, outcome="referred").order_by("position")
    said = [_said(made) for made in referrals]
    apart = decision.to_be_heard_apart(inspection)
    line = register.open_hold(key)
    handed = handing_over.standing(key)
    return page(
        request,
        "second_line_case",
        inspection=shown,
        referral=said[0] if said else _said(None),
        journey=words.journey(decision.journey_said(inspection)),
        history=history(inspection),
        form=form,
        verdicts=list(zip(form.of_hits(), asked, strict=True)),
        hold=line_shown(line) if line else None,
        handed_over=_handed_over(handed) if handed else None,
        steps=steps(inspection),
        heard_apart=apart,
        may_refuse=not shown["cannot_refuse"] and not apart,
        may_hand_over=not apart,
        closed=inspection.state not in decision.AT_THE_SECOND_LINE,
        protection=entrusted.of_the_case(inspection, present.officer),
    )


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def confirm_refusal(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The second person looks at a refusal, or a hand-over, with all that was seen, and confirms it or does not."""
    made = get_object_or_404(Decision, key=key)
    inspection = case_or_404(request, present, made.inspection)
    answer = request.POST.get("confirmation", "")
    if answer == "confirm":
        decision.confirm(made, present.officer)
        messages.success(request, _("The decision is confirmed."))
        if made.outcome == "refused" and not inspection.late:
            return redirect("desk:refusal_notice", made.key)
        if made.outcome == "handed_over":
            return redirect("desk:hand_over_receipt", made.key)
        return redirect("desk:hold", made.inspection)
    if answer == "refer":
        decision.send_back(made, present, request.POST.get("remark", "")[:300])
        messages.success(request, _("Saved."))
        return redirect("desk:second_line")
    if request.method == "POST":
        return HttpResponseBadRequest(_("The page did not say what was decided. Nothing was recorded."))
    return page(
        request,
        "second_person",
        inspection=shown_or_404(inspection, present),
        refusal=_refusal(made) | {"id": key, "outcome": made.outcome},
        passed=passed_shown(inspection) if inspection.late else None,
        history=history(inspection),
    )


@opens_to(*FIRST_LINE)
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
@on_duty
def refusal_notice(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """What the refused traveller takes along, in the three languages; beside it, the second person who is here."""
    made = get_object_or_404(Decision, key=key, outcome="refused")
    inspection = case_or_404(request, present, made.inspection)
    form = SecondPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_here(request, made, present.officer, **form.cleaned_data)
            messages.success(request, _("The refusal is confirmed."))
            return redirect("desk:refusal_notice", key)
        except NotAllowed as rule:
            form.add_error(None, words.rule(rule.code))
    notices = []
    for language in ("fr", "en", "ar"):
        with translation.override(language):
            notices.append((language, _notice(made, inspection, present)))
    waits = decision.unconfirmed().filter(key=key).exists()
    return page(request, "refusal_notice", notices=notices, form=form if waits else None, papers=_papers(inspection))


def _papers(inspection: Inspection) -> list[dict[str, Any]]:
    """The languages in which the notice can be printed; the traveller's is offered, else the page's."""
    nationality = (particulars.as_corrected(inspection) or {}).get("nationality") or ""
    return words.papers(words.PAPER_LANGUAGES.get(nationality, ""))


def _notice(made: Decision, inspection: Inspection, present: Shift) -> dict[str, Any]:
    """What stands on the paper, in the language in force: the traveller need not read the officer's."""
    document = shown_or_404(inspection, present)["document"]
    said = this_node().shift_keys.take_out_value(made.kept) or {}
    post = Post.objects.filter(code=present.post).first()
    second = Confirmation.objects.filter(decision=made.key).first()
    day, hour = seen.day_and_clock(made.at).split(" ")
    return {
        "direction": inspection.direction,
        "number": "-".join(made.key.split(".")[1:]),
        "date": day,
        "time": hour,
        "post": post.name if post else present.post,
        "country": words.state(post.country) if post else "",
        "name": seen.name_of(inspection),
        "birth_date_label": document["birth_date_label"],
        "nationality_label": document["nationality_label"],
        "document": f"{document['type_label']} {document['number'] or ''}".strip(),
        "reason": str(REFUSAL_REASONS.get(said.get("reason", ""), "")),
        "remedy": str(words.REMEDIES.get(said.get("reason", ""), "")),
        "list_authority": _list_authority(inspection) if said.get("reason") == "listed" else "",
        "authority": post.appeal_authority if post else "",
        "authority_address": post.appeal_address if post else "",
        "authority_telephone": post.appeal_telephone if post else "",
        "days_to_contest": post.appeal_days if post else None,
        "remark_for_traveller": said.get("remark", ""),
        "officer_number": made.officer,
        "second_number": second.officer if second else "",
        "confirmed": second is not None,
    }


def _list_authority(inspection: Inspection) -> str:
    """The authority that asked for the refusal."""
    hits = (what_was_seen(inspection) or {}).get("hits", [])
    asked = [hit["facts"].get("authority") for hit in hits if hit["action"] in GRAVE]
    return str(next((authority for authority in asked if authority), ""))


def history(inspection: Inspection) -> list[dict[str, str]]:
    """What happened, in order."""
    steps = [(inspection.at, _("Inspected by %(officer)s") % {"officer": name_of(inspection.officer)})]
    made = list(Decision.objects.filter(inspection=inspection.key))
    steps += [(one.at, f"{OUTCOMES[one.outcome]} · {name_of(one.officer)}") for one in made]
    for one in particulars.corrections(inspection):
        if "changes" in one:
            said = _("Corrected: %(fields)s") % {"fields": _(", ").join(words.field(name) for name in one["changes"])}
        else:
            said = str(OUTCOMES["cancelled"])
        steps.append((one["at"], f"{said} · {name_of(one['officer'])}"))
    for second in Confirmation.objects.filter(decision__in=[one.key for one in made]):
        steps.append((second.at, _("Confirmed by %(officer)s") % {"officer": name_of(second.officer)}))
    for receipt in Received.objects.filter(inspection=inspection.key):
        taker = handing_over.said(receipt).get("who", seen.BEYOND)
        steps.append((receipt.received_at, _("Received by %(who)s") % {"who": taker}))
    for line in Hold.objects.filter(inspection=inspection.key).exclude(ended_at=None):
        steps.append((line.ended_at or 0, _("The hold ended") + f" · {name_of(line.ended_by)}"))
    for one in holding.told(inspection):
        steps.append((one["told_at"], f"{holding.FACTS[one['what']]} · {name_of(one['officer'])}"))
    for taken in TakenOver.objects.filter(inspection=inspection.key):
        steps.append((taken.at, _("Opened by %(officer)s") % {"officer": name_of(taken.officer)}))
    return [{"time": seen.clock(at), "sentence": sentence} for at, sentence in sorted(steps)]


def steps(inspection: Inspection) -> list[dict[str, str]]:
    """How long each step took that is over."""
    case = times.of_inspection(inspection)
    took = times.durations(case) if case else {}
    return [{"label": str(times.STEPS[name]), "took": durations.seconds_said(ms // 1000)} for name, ms in took.items()]


def _held(line: Hold) -> dict[str, Any]:
    """Somebody who is held, for those who decide about them."""
    inspection = Inspection.objects.filter(key=line.inspection).first()
    return line_shown(line) | {
        "name": seen.name_of(inspection) if inspection else seen.BEYOND,
        "awaits": decision.unconfirmed().filter(inspection=line.inspection, outcome="held").exists(),
        "child": inspection is not None and holding.is_adult(inspection) is False,
    }


def _handed_over(made: Decision) -> dict[str, Any]:
    """A hand-over, and whether somebody took the traveller."""
    inspection = Inspection.objects.filter(key=made.inspection).first()
    return {
        "url": reverse("desk:hand_over_receipt", args=[made.key]),
        "name": seen.name_of(inspection) if inspection else seen.BEYOND,
        "to": (this_node().shift_keys.take_out_value(made.kept) or {}).get("to", ""),
        "since": durations.said(wall_clock() - made.at),
        "received": handing_over.received(made.key) is not None,
        "awaits": decision.unconfirmed().filter(key=made.key).exists(),
    }


def _case(inspection: Inspection) -> dict[str, Any]:
    referral = Decision.objects.filter(inspection=inspection.key, outcome="referred").order_by("position").first()
    minutes = max(0, (wall_clock() - (referral.at if referral else inspection.at)) // 60_000)
    said = _said(referral)
    taken = TakenOver.objects.filter(inspection=inspection.key).order_by("-at").first()
    fields = particulars.as_corrected(inspection) or {}
    facts = [words.partial_date(fields.get("birth_date")), words.state(fields.get("nationality"))]
    if inspection.late:
        facts.append(seen.when(inspection))
    return {
        "url": reverse("desk:case", args=[inspection.key]),
        "name": seen.name_of(inspection),
        "facts": [fact for fact in facts if fact],
        "number": fields.get("document_number") or "",
        "why": said["reason_label"],
        "referred_by": said["officer"],
        "waited": ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes},
        "level": inspection.level,
        "taken_by": name_of(taken.officer) if taken else "",
    }


def _passed(inspection: Inspection) -> dict[str, Any]:
    return {
        "url": reverse("desk:correct", args=[inspection.key]),
        "name": seen.name_of(inspection),
        "time": seen.when(inspection),
        "officer": name_of(inspection.officer),
    }


def _said(made: Decision | None) -> dict[str, Any]:
    """A decision's reason in words."""
    if made is None:
        return {"officer": "", "time": "", "reason_label": "", "remark": ""}
    said = this_node().shift_keys.take_out_value(made.kept) or {}
    grounds = {code: names[words.language()] for code, names in GROUNDS.items()}
    of: dict[str, Mapping[str, Any]] = {"refused": REFUSAL_REASONS, "referred": REFERRAL_REASONS, "held": grounds}
    reasons = of.get(made.outcome, {})
    return {
        "officer": name_of(made.officer),
        "time": seen.clock(made.at),
        "reason_label": reasons.get(said.get("reason", ""), "") or said.get("to", ""),
        "remark": said.get("remark", ""),
    }


def _refusal(made: Decision) -> dict[str, Any]:
    inspection = Inspection.objects.filter(key=made.inspection).first()
    return _said(made) | {
        "url": reverse("desk:confirm_refusal", args=[made.key]),
        "name": seen.name_of(inspection) if inspection else seen.BEYOND,
        "outcome_label": OUTCOMES[made.outcome],
    }
