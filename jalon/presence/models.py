"""Who is in the country. `Judgement` follows entries; every other table is derived: dropped and made anew at will.

Derived tables name nobody in their columns: documents, plates and the keys of a holder are keyed tokens.
"""

from __future__ import annotations

from django.db import models


class Judgement(models.Model):
    """A person said that two passages are of one traveller, or of two. The last word on two passages holds."""

    key = models.CharField(max_length=80, primary_key=True)
    one = models.CharField(max_length=80, db_index=True)  # inspections, the lesser key first
    other = models.CharField(max_length=80, db_index=True)
    same = models.BooleanField()
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    why = models.CharField(max_length=300)


class Passage(models.Model):
    """An admitted crossing, as pairing sees it. `key` is its inspection's; times are ms since 1970, corrected."""

    key = models.CharField(max_length=80, primary_key=True)
    node = models.CharField(max_length=16)
    epoch = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    sheet = models.CharField(max_length=80, blank=True)  # of a paper line, which has no place in the node's chain
    line = models.PositiveSmallIntegerField(default=0)
    post = models.CharField(max_length=16)
    country = models.CharField(max_length=3)
    direction = models.CharField(max_length=8)
    earliest = models.BigIntegerField()
    latest = models.BigIntegerField()
    holder = models.CharField(max_length=24, db_index=True)
    who = models.CharField(max_length=80, db_index=True)  # the holder, or the passage alone where that proves nobody
    person = models.CharField(max_length=80, db_index=True)  # the least `who` of all that are one traveller
    adult = models.CharField(max_length=80, blank=True, db_index=True)  # a child's, an inspection
    vehicle = models.CharField(max_length=80, blank=True)
    plate = models.CharField(max_length=24, blank=True, db_index=True)
    nationality = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=32)  # of the document
    # Of an entry: how long its rule lets the traveller stay.
    answer = models.CharField(max_length=24, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    rules = models.CharField(max_length=40, blank=True)  # their version
    confirmed = models.BooleanField(default=False)  # by the state's authority
    days = models.PositiveIntegerField(null=True)
    window = models.PositiveIntegerField(null=True)
    granted_to = models.DateField(null=True)  # the last day that the officer gave


class Holder(models.Model):
    """A person as one paper names them: a document and the particulars read of it. `kept` has the particulars."""

    key = models.CharField(max_length=24, primary_key=True)
    document = models.CharField(max_length=24, blank=True, db_index=True)
    sure = models.BooleanField()  # whether two passages of these very particulars are one person's
    kept = models.BinaryField()


class HolderMark(models.Model):
    """What two holders must share to be compared at all."""

    mark = models.CharField(max_length=24, db_index=True)
    holder = models.CharField(max_length=24, db_index=True)


class HolderLink(models.Model):
    """How alike two holders are, the lesser key first."""

    one = models.CharField(max_length=24, db_index=True)
    other = models.CharField(max_length=24, db_index=True)
    kind = models.CharField(max_length=20)
    score = models.FloatField()
    decides = models.BooleanField()
    fits = models.BooleanField()  # enough beside the same vehicle

    class Meta:
        unique_together = [("one", "other")]


class Stay(models.Model):
    """One presence in the country: an entry, an exit, or both. `key` is the entry's, else the exit's."""

    key = models.CharField(max_length=80, primary_key=True)
    person = models.CharField(max_length=80, db_index=True)
    number = models.PositiveIntegerField()  # in the person's order, from 1
    entered = models.CharField(max_length=80, blank=True, db_index=True)
    left = models.CharField(max_length=80, blank=True, db_index=True)
    entry_post = models.CharField(max_length=16, blank=True)
    exit_post = models.CharField(max_length=16, blank=True)
    entry_earliest = models.BigIntegerField(null=True)
    entry_latest = models.BigIntegerField(null=True)
    exit_earliest = models.BigIntegerField(null=True)
    exit_latest = models.BigIntegerField(null=True)
    ended = models.CharField(max_length=8, blank=True)  # exit | unseen (another entry followed) | empty: nothing seen
    doubts = models.JSONField(default=list)  # codes of pairing.DOUBTS
    link = models.CharField(max_length=20, blank=True)  # of a pair: by what its two ends are one person's
    confidence = models.FloatField(null=True)  # of a pair, 0..1
    nationality = models.CharField(max_length=3, blank=True)
    national = models.BooleanField(default=False)  # of the state itself: nobody overstays at home
    sure = models.BooleanField(default=True)  # whether the papers prove who entered
    answer = models.CharField(max_length=24, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    rules = models.CharField(max_length=40, blank=True)
    confirmed = models.BooleanField(default=False)
    days = models.PositiveIntegerField(null=True)
    window = models.PositiveIntegerField(null=True)
    granted = models.BooleanField(default=False)  # the last day was given by an officer
    # The last day of the stay, what is not known read harshly and kindly; none where no rule gives one.
    last_harsh = models.DateField(null=True)
    last_kind = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ended", "last_harsh"])]


class Awaited(models.Model):
    """An entry that was parked when the follower passed it: its rows come later, at a position already passed."""

    position = models.BigIntegerField(primary_key=True)
