"""Counts that refuse a broken edition: a list cut short must not pass for a shorter list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jalon.watchlists.formats.difference import Difference
from jalon.watchlists.formats.listing import Edition, Problem


@dataclass(frozen=True, slots=True)
class Guards:
    """What an edition must hold to enter service. None guards nothing; shares are percents from 0 to 100."""

    minimum_persons: int | None = None
    maximum_persons: int | None = None
    minimum_names: int | None = None
    maximum_names: int | None = None
    minimum_documents: int | None = None
    maximum_documents: int | None = None
    maximum_removed: float | None = None
    maximum_refused: float | None = None


# A start for each format; a list's own guards are set by who answers for it. The bounds of the two public lists are
# about half and twice what they held in early 2026.
SUGGESTED: dict[str, Guards] = {
    "un_sc": Guards(350, 1_500, 1_500, 7_000, maximum_removed=10, maximum_refused=0),
    "ofac_sdn": Guards(3_000, 15_000, 3_000, 40_000, maximum_removed=10, maximum_refused=0),
    "ftm": Guards(minimum_persons=1, maximum_removed=20, maximum_refused=1),
    "national": Guards(minimum_persons=1, maximum_removed=30, maximum_refused=10),
    "documents": Guards(minimum_documents=1, maximum_removed=20, maximum_refused=5),
}


def reasons(edition: Edition, guards: Guards, difference: Difference | None = None) -> tuple[Problem, ...]:
    """Why the edition must not enter service, each a sentence in our languages; empty when it may."""
    if not edition.listings:
        return (Problem(edition.format, None, None, "empty_edition"),)
    return tuple(
        Problem(edition.format, None, None, code, said) for code, said in breaches(edition, guards, difference)
    )


def breaches(edition: Edition, guards: Guards, difference: Difference | None) -> Iterator[tuple[str, dict[str, str]]]:
    for what in ("persons", "names", "documents"):
        yield from out_of_bounds(
            what, edition.counts[what], getattr(guards, f"minimum_{what}"), getattr(guards, f"maximum_{what}")
        )
    refused, rows = len(edition.refused), len(edition.refused) + len(edition.listings)
    if guards.maximum_refused is not None and 100 * refused > guards.maximum_refused * rows:
        yield "too_many_refused", shares(refused, rows, guards.maximum_refused)
    if difference and guards.maximum_removed is not None and 100 * difference.share_removed > guards.maximum_removed:
        yield "too_many_removed", shares(len(difference.removed), difference.before, guards.maximum_removed)


def out_of_bounds(
    what: str, count: int, minimum: int | None, maximum: int | None
) -> Iterator[tuple[str, dict[str, str]]]:
    if minimum is not None and count < minimum:
        yield "too_few", {"value": str(count), "what": what, "limit": str(minimum)}
    if maximum is not None and count > maximum:
        yield "too_many", {"value": str(count), "what": what, "limit": str(maximum)}


def shares(part: int, whole: int, limit: float) -> dict[str, str]:
    return {"value": str(part), "total": str(whole), "limit": f"{limit:g}"}
