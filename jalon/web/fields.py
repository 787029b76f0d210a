"""What the forms of several rooms ask alike: a day, a file."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


class Day(forms.DateField):
    """A day, chosen in the browser's own way; shown and sent as YYYY-MM-DD in every language."""

    def __init__(self, **asked: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **asked)


class SentFile(forms.Form):
    """A file that is read and looked at before anything is recorded. A form below this one names the field `sent`, and
    says in `larger` what a person reads whose file was cut off on its way. `too_large`: that it was."""

    sent = forms.FileField()
    larger: Any = ""

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.too_large:
            self.errors.pop("sent", None)
            self.add_error("sent", self.larger)
        return values

    def content(self) -> bytes:
        """Its bytes, once the form is valid."""
        sent: UploadedFile = self.cleaned_data["sent"]
        return bytes(sent.read())


class Once(forms.CharField):
    """A one-time name that a form is made with, and sent back with: sent twice, it counts once. Hidden; a name that no
    form was made with is as none."""

    NAME = re.compile(r"[0-9a-f]{16}")

    def __init__(self, **asked: Any) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, initial=self.made, **asked)

    @staticmethod
    def made() -> str:
        return secrets.token_hex(8)

    def clean(self, value: Any) -> str:
        said = str(value or "")
        return said if self.NAME.fullmatch(said) else ""
