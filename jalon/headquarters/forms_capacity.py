"""What the pages of capacity ask. Shapes only: the rules stand in `capacity`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.capacity import words
from jalon.capacity.equipment import AT_FIRST, LONGEST_NOTE
from jalon.capacity.kinds import FAMILIES, KINDS, TRAININGS, TROUBLES
from jalon.capacity.models import What
from jalon.capacity.places import our_posts
from jalon.capacity.rules import CannotSay
from jalon.capacity.training import HEADQUARTERS, MOST, People
from jalon.headquarters import capacity
from jalon.web.fields import Day

PLACES = 12  # rows in which a training's people are given
NOBODY = [("", "—")]


def posts() -> list[tuple[str, str]]:
    """The state's posts, by name."""
    called = capacity.names()
    return sorted(((code, called[code]) for code in our_posts()), key=lambda one: one[1])


def _by_family() -> list[tuple[Any, list[tuple[str, Any]]]]:
    return [
        (title, [(code, name) for code, (of, name) in KINDS.items() if of == family])
        for family, title in FAMILIES.items()
    ]


class Refusing(forms.Form):
    """A form on which a rule of the room is said beside the question that it is about."""

    def refused(self, rule: CannotSay) -> None:
        self.add_error(rule.field if rule.field in self.fields else None, words.rule(rule.code))


class RegisterAsset(Refusing):
    kind = forms.ChoiceField(label=_("Kind"), choices=_by_family)
    post = forms.ChoiceField(label=_("Post"), choices=posts)
    label = forms.CharField(label=_("What it is called at the post"), max_length=80)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    what = forms.ChoiceField(
        label=_("How it stands"),
        choices=[(what.value, words.BECAME[what]) for what in AT_FIRST],
        initial=What.INSTALLED,
    )
    on = Day(label=_("Since"), initial=timezone.localdate)
    project = forms.CharField(label=_("Bought by which project: its code or name"), max_length=120, required=False)
    line = forms.CharField(label=_("Budget line"), max_length=16, required=False)
    cost = forms.DecimalField(label=_("Cost"), min_value=0, max_digits=16, decimal_places=2, required=False)
    currency = forms.CharField(label=_("Currency: XOF, EUR, …"), min_length=3, max_length=3, required=False)
    note = forms.CharField(label=_("In a few words"), max_length=LONGEST_NOTE, required=False)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class TellAsset(Refusing):
    what = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(what.value, words.BECAME[what]) for what in What if what != What.TAKEN_BACK],
    )
    on = Day(label=_("On which day"), initial=timezone.localdate)
    trouble = forms.ChoiceField(
        label=_("What is wrong, where it is broken"), choices=[*NOBODY, *TROUBLES.items()], required=False
    )
    post = forms.ChoiceField(
        label=_("To which post, where it was moved"), choices=lambda: [*NOBODY, *posts()], required=False
    )
    note = forms.CharField(label=_("In a few words"), max_length=LONGEST_NOTE, required=False)

    def told(self) -> dict[str, Any]:
        """What `equipment.tell` takes: an answer that belongs to another word is left out."""
        said = self.cleaned_data
        trouble = said["trouble"] if said["what"] == What.BROKEN else ""
        post = said["post"] if said["what"] == What.MOVED else ""
        return {"what": said["what"], "on": said["on"], "trouble": trouble, "post": post, "note": said["note"]}


class RecordTraining(Refusing):
    kind = forms.ChoiceField(label=_("What was taught"), choices=list(TRAININGS.items()))
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    provider = forms.CharField(
        label=_("Who gave it"), max_length=120, required=False, help_text=_("A school, a service, a partner.")
    )
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    on = Day(label=_("Last day"), initial=timezone.localdate)
    until = Day(label=_("Counts until"), required=False, help_text=_("Empty: it does not run out."))
    project = forms.CharField(label=_("Paid by which project"), max_length=120, required=False)
    trained = forms.CharField(label=_("How many of which post"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        places = [("", "—"), (OF_THE_HEADQUARTERS, _("Headquarters")), *posts()]
        for number in range(PLACES):
            self.fields[f"post_{number}"] = forms.ChoiceField(label=_("Post"), choices=places, required=False)
            self.fields[f"people_{number}"] = forms.IntegerField(
                label=_("People"), min_value=0, max_value=MOST, required=False
            )
            self.fields[f"women_{number}"] = forms.IntegerField(
                label=_("Of them women"), min_value=0, max_value=MOST, required=False
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each place."""
        return [(self[f"post_{at}"], self[f"people_{at}"], self[f"women_{at}"]) for at in range(PLACES)]

    def about(self) -> list[Any]:
        """The other questions."""
        return [self[name] for name in ("kind", "title", "provider", "place", "on", "until", "project")]

    def people(self) -> list[People]:
        found = []
        for number in range(PLACES):
            post = self.cleaned_data[f"post_{number}"]
            if post:
                people, women = (self.cleaned_data[f"{name}_{number}"] or 0 for name in ("people", "women"))
                place = HEADQUARTERS if post == OF_THE_HEADQUARTERS else post
                found.append(People(place, people, women))
        return found


OF_THE_HEADQUARTERS = "headquarters"


class Withdraw(Refusing):
    why = forms.CharField(label=_("Why"), max_length=200)
