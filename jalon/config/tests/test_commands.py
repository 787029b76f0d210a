"""The commands as a shell meets them: quick to answer, one sentence when something stands in the way, private files."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jalon.config.command import COMMANDS
from jalon.config.commands.serve import CannotListen, serve
from jalon.config.demo import lists

# Slow to import, and needed by no help.
HEAVY = {"django", "numpy", "rapidfuzz", "cryptography", "openpyxl", "xlsxwriter", "granian", "defusedxml"}
ACTS = [["lists", "check"], ["lists", "template"], ["lists", "propose"], ["journal", "verify"], ["journal", "backup"]]
ASK = """
import sys
from jalon.config.command import main
try:
    main([*sys.argv[1:], "--help"])
except SystemExit as ended:
    assert not ended.code
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def jalon(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JALON_TIER": "post", **settings}
    environment.pop("JALON_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "jalon", *words],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        umask=0o022,
    )


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS if name != "django"), *ACTS], ids=" ".join)
def test_a_help_is_useful_and_loads_nothing_slow(words: list[str]) -> None:
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", ASK, *words], capture_output=True, text=True, timeout=30)
    assert time.perf_counter() - begun < 1.0
    assert done.stdout.startswith("usage: jalon")
    assert not HEAVY & set(done.stderr.split())


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_that_is_taken_is_said_at_once_and_nothing_is_prepared(command: str, taken: int, tmp_path: Path) -> None:
    done = jalon(command, "--port", str(taken), JALON_HOME=str(tmp_path / "node"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"jalon {command}: another program listens at 127.0.0.1, port {taken}: stop it, or ")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "node").exists()


def test_a_port_taken_while_it_was_prepared_is_said_when_it_serves(taken: int) -> None:
    with pytest.raises(CannotListen):
        serve("127.0.0.1", taken)


def test_an_address_of_another_machine_is_a_sentence(tmp_path: Path) -> None:
    done = jalon("serve", "--address", "192.0.2.1", JALON_HOME=str(tmp_path / "node"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert done.stderr.startswith("jalon serve: cannot listen at 192.0.2.1, port 8000: ")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "door"])
@pytest.mark.parametrize("command", ["demo", "serve"])
def test_what_is_no_port_is_refused(command: str, port: str) -> None:
    done = jalon(command, f"--port={port}")
    assert done.returncode == 2
    assert "from 1 to 65535" in done.stderr and "Traceback" not in done.stderr


def test_what_a_node_writes_is_private_and_names_nobody_a_post_must_not_know(tmp_path: Path) -> None:
    home, temporary = tmp_path / "node", tmp_path / "temporary"
    temporary.mkdir()
    settings = {"JALON_HOME": str(home), "JALON_SIDECAR": str(home / "sidecar" / "head"), "TMPDIR": str(temporary)}
    settings["JALON_STATIC"] = str(home / "static")
    done = jalon("demo", "--headless", "--travellers", "2", "--home", str(home), **settings)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert jalon("journal", "backup", str(home / "copy.sqlite3"), **settings).returncode == 0
    assert list(temporary.iterdir()) == []

    written = [home, *home.rglob("*")]
    open_to_others = {str(path): oct(path.stat().st_mode) for path in written if path.stat().st_mode & 0o077}
    assert open_to_others == {}
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o700, 0o600}
    contents = {path: path.read_bytes() for path in written if path.is_file()}
    assert any(lists.MISSING_CHILD_ID.encode() in content for content in contents.values())
    assert not [path for path, content in contents.items() if lists.VICTIM_ID.encode() in content]
