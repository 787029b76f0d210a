"""Bars that lie, cut into parts: how many of each kind, a bar a row. A part's number stands in it; what nobody said is
hatched, so that it is told apart without its colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from jalon.statistics.charts.svg import FILLS, grouped, hatching, picture, shape, tag, text

HATCHED = "not_reported"
DARK = {"kept", "done", "not_kept", "under_way"}  # on which a number is written in white
LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Lying:
    """One row. `parts`: of each series, how many."""

    label: str
    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.parts.values())


def stacked(
    name: str,
    title: str,
    about: str,
    rows: Sequence[Lying],
    series: Sequence[str],
    *,
    rtl: bool = False,
    width: float = 760,
    label: float = 220,
    above: bool = False,
) -> SafeString:
    """The chart. `series`: names of FILLS (or HATCHED), from where lines begin. `rtl`: that is at the right. `above`: a
    label stands above its bar, not beside it, for a narrow window."""
    tall, gap, end = 26.0, 10.0, 44.0
    label, head = (0, 20.0) if above else (label, 0.0)
    room = width - label - end
    greatest = max((row.total for row in rows), default=0) or 1
    parts = [hatching(name)]
    for index, row in enumerate(rows):
        y = index * (head + tall + gap) + 4 + head
        said = row.label if len(row.label) <= LONGEST_LABEL else row.label[: LONGEST_LABEL - 1] + "…"
        parts.append(_text(said, 0, y - 6 if above else y + 18, 14, "start", width, rtl))
        at = label
        for one in series:
            number = row.parts.get(one, 0)
            if not number:
                continue
            long = number / greatest * room
            x = width - at - long if rtl else at
            if one == HATCHED:
                fill = tag(
                    "rect", x=x, y=y, width=long, height=tall, fill=f"url(#{name}-gap)", stroke=FILLS["gap-line"]
                )
                parts.append(fill)
            else:
                parts.append(shape("rect", one, x=x, y=y, width=long, height=tall))
            if long >= 16:
                ink = "paper" if one in DARK else "ink"
                parts.append(text(number, x + long / 2, y + 18, 13, "middle", ink=ink, font_weight=700))
            at += long
        parts.append(_text(grouped(row.total), at + 8, y + 18, 14, "start", width, rtl, font_weight=700))
    return picture(name, title, about, width, len(rows) * (head + tall + gap), parts)


def _text(said: str, x: float, y: float, size: float, anchor: str, width: float, rtl: bool, **more: object) -> str:
    """Words that begin at x from where lines begin."""
    if rtl:
        return text(said, width - x, y, size, "end" if anchor == "start" else "start", **more)
    return text(said, x, y, size, anchor, **more)
