"""A vehicle opened, its heads counted, a child's company said, the vehicle let go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings import company, group, journey


class OpeningVehicle(forms.Form):
    """What is asked once for all who sit in it; only the kind and the direction must be said."""

    kind = forms.ChoiceField(label=_("Vehicle"), choices=list(group.KINDS.items()))
    direction = forms.ChoiceField(
        label=_("Direction"), choices=list(journey.DIRECTIONS.items()), widget=forms.RadioSelect
    )
    plate = forms.CharField(label=_("Plate"), max_length=20, required=False)
    announced = forms.IntegerField(
        label=_("People aboard, as announced"), min_value=1, max_value=group.MOST_ABOARD, required=False
    )
    company = forms.CharField(label=_("Company"), max_length=60, required=False)
    driver = forms.CharField(label=_("Driver"), max_length=60, required=False)
    origin = forms.CharField(label=_("From"), max_length=60, required=False)
    destination = forms.CharField(label=_("To"), max_length=60, required=False)


class Heads(forms.Form):
    counted = forms.IntegerField(label=_("Heads counted"), min_value=0, max_value=group.MOST_ABOARD)


class ChildsCompany(forms.Form):
    """With whom a child travels: one digit, and whose number on the list the adult has."""

    # Answer → with whom, and whether a paper of consent was seen.
    ANSWERS = {
        "parent": (company.PARENT, False),
        "consent": (company.OTHER_ADULT, True),
        "no_consent": (company.OTHER_ADULT, False),
        "alone": (company.ALONE, False),
    }
    answer = forms.ChoiceField(choices=[(name, name) for name in ANSWERS])
    adult = forms.CharField(required=False, max_length=80)

    def said(self) -> company.Accompanied:
        with_whom, consent_seen = self.ANSWERS[self.cleaned_data["answer"]]
        return company.Accompanied(with_whom, self.cleaned_data["adult"], consent_seen)


class LettingGo(forms.Form):
    """Why heads and list differ; asked only where they do."""

    why = forms.ChoiceField(label=_("Why do they differ?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [("", "—"), *group.DIFFERENCES.items()]  # type: ignore[attr-defined]


class PassengerList(forms.Form):
    file = forms.FileField(label=_("Passenger list (CSV or XLSX)"))
