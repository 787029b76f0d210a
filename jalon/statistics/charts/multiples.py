"""A small chart for each post, side by side, all on one scale, in the order of country and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from jalon.statistics.charts.svg import FILLS, grouped, hatching, picture, shape, tag, text

LONGEST_NAME = 22


@dataclass(frozen=True, slots=True)
class Small:
    """One post: numbers by day or month; None where it did not report."""

    name: str
    numbers: Sequence[int | None]
    total: int


def multiples(
    name: str, title: str, about: str, posts: Sequence[Small], across: int = 5, width: float = 960
) -> SafeString:
    """The chart."""
    wide, tall, gap = width / across, 92.0, 14.0
    greatest = max((number for post in posts for number in post.numbers if number is not None), default=0) or 1
    parts = [hatching(name)]
    for index, post in enumerate(posts):
        x, y = (index % across) * wide, (index // across) * tall
        ground, inner = y + tall - 14, wide - gap
        said = post.name if len(post.name) <= LONGEST_NAME else post.name[: LONGEST_NAME - 1] + "…"
        parts.append(text(said, x, y + 14, 12.5, font_weight=700))
        parts.append(text(grouped(post.total), x + inner, y + 30, 12, "end", ink="quiet"))
        pace = inner / max(1, len(post.numbers))
        for at, number in enumerate(post.numbers):
            left = x + at * pace
            if number is None:
                parts.append(tag("rect", x=left, y=y + 34, width=pace, height=tall - 48, fill=f"url(#{name}-gap)"))
            elif number:
                high = number / greatest * (tall - 48)
                parts.append(shape("rect", "all", x=left, y=ground - high, width=max(0.8, pace * 0.8), height=high))
        parts.append(tag("path", d=f"M{x} {ground}h{inner}", class_="s-ink", stroke=FILLS["ink"]))
    rows = -(-len(posts) // across)
    return picture(name, title, about, width, rows * tall, parts)
