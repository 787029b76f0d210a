"""Notices in the languages of the country, printed or recorded: the state supplies the files, the program checks them.

They come in a folder: `manifest.json` and `<language>/<notice>.<extension>`. A file is refused where it is too large,
not what its name says, or not the one that the manifest names; the others are copied into the node's folder `notices`
and named in an entry, by their SHA-256. What was altered on the disk since is not shown.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import record
from jalon.protection.codes import SUPPLIED
from jalon.protection.models import Notice
from jalon.protection.notices import TITLES

MANIFEST, LARGEST_MANIFEST = "manifest.json", 64_000
# Extension: media type, most bytes.
KINDS = {
    "txt": ("text/plain", 64_000),
    "png": ("image/png", 5_000_000),
    "pdf": ("application/pdf", 5_000_000),
    "mp3": ("audio/mpeg", 15_000_000),
    "ogg": ("audio/ogg", 15_000_000),
}
RECORDED = ("mp3", "ogg")
# What a PDF for reading does not need, and by which it could act.
ACTIVE_PDF = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


class NoticesRefused(ValueError):
    """The folder is no set of notices; the sentence says why, in English, for the terminal."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a folder: the notices taken (language, code, extension, sha256, size), and what was refused, by
    file name and reason."""

    notices: list[dict[str, Any]]
    refused: list[tuple[str, str]]


def folder() -> Path:
    return Path(settings.JALON_HOME) / "notices"


@act
def take(source: Path, officer: str) -> Taken:
    """Copy the notices of a folder into this node and record them. Raises NoticesRefused."""
    manifest = _manifest(source)
    notices, refused = [], []
    for name, sha256 in sorted(manifest["files"].items()):
        place, reason = _place(name)
        content = b"" if reason else _read(source / name, KINDS[place[2]][1])
        reason = reason or _against(content, place[2], str(sha256))
        if reason or content is None:
            refused.append((name, reason or "it cannot be read"))
            continue
        _put(folder() / place[0] / f"{place[1]}.{place[2]}", content)
        named = dict(zip(("language", "code", "extension"), place, strict=True))
        notices.append({**named, "sha256": str(sha256), "size": len(content)})
    if notices:
        said = {"authority": manifest["authority"], "reference": manifest["reference"], "notices": notices}
        record("notices.taken", said, officer)
    return Taken(notices, refused)


def write_manifest(source: Path, authority: str, reference: str) -> list[str]:
    """For the office that supplies: name every notice of a folder in its manifest. Returns the names."""
    names = sorted(
        f"{path.parent.name}/{path.name}"
        for path in source.glob("*/*.*")
        if not _place(f"{path.parent.name}/{path.name}")[1]
    )
    files = {name: hashlib.sha256((source / name).read_bytes()).hexdigest() for name in names}
    said = {"authority": authority, "reference": reference, "files": files}
    (source / MANIFEST).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return names


def here() -> QuerySet[Notice]:
    """The notices whose files this node took: a headquarters is told of its posts' too, and has no file of those."""
    node = this_node()
    own = {"key__startswith": f"{node.id}."} if node.keys.is_headquarters else {}
    return Notice.objects.filter(**own)


def in_language(language: str) -> list[Notice]:
    """The notices that this node has in a language, in the order of the table."""
    order = list(TITLES)
    rows = here().filter(language=language, code__in=order)
    return sorted(rows, key=lambda row: (order.index(row.code), row.extension))


def content_of(notice: Notice) -> bytes | None:
    """The file, where it is the one that was taken; None where it is gone or was altered."""
    path = folder() / notice.language / f"{notice.code}.{notice.extension}"
    content = _read(path, KINDS[notice.extension][1])
    same = content is not None and hashlib.sha256(content).hexdigest() == notice.sha256
    return content if same else None


def _manifest(source: Path) -> dict[str, Any]:
    content = _read(source / MANIFEST, LARGEST_MANIFEST)
    if content is None:
        raise NoticesRefused(f"{source / MANIFEST} cannot be read, or is larger than {LARGEST_MANIFEST} bytes.")
    try:
        said = json.loads(content)
    except ValueError as wrong:
        raise NoticesRefused(f"{source / MANIFEST} is no JSON: {wrong}.") from None
    texts = isinstance(said, dict) and all(
        isinstance(said.get(name), str) and 0 < len(said[name]) <= most
        for name, most in (("authority", 160), ("reference", 200))
    )
    if not texts or not isinstance(said.get("files"), dict):
        raise NoticesRefused(f"{source / MANIFEST} must say authority, reference and files (name → SHA-256).")
    return said


def _place(name: str) -> tuple[tuple[str, str, str], str]:
    """Language, notice and extension of a file's name; or why it has no place here."""
    language, _, file = name.partition("/")
    code, _, extension = file.partition(".")
    place = (language, code, extension)
    if language not in SUPPLIED:
        return place, f"“{language}” is none of {', '.join(SUPPLIED)}"
    if code not in TITLES:
        return place, f"“{code}” is none of {', '.join(TITLES)}"
    if extension not in KINDS:
        return place, f"“.{extension}” is none of {', '.join(KINDS)}"
    return place, ""


def _read(path: Path, most: int) -> bytes | None:
    """A plain file of at most `most` bytes; None else. A link is not followed, and nothing larger is read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        if os.fstat(descriptor).st_size > most:
            return None
        return file.read(most)


def _against(content: bytes | None, extension: str, sha256: str) -> str:
    """Why a file is refused, empty where it is taken."""
    if content is None:
        return f"it is not there, or larger than {KINDS[extension][1]} bytes"
    if hashlib.sha256(content).hexdigest() != sha256.lower():
        return "it is not the file that the manifest names"
    if not _is(extension, content):
        return f"it is not what .{extension} says"
    if extension == "pdf" and any(mark in content for mark in ACTIVE_PDF):
        return "the PDF holds a script or another file"
    return ""


def _is(extension: str, content: bytes) -> bool:
    """Whether the bytes are of the kind that the name says."""
    if extension == "txt":
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return bool(text.strip()) and all(sign.isprintable() or sign in "\n\r\t\ufeff" for sign in _marks_aside(text))
    starts = {"png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-", "ogg": b"OggS"}
    if extension == "mp3":
        frame = len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2  # layer III
        return content.startswith(b"ID3") or frame
    return content.startswith(starts[extension])


def _marks_aside(text: str) -> Iterator[str]:
    """The signs of a text but for marks that direct it (of right-to-left scripts), which print nothing."""
    return (sign for sign in text if sign not in "\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
