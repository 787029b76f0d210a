"""Over a real socket: a line cut at every byte of a batch, and thirty days of entries over 20 kbit/s that is cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jalon.sync import session, state
from jalon.sync.link import Link
from jalon.sync.tests.faults.processes import Nursery, Proxy, free_port
from jalon.sync.tests.faults.trial import Fault, Trial, World

BATCH = 10  # entries of the batch that is cut at every byte
OFFLINE = 12_000  # entries of thirty days
A_SECOND = 2_500  # bytes: 20 kbit/s
FASTER = 20  # times: what takes twenty seconds there takes one here


@contextmanager
def _served(world: World) -> Iterator[int]:
    nursery, port = Nursery(world.headquarters), free_port()
    try:
        nursery.serve(port)
        yield port
    finally:
        nursery.end()


def every_byte(trial: Trial) -> None:
    """A batch over TCP, cut after its first byte, its second, and so on, then its answer likewise. `tries` is the
    stride: 1 is every byte."""
    stride, trial.tries = trial.tries, 0
    world = trial.world()
    with _served(world) as port:
        proxy = Proxy(port)
        up, down = _weighed(world, proxy)
        trial.notes.append(f"{up} bytes up, {down} down")
        for way, size in (("up", up), ("down", down)):
            for at in range(trial.chance.randrange(stride), size, stride):
                trial.times += 1
                _cut_at(world, proxy, way, at)
                if trial.times % 100 == 0:
                    trial.check(world, come_through=False)
        proxy.close()
        world.address = f"http://127.0.0.1:{port}"
        trial.come_through(world, forks=0)
    world.remove()


def _weighed(world: World, proxy: Proxy) -> tuple[int, int]:
    world.post.record(BATCH)
    summary = world.post.synchronise(Link(proxy.address, timeout=10))
    assert summary.whole, summary.trouble
    return proxy.up, proxy.down


def _cut_at(world: World, proxy: Proxy, way: str, at: int) -> None:
    post = world.post
    if post.waiting() < BATCH:
        post.record(BATCH - post.waiting())
    post.sidecar.with_name("link").unlink(missing_ok=True)  # the batch keeps its size
    proxy.cut_up, proxy.cut_down = (at, None) if way == "up" else (None, at)
    post.synchronise(Link(proxy.address, timeout=10))
    proxy.cut_up = proxy.cut_down = None


def thirty_days(trial: Trial) -> None:
    """The same entries once over a slow line and once over a slow line that is cut; times are a twentieth."""
    clean = _bytes(trial, cut_every=0)
    cut = _bytes(trial, cut_every=60_000)
    trial.notes.append(f"{clean} bytes uncut, {cut} cut: {cut / clean:.2f} times")
    assert cut <= clean * 1.3, f"{cut} bytes over a line that is cut, {clean} over one that is not"


def _bytes(trial: Trial, cut_every: int) -> int:
    world = trial.world()
    quick, slow = session.QUICK, session.SLOW
    session.QUICK, session.SLOW = quick / FASTER, slow / FASTER
    try:
        for _ in range(trial.tries // 300):
            world.post.record(300)
        with _served(world) as port:
            proxy = Proxy(port)
            proxy.rate = A_SECOND * FASTER
            for _ in range(400):
                if cut_every:
                    trial.times += 1
                    proxy.cut_up = trial.chance.randrange(cut_every // 4, cut_every * 2)
                summary = world.post.synchronise(Link(proxy.address, timeout=30))
                if not summary.waiting and summary.whole:
                    break
            else:
                raise AssertionError(f"it does not converge: {summary.waiting} entries wait")
            proxy.cut_up = None
            with world.post.at_work():
                size = state.read().size
            assert size < state.LARGEST_SIZE, f"batches of {size} entries over 20 kbit/s"
            trial.notes.append(f"batches of {size} at the end")
            world.address = f"http://127.0.0.1:{port}"
            trial.come_through(world, forks=0)
            proxy.close()
            return proxy.up + proxy.down
    finally:
        session.QUICK, session.SLOW = quick, slow
        world.remove()


FAULTS = (
    Fault("line cut at every byte of a batch and of its receipt", every_byte, 1, 131, processes=True),
    Fault("thirty days offline, then 20 kbit/s with cuts", thirty_days, OFFLINE, 300, processes=True),
)
