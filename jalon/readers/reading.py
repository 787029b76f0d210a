"""Reading one picture in a process of its own, under limits.

    python -m jalon.readers.reading FOLDER

The folder holds job.json and the picture; it receives progress.json, then result.json, and the picture as it is kept
(`kept`) where the job asks for one. job.json: {"do": "read", "readers": [names], "engine": folder of its data or ""}
or {"do": "keep", "kind": "face" | "document"}.
"""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from jalon.apart.child import JOB, PROGRESS, Limits, run, write

MEMORY = 2 << 30  # bytes of address space: a picture of fifty million pixels, and the engine beside it
SECONDS = 40  # of the processor
LARGEST_FILE = 64 << 20
MOST_PIXELS = 50_000_000  # the largest telephones take pictures of so many
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
PICTURE, KEPT = "picture", "kept"
LONGEST = 2400  # pixels of the longer side that are read: more shows nothing more


def main(arguments: Sequence[str]) -> int:
    return run(Path(arguments[0]), Limits(MEMORY, SECONDS, LARGEST_FILE), read_job)


def read_job(folder: Path) -> dict[str, Any]:
    """Do what job.json asks. Returns what result.json says: fault ("": none), and answers where it was to be read."""
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    write(folder / PROGRESS, {"percent": 5})
    try:
        picture = opened(folder / PICTURE)
    except TooManyPixels:
        return {"fault": "too_many_pixels"}
    except Unreadable:
        return {"fault": "unreadable"}
    finally:
        (folder / PICTURE).unlink(missing_ok=True)  # what was sent lies in clear no longer than it must
    if job["do"] == "keep":
        return keep(folder, picture, job["kind"])
    return read_picture(folder, picture, job)


class TooManyPixels(ValueError):
    """The picture is larger than anybody's camera makes them."""


class Unreadable(ValueError):
    """The bytes are no picture of a known format, or they were cut short."""


def opened(path: Path) -> Image.Image:
    """The picture, decoded and small enough to be looked at. Raises TooManyPixels, Unreadable."""
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        picture = Image.open(path, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixels
        picture.draft("RGB", (LONGEST, LONGEST))  # a JPEG is decoded smaller at once
        picture.load()
    except (TooManyPixels, MemoryError):
        raise
    except Exception as fault:
        raise Unreadable from fault
    if max(picture.size) > LONGEST:
        turned = picture.getexif()
        picture.thumbnail((LONGEST, LONGEST))
        picture.info["exif"] = turned.tobytes()
    return picture


def keep(folder: Path, picture: Image.Image, kind: str) -> dict[str, Any]:
    from jalon.readers.picture import rewritten

    content = rewritten(picture, kind)
    (folder / KEPT).write_bytes(content)
    return {"fault": "", "bytes": len(content)}


def read_picture(folder: Path, picture: Image.Image, job: dict[str, Any]) -> dict[str, Any]:
    """Codes first: they are read without error. Then the zone, unless a code held one."""
    from jalon.readers.barcode import SECOND_LOOK, read_codes
    from jalon.readers.ocr import NoEngine, engine, read_zone

    write(folder / PROGRESS, {"percent": 15})
    answers = read_codes(picture) if "barcode" in job["readers"] else []
    said = []
    if "ocr" in job["readers"] and not any(answer.kind == "mrz" for answer in answers):
        write(folder / PROGRESS, {"percent": 30})

        def say(percent: int) -> None:
            write(folder / PROGRESS, {"percent": 30 + 65 * percent // 100})

        try:
            by = engine(Path(job["engine"]) if job["engine"] else None)
            answers += read_zone(picture, by, say)
        except NoEngine:
            said.append("no_engine")
        except subprocess.TimeoutExpired:
            return {"fault": "too_long"}
    if not answers and "barcode" in job["readers"]:
        answers = read_codes(picture, SECOND_LOOK)
    answers.sort(key=lambda answer: answer.kind != "mrz")
    fault = "" if answers else ("no_engine" if said else "nothing_found")
    return {"fault": fault, "said": said, "answers": [answer.as_dict() for answer in answers]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
