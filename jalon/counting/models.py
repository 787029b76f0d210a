"""Those who cross without being named, and herds. Rows follow from entries.

What names or concerns one traveller stands in `kept`, under a shift key; the columns beside it name nobody.
"""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """Some strokes of the keypad, or a number from paper for an hour. `strokes`: runs [direction, means, what, how
    many], a negative number taken back."""

    key = models.CharField(max_length=80, primary_key=True)
    shift = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    passed_from = models.BigIntegerField()  # ms since 1970: when the first and the last of them crossed
    passed_until = models.BigIntegerField()
    late = models.BooleanField(default=False)
    sheet = models.CharField(max_length=60, blank=True)  # the paper it stood on
    pad = models.CharField(max_length=16, blank=True, db_index=True)  # the page it was keyed on, drawn by chance
    first = models.PositiveIntegerField(default=0)  # numbers of its strokes on that page
    last = models.PositiveIntegerField(default=0)
    strokes = models.JSONField(default=list)
    withdrawn_at = models.BigIntegerField(null=True)
    withdrawn_by = models.CharField(max_length=16, blank=True)
    withdrawn_why = models.CharField(max_length=120, blank=True)


class Plate(models.Model):
    """The plate of a counted vehicle, where one was noted."""

    key = models.CharField(max_length=80, primary_key=True)
    shift = models.CharField(max_length=80, db_index=True)
    at = models.BigIntegerField()
    position = models.BigIntegerField(null=True, db_index=True)  # of its entry's arrival; of older rows not known
    direction = models.CharField(max_length=8)
    what = models.CharField(max_length=24)
    kept = models.BinaryField()


class Card(models.Model):
    """A resident's card beyond its holder's name: keyed tokens, the last day, how often it was shown and when last."""

    key = models.CharField(max_length=80, primary_key=True)
    token = models.CharField(max_length=64, db_index=True)  # of the code that the card bears
    number_token = models.CharField(max_length=64, db_index=True)  # of the number printed on it
    valid_until = models.DateField()
    rule = models.CharField(max_length=60, blank=True)  # the local regime it rests on
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField(default=0)
    last_day = models.DateField(null=True)
    direction = models.CharField(max_length=8, blank=True)
    transport = models.CharField(max_length=16, blank=True)
    withdrawn_at = models.BigIntegerField(null=True)
    withdrawn_why = models.CharField(max_length=120, blank=True)


class Holder(models.Model):
    """Whose card it is: read while the shift that enrolled it lasts, gone with it."""

    key = models.CharField(max_length=80, primary_key=True)
    card = models.CharField(max_length=80, db_index=True)
    shift = models.CharField(max_length=80, db_index=True)
    kept = models.BinaryField()


class CardPassage(models.Model):
    """A card shown and recognised: one neighbour counted. It leaves with its shift, whose closing keeps how many."""

    key = models.CharField(max_length=80, primary_key=True)
    card = models.CharField(max_length=80, db_index=True)
    shift = models.CharField(max_length=80, db_index=True)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    direction = models.CharField(max_length=8)
    transport = models.CharField(max_length=16)
    screened = models.BooleanField()
    swipe = models.CharField(max_length=24, blank=True, db_index=True)  # sent again, it is still one
    taken_back_at = models.BigIntegerField(null=True)


class Herd(models.Model):
    """A herd with its certificate, as it stands."""

    key = models.CharField(max_length=80, primary_key=True)
    shift = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    direction = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default="open", db_index=True)  # open | passed | turned_back | referred
    kept = models.BinaryField()


class HerdStep(models.Model):
    """What followed: counted, taken over by the second line, decided."""

    key = models.CharField(max_length=80, primary_key=True)
    herd = models.CharField(max_length=80, db_index=True)
    shift = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    kept = models.BinaryField()


class ClosedCounts(models.Model):
    """The figures of a shift, frozen at its closing; the latest counts where a closing was begun twice."""

    key = models.CharField(max_length=80, primary_key=True)
    shift = models.CharField(max_length=80, db_index=True)
    position = models.BigIntegerField()
    figures = models.JSONField()
