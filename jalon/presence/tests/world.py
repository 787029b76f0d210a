"""A small world for pairing: rows of the crossings as the headquarters holds them, in any order of arrival."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from jalon.crossings.models import Company, Correction, Decision, Group, Inspection, Shift
from jalon.crossings.recall import token
from jalon.journal import arrivals
from jalon.journal.models import Cursor, EnrolledNode
from jalon.journal.node import this_node
from jalon.journal.shiftkey import CLEAR
from jalon.posts.models import Post
from jalon.presence import judging, times
from jalon.presence.models import Judgement
from jalon.sync.models import Contact

EPOCH = "e" * 16
NODES = {"ML-GOG": "a" * 16, "ML-KDB": "b" * 16, "ML-HRK": "c" * 16}
HALF = times.MINUTE  # half an interval, where nothing else is said

AWA = {
    "issuing_state": "BEN",
    "document_number": "AA0123456",
    "primary_identifier": "HOUNSOU",
    "secondary_identifier": "AWA",
    "nationality": "BEN",
    "birth_date": "1990-05-03",
    "sex": "F",
    "expiry_date": "2031-01-01",
}


def moment(said: str) -> int:
    """ "2026-03-01 08:00", local, as ms since 1970."""
    return times.ms(datetime.fromisoformat(said).replace(tzinfo=timezone.get_current_timezone()))


class World:
    """Passages told in any order; `tell` puts them into the tables, `arrive` says how far the tables have come."""

    def __init__(self, monkeypatch: Any) -> None:
        self.position = 0
        self.seqs: dict[str, int] = {}
        self.intervals: dict[int, times.Interval] = {}
        monkeypatch.setattr(
            arrivals,
            "intervals_of",
            lambda positions: {at: self.intervals[at] for at in positions if at in self.intervals},
        )
        for post, node in NODES.items():
            Post.objects.update_or_create(
                code=post,
                defaults={
                    "name": post,
                    "country": "MLI",
                    "neighbour": "NER",
                    "category": "international",
                    "declared": "x",
                },
            )
            EnrolledNode.objects.create(
                id=node, post=post, signing="", sealing="", recall="", enrolled="x", enrolled_by="x", enrolled_at=0
            )

    def key(self, post: str, seq: int | None = None) -> str:
        node = NODES[post]
        seq = seq or self.seqs.get(node, 0) + 1
        self.seqs[node] = max(seq, self.seqs.get(node, 0))
        return f"{node}.{EPOCH}.{seq}"

    def passage(
        self,
        post: str,
        direction: str,
        when: str,
        *,
        state: str = "admitted",
        half: int = HALF,
        late: dict[str, Any] | None = None,
        group: str = "",
        adult: str = "",
        plate: str = "",
        regime: str = "free ecowas-90 00000000 90",
        kind: str = "passport",
        key: str = "",
        stay_to: str = "",
        **fields: Any,
    ) -> str:
        """Somebody passes; gives the inspection's key. `half`: half of its interval, ms."""
        at = moment(when)
        self.position += 2
        key = key or self.key(post)
        said = {**AWA, **fields}
        seen = {
            "fields": said,
            "source": "wedge",
            "document_type": kind,
            "problems": [],
            "hits": [],
            "direction": direction,
        }
        seen |= {"regime": regime} if regime else {}
        seen |= {"late": late} if late else {}
        self.intervals[self.position - 1] = (at - half, at + half)
        keep = this_node().shift_keys.put_away_value
        Inspection.objects.create(
            key=key,
            shift=f"{key.rsplit('.', 1)[0]}.1",
            officer="o",
            at=at,
            position=self.position - 1,
            direction=direction,
            document_type=kind,
            level="clear",
            hits=0,
            token=token(said["issuing_state"], said["document_number"]),
            group=group,
            passed_at=late["passed_at"] if late else at,
            late=bool(late),
            kept=keep(seen, CLEAR),
            state=state,
        )
        decided = {"journey": {"plate": plate}} if plate else {}
        decided |= {"stay": {"to": stay_to, "days": 1}} if stay_to else {}
        Decision.objects.create(
            key=f"{key}.d",
            inspection=key,
            shift="",
            officer="o",
            at=at,
            position=self.position,
            outcome=state,
            line=1,
            kept=keep(decided, CLEAR),
        )
        if adult:
            self.position += 1
            body = {"with": "parent", "adult": adult, "consent_seen": False}
            Company.objects.create(
                key=f"{key}.c", inspection=key, officer="o", at=at, position=self.position, kept=keep(body, CLEAR)
            )
        self.arrive()
        return key

    def put_right(self, key: str, **changes: Any) -> None:
        self.position += 1
        body = {"inspection": key, "changes": {name: [None, after] for name, after in changes.items()}, "reason": "x"}
        Correction.objects.create(
            key=f"{key}.p{self.position}",
            inspection=key,
            officer="o",
            at=0,
            position=self.position,
            kept=this_node().shift_keys.put_away_value(body, CLEAR),
        )
        if "direction" in changes:
            Inspection.objects.filter(key=key).update(direction=changes["direction"])
        self.arrive()

    def cancel(self, key: str) -> None:
        self.put_right(key)
        Inspection.objects.filter(key=key).update(state="cancelled")

    def vehicle(self, post: str, plate: str, direction: str) -> str:
        self.position += 1
        key = self.key(post)
        Group.objects.create(
            key=key,
            shift="",
            officer="o",
            opened_at=0,
            position=self.position,
            direction=direction,
            kind="car",
            kept=this_node().shift_keys.put_away_value({"plate": plate}, CLEAR),
        )
        return key

    def arrive(self) -> None:
        Cursor.objects.update_or_create(name="tables", defaults={"position": self.position})

    def judge(self, one: str, other: str, same: bool, why: str = "seen") -> None:
        """Somebody at the headquarters says so: a real entry, which takes its place after all that arrived."""
        Cursor.objects.filter(name="tables").update(position=0)
        recorded = judging.judge(one, other, same, why, "claire")
        self.position += 1
        Judgement.objects.filter(key=recorded.key).update(position=self.position)
        self.arrive()

    def all_seen(self, since: str, now: str) -> None:
        """Every post was attended the whole time, and has just called with nothing left to send."""
        for post, node in NODES.items():
            Shift.objects.update_or_create(
                key=f"{node}.{EPOCH}.shift",
                defaults={"officer": "o", "post": post, "shift_key": "", "opened_at": moment(since), "closed_at": None},
            )
            Contact.objects.update_or_create(node=node, defaults={"at": moment(now) - times.MINUTE, "waiting": 0})
