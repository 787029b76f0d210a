"""The map of the board: outlines, posts, and names that do not cover one another. SVG made here, so that it prints.

Degrees become pixels of one picture, WIDTH wide on a desk and NARROW on a telephone; a degree of longitude is as narrow
as it is at the middle latitude.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from jalon.posts import outlines

WIDTH, NARROW, TALLEST, SHORTEST = 720, 360, 620, 360
MARGIN = 46  # around the outermost posts
SMALLEST = 4.0  # degrees across: a state with one post is no speck
LINE = 13  # height of a name
SIGN = 7.2  # width of a letter of a name, on the safe side for capitals and accents
MARK = 8  # half the width of a post's mark, with air
ROOM = 110  # pixels across that a state's name asks for
EVERY = (1, 2, 5, 10)  # degrees between the lines of the grid


@dataclass(slots=True)
class Place:
    """A post on the map. `x` and `y` are pixels; the name stands at (`label_x`, `label_y`) where there was room."""

    code: str
    name: str
    state: str
    latitude: float
    longitude: float
    url: str = ""
    said: str = ""
    weight: int = 0  # names of the heavier are placed first
    x: float = 0
    y: float = 0
    label_x: float = 0
    label_y: float = 0
    anchor: str = ""


@dataclass(slots=True)
class Land:
    """The outline of a state; `name` is empty where there is no room for it."""

    path: str
    ours: bool
    name: str = ""
    x: int = 0
    y: int = 0


@dataclass(slots=True)
class Map:
    width: int
    height: int
    lands: list[Land]
    grid: list[tuple[str, float, float, str]]  # path, and where its degrees are written
    places: list[Place]
    credit: str = outlines.CREDIT
    crowded: int = 0  # places whose name found no room


@dataclass(slots=True)
class _Frame:
    west: float
    north: float
    scale: float  # pixels of a degree of latitude
    width: int
    narrow: float  # of a degree of longitude, against one of latitude
    height: int

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.scale * self.narrow, (self.north - latitude) * self.scale


def drawn(
    places: Iterable[Place], ours: str = "", name_of: Callable[[str], str] = str, width: int = WIDTH
) -> Map | None:
    """The map of these places; None where there are none. `ours`: the state (alpha-3) that is set off from the others;
    `name_of`: a state's name in the page's language."""
    known = [replace(one) for one in places]
    if not known:
        return None
    frame = _frame(known, width)
    for place in known:
        place.x, place.y = (round(number, 1) for number in frame.at(place.longitude, place.latitude))
    crowded = _name(known, width, frame.height)
    return Map(width, frame.height, _lands(frame, ours, name_of), _grid(frame), known, crowded=crowded)


def _frame(places: Sequence[Place], width: int) -> _Frame:
    lats, lons = [one.latitude for one in places], [one.longitude for one in places]
    middle = (min(lats) + max(lats)) / 2
    narrow = math.cos(math.radians(middle))
    across = max((max(lons) - min(lons)) * narrow, SMALLEST)
    down = max(max(lats) - min(lats), SMALLEST / 2)
    margin = min(MARGIN, width / 12)
    scale = min((width - 2 * margin) / across, (TALLEST - 2 * margin) / down)
    height = max(SHORTEST * width // WIDTH, round(down * scale + 2 * margin))
    west = (min(lons) + max(lons)) / 2 - width / 2 / scale / narrow
    north = middle + height / 2 / scale
    return _Frame(west, north, scale, width, narrow, height)


def _lands(frame: _Frame, ours: str, name_of: Callable[[str], str]) -> list[Land]:
    """The outlines that touch the picture. What lies outside is cut off by its edge."""
    found = []
    for state, ring in outlines.rings():
        points = [frame.at(*point) for point in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        west, east, top, foot = max(min(xs), 0), min(max(xs), frame.width), max(min(ys), 0), min(max(ys), frame.height)
        if west >= east or top >= foot:
            continue
        land = Land("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z", state == ours)
        middle = ((west + east) / 2, (top + foot) / 2)
        if east - west > ROOM and foot - top > ROOM / 2 and _holds(points, *middle):
            land.name, land.x, land.y = name_of(state), round(middle[0]), round(middle[1])
        found.append(land)
    return found


def _holds(points: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a point lies inside a ring: a line from it to the east crosses the ring an odd number of times."""
    inside = False
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _grid(frame: _Frame) -> list[tuple[str, float, float, str]]:
    """Meridians and parallels, a handful, with their degrees."""
    across = frame.width / frame.scale / frame.narrow
    step = next((every for every in EVERY if across / every <= 7), EVERY[-1])
    lines: list[tuple[str, float, float, str]] = []
    for degree in range(math.floor(frame.west / step) * step, math.ceil(frame.west + across) + step, step):
        x, _ = frame.at(degree, frame.north)
        if 0 < x < frame.width:
            lines.append((f"M{x:.0f} 0V{frame.height}", round(x) + 3, frame.height - 4, _degrees(degree, "E", "W")))
    south = frame.north - frame.height / frame.scale
    for degree in range(math.floor(south / step) * step, math.ceil(frame.north) + step, step):
        _, y = frame.at(frame.west, degree)
        if 0 < y < frame.height - LINE:
            lines.append((f"M0 {y:.0f}H{frame.width}", 3, round(y) - 3, _degrees(degree, "N", "S")))
    return lines


def _degrees(degree: int, positive: str, negative: str) -> str:
    return f"{abs(degree)}°{positive if degree > 0 else negative if degree < 0 else ''}"


Box = tuple[float, float, float, float]


def _name(places: Sequence[Place], width: int, height: int) -> int:
    """Put the names beside their posts where no other mark or name stands. Returns how many found no room."""
    taken = _Taken()
    for one in places:
        taken.add((one.x - MARK, one.y - MARK, one.x + MARK, one.y + MARK))
    crowded = 0
    for place in sorted(places, key=lambda one: (-one.weight, one.name)):
        for label_x, label_y, anchor, box in _around(place):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if inside and taken.is_free(box):
                place.label_x, place.label_y, place.anchor = label_x, label_y, anchor
                taken.add(box)
                break
        else:
            crowded += 1
    return crowded


class _Taken:
    """What is covered already, by bands as high as a name: only those near are looked at."""

    def __init__(self) -> None:
        self.bands: dict[int, list[Box]] = {}

    def add(self, box: Box) -> None:
        for band in self._bands(box):
            self.bands.setdefault(band, []).append(box)

    def is_free(self, box: Box) -> bool:
        return not any(_touch(box, other) for band in self._bands(box) for other in self.bands.get(band, ()))

    @staticmethod
    def _bands(box: Box) -> range:
        return range(int(box[1] // LINE), int(box[3] // LINE) + 1)


def _around(place: Place) -> Iterable[tuple[float, float, str, Box]]:
    """Where a name may stand: (x, y of its foot, anchor, what it covers)."""
    wide, off = len(place.name) * SIGN, MARK + 2
    for down in (0, -LINE, LINE):
        foot = round(place.y + down + LINE * 0.35, 1)
        above = foot - LINE * 0.85
        right, left = round(place.x + off, 1), round(place.x - off, 1)
        yield right, foot, "start", (right, above, right + wide, above + LINE)
        yield left, foot, "end", (left - wide, above, left, above + LINE)
    for foot in (round(place.y - off, 1), round(place.y + off + LINE * 0.7, 1)):
        above = foot - LINE * 0.85
        yield place.x, foot, "middle", (place.x - wide / 2, above, place.x + wide / 2, above + LINE)


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
