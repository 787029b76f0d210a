"""A state said by a word, a shape and a tone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def toned(table: Mapping[str, tuple[Any, str, str]], code: str) -> dict[str, Any]:
    """Word, shape and tone of a code, for `_tag.html`."""
    word, shape, tone = table.get(code, (code, "", "quiet"))
    return {"code": code, "word": word, "shape": shape, "tone": tone}
