"""What every row of the register, of equipment and of training bears."""

from __future__ import annotations

from django.db import models


class Said(models.Model):
    """Something that was said once, by a post or by the headquarters. `position` is that of the entry's arrival here,
    or of the edition that brought it; later rows change what counts, and no row is changed."""

    key = models.CharField(max_length=80, primary_key=True)  # of the entry
    position = models.BigIntegerField(db_index=True)
    at = models.BigIntegerField()  # its node's clock, ms
    by = models.CharField(max_length=16, blank=True)  # the officer's pseudonymous id; empty where an edition brought it

    class Meta:
        abstract = True
