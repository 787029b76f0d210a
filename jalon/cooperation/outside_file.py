"""A file of figures from outside (CSV, XLSX): read apart, row by row, with what is wrong; shown, and then recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jalon.apart.office_tables import TablesUnreadable, read_apart
from jalon.apart.table import Table, TableRow
from jalon.cooperation import forums, indicator_facts, outside
from jalon.cooperation.headings import columns_of, heading_of, simple
from jalon.cooperation.outside import Given
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.web.spreadsheets import Book, Style, safe

# What the heading of a column may be called, in the languages of the house.
HEADINGS = {
    "indicator": ("indicator", "indicateur", "المؤشر"),
    "code": ("party", "country", "state", "pays", "partie", "état", "الدولة", "البلد", "الطرف"),
    "posts": ("posts", "post", "postes", "poste", "المراكز", "المركز"),
    "since": ("since", "from", "start", "du", "depuis", "début", "من", "من تاريخ"),
    "until": ("until", "to", "end", "au", "jusqu’au", "fin", "إلى", "إلى تاريخ"),
    "value": ("value", "number", "figure", "valeur", "chiffre", "nombre", "القيمة", "العدد"),
    "coverage": ("coverage", "coverage %", "couverture", "couverture %", "التغطية"),
    "source": ("kind of source", "source", "type de source", "نوع المصدر"),
    "source_text": ("which source", "source name", "quelle source", "nom de la source", "اسم المصدر", "المصدر"),
    "signatory": ("signed by", "signatory", "signatory by function", "signé par", "signataire", "الموقّع", "الموقع"),
}
NEEDED = ("indicator", "since", "until", "value", "source", "source_text", "signatory")
SOURCES = {
    "paper": ("paper", "paper register", "papier", "registre papier", "registre", "ورق", "سجل ورقي"),
    "system": (
        "system", "export", "export of another system", "midas", "pisces",
        "système", "export d’un système", "export d’un autre système",
        "نظام", "نظام آخر", "تصدير من نظام آخر",
    ),
    "partner": ("partner", "partenaire", "شريك"),
}  # fmt: skip
SOURCE_WORDS = {
    "paper": gettext_lazy("Paper register"),
    "system": gettext_lazy("Export of another system"),
    "partner": pgettext_lazy("source of a figure", "Partner"),
}
# Columns of what is taken out: name, heading, HXL tag (hxlstandard.org, 1.1).
COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ("indicator", gettext_lazy("Indicator"), "#indicator+code"),
    ("title", gettext_lazy("Indicator in words"), "#indicator+name"),
    ("code", gettext_lazy("Country or party"), "#org+code"),
    ("posts", gettext_lazy("Posts"), "#loc+code+list"),
    ("since", gettext_lazy("From"), "#date+start"),
    ("until", gettext_lazy("Until"), "#date+end"),
    ("value", gettext_lazy("Value"), "#indicator+value+num"),
    ("band", gettext_lazy("Band"), "#indicator+value+band"),
    ("unit", gettext_lazy("Unit"), "#indicator+unit"),
    ("kept_back", gettext_lazy("Kept back"), "#meta+kept_back"),
    ("coverage", gettext_lazy("Coverage, %"), "#meta+coverage+pct"),
    ("kind", gettext_lazy("From the journal or from outside"), "#meta+kind"),
    ("source", gettext_lazy("Kind of source"), "#meta+source+code"),
    ("source_text", gettext_lazy("Which source"), "#meta+source+name"),
    ("signatory", gettext_lazy("Signed by (function)"), "#meta+signatory"),
)
# The same headings are asked of a file, without what follows from the others.
ASKED = ("indicator", "code", "posts", "since", "until", "value", "coverage", "source", "source_text", "signatory")
WIDE = {"indicator", "title", "source_text", "signatory"}
TEMPLATE_STYLES: dict[str, Style] = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#eef1ee"},
    "day": {"num_format": "yyyy-mm-dd"},
}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong. `number` counts them from 1; `row` is the row of the file, 0 of the file as a whole; `field` a
    column of ASKED; `code` names the rule; `said` what stood there."""

    number: int
    row: int
    field: str
    code: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row that may be recorded. `what`: new, same (stands here already), corrects (another value stands here).
    `leaves`: the figure as the forum may hold it, where that is less than what was given."""

    row: int
    figure: Given
    what: str
    before: float | None = None
    leaves: Given | None = None


@dataclass(slots=True)
class Read:
    """What a file holds."""

    name: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, row: int, field: str, code: str, said: str = "") -> None:
        self.problems.append(Problem(len(self.problems) + 1, row, field, code, said[:80]))

    @property
    def to_record(self) -> list[Given]:
        return [line.figure for line in self.lines if line.what != "same"]


def read(content: bytes, name: str, forum: str, party: str) -> Read:
    """The rows of a file, each good or with what is wrong. Nothing is recorded. Raises TablesUnreadable, also
    no_heading (no row names the columns) and column_missing."""
    found = Read(name)
    tables = read_apart(content)
    names = _names()
    table = next((one for one in tables if heading_of(one, names) >= 0), None)
    if table is None:
        raise TablesUnreadable("no_heading")
    heading = heading_of(table, names)
    columns = columns_of(table.rows[heading].cells, names)
    missing = [name for name in NEEDED if name not in columns.values()]
    if missing:
        raise TablesUnreadable("column_missing", column=missing[0])
    seen: dict[tuple[Any, ...], int] = {}
    for row in _rows(table, heading):
        cells = {columns[place]: cell for place, cell in enumerate(row.cells) if place in columns}
        _take(found, row.number, cells, forum, party, seen)
    return found


def _names() -> dict[str, list[str]]:
    """What headings may be called: HEADINGS, and what our own template calls them in each language."""
    found = {name: list(names) for name, names in HEADINGS.items()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for name, title, _tag in COLUMNS:
                if name in found:
                    found[name].append(str(title))
    return found


def _rows(table: Table, heading: int) -> Iterable[TableRow]:
    """Those below the heading, without the row of HXL tags."""
    for row in table.rows[heading + 1 :]:
        if not any(cell.startswith("#") for cell in row.cells[:2]):
            yield row


def _take(
    found: Read, row: int, cells: dict[str, str], forum: str, party: str, seen: dict[tuple[Any, ...], int]
) -> None:
    figure = _figure(found, row, cells, party)
    if figure is None:
        return
    try:
        outside.check(figure, forum, party)
    except NotAllowed as rule:
        where = str(rule.facts.get("field", "indicator"))
        found.wrong(row, where, rule.code, cells.get(where, ""))
        return
    leaves = outside.as_given_to(figure, forum)
    same = tuple(str(leaves.facts()[name]) for name in outside.SAME)
    if same in seen:
        found.wrong(row, "indicator", "row_twice", str(seen[same]))
        return
    seen[same] = row
    before = outside.standing_for(leaves, forum, party)
    what = "new" if before is None else "same" if outside.equal(before, leaves) else "corrects"
    found.lines.append(Line(row, figure, what, before.value if before else None, leaves if leaves != figure else None))


def _figure(found: Read, row: int, cells: dict[str, str], party: str) -> Given | None:
    """The figure of a row; None where one of its cells cannot be understood, which is then said."""
    before = len(found.problems)
    indicator = _indicator(cells.get("indicator", ""))
    if not indicator:
        found.wrong(row, "indicator", "indicator_unknown", cells.get("indicator", ""))
    source = _source(cells["source"])
    if not source:
        found.wrong(row, "source", "source_unknown", cells["source"])
    days = {name: day_of(cells[name]) for name in ("since", "until")}
    for name, day in days.items():
        if day is None:
            found.wrong(row, name, "no_day", cells[name])
    value, coverage = number_of(cells["value"]), number_of(cells.get("coverage", ""))
    if value is None:
        found.wrong(row, "value", "no_value", cells["value"])
    elif cells["value"].strip().endswith("%"):
        value /= 100
    if coverage is None and cells.get("coverage", "").strip():
        found.wrong(row, "coverage", "coverage_wrong", cells["coverage"])
    if len(found.problems) > before or days["since"] is None or days["until"] is None:
        return None
    return Given(
        indicator=indicator,
        code=cells.get("code", "").strip().upper() or party or own_party(),
        since=days["since"],
        until=days["until"],
        value=value,
        source=source,
        source_text=cells["source_text"].strip(),
        signatory=cells["signatory"].strip(),
        coverage=share_of(coverage, cells.get("coverage", "")),
        posts=tuple(sorted(re.findall(r"[\w-]+", cells.get("posts", "").upper()))),
    )


def _source(said: str) -> str:
    """The code of a kind of source, by what people or our own template call it; "" for another."""
    for code, names in SOURCES.items():
        if simple(said) in {*map(simple, names), simple(str(SOURCE_WORDS[code]))}:
            return code
    return ""


def _indicator(said: str) -> str:
    """The code of an indicator, by its code or by its name in the language that is set."""
    for code in indicator_facts.codes():
        if said.strip() == code or simple(said) == simple(str(indicator_facts.title(code))):
            return code
    return ""


def day_of(said: str) -> date | None:
    """2026-07-01 or 1/7/2026, day first as the region writes."""
    said = said.translate(DIGITS).strip()
    if found := ISO.fullmatch(said):
        parts = found[1], found[2], found[3]
    elif found := DAY.fullmatch(said):
        parts = found[3], found[2], found[1]
    else:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def number_of(said: str) -> float | None:
    """A number as people write it: 4 200, 4200,5, ٤٢٠٠, 62 %."""
    plain = re.sub(r"[\s\u202f\xa0%٪]", "", said.translate(DIGITS)).replace("٫", ".").replace(",", ".")
    try:
        return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None
    except ValueError:
        return None


def share_of(number: float | None, said: str) -> float | None:
    """A coverage as a share: 62, 62 % and 0.62 are the same."""
    if number is None:
        return None
    return number / 100 if number > 1 or "%" in said or "٪" in said else number


def take(read: Read, forum: str, actor: str, party: str) -> list[str]:
    """Record the rows in order that are not here yet. Returns their keys. Raises NotAllowed."""
    those = read.to_record
    return outside.give(those, forum, actor, party) if those else []


# ── what is taken out ──


def rows_of(figures: Iterable[outside.Told]) -> list[list[Any]]:
    """Figures as rows of COLUMNS."""
    return [[_cell(one, name) for name, _title, _tag in COLUMNS] for one in figures]


def _cell(one: outside.Told, name: str) -> Any:
    if name == "title":
        return str(indicator_facts.title(one.indicator))
    if name == "posts":
        return " ".join(one.posts)
    if name in {"since", "until"}:
        return getattr(one, name).isoformat()
    if name == "coverage":
        return "" if one.coverage is None else round(100 * one.coverage)
    found = getattr(one, name)
    return "" if found is None else found


def csv_of(figures: Iterable[outside.Told]) -> bytes:
    """A table of text with HXL tags in its second row."""
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(str(title)) for _name, title, _tag in COLUMNS])
    writer.writerow([tag for _name, _title, tag in COLUMNS])
    for row in rows_of(figures):
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(figures: Sequence[outside.Told], title: str) -> bytes:
    """A workbook with the same rows and tags."""
    book = Book(title, {"tag": {"font_color": "#666666", "italic": True}})
    sheet = book.sheet("figures", _widths(name for name, _heading, _tag in COLUMNS))
    book.heads(sheet, [heading for _name, heading, _tag in COLUMNS])
    for column, (_name, _heading, tag) in enumerate(COLUMNS):
        sheet.write_string(1, column, tag, book.styles["tag"])
    for at, row in enumerate(rows_of(figures), 2):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell)
            else:
                sheet.write_number(at, column, cell)
    sheet.freeze_panes(2, 1)
    return book.written()


def _widths(names: Iterable[str]) -> list[int]:
    return [34 if name in WIDE else 15 for name in names]


def template(forum: str, party: str) -> bytes:
    """The workbook to fill in: a sheet for the figures, one with the codes of indicators, one that says how."""
    book = Book(_("Figures"), TEMPLATE_STYLES)
    titles, widths = {name: title for name, title, _tag in COLUMNS}, _widths(ASKED)
    sheet = book.sheet("figures", widths, [titles[name] for name in ASKED])
    for name in ("since", "until"):
        column = ASKED.index(name)
        sheet.set_column(column, column, widths[column], book.styles["day"])
    codes = indicator_facts.codes()
    heads = (_("Code"), _("Indicator"), _("Unit"), _("Given to the forum as"))
    lists = book.sheet("indicators", (26, 52, 20, 20), heads)
    for at, code in enumerate(codes, 1):
        lists.write_string(at, 0, code)
        lists.write_string(at, 1, str(indicator_facts.title(code)), book.styles["wrap"])
        lists.write_string(at, 2, indicator_facts.unit(code))
        lists.write_string(at, 3, _("band of a quarter") if forum and indicator_facts.operational(code) else _("value"))
    last = 500
    sheet.data_validation(1, 0, last, 0, {"validate": "list", "source": f"=indicators!$A$2:$A${len(codes) + 1}"})
    sheet.data_validation(1, ASKED.index("source"), last, ASKED.index("source"), {
        "validate": "list", "source": [str(SOURCE_WORDS[code]) for code in SOURCES],
    })  # fmt: skip
    sheet.freeze_panes(1, 1)
    how = book.sheet("how", (100,))
    for at, note in enumerate(_how(forum, party)):
        how.write_string(at, 0, note, book.styles["wrap"])
    return book.written()


def _how(forum: str, party: str) -> list[str]:
    return [
        _("One figure a row. Both days belong to the period: 2026-07-01 to 2026-09-30."),
        _("The indicator is one of the codes of the second sheet; shares are written as 0.62 or 62 %."),
        _("Coverage: of what should have been counted, how much was. Leave it empty where nobody knows."),
        _("The source says where the figure was read: which register, which export, which partner."),
        _("Signed by: the function of whoever answers for the figure, never a name."),
        _("The same file may be sent twice: what is here already is left out."),
        _("A row about the same period and source with another value corrects the first, which stays readable."),
        *([_("Filled for %(party)s.") % {"party": forums.party_name(party, forum)}] if party else []),
    ]
