"""A picture for the record: turned upright, shrunk, written anew as WebP without anything that the camera added.

Written anew, a file bears the pixels and no more: neither the place where it was taken nor the telephone's number.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps


@dataclass(frozen=True, slots=True)
class Size:
    """longest: pixels of the longer side; bytes: what the written file should not exceed."""

    longest: int
    bytes: int


SIZES = {"face": Size(480, 15_000), "document": Size(1600, 150_000)}
QUALITIES = (80, 70, 60, 50, 40, 30)  # the first that keeps to the bytes is taken
FORMAT = "WEBP"


def rewritten(picture: Image.Image, kind: str) -> bytes:
    """The picture as it is kept. Where the coarsest quality is still too large, it is shrunk until it is not."""
    size = SIZES[kind]
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    longest = size.longest
    while True:
        shrunk = bare.copy()
        shrunk.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            written = io.BytesIO()
            shrunk.save(written, FORMAT, quality=quality, method=4)
            if written.tell() <= size.bytes:
                return written.getvalue()
        longest = longest * 3 // 4
