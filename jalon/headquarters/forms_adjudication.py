"""What the pages of adjudication and search ask. Shapes only: the rules stand in `adjudication`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.adjudication import adjudicating, consulting

CHOOSE = [("", _("Choose …"))]
ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
ALIKE = _("Signs that look alike are forgiven: O and 0, B and 8.")
DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$")


def _reasons(table: dict[str, Any]) -> list[tuple[str, Any]]:
    return [*CHOOSE, *table.items()]


def _remark(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=adjudicating.LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Confirming(forms.Form):
    """It is the same person."""

    reason = forms.ChoiceField(label=_("By what"), choices=_reasons(adjudicating.CONFIRMED_BY))
    remark = _remark(_("Whom you called, when, and what was said"))


class Clearing(forms.Form):
    """It is another person."""

    reason = forms.ChoiceField(label=_("By what"), choices=_reasons(adjudicating.CLEARED_BY))
    days = forms.TypedChoiceField(
        label=_("Counts for"),
        coerce=int,
        choices=[(90, _("90 days")), (180, _("180 days")), (365, _("one year"))],
        initial=180,
    )
    remark = _remark(_("What was compared"))


class Deciding(forms.Form):
    """The second officer."""

    remark = _remark(_("What you looked at yourself"))


class Reopening(forms.Form):
    """A decision taken back."""

    reason = forms.ChoiceField(label=_("Why"), choices=_reasons(adjudicating.REOPENED_WHY))
    remark = _remark(_("Remark"))


class Search(forms.Form):
    """Whom or what is looked for, and why."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("In any order and script; spellings are forgiven."),
    )
    birth_date = forms.CharField(
        label=_("Date of birth"),
        required=False,
        max_length=10,
        help_text=_("As far as it is known: 17/05/1984, 1984-05 or 1984."),
    )
    document_number = forms.CharField(label=_("Document number"), required=False, max_length=30, help_text=ALIKE)
    plate = forms.CharField(label=_("Plate of a vehicle"), required=False, max_length=20, help_text=ALIKE)
    reason = forms.ChoiceField(label=_("Why you search"), choices=_reasons(consulting.REASONS))
    reference = forms.CharField(label=_("Number of the request or case"), required=False, max_length=consulting.LONGEST)

    def clean_birth_date(self) -> str:
        """ISO, as far as it was given."""
        text = self.cleaned_data["birth_date"].strip()
        if not text:
            return ""
        if found := DAY_FIRST.match(text):
            day, month, year = map(int, found.groups())
            parts: list[int] = [year, month, day]
        elif found := ISO.match(text):
            parts = [int(part) for part in found.groups() if part]
        else:
            raise forms.ValidationError(_("Write it as 17/05/1984, 1984-05 or 1984."))
        try:
            date(*[*parts, 1, 1][:3])
        except ValueError:
            raise forms.ValidationError(_("There is no such day.")) from None
        return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])])
