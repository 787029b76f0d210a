"""An alert by e-mail: in the reader's language, with a reference and a link, and nobody's name in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from jalon.alerts import saying
from jalon.alerts.situation import SEVERITIES
from jalon.alerts.table import RULES
from jalon.alerts.webhook import NotDelivered
from jalon.web import mail


def send(to: str, language: str, content: dict[str, Any], name: str) -> None:
    """Send one letter. `name` is the same at every attempt, so that a mailbox shows it once. Raises NotDelivered."""
    with translation.override(language):
        subject, text = written(content)
    try:
        mail.send(to, subject, text, name)
    except mail.NotSent as why:
        raise NotDelivered(str(why), for_good=why.for_good) from why


def written(content: dict[str, Any]) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    rule = RULES.get(content["rule"])
    facts = {
        **content,
        "title": rule.title if rule else content["rule"],
        "sentence": rule.sentence(content["facts"]) if rule else "",
        "severity_label": SEVERITIES[content["severity"]],
        "moment": saying.moment(content["at"]),
        "link": link(content["reference"]),
    }
    subject = " ".join(render_to_string("alerts/subject.txt", facts).split())
    return subject, render_to_string("alerts/letter.txt", facts).strip() + "\n"


def link(reference: str) -> str:
    """Where to act; empty where this headquarters has not said at which address it is reached."""
    return f"{settings.JALON_ADDRESS}/alerts/{reference}/" if settings.JALON_ADDRESS else ""
