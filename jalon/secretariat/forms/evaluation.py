"""Asking for an evaluation: the two dates, and what it is narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.cooperation.evaluating.scope import LEAST_WINDOW, MOST_WINDOW, WINDOW, Scope
from jalon.cooperation.models import Level
from jalon.cooperation.themes import THEMES
from jalon.secretariat.words.forums import LEVELS
from jalon.web.fields import Day


def _several(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None: all.")
    )


class Asked(forms.Form):
    """`parties`: code and name of those that may be chosen. `own`: a state asks, of itself."""

    since = Day(label=pgettext_lazy("a day", "From"), help_text=_("The first day, such as that of the meeting before."))
    until = Day(label=pgettext_lazy("a day", "To"), help_text=_("The last day, which is counted in."))
    window = forms.IntegerField(
        label=_("Days over which a figure is measured"),
        min_value=LEAST_WINDOW,
        max_value=MOST_WINDOW,
        initial=WINDOW,
        help_text=_("Of each figure, those that end with the first day and those that end with the last."),
    )
    meeting = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *said: Any, parties: Sequence[tuple[str, str]] = (), own: bool = False, **more: Any) -> None:
        super().__init__(*said, **more)
        if not own and len(parties) > 1:
            self.fields["parties"] = _several(_("Countries and parties"), parties)
        self.fields["levels"] = _several(_("Levels"), [(one, LEVELS[one]) for one in Level.values])
        self.fields["themes"] = _several(_("Themes"), list(THEMES.items()))
        if own:
            self.fields["for_others"] = forms.BooleanField(
                label=_("To hand out: keep back small numbers and operational values"), required=False
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first: turn them round."))
        return said

    def scope(self, forum: str) -> Scope:
        said = self.cleaned_data
        return Scope(
            forum=forum,
            parties=tuple(sorted(said.get("parties", ()))),
            levels=tuple(sorted(said.get("levels", ()))),
            themes=tuple(sorted(said.get("themes", ()))),
            window=said["window"],
            for_others=bool(said.get("for_others")),
        )

    def dates(self) -> tuple[date, date]:
        return self.cleaned_data["since"], self.cleaned_data["until"]
