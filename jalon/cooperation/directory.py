"""The directory: whom to call on the other side, at every level, tonight. By function and never by name.

A line is written by its own party, or by the host for a party that runs no machine. The last line of (code, place,
function) counts; a line grows old, and is then shown with its age until somebody says that it is still right.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jalon.cooperation import forums
from jalon.cooperation.models import DirectoryLine, Level
from jalon.cooperation.saying import NotAllowed, own_party, said, say
from jalon.cooperation.sequence import in_order, until
from jalon.cooperation.texts import written
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded
from jalon.posts.models import Post

# From the nearest to whoever stands at a barrier to the furthest.
LEVELS = (Level.POST, Level.LOCAL, Level.NATIONAL, Level.BILATERAL, Level.REGIONAL)
DAY = 24 * 3_600_000  # ms
OLD = 180  # days after which a line is marked
TELEPHONE = re.compile(r"\+?[0-9][0-9 .\-/()]{2,38}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Spoken along the lines of the Sahel: ISO 639, each in its own words. A literal table; a forum may ask for more.
SPOKEN = {
    "fr": "français",
    "ar": "العربية",
    "en": "English",
    "bm": "bamanankan",
    "dje": "zarma",
    "dyu": "jula",
    "ff": "fulfulde / pulaar",
    "ha": "hausa",
    "kr": "kanuri",
    "mey": "hassāniyya",
    "mos": "mooré",
    "pt": "português",
    "snk": "soninké",
    "taq": "tamasheq",
    "tig": "tedaga",
    "wo": "wolof",
}


def age(line: DirectoryLine, now: int) -> int:
    """Whole days since a line was written or said to be right."""
    return max(0, now - line.at) // DAY


def is_old(line: DirectoryLine, now: int) -> bool:
    return age(line, now) >= OLD


def dialled(telephone: str) -> str:
    """A number as the address `tel:` takes it (RFC 3966): digits, and a plus in front where there is one."""
    return ("+" if telephone.strip().startswith("+") else "") + re.sub(r"\D", "", telephone)


def lines(forum: str | None = None, at: int | None = None, *, own: bool = True) -> list[DirectoryLine]:
    """The lines of a forum ("" a state's own; None of all, each place and function once), as they stood after a
    position: by level, place and party. `own`: a state's own among them."""
    rows = until(DirectoryLine, at)
    if not own:
        rows = rows.exclude(forum="")
    last: dict[tuple[str, ...], DirectoryLine] = {}
    for row in in_order(rows if forum is None else rows.filter(forum=forum)):
        last[(row.forum, *_called(row))] = row
    counts: dict[tuple[str, ...], DirectoryLine] = {}
    for row in sorted((one for one in last.values() if not one.withdrawn), key=_weight):
        counts[_called(row) if forum is None else (row.forum, *_called(row))] = row
    return sorted(
        counts.values(), key=lambda one: (_rank(one.level), place_name(one.place).casefold(), one.code, one.key)
    )


def _weight(row: DirectoryLine) -> tuple[bool, bool, int, int, str]:
    """Of two forums' lines for the same place the heavier counts: a state's own, then what a party says of itself, then
    what arrived last. No clock decides, for one that is wrong could never be set right."""
    return (row.forum == "", row.party == row.code, row.position, row.rank, row.key)


def line(key: str) -> DirectoryLine | None:
    """A line that counts, by the key of its entry; None where it was replaced or withdrawn."""
    found = DirectoryLine.objects.filter(key=key).first()
    return next((one for one in lines(found.forum) if one.key == key), None) if found else None


def _called(row: DirectoryLine) -> tuple[str, str, str]:
    return row.code, row.place.casefold(), json.dumps(row.function, sort_keys=True, ensure_ascii=False)


def _rank(level: str) -> int:
    return next((number for number, one in enumerate(LEVELS) if one == level), len(LEVELS))


def place_name(place: str) -> str:
    """The name of a post for its code; any other place as it was written."""
    return _posts().get(place, place)


def _posts() -> dict[str, str]:
    return dict(Post.objects.values_list("code", "name"))


# ── looking for a place ──


def found(rows: Iterable[DirectoryLine], asked: str) -> list[DirectoryLine]:
    """The lines in which every word that was asked for begins a word of place, post, party or function."""
    words = _words(asked)
    posts = _posts()

    def holds(row: DirectoryLine) -> bool:
        texts = [row.place, posts.get(row.place, ""), row.code, forums.party_name(row.code, row.forum)]
        there = _words(" ".join([*texts, *row.function.values()]))
        return all(any(one.startswith(word) for one in there) for word in words)

    return [row for row in rows if holds(row)]


def _words(text: str) -> list[str]:
    """Words without accents, points and case."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", " ").replace("'", " "))
    return re.findall(r"\w+", "".join(sign for sign in apart if not unicodedata.combining(sign)))


# ── opposite posts ──


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a line: its post's code where it has one, its state, its name, whom to call there."""

    post: str
    country: str
    name: str
    lines: Sequence[DirectoryLine]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two posts that face each other; `here` is the side of this machine's post, where it is one of them."""

    one: Side
    other: Side


def pairs(rows: Sequence[DirectoryLine]) -> list[Pair]:
    """Posts that face each other and of which a line is known on one side at least, each pair once, by name. A post's
    declaration says what it faces; the other side may be no post of ours, but a place that a line was written for."""
    posts = {post.code: post for post in Post.objects.all()}
    by_place: dict[str, list[DirectoryLine]] = {}
    for row in rows:
        by_place.setdefault(" ".join(_words(place_name(row.place))), []).append(row)
    seen: set[frozenset[str]] = set()
    found: list[Pair] = []
    for post in sorted(posts.values(), key=lambda one: (one.country, one.name)):
        opposite = _bare(post.opposite)
        if not opposite:
            continue
        facing = _facing(post, opposite, posts.values())
        name = facing.code if facing else opposite
        if frozenset({post.code, name}) in seen:
            continue
        seen.add(frozenset({post.code, name}))
        one = Side(post.code, post.country, post.name, _at(by_place, post.name, post.country))
        country = facing.country if facing else post.neighbour
        shown = facing.name if facing else opposite
        other = Side(facing.code if facing else "", country, shown, _at(by_place, shown, country))
        if one.lines or other.lines:
            found.append(Pair(one, other))
    return found


def across(post: str, rows: Sequence[DirectoryLine]) -> Pair | None:
    """The pair in which a post stands, its own side first; None where nothing is known of it."""
    for pair in pairs(rows):
        if post == pair.one.post:
            return pair
        if post == pair.other.post:
            return Pair(pair.other, pair.one)
    return None


def _bare(opposite: str) -> str:
    """“Kidira (SN)” as “Kidira”."""
    return re.sub(r"\s*\([A-Z/]+\)\s*$", "", opposite).strip()


def _facing(post: Post, opposite: str, posts: Iterable[Post]) -> Post | None:
    """The post across the line, where it is one of those declared here."""
    asked = _words(opposite)
    there = [one for one in posts if one.country == post.neighbour and one.code != post.code]
    return next((one for one in there if _words(one.name) == asked), None)


def _at(by_place: Mapping[str, Sequence[DirectoryLine]], name: str, country: str) -> list[DirectoryLine]:
    there = by_place.get(" ".join(_words(name)), [])
    return [row for row in there if row.code == country or not _is_state(row.code)]


def _is_state(code: str) -> bool:
    return len(code) == 3 and code.isupper()


# ── acts ──


@act
def write(
    code: str,
    level: str,
    place: str,
    function: Mapping[str, str],
    actor: str,
    *,
    forum: str = "",
    party: str | None = None,
    replaces: str = "",
    **facts: Any,
) -> Recorded:
    """Write whom to call at a place. `function` in working languages; `facts`: telephone, second_telephone, radio,
    email, languages (codes), hours. `party`: for whom it is said, `code` where it is left out. `replaces`: the key of a
    line that goes, where place or function changed. Raises NotAllowed."""
    place, function = " ".join(place.split()), written(function)
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    _in_order(code, level, place, function, facts, forum)
    row = {"code": code, "level": level, "place": place, "function": function, **facts}
    party = code if party is None else party
    acts = [("directory.line_written", said("directory.line_written", DirectoryLine, row, forum=forum, party=party))]
    if replaces and (was := line(replaces)) and _called(was) != _called(DirectoryLine(**row)):
        acts.insert(0, _gone(was, party))
    return say(acts, actor, forum)[-1]


@act
def still_right(key: str, actor: str, party: str | None = None) -> Recorded:
    """Say that a line was tried and is right: the same line, of today. Raises NotAllowed."""
    was = line(key)
    if was is None:
        raise NotAllowed("no_such_line")
    facts = {column: getattr(was, column) for column in (*KEPT, "code", "level", "place", "function")}
    party = was.code if party is None else party
    body = said("directory.line_written", DirectoryLine, facts, forum=was.forum, party=party)
    return say([("directory.line_written", body)], actor, was.forum)[0]


@act
def withdraw(key: str, actor: str, party: str | None = None) -> Recorded:
    """Nobody answers there any more. Raises NotAllowed."""
    was = line(key)
    if was is None:
        raise NotAllowed("no_such_line")
    return say([_gone(was, was.code if party is None else party)], actor, was.forum)[0]


KEPT = ("telephone", "second_telephone", "radio", "email", "languages", "hours")


def _gone(was: DirectoryLine, party: str) -> tuple[str, dict[str, Any]]:
    facts = {"code": was.code, "level": was.level, "place": was.place, "function": was.function, "withdrawn": True}
    return "directory.line_written", said("directory.line_written", DirectoryLine, facts, forum=was.forum, party=party)


def _in_order(
    code: str, level: str, place: str, function: Mapping[str, str], facts: Mapping[str, Any], forum: str
) -> None:
    if strange := facts.keys() - set(KEPT):
        raise TypeError(f"a line of the directory has no {', '.join(sorted(strange))}")
    if level not in Level.values:
        raise NotAllowed("level_not_known")
    if not place or not function:
        raise NotAllowed("needs_place_and_function")
    if not any(facts.get(name) for name in ("telephone", "second_telephone", "radio", "email")):
        raise NotAllowed("nothing_to_call")
    for name in ("telephone", "second_telephone"):
        if facts.get(name) and not TELEPHONE.fullmatch(str(facts[name])):
            raise NotAllowed("telephone_not_in_order")
    if facts.get("email") and not EMAIL.fullmatch(str(facts["email"])):
        raise NotAllowed("email_not_in_order")
    if set(facts.get("languages", [])) - SPOKEN.keys():
        raise NotAllowed("language_not_known")
    if forum and forums.forum(forum) is None:
        raise NotAllowed("no_such_forum")
    speaks_as_the_forum = not code and forum == this_node().id
    if not speaks_as_the_forum and code != own_party() and not forums.is_member(code, forum):
        raise NotAllowed("no_such_party")
