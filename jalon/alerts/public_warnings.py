"""Warnings to the public: one person drafts, another publishes; a named person takes one back, alone and at once.

No rule publishes anything. A warning that is wrong does harm for as long as it stands, so that taking it back waits for
nobody (docs/adr/0024-public-warnings.md).
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from jalon.alerts import cap
from jalon.alerts.models import PublicWarning
from jalon.alerts.places import DAY
from jalon.alerts.refusing import NotAllowed, ask_role
from jalon.journal.acting import act
from jalon.journal.node import wall_clock
from jalon.journal.record import Recorded, record
from jalon.web.gate import Role

WHO = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)
LONGEST = {"event": 80, "headline": 160, "description": 2000, "instruction": 2000}
LONGEST_TIME = 31 * DAY
CIRCLE = re.compile(r"-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)? \d{1,4}(\.\d+)?")
# What XML 1.0 cannot hold, and a form may.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@act
def draft(said: dict[str, Any], replaces: str, officer: str) -> Recorded:
    """Write a warning, or the update of a published one (its key). Nobody sees it yet. Raises NotAllowed."""
    ask_role(officer, *WHO)
    if replaces:
        _published(replaces)
    return record("warning.drafted", {"said": checked(said), "replaces": replaces}, officer)


@act
def publish(key: str, officer: str) -> Recorded:
    """Publish what another drafted. Raises NotAllowed."""
    ask_role(officer, *WHO)
    row = _row(key)
    if row.state != "draft":
        raise NotAllowed("warning_not_a_draft")
    if row.drafted_by == officer:
        raise NotAllowed("warning_second_person")
    if row.said["expires"] <= wall_clock():
        raise NotAllowed("warning_over")
    if row.replaces:
        _published(row.replaces)
    return record("warning.published", {"warning": key}, officer)


@act
def cancel(key: str, why: str, officer: str) -> Recorded:
    """Take a warning back, or drop a draft. Raises NotAllowed."""
    ask_role(officer, *WHO)
    row = _row(key)
    if row.state not in ("draft", "published"):
        raise NotAllowed("warning_not_standing")
    if not why.strip():
        raise NotAllowed("say_why_cancelled")
    return record("warning.cancelled", {"warning": key, "why": UNWRITABLE.sub("", why.strip())[:300]}, officer)


def checked(said: dict[str, Any]) -> dict[str, Any]:
    """What a warning says, in the shape of cap.py. Raises NotAllowed."""
    for name, codes in cap.CODES.items():
        if said[name] not in codes:
            raise NotAllowed("not_understood")
    words = {name: _words(said[name], LONGEST[name]) for name in cap.WORDS}
    languages = [one for one in cap.LANGUAGES if words["event"].get(one)]
    if "fr" not in languages or any(
        not words[name].get(one) for one in languages for name in ("headline", "description")
    ):
        raise NotAllowed("warning_words_missing")
    if not said["area"].strip():
        raise NotAllowed("warning_area_missing")
    if said["circle"] and not _is_circle(said["circle"]):
        raise NotAllowed("warning_circle")
    now = wall_clock()
    if not now < said["expires"] <= now + LONGEST_TIME or (said["onset"] or 0) >= said["expires"]:
        raise NotAllowed("warning_expires")
    return {
        **{name: said[name] for name in cap.CODES},
        **{name: {one: of[one] for one in languages if of.get(one)} for name, of in words.items()},
        "area": UNWRITABLE.sub("", said["area"].strip())[:300],
        "circle": said["circle"],
        "onset": said["onset"],
        "expires": said["expires"],
        "sender": settings.JALON_CAP_SENDER,  # as it is today: later messages refer to this one by it
        "sender_name": settings.JALON_CAP_SENDER_NAME,
    }


def standing() -> list[PublicWarning]:
    """The warnings that hold now, the last published first."""
    rows = PublicWarning.objects.filter(state="published").order_by("-published_at", "key")
    return [row for row in rows if row.said["expires"] > wall_clock()]


def in_feed() -> list[PublicWarning]:
    """What the feed tells: warnings that hold, and for a week those that were cancelled or replaced."""
    recent = PublicWarning.objects.filter(published_at__isnull=False, ended_at__gte=wall_clock() - 7 * DAY)
    return [*standing(), *recent.order_by("-ended_at", "key")]


def _words(of: dict[str, str], longest: int) -> dict[str, str]:
    return {one: UNWRITABLE.sub("", of.get(one, "").strip())[:longest] for one in cap.LANGUAGES}


def _is_circle(said: str) -> bool:
    if not CIRCLE.fullmatch(said):
        return False
    latitude, longitude = (float(one) for one in said.split(" ")[0].split(","))
    return abs(latitude) <= 90 and abs(longitude) <= 180


def _row(key: str) -> PublicWarning:
    row = PublicWarning.objects.filter(key=key).first()
    if row is None:
        raise NotAllowed("no_such_warning")
    return row


def _published(key: str) -> None:
    if _row(key).state != "published":
        raise NotAllowed("warning_not_standing")
