"""Reminders of what is owed: before the date, on it, and after it, to the party's focal point, in its language.

The machine that keeps a record reminds of it: a forum's own its members, a headquarters its own offices. One letter a
situation and step. A letter whose sending was cut short may have left: it is not sent again, the next step comes.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from jalon.apart.small_table import plain
from jalon.cooperation import directory, forums, questions, sheets, silence
from jalon.cooperation.days import today
from jalon.cooperation.models import DirectoryLine, Level, Question, Reminder
from jalon.cooperation.owed import QUESTION, about
from jalon.cooperation.saying import own_party
from jalon.cooperation.silence import DUE, ENDED, QUARTER
from jalon.cooperation.texts import in_language
from jalon.journal.models import Cursor
from jalon.journal.node import this_node, wall_clock
from jalon.web import mail
from jalon.web.days import date_format

logger = logging.getLogger(__name__)
# Days from the date at which a letter goes; after the last, one a month for a year.
STEPS: dict[str, tuple[int, ...]] = {
    DUE: (-30, -7, 0, 7, 30),
    ENDED: (-30, -7, 0, 7, 30),
    QUARTER: (-7, 0, 7, 30),
    QUESTION: (-3, 0, 7, 30),
}
MONTH, LONGEST = 30, 365
SHEET = "sheet"  # an answer sheet that somebody has sent, apart from any date
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
    due = Reminder.objects.using(tables).filter(state=Reminder.State.WAITING, next_at__lte=wall_clock())
    together = due.order_by().values_list("forum", "party", "to", "language").distinct()
    tried = sum(_claim_and_send(group, tables) for group in list(together.order_by("forum", "party", "to")[:AT_ONCE]))
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


def send_sheet(party: str, forum: str) -> int:
    """Have a party's answer sheet sent to its addresses, once a day. Returns to how many; 0: nobody to write to."""
    to, now = addressees(party, forum), wall_clock()
    one = Situation(forum, party, SHEET, "", today())
    for each in to:
        Reminder.objects.get_or_create(
            situation=one.reference,
            step=0,
            to=each.to,
            defaults={
                "forum": forum,
                "party": party,
                "what": SHEET,
                "on": one.on,
                "language": each.language,
                "state": Reminder.State.WAITING,
                "made_at": now,
                "next_at": now,
            },
        )
    return len(to)


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


def _claim_and_send(group: tuple[str, ...], tables: str) -> int:
    """One letter with all that a party is reminded of now. Returns 1 where it was tried."""
    now, name = wall_clock(), secrets.token_hex(16)
    of = dict(zip(("forum", "party", "to", "language"), group, strict=True))
    waiting = Reminder.objects.using(tables).filter(state=Reminder.State.WAITING, next_at__lte=now, **of)
    if not waiting.update(state=Reminder.State.SENDING, next_at=now, letter=name):
        return 0  # another process has it
    claimed = list(Reminder.objects.using(tables).filter(letter=name).order_by("on", "about", "what"))
    still = set(situations(today()))
    rows = [one for one in claimed if one.what == SHEET or _situation(one) in still]
    for one in claimed:
        one.attempts += 1
        if one not in rows:
            one.state, one.error = Reminder.State.GIVEN_UP, "fulfilled before it left"
            one.save(using=tables)
    _send_together(rows, name)
    for one in rows:
        one.save(using=tables)
    return 1


def _send_together(rows: Sequence[Reminder], name: str) -> None:
    """Send what is left, and note on each how that went."""
    if not rows:
        return
    try:
        _send(rows, name)
    except mail.NotSent as why:
        _put_off(rows, str(why), for_good=why.for_good)
    except Exception as error:
        logger.exception("letter %s failed", name)
        _put_off(rows, f"{type(error).__name__}: {error}", for_good=False)
    else:
        for one in rows:
            one.state, one.sent_at, one.error = Reminder.State.SENT, wall_clock(), ""


def _put_off(rows: Sequence[Reminder], why: str, *, for_good: bool) -> None:
    for one in rows:
        one.error = why[:300]
        over = for_good or one.attempts >= MOST
        one.state = Reminder.State.GIVEN_UP if over else Reminder.State.WAITING
        one.next_at = wall_clock() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(one.attempts - 1, 12))


def _situation(one: Reminder) -> Situation:
    return Situation(one.forum, one.party, one.what, one.about, one.on)


def _send(rows: Sequence[Reminder], name: str) -> None:
    first = rows[0]
    with translation.override(first.language):
        subject, text = letter(rows)
        sheet = sheets.made(first.party, first.forum, today()) if first.forum else None
    attached = [(sheet.name, sheet.content, sheet.kind)] if sheet is not None else []
    mail.send(first.to, subject, text, f"jalon-{name}", attached)


def letter(rows: Sequence[Reminder]) -> tuple[str, str]:
    """Subject and text of a letter about what one party owes, in the language that is active."""
    first, items = rows[0], [_item(one) for one in rows if one.what != SHEET]
    facts = {
        "items": items,
        "number": len(items),
        "party": forums.party_name(first.party, first.forum) if first.forum else own_party(),
        "forum": forums.party_name("", first.forum) if first.forum else "",
        "link": f"{settings.JALON_ADDRESS}/promises/mine/" if settings.JALON_ADDRESS else "",
    }
    subject = " ".join(render_to_string("cooperation/reminder_subject.txt", facts).split())
    text = render_to_string("cooperation/reminder.txt", facts).strip()
    return subject, re.sub(r"\n{3,}", "\n\n", text) + "\n"


def _item(one: Reminder) -> dict[str, object]:
    asked = Question.objects.filter(key=one.about).first() if one.what == QUESTION else None
    what = about(asked.about if asked is not None else one.about)
    return {
        "what": one.what,
        "number": what.number if what else "",
        "words": in_language(what.words) if what else "",
        "question": in_language(asked.text) if asked is not None else "",
        "on": date_format(one.on, "j F Y"),
        "days": abs((today() - one.on).days),
        "before": one.on > today(),
        "today": one.on == today(),
    }
