"""What agencies checked of a traveller or a vehicle, and whom they opened. Rows follow from entries.

Results stand in `kept`, under the key the traveller stands under; they go with it.
"""

from __future__ import annotations

from django.db import models


class Check(models.Model):
    """What an agency checked of a traveller or a vehicle, once. The latest one of an agency counts."""

    key = models.CharField(max_length=80, primary_key=True)
    subject = models.CharField(max_length=80, db_index=True)  # an inspection, or a vehicle
    agency = models.CharField(max_length=16)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    done = models.BooleanField()
    hold = models.BooleanField(default=False)  # the desk is asked to keep the traveller a moment
    answered_by = models.CharField(max_length=16, blank=True)  # who of the desk came
    answered_at = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=80, blank=True)  # the entry that says so
    kept = models.BinaryField()


class Consulted(models.Model):
    """Who of an agency opened a traveller or a vehicle, the first time."""

    key = models.CharField(max_length=80, primary_key=True)
    subject = models.CharField(max_length=80, db_index=True)
    agency = models.CharField(max_length=16)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    kept = models.BinaryField()
