"""What pages of either tier ask of whoever says that a side is open or closed. Shape only: the rules are in `sides`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.posts.sides import LONGEST_TEXT, SIDES, STATES, WHYS

SHAPE = "%Y-%m-%dT%H:%M"


def moment(**asked: Any) -> forms.DateTimeField:
    """A day and an hour, on the clock of the place."""
    shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SHAPE)
    return forms.DateTimeField(widget=shown, input_formats=[SHAPE, SHAPE + ":%S"], **asked)


class SaySide(forms.Form):
    side = forms.ChoiceField(label=_("Which side"), choices=list(SIDES.items()), widget=forms.RadioSelect)
    state = forms.ChoiceField(label=_("It is"), choices=list(STATES.items()), widget=forms.RadioSelect)
    code = forms.ChoiceField(label=_("Why closed"), choices=[("", "—"), *WHYS.items()], required=False)
    why = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("No names: this travels to every post."),
    )
    since = moment(label=_("Since"), required=False, help_text=_("Empty: since now."))
    until = moment(label=_("Until, where it is known"), required=False)

    def saying(self) -> dict[str, Any]:
        """What `sides.say` takes."""
        said = self.cleaned_data
        since = said.get("since") or timezone.now()
        until = said.get("until")
        return {
            "side": said["side"],
            "state": said["state"],
            "since": int(since.timestamp() * 1000),
            "until": int(until.timestamp() * 1000) if until else None,
            "code": said["code"],
            "why": said["why"],
        }
