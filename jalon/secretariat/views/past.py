"""Recommendations of earlier meetings: a file sent, its columns put right, its rows looked at, recorded."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.apart.office_tables import TablesUnreadable, read_apart
from jalon.apart.table import Table, TableRow
from jalon.cooperation import drafts, forums, past
from jalon.cooperation.headings import simple
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.themes import THEMES
from jalon.secretariat import menu, speaking
from jalon.secretariat.forms.figures import PastFile, Sent
from jalon.secretariat.words import figures as words
from jalon.secretariat.words import not_allowed
from jalon.secretariat.words.forums import LEVELS
from jalon.web.gate import Role, opens_to

HERE = "secretariat:past"
KEEPS = (Role.REGIONAL_SECRETARIAT, Role.NATIONAL_DESK)


@opens_to(*KEEPS)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, forum: str) -> HttpResponse:
    """The file, read apart and kept for who sent it."""
    id = speaking.of_address(forum)
    form = Sent(
        request.POST or None,
        request.FILES or None,
        about=_("The table as it is, in Word (DOCX), Excel (XLSX) or CSV, 2 MB at most."),
    )
    if request.method == "POST" and form.is_valid():
        if not speaking.keeps(request, id):
            form.add_error(None, not_allowed(NotAllowed("of_the_host_alone")))
        else:
            try:
                tables = read_apart(form.content())
            except TablesUnreadable as fault:
                form.add_error("sent", words.unreadable(fault))
            else:
                kept = {"forum": id, "name": form.name(), "tables": [asdict(table) for table in tables]}
                token = drafts.keep(speaking.officer(request), kept)
                return redirect("secretariat:past_read", forum, token)
    context = menu.frame(request, id, HERE) | {"form": form, "may": speaking.keeps(request, id)}
    return render(request, "secretariat/past/send.html", context)


@opens_to(*KEEPS)
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, forum: str, token: str) -> HttpResponse:
    """The columns as they are proposed or were put right, the rows as they would be recorded; then record them."""
    id, officer = speaking.of_address(forum), speaking.officer(request)
    kept = drafts.kept(officer, token)
    if kept is None or kept["forum"] != id:
        messages.warning(request, _("This file is no longer here: send it again."))
        return redirect("secretariat:past", forum)
    tables = [Table(one["name"], [TableRow(**row) for row in one["rows"]]) for one in kept["tables"]]
    step = request.POST.get("step", "")
    layout = _layout(request, tables, step)
    unknown = request.POST.getlist("unknown") if request.method == "POST" else []
    data = request.POST if request.method == "POST" and step != "table" else None
    form = PastFile(
        data,
        tables=tables,
        layout=layout,
        forum=id,
        parties=forums.parties(id),
        unknown=unknown,
        initial=_initial(layout),
    )
    context = menu.frame(request, id, HERE) | {"form": form, "token": token, "name": kept["name"]}
    context |= _table(form, tables[layout.table], layout)
    if data is not None and form.is_valid():
        who = {simple(said): form.cleaned_data[f"who_{n}"] for n, said in enumerate(unknown)}
        choices = form.choices({said: codes for said, codes in who.items() if codes})
        try:
            found = past.lines(tables, form.layout(), kept["name"], choices, id)
        except NotAllowed as rule:
            form.add_error(None, not_allowed(rule))
        else:
            if step == "record":
                return _record(request, forum, id, token, found, choices)
            context |= _rows(found, id)
            # Who is asked about: those met before stay, so that an answer can be put right.
            asked = list(dict.fromkeys([*unknown, *past.unknown(found)]))
            if asked != unknown:
                again = PastFile(
                    data, tables=tables, layout=layout, forum=id, parties=forums.parties(id), unknown=asked
                )
                context |= {"form": again, **_table(again, tables[layout.table], layout)}
    return render(request, "secretariat/past/read.html", context)


def _layout(request: HttpRequest, tables: list[Table], step: str) -> past.Layout:
    said = request.POST.get("table", "")
    if said.isdecimal() and int(said) < len(tables):
        return past.layout_of(tables, int(said))
    return past.proposed(tables)


def _initial(layout: past.Layout) -> dict[str, Any]:
    today = timezone.localdate()
    language = (get_language() or "fr")[:2]
    return {
        "table": layout.table,
        "heading": layout.heading,
        "as_of": today,
        "language": language if language != "ar" else "fr",
        "level": "regional",
        "theme": "cooperation",
    }


def _table(form: PastFile, table: Table, layout: past.Layout) -> dict[str, Any]:
    """The first rows beneath the questions about the columns."""
    heading = table.rows[layout.heading].cells if layout.heading >= 0 else []
    first = [row for row in table.rows[layout.heading + 1 :] if not row.title][:3]
    return {
        "columns": [
            {
                "field": form[f"column_{place}"],
                "heading": heading[place] if place < len(heading) else "",
                "cells": [row.cells[place] if place < len(row.cells) else "" for row in first],
            }
            for place in range(form.columns)
        ],
        "who": [{"field": form[f"who_{n}"], "said": said} for n, said in enumerate(form.unknown)],
    }


def _rows(found: list[past.Line], forum: str) -> dict[str, Any]:
    return {
        "lines": [_line(one, forum) for one in found],
        "good": sum(not one.problems and not one.here for one in found),
        "wrong": sum(bool(one.problems) for one in found),
        "here": sum(bool(one.here) for one in found),
        "looks": sum(one.due.kind == "not_understood" for one in found),
    }


def _line(one: past.Line, forum: str) -> dict[str, Any]:
    return {
        "row": one.row,
        "number": one.number,
        "text": one.text,
        "language": one.language,
        "binds": [forums.party_name(code, forum) for code in one.binds],
        "responsible": one.responsible,
        "due": words.due(one.due),
        "state": words.PAST_STATES[one.state],
        "status": one.status,
        "theme": THEMES[one.theme],
        "level": LEVELS[one.level],
        "indicator": one.indicator or one.deliverable,
        "here": bool(one.here),
        "problems": [
            {"field": words.PAST_FIELDS[wrong.field], "sentence": words.problem(wrong.code, wrong.said)}
            for wrong in one.problems
        ],
    }


def _record(
    request: HttpRequest, address: str, forum: str, token: str, found: list[past.Line], choices: past.Choices
) -> HttpResponse:
    officer = speaking.officer(request)
    if not speaking.keeps(request, forum):
        messages.error(request, not_allowed(NotAllowed("of_the_host_alone")))
        return redirect("secretariat:past", address)
    made, refused = past.record(found, choices, forum, officer)
    drafts.drop(officer, token)
    messages.success(
        request,
        ngettext(
            "Saved: %(number)d recommendation is recorded.",
            "Saved: %(number)d recommendations are recorded.",
            len(made),
        )
        % {"number": len(made)},
    )
    for one in refused:
        said = not_allowed(NotAllowed(one.code, **one.facts))
        messages.warning(request, _("Row %(row)d was refused: %(why)s") % {"row": one.row, "why": said})
    return redirect("secretariat:past", address)
