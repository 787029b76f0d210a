"""What the pages of figures, earlier recommendations and the survey ask. Shapes only: rules stand in `cooperation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.cooperation import indicator_facts, outside_file, past, surveys
from jalon.cooperation.forums import party_name
from jalon.cooperation.models import Level
from jalon.cooperation.outside import LONGEST_SIGNATORY, LONGEST_SOURCE, SOURCES, Given
from jalon.cooperation.surveys import LONGEST_PLACE, Form
from jalon.cooperation.texts import LANGUAGES
from jalon.cooperation.themes import THEMES
from jalon.secretariat.words.figures import AUDIENCES, PAST_FIELDS
from jalon.secretariat.words.forums import LEVELS
from jalon.web.fields import Day, SentFile

NOT_USED = ""


class OneFigure(forms.Form):
    """A figure typed on the page."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    code = forms.ChoiceField(label=_("Country or party"))
    since = Day(label=_("From"))
    until = Day(label=_("Until"), help_text=_("This day is counted too."))
    value = forms.CharField(label=_("Value"), max_length=24, help_text=_("Shares as 62 %, times in seconds."))
    coverage = forms.CharField(
        label=_("Coverage, %"),
        max_length=8,
        required=False,
        help_text=_("Of what should have been counted; empty where nobody knows."),
    )
    posts = forms.CharField(
        label=_("Posts"), max_length=400, required=False, help_text=_("Codes, such as ML-GOG; empty for all.")
    )
    source = forms.ChoiceField(
        label=_("Kind of source"), choices=[(code, outside_file.SOURCE_WORDS[code]) for code in SOURCES]
    )
    source_text = forms.CharField(
        label=_("Which source"), max_length=LONGEST_SOURCE, help_text=_("Which register, which export, which partner.")
    )
    signatory = forms.CharField(
        label=_("Signed by (function)"),
        max_length=LONGEST_SIGNATORY,
        help_text=_("The function of whoever answers for the figure, never a name."),
    )

    def __init__(self, *args: Any, forum: str, whom: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [(code, str(indicator_facts.title(code))) for code in indicator_facts.codes()]
        self.fields["indicator"].choices = [("", "—"), *titles]  # type: ignore[attr-defined]
        self.fields["code"].choices = [(code, party_name(code, forum)) for code in whom if code]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("value", "coverage"):
            said = str(values.get(name, ""))
            number = outside_file.number_of(said)
            if said and number is None:
                self.add_error(name, _("Write a number."))
            values[f"{name}_number"] = number
        return values

    def given(self) -> Given:
        """The figure, once the form is valid."""
        said = self.cleaned_data
        value = said["value_number"]
        share = indicator_facts.unit(said["indicator"]) == "share"
        if value is not None and share and ("%" in said["value"] or "٪" in said["value"]):
            value /= 100
        return Given(
            indicator=said["indicator"],
            code=said["code"],
            since=said["since"],
            until=said["until"],
            value=value,
            source=said["source"],
            source_text=said["source_text"].strip(),
            signatory=said["signatory"].strip(),
            coverage=None if said["coverage_number"] is None else said["coverage_number"] / 100,
            posts=tuple(sorted(said["posts"].upper().replace(",", " ").replace(";", " ").split())),
        )


class Sent(SentFile):
    """A file, with its name."""

    sent = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, about: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].help_text = about

    def name(self) -> str:
        """What the file was called, without the folders before it."""
        return str(self.cleaned_data["sent"].name).replace("\\", "/").rpartition("/")[2][:90] or "—"


class FiguresFile(Sent):
    """A file of figures, and for whom it is given."""

    code = forms.ChoiceField(label=_("Country or party"))

    def __init__(self, *args: Any, forum: str, whom: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, party_name(code, forum)) for code in whom if code]  # type: ignore[attr-defined]


class Why(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=300)


class PastFile(forms.Form):
    """What the person who imports says of a file: each column, and what goes for all rows."""

    table = forms.TypedChoiceField(label=_("Table"), coerce=int)
    heading = forms.TypedChoiceField(label=_("Row with the headings"), coerce=int)
    adopted_on = Day(label=_("Adopted on"))
    as_of = Day(label=_("The file says how things stood on"))
    letters = forms.RegexField(
        r"^[\w./ -]{0,8}$",
        label=_("Before each number"),
        max_length=8,
        required=False,
        strip=False,
        help_text=_("Letters that tell this meeting’s numbers from another’s, such as NKC-."),
    )
    language = forms.ChoiceField(label=_("Language of the table"), choices=list(LANGUAGES.items()))
    level = forms.ChoiceField(
        label=_("Level, where no column says it"), choices=[(one.value, LEVELS[one.value]) for one in Level]
    )
    theme = forms.ChoiceField(label=_("Theme, where nothing tells it"), choices=list(THEMES.items()))

    def __init__(
        self,
        *args: Any,
        tables: Sequence[Any],
        layout: past.Layout,
        forum: str,
        parties: Sequence[Any],
        unknown: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(place, table.name or str(place + 1)) for place, table in enumerate(tables)]
        self.fields["table"].choices = named  # type: ignore[attr-defined]
        rows = tables[layout.table].rows[:12]
        first = [(place, f"{row.number} · {' | '.join(row.cells)[:60]}") for place, row in enumerate(rows)]
        self.fields["heading"].choices = [(-1, _("None")), *first]  # type: ignore[attr-defined]
        self.columns = max((len(row.cells) for row in tables[layout.table].rows), default=0)
        for place in range(self.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                required=False, choices=[(NOT_USED, "—"), *PAST_FIELDS.items()], initial=layout.columns.get(place, "")
            )
        states = [(one.code, one.name) for one in parties]
        if forum:
            self.fields["binds"] = forms.MultipleChoiceField(
                label=_("Whom rows bind that name nobody"),
                choices=states,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.unknown = list(unknown)
        for number, said in enumerate(self.unknown):
            self.fields[f"who_{number}"] = forms.MultipleChoiceField(
                label=said, choices=states, required=False, widget=forms.CheckboxSelectMultiple
            )

    def layout(self) -> past.Layout:
        """As the person put it right: a field that stands twice is that of its first column."""
        columns: dict[int, str] = {}
        for place in range(self.columns):
            field = self.cleaned_data.get(f"column_{place}") or ""
            if field and field not in columns.values():
                columns[place] = field
        return past.Layout(self.cleaned_data["table"], self.cleaned_data["heading"], columns)

    def choices(self, who: Mapping[str, Sequence[str]]) -> past.Choices:
        said = self.cleaned_data
        return past.Choices(
            adopted_on=said["adopted_on"],
            as_of=said["as_of"],
            level=said["level"],
            theme=said["theme"],
            prefix=said["letters"],
            language=said["language"],
            binds=tuple(said.get("binds", ())),
            who={text: tuple(codes) for text, codes in who.items()},
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        adopted: date | None = values.get("adopted_on")
        as_of: date | None = values.get("as_of")
        if adopted and adopted > timezone.localdate():
            self.add_error("adopted_on", _("That day has not come yet."))
        if adopted and as_of and as_of < adopted:
            self.add_error("as_of", _("This lies before the day of adoption."))
        return values


class Answered(forms.Form):
    """One form of the perception survey."""

    place = forms.CharField(
        label=_("Where"),
        max_length=LONGEST_PLACE,
        help_text=_("The post or the village."),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    day = Day(label=_("When"))

    def __init__(self, *args: Any, form: Form, audience: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience = audience
        self.questions = form.of(audience)
        for question in self.questions:
            self.fields[f"q_{question.code}"] = forms.ChoiceField(
                label=question.text,
                required=False,
                widget=forms.RadioSelect,
                choices=[(choice.code, choice.text) for choice in question.choices],
            )

    def answers(self) -> dict[str, str]:
        return {question.code: self.cleaned_data.get(f"q_{question.code}", "") for question in self.questions}

    def asked(self) -> list[Any]:
        """The bound fields of the questions, in their order."""
        return [self[f"q_{question.code}"] for question in self.questions]


class WhoAnswers(forms.Form):
    audience = forms.ChoiceField(
        label=_("Who answers"),
        choices=[(code, AUDIENCES[code]) for code in surveys.AUDIENCES],
        widget=forms.RadioSelect,
    )
