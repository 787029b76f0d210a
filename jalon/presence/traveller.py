"""One person's entries and exits in time's order: by which papers, how surely; and what a person must look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jalon.presence.likeness import Likeness, likeness
from jalon.presence.models import Holder, Judgement, Passage, Stay
from jalon.presence.persons import people_of
from jalon.presence.standing import Proposal, Standing, perhaps_left, standings
from jalon.screening.person import Person


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage with the particulars as they were read, or put right since."""

    passage: Passage
    person: Person

    @property
    def name(self) -> str:
        return self.person.names[0].text if self.person.names else ""

    @property
    def born(self) -> str:
        return self.person.birth_dates[0].text if self.person.birth_dates else ""

    @property
    def document(self) -> str:
        return self.person.document_numbers[0].number if self.person.document_numbers else ""


@dataclass(frozen=True, slots=True)
class Episode:
    """A stay, its two ends, and how it stands."""

    standing: Standing
    entry: Shown | None
    exit: Shown | None


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """An entry and an exit that are perhaps of one person, side by side."""

    proposal: Proposal
    entry: Shown
    exit: Shown
    alike: Likeness | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The last first. `judged`: what people said of any of these passages."""

    episodes: list[Episode]
    to_look_at: list[ToLookAt]
    judged: list[Judgement]


def shown(keys: Iterable[str]) -> dict[str, Shown]:
    """These passages with their particulars, by key."""
    passages = list(Passage.objects.filter(key__in=list(keys)))
    people = people_of(passage.holder for passage in passages)
    return {one.key: Shown(one, people[one.holder]) for one in passages}


def timeline(person: str, now: datetime | None = None) -> Timeline:
    """All that is known of a person's presences."""
    stays = list(Stay.objects.filter(person=person).order_by("-number"))
    there = shown(key for stay in stays for key in (stay.entered, stay.left) if key)
    episodes = [
        Episode(found, there.get(found.stay.entered), there.get(found.stay.left)) for found in standings(stays, now)
    ]
    judged = Judgement.objects.filter(one__in=there) | Judgement.objects.filter(other__in=there)
    return Timeline(episodes, to_look_at(stays), list(judged.order_by("position")))


def to_look_at(stays: Sequence[Stay]) -> list[ToLookAt]:
    """What could be an exit of these stays of which none was seen: the likeliest first."""
    proposals = [one for many in perhaps_left([stay for stay in stays if not stay.ended]).values() for one in many]
    there = shown(key for one in proposals for key in (one.entry, one.exit))
    documents = dict(
        Holder.objects.filter(key__in=[each.passage.holder for each in there.values()]).values_list("key", "document")
    )
    found = []
    for one in proposals:
        entry, exit_ = there[one.entry], there[one.exit]
        mine, its = documents.get(entry.passage.holder), documents.get(exit_.passage.holder)
        found.append(ToLookAt(one, entry, exit_, likeness(entry.person, exit_.person, bool(mine) and mine == its)))
    return found
