"""What the page of the forums that were joined asks. Shapes only: the rules stand in `cooperation.membership`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.cooperation.forums import forums_name
from jalon.journal.models import Peer


class Join(forms.Form):
    address = forms.CharField(
        label=_("Address of the forum"),
        max_length=200,
        help_text=_("As the forum's secretariat gave it with the code; it begins with https://."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=60,
        help_text=_("24 letters and digits. Capitals, spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class Leave(forms.Form):
    forum = forms.ChoiceField(label=_("Forum"))
    why = forms.CharField(label=_("Why, by whose decision"), max_length=300)

    def __init__(self, *args: Any, joined: Sequence[Peer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = [(one.id, forums_name(one.id)) for one in joined]  # type: ignore[attr-defined]
