"""The tables that follow from entries, and that a rebuild makes anew. Accounts, sessions and drafts do not."""

from __future__ import annotations

from django.db import models

from jalon.adjudication.models import Carried, Looked, Standing, Verdict
from jalon.agencies.models import Check, Consulted
from jalon.alerts.models import Acknowledgement, AnnouncedPlate, PublicWarning, Subscription
from jalon.bureau.models import Carrying, Query, Step
from jalon.cash.models import Cancelling, Closing, Payer, Receipt
from jalon.counting.models import Card, CardPassage, ClosedCounts, Herd, HerdStep, Holder, Plate, Tally
from jalon.crossings.models import (
    Answered,
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
    Register,
    RuleEdition,
    Sheet,
    SheetLine,
    Shift,
    StaySeen,
    TakenOver,
)
from jalon.journal.models import AcceptedBranch, EnrolledNode
from jalon.posts.models import Post, SideStatus
from jalon.presence.models import Judgement
from jalon.protection.models import Notice, Referral, Service
from jalon.staff.models import Officer, Posting, ProposedPosting
from jalon.sync.models import HeldEdition
from jalon.watchlists.models import Edition, InService

FOLLOW_ENTRIES: tuple[type[models.Model], ...] = (
    AcceptedBranch,
    EnrolledNode,
    Post,
    SideStatus,
    Officer,
    Posting,
    ProposedPosting,
    Edition,
    InService,
    HeldEdition,
    Shift,
    Inspection,
    Decision,
    Confirmation,
    Correction,
    TakenOver,
    StaySeen,
    RuleEdition,
    Company,
    Group,
    Expected,
    PictureRule,
    Picture,
    PictureLeft,
    Recall,
    Sheet,
    SheetLine,
    Answered,
    Register,
    Service,
    Referral,
    Notice,
    Received,
    Hold,
    CaseNote,
    ClearedPair,
    Tally,
    Plate,
    Card,
    Holder,
    CardPassage,
    Herd,
    HerdStep,
    ClosedCounts,
    Receipt,
    Cancelling,
    Payer,
    Closing,
    Check,
    Consulted,
    Acknowledgement,
    Subscription,
    AnnouncedPlate,
    PublicWarning,
    Verdict,
    Standing,
    Looked,
    Carried,
    Judgement,
    Query,
    Step,
    Carrying,
)
