"""Notices for travellers in the languages of the country (Hausa, Bambara, Fulfulde, Zarma, Tamasheq, Hassaniya): the
state supplies them printed (.txt, .png, .pdf) or recorded (.mp3, .ogg), in a folder <language>/<notice>.<extension>.

jalon notices manifest FOLDER --authority "…" --reference "…"   name the files of a folder, before it is handed out
jalon notices import FOLDER --officer USERNAME                  take them into this node
jalon notices list                                              what this node has
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

SUMMARY = "take in the notices that the state supplies in other languages"
REFUSED, BAD_INPUT = 1, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="manifest|import|list")
    manifest = acts.add_parser("manifest", help="write manifest.json for a folder of notices")
    manifest.add_argument("folder", type=Path)
    manifest.add_argument("--authority", required=True, help="who supplies them")
    manifest.add_argument("--reference", required=True, help="of the decision: number and day")
    bringing = acts.add_parser(
        "import",
        help="take a folder of notices into this node",
        description="Exit status: 0 when every file is taken, 1 when one is refused, 2 when there is no manifest.",
    )
    bringing.add_argument("folder", type=Path)
    bringing.add_argument("--officer", required=True, metavar="USERNAME", help="the administrator who takes them in")
    acts.add_parser("list", help="the notices of this node")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node
    from jalon.journal.keys import NodeNotPrepared

    start_django()
    from jalon.protection.supplied import NoticesRefused

    try:
        if options.act == "manifest":
            return write_manifest(options)
        start_node()
        return import_folder(options) if options.act == "import" else list_notices()
    except (NodeNotPrepared, NoticesRefused, OSError, ValueError) as wrong:
        print(f"jalon notices {options.act}: {wrong}", file=sys.stderr)
        return BAD_INPUT


def write_manifest(options: argparse.Namespace) -> int:
    from jalon.protection import supplied

    names = supplied.write_manifest(options.folder, options.authority, options.reference)
    print("\n".join(names))
    print(f"{len(names)} notices named in {options.folder / supplied.MANIFEST}.", file=sys.stderr)
    return 0 if names else REFUSED


def import_folder(options: argparse.Namespace) -> int:
    from jalon.protection import supplied

    taken = supplied.take(options.folder, administrator(options.officer))
    for one in taken.notices:
        print(f"{one['language']}/{one['code']}.{one['extension']}")
    for name, reason in taken.refused:
        print(f"jalon notices import: {name}: {reason}. Not taken.", file=sys.stderr)
    print(f"{len(taken.notices)} taken, {len(taken.refused)} refused.", file=sys.stderr)
    return REFUSED if taken.refused or not taken.notices else 0


def list_notices() -> int:
    from jalon.protection import supplied

    for one in supplied.here().order_by("language", "code", "extension"):
        state = "" if supplied.content_of(one) is not None else "\taltered or gone: not shown"
        print(f"{one.language}/{one.code}.{one.extension}\t{one.authority}\t{one.reference}{state}")
    return 0


def administrator(username: str) -> str:
    """The officer who takes them in. Raises ValueError where the roles of today do not allow it."""
    from jalon.staff.models import Account
    from jalon.staff.postings import roles_of
    from jalon.web.gate import Role

    account = Account.objects.filter(username=username).first()
    if account is None:
        raise ValueError(f"nobody signs in as “{username}” here.")
    if Role.ADMINISTRATOR not in roles_of(account):
        raise ValueError(f"{username} is no administrator today.")
    return account.officer
