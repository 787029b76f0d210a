"""Admitted crossings as pairing sees them: read from the rows of the crossings, with every correction since.

Whoever was refused, handed over, held or entrusted to a service made no crossing, and who asks for protection is not
followed here: only an admission makes a passage.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jalon.crossings import regime, rule_sets
from jalon.crossings.company import companies
from jalon.crossings.inspection import Shown, person_of
from jalon.crossings.models import Decision, Group, Inspection, Shift
from jalon.crossings.particulars import corrected_fields
from jalon.crossings.recall import TOKEN
from jalon.documents.states import same_state
from jalon.journal import arrivals
from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.journal.shiftkey import CLEAR
from jalon.posts.models import Post
from jalon.presence import times
from jalon.presence.likeness import marks, proves_itself
from jalon.presence.models import Holder, Passage
from jalon.presence.times import Interval
from jalon.regimes.rules import RulesGone
from jalon.screening.evidence.document_number import normal
from jalon.screening.names import parts_of
from jalon.screening.person import Person

PASSED = "admitted"


@dataclass(frozen=True, slots=True)
class Read:
    """A passage, whose it is, and what that holder is found by."""

    passage: Passage
    holder: Holder
    person: Person
    keyed: Callable[[str], str]

    def marks(self) -> set[str]:
        """What the holder is found by, keyed; its document among them."""
        document = {self.holder.document} if self.holder.document else set()
        return document | {self.keyed(f"mark\n{mark}") for mark in marks(self.person)}


def read(inspections: Iterable[str], intervals: Mapping[int, Interval] | None = None) -> dict[str, Read]:
    """Those of these inspections that are admitted crossings and can be read here, by key.

    `intervals`: [earliest, latest] by arrival position, ms; what the journal kept at receipt, where none are given.
    """
    rows = list(Inspection.objects.filter(key__in=list(inspections), state=PASSED))
    around = _Around(rows, intervals)
    found: dict[str, Read] = {}
    for row in rows:
        seen = around.keys.take_out_value(row.kept) if row.kept else None
        if seen is not None and row.direction in ("entry", "exit"):
            found[row.key] = around.read(row, seen)
    return found


class _Around:
    """What stands around a run of inspections, each table asked once."""

    def __init__(self, rows: list[Inspection], intervals: Mapping[int, Interval] | None) -> None:
        keys = [row.key for row in rows]
        node = this_node()
        self.keys, self.secret = node.shift_keys, node.keys.recall
        self.versions: dict[str, str] = {}  # of the sets of rules, by digest
        self.confirmed: dict[str, set[str]] = {}  # rules that the state's authority confirmed, by digest
        self.corrected = corrected_fields(keys)
        self.companies = companies(keys)
        self.decided = self._decided(keys)
        self.groups = self._groups({row.group for row in rows if row.group})
        self.posts = self._posts(rows)
        self.places = {post.code: post for post in Post.objects.filter(code__in=set(self.posts.values()))}
        # The clocks of a node alone tell when its entry was made: asked of the journal, which kept them at receipt.
        asked = arrivals.intervals_of(row.position for row in rows) if intervals is None else intervals
        self.intervals = asked

    def _decided(self, keys: list[str]) -> dict[str, dict[str, Any]]:
        """The decision that let each pass: the last one."""
        rows = Decision.objects.filter(inspection__in=keys, outcome=PASSED).order_by("position")
        return {row.inspection: self.keys.take_out_value(row.kept) or {} for row in rows}

    def _groups(self, keys: set[str]) -> dict[str, dict[str, Any]]:
        rows = Group.objects.filter(key__in=keys) if keys else []
        return {row.key: (self.keys.take_out_value(row.kept) if row.kept else None) or {} for row in rows}

    def _posts(self, rows: list[Inspection]) -> dict[str, str]:
        """The post of each inspection: its node's, as enrolled; of a node of this machine's own, its shift's."""
        nodes = {row.key.split(".", 1)[0] for row in rows}
        enrolled = dict(EnrolledNode.objects.filter(id__in=nodes).values_list("id", "post"))
        own = {row.shift for row in rows if row.key.split(".", 1)[0] not in enrolled}
        shifts = dict(Shift.objects.filter(key__in=own).values_list("key", "post")) if own else {}
        return {row.key: enrolled.get(row.key.split(".", 1)[0]) or shifts.get(row.shift, "") for row in rows}

    def read(self, row: Inspection, seen: dict[str, Any]) -> Read:
        fields = {**seen["fields"], **self.corrected.get(row.key, {})}
        person = person_of(Shown(row.document_type, fields, seen["source"]))
        holder = self._holder(fields, person)
        decided = self.decided.get(row.key, {})
        node, epoch, seq = row.key.split(".")[:3]
        late = seen.get("late") or {}
        earliest, latest = self._when(row, late)
        company = self.companies.get(row.key)
        post = self.posts[row.key]
        place = self.places.get(post)
        passage = Passage(
            key=row.key,
            node=node,
            epoch=epoch,
            seq=int(seq),
            sheet=late.get("sheet", ""),
            line=late.get("line", 0),
            post=post,
            country=place.country if place else "",
            direction=row.direction,
            earliest=earliest,
            latest=latest,
            holder=holder.key,
            who=holder.key if holder.sure else row.key,
            person=holder.key if holder.sure else row.key,
            adult=company.adult if company else "",
            vehicle=row.group,
            plate=self._plate(row, decided),
            nationality=(fields.get("nationality") or "")[:3],
            kind=row.document_type,
        )
        if row.direction == "entry":
            self._ruled(passage, seen, fields, decided)
        return Read(passage, holder, person, self.keyed)

    def _when(self, row: Inspection, late: dict[str, Any]) -> Interval:
        recorded = self.intervals.get(row.position, (row.at, row.at))
        if not late:
            return recorded
        return times.of_paper(late["passed_at"], late.get("known", "minute"), recorded, row.at)

    def _plate(self, row: Inspection, decided: dict[str, Any]) -> str:
        """A keyed token of the plate: the vehicle's that was opened, else the one noted at the decision."""
        said = self.groups.get(row.group, {}).get("plate") or decided.get("journey", {}).get("plate") or ""
        plate = normal(said)
        return self.keyed(f"plate\n{plate}") if plate else ""

    def _holder(self, fields: dict[str, Any], person: Person) -> Holder:
        """Who a paper names: the same document read with the same particulars is the same holder."""
        number = normal(fields.get("document_number") or "")
        document = self.keyed(f"{fields.get('issuing_state') or ''}\n{number}") if number else ""
        name = " ".join(sorted(part.text for part in parts_of(person.names[0].text).parts)) if person.names else ""
        said = "\n".join([document, name, *(fields.get(one) or "" for one in ("birth_date", "sex", "nationality"))])
        return Holder(
            key=self.keyed(f"holder\n{said}"),
            document=document,
            sure=bool(document) or proves_itself(person),
            kept=self.keys.put_away_value(person.as_json(), CLEAR),
        )

    def keyed(self, said: str) -> str:
        """A keyed token, as `crossings.recall` makes them; the key is read once for all."""
        return hmac.new(self.secret, said.encode(), hashlib.sha256).hexdigest()[:TOKEN]

    def _ruled(self, passage: Passage, seen: dict[str, Any], fields: dict[str, Any], decided: dict[str, Any]) -> None:
        """How long the rules of that day let this entry stay: as its post kept it, or asked now of the set that was in
        force then, where it was kept by nobody or the particulars were put right since."""
        text = decided.get("regime") or seen.get("regime") or ""
        if text and seen["fields"].get("nationality") == fields.get("nationality"):
            kept = regime.Kept.read(text)
            passage.answer, passage.rule, passage.days, passage.window = kept.answer, kept.rule, kept.days, kept.window
            passage.rules = self._version(kept.digest)
            passage.confirmed = self._is_confirmed(passage.rules, kept.digest, kept.rule)
        else:
            self._ask(passage, fields, text)
        if until := decided.get("stay", {}).get("to"):
            passage.granted_to = date.fromisoformat(until)

    def _ask(self, passage: Passage, fields: dict[str, Any], text: str) -> None:
        day = times.local(passage.latest).date()
        category = regime.Kept.read(text).category if text else ""
        question = regime.question_of(passage.post, fields.get("nationality"), passage.kind, "entry", day, category)
        rules = rules_on(passage.latest)
        if question is None or rules is None:
            return
        found = regime.answer(question, rules)
        passage.answer, passage.rule, passage.rules = found.answer, found.rule or "", found.version
        passage.days, passage.window = found.allowance.days, found.allowance.window
        passage.confirmed = bool(found.confirmed)

    def _version(self, digest: str) -> str:
        if digest not in self.versions:
            self.versions[digest] = rule_sets.version_of(digest)
        return self.versions[digest]

    def _is_confirmed(self, version: str, digest: str, code: str) -> bool:
        if digest not in self.confirmed:
            try:
                rules = rule_sets.find(version, digest).rules
            except RulesGone:
                rules = ()
            self.confirmed[digest] = {rule.basis.code for rule in rules if rule.basis.confirmed}
        return code in self.confirmed[digest]


def rules_on(moment: int) -> Any:
    """The set of rules that was in force at a time (ms): the last approved by then, else the shipped sample. None where
    its files are gone."""
    served = [one for one in rule_sets.before() if (one.approved_at or 0) <= moment]
    try:
        return rule_sets.find(served[0].version, served[0].digest) if served else rule_sets.rule_set()
    except RulesGone:
        return None


def is_national(passage: Passage) -> bool:
    return same_state(passage.nationality or None, passage.country or None)


def by_person(passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        found[passage.person].append(passage)
    return found
