"""Pictures of a face or of a document: off until the state sets a law for them; sealed; on a lane that waits for the
entries.

The entry of a picture is small: what it shows, the law, the digest and the size of the sealed bytes. The bytes lie in
files of their own, in JALON_HOME/pictures:

- `<taken>-<days>-<kind>-<digest>.sealed`: sealed to headquarters' key. It leaves when headquarters has received it,
  when its days are over, or, the oldest first, when there is no more room. Each is recorded.
- `<digest>.seen`: the same picture under the traveller's shift key, for the officers of that shift. It goes with that
  key.

A picture whose bytes are not there is named by `what_became_of`; no entry and no chain depends on them.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from jalon.crossings import photographed
from jalon.crossings.models import Inspection, Picture, PictureLeft, PictureRule, Shift
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty
from jalon.journal import seal, sending
from jalon.journal.acting import act
from jalon.journal.keys import flush_folder, write_private
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record
from jalon.journal.shiftkey import CLEAR
from jalon.readers.picture import SIZES
from jalon.staff.postings import officer_roles
from jalon.web.gate import Role

DAY = 86_400_000  # ms
LONGEST_RETENTION = 3_650  # days
LEAST_FREE = 200_000_000  # bytes of the disk that are left to the entries, whatever the setting says
MAY_PROPOSE = frozenset({Role.ADMINISTRATOR})
MAY_ALLOW = frozenset({Role.ADMINISTRATOR, Role.NATIONAL_DESK})
HERE, MISSING = "here", "missing"  # what became of the bytes, beside the reasons of PictureLeft


# ── the law ──


@act
def propose(legal_reference: str, kinds: Iterable[str], retention_days: int, since: date, actor: str) -> Recorded:
    """Propose that pictures be taken under a law; it counts once another allows it. Raises NotAllowed."""
    if not officer_roles(actor) & MAY_PROPOSE:
        raise NotAllowed("pictures_not_yours_to_propose")
    wanted = sorted(set(kinds))
    if len(legal_reference.strip()) < 5 or not wanted or not set(wanted) <= SIZES.keys():
        raise NotAllowed("pictures_need_a_law")
    if not 1 <= retention_days <= LONGEST_RETENTION:
        raise NotAllowed("pictures_need_an_end")
    body = {
        "legal_reference": legal_reference.strip()[:200],
        "kinds": wanted,
        "retention_days": retention_days,
        "since": since.isoformat(),
    }
    return record("pictures.proposed", body, actor)


@act
def allow(rule: str, actor: str) -> Recorded:
    """Allow what another proposed. Raises NotAllowed."""
    waiting = here().filter(key=rule, allowed_at__isnull=True, stopped_at__isnull=True).first()
    if waiting is None:
        raise NotAllowed("pictures_nothing_waits")
    if waiting.proposed_by == actor:
        raise NotAllowed("pictures_second_person")
    if not officer_roles(actor) & MAY_ALLOW:
        raise NotAllowed("pictures_not_yours_to_allow")
    return record("pictures.allowed", {"rule": rule}, actor)


@act
def stop(rule: str, reason: str, actor: str) -> Recorded:
    """Take back a law, or decline one that was proposed: from now on no picture is taken under it. One person is enough
    to stop. Raises NotAllowed."""
    standing = here().filter(key=rule, stopped_at__isnull=True).first()
    if standing is None:
        raise NotAllowed("pictures_nothing_waits")
    if not officer_roles(actor) & MAY_ALLOW:
        raise NotAllowed("pictures_not_yours_to_allow")
    return record("pictures.stopped", {"rule": rule, "reason": reason.strip()[:200]}, actor)


def here() -> QuerySet[PictureRule]:
    """The laws proposed on this node: a headquarters is told of its posts' too, and takes no picture under those."""
    node = this_node()
    own = {"key__startswith": f"{node.id}."} if node.keys.is_headquarters else {}
    return PictureRule.objects.filter(**own)


def in_force(today: date | None = None) -> PictureRule | None:
    """The law under which pictures are taken today; None: they are off."""
    allowed = here().filter(allowed_at__isnull=False, stopped_at__isnull=True)
    return allowed.filter(since__lte=today or timezone.localdate()).order_by("-position").first()


def rules() -> list[PictureRule]:
    """Every law that was proposed, the last first."""
    return list(here().order_by("-proposed_at", "-key"))


def kinds_allowed() -> tuple[str, ...]:
    """What may be taken today: nothing where pictures are off."""
    rule = in_force()
    return tuple(kind for kind in SIZES if kind in rule.kinds) if rule else ()


# ── at the desk ──


def take(inspection: Inspection, shift: Shift, kind: str, content: bytes) -> Recorded:
    """Keep a picture of the traveller who stands here. Raises NotAllowed; nothing is kept then.

    The camera's file is read apart and written anew before the node's lock is taken: other desks go on meanwhile.
    """
    allowed(kind)
    clear, fault = photographed.rewritten(content, kind)
    if fault:
        raise NotAllowed(fault if fault == "picture_too_large" else "picture_unreadable")
    return _keep(inspection, shift, kind, clear)


def allowed(kind: str) -> PictureRule:
    """The law in force for a kind. Raises NotAllowed."""
    rule = in_force()
    if rule is None or kind not in rule.kinds or kind not in SIZES:
        raise NotAllowed("pictures_off")
    return rule


@act
def _keep(inspection: Inspection, shift: Shift, kind: str, clear: bytes) -> Recorded:
    on_duty(shift)
    as_it_stands(inspection)
    rule = allowed(kind)
    node = this_node()
    under = bytes(inspection.kept)[:8]
    sealed = seal.seal(clear, [node.keys.headquarters], bound(node.id, inspection.key, kind))
    digest = hashlib.sha256(sealed).hexdigest()
    make_room(len(sealed), shift.officer)
    # The bytes first: an entry whose picture was never written would speak of a loss that was none.
    write_private(folder() / f"{wall_clock()}-{rule.retention_days}-{kind}-{digest}.sealed", sealed)
    if under != CLEAR:
        seen = node.shift_keys.put_away(clear, under, digest.encode())
        write_private(folder() / f"{digest}.seen", seen)
    body = {
        "inspection": inspection.key,
        "shift": shift.key,
        "kind": kind,
        "digest": digest,
        "size": len(sealed),
        "rule": rule.key,
        "legal_reference": rule.legal_reference,
    }
    return record("picture.taken", body, shift.officer, None if under == CLEAR else under)


def bound(node: str, inspection: str, kind: str) -> bytes:
    """What ties sealed bytes to the traveller they show."""
    return f"jalon picture 1\n{node}\n{inspection}\n{kind}".encode()


def of(inspection: Inspection) -> list[Picture]:
    """The pictures of a traveller, in the order they were taken."""
    return list(Picture.objects.filter(inspection=inspection.key).order_by("at", "key"))


def seen(picture: Picture) -> bytes | None:
    """A picture as it was kept, within the shift; None once its key is gone, or its bytes are."""
    node = this_node()
    try:
        if node.keys.is_headquarters and (path := _file(picture.digest)):
            parts = bound(picture.key.split(".")[0], picture.inspection, picture.kind)
            return seal.open_sealed(path.read_bytes(), node.keys.sealing, parts)
        return node.shift_keys.take_out((folder() / f"{picture.digest}.seen").read_bytes(), picture.digest.encode())
    except (FileNotFoundError, ValueError):
        return None


def what_became_of(picture: Picture) -> str:
    """Where the sealed bytes are: here, missing, or why they left (received, retention, full)."""
    if _file(picture.digest) is not None:
        return HERE
    left = PictureLeft.objects.filter(digest=picture.digest).first()
    return left.why if left else MISSING


# ── the slow lane ──


@dataclass(frozen=True, slots=True)
class Sealed:
    """Sealed bytes on their way: digest (SHA-256, hexadecimal) and what it is the digest of."""

    digest: str
    kind: str
    content: bytes


def next_pictures(limit_bytes: int) -> list[Sealed]:
    """The pictures that go next, the oldest first, as many as `limit_bytes` holds but one at least. None go while an
    entry waits to be sent: entries always come first."""
    if sending.not_sent():
        return []
    going: list[Sealed] = []
    left = limit_bytes
    for kept in waiting():
        if going and kept.size > left:
            break
        going.append(Sealed(kept.digest, kept.kind, kept.path.read_bytes()))
        left -= kept.size
    return going


@act
def received(digests: Iterable[str], actor: str) -> int:
    """Headquarters has these: they leave the post. Returns how many were here."""
    known = set(digests)
    return _leave([kept for kept in waiting() if kept.digest in known], "received", actor)


@act
def expire(actor: str) -> int:
    """Remove what its law's days are over for, sent or not. Returns how many."""
    now = wall_clock()
    return _leave([kept for kept in waiting() if kept.taken + kept.days * DAY <= now], "retention", actor)


def make_room(size: int, actor: str) -> None:
    """Room for a picture more. What is past its days goes, then the oldest: they are the nearest to their end, and
    entries never wait for the room of a picture. Raises NotAllowed where the disk itself is full."""
    expire(actor)
    if shutil.disk_usage(folder()).free - size < LEAST_FREE:
        raise NotAllowed("pictures_disk_full")
    most = settings.JALON_PICTURES_MEGABYTES * 1_000_000
    kept = waiting()
    over = sum(one.size for one in kept) + size - most
    going = []
    for one in kept:
        if over <= 0:
            break
        going.append(one)
        over -= one.size
    _leave(going, "full", actor)


def hand_on(shift: Shift, next_key: Callable[[Shift], bytes]) -> None:
    """Before a shift's key is destroyed: pictures of its open cases go under the next key, the others can be seen no
    more; what was photographed and nobody confirmed goes."""
    from jalon.crossings.shift import open_cases

    photographed.forget_all(shift)
    node = this_node()
    ours = bytes.fromhex(shift.shift_key)
    cases = set(open_cases(shift))
    staying = set(Picture.objects.filter(inspection__in=cases).values_list("digest", flat=True))
    for path in folder().glob("*.seen"):
        content = path.read_bytes()
        if content[:8] != ours:
            continue
        clear = node.shift_keys.take_out(content, path.stem.encode()) if path.stem in staying else None
        if clear is None:
            path.unlink()
        else:
            write_private(path, node.shift_keys.put_away(clear, next_key(shift), path.stem.encode()))
    flush_folder(folder())


# ── the store ──


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of sealed bytes. taken: ms since 1970; days: of its law."""

    path: Path
    taken: int
    days: int
    kind: str
    digest: str
    size: int


def folder() -> Path:
    there = Path(settings.JALON_HOME) / "pictures"
    there.mkdir(exist_ok=True, mode=0o700)
    return there


def waiting() -> list[Kept]:
    """Sealed bytes that are here, the oldest first."""
    found = []
    for path in folder().glob("*.sealed"):
        taken, days, kind, digest = path.stem.split("-")
        found.append(Kept(path, int(taken), int(days), kind, digest, path.stat().st_size))
    return sorted(found, key=lambda kept: (kept.taken, kept.digest))


def _file(digest: str) -> Path | None:
    return next(folder().glob(f"*-{digest}.sealed"), None)


def _leave(going: list[Kept], why: str, actor: str) -> int:
    """Record why, then remove: done by halves, it is done again."""
    if going:
        record("pictures.left", {"digests": [kept.digest for kept in going], "why": why}, actor)
        for kept in going:
            kept.path.unlink(missing_ok=True)
        flush_folder(folder())
    return len(going)
