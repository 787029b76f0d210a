"""Putting a passage right, cancelling it, looking somebody up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings import journey
from jalon.desk import words
from jalon.desk.forms.questions import PartialDate, StateCode


class Correcting(forms.Form):
    primary_identifier = forms.CharField(label=_("Surname"), max_length=120, required=False)
    secondary_identifier = forms.CharField(label=_("Given names"), max_length=120, required=False)
    birth_date = PartialDate(label=_("Date of birth"), max_length=20, required=False)
    nationality = StateCode(label=_("Nationality"), required=False)
    document_number = forms.CharField(label=_("Number"), max_length=30, required=False)
    expiry_date = PartialDate(label=_("Date of expiry"), max_length=20, required=False, ahead=True)
    direction = forms.ChoiceField(label=_("Direction"), choices=list(journey.DIRECTIONS.items()), required=False)
    transport = forms.ChoiceField(
        label=_("Transport"), choices=[("", "—"), *journey.TRANSPORTS.items()], required=False
    )
    reason = forms.ChoiceField(label=_("Why"), choices=[("", "—"), *journey.CORRECTION_REASONS.items()])
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("primary_identifier", "secondary_identifier", *words.OF_A_PASSAGE):
            self.fields[name].label = words.field(name)  # as beside it, where the passage stands as it is


class Cancelling(forms.Form):
    """Why a passage is cancelled: chosen each time, never offered beforehand."""

    reason = forms.ChoiceField(label=_("Why"), choices=[("", "—"), *journey.CORRECTION_REASONS.items()])
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)


class Question(forms.Form):
    """Whom an officer looks for, and why."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    birth_date = PartialDate(label=_("Date of birth"), max_length=20, required=False)
    document_number = forms.CharField(label=_("Document number"), max_length=30, required=False)
    reason = forms.CharField(label=_("Reason of the search"), min_length=5, max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("name") and not values.get("document_number"):
            raise forms.ValidationError(_("Give a name or a document number."))
        return values
