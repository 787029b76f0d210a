"""What the pages of alerts and warnings ask. Shapes only: the rules stand in `alerts`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.alerts import cap
from jalon.alerts.situation import SEVERITIES
from jalon.alerts.subscribing import CHANNELS, ON_PAGES
from jalon.alerts.table import RULES
from jalon.headquarters import words, words_of_alerts
from jalon.web.fields import Day

LANGUAGES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]


class Subscribing(forms.Form):
    """Who else is told. `to` is a role for the page, an address otherwise."""

    rule = forms.ChoiceField(label=_("Of what"), required=False)
    least = forms.TypedChoiceField(
        label=pgettext_lazy("a severity", "From"), coerce=int, choices=list(SEVERITIES.items())
    )
    channel = forms.ChoiceField(label=_("How"))
    role = forms.ChoiceField(label=_("On whose page"), required=False)
    to = forms.CharField(
        label=_("Address"),
        max_length=300,
        required=False,
        help_text=_("Of e-mail, or of the program to call (https://…)."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=_("In which language"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [(name, rule.title) for name, rule in RULES.items()]
        self.fields["rule"].choices = [("", _("Every rule")), *rules]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [(one, words_of_alerts.channel(one)) for one in CHANNELS]  # type: ignore[attr-defined]
        roles = [(role.value, words.role(role.value)) for role in ON_PAGES]
        self.fields["role"].choices = [("", "—"), *roles]  # type: ignore[attr-defined]

    def whom(self) -> str:
        said = self.cleaned_data
        return str(said["role"] if said["channel"] == "page" else said["to"])


class Plate(forms.Form):
    plate = forms.CharField(label=_("Plate"), max_length=20)
    reference = forms.CharField(
        label=_("Request"),
        max_length=120,
        help_text=_("Authority, number and day, as on the paper. It stands in the alert; no reason does."),
    )
    until = Day(label=_("Last day"))


CHOOSE = ("", _("Choose …"))  # nothing is chosen for whoever warns: an alarm by oversight is one all the same


class Warning(forms.Form):
    """A warning to the public. What is empty in a language is not said in it."""

    status = forms.ChoiceField(label=_("For whom"), choices=[CHOOSE, *cap.STATUS.items()])
    category = forms.ChoiceField(label=_("What it concerns"), choices=[CHOOSE, *cap.CATEGORY.items()])
    urgency = forms.ChoiceField(label=_("How soon"), choices=[CHOOSE, *cap.URGENCY.items()])
    severity = forms.ChoiceField(label=_("How grave"), choices=[CHOOSE, *cap.SEVERITY.items()])
    certainty = forms.ChoiceField(label=_("How certain"), choices=[CHOOSE, *cap.CERTAINTY.items()])
    response = forms.ChoiceField(label=_("What people should do"), choices=list(cap.RESPONSE.items()), required=False)
    area = forms.CharField(label=_("Area, in words"), max_length=300)
    circle = forms.CharField(
        label=_("Circle"),
        max_length=40,
        required=False,
        help_text=_("Latitude, longitude and radius in km: 15.18,-9.32 30"),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    onset = forms.DateTimeField(label=_("Begins"), required=False)
    expires = forms.DateTimeField(label=_("Ends"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("onset", "expires"):
            widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            self.fields[name].widget = widget
            self.fields[name].input_formats = ["%Y-%m-%dT%H:%M"]  # type: ignore[attr-defined]
        labels = {
            "event": _("What happens"),
            "headline": _("Headline"),
            "description": _("Description"),
            "instruction": _("What to do, in words"),
        }
        for code, language in LANGUAGES:
            for name, label in labels.items():
                long = name in ("description", "instruction")
                attributes = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
                field = forms.CharField(
                    required=code == "fr" and name != "instruction",
                    max_length=2000 if long else 160,
                    widget=(forms.Textarea if long else forms.TextInput)(attrs=attributes),
                )
                field.label = f"{label} · {language}"
                self.fields[f"{name}_{code}"] = field

    def said(self) -> dict[str, Any]:
        """In the shape of alerts.cap."""
        of = self.cleaned_data
        plain = {name: of[name] for name in (*cap.CODES, "area", "circle")}
        words_said = {name: {code: of[f"{name}_{code}"] for code, _language in LANGUAGES} for name in cap.WORDS}
        return {**plain, **words_said, "onset": _milliseconds(of["onset"]), "expires": _milliseconds(of["expires"])}

    @staticmethod
    def initial_of(said: dict[str, Any]) -> dict[str, Any]:
        """The form as it was, for an update."""
        words_said = {f"{name}_{code}": text for name in cap.WORDS for code, text in said[name].items()}
        times = {name: _moment(said[name]) for name in ("onset", "expires")}
        return {**said, **words_said, **times}


def _milliseconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp() * 1000) if moment else None


def _moment(milliseconds: int | None) -> datetime | None:
    if not milliseconds:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, timezone.get_current_timezone())
