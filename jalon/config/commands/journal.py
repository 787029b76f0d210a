"""This node's journal.

jalon journal verify
jalon journal verify copy.sqlite3 --sidecar head --language fr
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jalon.journal.faults import Report

SUMMARY = "verify, rebuild or back up this node's journal"

LANGUAGES = ("fr", "en", "ar")
FAULT, UNREADABLE = 1, 2

# What is said beside the fault itself, in the languages of the house.
WORDS: dict[str, dict[str, str]] = {
    "whole": {
        "fr": "Le journal est entier : {entries} entrées, {epochs} époques.",
        "en": "The journal is whole: {entries} entries, {epochs} epochs.",
        "ar": "السجل سليم: القيود {entries}، الحقب {epochs}.",
    },
    "last_good": {
        "fr": "Dernière entrée bonne : {place}.",
        "en": "Last good entry: {place}.",
        "ar": "آخر قيد سليم: {place}.",
    },
    "none_good": {
        "fr": "Aucune entrée n’a pu être vérifiée.",
        "en": "No entry could be verified.",
        "ar": "لم يمكن التحقق من أي قيد.",
    },
    "damage": {
        "fr": "Le fichier lui-même est endommagé (SQLite : {words}).",
        "en": "The file itself is damaged (SQLite: {words}).",
        "ar": "الملف نفسه تالف (SQLite: {words}).",
    },
    "no_sidecar": {
        "fr": "Sans témoin lisible : une fin de journal perdue ne se verrait pas.",
        "en": "No sidecar could be read: a lost end of the journal would not show.",
        "ar": "لا ملف شاهد مقروء: لن يظهر ضياع نهاية السجل.",
    },
}


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="|".join(ACTS))
    for name, (summary, describe, _) in ACTS.items():
        describe(acts.add_parser(name, help=summary, description=describe.__doc__))


def run(options: argparse.Namespace) -> int:
    return ACTS[options.act][2](options)


def verify_arguments(parser: argparse.ArgumentParser) -> None:
    """Name the first entry that was altered, removed, moved or forged; no key is needed, and the file is not changed.
    Exit status: 0 when the journal is whole, 1 when there is a fault, 2 when the file is missing or cannot be read."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: JALON_HOME/journal.sqlite3")
    parser.add_argument(
        "--sidecar", type=Path, metavar="FILE", help="default: JALON_SIDECAR, or JALON_HOME/sidecar/head"
    )
    parser.add_argument("--json", action="store_true", help="the report as one JSON object")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences (default: en)")


def verify(options: argparse.Namespace) -> int:
    from jalon.journal.faults import JournalUnreadable
    from jalon.journal.verify import verify as verified

    if options.file is None and "JALON_DATABASE_URL" in os.environ:
        return told(verify_postgresql(options.sidecar or usual_sidecar()), options)
    file, sidecar = options.file or usual_file(), options.sidecar or usual_sidecar()
    guessed = options.file is not None and options.sidecar is None
    try:
        if options.sidecar is not None and not options.sidecar.exists():
            raise JournalUnreadable("file_missing", str(options.sidecar))
        report = verified(file, sidecar)
        if guessed and report.first_fault and report.first_fault.code == "other_node":
            report = verified(file, None)  # this machine's sidecar says nothing of another node's journal
    except JournalUnreadable as error:
        print(f"jalon journal verify: {error.sentence(options.language)}", file=sys.stderr)
        return UNREADABLE
    return told(report, options)


def verify_postgresql(sidecar: Path) -> Report:
    """The journal of a headquarters, in the database that JALON_DATABASE_URL names."""
    from jalon.config.starting import start_django

    start_django()
    from jalon.journal.node import journal_connection
    from jalon.journal.verify import verify_database

    connection, _ = journal_connection()
    return verify_database(connection, sidecar)


def told(report: Report, options: argparse.Namespace) -> int:
    """Print a report; the exit status."""
    if options.json:
        print(json.dumps(report.as_json(options.language), ensure_ascii=False))
    else:
        print("\n".join(sentences(report, options.language)))
    return 0 if report.ok else FAULT


def sentences(report: Report, language: str) -> list[str]:
    """The report, a sentence a line: the verdict first."""
    said: list[str] = []
    if report.first_fault is None:
        counts = {"entries": report.entries, "epochs": report.epochs}
        said.append(WORDS["whole"][language].format(**counts))
    else:
        said.append(report.first_fault.sentence(language))
        if report.damage and report.first_fault.code != "file_damaged":
            said.append(WORDS["damage"][language].format(words=report.damage[0]))
    if report.last_good is not None:
        said.append(WORDS["last_good"][language].format(place=report.last_good.sentence(language)))
    elif report.first_fault is not None:
        said.append(WORDS["none_good"][language])
    if not report.sidecar:
        said.append(WORDS["no_sidecar"][language])
    return said


def home() -> Path:
    return Path(os.environ.get("JALON_HOME", ".demo"))


def usual_file() -> Path:
    """The journal of this node; on a headquarters of one SQLite file, that file."""
    journal, headquarters = home() / "journal.sqlite3", home() / "headquarters.sqlite3"
    return headquarters if headquarters.exists() and not journal.exists() else journal


def usual_sidecar() -> Path:
    return Path(os.environ.get("JALON_SIDECAR", home() / "sidecar" / "head"))


def rebuild_arguments(parser: argparse.ArgumentParser) -> None:
    """Fill every table anew from the journal, beside the live ones, and switch to them in one step; what differed
    before is listed. Exit status: 0 when nothing differed, 1 when something did, 2 when this machine is no node."""


def rebuild(options: argparse.Namespace) -> int:
    """Rebuild the tables of the node at JALON_HOME."""
    from jalon.config.starting import start_django

    start_django()
    from jalon.config.rebuilding import FOLLOW_ENTRIES
    from jalon.journal.keys import NodeNotPrepared
    from jalon.journal.rebuild import RebuildRefused
    from jalon.journal.rebuild import rebuild as rebuild_tables

    try:
        differed = rebuild_tables(FOLLOW_ENTRIES, lambda said: print(f"· {said}", file=sys.stderr, flush=True))
    except (NodeNotPrepared, RebuildRefused) as refused:
        print(refused, file=sys.stderr)
        return UNREADABLE
    for sentence in differed:
        print(sentence)
    print(f"rebuilt: {len(differed)} rows differed before.")
    return FAULT if differed else 0


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Copy the journal while it is in use. A node that starts on the copy opens a new epoch, so that no second history
    grows beside the first: never copy the file by hand. Keys and sidecar are not copied."""
    parser.add_argument("copy", type=Path, metavar="FILE", help="where the copy goes")


def backup(options: argparse.Namespace) -> int:
    """Back up the journal of the post at JALON_HOME."""
    import sqlite3

    from jalon.config.starting import keep_private
    from jalon.journal.backup import CannotBackUp, back_up

    keep_private()
    try:
        entries = back_up(Path(os.environ.get("JALON_HOME", ".demo")) / "journal.sqlite3", options.copy)
    except (CannotBackUp, OSError, sqlite3.Error) as refused:
        print(f"jalon journal backup: {refused}", file=sys.stderr)
        return UNREADABLE
    print(f"{options.copy}: {entries} entries.")
    return 0


Act = tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]

# Adding an act: its summary, its arguments and what runs it.
ACTS: dict[str, Act] = {
    "verify": ("name the first entry that was altered, removed, moved or forged", verify_arguments, verify),
    "rebuild": ("fill every table anew from the journal", rebuild_arguments, rebuild),
    "backup": ("copy the journal while it is in use", backup_arguments, backup),
}
