"""A full-page reader whose own program drops files into a folder: one document, one or several files.

The shape asked of such a program, which most can be set to:

- a text file (`.txt`, `.mrz`) with the lines of the zone;
- or an XML or JSON file in which some value is the zone (of any name: the value is looked for, not the name);
- or a picture (`.jpg`, `.png`, `.tif`, `.bmp`) of the page, which is then read as a camera's would be.

A file is taken once it has not changed for `SETTLED` seconds, or at once where its writer renames it into place, and is
removed when it was taken: nobody's document stays in the folder. A file of another kind, or a larger one, is removed
too, and said.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from jalon.readers.answer import Answer
from jalon.readers.payloads import understood, zone_in

NAME = "watched_folder"
SETTLED = 0.4  # seconds
EVERY = 0.2  # seconds between two looks
TEXTS = {".txt", ".mrz"}
STRUCTURED = {".xml", ".json"}
PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"}
LARGEST_TEXT, LARGEST_PICTURE = 200_000, 12_000_000  # bytes
UNFINISHED = {".tmp", ".part", ".new"}


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a file was: an answer, or a picture's bytes that are still to be read apart, or why it is neither."""

    answer: Answer | None = None
    picture: bytes = b""
    fault: str = ""


def watch(folder: Path, goes_on: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> Iterator[Dropped]:
    """Every file that is dropped, in the order they came, while `goes_on` says so. A folder that is not there yet, or
    no more (a disk share that was cut), is waited for."""
    seen: dict[Path, tuple[int, int, float]] = {}
    while goes_on():
        now = clock()
        for path in there(folder):
            try:
                state = path.stat()
            except OSError:
                continue
            before = seen.get(path)
            if before is None or before[:2] != (state.st_size, state.st_mtime_ns):
                seen[path] = (state.st_size, state.st_mtime_ns, now)
            elif now - before[2] >= SETTLED:
                del seen[path]
                yield taken(path)
        time.sleep(EVERY)


def there(folder: Path) -> list[Path]:
    """The files to look at, the oldest first; hidden and unfinished ones are their writer's."""
    try:
        found = [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
        return sorted(
            (path for path in found if not path.name.startswith(".") and path.suffix.lower() not in UNFINISHED),
            key=lambda path: path.stat().st_mtime_ns,
        )
    except OSError:
        return []


def taken(path: Path) -> Dropped:
    """What a file holds; it is removed, whatever it is."""
    kind = path.suffix.lower()
    most = LARGEST_PICTURE if kind in PICTURES else LARGEST_TEXT
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError:
        return Dropped(fault="unreadable")
    finally:
        path.unlink(missing_ok=True)
    if len(content) > most:
        return Dropped(fault="too_large")
    if kind in PICTURES:
        return Dropped(picture=content)
    if kind in TEXTS:
        return of_text(content.decode("utf-8", "replace"))
    if kind in STRUCTURED:
        return of_values(values_of(content, kind))
    return Dropped(fault="unknown_file")


def of_text(text: str) -> Dropped:
    if not text.strip():
        return Dropped(fault="nothing_found")
    return Dropped(answer=understood(text.encode(), text, NAME))


def of_values(values: list[str]) -> Dropped:
    """The zone among the values of a file: in one of them, or its lines one a value."""
    for text in [*values, "\n".join(values)]:
        if zone := zone_in(text):
            return of_text("\n".join(zone))
    return Dropped(fault="nothing_found")


def values_of(content: bytes, kind: str) -> list[str]:
    """Every text in an XML or JSON file, in its order; none where it is neither."""
    try:
        if kind == ".xml":
            return [text for element in fromstring(content).iter() if (text := (element.text or "").strip())]
        return list(texts_in(json.loads(content)))
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return []


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)
