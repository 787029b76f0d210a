"""Forums, those who sit in them, and whom to call."""

from __future__ import annotations

from django.db import models

from jalon.cooperation.models.row import Level, Row, Texts


class ForumFact(Row):
    """What became of a forum on a day: founded, renamed, moved to another host, dissolved."""

    class What(models.TextChoices):
        FOUNDED = "founded"
        RENAMED = "renamed"
        MOVED = "moved"
        DISSOLVED = "dissolved"

    what = models.CharField(max_length=12, choices=What.choices)
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Level.choices, blank=True)  # regional, bilateral, local
    name = Texts(default=dict)  # at its founding, and when renamed
    host = models.CharField(max_length=16, blank=True)  # the party whose machine it stands on
    address = models.CharField(max_length=200, blank=True)  # https://…, where it is called from that day
    note = models.TextField(blank=True)


class PartyFact(Row):
    """That a party joined a forum, or left it, on a day. `party` is who said so; `code` who is meant."""

    class What(models.TextChoices):
        JOINED = "joined"
        RENAMED = "renamed"
        LEFT = "left"

    class Kind(models.TextChoices):
        STATE = "state"
        DONOR = "donor"  # a technical and financial partner
        AGENCY = "agency"  # of the United Nations and the like
        ASSOCIATION = "association"
        LOCAL = "local"  # a municipality, a committee of a village
        SERVICE = "service"  # of a state, where it meets among its own

    what = models.CharField(max_length=8, choices=What.choices)
    code = models.CharField(max_length=16, db_index=True)  # of a state: alpha-3; else free
    kind = models.CharField(max_length=12, choices=Kind.choices, blank=True)
    country = models.CharField(max_length=3, blank=True)
    name = Texts(default=dict)
    on = models.DateField()
    node = models.CharField(max_length=16, blank=True)  # its headquarters' machine, where it runs one


class DirectoryLine(Row):
    """Whom to call at a place, by function and never by name. The last line of (code, place, function) counts."""

    code = models.CharField(max_length=16)  # the party that answers there
    level = models.CharField(max_length=12, choices=Level.choices)
    place = models.CharField(max_length=120)  # a post's code, a town, a ministry
    function = Texts(default=dict)  # “duty officer”, “prefect's office”
    telephone = models.CharField(max_length=40, blank=True)
    second_telephone = models.CharField(max_length=40, blank=True)
    radio = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list)  # spoken there: codes of ISO 639
    hours = models.CharField(max_length=80, blank=True)  # “24 h”, “06–22”
    withdrawn = models.BooleanField(default=False)
