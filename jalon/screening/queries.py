"""Reading what people ask of the engine: JSON lines, checked whole before anything is answered."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

Asked = TypeVar("Asked")

# Fewer questions than this are answered sooner by one process than by starting another.
WORTH_SHARING = 2_000


class BadLine(Exception):
    """A line that is not what was asked for. The text names the file and the line."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}, line {line}: {what}")


def read_lines(file: str, understand: Callable[[dict[str, Any]], Asked]) -> list[Asked]:
    """Every line of a file ("-" is standard input) as `understand` makes of it; empty lines are passed over.

    :raises BadLine: a line is not a JSON object, or `understand` raised ValueError.
    :raises OSError: the file cannot be read.
    """
    name = "standard input" if file == "-" else file
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    asked = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                asked.append(understand(json_object(line)))
            except ValueError as error:
                raise BadLine(name, number, sentence_of(error)) from error
    return asked


def json_object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("this is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise ValueError("this is not JSON that can be read: nested too deep") from error
    if not isinstance(value, dict):
        raise ValueError(f"a JSON object is wanted, this is a {type(value).__name__}")
    return value


def sentence_of(error: ValueError) -> str:
    """One line, whatever the error says."""
    return " ".join(str(error).split()) or "this line cannot be understood"


def wanted(value: dict[str, Any], field: str) -> Any:
    """A field that must be there.

    :raises ValueError: it is not.
    """
    if field not in value:
        raise ValueError(f"the field “{field}” is missing")
    return value[field]


def name_of_line(value: dict[str, Any], field: str) -> str | int:
    """The reference a line carries, to be given back with its answer."""
    reference = wanted(value, field)
    if isinstance(reference, bool) or not isinstance(reference, str | int):
        raise ValueError(f"the field “{field}” must be a text or a whole number")
    return reference


def answer(asked: Sequence[Asked], one: Callable[[Asked], str], processes: int) -> list[str]:
    """One answer each, in order, by as many processes as it is worth starting.

    `one` travels to the other processes by name, so it is a function of a module.
    """
    if processes < 2 or len(asked) < WORTH_SHARING:
        return [one(each) for each in asked]
    # A forked process has the index and the tables already in memory.
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        return list(pool.map(one, asked, chunksize=max(1, min(500, len(asked) // (4 * processes)))))
