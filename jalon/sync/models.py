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
    ahead_before = models.BigIntegerField(null=True)  # the same (at least) at the contact before, or start before
    boot = models.CharField(max_length=16, blank=True)  # its start of the machine (beginning of a digest)
    mono = models.BigIntegerField(null=True)  # its monotonic clock at that call, ms
    read_at = models.BigIntegerField(null=True)  # when boot, mono and ahead were read
    down_epoch = models.CharField(max_length=16, blank=True)  # how far it holds what was sent down to it
    down_seq = models.BigIntegerField(default=0)
    editions = models.CharField(max_length=16, blank=True)  # digest of the editions it holds
    program = models.CharField(max_length=20, blank=True)  # version of its program
    gaps = models.PositiveIntegerField(default=0)  # batches that came before what precedes them
    carrier = models.CharField(max_length=8, blank=True)  # link | stick: how the last one came


class HeldEdition(models.Model):
    """The edition of a view (a list, the posts, the officers …) that a node switched to last. Follows entries."""

    key = models.CharField(max_length=80, primary_key=True)  # node and name
    node = models.CharField(max_length=16, db_index=True)
    name = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    at = models.BigIntegerField()  # its node's clock, ms
    entry = models.CharField(max_length=80)


class PublishedEdition(models.Model):
    """An edition this headquarters made for its posts. Its rows stand in a file; not an entry: what it shows is."""

    name = models.CharField(max_length=60)
    audience = models.CharField(max_length=16, blank=True)
    number = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    wall = models.BigIntegerField()
    signature = models.CharField(max_length=128)

    class Meta:
        unique_together = [("name", "audience", "number")]


class CodeTaken(models.Model):
    """A one-time code that came with an edition and was put at its officer's account: each once."""

    hash = models.CharField(max_length=64, primary_key=True)


class Invitation(models.Model):
    """A one-time code for a machine that is to be enrolled. Not an entry: that it was given is one. Its secret proves
    both sides to each other, so it is kept until it is over, some days."""

    name = models.CharField(max_length=8, unique=True)
    secret = models.CharField(max_length=24)
    post = models.CharField(max_length=16)
    replaces = models.CharField(max_length=16, blank=True)
    given_by = models.CharField(max_length=16)
    given = models.CharField(max_length=80)  # the entry
    expires_at = models.DateTimeField()
    used_by = models.CharField(max_length=16, blank=True)
