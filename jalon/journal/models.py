"""How far the tables have followed the journal. These rows stand beside the tables, not in the journal's file."""

from django.db import models


class Cursor(models.Model):
    """The last arrival position that the tables hold, written in the same transaction as the rows."""

    name = models.CharField(max_length=32, primary_key=True)
    position = models.BigIntegerField(default=0)


class Parked(models.Model):
    """An entry that could not be applied yet, and why; it blocks nobody."""

    WAITS, UNKNOWN, FAILED, REFUSED = "waits", "unknown", "failed", "refused"

    key = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in (WAITS, UNKNOWN, FAILED, REFUSED)])
    waits_for = models.CharField(max_length=80, blank=True, db_index=True)
    reason = models.TextField()

    class Meta:
        ordering = ["position"]


class NotRead(models.Model):
    """A row that what follows the tables could not read: it is left out there, and blocks nobody."""

    follower = models.CharField(max_length=32)
    position = models.BigIntegerField()
    key = models.CharField(max_length=80)
    reason = models.CharField(max_length=80)  # the class of the error, without its words
    at = models.BigIntegerField()  # ms

    class Meta:
        ordering = ["position", "follower"]
        unique_together = [("follower", "key")]


class AcceptedBranch(models.Model):
    """A branch of another node's epoch that a named person took out of quarantine. `key` is node and derived epoch."""

    key = models.CharField(max_length=40, primary_key=True)
    reason = models.CharField(max_length=300)
    accepted_by = models.CharField(max_length=16)
    accepted_at = models.BigIntegerField()  # ms


class EnrolledNode(models.Model):
    """A machine that writes to this headquarters: its keys, the place it stands at, and whether it is still trusted."""

    id = models.CharField(max_length=16, primary_key=True)
    post = models.CharField(max_length=16, db_index=True)  # the code of the place
    signing = models.CharField(max_length=64)  # Ed25519, hexadecimal
    sealing = models.CharField(max_length=64)  # X25519, hexadecimal
    recall = models.CharField(max_length=64)  # the key of its recall tokens, hexadecimal: what goes down is keyed here
    enrolled = models.CharField(max_length=80)  # the entry
    enrolled_by = models.CharField(max_length=16)  # who gave the one-time code
    enrolled_at = models.BigIntegerField()  # ms
    replaces = models.CharField(max_length=16, blank=True)  # the node that stood at this place before
    revoked_at = models.BigIntegerField(null=True)  # ms, when it was recorded
    revoked_since = models.BigIntegerField(null=True)  # ms, from when it is not trusted, as told
    revoked_by = models.CharField(max_length=16, blank=True)
    revoked_why = models.CharField(max_length=300, blank=True)
    held_from = models.BigIntegerField(null=True)  # entries that arrived at this position and beyond are held back
    accepted_to = models.BigIntegerField(null=True)  # … up to here they were looked at and accepted

    class Meta:
        ordering = ["post", "enrolled_at"]

    @property
    def is_trusted(self) -> bool:
        return self.revoked_at is None


class Peer(models.Model):
    """A forum that this headquarters joined: its keys, where it answers, and until when this state sits there."""

    id = models.CharField(max_length=16, primary_key=True)
    party = models.CharField(max_length=16)  # the code under which this state sits there
    signing = models.CharField(max_length=64)  # Ed25519, hexadecimal
    sealing = models.CharField(max_length=64)  # X25519, hexadecimal
    address = models.CharField(max_length=200, blank=True)  # https://…, or empty where only sticks travel
    joined = models.CharField(max_length=80)  # the entry
    joined_at = models.BigIntegerField()  # ms
    left_at = models.BigIntegerField(null=True)  # ms
    left_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["joined_at", "id"]
