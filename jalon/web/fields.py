"""What the forms of several rooms ask alike: a day, a file."""

from __future__ import annotations

import re
import secrets
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile


class Day(forms.DateField):
    """A day, chosen in the browser's own way; shown and sent as YYYY-MM-DD in every language."""

    def __init__(self, **asked: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **asked)


class NotTaken(UploadedFile):
    """Stands in the place of a file that was passed over on its way, with a sentence `why`. Every file field asks a
    file for its size, and hears it: no form can take what did not come for nothing sent."""

    def __init__(self, name: str, why: str) -> None:
        self.why = why
        super().__init__(BytesIO(), name or "file")

    @property
    def size(self) -> int:
        raise ValidationError(self.why, code="not_taken")

    @size.setter
    def size(self, size: int | None) -> None:
        """None: nothing is here."""


class SentFile(forms.Form):
    """A file that is read and looked at before anything is recorded. A form below this one names the field `sent`."""

    sent = forms.FileField()

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
