"""What the dated rules say here: whether neighbours are counted, and whether a herd may pass. Kept for a replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jalon.crossings import rule_sets
from jalon.crossings.rules import NotAllowed
from jalon.posts.models import Post
from jalon.regimes.condition import Text
from jalon.regimes.herds import HerdQuestion, SeasonAnswer, season
from jalon.regimes.rules import Answer, Question, RulesGone, answer

COUNTED = "local_regime"
LOCAL = "local"
ANY_DOCUMENT = "no_document"  # a local regime asks for none


@dataclass(frozen=True, slots=True)
class Local:
    """The local regime of a post: the answer for a neighbour who comes, and the category that was asked."""

    answer: Answer
    category: str

    @property
    def text(self) -> Text | None:
        return self.answer.text

    def as_json(self) -> dict[str, str]:
        """What an entry keeps of it."""
        return {
            "rule": self.answer.rule or "",
            "version": self.answer.version,
            "digest": self.answer.digest,
            "category": self.category,
        }


def of_post(code: str, day: date) -> Local | None:
    """The regime under which neighbours cross at this post without formality; None where no rule says so, or the rules
    in force cannot be read.

    The post's own category is asked first. A local regime is written for the local crossing, which the line beside a
    larger post is as well: so that is asked next.
    """
    post = Post.objects.filter(code=code).first()
    if post is None or not post.neighbour:
        return None
    try:
        rules = rule_sets.in_force()
    except RulesGone:
        return None
    for category in dict.fromkeys([getattr(post, "category", "") or LOCAL, LOCAL]):
        asked = (post.country, post.neighbour, ANY_DOCUMENT, category, "entry", day, post.neighbour)
        found = answer(Question(*asked), rules)
        if found.answer == COUNTED:
            return Local(found, category)
    return None


@dataclass(frozen=True, slots=True)
class HerdAsked:
    """What the calendars were asked of one species, and what they answered."""

    species: str
    found: SeasonAnswer
    kept: dict[str, Any]


def of_herd(code: str, direction: str, origin: str, species: list[str], day: date) -> list[HerdAsked]:
    """The season for each species. A herd that enters comes from `origin` into the post's state; one that leaves goes
    into the state across, whose calendar is asked."""
    post = Post.objects.get(code=code)
    here, across = post.country, post.neighbour or origin
    state, comes_from = (here, origin) if direction == "entry" else (across, here)
    return [_asked(HerdQuestion(state, comes_from, one, day, post.name)) for one in species]


def replay(kept: dict[str, Any]) -> SeasonAnswer:
    """The season as it was answered that day. Raises RulesGone where those rules are not here, unaltered."""
    rules = rule_sets.find(kept["version"], kept["digest"])
    question = {name: kept[name] for name in ("state", "origin", "species", "gate")}
    return season(HerdQuestion(day=date.fromisoformat(kept["day"]), **question), rules)


def _asked(question: HerdQuestion) -> HerdAsked:
    try:
        rules = rule_sets.in_force()
    except RulesGone:
        raise NotAllowed("herd_rules_gone") from None
    found = season(question, rules)
    kept = {
        "state": question.state,
        "origin": question.origin,
        "species": question.species,
        "day": question.day.isoformat(),
        "gate": question.gate,
        "answer": found.answer,
        "rule": found.rule or "",
        "version": rules.version,
        "digest": rules.digest,
    }
    return HerdAsked(question.species, found, kept)
