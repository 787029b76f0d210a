"""A herd's certificate, its count, its herders, and what is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.counting.herds import MOST_ANIMALS, Certificate
from jalon.crossings.inspection import FIELDS, Shown
from jalon.crossings.journey import DIRECTIONS
from jalon.desk import words
from jalon.desk.forms.questions import PartialDate, StateCode
from jalon.documents.types import DOCUMENT_TYPES
from jalon.regimes.words import SPECIES

# What herders carry, the usual first; whoever carries another paper swipes it, or is typed at the desk.
OF_HERDERS = ("no_document", "identity_card", "identity_card_ecowas", "identity_card_aes", "consular_card", "passport")


COLUMNS = {"announced": _("Announced"), "counted": _("Counted")}


class Animals(forms.Form):
    """How many of each species; empty is none."""

    def __init__(self, data: Any = None, *, which: str, initial: dict[str, int] | None = None) -> None:
        super().__init__(data, prefix=which, initial=initial)
        for species, names in SPECIES.items():
            name = names[words.language()]
            field = forms.IntegerField(label=name, min_value=0, max_value=MOST_ANIMALS, required=False)
            field.widget.attrs["aria-label"] = f"{name}, {COLUMNS[which]}"
            self.fields[species] = field

    def numbers(self) -> dict[str, int]:
        return {species: number for species, number in self.cleaned_data.items() if number}


class CertificateOf(forms.Form):
    """What the paper says, in its order. Nothing is required: what is missing is said of the herd."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=40, required=False)
    issuing_state = StateCode(label=_("Issued in"), required=False)
    issuing_office = forms.CharField(label=_("Issuing office"), max_length=80, required=False)
    issue_date = PartialDate(label=_("Date of issue"), required=False)
    owner = forms.CharField(label=_("Owner of the herd"), max_length=80, required=False)
    herders = forms.IntegerField(label=_("Herders it names"), min_value=0, max_value=99, required=False)
    route = forms.CharField(label=_("Route"), max_length=160, required=False)
    gate = forms.CharField(label=_("Border posts it names"), max_length=120, required=False)
    destination = forms.CharField(label=_("Final destination"), max_length=80, required=False)
    origin = StateCode(label=_("The herd comes from"))
    direction = forms.ChoiceField(label=_("Direction"), choices=list(DIRECTIONS.items()), widget=forms.RadioSelect)
    vaccination_seen = forms.BooleanField(label=_("Vaccination paper seen"), required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["number"].widget.attrs["autofocus"] = True

    def certificate(self) -> Certificate:
        said = {name: self.cleaned_data.get(name) for name in Certificate.__dataclass_fields__}
        return Certificate(**{name: value for name, value in said.items() if value})


class Herder(forms.Form):
    """A herder who is typed in."""

    primary_identifier = forms.CharField(label=_("Surname"), max_length=80)
    secondary_identifier = forms.CharField(label=_("Given names"), max_length=80, required=False)
    birth_date = PartialDate(label=_("Born"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("M", _("Male")), ("F", _("Female"))], required=False)
    nationality = StateCode(label=_("Nationality"), required=False)
    document_type = forms.ChoiceField(label=_("Document"), required=False)
    document_number = forms.CharField(label=_("Number"), max_length=30, required=False)
    expiry_date = PartialDate(label=_("Valid until"), required=False, ahead=True)

    def __init__(self, data: Any = None, *, nationality: str = "") -> None:
        super().__init__(data, prefix="herder", initial={"nationality": nationality})
        names = [(kind, DOCUMENT_TYPES[kind].names[words.language()]) for kind in OF_HERDERS]
        self.fields["primary_identifier"].widget.attrs["data-key"] = "F2"
        self.fields["document_type"].choices = names  # type: ignore[attr-defined]

    def shown(self) -> Shown:
        said = {name: value or None for name, value in self.cleaned_data.items()}
        said |= {name: (said[name] or "").upper() or None for name in ("primary_identifier", "secondary_identifier")}
        kind = said.pop("document_type") or "no_document"
        fields = dict.fromkeys(FIELDS) | said
        if kind == "no_document":
            fields["document_number"] = fields["expiry_date"] = None
        elif not fields["issuing_state"]:
            fields["issuing_state"] = fields["nationality"]
        return Shown(kind, fields, "none" if kind == "no_document" else "typed")


class Decided(forms.Form):
    """Why, and where it is referred, to whom."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    to = forms.CharField(label=_("Referred to (service, name)"), max_length=120, required=False)
