"""Passages at a post: who was inspected, what was decided, who confirmed or corrected it. Rows follow from entries.

What is personal stands in `kept`, under the key of the shift that made it (see `journal.shiftkey`); it can be read
while that shift lasts. The columns beside it name nobody.
"""

from __future__ import annotations

from django.db import models


class Shift(models.Model):
    """An officer's time on duty on this node, and what came of it."""

    key = models.CharField(max_length=80, primary_key=True)
    officer = models.CharField(max_length=16, db_index=True)
    post = models.CharField(max_length=16)
    shift_key = models.CharField(max_length=16)  # id of the key, hexadecimal
    opened_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    credited = models.JSONField(default=list)  # figures of what it decided of travellers whose shift is over


class Inspection(models.Model):
    """A traveller as the first line saw one, before any decision."""

    key = models.CharField(max_length=80, primary_key=True)
    shift = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)  # of its entry's arrival: what decides order, which no clock does
    direction = models.CharField(max_length=8)
    document_type = models.CharField(max_length=32)
    level = models.CharField(max_length=12)
    hits = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=64, blank=True, db_index=True)
    group = models.CharField(max_length=80, blank=True, db_index=True)  # the vehicle whose list bears this traveller
    # When the traveller stood here, in ms since 1970: `at`, the time of recording, but for what was on paper first.
    passed_at = models.BigIntegerField()
    late = models.BooleanField(default=False)
    kept = models.BinaryField()
    state = models.CharField(max_length=12, default="open", db_index=True)  # open | outcome of the last decision

    class Meta:
        # The day's figures of a border: counted from the index alone, whatever stands in the table.
        indexes = [models.Index(fields=["passed_at", "shift"], name="inspection_passed")]


class Decision(models.Model):
    """What an officer decided. A later one on the same inspection (the second line's) stands beside the first."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, db_index=True)
    shift = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    outcome = models.CharField(max_length=12)
    line = models.PositiveSmallIntegerField()  # 1 or 2
    transport = models.CharField(max_length=16, blank=True)
    kept = models.BinaryField()


class Confirmation(models.Model):
    """The second person of a refusal, a hand-over, a hold."""

    key = models.CharField(max_length=80, primary_key=True)
    decision = models.CharField(max_length=80, unique=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()


class Received(models.Model):
    """Who took a traveller that the post handed over: the receipt came back signed."""

    key = models.CharField(max_length=80, primary_key=True)
    decision = models.CharField(max_length=80, unique=True)
    inspection = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    received_at = models.BigIntegerField()  # as told, ms since 1970; `at` is when it was recorded
    kept = models.BinaryField()


class Hold(models.Model):
    """Somebody held at this post: a line of the hold register. It names nobody, and stays when the shift goes."""

    key = models.CharField(max_length=80, primary_key=True)
    number = models.PositiveIntegerField()  # gapless in the year, on this node
    year = models.PositiveSmallIntegerField(db_index=True)
    inspection = models.CharField(max_length=80, db_index=True)
    post = models.CharField(max_length=16)
    officer = models.CharField(max_length=16)
    ground = models.CharField(max_length=16)
    rule = models.CharField(max_length=40)
    rules = models.CharField(max_length=32)  # version of the rules
    started_at = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    hours = models.PositiveSmallIntegerField()  # the longest allowed, before any extension
    extensions = models.JSONField(default=dict)  # entry key -> [hours, decision number, officer, at]
    prosecutor_at = models.BigIntegerField(null=True)
    confirmed_by = models.CharField(max_length=16, blank=True)
    ended_at = models.BigIntegerField(null=True, db_index=True)
    ended_by = models.CharField(max_length=16, blank=True)
    outcome = models.CharField(max_length=16, blank=True)


class CaseNote(models.Model):
    """Something that was told or done about a case, with its time: to a prosecutor, a doctor; a slip that was shown."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=16)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    told_at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    kept = models.BinaryField()


class ClearedPair(models.Model):
    """A traveller and a listing that were found to be two people: keyed tokens, which name neither.

    Found by the second line, which gave a slip; or by headquarters: then `slip` is the entry that told so, and there is
    neither reference nor hint.
    """

    key = models.CharField(max_length=90, primary_key=True)
    slip = models.CharField(max_length=80, db_index=True)  # the entry that issued it
    pair = models.CharField(max_length=24, db_index=True)
    token = models.CharField(max_length=24, blank=True, db_index=True)
    holder = models.CharField(max_length=24, blank=True)
    reference = models.CharField(max_length=24, db_index=True)
    hint = models.CharField(max_length=4)  # how the reference begins: enough to speak of it, too little to use it
    officer = models.CharField(max_length=16)
    day = models.DateField()
    until = models.DateField()
    withdrawn_at = models.BigIntegerField(null=True)
    withdrawn_by = models.CharField(max_length=16, blank=True)
    withdrawn_why = models.CharField(max_length=16, blank=True)


class Correction(models.Model):
    """What was put right afterwards, or cancelled, and why; the first reading stays."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    hits = models.PositiveSmallIntegerField(default=0)  # of the corrected particulars, where they were looked up again
    kept = models.BinaryField()


class StaySeen(models.Model):
    """What an officer saw of a visa, a permit or an entry stamp of who stands there. The last one holds."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    kept = models.BinaryField()


class RuleEdition(models.Model):
    """A set of the rules of travel that was proposed here; the one approved last is in force."""

    key = models.CharField(max_length=80, primary_key=True)
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    difference = models.JSONField(default=dict)  # kind of row → added, gone, changed: codes
    proposed_by = models.CharField(max_length=16)
    proposed_at = models.BigIntegerField()
    position = models.BigIntegerField()
    decision = models.CharField(max_length=120, blank=True)
    approved_by = models.CharField(max_length=16, blank=True)
    approved_at = models.BigIntegerField(null=True)
    approved_position = models.BigIntegerField(null=True)


class Recall(models.Model):
    """What stays of a traveller beyond the shift: a keyed token, how often, when last, which way, by what means."""

    token = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    last_day = models.DateField()
    direction = models.CharField(max_length=8)
    transport = models.CharField(max_length=16, blank=True)


class TakenOver(models.Model):
    """Who of the second line opened a case that another officer made, the first time in a shift."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    shift = models.CharField(max_length=80)
    at = models.BigIntegerField()


class Group(models.Model):
    """A vehicle that was opened once for all who sit in it. Plate, company, driver and route stand in `kept`."""

    key = models.CharField(max_length=80, primary_key=True)
    shift = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    opened_at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    direction = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    announced = models.PositiveSmallIntegerField(null=True)  # heads, as the driver says
    counted = models.PositiveSmallIntegerField(null=True)  # heads, as the officer counted
    closed_at = models.BigIntegerField(null=True)
    amended = models.CharField(max_length=80, blank=True)  # the entry that put the particulars right last
    kept = models.BinaryField()


class Expected(models.Model):
    """A line of the passenger list that a vehicle brought, and the traveller who answered to it."""

    key = models.CharField(max_length=80, primary_key=True)
    group = models.CharField(max_length=80, db_index=True)
    line = models.PositiveSmallIntegerField()
    inspection = models.CharField(max_length=80, blank=True, db_index=True)
    kept = models.BinaryField()


class Company(models.Model):
    """With whom a child travels: the last one said counts."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    kept = models.BinaryField()


class PictureRule(models.Model):
    """Under which law pictures may be taken here, of what, and for how long: proposed, allowed by another, stopped."""

    key = models.CharField(max_length=80, primary_key=True)  # of the entry that proposed it
    legal_reference = models.CharField(max_length=200)
    kinds = models.JSONField()  # of readers.picture.SIZES
    retention_days = models.PositiveIntegerField()
    since = models.DateField()
    proposed_by = models.CharField(max_length=16)
    proposed_at = models.BigIntegerField()
    position = models.BigIntegerField(default=0)  # of the entry that allowed it: the last allowed counts
    allowed_by = models.CharField(max_length=16, blank=True)
    allowed_at = models.BigIntegerField(null=True)
    stopped_by = models.CharField(max_length=16, blank=True)
    stopped_at = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)


class Picture(models.Model):
    """That a picture was taken, and the digest of its sealed bytes, which lie outside the entries (see pictures.py)."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, db_index=True)
    shift = models.CharField(max_length=80)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    rule = models.CharField(max_length=80)


class PictureLeft(models.Model):
    """Why sealed bytes are not at this post any more: received, retention, full."""

    digest = models.CharField(max_length=64, primary_key=True)
    key = models.CharField(max_length=80)
    why = models.CharField(max_length=12)
    at = models.BigIntegerField()


class Draft(models.Model):
    """What an officer was typing when the page was closed: one row a form. Not an entry: it goes with the shift key."""

    shift_key = models.CharField(max_length=16, db_index=True)
    name = models.CharField(max_length=80)
    kept = models.BinaryField()
    at = models.BigIntegerField()

    class Meta:
        unique_together = [("shift_key", "name")]


class Waiting(models.Model):
    """A swipe that came while another traveller stood undecided; it leaves once its inspection is recorded."""

    shift_key = models.CharField(max_length=16, db_index=True)
    kept = models.BinaryField()


class Alarm(models.Model):
    """What this node found wrong with its own journal when it started, until a shift leader has read it.

    Not an entry: it speaks of this machine, and the new epoch that it tells of stands in the journal already.
    """

    at = models.BigIntegerField()
    reason = models.TextField()
    read_by = models.CharField(max_length=16, blank=True)
    read_at = models.BigIntegerField(null=True)


class Sheet(models.Model):
    """A numbered sheet of paper: printed here, or ruled elsewhere and given a number here. It names nobody."""

    key = models.CharField(max_length=80, primary_key=True)
    node = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)  # register | count
    series = models.CharField(max_length=16)  # of the epoch that gave the number: a journal restored begins another
    number = models.PositiveIntegerField()
    printed_by = models.CharField(max_length=16)
    printed_at = models.BigIntegerField()
    batch = models.CharField(max_length=80, db_index=True)  # the entry: sheets that were printed together
    origin = models.CharField(max_length=120, blank=True)  # of a sheet that was not printed here
    state = models.CharField(max_length=12, default="unused", db_index=True)
    why = models.CharField(max_length=200, blank=True)
    holder = models.CharField(max_length=120, blank=True)  # to whom it was given out
    marked_by = models.CharField(max_length=16, blank=True)
    marked_at = models.BigIntegerField(null=True)

    class Meta:
        unique_together = [("node", "series", "number")]

    @property
    def label(self) -> str:
        """The number as it stands on the paper."""
        return f"{self.series}-{self.number:04d}"


class SheetLine(models.Model):
    """A line of a sheet that was keyed in, and by whom. It outlives the shift, and names no traveller."""

    key = models.CharField(max_length=80, primary_key=True)
    sheet = models.CharField(max_length=80)
    line = models.PositiveSmallIntegerField()
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()

    class Meta:
        unique_together = [("sheet", "line")]


class Answered(models.Model):
    """What the second line did about someone for whom a list asks and who had passed before that was known."""

    key = models.CharField(max_length=80, primary_key=True)
    inspection = models.CharField(max_length=80, unique=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    kept = models.BinaryField()


class Register(models.Model):
    """A daily register that was made of a shift: the digest of its rows, and the journal's head at that time."""

    key = models.CharField(max_length=80, primary_key=True)
    shift = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    head = models.CharField(max_length=120)  # epoch, seq and hash, with spaces between


class RegisterFile(models.Model):
    """The file of a register, under the shift key, until its shift is closed. Not an entry: that has its digest."""

    register = models.CharField(max_length=80, primary_key=True)
    shift = models.CharField(max_length=80, db_index=True)
    file = models.BinaryField()
    signature = models.BinaryField()


# Whose rows are entries about one inspection, besides its decisions and their confirmations.
OF_A_CASE: tuple[type[models.Model], ...] = (
    Correction,
    TakenOver,
    Company,
    Received,
    CaseNote,
    StaySeen,
    Answered,
    Picture,
)
