"""Held: on which ground and since when; who was told; what the prosecutor added. Clock times as officers type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings import holding
from jalon.crossings.recall import clock_of
from jalon.desk import words
from jalon.desk.forms.questions import three_letters
from jalon.journal.node import wall_clock
from jalon.regimes.holds import GROUNDS


class ClockTime(forms.CharField):
    """A clock time that has passed, “14:32” or “14h32”; now stands there already. Gives ms since 1970."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_length=5, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "size": "5", "dir": "ltr"}

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        self.initial = clock_of(wall_clock())
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> int:
        text = str(super().clean(value)).strip()
        try:
            return holding.at_clock(text)
        except ValueError:
            raise forms.ValidationError(_("Write the hour and the minutes: 14:32.")) from None


class Holding(forms.Form):
    """To hold somebody."""

    ground = forms.ChoiceField(label=_("Legal ground"))
    started_at = ClockTime(label=_("Held since"))
    why = forms.CharField(
        label=_("What the person is held for, in a few words"), max_length=200, validators=[three_letters]
    )
    looks_adult = forms.BooleanField(label=_("The age is not known: an adult stands here"), required=False)

    def __init__(self, *args: Any, grounds: tuple[str, ...], age_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(ground, GROUNDS[ground][words.language()]) for ground in grounds]
        self.fields["ground"].choices = [("", "—"), *said]  # type: ignore[attr-defined]
        if age_known:
            del self.fields["looks_adult"]


class Told(forms.Form):
    """Who was told, when, by what means, and what they answered."""

    what = forms.ChoiceField(label=_("What was done"), choices=list(holding.FACTS.items()))
    told_at = ClockTime(label=_("At"))
    whom = forms.CharField(label=_("Whom: name, number or service"), max_length=100, required=False)
    means = forms.ChoiceField(label=_("How"), choices=[("", "—"), *holding.MEANS.items()], required=False)
    answer = forms.ChoiceField(label=_("Answer"), choices=[("", "—"), *holding.ANSWERS.items()], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("", "—"), *holding.LANGUAGES.items()], required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("what") == "prosecutor" and not values.get("means"):
            self.add_error("means", _("Say how the prosecutor was told."))
        if values.get("what") == "rights" and not values.get("language"):
            self.add_error("language", words.rule("say_in_which_language"))
        return values


class Extending(forms.Form):
    """The prosecutor's decision to hold on."""

    number = forms.CharField(label=_("Number and date of the prosecutor’s decision"), max_length=60)
