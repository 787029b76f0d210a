"""Train a dictionary for payloads on synthetic traffic.

    python tools/train_dictionary.py OUT.zdict [--travellers N] [--size BYTES]

A demonstration runs in a temporary folder; what its desk recorded is opened with the demonstration's own headquarters
key and zstandard learns from it. A dictionary that was released is never made again: give the next one a new number in
`jalon/journal/payload.py`.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import rfc8785
import zstandard
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jalon.journal import payload, seal
from jalon.journal.header import Header


def bodies(home: Path) -> Iterator[tuple[str, bytes]]:
    """(verb, what is compressed) of every entry that the demonstration at `home` recorded."""
    key = X25519PrivateKey.from_private_bytes((home / "headquarters-demo.key").read_bytes())
    for raw, sealed in sqlite3.connect(home / "journal.sqlite3").execute("SELECT header, sealed FROM journal_entry"):
        header = Header.from_bytes(raw)
        clear = seal.open_sealed(sealed, key, seal.info(header.node, header.epoch, header.seq, header.verb))
        version, body = payload.read(clear, header.node, header.epoch)
        text = rfc8785.dumps({"b": body, "v": version})
        yield header.verb, text.replace(f"{header.node}.{header.epoch}.".encode(), payload.OWN_EPOCH)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--travellers", type=int, default=1500)
    parser.add_argument("--size", type=int, default=16 * 1024, help="bytes (default 16384)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        demo = [sys.executable, "-m", "jalon.config.command", "demo", "--headless"]
        subprocess.run([*demo, "--travellers", str(options.travellers), "--home", folder], check=True)
        samples = [text for _, text in bodies(Path(folder))]
    dictionary = zstandard.train_dictionary(options.size, samples, level=payload.LEVEL)
    options.out.write_bytes(dictionary.as_bytes())
    print(f"{options.out}: {len(dictionary.as_bytes())} bytes, from {len(samples)} payloads")
    return 0


if __name__ == "__main__":
    sys.exit(main())
