"""The journey, and what is decided at the first line: passage, referral, refusal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings import journey
from jalon.desk.forms.questions import three_letters


class Journey(forms.Form):
    """Where from, where to, what for: asked only where it matters, with the last answers offered again."""

    plate = forms.CharField(label=_("Plate"), max_length=20, required=False)
    origin = forms.CharField(label=_("From"), max_length=60, required=False)
    destination = forms.CharField(label=_("To"), max_length=60, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    stay_days = forms.IntegerField(label=_("Days of stay"), min_value=0, max_value=3650, required=False)
    minors = forms.IntegerField(label=_("Minors along"), min_value=0, max_value=60, required=False)
    stamp = forms.CharField(label=_("Stamp or sticker given"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", "—"), *journey.PURPOSES.items()]  # type: ignore[attr-defined]

    def questions(self, own_national: bool, age: int | None, stamped: bool = False) -> list[dict[str, Any]]:
        """Each question with the passages that ask it, as the page writes them: "entry-foot entry-car …". `stamped`:
        the stay has an end, so that the number of the stamp given is asked on entry."""
        passages = [(direction, means) for direction in journey.DIRECTIONS for means in journey.TRANSPORTS]
        asking: dict[str, list[str]] = {name: [] for name in self.fields}
        for direction, means in passages:
            for name in journey.asked(direction, own_national, means, age):
                asking[name].append(f"{direction}-{means}")
        if stamped:
            asking["stamp"] = [f"entry-{means}" for means in journey.TRANSPORTS]
        return [{"field": self[name], "asked": " ".join(where)} for name, where in asking.items()]


class Passage(forms.Form):
    """Direction and means, which stand outside the journey's form on the page."""

    direction = forms.ChoiceField(choices=list(journey.DIRECTIONS.items()))
    transport = forms.ChoiceField(choices=list(journey.TRANSPORTS.items()))
    looked = forms.CharField(max_length=200, required=False, validators=[three_letters])


class Referral(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[pair for pair in journey.REFERRAL_REASONS.items() if pair[0] not in journey.SAID_BY_THE_PROGRAM],
    )
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
