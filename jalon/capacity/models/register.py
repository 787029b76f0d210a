"""The register of posts: what a post is and has, said from a day on."""

from __future__ import annotations

from django.db import models

from jalon.capacity.models.said import Said


class RegisterFact(Said):
    """One matter of a post, as it stands from a day on. Of those up to a day the last (since, position, key) counts."""

    post = models.CharField(max_length=16, db_index=True)
    what = models.CharField(max_length=12)  # a code of register_facts.MATTERS
    facts = models.JSONField(default=dict)  # as MATTERS says
    since = models.DateField()
