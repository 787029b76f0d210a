"""Search people in watch lists.

Each line of the queries is a JSON object:
  {"qid": …, "query": <FollowTheMoney Person>}
and is answered, in order, by a line
  {"qid": …, "hits": [{"id": …, "score": 0 … 1, "list": "…", "reasons": ["…", …]}, …]}
with the best hit first. A hit is a possibility for a person to judge, never a decision. Each list is one edition,
in any format of `jalon lists check`. All of the input is checked before the first answer.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jalon.config.commands.compare import policy_and_language

if TYPE_CHECKING:
    from jalon.screening.engine import Candidate, Index
    from jalon.screening.evidence.birth_date import DatePolicy
    from jalon.screening.person import Person

    Query = tuple[str | int, Person]

SUMMARY = "search people in watch lists"

# The lists' indexes by the lists' names, set before processes are forked: they share what is in memory.
INDEXES: dict[str, Index] = {}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", dest="lists", metavar="FILE", action="append", required=True, help="an edition")
    parser.add_argument("--queries", metavar="FILE", required=True, help="JSON lines; “-” reads standard input")
    parser.add_argument("--limit", type=positive, default=10, metavar="N", help="most hits to a query (default: 10)")
    policy_and_language(parser)


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def run(options: argparse.Namespace) -> int:
    from jalon.screening.evidence.birth_date import POLICIES
    from jalon.screening.queries import BadLine, answer, read_lines
    from jalon.watchlists.formats.listing import ListUnreadable

    try:
        queries = read_lines(options.queries, query_of)
        INDEXES.clear()
        for file in options.lists:
            INDEXES[list_name(file)] = index_of(file)
    except BadLine as error:
        return refused(str(error))
    except ListUnreadable as error:
        return refused(error.sentence(options.language))
    except OSError as error:
        return refused(f"{error.filename or options.queries} cannot be read: {error.strerror}")
    one = partial(answered, limit=options.limit, policy=POLICIES[options.dates], language=options.language)
    sys.stdout.writelines(answer(queries, one, options.processes))
    return 0


def refused(sentence: str) -> int:
    print(f"jalon screen: {sentence}", file=sys.stderr)
    return 2


def list_name(file: str) -> str:
    """The list a hit is on, as the answers name it: the file's name, or its whole path where two are alike."""
    name = Path(file).name
    return name if name not in INDEXES else file


def index_of(file: str) -> Index:
    """The people of one edition, ready to be searched. Listings of documents alone are found by their number."""
    from jalon.screening.engine import Index
    from jalon.watchlists import formats

    edition = formats.read([Path(file)])
    for refusal in edition.refused:
        print(f"jalon screen: left out: {refusal.where('en')}: {refusal.sentence('en')}", file=sys.stderr)
    return Index.build((listing.id, listing.person) for listing in edition.listings)


def query_of(value: dict[str, Any]) -> Query:
    """One line understood.

    :raises ValueError: it is not a query.
    """
    from jalon.screening.queries import name_of_line, wanted
    from jalon.watchlists.formats.ftm import person_from

    return name_of_line(value, "qid"), person_from(wanted(value, "query"))


def answered(query: Query, limit: int, policy: DatePolicy, language: str) -> str:
    qid, person = query
    hits = [(candidate, name) for name, index in INDEXES.items() for candidate in index.search(person, limit, policy)]
    hits.sort(key=lambda hit: -hit[0].score)
    line = {"qid": qid, "hits": [told(candidate, name, language) for candidate, name in hits[:limit]]}
    return json.dumps(line, ensure_ascii=False) + "\n"


def told(candidate: Candidate, name: str, language: str) -> dict[str, Any]:
    reasons = [reason.sentence(language) for reason in candidate.reasons]
    return {"id": candidate.id, "score": round(candidate.score, 6), "list": name, "reasons": reasons}
