"""Bars over time, entries under exits; what was not reported is hatched and has no bar: it is no zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from jalon.statistics.charts.svg import FILLS, grouped, hatching, picture, shape, tag, text, ticks

WHOLE = 0.995  # of the hours: clocks and the hour that runs leave a little out


@dataclass(frozen=True, slots=True)
class Bar:
    """One day or month. `parts`: of each series, how many. `covered`: share of its hours, None where nobody reports.
    `before`: what the period it is compared with had there."""

    label: str
    parts: dict[str, int] = field(default_factory=dict)
    covered: float | None = 1.0
    before: int | None = None

    @property
    def total(self) -> int:
        return sum(self.parts.values())


def over_time(
    name: str,
    title: str,
    about: str,
    bars: Sequence[Bar],
    series: Sequence[str],
    width: float = 960,
    height: float = 260,
) -> SafeString:
    """The chart. `series`: names of FILLS, from the ground up."""
    left, right, top, ground = 56.0, 8.0, 14.0, height - 26
    greatest = max((max(bar.total, bar.before or 0) for bar in bars), default=0)
    steps = ticks(greatest)
    scale = (ground - top) / steps[-1]
    pace = (width - left - right) / max(1, len(bars))
    wide = min(42.0, pace * 0.76)
    parts = [hatching(name)]
    for step in steps:
        y = ground - step * scale
        parts.append(tag("path", d=f"M{left} {y:.1f}H{width - right}", class_="s-grid", stroke=FILLS["grid"]))
        parts.append(text(grouped(step), left - 7, y + 4, 12, "end", ink="quiet"))
    every = max(1, -(-len(bars) * 46 // int(width - left)))
    for index, bar in enumerate(bars):
        x = left + index * pace
        parts += _bar(name, bar, series, x + (pace - wide) / 2, wide, ground, scale, (x, top, pace))
        if index % every == 0:
            parts.append(text(bar.label, x + pace / 2, height - 8, 12, "middle", ink="quiet"))
    parts.append(tag("path", d=f"M{left} {ground}H{width - right}", class_="s-ink", stroke=FILLS["ink"]))
    return picture(name, title, about, width, height, parts)


def _bar(
    name: str,
    bar: Bar,
    series: Sequence[str],
    x: float,
    wide: float,
    ground: float,
    scale: float,
    place: tuple[float, float, float],
) -> list[str]:
    parts: list[str] = []
    if bar.covered is None or bar.covered < WHOLE:
        # The hatching rises as far as the share of hours that is missing.
        share = 1.0 if not bar.covered else 1 - bar.covered
        tall = (ground - place[1]) * share
        parts.append(
            tag("rect", x=place[0], y=place[1], width=place[2], height=max(4.0, tall), fill=f"url(#{name}-gap)")
        )
    y = ground
    for one in series:
        tall = bar.parts.get(one, 0) * scale
        if tall > 0:
            y -= tall
            parts.append(shape("rect", one, x=x, y=y, width=wide, height=tall))
    if bar.before is not None:
        at = ground - bar.before * scale
        parts.append(
            tag(
                "path",
                d=f"M{x - 2:.1f} {at:.1f}h{wide + 4:.1f}",
                class_="s-before",
                stroke=FILLS["before"],
                stroke_width=2.5,
            )
        )
    return parts
