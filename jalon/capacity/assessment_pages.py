"""The pages of assessments, the same behind two doors: the desk of a post and the headquarters.

A door says who may open its pages, lends their frame, and names its posts; what a page does stands here once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.capacity import (
    assessing,
    assessment_form,
    assessment_paper,
    assessment_seen,
    comparing,
    filling,
    gaps,
    importing,
    words_of_import,
    workbook,
)
from jalon.capacity import checklist as lists
from jalon.capacity import sheet as sheets
from jalon.capacity import words_of_assessments as words
from jalon.capacity.answers import ENDINGS
from jalon.capacity.assessing import Made
from jalon.capacity.checklist import Checklist, Theme
from jalon.capacity.comparing import Compared
from jalon.capacity.models import AssessmentDraft, AssessmentFile
from jalon.capacity.places import our_country
from jalon.capacity.rules import CannotSay
from jalon.documents import states
from jalon.posts.models import Post
from jalon.web import printing, spreadsheets
from jalon.web.gate import Role, opens_to

LAST_SHOWN = 30
GAPS_SHOWN = 12


@dataclass(frozen=True)
class Door:
    """`namespace` of its addresses, which bear the same names behind both doors; `roles`: who may open them; `frame`:
    the template that holds a page; `posts`: codes of those it speaks of; `drawn`: assessments of a post over time,
    among the others."""

    namespace: str
    roles: tuple[Role, ...]
    frame: str
    posts: Callable[[], list[str]]
    drawn: Callable[[Compared, str], SafeString]

    def address(self, name: str, *about: Any) -> str:
        return reverse(f"{self.namespace}:{name}", args=about)


def _page(request: HttpRequest, door: Door, name: str, title: str | Promise, **context: Any) -> HttpResponse:
    frame = {"page": f"capacity/assessments/{name}.html", "page_title": title, "door": door.namespace}
    return render(request, door.frame, frame | context)


def _officer(request: HttpRequest) -> str:
    return str(request.user.officer)  # type: ignore[union-attr]


def _posts(door: Door) -> list[Post]:
    return list(Post.objects.filter(code__in=door.posts()).order_by("name"))


def _draft(door: Door, number: int) -> AssessmentDraft:
    draft = get_object_or_404(AssessmentDraft, pk=number, post__in=door.posts())
    if lists.checklist(draft.checklist, draft.version) is None:  # a later program began it
        raise Http404
    return draft


def _made(door: Door, key: str) -> Made:
    found = assessing.one(key)
    if found is None or found.row.post not in door.posts():
        raise Http404
    return found


# ── what there is, and what is due ──


def listed(request: HttpRequest, door: Door) -> HttpResponse:
    """What is due, what waits to be finished, what was made, what is lacking."""
    posts = door.posts()
    names = assessment_seen.post_names(posts)
    made = assessing.made(posts)
    due, lacking = assessing.due(posts, known=made), gaps.gaps(posts, known=made)
    drafts = [one for one in filling.of_posts(posts) if lists.checklist(one.checklist, one.version)]
    last = assessing.last_of(made)
    whole = [one.score.share for one in last.values() if one.score and one.score.share is not None]
    return _page(
        request,
        door,
        "list",
        _("Assessments"),
        figures={
            "posts": len(posts),
            "assessed": len({post for _code, post in last}),
            "overdue": sum(one.overdue for one in due),
            "gaps": len(lacking),
            "mean": words.percent(comparing.mean(whole)),
        },
        single=len(posts) == 1,
        drafts=[assessment_seen.draft(one, names) for one in drafts],
        standing=_standing(posts, due, names),
        checklists=[_offered(one) for one in lists.newest()],
        made=[assessment_seen.line(one, names) for one in reversed(made[-LAST_SHOWN:])],
        gaps=[assessment_seen.gap(one, names) for one in lacking[:GAPS_SHOWN]],
        more_gaps=max(0, len(lacking) - GAPS_SHOWN),
    )


def _offered(one: Checklist) -> dict[str, Any]:
    return {
        "code": one.code,
        "version": one.version,
        "title": words.titled(one),
        "about": words.said(one.about),
        "items": len(one.items),
        "every_months": one.every_months,
    }


def _standing(posts: Sequence[str], due: Sequence[Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each post with what is due of each checklist, the most overdue posts first."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for one in due:
        rows.setdefault(one.post, []).append(assessment_seen.due(one, names))
    order = {one.code: at for at, one in enumerate(lists.newest())}
    return [
        {
            "code": post,
            "name": names.get(post, post),
            "due": sorted(lines, key=lambda line: order[line["checklist"]]),
            "overdue": any(line["overdue"] for line in lines),
        }
        for post, lines in rows.items()
    ]


# ── filling ──


def begun(request: HttpRequest, door: Door) -> HttpResponse:
    """Which checklist, at which post, when and by whom; then the first theme."""
    posts = assessment_form.posts_named(_posts(door))
    initial = {name: request.GET[name] for name in ("checklist", "post") if name in request.GET}
    form = assessment_form.Beginning(request.POST or None, posts=posts, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        one = lists.checklist(said["checklist"])
        assert one is not None  # it was offered
        try:
            draft = filling.begin(one, said["post"], said["on"], said["assessor"], _officer(request))
        except CannotSay as rule:
            form.add_error(rule.field if rule.field in form.fields else None, words.rule(rule))
        else:
            first = filling.checklist_of(draft).themes[0].code
            return redirect(door.address("assessment_theme", draft.pk, first))
    return _page(
        request,
        door,
        "begin",
        _("New assessment"),
        form=form,
        checklists=[_offered(one) for one in lists.newest()],
    )


def filled(request: HttpRequest, door: Door, number: int, theme: str) -> HttpResponse:
    """One theme: answered, saved, and on to the next, or left for later."""
    draft = _draft(door, number)
    one = filling.checklist_of(draft)
    here = one.theme(theme)
    if here is None:
        raise Http404
    form = assessment_form.Answers(request.POST or None, request.FILES or None, theme=here, draft=draft)
    if request.method == "POST" and form.is_valid() and _saved(request, form, draft, here):
        return redirect(_onward(request, door, draft, one, here))
    at = one.themes.index(here)
    return _page(
        request,
        door,
        "theme",
        words.said(here.title),
        form=form,
        rows=list(form.rows()),
        draft=assessment_seen.draft(draft, assessment_seen.post_names()),
        themes=_themes(draft, one, here),
        theme=words.said(here.title),
        number=at + 1,
        before=one.themes[at - 1].code if at else "",
        last=at == len(one.themes) - 1,
        room=filling.room_left(draft) // 1024,
    )


def _saved(request: HttpRequest, form: assessment_form.Answers, draft: AssessmentDraft, theme: Theme) -> bool:
    try:
        filling.save(draft, theme, form.answers(), _officer(request), form.uploaded(), form.removed())
    except CannotSay as rule:
        form.add_error(f"{rule.field}-file" if f"{rule.field}-file" in form.fields else None, words.rule(rule))
        return False
    return True


def _onward(request: HttpRequest, door: Door, draft: AssessmentDraft, one: Checklist, theme: Theme) -> str:
    wanted = request.POST.get("then", "next")
    if wanted == "stay":
        return door.address("assessment_theme", draft.pk, theme.code)
    if wanted == "leave":
        messages.success(request, _("It is kept here. Take it up again when you like: nothing is recorded yet."))
        return door.address("assessments")
    at = one.themes.index(theme)
    if at + 1 == len(one.themes):
        return door.address("assessment_review", draft.pk)
    return door.address("assessment_theme", draft.pk, one.themes[at + 1].code)


def _themes(draft: AssessmentDraft, one: Checklist, here: Theme | None = None) -> list[dict[str, Any]]:
    scores = filling.scores(draft)
    return [
        {
            "code": theme.code,
            "title": words.said(theme.title),
            "here": theme is here,
            "score": assessment_seen.score(scores[theme.code]),
            "done": scores[theme.code].whole,
            "count": f"{scores[theme.code].answered}/{scores[theme.code].asked}",
        }
        for theme in one.themes
    ]


def reviewed(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    """The whole draft before it is recorded: what is open, what has no evidence, what a spreadsheet left unclear."""
    draft = _draft(door, number)
    one = filling.checklist_of(draft)
    act = request.POST.get("act", "")
    if act == "throw_away":
        filling.throw_away(draft)
        messages.success(request, _("The draft is gone. Nothing was recorded."))
        return redirect(door.address("assessments"))
    form = assessment_form.Facts(
        request.POST if act else None, initial={"on": draft.on.isoformat(), "assessor": draft.assessor}
    )
    if act and form.is_valid():
        filling.say_facts(draft, form.cleaned_data["on"], form.cleaned_data["assessor"], _officer(request))
        if act == "leave":
            return redirect(door.address("assessments"))
        try:
            recorded = filling.record(draft, _officer(request))
        except CannotSay as rule:
            form.add_error(rule.field if rule.field in form.fields else None, words.rule(rule))
        else:
            messages.success(request, _("The assessment is recorded."))
            return redirect(door.address("assessment", recorded.key))
    row = assessing.Assessment(
        checklist=draft.checklist,
        version=draft.version,
        post=draft.post,
        on=draft.on,
        assessor=draft.assessor,
        answers=filling.answers_of(draft),
        at=draft.saved_at,
    )
    names = assessment_seen.post_names([draft.post])
    return _page(
        request,
        door,
        "review",
        _("Before it is recorded"),
        form=form,
        draft=assessment_seen.draft(draft, names),
        one=assessment_seen.one(Made(row, one), names),
        themes=_themes(draft, one),
        problems=[words_of_import.problem(said, one) for said in draft.problems],
    )


# ── from and to a spreadsheet ──


def imported(request: HttpRequest, door: Door) -> HttpResponse:
    """A filled spreadsheet: read apart, made a draft, and shown before it is recorded."""
    posts = assessment_form.posts_named(_posts(door))
    form = assessment_form.Sheet(request.POST or None, request.FILES or None)
    chosen = request.POST.get("post", "") if len(posts) > 1 else next(iter(posts), "")
    if request.method == "POST" and form.is_valid():
        try:
            found = importing.understood(sheets.read_apart(form.content()))
            draft = importing.take(found, posts, chosen if chosen in posts else "", _officer(request))
        except sheets.SheetUnreadable as fault:
            form.add_error("sent", words_of_import.unreadable(fault))
        except CannotSay as rule:
            form.add_error("sent", words.rule(rule))
        else:
            return redirect(door.address("assessment_review", draft.pk))
    return _page(
        request,
        door,
        "import",
        _("From a spreadsheet"),
        form=form,
        posts=posts,
        chosen=chosen,
        checklists=[_offered(one) for one in lists.newest()],
    )


def template(request: HttpRequest, door: Door, code: str) -> HttpResponse:
    """The spreadsheet of a checklist to fill, in the language of the page."""
    one = lists.checklist(code)
    if one is None:
        raise Http404
    posts = {row.code: row.name for row in _posts(door)}
    wanted = request.GET.get("post", "") if len(posts) > 1 else next(iter(posts), "")
    content = workbook.written(one, posts, wanted if wanted in posts else "")
    return _file(content, spreadsheets.MEDIA, f"{one.name}{f'-{wanted}' if wanted in posts else ''}.xlsx")


def exported(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """One assessment as a spreadsheet, in the shape that can be filled again."""
    made = _made(door, key)
    if made.checklist is None:
        raise Http404
    content = workbook.written(made.checklist, assessment_seen.post_names(door.posts()), made=made)
    return _file(content, spreadsheets.MEDIA, f"{made.checklist.name}-{made.row.post}-{made.row.on}.xlsx")


def printed(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """One assessment as a PDF."""
    made = _made(door, key)
    if made.checklist is None:
        raise Http404
    try:
        content = assessment_paper.pdf(_seen(door, made), _state())
    except printing.NoPango:
        messages.warning(request, _("This machine lacks what lays out a PDF: use the spreadsheet, or print the page."))
        return redirect(door.address("assessment", key))
    return _file(content, "application/pdf", f"{made.checklist.name}-{made.row.post}-{made.row.on}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _state() -> str:
    code = our_country()
    return states.name(code, words.language()) if code else ""


# ── one that was made ──


def _seen(door: Door, made: Made) -> dict[str, Any]:
    """With the mean of the nation beside it, where this machine hears of several posts."""
    names = assessment_seen.post_names([made.row.post])
    mean = None
    if made.checklist is not None and len(door.posts()) > 1:
        mean = comparing.nation(comparing.between_posts(made.checklist))
    return assessment_seen.one(made, names, mean)


def shown(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """One assessment: scores, answers with what shows them, the way of the post over time; it can be withdrawn."""
    made = _made(door, key)
    form = assessment_form.Withdrawing(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            assessing.withdraw(key, form.cleaned_data["why"], _officer(request))
        except CannotSay as rule:
            form.add_error("why" if rule.field == "why" else None, words.rule(rule))
        else:
            messages.success(request, _("It is withdrawn: it stays readable, and counts nowhere."))
            return redirect(door.address("assessment", key))
    over_time = comparing.over_time(made.checklist, made.row.post) if made.checklist else None
    several = over_time is not None and len(over_time.made) > 1
    return _page(
        request,
        door,
        "one",
        _("Assessment"),
        one=_seen(door, made),
        form=form,
        may_withdraw=not made.withdrawn,
        drawn=door.drawn(over_time, made.row.post) if over_time and several else "",
        footing=footing(over_time) if over_time and several else "",
        pdf=printing.can_make_pdf(),
    )


def footing(found: Compared) -> str:
    """On which items versions are compared; empty where there is one version."""
    if not found.across_versions:
        return ""
    versions = ", ".join(str(version) for version in found.versions)
    return _("Versions %(versions)s are compared on the %(count)d questions that all of them ask.") % {
        "versions": versions,
        "count": len(found.items),
    }


def file(request: HttpRequest, door: Door, key: str, digest: str) -> HttpResponse:
    """A file that shows an answer: taken down, never shown in the page."""
    made = _made(door, key)
    names = {one["digest"]: one["name"] for given in made.row.answers.values() for one in given.get("files", [])}
    kept = AssessmentFile.objects.filter(digest=digest).first() if digest in names else None
    if kept is None:
        raise Http404
    return _file(bytes(kept.content), kept.kind, f"{made.row.post}-{digest[:8]}.{ENDINGS[kept.kind]}")


# ── where they stand ──

READ, FILL = ["GET"], ["GET", "POST"]
# name of the address -> (what follows the door's own, how it is asked, the page)
PAGES: dict[str, tuple[str, list[str], Callable[..., HttpResponse]]] = {
    "assessments": ("", READ, listed),
    "assessment_begin": ("new/", FILL, begun),
    "assessment_import": ("spreadsheet/", FILL, imported),
    "assessment_template": ("empty/<slug:code>/", READ, template),
    "assessment_review": ("fill/<int:number>/", FILL, reviewed),
    "assessment_theme": ("fill/<int:number>/<slug:theme>/", FILL, filled),
    "assessment": ("made/<str:key>/", FILL, shown),
    "assessment_pdf": ("made/<str:key>/pdf/", READ, printed),
    "assessment_xlsx": ("made/<str:key>/xlsx/", READ, exported),
    "assessment_file": ("made/<str:key>/file/<slug:digest>/", READ, file),
}


def addresses(door: Door, under: str) -> list[URLPattern]:
    """The pages behind a door, below an address of its own."""
    return [path(under + route, _behind(door, asked, page), name=name) for name, (route, asked, page) in PAGES.items()]


def _behind(door: Door, asked: list[str], page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @opens_to(*door.roles)
    @require_http_methods(asked)
    @wraps(page)
    def opened(request: HttpRequest, **about: Any) -> HttpResponse:
        return page(request, door, **about)

    return opened
