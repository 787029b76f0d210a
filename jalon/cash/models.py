"""Receipts and the cash of a day. Who paid stands apart, under the key of the shift that asked."""

from __future__ import annotations

from django.db import models


class Receipt(models.Model):
    """A fee that was taken. It names nobody; the number is its place among its machine's receipts of the year."""

    STANDS, ASKED, CANCELLED = "stands", "asked", "cancelled"

    key = models.CharField(max_length=80, primary_key=True)
    node = models.CharField(max_length=80)  # the series: a machine's, or that of a branch in quarantine
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()  # from 1 in each year, without a gap
    slip = models.CharField(max_length=32, unique=True)  # by which the entry that names the payer finds it
    post = models.CharField(max_length=16)
    day = models.DateField()
    at = models.BigIntegerField()  # ms
    officer = models.CharField(max_length=16)
    shift = models.CharField(max_length=80)
    what = models.CharField(max_length=32)  # a code of `regimes.words.FEES`
    units = models.PositiveIntegerField()
    amount = models.PositiveBigIntegerField()  # of one unit, in whole units of the currency
    total = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    due = (
        models.JSONField()
    )  # the rule as it stood: rule, variant, charged, text, article, names, sentence, confirmed …
    state = models.CharField(max_length=12, default=STANDS)
    closing = models.CharField(max_length=80, blank=True, db_index=True)  # the count that it went into
    cancelled_at = models.BigIntegerField(null=True)
    given_back_in = models.CharField(max_length=80, blank=True, db_index=True)  # the count that it went out of

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "year", "number"], name="one_receipt_a_number")]


class Cancelling(models.Model):
    """That a receipt be cancelled: one officer asks, another says yes or no. The number stays."""

    WAITS, YES, NO = "waits", "yes", "no"

    key = models.CharField(max_length=80, primary_key=True)
    receipt = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    reason = models.CharField(max_length=32)
    state = models.CharField(max_length=8, default=WAITS)
    second = models.CharField(max_length=16, blank=True)
    second_at = models.BigIntegerField(null=True)


class Payer(models.Model):
    """By whom a receipt was paid, where the traveller wished it: a name, a passage, or both."""

    key = models.CharField(max_length=80, primary_key=True)
    receipt = models.CharField(max_length=80, db_index=True)
    inspection = models.CharField(max_length=80, blank=True, db_index=True)
    kept = models.BinaryField()


class Closing(models.Model):
    """A count of the cash: one officer counts, another confirms. Figures by currency; receipts by number."""

    COUNTED, CLOSED, DECLINED = "counted", "closed", "declined"

    key = models.CharField(max_length=80, primary_key=True)
    node = models.CharField(max_length=80, db_index=True)
    number = models.PositiveSmallIntegerField()  # from 1 on each day
    post = models.CharField(max_length=16)
    day = models.DateField()
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    officer = models.CharField(max_length=16)
    receipts = models.JSONField()  # [[year, first number, last number]]
    given_back = models.JSONField()  # [[year, number]] of those cancelled after an earlier count
    figures = models.JSONField()  # {currency: {opened, taken, given_back, expected, counted, left, reason}}
    state = models.CharField(max_length=8, default=COUNTED)
    second = models.CharField(max_length=16, blank=True)
    second_at = models.BigIntegerField(null=True)
