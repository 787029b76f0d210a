"""What the situation report says beside its figures: the state of the post, what it needs, what happened."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.desk.situation import STATES

NO_NAMES = _("No names: anybody may listen.")


class Situation(forms.Form):
    state = forms.ChoiceField(label=_("State of the post"), choices=list(STATES.items()), required=False)
    needs = forms.CharField(label=_("What is needed"), help_text=NO_NAMES, max_length=120, required=False)
    incidents = forms.CharField(label=_("Incidents"), help_text=NO_NAMES, max_length=120, required=False)
