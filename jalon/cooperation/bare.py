"""A paper without what its program wrote into it unasked: where and by whom it was made.

Pictures lose all but the picture (and which way is up), Office files their properties; nothing is drawn. What names
people and cannot be taken out surely is refused, with a word on how to do it.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from jalon.cooperation.papers import DOCX, JPEG, PDF, PNG, TXT, XLSX, Kind
from jalon.cooperation.saying import NotAllowed

MOST_UNPACKED = 32 << 20  # bytes of an Office file
# Chunks of PNG that make the picture (ISO/IEC 15948); all others talk about it.
DRAWS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"})
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers of JPEG without a length
SOS, EOI, COM, APP0, APP1, APP2, APP14, APP15 = 0xDA, 0xD9, 0xFE, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
ORIENTATION = 0x0112
# Properties of an Office file, as they are when nobody wrote any.
EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
# Parts that name who wrote what, and their marks in the text.
NAMES_WRITERS = re.compile(r"(word|xl)/(comments|people|persons|threadedComments|revisions)", re.IGNORECASE)
WRITTEN_BY = re.compile(rb'<w:(ins|del|comment)\b[^>]*\bw:author="[^"]')
# An author in a PDF: of its properties, or of its XMP.
AUTHOR = re.compile(rb"/Author\s*(\((?!\s*\))|<(?!\s*>)|\d+\s+\d+\s+R)|<dc:creator>(?!\s*<rdf:Seq>\s*</rdf:Seq>)")
STREAM = re.compile(rb"stream\r?\n")
MOST_STREAMS, MOST_OF_A_STREAM = 5000, 1 << 20


# Rows of people travel in these; what is said in a forum as evidence is read, not counted.
HOLDS_ROWS = frozenset({TXT, XLSX})


def as_evidence(content: bytes, kind: Kind) -> bytes:
    """The paper as it may leave with a report. Raises NotAllowed: file_of_rows, and as `bare`."""
    if kind in HOLDS_ROWS:
        raise NotAllowed("file_of_rows")
    return bare(content, kind)


def at_home(content: bytes, kind: Kind) -> bytes:
    """The paper as it is kept where it stays: one that names people and cannot be mended stays whole."""
    try:
        return bare(content, kind)
    except NotAllowed:
        return content


def bare(content: bytes, kind: Kind) -> bytes:
    """The paper without it; itself where there was none. Raises NotAllowed: picture_broken, paper_broken,
    paper_names_its_writers, pdf_names_its_writer."""
    if kind is JPEG:
        return _jpeg(content)
    if kind is PNG:
        return _png(content)
    if kind in {DOCX, XLSX}:
        return _office(content)
    if kind is PDF and any(AUTHOR.search(one) for one in _readable(content)):
        raise NotAllowed("pdf_names_its_writer")
    return content


# ── pictures ──


def _jpeg(content: bytes) -> bytes:
    try:
        segments = list(_segments(content))
    except (IndexError, struct.error) as cut:
        raise NotAllowed("picture_broken") from cut
    upright = next((said for marker, said in segments if marker == APP1 and said[4:10] == b"Exif\0\0"), b"")
    turned = _orientation(upright[10:])
    kept = [said for marker, said in segments if _makes_the_picture(marker, said)]
    return b"\xff\xd8" + (_turned(turned) if turned > 1 else b"") + b"".join(kept) + b"\xff\xd9"


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment up to the end of the picture; a scan with what follows it. What stands behind
    the end is no part of it."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise IndexError(at)
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == EOI:
            return
        end = at + 2
        if marker not in ALONE:
            end += struct.unpack_from(">H", content, at + 2)[0]
        if marker == SOS:
            while not (content[end] == 0xFF and content[end + 1] not in {0x00, *range(0xD0, 0xD8)}):
                end += 1
        yield marker, content[at:end]
        at = end


def _makes_the_picture(marker: int, said: bytes) -> bool:
    if marker == APP2:
        return said[4:16] == b"ICC_PROFILE\0"
    return marker in {APP0, APP14} or not (marker == COM or APP1 <= marker <= APP15)


def _orientation(tiff: bytes) -> int:
    """Which way is up (1 to 8, Exif 2.3), 1 where it is not said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order:
            (first,) = struct.unpack_from(f"{order}I", tiff, 4)
            (count,) = struct.unpack_from(f"{order}H", tiff, first)
            for number in range(min(count, 200)):
                tag, _kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
                if tag == ORIENTATION and 1 <= value <= 8:
                    return int(value)
    except struct.error:
        pass
    return 1


def _turned(way: int) -> bytes:
    """A segment that says which way is up and nothing else."""
    said = b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, ORIENTATION, 3, 1, way, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while at < len(content):
        try:
            (length,) = struct.unpack_from(">I", content, at)
        except struct.error as cut:
            raise NotAllowed("picture_broken") from cut
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise NotAllowed("picture_broken")
        if name in DRAWS:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    raise NotAllowed("picture_broken")


# ── documents ──


def _office(content: bytes) -> bytes:
    made = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bared:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise NotAllowed("paper_broken")
            for part in parts.infolist():
                if NAMES_WRITERS.match(part.filename):
                    raise NotAllowed("paper_names_its_writers")
                said = EMPTY.get(part.filename) or _part(part.filename, parts.read(part))
                # A day of its own for every part would say when it was written.
                bared.writestr(zipfile.ZipInfo(part.filename), said, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError) as wrong:
        if isinstance(wrong, NotAllowed):
            raise
        raise NotAllowed("paper_broken") from wrong
    return made.getvalue()


def _part(name: str, said: bytes) -> bytes:
    if name.startswith("word/") and WRITTEN_BY.search(said):
        raise NotAllowed("paper_names_its_writers")
    if said.startswith(b"\xff\xd8\xff"):
        return _jpeg(said)
    return _png(said) if said.startswith(b"\x89PNG\r\n\x1a\n") else said


def _readable(content: bytes) -> Iterator[bytes]:
    """A PDF as it stands, and each of its streams that is packed as most programs pack them."""
    yield content
    left, whole = MOST_UNPACKED, memoryview(content)
    for number, found in enumerate(STREAM.finditer(content)):
        if left <= 0 or number >= MOST_STREAMS:
            raise NotAllowed("paper_broken")
        try:
            said = zlib.decompressobj().decompress(whole[found.end() :], MOST_OF_A_STREAM)
        except zlib.error:
            continue
        left -= len(said)
        yield said
