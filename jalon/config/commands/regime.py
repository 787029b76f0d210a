"""Ask the dated rules of travel: free, visa, or refused by category, with the text that says so.

The answer is one JSON object. The state is that of the post; it matters as much as the traveller's nationality. What no
rule covers is answered “no_rule”, which is never a refusal.

  jalon regime --nationality NER --document identity_card --post-category international --direction entry \\
      --date 2026-11-25
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from jalon.documents.states import STATES, alpha3
from jalon.documents.types import DOCUMENT_TYPES
from jalon.regimes.problems import RulesUnusable
from jalon.regimes.reading import load
from jalon.regimes.rules import Answer, Question, answer, rule_set
from jalon.regimes.words import DIRECTIONS, LANGUAGES, POST_CATEGORIES, PURPOSES

SUMMARY = "ask the dated rules of travel"

ALSO_CALLED = {
    "national_identity_card": "identity_card",
    "aes_card": "identity_card_aes",
    "aes_passport": "passport_aes",
}
"""Names that people use for codes of `jalon.documents.types`."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--nationality", type=_state, required=True, metavar="CODE", help="of the traveller (NER, NE)")
    parser.add_argument("--document", type=_document, required=True, metavar="TYPE", help="a code of docs/documents.md")
    parser.add_argument("--post-category", choices=tuple(POST_CATEGORIES), required=True)
    parser.add_argument("--direction", choices=DIRECTIONS, required=True)
    parser.add_argument("--date", type=_day, required=True, metavar="YYYY-MM-DD", help="the day of the crossing")
    parser.add_argument("--state", type=_state, default="MLI", metavar="CODE", help="whose post it is (MLI)")
    parser.add_argument("--neighbour", type=_state, metavar="CODE", help="the state across the line")
    parser.add_argument("--purpose", choices=PURPOSES)
    parser.add_argument("--rules", type=Path, metavar="FOLDER", help="a rule set to use instead of the shipped sample")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentence (en)")


def run(options: argparse.Namespace) -> int:
    try:
        rules = load(options.rules) if options.rules else rule_set()
    except RulesUnusable as fault:
        for problem in fault.problems:
            print(f"jalon regime: {problem.sentence(options.language)}", file=sys.stderr)
        return 2
    question = Question(
        state=options.state,
        nationality=options.nationality,
        document=options.document,
        post_category=options.post_category,
        direction=options.direction,
        day=options.date,
        neighbour=options.neighbour,
        purpose=options.purpose,
    )
    print(json.dumps(shown(answer(question, rules), options.state, options.language), ensure_ascii=False))
    return 0


def shown(found: Answer, state: str, language: str) -> dict[str, Any]:
    """An answer as the JSON object of the command."""
    return {
        "answer": found.answer,
        "sentence": found.sentence[language],
        "state": state,
        "rule": found.rule,
        "text": found.text.names[language] if found.text else None,
        "article": found.article or None,
        "source": list(found.source),
        "days": found.days,
        "counted": found.allowance.counted,
        "window": found.allowance.window,
        "confirmed": found.confirmed or None,
        "caution": found.caution(language) or None,
        "version": found.version,
        "digest": found.digest,
    }


def _state(text: str) -> str:
    code = text.strip().upper()
    code = alpha3(code) or code
    if code not in STATES:
        raise argparse.ArgumentTypeError(f"“{text}” is no code of a state; write it as NER or NE")
    return code


def _document(text: str) -> str:
    code = ALSO_CALLED.get(text, text)
    if code not in DOCUMENT_TYPES:
        raise argparse.ArgumentTypeError(f"“{text}” is no type of document; the types are: {', '.join(DOCUMENT_TYPES)}")
    return code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-11-23") from None
