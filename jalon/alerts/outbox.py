"""What is to be told outside: rows written with the alert they tell of, one for each subscription, never two."""

from __future__ import annotations

from typing import Any

from jalon.alerts.models import Alert, Delivery, Happening, Subscription
from jalon.alerts.situation import Rule
from jalon.alerts.table import RULES
from jalon.web.gate import Role

OUTSIDE = ("email", "webhook")


def post_out(alert: Alert, happening: Happening, now: int, tables: str) -> None:
    """Rows for whoever is subscribed to this rule, from this severity on. That an alert ended is told to them too."""
    asked = Subscription.objects.using(tables).filter(ended_at__isnull=True, channel__in=OUTSIDE)
    for one in asked.filter(rule__in=("", alert.rule), least__lte=alert.severity):
        Delivery.objects.using(tables).get_or_create(
            happening=happening.pk,
            subscription=one.key,
            defaults={
                "alert": alert.reference,
                "channel": one.channel,
                "to": one.to,
                "language": one.language,
                "content": content_of(alert, happening),
                "created_at": now,
                "next_at": now,
            },
        )


def content_of(alert: Alert, happening: Happening) -> dict[str, Any]:
    """The alert as it is at this moment. Facts of a rule name nobody; `case`, the key of a passage, stays here."""
    facts = {name: value for name, value in alert.facts.items() if name != "case"}
    return {
        "reference": alert.reference,
        "what": happening.what,
        "rule": alert.rule,
        "severity": alert.severity,
        "count": alert.count,
        "post": alert.post,
        "facts": facts,
        "began": alert.began,
        "at": happening.at,
    }


def told_to(rule: Rule) -> frozenset[Role]:
    """On whose page a rule's alerts stand: the roles that it names, and those subscribed to it or to every rule."""
    rows = Subscription.objects.filter(ended_at__isnull=True, channel="page", rule__in=("", rule.name))
    return frozenset(rule.told) | {Role(role) for role in rows.values_list("to", flat=True)}


def rules_for(roles: frozenset[Role]) -> list[str]:
    """The rules whose alerts stand on the page of whoever holds these roles."""
    rows = Subscription.objects.filter(ended_at__isnull=True, channel="page", to__in=[role.value for role in roles])
    added = set(rows.values_list("rule", flat=True))
    return [name for name, rule in RULES.items() if set(rule.told) & roles or added & {"", name}]
