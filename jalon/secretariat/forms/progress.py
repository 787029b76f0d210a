"""What the pages of progress, questions and answer sheets ask. Shapes only: the rules stand in `cooperation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jalon.cooperation import progress, questions, sheets
from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.progress import Figure, File, Visit
from jalon.cooperation.promised import Promise
from jalon.cooperation.silence import before, quarter
from jalon.cooperation.texts import direction
from jalon.web.fields import Day, Once, SentFile

ACCEPTED = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.txt"


class Reporting(forms.Form):
    """A report on one promise: one screen. What its proof does not ask for is left out."""

    once = Once()
    party = forms.ChoiceField(label=_("For whom?"))
    signatory = forms.CharField(
        label=_("Signed by (function, no name)"),
        max_length=160,
        help_text=_("Who signed the form at that party: “director of the border police”."),
    )
    state = forms.ChoiceField(
        label=_("How does it stand?"), choices=list(sheets.STATES.items()), widget=forms.RadioSelect
    )
    as_of = Day(label=_("As of"))
    text = forms.CharField(
        label=_("What was done, what is in the way"),
        max_length=progress.LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    value = forms.FloatField(label=_("Value of the indicator"), required=False)
    answer = forms.CharField(label=_("Answer to the question"), max_length=progress.LONGEST_ANSWER, required=False)
    challenge = forms.ChoiceField(label=_("A challenge stands in the way"), required=False)
    file = forms.FileField(label=_("A file"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED}))
    note = forms.CharField(label=_("What it is, or where the paper lies"), max_length=200, required=False)
    indicator = forms.ChoiceField(label=_("A figure from our journal"), required=False)
    since = Day(label=pgettext_lazy("a day", "From"), required=False)
    until = Day(label=pgettext_lazy("a day", "To"), required=False)
    visited_on = Day(label=_("A visit, on"), required=False)
    visitor = forms.ChoiceField(label=_("By whom"), required=False)
    show = forms.ChoiceField(
        label=_("Who sees it?"),
        choices=[("now", _("The forum, at once")), ("later", _("We alone for now: it waits to be released"))],
        widget=forms.RadioSelect,
        initial="now",
    )

    EVIDENCE = ("file", "note", "indicator", "since", "until", "visited_on", "visitor")

    def __init__(
        self,
        *args: Any,
        promise: Promise,
        signs_in: Mapping[str, str],
        visitors: Mapping[str, str],
        challenges: Mapping[str, str],
        figures: bool,
        may_wait: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "fr")[:2]
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction(language)}
        if promise.indicator in INDICATORS and INDICATORS[promise.indicator].unit == "share":
            self.fields["value"].help_text = _("Between 0 and 1: write 0.62 for 62 per cent.")
        nothing = [("", "—")]
        _choices(self, "party", list(signs_in.items()))
        _choices(self, "visitor", nothing + list(visitors.items()))
        _choices(self, "challenge", nothing + list(challenges.items()))
        described = [(one.code, str(one.title)) for one in INDICATORS.values()]
        _choices(self, "indicator", nothing + sorted(described, key=lambda one: (one[0] != promise.indicator, one[1])))
        left_out = {
            "party": not signs_in,
            "signatory": not signs_in,
            "value": promise.proof != "indicator",
            "answer": promise.proof != "question",
            "challenge": not challenges,
            "show": not may_wait,
            "indicator": not figures,
            "since": not figures,
            "until": not figures,
        }
        for name, out in left_out.items():
            if out:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("indicator") and not (said.get("since") and said.get("until")):
            self.add_error("since", _("Say from when to when the figure speaks."))
        if said.get("visitor") and not said.get("visited_on"):
            self.add_error("visited_on", _("Say when the visit was."))
        if said.get("visited_on") and not said.get("visitor"):
            self.add_error("visitor", _("Say who came."))
        return said

    def report(self) -> progress.Report:
        """What was said."""
        said = self.cleaned_data
        sent: UploadedFile | None = said.get("file")
        language = (get_language() or "fr")[:2]
        figure = Figure(said["indicator"], said["since"], said["until"]) if said.get("indicator") else None
        visit = Visit(said["visited_on"], said["visitor"]) if said.get("visitor") else None
        return progress.Report(
            as_of=said["as_of"],
            state=said["state"],
            text={language: said["text"]} if said["text"] else {},
            answer=said.get("answer", ""),
            value=said.get("value"),
            challenge=said.get("challenge", ""),
            note=said["note"],
            file=File(str(sent.name or "document"), bytes(sent.read())) if sent else None,
            figure=figure,
            visit=visit,
        )


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class HoldingBack(forms.Form):
    why = forms.CharField(label=_("Why? It stays among us."), max_length=300)


class Asking(forms.Form):
    """A question to the owner of a promise or of a report."""

    to = forms.ChoiceField(label=_("To whom?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Your question"), max_length=questions.LONGEST, widget=forms.Textarea(attrs={"rows": "4"})
    )
    reply_by = Day(
        label=_("Reply by"),
        help_text=_(
            "Until that day the question stays between you and them. Then all see it, with or without a reply."
        ),
    )

    def __init__(self, *args: Any, owners: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "to", list(owners.items()))
        if len(owners) == 1:
            self.fields["to"].initial = next(iter(owners))


class Replying(forms.Form):
    text = forms.CharField(
        label=_("Your reply"), max_length=questions.LONGEST, widget=forms.Textarea(attrs={"rows": "5"})
    )


class SheetBack(SentFile):
    """An answer sheet that came back."""

    sent = forms.FileField(
        label=_("Answer sheet that came back (XLSX)"), widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )


def first_of(today: date) -> dict[str, Any]:
    """What a report begins with: today, and the last whole quarter for a figure. Which figure, nobody chose yet: what
    leaves is chosen."""
    first = before(quarter(today))
    last = date.fromordinal(quarter(today).toordinal() - 1)
    return {
        "as_of": today,
        "since": first,
        "until": last,
        "show": "now",
    }
