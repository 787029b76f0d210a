"""The directory: whom to call tonight. A forum's first screen, and a page of every post."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.cooperation import directory, forums, meetings
from jalon.cooperation.models import DirectoryLine
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.texts import in_language, language_of
from jalon.journal.node import this_node, wall_clock
from jalon.posts.models import Post
from jalon.secretariat import closed, menu, paper, speaking
from jalon.secretariat.forms.meetings import Line
from jalon.secretariat.roles import READS, WRITES
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words.meetings import DIRECTORY_LEVELS
from jalon.web import printing
from jalon.web.gate import Role, opens_to

AT_A_POST = (Role.FIRST_LINE, Role.SHIFT_LEADER)
PAPER_SIZES = (11, 10, 9, 8, 7, 6)  # points: the largest at which a level stands on one page


@opens_to(*READS, *AT_A_POST)
@require_GET
def of_all(request: HttpRequest) -> HttpResponse:
    """The lines of every forum that reached this machine, and those of this state."""
    context = _shown(request, None) | {"whole": True, "forum_address": ""}
    return render(request, "secretariat/directory/page.html", context)


@opens_to(*READS)
@require_GET
def forum(request: HttpRequest, forum: str) -> HttpResponse:
    """A forum's first screen: what is next, and whom to call."""
    id = speaking.of_address(forum)
    today = timezone.localdate()
    context = menu.frame(request, id, "secretariat:forum") | _shown(request, id)
    context["next"] = meetings.next_in(id, today)
    return render(request, "secretariat/directory/page.html", context)


def _shown(request: HttpRequest, forum: str | None) -> dict[str, Any]:
    """What the page shows: the lines by level, posts that face each other side by side, what this post faces."""
    asked = request.GET.get("q", "").strip()[:80]
    rows = _lines(request, forum)
    found = directory.found(rows, asked) if asked else rows
    keys = {row.key for row in found}
    pairs = [
        pair for pair in directory.pairs(rows) if any(row.key in keys for row in (*pair.one.lines, *pair.other.lines))
    ]
    in_pairs = {row.key for pair in pairs for row in (*pair.one.lines, *pair.other.lines)}
    here = directory.across(this_node().keys.post, rows) if forum is None and not asked else None
    return {
        "asked": asked,
        "levels": _by_level(request, [row for row in found if row.key not in in_pairs]),
        "pairs": [_pair(request, pair) for pair in pairs],
        "here": _pair(request, here) if here else None,
        "count": len(found),
        "known": len(rows),
    }


def _lines(request: HttpRequest, forum: str | None) -> list[DirectoryLine]:
    """Those that the officer may read: partners none of a state's own."""
    return directory.lines(forum, own=closed.reads_own(request))


def _by_level(request: HttpRequest, rows: Sequence[DirectoryLine]) -> list[dict[str, Any]]:
    return [
        {"level": level.value, "label": DIRECTORY_LEVELS[level.value], "lines": of_it}
        for level in directory.LEVELS
        if (of_it := [line_shown(request, row) for row in rows if row.level == level])
    ]


def _pair(request: HttpRequest, pair: directory.Pair) -> list[dict[str, Any]]:
    return [
        {
            "post": side.post,
            "name": side.name,
            "state": forums.state_name(side.country),
            "lines": [line_shown(request, row) for row in side.lines],
        }
        for side in (pair.one, pair.other)
    ]


def line_shown(request: HttpRequest, row: DirectoryLine) -> dict[str, Any]:
    """A line in words."""
    now = wall_clock()
    days = directory.age(row, now)
    return {
        "key": row.key,
        "code": row.code,
        "place": directory.place_name(row.place),
        "party": forums.party_name(row.code, row.forum),
        "function": in_language(row.function),
        "language": language_of(row.function),
        "telephones": [
            {"shown": one, "dialled": directory.dialled(one)} for one in (row.telephone, row.second_telephone) if one
        ],
        "radio": row.radio,
        "email": row.email,
        "hours": row.hours,
        "spoken": [directory.SPOKEN.get(code, code) for code in row.languages],
        "old": directory.is_old(row, now),
        "age": _age(days),
        "mine": row.code in _whom(request, row.forum),
    }


def _age(days: int) -> str:
    if days < 1:
        return _("Written today")
    if days < 60:
        return ngettext("Written %(days)d day ago", "Written %(days)d days ago", days) % {"days": days}
    months = days // 30
    return ngettext("Written %(months)d month ago", "Written %(months)d months ago", months) % {"months": months}


def _whom(request: HttpRequest, forum: str) -> Sequence[str]:
    """For whom the officer may write in a forum: asked once a request."""
    kept: dict[str, Sequence[str]] = request.__dict__.setdefault("_whom", {})
    if forum not in kept:
        kept[forum] = speaking.for_whom(request, forum)
    return kept[forum]


# ── writing a line ──


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def new_line(request: HttpRequest, forum: str) -> HttpResponse:
    """A new line, for one's own party or for one without a machine."""
    id = speaking.of_address(forum)
    whom = _whom(request, id)
    asked = {name: request.GET[name] for name in ("code", "level") if name in request.GET}
    form = Line(request.POST or None, forum=id, whom=whom, initial={"languages": ["fr"]} | asked)
    if request.method == "POST" and form.is_valid() and _write(request, form, id):
        return redirect("secretariat:forum", forum)
    return render(request, "secretariat/directory/line.html", _asking(request, id, form))


@opens_to(*WRITES)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, key: str) -> HttpResponse:
    """A line, to be put right."""
    row = _line_or_404(key)
    whom = _whom(request, row.forum)
    initial = {name: getattr(row, name) for name in Line.base_fields} | {"place": directory.place_name(row.place)}
    form = Line(request.POST or None, forum=row.forum, whom=whom, initial=initial)
    if request.method == "POST" and form.is_valid() and _write(request, form, row.forum, key):
        return redirect("secretariat:forum", speaking.address(row.forum))
    context = _asking(request, row.forum, form) | {"row": line_shown(request, row)}
    return render(request, "secretariat/directory/line.html", context)


def _asking(request: HttpRequest, forum: str, form: Line) -> dict[str, Any]:
    return menu.frame(request, forum, "secretariat:forum") | {
        "form": form,
        "places": list(Post.objects.order_by("name").values_list("name", flat=True)),
    }


def _write(request: HttpRequest, form: Line, forum: str, replaces: str = "") -> bool:
    said = dict(form.cleaned_data)
    said["place"] = _code_of(said["place"], said["code"])
    try:
        party = _party_of(request, forum, said["code"])
        directory.write(actor=speaking.officer(request), forum=forum, party=party, replaces=replaces, **said)
    except NotAllowed as rule:
        form.add_error(None, not_allowed(rule))
        return False
    messages.success(request, _("Saved: the line is in the directory."))
    return True


def _code_of(place: str, country: str) -> str:
    """The code of a post that is written by its name: its name may change, its code does not."""
    named = Post.objects.filter(name__iexact=place.strip())
    return (
        named.filter(country=country).values_list("code", flat=True).first()
        or Post.objects.filter(code__iexact=place.strip()).values_list("code", flat=True).first()
        or (named.values_list("code", flat=True).first() if named.count() == 1 else None)
        or place
    )


def _party_of(request: HttpRequest, forum: str, code: str) -> str:
    """For whom a line is said: the party that answers there, or the forum itself."""
    return speaking.may_write_for(request, forum, code)


@opens_to(*WRITES)
@require_POST
def line_right(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody rang: the line is right."""
    return _told(request, key, directory.still_right, _("Saved: the line was tried and is right."))


@opens_to(*WRITES)
@require_POST
def line_withdrawn(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody answers there any more."""
    return _told(request, key, directory.withdraw, _("Saved: the line is withdrawn."))


def _told(request: HttpRequest, key: str, act: Any, done: str) -> HttpResponse:
    row = _line_or_404(key)
    try:
        act(key, speaking.officer(request), _party_of(request, row.forum, row.code))
        messages.success(request, done)
    except NotAllowed as rule:
        messages.error(request, not_allowed(rule))
    return redirect("secretariat:forum", speaking.address(row.forum))


def _line_or_404(key: str) -> DirectoryLine:
    row = directory.line(key)
    if row is None:
        raise Http404
    return row


# ── on paper ──


@opens_to(*READS, *AT_A_POST)
@require_GET
def printed(request: HttpRequest) -> HttpResponse:
    """The directory as sheets, a page a level, for the printer of the post."""
    return render(
        request, "secretariat/directory/sheet.html", _sheets(request) | {"can_make_pdf": printing.can_make_pdf()}
    )


@opens_to(*READS, *AT_A_POST)
@require_GET
def pdf(request: HttpRequest) -> HttpResponse:
    """The same as a PDF: each level in the largest type at which it stands on one page."""
    context = _sheets(request)
    try:
        pages = [
            paper.fitted(
                "secretariat/directory/pdf.html",
                context | {"level": level},
                "secretariat/directory_pdf.css",
                PAPER_SIZES,
            )
            for level in context["levels"] or [{"label": _("Whom to call"), "lines": []}]
        ]
        file = paper.bound(pages, _("Whom to call"))
    except printing.NoPango:
        messages.warning(request, _("This machine lacks the libraries that lay out a PDF: print the page instead."))
        return redirect("secretariat:directory_print")
    return paper.answer(file, "annuaire.pdf")


def _sheets(request: HttpRequest) -> dict[str, Any]:
    """The lines by level, of one forum where `forum` is asked for, of one level where `level` is."""
    name = request.GET.get("forum", "")
    forum = speaking.of_address(name) if name else None
    levels = _by_level(request, _lines(request, forum))
    if request.GET.get("level"):
        levels = [one for one in levels if one["level"] == request.GET["level"]]
    return {
        "levels": levels,
        "of": menu.shown(forum).name if forum is not None else "",
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
    }
