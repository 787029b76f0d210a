"""The outbox: each delivery is claimed before it is tried, tried again with longer and longer pauses, and given up in
sight of the administrator. Another process that works at the same time cannot claim it too.

A process killed between the other side's answer and its note tries again: letters and calls bear the same name at every
attempt, so that a mailbox or a program knows it has had this one.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.utils import translation

from jalon.alerts import letter, webhook
from jalon.alerts.models import Delivery, Subscription
from jalon.alerts.refusing import NotAllowed, ask_role
from jalon.alerts.situation import SEVERITIES
from jalon.alerts.subscribing import secret_of
from jalon.alerts.table import RULES
from jalon.journal.node import this_node, wall_clock
from jalon.web.gate import Role

logger = logging.getLogger(__name__)
AT_ONCE = 5  # deliveries of one pass: each may wait ten seconds for an answer
FIRST_PAUSE, LONGEST_PAUSE = 30_000, 3_600_000  # ms; doubled each time
MOST = 24  # attempts: most of a day
ABANDONED = 300_000  # ms after which a claim is that of a process that died


def follow(tables: str = "default") -> int:
    """Try at most a few deliveries that are due. Returns how many were tried."""
    now = wall_clock()
    _take_back(now, tables)
    due = Delivery.objects.using(tables).filter(state=Delivery.WAITING, next_at__lte=now)
    tried = 0
    for key in list(due.order_by("next_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        tried += _claim_and_try(key, tables)
    return tried


def lag(tables: str = "default") -> int:
    """How many deliveries wait."""
    waiting = (Delivery.WAITING, Delivery.SENDING)
    return Delivery.objects.using(tables).filter(state__in=waiting).count()


def try_again(delivery: int, officer: str) -> None:
    """An administrator has a delivery that was given up tried again. Raises NotAllowed."""
    ask_role(officer, Role.ADMINISTRATOR)
    ours = Delivery.objects.filter(pk=delivery, state__in=(Delivery.GIVEN_UP, Delivery.WAITING))
    if not ours.update(state=Delivery.WAITING, attempts=0, next_at=wall_clock()):
        raise NotAllowed("delivery_not_waiting")


def _take_back(now: int, tables: str) -> None:
    dead = Delivery.objects.using(tables).filter(state=Delivery.SENDING, next_at__lt=now - ABANDONED)
    dead.update(state=Delivery.WAITING, next_at=now)


def _claim_and_try(key: int, tables: str) -> int:
    now = wall_clock()
    rows = Delivery.objects.using(tables)
    if not rows.filter(pk=key, state=Delivery.WAITING).update(state=Delivery.SENDING, next_at=now):
        return 0  # another process has it
    one = rows.get(pk=key)
    one.attempts += 1
    try:
        if not Subscription.objects.using(tables).filter(key=one.subscription, ended_at__isnull=True).exists():
            one.state, one.error = Delivery.DROPPED, ""
        else:
            _send(one)
            one.state, one.sent_at, one.error = Delivery.SENT, wall_clock(), ""
    except webhook.NotDelivered as why:
        _put_off(one, str(why), for_good=why.for_good)
    except Exception as error:
        logger.exception("delivery %s failed", key)
        _put_off(one, f"{type(error).__name__}: {error}", for_good=False)
    one.save(using=tables)
    return 1


def _put_off(one: Delivery, reason: str, *, for_good: bool) -> None:
    one.error = reason[:300]
    over = for_good or one.attempts >= MOST
    one.state = Delivery.GIVEN_UP if over else Delivery.WAITING
    one.next_at = wall_clock() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(one.attempts - 1, 10))


def _send(one: Delivery) -> None:
    place = f"{this_node().id} {one.alert} {one.content['at']} {one.content['what']} {one.subscription}"
    name = f"jalon-{hashlib.sha256(place.encode()).hexdigest()[:32]}"
    if one.channel == "email":
        letter.send(one.to, one.language, one.content, name)
        return
    body = webhook.body_of(told(one))
    headers = {
        "Jalon-Delivery": name,
        "Jalon-Signature": webhook.signature(secret_of(one.subscription), wall_clock() // 1000, body),
        "User-Agent": "Jalon",
    }
    webhook.call(one.to, body, headers, allow_private=settings.JALON_ALERTS_PRIVATE_WEBHOOKS)


def told(one: Delivery) -> dict[str, Any]:
    """What another program is told: the alert as it then was, with the words in the subscription's language."""
    rule = RULES.get(one.content["rule"])
    with translation.override(one.language):
        return {
            **one.content,
            "version": 1,
            "title": str(rule.title) if rule else "",
            "sentence": rule.sentence(one.content["facts"]) if rule else "",
            "severity_label": str(SEVERITIES[one.content["severity"]]),
            "link": letter.link(one.content["reference"]),
        }
