"""Forums and the parties that sit in them, as they stand after an arrival position and on a day.

A forum is a regional secretariat, a bilateral commission, a local committee across a line. That it was founded,
renamed, moved to another host or dissolved, that a party joined, was renamed or left, are dated facts: history stays
readable. Of facts on a day the one that arrived last counts, so a mistake is mended by saying it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import get_language

from jalon.cooperation.models import ForumFact, Level, PartyFact
from jalon.cooperation.saying import NotAllowed, own_party, said, say
from jalon.cooperation.sequence import in_order, until
from jalon.cooperation.texts import in_language, written
from jalon.documents import states
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.nodes import trusted
from jalon.journal.record import Recorded

KINDS = (Level.REGIONAL, Level.BILATERAL, Level.LOCAL)


@dataclass(frozen=True, slots=True)
class Forum:
    """How a forum stands on a day. `names` in working languages; `host` a party's code; `address` https://…"""

    id: str
    kind: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    host: str = ""
    address: str = ""
    founded: date | None = None
    dissolved: date | None = None

    @property
    def name(self) -> str:
        """In the language that is set; its id where it never had a name."""
        return in_language(self.names) or self.id


@dataclass(frozen=True, slots=True)
class Party:
    """Who sits in a forum on a day. `node` is its own machine's id, empty where it runs none: its host signs it in."""

    code: str
    kind: str = ""
    country: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    joined: date | None = None
    left: date | None = None
    node: str = ""

    @property
    def name(self) -> str:
        """In the language that is set; of a state without one, the state's short name; else the code."""
        return in_language(self.names) or state_name(self.code)


def state_name(code: str) -> str:
    """The short name of a state in the language that is set; any other code as it is."""
    language = (get_language() or "fr")[:2]
    return states.name(code, language if language in {"fr", "en", "ar"} else "en")


def forums(at: int | None = None, on: date | None = None) -> list[Forum]:
    """Every forum known after arrival position `at` (None: now), as it stood on a day (None: after all its facts);
    those that still stand first, then by name."""
    facts = until(ForumFact, at)
    if on is not None:
        facts = facts.filter(on__lte=on)
    found: dict[str, Forum] = {}
    for fact in sorted(in_order(facts), key=lambda one: one.on):
        found[fact.forum] = _after(found.get(fact.forum, Forum(fact.forum)), fact)
    return sorted(found.values(), key=lambda one: (one.dissolved is not None, one.name.casefold(), one.id))


def forum(id: str, at: int | None = None, on: date | None = None) -> Forum | None:
    """One forum as it stood, or None where nothing was heard of it by then."""
    return next((one for one in forums(at, on) if one.id == id), None)


def _after(before: Forum, fact: ForumFact) -> Forum:
    what = ForumFact.What
    if fact.what == what.FOUNDED:
        return replace(
            before,
            kind=fact.kind,
            names=dict(fact.name) or before.names,
            host=fact.host,
            address=fact.address,
            founded=fact.on,
        )
    if fact.what == what.RENAMED:
        return replace(before, names=dict(fact.name))
    if fact.what == what.MOVED:
        return replace(before, host=fact.host or before.host, address=fact.address)
    return replace(before, dissolved=fact.on)


def parties(forum: str, at: int | None = None, on: date | None = None, *, also_left: bool = False) -> list[Party]:
    """Who sits in a forum: states by code, then donors, agencies, associations and local bodies. `forum` "": this state
    among its own. `also_left`: those too who left by then, with the day."""
    facts = until(PartyFact, at).filter(forum=forum)
    if on is not None:
        facts = facts.filter(on__lte=on)
    found: dict[str, Party] = {}
    for fact in sorted(in_order(facts), key=lambda one: one.on):
        found[fact.code] = _party_after(found.get(fact.code, Party(fact.code)), fact)
    if not forum and (own := own_party()):
        found.setdefault(own, Party(own, PartyFact.Kind.STATE, own))
    kinds = list(PartyFact.Kind.values)
    sitting = [one for one in found.values() if also_left or one.left is None]
    return sorted(sitting, key=lambda one: (kinds.index(one.kind) if one.kind in kinds else len(kinds), one.code))


def _party_after(before: Party, fact: PartyFact) -> Party:
    what = PartyFact.What
    if fact.what == what.LEFT:
        return replace(before, left=fact.on)
    if fact.what == what.RENAMED:
        return replace(before, names=dict(fact.name))
    return replace(
        before,
        kind=fact.kind or before.kind,
        country=fact.country or before.country,
        names=dict(fact.name) or before.names,
        joined=fact.on if before.left or before.joined is None else before.joined,
        left=None,
        node=fact.node,
    )


def party(code: str, forum: str, at: int | None = None, on: date | None = None) -> Party | None:
    """One party of a forum, also one that left; None where it never joined by then."""
    return next((one for one in parties(forum, at, on, also_left=True) if one.code == code), None)


def party_name(code: str, forum: str, at: int | None = None, on: date | None = None) -> str:
    """How a party is called in a forum, in the language that is set; the forum's own name for an empty code."""
    if not code:
        speaks = forums_name(forum, at, on) if forum else ""
        return speaks or state_name(own_party())
    known = party(code, forum, at, on)
    return known.name if known else state_name(code)


def forums_name(id: str, at: int | None = None, on: date | None = None) -> str:
    """How a forum is called, in the language that is set; its id where nothing is known of it."""
    known = forum(id, at, on)
    return known.name if known else id


def is_member(code: str, forum: str, at: int | None = None, on: date | None = None) -> bool:
    """Whether a party sits in a forum (and has not left it)."""
    return any(one.code == code for one in parties(forum, at, on))


def has_a_machine(code: str, forum: str) -> bool:
    """Whether a party runs a machine of its own: then nobody signs it in."""
    known = party(code, forum)
    return bool(known and known.node) or any(node.post == code for node in trusted())


def machine_of(code: str, forum: str) -> str | None:
    """The id of a party's own machine: as it was named at joining, as it was enrolled here, or this one. Empty where it
    runs none; None where that is not known here, as of other members at a member's machine."""
    known, here = party(code, forum), this_node()
    if known and known.node:
        return known.node
    if forum != here.id:
        return here.id if code == own_party() else None
    return next((node.id for node in trusted() if node.post == code), "")


# ── acts ──


@act
def found(
    names: Mapping[str, str], kind: str, on: date, actor: str, host: str = "", address: str = "", note: str = ""
) -> Recorded:
    """Found the forum whose machine this is. `kind`: regional, bilateral or local. Raises NotAllowed."""
    if own_party():
        raise NotAllowed("of_the_forum_alone")
    if forum(this_node().id) is not None:
        raise NotAllowed("founded_already")
    if kind not in {one.value for one in KINDS}:
        raise NotAllowed("kind_not_known")
    if not written(names):
        raise NotAllowed("needs_a_name")
    facts = {"kind": kind, "name": written(names), "host": host, "address": address, "note": note}
    return _tell(this_node().id, ForumFact.What.FOUNDED, on, actor, facts)


@act
def rename(id: str, names: Mapping[str, str], on: date, actor: str, note: str = "") -> Recorded:
    """A forum bears another name from a day on. Raises NotAllowed."""
    _standing(id, on)
    if not written(names):
        raise NotAllowed("needs_a_name")
    return _tell(id, ForumFact.What.RENAMED, on, actor, {"name": written(names), "note": note})


@act
def move(id: str, host: str, address: str, on: date, actor: str, note: str = "") -> Recorded:
    """A forum is kept by another host, at another address, from a day on. Raises NotAllowed."""
    _standing(id, on)
    if not host:
        raise NotAllowed("needs_a_host")
    return _tell(id, ForumFact.What.MOVED, on, actor, {"host": host, "address": address, "note": note})


@act
def dissolve(id: str, on: date, actor: str, note: str = "") -> Recorded:
    """A forum ends on a day. What was agreed in it stays readable. Raises NotAllowed."""
    _standing(id, on)
    return _tell(id, ForumFact.What.DISSOLVED, on, actor, {"note": note})


@act
def add_party(
    forum: str, code: str, kind: str, names: Mapping[str, str], on: date, actor: str, country: str = "", node: str = ""
) -> Recorded:
    """A party joins a forum, or what was said of it at joining is mended. `code`: alpha-3 of a state; else free, such
    as `iom`. `node`: its headquarters' machine, where it runs one. Raises NotAllowed."""
    _standing(forum, on)
    if kind not in PartyFact.Kind.values:
        raise NotAllowed("kind_not_known")
    code = code.strip()
    if not code or len(code) > 16 or not code.replace("-", "").isalnum():
        raise NotAllowed("code_not_in_order")
    if kind == PartyFact.Kind.STATE:
        code = code.upper()
        if code not in states.STATES:
            raise NotAllowed("state_not_known")
        country = country or code
    elif not written(names):
        raise NotAllowed("needs_a_name")
    facts = {"kind": kind, "country": country, "name": written(names), "node": node}
    return _tell_party(forum, code, PartyFact.What.JOINED, on, actor, facts)


@act
def rename_party(forum: str, code: str, names: Mapping[str, str], on: date, actor: str) -> Recorded:
    """A party bears another name in a forum from a day on. Raises NotAllowed."""
    _sitting(forum, code, on)
    if not written(names):
        raise NotAllowed("needs_a_name")
    return _tell_party(forum, code, PartyFact.What.RENAMED, on, actor, {"name": written(names)})


@act
def party_left(forum: str, code: str, on: date, actor: str) -> Recorded:
    """A party leaves a forum on a day; what it said there stays. Raises NotAllowed."""
    sitting = _sitting(forum, code, on)
    if sitting.joined and on < sitting.joined:
        raise NotAllowed("left_before_it_joined")
    return _tell_party(forum, code, PartyFact.What.LEFT, on, actor, {})


def _standing(id: str, on: date) -> Forum:
    """The forum, where it stands and that day is not before it did; a state's own always stands."""
    if not id and own_party():
        return Forum("")
    known = forum(id)
    if known is None:
        raise NotAllowed("no_such_forum")
    if known.dissolved is not None and on >= known.dissolved:
        raise NotAllowed("dissolved")
    if known.founded is not None and on < known.founded:
        raise NotAllowed("before_it_was_founded")
    return known


def _sitting(id: str, code: str, on: date) -> Party:
    _standing(id, on)
    sitting = next((one for one in parties(id) if one.code == code), None)
    if sitting is None:
        raise NotAllowed("no_such_party")
    return sitting


def _tell(id: str, what: str, on: date, actor: str, facts: Mapping[str, object]) -> Recorded:
    body = said("forum.told", ForumFact, {"what": what, "on": on, **facts}, forum=id, party="")
    (recorded,) = say([("forum.told", body)], actor, id)
    return recorded


def _tell_party(forum: str, code: str, what: str, on: date, actor: str, facts: Mapping[str, object]) -> Recorded:
    body = said("forum.party_told", PartyFact, {"what": what, "code": code, "on": on, **facts}, forum=forum)
    (recorded,) = say([("forum.party_told", body)], actor, forum)
    return recorded
