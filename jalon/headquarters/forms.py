"""What the national desk's pages ask. Shapes only: the rules stand in `watchlists` and `staff`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jalon.headquarters import words
from jalon.headquarters.uploads import LARGEST
from jalon.staff.models import Account
from jalon.watchlists import incoming
from jalon.watchlists.editions import LONGEST_DECISION
from jalon.watchlists.rules import Rules
from jalon.web.fields import Day

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


GOES_TO = {
    "all": _("All posts"),
    "some": _("These posts alone"),
    "none": _("No post: headquarters alone"),
}


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or several. Gives a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        many = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(one, initial) for one in many or [None]]


def a_threshold(**said: Any) -> forms.DecimalField:
    """A score from which a match stops a traveller."""
    return forms.DecimalField(min_value=0.5, max_value=0.99, max_digits=3, decimal_places=2, **said)


class Proposal(forms.Form):
    """A list, its rules and the files of an edition. `list_name` is asked only of a new list."""

    list_name = forms.CharField(
        label=_("Short name of the new list"),
        max_length=40,
        help_text=_("Small letters, digits and underscores, such as national_wanted. It never changes."),
    )
    title = forms.CharField(label=_("Title, as officers see it"), max_length=80)
    sent = Files(label=_("Files of the edition"))
    threshold = a_threshold(
        label=_("Threshold of the match"),
        help_text=_("From 0.50 to 0.99. A lower one stops more namesakes; a higher one misses more spellings."),
    )
    threshold_undated = a_threshold(
        label=_("Threshold where the day of birth is not known"),
        help_text=_("Lower than the other: then the name alone must do, and is looked at twice."),
    )
    authority = forms.CharField(
        label=_("Authority to call"),
        max_length=120,
        required=False,
        help_text=_("Said of listings that name none themselves."),
    )
    telephone = forms.CharField(label=_("Its telephone, day and night"), max_length=40, required=False)
    stale_after = forms.IntegerField(
        label=_("Old after, in days"),
        min_value=1,
        max_value=365,
        help_text=_("The desk then says to every officer that the list is old."),
    )
    dates = forms.ChoiceField(label=_("Dates of birth"), choices=list(DATES.items()), widget=forms.RadioSelect)
    shows = forms.ChoiceField(label=_("What an officer sees"), choices=list(SHOWS.items()), widget=forms.RadioSelect)

    goes_to = forms.ChoiceField(
        label=_("Where the list goes"),
        choices=list(GOES_TO.items()),
        widget=forms.RadioSelect,
        help_text=_(
            "The headquarters matches everything that it receives against every list, those that go nowhere too."
        ),
    )
    at_posts = forms.MultipleChoiceField(label=_("Posts"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        known: str | None = None,
        posts: list[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at_posts"].choices = posts or []  # type: ignore[attr-defined]
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
        if values.get("goes_to") == "some" and not values.get("at_posts"):
            self.add_error("at_posts", _("Choose the posts, or say that it goes to none."))
        return values

    @staticmethod
    def where(posts: Sequence[str] | None) -> dict[str, Any]:
        """The two answers that a list's `posts` give."""
        goes_to = "all" if posts is None else "some" if posts else "none"
        return {"goes_to": goes_to, "at_posts": list(posts or [])}

    def rules(self) -> Rules:
        said = self.cleaned_data
        posts = {"all": None, "none": []}.get(said["goes_to"], sorted(said["at_posts"]))
        plain = {name: said[name] for name in Rules.__dataclass_fields__ if name != "posts"} | {"posts": posts}
        return Rules.from_json(plain | {name: float(said[name]) for name in ("threshold", "threshold_undated")})


class Approval(forms.Form):
    decision = forms.CharField(
        label=_("Decision of the State that puts this edition in service"),
        max_length=LONGEST_DECISION,
        help_text=_("Its number and date, as on the paper."),
    )


class Enrolment(forms.Form):
    name = forms.CharField(label=_("Name of the officer"), max_length=120)
    username = forms.RegexField(
        r"^[a-z][a-z0-9._-]{1,39}$",
        label=_("Username, to sign in"),
        max_length=40,
        help_text=_("Small letters and digits, such as a.diarra. It never changes."),
        error_messages={"invalid": _("Write two to forty small letters and digits, a letter first.")},
    )

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if Account.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Somebody signs in as “%(name)s” already."), params={"name": username})
        return username


class NewPosting(forms.Form):
    post = forms.ChoiceField(label=_("Post"))
    role = forms.ChoiceField(label=_("Role"))
    since = Day(label=_("First day"))
    until = Day(label=_("Last day"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "—"), *posts]  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", "—"), *words.roles()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("until") and values.get("since") and values["until"] < values["since"]:
            self.add_error("until", words.rule_of_postings("ends_before_it_begins"))
        return values


class FirstPassword(forms.Form):
    """The newcomer's door. Nothing here says whether a name exists."""

    username = forms.CharField(
        label=_("Username"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        help_text=_("As on the sheet. Capitals and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=_("Ten signs or more. Four words are better than one with digits."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password, again"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") and values.get("repeated") and values["password"] != values["repeated"]:
            self.add_error("repeated", _("The two are not the same."))
        return values
