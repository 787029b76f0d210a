"""Alerts, and what they are found from. Nothing here names a traveller.

Rows that follow entries: Acknowledgement, Subscription, AnnouncedPlate, PublicWarning. The others are derived: they can
be dropped, and the follower makes them anew.
"""

from __future__ import annotations

from django.db import models


class Alert(models.Model):
    """A situation that a rule found: one row however many entries speak of it, and however often it comes again."""

    reference = models.CharField(max_length=12, primary_key=True)  # of rule and subject: the same for ever
    rule = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=120)
    post = models.CharField(max_length=16, blank=True, db_index=True)
    severity = models.PositiveSmallIntegerField()  # of situation.SEVERITIES
    count = models.PositiveIntegerField(default=1)
    facts = models.JSONField(default=dict)
    began = (
        models.BigIntegerField()
    )  # ms: of the fact where it says so, else when it was found; another one comes again
    opened_at = models.BigIntegerField(db_index=True)  # ms, when it was found, this time
    changed_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True, db_index=True)
    times = models.PositiveIntegerField(default=1)  # how often it came
    told_severity = models.PositiveSmallIntegerField(default=0)  # the worst that was told of this occurrence
    told_count = models.PositiveIntegerField(default=0)


class Happening(models.Model):
    """The history of an alert: opened, worsened, ended, come again."""

    alert = models.CharField(max_length=12, db_index=True)
    at = models.BigIntegerField()
    what = models.CharField(max_length=8)  # opened | worsened | ended | again
    began = models.BigIntegerField()
    severity = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()


class Acknowledgement(models.Model):
    """Somebody took an alert in hand, as it then was: it asks again only when it is worse, or comes again."""

    key = models.CharField(max_length=80, primary_key=True)
    alert = models.CharField(max_length=12, db_index=True)
    began = models.BigIntegerField()
    severity = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=16)
    at = models.BigIntegerField()


class Subscription(models.Model):
    """Who is told of a rule's alerts, besides those whom the rule names: a role's page, an address, another program."""

    key = models.CharField(max_length=80, primary_key=True)
    rule = models.CharField(max_length=40)  # empty: of every rule
    least = models.PositiveSmallIntegerField()  # from this severity on
    channel = models.CharField(max_length=8)  # page | email | webhook
    to = models.CharField(max_length=300)  # a role, an address of e-mail, an address on the web
    language = models.CharField(max_length=2)
    by = models.CharField(max_length=16)
    at = models.BigIntegerField()
    ended_by = models.CharField(max_length=16, blank=True)
    ended_at = models.BigIntegerField(null=True)


class Delivery(models.Model):
    """Something that is to be told outside this program, in the same transaction as the alert that it tells of."""

    WAITING, SENDING, SENT, GIVEN_UP, DROPPED = "waiting", "sending", "sent", "given_up", "dropped"

    happening = models.BigIntegerField()
    alert = models.CharField(max_length=12, db_index=True)
    subscription = models.CharField(max_length=80)
    channel = models.CharField(max_length=8)
    to = models.CharField(max_length=300)
    language = models.CharField(max_length=2)
    content = models.JSONField()  # the alert as it then was
    state = models.CharField(max_length=8, default=WAITING, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.BigIntegerField()
    next_at = models.BigIntegerField(db_index=True)
    sent_at = models.BigIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        unique_together = [("happening", "subscription")]


class RuleState(models.Model):
    """A rule that could not be asked, and why: its alerts stay as they were meanwhile."""

    rule = models.CharField(max_length=40, primary_key=True)
    failed_at = models.BigIntegerField()
    error = models.CharField(max_length=300)


class Sighting(models.Model):
    """A document or a plate at a post, as a keyed token, and between when and when that was in true time, ms."""

    key = models.CharField(max_length=80, primary_key=True)  # of the row it was seen in
    kind = models.CharField(max_length=8)  # document | plate
    token = models.CharField(max_length=24, db_index=True)
    post = models.CharField(max_length=16)
    early = models.BigIntegerField()
    late = models.BigIntegerField(db_index=True)
    guess = models.BigIntegerField()  # the likeliest, between the two
    case = models.CharField(max_length=80, blank=True)  # the inspection or the vehicle


class TooSoon(models.Model):
    """Two sightings of one token at two posts, between which there may not have been the time to travel."""

    key = models.CharField(max_length=170, primary_key=True)
    kind = models.CharField(max_length=8)
    token = models.CharField(max_length=24, db_index=True)
    first = models.CharField(max_length=80)
    second = models.CharField(max_length=80)
    late = models.BigIntegerField(db_index=True)  # of the later one: how long it is spoken of


class ConfirmedHit(models.Model):
    """A decision of the second line that the authority of a list asked for and confirmed."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80)
    post = models.CharField(max_length=16)
    at = models.BigIntegerField(db_index=True)
    outcome = models.CharField(max_length=12)


class Flow(models.Model):
    """How many people a post saw in an hour of a local day."""

    key = models.CharField(max_length=40, primary_key=True)  # post, day and hour
    post = models.CharField(max_length=16)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day", "hour"])]


class Heard(models.Model):
    """How a node usually calls: what was known at its last call, and the times between its calls, ms."""

    node = models.CharField(max_length=16, primary_key=True)
    at = models.BigIntegerField()
    pauses = models.JSONField(default=list)  # the latest at the end
    gaps = models.PositiveIntegerField(default=0)
    gap_at = models.BigIntegerField(null=True)  # since when something is missing of what it sends


class AnnouncedPlate(models.Model):
    """A vehicle that an authority asks to be told of. The plate itself stands in `kept`."""

    key = models.CharField(max_length=80, primary_key=True)
    token = models.CharField(max_length=24, db_index=True)
    reference = models.CharField(max_length=120)  # of the authority's request
    until = models.DateField()
    by = models.CharField(max_length=16)
    at = models.BigIntegerField()
    withdrawn_by = models.CharField(max_length=16, blank=True)
    withdrawn_at = models.BigIntegerField(null=True)
    kept = models.BinaryField()


class PublicWarning(models.Model):
    """A warning to the public, in CAP 1.2: drafted by one person, published by another, updated or cancelled."""

    key = models.CharField(max_length=80, primary_key=True)
    state = models.CharField(max_length=10, default="draft", db_index=True)  # draft|published|updated|cancelled|dropped
    said = models.JSONField()  # what it says, see cap.py
    replaces = models.CharField(max_length=80, blank=True)
    drafted_by = models.CharField(max_length=16)
    drafted_at = models.BigIntegerField()
    published_by = models.CharField(max_length=16, blank=True)
    published_at = models.BigIntegerField(null=True, db_index=True)
    ended_by = models.CharField(max_length=16, blank=True)
    ended_at = models.BigIntegerField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)
    ended_key = models.CharField(max_length=80, blank=True)  # the entry that cancelled or replaced it
