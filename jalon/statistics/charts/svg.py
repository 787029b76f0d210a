"""Writing SVG: elements with escaped text, a title and a description for whoever does not see the picture.

Colours stand as attributes, so that a PDF shows them too; a page's style sheet may put others in their place by class.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil, floor, log10

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FILLS = {
    "entry": "#2a2670",
    "exit": "#d9861c",
    "all": "#2a2670",
    "women": "#d9861c",
    "men": "#2a2670",
    "before": "#6d665a",
    "land": "#f2ecdf",
    "sea": "#e3ebee",
    "shore": "#b9ad97",
    "grid": "#dcd3c2",
    "ink": "#1b1917",
    "quiet": "#4d473e",
    "gap": "#e9e2d4",
    "gap-line": "#a89b84",
    "full": "#0e5735",
    "partly": "#e9a13b",
    "kept": "#0e5735",
    "done": "#3f8a63",
    "under_way": "#2a2670",
    "blocked": "#e9a13b",
    "not_begun": "#cfc4ae",
    "not_kept": "#981515",
    "then": "#b9b6de",
    "paper": "#ffffff",
    "halo": "#ffffff",
}
FACE = "Noto Sans, Noto Sans Arabic, sans-serif"
ARABIC = re.compile(r"[\u0600-\u06ff]")
RTL, POP = "\u2067", "\u2069"  # what stands between them is read from right to left, whatever stands around it


def tag(name: str, *inside: str, **attributes: object) -> str:
    """An element. `class_` and `font_size` become class and font-size; None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def shape(name: str, fill: str, **attributes: object) -> str:
    """An element filled with one of FILLS, whose name is its class too."""
    return tag(name, class_=f"c-{fill}", fill=FILLS[fill], **attributes)


def text(said: object, x: float, y: float, size: float = 12, anchor: str = "start", **attributes: object) -> str:
    """Words. `anchor` is start, middle or end, from left to right whatever the page's direction is; Arabic words with
    the numbers among them keep the order in which they are read."""
    ink = str(attributes.pop("ink", "ink"))
    words = str(said)
    return tag(
        "text",
        escape(f"{RTL}{words}{POP}" if ARABIC.search(words) else words),
        class_=f"c-{ink}",
        x=x,
        y=y,
        font_size=size,
        text_anchor=anchor,
        fill=FILLS[ink],
        direction="ltr",
        **attributes,
    )


def hatching(name: str) -> str:
    """A pattern for what is not known."""
    line = tag("path", d="M0 6 6 0", class_="s-gap-line", stroke=FILLS["gap-line"], stroke_width=1.2)
    ground = shape("rect", "gap", width=6, height=6)
    return tag(
        "defs",
        tag("pattern", ground, line, id=f"{name}-gap", width=6, height=6, patternUnits="userSpaceOnUse"),
    )


def picture(
    name: str, title: str, about: str, width: float, height: float, parts: Sequence[str], small: bool = False
) -> SafeString:
    """The whole of a chart. `small`: it does not grow with the page."""
    said = tag("title", escape(title), id=f"{name}-title") + tag("desc", escape(about), id=f"{name}-desc")
    classes = "chart chart--small" if small else "chart"
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" viewBox="0 0 {_short(width)} {_short(height)}"'
        f' width="{_short(width)}" height="{_short(height)}" role="img" font-family="{FACE}"'
        f' aria-labelledby="{name}-title {name}-desc">{said}{"".join(parts)}</svg>'
    )
    return mark_safe(drawn)  # noqa: S308 — every text in it is escaped above


def ticks(greatest: float, about: int = 4) -> list[int]:
    """Round numbers from 0 to at least the greatest."""
    if greatest <= 0:
        return [0, 1]
    raw = greatest / about
    magnitude = 10 ** floor(log10(raw)) if raw > 0 else 1
    step = max(1, next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= raw))
    step = ceil(step)
    return [step * index for index in range(ceil(greatest / step) + 1)]


def grouped(number: float) -> str:
    """A number with a narrow space between thousands, in every language of the house."""
    return f"{number:,.0f}".replace(",", "\u202f")


def _short(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
