"""Read machine readable zones (ICAO Doc 9303: TD1, TD2, TD3, MRV-A, MRV-B).

FILE, or standard input, holds one or more documents separated by blank lines. The answer is one JSON object a line:
type, valid, fields, problems and proposed repairs. A document that is read with faults, such as a wrong check digit, is
an answer: exit status 0.

A block of text that has the shape of no document is bad input: a sentence on standard error names the block and its
line, and the exit status is 2. The other blocks are answered all the same, and that one with type null, so that
answers keep step with blocks. Where no block is a document, nothing is answered.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

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


class Block(NamedTuple):
    """Lines between blank lines, and where the first stands, from 1."""

    line: int
    text: str


# On standard error, beside the problem's own sentence.
BLOCK = {"fr": "bloc {rank}, ligne {line}", "en": "block {rank}, line {line}", "ar": "المقطع {rank}، السطر {line}"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="UTF-8 text; standard input when absent")
    parser.add_argument("--language", choices=("fr", "en", "ar"), default="en", help="of the messages (en)")
    parser.add_argument(
        "--today", type=_day, metavar="YYYY-MM-DD", help="the day from which centuries are judged (this machine's date)"
    )


def run(options: argparse.Namespace) -> int:
    try:
        blocks = list(_blocks(_text(options.file), options.file))
    except BadInput as fault:
        print(f"jalon mrz: {fault}", file=sys.stderr)
        return 2
    readings = [read(block.text, today=options.today) for block in blocks]
    if any(reading.document for reading in readings):
        answers = (json.dumps(answer(reading, options.language), ensure_ascii=False) for reading in readings)
        sys.stdout.writelines(line + "\n" for line in answers)
    bad = [place for place, reading in enumerate(readings) if reading.document is None]
    for place in bad:
        where = BLOCK[options.language].format(rank=place + 1, line=blocks[place].line)
        said = readings[place].problems[0].sentence(options.language)
        colon = " :" if options.language == "fr" else ":"
        print(f"jalon mrz: {_name(options.file)}, {where}{colon} {said}", file=sys.stderr)
    return 2 if bad else 0


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


def _blocks(text: str, file: str) -> Iterator[Block]:
    """Runs of lines that are not blank. A line of nothing but a scanner's control characters is blank too."""
    lines: list[str] = []
    found = False
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if any(sign.isprintable() and not sign.isspace() for sign in line):
            lines.append(line)
        elif lines:
            found = True
            yield Block(number - len(lines), "\n".join(lines))
            lines = []
    if not found:
        raise BadInput(f"{_name(file)}, line 1: there is no document to read; give the lines of at least one MRZ.")


def _name(file: str) -> str:
    return "standard input" if file == "-" else file
