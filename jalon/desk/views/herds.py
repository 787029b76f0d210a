"""Herds: the certificate, the herders, the count, the season; passed, turned back or referred."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jalon.counting import herds, regime
from jalon.counting.models import Herd
from jalon.counting.sentences import DOUBTS
from jalon.counting.what import HERD_OUTCOMES
from jalon.crossings import decision
from jalon.crossings.company import Accompanied, accompany
from jalon.crossings.inspection import LONGEST_MRZ, CannotInspect, shown_by_mrz
from jalon.crossings.journey import DIRECTIONS, OUTCOMES
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.rules import NotAllowed
from jalon.crossings.standing import CHILD_IN_DOUBT, CHILD_NOT_ASKED
from jalon.desk import seen, words
from jalon.desk.forms.herds import Animals, CertificateOf, Decided, Herder
from jalon.desk.state_names import offered
from jalon.desk.views.at_the_desk import FIRST_LINE, leads, on_duty, page, sent_only
from jalon.posts.models import Post
from jalon.regimes.rules import RulesGone
from jalon.regimes.words import PARTICULARS, SEASONS, SPECIES, TO_BE_CONFIRMED, UNANSWERED
from jalon.staff.postings import name_of
from jalon.web.gate import opens_to

MOST_LISTED = 40


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def herds_here(request: HttpRequest, present: Shift) -> HttpResponse:
    """The herds of the shift and those that wait; a new one."""
    post = Post.objects.get(code=present.post)
    usual = {"direction": "entry", "origin": post.neighbour, "issuing_state": post.neighbour}
    form = CertificateOf(request.POST or None, initial=usual)
    announced = Animals(request.POST or None, which="announced")
    counted = Animals(request.POST or None, which="counted")
    if request.method == "POST" and all([form.is_valid(), announced.is_valid(), counted.is_valid()]):
        said = form.cleaned_data
        paper, there = announced.numbers(), counted.numbers()
        vaccinated = said["vaccination_seen"]
        try:
            recorded = herds.open_herd(
                present, said["direction"], said["origin"], form.certificate(), paper, there, vaccinated
            )
            return redirect("desk:herd", recorded.key)
        except NotAllowed as rule:
            if rule.code == "shift_needed":
                raise
            form.add_error(None, words.rule(rule.code))
    rows = Herd.objects.order_by("-position")[:MOST_LISTED]
    leader = leads(request)
    listed = [_listed(row) for row in rows if herds.may_open(row, present, leader)]
    animals = list(zip(announced, counted, strict=True))
    return page(request, "counting/herds", form=form, animals=animals, herds=listed, states=offered(words.language()))


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def herd(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """One herd, whole: what is amiss, its herders, its count, the decision."""
    found, said = _herd_or_404(request, present, key)
    act = "company" if "with" in request.POST else request.POST.get("act", "")
    wrong: Any = None
    try:
        if act in ACTS:
            wrong = ACTS[act](request, found, present)
            if wrong is None:
                return redirect("desk:herds" if act in HERD_OUTCOMES else request.path)
    except NotAllowed as rule:
        if rule.code == "shift_needed":
            raise
        messages.error(request, words.rule(rule.code))
        found, said = _herd_or_404(request, present, key)
    counted = wrong if isinstance(wrong, Animals) else Animals(which="counted", initial=said["counted"])
    nationality = said["origin"]
    named = [_herder_said(one, present) for one in herds.herders(found)]
    return page(
        request,
        "counting/herd",
        herd=_shown(found, said),
        doubts=[_doubt_said(one) for one in herds.doubts(found, said)] if found.state in {"open", "referred"} else [],
        herders=named,
        form=wrong if isinstance(wrong, Herder) else Herder(nationality=nationality),
        counted=counted,
        decided=Decided(request.POST if act in HERD_OUTCOMES else None),
        undecided=found.state == "open" or (found.state == "referred" and leads(request)),
        referred=found.state == "referred",
        states=offered(words.language()),
    )


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def herder_swipe(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """A herder's document, read by a machine on the herd's page."""
    found, _said = _herd_or_404(request, present, key)
    waited = request.POST.get("waiting", "")  # it came while the page was going: the reader hands it over by itself
    try:
        herds.name_herder(found, present, shown_by_mrz((waited or request.POST.get("mrz", ""))[:LONGEST_MRZ]))
    except CannotInspect as cannot:
        for problem in cannot.reading.problems:
            messages.error(request, problem.sentence(words.language()))
    except NotAllowed as rule:
        if rule.code == "shift_needed":
            raise
        messages.error(request, words.rule(rule.code))
    return HttpResponse(status=204) if waited else redirect("desk:herd", key)


def _count(request: HttpRequest, found: Herd, present: Shift) -> Animals | None:
    form = Animals(request.POST, which="counted")
    if not form.is_valid():
        return form
    herds.count(found, present, form.numbers(), "vaccination_seen" in request.POST)
    messages.success(request, _("Saved."))
    return None


def _name(request: HttpRequest, found: Herd, present: Shift) -> Herder | None:
    form = Herder(request.POST)
    if not form.is_valid():
        return form
    herds.name_herder(found, present, form.shown())
    return None


def _one_herder(request: HttpRequest, found: Herd, present: Shift) -> None:
    """A herder about whom something is asked: with whom a child is; referred; admitted with what was looked at."""
    one = Inspection.objects.filter(key=request.POST.get("herder", ""), group=found.key).first()
    if one is None:
        raise Http404
    if "with" in request.POST:
        adult = herds.adult_beside(found, one)
        accompany(one, present, Accompanied(request.POST.get("with", ""), adult, consent_seen=True))
        return
    if request.POST["act"] == "refer_herder":
        journey = {"direction": found.direction, **herds.JOURNEY}
        decision.refer(one, present, "possible_match" if one.hits else "identity_doubt", journey=journey)
        messages.success(request, _("Referred to the second line, with all that was seen."))
        return
    looked = request.POST.get("looked", "")
    if sum(sign.isalpha() for sign in looked) < herds.FEWEST_LETTERS:
        raise NotAllowed("say_what_was_looked_at")
    decision.admit(one, present, {"direction": found.direction, **herds.JOURNEY}, looked=looked)
    messages.success(request, _("Saved."))


def _decide(request: HttpRequest, found: Herd, present: Shift) -> None:
    form = Decided(request.POST)
    form.is_valid()
    said = form.cleaned_data
    outcome = request.POST["act"]
    herds.decide(found, present, outcome, said.get("reason", ""), said.get("to", ""), second_line=leads(request))
    messages.success(request, f"{_('Saved.')} {HERD_OUTCOMES[outcome]}")


ACTS = {
    "count": _count,
    "name": _name,
    "refer_herder": _one_herder,
    "admit_herder": _one_herder,
    "company": _one_herder,
    "passed": _decide,
    "turned_back": _decide,
    "referred": _decide,
}


def _herd_or_404(request: HttpRequest, present: Shift, key: str) -> tuple[Herd, dict[str, Any]]:
    """A herd that this officer works on. Another's is opened by the second line, which is recorded first."""
    found = Herd.objects.filter(key=key).first()
    if found is None or not herds.may_open(found, present, leads(request)):
        raise Http404
    herds.take_over(found, present)
    said = herds.as_it_stands(found)
    if said is None:
        raise Http404
    return found, said


def _listed(row: Herd) -> dict[str, Any]:
    """A line that names nobody."""
    return {
        "key": row.key,
        "time": seen.day_and_clock(row.at),
        "direction": DIRECTIONS[row.direction],
        "state": row.state,
        "outcome": HERD_OUTCOMES[row.state],
        "officer": name_of(row.officer),
    }


def _shown(found: Herd, said: dict[str, Any]) -> dict[str, Any]:
    language = words.language()
    paper = said["certificate"]
    rows = [
        {
            "species": SPECIES[one][language],
            "announced": said["announced"].get(one, 0),
            "counted": said["counted"].get(one, 0) if said["counted"] else None,
            "said": difference(said["announced"].get(one, 0), said["counted"].get(one, 0)) if said["counted"] else "",
        }
        for one in SPECIES
        if one in said["announced"] or one in said["counted"]
    ]
    needed, _age = herds.herders_needed(said)
    return {
        "key": found.key,
        "state": found.state,
        "outcome": HERD_OUTCOMES[found.state],
        "direction": DIRECTIONS[found.direction],
        "time": seen.day_and_clock(found.at),
        "paper": paper,
        "issued": words.partial_date(paper["issue_date"]),
        "issuing_state": words.state(paper["issuing_state"]),
        "origin": words.state(said["origin"]),
        "vaccination_seen": said["vaccination_seen"],
        "animals": rows,
        "seasons": [_season_said(kept, language) for kept in said["seasons"]],
        "needed": needed,
        "steps": [_step_said(step) for step in said["steps"] if step["kind"] == "decided"],
    }


def difference(announced: int, counted: int) -> str:
    """“Announced 60, counted 57: 3 missing.” Nothing where they agree."""
    apart = abs(announced - counted)
    if counted < announced:
        end = ngettext("%(number)s missing", "%(number)s missing", apart) % {"number": apart}
    elif counted > announced:
        end = ngettext("%(number)s too many", "%(number)s too many", apart) % {"number": apart}
    else:
        return ""
    said = _("Announced %(announced)s, counted %(counted)s:") % {"announced": announced, "counted": counted}
    return f"{said} {end}"


def _season_said(kept: dict[str, Any], language: str) -> dict[str, Any]:
    """What the calendar said, from the rules of that day; where they are gone, the answer that was kept."""
    answer = kept["answer"]
    word = SEASONS[answer][language] if answer in SEASONS else UNANSWERED["no_season"][language]
    shown = {"species": SPECIES[kept["species"]][language], "answer": answer, "word": word, "rule": kept["rule"]}
    try:
        found = regime.replay(kept)
    except RulesGone:
        return shown
    text = found.text.names[language] if found.text else ""
    caution = "" if found.confirmed or not found.rule else TO_BE_CONFIRMED[language]
    sentence = found.sentence[language] if found.rule else ""
    return shown | {"sentence": sentence, "text": text, "caution": caution, "until": found.until}


def _doubt_said(doubt: herds.Doubt) -> dict[str, str]:
    language, said = words.language(), dict(doubt.parameters)
    if doubt.code == "another_number":
        sentence = f"{SPECIES[said['species']][language]} — {difference(said['announced'], said['counted'])}"
        return {"code": doubt.code, "sentence": sentence}
    if "species" in said:
        said["species"] = SPECIES[said["species"]][language]
    if "particulars" in said:
        said["particulars"] = _(", ").join(PARTICULARS[one][language] for one in said["particulars"])
    if "gates" in said:
        said["gates"] = _(", ").join(said["gates"])
    return {"code": doubt.code, "sentence": str(DOUBTS[doubt.code]) % said}


def _herder_said(one: Inspection, present: Shift) -> dict[str, Any]:
    shown = seen.inspection_shown(one, present.post)
    name = seen.name_of(one)
    row = {"key": one.key, "name": name, "state": one.state, "outcome": OUTCOMES.get(one.state, one.state)}
    if shown is None:
        return row
    asked = herds.questions(one) if one.state == "open" else ()
    child = CHILD_NOT_ASKED in asked
    return row | {
        "born": shown["document"]["birth_date_label"],
        "nationality": shown["document"]["nationality_label"],
        "document": shown["document"]["type_label"],
        "number": shown["document"]["number"],
        "level": one.level,
        "verdict": shown["verdict"]["title"],
        "child": child,
        "only_refer": bool(one.hits) or child or CHILD_IN_DOUBT in asked,
        "said": [check["sentence"] for check in shown["checks"] if check["state"] != "ok"],
        "asks": bool(asked),
    }


def _step_said(step: dict[str, Any]) -> dict[str, Any]:
    return {
        "time": seen.clock(step["at"]),
        "officer": name_of(step["officer"]),
        "outcome": HERD_OUTCOMES[step["outcome"]],
        "reason": step["reason"],
        "to": step["to"],
    }
