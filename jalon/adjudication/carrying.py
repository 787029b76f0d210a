"""Cleared pairs at the posts: tokens alone, each under the key of the node that it is told to.

What a node was told stands in this headquarters' tables as well. What it should know by now is compared with that, and
the difference told: after a decision for its case; and for all where a node was enrolled, a list was switched, or a
headquarters stopped half-way. Under docs/adr/0017-a-cleared-namesake.md and 0022: never of a grave hit, a document, or
a person to be protected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from jalon.adjudication import cases
from jalon.adjudication.models import Carried, Standing, Verdict
from jalon.crossings import clearing, recall
from jalon.crossings.models import ClearedPair
from jalon.crossings.recall import day_of
from jalon.journal import down, nodes
from jalon.journal.acting import act
from jalon.journal.models import Cursor, EnrolledNode
from jalon.journal.node import this_node
from jalon.watchlists import editions, lookup
from jalon.watchlists.formats.listing import Listing
from jalon.watchlists.models import Edition
from jalon.watchlists.rules import Rules

CURSOR = "adjudication carried"
AT_ONCE = 200
# Why a pair is withdrawn where nobody reopened its case: a newer decision, or other facts of the list, took its place.
REPLACED = "new_facts"
WHYS = ("mistake", "new_facts", "misused", "asked")

# What a node is to know of a pair: the tokens, and until when.
Tokens = dict[str, Any]


def follow() -> int:
    """Tell the nodes what they should know and were not told. Returns how many cases were gone through; 0 where
    nothing changed since the last time."""
    sign = _sign()
    if Cursor.objects.filter(name=CURSOR, position=sign).exists():
        return 0
    passed = reconcile_all()
    Cursor.objects.update_or_create(name=CURSOR, defaults={"position": sign})
    return passed


def lag() -> int:
    """1 where nodes, lists or decisions changed since the nodes were told."""
    return 0 if Cursor.objects.filter(name=CURSOR, position=_sign()).exists() else 1


def _sign() -> int:
    """A number for the state of all that decides what nodes should know."""
    last = Verdict.objects.order_by("-position").values_list("position", flat=True).first()
    parts = [*(node.id for node in nodes.trusted()), *(edition.key for edition in editions.in_service()), str(last)]
    return int.from_bytes(blake2b("\n".join(parts).encode(), digest_size=7).digest(), "big")


def reconcile_all() -> int:
    """Go through every case that was ever cleared."""
    of_cleared = Verdict.objects.filter(said="cleared").order_by("case").values_list("case", flat=True).distinct()
    known = list(of_cleared)
    for case in known:
        reconcile(case)
    return len(known)


@act
def reconcile(case: str, why: str = REPLACED) -> None:
    """Tell each node what it should know of a case, and take back what it should know no more."""
    trusted = {node.id: node for node in nodes.trusted()}
    stands = cases.standing(case)
    wanted = _wanted(stands, trusted.values()) if stands and cases.counts_today(stands) else {}
    told = _told(case)
    for node in trusted:
        acts: list[tuple[str, dict[str, Any]]] = []
        for carried, pair in told.get(node, []):
            if node in wanted and pair == wanted[node]["pairs"][0] and carried.verdict == wanted[node]["verdict"]:
                del wanted[node]
            else:
                acts.append(("pair.withdrawn", {"pair": carried.key, "why": why if why in WHYS else REPLACED}))
        if node in wanted:
            acts.append(("pair.cleared", wanted[node]))
        if acts:
            down.tell(node, acts, _officer(case))


def _told(case: str) -> dict[str, list[tuple[Carried, str]]]:
    """What counts at each node by what it was told: node → entries, each with its token."""
    verdicts = Verdict.objects.filter(case=case, said="cleared").values("key")
    found: dict[str, list[tuple[Carried, str]]] = {}
    for carried in Carried.objects.filter(verdict__in=verdicts, withdrawn_at__isnull=True):
        pair = ClearedPair.objects.filter(slip=carried.key).values_list("pair", flat=True).first() or ""
        found.setdefault(carried.node, []).append((carried, pair))
    return found


def _officer(case: str) -> str:
    """Who answers for what is told: whoever decided last."""
    last = Verdict.objects.filter(case=case).order_by("-position").values_list("officer", flat=True).first()
    return last or ""


def _wanted(stands: Standing, trusted: Iterable[EnrolledNode]) -> dict[str, Tokens]:
    """What each node is to know of a case that stands cleared."""
    verdict = Verdict.objects.get(key=stands.verdict)
    said = this_node().shift_keys.take_out_value(verdict.kept) or {}
    if not said.get("pairs"):
        return {}
    found = {}
    rules = _rules(said)
    for node in trusted:
        tokens = tokens_for(bytes.fromhex(node.recall), said) if rules.goes_to(node.post) else None
        if tokens is not None:
            days = {"day": day_of(verdict.at), "until": str(stands.until)}
            found[node.id] = {"verdict": verdict.key, "node": node.id, **tokens, **days}
    return found


def tokens_for(key: bytes, said: Mapping[str, Any]) -> Tokens | None:
    """The tokens of a decided pair under a node's key, as that node makes them itself; None where a post may not clear
    it, or cannot know it again. `said`: the body of the decision."""
    who = said["who"]
    token = recall.token(who.get("issuing_state"), who.get("document_number"), key)
    holder = clearing.holder_of(who, key)
    pair = clearing.token_of(_as_at_post(said), key) if _goes_to_posts(said) else ""
    return {"token": token, "holder": holder, "pairs": [pair]} if token and holder and pair else None


def _goes_to_posts(said: Mapping[str, Any]) -> bool:
    return Listing.from_json(said["listing"]).audience == "post"


def _as_at_post(said: Mapping[str, Any]) -> dict[str, Any]:
    """The hit as a post meets it: its own view of the listing, under the rules of the edition now in service."""
    edition = Edition(list=said["list"], number=said["edition"])
    listing = Listing.from_json(said["listing"])
    return lookup.hit_of(edition, _rules(said), listing, said["score"], said["reasons"]).as_json()


def _rules(said: Mapping[str, Any]) -> Rules:
    """The rules of the list as it is in service now; as they were, where it is not."""
    edition = editions.edition_in_service(said["list"])
    return Rules.from_json(said["rules"] if edition is None else edition.rules)
