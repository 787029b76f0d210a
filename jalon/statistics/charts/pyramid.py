"""Ages of men and women, back to back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from jalon.statistics.charts.svg import FILLS, grouped, picture, shape, tag, text, ticks


def pyramid(
    name: str,
    title: str,
    about: str,
    ages: Sequence[tuple[str, str]],
    men: Mapping[str, int | None],
    women: Mapping[str, int | None],
    words: tuple[str, str],
    width: float = 560,
) -> SafeString:
    """The chart. `ages`: code and label, the youngest first; it stands at the bottom. None: kept back. `words`: men,
    women."""
    tall, top, middle = 24.0, 26.0, 56.0
    half = (width - middle) / 2 - 4
    greatest = max([number or 0 for side in (men, women) for number in side.values()], default=0)
    steps = ticks(greatest, 3 if width > 400 else 1)
    scale = (half - 44) / steps[-1]
    ground = top + len(ages) * tall
    left, right = half, half + middle
    parts = [
        text(words[0], left, 14, 13, "end", font_weight=700),
        text(words[1], right, 14, 13, "start", font_weight=700),
    ]
    for step in steps:
        for x in (left - step * scale, right + step * scale):
            line = f"M{x:.1f} {top}V{ground}"
            parts.append(tag("path", d=line, class_="s-grid", stroke=FILLS["grid"]))
            parts.append(text(grouped(step), x, ground + 16, 11, "middle", ink="quiet"))
    for index, (code, label) in enumerate(reversed(ages)):
        y = top + index * tall
        parts.append(text(label, half + middle / 2, y + 16, 12.5, "middle"))
        for side, fill, start, way in ((men, "men", left, -1), (women, "women", right, 1)):
            number = side.get(code, 0)
            long = (number or 0) * scale
            x = start - long if way < 0 else start
            if long:
                parts.append(shape("rect", fill, x=x, y=y + 3, width=long, height=tall - 6))
            said = "∗" if number is None else grouped(number) if number else ""
            parts.append(text(said, start + way * (long + 4), y + 16, 11, "end" if way < 0 else "start", ink="quiet"))
    return picture(name, title, about, width, ground + 22, parts, small=True)
