"""Bars of the perception survey, drawn by the server: shares of answers side by side, and two quarters one above the
other."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jalon.statistics.charts.svg import tag

WIDE, HIGH = 300, 22
# From dark to light, with a gap between: told apart in grey too.
TONES = ("#2a2670", "#7b76c2", "#d9861c", "#b9ad97")
KEPT_BACK = "#e9e2d4"


def bar(shares: Sequence[float | None]) -> SafeString:
    """Choices beside one another; what is kept back is one pale piece with no length of its own."""
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        rest = tag("rect", x=0, y=0, width=WIDE, height=HIGH, fill=KEPT_BACK, class_="c-kept")
        return _svg(rest, HIGH, _("kept back"))
    pieces, x = [], 0.0
    for place, share in enumerate(known):
        width = share * WIDE
        if width > 0:
            tone = place % len(TONES)
            pieces.append(
                tag(
                    "rect",
                    x=round(x, 2),
                    y=0,
                    width=round(max(0.5, width - 1), 2),
                    height=HIGH,
                    fill=TONES[tone],
                    class_=f"tone-{tone}",
                )
            )
        x += width
    said = " · ".join(f"{round(100 * share)} %" for share in known)
    return _svg("".join(pieces), HIGH, said)


def two(then: float | None, now: float | None) -> SafeString:
    """The baseline as an outline, now filled."""
    high = 2 * HIGH + 4
    pieces = []
    if then is not None:
        pieces.append(
            tag(
                "rect",
                x=0.75,
                y=0.75,
                width=round(max(0.0, then * WIDE - 1.5), 2),
                height=HIGH - 1.5,
                fill="#ffffff",
                stroke=TONES[0],
                stroke_width=1.5,
                class_="tone-then",
            )
        )
    if now is not None:
        pieces.append(
            tag(
                "rect",
                x=0,
                y=HIGH + 4,
                width=round(max(0.5, now * WIDE), 2),
                height=HIGH,
                fill=TONES[0],
                class_="tone-0",
            )
        )
    said = " → ".join("—" if share is None else f"{round(100 * share)} %" for share in (then, now))
    return _svg("".join(pieces) or " ", high, said)


def _svg(inside: str, high: int, said: str) -> SafeString:
    return mark_safe(  # noqa: S308 - of numbers and of our own words, escaped by `tag`
        tag(
            "svg",
            tag("title", said),
            inside,
            class_="bars",
            viewBox=f"0 0 {WIDE} {high}",
            width=WIDE,
            height=high,
            role="img",
            xmlns="http://www.w3.org/2000/svg",
            preserveAspectRatio="none",
        )
    )
