"""Check the files of a watch list without loading them, write the template of a national list, propose an edition.

jalon lists check UN_consolidated.xml
jalon lists check sdn.csv alt.csv --format ofac_sdn --language fr
jalon lists template national.xlsx --language fr
jalon lists propose national_mli national.xlsx --officer claire
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jalon.watchlists.formats.listing import Edition, Problem

SUMMARY = "check watch lists, write the national template, propose an edition"

LANGUAGES = ("fr", "en", "ar")
REFUSED, BAD_INPUT = 1, 2
PROPOSING = """Read the files of one edition in a process of its own and propose it, under the name of an officer of the
national desk or an administrator. Nothing is in service before another person approves it on the page of the lists. A
list that is there keeps its rules; the options change them. Exit status: 0 when it is proposed, 1 when the edition is
refused, 2 when a file cannot be read or something is not as it should be."""


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="check|template|propose")
    check = acts.add_parser(
        "check",
        help="parse the files of one edition and say what would be refused",
        description="Parse the files of one edition without loading them. One JSON object on standard output: format, "
        "dated (the publisher's own day, null where the format has none), persons, names, documents, refused (counts), "
        "problems (file, row, field, code, message). Exit status: 0 when every row is taken, "
        "1 when a row or the edition is refused, 2 when a file cannot be read.",
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="the files of one edition")
    check.add_argument("--format", help="un_sc, ofac_sdn, ftm, national or documents; recognised when it is not given")
    check.add_argument("--language", choices=LANGUAGES, default="en", help="language of the messages (default: en)")
    template = acts.add_parser("template", help="write the template of a national list, .csv or .xlsx")
    template.add_argument("file", type=Path, metavar="FILE.csv|FILE.xlsx")
    template.add_argument("--language", choices=LANGUAGES, default="fr", help="language of the headings (default: fr)")
    propose = acts.add_parser(
        "propose",
        help="propose an edition; another person approves it on the page of the lists",
        description=PROPOSING,
    )
    propose.add_argument("list", metavar="LIST", help="short name of the list, new or not")
    propose.add_argument("files", nargs="+", metavar="FILE", help="the files of one edition")
    propose.add_argument("--officer", required=True, metavar="USERNAME", help="who proposes")
    propose.add_argument("--title", help="as officers see it (a new list: its short name)")
    propose.add_argument("--threshold", type=float, help="of the match, between 0 and 1 (a new list: 0.80)")
    propose.add_argument("--threshold-undated", type=float, help="where no day of birth is known (a new list: 0.65)")
    propose.add_argument("--authority", help="whom officers call where a listing names nobody")
    propose.add_argument("--telephone", help="and by which number")
    propose.add_argument("--dates", help="usual, strict or estimated (a new list: usual)")
    propose.add_argument("--shows", help="reason or call_second_line (a new list: reason)")
    propose.add_argument("--stale-after", type=int, metavar="DAYS", help="when it is old (a new list: 30)")
    propose.add_argument(
        "--posts",
        type=codes,
        metavar="CODES",
        help="which hold it, with commas; “none”: headquarters alone (a new list: all)",
    )
    propose.add_argument("--format", help="of the files; recognised when it is not given")
    propose.add_argument("--language", choices=LANGUAGES, default="en", help="language of the messages (default: en)")


def run(options: argparse.Namespace) -> int:
    return {"check": check, "template": write_template, "propose": propose}[options.act](options)


def check(options: argparse.Namespace) -> int:
    from datetime import date

    from jalon.watchlists import formats
    from jalon.watchlists.formats.guards import Guards, reasons

    try:
        edition = formats.read(options.files, options.format, progress=progress(), today=date.today())
    except formats.ListUnreadable as error:
        print(f"jalon lists check: {error.sentence(options.language)}", file=sys.stderr)
        return BAD_INPUT
    against = reasons(edition, Guards())
    print(json.dumps(report(edition, against, options.language), ensure_ascii=False))
    return REFUSED if edition.refused or against else 0


def report(edition: Edition, against: tuple[Problem, ...], language: str) -> dict[str, Any]:
    """The answer: counts, then every row refused, why the edition is refused, every field not understood."""
    said = [*edition.refused, *against, *edition.problems]
    return {
        "format": edition.format,
        "dated": edition.dated,
        "persons": edition.counts["persons"],
        "names": edition.counts["names"],
        "documents": edition.counts["documents"],
        "refused": edition.counts["refused"],
        "not_persons": edition.not_persons,
        "problems": [
            {
                "file": problem.file,
                "row": problem.row,
                "field": problem.field,
                "code": problem.code,
                "message": problem.sentence(language),
            }
            for problem in said
        ],
    }


def progress() -> Any:
    """A line that counts percents on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        print(f"\r{100 * done // max(total, 1):3d} %", end=end, file=sys.stderr, flush=True)

    return show


def write_template(options: argparse.Namespace) -> int:
    from jalon.watchlists.formats import template

    makers = {".csv": template.as_csv, ".xlsx": template.as_xlsx}
    path: Path = options.file
    maker = makers.get(path.suffix.lower())
    if maker is None:
        print(f"jalon lists template: {path}: name a file that ends in .csv or .xlsx.", file=sys.stderr)
        return BAD_INPUT
    content = maker(options.language)
    try:
        # Never over a list that someone has begun to fill.
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        print(f"jalon lists template: {path}: {error.strerror}.", file=sys.stderr)
        return BAD_INPUT
    return 0


def propose(options: argparse.Namespace) -> int:
    """Propose an edition from this machine. It is approved on the page, by another person."""
    from jalon.config.starting import start_django, start_node
    from jalon.journal.keys import NodeNotPrepared

    start_django()
    try:
        start_node()
        officer, rules = proposer(options.officer), rules_of(options)
        return propose_files(options, officer, rules)
    except (NodeNotPrepared, ValueError, OSError) as wrong:
        print(f"jalon lists propose: {wrong}", file=sys.stderr)
        return BAD_INPUT


def proposer(username: str) -> str:
    """The officer who proposes. Raises ValueError where the roles of today do not allow it."""
    from jalon.staff.models import Account
    from jalon.staff.postings import roles_of
    from jalon.web.gate import Role

    account = Account.objects.filter(username=username).first()
    if account is None:
        raise ValueError(f"nobody signs in as “{username}” here.")
    if not roles_of(account) & {Role.NATIONAL_DESK, Role.ADMINISTRATOR}:
        raise ValueError(f"{username} is neither at the national desk nor an administrator today.")
    return account.officer


def codes(text: str) -> list[str]:
    """Codes of posts, as they are typed."""
    return [] if text == "none" else [code.strip() for code in text.split(",") if code.strip()]


def rules_of(options: argparse.Namespace) -> Any:
    """The rules of the list as they stand, with what the options change."""
    from jalon.watchlists.models import Edition
    from jalon.watchlists.rules import Rules

    latest = Edition.objects.filter(list=options.list).order_by("-number").first()
    rules = {"title": options.list, **(latest.rules if latest else {})}
    asked = {name: getattr(options, name) for name in Rules.__dataclass_fields__}
    return Rules.from_json(rules | {name: value for name, value in asked.items() if value is not None})


def propose_files(options: argparse.Namespace, officer: str, rules: Any) -> int:
    import time

    from django.utils import timezone

    from jalon.watchlists import incoming

    files = [(name, Path(name)) for name in options.files]
    for name, path in files:
        if not path.is_file():
            raise ValueError(f"{name}: there is no such file.")
    one = incoming.read_files(options.list, files, rules, officer, timezone.localdate(), format=options.format)
    try:
        show, shown = progress(), -1
        while (result := one.result) is None:
            if show is not None and one.percent != shown:
                shown = one.percent
                show(shown, 100)
            time.sleep(0.2)
        return say_result(options, one, result)
    finally:
        incoming.abandon(one)


def say_result(options: argparse.Namespace, one: Any, result: dict[str, Any]) -> int:
    """Refusals and problems on standard error; then the proposal, as one JSON object."""
    from jalon.watchlists import incoming
    from jalon.watchlists.models import Edition

    said = [*incoming.refused_of(result), *incoming.problems_of(result), *incoming.reasons_of(result)]
    for problem in said:
        print(f"{problem.where(options.language)}: {problem.sentence(options.language)}", file=sys.stderr)
    if result["fault"] == "refused":
        print("jalon lists propose: this edition is refused; nothing was proposed.", file=sys.stderr)
        return REFUSED
    if result["fault"]:
        print(f"jalon lists propose: {FAULTS.get(result['fault'], 'the files cannot be read.')}", file=sys.stderr)
        return BAD_INPUT
    edition = Edition.objects.get(key=incoming.propose(one, one.officer).key)
    answer = {"list": edition.list, "edition": edition.number, **edition.counts, "difference": edition.difference}
    print(json.dumps(answer, ensure_ascii=False))
    print("Proposed. Another person approves it on the page of the lists.", file=sys.stderr)
    return 0


FAULTS = {
    "too_much_memory": "the files asked for more memory than a list may take.",
    "too_long": "the files took longer than a list may take.",
    "broken": "the reading ended without an answer.",
}
