"""Measures: what is done about a recommendation or a gap; projects that bundle them; practices that others take up."""

from __future__ import annotations

from django.db import models

from jalon.cooperation.models.row import Level, Once, Row, Texts


class Measure(Once, Row):
    """What is done, where, by whom, with which means and partner."""

    recommendation = models.CharField(max_length=80, blank=True, db_index=True)
    gap = models.CharField(max_length=120, blank=True)  # of an assessment, as capacity names it
    library = models.CharField(max_length=40, blank=True)  # code in the library of measures
    title = Texts(default=dict)
    text = Texts(default=dict)
    level = models.CharField(max_length=12, choices=Level.choices)
    owner = models.CharField(max_length=16)  # the party that does it
    office = models.CharField(max_length=160, blank=True)  # the service, by function
    partner = models.CharField(max_length=16, blank=True)
    means = models.TextField(blank=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    project = models.CharField(max_length=80, blank=True, db_index=True)
    line = models.CharField(max_length=16, blank=True)  # of its budget
    posts = models.JSONField(default=list)  # codes
    assets = models.JSONField(default=list)  # keys of capacity's assets
    trainings = models.JSONField(default=list)  # keys of capacity's trainings
    practice = models.CharField(max_length=80, blank=True)  # the practice it takes up


class MeasureFact(Row):
    """How a measure stands from a day on, or what it is linked to now."""

    class What(models.TextChoices):
        PLANNED = "planned"
        UNDER_WAY = "under_way"
        DONE = "done"
        STOPPED = "stopped"
        LINKED = "linked"  # posts, assets, trainings replace those before
        AMENDED = "amended"  # `facts` holds what changed

    measure = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=12, choices=What.choices)
    on = models.DateField()
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)


class Project(Row):
    """A bundle of measures that a donor pays for."""

    code = models.CharField(max_length=24)
    title = Texts(default=dict)
    text = Texts(default=dict)
    donor = models.CharField(max_length=16)  # a party
    implements = models.CharField(max_length=16, blank=True)  # a party
    starts = models.DateField()
    months = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)  # ISO 4217
    countries = models.JSONField(default=list)  # alpha-3
    iati = models.CharField(max_length=80, blank=True)  # identifier of the activity, where it has one
    reporting = models.CharField(max_length=80, blank=True)  # IATI reference of the reporting organisation


class BudgetLine(Row):
    """A line of a project's budget. The last row of (project, number) counts."""

    project = models.CharField(max_length=80, db_index=True)
    number = models.CharField(max_length=16)
    title = Texts(default=dict)
    amount = models.DecimalField(max_digits=16, decimal_places=2)


class Spending(Once, Row):
    """What was spent on a line on a day."""

    project = models.CharField(max_length=80, db_index=True)
    line = models.CharField(max_length=16)
    on = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    note = models.CharField(max_length=300, blank=True)


class ResultLine(Row):
    """A line of the results framework. The last row of (project, number) counts."""

    project = models.CharField(max_length=80, db_index=True)
    number = models.CharField(max_length=16)
    title = Texts(default=dict)
    indicator = models.CharField(max_length=40, blank=True)
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)


class Narrative(Once, Row):
    """A narrative report on a project, over a period, in a language."""

    project = models.CharField(max_length=80, db_index=True)
    since = models.DateField()
    until = models.DateField()
    language = models.CharField(max_length=2)
    text = models.TextField()


class Practice(Row):
    """A good practice: what, where, what it took, how we know that it worked."""

    title = Texts(default=dict)
    what = Texts(default=dict)
    where = models.CharField(max_length=160)
    took = Texts(default=dict)
    known_by = Texts(default=dict)
    level = models.CharField(max_length=12, choices=Level.choices)
    measure = models.CharField(max_length=80, blank=True)  # it came of


class PracticeTaken(Row):
    """That a party took a practice up, and the measure it made of it."""

    practice = models.CharField(max_length=80, db_index=True)
    measure = models.CharField(max_length=80)
