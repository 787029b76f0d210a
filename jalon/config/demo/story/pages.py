"""Where the pages are that the doors lead to: their keys are of this machine's entries."""

from __future__ import annotations

from django.conf import settings

from jalon.capacity.models import Asset
from jalon.config.demo.story import sitting
from jalon.config.demo.story.forum import number
from jalon.config.demo.story.promised import READER
from jalon.cooperation.models import Evaluation, Measure, Meeting, Project, Question
from jalon.journal.node import this_node


def told() -> dict[str, str]:
    """Name -> key, as it stands in addresses."""
    forum = this_node().id if settings.JALON_TIER == "forum" else sitting.forum_joined()
    ours = Evaluation.objects.filter(key__startswith=f"{this_node().id}.")
    project = Project.objects.filter(forum=forum).first()
    found = {
        "forum": forum,
        "evaluation": _first(ours.filter(scope__for_others=False).order_by("-position")),
        "handed_out": _first(ours.filter(scope__for_others=True).order_by("-position")),
        "meeting": _first(Meeting.objects.filter(forum=forum).order_by("-starts")),
        "project": project.key if project else "",
        "measure": _reader(),
        "unkept": number(forum, "2.3"),
        "asked": _first(Question.objects.filter(forum=forum).order_by("position")),
        "reader": _first(Asset.objects.filter(label=READER)),
    }
    return {name: key for name, key in found.items() if key}


def _first(rows: object) -> str:
    return str(rows.values_list("key", flat=True).first() or "")  # type: ignore[attr-defined]


def _reader() -> str:
    """The measure by which the reader was bought."""
    rows = Measure.objects.filter(line="2.1").order_by("position", "rank", "key")
    return next((row.key for row in rows if row.posts), "")
