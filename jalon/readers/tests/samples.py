"""Documents drawn for the tests: a page with its zone, a card with a code. Nobody on them exists."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf",
    "/usr/share/fonts/opentype/urw-base35/NimbusMonoPS-Bold.otf",
)
PASSPORT = "P<MLITRAORE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<\nAA01234565MLI9001011F3012316<<<<<<<<<<<<<<08"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"


def font(size: int) -> ImageFont.FreeTypeFont:
    """A font of this machine whose letters have one width."""
    path = next((path for path in FONTS if Path(path).is_file()), None)
    if path is None:
        pytest.skip("No font with letters of one width is on this machine to draw a document with.")
    return ImageFont.truetype(path, size)


def page(zone: str, *, size: tuple[int, int] = (1200, 850), angle: float = 0, noise: float = 6) -> Image.Image:
    """A page with a portrait's place, some words, and a zone at its foot; turned, and grainy as a camera makes it."""
    image = Image.new("L", size, 236)
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 90, 330, 470), fill=150)
    for number, word in enumerate(("REPUBLIQUE SPECIMEN", "Nom / Surname", "Prénoms / Given names", "Autorité")):
        draw.text((390, 100 + number * 60), word, font=font(28), fill=40)
    lines = zone.splitlines()
    pitch = (size[0] - 120) / len(lines[0])
    letters = font(round(pitch * 1.45))
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            at = (60 + column * pitch, size[1] - (len(lines) - row) * 62 - 20)
            draw.text(at, letter, font=letters, fill=20)
    turned = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=120)
    grain = np.random.default_rng(1).normal(0, noise, (turned.height, turned.width))
    return Image.fromarray(np.clip(np.asarray(turned) + grain, 0, 255).astype(np.uint8))


def card(text: str | bytes, symbology: str = "QRCode", angle: float = 3) -> Image.Image:
    """A card that bears a code."""
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, symbology)).to_image(scale=4)
    drawn = Image.fromarray(np.array(code))
    image = Image.new("L", (drawn.width + 240, drawn.height + 240), 228)
    image.paste(drawn, (120, 120))
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=228)


def jpeg(image: Image.Image, quality: int = 88, **more: object) -> bytes:
    written = io.BytesIO()
    image.convert("RGB").save(written, "JPEG", quality=quality, **more)
    return written.getvalue()
