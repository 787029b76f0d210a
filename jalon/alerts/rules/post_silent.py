"""A post from which nothing came for longer than is usual for it.

What is usual is learnt from its last calls: three times the pause that nine of ten do not go beyond. A post that has
not called often enough has what JALON_ALERTS_SILENT_HOURS says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.alerts import saying
from jalon.alerts.models import Heard
from jalon.alerts.places import DAY, HOUR, MINUTE
from jalon.alerts.situation import GRAVE, SERIOUS, Rule, Situation
from jalon.journal.models import EnrolledNode
from jalon.sync.models import Contact
from jalon.web.gate import Role

ENOUGH = 20  # pauses from which a habit is learnt
TIMES = 3
SHORTEST, LONGEST = 30 * MINUTE, 30 * DAY  # a post works alone for thirty days


def usual(pauses: list[int]) -> int:
    """After how many ms a post that called with these pauses is silent."""
    if len(pauses) < ENOUGH:
        return int(settings.JALON_ALERTS_SILENT_HOURS * HOUR)
    ninth = sorted(pauses)[(len(pauses) * 9) // 10]
    return min(LONGEST, max(SHORTEST, TIMES * ninth))


def situations(tables: str, now: int) -> Iterator[Situation]:
    calls = dict(Contact.objects.using(tables).values_list("node", "at"))
    pauses = dict(Heard.objects.using(tables).values_list("node", "pauses"))
    posts: dict[str, list[EnrolledNode]] = defaultdict(list)
    for node in EnrolledNode.objects.using(tables).filter(revoked_at__isnull=True):
        posts[node.post].append(node)
    for post, nodes in posts.items():
        last = max(calls.get(node.id, node.enrolled_at) for node in nodes)
        allowed = min(usual(pauses.get(node.id, [])) for node in nodes)
        if now - last > allowed:
            yield Situation(
                "post_silent",
                post,
                GRAVE if now - last > 3 * allowed else SERIOUS,
                began=last,
                post=post,
                facts={"post": post, "last": last, "allowed": allowed, "ever": any(one.id in calls for one in nodes)},
            )


def sentence(facts: dict[str, Any]) -> str:
    said = {
        "post": saying.post(facts["post"]),
        "last": saying.moment(facts["last"]),
        "allowed": saying.length(facts["allowed"]),
    }
    if not facts["ever"]:
        return _("%(post)s: enrolled on %(last)s, and has never called. Awaited within %(allowed)s.") % said
    return _("%(post)s: nothing since %(last)s. Usually it calls within %(allowed)s.") % said


RULE = Rule(
    "post_silent",
    gettext_lazy("A post is silent"),
    SERIOUS,
    (Role.NATIONAL_DESK, Role.ADMINISTRATOR),
    situations,
    sentence,
    "headquarters:border",
)
