"""Django's own commands on this node's settings, for administrators: jalon django changepassword amina"""

from __future__ import annotations

import argparse

SUMMARY = "Django's own commands, for administrators"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help="the command and its arguments")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django

    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["jalon django", *options.words])
    return 0
