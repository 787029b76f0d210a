"""Assessments as pages and papers show them: plain values in words of the language that is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from jalon.capacity import assessing, filling, scoring
from jalon.capacity import words_of_assessments as words
from jalon.capacity.assessing import Due, Made
from jalon.capacity.checklist import Checklist
from jalon.capacity.gaps import Gap
from jalon.capacity.models import AssessmentDraft, AssessmentFile
from jalon.capacity.scoring import Score
from jalon.posts.models import Post
from jalon.web.days import date_format

POSTS_NAMED = 8  # of those that lack something; the others are counted
MARKS = {"full": "✓", "half": "◐", "none": "✕", "aside": "–", "open": "?"}


def post_names(codes: Sequence[str] | None = None) -> dict[str, str]:
    """Code -> name of a post; of all where none are named."""
    rows = Post.objects.all() if codes is None else Post.objects.filter(code__in=codes)
    return dict(rows.order_by("name").values_list("code", "name"))


def score(one: Score | None) -> dict[str, Any]:
    """A score in words. `percent` is None where nothing was answered."""
    if one is None:
        return {"percent": None, "said": words.NOTHING, "answered": "", "bare": ""}
    return {
        "percent": None if one.share is None else round(one.share * 100),
        "said": words.percent(one.share),
        "answered": words.answered(one),
        "whole": one.whole,
        "bare": words.without_evidence(one),
    }


def title(row: Any, checklist: Checklist | None) -> str:
    """What a checklist is called; its code where this program does not know it."""
    return words.titled(checklist) if checklist else f"{row.checklist}-{row.version}"


def line(one: Made, names: Mapping[str, str]) -> dict[str, Any]:
    """An assessment as a list shows it."""
    return {
        "key": one.row.key,
        "title": title(one.row, one.checklist),
        "version": one.row.version,
        "post": names.get(one.row.post, one.row.post),
        "code": one.row.post,
        "on": words.day(one.row.on),
        "assessor": one.row.assessor,
        "score": score(one.score),
        "by_headquarters": one.row.place == assessing.HEADQUARTERS,
        "unreadable": one.checklist is None,
    }


def one(made: Made, names: Mapping[str, str], nation: Mapping[str, float | None] | None = None) -> dict[str, Any]:
    """A whole assessment. `nation`: theme -> the mean of posts, the whole under an empty code."""
    mean = nation or {}
    named = {file["digest"] for given in made.row.answers.values() for file in given.get("files", [])}
    here = set(AssessmentFile.objects.filter(digest__in=named).values_list("digest", flat=True))
    themes = []
    for theme in made.checklist.themes if made.checklist else ():
        rows = []
        for item in theme.items:
            given = made.row.answers.get(item.code, {})
            state = words.state(item, given)
            rows.append(
                {
                    "code": item.code,
                    "name": words.said(item.name),
                    "question": words.said(item.question),
                    "weight": item.weight,
                    "source": item.source,
                    "thresholds": words.thresholds(item),
                    "answer": words.answer(item, given),
                    "state": state,
                    "mark": MARKS[state],
                    "note": given.get("note", ""),
                    "files": [file | {"here": file["digest"] in here} for file in given.get("files", [])],
                    "bare": scoring.claims(item, given) and not scoring.has_evidence(given),
                }
            )
        themes.append(
            {
                "code": theme.code,
                "title": words.said(theme.title),
                "score": score(made.themes[theme.code]),
                "nation": percent_of(mean.get(theme.code)),
                "nation_said": words.percent(mean.get(theme.code)),
                "rows": rows,
            }
        )
    return line(made, names) | {
        "themes": themes,
        "nation": percent_of(mean.get("")),
        "nation_said": words.percent(mean.get("")) if nation else "",
        "recorded": moment(made.row.at),
        "from_file": made.row.through == assessing.FILE,
        "withdrawn": made.withdrawn.why if made.withdrawn else "",
    }


def percent_of(share: float | None) -> int | None:
    return None if share is None else round(share * 100)


def draft(row: AssessmentDraft, names: Mapping[str, str]) -> dict[str, Any]:
    """A draft as a list shows it."""
    checklist = filling.checklist_of(row)
    whole = scoring.in_all(checklist, row.answers)
    return {
        "number": row.pk,
        "title": words.titled(checklist),
        "version": row.version,
        "post": names.get(row.post, row.post),
        "answered": words.answered(whole),
        "percent": round(100 * whole.answered / whole.asked),
        "saved": moment(row.saved_at),
    }


def due(row: Due, names: Mapping[str, str]) -> dict[str, Any]:
    """What is due of a checklist at a post."""
    return {
        "title": words.titled(row.checklist),
        "checklist": row.checklist.code,
        "post": names.get(row.post, row.post),
        "code": row.post,
        "last": line(row.last, names) if row.last else None,
        "on": words.day(row.on) if row.on else "",
        "overdue": row.overdue,
    }


def gap(found: Gap, names: Mapping[str, str]) -> dict[str, Any]:
    """A gap in words."""
    state = "half" if found.lack <= 0.5 else "none"
    return {
        "ref": found.ref,
        "title": words.said(found.title),
        "level": str(words.LEVELS[found.level]),
        "library": found.library,
        "posts": [names.get(code, code) for code in found.posts[:POSTS_NAMED]],
        "more_posts": max(0, len(found.posts) - POSTS_NAMED),
        "lacking": found.lacking,
        "since": words.day(found.since),
        "assessment": found.assessment,
        "asset": found.asset,
        "answer": words.answer(found.item, found.answer),
        "note": found.answer.get("note", ""),
        "weight": found.weight,
        "weight_marks": "●" * found.weight + "○" * (3 - found.weight),
        "mark": MARKS[state],
        "state": state,
        "rank": words.number(round(found.rank, 1)),
    }


def moment(milliseconds: int) -> str:
    """A moment as people write it here."""
    return date_format(timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, UTC)), "j F Y H:i")
