"""What the pages of the bureau ask. Shapes only: the rules stand in `bureau`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.bureau.answering import ANSWERS
from jalon.bureau.answers import LONGEST_REFERENCE, LONGEST_TO_DO
from jalon.bureau.asking import ABOUT, KINDS, LONGEST, LONGEST_REASON, URGENCIES
from jalon.documents import states
from jalon.documents.types import DOCUMENT_TYPES
from jalon.headquarters import words
from jalon.web.fields import SentFile

LABELS = {
    "primary_identifier": _("Surname"),
    "secondary_identifier": _("Given names"),
    "birth_date": _("Date of birth"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
    "document_kind": _("Type of document"),
    "issuing_state": _("Issuing State"),
    "document_number": _("Document number"),
    "plate": _("Plate"),
    "plate_state": _("State of the plate"),
    "chassis_number": _("Chassis number (VIN)"),
    "vehicle_kind": _("Kind of vehicle"),
}
SEXES = (("", "—"), ("F", "F"), ("M", "M"), ("X", "X"))
OF_A_STATE = {"nationality", "issuing_state", "plate_state"}


class Asking(forms.Form):
    """What hangs on the answer, and why it is asked."""

    urgency = forms.ChoiceField(
        label=_("What hangs on the answer?"),
        choices=[(code, said) for code, (_hours, said) in URGENCIES.items()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why is it asked?"),
        max_length=LONGEST_REASON,
        help_text=_("It stands on the form, with your name."),
    )


class OfACase(Asking):
    """About the person, the document or the vehicle of a case: its particulars are taken as they were read."""

    kind = forms.ChoiceField(
        label=_("What is asked about?"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="person"
    )
    case = forms.CharField(widget=forms.HiddenInput, max_length=80)
    field_order = ("kind", "urgency", "reason")


class Typed(Asking):
    """About a subject that is typed: the fields are those of its kind."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in ABOUT[kind]:
            self.fields[name] = _field(name)
        self.order_fields([*ABOUT[kind], "urgency", "reason"])

    def about(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]) for name in ABOUT[self.kind]}


def _field(name: str) -> forms.Field:
    label = LABELS[name]
    if name == "sex":
        return forms.ChoiceField(label=label, choices=SEXES, required=False)
    if name == "document_kind":
        kinds = [(code, kind.names[words.language()]) for code, kind in DOCUMENT_TYPES.items()]
        return forms.ChoiceField(
            label=label, choices=[("", "—"), *sorted(kinds, key=lambda one: one[1])], required=False
        )
    if name in OF_A_STATE:
        named = sorted(((code, words.state(code)) for code in states.STATES), key=lambda one: one[1])
        return forms.ChoiceField(label=label, choices=[("", "—"), *named], required=False)
    if name == "birth_date":
        return forms.RegexField(
            r"^\d{4}(-\d{2}(-\d{2})?)?$",
            label=label,
            required=False,
            help_text=_("Year, month and day, as far as known: 1990-05-03, or 1990."),
            error_messages={"invalid": _("Write the year first: 1990-05-03, 1990-05 or 1990.")},
        )
    return forms.CharField(label=label, max_length=LONGEST, required=False)


class Answer(forms.Form):
    """An answer that came by telephone or on paper."""

    answer = forms.ChoiceField(label=_("Answer"), choices=list(ANSWERS.items()), widget=forms.RadioSelect)
    reference = forms.CharField(label=_("Reference of the bureau"), max_length=LONGEST_REFERENCE)
    what_to_do = forms.CharField(
        label=_("What to do"),
        max_length=LONGEST_TO_DO,
        required=False,
        help_text=_("The instruction alone. Nothing else of the bureau’s data is kept here."),
    )


class Closing(forms.Form):
    why = forms.CharField(label=_("What came of it"), max_length=LONGEST_REASON)


class AnswersFile(SentFile):
    """A file of answers."""

    sent = forms.FileField(
        label=_("File of answers (CSV or XLSX)"),
        help_text=_("Columns: number, answer, reference, what to do. A file with any other column is refused whole."),
    )
