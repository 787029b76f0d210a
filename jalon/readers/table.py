"""Every reader of documents, one file each and one line here: where it works, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """where: page (in the browser, keys), picture (read apart, from a picture), stream (a program or a cable of this
    machine). guesses: what it gives must be compared with the document and confirmed by the officer."""

    where: str
    guesses: bool
    file: str


READERS = {
    "wedge": Reader("page", False, "jalon/desk/static/desk/wedge.js"),
    "barcode": Reader("picture", False, "jalon/readers/barcode.py"),
    "ocr": Reader("picture", True, "jalon/readers/ocr.py"),
    "watched_folder": Reader("stream", False, "jalon/readers/watched_folder.py"),
    "serial_line": Reader("stream", False, "jalon/readers/serial_line.py"),
}
