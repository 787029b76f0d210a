"""Check the files of a watch list without loading them, or write the template of a national list.

jalon lists check UN_consolidated.xml
jalon lists check sdn.csv alt.csv --format ofac_sdn --language fr
jalon lists template national.xlsx --language fr
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jalon.watchlists.formats.listing import Edition, Problem

SUMMARY = "check watch lists, or write the national template"

LANGUAGES = ("fr", "en", "ar")
REFUSED, BAD_INPUT = 1, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="check|template")
    check = acts.add_parser(
        "check",
        help="parse the files of one edition and say what would be refused",
        description="Parse the files of one edition without loading them. One JSON object on standard output: format, "
        "persons, names, documents, refused (counts), problems (file, row, field, code, message). Exit status: 0 when "
        "every row is taken, 1 when a row or the edition is refused, 2 when a file cannot be read.",
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="the files of one edition")
    check.add_argument("--format", help="un_sc, ofac_sdn, ftm, national or documents; recognised when it is not given")
    check.add_argument("--language", choices=LANGUAGES, default="en", help="language of the messages (default: en)")
    template = acts.add_parser("template", help="write the template of a national list, .csv or .xlsx")
    template.add_argument("file", type=Path, metavar="FILE.csv|FILE.xlsx")
    template.add_argument("--language", choices=LANGUAGES, default="fr", help="language of the headings (default: fr)")


def run(options: argparse.Namespace) -> int:
    return check(options) if options.act == "check" else write_template(options)


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
