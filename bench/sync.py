"""What sync costs, beside PouchDB, in one run: bytes on the line (headers and all, before TLS) and entries a second.

Ours: 10,000 crossings of a simulated post, sealed, chained and signed, in batches of 100, to a real headquarters on
PostgreSQL with two cores (`jalon serve`, `jalon work`). PouchDB 9: the same crossings in batches of 100 to a
CouchDB-style server over leveldb, from npm. Its documents are leaner than our two entries: what is known of the
traveller and what was decided, without what was read, asked and checked; nothing of them is signed or sealed. A
document stands for a traveller; a usual traveller of ours is an inspection and a decision.

  python bench/sync.py [--crossings 10000] [--without-pouchdb] [--without-lists]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from parts import headquarters
from parts.counting_proxy import WINDOW, CountingProxy

OURS, OUR_PROXY, THEIRS, THEIR_PROXY = 8140, 8141, 8142, 8143
PACKAGES = ("pouchdb@9", "express-pouchdb@4", "express@4")
Figures = dict[str, tuple[float, float | None]]  # figure -> (measured, most or least that is allowed)


def ours(post: Any, counted: Any, crossings: int) -> Figures:
    """Our figures. `post` and `counted` have written as many crossings: the one is timed, the other weighed."""
    from jalon.sync.link import Link

    raws, entries = list(post.batches()), post.written
    with headquarters.running(OURS), CountingProxy(OUR_PROXY, OURS) as proxy:
        before, link = headquarters.arrived(), Link(f"http://127.0.0.1:{OURS}")
        started = time.monotonic()
        for raw in raws:
            link.send(raw)
        received = time.monotonic() - started
        while headquarters.applied() < before + entries:
            time.sleep(0.02)
        applied = time.monotonic() - started
        link = Link(proxy.address)
        for raw in counted.batches():
            link.send(raw)
        time.sleep(WINDOW)
        on_the_line = proxy.up + proxy.down
        for raw in _more(counted, 100):  # of another shift, which opens first
            link.send(raw)
        one = next(_more(counted, 1))
        alone = _bytes_of(proxy, lambda: Link(proxy.address).send(one))
        call = _call(counted)
        nothing = _bytes_of(proxy, lambda: Link(proxy.address).ask(call))
    usual, travellers = _usual()
    return {
        "bytes an entry, in batches of 100": (sum(map(len, raws)) / entries, 220),
        "bytes a usual traveller, in batches of 100": (usual / travellers, 400),
        "bytes a traveller, both directions, HTTP and all": (on_the_line / crossings, None),
        "entries received a second, over HTTP": (entries / received, 5_000),
        "entries received and applied a second": (entries / applied, 5_000),
        "bytes of one new entry": (alone, 1_000),
        "bytes where there is nothing to do": (nothing, 500),
    }


def _usual() -> tuple[int, int]:
    """Of batches that hold usual travellers alone, an inspection and a decision each: bytes, and travellers."""
    from jalon.config.demo.simulated import SimulatedPost
    from jalon.journal import batch as wire

    post = SimulatedPost(headquarters.public_key(), 2, seed=2, only="clean")
    post.crossings(1_000)
    verbs = {"crossing.inspected", "crossing.decided"}
    full = [one for one in post.unencoded() if verbs == {entry.header.verb for entry in one.entries}]
    return sum(len(wire.encode(one)) for one in full), sum(len(one.entries) for one in full) // 2


def _documents(post: Any) -> list[dict[str, Any]]:
    """The crossings of a post as documents: what is known of the traveller, and what was decided."""
    from jalon.journal import payload, unsealing
    from jalon.journal.node import this_node

    found: dict[str, dict[str, Any]] = {}
    for entry in post.held():
        clear = unsealing.unseal(entry.header, entry.sealed, this_node().keys.sealing)
        if clear is None or entry.header.verb not in {"crossing.inspected", "crossing.decided"}:
            continue
        _, body = payload.read(clear, entry.header.node, entry.header.epoch)
        about = {"officer": entry.header.actor, "at": entry.header.wall}
        if entry.header.verb == "crossing.inspected":
            facts = {name: body[name] for name in ("direction", "document_type", "fields", "mrz", "level")}
            found[f"{entry.header.node}.{entry.header.epoch}.{entry.header.seq}"] = {**facts, "seen": about}
        else:
            decided = {name: body[name] for name in ("outcome", "line", "transport") if name in body}
            found[body["inspection"]]["decided"] = {**decided, **about}
    return [{"_id": key, **facts} for key, facts in found.items()]


def _more(post: Any, most: int) -> Iterator[bytes]:
    """The batches of what a post writes next."""
    held = SimpleNamespace(epoch=post.epoch, seq=post.written)
    post.entries(1)
    return post.batches(held, most)


def _call(post: Any) -> str:
    """What the post says of itself when it has everything."""
    from jalon.journal.node import wall_clock
    from jalon.sync.call import Call
    from jalon.sync.editions.shelf import digest_for

    now, held = wall_clock(), digest_for(post.node)
    call = Call(post.node, 1, now, "0" * 16, now, 0, "", 0, held, (0, 1, 0), post.epoch, 1)
    return call.signed(post.keys.sign)


def _bytes_of(proxy: CountingProxy, exchange: Any) -> int:
    """Both directions of what an exchange carries, on a line of its own."""
    time.sleep(WINDOW)
    proxy.reset()
    exchange()
    time.sleep(WINDOW)
    return proxy.up + proxy.down


def theirs(documents: list[dict[str, Any]]) -> Figures:
    """PouchDB's figures on documents of the same crossings."""
    with tempfile.TemporaryDirectory(prefix="jalon-pouchdb-") as folder:
        places = {name: Path(folder) / name for name in ("npm", "server", "post")}
        for place in places.values():
            place.mkdir()
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(places["npm"]), *PACKAGES]
        subprocess.run(install, check=True, cwd=folder)
        script = str(Path(__file__).parent / "beside" / "pouchdb.mjs")
        environment = {**os.environ, "NPM_FOLDER": str(places["npm"])}
        serve = ["node", script, "serve", str(THEIRS), str(places["server"])]
        server = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
        try:
            headquarters.wait_for(THEIRS, server)
            with CountingProxy(THEIR_PROXY, THEIRS) as proxy:

                def send(some: list[dict[str, Any]], name: str, port: int = THEIR_PROXY) -> tuple[dict[str, Any], int]:
                    path = Path(folder) / "documents.json"
                    path.write_text(json.dumps(some))
                    proxy.reset()
                    address = f"http://127.0.0.1:{port}/{name}"
                    command = ["node", script, "send", address, str(places["post"] / name)]
                    command += [str(path)] if some else []
                    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
                    time.sleep(WINDOW)
                    return json.loads(done.stdout.splitlines()[-1]), proxy.up + proxy.down

                many, _ = send(documents, "timed", THEIRS)
                weighed, carried = send(documents, "weighed")
                assert many["written"] == weighed["written"] == len(documents)
                _, nothing = send([], "weighed")
                one, alone = send([documents[0] | {"_id": "one-more"}], "weighed")
                assert one["written"] == 1
        finally:
            server.terminate()
            server.wait(30)
    return {
        "bytes a traveller, both directions, HTTP and all": (carried / len(documents), None),
        "documents a second": (len(documents) / many["seconds"], None),
        "bytes of one new document": (alone, None),
        "bytes where there is nothing to do": (nothing, None),
    }


def lists() -> Figures:
    """The changes of a list on their way: its own benchmark, which says its figures itself."""
    script = Path(__file__).with_name("list_delta.py")
    print(subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True).stdout, flush=True)
    return {}


def say(title: str, figures: Figures) -> None:
    print(f"{title}   (load {headquarters.load()})")
    for name, (measured, bound) in figures.items():
        target = ""
        if bound is not None:
            least = "second" in name
            reached = measured >= bound if least else measured <= bound
            target = f"   ({'at least' if least else 'at most'} {bound}: {'reached' if reached else 'MISSED'})"
        print(f"  {name:<52}{measured:>10.1f}{target}", flush=True)


def measure(options: argparse.Namespace) -> int:
    from jalon.config.demo.simulated import SimulatedPost

    post, counted = (SimulatedPost(headquarters.public_key(), number, seed=2) for number in (1, 3))
    for one in (post, counted):
        one.crossings(options.crossings)
    documents = _documents(post)
    headquarters.enrol([post, counted])
    say("Jalon: signed, sealed, on PostgreSQL", ours(post, counted, options.crossings))
    if not options.without_lists:
        lists()
    if options.without_pouchdb or shutil.which("npm") is None:
        print("PouchDB was left out" + ("" if shutil.which("npm") else ": there is no npm here"))
    else:
        say("PouchDB 9, leveldb, neither signed nor sealed", theirs(documents))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crossings", type=int, default=10_000)
    parser.add_argument("--without-pouchdb", action="store_true")
    parser.add_argument("--without-lists", action="store_true", help="leave out the million listings")
    options = parser.parse_args()
    return headquarters.on_postgresql(lambda _: measure(options))


if __name__ == "__main__":
    sys.exit(main())
