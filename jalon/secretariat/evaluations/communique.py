"""Sentences that say what the data show, and nothing else: a literal table, each bound to numbers of the evaluation.

Nothing is judged and nothing is weighed; a figure is quoted with what it speaks for, and one that is weak is not quoted
but counted among those left out. Sentences are worded so that any number fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.cooperation.indicator import CAPACITY, MOBILITY, SECURITY
from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.texts import in_language
from jalon.secretariat.evaluations import values

Json = Mapping[str, Any]
Facts = Mapping[str, Any]
NameOf = Callable[[str], str]
QUOTED = frozenset({"high", "medium"})  # confidences of figures that are quoted
# What is quoted without being asked for: what a recommendation aims at is quoted besides.
USUAL = {
    SECURITY: ("posts_connected", "hits_in_time"),
    MOBILITY: ("first_line_p90", "second_line_wait_median"),
    CAPACITY: ("equipment_in_service", "people_trained"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence and where its numbers come from; it is left out where there are none. `short`: it stands in the
    summary too."""

    code: str
    text: Any
    facts: Callable[[Json, NameOf], Iterator[Facts]]
    short: bool = False


def _followed(found: Json, _name: NameOf) -> Iterator[Facts]:
    yield {"all": found["summary"]["all"], "since": values.day(found["since"]), "until": values.day(found["until"])}


def _stages(found: Json, _name: NameOf) -> Iterator[Facts]:
    if found["summary"]["all"]:
        yield found["summary"]["stages"]


def _moves(found: Json, _name: NameOf) -> Iterator[Facts]:
    sums = found["summary"]
    if sums["all"]:
        yield {
            "moved": sums["moved"],
            "still": sums["still"],
            "back": sums["back"],
            "since": values.day(found["since"]),
        }


def _adopted(found: Json, _name: NameOf) -> Iterator[Facts]:
    number = sum(not one["then"] for one in found["recommendations"])
    if number:
        yield {"number": number}


def _late(found: Json, _name: NameOf) -> Iterator[Facts]:
    numbers = [one["number"] for one in found["recommendations"] if one["late"]]
    if numbers:
        yield {"late": len(numbers), "numbers": ", ".join(numbers), "until": values.day(found["until"])}


def _measures(found: Json, _name: NameOf) -> Iterator[Facts]:
    measures = found["summary"]["measures"]
    if measures["all"]:
        yield measures


def _figures(theme: str) -> Callable[[Json, NameOf], Iterator[Facts]]:
    def facts(found: Json, name_of: NameOf) -> Iterator[Facts]:
        for row in found["figures"]:
            if row["theme"] != theme or not is_quoted(row):
                continue
            yield {
                "title": str(INDICATORS[row["indicator"]].title),
                "party": name_of(row["party"]),
                "then": values.side(row["then"], row["unit"]),
                "then_on": values.period(row["then"]),
                "now": values.side(row["now"], row["unit"]),
                "now_on": values.period(row["now"]),
                "coverage": values.coverage(row["now"]),
            }

    return facts


def is_quoted(row: Json) -> bool:
    """Whether a figure is quoted: it is aimed at or usual, known on both sides and firm enough on both."""
    if row["described_only"] or row["indicator"] not in INDICATORS:
        return False
    if not row["targets"] and row["indicator"] not in USUAL.get(row["theme"], ()):
        return False
    sides = (row["then"], row["now"])
    return all(side["confidence"] in QUOTED and (side["value"] is not None or side["band"]) for side in sides)


def _left_out(found: Json, _name: NameOf) -> Iterator[Facts]:
    aimed = [row for row in found["figures"] if row["targets"] or row["indicator"] in USUAL.get(row["theme"], ())]
    weak = [row for row in aimed if not row["described_only"] and not is_quoted(row)]
    held = [row for row in weak if "not_released" in {row["then"]["kept_back"], row["now"]["kept_back"]}]
    if weak:
        yield {"weak": len(weak) - len(held), "held": len(held)}


def _targets(found: Json, name_of: NameOf) -> Iterator[Facts]:
    for row in found["figures"]:
        for one in row["targets"]:
            if is_quoted(row) and one["reached"] and one["target"] is not None:
                yield {
                    "number": one["number"],
                    "party": name_of(row["party"]),
                    "target": values.value(one["target"], row["unit"]),
                    "period": values.period(row["now"]),
                }


def _ways(found: Json, _name: NameOf) -> Iterator[Facts]:
    ways = [in_language(one["title"]) for one in found["in_the_way"]]
    if ways:
        yield {"number": len(ways), "ways": "; ".join(ways)}


def _silent(found: Json, name_of: NameOf) -> Iterator[Facts]:
    by_party: dict[str, list[str]] = {}
    for one in found["recommendations"]:
        for code in one["silent"]:
            by_party.setdefault(code, []).append(one["number"])
    for code in sorted(by_party, key=lambda code: name_of(code).casefold()):
        yield {"party": name_of(code), "numbers": ", ".join(by_party[code])}


def _asked(found: Json, _name: NameOf) -> Iterator[Facts]:
    forms = sum(one["forms"] for one in found["perception"])
    if forms:
        yield {"forms": forms}


def _outside(found: Json, _name: NameOf) -> Iterator[Facts]:
    if found["outside"]:
        yield {"number": len(found["outside"])}


A_FIGURE = gettext_lazy(
    "%(title)s, %(party)s: %(then)s (%(then_on)s), %(now)s (%(now_on)s). The last figure speaks for %(coverage)s of"
    " what was to report."
)
TEMPLATES: tuple[Template, ...] = (
    Template(
        "followed",
        gettext_lazy("Between %(since)s and %(until)s, the recommendations in force numbered %(all)s."),
        _followed,
        short=True,
    ),
    Template(
        "stages",
        gettext_lazy(
            "Judged kept: %(kept)s. Reported done by those whom they bind: %(done)s. Under way: %(under_way)s."
            " Blocked: %(blocked)s. Not begun: %(not_begun)s. Nothing reported: %(not_reported)s."
            " Judged not kept: %(not_kept)s."
        ),
        _stages,
    ),
    Template(
        "moves",
        gettext_lazy("Since %(since)s, %(moved)s moved forward, %(still)s did not move and %(back)s fell back."),
        _moves,
        short=True,
    ),
    Template(
        "adopted",
        gettext_lazy("Of these, adopted within the period: %(number)s. That they were adopted is no movement."),
        _adopted,
        short=True,
    ),
    Template(
        "late",
        gettext_lazy("On %(until)s, those past their date numbered %(late)s: %(numbers)s."),
        _late,
        short=True,
    ),
    Template(
        "measures",
        gettext_lazy(
            "Of the measures planned to keep them, %(done)s of %(all)s are done, %(under_way)s under way and"
            " %(stopped)s stopped."
        ),
        _measures,
        short=True,
    ),
    Template("security", A_FIGURE, _figures(SECURITY)),
    Template("mobility", A_FIGURE, _figures(MOBILITY)),
    Template("capacity", A_FIGURE, _figures(CAPACITY)),
    Template(
        "targets",
        gettext_lazy("What recommendation %(number)s wanted of %(party)s, %(target)s, is reached (%(period)s)."),
        _targets,
    ),
    Template(
        "left_out",
        gettext_lazy(
            "Figures not quoted here because too little stands behind them: %(weak)s; not released: %(held)s."
        ),
        _left_out,
    ),
    Template("ways", gettext_lazy("What stands in the way (%(number)s): %(ways)s."), _ways),
    Template("silent", gettext_lazy("%(party)s owes a word whose date has passed on: %(numbers)s."), _silent),
    Template("asked", gettext_lazy("Forms answered by travellers and communities in the period: %(forms)s."), _asked),
    Template("outside", gettext_lazy("Figures from outside, given with their source: %(number)s."), _outside),
)
# The parts of a communiqué, in their order, and the sentences of each.
PARTS = (
    (gettext_lazy("What was promised"), ("followed", "stages", "moves", "adopted", "late", "measures")),
    (gettext_lazy("Security"), ("security",)),
    (gettext_lazy("Mobility"), ("mobility",)),
    (gettext_lazy("Capacity"), ("capacity",)),
    (gettext_lazy("What is reached, and what is not said"), ("targets", "left_out", "silent")),
    (gettext_lazy("What stands in the way"), ("ways",)),
    (gettext_lazy("What people of the border say, and other sources"), ("asked", "outside")),
)


def sentences(found: Json, name_of: NameOf, *, short: bool = False) -> list[str]:
    """All of them in order, or those of the summary."""
    return [str(one.text) % facts for one in TEMPLATES if one.short or not short for facts in one.facts(found, name_of)]


def parts(found: Json, name_of: NameOf) -> list[tuple[str, list[str]]]:
    """The communiqué: the title and the sentences of each part that has any."""
    by_code = {one.code: [str(one.text) % facts for facts in one.facts(found, name_of)] for one in TEMPLATES}
    made = [(str(title), [line for code in codes for line in by_code[code]]) for title, codes in PARTS]
    return [(title, lines) for title, lines in made if lines]


def text(found: Json, name_of: NameOf, heading: str) -> str:
    """As plain text, to be copied."""
    lines = [heading, _("Draft communiqué. It quotes what the data show, and nothing else."), ""]
    for title, some in parts(found, name_of):
        lines += [title.upper(), *some, ""]
    last = _("Drawn at arrival position %(position)s.") % {"position": found["position"]}
    return "\n".join([*lines, last]) + "\n"
