"""What the pages of the machines ask. Shapes only: the rules stand in `journal` and `sync`."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jalon.journal.nodes import LONGEST_REASON
from jalon.posts.sides_form import moment


class Invite(forms.Form):
    post = forms.ChoiceField(label=_("Post"))
    address = forms.CharField(
        label=_("Address of this headquarters, as the post reaches it"),
        max_length=200,
        help_text=_("It begins with https:// and stands in the QR sign."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: object, posts: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if settings.JALON_TIER == "forum":
            self.fields["post"].label = _("Party")
            self.fields["address"].label = _("Address of this forum, as its members reach it")
        self.fields["post"].choices = [("", "—"), *posts]  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip().rstrip("/")
        if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
            raise forms.ValidationError(_("An address begins with https://"))
        return address


class Revocation(forms.Form):
    since = moment(label=_("Not trusted since"), help_text=_("When it was lost or taken, as far as you know."))
    why = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text=_("It stands in the journal, and whoever asks later reads it."),
    )


class Reason(forms.Form):
    """Why somebody accepts what waits; `up_to` the last arrival position meant, as it was shown."""

    up_to = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))
