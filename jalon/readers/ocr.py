"""OCR of a machine readable zone by Tesseract, where the machine has it. Check digits judge what it guessed.

The strip is found and its characters are counted on the picture (`strip`, `grid`); fillers, told by their shape, are
blanked; Tesseract then reads short words. What it guessed in a field that admits only digits, or only letters, is set
right where it has a look-alike of the right kind; a document's number is never touched.
"""

from __future__ import annotations

import base64
import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from jalon.documents.layout import layout_of
from jalon.documents.mrz import Reading, read
from jalon.documents.repairs import proposals, repaired_zone
from jalon.readers.answer import Answer, Line
from jalon.readers.grid import Cell, cells_of, ink_of, width_of
from jalon.readers.strip import Strip, candidates

NAME = "ocr"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
WIDTHS = {2: (44, 36), 3: (30,)}  # lines of a zone → characters of a line
BINARY = "tesseract"
MRZ, ENGLISH = "mrz", "eng"  # trained data: made for OCR-B, or what every Tesseract brings along
SECONDS = 20
TURNS = (0, 180, 90, 270)  # degrees: a telephone does not always say how it was held
SIZES = (1.0, 0.7)
WHOLE, PLAIN = 1000, 300  # what a reading is worth: every check digit agrees; plainly a zone, the right way up
APART = 60  # pixels, between the lines that the engine is given
PAPER = 255
WORD = "5"  # the level of a word in the engine's table
SETTINGS = (
    f"tessedit_char_whitelist={ALPHABET}",
    "tessedit_create_tsv=1",
    "load_system_dawg=0",
    "load_freq_dawg=0",
)
STRIP_WIDTH = 1320  # pixels of the strip that the officer is shown


class NoEngine(Exception):
    """The machine has no Tesseract, or none with the trained data."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The binary, the trained data by name, and the folder it lies in ("": the engine's own)."""

    binary: str
    language: str
    folder: str = ""


def engine(folder: Path | None = None) -> Engine:
    """The engine of this machine: with the data made for OCR-B where `folder` holds it, else with the English one.

    Raises NoEngine.
    """
    binary = shutil.which(BINARY, path=os.environ.get("PATH", os.defpath))
    if binary is None:
        raise NoEngine("this machine has no Tesseract")
    if folder is not None and (folder / f"{MRZ}.traineddata").is_file():
        return Engine(binary, MRZ, str(folder))
    return Engine(binary, ENGLISH)


def read_zone(picture: Image.Image, by: Engine, say: Callable[[int], None] = lambda percent: None) -> list[Answer]:
    """The zone on a picture, whichever way it lies; nothing where none was found. The best reading alone is given.

    `say` is told how much of the work is done, in percents. Raises NoEngine, subprocess.TimeoutExpired.
    """
    best: tuple[int, Answer] | None = None
    for number, turn in enumerate(TURNS):
        say(100 * number // len(TURNS))
        turned = picture.rotate(turn, expand=True) if turn else picture
        for strip in candidates(turned):
            found = read_strip(strip, by)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        if best is not None and best[0] >= PLAIN:
            break
    return [best[1]] if best is not None else []


def read_strip(strip: Strip, by: Engine) -> tuple[int, Answer] | None:
    """What the reading of a strip is worth (WHOLE and more: every check digit agrees), and what stands there; None
    where the strip is no zone. Where a digit does not agree, the engine looks again at another size."""
    inks = [ink_of(line) for line in strip.lines]
    widths = WIDTHS.get(len(inks), ())
    counted = [counted for ink in inks if (counted := width_of(ink, widths)) is not None]
    if len(counted) < len(inks):
        return None
    width = max(set(counted), key=counted.count)
    cells = [cells_of(ink, width) for ink in inks]
    best: tuple[int, Answer] | None = None
    for size in SIZES:
        lines = read_cells(strip, cells, by, size)
        zone = as_fields_admit("".join(line.text for line in lines))
        starts = range(0, len(zone), width)
        lines = [Line(zone[at : at + width], line.confidence) for at, line in zip(starts, lines, strict=True)]
        text = "\n".join(line.text for line in lines)
        worth = worth_of(read(text), lines)
        if best is None or worth > best[0]:
            best = worth, Answer(NAME, "mrz", text, tuple(lines))
        if worth >= WHOLE:
            break
    return None if best is None else (best[0], replace(best[1], strip=png_of(strip.image)))


def worth_of(reading: Reading, lines: Sequence[Line]) -> int:
    """How good a reading is, to be compared with another of the same picture."""
    guessed = sum(line.confidence or 0 for line in lines) // max(1, len(lines))
    if reading.document is None:
        return guessed
    return guessed + (WHOLE if reading.valid else PLAIN + 100 - 50 * min(5, len(reading.problems)))


def as_fields_admit(zone: str) -> str:
    """What the engine guessed, with digits where only digits may stand and letters where only letters may."""
    layout = layout_of(zone)
    return repaired_zone(zone, layout, proposals(zone, layout)) if layout else zone


def read_cells(strip: Strip, cells: list[list[Cell]], by: Engine, size: float) -> list[Line]:
    """Each line from its characters: fillers by their shape, the rest by the engine."""
    words = recognise([closed_up(line, row) for line, row in zip(strip.lines, cells, strict=True)], by, size)
    return [placed(row, found) for row, found in zip(cells, words, strict=True)]


def closed_up(line: Image.Image, cells: list[Cell]) -> Image.Image:
    """The line without its fillers, what is left of it moved together: one word of a known length."""
    kept = [cell for cell in cells if not cell.filler]
    page = Image.new("L", (max(1, sum(cell.right - cell.left for cell in kept)), line.height), PAPER)
    at = 0
    for cell in kept:
        page.paste(line.crop((cell.left, 0, cell.right, line.height)), (at, 0))
        at += cell.right - cell.left
    return page


@dataclass(frozen=True, slots=True)
class Word:
    """What the engine guessed: where it stands on the sheet, in pixels, and how sure it is, in percent."""

    text: str
    left: int
    right: int
    confidence: int


def recognise(lines: list[Image.Image], by: Engine, size: float = 1.0) -> list[list[Word]]:
    """The words of each line, from left to right. The engine is started once, on a sheet of all lines; `size` is that
    of the sheet it sees. Raises subprocess.TimeoutExpired, or NoEngine where it cannot read."""
    height = max(line.height for line in lines) + APART
    page = Image.new("L", (max(line.width for line in lines) + 2 * APART, height * len(lines) + APART), PAPER)
    for number, line in enumerate(lines):
        page.paste(line, (APART, APART + number * height))
    seen = (
        page
        if size == 1
        else page.resize((round(page.width * size), round(page.height * size)), Image.Resampling.LANCZOS)
    )
    words: list[list[Word]] = [[] for _ in lines]
    for row in table_of(seen, by):
        number = int(((int(row["top"]) + int(row["height"]) / 2) / size - APART / 2) // height)
        if row["level"] == WORD and row["text"].strip() and 0 <= number < len(lines):
            left = round(int(row["left"]) / size) - APART
            right = left + round(int(row["width"]) / size)
            words[number].append(Word(row["text"].strip(), left, right, round(float(row["conf"]))))
    return [sorted(found, key=lambda word: word.left) for found in words]


def table_of(page: Image.Image, by: Engine) -> list[dict[str, str]]:
    """The engine's own table (its TSV) of what it found on a page."""
    sent = io.BytesIO()
    page.save(sent, "PNG")
    command = [by.binary, "stdin", "stdout", "-l", by.language, "--psm", "6", "--oem", "1", "--dpi", "300"]
    command += ["--tessdata-dir", by.folder] if by.folder else []
    for setting in SETTINGS:
        command += ["-c", setting]
    done = subprocess.run(  # noqa: S603 - the machine's Tesseract, on bytes of our own making
        command,
        input=sent.getvalue(),
        capture_output=True,
        timeout=SECONDS,
        env={"PATH": os.defpath, "OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
    )
    if done.returncode != 0:
        raise NoEngine(done.stderr.decode("utf-8", "replace")[-300:].strip() or "Tesseract stopped")
    said = io.StringIO(done.stdout.decode("utf-8", "replace"))
    return [row for row in csv.DictReader(said, delimiter="\t", quoting=csv.QUOTE_NONE) if row.get("text") is not None]


def placed(cells: list[Cell], words: list[Word]) -> Line:
    """The characters that the engine read, each in its place on the line. Where it counted otherwise than the picture
    shows, each goes where it stands nearest, and the line is said to be half as sure."""
    text = ["<"] * len(cells)
    apart = [place for place, cell in enumerate(cells) if not cell.filler]
    together = "".join(word.text for word in words)
    counted = len(together) == len(apart)
    if counted:
        for place, character in zip(apart, together, strict=True):
            text[place] = character
    else:
        at, middles = 0, []
        for place in apart:
            wide = cells[place].right - cells[place].left
            middles.append((at + wide / 2, place))
            at += wide
        for word in words:
            step = (word.right - word.left) / len(word.text)
            for number, character in enumerate(word.text):
                middle = word.left + step * (number + 0.5)
                text[min(middles, key=lambda one: abs(one[0] - middle))[1]] = character
    sure = sum(word.confidence * len(word.text) for word in words) / max(1, len(together))
    return Line("".join(text), round(sure if counted else sure / 2))


def png_of(image: Image.Image) -> str:
    """The strip as the officer is shown it, small."""
    shown = (
        image
        if image.width <= STRIP_WIDTH
        else image.resize((STRIP_WIDTH, round(image.height * STRIP_WIDTH / image.width)))
    )
    written = io.BytesIO()
    shown.quantize(16).save(written, "PNG", optimize=True)
    return base64.b64encode(written.getvalue()).decode()
