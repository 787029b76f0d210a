"""Score pairs of people: are the two the same person, and why?

Each line of the input is a JSON object:
  {"pair_id": …, "left": <FollowTheMoney Person>, "right": <FollowTheMoney Person>}
and is answered, in order, by a line
  {"pair_id": …, "score": 0 … 1, "reasons": ["…", …]}
`left` is the traveller, `right` the entry of a list. All of the input is checked before the first answer.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jalon.screening.evidence.birth_date import DatePolicy
    from jalon.screening.person import Person

    Pair = tuple[str | int, Person, Person]

SUMMARY = "score pairs of people"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the pairs as JSON lines; “-” reads standard input")
    policy_and_language(parser)


def policy_and_language(parser: argparse.ArgumentParser) -> None:
    """The options that `compare` and `screen` share."""
    parser.add_argument("--language", choices=("fr", "en", "ar"), default="en", help="of the reasons (default: en)")
    parser.add_argument(
        "--dates",
        choices=("usual", "strict", "estimated"),
        default="usual",
        help="how far birth dates may differ (default: usual; see docs/screening.md)",
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    from jalon.screening.evidence.birth_date import POLICIES
    from jalon.screening.queries import BadLine, answer, read_lines

    try:
        pairs = read_lines(options.file, pair_of)
    except BadLine as error:
        print(f"jalon compare: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"jalon compare: {options.file} cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    one = partial(answered, policy=POLICIES[options.dates], language=options.language)
    sys.stdout.writelines(answer(pairs, one, options.processes))
    return 0


def pair_of(value: dict[str, Any]) -> Pair:
    """One line understood.

    :raises ValueError: it is not a pair of people.
    """
    from jalon.screening.queries import name_of_line, wanted
    from jalon.watchlists.formats.ftm import person_from

    people = []
    for side in ("left", "right"):
        try:
            people.append(person_from(wanted(value, side)))
        except ValueError as error:
            raise ValueError(f"“{side}”: {error}") from error
    return name_of_line(value, "pair_id"), people[0], people[1]


def answered(pair: Pair, policy: DatePolicy, language: str) -> str:
    from jalon.screening.compare import compare

    pair_id, left, right = pair
    found = compare(left, right, policy)
    reasons = [reason.sentence(language) for reason in found.reasons]
    line = {"pair_id": pair_id, "score": round(found.score, 6), "reasons": reasons}
    return json.dumps(line, ensure_ascii=False) + "\n"
