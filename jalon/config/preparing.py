"""Preparing a machine: its databases and its keys. Twice does no harm; what is there stays."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from jalon.journal import schema
from jalon.journal.keys import NodeKeys, prepare
from jalon.journal.node import journal_connection


def prepare_node(post: str, headquarters: bytes | None = None) -> NodeKeys:
    """Make the databases and the keys of this node, and the folder of the pages' files, which are gathered when the
    doors open. `headquarters`: its public sealing key; None at a headquarters."""
    home = Path(settings.JALON_HOME)
    for folder in (home, Path(settings.STATIC_ROOT)):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = prepare(home / "keys", post, headquarters)
    prepare_databases()
    return keys


def prepare_databases() -> None:
    """Bring tables and journal to this version of the program."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connection, _ = journal_connection()
    postgresql = connections[settings.JALON_JOURNAL_DATABASE].vendor == "postgresql"
    schema.create(connection, postgresql=postgresql)
