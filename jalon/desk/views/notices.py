"""What a traveller is told: on paper or read aloud in three languages, and in others where the state supplied it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from jalon.crossings import correction
from jalon.crossings.models import Decision, Inspection, Shift
from jalon.crossings.rules import NotAllowed
from jalon.desk import seen, words
from jalon.desk.views.at_the_desk import FIRST_LINE, case_or_404, on_duty, page
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.protection import supplied
from jalon.protection.codes import LANGUAGES, SUPPLIED, TAGS
from jalon.protection.models import Notice
from jalon.protection.notices import BY_STATE, HAPPENED, OF_NOBODY, TITLES
from jalon.protection.referral import short_number
from jalon.staff.postings import roles_of
from jalon.web.gate import Role, opens_to

ON_DUTY = (*FIRST_LINE, Role.PROTECTION)
# Nothing that was supplied runs, loads or frames anything.
NOTHING_ELSE = "default-src 'none'; media-src 'self'; img-src 'self'; frame-ancestors 'none'"


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def notice(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """What was recorded of this traveller and why; of a refusal, the paper that it has."""
    inspection = case_or_404(request, present, key)
    refused = Decision.objects.filter(inspection=key, outcome="refused").order_by("-position").first()
    if inspection.state == "refused" and refused is not None:
        return redirect("desk:refusal_notice", refused.key)
    code = BY_STATE.get(inspection.state)
    if code is None:
        raise NotAllowed("decide_first")
    nationality = (correction.as_corrected(inspection) or {}).get("nationality") or ""
    offered = words.PAPER_LANGUAGES.get(nationality, words.language())
    return _sheet(request, code, offered, inspection)


@opens_to(*ON_DUTY)
@require_GET
def general_notice(request: HttpRequest, code: str) -> HttpResponse:
    """A notice for the wall, or to be read aloud: it speaks of no traveller."""
    if code not in TITLES:
        raise Http404
    return _sheet(request, code, words.language(), None)


@opens_to(*ON_DUTY)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Choose a language, then play or print a notice."""
    language = request.GET.get("language", "")
    language = language if language in SUPPLIED else ""
    return page(
        request,
        "protection/notices",
        languages=[
            {"code": code, "tag": TAGS.get(code, code), "name": LANGUAGES[code], "chosen": code == language}
            for code in SUPPLIED
        ],
        language=LANGUAGES.get(language, ""),
        supplied=[_supplied(one) for one in supplied.in_language(language)] if language else [],
        notices=[{"code": code, "title": title} for code, title in TITLES.items()],
        frame="desk/base.html" if _at_the_desk(request) else "desk/protection/base.html",
    )


@opens_to(*ON_DUTY)
@require_GET
def supplied_notice(request: HttpRequest, language: str, code: str, extension: str) -> HttpResponse:
    """A file that the state supplied, as it was taken in; a text stands on a sheet of its own."""
    found = supplied.here().filter(language=language, code=code, extension=extension).first()
    content = supplied.content_of(found) if found is not None and code in TITLES else None
    if found is None or content is None:
        raise Http404
    if extension == "txt":
        text = content.decode("utf-8").lstrip("\ufeff")
        return page(request, "protection/supplied_text", notice=_supplied(found), text=text)
    answer = HttpResponse(content, content_type=supplied.KINDS[extension][0])
    answer["Content-Disposition"] = f'inline; filename="{language}-{code}.{extension}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = NOTHING_ELSE
    return answer


def _sheet(request: HttpRequest, code: str, offered: str, inspection: Inspection | None) -> HttpResponse:
    sheets = []
    for language in ("fr", "en", "ar"):
        with translation.override(language):
            sheets.append((language, _said(code, inspection)))
    papers = words.papers(offered)
    recordings = [_supplied(one) for one in supplied.here().filter(code=code).order_by("language", "extension")]
    back = "desk:desk" if _at_the_desk(request) else "desk:notices"
    return page(
        request, "protection/notice", notices=sheets, papers=papers, recordings=recordings, back=back,
        keep=_at_the_desk(request), title=TITLES[code],
    )  # fmt: skip


def _said(code: str, inspection: Inspection | None) -> dict[str, Any]:
    """What stands on the sheet, in the language in force."""
    here = this_node().keys.post
    post = Post.objects.filter(code=here).first()
    said: dict[str, Any] = {
        "title": TITLES[code],
        "happened": HAPPENED[code],
        "post": post.name if post else here,
        "country": words.state(post.country) if post else "",
        "data": post,
        "of_nobody": code in OF_NOBODY,
        "date": timezone.localtime().strftime("%d/%m/%Y"),
    }
    if inspection is None:
        return said
    made = Decision.objects.filter(inspection=inspection.key).order_by("-position").first()
    at = made.at if made else inspection.at
    return said | {
        "number": short_number(inspection.key),
        "date": seen.day_and_clock(at),
        "name": seen.name_of(inspection),
        "officer_number": made.officer if made else inspection.officer,
    }


def _supplied(one: Notice) -> dict[str, Any]:
    return {
        "language": one.language,
        "language_name": LANGUAGES[one.language],
        "code": one.code,
        "title": TITLES[one.code],
        "extension": one.extension,
        "recorded": one.extension in supplied.RECORDED,
        "media_type": supplied.KINDS[one.extension][0],
        "authority": one.authority,
        "reference": one.reference,
        "rtl": one.language == "mey",
    }


def _at_the_desk(request: HttpRequest) -> bool:
    return bool(roles_of(request.user) & set(FIRST_LINE))
