"""Lists and their editions. The listings themselves stand in files beside: an entry switches from one to the next."""

from django.db import models


class Edition(models.Model):
    """One state of a list, proposed by one person and put in service by another."""

    key = models.CharField(max_length=80, primary_key=True)
    list = models.CharField(max_length=40, db_index=True)
    number = models.PositiveIntegerField()
    format = models.CharField(max_length=20)
    root = models.CharField(max_length=64)  # SHA-256 of the edition's file
    rules = models.JSONField()
    counts = models.JSONField()
    dated = models.CharField(max_length=10, blank=True)  # the publisher's day, ISO, where the format has one
    difference = models.JSONField()  # {"added": n, "changed": n, "removed": n}
    proposed_by = models.CharField(max_length=16)
    proposed_at = models.BigIntegerField()  # ms
    approved_by = models.CharField(max_length=16, blank=True)
    approved_at = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=120, blank=True)  # the state's decision that puts it in service

    class Meta:
        unique_together = [("list", "number")]


class InService(models.Model):
    """The edition of a list that the desk screens against."""

    list = models.CharField(max_length=40, primary_key=True)
    edition = models.CharField(max_length=80)
    since = models.BigIntegerField()
