"""What the pages ask. Shapes only: the rules stand in `crossings`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings import journey
from jalon.desk import words
from jalon.documents import states
from jalon.documents.types import DOCUMENT_TYPES

CODE = r"[A-Za-z]{1,3}"


class PartialDate(forms.CharField):
    """A date as far as it is known: 12 03 1990, 03/1990, 1990, or as in ISO. Gives ISO, or None."""

    def clean(self, value: Any) -> str | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        parts = re.findall(r"\d+", text)
        if len(parts) == 1 and len(parts[0]) == 8:
            parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
        if parts and len(parts[0]) == 4:
            parts = parts[::-1]
        try:
            numbers = [int(part) for part in reversed(parts)]
            if not 1 <= len(numbers) <= 3 or not 1900 <= numbers[0] <= 2100:
                raise ValueError
            date(numbers[0], *([*numbers[1:], 1, 1][:2]))
        except ValueError:
            raise forms.ValidationError(
                _("“%(text)s” is no date. Write 12 03 1990, or 03 1990, or 1990."), params={"text": text[:20]}
            ) from None
        return "-".join([str(numbers[0]), *(f"{part:02d}" for part in numbers[1:])])


class StateCode(forms.CharField):
    """A state by its three letters, as in a machine readable zone."""

    def clean(self, value: Any) -> str | None:
        text = str(super().clean(value) or "").strip().upper()
        if not text:
            return None
        if text not in states.STATES:
            found = states.alpha3(text) if len(text) == 2 else None
            if found is None:
                raise forms.ValidationError(
                    _("“%(text)s” is no code of a state: MLI, NER, MRT …"), params={"text": text}
                )
            text = found
        return text


class TypedDocument(forms.Form):
    """A document typed in, or none at all."""

    document_type = forms.ChoiceField(label=_("Document"))
    primary_identifier = forms.CharField(label=_("Surname"), max_length=60)
    secondary_identifier = forms.CharField(label=_("Given names"), max_length=60, required=False)
    birth_date = PartialDate(label=_("Date of birth"), max_length=20, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", "—"), ("F", _("Female")), ("M", _("Male")), ("X", _("Sex X"))]
    )
    nationality = StateCode(label=_("Nationality"), max_length=3, required=False)
    issuing_state = StateCode(label=_("Issuing State"), max_length=3, required=False)
    document_number = forms.RegexField(r"^[A-Za-z0-9 /-]*$", label=_("Number"), max_length=30, required=False)
    expiry_date = PartialDate(label=_("Date of expiry"), max_length=20, required=False)

    def __init__(self, *args: Any, no_document: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.names[words.language()]) for code, kind in DOCUMENT_TYPES.items()]
        self.fields["document_type"].choices = kinds  # type: ignore[attr-defined]
        if no_document:
            for name in ("document_type", "issuing_state", "document_number", "expiry_date"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("primary_identifier", "secondary_identifier", "document_number"):
            if values.get(name):
                values[name] = " ".join(values[name].upper().split())
        return values


class Journey(forms.Form):
    """Where from, where to, what for: asked only where it matters, with the last answers offered again."""

    plate = forms.CharField(label=_("Plate"), max_length=20, required=False)
    origin = forms.CharField(label=_("From"), max_length=60, required=False)
    destination = forms.CharField(label=_("To"), max_length=60, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    stay_days = forms.IntegerField(label=_("Days of stay"), min_value=0, max_value=3650, required=False)
    minors = forms.IntegerField(label=_("Minors along"), min_value=0, max_value=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", "—"), *journey.PURPOSES.items()]  # type: ignore[attr-defined]


class Passage(forms.Form):
    """Direction and means, which stand outside the journey's form on the page."""

    direction = forms.ChoiceField(choices=list(journey.DIRECTIONS.items()))
    transport = forms.ChoiceField(choices=list(journey.TRANSPORTS.items()))
    looked = forms.CharField(max_length=200, required=False)


class Referral(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), choices=list(journey.REFERRAL_REASONS.items()))
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)


YES_NO = [("no", _("No")), ("yes", _("Yes"))]


class Refusal(forms.Form):
    """The protective questions first; none is answered beforehand."""

    asks_protection = forms.ChoiceField(
        label=_("Does the traveller ask for protection, or fear to return?"), choices=YES_NO, widget=forms.RadioSelect
    )
    child_alone = forms.ChoiceField(
        label=_("Is this a child without parents?"), choices=YES_NO, widget=forms.RadioSelect
    )
    possible_victim = forms.ChoiceField(
        label=_("Could the traveller be a victim (of traffic, of violence)?"), choices=YES_NO, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    remark = forms.CharField(label=_("Remark for the traveller"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", "—"), *journey.REFUSAL_REASONS.items()]  # type: ignore[attr-defined]

    def protective(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] == "yes" for name in journey.PROTECTIVE_QUESTIONS}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        answers = [values.get(name) for name in journey.PROTECTIVE_QUESTIONS]
        if None not in answers and "yes" not in answers and not values.get("reason"):
            self.add_error("reason", _("Choose the reason of the refusal."))
        return values


class SecondPerson(forms.Form):
    """The second officer, at the first one's screen. Nothing of it is kept, here or in the browser."""

    username = forms.CharField(
        label=_("Second officer’s username"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    code = forms.CharField(
        label=_("Code of the second factor, if the account has one"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class Finding(forms.Form):
    """What the second line found."""

    looked = forms.CharField(
        label=_("What you looked at, and why you decide so; or to whom you hand over"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Correcting(forms.Form):
    primary_identifier = forms.CharField(label=_("Surname"), max_length=60, required=False)
    secondary_identifier = forms.CharField(label=_("Given names"), max_length=60, required=False)
    birth_date = PartialDate(label=_("Date of birth"), max_length=20, required=False)
    nationality = StateCode(label=_("Nationality"), max_length=3, required=False)
    document_number = forms.CharField(label=_("Number"), max_length=30, required=False)
    expiry_date = PartialDate(label=_("Date of expiry"), max_length=20, required=False)
    reason = forms.ChoiceField(label=_("Why"), choices=list(journey.CORRECTION_REASONS.items()))
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)


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
