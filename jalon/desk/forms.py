"""What the pages ask. Shapes only: the rules stand in `crossings`."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.crossings import journey
from jalon.desk import words
from jalon.desk.state_names import named_state
from jalon.desk.typed_dates import read_date
from jalon.documents.types import DOCUMENT_TYPES, GROUPS

ISO = re.compile(r"\d{4}(-\d{2}){0,2}")


def three_letters(text: str) -> None:
    """An answer says something: at least three letters, of any script."""
    if sum(sign.isalpha() for sign in text) < 3:
        raise forms.ValidationError(_("Write at least three letters."))


class PartialDate(forms.CharField):
    """A date as far as it is known, as officers type it. Gives ISO, or None. `ahead`: it may lie in the future."""

    def __init__(self, *args: Any, ahead: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ahead = ahead

    def prepare_value(self, value: Any) -> Any:
        """A date that is known already stands in the question as an officer would type it, day first."""
        if isinstance(value, str) and ISO.fullmatch(value):
            return " ".join(reversed(value.split("-")))
        return value

    def clean(self, value: Any) -> str | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            return read_date(text, timezone.localdate(), ahead=self.ahead)
        except ValueError:
            raise forms.ValidationError(
                _("“%(text)s” is no date that fits here. Write 12 03 1990, or 03 1990, or 1990."),
                params={"text": text[:20]},
            ) from None


class StateCode(forms.CharField):
    """A state by its three letters, as in a machine readable zone, or by its name in a language of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_length=60, **kwargs)
        self.widget.attrs["list"] = "states"  # desk/_states.html

    def prepare_value(self, value: Any) -> Any:
        """A code that is known already stands in the question by its name, where the name leads back to it."""
        name = words.state(value) if isinstance(value, str) else ""
        return name if name and named_state(name) == value else value

    def clean(self, value: Any) -> str | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = named_state(text)
        if found is None:
            raise forms.ValidationError(
                _("“%(text)s” is no State known here. Write its name, or its three letters: MLI, NER, MRT …"),
                params={"text": text},
            )
        return found


# Asked of whoever bears the document, whatever it is: screening needs them.
OF_THE_PERSON = ("primary_identifier", "secondary_identifier", "birth_date", "sex", "nationality")


class TypedDocument(forms.Form):
    """A document typed in, or none at all: what the person is, and what this type of document requires."""

    document_type = forms.ChoiceField(
        label=_("Document"),
        widget=forms.Select(
            # Another type asks other questions: the page comes again with them, and keeps what was typed.
            attrs={
                "hx-post": reverse_lazy("desk:type_document"),
                "hx-trigger": "change",
                "hx-sync": "this:replace",
                "data-key": "F3",
            }
        ),
    )
    asked = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    primary_identifier = forms.CharField(label=_("Surname"), max_length=60)
    secondary_identifier = forms.CharField(label=_("Given names"), max_length=60, required=False)
    birth_date = PartialDate(label=_("Date of birth"), max_length=20, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", "—"), ("F", _("Female")), ("M", _("Male")), ("X", _("Sex X"))]
    )
    nationality = StateCode(label=_("Nationality"), required=False)
    document_number = forms.RegexField(
        r"^[A-Za-z0-9 /-]*$",
        label=_("Number"),
        max_length=30,
        required=False,
        error_messages={"invalid": _("It may hold the letters A to Z, digits, spaces, “/” and “-”, nothing else.")},
    )
    issuing_state = StateCode(label=_("Issuing State"), required=False)
    issue_date = PartialDate(max_length=20, required=False)
    expiry_date = PartialDate(label=_("Date of expiry"), max_length=20, required=False, ahead=True)
    issuing_office = forms.CharField(max_length=80, required=False)
    purpose = forms.CharField(max_length=120, required=False)
    guardian = forms.CharField(max_length=120, required=False)
    herd = forms.CharField(max_length=120, required=False)
    herders = forms.CharField(max_length=120, required=False)
    route = forms.CharField(max_length=120, required=False)
    declared_by = forms.CharField(max_length=120, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = DOCUMENT_TYPES[kind]
        here = {*OF_THE_PERSON, *self.kind.requires}
        if kind != "no_document":
            here |= {"document_type", "asked"}
            self.fields["document_type"].choices = offered()  # type: ignore[attr-defined]
            self.initial = {**self.initial, "document_type": kind, "asked": kind}
        for name in set(self.fields) - here:
            del self.fields[name]
        for name, question in self.fields.items():
            question.label = question.label or words.field(name)

    def focus(self, name: str) -> None:
        """The question where the cursor stands when the page comes."""
        self.fields[name].widget.attrs["data-focus"] = ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("primary_identifier", "secondary_identifier", "document_number"):
            if values.get(name):
                values[name] = " ".join(values[name].upper().split())
        if self.kind.proves_nationality and "issuing_state" in self.fields and not self.data.get("issuing_state"):
            values["issuing_state"] = values.get("nationality")
        return values


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """The types an officer may choose, in their groups, in the page's language."""
    language = words.language()
    return [
        (names[language], [(code, DOCUMENT_TYPES[code].names[language]) for code in codes])
        for names, codes in GROUPS.values()
    ]


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

    def questions(self, own_national: bool, age: int | None) -> list[dict[str, Any]]:
        """Each question with the passages that ask it, as the page writes them: "entry-foot entry-car …"."""
        passages = [(direction, means) for direction in journey.DIRECTIONS for means in journey.TRANSPORTS]
        asking: dict[str, list[str]] = {name: [] for name in self.fields}
        for direction, means in passages:
            for name in journey.asked(direction, own_national, means, age):
                asking[name].append(f"{direction}-{means}")
        return [{"field": self[name], "asked": " ".join(where)} for name, where in asking.items()]


class Passage(forms.Form):
    """Direction and means, which stand outside the journey's form on the page."""

    direction = forms.ChoiceField(choices=list(journey.DIRECTIONS.items()))
    transport = forms.ChoiceField(choices=list(journey.TRANSPORTS.items()))
    looked = forms.CharField(max_length=200, required=False, validators=[three_letters])


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
        label=_("Could the traveller be a victim (of trafficking, of violence)?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
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
        validators=[three_letters],
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "F2"}),
    )


class Correcting(forms.Form):
    primary_identifier = forms.CharField(label=_("Surname"), max_length=60, required=False)
    secondary_identifier = forms.CharField(label=_("Given names"), max_length=60, required=False)
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
