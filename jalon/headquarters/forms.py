"""What the national desk's pages ask. Shapes only: the rules stand in `watchlists` and `staff`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jalon.headquarters.uploads import LARGEST
from jalon.watchlists import incoming
from jalon.watchlists.editions import LONGEST_DECISION
from jalon.watchlists.rules import Rules

# The policies of `jalon.screening`, said for those who decide on a list.
DATES = {
    "usual": _("Usual: full dates from documents; a slip of the pen is forgiven"),
    "strict": _("Strict: dates proven by a document; nothing is forgiven"),
    "estimated": _("Estimated: ages guessed, two years either way"),
}
SHOWS = {
    "reason": _("The listing and the reason of the match"),
    "call_second_line": _("Nothing but “call the second line”"),
}


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or several. Gives a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        many = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(one, initial) for one in many or [None]]


class Proposal(forms.Form):
    """A list, its rules and the files of an edition. `list_name` is asked only of a new list."""

    list_name = forms.CharField(
        label=_("Short name of the new list"),
        max_length=40,
        help_text=_("Small letters, digits and underscores, such as national_wanted. It never changes."),
    )
    title = forms.CharField(label=_("Title, as officers see it"), max_length=80)
    sent = Files(label=_("Files of the edition"))
    threshold = forms.DecimalField(
        label=_("Threshold of the match"),
        min_value=0.5,
        max_value=0.99,
        max_digits=3,
        decimal_places=2,
        help_text=_("From 0.50 to 0.99. A lower one stops more namesakes; a higher one misses more spellings."),
    )
    stale_after = forms.IntegerField(label=_("Old after, in days"), min_value=1, max_value=365)
    dates = forms.ChoiceField(label=_("Dates of birth"), choices=list(DATES.items()), widget=forms.RadioSelect)
    shows = forms.ChoiceField(label=_("What an officer sees"), choices=list(SHOWS.items()), widget=forms.RadioSelect)

    def __init__(self, *args: Any, known: str | None = None, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        if known is not None:
            del self.fields["list_name"]
        self.fields["sent"].help_text = _(
            "All the files of one edition, %(limit)s MB at most. They are read apart, and nothing is in service before "
            "another person approves."
        ) % {"limit": LARGEST}

    def clean_list_name(self) -> str:
        name = str(self.cleaned_data["list_name"]).strip()
        try:
            return incoming.checked_name(name)
        except incoming.ListNameRefused:
            raise forms.ValidationError(
                _("“%(name)s” cannot name a list: write two to forty small letters, digits and underscores."),
                params={"name": name},
            ) from None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.too_large:
            self.errors.pop("sent", None)
            self.add_error(
                "sent",
                forms.ValidationError(
                    _("These files are larger than %(limit)s MB: use jalon lists propose at the machine."),
                    params={"limit": LARGEST},
                ),
            )
        return values

    def rules(self) -> Rules:
        said = self.cleaned_data
        return Rules(said["title"], float(said["threshold"]), said["dates"], said["shows"], said["stale_after"])


class Approval(forms.Form):
    decision = forms.CharField(
        label=_("Decision of the State that puts this edition in service"),
        max_length=LONGEST_DECISION,
        help_text=_("Its number and date, as on the paper."),
    )
