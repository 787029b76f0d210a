"""What a parser notes while it reads: refusals, problems, counts; at the end, the edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from jalon.screening.person import Name
from jalon.watchlists.formats.listing import Edition, Listing, Problem, Refusal
from jalon.watchlists.formats.source import Progress, Source
from jalon.watchlists.formats.text import LONGEST_NAME, clean

# Rows between two calls of progress.
STEP = 500


class Tally:
    """The notebook of one reading. A format's parser writes in it and yields its listings."""

    def __init__(self, format: str, sources: Iterable[Source] = (), progress: Progress | None = None) -> None:
        self.format = format
        self.refused: list[Refusal] = []
        self.problems: list[Problem] = []
        self.not_persons: Counter[str] = Counter()
        self.names = 0
        self.dated: str | None = None
        self._seen: set[str] = set()
        self._progress = progress
        self._total = sum(source.size for source in sources)
        self._done_before = 0
        self._steps = 0

    def refuse(self, source: str, row: int | None, field: str | None, code: str, **parameters: str) -> None:
        self.refused.append(Refusal(source, row, field, code, parameters))

    def note(self, source: str, row: int | None, field: str | None, code: str, **parameters: str) -> None:
        self.problems.append(Problem(source, row, field, code, parameters))

    def is_new(self, source: str, row: int, id: str, field: str = "id") -> bool:
        """True the first time an identifier is met; otherwise the row is refused."""
        if id in self._seen:
            self.refuse(source, row, field, "duplicate_id", value=id)
            return False
        self._seen.add(id)
        return True

    def name(self, source: str, row: int, field: str, text: str, kind: str) -> Name | None:
        """A clean name of at most LONGEST_NAME characters, or None when nothing is left of it."""
        text = clean(text)
        if len(text) > LONGEST_NAME:
            self.note(source, row, field, "name_cut", limit=str(LONGEST_NAME))
            text = text[:LONGEST_NAME].rstrip()
        return Name(text, kind) if any(sign.isalnum() for sign in text) else None

    def advance(self, done: int) -> None:
        """Say how many bytes of the current file are done, not more often than every STEP rows."""
        self._steps += 1
        if self._progress and self._steps % STEP == 0:
            self._progress(self._done_before + done, self._total)

    def finish_file(self, source: Source) -> None:
        self._done_before += source.size
        if self._progress:
            self._progress(self._done_before, self._total)

    def edition(self, listings: Iterable[Listing]) -> Edition:
        """Read to the end."""
        kept = tuple(listings)
        counts = {
            "persons": sum(listing.kind == "person" for listing in kept),
            "names": self.names,
            "spellings": sum(len(listing.person.names) for listing in kept),
            "documents": sum(len(listing.person.document_numbers) for listing in kept),
            "refused": len(self.refused),
        }
        refused, problems = tuple(self.refused), tuple(self.problems)
        return Edition(self.format, kept, refused, problems, counts, dict(self.not_persons), self.dated)


# From the surest kind of name to the vaguest.
SUREST_FIRST = ("primary", "original", "alias", "weak")


def unique_names(names: Iterable[Name | None]) -> tuple[Name, ...]:
    """The names in order, each once whatever its capitals, under the surest kind given to it."""
    kept: dict[str, Name] = {}
    for name in names:
        if name is None:
            continue
        before = kept.get(name.text.casefold())
        if before is None or SUREST_FIRST.index(name.kind) < SUREST_FIRST.index(before.kind):
            kept[name.text.casefold()] = name
    return tuple(kept.values())
