"""Arrays in one file, opened memory-mapped: a JSON head that says where each array lies, then the arrays."""

from __future__ import annotations

import json
import mmap
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]

MAGIC = b"JALON names 1\n"
ALIGNMENT = 64


class StoreUnreadable(Exception):
    """The file is not an index of this version: build it again from the list."""


def save(path: Path | str, about: dict[str, Any], arrays: Arrays) -> None:
    """Written beside, made durable, then put in place in one step: a reader sees the old file or the new one."""
    path = Path(path)
    places, offset = {}, 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, list(array.shape), offset]
        offset += -(-array.nbytes // ALIGNMENT) * ALIGNMENT
    head = json.dumps({"about": about, "arrays": places}).encode()
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(MAGIC + len(head).to_bytes(8, "little") + head)
        for array in arrays.values():
            file.write(b"\0" * (-file.tell() % ALIGNMENT))
            file.write(np.ascontiguousarray(array).tobytes())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(path: Path | str) -> tuple[dict[str, Any], Arrays]:
    """What `save` wrote. The arrays are read-only views of the file; nothing is read before it is used.

    :raises StoreUnreadable: another kind of file, or one cut short.
    """
    with Path(path).open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise StoreUnreadable(f"{path} is not an index of names")
        length = int.from_bytes(file.read(8), "little")
        start = len(MAGIC) + 8 + length
        start += -start % ALIGNMENT
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        head = json.loads(mapped[len(MAGIC) + 8 : len(MAGIC) + 8 + length])
        arrays = {
            name: np.frombuffer(mapped, dtype, int(np.prod(shape)), start + offset).reshape(shape)
            for name, (dtype, shape, offset) in head["arrays"].items()
        }
    except (ValueError, KeyError) as error:
        raise StoreUnreadable(f"{path} is damaged: {error}") from error
    return head["about"], arrays
