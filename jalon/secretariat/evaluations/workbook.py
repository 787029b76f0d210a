"""An evaluation as a workbook: promises, figures with HXL tags (hxlstandard.org, 1.1), sums, and the entries behind
each figure, whole up to a stated number; of one that is handed out, what they rest on by post and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jalon.cooperation.entries import told as told_entries
from jalon.cooperation.evaluating import traces
from jalon.cooperation.indicator import Behind
from jalon.cooperation.models import Evaluation
from jalon.secretariat.evaluations import report
from jalon.secretariat.evaluations.told import PARTY_HEADS, SHOWN_STAGES, party_heads, told
from jalon.secretariat.words.evaluation import SIDES, STAGES
from jalon.web.spreadsheets import Book, Style

MOST_ENTRIES = 50_000  # rows of the sheet of entries; what lies beyond is said there
LONGEST = 32_000  # characters of a cell
STYLES: dict[str, Style] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#1f1c55"},
    "tag": {"font_color": "#4d473e", "font_size": 9},
}
Json = Mapping[str, Any]
Rows = Iterable[Sequence[Any]]


def written(one: Evaluation, found: Json) -> bytes:
    """The file."""
    said = told(found)
    sheets = _Sheets(said["head"]["title"], STYLES)
    _about(sheets, one, said)
    _promises(sheets, said, found)
    _figures(sheets, found, said)
    _sums(sheets, said)
    if said["outside"]:
        _outside(sheets, found, said)
    if said["perception"]:
        _perception(sheets, said)
    if said["handed_out"]:
        _resting(sheets, said)
    else:
        _entries(sheets, one, said)
    return sheets.written()


class _Sheets(Book):
    """Sheets alike: a head, a row of HXL tags where there are any, rows below."""

    def add(self, title: str, heads: Sequence[str], tags: Sequence[str], widths: Sequence[int], rows: Rows) -> Any:
        sheet = self.sheet(title, widths, heads)
        for column, tag in enumerate(tags):
            sheet.write_string(1, column, tag, self.styles["tag"])
        at = 2 if tags else 1
        sheet.freeze_panes(at, 1)
        for row in rows:
            for column, value in enumerate(row):
                self.put(sheet, at, column, value)
            at += 1
        return sheet

    def put(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, str(value)[:LONGEST], self.styles["wrap"])


def _about(sheets: _Sheets, one: Evaluation, said: Json) -> None:
    head = said["head"]
    sheet = sheets.sheet(_("About"), [34, 90])
    sheet.write_string(0, 0, head["title"], sheets.styles["title"])
    rows = [
        (_("Whose"), " · ".join(part for part in (head["of"], head["by"]) if part)),
        (_("Period"), head["period"]),
        (_("Parties"), " · ".join(head["parties"])),
        (_("Asked about"), " · ".join(said["scope"]) or _("everything")),
        (_("Arrival position"), str(head["position"])),
        (_("Machine"), head["node"]),
        (_("SHA-256 of the JSON"), one.digest),
        (_("Days are those of"), head["time_zone"]),
        (_("Figures are measured over"), _("%(days)s days") % {"days": head["window"]}),
        (_("For whom"), head["stamp"] or _("May be handed out")),
    ]
    for at, (name, value) in enumerate(rows, 2):
        sheet.write_string(at, 0, name, sheets.styles["head"])
        sheet.write_string(at, 1, value, sheets.styles["wrap"])
    for at, line in enumerate(said["sentences"], 3 + len(rows)):
        sheet.merge_range(at, 0, at, 1, line, sheets.styles["wrap"])


def _promises(sheets: _Sheets, said: Json, found: Json) -> None:
    heads = [
        _("Number"),
        _("Recommendation"),
        _("Level"),
        _("Theme"),
        _("Binds"),
        _("Due"),
        _("Then"),
        _("Now"),
        _("Moved"),
        _("Late"),
        _("Silent"),
        _("Judged"),
        _("Judged by"),
        _("Known by"),
        _("Evidence"),
        _("What stands in the way"),
    ]
    tags = [
        "#meta+id",
        "#activity+recommendation",
        "#geo+level",
        "#sector+theme",
        "#org+bound",
        "#date+due",
        "#status+then",
        "#status+now",
        "#status+moved",
        "#status+late",
        "#org+silent",
        "#status+judged",
        "#org+judge",
        "#indicator+name",
        "#description+evidence",
        "#description+obstacle",
    ]
    rows = (
        (
            one["number"],
            one["text"],
            one["level"],
            one["theme"],
            ", ".join(one["binds"]),
            raw["due"],
            one["then"]["word"],
            one["now"]["word"],
            one["moved"],
            one["late"],
            ", ".join(one["silent"]),
            one["judgement"]["verdict"] if one["judgement"] else "",
            one["judgement"]["by"] if one["judgement"] else "",
            one["known_by"],
            "; ".join(line for answer in one["answers"] for line in answer["evidence"]),
            "; ".join(one["in_the_way"]),
        )
        for one, raw in zip(said["promises"], found["recommendations"], strict=True)
    )
    sheets.add(_("Recommendations"), heads, tags, [9, 60, 14, 20, 24, 12, 17, 17, 14, 8, 18, 16, 18, 34, 40, 34], rows)


def _figures(sheets: _Sheets, found: Json, said: Json) -> None:
    heads = [
        _("Code"),
        _("Figure"),
        _("Theme"),
        _("Party"),
        _("Side"),
        pgettext("a day", "From"),
        pgettext("a day", "To"),
        _("Value"),
        _("Unit"),
        _("Band"),
        _("Kept back"),
        _("Coverage, 0 to 1"),
        _("How sure"),
        _("Wanted"),
        _("Source"),
        pgettext("of the journal", "Entries"),
        _("First key"),
        _("Last key"),
        _("SHA-256 over the keys"),
    ]
    tags = [
        "#indicator+code",
        "#indicator+name",
        "#sector",
        "#org+code",
        "#meta+side",
        "#date+start",
        "#date+end",
        "#indicator+value+num",
        "#indicator+unit",
        "#indicator+band",
        "#meta+kept_back",
        "#meta+coverage",
        "#meta+confidence",
        "#indicator+target+num",
        "#meta+source",
        "#meta+entries",
        "#meta+key+first",
        "#meta+key+last",
        "#meta+keys+sha256",
    ]

    def rows() -> Rows:
        for row, words in zip(found["figures"], said["figures"], strict=True):
            target = next((one["target"] for one in row["targets"]), None)
            for side, word in SIDES.items():
                one = row[side]
                if one is not None:
                    yield (
                        row["indicator"],
                        words["title"],
                        row["theme"],
                        row["party"],
                        str(word),
                        one["since"],
                        one["until"],
                        one["value"],
                        row["unit"],
                        one["band"],
                        one["kept_back"],
                        one["coverage"],
                        one["confidence"],
                        target,
                        words["source"],
                        None if "rests_on" in one else one["entries"],
                        one["first"],
                        one["last"],
                        one["keys"] if one["entries"] else "",
                    )

    widths = [24, 40, 12, 9, 14, 11, 11, 12, 10, 14, 14, 12, 11, 11, 24, 10, 34, 34, 66]
    sheets.add(_("Figures"), heads, tags, widths, rows())


def _sums(sheets: _Sheets, said: Json) -> None:
    states = party_heads()
    heads = [
        _("Party"),
        _("Bound by"),
        *states,
        _("Late"),
        _("Silent"),
        _("Reports"),
        _("Measures"),
        _("Measures done"),
    ]
    tags = ["#org", "#meta+all", *(f"#meta+{state}" for state in PARTY_HEADS)]
    tags += ["#meta+late", "#meta+silent", "#meta+reports", "#meta+measures", "#meta+measures+done"]
    rows = (
        (
            row["party"],
            row["all"],
            *row["states"],
            row["late"],
            row["silent"],
            row["reports"],
            row["measures"]["all"],
            row["measures"]["done"],
        )
        for row in said["by_party"]
    )
    sheets.add(_("By country and party"), heads, tags, [30, *[12] * 12], rows)
    for title, name in ((_("By level"), "by_level"), (_("By theme"), "by_theme")):
        heads = [title, _("All"), *(str(STAGES[stage]) for stage in SHOWN_STAGES), _("Moved"), _("Late"), _("Silent")]
        tags = ["#meta+name", "#meta+all", *(f"#meta+{stage}" for stage in SHOWN_STAGES)]
        tags += ["#meta+moved", "#meta+late", "#meta+silent"]
        of = ((r["label"], r["all"], *r["stages"], r["moved"], r["late"], r["silent"]) for r in said[name])
        sheets.add(title, heads, tags, [30, *[12] * 12], of)


def _outside(sheets: _Sheets, found: Json, said: Json) -> None:
    raw = {one["key"]: one for one in found["outside"]}
    heads = [
        _("Figure"),
        _("Party"),
        pgettext("a day", "From"),
        pgettext("a day", "To"),
        _("Value"),
        _("Unit"),
        _("Coverage, 0 to 1"),
    ]
    heads += [_("Source"), _("Said by")]
    tags = ["#indicator+name", "#org", "#date+start", "#date+end", "#indicator+value+num", "#indicator+unit"]
    tags += ["#meta+coverage", "#meta+source", "#contact+function"]
    rows = (
        (
            row["title"],
            row["party"],
            raw[row["key"]]["since"],
            raw[row["key"]]["until"],
            raw[row["key"]]["value"],
            raw[row["key"]]["unit"],
            raw[row["key"]]["coverage"],
            f"{row['source']}: {row['source_text']}",
            row["signatory"],
        )
        for row in said["outside"]
    )
    sheets.add(_("From outside"), heads, tags, [40, 18, 12, 12, 12, 12, 14, 50, 34], rows)


def _perception(sheets: _Sheets, said: Json) -> None:
    heads = [_("Form"), _("Who"), _("Question"), _("Answer"), _("Then"), _("Now")]
    tags = ["#meta+survey", "#population+type", "#meta+question", "#meta+answer", "#indicator+then", "#indicator+now"]
    rows = (
        (form["survey"], form["audience"], question["question"], row["choice"], row["then"], row["now"])
        for form in said["perception"]
        for question in form["questions"]
        for row in question["choices"]
    )
    sheets.add(_("What people say"), heads, tags, [18, 18, 40, 34, 12, 12], rows)


def _resting(sheets: _Sheets, said: Json) -> None:
    """What figures that are handed out rest on: no entry, about how many by post and month."""
    heads = [_("Figure"), _("Code"), _("Side"), _("Post"), _("Month"), _("About so many entries")]
    tags = ["#indicator+name", "#indicator+code", "#meta+side", "#loc+code", "#date+month", "#meta+entries"]
    rows = (
        (row["title"], row["code"], row["side"], row["post"], row["month"], row["number"])
        for row in report.resting(said)
    )
    sheets.add(_("What figures rest on"), heads, tags, [40, 24, 14, 12, 18, 24], rows)


def _entries(sheets: _Sheets, one: Evaluation, said: Json) -> None:
    """Every entry behind every figure, whole up to MOST_ENTRIES."""
    heads = [
        _("Figure"),
        _("Code"),
        _("Party"),
        _("Side"),
        _("Key"),
        _("Arrival position"),
        _("Verb"),
        _("Post"),
        _("Day"),
    ]
    tags = ["#indicator+name", "#indicator+code", "#org+code", "#meta+side", "#meta+key", "#meta+position"]
    tags += ["#meta+verb", "#loc+code", "#date"]
    kept = traces.kept(one.digest)
    left = MOST_ENTRIES
    beyond = 0

    def rows() -> Rows:
        nonlocal left, beyond
        for row in said["figures"]:
            for side, word in SIDES.items():
                places = kept.places.get(f"{row['indicator']}.{row['party_code']}.{side}", []) if kept else []
                beyond += max(0, len(places) - left)
                for entry in told_entries(places[:left]):
                    yield (row["title"], row["indicator"], row["party_code"], str(word), *_entry(entry))
                left = max(0, left - len(places))

    sheet = sheets.add(pgettext("of the journal", "Entries"), heads, tags, [36, 24, 9, 14, 48, 12, 24, 12, 12], rows())
    if kept is None:
        gone = _(
            "The list of entries is not on this machine: where it was drawn, `jalon evaluation check` makes it anew."
        )
        sheet.write_string(2, 0, gone)
    elif beyond:
        sheet.write_string(
            2 + MOST_ENTRIES,
            0,
            _("%(beyond)s more entries are not listed here: the digests cover them all.") % {"beyond": beyond},
        )


def _entry(one: Behind) -> tuple[Any, ...]:
    return one.key, one.position or "", one.verb, one.post, one.day.isoformat() if one.day else ""
