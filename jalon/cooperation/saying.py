"""Saying something for a party, in a forum or among one's own: the way in which rows of this room come to be."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalon.capacity.broken import asset_of
from jalon.cooperation.models import MeasureFact, Row
from jalon.cooperation.verbs import FIRST_DAY, LARGEST_FILE, LAST_DAY, VERBS, body_of, check
from jalon.journal.node import this_node
from jalon.journal.peers import NotJoined, tell_forum
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
    if settings.JALON_TIER == "forum":
        return ""
    here = this_node().keys.post
    countries = Post.objects.values_list("country", flat=True)
    # A headquarters stands at no post; its code begins as those of its posts do, with the state's two letters.
    alike = countries.filter(code__startswith=f"{here.partition('-')[0]}-").order_by("code")
    return countries.filter(code=here).first() or alike.first() or ""


def said(verb: str, model: type[Row], facts: Mapping[str, Any], *, forum: str = "", party: str | None = None) -> Body:
    """A body of a verb. `party`: for whom it is said; this machine's own where it is left out. Raises KeyError."""
    assert any(one.name == verb for one in VERBS), verb
    return body_of(model, facts) | {"forum": forum, "party": own_party() if party is None else party}


def say(acts: Sequence[tuple[str, Body]], actor: str, forum: str = "") -> list[Recorded]:
    """Record bodies made by `said`, all or none, in the stream of the forum they belong to.

    Raises NotAllowed where a field holds what no row could hold; NotAllowed("not_joined") where this machine sits in
    no such forum, and whatever the gate refuses to let out.
    """
    for verb, body in acts:
        _check(verb, body)
    here = this_node()
    if forum in {"", here.id} or not here.keys.is_headquarters:
        return record_together(acts, actor)  # a post tells its headquarters, which decides what becomes of it
    acts = [(verb, _without_empty(body)) for verb, body in acts]
    if not any(stays(verb, body) or _touched(body) for verb, body in acts):
        return _leave(forum, acts, actor)
    return [one for verb, body in acts for one in _in_part(forum, verb, body, actor)]


OnceRow = TypeVar("OnceRow", bound=Row)


# What a state keeps to itself of what it says in a forum: how it decides what to show, and what its measures touch; the
# thing whose breaking is the gap that a measure closes, too, for an outage leaves only as a band.
STAYS = frozenset({"figure.shown_proposed", "figure.shown_decided"})
TOUCHES = ("assets", "trainings")


def stays(verb: str, body: Body) -> bool:
    """Whether a state keeps this to itself, though it concerns a forum."""
    if verb == "progress.reported":
        return not body.get("released")  # what is shown says so itself
    return verb in STAYS or (verb == "measure.told" and body.get("what") == "linked")


def _check(verb: str, body: Body) -> None:
    """What could not be applied is not recorded: it would be lost, and called saved. Raises NotAllowed."""
    try:
        check(verb, body)
    except ValidationError as wrong:
        field, (first, *_) = next(iter(wrong.error_dict.items()))
        if first.code == "max_length":
            raise NotAllowed("field_too_long", field=field, most=(first.params or {}).get("limit_value", "")) from wrong
        if first.code == "far":
            raise NotAllowed("day_too_far", field=field, first=FIRST_DAY.year, last=LAST_DAY.year) from wrong
        raise NotAllowed("field_not_understood", field=field) from wrong


def _without_empty(body: Body) -> Body:
    """The body without empty lists of what stays at home: nothing is said by them."""
    return {name: value for name, value in body.items() if name not in TOUCHES or value}


def _touched(body: Body) -> dict[str, Any]:
    touched = {name: body[name] for name in TOUCHES if body.get(name)}
    return touched | ({"gap": body["gap"]} if asset_of(str(body.get("gap", ""))) else {})


def _leave(forum: str, acts: Sequence[tuple[str, Body]], actor: str) -> list[Recorded]:
    try:
        return tell_forum(forum, acts, actor)
    except NotJoined:
        raise NotAllowed("not_joined") from None


def _in_part(forum: str, verb: str, body: Body, actor: str) -> list[Recorded]:
    """What stays, stays; what a measure touches is told at home."""
    if stays(verb, body):
        return record_together([(verb, body)], actor)
    touched = _touched(body)
    leaves = {name: value for name, value in body.items() if name not in {*TOUCHES, *touched}}
    if verb == "measure.planned" and touched:
        # First, and about the measure's one-time name: a power cut between the two would lose what is said last.
        leaves["once"] = leaves.get("once") or once()
        about = {"measure": leaves["once"], "what": "linked", "on": timezone.localdate(), "facts": touched}
        record_together([("measure.told", said("measure.told", MeasureFact, about, forum=forum))], actor)
    return _leave(forum, [(verb, leaves)], actor)


def once() -> str:
    """A one-time name."""
    return secrets.token_hex(8)


def said_before(model: type[OnceRow], name: str) -> OnceRow | None:
    """The row that was recorded under a one-time name: a form that was sent twice says nothing twice."""
    return model._default_manager.filter(once=name).first() if name else None


def with_file(body: Body, content: bytes, kind: str) -> Body:
    """The body with a file beside it. Raises NotAllowed("file_too_large")."""
    if len(content) > LARGEST_FILE:
        raise NotAllowed("file_too_large", most=LARGEST_FILE // 1024)
    file = {"kind": kind, "content": base64.b64encode(content).decode()}
    return body | {"files": [*body.get("files", []), file]}
