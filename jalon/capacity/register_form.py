"""What pages of either tier ask of whoever says how a post stands: drawn from the table of matters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.capacity import words
from jalon.capacity.register_facts import HOUR, MATTERS, NUMBER, ONE, SEVERAL, TICK, Question
from jalon.capacity.rules import CannotSay
from jalon.web.fields import Day


class SayMatter(forms.Form):
    """One matter of a post. Nothing is required of the browser: the rules are those of the table."""

    def __init__(self, what: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.questions = MATTERS[what].questions
        for name, question in self.questions.items():
            self.fields[name] = _field(question)
        self.fields["since"] = Day(
            label=_("So since"), initial=timezone.localdate, help_text=_("An earlier day corrects what was said of it.")
        )

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.questions}

    def refused(self, rule: CannotSay) -> None:
        """Say where a rule stands in the way."""
        self.add_error(rule.field if rule.field in self.fields else None, words.rule(rule.code))


def _field(question: Question) -> forms.Field:
    asked: dict[str, Any] = {"label": question.label, "required": False, "help_text": question.hint or question.unit}
    if question.shape == ONE:
        return forms.ChoiceField(choices=list(question.choices.items()), widget=forms.RadioSelect, **asked)
    if question.shape == SEVERAL:
        choices = list(question.choices.items())
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **asked)
    if question.shape == NUMBER:
        return forms.IntegerField(min_value=0, max_value=question.most, **asked)
    if question.shape == TICK:
        return forms.BooleanField(**asked)
    if question.shape == HOUR:
        return forms.CharField(max_length=5, widget=forms.TextInput(attrs={"type": "time"}), **asked)
    return forms.CharField(max_length=question.most, **asked)
