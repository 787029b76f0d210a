"""Whether two papers are one person's: a kind, a number, its reasons; and whether that alone decides.

A document is the strongest link, then a whole name with the full day of birth, the sex and the nationality. What is
weaker is shown to a person, who decides; it never pairs by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from django.utils.translation import gettext_lazy as _

from jalon.screening.compare import best_names, compare
from jalon.screening.names import Part, parts_of
from jalon.screening.person import Person
from jalon.screening.reason import Reason

# From here a person link decides, from here it is worth a person's look. Scores of jalon.screening, 0..1.
DECIDES = 0.955
PROPOSES = 0.80
SAME_NAME = 0.5  # names alone: below it a document shows another holder
ALIKE_AS_WRITTEN = 0.1  # weight of a name that may be lost to spelling where a link decides
# Of a document's own link: the particulars agree; they were read or spelled otherwise.
DOCUMENT, DOCUMENT_SPELLED = 0.99, 0.97
VEHICLE, CHILD, CONFIRMED = 0.90, 0.93, 1.0

# Kinds of link, the strongest first: what is said of each. Those of DECIDING pair by themselves.
KINDS = {
    "confirmed": _("A person confirmed it"),
    "document": _("The same document"),
    "person": _("Another document, the same name, day of birth, sex and nationality"),
    "other_nationality": _("Another document and nationality, the same name, day of birth and sex"),
    "child": _("A child with the same adult, the same name"),
    "vehicle": _("The same vehicle, the same name and year of birth"),
    "document_other": _("The same document, other particulars"),
    "perhaps": _("Like one another, not enough to decide"),
}
DECIDING = ("confirmed", "document", "person", "other_nationality", "child", "vehicle")

# The number in words: from this confidence on.
WORDS = (
    (1.0, _("confirmed by a person")),
    (DOCUMENT, _("sure")),
    (DECIDES, _("very likely")),
    (VEHICLE, _("likely")),
    (0.0, _("to be looked at")),
)
AGAINST = frozenset({"sex_differs", "year_differs", "year_differs_little", "day_differs"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """`fits`: the names agree and nothing contradicts, so that the same company makes them one person."""

    kind: str
    score: float
    decides: bool
    fits: bool
    reasons: tuple[Reason, ...] = ()


def in_words(confidence: float) -> str:
    """What a confidence between 0 and 1 is called."""
    return str(next(said for least, said in WORDS if confidence >= least))


def likeness(one: Person, other: Person, same_document: bool) -> Likeness | None:
    """How alike two holders are; None where it is not worth a look. The order of the two does not matter."""
    bare = sorted((replace(one, document_numbers=()), replace(other, document_numbers=())), key=_as_text)
    compared = compare(bare[0], bare[1])
    codes = {reason.code for reason in compared.reasons}
    fits = _names_agree(bare[0], bare[1]) and not codes & AGAINST
    reasons = compared.reasons
    if same_document:
        return _by_document(bare[0], bare[1], codes, fits, reasons)
    if fits and "day_same" in codes and compared.score >= DECIDES:
        kind = "other_nationality" if "nationality_differs" in codes else "person"
        return Likeness(kind, compared.score, True, True, reasons)
    if compared.score >= PROPOSES:
        return Likeness("perhaps", min(compared.score, DECIDES - 0.001), False, fits, reasons)
    return None


def proves_itself(one: Person) -> bool:
    """Whether two passages of these very particulars, with no document, are one person's."""
    found = likeness(one, one, False)
    return found is not None and found.decides


def _by_document(one: Person, other: Person, codes: set[str], fits: bool, reasons: tuple[Reason, ...]) -> Likeness:
    named = one.names and other.names
    names = compare(Person(names=one.names), Person(names=other.names))
    if (not named or names.score >= SAME_NAME) and not codes & {"sex_differs", "year_differs"}:
        score = DOCUMENT if fits and not _dates_differ(codes) else DOCUMENT_SPELLED
        return Likeness("document", score, True, fits, reasons)
    return Likeness("document_other", PROPOSES, False, False, reasons)


def _dates_differ(codes: set[str]) -> bool:
    return not codes & {"day_same", "first_january_same", "month_same", "year_same"}


def _names_agree(one: Person, other: Person) -> bool:
    """Whether nothing stands against the names: no part differs, and spelling costs as good as nothing."""
    best = best_names(one, other)
    if best is None or len(best.query_parts.parts) < 2 or len(best.listed_parts.parts) < 2:
        return False
    evidence = best.evidence
    return evidence.conflict == 0 and evidence.unlike <= ALIKE_AS_WRITTEN and len(evidence.pairs) >= 2


def marks(person: Person) -> Iterator[str]:
    """What a holder is found by, in clear: the full day of birth, and each two parts of the name with the year."""
    born = person.birth_dates[0].text if person.birth_dates else ""
    if len(born) == 10 and not born.endswith("-01-01"):  # many registers write that for an unknown day
        yield f"day {born}"
    if person.names:
        parts = parts_of(person.names[0].text).parts
        heard = sorted({_heard(part) for part in parts if part.kind != "link"})
        for one, other in combinations(heard[:5], 2):
            yield f"name {born[:4]} {one} {other}"


def _heard(part: Part) -> str:
    """A part under every spelling of it that is known."""
    return f"={part.group}" if part.group >= 0 else part.skeleton or part.text


def _as_text(person: Person) -> str:
    return repr(person)
