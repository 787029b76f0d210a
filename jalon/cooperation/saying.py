"""Saying something for a party, in a forum or among one's own: the way in which rows of this room come to be."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from jalon.cooperation.models import Row
from jalon.cooperation.verbs import LARGEST_FILE, VERBS, body_of
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record_together
from jalon.journal.verbs import Body
from jalon.posts.models import Post


class NotAllowed(ValueError):
    """A rule of this room stands in the way; `code` names it (see `words`). Nothing was recorded."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def own_party() -> str:
    """The party that this machine speaks for: the state of its post or headquarters; empty at a forum."""
    here = this_node().keys.post
    return Post.objects.filter(code=here).values_list("country", flat=True).first() or ""


def said(verb: str, model: type[Row], facts: Mapping[str, Any], *, forum: str = "", party: str | None = None) -> Body:
    """A body of a verb. `party`: for whom it is said; this machine's own where it is left out. Raises KeyError."""
    assert any(one.name == verb for one in VERBS), verb
    return body_of(model, facts) | {"forum": forum, "party": own_party() if party is None else party}


def say(acts: Sequence[tuple[str, Body]], actor: str, forum: str = "") -> list[Recorded]:
    """Record bodies made by `said`, all or none, in the stream of the forum they belong to.

    Raises NotAllowed("not_joined") where this machine sits in no such forum, and whatever the gate refuses to let out.
    """
    return record_together(acts, actor)


def with_file(body: Body, content: bytes, kind: str) -> Body:
    """The body with a file beside it. Raises NotAllowed("file_too_large")."""
    if len(content) > LARGEST_FILE:
        raise NotAllowed("file_too_large", most=LARGEST_FILE // 1024)
    file = {"kind": kind, "content": base64.b64encode(content).decode()}
    return body | {"files": [*body.get("files", []), file]}
