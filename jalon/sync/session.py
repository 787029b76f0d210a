"""A session with the headquarters, or with a forum: entries up, entries down, editions, then pictures. It may end at
any byte.

What is sent is what has no receipt; what is asked for follows what the journal holds. So a session needs no memory of
the one before, and doing any part of it again changes nothing.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from jalon.crossings import pictures
from jalon.journal import batch as batches
from jalon.journal import receive, sending
from jalon.journal.applying import follow
from jalon.journal.arrivals import short_boot
from jalon.journal.batch import Batch, BatchUnreadable
from jalon.journal.down import stream_to
from jalon.journal.node import boot_id, this_node, wall_clock
from jalon.journal.receipts import Receipt, ReceiptRefused
from jalon.journal.receive import SenderUnknown
from jalon.sync import pictures_up, state
from jalon.sync.above import Above, the_parent
from jalon.sync.call import Call
from jalon.sync.editions import taking
from jalon.sync.editions.parcel import NAME, ParcelRefused
from jalon.sync.editions.table import kind_of
from jalon.sync.link import Link, LinkDown, RefusedThere
from jalon.sync.reply import read_head, read_receipt

ACTOR = "sync"
LOOK = 0.5  # seconds between looks at whether something waits to be sent
QUICK, SLOW = 1.0, 5.0  # seconds a batch may take before the next is smaller, or larger
MOST_REFUSALS = 100  # in a row: one for each epoch of a node that was restored as often
PICTURES = 1 << 20  # bytes of pictures in one session: they wait for nobody else


@dataclass
class Summary:
    """What a session did."""

    sent: int = 0
    received: int = 0
    editions: list[str] = field(default_factory=list)
    pictures: int = 0
    forks: int = 0
    waiting: int = 0
    trouble: str = ""
    problems: list[str] = field(default_factory=list)  # of single editions; the rest went on

    @property
    def whole(self) -> bool:
        return not self.trouble


def synchronise(
    link: Link | None = None, say: Callable[[str], None] = lambda _: None, above: Above | None = None
) -> Summary:
    """One session, with this machine's headquarters or with a forum it joined (`above`).

    A line that goes down ends it; the summary then says so and how far it came.

    Raises NotEnrolled. Several processes may run one at the same time: they meet an inbox that takes each thing once.
    """
    parent = above or the_parent()
    own = link is None
    line = link or Link(parent.address)
    summary, standing = Summary(), state.read(parent.name)
    standing.tried_at = wall_clock()
    try:
        _run(line, parent, summary, standing, say)
        standing.heard_at, standing.trouble = wall_clock(), ""
    except (LinkDown, RefusedThere, ReceiptRefused, BatchUnreadable, SenderUnknown) as trouble:
        summary.trouble = standing.trouble = str(trouble)
    except (OSError, DatabaseError, sqlite3.Error) as fault:
        summary.trouble = standing.trouble = f"this machine cannot keep what comes of an exchange: {fault}"
    finally:
        if own:
            line.close()
    return _ended(parent, summary, standing)


def _ended(parent: Above, summary: Summary, standing: state.State) -> Summary:
    """What is left, and how it went, written down where the disk takes it."""
    try:
        summary.waiting = parent.not_sent()
        standing.write()
    except (OSError, DatabaseError, sqlite3.Error) as fault:
        summary.trouble = summary.trouble or f"this machine cannot keep how an exchange went: {fault}"
    return summary


def wait_for_something(longest: float, *, line_is_up: bool, above: Above | None = None) -> None:
    """Until the next session: `longest` seconds, or, where the line is up, until an entry waits to be sent."""
    until = time.monotonic() + longest
    while (left := until - time.monotonic()) > 0:
        if line_is_up and (above.not_sent() if above else sending.not_sent()):
            return
        time.sleep(min(left, LOOK))


def _run(line: Link, parent: Above, summary: Summary, standing: state.State, say: Callable[[str], None]) -> None:
    many = parent.not_sent() > standing.size
    news: dict[str, Any] | None = None
    if many or not parent.not_sent():
        # After an absence the clocks are read first: what is sent then is dated by that reading.
        news = _call(line, parent, standing)
    if news and news.get("lacking"):
        _send_all(line, parent, summary, standing, say, again=True)
    waits = _send_all(line, parent, summary, standing, say)
    if waits and news is None:
        news = _call(line, parent, standing)
    if parent.left:
        return
    if news and news.keys() & {"entries", "editions"}:
        if not parent.is_forum:  # it gives orders to nobody
            _fetch_entries(line, parent, summary, standing, say)
        _fetch_editions(line, parent, news, summary, standing, say)
        if parent.not_sent():  # that editions were switched to are entries too
            _send_all(line, parent, summary, standing, say)
    if not parent.is_forum:
        _send_pictures(line, parent, summary, standing)


def _call(line: Link, parent: Above, standing: state.State) -> dict[str, Any]:
    """Ask for news; where our numbers lag behind what was heard of us, once more with a higher one."""
    try:
        return line.ask(signed_call(standing, parent))
    except RefusedThere as refused:
        if refused.status != 409 or len(refused.body) != 8:
            raise
        standing.number = max(standing.number, int.from_bytes(refused.body, "big"))
        return line.ask(signed_call(standing, parent))


def signed_call(standing: state.State, above: Above | None = None) -> str:
    """This node's next call of its headquarters, or of a forum."""
    node, parent = this_node(), above or the_parent()
    epoch, seq = (standing.down_epoch, standing.down_seq) if standing.down_epoch else _down_head(parent)
    sent = parent.last_receipt()
    call = Call(
        node=node.id,
        number=standing.next_number(),
        wall=wall_clock(),
        boot=short_boot(boot_id()),
        mono=time.monotonic_ns() // 1_000_000,
        waiting=parent.not_sent(),
        down_epoch=epoch,
        down_seq=seq,
        editions=taking.digest(parent),
        program=_program(),
        sent_epoch=sent.epoch if sent else "",
        sent_seq=sent.seq if sent else 0,
    )
    return call.signed(node.keys.sign)


def _program() -> tuple[int, int, int]:
    numbers = [int(part) for part in re.findall(r"\d+", version("jalon"))][:3]
    return tuple([*numbers, 0, 0, 0][:3])  # type: ignore[return-value]


def _down_head(parent: Above) -> tuple[str, int]:
    """How far this journal holds what was sent down to it."""
    return receive.latest_head(parent.node, stream_to(this_node().id))


def _send_all(
    line: Link,
    parent: Above,
    summary: Summary,
    standing: state.State,
    say: Callable[[str], None],
    *,
    again: bool = False,
) -> bool:
    """Send what has no receipt, a batch after the other. Whether something waits for us there.

    `again`: from the last entry on that was receipted, so that a headquarters that lacks it says where it stands.
    """
    waits, refusals = False, 0
    after = parent.last_receipt() or _before_the_end(parent, standing.size)
    if again and after is not None:
        after = replace(after, seq=max(0, after.seq - 1))
    while (batch := sending.next_batch(after, standing.size, stream=parent.stream)) is not None:
        try:
            waits, after = _send(line, parent, batch, summary, standing)
            refusals = 0
        except LinkDown:
            standing.size = max(1, standing.size // 2)
            raise
        except RefusedThere as refused:
            refusals += 1
            if refused.status != 409 or refusals > MOST_REFUSALS:
                raise
            after = _where_to_go_on(refused.body, batch)
        say(f"{summary.sent} sent, {sending.left_after(parent.stream, after)} left")
    return waits


def _before_the_end(parent: Above, size: int) -> Receipt | None:
    """Where no receipt is kept and much was written: the headquarters is asked by the last entry how far it holds us,
    for the receipt may have been lost and not the entries."""
    end = sending.end_of_stream(parent.stream)
    if end is None or parent.not_sent() <= size:
        return None
    epoch, seq = end
    return Receipt("", this_node().id, epoch, seq - 1, "", 0, "")


def _send(line: Link, parent: Above, batch: Batch, summary: Summary, standing: state.State) -> tuple[bool, Receipt]:
    """Send one batch. Whether something waits for us, and the receipt."""
    began = time.monotonic()
    raw = line.send(batches.encode(batch))
    reply = read_receipt(raw, batch, parent.node)
    this_node().take_receipt(reply.receipt, parent.signing, parent.name, parent.stream)
    summary.sent += len(batch.entries)
    summary.forks += bool(reply.receipt.branch)
    took = time.monotonic() - began
    if took < QUICK and len(batch.entries) >= standing.size:
        standing.size = min(state.LARGEST_SIZE, standing.size * 2)
    elif took > SLOW:
        standing.size = max(1, standing.size // 2)
    return reply.waits, reply.receipt


def _where_to_go_on(answer: bytes, batch: Batch) -> Receipt:
    """The headquarters lacks what precedes this batch: it was restored, or our receipt is of another life. Go on from
    what it holds where that is ours; where it knows nothing of the epoch, look at the end of the one before; else from
    the beginning of the epoch. A receipt is how sending is told from where."""
    head = read_head(answer, batch.node)
    if head.seq and sending.holds(batch.node, head.epoch, head.seq, head.hash):
        return Receipt("", batch.node, head.epoch, head.seq, head.hash.hex(), 0, "")
    before = None if head.seq else sending.epoch_before(batch.epoch)
    epoch, seq = (before[0], max(0, before[1] - 1)) if before else (batch.epoch, 0)
    return Receipt("", batch.node, epoch, seq, "", 0, "")


def _fetch_entries(
    line: Link, parent: Above, summary: Summary, standing: state.State, say: Callable[[str], None]
) -> None:
    """Pull this node's own stream, and apply it."""
    while raw := line.fetch_entries(signed_call(standing, parent), standing.size):
        received = receive.receive(raw, key_of_parent, stream_to(this_node().id))
        if received.receipt is None:
            raise ReceiptRefused("the headquarters sent entries that do not follow those held here")
        held = ("", 0)
        if not received.stored:  # a headquarters that was set back tells again: what follows is asked for from there
            held = (received.receipt.epoch, received.head.seq)
            if held == (standing.down_epoch, standing.down_seq):
                break
        standing.down_epoch, standing.down_seq = held
        summary.received += received.stored
        say(f"{summary.received} received")
    follow()


def key_of_parent(node: str) -> bytes | None:
    """The key of whoever may write to this node: its headquarters alone."""
    parent = this_node().keys.parent
    return parent.signing if parent is not None and parent.node == node else None


def _fetch_editions(
    line: Link, parent: Above, news: dict[str, Any], summary: Summary, standing: state.State, say: Callable[[str], None]
) -> None:
    if "editions" not in news:
        return
    held, offered = taking.held(parent), _offered(news)
    standing.meant = int(news.get("at", standing.meant))
    for name, number, root in offered:
        mine = held.get(name)
        if (
            kind_of(name) is None
            or not taking.is_from(name, parent)
            or (mine is not None and (mine.number, mine.root) == (number, root))
        ):
            continue  # what a later program sends waits there for an upgrade here
        if mine is not None and number < mine.number:  # it was set back, and publishes beyond ours once it knows
            summary.problems.append(f"the headquarters offers {name} {number}; {mine.number} serves here")
            continue
        try:
            fetched = _fetch_edition(line, parent, name, mine.number if mine else 0, number, standing, say)
        except ParcelRefused as refused:
            summary.problems.append(str(refused))
            continue
        if fetched:
            summary.editions.append(f"{name} {number}")
    summary.editions += [f"{name} withdrawn" for name in taking.withdraw({name for name, _, _ in offered}, parent)]


def _offered(news: dict[str, Any]) -> list[tuple[str, int, str]]:
    """(name, number, root) of each edition that is meant for us. Raises LinkDown where it is nothing of the kind."""
    try:
        offered = [(str(name), int(number), str(root)) for name, number, root in news["editions"]]
        int(news.get("at", 0))
    except (TypeError, ValueError):
        raise LinkDown("what answered is not a headquarters of Jalon") from None
    if not all(NAME.fullmatch(name) for name, _, _ in offered):
        raise LinkDown("what answered is not a headquarters of Jalon")
    return offered


def _fetch_edition(
    line: Link, parent: Above, name: str, have: int, want: int, standing: state.State, say: Callable[[str], None]
) -> bool:
    """Fetch and switch; where the changes do not fit what is held here, the rows whole."""
    for since in dict.fromkeys((have, 0)):
        into = _arriving(name, since, want)
        line.fetch_edition(
            signed_call(standing, parent), name, since, want, into, lambda at, of: say(f"{name}: {at} of {of}")
        )
        try:
            return taking.take(into) is not None
        except taking.BaseMissing:
            continue
        finally:
            into.unlink(missing_ok=True)
    raise ParcelRefused(f"edition {want} of {name} cannot be used")


def _arriving(name: str, since: int, want: int) -> Path:
    folder = Path(settings.JALON_HOME) / "editions" / "arriving"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{name}.{since}-{want}.parcel"


def _send_pictures(line: Link, parent: Above, summary: Summary, standing: state.State) -> None:
    """The slow lane: pictures leave once every entry has its receipt."""
    done = []
    for one in pictures.next_pictures(PICTURES):
        signature = line.send_picture(signed_call(standing, parent), one.digest, one.content)
        if pictures_up.is_taken(this_node().id, one.digest, signature, parent.signing):
            done.append(one.digest)
    if done:
        summary.pictures = pictures.received(done, ACTOR)
