"""Who is told of what, by which channel, besides those whom the rules name. An administrator decides."""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import urlsplit

from django.conf import settings

from jalon.alerts.models import Subscription
from jalon.alerts.refusing import NotAllowed, ask_role
from jalon.alerts.situation import SEVERITIES
from jalon.alerts.table import RULES
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.web.gate import Role

CHANNELS = ("page", "email", "webhook")
ON_PAGES = (Role.NATIONAL_DESK, Role.ADMINISTRATOR)  # who has the page of alerts
ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")
LONGEST = 300


@act
def subscribe(rule: str, least: int, channel: str, to: str, language: str, officer: str) -> Recorded:
    """Tell `to` of a rule's alerts (empty: every rule's) from a severity on. Raises NotAllowed."""
    ask_role(officer, Role.ADMINISTRATOR)
    to = to.strip()
    if (rule and rule not in RULES) or least not in SEVERITIES or channel not in CHANNELS:
        raise NotAllowed("not_understood")
    if channel == "page" and to not in {role.value for role in ON_PAGES}:
        raise NotAllowed("say_which_role")
    if channel == "email" and (len(to) > LONGEST or not ADDRESS.fullmatch(to)):
        raise NotAllowed("not_an_email_address")
    if channel == "webhook":
        _check_webhook(to)
    if Subscription.objects.filter(ended_at__isnull=True, rule=rule, channel=channel, to=to).exists():
        raise NotAllowed("subscribed_already")
    body = {"rule": rule, "least": least, "channel": channel, "to": to, "language": language}
    return record("alert.subscribed", body, officer)


@act
def unsubscribe(key: str, officer: str) -> Recorded:
    """Tell them no more. Raises NotAllowed."""
    ask_role(officer, Role.ADMINISTRATOR)
    if not Subscription.objects.filter(key=key, ended_at__isnull=True).exists():
        raise NotAllowed("no_such_subscription")
    return record("alert.unsubscribed", {"subscription": key}, officer)


def secret_of(subscription: str) -> str:
    """What signs the calls to another program, hexadecimal: made of this node's key, so that no table holds it."""
    return hmac.new(this_node().keys.recall, f"webhook {subscription}".encode(), hashlib.sha256).hexdigest()


def _check_webhook(to: str) -> None:
    try:
        parts = urlsplit(to)
        sound = parts.hostname and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    plain = settings.JALON_ALERTS_PRIVATE_WEBHOOKS  # within one's own walls there may be no TLS
    if len(to) > LONGEST or not sound or parts.scheme not in ({"https", "http"} if plain else {"https"}):
        raise NotAllowed("not_a_web_address")
