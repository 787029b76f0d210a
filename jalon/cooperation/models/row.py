"""What every row of cooperation bears."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

LANGUAGE = re.compile(r"[a-z]{2,3}")
LONGEST = 20_000  # characters of one text
# How rows follow one another: what arrived last counts last.
ORDER = ("position", "rank", "key")


class Row(models.Model):
    """Something that was said by a party, once. `position` is that of the entry's arrival here, or of the edition that
    brought it; `forum` the id of the forum it belongs to, empty where it is this state's own."""

    key = models.CharField(max_length=80, primary_key=True)  # of the entry
    forum = models.CharField(max_length=16, blank=True, db_index=True)
    party = models.CharField(max_length=16, blank=True)  # for whom it was said; empty where the forum itself speaks
    position = models.BigIntegerField(db_index=True)
    rank = models.BigIntegerField(default=0)  # among those of one edition: its place where it was given
    at = models.BigIntegerField()  # its node's clock, ms
    by = models.CharField(max_length=16, blank=True)  # the actor's pseudonymous id, never shown abroad

    class Meta:
        abstract = True


class Once(models.Model):
    """A name made for one act: of a form that is sent twice, or an act that is done again, the first alone counts."""

    once = models.CharField(max_length=32, blank=True, db_index=True)

    class Meta:
        abstract = True


class Texts(models.JSONField):
    """The same sentence in working languages: {"fr": …, "en": …, "ar": …}, as many of them as were written."""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not isinstance(value, dict) or not all(
            isinstance(text, str) and LANGUAGE.fullmatch(str(language)) for language, text in value.items()
        ):
            raise ValidationError("a text is a sentence for each language")
        if any(len(text) > LONGEST for text in value.values()):
            raise ValidationError("a text is too long", code="max_length", params={"limit_value": LONGEST})


class Level(models.TextChoices):
    """Where a recommendation or a measure acts."""

    POST = "post"
    NATIONAL = "national"
    BILATERAL = "bilateral"
    REGIONAL = "regional"
    LOCAL = "local"  # across the line: villages and posts of both sides
