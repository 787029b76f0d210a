"""What the pages of an assessment ask, at either door. Shapes only: the rules are in `assessing` and `filling`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jalon.capacity import checklist as lists
from jalon.capacity import words_of_assessments as words
from jalon.capacity.answers import LONGEST_NOTE
from jalon.capacity.assessing import LONGEST_ASSESSOR
from jalon.capacity.checklist import NOT_APPLICABLE, Item, Theme
from jalon.capacity.models import AssessmentDraft
from jalon.web.fields import Day, SentFile

ACCEPT = "image/jpeg,image/png,application/pdf"


def _no_day_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(words.RULES["not_yet"], code="not_yet")


class Facts(forms.Form):
    """When the post was looked at, and by whom."""

    on = Day(label=gettext_lazy("Day of the visit"), validators=[_no_day_to_come])
    assessor = forms.CharField(
        label=gettext_lazy("Who looked, by function"),
        max_length=LONGEST_ASSESSOR,
        help_text=gettext_lazy("“Head of the post”, “inspection of the border police”: no name."),
    )


class Beginning(Facts):
    """Which checklist, at which post. `posts`: code -> name; where there is one alone, it is not asked."""

    checklist = forms.ChoiceField(label=gettext_lazy("Checklist"), widget=forms.RadioSelect)
    post = forms.ChoiceField(label=gettext_lazy("Post"))
    field_order = ("checklist", "post", "on", "assessor")

    def __init__(self, *args: Any, posts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = lists.newest()
        self.fields["checklist"].choices = [(one.code, words.titled(one)) for one in newest]  # type: ignore[attr-defined]
        self.fields["checklist"].initial = newest[0].code
        self.fields["on"].initial = timezone.localdate
        if len(posts) == 1:
            self.fields["post"] = forms.CharField(widget=forms.HiddenInput, initial=next(iter(posts)))
        else:
            self.fields["post"].choices = [("", "—"), *posts.items()]  # type: ignore[attr-defined]


class Figure(forms.FloatField):
    """A number, with a point or a comma."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class Answers(forms.Form):
    """The questions of a theme. An answer may stay open; what is left empty is not answered."""

    def __init__(self, *args: Any, theme: Theme, draft: AssessmentDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theme, self.draft = theme, draft
        for item in theme.items:
            given = draft.answers.get(item.code, {})
            if item.number is None:
                self.fields[f"{item.code}-answer"] = _choice(item, given)
            else:
                self.fields[f"{item.code}-number"] = _number(item, given)
                self.fields[f"{item.code}-na"] = forms.BooleanField(
                    label=words.ANSWERS[NOT_APPLICABLE],
                    required=False,
                    initial=given.get("answer") == NOT_APPLICABLE,
                )
            self.fields[f"{item.code}-note"] = _note(given)
            self.fields[f"{item.code}-file"] = forms.FileField(
                label=_("Picture or PDF"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each question with its fields, as the page shows them."""
        files: dict[str, list[Any]] = {}
        for file in self.draft.files.order_by("pk"):
            files.setdefault(file.item, []).append(file)
        for item in self.theme.items:
            names = ("answer", "number", "na", "note", "file")
            fields = {name: self[f"{item.code}-{name}"] for name in names if f"{item.code}-{name}" in self.fields}
            yield {
                "code": item.code,
                "name": words.said(item.name),
                "question": words.said(item.question),
                "evidence": words.said(item.evidence),
                "source": item.source,
                "weight": item.weight,
                "thresholds": words.thresholds(item),
                "files": files.get(item.code, []),
                **fields,
            }

    def answers(self) -> dict[str, dict[str, Any]]:
        """What was answered, as `filling.save` takes it."""
        found = {}
        for item in self.theme.items:
            said = self._given(item)
            if note := str(self.cleaned_data.get(f"{item.code}-note", "")).strip():
                said["note"] = note
            found[item.code] = said
        return found

    def _given(self, item: Item) -> dict[str, Any]:
        if item.number is None:
            answer = self.cleaned_data.get(f"{item.code}-answer")
            return {"answer": answer} if answer else {}
        if self.cleaned_data.get(f"{item.code}-na"):
            return {"answer": NOT_APPLICABLE}
        number = self.cleaned_data.get(f"{item.code}-number")
        return {} if number is None else {"number": float(number)}

    def uploaded(self) -> dict[str, tuple[str, bytes]]:
        """Item -> (name, bytes)."""
        found = {}
        for item in self.theme.items:
            file: UploadedFile | None = self.cleaned_data.get(f"{item.code}-file")
            if file:
                found[item.code] = (str(file.name), bytes(file.read()))
        return found

    def removed(self) -> list[int]:
        """Ids of files whose box was ticked."""
        sent: Any = self.data  # a QueryDict, where the form was sent
        return [int(one) for one in sent.getlist("remove") if one.isdecimal()] if self.is_bound else []


def _choice(item: Item, given: Mapping[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=words.said(item.question),
        choices=[*words.ANSWERS.items(), ("", pgettext("answer of an assessment", "Not answered"))],
        required=False,
        widget=forms.RadioSelect,
        initial=given.get("answer", ""),
    )


def _number(item: Item, given: Mapping[str, Any]) -> Figure:
    assert item.number is not None
    return Figure(
        label=words.said(item.question),
        required=False,
        min_value=0,
        max_value=item.number.most,
        initial=words.number(given["number"]).replace(",", ".") if "number" in given else None,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "dir": "ltr"}),
    )


def _note(given: Mapping[str, Any]) -> forms.CharField:
    return forms.CharField(
        label=_("What shows it"),
        required=False,
        max_length=LONGEST_NOTE,
        initial=given.get("note", ""),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_NOTE}),
    )


class Sheet(SentFile):
    """A filled spreadsheet."""

    sent = forms.FileField(
        label=gettext_lazy("The filled spreadsheet (XLSX)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("It is read and shown before anything is recorded."),
    )


class Withdrawing(forms.Form):
    why = forms.CharField(label=gettext_lazy("Why it does not count"), max_length=200)


def posts_named(posts: Sequence[Any]) -> dict[str, str]:
    """Code -> name, as a list of posts is offered."""
    return {one.code: f"{one.name} ({one.code})" for one in posts}
