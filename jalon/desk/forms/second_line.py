"""The second person, and what the second line found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings.slips import VERDICTS
from jalon.desk.forms.questions import three_letters


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
    """What the second line found: of the case, and of each hit whether it is this person."""

    looked = forms.CharField(
        label=_("What you looked at, and why you decide so"),
        max_length=300,
        validators=[three_letters],
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "F2"}),
    )

    def __init__(self, *args: Any, hits: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [f"hit_{number}" for number in range(hits)]
        for name in self.asked:
            choice = forms.ChoiceField(
                choices=list(VERDICTS.items()), initial="unsure", widget=forms.RadioSelect, required=False
            )
            self.fields[name] = choice

    def of_hits(self) -> list[Any]:
        """The questions about hits, which the page puts beside the list that each hit is of."""
        return [self[name] for name in self.asked]

    def verdicts(self) -> list[str]:
        """What was found of each hit, in order; not said is not sure."""
        return [self.cleaned_data.get(name) or "unsure" for name in self.asked]
