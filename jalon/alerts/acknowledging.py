"""Acknowledging: a named person takes an alert in hand, with a note where there is something to say."""

from __future__ import annotations

from jalon.alerts.following import acknowledged
from jalon.alerts.models import Alert
from jalon.alerts.outbox import told_to
from jalon.alerts.refusing import NotAllowed, ask_role
from jalon.alerts.table import RULES
from jalon.journal.acting import act
from jalon.journal.record import Recorded, record

LONGEST_NOTE = 300


@act
def acknowledge(reference: str, note: str, officer: str) -> Recorded:
    """Take an alert in hand as it now stands. Raises NotAllowed where it is over, or in hand already as it is."""
    alert = Alert.objects.filter(reference=reference).first()
    if alert is None or alert.rule not in RULES:
        raise NotAllowed("no_such_alert")
    ask_role(officer, *told_to(RULES[alert.rule]))
    if alert.ended_at is not None:
        raise NotAllowed("alert_over")
    if acknowledged([alert]):
        raise NotAllowed("already_acknowledged")
    body = {
        "alert": alert.reference,
        "began": alert.began,
        "severity": alert.severity,
        "count": alert.count,
        "note": note.strip()[:LONGEST_NOTE],
    }
    return record("alert.acknowledged", body, officer)
