"""Held: to hold somebody, who was told, what the prosecutor added; the register of holds, on screen and on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import consultation, decision, holding, register
from jalon.crossings.journey import OUTCOMES
from jalon.crossings.models import Decision, Hold, Inspection, Shift
from jalon.crossings.rules import NotAllowed, what_was_seen
from jalon.desk import durations, hold_clock, seen, words
from jalon.desk.forms.holding import Extending, Holding, Told
from jalon.desk.forms.second_line import SecondPerson
from jalon.desk.views.at_the_desk import SECOND_LINE, case_or_404, on_duty, page, shown_or_404
from jalon.desk.views.second_person import confirmed_here
from jalon.journal.node import wall_clock
from jalon.posts.models import Post
from jalon.regimes import holds as rules_of_holds
from jalon.regimes.words import TO_BE_CONFIRMED
from jalon.staff.postings import name_of
from jalon.web.gate import opens_to

ENDED = {"not_confirmed": lambda: _("Not confirmed"), "entrusted": lambda: _("Entrusted to protection")}


@opens_to(*SECOND_LINE)
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
@on_duty
def hold(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Hold somebody, or say what was done about whoever is held: every form here does one thing."""
    inspection = case_or_404(request, present, key)
    shown = shown_or_404(inspection, present)
    line = register.open_hold(key)
    act = request.POST.get("act", "")
    forms = _forms(request, present, inspection, act, line)
    if request.method == "POST" and _done(request, present, inspection, act, forms):
        return redirect("desk:hold", key)
    made = _awaits(key)
    return page(
        request,
        "second_line/hold",
        inspection=shown,
        hold=line_shown(line) if line else None,
        hold_form=forms["hold"],
        told_form=forms["note"],
        extend_form=forms["extend"],
        second_form=forms["confirm"] if made else None,
        confirm_url=reverse("desk:confirm_refusal", args=[made.key]) if made else "",
        told=[_told(one) for one in holding.told(inspection)] if line else [],
        rules=_rules(present.post),
        child=holding.is_adult(inspection) is False,
        heard_apart=decision.to_be_heard_apart(inspection),
    )


def _forms(request: HttpRequest, present: Shift, inspection: Inspection, act: str, line: Hold | None) -> dict[str, Any]:
    """Each form, bound where it was sent."""

    def sent(name: str) -> Any:
        return request.POST if request.method == "POST" and act == name else None

    grounds = holding.grounds_at(present.post)
    known = holding.is_adult(inspection) is not None
    may_hold = line is None and inspection.state == "referred"
    return {
        "hold": Holding(sent("hold"), grounds=grounds, age_known=known) if may_hold else None,
        "note": Told(sent("note"), initial={"what": _next_fact(inspection)}) if line else None,
        "extend": Extending(sent("extend")) if line and holding.may_extend(line) else None,
        "confirm": SecondPerson(sent("confirm")) if _awaits(inspection.key) else None,
    }


def _done(request: HttpRequest, present: Shift, inspection: Inspection, act: str, forms: dict[str, Any]) -> bool:
    """Do what a form says; False where something is to be put right in it."""
    form = forms.get(act)
    if form is None or not form.is_valid():
        return False
    said = dict(form.cleaned_data)
    try:
        if act == "hold":
            adult = said.get("looks_adult", False)
            holding.hold(inspection, present, said["ground"], said["started_at"], said["why"], looks_adult=adult)
            messages.success(request, _("Held. The clock runs; a second person confirms, the prosecutor is told."))
        elif act == "note":
            holding.note(inspection, present, said.pop("what"), said.pop("told_at"), said)
            messages.success(request, _("Saved."))
        elif act == "extend":
            holding.extend(inspection, present, said["number"])
            messages.success(request, _("The prosecutor’s decision is recorded: the clock goes on."))
        else:
            made = _awaits(inspection.key)
            return made is not None and confirmed_here(request, made, present, form)
    except NotAllowed as rule:
        form.add_error(None, words.rule(rule.code))
        return False
    return True


def _awaits(key: str) -> Decision | None:
    """The hold of this case that awaits its second person."""
    return decision.unconfirmed().filter(inspection=key, outcome="held").first()


def _next_fact(inspection: Inspection) -> str:
    """What was not done yet, the most pressing first: offered beforehand."""
    done = {one["what"] for one in holding.told(inspection)}
    return next((what for what in holding.FACTS if what not in done), "food")


def _told(one: dict[str, Any]) -> dict[str, str]:
    said = [
        one.get("whom", ""),
        str(holding.MEANS.get(one.get("means", ""), "")),
        str(holding.LANGUAGES.get(one.get("language", ""), "")),
        str(holding.ANSWERS.get(one.get("answer", ""), "")),
    ]
    return {
        "time": seen.clock(one["told_at"]),
        "what": str(holding.FACTS[one["what"]]),
        "said": " · ".join(part for part in said if part),
        "officer": name_of(one["officer"]),
    }


def _rules(post: str) -> list[dict[str, Any]]:
    """What the law says, rule by rule, with its grounds, and whether the authority has confirmed it."""
    found: dict[str, dict[str, Any]] = {}
    for ground in holding.grounds_at(post):
        rule = holding.rule_at(post, ground)
        if rule is not None:
            shown = found.setdefault(rule.basis.code, rule_said(rule, rules_of_holds.rules()) | {"grounds": []})
            shown["grounds"].append(rules_of_holds.GROUNDS[ground][words.language()])
    return list(found.values())


def rule_said(rule: rules_of_holds.HoldRule, of: rules_of_holds.HoldRules) -> dict[str, Any]:
    """A rule in the page's language: sentence, text, caution."""
    language = words.language()
    text = of.texts[rule.basis.text].names[language]
    return {
        "sentence": words.typeset(rule.basis.sentence[language]),
        "text": words.typeset(f"{text}, {rule.basis.article}" if rule.basis.article else text),
        "caution": "" if rule.basis.confirmed else TO_BE_CONFIRMED[language],
    }


def line_shown(line: Hold) -> dict[str, Any]:
    """A line of the register in words, without a name."""
    clock = holding.clock(line)
    rules = rules_of_holds.rules(line.rules)
    rule = rules_of_holds.rule_named(line.rule, rules)
    extension = holding.may_extend(line)
    ended = line.ended_at
    return {
        "id": line.key,
        "number": f"{line.number}/{line.year}",
        "ground": rules_of_holds.GROUNDS[line.ground][words.language()],
        "rule": rule_said(rule, rules) if rule else None,
        "started": seen.day_and_clock(line.started_at),
        "until": seen.day_and_clock(register.until(line)),
        "hours": line.hours,
        "extensions": [
            {"hours": hours, "number": number, "officer": officer, "at": seen.day_and_clock(at)}
            for hours, number, officer, at in sorted(line.extensions.values(), key=lambda one: one[3])
        ],
        "prosecutor": seen.day_and_clock(line.prosecutor_at) if line.prosecutor_at else "",
        "officer": line.officer,
        "officer_name": name_of(line.officer),
        "second": line.confirmed_by,
        "second_name": name_of(line.confirmed_by) if line.confirmed_by else "",
        "ended": seen.day_and_clock(ended) if ended else "",
        "ended_by": line.ended_by,
        "outcome": _outcome(line.outcome),
        "lasted": durations.said((ended or wall_clock()) - line.started_at),
        "too_long": (ended or wall_clock()) > register.until(line),
        "clock": hold_clock.shown(clock) | {"now": wall_clock()} if not ended else None,
        "extension_hours": extension.hours if extension else 0,
        "url": reverse("desk:hold", args=[line.inspection]) if not ended else "",
    }


def _outcome(code: str) -> str:
    if code in ENDED:
        return ENDED[code]()
    return str(OUTCOMES.get(code, ""))


@opens_to(*SECOND_LINE)
@require_GET
@on_duty
def holds(request: HttpRequest, present: Shift) -> HttpResponse:
    """The register of a year: numbers, times, grounds and outcomes; it names nobody."""
    years = register.years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else years[0]
    return page(
        request,
        "second_line/holds",
        year=year,
        years=years,
        lines=[line_shown(line) for line in reversed(register.lines(year))],
        print_url=reverse("desk:holds_print", args=[year]),
    )


@opens_to(*SECOND_LINE)
@require_GET
@on_duty
def holds_print(request: HttpRequest, present: Shift, year: int) -> HttpResponse:
    """The register on paper, which the post keeps. Names stand where the post can still read them: in cases that are
    open, or of a shift that is. That they were read is recorded first."""
    consultation.open_register(present, f"holds {year}")
    post = Post.objects.filter(code=present.post).first()
    return page(
        request,
        "second_line/holds_print",
        year=year,
        lines=[line_shown(line) | {"name": _name(line)} for line in register.lines(year)],
        post_name=post.name if post else present.post,
        country=words.state(post.country) if post else "",
        printed_at=seen.day_and_clock(wall_clock()),
        printed_by=present.officer,
    )


def _name(line: Hold) -> str:
    inspection = Inspection.objects.filter(key=line.inspection).first()
    if inspection is None or what_was_seen(inspection) is None:
        return seen.BEYOND
    return seen.name_of(inspection)
