"""Which rules of travel are in force at this node: the shipped sample, until a state's own set is put in service.

One proposes, another person approves; nothing waits for a restart. The files of every set that was proposed are kept in
`JALON_HOME/rules/<version>-<digest>`, so that a decision can be replayed under the rules of its day.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from jalon.crossings.models import RuleEdition
from jalon.crossings.rules import NotAllowed
from jalon.journal.acting import act
from jalon.journal.record import Recorded, record
from jalon.regimes.problems import Problem, RulesUnusable
from jalon.regimes.reading import FILES, load, made
from jalon.regimes.rule_set import RuleSet
from jalon.regimes.rules import SETS, RulesGone, rule_set

SHORT = 12  # hexadecimal signs of a digest in the name of its folder
IN_ENTRY = 8  # signs of it by which an entry names its set: a node knows some dozens at most
LARGEST_FILE = 512 * 1024  # bytes: some thousand rules
LONGEST_DECISION = 120
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def in_force() -> RuleSet:
    """The rules that the desk goes by now. Raises RulesGone where their files are gone or were altered."""
    edition = edition_in_force()
    return rule_set() if edition is None else find(edition.version, edition.digest)


def edition_in_force() -> RuleEdition | None:
    """The set that was put in service last; None while the shipped sample serves."""
    return RuleEdition.objects.exclude(approved_by="").order_by("-approved_position").first()


def find(version: str, digest: str) -> RuleSet:
    """A set that served here, by its version and its digest, or the first signs of it. Raises RulesGone."""
    if version in SETS and rule_set(version).digest.startswith(digest):
        return rule_set(version)
    whole = RuleEdition.objects.filter(version=version, digest__startswith=digest).values_list("digest", flat=True)
    found = _kept(str(settings.JALON_HOME), version, (whole.first() or digest)[:SHORT])
    if not found.digest.startswith(digest):
        raise RulesGone(version)
    return found


def version_of(digest: str) -> str:
    """The version of the set whose digest begins so; empty where none is known here."""
    known = RuleEdition.objects.filter(digest__startswith=digest).values_list("version", flat=True).first()
    shipped = (version for version in SETS if rule_set(version).digest.startswith(digest))
    return known or next(shipped, "")


@lru_cache(maxsize=16)
def _kept(home: str, version: str, short: str) -> RuleSet:
    """Read from its folder and proven by its digest. A failure is not remembered: files may be put back."""
    if not VERSION.fullmatch(version):
        raise RulesGone(version)
    try:
        found = load(Path(home) / "rules" / f"{version}-{short}")
    except RulesUnusable:
        raise RulesGone(version) from None
    if found.version != version or not found.digest.startswith(short):
        raise RulesGone(version)
    return found


def contents_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The six files of a set, by name (`rules.json`), as JSON values. Raises RulesUnusable, naming each bad file."""
    contents: dict[str, Any] = {}
    problems = []
    for name in FILES:
        file = f"{name}.json"
        raw = files.get(file, b"")
        if not raw or len(raw) > LARGEST_FILE:
            problems.append(Problem("file_missing", file))
            continue
        try:
            contents[name] = json.loads(raw.decode("utf-8-sig"))
        except json.JSONDecodeError as fault:
            problems.append(Problem("not_json", file, value=str(fault.lineno)))
        except (UnicodeDecodeError, RecursionError, ValueError):
            problems.append(Problem("file_missing", file))
    if problems:
        raise RulesUnusable(problems)
    return contents


def files_of(version: str, digest: str) -> dict[str, Any]:
    """The six files of a set that was proposed here, as JSON values by name. Raises RulesGone."""
    find(version, digest)
    folder = Path(settings.JALON_HOME) / "rules" / f"{version}-{digest[:SHORT]}"
    try:
        return {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in FILES}
    except (OSError, ValueError):
        raise RulesGone(version) from None


def keep(contents: dict[str, Any], digest: str) -> None:
    """Keep the files of a set that the headquarters put in service. Raises RulesUnusable, or RulesGone where they do
    not make the set of this digest."""
    found = made(contents)
    if found.digest != digest or not VERSION.fullmatch(found.version):
        raise RulesGone(found.version)
    _keep(contents, found)


def propose(files: Mapping[str, bytes], actor: str) -> Recorded:
    """Keep a set's files and record that it is proposed; nothing changes at the desk yet.

    Raises RulesUnusable (what is wrong with the rules) or NotAllowed; then nothing was kept.
    """
    contents = contents_of(files)
    return _propose(contents, made(contents), actor)


@act
def _propose(contents: dict[str, Any], proposed: RuleSet, actor: str) -> Recorded:
    if not VERSION.fullmatch(proposed.version):
        raise NotAllowed("rules_version_unfit")
    if (proposed.version, proposed.digest) == _served_now():
        raise NotAllowed("rules_in_force_already")
    known = RuleEdition.objects.filter(version=proposed.version).exclude(digest=proposed.digest)
    shipped = proposed.version in SETS and rule_set(proposed.version).digest != proposed.digest
    if shipped or known.exists():
        raise NotAllowed("rules_version_taken")
    _keep(contents, proposed)
    body = {
        "name": proposed.name[:200],
        "version": proposed.version,
        "digest": proposed.digest,
        "difference": difference(_in_force_or_empty(), proposed),
    }
    return record("rules.proposed", body, actor)


@act
def put_in_service(edition: str, decision: str, actor: str) -> Recorded:
    """Approve a proposed set, by another person than its proposer: from now on the desk goes by it.

    Raises NotAllowed, or RulesGone where its files are not those that were proposed.
    """
    proposed = RuleEdition.objects.get(key=edition)
    if proposed.proposed_by == actor:
        raise NotAllowed("rules_second_person")
    if not decision.strip():
        raise NotAllowed("rules_decision_needed")
    if proposed.approved_by:
        raise NotAllowed("rules_approved_already")
    find(proposed.version, proposed.digest)
    body = {"edition": edition, "version": proposed.version, "digest": proposed.digest}
    return record("rules.put_in_service", body | {"decision": decision.strip()[:LONGEST_DECISION]}, actor)


def awaiting() -> list[RuleEdition]:
    """Proposals that nobody approved and that came after the set in force, the newest first."""
    now = edition_in_force()
    waiting = RuleEdition.objects.filter(approved_by="").order_by("-position")
    return [one for one in waiting if now is None or one.position > now.position]


def before() -> list[RuleEdition]:
    """Sets that were put in service, the newest first."""
    return list(RuleEdition.objects.exclude(approved_by="").order_by("-approved_position"))


def difference(old: RuleSet | None, new: RuleSet) -> dict[str, dict[str, list[str]]]:
    """By kind of row (rules, seasons, fees, blocs, texts): the codes that are added, gone and changed, in order."""
    found = {}
    for kind in ("rules", "seasons", "fees", "blocs", "texts"):
        mine, theirs = (dict(_rows(kind, one)) if one is not None else {} for one in (old, new))
        changes = {
            "added": sorted(theirs.keys() - mine.keys()),
            "gone": sorted(mine.keys() - theirs.keys()),
            "changed": sorted(code for code in mine.keys() & theirs.keys() if mine[code] != theirs[code]),
        }
        if any(changes.values()):
            found[kind] = changes
    return found


def _rows(kind: str, of: RuleSet) -> Iterable[tuple[str, Any]]:
    if kind == "texts":
        return of.texts.items()
    if kind == "blocs":
        return ((f"{row.bloc} {row.period.first} {min(row.members, default='')}", row) for row in of.memberships)
    rows: Iterable[Any] = getattr(of, kind)
    return ((row.basis.code, row) for row in rows)


def _served_now() -> tuple[str, str]:
    edition = edition_in_force()
    return (edition.version, edition.digest) if edition else (rule_set().version, rule_set().digest)


def _in_force_or_empty() -> RuleSet | None:
    try:
        return in_force()
    except RulesGone:
        return None


def _keep(contents: dict[str, Any], proposed: RuleSet) -> None:
    """Write the six files beside the place, then move the folder there whole."""
    root = Path(settings.JALON_HOME) / "rules"
    folder = root / f"{proposed.version}-{proposed.digest[:SHORT]}"
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = root / f".{secrets.token_hex(8)}.new"
    new.mkdir(mode=0o700)
    try:
        for name in FILES:
            with (new / f"{name}.json").open("w", encoding="utf-8") as file:
                json.dump(contents[name], file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
        if folder.exists():  # proposed before, or left by a power cut: what is written now is whole
            shutil.rmtree(folder)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
