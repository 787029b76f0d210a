"""The slip of a namesake: its reference as typed or read, and why one is taken back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings.slips import WITHDRAWN_WHY


class Slip(forms.Form):
    reference = forms.CharField(label=_("Reference of the slip"), max_length=40)


class Withdrawing(forms.Form):
    """Chosen each time, never offered beforehand."""

    why = forms.ChoiceField(label=_("Why"), choices=[("", "—"), *WITHDRAWN_WHY.items()])
