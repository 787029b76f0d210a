"""The same sentence asked for in the working languages, side by side."""

from __future__ import annotations

from typing import Any

from django import forms

from jalon.cooperation.texts import LANGUAGES, direction

LONGEST = 4_000


def ask(form: forms.Form, name: str, label: Any, *, lines: int = 3) -> None:
    """Add a field for each language, named `name_fr` …; the browser writes each in its own direction."""
    for code, language in LANGUAGES.items():
        attributes = {"lang": code, "dir": direction(code)}
        widget = forms.TextInput(attributes) if lines == 1 else forms.Textarea(attributes | {"rows": lines})
        field = forms.CharField(label=f"{label} – {language}", max_length=LONGEST, required=False, widget=widget)
        form.fields[f"{name}_{code}"] = field


def said(form: forms.Form, name: str) -> dict[str, str]:
    """What was written, by language."""
    return {code: form.cleaned_data[f"{name}_{code}"] for code in LANGUAGES if form.cleaned_data.get(f"{name}_{code}")}


def bound(form: forms.Form, name: str) -> list[Any]:
    """The fields of one sentence, for the page."""
    return [form[f"{name}_{code}"] for code in LANGUAGES]


def initial(name: str, texts: dict[str, str]) -> dict[str, str]:
    """What stands there already, as a form begins with it."""
    return {f"{name}_{code}": text for code, text in texts.items() if code in LANGUAGES}
