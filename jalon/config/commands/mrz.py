"""Read machine readable zones (ICAO Doc 9303: TD1, TD2, TD3, MRV-A, MRV-B).

FILE, or standard input, holds one or more documents separated by blank lines. The answer is one JSON object a line:
type, valid, fields, problems and proposed repairs. A text that has the shape of no document is answered with type null.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from jalon.documents.mrz import Reading, read

SUMMARY = "read machine readable zones"

FIELDS = (
    "document_code",
    "issuing_state",
    "primary_identifier",
    "secondary_identifier",
    "document_number",
    "nationality",
    "birth_date",
    "sex",
    "expiry_date",
    "optional_data",
)


class BadInput(Exception):
    """Said to the person on standard error; exit status 2."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="UTF-8 text; standard input when absent")
    parser.add_argument("--language", choices=("fr", "en", "ar"), default="en", help="of the messages (en)")
    parser.add_argument(
        "--today", type=_day, metavar="YYYY-MM-DD", help="the day from which centuries are judged (this machine's date)"
    )


def run(options: argparse.Namespace) -> int:
    try:
        documents = list(_documents(_text(options.file), options.file))
    except BadInput as fault:
        print(f"jalon mrz: {fault}", file=sys.stderr)
        return 2
    answers = [answer(read(text, today=options.today), options.language) for text in documents]
    sys.stdout.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in answers))
    return 0


def answer(reading: Reading, language: str) -> dict[str, Any]:
    """One reading as the JSON object of the command."""
    document = reading.document
    fields = {name: getattr(document, name, None) for name in FIELDS}
    if document is not None and document.optional_data_2 is not None:
        fields["optional_data_2"] = document.optional_data_2
    return {
        "type": document.type if document else None,
        "valid": reading.valid,
        "fields": fields,
        "problems": [
            {
                "code": problem.code,
                "field": problem.field,
                "message": problem.sentence(language),
                "severity": problem.severity,
            }
            for problem in reading.problems
        ],
        "repairs": [{**repair.as_dict(), "message": repair.sentence(language)} for repair in reading.repairs],
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-11-23") from None


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as fault:
        raise BadInput(f"{file}: cannot be read ({fault.strerror}).") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise BadInput(f"{_name(file)}, line {line}: this is not UTF-8 text; save the file as UTF-8.") from None


def _documents(text: str, file: str) -> Iterator[str]:
    """Runs of lines that are not blank."""
    lines: list[str] = []
    found = False
    for line in [*text.splitlines(), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            found = True
            yield "\n".join(lines)
            lines = []
    if not found:
        raise BadInput(f"{_name(file)}, line 1: there is no document to read; give the lines of at least one MRZ.")


def _name(file: str) -> str:
    return "standard input" if file == "-" else file
