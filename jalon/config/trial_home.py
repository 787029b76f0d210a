"""Loaded by pytest before anything else (`-p` in pyproject.toml): the tests' node has a temporary folder of its own."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="jalon-test-"))
os.environ["JALON_HOME"] = str(FOLDER / "node")
os.environ["JALON_STATIC"] = str(FOLDER / "static")
os.environ["JALON_SIDECAR"] = str(FOLDER / "sidecar" / "head")
os.environ["JALON_SECOND_FACTOR"] = "optional"  # the tests of the gate require it
