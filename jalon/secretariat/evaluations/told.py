"""An evaluation told in the language that is set: every part of it as rows of words, for whatever lays it out.

Parties stand in the order of their names and are never ranked; promises in that of their numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from jalon.cooperation import indicator_facts, surveys
from jalon.cooperation.forums import state_name
from jalon.cooperation.indicator import CONFIDENCES, COOPERATION, MOBILITY, SECURITY, THEMES
from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.stages import STAGES as ORDER
from jalon.cooperation.texts import in_language
from jalon.cooperation.themes import THEMES as OF_PROMISES
from jalon.secretariat.evaluations import communique, pictures, values
from jalon.secretariat.words import evaluation as words
from jalon.secretariat.words.forums import LEVELS
from jalon.statistics.written import NOTHING, percent

Json = Mapping[str, Any]
Rows = list[dict[str, Any]]
SHOWN_STAGES = tuple(reversed(ORDER))  # the furthest first


class Names:
    """How parties are called."""

    def __init__(self, found: Json) -> None:
        self.names = {one["code"]: in_language(one["name"]) for one in found["parties"]}

    def of(self, code: str) -> str:
        return self.names.get(code) or (state_name(code) if code else "")

    def sorted(self, rows: Iterable[Json]) -> list[Json]:
        return sorted(rows, key=lambda row: (self.of(row["party"]).casefold(), row["party"]))


def told(found: Json) -> dict[str, Any]:
    """Everything: head, summary, promises, figures, sums, what came from outside, annexes."""
    names = Names(found)
    figures = [figure(row, names) for row in found["figures"]]
    return {
        "language": (translation.get_language() or "fr")[:2],
        "rtl": translation.get_language_bidi(),
        "head": head(found, names),
        "handed_out": found["scope"]["for_others"],
        "small_cell": found["small_cell"],
        "tiles": tiles(found),
        "sentences": communique.sentences(found, names.of, short=True),
        "promises": [promise(one, names) for one in found["recommendations"]],
        "led": [_led(one, found) for one in found["led_elsewhere"]],
        "themes": by_theme(figures),
        "key_figures": key_figures(figures),
        "figures": figures,
        "by_party": [_party_row(row, names) for row in names.sorted(found["by_party"])],
        "by_level": [_sum_row(row, LEVELS.get(row["level"], row["level"])) for row in found["by_level"]],
        "by_theme": [_sum_row(row, OF_PROMISES.get(row["theme"], row["theme"])) for row in found["by_theme"]],
        "outside": [_outside(row, names) for row in names.sorted(found["outside"]) if not _not_said(row)],
        "outside_silent": _outside_silent(found, names),
        "perception": [_form(one) for one in found["perception"]],
        "in_the_way": [in_language(one["title"]) for one in found["in_the_way"]],
        "silences": _silences(found, names),
        "late": [one["number"] for one in found["recommendations"] if one["late"]],
        "stages": [(stage, str(words.STAGES[stage]), words.SIGNS[stage]) for stage in SHOWN_STAGES],
        "charts": pictures.drawn(found, names.of, figures),
        "meanings": meanings(found),
        "figures_note": figures_note(found),
        "scope": scope(found, names),
    }


def head(found: Json, names: Names) -> dict[str, Any]:
    forum = in_language(found["forum"]["name"])
    own = state_name(found["by"]) if found["by"] else ""
    for_others = found["scope"]["for_others"]
    return {
        "title": _("What was promised, and what became of it"),
        "kind": _("Evaluation"),
        "of": forum or own,
        "by": own if forum else "",
        "period": values.span(found["since"], found["until"]),
        "since": values.day(found["since"]),
        "until": values.day(found["until"]),
        "stamp": _("For the state’s own use: it holds figures that are not released") if own and not for_others else "",
        "position": found["position"],
        "node": found["node"],
        "time_zone": found["time_zone"],
        "window": found["window"],
        "parties": sorted((names.of(row["party"]) for row in found["by_party"]), key=str.casefold),
        "meetings": [
            {"title": in_language(one["title"]), "day": values.day(one["starts"]), "place": one["place"]}
            for one in found["meetings"]
        ],
    }


def tiles(found: Json) -> list[dict[str, Any]]:
    """The numbers of the first page."""
    sums = found["summary"]
    stages = sums["stages"]
    return [
        {"code": "all", "number": sums["all"], "label": _("recommendations in force")},
        {"code": "reached", "number": stages["kept"] + stages["done"], "label": _("judged kept or reported done")},
        {"code": "moved", "number": sums["moved"], "label": _("moved forward")},
        {"code": "still", "number": sums["still"] + sums["back"], "label": _("did not move, or fell back")},
        {"code": "late", "number": sums["late"], "label": _("past their date")},
        {"code": "silent", "number": sums["silent"], "label": _("met with silence")},
    ]


def promise(one: Json, names: Names) -> dict[str, Any]:
    """A recommendation, then and now."""
    judged = one["judgement"]
    return {
        "key": one["key"],
        "number": one["number"],
        "text": in_language(one["text"]),
        "level": str(LEVELS.get(one["level"], one["level"])),
        "theme": str(OF_PROMISES.get(one["theme"], one["theme"])),
        "binds": sorted((names.of(code) for code in one["binds"]), key=str.casefold),
        "due": values.day(one["due"]),
        "extended_from": values.day(one["first_due"]) if one["first_due"] != one["due"] else "",
        "known_by": _known_by(one),
        "then": _stage(one["then"]),
        "now": _stage(one["now"]),
        "adopted": values.day(one["adopted"]) if not one["then"] else "",
        "moved": str((words.MOVES_OF_FIGURES if one.get("moved_by") == "figure" else words.MOVES)[one["moved"]]),
        "moved_code": one["moved"],
        "late": one["late"],
        "judgement": {
            "verdict": str(words.VERDICTS[judged["verdict"]]),
            "by": names.of(judged["party"]) or _judge(judged),
            "on": values.day(judged["as_of"]),
            "why": judged["why"],
        }
        if judged
        else None,
        "answers": [_answer(row, names) for row in names.sorted(one["answers"])],
        "silent": sorted((names.of(code) for code in one["silent"]), key=str.casefold),
        "measures": [
            {
                "title": in_language(row["title"]),
                "owner": names.of(row["owner"]),
                "state": str(words.MEASURES[row["state"]]),
                "code": row["state"],
                "since": values.day(row["since"]),
                "late": row["late"],
            }
            for row in one["measures"]
        ],
        "in_the_way": [in_language(way["title"]) for way in one["in_the_way"] if not way["overcome"]],
    }


def _judge(judged: Json) -> str:
    """Who speaks for a forum: its meeting, where it judged there; else its secretariat."""
    return _("the meeting") if judged["meeting"] else _("the secretariat, between meetings")


def _known_by(one: Json) -> str:
    if one["proof"] == "indicator" and one["indicator"] in INDICATORS:
        indicator = INDICATORS[one["indicator"]]
        target = values.value(one["target"], indicator.unit)
        baseline = values.value(one["baseline"], indicator.unit)
        if one["baseline"] is None:
            return _("%(indicator)s: %(target)s wanted") % {"indicator": indicator.title, "target": target}
        return _("%(indicator)s: from %(baseline)s to %(target)s") % {
            "indicator": indicator.title,
            "baseline": baseline,
            "target": target,
        }
    if one["proof"] == "question":
        return " — ".join(part for part in (in_language(one["question"]), in_language(one["answer"])) if part)
    return in_language(one["deliverable"])


def _stage(code: str) -> dict[str, str]:
    return {"code": code or "none", "word": str(words.STAGES[code]), "sign": words.SIGNS[code]}


def _answer(one: Json, names: Names) -> dict[str, Any]:
    now = one["now"]
    return {
        "party": names.of(one["party"]),
        "then": _stage(one["then"]["state"]),
        "now": _stage(now["state"]),
        "as_of": values.day(now["as_of"]),
        "text": in_language(now["text"]),
        "silent": one["silent"],
        "nothing_since": values.day(one["nothing_since"]),
        "evidence": [_evidence(row, names) for row in now["evidence"]],
    }


def _evidence(one: Json, names: Names) -> str:
    kind = str(words.EVIDENCE.get(one["kind"], one["kind"]))
    said = [one["title"] or one["name"]]
    if one["kind"] == "figure" and one["figure"].get("indicator") in INDICATORS:
        indicator = INDICATORS[one["figure"]["indicator"]]
        figure = {name: one["figure"].get(name) for name in ("value", "band", "kept_back")}
        said = [str(indicator.title), values.side(figure, indicator.unit)]
    if one["on"]:
        said.append(values.day(one["on"]))
    if one["visitor"]:
        said.append(names.of(one["visitor"]))
    return f"{kind}: " + ", ".join(part for part in said if part)


def figure(one: Json, names: Names) -> dict[str, Any]:
    """A figure, then and now, with what it speaks for."""
    indicator = INDICATORS.get(one["indicator"])
    unit, now, sides = one["unit"], one["now"], {name: one[name] for name in words.SIDES}
    return {
        "indicator": one["indicator"],
        "party_code": one["party"],
        "theme": one["theme"],
        "title": str(indicator.title) if indicator else one["indicator"],
        "party": names.of(one["party"]),
        "then": values.side(one["then"], unit),
        "now": values.side(now, unit),
        "whole": values.side(one["whole"], unit) if one["whole"] else "",
        # Of what left as a quarter, which one; said under the figure where there is one.
        "of": {name: _quarter(one, side) for name, side in sides.items()},
        "change": values.change(one),
        "moved": str(words.CHANGES[one["moved"]]),
        "moved_code": one["moved"],
        "sign": words.CHANGE_SIGNS[one["moved"]],
        "described_only": one["described_only"],
        "coverage": values.coverage(now),
        "coverage_then": values.coverage(one["then"]),
        "confidence": str(CONFIDENCES[now["confidence"]]),
        "confidence_code": now["confidence"],
        "entries": now["entries"],
        "entries_then": one["then"]["entries"],
        # What is handed out leads to what it may be said to rest on, or to why nothing is.
        "leads": {name: bool(side) and (side["entries"] > 0 or "rests_on" in side) for name, side in sides.items()},
        "source": str(words.SOURCES[one["source"]]),
        "first_window": one["then_is_first_window"],
        "targets": [
            {
                "number": row["number"],
                "target": values.value(row["target"], unit),
                "baseline": values.value(row["baseline"], unit),
                "reached": row["reached"],
            }
            for row in one["targets"]
        ],
        "raw": one,
    }


def _quarter(row: Json, side: Json | None) -> str:
    by_quarter = row["source"] == "released" or (
        row["theme"] != COOPERATION and side is not None and "rests_on" in side
    )
    said = side is not None and (side["value"] is not None or bool(side["band"]) or side["kept_back"] == "small")
    return values.period(side) if side is not None and by_quarter and said else ""


def rests_on(side: Json, small_cell: int) -> Rows:
    """Of a figure that is handed out: by post and month, about how many entries it rests on."""
    return [
        {
            "post": one["post"],
            "month": values.month(one["month"]),
            "number": values.band(one["band"], "") if one["band"] else _("fewer than %(few)s") % {"few": small_cell},
        }
        for one in side.get("rests_on", [])
    ]


def no_further(row: Json, side: Json) -> str:
    """Why a figure that is handed out is followed back no further; empty where it says what it rests on."""
    if side.get("rests_on"):
        return ""
    why = side["kept_back"] if side["kept_back"] in words.NO_FURTHER else "nothing"
    if row["theme"] == COOPERATION:
        why = "promises"
    elif row["operational"] and why != "small" and (side["band"] or side["value"] is not None):
        why = "operational"
    return str(words.NO_FURTHER[why])


def by_theme(figures: Sequence[Mapping[str, Any]]) -> Rows:
    """Security and mobility first and side by side, then the others; of each the indicators, and of these the parties.
    Those who show nothing of one stand in a list, and an indicator of which nobody shows anything in another."""
    order = [SECURITY, MOBILITY, *(code for code in THEMES if code not in {SECURITY, MOBILITY})]
    found: Rows = []
    for theme in order:
        rows = [row for row in figures if row["theme"] == theme]
        known: Rows = []
        unknown: Rows = []
        for code in dict.fromkeys(row["indicator"] for row in rows):
            some = sorted((row for row in rows if row["indicator"] == code), key=lambda row: row["party"].casefold())
            says = [row for row in some if _says(row["raw"])]
            one = {"code": code, "title": some[0]["title"], "described_only": some[0]["described_only"], "rows": says}
            one["silent"] = [row["party"] for row in some if _holds_back(row["raw"])] if len(some) > 1 else []
            (known if says or any(row["targets"] for row in some) else unknown).append(one)
        if rows:
            found.append({"code": theme, "title": str(THEMES[theme]), "known": known, "unknown": unknown})
    return found


def _says(raw: Json) -> bool:
    """Whether anything stands behind a figure: a count of nothing is told once, by the list of what nothing is said."""
    sides = [side for side in (raw["then"], raw["now"], raw["whole"]) if side and side["kept_back"] != "not_released"]
    return any(side["entries"] or side["value"] or side["band"] or side["kept_back"] == "small" for side in sides)


def _holds_back(raw: Json) -> bool:
    return all(side["kept_back"] == "not_released" for side in (raw["then"], raw["now"]))


def _party_row(row: Json, names: Names) -> dict[str, Any]:
    return {
        "party": names.of(row["party"]),
        "all": row["all"],
        "states": [row["states"][state] for state in ("done", "under_way", "blocked", "not_begun", "not_reported")],
        "late": row["late"],
        "silent": row["silent"],
        "reports": row["reports"],
        "with_evidence": row["with_evidence"],
        "measures": row["measures"],
    }


PARTY_HEADS = ("done", "under_way", "blocked", "not_begun", "not_reported")


def party_heads() -> list[str]:
    return [str(words.STAGES[state]) for state in PARTY_HEADS]


def _sum_row(row: Json, label: Any) -> dict[str, Any]:
    return {
        "label": str(label),
        "all": row["all"],
        "stages": [row["stages"][stage] for stage in SHOWN_STAGES],
        "moved": row["moved"],
        "late": row["late"],
        "silent": row["silent"],
        "in_the_way": row["in_the_way"],
        "measures": row["measures"],
    }


def _not_said(row: Json) -> bool:
    return bool(row["kept_back"] == "not_released")


def _outside_silent(found: Json, names: Names) -> Rows:
    """What was not released of figures from outside, each once: its title and whose."""
    said: dict[str, list[str]] = {}
    for row in names.sorted([row for row in found["outside"] if _not_said(row)]):
        whose = said.setdefault(str(indicator_facts.title(row["indicator"])), [])
        if names.of(row["party"]) not in whose:
            whose.append(names.of(row["party"]))
    return [{"title": title, "parties": whose} for title, whose in said.items()]


def _outside(row: Json, names: Names) -> dict[str, Any]:
    return {
        "title": str(indicator_facts.title(row["indicator"])),
        "party": names.of(row["party"]),
        "period": values.period(row),
        "value": values.side(row, row["unit"]),
        "coverage": values.coverage(row),
        "source": str(words.SOURCES.get(row["source"], row["source"])),
        "source_text": row["source_text"],
        "signatory": row["signatory"],
        "key": row["key"],
    }


def _form(one: Json) -> dict[str, Any]:
    """A form of the survey: the questions of which anything is shown; the others are told in one line."""
    form = surveys.forms().get(one["survey"])
    asked = {question.code: question for question in form.questions} if form else {}
    order = list(asked)
    questions = sorted(
        one["questions"], key=lambda row: order.index(row["question"]) if row["question"] in asked else 99
    )
    shown = [row for row in questions if _choices(row["then"]) or _choices(row["now"])]
    words_of = [asked[row["question"]].text if row["question"] in asked else row["question"] for row in questions]
    return {
        "kept_back": [text for row, text in zip(questions, words_of, strict=True) if row not in shown],
        "survey": in_language(form.title) if form else one["survey"],
        "audience": str(words.AUDIENCES.get(one["audience"], one["audience"])),
        "forms": one["forms"],
        "forms_then": one["forms_then"],
        "questions": [
            {
                "question": asked[row["question"]].text if row["question"] in asked else row["question"],
                "choices": [
                    {"choice": text, "then": _part(row["then"], choice), "now": _part(row["now"], choice)}
                    for choice, text in _of_question(asked.get(row["question"]), row)
                ],
            }
            for row in shown
        ],
    }


def _of_question(asked: surveys.Question | None, row: Json) -> list[tuple[str, str]]:
    """Its choices in the order of the form, with their words."""
    said = sorted({*_choices(row["then"]), *_choices(row["now"])})
    known = [(choice.code, choice.text) for choice in asked.choices] if asked else []
    return [*known, *((code, code) for code in said if code not in dict(known))]


def _choices(side: Json | None) -> Iterable[str]:
    return side["choices"] if side else ()


def _part(side: Json | None, choice: str) -> str:
    """The share of a choice; nothing where it, or the whole, is kept back."""
    if not side or choice in side["kept_back"]:
        return NOTHING
    return percent(side["choices"].get(choice, 0) / side["forms"], 0)


def _led(one: Json, found: Json) -> dict[str, str]:
    numbers = {row["key"]: row["number"] for row in (*found["recommendations"], *found["led_elsewhere"])}
    return {
        "number": one["number"],
        "text": in_language(one["text"]),
        "what": str(words.LED.get(one["state"], one["state"])),
        "into": numbers.get(one["leads_to"], ""),
    }


def _silences(found: Json, names: Names) -> Rows:
    """Of each party, the promises on which it owes a word whose day has passed."""
    by_party: dict[str, list[str]] = {}
    for one in found["recommendations"]:
        for code in one["silent"]:
            by_party.setdefault(code, []).append(one["number"])
    rows = [{"party": names.of(code), "numbers": numbers} for code, numbers in by_party.items()]
    return sorted(rows, key=lambda row: str(row["party"]).casefold())


def meanings(found: Json) -> Rows:
    """What each indicator means and how it is counted."""
    codes = dict.fromkeys(row["indicator"] for row in found["figures"])
    return [
        {
            "code": code,
            "title": str(INDICATORS[code].title),
            "meaning": str(INDICATORS[code].meaning),
            "how": "" if INDICATORS[code].how == INDICATORS[code].meaning else str(INDICATORS[code].how),
        }
        for code in codes
        if code in INDICATORS
    ]


def figures_note(found: Json) -> str:
    """Over which days figures are measured; and why another evaluation of the same promises may show others."""
    facts = {"days": found["window"]}
    if not found["by"]:
        said = _(
            "Figures of posts and of the border are those of whole quarters, as each state released them; beside each"
            " stands of which. A state’s own evaluation measures the %(days)s days that end with each date, with what"
            " it did not release: of the same promise it may show other figures. Promises, measures and reports are"
            " counted here, as of each date or over those days."
        )
    elif found["scope"]["for_others"]:
        said = _(
            "Figures of posts and of the border are those of whole quarters, as a forum would be given them; beside"
            " each stands of which. The state’s own evaluation measures the %(days)s days that end with each date, and"
            " so may show other figures of the same promise."
        )
    else:
        said = _("Measured over the %(days)s days that end with each date.")
    speaks = _(
        "A figure speaks for the share that is given beside it; what did not report is not known, and is no zero."
    )
    return f"{said % facts} {speaks}"


def scope(found: Json, names: Names) -> list[str]:
    """How it was narrowed, in words; empty where it was not."""
    asked = found["scope"]
    said = [names.of(code) for code in asked["parties"]]
    said += [str(LEVELS.get(code, code)) for code in asked["levels"]]
    said += [str(OF_PROMISES.get(code, code)) for code in asked["themes"]]
    return said + list(asked["posts"])


def key_figures(figures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the first page shows where several parties are told of: of security and of mobility, the figures that a
    recommendation aims at or that are usual, as far as they are known."""
    found = []
    for theme in (SECURITY, MOBILITY):
        rows = [row for row in figures if row["theme"] == theme and communique.is_quoted(row["raw"])]
        by_title: dict[str, list[Mapping[str, Any]]] = {}
        for row in sorted(rows, key=lambda row: str(row["party"]).casefold()):
            by_title.setdefault(str(row["title"]), []).append(row)
        groups = [{"title": title, "rows": some} for title, some in list(by_title.items())[:3]]
        found.append({"title": str(THEMES[theme]), "groups": groups})
    return found
