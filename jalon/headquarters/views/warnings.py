"""Warnings to the public: drafted, published by another person, updated, taken back; the feed that anybody reads."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalon.alerts import cap, public_warnings
from jalon.alerts.models import PublicWarning
from jalon.alerts.refusing import NotAllowed
from jalon.headquarters import words, words_of_alerts
from jalon.headquarters.forms_alerts import LANGUAGES, Warning
from jalon.headquarters.views.alerts import READERS, by_the_rules
from jalon.journal.node import wall_clock
from jalon.web.gate import opens_to

ATOM = "http://www.w3.org/2005/Atom"
SHOWN = 100


@opens_to(*READERS)
@require_GET
def warnings(request: HttpRequest) -> HttpResponse:
    """What stands, what waits for a second person, and what was."""
    rows = [_line(one) for one in PublicWarning.objects.order_by("-drafted_at", "key")[:SHOWN]]
    return render(
        request,
        "headquarters/warnings/warnings.html",
        {
            "drafts": [one for one in rows if one["state"] == "draft"],
            "standing": [one for one in rows if one["state"] == "published"],
            "past": [one for one in rows if one["state"] not in ("draft", "published")],
        },
    )


@opens_to(*READERS)
@require_http_methods(["GET", "POST"])
def draft_warning(request: HttpRequest) -> HttpResponse:
    """A new warning, or the update of one that stands (?replaces=)."""
    replaces = request.POST.get("replaces", "") or request.GET.get("replaces", "")
    before = PublicWarning.objects.filter(key=replaces).first()
    initial = Warning.initial_of(before.said) if before else {}
    form = Warning(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = public_warnings.draft(form.said(), replaces, str(request.user.officer))  # type: ignore[union-attr]
        except NotAllowed as rule:
            form.add_error(None, words_of_alerts.rule(rule.code))
        else:
            messages.success(request, _("The draft is kept. Nobody sees it until another person publishes it."))
            return redirect("headquarters:warning", made.key)
    words_asked = [
        {"code": code, "language": language, "fields": [form[f"{name}_{code}"] for name in cap.WORDS]}
        for code, language in LANGUAGES
    ]
    plain = [form[name] for name in (*cap.CODES, "area", "circle", "onset", "expires")]
    context = {"form": form, "plain": plain, "words_asked": words_asked, "before": before and _line(before)}
    return render(request, "headquarters/warnings/draft.html", context)


@opens_to(*READERS)
@require_GET
def warning(request: HttpRequest, key: str) -> HttpResponse:
    """One warning, as the public reads it, and what may be done about it."""
    row = get_object_or_404(PublicWarning, key=key)
    mine = row.drafted_by == str(request.user.officer)  # type: ignore[union-attr]
    return render(request, "headquarters/warnings/warning.html", {"warning": _line(row), "mine": mine})


@opens_to(*READERS)
@require_POST
@by_the_rules("headquarters:warnings")
def decide_warning(request: HttpRequest, key: str) -> HttpResponse:
    """Publish it, or take it back."""
    officer = str(request.user.officer)  # type: ignore[union-attr]
    if request.POST.get("act") == "publish":
        public_warnings.publish(key, officer)
        messages.success(request, _("The warning is published: it stands in the feed."))
    else:
        public_warnings.cancel(key, request.POST.get("why", ""), officer)
        messages.success(request, _("It is taken back. The feed says so, and why."))
    return redirect("headquarters:warning", key)


# ── what anybody may read ──
@require_GET
def warning_feed(request: HttpRequest) -> HttpResponse:
    """The published warnings (Atom, RFC 4287), each with its CAP message; those taken back stay for a week, as such."""
    here = request.build_absolute_uri(reverse("headquarters:warning_feed"))
    feed = ElementTree.Element("feed", {"xmlns": ATOM})
    rows = public_warnings.in_feed()
    changed = max((row.ended_at or row.published_at or 0 for row in rows), default=0)
    _child(feed, "id", here)
    _child(feed, "title", _("Warnings to the public"))
    _child(feed, "updated", cap.moment(changed))
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": here})
    for row in rows:
        for name, sent, cancelled in _messages(row):
            address = request.build_absolute_uri(reverse("headquarters:warning_message", args=[name]))
            entry = ElementTree.SubElement(feed, "entry")
            _child(entry, "id", address)
            headline = row.said["headline"].get(words.language()) or row.said["headline"]["fr"]
            _child(entry, "title", _("Taken back: %(headline)s") % {"headline": headline} if cancelled else headline)
            _child(entry, "updated", cap.moment(sent))
            author = ElementTree.SubElement(entry, "author")
            _child(author, "name", row.said.get("sender_name") or cap.sender(row.said))
            kind = {"rel": "alternate", "type": "application/cap+xml", "href": address}
            ElementTree.SubElement(entry, "link", kind)
    ElementTree.indent(feed)
    return _xml(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True), "application/atom+xml")


@require_GET
def warning_message(request: HttpRequest, name: str) -> HttpResponse:
    """One CAP message that was published, by its identifier. A draft is nobody's to read here."""
    for row in PublicWarning.objects.filter(published_at__isnull=False):
        if cap.identifier(row.key) == name:
            return _xml(cap.written(row), "application/cap+xml")
        if row.state == "cancelled" and cap.identifier(row.ended_key) == name:
            return _xml(cap.cancelling(row), "application/cap+xml")
    raise Http404


def _messages(row: PublicWarning) -> list[tuple[str, int, bool]]:
    """The messages of a warning that a feed tells: identifier, sent, whether it takes the warning back."""
    if row.state == "cancelled":
        return [(cap.identifier(row.ended_key), row.ended_at or 0, True)]
    return [] if row.state == "updated" else [(cap.identifier(row.key), row.published_at or 0, False)]


def _line(row: PublicWarning) -> dict[str, Any]:
    over = row.state == "published" and row.said["expires"] <= wall_clock()
    said, code = row.said, words.language()
    return {
        "key": row.key,
        "url": reverse("headquarters:warning", args=[row.key]),
        "state": row.state,
        "over": over,
        "state_label": words_of_alerts.warning("over" if over else row.state),
        "headline": said["headline"].get(code) or said["headline"]["fr"],
        "event": said["event"].get(code) or said["event"]["fr"],
        "words": [
            {"code": one, "language": language, **{name: said[name].get(one, "") for name in cap.WORDS}}
            for one, language in LANGUAGES
            if one in said["event"]
        ],
        "codes": [(_label(name), cap.CODES[name][said[name]], said[name]) for name in cap.CODES if said[name]],
        "area": said["area"],
        "circle": said["circle"],
        "onset": words.day_of(said["onset"]),
        "expires": words.day_of(said["expires"]),
        "drafted_by": words.person(row.drafted_by),
        "drafted_at": words.day_of(row.drafted_at),
        "published_by": words.person(row.published_by) if row.published_by else "",
        "published_at": words.day_of(row.published_at),
        "ended_by": words.person(row.ended_by) if row.ended_by else "",
        "ended_at": words.day_of(row.ended_at),
        "ended_why": row.ended_why,
        "is_update": bool(row.replaces),
        "message_url": _message_url(row),
    }


def _message_url(row: PublicWarning) -> str:
    if row.published_at is None:
        return ""
    key = row.ended_key if row.state == "cancelled" else row.key
    return reverse("headquarters:warning_message", args=[cap.identifier(key)])


def _label(name: str) -> str:
    return str(Warning.base_fields[name].label)


def _child(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _xml(content: bytes, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=60"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
