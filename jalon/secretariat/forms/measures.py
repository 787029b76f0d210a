"""What the pages of measures, projects and practices ask. Shapes only: the rules stand in `cooperation`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.cooperation.indicators import targets
from jalon.cooperation.library import LIBRARY
from jalon.cooperation.texts import LANGUAGES, in_language
from jalon.secretariat.forms import in_languages
from jalon.secretariat.forms.recommendations import ANY, SOME, codes
from jalon.secretariat.words.forums import LEVELS
from jalon.secretariat.words.measures import STATES
from jalon.web.fields import Day, Once

Choices = Sequence[tuple[str, Any]]


class Search(forms.Form):
    """Which measures."""

    level = forms.ChoiceField(label=_("Level"), choices=[ANY, *LEVELS.items()], required=False)
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[ANY, *((code, said[0]) for code, said in STATES.items())], required=False
    )
    late = forms.BooleanField(label=_("Late alone"), required=False)

    def __init__(self, *args: Any, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [ANY, *parties]  # type: ignore[attr-defined]


class Plan(forms.Form):
    """A measure: taken from the library, or in words of one's own."""

    library = forms.ChoiceField(label=_("From the library"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[SOME, *LEVELS.items()], required=False)
    recommendation = forms.ChoiceField(label=_("Recommendation"), required=False)
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    office = forms.CharField(
        label=_("Service"), max_length=160, required=False, help_text=_("By its function: never a person's name.")
    )
    partner = forms.ChoiceField(label=_("With which partner"), required=False)
    means = forms.CharField(
        label=pgettext_lazy("of a measure", "Means"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    starts = Day(label=pgettext_lazy("a day", "From"), required=False)
    ends = Day(label=pgettext_lazy("a day", "To"), required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)
    line = forms.CharField(label=_("Line of its budget"), max_length=16, required=False)
    posts = forms.CharField(
        label=_("Posts"), max_length=400, required=False, help_text=_("Codes, with commas between them.")
    )

    def __init__(
        self, *args: Any, owners: Choices, parties: Choices, recommendations: Choices, projects: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        library = sorted(((code, in_language(one.title)) for code, one in LIBRARY.items()), key=lambda one: one[1])
        for name, choices in (
            ("library", library),
            ("owner", owners),
            ("partner", parties),
            ("recommendation", recommendations),
            ("project", projects),
        ):
            self.fields[name].choices = [SOME, *choices]  # type: ignore[attr-defined]
        in_languages.ask(self, "title", _("Name of the measure"), lines=1)
        in_languages.ask(self, "text", _("What is done"), lines=3)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("library", "level", "recommendation", "owner", "office", "partner", "means", "starts", "ends")
        facts = {name: said[name] for name in (*names, "project", "line")} | {"posts": codes(said["posts"])}
        return facts | {name: in_languages.said(self, name) for name in ("title", "text")}


class TellMeasure(forms.Form):
    """How a measure stands from a day on."""

    state = forms.ChoiceField(
        label=_("How it stands"), choices=[(code, said[0]) for code, said in STATES.items()], widget=forms.RadioSelect
    )
    on = Day(label=_("Since"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Why"), max_length=600, required=False, help_text=_("Needed where it is stopped or goes back.")
    )


class Link(forms.Form):
    """What a measure touches."""

    posts = forms.CharField(label=_("Posts"), max_length=400, required=False)
    assets = forms.MultipleChoiceField(label=_("Equipment"), required=False, widget=forms.CheckboxSelectMultiple)
    trainings = forms.MultipleChoiceField(label=_("Trainings"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, assets: Choices, trainings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assets"].choices = list(assets)  # type: ignore[attr-defined]
        self.fields["trainings"].choices = list(trainings)  # type: ignore[attr-defined]


class Amend(forms.Form):
    """Other dates, means or partner, and why."""

    starts = Day(label=pgettext_lazy("a day", "From"), required=False)
    ends = Day(label=pgettext_lazy("a day", "To"), required=False)
    office = forms.CharField(label=_("Service"), max_length=160, required=False)
    partner = forms.ChoiceField(label=_("With which partner"), required=False)
    means = forms.CharField(
        label=pgettext_lazy("of a measure", "Means"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    project = forms.ChoiceField(label=_("Project"), required=False)
    line = forms.CharField(label=_("Line of its budget"), max_length=16, required=False)
    why = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, parties: Choices, projects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [SOME, *parties]  # type: ignore[attr-defined]
        self.fields["project"].choices = [SOME, *projects]  # type: ignore[attr-defined]


class OpenProject(forms.Form):
    """A project and its donor."""

    code = forms.CharField(label=_("Code"), max_length=24)
    donor = forms.ChoiceField(label=_("Donor"))
    implements = forms.ChoiceField(label=_("Who carries it out"), required=False)
    starts = Day(label=pgettext_lazy("a day", "From"))
    months = forms.IntegerField(label=_("Months"), initial=12, min_value=1, max_value=120)
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="XOF", help_text=_("Three letters."))
    countries = forms.MultipleChoiceField(label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple)
    iati = forms.CharField(label=_("IATI identifier"), max_length=80, required=False)
    reporting = forms.CharField(
        label=_("IATI reference of the reporting organisation"),
        max_length=80,
        required=False,
        help_text=_("Such as XM-DAC-47066: without it the export names it by its code here."),
    )

    def __init__(self, *args: Any, parties: Choices, countries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["donor"].choices = [SOME, *parties]  # type: ignore[attr-defined]
        self.fields["implements"].choices = [SOME, *parties]  # type: ignore[attr-defined]
        self.fields["countries"].choices = list(countries)  # type: ignore[attr-defined]
        in_languages.ask(self, "title", _("Title"), lines=1)
        in_languages.ask(self, "text", _("What it is for"), lines=3)

    def facts(self) -> dict[str, Any]:
        texts = {name: in_languages.said(self, name) for name in ("title", "text")}
        names = ("code", "donor", "implements", "starts", "months", "currency", "countries", "iati", "reporting")
        return {name: self.cleaned_data[name] for name in names} | texts


class SetLine(forms.Form):
    """A line of the budget."""

    number = forms.CharField(label=pgettext_lazy("of a budget", "Line"), max_length=16)
    amount = forms.CharField(label=_("Amount"), max_length=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_languages.ask(self, "title", _("Title"), lines=1)


class Spend(forms.Form):
    """What was spent on a line."""

    once = Once()
    line = forms.ChoiceField(label=pgettext_lazy("of a budget", "Line"))
    on = Day(label=_("On"), initial=timezone.localdate)
    amount = forms.CharField(label=_("Amount"), max_length=24)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, lines: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = list(lines)  # type: ignore[attr-defined]


class SetResult(forms.Form):
    """A line of the results framework."""

    number = forms.CharField(label=_("Number"), max_length=16)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    baseline = forms.FloatField(label=_("It stands at"), required=False)
    target = forms.FloatField(label=_("To be reached"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(((code, str(one.title)) for code, one in targets().items()), key=lambda one: one[1])
        self.fields["indicator"].choices = [SOME, *known]  # type: ignore[attr-defined]
        in_languages.ask(self, "title", _("Result"), lines=1)


class Narrate(forms.Form):
    """A narrative report."""

    once = Once()
    since = Day(label=pgettext_lazy("a day", "From"))
    until = Day(label=pgettext_lazy("a day", "To"), initial=timezone.localdate)
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))
    text = forms.CharField(label=_("Report"), max_length=15_000, widget=forms.Textarea({"rows": 8}))


class Describe(forms.Form):
    """A good practice."""

    level = forms.ChoiceField(label=_("Level"), choices=[SOME, *LEVELS.items()])
    where = forms.CharField(label=_("Where it is done"), max_length=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_languages.ask(self, "title", _("Name of the practice"), lines=1)
        in_languages.ask(self, "what", _("What is done"), lines=3)
        in_languages.ask(self, "took", _("What it took"), lines=2)
        in_languages.ask(self, "known_by", _("How we know that it worked"), lines=2)

    def facts(self) -> dict[str, Any]:
        texts = {name: in_languages.said(self, name) for name in ("title", "what", "took", "known_by")}
        return {name: self.cleaned_data[name] for name in ("level", "where")} | texts
