"""Which posts reported on which days: a line a post, a square a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from jalon.statistics.charts.svg import hatching, picture, shape, tag, text


@dataclass(frozen=True, slots=True)
class Line:
    """A post: of each day the share of its hours that is here, None where it was not expected to report."""

    name: str
    shares: Sequence[float | None]


def hours_reported(
    name: str, title: str, about: str, lines: Sequence[Line], labels: Sequence[str], width: float = 960
) -> SafeString:
    """The chart."""
    left, tall = 190.0, 20.0
    pace = (width - left) / max(1, len(labels))
    parts = [hatching(name)]
    every = max(1, -(-len(labels) * 44 // int(width - left)))
    for index, label in enumerate(labels):
        if index % every == 0:
            parts.append(text(label, left + index * pace + pace / 2, 13, 11.5, "middle", ink="quiet"))
    for row, line in enumerate(lines):
        y = 20 + row * tall
        parts.append(text(line.name, left - 8, y + 14, 12.5, "end"))
        for index, share in enumerate(line.shares):
            if share is None:
                continue
            place = {"x": left + index * pace, "y": y + 2, "width": max(1.0, pace - 1), "height": tall - 4}
            if share <= 0:
                parts.append(tag("rect", fill=f"url(#{name}-gap)", **place))
            else:
                parts.append(shape("rect", "full" if share >= 0.995 else "partly", **place))
    return picture(name, title, about, width, 20 + len(lines) * tall + 4, parts)
