"""Training: what was taught, and how many of which post. Numbers, never names."""

from __future__ import annotations

from django.db import models

from jalon.capacity.models.said import Said


class Training(Said):
    """A training that was held."""

    kind = models.CharField(max_length=24, db_index=True)  # a code of kinds.TRAININGS
    title = models.CharField(max_length=160, blank=True)
    provider = models.CharField(max_length=120, blank=True)
    on = models.DateField()  # its last day
    until = models.DateField(null=True)  # until when it counts; None where it does not run out
    place = models.CharField(max_length=120, blank=True)
    project = models.CharField(max_length=120, blank=True)  # that paid for it


class Trained(Said):
    """How many of a post a training reached. Key: the training's entry and an index."""

    training = models.CharField(max_length=80, db_index=True)
    post = models.CharField(max_length=16, db_index=True)  # empty: of the headquarters
    people = models.PositiveSmallIntegerField()
    women = models.PositiveSmallIntegerField(default=0)


class TrainingWithdrawn(Said):
    """That a training was recorded in error."""

    training = models.CharField(max_length=80, db_index=True)
    why = models.CharField(max_length=200, blank=True)
