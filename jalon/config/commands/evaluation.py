"""Evaluations between any two dates: drawn up, printed, and computed again at their position.

jalon evaluation list                              those that were drawn up, the last first
jalon evaluation draw --since D --until D          draw one of what is known now, and keep it
      --forum ID --party CODE --level L --theme T    narrowed; repeat --party, --level, --theme for several
jalon evaluation print KEY --as json|pdf|xlsx|text --language fr --to FILE
jalon evaluation check KEY                         compute it again at its position, and compare it to the byte

A check copies the journal up to the position into a folder of its own inside JALON_HOME, makes tables and counts anew
from it in another process, draws the evaluation there and compares. It changes nothing here, but for the lists of
entries behind the figures, which it makes anew where they are gone.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from datetime import date
from pathlib import Path
from typing import Any

SUMMARY = "draw an evaluation of promises, print one, or check it anew"
FORMS = ("json", "pdf", "xlsx", "text")
SAME, DIFFERS, REFUSED = 0, 1, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="list|draw|print|check")
    acts.add_parser("list")
    draw = acts.add_parser("draw")
    draw.add_argument("--since", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    draw.add_argument("--until", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    draw.add_argument("--forum", default="", help="whose promises (its id); this state's own where it is left out")
    for name in ("party", "level", "theme", "post"):
        draw.add_argument(f"--{name}", action="append", default=[])
    draw.add_argument("--window", type=int, default=30, metavar="DAYS", help="over which figures are measured")
    draw.add_argument("--for-others", action="store_true", help="small numbers and operational values kept back")
    for name in ("print", "check"):
        one = acts.add_parser(name)
        one.add_argument("key", metavar="KEY", help="of the evaluation; “last” for the one drawn last")
        if name == "print":
            one.add_argument("--as", dest="form", choices=FORMS, default="json")
            one.add_argument("--language", choices=("fr", "en", "ar"), default="fr")
            one.add_argument("--to", metavar="FILE", default="-")
    acts.add_parser("again")  # what `check` starts in another process


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django

    start_django()
    from jalon.journal.keys import NodeNotPrepared
    from jalon.journal.node import this_node

    try:
        this_node()
    except NodeNotPrepared as refused:
        print(refused, file=sys.stderr)
        return REFUSED
    acts = {"list": show, "draw": draw, "print": print_one, "check": check, "again": again}
    return acts[options.act](options)


def show(_: argparse.Namespace) -> int:
    from jalon.cooperation import evaluation

    for one in evaluation.every():
        print(f"{one.key}  {one.since} – {one.until}  position {one.counted_to}  SHA-256 {one.digest[:16]}…")
    return SAME


def draw(options: argparse.Namespace) -> int:
    from jalon.config.cast import ADMINISTRATOR
    from jalon.cooperation import evaluation
    from jalon.cooperation.models import Evaluation
    from jalon.cooperation.saying import NotAllowed

    asked = {
        "forum": options.forum,
        "parties": options.party,
        "levels": options.level,
        "themes": options.theme,
        "posts": options.post,
        "window": options.window,
        "for_others": options.for_others,
    }
    try:
        scope = evaluation.Scope.of(asked)
        recorded = evaluation.draw_up(options.since, options.until, scope, ADMINISTRATOR)
    except (NotAllowed, ValueError) as refused:
        print(f"jalon evaluation: nothing was drawn: {_words(refused)}", file=sys.stderr)
        return REFUSED
    one = Evaluation.objects.get(key=recorded.key)
    print(f"{one.key}  position {one.counted_to}  SHA-256 {one.digest}")
    return SAME


def _words(refused: Exception) -> str:
    from jalon.secretariat.words.evaluation import NOT_ALLOWED

    return str(NOT_ALLOWED.get(getattr(refused, "code", ""), refused))


def _one(key: str) -> Any:
    """The evaluation, or None after saying that there is none."""
    from jalon.cooperation import evaluation

    rows = evaluation.every()
    found = next((one for one in rows if key in {one.key, "last"}), None)
    if found is None:
        print(f"jalon evaluation: there is no evaluation {key} here: see jalon evaluation list.", file=sys.stderr)
    return found


def print_one(options: argparse.Namespace) -> int:
    from django.utils import translation

    from jalon.cooperation import evaluation
    from jalon.secretariat.evaluations import outputs
    from jalon.web import printing

    one = _one(options.key)
    found = evaluation.kept(one) if one else None
    if one is None or found is None:
        if one is not None:
            print("jalon evaluation: its file is not here: draw it again, or check it.", file=sys.stderr)
        return REFUSED
    with translation.override(options.language):
        try:
            content = outputs.OUTPUTS[options.form].made(one, found)
        except printing.NoPango as missing:
            print(f"jalon evaluation: this machine cannot lay out a PDF: {missing}", file=sys.stderr)
            return REFUSED
    if options.to == "-":
        sys.stdout.buffer.write(content)
    else:
        Path(options.to).write_bytes(content)
    return SAME


def check(options: argparse.Namespace) -> int:
    """Whether it is the same to the byte."""
    from django.conf import settings

    from jalon.config import again as anew
    from jalon.cooperation import evaluation, evaluation_file
    from jalon.cooperation.evaluating import traces
    from jalon.journal.copying import BeyondTheJournal
    from jalon.journal.node import this_node

    one = _one(options.key)
    if one is None:
        return REFUSED
    if not one.key.startswith(f"{this_node().id}."):
        print("jalon evaluation: another machine drew it: only the journal it was drawn from can check it.")
        return REFUSED
    found = evaluation.kept(one) or {}
    rules = {
        "JALON_TIME_ZONE": str(found.get("time_zone") or settings.TIME_ZONE),
        "JALON_SMALL_CELL": str(found.get("small_cell") or settings.JALON_SMALL_CELL),
    }
    if found and found["version"] != evaluation.VERSION:
        print("jalon evaluation: an older program drew it by other rules; compare it with that program.")
        return REFUSED
    try:
        content, behind = anew.again(one, rules, say=lambda line: print(f"· {line}", file=sys.stderr, flush=True))
    except (BeyondTheJournal, anew.NotComputed) as failed:
        print(f"jalon evaluation: it could not be computed again: {failed}", file=sys.stderr)
        return REFUSED
    digest = evaluation.digest(content)
    if digest != one.digest:
        print(f"DIFFERS: at position {one.counted_to} the journal gives {digest}, and the entry bears {one.digest}.")
        for line in differences(found, content):
            print(f"  {line}")
        return DIFFERS
    traces.keep(one.digest, behind)
    if not one.file:
        evaluation_file.keep_beside(one.digest, zlib.compress(content, 9))
    print(f"the same to the byte: position {one.counted_to}, {len(content)} bytes, SHA-256 {digest}")
    return SAME


MOST_SHOWN = 20


def differences(kept: dict[str, Any], content: bytes) -> list[str]:
    """Where what was kept and what was computed say different things, a line each."""
    import json

    found: list[str] = []
    _compare("", kept, json.loads(content), found)
    return found[:MOST_SHOWN]


def _compare(where: str, one: Any, other: Any, found: list[str]) -> None:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            _compare(f"{where}.{name}", one.get(name), other.get(name), found)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (here, there) in enumerate(zip(one, other, strict=True)):
            _compare(f"{where}[{index}]", here, there, found)
    elif one != other:
        found.append(f"{where.lstrip('.')}: {_short(one)} → {_short(other)}")


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def again(_: argparse.Namespace) -> int:
    """In the other process: draw what `asked.json` of its home asks for."""
    from jalon.config import again as anew

    anew.draw_here(say=lambda line: print(line, file=sys.stderr, flush=True))
    return SAME
