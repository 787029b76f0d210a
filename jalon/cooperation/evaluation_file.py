"""Where the packed JSON of an evaluation stands: in its entry; beside the journal, where it is larger than an entry may
be; at a member of a forum in the pieces in which an edition brought it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from jalon.cooperation.models import Evaluation, KeptFile
from jalon.cooperation.verbs import LARGEST_FILE
from jalon.journal.keys import write_private


def packed(one: Evaluation) -> bytes:
    """Raises KeptFile.DoesNotExist, OSError where it is not on this machine."""
    if one.file:
        return bytes(KeptFile.objects.get(digest=one.file).content)
    if one.parts:
        return b"".join(bytes(KeptFile.objects.get(digest=part).content) for part in one.parts)
    return beside(one.digest).read_bytes()


def keep_beside(bears: str, content: bytes) -> None:
    """Keep the packed JSON of this digest beside the journal: an evaluation of many hundred recommendations is larger
    than an entry may be. Where it is lost, `jalon evaluation check` makes it anew."""
    beside(bears).parent.mkdir(mode=0o700, exist_ok=True)
    write_private(beside(bears), content)


def pieces(one: Evaluation) -> list[bytes]:
    """What stands beside the journal, in pieces that a line of an edition holds; nothing where it is not here."""
    if one.file or one.parts or not beside(one.digest).exists():
        return []
    whole = beside(one.digest).read_bytes()
    return [whole[at : at + LARGEST_FILE] for at in range(0, len(whole), LARGEST_FILE)]


def beside(bears: str) -> Path:
    """The place of the file that bears this digest once it is unpacked."""
    return Path(settings.JALON_HOME) / "evaluations" / f"{bears}.json.zlib"
