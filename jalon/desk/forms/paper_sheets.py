"""Sheets: how many to print, what became of some; and what the second line did about somebody who had passed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.crossings import sheets
from jalon.crossings.late import FINDINGS, SAYS_TO_WHOM
from jalon.crossings.models import Sheet

MOST_MARKED = 500


class Printing(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Which sheets"), choices=list(sheets.KINDS.items()))
    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=sheets.MOST_AT_ONCE, initial=5, required=False
    )
    origin = forms.CharField(
        label=gettext_lazy("Or a number for one that is not from here"),
        help_text=gettext_lazy("An exercise book, another machine’s sheet: say what it is."),
        max_length=120,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("origin") and not values.get("count") and "count" not in self.errors:
            self.add_error("count", _("Say how many sheets."))
        return values


class Marking(forms.Form):
    """What became of sheets, from one number to another."""

    first = forms.CharField(label=gettext_lazy("From number"), max_length=60)
    last = forms.CharField(label=gettext_lazy("to number"), max_length=60, required=False)
    state = forms.ChoiceField(label=gettext_lazy("What became of them"))
    holder = forms.CharField(label=gettext_lazy("Given to, for which place"), max_length=120, required=False)
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = ("given", "void", "missing", "keyed", "unused")
        self.fields["state"].choices = [(code, sheets.STATES[code]) for code in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """sheets, state, why, holder: as the act takes them."""
        values = super().clean() or {}
        ends = [self._one(name, values) for name in ("first", "last")]
        if self.errors or ends[0] is None:
            return values
        first, last = ends[0], ends[1] or ends[0]
        if first.series != last.series or not 0 <= last.number - first.number < MOST_MARKED:
            self.add_error("last", _("From a lower number to a higher one of the same series."))
            return values
        between = sheets.of_this_node().filter(series=first.series, number__range=(first.number, last.number))
        return {
            "sheets": list(between.order_by("number")),
            "state": values["state"],
            "why": values["why"],
            "holder": values["holder"],
        }

    def _one(self, name: str, values: dict[str, Any]) -> Sheet | None:
        said = values.get(name)
        if not said:
            return None
        found = sheets.found(said)
        if len(found) != 1:
            self.add_error(name, _("No sheet, or more than one, bears this number. Write it whole, as on the sheet."))
            return None
        return found[0]


class Answer(forms.Form):
    finding = forms.ChoiceField(
        label=gettext_lazy("What you found or did"), choices=list(FINDINGS.items()), widget=forms.RadioSelect
    )
    to = forms.CharField(label=gettext_lazy("Whom you alerted"), max_length=120, required=False)
    remark = forms.CharField(
        label=gettext_lazy("What you compared, and what is known of the way taken"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "F2"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("finding") in SAYS_TO_WHOM and not values.get("to"):
            self.add_error("to", _("Say whom you alerted."))
        if values.get("finding") == "different_person" and sum(sign.isalpha() for sign in values.get("remark", "")) < 3:
            self.add_error("remark", _("Say what you compared."))
        return values
