"""What another machine may say here: the verbs that a member says in a forum; of cooperation, what a post tells its
headquarters. Whom it speaks of is asked where it is applied (`cooperation.belongs`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from jalon.cooperation.belongs import FROM_A_POST
from jalon.cooperation.verbs import VERBS
from jalon.exchange.lines import LEAVES
from jalon.journal.node import this_node

OF_COOPERATION = frozenset(verb.name for verb in VERBS)


def refused(verb: str, body: Mapping[str, Any]) -> str:
    """Why an entry of another machine is not applied here; empty where it may be."""
    if settings.JALON_TIER == "forum":
        if verb not in LEAVES:
            return f"{verb} is nothing that a member says in a forum"
        if body.get("forum") != this_node().id:
            return f"{verb}: it is of another forum"
    elif verb in OF_COOPERATION - FROM_A_POST:
        return f"{verb} is nothing that a post says"
    return ""
