"""The follower: what is new is passed, the rules are asked, and one row a situation opens, worsens or ends.

Time passes without entries, so rules are asked at every pass, but no oftener than every ten seconds. An alert, its
history and what is to be told of it elsewhere are written in one transaction.
"""

from __future__ import annotations

import logging

from django.db import transaction

from jalon.alerts import sightings
from jalon.alerts.heard import listen
from jalon.alerts.models import Acknowledgement, Alert, Happening, RuleState
from jalon.alerts.outbox import post_out
from jalon.alerts.situation import Situation, worse
from jalon.alerts.table import RULES
from jalon.journal.models import Cursor
from jalon.journal.node import wall_clock

logger = logging.getLogger(__name__)
EVERY = 10_000  # ms
RECOUNT = 3_600_000  # ms
ASKED, COUNTED = "alerts asked", "alerts counted"  # cursors that hold a time, ms


def follow(tables: str = "default") -> int:
    """Pass a bounded number of new rows; ask the rules where they were not asked for ten seconds. Returns how many rows
    were passed, 0 once nothing is left."""
    now = wall_clock()
    passed = sightings.follow(tables)
    if passed == 0:
        _now_and_then(now, tables)
    # While rows are being passed the rules would judge by half of them; a long catching up still tells every minute.
    since = now - _time_of(ASKED, tables)
    if not 0 <= since < (EVERY if passed < sightings.BATCH else 6 * EVERY):
        evaluate(now, tables)
    return passed


def lag(tables: str = "default") -> int:
    """How many rows the alerts have not seen yet."""
    return sightings.lag(tables)


def evaluate(now: int, tables: str = "default") -> None:
    """Ask every rule, and write what changed. Another process that does so too waits, and finds nothing."""
    with transaction.atomic(using=tables):
        cursor = sightings.locked(ASKED, tables)
        listen(tables)
        found, failed = _ask(now, tables)
        _write(found, failed, now, tables)
        cursor.position = now
        cursor.save(using=tables)


def _ask(now: int, tables: str) -> tuple[dict[str, Situation], set[str]]:
    found: dict[str, Situation] = {}
    failed: set[str] = set()
    for rule in RULES.values():
        try:
            with transaction.atomic(using=tables):
                found.update({one.reference: one for one in rule.situations(tables, now)})
        except Exception as error:
            # One rule that fails must not silence the others. It is said on the page, and its alerts stay as they were.
            logger.exception("the rule %s could not be asked", rule.name)
            failed.add(rule.name)
            said = {"failed_at": now, "error": f"{type(error).__name__}: {error}"[:300]}
            RuleState.objects.using(tables).update_or_create(rule=rule.name, defaults=said)
    RuleState.objects.using(tables).exclude(rule__in=failed).delete()
    return {key: one for key, one in found.items() if one.rule not in failed}, failed


def _write(found: dict[str, Situation], failed: set[str], now: int, tables: str) -> None:
    known = Alert.objects.using(tables).in_bulk(list(found))
    for reference, one in found.items():
        _meet(known.get(reference), one, now, tables)
    over = Alert.objects.using(tables).filter(ended_at__isnull=True).exclude(rule__in=failed)
    for alert in over:
        if alert.reference not in found:
            alert.ended_at = alert.changed_at = now
            alert.save(using=tables)
            _happened(alert, "ended", now, tables)


def _meet(alert: Alert | None, one: Situation, now: int, tables: str) -> None:
    """A situation and the alert that may stand for it already."""
    if alert is None:
        alert = Alert(reference=one.reference, rule=one.rule, subject=one.subject, times=0, severity=0, ended_at=now)
    back = alert.ended_at is not None
    began = one.began if one.began is not None else (now if back else alert.began)
    anew = back and (alert.times == 0 or began != alert.began)
    if not back and began != alert.began:
        anew = True  # it ended and came again between two looks
    before = (alert.severity, alert.count, alert.post, alert.facts)
    alert.severity, alert.count, alert.post, alert.facts = one.severity, one.count, one.post, one.facts
    if anew:
        alert.began, alert.opened_at, alert.ended_at = began, now, None
        alert.times += 1
        alert.told_severity, alert.told_count = 0, 0
        _save_told(alert, "opened" if alert.times == 1 else "again", now, tables)
    elif back:  # the same occurrence, as where a count stands at its bound: it goes on, and nobody is told twice
        alert.ended_at, alert.opened_at = None, now
        _save_worse(alert, now, tables)
    elif before != (one.severity, one.count, one.post, one.facts):
        _save_worse(alert, now, tables)


def _save_worse(alert: Alert, now: int, tables: str) -> None:
    if worse(alert.severity, alert.count, alert.told_severity, alert.told_count):
        _save_told(alert, "worsened", now, tables)
    else:
        alert.changed_at = now
        alert.save(using=tables)


def _save_told(alert: Alert, what: str, now: int, tables: str) -> None:
    alert.changed_at = now
    alert.told_severity, alert.told_count = alert.severity, alert.count
    alert.save(using=tables)
    _happened(alert, what, now, tables)


def _happened(alert: Alert, what: str, now: int, tables: str) -> None:
    facts = {"began": alert.began, "severity": alert.severity, "count": alert.count}
    happening = Happening.objects.using(tables).create(alert=alert.reference, at=now, what=what, **facts)
    post_out(alert, happening, now, tables)


def _time_of(name: str, tables: str) -> int:
    return Cursor.objects.using(tables).filter(name=name).values_list("position", flat=True).first() or 0


def _now_and_then(now: int, tables: str) -> None:
    """Once an hour: what is old leaves; and where more travellers stand before the cursor than were passed, all is
    passed anew: an entry that waited (of a branch, of a revoked machine) is applied at the place where it arrived."""
    if 0 <= now - _time_of(COUNTED, tables) < RECOUNT:
        return
    with transaction.atomic(using=tables):
        mark = sightings.locked(COUNTED, tables)
        if sightings.came_behind(tables):
            sightings.forget(tables)
        sightings.prune(now, tables)
        mark.position = now
        mark.save(using=tables)


def acknowledged(alerts: list[Alert]) -> dict[str, Acknowledgement]:
    """Reference of each alert that somebody took in hand as it stands now → the last acknowledgement."""
    rows = Acknowledgement.objects.filter(alert__in=[one.reference for one in alerts]).order_by("at", "key")
    last = {row.alert: row for row in rows}
    return {one.reference: last[one.reference] for one in alerts if covers(last.get(one.reference), one)}


def covers(row: Acknowledgement | None, alert: Alert) -> bool:
    """Whether an acknowledgement still holds: the same occurrence, and not worse than it then was."""
    if row is None or row.began != alert.began:
        return False
    return not worse(alert.severity, alert.count, row.severity, row.count)
