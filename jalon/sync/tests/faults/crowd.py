"""Many at once: three hundred posts on one headquarters, and the same batch from several hands."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable

from jalon.config.demo.simulated import SimulatedPost
from jalon.journal import batch as batches
from jalon.journal import sending
from jalon.journal.record import record_together
from jalon.sync.reply import read_receipt
from jalon.sync.tests.faults.machines import ISSA
from jalon.sync.tests.faults.processes import Nursery, free_port
from jalon.sync.tests.faults.trial import Fault, Trial, World

EACH = 40  # entries of each post
BATCH = 10
PAUSE = 0.5  # seconds, at most, before a post comes again
AGAIN = 0.2  # of the answers are thrown away, and the batch sent again


def all_at_once(trial: Trial) -> None:
    """`tries` posts, each with some batches, all at the same moment; some answers are lost and sent for again."""
    database = trial.templates.postgresql()
    world = trial.world(posts=0, database=database)
    nurseries = [Nursery(world.headquarters) for _ in range(2)]
    try:
        posts = _enrolled(trial, world)
        ports = []
        for nursery in nurseries:  # two servers on one database
            ports.append(free_port())
            nursery.serve(ports[-1])
            nursery.start("work")
        crowd = Crowd(posts, ports, trial)
        crowd.run()
        trial.times = len(posts)
        verdict = trial.check(world, come_through=False)
        assert verdict.entries == sum(len(post.sent) for post in crowd.members)
        trial.notes.append(crowd.said())
        crowd.is_fair()
    finally:
        for nursery in nurseries:
            nursery.end()
        world.remove()


def _enrolled(trial: Trial, world: World) -> list[SimulatedPost]:
    above = world.headquarters.node().keys.sealing.public_key().public_bytes_raw()
    posts = [SimulatedPost(above, number, trial.seed) for number in range(trial.tries)]
    with world.headquarters.at_work():
        record_together([("node.enrolled", post.enrolment(ISSA)) for post in posts], ISSA)
    for post in posts:
        post.entries(EACH)
    for post in posts:
        hashes = {entry.hash.hex() for batch in post.unencoded() for entry in batch.entries}
        world.ledger.written |= hashes
        world.ledger.receipted |= hashes  # owed once the crowd is through
    return posts


class Member:
    """One post of the crowd: it sends its batches in order, each until a receipt for it is read."""

    def __init__(self, post: SimulatedPost, port: int, seed: int) -> None:
        import random

        self.batches = list(post.unencoded(most=BATCH))
        self.sent = [entry for batch in self.batches for entry in batch.entries]
        self.port, self.chance = port, random.Random(seed)
        self.receipts: list[float] = []
        self.failure = ""

    def run(self, by: str) -> None:
        try:
            for batch in self.batches:
                while not self._receipted(batch, by):
                    pass
                self.receipts.append(time.monotonic())
        except Exception as error:
            self.failure = f"{type(error).__name__}: {error}"

    def _receipted(self, batch: batches.Batch, by: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("POST", "/s", batches.encode(batch))
        response = connection.getresponse()
        raw = response.read()
        connection.close()
        if response.status != 200 or self.chance.random() < AGAIN:
            time.sleep(self.chance.random() * PAUSE)
            return False
        read_receipt(raw, batch, by)
        return True


class Crowd:
    def __init__(self, posts: list[SimulatedPost], ports: list[int], trial: Trial) -> None:
        self.members = [
            Member(post, ports[number % len(ports)], trial.seed + number) for number, post in enumerate(posts)
        ]

    def run(self) -> None:
        self.began = time.monotonic()
        _together([lambda member=member: member.run("") for member in self.members])
        failed = [member.failure for member in self.members if member.failure]
        assert not failed, f"{len(failed)} posts failed: {failed[0]}"

    def is_fair(self) -> None:
        """Nobody waits until others are done: when half of all receipts were given, nearly every post had one."""
        every = sorted(at for member in self.members for at in member.receipts)
        half = every[len(every) // 2]
        heard = sum(member.receipts[0] <= half for member in self.members)
        assert heard >= 0.8 * len(self.members), f"{heard} of {len(self.members)} posts were heard at half time"

    def said(self) -> str:
        last = sorted(member.receipts[-1] - self.began for member in self.members)
        entries = sum(len(member.sent) for member in self.members)
        return f"{entries} entries, slowest post {last[-1]:.1f} s, median {last[len(last) // 2]:.1f} s"


def _together(tasks: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def the_same_batch(trial: Trial, *, on_postgresql: bool) -> None:
    """The same batch is brought to two servers of one headquarters, by four hands at one moment: each entry stands
    once, and every hand gets a receipt."""
    database = trial.templates.postgresql() if on_postgresql else None
    world = trial.world(database=database)
    nurseries = [Nursery(world.headquarters) for _ in range(2)]
    try:
        ports = []
        for nursery in nurseries:
            ports.append(free_port())
            nursery.serve(ports[-1])
        while trial.times < trial.tries:
            trial.times += 1
            world.post.record(trial.chance.randrange(1, 30))
            with world.post.at_work():
                batch = sending.next_batch(_after(world))
            assert batch is not None
            answers = _answers([*ports, *ports], batches.encode(batch))
            assert [status for status, _ in answers] == [200] * 4, f"answers: {[one for one, _ in answers]}"
            world.ledger.look(world.posts)
            verdict = trial.check(world, come_through=False)
            assert verdict.entries == batch.last.header.seq
            _keep(world, batch, answers[0][1])
        world.address = f"http://127.0.0.1:{ports[0]}"
        trial.come_through(world, forks=0)
    finally:
        for nursery in nurseries:
            nursery.end()
        world.remove()


def _after(world: World):
    from jalon.journal.node import this_node

    return this_node().last_receipt()


def _keep(world: World, batch: batches.Batch, raw: bytes) -> None:
    from jalon.journal.node import this_node

    with world.post.at_work():
        parent = this_node().keys.parent
        assert parent is not None
        this_node().take_receipt(read_receipt(raw, batch, parent.node).receipt, parent.signing)


def _answers(ports: list[int], raw: bytes) -> list[tuple[int, bytes]]:
    answers: list[tuple[int, bytes]] = []
    _together([lambda port=port: answers.append(_posted(port, raw)) for port in ports])
    return answers


def _posted(port: int, raw: bytes) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/s", raw)
    response = connection.getresponse()
    return response.status, response.read()


def the_same_batch_on_sqlite(trial: Trial) -> None:
    the_same_batch(trial, on_postgresql=False)


def the_same_batch_on_postgresql(trial: Trial) -> None:
    the_same_batch(trial, on_postgresql=True)


FAULTS = (
    Fault(
        "the same batch by four hands at once (PostgreSQL)",
        the_same_batch_on_postgresql,
        60,
        4,
        "kpi#5047",
        processes=True,
    ),
    Fault("the same batch by four hands at once (SQLite)", the_same_batch_on_sqlite, 60, 3, "kpi#5047", processes=True),
    Fault("300 posts at once on one headquarters", all_at_once, 300, 12, processes=True),
)
