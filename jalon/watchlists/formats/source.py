"""The files of an edition, capped before anything is parsed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jalon.watchlists.formats.listing import ListUnreadable

MEGABYTE = 1_000_000

# Called with the bytes done and the bytes in all.
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Source:
    """One named file: a seekable binary stream and its size in bytes."""

    name: str
    stream: BinaryIO
    size: int

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> Source:
        return cls(name, io.BytesIO(content), len(content))

    def capped(self, megabytes: int) -> Source:
        """This file, unless it is larger than any list of its format can be."""
        if self.size > megabytes * MEGABYTE:
            raise ListUnreadable(self.name, "too_large", limit=str(megabytes))
        return self

    def head(self, length: int = 8192) -> bytes:
        """The first bytes; the stream is left at its beginning."""
        self.stream.seek(0)
        first = self.stream.read(length)
        self.stream.seek(0)
        return first

    def content(self) -> bytes:
        self.stream.seek(0)
        return self.stream.read()


Given = Path | str | Source


@contextmanager
def opened(files: Sequence[Given]) -> Iterator[list[Source]]:
    """Open the files given as paths; those given as sources stay the caller's."""
    streams: list[BinaryIO] = []
    try:
        sources = []
        for file in files:
            if isinstance(file, Source):
                sources.append(file)
                continue
            stream, size = open_file(Path(file))
            streams.append(stream)
            sources.append(Source(Path(file).name, stream, size))
        if not sources:
            raise ListUnreadable("", "no_file")
        yield sources
    finally:
        for stream in streams:
            stream.close()


def open_file(path: Path) -> tuple[BinaryIO, int]:
    if not path.exists():
        raise ListUnreadable(str(path), "missing_file")
    # A pipe or a device has no size to cap.
    if not path.is_file():
        raise ListUnreadable(str(path), "not_readable", reason="not a file")
    try:
        return path.open("rb"), path.stat().st_size
    except OSError as error:
        raise ListUnreadable(str(path), "not_readable", reason=error.strerror or "") from error
