"""Questions that several pages ask: a date as far as it is known, a State by its name, an answer that says much."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.desk import words
from jalon.desk.state_names import named_state
from jalon.desk.typed_dates import read_date

ISO = re.compile(r"\d{4}(-\d{2}){0,2}")


def three_letters(text: str) -> None:
    """An answer says something: at least three letters, of any script."""
    if sum(sign.isalpha() for sign in text) < 3:
        raise forms.ValidationError(_("Write at least three letters."))


class PartialDate(forms.CharField):
    """A date as far as it is known, as officers type it. Gives ISO, or None. `ahead`: it may lie in the future."""

    def __init__(self, *args: Any, ahead: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ahead = ahead

    def prepare_value(self, value: Any) -> Any:
        """A date that is known already stands in the question as an officer would type it, day first."""
        if isinstance(value, str) and ISO.fullmatch(value):
            return " ".join(reversed(value.split("-")))
        return value

    def clean(self, value: Any) -> str | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            return read_date(text, timezone.localdate(), ahead=self.ahead)
        except ValueError:
            raise forms.ValidationError(
                _("“%(text)s” is no date that fits here. Write 12 03 1990, or 03 1990, or 1990."),
                params={"text": text[:20]},
            ) from None


class StateCode(forms.CharField):
    """A state by its three letters, as in a machine readable zone, or by its name in a language of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_length=60, **kwargs)
        self.widget.attrs["list"] = "states"  # desk/_states.html

    def prepare_value(self, value: Any) -> Any:
        """A code that is known already stands in the question by its name, where the name leads back to it."""
        name = words.state(value) if isinstance(value, str) else ""
        return name if name and named_state(name) == value else value

    def clean(self, value: Any) -> str | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = named_state(text)
        if found is None:
            raise forms.ValidationError(
                _("“%(text)s” is no State known here. Write its name, or its three letters: MLI, NER, MRT …"),
                params={"text": text},
            )
        return found
