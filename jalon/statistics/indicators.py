"""The indicators of the border: a literal table. Other rooms ask `value(code, since, until, posts)`.

Security and mobility stand side by side, so that one is never followed without the other. None of them is about an
officer, and none makes an order of posts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.statistics import coverage, figures, following
from jalon.statistics.asking import Asked
from jalon.statistics.coverage import Coverage
from jalon.statistics.dimensions import CHILDREN, LATE, NOT_KNOWN, SECOND_LINE
from jalon.statistics.durations import quantile
from jalon.statistics.figures import Values

MOBILITY, SECURITY, QUALITY = "mobility", "security", "quality"
THEMES = {MOBILITY: _("Mobility"), SECURITY: _("Security"), QUALITY: _("Quality of the figures")}
PERSONS, SHARE, SECONDS, MATCHES, VEHICLES, ANIMALS, HERDS = (
    "persons",
    "share",
    "seconds",
    "matches",
    "vehicles",
    "animals",
    "herds",
)
UNITS = {
    PERSONS: _("persons"),
    SHARE: _("share, 0 to 1"),
    SECONDS: _("seconds"),
    MATCHES: _("possible matches"),
    VEHICLES: _("vehicles"),
    ANIMALS: _("animals"),
    HERDS: _("herds"),
}
Sums = Mapping[str, Values]
DECIDED = ("admitted", "refused", "handed_over", "entrusted")


@dataclass(frozen=True)
class Indicator:
    """`needs`: the dimensions it reads. `of`: computes it from their sums; None where there is nothing to say."""

    code: str
    dimension: str
    title: Any
    unit: str
    meaning: Any
    how: Any
    needs: tuple[str, ...]
    of: Callable[[Sums], float | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator's value over a period. `coverage`: share of the hours that reported, None where no post was to.
    `position`: the arrival position up to which entries were counted."""

    value: float | None
    unit: str
    coverage: float | None
    position: int


def _number(dimension: str, *values: str, direction: str = "") -> Callable[[Sums], float]:
    def of(sums: Sums) -> float:
        return _sum(sums, dimension, values, direction)

    return of


def _share(part: Callable[[Sums], float], whole: Callable[[Sums], float]) -> Callable[[Sums], float | None]:
    def of(sums: Sums) -> float | None:
        among = whole(sums)
        return part(sums) / among if among else None

    return of


def _took(step: str, share: float) -> Callable[[Sums], float | None]:
    def of(sums: Sums) -> float | None:
        return quantile(figures.together(sums[f"time.{step}"]), share)

    return of


def _known(dimension: str) -> Callable[[Sums], float]:
    """How many of a dimension whose value is known."""

    def of(sums: Sums) -> float:
        return sum(number for (_way, value), number in sums[dimension].items() if value != NOT_KNOWN)

    return of


def _hits(*outcomes: str) -> Callable[[Sums], float]:
    def of(sums: Sums) -> float:
        there = figures.together(sums["hit"])
        return sum(number for value, number in there.items() if not outcomes or value.partition(":")[0] in outcomes)

    return of


def _sum(sums: Sums, dimension: str, values: Sequence[str], direction: str) -> float:
    return sum(
        number
        for (way, value), number in sums[dimension].items()
        if (not values or value in values) and direction in {"", way}
    )


PASSAGES = _number("outcome")

INDICATORS: dict[str, Indicator] = {
    one.code: one
    for one in (
        Indicator(
            "passages",
            MOBILITY,
            _("Travellers named at the desk"),
            PERSONS,
            _("How many travellers stood before an officer and were written down by name, in either direction."),
            _("Records that were not cancelled; a person who crosses twice counts twice."),
            ("outcome",),
            PASSAGES,
        ),
        Indicator(
            "entries",
            MOBILITY,
            _("Entries admitted"),
            PERSONS,
            _("Travellers who were let into the country."),
            _("Records of entry whose last decision is to admit."),
            ("outcome",),
            _number("outcome", "admitted", direction="entry"),
        ),
        Indicator(
            "exits",
            MOBILITY,
            _("Exits admitted"),
            PERSONS,
            _("Travellers who were let out of the country."),
            _("Records of exit whose last decision is to admit."),
            ("outcome",),
            _number("outcome", "admitted", direction="exit"),
        ),
        Indicator(
            "neighbours_counted",
            MOBILITY,
            _("Neighbours counted, not named"),
            PERSONS,
            _("People of the border who cross daily and are counted without being named."),
            _("Strokes of the keypad and numbers from paper, without those taken back. Never added to the named."),
            ("counted",),
            _number("counted"),
        ),
        Indicator(
            "cards_recognised",
            MOBILITY,
            _("Neighbours recognised by card"),
            PERSONS,
            _("Passages of residents of the border who showed their card."),
            _("Cards shown, without those taken back. Never added to the named."),
            ("card",),
            _number("card"),
        ),
        Indicator(
            "women_share",
            MOBILITY,
            _("Share of women"),
            SHARE,
            _("How many of the travellers are women: where it falls, women may be avoiding the post."),
            _("Women among travellers whose sex is known."),
            ("sex",),
            _share(_number("sex", "F"), _known("sex")),
        ),
        Indicator(
            "children_share",
            MOBILITY,
            _("Share of children"),
            SHARE,
            _("How many of the travellers are younger than 18."),
            _("Children among travellers whose age is known, by their age on the day of passage."),
            ("age",),
            _share(_number("age", *CHILDREN), _known("age")),
        ),
        Indicator(
            "vehicles_counted",
            MOBILITY,
            _("Vehicles counted"),
            VEHICLES,
            _("Trucks and carts that were counted at the barrier."),
            _("Strokes of the keypad for vehicles, without those taken back."),
            ("vehicle",),
            _number("vehicle"),
        ),
        Indicator(
            "herds_passed",
            MOBILITY,
            _("Herds that passed"),
            HERDS,
            _("Herds with a certificate that were let pass."),
            _("Certificates whose last decision is to let pass."),
            ("herd",),
            _number("herd", "passed"),
        ),
        Indicator(
            "animals_passed",
            MOBILITY,
            _("Animals that passed"),
            ANIMALS,
            _("Animals of the herds that were let pass."),
            _("As counted at the post, not as announced."),
            ("animal",),
            _number("animal"),
        ),
        Indicator(
            "first_line_median",
            MOBILITY,
            _("Time at the first line, median"),
            SECONDS,
            _("How long half of the travellers stood at the desk at most."),
            _("From inspection to first decision; passages from paper left out. Within 5 %."),
            ("time.first_line",),
            _took("first_line", 0.5),
        ),
        Indicator(
            "first_line_p90",
            MOBILITY,
            _("Time at the first line, nine of ten"),
            SECONDS,
            _("How long nine of ten travellers stood at the desk at most."),
            _("From inspection to first decision; passages from paper left out. Within 5 %."),
            ("time.first_line",),
            _took("first_line", 0.9),
        ),
        Indicator(
            "second_line_wait_median",
            MOBILITY,
            _("Wait for the second line, median"),
            SECONDS,
            _("How long half of those referred waited at most before the second line opened their case."),
            _("From referral to the second line’s opening of the case. Within 5 %."),
            ("time.waited",),
            _took("waited", 0.5),
        ),
        Indicator(
            "second_line_wait_p90",
            MOBILITY,
            _("Wait for the second line, nine of ten"),
            SECONDS,
            _("How long nine of ten of those referred waited at most."),
            _("From referral to the second line’s opening of the case. Within 5 %."),
            ("time.waited",),
            _took("waited", 0.9),
        ),
        Indicator(
            "second_line_share",
            SECURITY,
            _("Share sent to the second line"),
            SHARE,
            _("How many travellers were looked at twice."),
            _("Travellers with at least one referral, among all travellers named."),
            (SECOND_LINE, "outcome"),
            _share(_number(SECOND_LINE), PASSAGES),
        ),
        Indicator(
            "refused",
            SECURITY,
            _("Travellers refused"),
            PERSONS,
            _("Travellers who were not let pass."),
            _("Records whose last decision is to refuse; those not confirmed by a second person are no refusals."),
            ("outcome",),
            _number("outcome", "refused"),
        ),
        Indicator(
            "refused_share",
            SECURITY,
            _("Share refused"),
            SHARE,
            _("How many of the travellers about whom was decided were refused."),
            _("Refused among admitted, refused, handed over and entrusted."),
            ("outcome",),
            _share(_number("outcome", "refused"), _number("outcome", *DECIDED)),
        ),
        Indicator(
            "false_documents",
            SECURITY,
            _("Refusals for a false document"),
            PERSONS,
            _("Travellers refused because a document was false, altered or stolen."),
            _("Refusals with that reason."),
            ("refusal",),
            _number("refusal", "false_document"),
        ),
        Indicator(
            "handed_over",
            SECURITY,
            _("Travellers handed over"),
            PERSONS,
            _("Travellers who were handed over to an authority."),
            _("Records whose last decision is to hand over."),
            ("outcome",),
            _number("outcome", "handed_over"),
        ),
        Indicator(
            "hits",
            SECURITY,
            _("Possible matches on a list"),
            MATCHES,
            _("How often a traveller looked like somebody on a list, or showed a document that is on one."),
            _("Matches shown at posts; a traveller may have several. What headquarters matches later is not in it."),
            ("hit",),
            _hits(),
        ),
        Indicator(
            "hits_waiting",
            SECURITY,
            _("Possible matches not decided yet"),
            MATCHES,
            _("Matches of travellers about whom nothing is decided."),
            _("Matches of records that are undecided or referred."),
            ("hit",),
            _hits("waiting"),
        ),
        Indicator(
            "hits_another_share",
            SECURITY,
            _("Share of matches that were another person"),
            SHARE,
            _("How often a list stopped somebody whom it does not mean: the cost of the lists to the innocent."),
            _("Another person, among matches that were decided."),
            ("hit",),
            _share(
                _hits("another"),
                _hits("another", "unsure", "same", "admitted", "refused", "handed_over", "held", "entrusted"),
            ),
        ),
        Indicator(
            "hits_acted_on",
            SECURITY,
            _("Matches that were acted on"),
            MATCHES,
            _("Matches after which the traveller was refused, held or handed over."),
            _("Matches of records whose last decision is one of these."),
            ("hit",),
            _hits("refused", "held", "handed_over"),
        ),
        Indicator(
            "reported_share",
            QUALITY,
            _("Share of hours that reported"),
            SHARE,
            _("For how much of the period the figures speak: hours that are missing are not zeros."),
            _("Hours whose entries are all here, among the hours of all posts that have a machine."),
            (),
            lambda _sums: None,  # read from the coverage, not from the counts
        ),
        Indicator(
            "late_share",
            QUALITY,
            _("Share recorded from paper"),
            SHARE,
            _("How many passages stood on paper first: it grows where power fails."),
            _("Records marked late, among all travellers named."),
            (LATE, "outcome"),
            _share(_number(LATE), PASSAGES),
        ),
        Indicator(
            "cancelled_share",
            QUALITY,
            _("Share of records cancelled"),
            SHARE,
            _("How many records were taken back: readings gone wrong, trials, travellers who left."),
            _("Cancelled records, among all records."),
            ("cancelled", "outcome"),
            _share(_number("cancelled"), lambda sums: PASSAGES(sums) + _sum(sums, "cancelled", (), "")),
        ),
        Indicator(
            "nationality_unknown_share",
            QUALITY,
            _("Share without a known nationality"),
            SHARE,
            _("How many travellers’ nationality is not written down."),
            _("Records without a nationality, among all travellers named."),
            ("nationality",),
            _share(_number("nationality", NOT_KNOWN), _number("nationality")),
        ),
    )
}


def value(code: str, since: date, until: date, posts: Sequence[str] = ()) -> Measured:
    """An indicator from `since` up to and without `until`, of some posts or all. Raises KeyError: no such indicator."""
    asked = Asked(since, until, tuple(posts))
    return values(asked, coverage.of(asked), [code])[code]


def values(asked: Asked, covered: Coverage, codes: Sequence[str] = tuple(INDICATORS)) -> dict[str, Measured]:
    """Several indicators at once, in one reading of the counts."""
    needs = sorted({need for code in codes for need in INDICATORS[code].needs})
    sums = figures.sums(asked, needs) if needs else {}
    position = following.position()
    found = {}
    for code in codes:
        one = INDICATORS[code]
        said = covered.share if code == "reported_share" else one.of(sums)
        found[code] = Measured(said, one.unit, covered.share, position)
    return found
