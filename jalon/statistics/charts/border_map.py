"""A map of the posts: at each, entries as one half of a disc and exits as the other, each by its area.

A post that did not report is a dashed ring: it is no zero.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import Any

from django.utils.safestring import SafeString

from jalon.posts import outlines
from jalon.statistics.charts.svg import FILLS, picture, shape, tag, text

LARGEST = 30.0  # radius of the busiest half, on a map that is tall enough for it
TALL = 480.0
AROUND = 1.4  # degrees around the outermost posts
NARROWEST = 5.0  # degrees shown at least


@dataclass(frozen=True, slots=True)
class Marked:
    """A post on the map. `reported`: False where nothing of the period is here."""

    name: str
    latitude: float
    longitude: float
    entries: int
    exits: int
    reported: bool


def border_map(
    name: str,
    title: str,
    about: str,
    posts: Sequence[Marked],
    names: dict[str, str],
    own: Collection[str] = (),
    width: float = 960,
    tallest: float = 620,
) -> SafeString:
    """The map. `names`: of the countries, by alpha-3, in the page's language; `own`: those whose posts these are."""
    west, south, east, north = _bounds(posts)
    flat = cos(radians((south + north) / 2))  # equirectangular, true at the middle latitude
    scale = width / ((east - west) * flat)
    height = min(tallest, (north - south) * scale)
    scale = min(scale, height / (north - south))
    middle = (width - (east - west) * flat * scale) / 2

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        return middle + (longitude - west) * flat * scale, (north - latitude) * scale

    parts = [tag("clipPath", tag("rect", width=width, height=height), id=f"{name}-frame")]
    land = [shape("rect", "sea", width=width, height=height)]
    for code, ring in outlines.rings():
        fill = "paper" if code in own else "land"
        points = "L".join(f"{x:.1f} {y:.1f}" for x, y in (at(*point) for point in ring))
        line = {"class_": f"c-{fill} s-shore", "fill": FILLS[fill], "stroke": FILLS["shore"], "stroke_width": 1.2}
        land.append(tag("path", d=f"M{points}Z", **line))
    land += _names(names, at, width, height)
    parts.append(tag("g", *land, clip_path=f"url(#{name}-frame)"))
    greatest = max((max(post.entries, post.exits) for post in posts), default=0) or 1
    most = LARGEST * min(1.0, height / TALL)
    taken: list[tuple[float, float, float, float]] = []
    marks, labels = [], []
    for post in sorted(posts, key=lambda one: -(one.entries + one.exits)):
        x, y = at(post.longitude, post.latitude)
        marks += _mark(post, x, y, greatest, most)
    for post in posts:
        x, y = at(post.longitude, post.latitude)
        labels += _label(post, x, y, _radius(max(post.entries, post.exits), greatest, most), taken, width)
    return picture(name, title, about, width, height, [*parts, *marks, *labels])


def _bounds(posts: Sequence[Marked]) -> tuple[float, float, float, float]:
    if not posts:
        return (-18.0, 8.0, 25.0, 26.0)
    west, east = min(one.longitude for one in posts) - AROUND, max(one.longitude for one in posts) + AROUND
    south, north = min(one.latitude for one in posts) - AROUND, max(one.latitude for one in posts) + AROUND
    wide, tall = max(0.0, NARROWEST - (east - west)) / 2, max(0.0, NARROWEST * 0.6 - (north - south)) / 2
    return west - wide, south - tall, east + wide, north + tall


def _radius(number: int, greatest: int, most: float) -> float:
    return most * sqrt(number / greatest) if number else 0.0


def _mark(post: Marked, x: float, y: float, greatest: int, most: float) -> list[str]:
    if not post.reported:
        return [
            tag(
                "circle",
                cx=x,
                cy=y,
                r=6,
                class_="c-paper s-quiet",
                fill=FILLS["paper"],
                stroke=FILLS["quiet"],
                stroke_width=1.5,
                stroke_dasharray="2.5 2",
            )
        ]
    found = []
    for fill, number, sweep in (("entry", post.entries, 0), ("exit", post.exits, 1)):
        r = _radius(number, greatest, most)
        if r:
            half = f"M{x:.1f} {y - r:.1f}A{r:.1f} {r:.1f} 0 0 {sweep} {x:.1f} {y + r:.1f}Z"
            found.append(shape("path", fill, d=half, fill_opacity=0.85))
    return [*found, tag("circle", cx=x, cy=y, r=2, class_="c-ink", fill=FILLS["ink"])]


def _label(
    post: Marked, x: float, y: float, r: float, taken: list[tuple[float, float, float, float]], width: float
) -> list[str]:
    """The post's name where it hides no other."""
    long, tall = len(post.name) * 6.4, 14.0
    for left, base in (
        (x + r + 4, y + 4),
        (x - r - 4 - long, y + 4),
        (x - long / 2, y - r - 5),
        (x - long / 2, y + r + 13),
    ):
        box = (left, base - tall, left + long, base + 2)
        free = all(box[2] < b[0] or box[0] > b[2] or box[3] < b[1] or box[1] > b[3] for b in taken)
        if free and left > 0 and left + long < width and base > tall:
            taken.append(box)
            # Twice, since what lays out a PDF knows no order of painting.
            halo: dict[str, Any] = {
                "stroke": FILLS["paper"],
                "stroke_width": 3,
                "stroke_linejoin": "round",
                "ink": "halo",
            }
            return [text(post.name, left, base, 11.5, **halo), text(post.name, left, base, 11.5)]
    return []


def _names(names: dict[str, str], at: Any, width: float, height: float) -> list[str]:
    """Each country's name in the middle of its largest outline, where that lies on the map."""
    found = []
    largest: dict[str, outlines.Ring] = {}
    for code, ring in outlines.rings():
        largest[code] = max(largest.get(code, ()), ring, key=len)
    for code, said in names.items():
        ring = largest.get(code, ())
        if not ring:
            continue
        x, y = at(sum(point[0] for point in ring) / len(ring), sum(point[1] for point in ring) / len(ring))
        if 60 < x < width - 60 and 20 < y < height - 20:
            found.append(text(said, x, y, 15, "middle", ink="before"))
    return found
