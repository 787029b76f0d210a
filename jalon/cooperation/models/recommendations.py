"""Recommendations: what was asked of whom, by when, and how it will be known."""

from __future__ import annotations

from django.db import models

from jalon.cooperation.models.row import Level, Row, Texts


class Recommendation(Row):
    """A recommendation as it was first put; its words are RecommendationTexts, its fate RecommendationFacts."""

    class Source(models.TextChoices):
        MEETING = "meeting"
        ASSESSMENT = "assessment"
        INCIDENT = "incident"
        WARNING = "warning"  # of a village
        FIGURES = "figures"
        EARLIER = "earlier"  # imported from the tables of a meeting before Jalon

    class Proof(models.TextChoices):
        INDICATOR = "indicator"
        DELIVERABLE = "deliverable"
        QUESTION = "question"  # with an agreed answer

    number = models.CharField(max_length=16)  # “2.1”, as spoken of in the room
    meeting = models.CharField(max_length=80, blank=True, db_index=True)  # where it was put
    level = models.CharField(max_length=12, choices=Level.choices)
    theme = models.CharField(max_length=24)  # a code of cooperation.themes.THEMES
    source = models.CharField(max_length=12, choices=Source.choices)
    source_ref = models.CharField(max_length=160, blank=True)  # the gap, the file and row, …
    binds = models.JSONField(default=list)  # codes of parties
    posts = models.JSONField(default=list)  # codes of posts, where it binds some alone
    due = models.DateField(null=True)
    proof = models.CharField(max_length=12, choices=Proof.choices)
    indicator = models.CharField(max_length=40, blank=True)  # a code of the table of indicators
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    deliverable = Texts(default=dict)
    question = Texts(default=dict)
    answer = Texts(default=dict)  # the agreed one


class RecommendationText(Row):
    """A version of the words. Versions stay; the last counts."""

    recommendation = models.CharField(max_length=80, db_index=True)
    text = Texts(default=dict)
    why = models.TextField(blank=True)


class RecommendationFact(Row):
    """What became of a recommendation, on a day."""

    class What(models.TextChoices):
        ADOPTED = "adopted"
        NOT_ADOPTED = "not_adopted"
        MERGED = "merged"  # into `into`
        REPLACED = "replaced"  # by `into`
        WITHDRAWN = "withdrawn"
        CLOSED = "closed"  # done with: the meeting judged it kept
        EXTENDED = "extended"  # to `due`

    recommendation = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=12, choices=What.choices)
    on = models.DateField()
    meeting = models.CharField(max_length=80, blank=True)
    into = models.CharField(max_length=80, blank=True)
    due = models.DateField(null=True)
    note = models.TextField(blank=True)


class Challenge(Row):
    """What stands in the way, as the meeting keeps it."""

    title = Texts(default=dict)
    text = Texts(default=dict)
    meeting = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    blocks = models.JSONField(default=list)  # keys of recommendations and measures


class ChallengeFact(Row):
    """That a challenge was overcome, came back, or blocks other things now."""

    class What(models.TextChoices):
        OVERCOME = "overcome"
        BACK = "back"
        BLOCKS = "blocks"

    challenge = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=12, choices=What.choices)
    on = models.DateField()
    blocks = models.JSONField(default=list)
    note = models.TextField(blank=True)


class Judgement(Row):
    """How a recommendation stands in the eyes of a party on a day: who judged, and why."""

    class Verdict(models.TextChoices):
        KEPT = "kept"
        ON_THE_WAY = "on_the_way"
        NOT_KEPT = "not_kept"
        TOO_EARLY = "too_early"
        NOT_KNOWN = "not_known"

    recommendation = models.CharField(max_length=80, db_index=True)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    as_of = models.DateField()
    meeting = models.CharField(max_length=80, blank=True)
    why = models.TextField()
