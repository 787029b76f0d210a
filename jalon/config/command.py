"""The command `jalon`: a literal table of commands, each imported only when it is called."""

from __future__ import annotations

import argparse
import importlib
import sys

COMMANDS: dict[str, tuple[str, str]] = {
    "mrz": ("jalon.config.commands.mrz", "read machine readable zones"),
    "lists": ("jalon.config.commands.lists", "check watch lists, or write the national template"),
    "screen": ("jalon.config.commands.screen", "search people in watch lists"),
    "compare": ("jalon.config.commands.compare", "score pairs of people"),
    "rematch": ("jalon.config.commands.rematch", "match those who passed again with the lists in service"),
    "regime": ("jalon.config.commands.regime", "ask the dated rules of travel"),
    "register": ("jalon.config.commands.register", "check a daily register against its signature"),
    "notices": ("jalon.config.commands.notices", "take in the notices that the state supplies in other languages"),
    "receipt": ("jalon.config.commands.receipt", "check the signed code of a receipt"),
    "journal": ("jalon.config.commands.journal", "verify, rebuild or back up this node's journal"),
    "reader": ("jalon.config.commands.reader", "bring what a page reader reads to the desk"),
    "node": ("jalon.config.commands.node", "prepare this machine's databases and keys"),
    "sync": ("jalon.config.commands.sync", "exchange with the headquarters, over the link or on a stick"),
    "forum": ("jalon.config.commands.forum", "found a forum, seat its parties, join one"),
    "work": ("jalon.config.commands.work", "let tables, matching, counts and alerts follow what arrives"),
    "backup": ("jalon.config.commands.backup", "write a sealed backup of this node"),
    "restore": ("jalon.config.commands.restore", "bring a backup back into an empty node"),
    "statistics": ("jalon.config.commands.statistics", "count the border's figures, or count them anew"),
    "evaluation": ("jalon.config.commands.evaluation", "draw an evaluation of promises, print one, or check it anew"),
    "serve": ("jalon.config.commands.serve", "open the doors: run the web server"),
    "demo": ("jalon.config.commands.demo", "a border post with synthetic traffic"),
    "django": ("jalon.config.commands.django", "Django's own commands, for administrators"),
}


def main(argv: list[str] | None = None) -> int:
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in {"-h", "--help"}:
        print(overview())
        return 0 if words else 2
    if words[0] not in COMMANDS:
        print(f"jalon: there is no command “{words[0]}”.\n\n{overview()}", file=sys.stderr)
        return 2
    module = importlib.import_module(COMMANDS[words[0]][0])
    parser = argparse.ArgumentParser(prog=f"jalon {words[0]}", description=module.__doc__ or module.SUMMARY)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    module.arguments(parser)
    try:
        return int(module.run(parser.parse_args(words[1:])))
    except KeyboardInterrupt:
        print("jalon: interrupted; what was recorded is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def overview() -> str:
    """The list of commands, a line each."""
    lines = [f"  {name:<12}{summary}" for name, (_, summary) in COMMANDS.items()]
    return "\n".join(["usage: jalon COMMAND [--help] …", "", "commands:", *lines])


if __name__ == "__main__":
    sys.exit(main())
