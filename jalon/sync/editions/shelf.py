"""The editions a headquarters offers to its posts: published when what they show has changed, kept, told by digest."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from jalon.journal import sending
from jalon.journal.acting import one_at_a_time
from jalon.journal.applying import CURSOR as TABLES
from jalon.journal.models import Cursor, EnrolledNode
from jalon.journal.node import this_node, wall_clock
from jalon.journal.nodes import trusted
from jalon.sync.editions import changes, parcel
from jalon.sync.editions.kinds import lists
from jalon.sync.editions.kinds.kind import Kind, Offer
from jalon.sync.editions.parcel import Label
from jalon.sync.editions.table import given_here
from jalon.sync.models import HeldEdition, PublishedEdition
from jalon.watchlists.examining import FileAltered

log = logging.getLogger(__name__)
CURSOR, DAY = "editions", "editions-day"
LEAP = 100_000
FRESH = 5.0  # seconds for which the answer to a batch may speak of editions from memory; a call asks anew
_digests: dict[str, tuple[float, str]] = {}
WHOLE = 0


class EditionUnknown(LookupError):
    """No such edition is offered to this post."""


def digest_of(held: Iterable[tuple[str, int, str]]) -> str:
    """16 hexadecimal digits that say which editions a post holds: (name, number, root) of each."""
    lines = sorted(f"{name} {number} {root}" for name, number, root in held)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def digest_for(node: str) -> str:
    """What a node's digest is once it holds all that is meant for its post."""
    post = EnrolledNode.objects.filter(id=node).values_list("post", flat=True).first() or ""
    return digest_of((one.name, one.number, one.root) for one in meant_for(post))


def recent_digest_for(node: str) -> str:
    """The same, a few seconds old at most: batches come many a second, and editions a few a day."""
    until, digest = _digests.get(node, (0.0, ""))
    if time.monotonic() > until:
        digest = digest_for(node)
        _digests[node] = (time.monotonic() + FRESH, digest)
    return digest


def meant_for(post: str) -> list[PublishedEdition]:
    """The last published edition of each view that a post of this code holds."""
    offered = {(offer.name, offer.audience) for _, offer in offers(post)}
    newest: dict[tuple[str, str], PublishedEdition] = {}
    for one in PublishedEdition.objects.filter(name__in=[name for name, _ in offered]).order_by("number"):
        if (one.name, one.audience) in offered:
            newest[one.name, one.audience] = one
    return sorted(newest.values(), key=lambda one: one.name)


def held_by(node: str) -> list[HeldEdition]:
    """The editions that a node holds, as its own entries say."""
    return list(HeldEdition.objects.filter(node=node))


def offers(post: str) -> Iterator[tuple[Kind, Offer]]:
    for kind in given_here():
        for offer in kind.offers(post):
            yield kind, offer


def follow() -> int:
    """Publish what changed since the last look. Returns how many of this headquarters' own entries were passed.

    What editions show belongs to the headquarters, so that only entries of its own can change it; at a forum, those of
    its members do.
    """
    with one_at_a_time():
        # An act may do more after its entry (a one-time code is kept once it is recorded): what is counted is done.
        own = entries_in_tables() if settings.JALON_TIER == "forum" else sending.recorded_here()
    cursor, _ = Cursor.objects.get_or_create(name=CURSOR)
    passed = own - cursor.position
    beyond = held_beyond_these()
    new_day = settings.JALON_TIER == "forum" and _is_new_day()
    if passed <= 0 and beyond <= _answered and not new_day:
        return 0
    publish()
    _answered.update(beyond)
    cursor.position = own
    cursor.save()
    if new_day:
        Cursor.objects.update_or_create(name=DAY, defaults={"position": timezone.localdate().toordinal()})
    return max(passed, 0)


def _is_new_day() -> bool:
    """Whether the calendar turned since the last look: that a day to reply has passed is nobody's entry, and shows."""
    last = Cursor.objects.filter(name=DAY).values_list("position", flat=True).first()
    return last != timezone.localdate().toordinal()


# Of those that were found beyond, which a publication has answered: a view that is not offered any more stays beyond.
_answered: set[tuple[str, str, int]] = set()


def entries_in_tables() -> int:
    """How far the tables have followed, as an arrival position."""
    return Cursor.objects.filter(name=TABLES).values_list("position", flat=True).first() or 0


def held_beyond_these() -> set[tuple[str, str, int]]:
    """(name, node, number) of editions that posts hold and that are later than those published here, as where this
    headquarters was set back."""
    given = {
        (one["name"], one["audience"]): one["last"]
        for one in PublishedEdition.objects.values("name", "audience").annotate(last=Max("number"))
    }
    places = {node.id: node.post for node in trusted()}
    held = HeldEdition.objects.filter(node__in=places).values_list("name", "node", "number")
    return {
        (name, node, number)
        for name, node, number in held
        if kind_numbers_itself(name) and number > given.get((name, ""), given.get((name, places[node]), number))
    }


def kind_numbers_itself(name: str) -> bool:
    """Whether this room numbers the editions of a view; those of a list are numbered by the room of lists."""
    return not name.startswith(lists.PREFIX)


def publish() -> list[PublishedEdition]:
    """Make an edition of every view whose rows are not those published last. Returns the new ones."""
    made = []
    seen: set[tuple[str, str]] = set()
    for post in sorted({node.post for node in trusted()}):
        for kind, offer in offers(post):
            if (offer.name, offer.audience) not in seen:
                seen.add((offer.name, offer.audience))
                try:
                    edition = _publish(kind, offer)
                except FileAltered as altered:  # the edition before serves on; the board says what is held
                    log.error("%s", altered)
                    continue
                made += [edition] if edition is not None else []
    return made


def _publish(kind: Kind, offer: Offer) -> PublishedEdition | None:
    published = PublishedEdition.objects.filter(name=offer.name, audience=offer.audience)
    last = published.order_by("-number").first()
    if last is not None and offer.number is not None and last.number >= offer.number:
        return None  # numbered by its own room, and never made twice
    folder = _folder(offer.name, offer.audience)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    growing = folder / f".{secrets.token_hex(8)}.new"
    try:
        root = changes.write_rows(kind.rows(offer), growing)
        facts = kind.facts(offer)
        if last is not None and (last.root, last.facts) == (root, facts) and last.number >= _held_beyond(offer):
            return None
        with one_at_a_time():
            number = offer.number or _next_number(offer)
            if published.filter(number=number).exists():
                return None  # another process was quicker
            label = Label(offer.name, offer.audience, number, root, this_node().id, wall_clock(), facts)
            signature = label.signed(this_node().keys.sign).signature
            growing.replace(file_of(offer.name, offer.audience, number))
            if kind.kept:
                _clear(folder, kind.kept)
            return PublishedEdition.objects.create(
                name=offer.name,
                audience=offer.audience,
                number=number,
                root=root,
                facts=facts,
                wall=label.wall,
                signature=signature,
            )
    finally:
        growing.unlink(missing_ok=True)


def _clear(folder: Path, kept: int) -> None:
    """Remove the files of all editions but the last, and the parcels that lead to what is gone."""
    last = sorted(int(one.stem) for one in folder.glob("*.jsonl") if one.stem.isdecimal())[-kept:]
    for one in folder.iterdir():
        number = one.name.partition(".")[0].rpartition("-")[2]
        if number.isdecimal() and int(number) not in last:
            one.unlink(missing_ok=True)


def _next_number(offer: Offer) -> int:
    """Above every number given here, and above what any post holds: a headquarters restored from an old backup goes on
    where its posts are, for they never go backwards."""
    return max(_given(offer) + 1, _held_beyond(offer) + 1, offer.least)


def _given(offer: Offer) -> int:
    """The highest number given here to a view; 0 where none was."""
    published = PublishedEdition.objects.filter(name=offer.name, audience=offer.audience)
    return int(published.aggregate(last=Max("number"))["last"] or 0)


def _held_beyond(offer: Offer) -> int:
    """The highest number of a view that one of the posts it is meant for holds; 0 where none does."""
    if offer.number is not None:
        return 0
    nodes = [node.id for node in trusted() if offer.audience in {"", node.post}]
    # A backup is some editions old, not a hundred thousand: who says that he holds such a number is not believed.
    believed = max(_given(offer), offer.least) + LEAP
    held = HeldEdition.objects.filter(name=offer.name, node__in=nodes, number__lte=believed)
    return int(held.aggregate(last=Max("number"))["last"] or 0)


def parcel_for(post: str, name: str, have: int, want: int) -> Path:
    """The file to send: the changes from `have` to `want` where both are kept here, else the rows whole.

    Made once and kept, so that a transfer cut at any byte goes on where it stopped. Raises EditionUnknown.
    """
    edition = next((one for one in meant_for(post) if (one.name, one.number) == (name, want)), None)
    if edition is None:
        raise EditionUnknown(f"no edition {want} of {name} is meant for {post}")
    source = file_of(name, edition.audience, want)
    before = file_of(name, edition.audience, have)
    known = PublishedEdition.objects.filter(name=name, audience=edition.audience, number=have).first()
    since = have if known is not None and before.is_file() and _digest(before) == known.root else WHOLE
    kept = source.with_name(f"{since}-{want}.parcel")
    if not (kept.is_file() and _is_whole(kept)):
        _mend(edition, source)
        facts = (edition.name, edition.audience, edition.number, edition.root, this_node().id, edition.wall)
        label = Label(*facts, edition.facts, edition.signature, since)
        growing = kept.with_name(f".{secrets.token_hex(8)}.new")
        try:
            lines = changes.changes(before, source) if since else _lines(source)
            parcel.write(label, lines, growing, 0 if since else source.stat().st_size)
            _sum_of(kept).write_text(_digest(growing))
            growing.replace(kept)
        finally:
            growing.unlink(missing_ok=True)
    return kept


def _sum_of(kept: Path) -> Path:
    return kept.with_suffix(".sha256")


def _is_whole(kept: Path) -> bool:
    """Whether a parcel is as it was made: a damaged one would be refused by every post, for ever."""
    return _sum_of(kept).is_file() and _sum_of(kept).read_text() == _digest(kept)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mend(edition: PublishedEdition, source: Path) -> None:
    """Where the kept rows of an edition are gone or damaged, make them again; they must give the same root.

    Raises EditionUnknown where they do not: another edition is published at the next look.
    """
    if source.is_file() and _digest(source) == edition.root:
        return
    for kind, offer in offers(edition.audience):
        if (offer.name, offer.audience) != (edition.name, edition.audience):
            continue
        growing = source.with_name(f".{secrets.token_hex(8)}.new")
        try:
            if changes.write_rows(kind.rows(offer), growing) == edition.root:
                growing.replace(source)
                return
        finally:
            growing.unlink(missing_ok=True)
    raise EditionUnknown(f"edition {edition.number} of {edition.name} is damaged here")


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def file_of(name: str, audience: str, number: int) -> Path:
    return _folder(name, audience) / f"{number}.jsonl"


def _folder(name: str, audience: str) -> Path:
    return Path(settings.JALON_HOME) / "editions" / (f"{name}@{audience}" if audience else name)
