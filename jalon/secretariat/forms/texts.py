"""One question answered in several languages: {"fr": …, "en": …, "ar": …}, those that were written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.cooperation.texts import LANGUAGES, direction, written


class TextsInput(forms.MultiWidget):
    """An input a language, each in its own direction."""

    template_name = "secretariat/widgets/texts.html"

    def __init__(self, languages: Sequence[str], rows: int = 1) -> None:
        self.languages = languages
        kind: type[forms.Widget] = forms.TextInput if rows == 1 else forms.Textarea
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {}
        for language in languages:
            attrs = {"lang": language, "dir": direction(language)}
            widgets[language] = kind(attrs=attrs if rows == 1 else attrs | {"rows": str(rows)})
        super().__init__(widgets)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        return [(value or {}).get(language, "") for language in self.languages]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for language, one in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            one["language"], one["language_name"] = language, LANGUAGES.get(language, language)
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.languages[0]}" if id_ else id_


class TextsField(forms.MultiValueField):
    """`cleaned_data` is a dictionary of the languages that were written; one of them is enough."""

    def __init__(
        self, *, languages: Sequence[str] = tuple(LANGUAGES), rows: int = 1, max_length: int = 400, **kwargs: Any
    ) -> None:
        self.languages = languages
        one = [forms.CharField(max_length=max_length, required=False) for _language in languages]
        widget = TextsInput(languages, rows)
        super().__init__(one, widget=widget, require_all_fields=False, **kwargs)
        self.error_messages["required"] = _("Write it in one language at least.")

    def compress(self, data_list: Sequence[str] | None) -> dict[str, str]:
        return written(dict(zip(self.languages, data_list or [], strict=False)))
