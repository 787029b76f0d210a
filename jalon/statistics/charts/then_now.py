"""Then and now, side by side: of each figure a pale bar and a dark one on a scale of their own, with what they say; a
mark where it was to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from jalon.statistics.charts.svg import FILLS, picture, shape, tag, text

LONGEST_LABEL = 46
TALL, THICK = 58.0, 12.0
LETTER = 7.0  # about how wide a letter is beside a bar


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure: its values (None where it is not known), what is written beside each, and its target."""

    label: str
    then: float | None
    now: float | None
    then_said: str
    now_said: str
    target: float | None = None
    target_said: str = ""


def then_now(
    name: str, title: str, about: str, rows: Sequence[Pair], *, rtl: bool = False, width: float = 420
) -> SafeString:
    """The chart. `rtl`: bars begin at the right."""
    beside = 96.0
    room = width - beside
    parts = []
    for index, row in enumerate(rows):
        y = index * TALL
        said = row.label if len(row.label) <= LONGEST_LABEL else row.label[: LONGEST_LABEL - 1] + "…"
        parts.append(_text(said, 0, y + 14, width, rtl, 13, font_weight=700))
        greatest = max((value for value in (row.then, row.now, row.target) if value), default=0) or 1
        mark = row.target / greatest * room if row.target is not None else None
        for at, (value, words, fill) in enumerate(((row.then, row.then_said, "then"), (row.now, row.now_said, "all"))):
            top = y + 20 + at * (THICK + 3)
            long = (value or 0) / greatest * room
            if value is None:
                line = _line(0, room, top + THICK / 2, width, rtl)
                parts.append(tag("path", d=line, stroke=FILLS["gap-line"], stroke_dasharray="3 4", class_="s-gap-line"))
                long = room
            elif long:
                parts.append(shape("rect", fill, x=width - long if rtl else 0, y=top, width=long, height=THICK))
            # The words stand beyond the mark where it would run through them.
            begins = mark if mark is not None and long <= mark <= long + 12 + LETTER * len(words) else long
            weight = 700 if at else 400
            parts.append(_text(words, begins + 6, top + THICK - 1.5, width, rtl, 12, font_weight=weight))
        if mark is not None:
            x = width - mark if rtl else mark
            way = f"M{x:.1f} {y + 17:.1f}v{2 * THICK + 9:.1f}"
            parts.append(tag("path", d=way, stroke=FILLS["exit"], stroke_width=3))
    return picture(name, title, about, width, len(rows) * TALL, parts)


def _line(since: float, until: float, y: float, width: float, rtl: bool) -> str:
    return f"M{width - until:.1f} {y:.1f}H{width - since:.1f}" if rtl else f"M{since:.1f} {y:.1f}H{until:.1f}"


def _text(said: str, x: float, y: float, width: float, rtl: bool, size: float, **more: object) -> str:
    return text(said, width - x if rtl else x, y, size, "end" if rtl else "start", **more)
