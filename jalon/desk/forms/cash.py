"""Taking a fee, cancelling a receipt, checking one, counting the cash."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.cash import receipts
from jalon.cash.day import Counted
from jalon.desk.forms.questions import StateCode, three_letters

MOST_MONEY = 10**12


class Nationality(forms.Form):
    """Whose fees: a nationality decides what is due."""

    nationality = StateCode(label=_("Nationality of the traveller"))


class Fee(forms.Form):
    """Which of the fees that are due is taken, how many times, and the name the traveller wishes on the receipt."""

    fee = forms.ChoiceField(
        label=_("Fee"), widget=forms.RadioSelect, error_messages={"required": _("Choose the fee that is due.")}
    )
    units = forms.IntegerField(label=_("How many"), min_value=1, max_value=receipts.MOST_UNITS, initial=1)
    name = forms.CharField(label=_("Name on the receipt, if the traveller wishes one"), max_length=80, required=False)

    def __init__(self, *args: Any, fees: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fee"].choices = fees  # type: ignore[attr-defined]
        if len(fees) == 1:
            self.initial["fee"] = fees[0][0]


class CancellingReceipt(forms.Form):
    """Why a receipt is cancelled: chosen each time."""

    reason = forms.ChoiceField(label=_("Why"), choices=[("", "—"), *receipts.CANCELLING.items()])


class Code(forms.Form):
    """The code of a receipt, as a reader types it."""

    code = forms.CharField(
        label=_("Code of the receipt"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "data-receipt": ""}),
    )


class Count(forms.Form):
    """What is in the drawer, by currency."""

    def __init__(self, *args: Any, expected: dict[str, dict[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        for currency in expected:
            money: dict[str, Any] = {"min_value": 0, "max_value": MOST_MONEY}
            self.fields[f"counted_{currency}"] = forms.IntegerField(label=_("Counted"), **money)
            self.fields[f"left_{currency}"] = forms.IntegerField(label=_("Left in the drawer"), initial=0, **money)
            self.fields[f"reason_{currency}"] = forms.CharField(
                label=_("Why it differs"), max_length=200, required=False, validators=[three_letters]
            )

    def lines(self) -> list[dict[str, Any]]:
        """The questions of each currency, beside what must be there."""
        names = ("counted", "left", "reason")
        return [
            {"currency": currency, **line, **{f"{name}_field": self[f"{name}_{currency}"] for name in names}}
            for currency, line in self.expected.items()
        ]

    def said(self) -> dict[str, Counted]:
        data = self.cleaned_data
        return {
            currency: Counted(data[f"counted_{currency}"], data[f"left_{currency}"], data[f"reason_{currency}"])
            for currency in self.expected
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for currency, line in self.expected.items():
            counted, left = values.get(f"counted_{currency}"), values.get(f"left_{currency}")
            if counted is None or left is None:
                continue
            if left > counted:
                self.add_error(f"left_{currency}", _("More is left than was counted."))
            if (
                counted != line["expected"]
                and not values.get(f"reason_{currency}")
                and not self.has_error(f"reason_{currency}")
            ):
                difference = {"difference": f"\u2066{counted - line['expected']:+d} {currency}\u2069"}
                self.add_error(f"reason_{currency}", _("%(difference)s: say why.") % difference)
        return values
