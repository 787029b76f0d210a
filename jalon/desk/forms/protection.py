"""What the pages of protection ask: codes and hours, never a story."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.protection.codes import ANSWERS, CONSENTS, DAYS, KINDS, LANGUAGES

HOUR = re.compile(r"([01]?\d|2[0-3])[:hH. ]?([0-5]\d)")
NUMBER = {"autocomplete": "off", "autocapitalize": "characters"}
HALF_A_DAY = timedelta(hours=12)


class Hour(forms.CharField):
    """An hour of today, or of last night, as officers write it: 14:05, 14h05, 1405. Gives ms since 1970, or None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "placeholder": "14:05"})
        super().__init__(max_length=5, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = HOUR.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_("Write the hour such as 14:05."))
        now = timezone.localtime()
        said: datetime = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
        if said - now > HALF_A_DAY:
            said -= timedelta(days=1)
        if said > now:
            raise forms.ValidationError(_("This time is still to come. Write the hour at which it happened."))
        return int(said.timestamp() * 1000)


class Entrusting(forms.Form):
    """To which service, with whose consent. `services`: (code, label), the one to offer first at the head."""

    service = forms.ChoiceField(label=_("Service"), widget=forms.RadioSelect)
    consent = forms.ChoiceField(label=_("Consent"), choices=list(CONSENTS.items()), widget=forms.RadioSelect)
    handed_to = forms.CharField(
        label=_("Who came, if anybody (name or number)"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    handed_at = Hour(label=_("Handed over at, if not now"))

    def __init__(self, *args: Any, services: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = services  # type: ignore[attr-defined]


class Acceptance(forms.Form):
    accepted_at = Hour(label=_("Accepted at, if not now"))
    by = forms.CharField(
        label=_("Who accepted (name or number)"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    file = forms.RegexField(
        r"^[\w./ -]{1,24}$", label=_("Number of the service’s own file"), max_length=24, required=False,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"invalid": _("A short number: letters, digits, / . - only. No story.")},
    )  # fmt: skip


class Answer(forms.Form):
    answer = forms.ChoiceField(label=_("What became of it"), choices=list(ANSWERS.items()), widget=forms.RadioSelect)
    file = forms.RegexField(
        r"^[\w./ -]{1,24}$", label=_("Number of the service’s own file"), max_length=24, required=False,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"invalid": _("A short number: letters, digits, / . - only. No story.")},
    )  # fmt: skip


class Declaration(forms.Form):
    """A service of this post, and the rule of what happens when it does not answer."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    name = forms.CharField(label=_("Name"), max_length=120)
    telephones = forms.CharField(
        label=_("Telephones"), max_length=120, help_text=_("The first is called first; a comma between two.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=list(LANGUAGES.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    days = forms.MultipleChoiceField(
        label=_("Open on"), choices=list(DAYS.items()), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None: day and night, every day."),
    )  # fmt: skip
    opens = forms.RegexField(
        r"^([01]\d|2[0-3]):[0-5]\d$", label=_("Opens at"), required=False, help_text=_("Such as 08:00.")
    )
    closes = forms.RegexField(
        r"^([01]\d|2[0-3]):[0-5]\d$", label=_("Closes at"), required=False, help_text=_("Such as 16:00.")
    )
    accept_within = forms.IntegerField(
        label=_("Accepts within, in hours"), min_value=1, max_value=168,
        help_text=_("Of a service that is closed, counted from its next opening."),
    )  # fmt: skip
    next_service = forms.ChoiceField(label=_("Nobody answers: the next service"), required=False)
    next_after = forms.IntegerField(label=_("Hours past the deadline"), min_value=0, max_value=168, initial=0)
    headquarters = forms.CharField(
        label=_("Then: telephone of the protection desk at headquarters"), max_length=40, required=False
    )
    headquarters_after = forms.IntegerField(label=_("Hours past the deadline"), min_value=0, max_value=168, initial=2)
    leader_after = forms.IntegerField(
        label=_("Then the shift leader: hours past the deadline"), min_value=0, max_value=168, initial=4
    )
    reference = forms.CharField(
        label=_("Law or agreement"), max_length=200, help_text=_("By which this service takes people from this post.")
    )
    since = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_service"].choices = [("", "—"), *services]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        given = [bool(said.get(name)) for name in ("days", "opens", "closes")]
        if any(given) and not all(given):
            self.add_error("days", _("Say the days and both hours, or none of them."))
        elif all(given) and said["opens"] >= said["closes"]:
            self.add_error("closes", _("The service closes before it opens."))
        return said

    def facts(self) -> dict[str, Any]:
        """As `protection.directory.declare` takes them."""
        said = self.cleaned_data
        hours = {"days": "".join(sorted(said["days"])), "opens": said["opens"], "closes": said["closes"]}
        steps = [
            {"after": said["next_after"], "whom": "service", "service": said["next_service"], "telephone": ""},
            {"after": said["headquarters_after"], "whom": "headquarters", "service": "",
             "telephone": said["headquarters"]},
            {"after": said["leader_after"], "whom": "shift_leader", "service": "", "telephone": ""},
        ]  # fmt: skip
        asked = [step for step in steps if step["whom"] == "shift_leader" or step["service"] or step["telephone"]]
        return {
            "kind": said["kind"],
            "name": said["name"],
            "telephones": [one.strip() for one in said["telephones"].split(",") if one.strip()],
            "hours": hours if said["days"] else None,
            "languages": said["languages"],
            "accept_within": said["accept_within"],
            "steps": sorted(asked, key=lambda step: step["after"]),
            "reference": said["reference"],
        }


def as_typed(facts: Any) -> dict[str, Any]:
    """A service that is in force, as the form would have it: to declare how it is from another day on."""
    hours, steps = facts.hours or {}, {step["whom"]: step for step in facts.steps}
    none = {"after": None, "service": "", "telephone": ""}
    return {
        "kind": facts.kind,
        "name": facts.name,
        "telephones": ", ".join(facts.telephones),
        "languages": facts.languages,
        "days": list(hours.get("days", "")),
        "opens": hours.get("opens", ""),
        "closes": hours.get("closes", ""),
        "accept_within": facts.accept_within,
        "next_service": steps.get("service", none)["service"],
        "next_after": steps.get("service", none)["after"] or 0,
        "headquarters": steps.get("headquarters", none)["telephone"],
        "headquarters_after": steps.get("headquarters", none)["after"] or 0,
        "leader_after": steps.get("shift_leader", none)["after"] or 0,
        "reference": facts.reference,
    }
