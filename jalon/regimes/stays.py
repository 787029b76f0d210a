"""Days left of a stay. What is not known makes a range; nobody is said to have overstayed who may not have.

Both the day of entry and the day of exit count as a day of presence, and several stays on one day count it once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jalon.regimes.rule import Allowance
from jalon.regimes.words import Said


class StayImpossible(ValueError):
    """A stay that ends before it begins, or of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One presence in the state. An entry or an exit that was not recorded is None.

    `here` is said by whoever sees the traveller inside (at exit, or in a check): this stay goes on today. Without it, a
    stay with no exit may have ended on any day since.
    """

    entered: date | None
    left: date | None = None
    here: bool = False

    def __post_init__(self) -> None:
        if self.entered is None and self.left is None:
            raise StayImpossible("a stay needs a day of entry or a day of exit")
        if self.entered is not None and self.left is not None and self.left < self.entered:
            raise StayImpossible(f"left on {self.left}, before entering on {self.entered}")


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """How many days in a row the traveller may be present, today included: at least, at most; None is no limit."""

    least: int | None
    most: int | None

    @property
    def certain(self) -> bool:
        return self.least == self.most

    @property
    def over(self) -> bool:
        """Used up, however the unknown is read."""
        return self.most == 0

    @property
    def perhaps_over(self) -> bool:
        return self.least == 0 and not self.over

    def sentence(self, language: str) -> str:
        """For the officer, in "fr", "en" or "ar"."""
        return _SENTENCES[self._kind()][language].format(least=self.least, most=self.most)

    def _kind(self) -> str:
        if self.most is None:
            return "no_limit"
        if self.over:
            return "over"
        if self.perhaps_over:
            return "perhaps_over"
        return "certain" if self.certain else "range"


_SENTENCES: dict[str, Said] = {
    "no_limit": {
        "fr": "Le texte ne fixe pas de durée.",
        "en": "The text sets no length of stay.",
        "ar": "لا يحدد النص مدة للإقامة.",
    },
    "certain": {
        "fr": "Jours restants, aujourd’hui compris : {least}.",
        "en": "Days left, today included: {least}.",
        "ar": "الأيام المتبقية، بما فيها اليوم: {least}.",
    },
    "range": {
        "fr": "Jours restants, aujourd’hui compris : de {least} à {most} ; un passage n’a pas été enregistré.",
        "en": "Days left, today included: from {least} to {most}; a crossing was not recorded.",
        "ar": "الأيام المتبقية، بما فيها اليوم: من {least} إلى {most}؛ لم يُسجَّل أحد العبورين.",
    },
    "over": {
        "fr": "Les jours permis sont épuisés.",
        "en": "The days allowed are used up.",
        "ar": "استُنفدت الأيام المسموح بها.",
    },
    "perhaps_over": {
        "fr": "Peut-être épuisés, peut-être encore {most} jours : un passage n’a pas été enregistré. Demandez ; "
        "ce n’est pas un dépassement constaté.",
        "en": "Perhaps used up, perhaps {most} days left: a crossing was not recorded. Ask; no overstay is shown.",
        "ar": "ربما استُنفدت الأيام وربما بقي منها {most}: لم يُسجَّل أحد العبورين. اسأل؛ فلا تجاوز ثابتًا هنا.",
    },
}

Span = tuple[int, int]
"""First and last day of presence, as ordinals."""


def days_left(stays: Iterable[Stay], allowance: Allowance, today: date) -> DaysLeft:
    """Days left under a rule's allowance. Stays may overlap and come in any order; days after today are not counted."""
    if allowance.days is None:
        return DaysLeft(None, None)
    known = [stay for stay in stays if (stay.entered or stay.left or today) <= today]
    count = _of_window if allowance.counted == "window" else _of_entry
    return DaysLeft(
        least=count(known, allowance, today, True),
        most=count(known, allowance, today, False),
    )


def _of_entry(stays: list[Stay], allowance: Allowance, today: date, harsh: bool) -> int:
    """The stay that goes on began on its day of entry; whoever is not inside begins anew."""
    assert allowance.days is not None
    begun = [stay.entered for stay in stays if stay.entered and _inside(stay, stays, today, harsh)]
    return max(0, allowance.days - (today - min(begun, default=today)).days)


def _inside(stay: Stay, stays: list[Stay], today: date, harsh: bool) -> bool:
    if stay.left is not None:
        return stay.left > today
    return stay.here or (harsh and _next_entry(stay, stays) is None)


def _of_window(stays: list[Stay], allowance: Allowance, today: date, harsh: bool) -> int:
    """Day after day from today, while no window that ends there holds more than the days allowed."""
    assert allowance.days is not None and allowance.window is not None
    now, window = today.toordinal(), allowance.window
    present = {
        day
        for first, last in (_span(stay, stays, now, window, harsh) for stay in stays)
        for day in range(max(first, now - window + 1), min(last, now - 1) + 1)
    }
    stayed = 0
    while stayed < allowance.days:
        begins = now + stayed - window + 1
        if sum(day >= begins for day in present) + stayed + 1 > allowance.days:
            break
        stayed += 1
    return stayed


def _span(stay: Stay, stays: list[Stay], now: int, window: int, harsh: bool) -> Span:
    """Days of presence, an unknown end read harshly (as long as it can have been) or kindly (one day)."""
    if stay.entered is None:
        assert stay.left is not None
        left = stay.left.toordinal()
        return (_last_exit(stay, stays) or now - window if harsh else left, left)
    entered = stay.entered.toordinal()
    if stay.left is not None:
        return entered, stay.left.toordinal()
    if stay.here:
        return entered, now
    return entered, (_next_entry(stay, stays) or now) if harsh else entered


def _next_entry(stay: Stay, stays: list[Stay]) -> int | None:
    """The next recorded entry: by then the traveller had left, whatever was not recorded."""
    later = [one.entered.toordinal() for one in stays if one.entered and stay.entered and one.entered > stay.entered]
    return min(later, default=None)


def _last_exit(stay: Stay, stays: list[Stay]) -> int | None:
    """The last recorded exit before: until then the traveller had not entered again."""
    earlier = [one.left.toordinal() for one in stays if one.left and stay.left and one.left < stay.left]
    return max(earlier, default=None)
