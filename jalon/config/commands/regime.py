"""Ask the dated rules of travel: free, visa, or refused by category, with the text that says so.

The answer is one JSON object. The state is that of the post; it matters as much as the traveller's nationality. What no
rule covers is answered “no_rule”, which is never a refusal.

  jalon regime --nationality NER --document identity_card --post-category international --direction entry \\
      --date 2026-11-25
  jalon regime adopt FOLDER --officer issa

`adopt` proposes the rule set of a folder for this node, under the name of an administrator. Nothing is in force before
another person approves it on the page of the rules; what it changes is said as one JSON object.
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

NEEDED = ("nationality", "document", "post_category", "direction", "date")
ASKING = {name: f"--{name.replace('_', '-')}" for name in NEEDED}
ADOPTING = {"folder": "FOLDER", "officer": "--officer"}
ALSO_CALLED = {
    "national_identity_card": "identity_card",
    "aes_card": "identity_card_aes",
    "aes_passport": "passport_aes",
}
"""Names that people use for codes of `jalon.documents.types`."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", nargs="?", choices=("adopt",), help="propose a rule set for this node")
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="adopt: the folder of the rule set")
    parser.add_argument("--officer", metavar="USERNAME", help="adopt: who proposes it")
    parser.add_argument("--nationality", type=_state, metavar="CODE", help="of the traveller (NER, NE)")
    parser.add_argument("--document", type=_document, metavar="TYPE", help="a code of docs/documents.md")
    parser.add_argument("--post-category", choices=tuple(POST_CATEGORIES))
    parser.add_argument("--direction", choices=DIRECTIONS)
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day of the crossing")
    parser.add_argument("--state", type=_state, default="MLI", metavar="CODE", help="whose post it is (MLI)")
    parser.add_argument("--neighbour", type=_state, metavar="CODE", help="the state across the line")
    parser.add_argument("--purpose", choices=PURPOSES)
    parser.add_argument("--rules", type=Path, metavar="FOLDER", help="a rule set to use instead of the shipped sample")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentence (en)")
    parser.set_defaults(refuse=parser.error)


def run(options: argparse.Namespace) -> int:
    needed = ADOPTING if options.act else ASKING
    if missing := [said for name, said in needed.items() if getattr(options, name) is None]:
        options.refuse(f"the following arguments are required: {', '.join(missing)}")
    return adopt(options) if options.act else ask(options)


def adopt(options: argparse.Namespace) -> int:
    """Propose the set of a folder at this node."""
    from jalon.config.starting import start_django, start_node
    from jalon.crossings.rules import NotAllowed
    from jalon.journal.keys import NodeNotPrepared

    start_django()
    from jalon.headquarters.rules_words import rule

    try:
        start_node()
        print(json.dumps(proposed(options), ensure_ascii=False))
        return 0
    except RulesUnusable as fault:
        for problem in fault.problems:
            print(f"jalon regime adopt: {problem.sentence(options.language)}", file=sys.stderr)
    except NotAllowed as found:
        print(f"jalon regime adopt: {rule(found.code)}", file=sys.stderr)
    except (NodeNotPrepared, ValueError, OSError) as wrong:
        print(f"jalon regime adopt: {wrong}", file=sys.stderr)
    return 2


def proposed(options: argparse.Namespace) -> dict[str, Any]:
    """The proposal, once it is recorded. Raises ValueError where the roles of today do not allow it."""
    from jalon.crossings import rule_sets
    from jalon.crossings.models import RuleEdition
    from jalon.staff.models import Account
    from jalon.staff.postings import roles_of
    from jalon.web.gate import Role

    account = Account.objects.filter(username=options.officer).first()
    if account is None:
        raise ValueError(f"nobody signs in as “{options.officer}” here.")
    if Role.ADMINISTRATOR not in roles_of(account):
        raise ValueError(f"{options.officer} is no administrator today.")
    if not options.folder.is_dir():
        raise ValueError(f"{options.folder}: there is no such folder.")
    files = {path.name: path.read_bytes() for path in sorted(options.folder.glob("*.json"))}
    edition = RuleEdition.objects.get(key=rule_sets.propose(files, account.officer).key)
    return {
        "proposed": edition.key,
        "name": edition.name,
        "version": edition.version,
        "digest": edition.digest,
        "difference": edition.difference,
        "next": "another person approves it on the page of the rules",
    }


def ask(options: argparse.Namespace) -> int:
    """What the rules say of a crossing."""
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
