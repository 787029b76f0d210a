"""Measures, projects and practices in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.cooperation.measures import DONE, PLANNED, STOPPED, UNDER_WAY, Done
from jalon.cooperation.texts import in_language
from jalon.secretariat.words.forums import LEVELS
from jalon.secretariat.words.toned import toned

STATES: Mapping[str, tuple[Any, str, str]] = {
    PLANNED: (pgettext_lazy("measure", "Planned"), "○", "quiet"),
    UNDER_WAY: (pgettext_lazy("measure", "Under way"), "◐", "accent"),
    DONE: (pgettext_lazy("measure", "Done"), "✓", "clear"),
    STOPPED: (pgettext_lazy("measure", "Stopped"), "■", "stop"),
}
MEASURE_STEPS = {
    "linked": _("What it touches changed"),
    "amended": _("Amended"),
}
NOT_ALLOWED = {
    "no_such_measure": _("No such measure is known here."),
    "no_such_library_measure": _("The library holds no such measure."),
    "measure_without_title": _("Name the measure in one language at least, or take one of the library."),
    "plans_for_another": _("A party plans its own measures: this one would be another's."),
    "measure_of_another": _("This measure belongs to another party."),
    "measure_not_from_there": _("The measure does not stand so that this could become of it."),
    "no_such_state": _("Choose how it stands: planned, under way, done or stopped."),
    "not_yet_true": _("That day has not come yet."),
    "ends_before_it_begins": _("It would end before it begins: look at the two dates again."),
    "no_such_project": _("No such project is known here."),
    "no_such_budget_line": _("The budget of that project has no line %(number)s."),
    "line_without_project": _("A line belongs to a project: choose the project too."),
    "no_such_practice": _("No such practice is known here."),
    "project_without_code": _("Give the project a code of at most 24 characters."),
    "project_code_taken": _("The code %(taken)s is taken by another project."),
    "project_without_title": _("Name the project in one language at least."),
    "project_without_donor": _("Say who pays for it."),
    "months_out_of_bounds": _("A project lasts 1 to %(most)s months."),
    "no_currency": _("A currency has three letters, such as XOF or EUR."),
    "line_without_title": _("A line has a number and a title."),
    "not_yet_spent": _("That day has not come yet: only what was spent is written."),
    "nothing_spent": _("An amount is not zero. A negative one takes back what was written too much."),
    "no_amount": _("Write the amount in figures, such as 1250000 or 850.50."),
    "no_such_language": _("Choose the language of the report."),
    "project_of_others": _("This part of the project is written by others."),
    "practice_not_told": _("Say what it is, what it took and how you know that it worked, in one language at least."),
    "practice_nowhere": _("Say where it is done."),
    "practice_of_ones_own": _("It is your own practice: others take it up."),
    "taken_up_already": _("Your side took it up already: its measure is listed below."),
}


def row(one: Done, names: Mapping[str, str]) -> dict[str, Any]:
    """A measure as pages and files name it. `names`: code of a party -> name."""
    return {
        "one": one,
        "title": in_language(one.title),
        "text": in_language(one.text),
        "level": LEVELS.get(one.level, one.level),
        "owner": names.get(one.owner, one.owner),
        "partner": names.get(one.partner, one.partner) if one.partner else "",
        "state": toned(STATES, one.state),
    }
