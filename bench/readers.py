"""How many documents are read whole, how well field by field, and how long a picture takes.

OCR is measured on the specimens that JALON_SHARED_DATA names (mrz/specimens), with Tesseract's English data and with
`mrz.traineddata` where JALON_OCR_DATA or the shared data has it; codes on synthetic ones that are made here. Without
the specimens, or without Tesseract, that is said, and the codes alone are measured.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import time
from pathlib import Path

import numpy as np
import segno
import zxingcpp
from PIL import Image, ImageFilter

from jalon.documents.mrz import Document, read, write
from jalon.readers import ocr
from jalon.readers.barcode import SECOND_LOOK, read_codes

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("JALON_SHARED_DATA", ROOT.parent / "shared" / "data"))
FIELDS = (
    "issuing_state", "primary_identifier", "secondary_identifier", "document_number", "nationality", "birth_date",
    "sex", "expiry_date",
)  # fmt: skip
CODES = 60


def main() -> None:
    measure_ocr()
    measure_codes()


def measure_ocr() -> None:
    folder = SHARED / "mrz" / "specimens"
    if shutil.which("tesseract") is None or not folder.is_dir():
        print("OCR is not measured: it needs Tesseract, and specimens in JALON_SHARED_DATA/mrz/specimens.")
        return
    truth = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    pictures = sorted(path for path in folder.glob("*.jpg") if path.name in truth)
    data = [None, *(path for path in (Path(os.environ.get("JALON_OCR_DATA", SHARED / "ocr")),) if path.is_dir())]
    print(
        f"{'data':6}{'level':7}{'read':>6}{'valid':>7}{'whole':>7}{'fields':>9}{'letters':>9}{'ms p50':>9}{'ms p95':>9}"
    )
    for folder_of_data in data:
        by = ocr.engine(folder_of_data)
        for level in (*sorted({path.name[:3] for path in pictures}), "all"):
            chosen = [path for path in pictures if level in {"all", path.name[:3]}]
            print(f"{by.language:6}{level:7}" + score([(path, truth[path.name]) for path in chosen], by))


def score(pictures: list[tuple[Path, list[str]]], by: ocr.Engine) -> str:
    valid = whole = fields = letters = asked = signs = 0
    spent = []
    for path, lines in pictures:
        begin = time.perf_counter()
        with Image.open(path) as picture:
            answers = ocr.read_zone(picture, by)
        spent.append((time.perf_counter() - begin) * 1000)
        got = answers[0].text if answers else ""
        right, found = read("\n".join(lines)), read(got)
        valid += found.valid
        whole += got.splitlines() == list(lines)
        for name in FIELDS:
            asked += 1
            fields += found.document is not None and getattr(found.document, name) == getattr(right.document, name)
        signs += sum(map(len, lines))
        letters += sum(one == other for one, other in zip(got, "\n".join(lines), strict=False) if other != "\n")
    slow = statistics.quantiles(spent, n=20)[-1]
    return (
        f"{len(pictures):>6}{valid:>7}{whole:>7}{fields / asked:>9.1%}{letters / signs:>9.2%}"
        f"{statistics.median(spent):>9.0f}{slow:>9.0f}"
    )


def measure_codes() -> None:
    chance = random.Random(7)
    print(f"\n{'code':14}{'made':>6}{'read':>6}{'ms p50':>9}")
    for symbology in ("QR (segno)", "QRCode", "PDF417", "DataMatrix", "Aztec", "Code128"):
        spent, right = [], 0
        for number in range(CODES):
            text = f"ML-{chance.randrange(10**9):09}" if symbology == "Code128" else zone(chance)
            picture = photographed(code(text, symbology), chance, number)
            begin = time.perf_counter()
            answers = read_codes(picture) or read_codes(picture, SECOND_LOOK)
            spent.append((time.perf_counter() - begin) * 1000)
            right += bool(answers) and answers[0].text == text
        print(f"{symbology:14}{CODES:>6}{right:>6}{statistics.median(spent):>9.1f}")


def zone(chance: random.Random) -> str:
    names = ("TRAORE", "OULD AHMED", "DIALLO", "IBRAHIM", "COULIBALY")
    document = Document(
        type="TD1", document_code="I", issuing_state="MLI", primary_identifier=chance.choice(names),
        secondary_identifier="AMINATA", document_number=f"{chance.randrange(10**9):09}", nationality="MLI",
        birth_date=f"19{chance.randrange(60, 99)}-0{chance.randrange(1, 9)}-11", sex="F", expiry_date="2031-06-14",
    )  # fmt: skip
    return "\n".join(write(document))


def code(text: str, symbology: str) -> Image.Image:
    if symbology.startswith("QR ("):
        matrix = np.array([list(row) for row in segno.make(text, error="m", micro=False).matrix], dtype=np.uint8)
        return Image.fromarray((1 - matrix) * 255).resize((matrix.shape[1] * 4, matrix.shape[0] * 4), 0)
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, symbology))
    return Image.fromarray(np.array(made.to_image(scale=3)))


def photographed(drawn: Image.Image, chance: random.Random, number: int) -> Image.Image:
    """On a grey card, turned by up to 12 degrees, a little out of focus, grainy, lit from one side."""
    page = Image.new("L", (drawn.width + 300, drawn.height + 300), 225)
    page.paste(drawn, (150, 150))
    page = page.rotate(chance.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True, fillcolor=150)
    page = page.filter(ImageFilter.GaussianBlur(chance.uniform(0, 1.2)))
    grain = np.random.default_rng(number).normal(0, 10, (page.height, page.width))
    light = np.linspace(0.55, 1.0, page.width)
    return Image.fromarray(np.clip(np.asarray(page) * light + grain, 0, 255).astype(np.uint8))


if __name__ == "__main__":
    main()
