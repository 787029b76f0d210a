"""Prepare this machine: its keys, its databases, its first administrators.

jalon node prepare --post ML-GOG --headquarters HEX   a post that writes to the headquarters of this public key
jalon node prepare --post ML-HQ                       a node that is its own root
jalon node invite --post ML-GOG --by NAME             at a headquarters: a one-time code for a machine at a post
jalon node enrol --address https://… --code CODE      at a post: belong to the headquarters that gave the code
jalon node revoke --node ID --since 2026-11-25T06:00 --why "captured" --by NAME
jalon node status                                     how this machine stands with its headquarters, or with its posts
jalon node officer --name "Issa" --username issa --role administrator
jalon node show                                       who this machine is

`officer` enrols an administrator and prints the one-time code with which he chooses a password at /account/first/. It
does so while fewer than two hold that role here, because roles need two people; everybody else is enrolled by them.
"""

from __future__ import annotations

import argparse
import re
import sys

SUMMARY = "prepare this machine's databases and keys, and its first administrators"

# Roles need two people: the machine makes these two, and they make the others.
FIRST_ADMINISTRATORS = 2
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["prepare", "officer", "show", "invite", "enrol", "revoke", "status"])
    parser.add_argument("--post", help="prepare, invite: the code of the place this machine stands at")
    parser.add_argument("--headquarters", help="prepare: public sealing key of the headquarters, 64 hexadecimal digits")
    parser.add_argument("--name", help="officer: the name, as pages show it")
    parser.add_argument("--username", help="officer: small letters and digits, to sign in")
    parser.add_argument("--by", help="invite, revoke: the username of the administrator who acts")
    parser.add_argument("--node", help="revoke: the node; invite: the node that the new machine replaces")
    parser.add_argument("--since", help="revoke: from when it is not trusted, 2026-11-25T06:00 (default: now)")
    parser.add_argument("--why", help="revoke: the reason")
    parser.add_argument("--address", help="enrol: the headquarters' address; invite: the same, for the QR sign")
    parser.add_argument("--code", help="enrol: the one-time code")
    parser.add_argument("--role", choices=["administrator"], help="officer: the role, at this machine's place")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django

    start_django()
    from jalon.config.commands import node_links as links
    from jalon.journal.keys import NodeNotPrepared
    from jalon.sync.link import LinkDown, RefusedThere

    acts = {"prepare": prepare, "officer": officer, "show": show, "invite": links.invite, "enrol": links.enrol}
    acts |= {"revoke": links.revoke, "status": links.status}
    try:
        return acts[options.act](options)
    except (NodeNotPrepared, ValueError, LinkDown, RefusedThere) as wrong:
        print(f"jalon node {options.act}: {wrong}", file=sys.stderr)
        return 2


def prepare(options: argparse.Namespace) -> int:
    """Keys, databases, and the posts shipped as data. Twice does no harm."""
    from django.conf import settings

    from jalon.config import cast
    from jalon.config.preparing import prepare_node
    from jalon.config.starting import start_node
    from jalon.posts.models import Post

    if not options.post:
        raise ValueError("name the place with --post CODE.")
    prepare_node(options.post, public_key(options.headquarters))
    start_node()
    if settings.JALON_TIER != "forum" and not Post.objects.exists():
        cast.declare_posts()
    return show(options)


def public_key(text: str | None) -> bytes | None:
    if not text:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ValueError("--headquarters takes 64 hexadecimal digits.")
    return key


def officer(options: argparse.Namespace) -> int:
    """A first administrator, with a one-time code."""
    from django.utils import timezone

    from jalon.config.starting import start_node
    from jalon.journal.node import this_node
    from jalon.staff import first_code, postings
    from jalon.staff.verbs import INSTALLER
    from jalon.web.gate import Role

    if not (options.name and options.username and options.role):
        raise ValueError("give --name NAME, --username USERNAME and --role administrator.")
    if not USERNAME.fullmatch(options.username):
        raise ValueError("--username takes two to forty small letters and digits, a letter first.")
    start_node()
    if len(set(postings.administrators().values_list("officer", flat=True))) >= FIRST_ADMINISTRATORS:
        raise ValueError("two administrators are here already: they enrol the others, on the page of the officers.")
    try:
        account, code = first_code.enrol(options.name, options.username, INSTALLER)
    except first_code.UsernameTaken:
        raise ValueError(f"somebody signs in as {options.username} already.") from None
    place = this_node().keys.post
    postings.post(account.officer, place, Role.ADMINISTRATOR, INSTALLER, timezone.localdate())
    until = timezone.localdate() + first_code.LASTS
    print(f"{options.name}, administrator at {place}: sign in as {account.username}")
    print(f"one-time code {code}, good until {until}, at /account/first/")
    return 0


def show(_options: argparse.Namespace) -> int:
    from jalon.journal.node import this_node

    keys = this_node().keys
    print(f"node {keys.node} at {keys.post}")
    print(f"public sealing key {keys.sealing.public_key().public_bytes_raw().hex()}")
    print(f"signing public key {keys.public_key.hex()}")
    return 0
