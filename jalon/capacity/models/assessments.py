"""Assessments of posts as they were made, what shows their answers, and those that are still being filled."""

from __future__ import annotations

from django.db import models

from jalon.capacity.models.said import Said


class Assessment(Said):
    """An assessment, with its answers as they were given; what they are worth is read from its checklist."""

    checklist = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=16, db_index=True)
    on = models.DateField()  # as told
    assessor = models.CharField(max_length=160)  # by function
    through = models.CharField(max_length=8)  # page | file
    place = models.CharField(max_length=16)  # where it was said: post | headquarters
    answers = models.JSONField(default=dict)  # item -> {answer | number, note, files: [{name, digest}]}


class AssessmentWithdrawn(Said):
    """That an assessment does not count: another post was meant, or it was recorded twice."""

    assessment = models.CharField(max_length=80, db_index=True)
    why = models.CharField(max_length=200)


class AssessmentFile(models.Model):
    """The bytes of a file that shows an answer, by their SHA-256."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40)  # its media type, from its first bytes
    size = models.PositiveIntegerField()
    content = models.BinaryField()


class AssessmentDraft(models.Model):
    """An assessment that is being filled; it is no fact, and goes when it is recorded. One a checklist and post."""

    checklist = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=16)
    on = models.DateField()
    assessor = models.CharField(max_length=160)
    through = models.CharField(max_length=8, default="page")
    answers = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # of the spreadsheet it came from: [{code, row, column, said …}]
    officer = models.CharField(max_length=16)  # who wrote in it last
    saved_at = models.BigIntegerField()  # ms

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checklist", "post"], name="one_draft_of_a_checklist_and_post")]


class AssessmentDraftFile(models.Model):
    """A file that waits in a draft."""

    draft = models.ForeignKey(AssessmentDraft, on_delete=models.CASCADE, related_name="files")
    item = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
