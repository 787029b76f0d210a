"""Reading the files of a proposed edition in a process of its own, under limits.

    python -m jalon.watchlists.reading FOLDER

The folder holds job.json and the files; it receives progress.json while the reading goes on, then edition.jsonl (what
would be kept) and result.json. Nothing of Django is loaded.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from jalon.apart.child import JOB, PROGRESS, Limits, run, write

MEMORY = 3 << 30  # bytes of address space: a million listings take about two thirds of it
SECONDS = 1_200  # of the processor
LARGEST_FILE = 3 << 30
# How many refused rows, and how many fields not understood, are kept word for word; the rest are counted.
MOST_SAID = 200
EVERY = 0.25  # seconds between two words of progress
# Of the whole, in percents: reading the files, then comparing; writing what is kept is the rest.
READING, COMPARING = 75, 15

EDITION = "edition.jsonl"


def main(arguments: Sequence[str]) -> int:
    return run(Path(arguments[0]), Limits(MEMORY, SECONDS, LARGEST_FILE), read_job)


def read_job(folder: Path) -> dict[str, Any]:
    """Do what job.json asks: read new files, or a kept edition that is to come back. Returns what result.json says."""
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    return bring_back(folder, job) if job["again"] else read_files(folder, job)


def read_files(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    from jalon.watchlists import formats
    from jalon.watchlists.examining import examine, lines_of
    from jalon.watchlists.formats.guards import Guards

    say = progress(folder)
    with sources(folder, job["files"]) as files:
        try:
            parsed = formats.read(files, job["format"], progress=say, today=date.fromisoformat(job["today"]))
        except formats.ListUnreadable as unreadable:
            return {"fault": "unreadable", "problem": asdict(unreadable.problem)}
    write(folder / PROGRESS, {"percent": READING})
    before, altered = digests_before(job["before"])
    bounds = Guards(**job["bounds"]) if job["bounds"] else None
    examined = examine(parsed, before, at_post=job["at_post"], bounds=bounds)
    write(folder / PROGRESS, {"percent": READING + COMPARING})
    with (folder / EDITION).open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(lines_of(parsed.listings, at_post=job["at_post"]))
    return {
        "fault": "refused" if examined.reasons else "",
        **asdict(examined),
        "not_persons": parsed.not_persons,
        "refused": [asdict(one) for one in parsed.refused[:MOST_SAID]],
        "problems": [asdict(one) for one in parsed.problems[:MOST_SAID]],
        "problems_in_all": len(parsed.problems),
        "before_altered": altered,
    }


def bring_back(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    """An edition that was kept, compared with the one in service. No guards: the state approved it once, and to come
    back from a bad edition may mean to remove much."""
    from jalon.watchlists.examining import CHANGES, digests_of
    from jalon.watchlists.formats import difference

    kept = Path(job["again"]["path"])
    content = kept.read_bytes() if kept.exists() else b""
    if sha256(content) != job["again"]["root"]:
        return {"fault": "altered"}
    (folder / EDITION).write_bytes(content)
    del content
    before, altered = digests_before(job["before"])
    change = difference.compare(before, digests_of(folder / EDITION))
    return {
        "fault": "",
        "format": job["again"]["format"],
        "counts": job["again"]["counts"],
        "difference": {what: len(getattr(change, what)) for what in CHANGES},
        "reasons": [],
        "dated": job["again"]["dated"],
        "not_persons": {},
        "refused": [],
        "problems": [],
        "problems_in_all": 0,
        "before_altered": altered,
    }


def digests_before(before: dict[str, Any] | None) -> tuple[dict[str, str], bool]:
    """The digests of the edition in service, and whether its file was altered: then nothing is compared with it."""
    from jalon.watchlists.examining import digests_of

    if before is None:
        return {}, False
    path = Path(before["path"])
    if not path.exists() or sha256(path.read_bytes()) != before["root"]:
        return {}, True
    return digests_of(path), False


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def sources(folder: Path, files: Sequence[dict[str, str]]) -> Iterator[list[Any]]:
    """The files, under the names that their sender gave them; on the disk they bear numbers."""
    from jalon.watchlists.formats.source import Source

    with ExitStack() as stack:
        opened = []
        for one in files:
            path = folder / one["kept"]
            opened.append(Source(one["name"], stack.enter_context(path.open("rb")), path.stat().st_size))
        yield opened


def progress(folder: Path) -> Callable[[int, int], None]:
    """Writes how much is read, not more often than people can see."""
    spoken = 0.0

    def say(done: int, total: int) -> None:
        nonlocal spoken
        if done >= total or time.monotonic() - spoken >= EVERY:
            spoken = time.monotonic()
            write(folder / PROGRESS, {"percent": READING * done // max(1, total)})

    return say


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
