"""The paper register at the desk: sheets printed and accounted for, a sheet keyed in, a hit that has passed already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from jalon.crossings import drafts, journey, late, sheets
from jalon.crossings.inspection import LONGEST_MRZ, CannotInspect, shown_by_mrz
from jalon.crossings.models import Inspection, Sheet, SheetLine, Shift
from jalon.crossings.rules import NotAllowed, what_was_seen
from jalon.desk import seen, words
from jalon.desk.forms.paper import (
    CELLS,
    PASSED_OVER,
    Row,
    SheetFacts,
    cells_of,
    described,
    limit,
    read_rows,
    typed_rows,
)
from jalon.desk.forms.paper_sheets import Answer, Marking, Printing
from jalon.desk.state_names import offered
from jalon.desk.views.at_the_desk import (
    FIRST_LINE,
    SECOND_LINE,
    case_or_404,
    leads,
    on_duty,
    page,
    sent_only,
    shown_or_404,
)
from jalon.posts.models import Post
from jalon.staff.postings import name_of
from jalon.web.gate import opens_to

SHOWN = 200  # sheets of the table: those that wait first, then the last
LANGUAGES = ("fr", "en", "ar")
# The cells that hold a letter or a digit, and the tables of these.
LETTERS = {
    "direction": sheets.DIRECTIONS,
    "means": sheets.MEANS,
    "document": sheets.DOCUMENTS,
    "decision": sheets.DECISIONS,
}
COUNTED_MEANS = 9  # rows of a count sheet; trains and planes bring no neighbours

PRINTED_TITLES = {
    "register": gettext_lazy("Register of passages kept on paper"),
    "count": gettext_lazy("Count of neighbours who cross without formality"),
}
PRINTED_BOXES = {
    "officer": gettext_lazy("Officer who writes"),
    "day": gettext_lazy("Day"),
    "from_to": gettext_lazy("From … to … (hours)"),
    "why": gettext_lazy("Why on paper"),
    "signature": gettext_lazy("Signature"),
    "means": gettext_lazy("Means"),
    "total": gettext_lazy("Total"),
}
PRINTED_REMINDERS = {
    "register": gettext_lazy(
        "Before you refuse, ask: fear to return? child alone? victim? One yes: O, never R. Nothing is paid here."
    ),
    "count": gettext_lazy("One stroke a person, the fifth across. No names. Write the totals below."),
}
COUNTED_PEOPLE = (
    pgettext_lazy("people counted", "Men"),
    pgettext_lazy("people counted", "Women"),
    pgettext_lazy("people counted", "Boys"),
    pgettext_lazy("people counted", "Girls"),
)


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def paper(request: HttpRequest, present: Shift) -> HttpResponse:
    """The sheets, and what became of each; numbers for new ones; the way to one that is to be keyed in."""
    act = request.POST.get("act", "")
    printing = Printing(request.POST if act == "print" else None)
    marking = Marking(request.POST if act == "mark" else None)
    if act == "print" and printing.is_valid():
        said = printing.cleaned_data
        numbered = sheets.number(present, said["kind"], 1 if said["origin"] else said["count"], said["origin"])
        if not said["origin"]:
            return redirect("desk:paper_print", numbered[0].batch)
        messages.success(request, _("Write this number on it: %(number)s.") % {"number": numbered[0].label})
        return redirect("desk:paper")
    if act == "mark" and marking.is_valid():
        try:
            sheets.mark(present, **marking.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("desk:paper")
        except NotAllowed as rule:
            marking.add_error(None, words.rule(rule.code))
    asked = request.GET.get("sheet", "")
    if asked:
        found = sheets.found(asked)
        if len(found) == 1:
            return redirect("desk:paper_sheet", found[0].key)
        messages.error(request, _not_one(asked, found))
    rows = sorted(
        sheets.of_this_node().order_by("-printed_at", "number")[: 10 * SHOWN],
        key=lambda one: one.state not in sheets.WAITING,
    )
    return page(
        request,
        "paper/sheets",
        printing=printing,
        marking=marking,
        rows=[_row(one) for one in rows[:SHOWN]],
        counted=[(label, sum(one.state == state for one in rows)) for state, label in sheets.STATES.items()],
        passed=len(late.passed_with_hits()) if leads(request) else 0,
    )


def _not_one(asked: str, found: list[Sheet]) -> str:
    if not found:
        return _("No sheet printed here bears the number %(number)s. One from elsewhere gets a number below.") % {
            "number": asked[:40]
        }
    several = _(", ").join(one.label for one in found[:5])
    return _("Several sheets end in this number: %(numbers)s. Write it whole.") % {"numbers": several}


def _row(sheet: Sheet) -> dict[str, Any]:
    lines = SheetLine.objects.filter(sheet=sheet.key).count()
    return {
        "key": sheet.key,
        "label": sheet.label,
        "kind_label": sheets.KINDS[sheet.kind],
        "printed": seen.day_and_clock(sheet.printed_at),
        "printed_by": name_of(sheet.printed_by),
        "origin": sheet.origin,
        "state": sheet.state,
        "state_label": sheets.STATES[sheet.state],
        "holder": sheet.holder,
        "why": sheet.why,
        "marked": f"{seen.day_and_clock(sheet.marked_at)} · {name_of(sheet.marked_by)}" if sheet.marked_at else "",
        "lines": ngettext("%(count)s line", "%(count)s lines", lines) % {"count": lines} if lines else "",
        "url": reverse("desk:paper_sheet", args=[sheet.key])
        if sheet.kind == "register" and sheet.state in sheets.WAITING
        else "",
    }


@opens_to(*FIRST_LINE)
@require_GET
@on_duty
def paper_print(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The blank sheets of one printing, A4 landscape, in three languages."""
    rows = list(Sheet.objects.filter(batch=key, origin="").order_by("number"))
    if not rows:
        raise Http404
    post = Post.objects.filter(code=present.post).first()
    kind = rows[0].kind
    return page(
        request,
        f"paper/blank_{kind}",
        sheets=[{"label": one.label, "square": _square(one, present.post)} for one in rows],
        post_name=post.name if post else present.post,
        lines=range(1, sheets.LINES + 1),
        **printed_words(kind),
    )


def printed_words(kind: str) -> dict[str, Any]:
    """What stands on a blank sheet, each in the three languages: whoever fills it reads one of them."""
    columns = [{"code": code} | in_three(label) for code, label in CELLS.items()]
    means = [{"code": code} | in_three(journey.TRANSPORTS[kind]) for code, kind in sheets.MEANS.items()]
    return {
        "titles": in_three(PRINTED_TITLES[kind]),
        "boxes": {name: in_three(label) for name, label in PRINTED_BOXES.items()},
        "reminder": in_three(PRINTED_REMINDERS[kind]),
        "whys": [in_three(label) for label in late.WHYS.values()],
        "columns": columns,
        "means": means[:COUNTED_MEANS],
        "ways": [in_three(label) for label in journey.DIRECTIONS.values()],
        "people": [in_three(label) for label in COUNTED_PEOPLE],
        "legends": _legends(),
    }


def _square(sheet: Sheet, post: str) -> str:
    made = segno.make(sheets.square(sheet, post), error="m", micro=False)
    return mark_safe(made.svg_inline(border=2, scale=2, svgclass="square-code", lineclass=None))  # noqa: S308 — ours


def in_three(label: Any) -> dict[str, str]:
    """A sentence in each language of the house."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(label)
    return said


def _legends() -> list[dict[str, Any]]:
    """The tables of letters at the foot of a sheet, in each language."""
    tables = (
        sheets.DIRECTIONS,
        sheets.MEANS,
        sheets.DOCUMENTS,
        sheets.DECISIONS,
        {f"R{code}": kind for code, kind in sheets.REFUSALS.items()},
    )
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            said = [described(table) for table in tables]
        found.append({"language": language, "tables": said})
    return found


@opens_to(*FIRST_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def paper_sheet(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """The grid: what was written on one sheet is keyed in. Good lines are recorded; what is wrong stays in its cell."""
    sheet = get_object_or_404(Sheet, key=key, kind="register")
    if sheet.state not in (*sheets.WAITING, "keyed"):
        raise NotAllowed("sheet_not_open")
    name = draft_of(sheet)
    kept = drafts.kept(present).get(name, {})
    data = request.POST if request.method == "POST" else kept
    rows = typed_rows(data)
    taken = {row.line: row for row in SheetLine.objects.filter(sheet=sheet.key)}
    facts = SheetFacts(
        request.POST or None,
        initial=_facts(request, present) | {field: kept[field] for field in kept if field in SheetFacts.base_fields},
    )
    if request.method == "POST" and facts.is_valid():
        keyed = _key_in(sheet, facts.cleaned_data, rows, present)
        wrong = [row for row in rows if row.errors]
        _say(request, sheet, keyed, wrong)
        if not wrong and not keyed.taken:
            drafts.forget(present, name)
            return redirect("desk:paper")
        taken = {row.line: row for row in SheetLine.objects.filter(sheet=sheet.key)}
        rows = [
            row if row.errors or row.number in keyed.taken else Row(row.number, dict.fromkeys(CELLS, ""))
            for row in rows
        ]
        drafts.keep(present, name, _draft(request, rows))
    names = _names_of(sheet, present)
    return page(
        request,
        "paper/grid",
        sheet={"key": sheet.key, "label": sheet.label, "finished": sheet.state == "keyed"},
        form_id=name,
        facts=facts,
        columns=[{"code": code, "label": label, "over": code in PASSED_OVER} for code, label in CELLS.items()],
        rows=[_line(row, taken.get(row.number), names.get(row.number, "")) for row in rows],
        wrong=sum(bool(row.errors) for row in rows),
        legends=[(cell, described(table)) for cell, table in LETTERS.items()],
        refusals=described({f"R{code}": kind for code, kind in sheets.REFUSALS.items()}),
        form_kept=request.method == "GET" and any(not row.empty for row in rows),
        states=offered(words.language()),
    )


def draft_of(sheet: Sheet) -> str:
    """The name of the form of a sheet, under which what is typed into it is kept."""
    return f"sheet-{sheet.label}"


def _facts(request: HttpRequest, present: Shift) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "day": today.isoformat(),
        "written_by": present.officer,
        "direction": "entry",
        "transport": "foot",
        "whole": True,
    }


def _key_in(sheet: Sheet, facts: dict[str, Any], rows: list[Row], present: Shift) -> late.Keyed:
    """Record the lines that are in order. The sheet is finished only where nothing is left to put right."""
    read = read_rows(rows, facts, _now())
    lines = [row.line for row in read if row.line is not None]
    written = late.Written("" if facts["written_name"] else facts["written_by"], facts["written_name"], facts["why"])
    whole = facts["whole"] and not any(row.errors for row in read)
    keyed = late.key_in(sheet, written, lines, present, whole=whole)
    for row in rows:
        if row.number in keyed.taken:
            row.errors["time"] = _keyed_by(keyed.taken[row.number])
    return keyed


def _now() -> datetime:
    return timezone.now()


def _keyed_by(line: SheetLine) -> str:
    said = {"officer": name_of(line.officer), "when": seen.day_and_clock(line.at)}
    return _("This line was keyed in by %(officer)s on %(when)s. Nothing was recorded again.") % said


def _say(request: HttpRequest, sheet: Sheet, keyed: late.Keyed, wrong: list[Row]) -> None:
    count = len(keyed.recorded)
    if count or not wrong:
        recorded = ngettext("%(count)s line is recorded.", "%(count)s lines are recorded.", count) % {"count": count}
        messages.success(request, _("Sheet %(number)s: %(recorded)s") % {"number": sheet.label, "recorded": recorded})
    if keyed.with_hits:
        numbers = _(", ").join(str(number) for number in sorted(keyed.with_hits))
        said = _(
            "A list asks about whoever stands on line %(lines)s, and who has passed already: call the second line."
        )
        messages.error(request, said % {"lines": numbers})


def _draft(request: HttpRequest, rows: list[Row]) -> dict[str, str]:
    kept = {name: request.POST.get(name, "") for name in SheetFacts.base_fields}
    for row in rows:
        kept |= {f"r{row.number}-{name}": said for name, said in row.typed.items() if said}
        if row.mrz:
            kept[f"r{row.number}-mrz"] = row.mrz
    return kept


def _names_of(sheet: Sheet, present: Shift) -> dict[int, str]:
    """Who stands on the lines that this shift keyed in; other shifts' names stay theirs."""
    found = {}
    for row in Inspection.objects.filter(shift=present.key, late=True):
        paper_said = (what_was_seen(row) or {}).get("late", {})
        if paper_said.get("sheet") == sheet.key:
            found[paper_said["line"]] = seen.name_of(row)
    return found


def _line(row: Row, taken: SheetLine | None, name: str) -> dict[str, Any]:
    said = {"officer": name_of(taken.officer), "when": seen.clock(taken.at)} if taken else {}
    return {
        "number": row.number,
        "taken": _("recorded by %(officer)s at %(when)s") % said if taken and not row.errors else "",
        "name": name,
        "mrz": row.mrz,
        "errors": [(CELLS[code], sentence) for code, sentence in row.errors.items()],
        "cells": [
            {
                "code": code,
                "name": f"r{row.number}-{code}",
                "label": CELLS[code],
                "value": row.typed[code],
                "limit": limit(code),
                "over": code in PASSED_OVER,
                "error": row.errors.get(code, ""),
            }
            for code in CELLS
        ],
    }


@opens_to(*FIRST_LINE)
@sent_only
@on_duty
def paper_read(request: HttpRequest, present: Shift) -> HttpResponse:
    """A document that is still there, swiped into a line: its cells. Nothing is recorded or looked up yet."""
    text = request.POST.get("mrz", "")[:LONGEST_MRZ]
    try:
        shown = shown_by_mrz(text)
    except CannotInspect as cannot:
        said = [problem.sentence(words.language()) for problem in cannot.reading.problems]
        return JsonResponse({"problems": said}, status=422)
    return JsonResponse({"cells": cells_of(shown), "problems": [words.problem(one) for one in shown.problems]})


@opens_to(*SECOND_LINE)
@require_http_methods(["GET", "POST"])
@on_duty
def already_passed(request: HttpRequest, present: Shift, key: str) -> HttpResponse:
    """Somebody for whom a list asks and who is here no more: what the second line does about it."""
    inspection = case_or_404(request, present, key)
    if not inspection.late or not inspection.hits:
        raise Http404
    shown = shown_or_404(inspection, present)
    form = Answer(request.POST or None)
    done = late.answered(key)
    if request.method == "POST" and form.is_valid():
        try:
            late.answer(inspection, present, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("desk:second_line")
        except NotAllowed as rule:
            form.add_error(None, words.rule(rule.code))
    return page(
        request,
        "paper/already_passed",
        inspection=shown,
        passed=passed_shown(inspection),
        form=form,
        done=done
        and {
            "label": late.FINDINGS[done["finding"]],
            "officer": name_of(done["officer"]),
            "to": done["to"],
            "remark": done["remark"],
            "time": seen.day_and_clock(done["at"]),
        },
    )


def passed_cases() -> list[dict[str, Any]]:
    """Whom the second line answers for first: they passed before a list was seen to ask for them."""
    return [passed_shown(row) for row in late.passed_with_hits()]


def passed_shown(row: Inspection) -> dict[str, Any]:
    """A traveller who stood on paper first, in words."""
    said = (what_was_seen(row) or {}).get("late", {})
    return {
        "url": reverse("desk:already_passed", args=[row.key]),
        "name": seen.name_of(row),
        "level": row.level,
        "direction_label": journey.DIRECTIONS.get(row.direction, ""),
        "transport_label": journey.TRANSPORTS.get(said.get("transport", ""), ""),
        "plate": said.get("plate", ""),
        "turned_back": row.state == "refused",
        "passed_at": seen.day_and_clock(row.passed_at),
        "recorded_at": seen.day_and_clock(row.at),
        "sheet": said.get("number", seen.BEYOND),
        "line": said.get("line", ""),
        "written_by": said.get("written_name") or name_of(said.get("written_by", "")) if said else seen.BEYOND,
        "keyed_by": name_of(row.officer),
        "why": late.WHYS.get(said.get("why", ""), ""),
        "remark": said.get("remark", ""),
    }
