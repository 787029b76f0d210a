"""An evaluation as a PDF that a minister's office would send: A4, in the language that is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from jalon.cooperation.models import Evaluation
from jalon.secretariat.evaluations.told import party_heads, rests_on, told
from jalon.secretariat.words.evaluation import SIDES
from jalon.statistics.charts.joined import for_pdf
from jalon.web import printing

STYLE = "secretariat/report.css"
BEGINS = 16  # signs of a digest on paper


def pdf(one: Evaluation, found: Mapping[str, Any]) -> bytes:
    """The file. Raises NoPango."""
    text = render_to_string("secretariat/evaluations/report.html", context(one, found))
    title = _("Evaluation, %(since)s to %(until)s") % {"since": found["since"], "until": found["until"]}
    return printing.written(printing.laid_out(text, STYLE), title)


def context(one: Evaluation, found: Mapping[str, Any]) -> dict[str, Any]:
    """What stands on the pages."""
    said = told(found)
    shown = {one["code"] for theme in said["themes"] for one in theme["known"]}
    charts = {name: for_pdf(drawn) for name, drawn in said["charts"].items()}
    return said | {
        "digest": one.digest,
        "charts": charts,
        "figure_themes": said["themes"],
        "several": len({row["party_code"] for row in said["figures"]}) > 1,
        "some_first": any(row["first_window"] for row in said["figures"]),
        "party_heads": party_heads(),
        "tables": [
            {"title": title, "rows": said[name], "chart": charts.get(chart, "")}
            for title, name, chart in (
                (_("By level"), "by_level", "levels"),
                (_("By theme"), "by_theme", "themes"),
            )
            if said[name]
        ],
        "traced": list(traced(said)),
        "resting": rested(said),
        "counted": [one for one in said["meanings"] if one["code"] in shown],
    }


def resting(said: Mapping[str, Any]) -> Any:
    """Of each side of each figure that is handed out, by post and month, about how many entries."""
    for row in said["figures"]:
        for side, word in SIDES.items():
            for one in rests_on(row["raw"][side] or {}, said["small_cell"]):
                yield one | {"title": row["title"], "code": row["indicator"], "side": str(word)}


def rested(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same, told once a side: by post, the months with their numbers."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in resting(said):
        posts = found.setdefault((row["title"], row["side"]), {})
        posts.setdefault(row["post"], []).append(f"{row['month']}, {row['number']}")
    return [
        {"title": title, "side": side, "rows": [{"post": post, "months": months} for post, months in posts.items()]}
        for (title, side), posts in found.items()
    ]


def traced(said: Mapping[str, Any]) -> Any:
    """Of each figure that says something, how many entries stand behind its sides and how their digests begin."""
    for row in said["figures"]:
        sides = [
            {"side": str(word), "entries": of["entries"], "keys": of["keys"][:BEGINS]}
            for side, word in SIDES.items()
            if (of := row["raw"][side]) and of["entries"] and (of["value"] is not None or of["band"])
        ]
        if sides:
            yield {"title": row["title"], "party": row["party"], "sides": sides}
