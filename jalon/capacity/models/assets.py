"""Equipment: each thing that a post has, and what became of it."""

from __future__ import annotations

from django.db import models

from jalon.capacity.models.said import Said


class What(models.TextChoices):
    """What became of a thing."""

    INSTALLED = "installed"
    IN_SERVICE = "in_service"
    BROKEN = "broken"
    REPAIRED = "repaired"
    SPARE = "spare"
    MOVED = "moved"  # to another post, as it was
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"  # an earlier fact was said in error


class Asset(Said):
    """A thing that serves at a post, as the headquarters registered it. Its first state holds from `on`."""

    kind = models.CharField(max_length=24, db_index=True)  # a code of kinds.KINDS
    post = models.CharField(max_length=16, db_index=True)  # where it stood first
    label = models.CharField(max_length=80)  # as it is called at the post
    serial = models.CharField(max_length=80, blank=True)
    what = models.CharField(max_length=12, choices=What.choices, default=What.INSTALLED)
    on = models.DateField()
    project = models.CharField(max_length=120, blank=True)  # that paid for it
    line = models.CharField(max_length=16, blank=True)  # of its budget
    cost = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    note = models.CharField(max_length=200, blank=True)


class AssetFact(Said):
    """What became of a thing on a day. Of those up to a day the last (on, position, key) counts."""

    asset = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=12, choices=What.choices)
    on = models.DateField()
    trouble = models.CharField(max_length=16, blank=True)  # a code of kinds.TROUBLES, where it is broken
    post = models.CharField(max_length=16, blank=True)  # where it was moved to
    of = models.CharField(max_length=80, blank=True)  # the fact that is taken back
    note = models.CharField(max_length=200, blank=True)
