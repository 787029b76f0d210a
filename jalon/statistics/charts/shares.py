"""Small charts side by side, all on one scale from 0 to 100 per cent: a share over time, one line that counts among
others that stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from jalon.statistics.charts.svg import FILLS, picture, shape, tag, text

LONGEST_NAME = 28
Line = Sequence[tuple[date, float]]  # day -> share from 0 to 1, in order of days


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart. `line`: the one that counts; `mean`: what it is compared with; `behind`: the others; `said`: its last
    value in words, beside the name."""

    name: str
    said: str
    line: Line
    mean: Line = ()
    behind: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class _Field:
    """Where a day and a share stand in a panel."""

    first: date
    span: int
    left: float
    inner: float
    ground: float
    top: float

    def place(self, day: date, share: float) -> tuple[float, float]:
        across = (day - self.first).days / self.span * self.inner
        return self.left + across, self.ground - share * (self.ground - self.top)


def shares(
    name: str, title: str, about: str, panels: Sequence[Panel], across: int = 3, width: float = 960
) -> SafeString:
    """The chart. Days stand at the same place in every panel."""
    wide, tall, gap = width / across, 150.0, 26.0
    days = sorted({day for one in panels for line in (one.line, one.mean, *one.behind) for day, _share in line})
    first, last = (days[0], days[-1]) if days else (date.min, date.min)
    span = max(1, (last - first).days)
    parts: list[str] = []
    for index, panel in enumerate(panels):
        x, y = (index % across) * wide + 30, (index // across) * tall
        inner, top, ground = wide - gap - 30, y + 30, y + tall - 30
        field = _Field(first, span, x, inner, ground, top)
        said = panel.name if len(panel.name) <= LONGEST_NAME else panel.name[: LONGEST_NAME - 1] + "…"
        parts.append(text(said, x, y + 16, 13, font_weight=700))
        parts.append(text(panel.said, x + inner, y + 16, 13, "end", font_weight=700))
        for step in (0, 0.5, 1):
            level = ground - step * (ground - top)
            parts.append(tag("path", d=f"M{x:.1f} {level:.1f}h{inner:.1f}", class_="s-grid", stroke=FILLS["grid"]))
            parts.append(text(round(step * 100), x - 5, level + 4, 10, "end", ink="quiet"))
        for line in panel.behind:
            parts += _line([field.place(*one) for one in line], "gap-line", 1.2, 1.8)
        parts += _line([field.place(*one) for one in panel.mean], "exit", 2, 2.2, "5 4")
        parts += _line([field.place(*one) for one in panel.line], "all", 2.6, 3.6)
        parts.append(text(f"{first:%m/%Y}", x, ground + 15, 10, ink="quiet"))
        if last > first:
            parts.append(text(f"{last:%m/%Y}", x + inner, ground + 15, 10, "end", ink="quiet"))
    rows = -(-len(panels) // across)
    return picture(name, title, about, width, max(1, rows) * tall, parts)


def _line(points: Sequence[tuple[float, float]], ink: str, thick: float, dot: float, dashes: str = "") -> list[str]:
    """A line with a dot at each of its days."""
    if not points:
        return []
    way = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    drawn = tag(
        "path",
        d=way,
        class_=f"s-{ink}",
        stroke=FILLS[ink],
        stroke_width=thick,
        fill="none",
        stroke_dasharray=dashes or None,
    )
    return [drawn, *(shape("circle", ink, cx=x, cy=y, r=dot) for x, y in points)]
