"""Progress as its owner reports it, with evidence; questions and replies; figures that states release or hold back."""

from __future__ import annotations

from django.db import models

from jalon.cooperation.models.row import Once, Row, Texts


class Progress(Once, Row):
    """A report by an owner on a recommendation or a measure."""

    class State(models.TextChoices):
        NOT_BEGUN = "not_begun"
        UNDER_WAY = "under_way"
        DONE = "done"
        BLOCKED = "blocked"

    recommendation = models.CharField(max_length=80, blank=True, db_index=True)
    measure = models.CharField(max_length=80, blank=True, db_index=True)
    as_of = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices)
    text = Texts(default=dict)
    answer = models.TextField(blank=True)  # to the recommendation's question
    value = models.FloatField(null=True)  # of its indicator, as the owner says
    challenge = models.CharField(max_length=80, blank=True)  # that stands in the way
    post = models.CharField(max_length=16, blank=True)  # where it was reported at a post
    through = models.CharField(max_length=12, default="page")  # page | file | form: a focal point without an account
    signatory = models.CharField(max_length=160, blank=True)  # by function, where the host signed it in
    # In a forum: the report at home that it shows; without a state, that there is one and it is held back.
    original = models.CharField(max_length=80, blank=True, db_index=True)


class Reminder(models.Model):
    """That a party is reminded of something it owes: once for each situation, step and address. Those that are due
    together go in one letter. Derived, and not an entry: what is owed is."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        UNSURE = "unsure"  # the machine stopped while it was being sent: it is not sent again
        GIVEN_UP = "given_up"
        NOBODY = "nobody"  # the directory names no address

    situation = models.CharField(max_length=40)  # digest of forum, party, what, about and date
    step = models.SmallIntegerField()  # days after the date; before it, below zero
    forum = models.CharField(max_length=16, blank=True)
    party = models.CharField(max_length=16, db_index=True)
    what = models.CharField(max_length=12)
    about = models.CharField(max_length=80)
    on = models.DateField()  # the date it is about
    to = models.CharField(max_length=120, blank=True)  # an address of e-mail
    language = models.CharField(max_length=2)
    letter = models.CharField(max_length=32, blank=True, db_index=True)  # in which it went, or is going
    state = models.CharField(max_length=8, choices=State.choices, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.BigIntegerField()  # ms
    next_at = models.BigIntegerField(db_index=True)
    sent_at = models.BigIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        unique_together = [("situation", "step", "to")]


class Evidence(Row):
    """What a report leans on: a file, a figure from the journal, or a visit. Key: the report's entry and an index."""

    class Kind(models.TextChoices):
        FILE = "file"
        FIGURE = "figure"
        VISIT = "visit"

    progress = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=64, blank=True)  # digest of a KeptFile
    name = models.CharField(max_length=160, blank=True)
    figure = models.JSONField(default=dict)  # indicator, since, until, value, unit, coverage, position
    on = models.DateField(null=True)  # of the visit
    visitor = models.CharField(max_length=16, blank=True)  # the party that went


class Released(Row):
    """That a state shows a report or a figure to its forum, or holds it back. The last row of `about` counts."""

    about = models.CharField(max_length=80, db_index=True)
    shown = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)


class Question(Row):
    """A question to the owner of a recommendation or a report. It goes to the owner first: others see it with the
    reply, or once the day to reply has passed."""

    about = models.CharField(max_length=80, db_index=True)  # a recommendation, a measure or a report
    to = models.CharField(max_length=16)
    text = Texts(default=dict)
    reply_by = models.DateField()


class Reply(Row):
    """What the owner answers."""

    question = models.CharField(max_length=80, db_index=True)
    text = Texts(default=dict)


class Figure(Row):
    """A value of an indicator over a period: released by a state from its journal, or from outside with its source,
    coverage and signatory. The two are never mixed unmarked."""

    class Source(models.TextChoices):
        JOURNAL = "journal"
        PAPER = "paper"
        SYSTEM = "system"  # an export of MIDAS or another
        PARTNER = "partner"
        SURVEY = "survey"

    indicator = models.CharField(max_length=40, db_index=True)
    code = models.CharField(max_length=16)  # the party it is about
    posts = models.JSONField(default=list)  # codes, empty for all of the party's
    since = models.DateField()
    until = models.DateField()  # inclusive
    counted_from = models.DateField(null=True)  # where nothing was counted before this day of the period
    value = models.FloatField(null=True)
    band = models.CharField(max_length=24, blank=True)  # of operational figures, the band alone
    unit = models.CharField(max_length=16, blank=True)
    kept_back = models.CharField(max_length=16, blank=True)  # small | not_released | not_known
    coverage = models.FloatField(null=True)  # 0 to 1
    counted_to = models.BigIntegerField(null=True)  # arrival position at its own node
    source = models.CharField(max_length=8, choices=Source.choices)
    source_text = models.CharField(max_length=300, blank=True)
    signatory = models.CharField(max_length=160, blank=True)  # by function
    withdrawn = models.CharField(max_length=80, blank=True)  # key of the figure that this row takes back


class Shows(Row):
    """What a state shows of an indicator in a forum, changed by two people. The last decided row of (forum, indicator)
    counts; without one nothing is shown."""

    class State(models.TextChoices):
        WAITS = "waits"
        APPROVED = "approved"
        DECLINED = "declined"

    indicator = models.CharField(max_length=40)
    shown = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)


class ShowsDecision(Row):
    """The second person's word on a Shows."""

    shows = models.CharField(max_length=80, db_index=True)
    approved = models.BooleanField()


class SurveyAnswer(Row):
    """One answered form of the perception survey: choices alone, nobody's name."""

    survey = models.CharField(max_length=24)  # code and version of the form
    place = models.CharField(max_length=120)
    post = models.CharField(max_length=16, blank=True)
    day = models.DateField()
    audience = models.CharField(max_length=12)  # traveller | community
    answers = models.JSONField(default=dict)  # question -> choice


class Evaluation(Row):
    """That an evaluation between two dates was drawn up: what it asked, at which arrival position, and the digest of
    its JSON."""

    since = models.DateField()
    until = models.DateField()
    scope = models.JSONField(default=dict)
    counted_to = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    meeting = models.CharField(max_length=80, blank=True)
    file = models.CharField(max_length=64, blank=True)  # digest of the KeptFile that holds its JSON, packed
    parts = models.JSONField(default=list)  # where an entry is too small for it: digests of its pieces, from an edition
