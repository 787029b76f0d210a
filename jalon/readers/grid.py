"""The places of the characters on a line of a zone, which are evenly spaced, and which of them are fillers.

An engine that reads words miscounts a long run of `<`. The place of each character is measured on the picture instead:
the standard gives every character the same width (ICAO Doc 9303-3, 4.4), and a `<` is told by its shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from jalon.readers.strip import edges, runs

INK = 128  # darker than this, of 255, is a stroke
GLYPH = 0.66  # of the pitch, the width of a character


@dataclass(frozen=True, slots=True)
class Cell:
    """One character's place on its line, in pixels; filler: its shape is that of `<`."""

    left: int
    right: int
    filler: bool


def ink_of(line: Image.Image) -> NDArray[np.bool_]:
    return np.asarray(line) < INK


def extent(ink: NDArray[np.bool_]) -> tuple[int, int] | None:
    """From the first character to the last; specks at the ends are none."""
    there = (ink.sum(axis=0) >= 3) & ~edges(ink)
    found = [(start, end) for start, end in runs(there) if ink[:, start:end].sum() >= 40]
    return (found[0][0], found[-1][1]) if len(found) > 1 else None


def width_of(ink: NDArray[np.bool_], widths: tuple[int, ...]) -> int | None:
    """How many characters the line has: of the widths that documents have, the one at whose even places the line has
    its strokes."""
    ends = extent(ink)
    if ends is None:
        return None
    profile = ink.sum(axis=0).astype(np.float64)

    def gaps(width: int) -> float:
        """How little ink stands between the characters, if they are so many."""
        bounds = borders(ends, width)[1:-1]
        sharp = [profile[max(0, at - 2) : at + 3].mean() for at in bounds]
        return float(np.mean(sharp))

    return min(widths, key=gaps)


def borders(ends: tuple[int, int], width: int) -> list[int]:
    """Where characters begin and end, `width` of them between the ends."""
    left, right = ends
    pitch = (right - left) / (width - 1 + GLYPH)
    first = left - pitch * (1 - GLYPH) / 2
    return [round(first + pitch * place) for place in range(width + 1)]


def cells_of(ink: NDArray[np.bool_], width: int) -> list[Cell]:
    """The line's characters from left to right. A border is moved a little where a stroke would be cut."""
    ends = extent(ink)
    if ends is None:
        return []
    profile = ink.sum(axis=0)
    pitch = (ends[1] - ends[0]) / (width - 1 + GLYPH)
    reach = max(1, round(pitch * 0.22))
    at = []
    for border in borders(ends, width):
        low, high = max(0, border - reach), min(len(profile), border + reach + 1)
        place = (
            low + int(np.argmin(profile[low:high] + np.abs(np.arange(low, high) - border) * 0.15))
            if low < high
            else border
        )
        at.append(place)
    return [Cell(left, right, is_filler(ink[:, left:right])) for left, right in pairwise(at)]


def is_filler(cell: NDArray[np.bool_]) -> bool:
    """Whether a character opens to the right and to nothing else: its strokes meet at the left, halfway down."""
    lines = np.flatnonzero(cell.any(axis=1))
    columns = np.flatnonzero(cell.any(axis=0))
    if len(lines) < 8 or len(columns) < 5 or cell.sum() < 20:
        return False
    glyph = cell[lines[0] : lines[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = glyph.shape
    first = np.array([np.argmax(row) if row.any() else width for row in glyph]) / width
    third = max(1, height // 4)
    upper, middle, lower = (
        first[:third].mean(),
        first[height // 2 - third // 2 : height // 2 + third // 2 + 1].mean(),
        first[-third:].mean(),
    )
    # The upper and the lower end begin far to the right, the middle at the left; nothing stands above its arms.
    barred = glyph.mean(axis=1).max() > 0.72  # the bar of a 4
    return bool(upper > 0.42 and lower > 0.42 and middle < 0.22 and not barred)
