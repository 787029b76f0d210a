"""An alert by e-mail: in the reader's language, with a reference and a link, and nobody's name in it."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from jalon.alerts import saying
from jalon.alerts.situation import SEVERITIES
from jalon.alerts.table import RULES
from jalon.alerts.webhook import NotDelivered

FOR_GOOD = {550, 551, 553, 554}  # SMTP: no such mailbox, refused for good


def send(to: str, language: str, content: dict[str, Any], name: str) -> None:
    """Send one letter. `name` is the same at every attempt, so that a mailbox shows it once. Raises NotDelivered."""
    if not settings.JALON_EMAIL_URL:
        raise NotDelivered("no mail server is set: JALON_EMAIL_URL")
    with translation.override(language):
        subject, text = written(content)
    host = settings.JALON_EMAIL_FROM.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    letter = EmailMessage(subject, text, settings.JALON_EMAIL_FROM, [to], headers=headers)
    try:
        letter.connection = get_connection(fail_silently=False)
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise NotDelivered(f"{to}: {code} {_plain(said)}", for_good=code in FOR_GOOD) from error
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(f"the mail server answered {error.smtp_code} {_plain(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(f"the mail server was not reached: {error or type(error).__name__}") from error


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


def _plain(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
