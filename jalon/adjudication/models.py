"""Two kinds of tables: what a follower found, which can be dropped and made anew, and what people decided, which
follows from entries.

Found: readings (who was seen, by the particulars of an entry), the words and numbers they are searched by, hits, how
far the past was matched again. Decided: verdicts, who looked at whom, what was carried to which node.
"""

from __future__ import annotations

from django.db import models

# ── found ──


class PastPerson(models.Model):
    """Somebody as particulars say them: one row for all the times that the very same particulars were read."""

    id = models.UUIDField(primary_key=True)  # of the particulars themselves
    person = models.TextField()  # JSON, as screening writes a person
    number = models.CharField(max_length=40, blank=True, db_index=True)  # of the document, letters and digits alone
    number_alike = models.CharField(max_length=40, blank=True, db_index=True)  # … with look-alike signs as one
    born = models.CharField(max_length=10, blank=True, db_index=True)


class Reading(models.Model):
    """The particulars that an entry gave of a traveller: an inspection, or a correction after it."""

    key = models.CharField(max_length=80, primary_key=True)  # of the entry
    inspection = models.CharField(max_length=80, db_index=True)
    person = models.UUIDField(db_index=True)
    position = models.BigIntegerField()  # of the inspection's arrival
    post = models.CharField(max_length=16)
    direction = models.CharField(max_length=8, blank=True)
    passed_at = models.BigIntegerField()
    standing = models.BooleanField(default=True)  # no later correction took its place


class Word(models.Model):
    """A part of the names that were read. It is found under several keys."""

    text = models.CharField(max_length=96, primary_key=True)
    held = models.PositiveIntegerField(default=0)  # by how many people, about


class WordKey(models.Model):
    """A key of a word, as a signed number of 64 bits: its spelling group, its sound, its consonants …"""

    key = models.BigIntegerField()
    word = models.CharField(max_length=96)

    class Meta:
        unique_together = [("key", "word")]


class Holder(models.Model):
    """Whose name holds a word."""

    word = models.CharField(max_length=96)
    person = models.UUIDField(db_index=True)

    class Meta:
        unique_together = [("word", "person")]


class PastPlate(models.Model):
    """A plate that was noted: of a vehicle opened for many, of one traveller's journey, of a counted vehicle."""

    key = models.CharField(max_length=80, primary_key=True)  # of the entry that noted it
    plate = models.CharField(max_length=40, db_index=True)  # letters and digits alone
    alike = models.CharField(max_length=40, db_index=True)  # look-alike signs as one
    written = models.CharField(max_length=60)
    what = models.CharField(max_length=24)  # vehicle | journey | counted
    about = models.CharField(max_length=80, blank=True)  # the vehicle's key, or the inspection's
    post = models.CharField(max_length=16)
    direction = models.CharField(max_length=8, blank=True)
    at = models.BigIntegerField()
    position = models.BigIntegerField(default=0)


class Hit(models.Model):
    """A listing that may be a traveller, as headquarters finds it, or as a post found it and headquarters does not."""

    key = models.CharField(max_length=32, primary_key=True)
    # What one decision settles: the document and its holder, and the listing as it stands; of a traveller who cannot be
    # told apart by document and birth date, the hit alone.
    case = models.CharField(max_length=32, db_index=True)
    pairs = models.BooleanField(default=False)  # the case is such a pair: it settles the next crossing too
    inspection = models.CharField(max_length=80, db_index=True)
    reading = models.CharField(max_length=80)
    position = models.BigIntegerField(db_index=True)  # of the inspection's arrival
    post = models.CharField(max_length=16)
    node = models.CharField(max_length=16)
    passed_at = models.BigIntegerField()
    list = models.CharField(max_length=40, db_index=True)
    edition = models.PositiveIntegerField()
    listing = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of all that the listing says
    kind = models.CharField(max_length=12)
    score = models.FloatField()
    reasons = models.JSONField()
    algorithm = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)  # listing: all it said; rules: of its list, as they were
    action = models.CharField(max_length=12)  # what is asked here, by how much agrees
    gravity = models.PositiveSmallIntegerField()  # see found.GRAVITY
    grave = models.BooleanField(default=False)  # the listing asks for an arrest or a refusal, whatever agrees
    protected = models.BooleanField(default=False)  # for whoever may see people to be protected
    # same: the post found it too. not_held: the post does not hold this listing or list. older: it asked an edition
    # before. missed: it asked this edition and says nothing of it. beyond: it shows a few, and this is none of them.
    # post_only: the post found it and headquarters does not. later: the listing came after the crossing.
    at_post = models.CharField(max_length=12, db_index=True)
    edition_at_post = models.PositiveIntegerField(null=True)
    found_by = models.CharField(max_length=12)  # arrival | rematch
    # The listing is no more what was matched: in which edition it was changed or removed.
    over = models.CharField(max_length=12, blank=True, db_index=True)  # "" | changed | removed | cancelled
    over_edition = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["list", "listing"])]


class Matched(models.Model):
    """The edition of a list that the whole past was matched against."""

    list = models.CharField(max_length=40, primary_key=True)
    edition = models.CharField(max_length=80)


class Rematch(models.Model):
    """The past matched again against one edition: how, how far, what came of it."""

    RUNNING, DONE, SET_ASIDE = "running", "done", "set_aside"

    edition = models.CharField(max_length=80)
    list = models.CharField(max_length=40, db_index=True)
    number = models.PositiveIntegerField()
    way = models.CharField(max_length=12)  # listings: each changed listing asks the past; people: the past asks them
    whole = models.BooleanField()  # the whole list, not what changed of it
    since = models.BigIntegerField(default=0)  # only people who passed from then on, ms
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    last = models.CharField(max_length=200, blank=True)  # the last person or listing that was asked about
    found = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default=RUNNING, db_index=True)
    began_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)


# ── decided: rows follow from entries ──


class Verdict(models.Model):
    """Something that was decided of a case, by whom and why. The last one of a case holds."""

    key = models.CharField(max_length=80, primary_key=True)
    case = models.CharField(max_length=32, db_index=True)
    said = models.CharField(max_length=12)  # confirmed | proposed | cleared | refused | reopened
    hit = models.CharField(max_length=32)
    inspection = models.CharField(max_length=80, db_index=True)
    officer = models.CharField(max_length=16)
    at = models.BigIntegerField()
    position = models.BigIntegerField(db_index=True)
    up_to = models.BigIntegerField()  # the arrival position of the last time that was seen
    second = models.CharField(max_length=80, blank=True)  # the proposal that a second person decided
    until = models.DateField(null=True)
    kept = models.BinaryField()


class Standing(models.Model):
    """How a case stands: by its last verdict."""

    case = models.CharField(max_length=32, primary_key=True)
    said = models.CharField(max_length=12, db_index=True)
    verdict = models.CharField(max_length=80)
    position = models.BigIntegerField()
    up_to = models.BigIntegerField()  # hits that arrived up to here are settled
    until = models.DateField(null=True)  # a cleared pair also settles those that come up to this day
    officer = models.CharField(max_length=16)


class Looked(models.Model):
    """That somebody looked at a person, and why: it names nobody."""

    key = models.CharField(max_length=80, primary_key=True)
    officer = models.CharField(max_length=16, db_index=True)
    at = models.BigIntegerField()
    what = models.CharField(max_length=12)  # case | search | history
    about = models.CharField(max_length=80, blank=True, db_index=True)
    reason = models.CharField(max_length=24)
    kept = models.BinaryField()


class Carried(models.Model):
    """A cleared pair that was told to a node, as tokens under that node's key."""

    key = models.CharField(max_length=80, primary_key=True)
    verdict = models.CharField(max_length=80, db_index=True)
    node = models.CharField(max_length=16)
    at = models.BigIntegerField()
    until = models.DateField()
    withdrawn_at = models.BigIntegerField(null=True)


class Awaited(models.Model):
    """An entry that was parked when the matching passed it: its row comes later, at a position already passed."""

    position = models.BigIntegerField(primary_key=True)
