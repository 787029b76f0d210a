"""How far the tables have followed the journal. These rows stand beside the tables, not in the journal's file."""

from django.db import models


class Cursor(models.Model):
    """The last arrival position that the tables hold, written in the same transaction as the rows."""

    name = models.CharField(max_length=32, primary_key=True)
    position = models.BigIntegerField(default=0)


class Parked(models.Model):
    """An entry that could not be applied yet, and why; it blocks nobody."""

    WAITS, UNKNOWN, FAILED, REFUSED = "waits", "unknown", "failed", "refused"

    key = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in (WAITS, UNKNOWN, FAILED, REFUSED)])
    waits_for = models.CharField(max_length=80, blank=True, db_index=True)
    reason = models.TextField()

    class Meta:
        ordering = ["position"]


class AcceptedBranch(models.Model):
    """A branch of another node's epoch that a named person took out of quarantine. `key` is node and derived epoch."""

    key = models.CharField(max_length=40, primary_key=True)
    reason = models.CharField(max_length=300)
    accepted_by = models.CharField(max_length=16)
    accepted_at = models.BigIntegerField()  # ms
