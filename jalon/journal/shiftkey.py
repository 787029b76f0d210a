"""The shift key: what a post can read again of its own entries, until the shift is handed over.

A key is 32 random bytes in a file of its own, outside both databases; its name is its id. What is kept under it is:
key id (8 bytes), nonce (12 bytes), ChaCha20-Poly1305 ciphertext. Destroying the file wipes the clear past of the shift
at once, wherever copies of the rows may lie. On a flash disk overwriting is best effort: the disk itself must be
encrypted, and the folder is better placed on a memory file system where power is reliable.

At a headquarters, which holds the opening key, nothing is under a shift key: key id zero marks clear bytes.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from jalon.journal.keys import flush_folder, write_private

CLEAR = bytes(8)
DESTROYED = bytes(32)
_held: dict[tuple[Path, bytes], tuple[int, ChaCha20Poly1305]] = {}


class ShiftKeyGone(Exception):
    """The key was destroyed at a hand-over: what stands under it cannot be read any more, nor anything be added."""


class ShiftKeys:
    """The shift keys that this machine still holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self) -> bytes:
        """Make a key and return its id."""
        key_id = secrets.token_bytes(8)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(self._path(key_id), secrets.token_bytes(32))
        return key_id

    def holds(self, key_id: bytes) -> bool:
        return self._cipher(key_id) is not None

    def destroy(self, key_id: bytes) -> None:
        """Overwrite and remove a key. Doing it twice is harmless, and so is doing it by halves: it loses its name
        first, so that nobody takes the overwritten file for a key."""
        _held.pop((self.folder, key_id), None)
        path = self._path(key_id)
        going = path.with_suffix(".gone")
        with suppress(FileNotFoundError):
            path.rename(going)
        self._remove(going)

    def finish_destroying(self) -> None:
        """Remove what a power cut left of keys that were being destroyed."""
        for going in self.folder.glob("*.gone") if self.folder.is_dir() else ():
            self._remove(going)

    def _remove(self, going: Path) -> None:
        with suppress(FileNotFoundError):
            with going.open("r+b") as file:
                file.write(DESTROYED)
                file.flush()
                os.fsync(file.fileno())
            going.unlink()
            flush_folder(self.folder)

    def put_away(self, clear: bytes, key_id: bytes, bound: bytes = b"") -> bytes:
        """`clear` under a key this machine holds. Raises ShiftKeyGone."""
        cipher = self._cipher(key_id)
        if cipher is None:
            raise ShiftKeyGone(f"the shift key {key_id.hex()} is gone")
        nonce = secrets.token_bytes(12)
        return key_id + nonce + cipher.encrypt(nonce, clear, bound)

    def take_out(self, kept: bytes, bound: bytes = b"") -> bytes | None:
        """The clear bytes again; None when their key was destroyed. Raises ValueError where they were altered."""
        key_id = kept[:8]
        if key_id == CLEAR:
            return kept[8:]
        cipher = self._cipher(key_id)
        if cipher is None:
            return None
        try:
            return cipher.decrypt(kept[8:20], kept[20:], bound)
        except InvalidTag:
            raise ValueError("what was kept under the shift key was altered") from None

    def put_away_value(self, value: Any, key_id: bytes) -> bytes:
        """A JSON value under a key, or in clear where `key_id` is CLEAR (a headquarters)."""
        clear = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        return CLEAR + clear if key_id == CLEAR else self.put_away(clear, key_id)

    def take_out_value(self, kept: bytes | memoryview) -> Any:
        """The JSON value again; None when its key was destroyed."""
        clear = self.take_out(bytes(kept))
        return None if clear is None else json.loads(clear)

    def _path(self, key_id: bytes) -> Path:
        return self.folder / f"{key_id.hex()}.key"

    def _cipher(self, key_id: bytes) -> ChaCha20Poly1305 | None:
        """The cipher of a key, read once; another process may have destroyed it since, so its file is asked for."""
        path = self._path(key_id)
        try:
            inode = path.stat().st_ino
            cached = _held.get((self.folder, key_id))
            if cached is None or cached[0] != inode:
                key = path.read_bytes()
                if key == DESTROYED:
                    return None
                cached = (inode, ChaCha20Poly1305(key))
                _held[(self.folder, key_id)] = cached
        except (FileNotFoundError, ValueError):
            _held.pop((self.folder, key_id), None)
            return None
        return cached[1]
