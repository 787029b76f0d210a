"""Bar codes and square codes of cards and papers, by zxing-cpp: 1D, PDF417, QR, Data Matrix, Aztec.

A code is read without error or not at all, and anybody can print one: what it says is what was printed, and no more.
"""

from __future__ import annotations

import base64
import io

import zxingcpp
from PIL import Image, ImageOps

from jalon.readers.answer import Answer
from jalon.readers.payloads import understood

NAME = "barcode"
# A camera's picture is brought to this before it is searched; a PDF417 of a card has modules of three pixels then.
LARGEST = 2000
SECOND_LOOK = (-8, -4, 4, 8)  # degrees: a PDF417 that lies askew is often found once it is turned a little
MOST = 4  # codes of one picture
SHOWN = 420  # pixels of the code that the officer is shown
FORMATS = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.MicroQRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.Aztec,
        zxingcpp.BarcodeFormat.PDF417,
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.Code39,
        zxingcpp.BarcodeFormat.Code93,
        zxingcpp.BarcodeFormat.Codabar,
        zxingcpp.BarcodeFormat.ITF,
        zxingcpp.BarcodeFormat.EAN13,
    ]
)


def read_codes(picture: Image.Image, angles: tuple[int, ...] = (0,)) -> list[Answer]:
    """Every code on a picture, each as what it is; what says most about a document comes first. The picture is turned
    by each angle, in degrees, until a code is found."""
    grey = ImageOps.exif_transpose(picture).convert("L")
    grey.thumbnail((LARGEST, LARGEST))
    for angle in angles:
        turned = grey.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=160) if angle else grey
        found = zxingcpp.read_barcodes(turned, formats=FORMATS, text_mode=zxingcpp.TextMode.Plain)
        answers = [answer_of(code, turned) for code in found[:MOST] if code.valid and (code.text or code.bytes)]
        if answers:
            return sorted(answers, key=lambda answer: ORDER.index(answer.kind))
    return []


ORDER = ("mrz", "card", "number", "text")


def answer_of(code: zxingcpp.Barcode, grey: Image.Image) -> Answer:
    symbology = str(code.format).removeprefix("BarcodeFormat.")
    return understood(bytes(code.bytes), code.text, NAME, symbology, png_of(code, grey))


def png_of(code: zxingcpp.Barcode, grey: Image.Image) -> str:
    """The code as it stands on the picture, with a little around it."""
    corners = [code.position.top_left, code.position.top_right, code.position.bottom_left, code.position.bottom_right]
    left, right = min(point.x for point in corners), max(point.x for point in corners)
    top, bottom = min(point.y for point in corners), max(point.y for point in corners)
    around = max(12, (right - left) // 10)
    cut = grey.crop(
        (
            max(0, left - around),
            max(0, top - around),
            min(grey.width, right + around),
            min(grey.height, bottom + around),
        )
    )
    cut.thumbnail((SHOWN, SHOWN))
    written = io.BytesIO()
    cut.quantize(16).save(written, "PNG", optimize=True)
    return base64.b64encode(written.getvalue()).decode()
