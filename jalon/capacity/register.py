"""The register of posts: said by the headquarters, or by a post's shift leader of the own post; and read at any day and
arrival position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from jalon.capacity.models import RegisterFact
from jalon.capacity.register_facts import MATTERS, problems
from jalon.capacity.rules import CannotSay
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.posts.models import Post

Standing = dict[str, RegisterFact]  # matter -> what counts


@act
def say(post: str, what: str, facts: Mapping[str, Any], since: date, actor: str) -> Recorded:
    """Record how a matter of a post stands from a day on. `facts` answer the questions of MATTERS[what].

    Raises CannotSay: not_known, of_this_post_alone, not_yet, or with `field` what is wrong with an answer.
    """
    keys = this_node().keys
    if what not in MATTERS or not Post.objects.filter(code=post).exists():
        raise CannotSay("not_known")
    if not keys.is_headquarters and post != keys.post:
        raise CannotSay("of_this_post_alone")
    if since > timezone.localdate():
        raise CannotSay("not_yet", "since")
    answered = {name: value for name, value in facts.items() if value not in (None, "", [])}
    if wrong := problems(what, answered):
        name, code = next(iter(wrong.items()))
        raise CannotSay(code, name)
    return record("post.described", {"post": post, "what": what, "facts": answered, "since": since.isoformat()}, actor)


def standing(
    posts: Iterable[str] | None = None, on: date | None = None, at: int | None = None, what: str | None = None
) -> Mapping[str, Standing]:
    """How posts (None: all) stand on a day (None: the last word), by what had arrived at a position (None: now):
    post -> matter -> what counts. `what`: of one matter alone."""
    rows = RegisterFact.objects.all() if posts is None else RegisterFact.objects.filter(post__in=list(posts))
    if on is not None:
        rows = rows.filter(since__lte=on)
    if at is not None:
        rows = rows.filter(position__lte=at)
    if what is not None:
        rows = rows.filter(what=what)
    found: dict[str, Standing] = {}
    for one in rows.order_by("since", "position", "key"):
        found.setdefault(one.post, {})[one.what] = one
    return found


def of_post(post: str, on: date | None = None, at: int | None = None) -> Standing:
    """How one post stands: matter -> what counts; nothing of a matter of which nobody said anything."""
    return standing([post], on, at).get(post, {})


def history(post: str, what: str | None = None, at: int | None = None) -> list[RegisterFact]:
    """What was said of a post, of one matter or of all, the last day first."""
    rows = RegisterFact.objects.filter(post=post)
    if what is not None:
        rows = rows.filter(what=what)
    if at is not None:
        rows = rows.filter(position__lte=at)
    return list(rows.order_by("-since", "-position", "-key"))
