"""Figures by which a few people could be found: what is kept back of them, and how the others are rounded, wherever
figures of travellers leave a state."""

from __future__ import annotations

from jalon.cooperation import bands, indicator_facts

DIGITS = 2  # of a share: a whole per cent, from which no single traveller is worked out


def tells_of_few(code: str, value: float, entries: int | None, threshold: int) -> bool:
    """Whether a figure is of a few people: their number, or the whole (`entries`, None where it is not known) that a
    share or a time of travellers is of, or either part of it."""
    unit = indicator_facts.unit(code)
    if bands.small(unit, value, threshold):
        return True
    if entries is None or not indicator_facts.of_travellers(code):
        return False
    if unit == "share":
        return parts_of_few(value, entries, threshold) or 0 < entries < threshold
    return 0 < entries < threshold and unit not in bands.OF_PEOPLE


def parts_of_few(share: float, whole: float, threshold: int) -> bool:
    """Whether a share of a whole, or what is left of it, is a few people."""
    return any(0 < round(part * whole, 6) < threshold for part in (share, 1 - share))


def rounded(unit: str, value: float) -> float:
    """A share to a whole per cent, a time to a second, a number as it is."""
    if unit == "share":
        return round(value, DIGITS)
    return float(round(value)) if unit == "seconds" else float(value)


def changed_by_few(code: str, before: float, now: float, threshold: int) -> bool:
    """Whether a number of people said again differs by so few that the two together tell of them."""
    return indicator_facts.unit(code) in bands.OF_PEOPLE and 0 < abs(now - before) < threshold
