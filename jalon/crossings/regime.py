"""The dated rules of travel at the desk: asked at the inspection, kept small in its entry, replayed afterwards.

A rule never refuses by itself, and what no rule covers is a question for the second line. Where the post's category is
not declared, or the files of the rules are gone, nothing is asked and the visa stays among what was not checked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jalon.crossings import rule_sets
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.recall import local_time
from jalon.crossings.rules import what_was_seen
from jalon.posts.models import Post
from jalon.regimes.rules import Answer, Question, RulesGone, answer
from jalon.regimes.words import NO_RULE, POST_CATEGORIES

CATEGORIES = {category[0]: category for category in POST_CATEGORIES}
"""By the one letter under which an entry keeps it."""
USUAL = "international"
NO_ONE = "-"
PROBLEMS = {
    "visa_required": "visa_required",
    "visa_on_arrival": "visa_on_arrival",
    "refused_by_category": "not_at_this_post",
    NO_RULE: "no_rule",
}
"""What an answer asks of the officer, as a problem of the inspection. “Free” and “local regime” ask nothing."""
OF_THE_REGIME = frozenset({*PROBLEMS.values(), "stay_over", "visa_of_another"})


def ask(
    post: str,
    nationality: str | None,
    document: str,
    direction: str,
    day: date,
    category: str = "",
) -> Answer | None:
    """What the rules in force say of a crossing at `post`; None where they could not be asked. `category`: another
    than the post has now."""
    question = question_of(post, nationality, document, direction, day, category)
    if question is None:
        return None
    try:
        return answer(question, rule_sets.in_force())
    except RulesGone:
        return None


def question_of(
    post: str, nationality: str | None, document: str, direction: str, day: date, category: str = ""
) -> Question | None:
    """The question about a crossing; None where the nationality or the category of the post is not known."""
    place = Post.objects.filter(code=post).first()
    category = category or (place.category if place else "")
    if place is None or not category or not nationality:
        return None
    return Question(
        state=place.country,
        nationality=nationality,
        document=document,
        post_category=category,
        direction=direction,
        day=day,
        neighbour=place.neighbour or None,
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as an entry keeps it: one short text, since it travels with every traveller. Sentences, texts and the
    version of the set follow from the digest."""

    answer: str
    rule: str
    """Empty where no rule answered."""
    digest: str
    """The first IN_ENTRY signs of the set's."""
    category: str
    """Of the post on that day, as `words.POST_CATEGORIES`."""
    days: int | None = None
    window: int | None = None

    def __str__(self) -> str:
        """`free ml-mauritania 5f1c09aa`; then the category's first letter where it is not international, and the days,
        with their window."""
        said = [self.answer, self.rule or NO_ONE, self.digest]
        if self.category != USUAL:
            said.append(self.category[0])
        if self.days:
            said.append(f"{self.days}/{self.window}" if self.window else str(self.days))
        return " ".join(said)

    @classmethod
    def read(cls, text: str) -> Kept:
        """The answer in a text that `str` gave. A later version may have added words, which are passed over."""
        answer, rule, digest, *more = text.split(" ")
        letters = [word for word in more if word in CATEGORIES]
        counts = [word for word in more if word[0].isdigit()]
        days, _, window = counts[0].partition("/") if counts else ("", "", "")
        return cls(
            answer,
            "" if rule == NO_ONE else rule,
            digest,
            CATEGORIES[letters[0]] if letters else USUAL,
            int(days) if days else None,
            int(window) if window else None,
        )


def as_kept(found: Answer | None, post: str) -> dict[str, str]:
    """An answer as entries keep it, under `regime`; nothing where none was given."""
    if found is None:
        return {}
    category = Post.objects.filter(code=post).values_list("category", flat=True).first() or USUAL
    allowed = found.allowance
    digest = found.digest[: rule_sets.IN_ENTRY]
    return {"regime": str(Kept(found.answer, found.rule or "", digest, category, allowed.days, allowed.window))}


def problems(found: Answer | None, direction: str, document: str) -> list[dict[str, Any]]:
    """What an answer asks of the officer. Nobody is stopped on the way out because no rule speaks of leaving; and of a
    traveller without a document, that is said already."""
    if found is None or found.answer not in PROBLEMS:
        return []
    if found.answer == NO_RULE and (direction == "exit" or document == "no_document"):
        return []
    return [problem(PROBLEMS[found.answer])]


def problem(code: str) -> dict[str, Any]:
    return {"code": code, "field": "document_type", "parameters": {}, "severity": "warning"}


def settles_the_visa(found: Answer | None) -> bool:
    """Whether the rules say that no visa is needed here: then a visa is not among what was not checked."""
    return found is not None and found.answer in {"free", "local_regime"}


@dataclass(frozen=True, slots=True)
class Replayed:
    """An old decision asked again: as it was kept, under the rules of its day, and under those of today.

    `then` is None where the rules of its day are not on this machine any more, `now` where none can be asked.
    """

    kept: Kept
    version: str
    then: Answer | None
    now: Answer | None

    @property
    def agrees(self) -> bool:
        """Whether the replay gives what was kept."""
        return self.then is not None and (self.then.answer, self.then.rule) == (
            self.kept.answer,
            self.kept.rule or None,
        )

    @property
    def otherwise_now(self) -> bool:
        """Whether the rules of today would answer otherwise."""
        if self.now is None:
            return False
        return (self.now.answer, self.now.days) != (self.kept.answer, self.kept.days)


def replayed(inspection: Inspection) -> Replayed | None:
    """What the rules said of this traveller on that day, asked again; None where they were not asked, or cannot be read
    any more."""
    seen = what_was_seen(inspection)
    text = (seen or {}).get("regime")
    question = question_then(inspection, seen) if seen else None
    if not text or question is None:
        return None
    kept = Kept.read(text)
    version = rule_sets.version_of(kept.digest)
    try:
        then = answer(question, rule_sets.find(version, kept.digest))
    except RulesGone:
        then = None
    try:
        now = answer(question, rule_sets.in_force())
    except RulesGone:
        now = None
    return Replayed(kept, version, then, now)


def question_then(inspection: Inspection, seen: dict[str, Any]) -> Question | None:
    """The question as the inspection put it: as the document was read, on its day, at the post as it then was."""
    text = seen.get("regime")
    post = Shift.objects.filter(key=inspection.shift).values_list("post", flat=True).first() or ""
    category = Kept.read(text).category if text else ""
    day = local_time(inspection.passed_at).date()
    nationality = seen["fields"].get("nationality")
    return question_of(post, nationality, seen["document_type"], seen["direction"], day, category)


def otherwise(other: Any, today: date, most: int = 200) -> tuple[int, int]:
    """Of the last inspections that can be read here: how many were asked about, and how many a rule set would answer
    otherwise than the one in force, were they to come today. Counts alone."""
    try:
        present = rule_sets.in_force()
    except RulesGone:
        return 0, 0
    asked = changed = 0
    for inspection in Inspection.objects.order_by("-position")[:most]:
        seen = what_was_seen(inspection)
        question = question_then(inspection, seen) if seen else None
        if question is None:
            continue
        asked += 1
        question = replace(question, day=today)
        one, two = answer(question, present), answer(question, other)
        changed += (one.answer, one.allowance) != (two.answer, two.allowance)
    return asked, changed
