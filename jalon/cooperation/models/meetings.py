"""Meetings: who is asked, who comes, what is spoken of, what is written down."""

from __future__ import annotations

from django.db import models

from jalon.cooperation.models.row import Level, Row, Texts


class Meeting(Row):
    """A meeting that was called. What it is called by is told by its last MeetingFact of kind amended."""

    title = Texts(default=dict)
    level = models.CharField(max_length=12, choices=Level.choices)
    starts = models.DateField()
    ends = models.DateField()
    opens_at = models.CharField(max_length=5, blank=True)  # HH:MM at its place
    closes_at = models.CharField(max_length=5, blank=True)  # of each day
    zone = models.CharField(max_length=40, blank=True)  # of its place, as the IANA names it: Africa/Nouakchott
    place = models.CharField(max_length=160)
    host = models.CharField(max_length=16, blank=True)  # a party
    languages = models.JSONField(default=list)  # working languages
    before = models.CharField(max_length=80, blank=True)  # the meeting before it, whose promises it reviews


class MeetingFact(Row):
    """What became of a meeting."""

    class What(models.TextChoices):
        AMENDED = "amended"  # `facts` holds what changed
        OPENED = "opened"
        CLOSED = "closed"
        CANCELLED = "cancelled"

    meeting = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=12, choices=What.choices)
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)


class AgendaItem(Row):
    """A point of the agenda. The last row of (meeting, number) counts; an empty title takes it off."""

    meeting = models.CharField(max_length=80, db_index=True)
    number = models.PositiveSmallIntegerField()
    title = Texts(default=dict)
    text = Texts(default=dict)
    minutes = models.PositiveSmallIntegerField(null=True)  # how long it may take
    recommendation = models.CharField(max_length=80, blank=True)  # that it is about


class Delegation(Row):
    """That a party is asked to a meeting, and as what. The last row of (meeting, code) counts."""

    class As(models.TextChoices):
        MEMBER = "member"
        OBSERVER = "observer"
        PARTNER = "partner"  # technical and financial

    meeting = models.CharField(max_length=80, db_index=True)
    code = models.CharField(max_length=16)
    as_what = models.CharField(max_length=12, choices=As.choices)
    head = models.CharField(max_length=160, blank=True)  # by function: “director of the border police”
    seats = models.PositiveSmallIntegerField(null=True)
    withdrawn = models.BooleanField(default=False)


class Attendance(Row):
    """Who came of a delegation on a day: how many, and of them how many women; no names. The last row of (meeting,
    code, day) counts."""

    meeting = models.CharField(max_length=80, db_index=True)
    code = models.CharField(max_length=16)
    day = models.DateField()
    present = models.PositiveSmallIntegerField()
    women = models.PositiveSmallIntegerField(default=0)


class Document(Row):
    """A paper of a meeting, kept with its entry. The last row of (meeting, name) counts; one without a file takes it
    off."""

    meeting = models.CharField(max_length=80, db_index=True)
    title = Texts(default=dict)
    file = models.CharField(max_length=64, blank=True)  # digest of a KeptFile
    name = models.CharField(max_length=160, blank=True)


class Minutes(Row):
    """What was said and decided, in a language. Versions stay; the last of (meeting, language) counts."""

    meeting = models.CharField(max_length=80, db_index=True)
    language = models.CharField(max_length=2)
    text = models.TextField()


class KeptFile(models.Model):
    """The bytes of a file that an entry brought, by their SHA-256: at most 512 kB each."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=80)  # its media type, from its first bytes
    size = models.PositiveIntegerField()
    content = models.BinaryField()
