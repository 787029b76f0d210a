"""Border posts: places, known by a code. Rows follow from entries."""

from django.db import models


class Post(models.Model):
    """A border post on one side of a line."""

    code = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=3)  # alpha-3
    neighbour = models.CharField(max_length=3, blank=True)
    opposite = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=160, blank=True)
    category = models.CharField(max_length=16, blank=True)  # international | bilateral | local: who may pass
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    coordinates_from = models.CharField(max_length=120, blank=True)
    sources = models.TextField(blank=True)
    # Before whom whoever is refused here may contest it, and within how many days.
    appeal_authority = models.CharField(max_length=160, blank=True)
    appeal_address = models.CharField(max_length=200, blank=True)
    appeal_telephone = models.CharField(max_length=40, blank=True)
    appeal_days = models.PositiveSmallIntegerField(null=True)
    # Whom a traveller asks to see or correct what is kept, by which law, and how long a headquarters keeps it.
    data_authority = models.CharField(max_length=160, blank=True)
    data_address = models.CharField(max_length=200, blank=True)
    data_telephone = models.CharField(max_length=40, blank=True)
    data_law = models.CharField(max_length=200, blank=True)
    data_years = models.PositiveSmallIntegerField(null=True)
    declared = models.CharField(max_length=80)  # the entry
    position = models.BigIntegerField(null=True)  # of the arrival here of what first named it

    class Meta:
        ordering = ["country", "name"]

    def __str__(self) -> str:
        return self.name


class SideStatus(models.Model):
    """That a side of a post is open or closed, as its post or the headquarters said."""

    key = models.CharField(max_length=80, primary_key=True)  # the entry that said it
    position = models.BigIntegerField(db_index=True)  # of its arrival here: what was heard last counts
    post = models.CharField(max_length=16, db_index=True)
    side = models.CharField(max_length=8)  # ours | theirs
    state = models.CharField(max_length=8)  # open | closed
    since = models.BigIntegerField()  # ms, as told
    until = models.BigIntegerField(null=True)  # ms, as told; None where nobody knows
    code = models.CharField(max_length=16, blank=True)
    why = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=16)  # post | headquarters
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()  # its node's clock, ms
