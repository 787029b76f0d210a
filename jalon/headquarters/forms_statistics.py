"""What the pages of figures ask: a period, posts, a direction, what to compare with; and which months to take out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.crossings.journey import DIRECTIONS
from jalon.headquarters import words
from jalon.posts.models import Post
from jalon.statistics.asking import LONGEST, Asked, plus_months
from jalon.statistics.exporting import FORMATS
from jalon.web.days import date_format

PERIODS = {
    "month": _("This month"),
    "last_month": _("Last month"),
    "week": _("The last 7 days"),
    "quarter": _("The last three months"),
    "year": _("This year"),
    "twelve": _("The last twelve months"),
    "own": _("Other days"),
}
BEFORE, YEAR = "before", "year"
COMPARED = {BEFORE: _("The period just before"), YEAR: _("The same period a year before")}


def period(code: str, today: date) -> tuple[date, date]:
    """The first day of a period, and the day after its last: of one that runs, up to today."""
    first, tomorrow = today.replace(day=1), today + timedelta(days=1)
    return {
        "month": (first, tomorrow),
        "last_month": (plus_months(first, -1), first),
        "week": (tomorrow - timedelta(days=7), tomorrow),
        "quarter": (plus_months(first, -2), tomorrow),
        "year": (date(today.year, 1, 1), tomorrow),
        "twelve": (plus_months(first, -11), tomorrow),
    }[code]


class Filter(forms.Form):
    """Everything stands in the address: a page can be sent, kept and opened again."""

    period = forms.ChoiceField(label=_("Period"), choices=PERIODS.items(), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", _("Both directions")), *DIRECTIONS.items()], required=False
    )
    compare = forms.ChoiceField(label=_("Compare with"), choices=COMPARED.items(), required=False)
    post = forms.MultipleChoiceField(label=_("Posts"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["post"]
        field.choices = [(post.code, post.name) for post in Post.objects.all()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if said.get("period") == "own" and (not since or not until) and not self.errors:
            raise forms.ValidationError(_("Say the first and the last day."))
        if said.get("period") == "own" and since and until:
            if until < since:
                raise forms.ValidationError(_("The last day stands before the first one."))
            if (until - since).days > LONGEST:
                raise forms.ValidationError(_("Ask for five years at most."))
        return said

    def asked(self) -> Asked:
        """What is asked; this month where the address says nothing that can be understood."""
        said = self.cleaned_data if self.is_valid() else {}
        code = said.get("period") or "month"
        since, until = (
            (said["since"], said["until"] + timedelta(days=1)) if code == "own" else period(code, timezone.localdate())
        )
        return Asked(since, until, tuple(said.get("post", ())), said.get("direction", ""))

    def chosen_posts(self) -> list[str]:
        """The posts that are asked for, by name."""
        field: Any = self.fields["post"]
        asked = self.asked().posts
        return [label for value, label in field.choices if value in asked]

    def compared(self) -> str:
        said = self.cleaned_data if self.is_valid() else {}
        return said.get("compare") or BEFORE


FORMAT_NAMES = {
    "pdf": _("Bulletin of one page (PDF)"),
    "xlsx": _("Workbook (XLSX)"),
    "csv": _("Table with HXL tags (CSV)"),
}


class Export(forms.Form):
    """Which months, in what form and language."""

    first = forms.DateField(label=_("From the month"))
    last = forms.DateField(label=_("Up to the month"))
    format = forms.ChoiceField(label=_("Form"), choices=FORMAT_NAMES.items())
    language = forms.ChoiceField(label=_("Language of the file"), choices=settings.LANGUAGES)

    def __init__(self, data: Any, months: list[date]) -> None:
        choices = [(first.isoformat(), month_name(first)) for first in reversed(months)]
        latest = next(
            (value for value, _label in choices if value < timezone.localdate().replace(day=1).isoformat()), ""
        )
        super().__init__(data, initial={"first": latest, "last": latest, "format": "pdf", "language": words.language()})
        for name in ("first", "last"):
            self.fields[name].widget = forms.Select(choices=choices)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            raise forms.ValidationError(_("The last month stands before the first one."))
        if said.get("format") == "pdf" and said.get("first") != said.get("last"):
            raise forms.ValidationError(_("A bulletin is about one month: choose the same one twice."))
        return said

    def months(self) -> list[date]:
        found, day = [], self.cleaned_data["first"]
        while day <= self.cleaned_data["last"]:
            found.append(day)
            day = plus_months(day, 1)
        return found


def month_name(day: date) -> str:
    """“November 2026”, in the page's language."""
    return date_format(day, "F Y")


assert set(FORMAT_NAMES) <= set(FORMATS)
