"""Which holders are one traveller: the papers that links join, and where two people show themselves to be two.

A person is all that deciding links join, those of a child's adult and of a vehicle included: a function of the
passages, the links and what people confirmed, and of nothing that came before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from jalon.journal.node import this_node
from jalon.presence import times
from jalon.presence.likeness import CHILD, CONFIRMED, DECIDES, DOCUMENT, VEHICLE, likeness
from jalon.presence.models import Holder, HolderLink, Judgement, Passage
from jalon.screening.person import Person

# Nobody is admitted twice in one direction within this time: then two papers, however alike, are two people's.
TOGETHER = times.HOUR
# What joins whoever stood together all the same.
PROVEN = ("document", "confirmed")
SOME = 2_000  # keys in one question: SQLite takes some ten thousand at most


@dataclass(frozen=True, slots=True)
class Edge:
    """Two `who` that are one person's, by what, how surely."""

    one: str
    other: str
    kind: str
    confidence: float


@dataclass
class Known:
    """Passages and edges around those that were touched."""

    passages: dict[str, Passage] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)

    def whos(self) -> set[str]:
        return {passage.who for passage in self.passages.values()}


@dataclass(frozen=True, slots=True)
class Traveller:
    """One person: the passages of all `who` that are joined, and the edges that join them."""

    key: str
    passages: tuple[Passage, ...]
    edges: tuple[Edge, ...]

    def link(self, one: Passage, other: Passage, documents: dict[str, str]) -> tuple[str, float]:
        """By what two passages are one person's, and how surely: the weakest step of the surest way between them."""
        if one.who == other.who:
            document = documents.get(one.holder)
            return ("document", DOCUMENT) if document else ("person", DECIDES)
        joined = _Joined({passage.who for passage in self.passages})
        for edge in sorted(self.edges, key=lambda each: (-each.confidence, each.kind, each.one, each.other)):
            joined.join(edge.one, edge.other)
            if joined.of(one.who) == joined.of(other.who):
                return edge.kind, edge.confidence
        return "", 0.0


class _Joined:
    """Sets that grow together; the least name stands for each."""

    def __init__(self, names: Iterable[str]) -> None:
        self.above = {name: name for name in names}

    def of(self, name: str) -> str:
        while self.above[name] != name:
            self.above[name] = self.above[self.above[name]]
            name = self.above[name]
        return name

    def join(self, one: str, other: str) -> None:
        least, most = sorted((self.of(one), self.of(other)))
        self.above[most] = least


def travellers(whos: set[str]) -> list[Traveller]:
    """The people whom these `who` belong to, whole."""
    known = _around(whos)
    edges = _not_two_people(known)
    joined = _Joined(known.whos())
    for edge in edges:
        joined.join(edge.one, edge.other)
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in known.passages.values():
        passages[joined.of(passage.who)].append(passage)
    by_person: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_person[joined.of(edge.one)].append(edge)
    return [Traveller(key, tuple(rows), tuple(by_person[key])) for key, rows in passages.items()]


def everybody_around(whos: set[str]) -> set[str]:
    """These `who` and all that edges reach from them, edges that two people contradict included."""
    return _around(whos).whos() if whos else set()


def _around(whos: set[str]) -> Known:
    """Everything that edges reach from these, edges that two people contradict included."""
    known, asked = Known(), set[str]()
    while new := whos - asked:
        asked |= new
        passages = list(_passages_of(new))
        known.passages.update((passage.key, passage) for passage in passages)
        edges = [*_of_holders(new), *_judged(passages), *_beside_adults(passages), *_on_plates(passages)]
        known.edges.update(edges)
        whos = {end for edge in edges for end in (edge.one, edge.other)}
    there = known.whos()
    known.edges = {edge for edge in known.edges if edge.one in there and edge.other in there}
    return known


def _passages_of(whos: set[str]) -> Iterator[Passage]:
    for some in chunks(whos):
        yield from Passage.objects.filter(who__in=some)


def _of_holders(whos: set[str]) -> Iterator[Edge]:
    """Links between papers, which decide by themselves."""
    for some in chunks(whos):
        either = Q(one__in=some) | Q(other__in=some)
        for row in HolderLink.objects.filter(either, decides=True).values_list("one", "other", "kind", "score"):
            yield Edge(*row)


def _judged(passages: list[Passage]) -> Iterator[Edge]:
    """What people confirmed."""
    last = judgements(passage.key for passage in passages)
    keys = {key for pair, same in last.items() if same for key in pair}
    whos = dict(row for some in chunks(keys) for row in Passage.objects.filter(key__in=some).values_list("key", "who"))
    for (one, other), same in last.items():
        if same and one in whos and other in whos and whos[one] != whos[other]:
            least, most = sorted((whos[one], whos[other]))
            yield Edge(least, most, "confirmed", CONFIRMED)


def judgements(keys: Iterable[str]) -> dict[tuple[str, str], bool]:
    """The last word on each two passages of which one is among these."""
    last: dict[tuple[str, str], bool] = {}
    if not Judgement.objects.exists():
        return last
    rows: list[tuple[int, str, str, bool]] = []
    for some in chunks(keys):
        either = Q(one__in=some) | Q(other__in=some)
        rows += Judgement.objects.filter(either).values_list("position", "one", "other", "same")
    for _, one, other, same in sorted(rows):
        last[(one, other)] = same
    return last


def _beside_adults(passages: list[Passage]) -> Iterator[Edge]:
    """Children whose papers prove little, and who travel with the same adult each time."""
    children = [passage for passage in passages if passage.adult]
    if not children:
        return
    adults = {row.key: row for some in chunks({one.adult for one in children}) for row in _by_key(some)}
    family: dict[str, set[str]] = {key: _same_adult(row) for key, row in adults.items()}
    there = {key for keys in family.values() for key in keys}
    beside: dict[str, list[Passage]] = defaultdict(list)
    for some in chunks(there):
        for row in Passage.objects.filter(adult__in=some):
            beside[row.adult].append(row)
    people = people_of(row.holder for rows in beside.values() for row in rows)
    for child in children:
        for other in (row for key in family.get(child.adult, ()) for row in beside[key]):
            if other.who != child.who and _same_child(people[child.holder], people[other.holder]):
                least, most = sorted((child.who, other.who))
                yield Edge(least, most, "child", CHILD)


def _by_key(keys: list[str]) -> list[Passage]:
    return list(Passage.objects.filter(key__in=keys))


def _same_adult(adult: Passage) -> set[str]:
    """Every passage of the adult's papers."""
    return {row.key for row in _passages_of(papers_of({adult.who}))}


def papers_of(whos: set[str]) -> set[str]:
    """These `who`, and all that links between papers reach from them, whatever else is said of them."""
    found, new = set(whos), set(whos)
    while new:
        new = {end for edge in _of_holders(new) for end in (edge.one, edge.other)} - found
        found |= new
    return found


def _same_child(one: Person, other: Person) -> bool:
    """The same name and nothing against it. A child's own paper or none, what is written of it differs often."""
    if len(one.names) == 0 or len(other.names) == 0:
        return False
    found = likeness(_with_known(one, other), _with_known(other, one), False)
    return found is not None and found.fits


def _with_known(one: Person, other: Person) -> Person:
    """Where only one of the two says a day of birth, it says nothing against the other."""
    return one if one.birth_dates else Person(one.names, other.birth_dates, one.nationalities, one.sex)


def _on_plates(passages: list[Passage]) -> Iterator[Edge]:
    """People whose papers prove little and who came and went in the same vehicle: each is joined to the first of the
    same particulars on its plate, and that one to the first of particulars that fit."""
    aboard = [passage for passage in passages if passage.plate]
    if not aboard:
        return
    alike = _fitting({row.holder for row in aboard})
    aboard = [row for row in aboard if row.who != row.holder or row.holder in alike]
    wanted = {row.holder for row in aboard}.union(*alike.values())
    born = {key for key, person in people_of(wanted).items() if person.birth_dates}
    on: dict[tuple[str, str], list[str]] = defaultdict(list)
    unsure: set[str] = set()
    for some in chunks({one.plate for one in aboard}):
        for holders in chunks(wanted & born):
            rows = Passage.objects.filter(plate__in=some, holder__in=holders).order_by("key")
            for plate, holder, who in rows.values_list("plate", "holder", "who"):
                on[(plate, holder)].append(who)
                unsure |= {holder} if who != holder else set()
    for plate, holder in {(one.plate, one.holder) for one in aboard} & on.keys():
        here = on[(plate, holder)]
        firsts = [on[(plate, other)][0] for other in alike[holder] if (plate, other) in on and {holder, other} & unsure]
        for who in {*here[1:], *firsts} - {here[0]}:
            least, most = sorted((here[0], who))
            yield Edge(least, most, "vehicle", VEHICLE)


def _fitting(holders: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for some in chunks(holders):
        either = Q(one__in=some) | Q(other__in=some)
        for one, other in HolderLink.objects.filter(either, fits=True).values_list("one", "other"):
            found[one].add(other)
            found[other].add(one)
    return found


def _not_two_people(known: Known) -> set[Edge]:
    """The edges that hold. Where two papers that names join passed one way together (twins, a father and a son of one
    name), none of those names joins anybody: a person looks at them."""
    parted = {pair for pair, same in judgements(known.passages).items() if not same}
    whos = {passage.key: passage.who for passage in known.passages.values()}
    apart = {tuple(sorted((whos[one], whos[other]))) for one, other in parted if one in whos and other in whos}
    edges = {edge for edge in known.edges if edge.kind == "confirmed" or (edge.one, edge.other) not in apart}
    if all(edge.kind in PROVEN for edge in edges):
        return edges
    proven, everyone = _Joined(known.whos()), _Joined(known.whos())
    for edge in edges:
        everyone.join(edge.one, edge.other)
        if edge.kind in PROVEN:
            proven.join(edge.one, edge.other)
    of: dict[str, list[Passage]] = defaultdict(list)
    for passage in known.passages.values():
        of[everyone.of(passage.who)].append(passage)
    doubtful = {key for key, passages in of.items() if _stood_together(passages, proven)}
    return {edge for edge in edges if edge.kind in PROVEN or everyone.of(edge.one) not in doubtful}


def _stood_together(passages: list[Passage], proven: _Joined) -> bool:
    """Whether two of these, not proven to be one person's, passed one way in one vehicle, or at one desk in an hour."""
    if len({proven.of(one.who) for one in passages}) < 2:
        return False
    aboard: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], tuple[int, str]] = {}
    for one in sorted(passages, key=lambda each: (each.earliest, each.key)):
        who = proven.of(one.who)
        if one.vehicle and aboard.setdefault((one.vehicle, one.direction), who) != who:
            return True
        at, before = last.get((one.node, one.direction), (0, who))
        if before != who and one.earliest - at <= TOGETHER:
            return True
        last[(one.node, one.direction)] = (one.earliest, who)
    return False


def people_of(holders: Iterable[str]) -> dict[str, Person]:
    """What holders are called and the rest, by key."""
    keys = this_node().shift_keys
    rows = (row for some in chunks(holders) for row in Holder.objects.filter(key__in=some))
    return {row.key: Person.from_json(keys.take_out_value(row.kept)) for row in rows}


def chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(set(keys))
    for start in range(0, len(every), SOME):
        yield every[start : start + SOME]
