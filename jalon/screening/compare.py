"""Compare two people: a score between 0 and 1, and the reasons it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.screening import model
from jalon.screening.evidence import birth_date, document_number, nationality, sex
from jalon.screening.evidence.birth_date import DEFAULT, DatePolicy
from jalon.screening.evidence.name import NameEvidence, align
from jalon.screening.names import Parts, parts_of
from jalon.screening.person import Name, Person
from jalon.screening.reason import Reason

# Articles, words of descent and titles: they neither make two names one, nor are worth a word to the officer.
SMALL_WORD = 0.1


@dataclass(frozen=True, slots=True)
class Comparison:
    """`score` is 0..1; reasons in the order: name, document number, birth date, nationality, sex."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The two names that agree best."""

    query: Name
    listed: Name
    query_parts: Parts
    listed_parts: Parts
    evidence: NameEvidence
    points: float


def compare(query: Person, listed: Person, policy: DatePolicy = DEFAULT) -> Comparison:
    """How likely the two are one person, and why. `query` is the traveller, `listed` the entry of a list."""
    name = best_names(query, listed)
    facts = other_reasons(query, listed, policy)
    if name is None:
        return Comparison(model.score(model.START + sum(fact.weight for fact in facts)) if facts else 0.0, facts)
    points = model.START + name.points + sum(fact.weight for fact in facts)
    return Comparison(model.score(points), (*name_reasons(name), *facts))


def best_names(query: Person, listed: Person) -> NameMatch | None:
    best: NameMatch | None = None
    for ours in query.names:
        our_parts = parts_of(ours.text)
        for theirs in listed.names:
            their_parts = parts_of(theirs.text)
            evidence, points = name_evidence(our_parts, their_parts)
            if theirs.kind == "weak":
                points += model.NAME["weak"]
            if best is None or points > best.points:
                best = NameMatch(ours, theirs, our_parts, their_parts, evidence, points)
    return best


def name_evidence(ours: Parts, theirs: Parts) -> tuple[NameEvidence, float]:
    """The evidence of two names and its points. Names that share no part are different, however short."""
    evidence = align(ours, theirs)
    shared = sum([pair.weight > SMALL_WORD for pair in evidence.pairs])
    if not shared:
        return evidence, model.NAME["conflict"] * model.CONFLICT_AT_MOST
    points = model.name_points(evidence.agreed, evidence.unlike, evidence.conflict, evidence.missing)
    if shared == 1 and evidence.conflict + evidence.missing > model.LONE_FROM:
        points += model.NAME["lone"]
    return evidence, points


def other_reasons(query: Person, listed: Person, policy: DatePolicy) -> tuple[Reason, ...]:
    """Every kind of evidence but the name's, a reason each where both sides say something."""
    found = []
    if papers := document_number.relate(query.document_numbers, listed.document_numbers):
        found.append(Reason(papers[0], papers[1], model.WEIGHTS[papers[0]]))
    if born := birth_date.relate(query.birth_dates, listed.birth_dates, policy):
        code, ours, theirs = born
        found.append(Reason(code, {"query": ours.text, "listed": theirs.text}, model.WEIGHTS[code]))
    if nation := nationality.relate(query.nationalities, listed.nationalities):
        found.append(Reason(nation[0], nation[1], model.WEIGHTS[nation[0]]))
    if sexes := sex.relate(query.sex, listed.sex):
        found.append(Reason(sexes[0], sexes[1], model.WEIGHTS[sexes[0]]))
    return tuple(found)


def name_reasons(match: NameMatch) -> list[Reason]:
    """The name's points told apart: what is shared, what differs, what is missing."""
    evidence = match.evidence
    query, listed = match.query_parts.words, match.listed_parts.words
    conflict = model.name_points(0.0, 0.0, evidence.conflict, 0.0)
    missing = model.name_points(0.0, 0.0, 0.0, evidence.missing)
    weak = model.NAME["weak"] if match.listed.kind == "weak" else 0.0
    if not any(pair.weight > SMALL_WORD for pair in evidence.pairs):
        words = {"query": match.query.text, "listed": match.listed.text}
        return [Reason("name_different", words, match.points - weak), *weak_reason(weak)]
    pairs = sorted(evidence.pairs, key=lambda pair: pair.left)
    told = [
        [" ".join(query[at] for at in pair.left), " ".join(listed[at] for at in pair.right), pair.rule]
        for pair in pairs
        if pair.weight > SMALL_WORD
    ]
    reasons = [Reason("name", {"pairs": told}, match.points - conflict - missing - weak)]
    over_query = " ".join(query[at] for at in evidence.left_over if match.query_parts.parts[at].weight > SMALL_WORD)
    over_listed = " ".join(listed[at] for at in evidence.right_over if match.listed_parts.parts[at].weight > SMALL_WORD)
    if over_query and over_listed:
        reasons.append(Reason("name_left_over", {"query": over_query, "listed": over_listed}, conflict + missing))
    elif over_query:
        reasons.append(Reason("name_missing_on_list", {"query": over_query}, conflict + missing))
    elif over_listed:
        reasons.append(Reason("name_missing_in_query", {"listed": over_listed}, conflict + missing))
    return [*reasons, *weak_reason(weak)]


def weak_reason(weak: float) -> list[Reason]:
    return [Reason("name_weak", {}, weak)] if weak else []
