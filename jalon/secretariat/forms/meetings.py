"""What the pages of forums, of the directory and of meetings ask. Shapes only: the rules stand in `cooperation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jalon.cooperation import forums
from jalon.cooperation.directory import LEVELS, SPOKEN
from jalon.cooperation.forums import KINDS
from jalon.cooperation.meetings import LANGUAGES as OF_WORK
from jalon.cooperation.models import Delegation, Level
from jalon.cooperation.texts import LANGUAGES
from jalon.secretariat.forms.texts import TextsField
from jalon.secretariat.words.forums import FORUM_KINDS, PARTY_KINDS
from jalon.secretariat.words.forums import LEVELS as LEVEL_WORDS
from jalon.secretariat.words.meetings import AS_WHAT, DIRECTORY_LEVELS
from jalon.web.fields import Day

# Where meetings are held, and where those sit who pay for them; any other zone of the same region serves as well.
ZONES = (
    *sorted(zone for zone in available_timezones() if zone.startswith("Africa/")),
    "UTC",
    "Europe/Brussels",
    "Europe/Paris",
    "Europe/Zurich",
    "America/New_York",
    "Asia/Riyadh",
    "Asia/Tokyo",
)


class Hour(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=5, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **kwargs
        )


class Line(forms.Form):
    """A line of the directory: whom to call, by function."""

    code = forms.ChoiceField(label=_("Who answers there"), required=False)  # empty: the forum's own secretariat
    level = forms.ChoiceField(
        label=_("Level"), choices=[(one.value, DIRECTORY_LEVELS[one.value]) for one in LEVELS], initial=Level.POST.value
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=120,
        help_text=_("A post’s code or name, a town, a ministry."),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    function = TextsField(
        label=_("Function"), max_length=160, help_text=_("“Shift leader on duty”, “prefect’s office”: never a name.")
    )
    telephone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"})
    )
    second_telephone = forms.CharField(
        label=_("Second telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )
    radio = forms.CharField(
        label=_("Radio"),
        max_length=80,
        required=False,
        help_text=_("Channel and call sign by function: VHF 16, “Gogui”."),
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "dir": "ltr"}),
        help_text=_("Of the service, never a person’s."),
    )
    hours = forms.CharField(
        label=_("Hours"), max_length=80, required=False, help_text=_("When somebody answers: 24 h, 06–22.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        choices=list(SPOKEN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, forum: str, whom: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, forums.party_name(code, forum)) for code in whom]  # type: ignore[attr-defined]


class Called(forms.Form):
    """A meeting."""

    title = TextsField(label=_("Title"), max_length=300)
    level = forms.ChoiceField(label=_("Level"), choices=list(LEVEL_WORDS.items()), initial=Level.REGIONAL.value)
    starts = Day(label=_("First day"))
    ends = Day(label=_("Last day"))
    opens_at = Hour(label=_("Opens at"))
    closes_at = Hour(label=_("Closes at"))
    zone = forms.ChoiceField(
        label=_("Time zone of the place"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES]
    )
    place = forms.CharField(label=_("Place"), max_length=160, help_text=_("Town, and the room where it is known."))
    host = forms.ChoiceField(label=_("Host"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=[(code, LANGUAGES.get(code, "português")) for code in OF_WORK],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    before = forms.ChoiceField(
        label=_("The meeting before it"),
        required=False,
        help_text=_("Whose promises it reviews: its evaluation is the first page of this one."),
    )

    def __init__(self, *args: Any, forum: str, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].initial = settings.TIME_ZONE
        parties = [(one.code, one.name) for one in forums.parties(forum)]
        self.fields["host"].choices = [("", "—"), *parties]  # type: ignore[attr-defined]
        self.fields["before"].choices = [("", "—"), *earlier]  # type: ignore[attr-defined]


class Amended(Called):
    """The same, of a meeting that was called; and why it changes."""

    note = forms.CharField(label=_("Why it changes"), max_length=300, required=False)


class AgendaPoint(forms.Form):
    """A point of the agenda."""

    title = TextsField(label=_("Point"), max_length=300)
    text = TextsField(label=_("What is to be decided"), rows=3, max_length=4000, required=False)
    minutes = forms.IntegerField(label=_("Minutes it takes"), required=False, min_value=1, max_value=600)
    recommendation = forms.ChoiceField(label=_("About a recommendation"), required=False)

    def __init__(self, *args: Any, recommendations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendation"].choices = [("", "—"), *recommendations]  # type: ignore[attr-defined]


class Asked(forms.Form):
    """A delegation."""

    code = forms.ChoiceField(label=_("Delegation"))
    as_what = forms.ChoiceField(label=_("As"), choices=list(AS_WHAT.items()), initial=Delegation.As.MEMBER.value)
    head = forms.CharField(
        label=_("Led by"), max_length=160, required=False, help_text=_("By function: director of the border police.")
    )
    seats = forms.IntegerField(label=_("Seats"), required=False, min_value=1, max_value=999)

    def __init__(self, *args: Any, whom: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = list(whom)  # type: ignore[attr-defined]


class Paper(forms.Form):
    """A paper of a meeting."""

    title = TextsField(label=_("What it is"), max_length=300, required=False)
    sent = forms.FileField(
        label=_("File"),
        help_text=_("PDF, DOCX, XLSX, PNG, JPEG or plain text, up to 512 kB. A file of the same name takes its place."),
    )


class Written(forms.Form):
    """The minutes in a language."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[(code, LANGUAGES.get(code, "português")) for code in OF_WORK]
    )
    text = forms.CharField(
        label=_("Minutes"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": "18", "dir": "auto"}),
        help_text=_("An empty line begins a paragraph. Functions and delegations, never names."),
    )


class Founding(forms.Form):
    """The forum whose machine this is."""

    names = TextsField(label=_("Name of the forum"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one.value, FORUM_KINDS[one.value]) for one in KINDS])
    on = Day(label=_("Founded on"))
    host = forms.CharField(
        label=_("Kept by"),
        max_length=16,
        required=False,
        help_text=_("The code of the party that hosts it, such as MRT."),
    )
    address = forms.CharField(
        label=_("Address of this machine"),
        max_length=200,
        required=False,
        help_text=_("https://…, as the headquarters call it."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


class Renaming(forms.Form):
    names = TextsField(label=_("New name"), max_length=300)
    on = Day(label=_("From"))
    note = forms.CharField(label=_("Why"), max_length=300, required=False)


class Moving(forms.Form):
    host = forms.CharField(
        label=_("Kept by"), max_length=16, help_text=_("The code of the party that hosts it, such as MRT.")
    )
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    on = Day(label=_("From"))
    note = forms.CharField(label=_("Why"), max_length=300, required=False)


class Dissolving(forms.Form):
    on = Day(label=_("Ends on"))
    note = forms.CharField(label=_("Why"), max_length=300)


class Joining(forms.Form):
    """A party of the forum."""

    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        help_text=_("Of a state the three letters of its passports; else a short word: iom."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(PARTY_KINDS.items()))
    names = TextsField(label=_("Name"), max_length=300, required=False, help_text=_("A state needs none."))
    on = Day(label=_("Joined on"))
    node = forms.CharField(
        label=_("Its machine"),
        max_length=16,
        required=False,
        help_text=_("The id of its headquarters’ machine. Without one, you write for it."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


class Leaving(forms.Form):
    code = forms.ChoiceField(label=_("Party"))
    on = Day(label=_("Left on"))

    def __init__(self, *args: Any, forum: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(one.code, one.name) for one in forums.parties(forum)]  # type: ignore[attr-defined]


def initial_of(stands: Any) -> Mapping[str, Any]:
    """A meeting as the form shows it."""
    return {name: getattr(stands, name) for name in Called.base_fields}
