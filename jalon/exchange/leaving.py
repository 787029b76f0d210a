"""What may leave this country for a forum: one function decides, and denies what it does not know.

Which rows may go, and of each row which fields, stands in `lines.py`; here is what a row must keep to besides.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from jalon.cooperation import bands, belongs, few, indicator_facts, models, showing
from jalon.cooperation.belongs import OfAnother
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.cooperation.seen import is_released, is_replied
from jalon.cooperation.verbs import LARGEST_FILE
from jalon.exchange.checks import MOST, Check, day_of
from jalon.exchange.lines import EDITION, FIELDS, LEAVES, OF_A_LINE, OF_ALL, PARTS, TELLS, WITH_FILES
from jalon.journal.node import this_node, wall_clock
from jalon.journal.verbs import AntecedentMissing


class Denied(NotAllowed):
    """Something may not leave. `code` says why, `field` where. Nothing went."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code, field=field)
        self.field = field

    def __str__(self) -> str:
        return f"{self.code}: {self.field}"


def may_leave(kind: str, body: Mapping[str, Any], audience: str) -> None:
    """Whether this may go to a forum, or from a forum to a member. Raises Denied(code, field); returns where it may.

    kind: a verb, or “edition:” and a verb for a row that a forum tells a member. body: the verb's body; or the row's
    columns with its id (the name of its table, a dot, its key), key and clock. audience: the forum's id; of an
    edition the code of the member.
    """
    told = kind.startswith(EDITION)
    row = _row_of(kind, body)
    forum = this_node().id if told else audience
    if not audience or body.get("forum") != forum:
        raise Denied("other_forum", "forum")
    if not told and (not own_party() or body.get("party") != own_party()):
        raise Denied("other_party", "party")
    _fields(row, body, OF_ALL | OF_A_LINE if told else OF_ALL)
    if not told:
        _of_oneself(kind, body)
    for rule in (TOLD_RULES if told else RULES).get(row, ()):
        rule(body, audience)


def _of_oneself(verb: str, body: Mapping[str, Any]) -> None:
    """What leaves is of this state; what the forum does not hold yet, it asks again when it comes there."""
    try:
        belongs.check(verb, body, wall_clock())
    except OfAnother as another:
        raise Denied("of_another", another.column) from None
    except AntecedentMissing:
        return


def _row_of(kind: str, body: Mapping[str, Any]) -> str:
    """Which row of FIELDS it is."""
    if not kind.startswith(EDITION):
        if kind not in LEAVES:
            raise Denied("not_in_table", kind)
        return LEAVES[kind]
    name = str(body.get("id", "")).partition(".")[0]
    found = [row for row in TELLS.get(kind.removeprefix(EDITION), ()) if row.lower() == name]
    if not found:
        raise Denied("not_in_table", kind)
    return found[0]


def _fields(row: str, body: Mapping[str, Any], besides: Mapping[str, Check]) -> None:
    """Every field is known, and holds what it may hold."""
    known = {**FIELDS[row], **besides}
    for name, value in body.items():
        if name == "files" and row in WITH_FILES:
            _files(value, _named(row, body))
        elif name in PARTS.get(row, {}):
            _parts(name, PARTS[row][name], value)
        elif name not in known:
            raise Denied("field_unknown", name)
        elif not known[name](value):
            raise Denied("field_wrong", name)


def _parts(name: str, row: str, value: Any) -> None:
    if not isinstance(value, list) or len(value) > MOST:
        raise Denied("field_wrong", name)
    for one in value:
        if not isinstance(one, dict):
            raise Denied("field_wrong", name)
        for field, said in one.items():
            if field not in FIELDS[row]:
                raise Denied("field_unknown", f"{name}.{field}")
            if not FIELDS[row][field](said):
                raise Denied("field_wrong", f"{name}.{field}")


def _named(row: str, body: Mapping[str, Any]) -> set[str]:
    """The files that a body speaks of, by their digest."""
    holders = body.get(WITH_FILES[row], []) if WITH_FILES[row] else [body]
    return {str(one.get("file", "")) for one in holders if isinstance(one, Mapping)} if holders else set()


def _files(value: Any, named: set[str]) -> None:
    """Files of which the body speaks, together no larger than an entry may hold."""
    if not isinstance(value, list):
        raise Denied("field_wrong", "files")
    left = LARGEST_FILE
    for file in value:
        if not isinstance(file, dict) or file.keys() - {"kind", "content"} or not isinstance(file.get("content"), str):
            raise Denied("field_wrong", "files")
        try:
            content = base64.b64decode(file["content"], validate=True)
        except binascii.Error:
            raise Denied("field_wrong", "files") from None
        left -= len(content)
        if left < 0:
            raise Denied("file_too_large", "files")
        if hashlib.sha256(content).hexdigest() not in named:
            raise Denied("file_of_nothing", "files")


# --- What a row may say, field beside field. ---


def _figure(body: Mapping[str, Any], _audience: str) -> None:
    """A figure: of a known indicator, that the state shows, large enough, and of operational ones the band alone."""
    if _takes_back(body):
        return
    _speaks(body, "")
    _of_travellers(body)
    if body.get("source") in FROM_WITHIN:
        _of_a_quarter(body, "")
        if _says_something(body) and not showing.is_shown(body["indicator"], body["forum"]):
            raise Denied("not_shown", "indicator")


def _of_travellers(body: Mapping[str, Any]) -> None:
    """Wherever it was counted, a figure of travellers is of a whole quarter, of all posts or of some; of two periods
    that overlap the difference would tell of a few people."""
    if body.get("value") is not None and indicator_facts.of_travellers(str(body.get("indicator", ""))):
        _of_a_quarter(body, "")
        _rounded(str(body["indicator"]), body["value"], "")


# What a state counts itself goes as it decided; what it was given by others, paper or a partner, as it gives it.
FROM_WITHIN = frozenset({models.Figure.Source.JOURNAL, models.Figure.Source.SURVEY})


def _figure_told(body: Mapping[str, Any], _audience: str) -> None:
    """What a forum was given was shown to it; what was typed there is held to the same."""
    if not _takes_back(body):
        _speaks(body, "")
        _of_travellers(body)


def _takes_back(body: Mapping[str, Any]) -> bool:
    """Whether a row takes a figure back, and says nothing in its place."""
    return bool(body.get("withdrawn")) and not _says_something(body)


def _progress(body: Mapping[str, Any], _audience: str) -> None:
    """A report: released in the same entry, and what it says of its indicator no more than a figure may. Of one that is
    held back nothing leaves but that it exists."""
    words = body.get("released") or []
    if not words:
        raise Denied("not_released", "released")
    if not words[-1].get("shown"):
        for name in body.keys() - OF_A_HELD_BACK_REPORT:
            if body[name]:
                raise Denied("not_released", name)
        return
    if body.get("value") is not None:
        _value_of_a_promise(body)
    for one in body.get("evidence", []):
        said = one.get("figure") or {}
        if said:
            _evidence_speaks(said, "evidence.figure.")
            if _says_something(said) and not showing.is_shown(said["indicator"], body["forum"]):
                raise Denied("not_shown", "evidence.figure.indicator")


# What a forum learns of a report that a state holds back: that it exists.
OF_A_HELD_BACK_REPORT = frozenset(
    {"forum", "party", "recommendation", "measure", "as_of", "original", "released", "through", "once"}
)


def _value_of_a_promise(body: Mapping[str, Any]) -> None:
    """The value that a report gives of its recommendation's indicator is held to what a figure is held to."""
    if not body.get("recommendation"):
        raise Denied("indicator_unknown", "value")
    asked = models.Recommendation.objects.filter(key=body["recommendation"]).first()
    if asked is None or not asked.indicator:
        raise Denied("indicator_unknown", "value")
    _speaks({"indicator": asked.indicator, "value": body["value"]}, "")
    if not showing.is_shown(asked.indicator, body["forum"]):
        raise Denied("not_shown", "value")
    _rounded(asked.indicator, body["value"], "")


def _progress_told(body: Mapping[str, Any], audience: str) -> None:
    if body.get("party") != audience and not is_released(str(body.get("key", ""))):
        said = body.keys() - OF_A_HELD_BACK_REPORT - OF_A_LINE.keys()
        if any(body[name] for name in said):
            raise Denied("not_released", "text")


def _evidence_told(body: Mapping[str, Any], audience: str) -> None:
    if body.get("party") != audience and not is_released(str(body.get("progress", ""))):
        raise Denied("not_released", "progress")
    if body.get("figure"):
        _evidence_speaks(body["figure"], "figure.")


def _question_told(body: Mapping[str, Any], audience: str) -> None:
    """A question goes to its owner first: to others with the reply, or once the day to reply has passed."""
    if audience in {body.get("to"), body.get("party")}:
        return
    if not is_replied(str(body.get("key", ""))) and str(body.get("reply_by", "")) >= timezone.localdate().isoformat():
        raise Denied("right_of_reply", "text")


def _evidence_speaks(said: Mapping[str, Any], at: str) -> None:
    """A figure beside a report: of travellers it is of a whole quarter, and rounded, as a figure that is given is; of
    two that overlap the difference would tell of a few people."""
    _speaks(said, at)
    indicator = str(said["indicator"])
    if said.get("value") is not None and indicator_facts.of_travellers(indicator):
        _of_a_quarter(said, at)
        _rounded(indicator, said["value"], at)


def _rounded(indicator: str, value: float, at: str) -> None:
    if value != few.rounded(indicator_facts.unit(indicator), value):
        raise Denied("not_rounded", f"{at}value")


def _speaks(said: Mapping[str, Any], at: str) -> None:
    """What every figure is held to, wherever it stands; `at` is put before the field's name."""
    indicator = str(said.get("indicator", ""))
    if not indicator_facts.known(indicator):
        raise Denied("indicator_unknown", f"{at}indicator")
    value, band = said.get("value"), said.get("band") or ""
    if said.get("kept_back") and (value is not None or band):
        raise Denied("kept_back", f"{at}value")
    if indicator_facts.operational(indicator):
        if value is not None:
            raise Denied("band_alone", f"{at}value")
        if band and band not in bands.names(indicator):
            raise Denied("band_unknown", f"{at}band")
        if band:
            _of_a_quarter(said, at)
    elif band:
        raise Denied("band_unknown", f"{at}band")
    if value is not None and bands.small(indicator_facts.unit(indicator), value, settings.JALON_SMALL_CELL):
        raise Denied("too_small", f"{at}value")


def _says_something(said: Mapping[str, Any]) -> bool:
    return said.get("value") is not None or bool(said.get("band"))


def _of_a_quarter(said: Mapping[str, Any], at: str) -> None:
    since, until = day_of(said.get("since")), day_of(said.get("until"))
    if since is None or until is None or not bands.is_quarter(since, until):
        raise Denied("no_quarter", f"{at}until")


Rule = Callable[[Mapping[str, Any], str], None]
RULES: dict[str, Sequence[Rule]] = {"Figure": (_figure,), "Progress": (_progress,)}
TOLD_RULES: dict[str, Sequence[Rule]] = {
    "Figure": (_figure_told,),
    "Progress": (_progress_told,),
    "Evidence": (_evidence_told,),
    "Question": (_question_told,),
}
