"""A document typed in: what the person is, and what this type of document requires."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalon.desk import words
from jalon.desk.forms.questions import PartialDate, StateCode
from jalon.documents.types import DOCUMENT_TYPES, GROUPS

# Asked of whoever bears the document, whatever it is: screening needs them.
OF_THE_PERSON = ("primary_identifier", "secondary_identifier", "birth_date", "sex", "nationality")


class TypedDocument(forms.Form):
    """A document typed in, or none at all: what the person is, and what this type of document requires."""

    document_type = forms.ChoiceField(
        label=_("Document"),
        widget=forms.Select(
            # Another type asks other questions: the page comes again with them, and keeps what was typed.
            attrs={
                "hx-trigger": "change",
                "hx-sync": "this:replace",
                "data-key": "F3",
            }
        ),
    )
    asked = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    primary_identifier = forms.CharField(label=_("Surname"), max_length=120)
    secondary_identifier = forms.CharField(label=_("Given names"), max_length=120, required=False)
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

    def __init__(self, *args: Any, kind: str, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_type"].widget.attrs["hx-post"] = address or reverse("desk:type_document")
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
