"""The key that signs this node's cookies: made once, kept with the node's other keys."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Read the key, or make it where the node's key folder exists; before that, a key for this process alone."""
    path = home / "keys" / "cookies.key"
    if path.exists():
        return path.read_text()
    made = secrets.token_urlsafe(48)
    if path.parent.is_dir():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(made)
    return made
