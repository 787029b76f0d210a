"""Counts that follow the tables of the rooms below: derived, so that they can be dropped and made anew at any time.

They stand on one of two sides. Pages read the live one; a rebuild fills the other beside it and then changes over.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Side(models.Model):
    """A whole set of counts, and by which rules it was made (see following.rules)."""

    number = models.PositiveSmallIntegerField(primary_key=True)  # 0 or 1
    rules = models.CharField(max_length=80)
    live = models.BooleanField(default=False)


class Count(models.Model):
    """How many there were of one value of one dimension (see dimensions.py), at a post, in a direction."""

    side = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=24)
    post = models.CharField(max_length=16)
    direction = models.CharField(max_length=8)
    value = models.CharField(max_length=64)
    number = models.BigIntegerField()

    class Meta:
        abstract = True


class DayCount(Count):
    """… on one day, in the time zone of the settings."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["side", "dimension", "day", "post", "direction", "value"], name="statistics_one_day_count"
            )
        ]
        indexes = [models.Index(fields=["side"], condition=Q(number=0), name="statistics_day_count_none")]


class MonthCount(Count):
    """… in one month: the sum of its days, so that a year is read at once. `day` is its first."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["side", "dimension", "day", "post", "direction", "value"], name="statistics_one_month_count"
            )
        ]
        indexes = [models.Index(fields=["side"], condition=Q(number=0), name="statistics_month_count_none")]


class Counted(models.Model):
    """What one traveller, tally, card or herd adds to the counts, so that a correction can move it to another cell."""

    slot = models.BigIntegerField(primary_key=True)  # twice the arrival position of its first entry, and the side
    cells = models.TextField()  # JSON: see cells.packed


class Overlooked(models.Model):
    """An entry that could not be applied yet when the counts passed it: looked at again until it was."""

    slot = models.BigIntegerField(primary_key=True)
    key = models.CharField(max_length=80)
    verb = models.CharField(max_length=48)


class OpenHours(models.Model):
    """In which hours of a day a shift was open at a post: bit 0 is the hour after midnight."""

    side = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=16)
    day = models.DateField()
    hours = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["side", "day", "post"], name="statistics_one_open_hours")]


class Heard(models.Model):
    """From when until when the entries of a machine are here, on its own clock (ms since 1970)."""

    side = models.PositiveSmallIntegerField()
    node = models.CharField(max_length=16)
    post = models.CharField(max_length=16)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["side", "node"], name="statistics_one_heard")]
