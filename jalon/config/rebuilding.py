"""The tables that follow from entries, and that a rebuild makes anew. Accounts, sessions and drafts do not."""

from __future__ import annotations

from django.db import models

from jalon.crossings.models import (
    CaseNote,
    ClearedPair,
    Company,
    Confirmation,
    Correction,
    Decision,
    Expected,
    Group,
    Hold,
    Inspection,
    Picture,
    PictureLeft,
    PictureRule,
    Recall,
    Received,
    Shift,
    TakenOver,
)
from jalon.journal.models import AcceptedBranch
from jalon.posts.models import Post
from jalon.staff.models import Officer, Posting, ProposedPosting
from jalon.watchlists.models import Edition, InService

FOLLOW_ENTRIES: tuple[type[models.Model], ...] = (
    AcceptedBranch,
    Post,
    Officer,
    Posting,
    ProposedPosting,
    Edition,
    InService,
    Shift,
    Inspection,
    Decision,
    Confirmation,
    Correction,
    TakenOver,
    Company,
    Group,
    Expected,
    PictureRule,
    Picture,
    PictureLeft,
    Recall,
    Received,
    Hold,
    CaseNote,
    ClearedPair,
)
