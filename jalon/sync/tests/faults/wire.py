"""Faults of the line: cut, repeated, delayed, shortened, altered, answered by somebody else."""

from __future__ import annotations

from jalon.journal import batch as batches
from jalon.journal.batch import Batch
from jalon.journal.receipts import ReceiptRefused
from jalon.sync.tests.faults import line as way
from jalon.sync.tests.faults.line import Answer, Asked, Held, Line, Sometimes
from jalon.sync.tests.faults.machines import Post
from jalon.sync.tests.faults.trial import Fault, Trial, World

LIFE = 60  # sessions of one world

PORTAL = b"<html><head><title>Bienvenue</title></head><body>Acceptez les conditions</body></html>"
NOT_RECEIPTS: tuple[tuple[int, bytes], ...] = (
    (200, b""),
    (200, b"OK"),
    (200, PORTAL),
    (200, bytes(71)),
    (200, b"\x02" + bytes(78)),
    (200, b'{"status":"received"}'),
    (200, b"[1,2]"),
    (204, b""),
    (302, PORTAL),
    (404, PORTAL),
    (409, b""),
    (409, bytes(44)),
    (409, b"\xff" * 44),
    (409, bytes(8)),
    (500, PORTAL),
    (503, b""),
)
NO_NEWS: tuple[tuple[int, bytes], ...] = (
    (200, b'{"editions":5,"entries":"many"}'),
    (200, b'{"editions":[["posts"],{}]}'),
    (200, b'{"editions":[["posts","one",null]]}'),
    (200, b'{"editions":[["../../posts",1,"00"]]}'),
    (200, b"[" * 5000),
    (200, b"\xff\xfe"),
)


def _lives(trial: Trial, *faults: way.Fault, most: int = 12) -> None:
    """Sessions over a line with these faults, the checker between them and at the end of each world."""
    while trial.times < trial.tries:
        world = trial.world()
        for _ in range(min(LIFE, trial.tries - trial.times)):
            world.post.record(trial.chance.randrange(1, most))
            trial.attempt(world.post, world.line(trial, *faults))
            if trial.chance.random() < 0.1:
                trial.check(world, come_through=False)
        trial.come_through(world, forks=0)
        world.remove()


def cut_anywhere(trial: Trial) -> None:
    """The line is cut at a random point, either way, in any exchange."""
    _lives(trial, Sometimes(way.cut_there, 0.45), Sometimes(way.cut_back, 0.45), Sometimes(way.truncated, 0.5))


def answer_lost(trial: Trial) -> None:
    """The headquarters stores and its answer is lost: what is sent again is there once."""
    _lives(trial, Sometimes(way.cut_back, 0.6))


def repeated(trial: Trial) -> None:
    """Every request arrives twice."""
    _lives(trial, Sometimes(way.duplicated, 0.8))


def delayed(trial: Trial) -> None:
    """Requests are held back and arrive later, in another order, after others that were sent again."""
    while trial.times < trial.tries:
        world, held = trial.world(), Held()
        for _ in range(min(LIFE, trial.tries - trial.times)):
            world.post.record(trial.chance.randrange(1, 12))
            trial.attempt(world.post, world.line(trial, Sometimes(held, 0.5)))
            if trial.chance.random() < 0.3:
                held.let_go(world.line(trial))
                trial.check(world, come_through=False)
        held.let_go(world.line(trial))
        trial.come_through(world, forks=0)
        held.let_go(world.line(trial))
        world.remove()


def replayed(trial: Trial) -> None:
    """Everything that was ever said is said again, in any order; old answers come back in place of new ones."""
    while trial.times < trial.tries:
        world = trial.world(2)
        spoken: list[tuple[Asked, int, bytes]] = []
        for _ in range(min(LIFE, trial.tries - trial.times)):
            post = trial.chance.choice(world.posts)
            post.record(trial.chance.randrange(1, 12))
            line = world.line(trial, Sometimes(_old_answer(spoken), 0.2))
            line.remember = True
            trial.attempt(post, line)
            spoken += line.heard
            again = world.line(trial)
            for asked, status, _ in trial.chance.sample(spoken, min(3, len(spoken))):
                answer = again.deliver(asked)
                if asked.method == "GET" and status != 409:
                    assert answer.status in {409, 404}, f"an old call was heard again: {answer.status}"
        trial.come_through(world, forks=0)
        world.remove()


def _old_answer(spoken: list[tuple[Asked, int, bytes]]) -> way.Fault:
    """What was answered to somebody, some time, comes back: another's receipt, an old one, a head."""

    def answered(line: Line, asked: Asked) -> Answer:
        line.deliver(asked)
        alike = [(status, body) for old, status, body in spoken if old.method == asked.method]
        status, body = line.chance.choice(alike or [(200, b"")])
        return Answer(status, body)

    return answered


def error_as_success(trial: Trial) -> None:
    """An error, a portal, garbage, or somebody else answers, whether or not the headquarters did its work."""
    while trial.times < trial.tries:
        world = trial.world()
        for status, body in NOT_RECEIPTS:
            for made in (way.answered_by, way.answered_after):
                world.post.record(3)
                before = world.post.waiting()
                summary = trial.attempt(world.post, world.line(trial, made(status, body)))
                assert world.post.waiting() == before, f"{status} {body[:20]!r} was taken for a receipt"
                assert summary.trouble, f"{status} {body[:20]!r} was taken for an answer"
                trial.check(world, come_through=False)
            world.post.synchronise(world.line(trial))
        trial.come_through(world, forks=0)
        for status, body in (*NOT_RECEIPTS, *NO_NEWS):  # the same where nothing is to be sent
            for made in (way.answered_by(status, body), _only_calls(status, body)):
                trial.attempt(world.post, world.line(trial, made))
        world.post.record(2)
        trial.come_through(world, forks=0)
        world.remove()


def _only_calls(status: int, body: bytes) -> way.Fault:
    """Somebody else answers calls; what follows from the answer reaches the headquarters."""

    def answered(_line: Line, asked: Asked) -> Answer | None:
        return Answer(status, body) if asked.method == "GET" and asked.place.count("/") == 1 else None

    return answered


def altered(trial: Trial) -> None:
    """A bit of a request or of an answer is another when it arrives, over a line without TLS."""
    _lives(trial, Sometimes(way.Flipped(), 0.7))


def wrong_signer(trial: Trial) -> None:
    """A post signs another's entries, or comes with another's receipt; neither is taken."""
    while trial.times < trial.tries:
        world = trial.world(2)
        mine, other = world.posts
        for _ in range(min(20, trial.tries - trial.times)):
            trial.times += 1
            mine.record(trial.chance.randrange(1, 6))
            other.record(trial.chance.randrange(1, 6))
            batch = _next(mine)
            forged = _signed_by(batch, other)
            answer = world.line(trial).deliver(Asked("POST", "", batches.encode(forged)))
            assert answer.status == 403, f"a batch signed by another was answered {answer.status}"
            _refuses_receipt_of(world, trial, mine, other)
        trial.come_through(world, forks=0)
        world.remove()


def _next(post: Post) -> Batch:
    from jalon.journal import receipts, sending
    from jalon.journal.node import this_node

    with post.at_work():
        found = sending.next_batch(receipts.last(this_node().receipt))
    assert found is not None
    return found


def _signed_by(batch: Batch, other: Post) -> Batch:
    from dataclasses import replace

    from jalon.journal.append import head_statement

    last = batch.last
    statement = head_statement(batch.node, batch.epoch, last.header.seq, last.hash)
    return replace(batch, signature=other.node().keys.sign(statement))


def _refuses_receipt_of(world: World, trial: Trial, mine: Post, other: Post) -> None:
    """The receipt for the other's batch, said to be for ours."""
    from jalon.sync.reply import read_receipt

    batch = _next(other)
    answer = world.line(trial).deliver(Asked("POST", "", batches.encode(batch)))
    parent = mine.node().keys.parent
    assert parent is not None
    waited = mine.waiting()
    ours = _next(mine)
    for sent in (ours, batch):
        with mine.at_work():
            from jalon.journal.node import this_node

            try:
                this_node().take_receipt(read_receipt(answer._rest, sent, parent.node).receipt, parent.signing)
            except ReceiptRefused:
                continue
        raise AssertionError("a receipt for another's entries was kept")
    assert mine.waiting() == waited


FAULTS = (
    Fault("line cut at a random byte, either way", cut_anywhere, 10_000, 40, "pouchdb#1240"),
    Fault("answer lost, all sent again", answer_lost, 400, 15, "opencrvs-core#7477"),
    Fault("requests repeated", repeated, 300, 10),
    Fault("requests delayed and reordered", delayed, 400, 15),
    Fault("old batches, calls and receipts replayed", replayed, 300, 15),
    Fault("an error, a portal or garbage in place of a receipt", error_as_success, 200, 36, "opencrvs-core#7005"),
    Fault("a bit altered on the line", altered, 1_500, 30),
    Fault("signed by another post; another's receipt", wrong_signer, 100, 3),
)
