"""Posts and what they have: the list, one post, equipment of the whole state, training."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon.capacity import broken, equipment, gaps, indicators, register, training, uptime, words
from jalon.capacity.kinds import KINDS, kind_name, training_name
from jalon.capacity.models import Asset, Training, What
from jalon.capacity.places import our_posts
from jalon.capacity.register_facts import CATEGORY, MATTERS
from jalon.capacity.register_form import SayMatter
from jalon.capacity.rules import CannotSay
from jalon.cooperation import measures
from jalon.cooperation.texts import in_language
from jalon.headquarters import capacity, equipment_sheet
from jalon.headquarters.forms_capacity import RecordTraining, RegisterAsset, TellAsset, Withdraw
from jalon.headquarters.views import assessments
from jalon.headquarters.words import day_of, person
from jalon.posts import sides
from jalon.posts.models import Post
from jalon.staff.postings import roles_of
from jalon.sync import words as said
from jalon.web import spreadsheets
from jalon.web.gate import Role, opens_to

NATIONAL = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)
AT_THE_TOP = (
    "equipment_in_service",
    "readers_in_service",
    "posts_with_power",
    "posts_with_link",
    "posts_with_water",
    "women_among_staff",
)


@opens_to(*NATIONAL)
@require_GET
def capacity_posts(request: HttpRequest) -> HttpResponse:
    """Every post of the state, with the state of its equipment, its power and its link."""
    days, since, until = _period(request)
    lines = [capacity.line(one, until) for one in capacity.lines(since, until)]
    asked = request.GET.get("only", "")
    shown = [line for line in lines if line["broken"]] if asked == "broken" else lines
    figures = [_figure(code, since, until) for code in AT_THE_TOP]
    context = {"lines": shown, "all": len(lines), "only": asked, "figures": figures, **_spans(days)}
    return _page(request, "posts", "posts", **context)


def _figure(code: str, since: Any, until: Any) -> dict[str, Any]:
    one = indicators.INDICATORS[code]
    found = one.measure(since, until, None, None)
    return {
        "title": one.title,
        "about": one.about,
        "value": words.share(found.value),
        "coverage": words.share(found.coverage),
    }


@opens_to(*NATIONAL)
@require_GET
def capacity_post(request: HttpRequest, code: str) -> HttpResponse:
    """One post: its register with its history, its equipment, outages, training, assessments."""
    post = get_object_or_404(Post, code=code)
    days, since, until = _period(request)
    stands = equipment.standing(until, post=code)
    served = uptime.by_post_and_kind(since, until, [code])
    whole = uptime.together(served.values())
    by_asset = {one.asset.key: uptime.Uptime() for one in stands.values()}
    for spell in equipment.spells(posts=[code]):
        if spell.asset.key in by_asset:
            by_asset[spell.asset.key].add(spell, since, until)
    things = [
        capacity.broken(one, until) | {"percent": words.share(by_asset[key].share)} for key, one in stands.items()
    ]
    context: dict[str, Any] = {
        "post": post,
        "sides": said.both_sides(sides.of_post(code)),
        "matters": _matters(code),
        "rules_say": _rules_say(post),
        "things": things,
        "share": words.share(whole.share),
        "broken": sum(one.broken for one in stands.values()),
        "chart": capacity.drawn(code, since, until),
        "outages": capacity.outages(whole.outages, until, capacity.names()),
        "kinds": [
            {"name": kind_name(kind), "percent": words.share(one.share), "share": one.share}
            for (_code, kind), one in sorted(served.items(), key=lambda one: [*KINDS, one[0][1]].index(one[0][1]))
        ],
        "trained": next((one["kinds"] for one in capacity.trained(until, [code])), []),
        **assessments.beside(request, code),
        **_spans(days),
    }
    return _page(request, "post", "posts", **context)


def _matters(code: str) -> list[dict[str, Any]]:
    stands = register.of_post(code)
    history = register.history(code)
    return [
        {
            "code": what,
            "title": matter.title,
            "said": words.register_fact(stands[what]) if what in stands else None,
            "before": [words.register_fact(one) for one in history if one.what == what and one.key != stands[what].key],
        }
        for what, matter in MATTERS.items()
    ]


def _rules_say(post: Post) -> str:
    """The category by which the rules of travel go, where the register says another or none."""
    fact = register.of_post(post.code).get(CATEGORY)
    if not post.category or (fact and fact.facts.get("category") == post.category):
        return ""
    return words.answer(MATTERS[CATEGORY].questions["category"], post.category)


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def capacity_say(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """One matter of a post, said by the headquarters."""
    post = get_object_or_404(Post, code=code)
    if what not in MATTERS:
        raise Http404
    standing = register.of_post(code).get(what)
    form = SayMatter(what, request.POST or None, initial=standing.facts if standing else None)
    if request.method == "POST" and form.is_valid():
        try:
            register.say(code, what, form.facts(), form.cleaned_data["since"], _officer(request))
        except CannotSay as rule:
            form.refused(rule)
        else:
            messages.success(request, _("It is recorded. The post learns of it at its next contact."))
            return redirect("headquarters:capacity_post", code)
    history = [words.register_fact(one) for one in register.history(code, what)]
    return _page(request, "say", "posts", post=post, form=form, title=MATTERS[what].title, history=history)


@opens_to(*NATIONAL)
@require_GET
def equipment_page(request: HttpRequest) -> HttpResponse:
    """Equipment of the whole state, by kind; what is broken now; the things of one kind, where it is asked for."""
    days, since, until = _period(request)
    kind = request.GET.get("kind", "")
    stands = equipment.standing(until)
    called = capacity.names()
    broken = sorted((one for one in stands.values() if one.broken), key=lambda one: one.since)
    things = [one for one in stands.values() if one.asset.kind == kind]
    context = {
        "kinds": capacity.kinds(since, until),
        "broken": [_placed(capacity.broken(one, until), called) for one in broken],
        "kind": kind,
        "kind_name": kind_name(kind),
        "things": [_placed(capacity.broken(one, until), called) for one in sorted(things, key=lambda one: one.post)],
        **_spans(days),
    }
    return _page(request, "equipment", "equipment", **context)


def _placed(shown: dict[str, Any], called: dict[str, str]) -> dict[str, Any]:
    return shown | {"place": called.get(shown["post"], shown["post"])}


@opens_to(*NATIONAL)
@require_GET
def equipment_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    _days, since, until = _period(request)
    answer = HttpResponse(equipment_sheet.written(since, until), content_type=spreadsheets.MEDIA)
    answer["Content-Disposition"] = f'attachment; filename="equipment-{until:%Y%m%d}.xlsx"'
    return answer


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def equipment_register(request: HttpRequest) -> HttpResponse:
    """A thing of a post is registered."""
    form = RegisterAsset(request.POST or None, initial={"post": request.GET.get("post", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = equipment.register(actor=_officer(request), **form.cleaned_data)
        except CannotSay as rule:
            form.refused(rule)
        else:
            messages.success(request, _("It is registered. The post sees it at its next contact."))
            return redirect("headquarters:equipment_asset", made.key)
    return _page(request, "register", "equipment", form=form)


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def equipment_asset(request: HttpRequest, key: str) -> HttpResponse:
    """One thing and what became of it; the headquarters tells of it here."""
    asset = get_object_or_404(Asset, key=key)
    form = TellAsset(request.POST if request.method == "POST" and "of" not in request.POST else None)
    if request.method == "POST" and _tell(request, asset, form):
        messages.success(request, _("It is recorded. The post learns of it at its next contact."))
        return redirect("headquarters:equipment_asset", key)
    today = timezone.localdate()
    stands = equipment.standing(assets=[key])[key]
    told = equipment.all_told([key]).get(key, [])
    taken_back = {one.of for one in told}
    called = capacity.names()
    whole = uptime.of_all(asset.on, today, (one for one in equipment.spells() if one.asset.key == key))
    facts = [
        words.fact(one)
        | {
            "officer": person(one.by) if one.by else "",
            "at": day_of(one.at),
            "place": called.get(one.post, one.post),
            "is_taken_back": one.key in taken_back,
            "mine": one.key not in taken_back and equipment.may_be_taken_back(key, one.key),
        }
        for one in reversed(told)
    ]
    context = {
        "asset": _placed(capacity.broken(stands, today), called),
        "registered": asset,
        "cost": words.money(asset.cost, asset.currency) if asset.cost is not None else "",
        "on": words.day(asset.on),
        "first": words.BECAME[What(asset.what)],
        "first_place": called.get(asset.post, asset.post),
        "officer": person(asset.by) if asset.by else "",
        "at": day_of(asset.at),
        "facts": facts,
        "share": words.share(whole.share),
        "outages": capacity.outages(whole.outages, today, called),
        "gap": gaps.gap(broken.reference(key)),
        "may_plan": Role.NATIONAL_DESK in roles_of(request.user),
        "measures": [
            {"key": one.key, "title": in_language(one.title)} for one in measures.measures(None) if key in one.assets
        ],
        "form": form,
    }
    return _page(request, "asset", "equipment", **context)


def _tell(request: HttpRequest, asset: Asset, form: TellAsset) -> bool:
    """Whether something of a thing is recorded; where it is not, the form says why."""
    of = request.POST.get("of", "")
    if not of and not form.is_valid():
        return False
    told = {"what": What.TAKEN_BACK, "on": timezone.localdate(), "of": of} if of else form.told()
    try:
        equipment.tell(asset.key, actor=_officer(request), **told)
    except CannotSay as rule:
        if of:
            messages.error(request, words.rule(rule.code))
        else:
            form.refused(rule)
        return False
    return True


@opens_to(*NATIONAL)
@require_GET
def training_page(request: HttpRequest) -> HttpResponse:
    """Who is trained in what, by post and kind, today; what runs out; every training that was held."""
    today = timezone.localdate()
    valid = training.valid(today)
    by_kind: dict[str, list[int]] = {}
    for (post, kind), (people, women) in valid.items():
        whole = by_kind.setdefault(kind, [0, 0, 0])
        for at, number in enumerate((people, women, 1 if post else 0)):
            whole[at] += number
    context = {
        "posts": len(our_posts()),
        "kinds": [
            {"name": training_name(kind), "people": people, "women": women, "posts": posts}
            for kind, (people, women, posts) in sorted(by_kind.items())
        ],
        "places": capacity.trained(today),
        "running_out": capacity.trainings(training.running_out(today)),
        "held": capacity.trainings(training.held()),
        "within": training.RUNS_OUT_WITHIN,
    }
    return _page(request, "training", "training", **context)


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def training_record(request: HttpRequest) -> HttpResponse:
    """A training is recorded: numbers, never names."""
    form = RecordTraining(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        about = {name: asked[name] for name in ("kind", "on", "until", "title", "provider", "place", "project")}
        try:
            made = training.record_training(trained=form.people(), actor=_officer(request), **about)
        except CannotSay as rule:
            form.refused(rule)
        else:
            messages.success(request, _("The training is recorded."))
            return redirect("headquarters:training_one", made.key)
    return _page(request, "training_record", "training", form=form)


@opens_to(*NATIONAL)
@require_http_methods(["GET", "POST"])
def training_one(request: HttpRequest, key: str) -> HttpResponse:
    """One training, and whom it reached; what was recorded in error is withdrawn."""
    held = get_object_or_404(Training, key=key)
    form = Withdraw(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            training.withdraw(key, form.cleaned_data["why"], _officer(request))
        except CannotSay as rule:
            form.refused(rule)
        else:
            messages.success(request, _("The training counts no more."))
            return redirect("headquarters:training")
    called = capacity.names()
    (shown,) = capacity.trainings([held])
    rows = training.reached([key]).get(key, [])
    reached = [{"name": called.get(row.post, row.post) if row.post else _("Headquarters"), "row": row} for row in rows]
    counts = training.held().filter(key=key).exists()
    officer = person(held.by) if held.by else ""
    facts = {"training": shown, "reached": reached, "counts": counts, "officer": officer, "at": day_of(held.at)}
    return _page(request, "training_one", "training", form=form, **facts)


def _period(request: HttpRequest) -> tuple[int, Any, Any]:
    return capacity.period(request.GET.get("days", ""), timezone.localdate())


def _spans(days: int) -> dict[str, Any]:
    return {"days": days, "spans": capacity.SPANS}


def _officer(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]


def _page(request: HttpRequest, template: str, tab: str, **context: Any) -> HttpResponse:
    return render(request, f"headquarters/capacity/{template}.html", context | {"tab": tab})
