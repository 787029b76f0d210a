"""The papers that may be kept with an entry, known by their first bytes and never by what they are called.

An Office file is a ZIP whose list of parts says what it is: a document or a workbook, without macros. Nothing of a
paper is opened or shown here: it is kept, and handed out as it came.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: the end of its name, its media type."""

    extension: str
    media: str


PDF = Kind("pdf", "application/pdf")
PNG = Kind("png", "image/png")
JPEG = Kind("jpg", "image/jpeg")
TXT = Kind("txt", "text/plain; charset=utf-8")
DOCX = Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
KINDS = (PDF, DOCX, XLSX, PNG, JPEG, TXT)
BY_MEDIA = {kind.media: kind for kind in KINDS}
BEGINS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
MAIN_PART = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
MOST_PARTS = 2000
NOT_IN_A_NAME = re.compile(r"[^\w .()\-]+")
LONGEST_NAME = 120


def kind_of(content: bytes) -> Kind | None:
    """What a file is by its bytes; None where it is nothing that is kept."""
    for begins, kind in BEGINS:
        if content.startswith(begins):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return TXT if _is_text(content) else None


def _office(content: bytes) -> Kind | None:
    """Reads the list of parts, unpacks none. A workbook or document with macros is none of the kinds."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if (
        len(names) > MOST_PARTS
        or "[Content_Types].xml" not in names
        or any("vbaproject" in one.casefold() for one in names)
    ):
        return None
    return next((kind for part, kind in MAIN_PART.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text)


def digest(content: bytes) -> str:
    """By which a file is kept: SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def file_name(name: str, kind: Kind) -> str:
    """A name that every system takes, with the end that is its kind's; never a path."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = base.rsplit(".", 1)[0] if "." in base else base
    stem = re.sub(r"\s+", " ", NOT_IN_A_NAME.sub(" ", stem)).strip(" .")[: LONGEST_NAME - 5].rstrip()
    return f"{stem or 'document'}.{kind.extension}"
