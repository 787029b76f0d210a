"""What a reader found on a document: the one shape that all of them give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

# What an answer is. A zone is read as one; a number is offered as that of the document; of a card whose layout is
# known the particulars are offered; other text is shown and decides nothing.
KINDS = ("mrz", "number", "card", "text")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a machine readable zone. confidence: percent, by the engine that guessed it; None: not guessed."""

    text: str
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """reader: a name of READERS. strip: PNG of the part of the picture that was read, base64. said: codes of what the
    officer must know about it. fields: particulars by the names of `jalon.documents`."""

    reader: str
    kind: str
    text: str = ""
    lines: tuple[Line, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    symbology: str = ""
    layout: str = ""
    strip: str = ""
    said: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Answer:
        lines = tuple(Line(**line) for line in said["lines"])
        return cls(**{**said, "lines": lines, "said": tuple(said["said"])})
