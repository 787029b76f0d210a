"""The look keeps its promises: contrast, weight, both writing directions, and nothing a strict policy would block."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).resolve().parents[3]
LOOK = ROOMS / "web" / "static" / "web"
DESK = ROOMS / "desk" / "static" / "desk"
SHEETS = sorted(LOOK.glob("*.css"))
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
HTMX_2_COMPRESSED = 16_600  # bytes, as django-htmx brings it
PAGE = 11_000  # bytes of HTML, the usual traveller

# Foreground, background, least ratio (WCAG 2.2: 7 is AAA for text, 4.5 AA, 3 for borders and marks).
PAIRS = [
    ("ink", "paper", 7),
    ("ink", "surface", 7),
    ("ink", "sunken", 7),
    ("quiet", "paper", 7),
    ("quiet", "surface", 7),
    ("quiet", "sunken", 7),
    ("accent", "surface", 7),
    ("accent", "paper", 7),
    ("accent-ink", "accent", 7),
    ("ink", "accent-soft", 7),
    ("bar-ink", "bar", 7),
    ("bar-quiet", "bar", 7),
    ("white", "clear", 7),
    ("white", "stop", 7),
    ("look-on", "look", 7),
    ("clear-ink", "surface", 7),
    ("look-ink", "surface", 7),
    ("look-ink", "look-soft", 7),
    ("stop-ink", "surface", 7),
    ("stop-ink", "stop-soft", 7),
    ("ink", "look-soft", 7),
    ("ink", "stop-soft", 7),
    ("ink", "clear-soft", 7),
    ("line", "surface", 3),
    ("line", "paper", 3),
    ("focus", "surface", 3),
    ("focus", "paper", 3),
]


def tokens(variant: str) -> dict[str, str]:
    sheet = (LOOK / "jalon.css").read_text(encoding="utf-8")
    light = sheet[sheet.index(":root {") : sheet.index("@media (prefers")]
    dark = {
        "light": "",
        "chosen": sheet.split(':root[data-theme="dark"] {')[1],
        "device": sheet.split("not([data-theme")[1],
    }
    found = re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", light + dark[variant].split("}")[0])
    return {**dict(found), "white": "#fff"}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("variant", ["light", "chosen", "device"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(variant: str, front: str, back: str, least: float) -> None:
    colours = tokens(variant)
    assert contrast(colours[front], colours[back]) >= least


def test_the_two_dark_variants_are_one() -> None:
    assert tokens("chosen") == tokens("device")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_only_logical_properties(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
    sides, sizes = "left|right|top|bottom", "width|height|min-width|max-width|min-height|max-height"
    physical = rf"(?:^|[\s;{{])((?:margin|padding|border|inset)-(?:{sides})|{sides}|{sizes})\s*:"
    assert re.findall(physical, re.sub(r"@media[^{]*\{", "{", text)) == []
    assert not re.search(r"(?:text-align|float):\s*(?:left|right)", text)


def test_a_whole_desk_is_light() -> None:
    frame = (DESK.parents[1] / "templates/desk/base.html").read_text(encoding="utf-8")
    modules = [DESK / name for name in re.findall(r"desk/(\w+\.js)", frame)]
    assert len(modules) > 4
    served = [LOOK / "jalon.css", LOOK / "look.js", LOOK / "mark.svg", LOOK / "favicon.svg", *modules]
    sent = sum(len(gzip.compress(path.read_bytes())) for path in served)
    assert sent + HTMX_2_COMPRESSED + PAGE <= 60 * 1024


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_inline(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("script", sorted([*LOOK.glob("*.js"), *DESK.glob("*.js")]), ids=lambda path: path.name)
def test_the_browser_keeps_nothing(script: Path) -> None:
    """No personal data outlives the shift in a browser's store; htmx's own history store is off in web/base.html.

    Strokes of the keypad name nobody, and none may be lost before it is on the disk.
    """
    if script.name == "counting.js":
        return
    assert not re.search(r"localStorage|sessionStorage|indexedDB", script.read_text(encoding="utf-8"))
    assert '"historyCacheSize":0' in (ROOMS / "web/templates/web/base.html").read_text(encoding="utf-8")
