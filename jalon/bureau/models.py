"""Questions to the national central bureau of INTERPOL, and its answers. Rows follow entries.

Of INTERPOL's data nothing is kept but the answer's reference, its kind and what to do.
"""

from __future__ import annotations

from django.db import models


class Query(models.Model):
    """One question about one person, document or vehicle of one case. `kept` has what is asked about."""

    key = models.CharField(max_length=80, primary_key=True)
    number = models.PositiveIntegerField(unique=True)  # gapless at this headquarters
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)  # person | document | vehicle
    inspection = models.CharField(max_length=80, blank=True, db_index=True)  # the case; empty where it was typed
    urgency = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    asked_by = models.CharField(max_length=16)
    asked_at = models.BigIntegerField()  # ms
    due_at = models.BigIntegerField()  # ms
    state = models.CharField(max_length=8, default="asked", db_index=True)  # asked | carried | answered | closed
    answer = models.CharField(max_length=8, blank=True)  # nothing | hit | partial
    kept = models.BinaryField()

    @property
    def label(self) -> str:
        """The number as it stands on the form."""
        return f"{self.year}-{self.number:05d}"


class Step(models.Model):
    """What became of a question: asked, carried, answered, closed; by whom, when."""

    key = models.CharField(max_length=90, primary_key=True)
    query = models.CharField(max_length=80, db_index=True)
    state = models.CharField(max_length=8)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()  # ms
    position = models.BigIntegerField()
    carrying = models.CharField(max_length=80, blank=True)  # of a question that was carried: the file
    source = models.CharField(max_length=8, blank=True)  # of an answer: file | typed
    answer = models.CharField(max_length=8, blank=True)
    reference = models.CharField(max_length=40, blank=True)  # the bureau's own
    what_to_do = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=300, blank=True)  # of a closing


class Carrying(models.Model):
    """A file of questions that was taken to the bureau's terminal."""

    key = models.CharField(max_length=80, primary_key=True)
    number = models.PositiveIntegerField(unique=True)
    year = models.PositiveSmallIntegerField()
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()  # ms
    queries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of its rows, hexadecimal

    @property
    def label(self) -> str:
        return f"{self.year}-{self.number:04d}"
