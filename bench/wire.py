"""Bytes on the wire and entries a second: what the desk records, in batches of 100, sent and received.

Targets: at most 220 bytes an entry and 400 a usual traveller (inspection and decision); 5,000 entries received a second
(verified, stored and receipted) on PostgreSQL with two cores. The traffic has another seed than what the dictionary of
the payloads was trained on. Set JALON_DATABASE_URL for PostgreSQL; without it the receiver is a SQLite file.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

TRAVELLERS = 400
COPIES = 10  # the same batches to receivers of other names: one demonstration is soon received
SEED = 424_242


def recorded(folder: str) -> list[Any]:
    """The batches of a post after some traffic."""
    from jalon.config.starting import start_django

    os.environ["JALON_SECOND_FACTOR"] = "optional"  # invented officers have no telephone
    start_django(folder)
    from jalon.config.demo import place, traffic, travellers
    from jalon.journal import sending
    from jalon.journal.node import this_node
    from jalon.journal.receipts import Receipt

    today = date.today()
    place.prepare(lambda _: None, today)
    amina = traffic.Officer("amina")
    traffic.process(travellers.travellers(TRAVELLERS, SEED, today), amina)
    batches, after = [], None
    while (batch := sending.next_batch(after)) is not None:
        batches.append(batch)
        after = Receipt(this_node().id, batch.node, batch.epoch, batch.last.header.seq, batch.last.hash.hex(), 0, "")
    return batches


def weigh(batches: list[Any]) -> tuple[float, float]:
    """Bytes an entry of full batches of crossings; of a usual traveller (one inspection, one decision)."""
    from jalon.journal import batch as wire

    full = [batch for batch in batches if all(e.header.verb.startswith("crossing.") for e in batch.entries)]
    sizes = [len(wire.encode(batch)) for batch in full]
    entries = sum(len(batch.entries) for batch in full)
    sealed: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for batch in full:
        for entry in batch.entries:
            sealed[entry.header.verb] += len(entry.sealed)
            count[entry.header.verb] += 1
    for verb in count:
        print(f"  {verb:<22}{count[verb]:>6} entries, {sealed[verb] / count[verb]:6.1f} sealed bytes each")
    alone = len(wire.encode(_one(batches)))
    print(f"  a batch of one entry: {alone} bytes")
    return sum(sizes) / entries, 2 * sum(sizes) / entries


def _one(batches: list[Any]) -> Any:
    import dataclasses

    batch = batches[-1]
    return dataclasses.replace(batch, entries=batch.entries[:1], opening=None)


def receive(batches: list[Any]) -> float:
    """Entries a second: decoded, signature checked, stored and committed."""
    from jalon.journal import batch as wire
    from jalon.journal import receive as receiving
    from jalon.journal import schema
    from jalon.journal.append import POSTGRESQL, SQLITE, transaction

    raws = [wire.encode(batch) for batch in batches]
    keys = {batch.node: bytes.fromhex(batches[0].opening.public_key) for batch in batches}
    seconds, entries = 0.0, 0
    for copy in range(COPIES):
        connection, mark = _fresh(copy)
        schema.create(connection, postgresql=mark == POSTGRESQL)
        started = time.perf_counter()
        for raw in raws:
            batch = wire.decode(raw)
            assert batch.is_signed_by(keys[batch.node])
            with transaction(connection, mark):
                entries += receiving.store(connection, batch, mark).stored
        seconds += time.perf_counter() - started
        connection.close()
        assert mark in {POSTGRESQL, SQLITE}
    return entries / seconds


def _fresh(copy: int) -> tuple[Any, str]:
    from jalon.journal.append import POSTGRESQL, SQLITE
    from jalon.journal.schema import JOURNAL_PRAGMAS

    if url := os.environ.get("JALON_DATABASE_URL"):
        import psycopg

        connection: Any = psycopg.connect(url, autocommit=True)
        connection.execute(f"DROP SCHEMA IF EXISTS wire{copy} CASCADE")
        connection.execute(f"CREATE SCHEMA wire{copy}")
        connection.execute(f"SET search_path TO wire{copy}")
        return connection, POSTGRESQL
    connection = sqlite3.connect(Path(os.environ["JALON_HOME"]) / f"received-{copy}.sqlite3", isolation_level=None)
    for pragma in JOURNAL_PRAGMAS:
        connection.execute(pragma)
    return connection, SQLITE


def main() -> int:
    url = os.environ.pop("JALON_DATABASE_URL", None)  # the sender is a post
    with tempfile.TemporaryDirectory() as folder:
        batches = recorded(folder)
        an_entry, a_traveller = weigh(batches)
        if url:
            os.environ["JALON_DATABASE_URL"] = url
        rate = receive(batches)
    where = "PostgreSQL" if url else "SQLite"
    print(f"bytes an entry      {an_entry:8.1f}   (target 220: {'reached' if an_entry <= 220 else 'MISSED'})")
    print(f"bytes a traveller   {a_traveller:8.1f}   (target 400: {'reached' if a_traveller <= 400 else 'MISSED'})")
    print(f"received a second   {rate:8.0f}   ({where}; target 5000: {'reached' if rate >= 5000 else 'MISSED'})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
