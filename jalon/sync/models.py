"""What a headquarters knows of the link to each node: heard, not recorded; it is not a fact about the border."""

from django.db import models


class Contact(models.Model):
    """The last call of a node, and what it said. Times in ms since 1970, on this machine's clock."""

    node = models.CharField(max_length=16, primary_key=True)
    at = models.BigIntegerField(db_index=True)  # the last time anything signed by it arrived
    entries_at = models.BigIntegerField(null=True)  # the last time entries arrived
    number = models.BigIntegerField(default=0)  # of its last call: they only grow
    waiting = models.PositiveIntegerField(default=0)  # entries it still had to send, as it said
    ahead_least = models.BigIntegerField(null=True)  # its clock less ours, ms: at least …
    ahead_most = models.BigIntegerField(null=True)  # … and at most
    boot = models.CharField(max_length=16, blank=True)  # its start of the machine (beginning of a digest)
    mono = models.BigIntegerField(null=True)  # its monotonic clock at that call, ms
    down_epoch = models.CharField(max_length=16, blank=True)  # how far it holds what was sent down to it
    down_seq = models.BigIntegerField(default=0)
    editions = models.CharField(max_length=16, blank=True)  # digest of the editions it holds
    program = models.CharField(max_length=20, blank=True)  # version of its program
    gaps = models.PositiveIntegerField(default=0)  # batches that came before what precedes them
    carrier = models.CharField(max_length=8, blank=True)  # link | stick: how the last one came


class HeldEdition(models.Model):
    """The edition of a view (a list, the posts, the officers …) that a node switched to last. Follows entries."""

    key = models.CharField(max_length=60, primary_key=True)  # node and name
    node = models.CharField(max_length=16, db_index=True)
    name = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    at = models.BigIntegerField()  # its node's clock, ms
    entry = models.CharField(max_length=80)
