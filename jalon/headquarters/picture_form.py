"""What the page of pictures asks: the law, what it allows, for how long, from when."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings.pictures import LONGEST_RETENTION
from jalon.web.fields import Day

KINDS = {"face": _("Face"), "document": _("Document")}


class Law(forms.Form):
    """A law under which pictures may be taken."""

    legal_reference = forms.CharField(
        label=_("Legal reference"),
        min_length=5,
        max_length=200,
        help_text=_("As it is cited: the law or decree, its number, the article. Officers read it when they take one."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it allows"), choices=list(KINDS.items()), widget=forms.CheckboxSelectMultiple
    )
    retention_days = forms.IntegerField(
        label=_("Kept for, in days"),
        min_value=1,
        max_value=LONGEST_RETENTION,
        help_text=_("At this post at the longest: a picture leaves earlier once headquarters has it."),
    )
    since = Day(label=_("From"))
