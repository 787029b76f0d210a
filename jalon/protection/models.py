"""Services that protect, referrals to them, notices that the state supplies. Rows follow from entries.

Which service somebody was referred to, and all that would tell its kind, stands in `kept`: the columns beside it are
the same whatever the service.
"""

from __future__ import annotations

from django.db import models


class Service(models.Model):
    """A service as it is from a day on. A later declaration of the same `code` follows it; this one stays."""

    key = models.CharField(max_length=80, primary_key=True)
    code = models.CharField(max_length=16, db_index=True)  # the same from one declaration to the next
    post = models.CharField(max_length=16)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    telephones = models.JSONField(default=list)
    hours = models.JSONField(null=True)  # {days "12345" (Monday is 1), opens "08:00", closes "16:00"}; None: always
    languages = models.JSONField(default=list)
    accept_within = models.PositiveSmallIntegerField()  # hours
    steps = models.JSONField(default=list)  # [{after (hours past the deadline), whom, service, telephone}]
    reference = models.CharField(max_length=200)  # of the law or the agreement
    since = models.DateField()
    until = models.DateField(null=True)
    declared_by = models.CharField(max_length=16)
    declared_at = models.BigIntegerField()
    approved_by = models.CharField(max_length=16, blank=True)


class Referral(models.Model):
    """A traveller entrusted to a service: the times, and what became of it in codes. Never a story."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)  # of the second line, who made it
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=12, default="asked", db_index=True)  # asked | accepted | answered
    returns = models.BooleanField(default=False)  # the last word says that the person stands at the post again
    kept = models.BinaryField()


class Notice(models.Model):
    """A notice in a language of the country, as the state supplied it: the file is served while it is this one."""

    key = models.CharField(max_length=90, primary_key=True)
    language = models.CharField(max_length=3)
    code = models.CharField(max_length=16)
    extension = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    authority = models.CharField(max_length=160)
    reference = models.CharField(max_length=200)
    taken_at = models.BigIntegerField()

    class Meta:
        unique_together = [("language", "code", "extension")]
