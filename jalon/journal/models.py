"""How far the tables have followed the journal. These rows stand beside the tables, not in the journal's file."""

from django.db import models


class Cursor(models.Model):
    """The last arrival position that the tables hold, written in the same transaction as the rows."""

    name = models.CharField(max_length=32, primary_key=True)
    position = models.BigIntegerField(default=0)


class Parked(models.Model):
    """An entry that could not be applied yet, and why; it blocks nobody."""

    WAITS, UNKNOWN, FAILED = "waits", "unknown", "failed"

    key = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=16, choices=[(WAITS, WAITS), (UNKNOWN, UNKNOWN), (FAILED, FAILED)])
    waits_for = models.CharField(max_length=80, blank=True, db_index=True)
    reason = models.TextField()

    class Meta:
        ordering = ["position"]
