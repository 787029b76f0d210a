"""Where the machine readable zone stands on a picture: two or three long lines of evenly spaced characters.

Steps: even out the light, find the dark strokes, turn the picture upright, find the rows of strokes, keep neighbouring
rows that are alike. Everything is measured in the picture; nothing is read here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

WIDTH = 1400  # pixels to which a picture is brought: a character of a passport is then about 28 wide
LEAN = 10.0  # degrees either way
STEP = 0.25
DARKER = 0.80  # of the light around, and a stroke is there
STEEPEST_GAP = 2.6  # between two lines, in heights of a line
FEWEST, MOST = 24, 50  # strokes apart in a line of 30 to 44 characters; some touch, some are broken
LETTER = 44  # pixels, the height to which a character is brought for the engine
THROUGH = 0.75  # of the height of a row and its surroundings: a character fills half of it
MARGIN = 0.45  # of a line's height, around

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of strokes: from top to bottom, from left to right, in pixels; how many strokes stand apart."""

    top: int
    bottom: int
    left: int
    right: int
    strokes: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Strip:
    """A zone cut out, upright. angle: degrees it was turned by. lines: the image of each, dark on light."""

    image: Image.Image
    lines: tuple[Image.Image, ...]
    angle: float


def prepared(picture: Image.Image) -> Image.Image:
    """Upright as the camera meant it, grey, of a width at which strokes can be measured."""
    grey = ImageOps.exif_transpose(picture).convert("L")
    if grey.width == 0 or grey.height == 0:
        return grey
    size = (WIDTH, max(1, round(grey.height * WIDTH / grey.width)))
    return grey.resize(size, Image.Resampling.LANCZOS if grey.width > WIDTH else Image.Resampling.BICUBIC)


def candidates(picture: Image.Image, most: int = 3) -> list[Strip]:
    """The places that look like a zone, the likeliest first; none where nothing does."""
    grey = prepared(picture)
    angle = lean(strokes(grey))
    upright = grey.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255) if angle else grey
    rows = rows_of(strokes(upright))
    return [cut(upright, group, angle) for group in groups(rows)[:most]]


def strokes(grey: Image.Image) -> Mask:
    """True where a pixel is darker than its surroundings, whatever the light there."""
    values = np.asarray(grey, dtype=np.float32)
    calm = box_mean(values, 1)
    around = box_mean(values, 22)
    return calm < around * DARKER


def box_mean(values: Grey, radius: int) -> Grey:
    """The mean of the square around each pixel."""
    padded = np.pad(values, radius + 1, mode="edge").cumsum(0, dtype=np.float64).cumsum(1)
    side = 2 * radius + 1
    total = padded[side:, side:] - padded[:-side, side:] - padded[side:, :-side] + padded[:-side, :-side]
    height, width = values.shape
    return (total[:height, :width] / side**2).astype(np.float32)


def lean(mask: Mask) -> float:
    """By how many degrees the picture must be turned so that its lines lie level: the turn whose rows are sharpest."""
    lines, columns = np.nonzero(mask[::2, ::2])
    if len(lines) < 200:
        return 0.0
    if len(lines) > 60_000:
        chosen = np.linspace(0, len(lines) - 1, 60_000).astype(np.int64)
        lines, columns = lines[chosen], columns[chosen]
    centred = columns - mask.shape[1] / 4

    def sharpness(angle: float) -> float:
        level = np.rint(lines - centred * np.tan(np.radians(angle))).astype(np.int64)
        counts = np.bincount(level - level.min()).astype(np.float64)
        return float(np.square(np.diff(counts)).sum())

    coarse = max(np.arange(-LEAN, LEAN + 1, 1.0), key=sharpness)
    return float(max(np.arange(coarse - 1, coarse + 1 + STEP, STEP), key=sharpness))


def rows_of(mask: Mask) -> list[Row]:
    """Rows of strokes that are long enough to be a line of a zone."""
    clean = mask.copy()
    clean[:, frame(mask)] = False
    profile = clean.sum(axis=1)
    if not profile.any():
        return []
    smooth = np.convolve(profile, np.ones(3) / 3, "same")
    # A line's strokes fill a good part of its rows; lines of decoration are thin and fill few.
    there = smooth > max(12.0, mask.shape[1] * 0.05)
    return [row for top, bottom in runs(there) if (row := row_between(clean, top, bottom)) is not None]


def frame(mask: Mask) -> Mask:
    """Columns that are dark from top to bottom: the edge of a table, a shadow."""
    return mask.mean(axis=0) > 0.6


def row_between(mask: Mask, top: int, bottom: int) -> Row | None:
    height = bottom - top
    if not 10 <= height <= mask.shape[1] * 0.08:
        return None
    columns = mask[top:bottom].sum(axis=0) >= max(1, height * 0.12)
    columns &= ~edges(mask[max(0, top - height // 2) : bottom + height // 2])
    found = [(start, end) for start, end in runs(columns) if end - start >= 2]
    main = longest_chain(found, gap=height * 2.2)
    if len(main) < FEWEST or len(main) > MOST * 2:
        return None
    left, right = main[0][0], main[-1][1]
    return Row(top, bottom, left, right, len(main)) if right - left > 10 * height else None


def edges(around: Mask) -> Mask:
    """Columns that go on dark above and below a row, and those beside them: the edge of a page is no character."""
    through = around.mean(axis=0) > THROUGH
    return np.convolve(through, np.ones(5), "same") > 0


def longest_chain(found: list[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Of strokes in a row, the longest sequence without a gap that no zone has."""
    best: list[tuple[int, int]] = []
    chain: list[tuple[int, int]] = []
    for one in found:
        if chain and one[0] - chain[-1][1] > gap:
            chain = []
        chain.append(one)
        if len(chain) > len(best):
            best = list(chain)
    return best


def groups(rows: list[Row]) -> list[list[Row]]:
    """Two or three neighbouring rows that are alike, the lowest on the picture first; then single rows, as a last
    resort of a picture that shows one line well."""
    found: list[list[Row]] = []
    at = 0
    while at < len(rows):
        group = [rows[at]]
        while at + len(group) < len(rows) and len(group) < 3 and alike(group[-1], rows[at + len(group)]):
            group.append(rows[at + len(group)])
        if len(group) > 1:
            found.append(group)
        at += len(group)
    return sorted(found, key=lambda group: (-len(group), -group[-1].bottom))


def alike(one: Row, other: Row) -> bool:
    height = max(one.height, other.height)
    near = other.top - one.bottom < height * STEEPEST_GAP
    return (
        near
        and min(one.height, other.height) > height * 0.5
        and abs(one.left - other.left) < height * 2.5
        and abs(one.right - other.right) < height * 2.5
    )


def cut(upright: Image.Image, group: list[Row], angle: float) -> Strip:
    """The zone and each of its lines, at the height that the engine reads best, its light evened out."""
    height = float(np.median([row.height for row in group]))
    margin = height * MARGIN
    left, right = min(row.left for row in group) - margin * 2, max(row.right for row in group) + margin * 2
    scale = LETTER / height

    def part(top: float, bottom: float) -> Image.Image:
        box = (round(left), round(top), round(right), round(bottom))
        piece = upright.crop(box).resize(
            (max(1, round((box[2] - box[0]) * scale)), max(1, round((box[3] - box[1]) * scale))),
            Image.Resampling.LANCZOS,
        )
        return even(piece)

    whole = part(group[0].top - margin, group[-1].bottom + margin)
    lines = tuple(part(row.top - margin, row.bottom + margin) for row in group)
    return Strip(whole, lines, angle)


def even(piece: Image.Image) -> Image.Image:
    """Dark on light, whatever the light was: each pixel against the brightest around it."""
    values = np.asarray(piece, dtype=np.float32)
    paper = np.maximum(box_mean(values, 40), 1)
    flat = np.clip(values / paper * 200, 0, 255).astype(np.uint8)
    return ImageOps.autocontrast(Image.fromarray(flat), cutoff=(1, 20))


def runs(there: Mask) -> list[tuple[int, int]]:
    """Where a row of truths begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], there, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
