"""What the pages of who is in ask. Shapes only: the rules stand in `presence`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.headquarters import words
from jalon.presence.judging import LONGEST_WHY
from jalon.presence.looking import LONGEST_REASON

STATES = {"": _("All"), "beyond": _("Certain"), "perhaps_beyond": _("Perhaps")}


class Reason(forms.Form):
    """Why names are to be shown. It is recorded with who asked."""

    reason = forms.CharField(
        label=_("Why do you look?"),
        max_length=LONGEST_REASON,
        help_text=_("It is recorded with your name, and read by others."),
    )


class Beyond(Reason):
    """Which stays beyond their rule, and why they are looked at."""

    state = forms.ChoiceField(
        label=_("How sure"), choices=list(STATES.items()), required=False, widget=forms.RadioSelect
    )
    nationality = forms.ChoiceField(label=_("Nationality"), required=False)
    post = forms.ChoiceField(label=_("Post of entry"), required=False)
    page = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    field_order = ("state", "nationality", "post", "reason")

    def __init__(self, *args: Any, nationalities: list[str], posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((code, words.state(code)) for code in nationalities if code), key=lambda one: one[1])
        self.fields["nationality"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["post"].choices = [("", "—"), *posts]  # type: ignore[attr-defined]


class Judgement(Reason):
    """One person or two, and how that is known."""

    one = forms.CharField(widget=forms.HiddenInput, max_length=80)
    other = forms.CharField(widget=forms.HiddenInput, max_length=80)
    same = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("How do you know?"),
        max_length=LONGEST_WHY,
        help_text=_("Whom you called, which papers or pictures you compared."),
    )
