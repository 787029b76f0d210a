"""Draw the outlines under the map of posts, from Natural Earth (public domain): python tools/outlines.py FOLDER

FOLDER holds `geo/ne50m_countries_westafrica.geojson`. Lines are thinned (Douglas and Peucker, 1973) and rounded to a
hundredth of a degree; islets are left out.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "jalon" / "statistics" / "charts" / "outlines.json"
THIN = 0.04  # degrees
LEAST = 0.05  # square degrees
CREDIT = "Natural Earth, 1:50m, public domain (naturalearthdata.com), thinned"
Point = tuple[float, float]


def thinned(line: list[Point]) -> list[Point]:
    """The points that lie further than THIN from the line between those that are kept."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5

    def away(point: Point) -> float:
        if not length:
            return ((point[0] - x1) ** 2 + (point[1] - y1) ** 2) ** 0.5
        return abs((x2 - x1) * (y1 - point[1]) - (x1 - point[0]) * (y2 - y1)) / length

    at = max(range(1, len(line) - 1), key=lambda index: away(line[index]))
    if away(line[at]) <= THIN:
        return [line[0], line[-1]]
    return thinned(line[: at + 1])[:-1] + thinned(line[at:])


def area(ring: list[Point]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def main(folder: Path) -> int:
    source = folder / "geo" / "ne50m_countries_westafrica.geojson"
    countries = {}
    for feature in json.loads(source.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings = [[(x, y) for x, y, *_ in polygon[0]] for polygon in polygons]
        kept = [ring for ring in rings if area(ring) >= LEAST] or [max(rings, key=area)]
        lines = [[[round(x, 2), round(y, 2)] for x, y in thinned(ring)] for ring in kept]
        countries[feature["properties"]["adm0_a3"]] = lines
    said = {"credit": CREDIT, "countries": dict(sorted(countries.items()))}
    OUT.write_text(json.dumps(said, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(countries)} countries, {OUT.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
