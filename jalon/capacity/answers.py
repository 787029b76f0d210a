"""What an answer of an assessment looks like, wherever it comes from; and the files that show it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from jalon.capacity.checklist import ANSWERS, Item

LONGEST_NOTE = 600
LONGEST_NAME = 120
MOST_ITEMS = 300
LARGEST_FILES = 512 * 1024  # bytes of all files of one assessment together
# Media type -> the first bytes of such a file: pictures and scanned papers, nothing that runs.
KINDS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-"}
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


def kind_of(content: bytes) -> str:
    """The media type that the first bytes say; empty where it is none of KINDS."""
    return next((kind for kind, first in KINDS.items() if content.startswith(first)), "")


def shape(answers: Any) -> dict[str, dict[str, Any]]:
    """Answers as a table holds them: item -> {answer | number, note, files}; what is empty is left out. Raises
    ValueError."""
    if not isinstance(answers, dict) or len(answers) > MOST_ITEMS:
        raise ValueError("answers are a table of items")
    return {_text(item, 8): _answer(one) for item, one in answers.items()}


def _answer(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ValueError("an answer is a table")
    found: dict[str, Any] = {}
    if "answer" in said:
        if said["answer"] not in ANSWERS:
            raise ValueError("no such answer")
        found["answer"] = said["answer"]
    if "number" in said:
        found["number"] = _number(said["number"])
    if note := _text(said.get("note", ""), LONGEST_NOTE):
        found["note"] = note
    files = [
        {"name": _text(one["name"], LONGEST_NAME), "digest": _text(one["digest"], 64)} for one in said.get("files", [])
    ]
    return found | ({"files": files} if files else {})


def fits(item: Item, answer: Mapping[str, Any]) -> bool:
    """Whether an answer is one that its item may have: a number to a question of numbers, and to no other."""
    if item.number is None:
        return "number" not in answer
    if "number" in answer:
        return bool(answer["number"] <= item.number.most)
    return answer.get("answer", "na") == "na"


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError("a number from 0 on is needed")
    return float(value)


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"a text of at most {most} characters is needed")
    return value
