"""A letter by e-mail, for whichever room has something to tell: by the server that JALON_EMAIL_URL names."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

FOR_GOOD = {550, 551, 553, 554}  # SMTP: no such mailbox, refused for good
Attachment = tuple[str, bytes, str]  # name, content, media type


class NotSent(Exception):
    """The letter did not leave, and why; `for_good`: trying again is of no use."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


def send(to: str, subject: str, text: str, name: str, attachments: Sequence[Attachment] = ()) -> None:
    """Send one letter. `name` is the same at every attempt, so that a mailbox shows it once. Raises NotSent."""
    if not settings.JALON_EMAIL_URL:
        raise NotSent("no mail server is set: JALON_EMAIL_URL")
    host = settings.JALON_EMAIL_FROM.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    letter = EmailMessage(subject, text, settings.JALON_EMAIL_FROM, [to], headers=headers)
    for attached in attachments:
        letter.attach(*attached)
    try:
        letter.connection = get_connection(fail_silently=False)
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise NotSent(f"{to}: {code} {_plain(said)}", for_good=code in FOR_GOOD) from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"the mail server answered {error.smtp_code} {_plain(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"the mail server was not reached: {error or type(error).__name__}") from error


def _plain(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
