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


def as_kept(found: Answer | None, post: str) -> dict[str, Any]:
    """An answer as entries keep it, under `regime`; nothing where none was given.

    a: the answer; r: the rule; s: version and digest of the set; p: the post's category, its first letter; d: days of
    the longest stay, w: the window they are counted in, where it is not from each entry anew. Sentences and texts
    follow from the set.
    """
    if found is None:
        return {}
    category = Post.objects.filter(code=post).values_list("category", flat=True).first() or ""
    said: dict[str, Any] = {"a": found.answer, "s": f"{found.version} {found.digest[: rule_sets.SHORT]}"}
    said |= {"p": category[:1]}
    if found.rule:
        said["r"] = found.rule
    if found.days:
        said["d"] = found.days
    if found.allowance.window:
        said["w"] = found.allowance.window
    return {"regime": said}


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

    kept: dict[str, Any]
    version: str
    then: Answer | None
    now: Answer | None

    @property
    def agrees(self) -> bool:
        """Whether the replay gives what was kept."""
        return self.then is not None and (self.then.answer, self.then.rule) == (self.kept["a"], self.kept.get("r"))

    @property
    def otherwise_now(self) -> bool:
        """Whether the rules of today would answer otherwise."""
        if self.now is None:
            return False
        return (self.now.answer, self.now.days) != (self.kept["a"], self.kept.get("d"))


def replayed(inspection: Inspection) -> Replayed | None:
    """What the rules said of this traveller on that day, asked again; None where they were not asked, or cannot be read
    any more."""
    seen = what_was_seen(inspection)
    kept = (seen or {}).get("regime")
    question = seen and question_then(inspection, seen)
    if seen is None or not kept or question is None:
        return None
    version, _, digest = kept["s"].rpartition(" ")
    try:
        then = answer(question, rule_sets.find(version, digest))
    except RulesGone:
        then = None
    try:
        now = answer(question, rule_sets.in_force())
    except RulesGone:
        now = None
    return Replayed(kept, version, then, now)


def question_then(inspection: Inspection, seen: dict[str, Any]) -> Question | None:
    """The question as the inspection put it: as the document was read, on its day, at the post as it then was."""
    kept = seen.get("regime") or {}
    post = Shift.objects.filter(key=inspection.shift).values_list("post", flat=True).first() or ""
    category = CATEGORIES.get(kept.get("p", ""), "")
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
