"""Watch lists in the formats their publishers use: bytes in, listings out.

Adding a format is one file with `NAME`, `recognises` and `parse`, and one line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import ModuleType

from jalon.watchlists.formats import documents, ftm, national, ofac_sdn, table, text, un_sc
from jalon.watchlists.formats.listing import Edition, Listing, ListUnreadable, Problem, Refusal
from jalon.watchlists.formats.source import Given, Progress, Source, opened

__all__ = ["FORMATS", "Edition", "ListUnreadable", "Listing", "Problem", "Refusal", "Source", "read", "recognise"]

# In the order in which a file is tried: the first that recognises it reads it.
FORMATS: dict[str, ModuleType] = {
    "un_sc": un_sc,
    "ftm": ftm,
    "documents": documents,
    "national": national,  # before OFAC's, which is known by its twelve columns alone
    "ofac_sdn": ofac_sdn,
}


def recognise(files: Sequence[Given]) -> str:
    """The format of the files of one edition.

    :raises ListUnreadable: no format recognises a file, or the files are of several formats.
    """
    with opened(files) as sources:
        found = {source.name: format_of(source) for source in sources}
    if len(set(found.values())) > 1:
        value = ", ".join(f"{name}: {format}" for name, format in found.items())
        raise ListUnreadable(next(iter(found)), "mixed_formats", value=value)
    return next(iter(found.values()))


def format_of(source: Source) -> str:
    if source.size == 0:
        raise ListUnreadable(source.name, "empty_file", 1)
    for name, module in FORMATS.items():
        if module.recognises(source):
            return name
    if headings := headings_of(source):
        raise ListUnreadable(source.name, "headings_unknown", 1, headings=", ".join(headings), known=", ".join(FORMATS))
    raise ListUnreadable(source.name, "not_recognised", known=", ".join(FORMATS))


def headings_of(source: Source) -> list[str]:
    """The first row of what may be a table, to be named when no format knows it; [] for anything else."""
    cells = [text.clean(cell) for cell in table.first_row(source)]
    plain = all(cell.isprintable() and not cell.startswith(("<", "{", "[")) for cell in cells)
    return [cell for cell in cells if cell] if len(cells) > 1 and plain else []


def read(
    files: Sequence[Given],
    format: str | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> Edition:
    """Read the files of one edition: paths, or sources already in memory.

    `format` is a key of FORMATS, recognised when it is not given. `progress` is called with the bytes done and the
    bytes in all. `today` bounds the expiries of a national list.

    :raises ListUnreadable: nothing of the files can be used; `sentence(language)` says why.
    """
    if format is not None and format not in FORMATS:
        raise ListUnreadable(str(files[0]) if files else "", "unknown_format", value=format, known=", ".join(FORMATS))
    module = FORMATS[format or recognise(files)]
    edition: Edition = module.parse(files, progress=progress, today=today)
    return edition
