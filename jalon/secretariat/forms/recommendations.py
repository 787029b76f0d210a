"""What the pages of recommendations and challenges ask. Shapes only: the rules stand in `cooperation`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.cooperation.indicators import targets
from jalon.cooperation.models import Recommendation
from jalon.cooperation.recommendations import LONGEST_NUMBER
from jalon.cooperation.themes import THEMES
from jalon.secretariat.forms import in_languages
from jalon.secretariat.forms.in_time import IN_TIME
from jalon.secretariat.words.forums import LEVELS
from jalon.secretariat.words.recommendations import PROOFS, SOURCES, STATES, VERDICTS
from jalon.web.fields import Day

Choices = Sequence[tuple[str, Any]]
Proof = Recommendation.Proof
Source = Recommendation.Source
SOME, ANY = ("", "—"), ("", _("All"))


class Search(forms.Form):
    """Which recommendations, and as they stood on which day."""

    level = forms.ChoiceField(label=_("Level"), choices=[ANY, *LEVELS.items()], required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=[ANY, *THEMES.items()], required=False)
    country = forms.ChoiceField(label=_("Binds"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[ANY, *((code, said[0]) for code, said in STATES.items())], required=False
    )
    on = Day(label=_("As it stood on"), required=False, validators=IN_TIME)
    late = forms.BooleanField(label=_("Late alone"), required=False)

    def __init__(self, *args: Any, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [ANY, *parties]  # type: ignore[attr-defined]


class Put(forms.Form):
    """A recommendation: its words, whom it binds, until when, and how we will know. `asks_again`: the page asks whether
    a day that is past is meant."""

    asks_again = False

    number = forms.CharField(
        label=_("Number"), max_length=LONGEST_NUMBER, help_text=_("As it is spoken of in the room, such as 2.1.")
    )
    level = forms.ChoiceField(label=_("Level"), choices=[SOME, *LEVELS.items()])
    theme = forms.ChoiceField(label=_("Theme"), choices=[SOME, *THEMES.items()])
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    binds = forms.MultipleChoiceField(label=_("Whom it binds"), required=False, widget=forms.CheckboxSelectMultiple)
    due = Day(label=_("Until"), required=False)
    though_past = forms.BooleanField(label=_("Put it all the same: it was due on a day that is past"), required=False)
    source = forms.ChoiceField(label=_("Where it comes from"), choices=list(SOURCES.items()))
    source_ref = forms.CharField(
        label=_("Which one"), max_length=160, required=False, help_text=_("The gap, the report, the file and its row.")
    )
    posts = forms.CharField(
        label=_("Posts it is about"), max_length=400, required=False, help_text=_("Codes, with commas between them.")
    )
    proof = forms.ChoiceField(
        label=_("How we will know that it was kept"), choices=list(PROOFS.items()), widget=forms.RadioSelect
    )
    indicator = forms.ChoiceField(
        label=_("Indicator"),
        required=False,
        help_text=_("Refusals, hits and arrests are described; they are never a target."),
    )
    baseline = forms.FloatField(label=_("It stands at"), required=False)
    target = forms.FloatField(label=_("To be reached"), required=False, help_text=_("A share is written 0 to 1."))

    def __init__(self, *args: Any, parties: Choices, meetings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["binds"].choices = list(parties)  # type: ignore[attr-defined]
        self.fields["meeting"].choices = [SOME, *meetings]  # type: ignore[attr-defined]
        known = sorted(((code, str(one.title)) for code, one in targets().items()), key=lambda one: one[1])
        self.fields["indicator"].choices = [SOME, *known]  # type: ignore[attr-defined]
        in_languages.ask(self, "text", _("Recommendation"), lines=5)
        in_languages.ask(self, "deliverable", _("What will be delivered"), lines=2)
        in_languages.ask(self, "question", pgettext_lazy("recommendation", "Question"), lines=2)
        in_languages.ask(self, "answer", _("Agreed answer"), lines=1)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        due = said.get("due")
        if due and due < timezone.localdate() and said.get("source") != Source.EARLIER and not said["though_past"]:
            self.add_error("due", _("This day is past. Look at it again, or tick below that it is meant so."))
            self.asks_again = True
        return said

    def facts(self) -> dict[str, Any]:
        """What the act takes, without the words: only what belongs to the proof that was chosen."""
        said = self.cleaned_data
        names = ("number", "level", "theme", "meeting", "binds", "due", "source", "source_ref", "proof")
        facts = {name: said[name] for name in names} | {"posts": codes(said["posts"])}
        if said["proof"] == Proof.INDICATOR:
            return facts | {name: said[name] for name in ("indicator", "baseline", "target")}
        if said["proof"] == Proof.DELIVERABLE:
            return facts | {"deliverable": in_languages.said(self, "deliverable")}
        return facts | {name: in_languages.said(self, name) for name in ("question", "answer")}

    def words(self) -> dict[str, str]:
        return in_languages.said(self, "text")


class Word(forms.Form):
    """Another version of the words."""

    why = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_languages.ask(self, "text", _("Recommendation"), lines=5)


class Tell(forms.Form):
    """What becomes of a recommendation."""

    on = Day(label=_("On"), initial=timezone.localdate)
    note = forms.CharField(label=_("Why"), max_length=600, required=False, widget=forms.Textarea({"rows": 2}))
    due = Day(label=_("New date"), required=False)
    into = forms.ChoiceField(label=_("Into which one"), required=False)
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)

    def __init__(self, *args: Any, others: Choices, meetings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [SOME, *others]  # type: ignore[attr-defined]
        self.fields["meeting"].choices = [SOME, *meetings]  # type: ignore[attr-defined]


class Judge(forms.Form):
    """How a recommendation stands in the eyes of whoever speaks."""

    verdict = forms.ChoiceField(
        label=_("How it stands"),
        choices=[(code, said[0]) for code, said in VERDICTS.items()],
        widget=forms.RadioSelect,
    )
    as_of = Day(label=_("As of"), initial=timezone.localdate)
    why = forms.CharField(label=_("Why"), max_length=1_000, widget=forms.Textarea({"rows": 3}))
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)

    def __init__(self, *args: Any, meetings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [SOME, *meetings]  # type: ignore[attr-defined]


class Challenge(forms.Form):
    """What stands in the way, and what it blocks."""

    level = forms.ChoiceField(label=_("Level"), choices=[SOME, *LEVELS.items()])
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    blocks = forms.MultipleChoiceField(label=_("What it blocks"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, blocks: Choices, meetings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blocks"].choices = list(blocks)  # type: ignore[attr-defined]
        self.fields["meeting"].choices = [SOME, *meetings]  # type: ignore[attr-defined]
        in_languages.ask(self, "title", _("Challenge"), lines=1)
        in_languages.ask(self, "text", _("What it is"), lines=3)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        texts = {name: in_languages.said(self, name) for name in ("title", "text")}
        return {name: said[name] for name in ("level", "meeting", "blocks")} | texts


class TellChallenge(forms.Form):
    """What becomes of a challenge."""

    on = Day(label=_("On"), initial=timezone.localdate)
    note = forms.CharField(label=_("Why"), max_length=600, required=False)
    blocks = forms.MultipleChoiceField(label=_("What it blocks"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, blocks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blocks"].choices = list(blocks)  # type: ignore[attr-defined]


def codes(said: str) -> list[str]:
    """Codes as people write them, with commas or spaces between them, once each."""
    return list(dict.fromkeys(said.upper().replace(";", " ").replace(",", " ").replace("،", " ").split()))
