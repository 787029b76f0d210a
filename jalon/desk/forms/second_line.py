"""The second person, and what the second line found."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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
    """What the second line found."""

    looked = forms.CharField(
        label=_("What you looked at, and why you decide so; or to whom you hand over"),
        max_length=300,
        validators=[three_letters],
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "F2"}),
    )
