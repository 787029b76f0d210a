"""Numbers from paper, and a resident's card made out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.counting.cards import Resident
from jalon.counting.what import COUNTED, MEANS, MEANS_OF_VEHICLE, PERSONS, VEHICLES
from jalon.crossings.journey import DIRECTIONS, TRANSPORTS
from jalon.desk.forms.questions import PartialDate, StateCode

MOST = 9999


class FromPaper(forms.Form):
    """How many crossed in some hours, as the sheet says. `since` and `until` come out in ms since 1970."""

    day = PartialDate(label=_("Day"))
    since = forms.TimeField(label=_("From (hour)"), input_formats=["%H:%M", "%H.%M", "%Hh%M", "%Hh", "%H", "%H%M"])
    until = forms.TimeField(label=_("To (hour)"), input_formats=["%H:%M", "%H.%M", "%Hh%M", "%Hh", "%H", "%H%M"])
    sheet = forms.CharField(label=_("Sheet and line"), max_length=60, required=False)
    direction = forms.ChoiceField(label=_("Direction"), choices=list(DIRECTIONS.items()))
    means = forms.ChoiceField(label=_("Transport"), choices=[(code, TRANSPORTS[code]) for code in MEANS])
    man = forms.IntegerField(label=PERSONS["man"], min_value=0, max_value=MOST, required=False)
    woman = forms.IntegerField(label=PERSONS["woman"], min_value=0, max_value=MOST, required=False)
    boy = forms.IntegerField(label=PERSONS["boy"], min_value=0, max_value=MOST, required=False)
    girl = forms.IntegerField(label=PERSONS["girl"], min_value=0, max_value=MOST, required=False)

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"day": today.strftime("%d %m %Y"), "direction": "entry", "means": "foot"})
        for what, label in VEHICLES.items():
            self.fields[what] = forms.IntegerField(label=label, min_value=0, max_value=MOST, required=False)
        self.fields["since"].widget.attrs["autofocus"] = True

    def cells(self) -> dict[tuple[str, str, str], int]:
        """How many of each, by direction, means, what."""
        said = self.cleaned_data
        return {
            (said["direction"], MEANS_OF_VEHICLE.get(what, said["means"]), what): said[what] or 0 for what in COUNTED
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not all(said.get(name) is not None for name in ("day", "since", "until")):
            return said
        try:
            day = date.fromisoformat(said["day"])
        except ValueError:
            self.add_error("day", _("Write the day whole: 25 11 2026."))
            return said
        since = datetime.combine(day, said["since"], timezone.get_current_timezone())
        until = datetime.combine(day, said["until"], timezone.get_current_timezone())
        if until < since:  # over midnight
            until += timedelta(days=1)
        said["since"], said["until"] = (round(one.timestamp() * 1000) for one in (since, until))
        return said


class CardOf(forms.Form):
    """Who a resident's card is made out to."""

    number = forms.CharField(label=_("Number of the card"), max_length=30)
    primary_identifier = forms.CharField(label=_("Surname"), max_length=80)
    secondary_identifier = forms.CharField(label=_("Given names"), max_length=80, required=False)
    birth_date = PartialDate(label=_("Born"))
    sex = forms.ChoiceField(label=_("Sex"), choices=[("F", _("Female")), ("M", _("Male"))])
    nationality = StateCode(label=_("Nationality"))
    locality = forms.CharField(label=_("Village or quarter"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    decision = forms.CharField(label=_("Local rule (decision, number, date)"), max_length=160)
    valid_until = PartialDate(label=_("Valid until"), ahead=True)

    def clean_valid_until(self) -> str:
        text = str(self.cleaned_data["valid_until"] or "")
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise forms.ValidationError(_("Write the last day whole: 31 12 2027.")) from error
        return text

    def resident(self) -> Resident:
        said = {name: self.cleaned_data.get(name) or "" for name in Resident.__dataclass_fields__}
        return Resident(**said | {name: said[name].upper() for name in ("primary_identifier", "secondary_identifier")})
