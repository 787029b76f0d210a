"""Reminders of what is owed: before the date, on it, and after it, to the party's focal point, in its language.

The machine that keeps a record reminds of it: a forum's own its members, a headquarters its own offices. One letter a
situation and step. A letter whose sending was cut short may have left: it is not sent again, the next step comes.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from jalon.apart.small_table import plain
from jalon.cooperation import directory, forums, questions, sheets, silence
from jalon.cooperation.models import DirectoryLine, Level, Reminder
from jalon.cooperation.owed import QUESTION, about
from jalon.cooperation.promised import today
from jalon.cooperation.saying import own_party
from jalon.cooperation.silence import DUE, ENDED, QUARTER
from jalon.cooperation.texts import in_language
from jalon.journal.models import Cursor
from jalon.journal.node import this_node, wall_clock
from jalon.web import mail

logger = logging.getLogger(__name__)
# Days from the date at which a letter goes; after the last, one a month for a year.
STEPS: dict[str, tuple[int, ...]] = {
    DUE: (-30, -7, 0, 7, 30),
    ENDED: (-30, -7, 0, 7, 30),
    QUARTER: (-7, 0, 7, 30),
    QUESTION: (-3, 0, 7, 30),
}
MONTH, LONGEST = 30, 365
AT_ONCE = 5  # letters of one pass: each may wait ten seconds for an answer
EVERY = 600_000  # ms between two looks at what is owed
FIRST_PAUSE, LONGEST_PAUSE = 60_000, 6 * 3_600_000  # ms; doubled each time
MOST = 12  # attempts
ABANDONED = 300_000  # ms after which a sending is that of a process that died
LOOKED = "reminders looked"  # cursor that holds a time, ms
# What a directory calls those who answer for a party, without accents and case.
FUNCTIONS = ("focal", "secretar", "اتصال", "سكرتار", "امانة")
SPOKEN = ("fr", "en", "ar")


@dataclass(frozen=True, slots=True)
class Situation:
    """Something that a party owes by a day."""

    forum: str
    party: str
    what: str
    about: str
    on: date

    @property
    def reference(self) -> str:
        """The same for ever; another date makes another."""
        place = f"{self.forum} {self.party} {self.what} {self.about} {self.on}"
        return hashlib.sha256(place.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a letter to a party goes, and in which language."""

    to: str
    language: str


def follow(tables: str = "default") -> int:
    """Look now and then what is owed, and try a few letters that are due. Returns how many were made or tried."""
    now = wall_clock()
    made = _look(now, tables) if _is_time(now, tables) else 0
    _give_up_abandoned(now, tables)
    due = Reminder.objects.using(tables).filter(state=Reminder.State.WAITING, next_at__lte=now)
    tried = sum(_claim_and_send(key, tables) for key in list(due.values_list("pk", flat=True)[:AT_ONCE]))
    return made + tried


def lag(tables: str = "default") -> int:
    """How many letters wait."""
    return Reminder.objects.using(tables).filter(state=Reminder.State.WAITING).count()


def remind(on: date, tables: str = "default") -> int:
    """Write the letters that are due on a day, each once. Returns how many are new."""
    made = 0
    for one in situations(on):
        step = step_on(one, on)
        if step is not None:
            made += _write(one, step, tables)
    return made


def situations(on: date) -> Iterator[Situation]:
    """What is owed, or will be, in what this machine keeps."""
    forum = this_node().id if settings.JALON_TIER == "forum" else ""
    said = silence.words(forum, on)
    for one in silence.expected(forum, on, said=said):
        if not silence.is_fulfilled(one, said):
            yield Situation(forum, one.party, one.what, one.promise.key, one.on)
    owners = [one.code for one in forums.parties(forum)] if forum else [own_party()]
    for party in owners:
        for asked in questions.to_answer(party, forum):
            yield Situation(forum, party, QUESTION, asked.key, asked.reply_by)


def step_on(one: Situation, on: date) -> int | None:
    """The last step reached on a day; a machine that was off makes no letters for those before. None: not yet, or for
    too long."""
    days = (on - one.on).days
    steps = [*STEPS[one.what], *range(2 * MONTH, LONGEST, MONTH)]
    reached = [step for step in steps if step <= days]
    return reached[-1] if reached and days <= LONGEST else None


def addressees(party: str, forum: str) -> list[Addressee]:
    """The addresses of a party's secretariat or focal point in the directory; else of its national offices."""
    there = [row for row in directory.lines(forum) if row.code == party and row.email]
    named = [row for row in there if any(mark in plain(name) for name in row.function.values() for mark in FUNCTIONS)]
    rows = named or [row for row in there if row.level in {Level.NATIONAL, Level.REGIONAL}]
    return list({row.email: Addressee(row.email, _language(row)) for row in rows}.values())


def _language(row: DirectoryLine) -> str:
    return next((code for code in row.languages if code in SPOKEN), "fr")


def _is_time(now: int, tables: str) -> bool:
    looked = Cursor.objects.using(tables).filter(name=LOOKED).values_list("position", flat=True).first() or 0
    return not 0 <= now - looked < EVERY


def _look(now: int, tables: str) -> int:
    made = remind(today(), tables)
    Cursor.objects.using(tables).update_or_create(name=LOOKED, defaults={"position": now})
    return made


def _write(one: Situation, step: int, tables: str) -> int:
    rows = Reminder.objects.using(tables)
    if rows.filter(situation=one.reference, step=step).exists():
        return 0
    facts = {"forum": one.forum, "party": one.party, "what": one.what, "about": one.about, "on": one.on}
    to = addressees(one.party, one.forum)
    now = wall_clock()
    with transaction.atomic(using=tables):
        for each in to or [Addressee("", "fr")]:
            state = Reminder.State.WAITING if each.to else Reminder.State.NOBODY
            rows.get_or_create(
                situation=one.reference,
                step=step,
                to=each.to,
                defaults=facts | {"language": each.language, "state": state, "made_at": now, "next_at": now},
            )
    return 1


def _give_up_abandoned(now: int, tables: str) -> None:
    dead = Reminder.objects.using(tables).filter(state=Reminder.State.SENDING, next_at__lt=now - ABANDONED)
    dead.update(state=Reminder.State.UNSURE)


def _claim_and_send(key: int, tables: str) -> int:
    rows, now = Reminder.objects.using(tables), wall_clock()
    if not rows.filter(pk=key, state=Reminder.State.WAITING).update(state=Reminder.State.SENDING, next_at=now):
        return 0  # another process has it
    one = rows.get(pk=key)
    one.attempts += 1
    try:
        if is_over(one):
            one.state = Reminder.State.GIVEN_UP
            one.error = "fulfilled before it left"
        else:
            _send(one)
            one.state, one.sent_at, one.error = Reminder.State.SENT, wall_clock(), ""
    except mail.NotSent as why:
        _put_off(one, str(why), for_good=why.for_good)
    except Exception as error:
        logger.exception("reminder %s failed", key)
        _put_off(one, f"{type(error).__name__}: {error}", for_good=False)
    one.save(using=tables)
    return 1


def _put_off(one: Reminder, why: str, *, for_good: bool) -> None:
    one.error = why[:300]
    over = for_good or one.attempts >= MOST
    one.state = Reminder.State.GIVEN_UP if over else Reminder.State.WAITING
    one.next_at = wall_clock() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(one.attempts - 1, 12))


def is_over(one: Reminder) -> bool:
    """Whether what a letter asks for was said meanwhile."""
    asked = Situation(one.forum, one.party, one.what, one.about, one.on)
    return asked not in set(situations(today()))


def _send(one: Reminder) -> None:
    name = f"jalon-{one.situation[:24]}.{one.step}.{hashlib.sha256(one.to.encode()).hexdigest()[:8]}"
    with translation.override(one.language):
        subject, text = letter(one)
        sheet = sheets.made(one.party, one.forum, today())
        attached = [(sheet.name, sheet.content, sheet.kind)] if sheet is not None else []
    mail.send(one.to, subject, text, name, attached)


def letter(one: Reminder) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    what = about(one.about) if one.what != QUESTION else None
    asked = questions.Question.objects.filter(key=one.about).first() if one.what == QUESTION else None
    what = about(asked.about) if asked is not None else what
    facts = {
        "what": one.what,
        "number": what.number if what else "",
        "words": in_language(what.words) if what else "",
        "question": in_language(asked.text) if asked is not None else "",
        "on": date_format(one.on, "j F Y"),
        "days": abs(one.step),
        "before": one.step < 0,
        "today": one.step == 0,
        "party": forums.party_name(one.party, one.forum) if one.forum else own_party(),
        "forum": forums.party_name("", one.forum) if one.forum else "",
        "link": f"{settings.JALON_ADDRESS}/promises/mine/" if settings.JALON_ADDRESS else "",
    }
    subject = " ".join(render_to_string("cooperation/reminder_subject.txt", facts).split())
    return subject, render_to_string("cooperation/reminder.txt", facts).strip() + "\n"
