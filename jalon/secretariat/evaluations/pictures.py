"""The charts of an evaluation, in words of the language that is set; each is told besides in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.cooperation.indicator import MOBILITY, SECURITY
from jalon.cooperation.themes import THEMES
from jalon.secretariat.words.forums import LEVELS
from jalon.statistics.charts.stacked import Lying, stacked
from jalon.statistics.charts.then_now import Pair, then_now

Json = Mapping[str, Any]
STAGES = ("kept", "done", "under_way", "blocked", "not_begun", "not_reported", "not_kept")
STATES = ("done", "under_way", "blocked", "not_begun", "not_reported")
# Of each theme the figures that are drawn, where they are known: few, and of both.
DRAWN = {
    SECURITY: ("posts_connected", "hits_in_time", "second_line_share", "readers_in_service", "equipment_in_service"),
    MOBILITY: ("first_line_median", "first_line_p90", "second_line_wait_median", "second_line_wait_p90", "passages"),
}
MOST_PAIRS = 5
NARROW = "_narrow"  # ends the name of a chart that is drawn for a telephone
NARROW_WIDE = 360


def drawn(found: Json, name_of: Callable[[str], str], figures: Sequence[Json]) -> dict[str, SafeString]:
    """The charts by name: together, parties, levels, themes, each besides for a narrow window; and security and
    mobility where figures are known of one party alone (of several, no bars are laid side by side: nobody is ranked).
    """
    rtl = translation.get_language_bidi()
    made = _lying("together", *_together(found), STAGES, rtl, label=90)
    if found["by_party"]:
        rows = sorted(found["by_party"], key=lambda row: (name_of(row["party"]).casefold(), row["party"]))
        lying = [Lying(name_of(row["party"]), row["states"]) for row in rows]
        about = _("What each party says of what binds it. In the order of their names.")
        made |= _lying("parties", _("By country and party"), about, lying, STATES, rtl)
    for name, key, labels, title in (
        ("levels", "level", LEVELS, _("By level")),
        ("themes", "theme", THEMES, _("By theme")),
    ):
        rows = found[f"by_{key}"]
        if rows:
            lying = [Lying(str(labels.get(row[key], row[key])), row["stages"]) for row in rows]
            made |= _lying(name, title, _("How many recommendations stand where."), lying, STAGES, rtl, label=290)
    if len({row["party_code"] for row in figures}) == 1:
        for theme, codes in DRAWN.items():
            if picture := _pairs(theme, codes, figures, rtl):
                made[theme] = picture
    return made


def _lying(
    name: str, title: str, about: str, rows: Sequence[Lying], series: Sequence[str], rtl: bool, label: float = 220
) -> dict[str, SafeString]:
    """A chart of bars that lie, for a desk and for a telephone."""
    narrow = name + NARROW
    return {
        name: stacked(name, title, about, rows, series, rtl=rtl, label=label),
        narrow: stacked(narrow, title, about, rows, series, rtl=rtl, width=NARROW_WIDE, above=True),
    }


def _together(found: Json) -> tuple[str, str, list[Lying]]:
    sums = found["summary"]
    lying = [Lying(_("Then"), dict(sums["stages_then"])), Lying(_("Now"), sums["stages"])]
    return _("Then and now"), _("How many recommendations stood where on the first day, and on the last."), lying


def _pairs(theme: str, codes: Sequence[str], figures: Sequence[Json], rtl: bool) -> SafeString | None:
    rows = {row["indicator"]: row for row in figures}
    pairs = []
    for code in codes:
        row = rows.get(code)
        if row is None or (row["raw"]["now"]["value"] is None and row["raw"]["then"]["value"] is None):
            continue
        target = next((one["target"] for one in row["raw"]["targets"] if one["target"] is not None), None)
        sides = row["raw"]
        pairs.append(Pair(row["title"], sides["then"]["value"], sides["now"]["value"], row["then"], row["now"], target))
    if not pairs:
        return None
    title = {SECURITY: _("Security, then and now"), MOBILITY: _("Mobility, then and now")}[theme]
    about = _("Pale: then. Dark: now. The upright line: what was wanted. Each on a scale of its own.")
    return then_now(f"pairs-{theme}", title, about, pairs[:MOST_PAIRS], rtl=rtl)
