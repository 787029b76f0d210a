"""What the pages of the rules of travel ask. Shapes only."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings.rule_sets import LARGEST_FILE, LONGEST_DECISION
from jalon.documents.states import STATES, STATUSES, name
from jalon.headquarters import words
from jalon.headquarters.forms import Files
from jalon.regimes.reading import FILES
from jalon.regimes.words import POST_CATEGORIES


class RulesProposal(forms.Form):
    sent = Files(
        label=_("The six files of the set"),
        help_text=_("set.json, texts.json, blocs.json, rules.json, seasons.json and fees.json: choose them together."),
    )

    def files_sent(self) -> dict[str, bytes]:
        """The files of a set by name; any other is passed over, and one too large counts as missing."""
        wanted = {f"{one}.json" for one in FILES}
        named = {PurePath(one.name or "").name: one for one in self.cleaned_data["sent"]}
        return {file: one.read(LARGEST_FILE + 1) for file, one in named.items() if file in wanted}


class RulesApproval(forms.Form):
    decision = forms.CharField(
        label=_("Decision of the State that puts these rules in service"),
        max_length=LONGEST_DECISION,
        help_text=_("Its number and date, as on the paper."),
    )


class PostCategory(forms.Form):
    category = forms.ChoiceField(label=_("Who may pass here"), required=False, widget=forms.RadioSelect)
    neighbour = forms.ChoiceField(label=_("State across the line"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = words.language()
        known = [(code, said[language]) for code, said in POST_CATEGORIES.items()]
        self.fields["category"].choices = [*known, ("", _("Not declared: the rules are not asked"))]  # type: ignore[attr-defined]
        codes = (code for code in STATES if len(code) == 3 and code not in STATUSES)
        states = sorted(((code, name(code, language)) for code in codes), key=lambda one: one[1])
        self.fields["neighbour"].choices = [("", "—"), *states]  # type: ignore[attr-defined]
