"""Recommendations of meetings before Jalon, taken from the tables they live in: read apart, columns proposed by their
headings and corrected by a person, rows shown with what is wrong, then recorded with the state they are in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jalon.apart.table import Table, TableRow
from jalon.cooperation import deadlines, forums, indicator_facts, recommendations, standing
from jalon.cooperation.deadlines import Deadline
from jalon.cooperation.headings import columns_of, heading_of, simple
from jalon.cooperation.indicators import targets
from jalon.cooperation.models import Level, PartyFact, Recommendation
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.cooperation.themes import THEMES
from jalon.documents import states
from jalon.journal.acting import act

MOST = 300  # recommendations of one file
SOURCE = Recommendation.Source.EARLIER.value
FIELDS = ("number", "text", "responsible", "due", "status", "indicator", "theme", "level")
HEADINGS = {
    "number": ("n°", "no", "n", "num", "numéro", "#", "réf", "référence", "number", "ref", "رقم", "الرقم", "ر.ت", "ت"),
    "status": (
        "état", "statut", "niveau d'exécution", "niveau de mise en œuvre", "état de mise en œuvre", "exécution",
        "état d'avancement", "avancement", "réalisation", "suivi", "status", "state", "progress", "implementation",
        "الحالة", "حالة التنفيذ", "مستوى التنفيذ", "مدى التنفيذ", "التقدم", "نسبة الإنجاز",
    ),
    "responsible": (
        "responsable", "responsables", "acteurs", "acteur responsable", "structure responsable", "structures", "chargé",
        "pays concernés", "pays", "responsible", "responsibility", "owner", "lead", "by whom", "actors", "who",
        "الجهة المسؤولة", "المسؤول", "المسؤولون", "الجهة المكلفة", "الجهة", "الجهات", "الدول المعنية",
    ),
    "due": (
        "échéance", "échéances", "échéancier", "délai", "délais", "date limite", "calendrier", "horizon", "période",
        "quand", "deadline", "due", "due date", "timeline", "timeframe", "by when", "when",
        "الأجل", "الآجال", "الموعد", "الموعد النهائي", "المهلة", "تاريخ الإنجاز", "الجدول الزمني",
    ),
    "indicator": (
        "indicateur", "indicateurs", "moyen de vérification", "moyens de vérification", "preuve", "livrable",
        "livrables", "résultat attendu", "indicator", "indicators", "means of verification", "deliverable",
        "expected result",
        "المؤشر", "المؤشرات", "وسيلة التحقق", "وسائل التحقق", "النتيجة المتوقعة", "المخرج",
    ),
    "text": (
        "recommandation", "recommandations", "résolution", "résolutions", "action", "actions", "mesure", "activité",
        "libellé", "intitulé", "engagement", "recommendation", "recommendations", "resolution", "commitment",
        "التوصية", "التوصيات", "نص التوصية", "القرار", "الالتزام", "الإجراء",
    ),
    "theme": ("thème", "thématique", "axe", "domaine", "pilier", "theme", "topic", "pillar", "المحور", "المجال"),
    "level": ("niveau", "échelle", "level", "scope", "المستوى"),
}  # fmt: skip

ADOPTED, KEPT, DROPPED = "adopted", "kept", "dropped"
# How what a file says of a state is understood; whatever else it says leaves the recommendation adopted.
STATES = {
    DROPPED: (
        "abandonn", "annul", "caduc", "sans objet", "dropped", "cancelled", "canceled", "withdrawn", "obsolete",
        "ألغي", "ملغ", "متخلى", "لاغ",
    ),
    ADOPTED: (
        "non realis", "non execut", "non demarr", "pas encore", "partiel", "en cours", "not done", "not started",
        "not yet", "partial", "ongoing", "under way", "underway", "in progress", "غير منجز", "لم ينجز", "لم تنجز",
        "لم يبدأ", "جزئي", "جارية", "جار", "قيد",
    ),
    KEPT: (
        "realis", "execut", "mise en œuvre", "mis en œuvre", "acheve", "termine", "effectu", "fait", "cloture", "oui",
        "100", "done", "completed", "implemented", "achieved", "closed", "yes", "منجز", "أنجز", "نفذ", "منفذ", "تم",
        "مكتمل",
    ),
}  # fmt: skip
LEVELS = {
    Level.POST.value: ("post", "poste", "مركز"),
    Level.NATIONAL.value: ("national", "nationale", "وطني"),
    Level.BILATERAL.value: ("bilatéral", "bilatérale", "bilateral", "ثنائي"),
    Level.REGIONAL.value: ("régional", "régionale", "regional", "إقليمي", "اقليمي"),
    Level.LOCAL.value: ("local", "locale", "transfrontalier", "cross-border", "محلي"),
}
# Words by which the theme of a row, or of the title above it, is known.
THEME_WORDS = {
    "mobility": ("mobilit", "libre circulation", "circulation des personnes", "free movement", "تنقل", "حرية التنقل"),
    "protection": ("protection", "traite", "réfugi", "vulnérab", "traffick", "refuge", "حماية", "الفئات الهشة"),
    "health": ("santé", "sanitaire", "health", "صح"),
    "information": ("système d'information", "échange d'information", "données", "information", "data", "معلومات"),
    "equipment": ("équipement", "matériel", "equipment", "معدات", "تجهيز"),
    "infrastructure": ("infrastructure", "bâtiment", "poste juxtaposé", "construction", "building", "بنية", "بنى"),
    "staff": ("formation", "ressources humaines", "personnel", "training", "staff", "تكوين", "تدريب", "الموظف"),
    "integrity": (
        "tracasser",
        "corruption",
        "intégrité",
        "reçu",
        "facilitation",
        "integrity",
        "receipt",
        "رشوة",
        "نزاهة",
    ),
    "communities": ("communaut", "population", "commune", "communit", "سكان", "مجتمع"),
    "cooperation": ("coopération", "coordination", "concertation", "cooperation", "تعاون", "تنسيق"),
    "security": ("sécurit", "security", "terror", "أمن"),
}
EVERYBODY = (
    "tous les états", "états membres", "les états", "tous les pays", "pays membres", "chaque état", "chaque pays",
    "all states", "member states", "all countries", "all members", "جميع الدول", "الدول الأعضاء", "كل الدول", "الدول",
)  # fmt: skip
A_LETTER_OF_ARABIC = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table is: which row is its heading (place from 0, -1: none) and which column holds which field."""

    table: int
    heading: int
    columns: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who imports says of the whole file. `who`: what a cell of the responsible means -> codes, for
    those that were not recognised. `prefix` goes before each number; `binds`: whom rows bind that name nobody. `as_of`:
    the day on which things stood as the file says."""

    adopted_on: date
    as_of: date
    level: str
    theme: str
    prefix: str = ""
    language: str = "fr"
    binds: tuple[str, ...] = ()
    who: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: `field` of FIELDS, `code` the rule, `said` what stood there."""

    field: str
    code: str
    said: str = ""


@dataclass(slots=True)
class Line:
    """A row of a table as it would be recorded. `here`: the key under which it stands here already."""

    row: int
    number: str
    text: str
    language: str
    binds: tuple[str, ...]
    responsible: str
    due: Deadline
    state: str
    status: str
    indicator: str
    deliverable: str
    theme: str
    level: str
    source_ref: str
    here: str = ""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not recorded, and the rule that stood in the way."""

    row: int
    code: str
    facts: Mapping[str, Any]


# ── what a file is taken to say ──


def proposed(tables: Sequence[Table]) -> Layout:
    """The table that looks most like one of recommendations, with its columns; the first where none does."""
    found = []
    for place, table in enumerate(tables):
        heading = heading_of(table, HEADINGS)
        columns = columns_of(table.rows[heading].cells, HEADINGS) if heading >= 0 else {}
        found.append(("text" in columns.values(), len(columns), len(table.rows), -place, heading, columns))
    _text, _fields, _rows, place, heading, columns = max(found, key=lambda one: one[:4])
    return Layout(-place, heading, columns)


def layout_of(tables: Sequence[Table], table: int) -> Layout:
    """The same for a table that somebody chose."""
    heading = heading_of(tables[table], HEADINGS)
    return Layout(table, heading, columns_of(tables[table].rows[heading].cells, HEADINGS) if heading >= 0 else {})


def lines(tables: Sequence[Table], layout: Layout, name: str, choices: Choices, forum: str) -> list[Line]:
    """Every row below the heading that says something, as it would be recorded, each with what is wrong.

    Raises NotAllowed: no_text_column, too_many_rows, no_rows.
    """
    if "text" not in layout.columns.values():
        raise NotAllowed("no_text_column")
    table = tables[layout.table]
    known, met = _standing_here(forum), _Met()
    found: list[Line] = []
    theme = ""
    for row in table.rows[layout.heading + 1 :]:
        if row.title:
            theme = theme_of(" ".join(row.cells)) or theme
            continue
        cells = {field: row.cells[place] for place, field in layout.columns.items() if place < len(row.cells)}
        if not cells.get("text", "").strip() or _repeats_heading(row, table, layout):
            continue
        ref = source_ref(name, table, layout.table, row.number)
        found.append(_line(row.number, cells, ref, theme, choices, forum, known, met, len(found) + 1))
        if len(found) > MOST:
            raise NotAllowed("too_many_rows", most=MOST)
    if not found:
        raise NotAllowed("no_rows")
    return found


def _repeats_heading(row: TableRow, table: Table, layout: Layout) -> bool:
    """A heading is printed again on each page of a long table."""
    return layout.heading >= 0 and row.cells == table.rows[layout.heading].cells


@dataclass(slots=True)
class _Met:
    """What was met in this file: number -> row, text -> row."""

    numbers: dict[str, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Here:
    """What stands in the forum: those imported before by where they came from and by their words; numbers in use; who
    sits there."""

    refs: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    sitting: Sequence[forums.Party] = ()


def _standing_here(forum: str) -> _Here:
    found = _Here(sitting=forums.parties(forum))
    for one in standing.standing(forum, late=False):
        if not one.meeting:
            found.numbers.setdefault(one.number, one.key)
        if one.source == SOURCE:
            found.refs[one.source_ref] = one.key
            for text in one.texts.values():
                found.texts[simple(text)] = one.key
    return found


def _line(
    row: int,
    cells: Mapping[str, str],
    ref: str,
    theme: str,
    choices: Choices,
    forum: str,
    known: _Here,
    met: _Met,
    serial: int,
) -> Line:
    text = cells["text"].strip()
    number = f"{choices.prefix}{_number(cells.get('number', '')) or serial}"
    responsible = cells.get("responsible", "").strip()
    indicator, deliverable = indicator_of(cells.get("indicator", ""))
    line = Line(
        row=row,
        number=number,
        text=text,
        language="ar" if A_LETTER_OF_ARABIC.search(text) else choices.language,
        binds=_binds(responsible, choices, forum, known.sitting),
        responsible=responsible,
        due=deadlines.understood(cells.get("due", ""), choices.adopted_on),
        state=state_of(cells.get("status", "")),
        status=cells.get("status", "").strip(),
        indicator=indicator,
        deliverable=deliverable,
        theme=theme_of(cells.get("theme", "")) or theme or choices.theme,
        level=_level(cells.get("level", "")) or choices.level,
        source_ref=ref,
        here=known.refs.get(ref, "") or known.texts.get(simple(text), ""),
    )
    line.problems = _problems(line, known, met)
    met.numbers.setdefault(number, row)
    if not line.problems:
        met.texts.setdefault(simple(text), row)
    return line


def _problems(line: Line, known: _Here, met: _Met) -> list[Problem]:
    if line.here:
        return []
    found = []
    if len(line.number) > recommendations.LONGEST_NUMBER:
        found.append(Problem("number", "number_too_long", line.number))
    elif line.number in known.numbers:
        found.append(Problem("number", "number_taken", line.number))
    elif line.number in met.numbers:
        found.append(Problem("number", "number_twice", str(met.numbers[line.number])))
    if simple(line.text) in met.texts:
        found.append(Problem("text", "text_twice", str(met.texts[simple(line.text)])))
    if not line.binds:
        found.append(Problem("responsible", "nobody_known", line.responsible))
    return found


def _number(said: str) -> str:
    """“Recommandation n° 3 :” is 3; “2.1.” is 2.1."""
    found = re.search(r"[A-Za-z]{0,6}[-./]?\d+(?:[.\-/]\d+)*[a-z]?", said.translate(deadlines.ARABIC))
    return found[0] if found else said.strip()[: recommendations.LONGEST_NUMBER]


def state_of(said: str) -> str:
    """ADOPTED, KEPT or DROPPED, of what a file says of a state."""
    text = simple(said)
    share = re.search(r"(\d{1,3}) ?%", said.translate(deadlines.ARABIC))
    if share:
        return KEPT if int(share[1]) >= 100 else ADOPTED
    for state, words in STATES.items():
        if any(text.startswith(simple(word)) or f" {simple(word)}" in text for word in words):
            return state
    return ADOPTED


def theme_of(said: str) -> str:
    """A code of THEMES that the words tell of; "" where none does."""
    text = simple(said)
    if not text:
        return ""
    for code, name in THEMES.items():
        if text in {code, simple(str(name))}:
            return code
    return next((code for code, words in THEME_WORDS.items() if any(simple(word) in text for word in words)), "")


def _level(said: str) -> str:
    words = simple(said).split()
    return next((code for code, names in LEVELS.items() if any(simple(name) in words for name in names)), "")


def indicator_of(said: str) -> tuple[str, str]:
    """The code of an indicator that may be a target, and else the words, as what is to be delivered."""
    text = said.strip()
    for code in targets():
        if text == code or (text and simple(text) == simple(str(indicator_facts.title(code)))):
            return code, ""
    return "", text


def _binds(responsible: str, choices: Choices, forum: str, sitting: Sequence[forums.Party]) -> tuple[str, ...]:
    if not forum:
        return (own_party(),)
    return tuple(parties_in(responsible, sitting)) or choices.who.get(simple(responsible), ()) or choices.binds


def parties_in(said: str, sitting: Sequence[forums.Party]) -> list[str]:
    """The codes of those parties that a cell names: by code, by name in any language, or all states at once."""
    text = f" {simple(said)} "
    if not text.strip():
        return []
    found: dict[int, str] = {}
    for name, code in sorted(_names(sitting), key=lambda one: -len(one[0])):  # “Niger” is in “Nigeria”
        pattern = rf"(?<!\w)(?:و|ل|ب)?{re.escape(name)}(?!\w)"
        for place in re.finditer(pattern, text):
            found.setdefault(place.start(), code)
        text = re.sub(pattern, lambda place: "·" * len(place[0]), text)
    if not found and any(simple(words) in text for words in EVERYBODY):
        return [one.code for one in sitting if one.kind == PartyFact.Kind.STATE]
    return list(dict.fromkeys(found[place] for place in sorted(found)))


def _names(sitting: Iterable[forums.Party]) -> Iterable[tuple[str, str]]:
    for one in sitting:
        names = {one.code, *one.names.values()}
        if one.code in states.STATES:
            names |= {states.name(one.code, language) for language in ("fr", "en", "ar")}
        for name in names:
            if simple(name):
                yield simple(name), one.code


def source_ref(name: str, table: Table, place: int, row: int) -> str:
    """Where a row stands in its file, as Recommendation.source_ref holds it."""
    where = f"{table.name or place + 1}"[:40]
    return f"{name[:90]}, {where}, {row}"


def unknown(those: Iterable[Line]) -> list[str]:
    """Cells of the responsible in which nobody was recognised, each once."""
    found = [line.responsible for line in those if any(one.code == "nobody_known" for one in line.problems)]
    return list(dict.fromkeys(found))


# ── what is recorded ──


@act
def record(those: Sequence[Line], choices: Choices, forum: str, actor: str) -> tuple[list[str], list[Refused]]:
    """Record the rows in order that are not here yet, each with its state. Returns the keys of those recorded, and the
    rows that were refused. One that an earlier attempt put and did not finish is finished."""
    done: list[str] = []
    refused: list[Refused] = []
    for line in those:
        if line.problems:
            continue
        try:
            key = line.here or _put(line, forum, actor)
            if not line.here or _is_unfinished(key):
                _tell(key, line, choices, actor)
            if not line.here:
                done.append(key)
        except NotAllowed as rule:
            refused.append(Refused(line.row, rule.code, rule.facts))
    return done, refused


def _is_unfinished(key: str) -> bool:
    stands = standing.one(key)
    return stands.state == standing.PROPOSED and stands.source == SOURCE


def _put(line: Line, forum: str, actor: str) -> str:
    facts: dict[str, Any] = {
        "number": line.number,
        "level": line.level,
        "theme": line.theme,
        "source": SOURCE,
        "source_ref": line.source_ref,
        "binds": list(line.binds),
        "due": line.due.day,
    }
    if line.indicator:
        facts |= {"proof": Recommendation.Proof.INDICATOR.value, "indicator": line.indicator}
    elif line.deliverable:
        proof = Recommendation.Proof.DELIVERABLE.value
        facts |= {"proof": proof, "deliverable": {_language(line.deliverable, line): line.deliverable}}
    return recommendations.put(facts, {line.language: line.text}, forum, actor)


def _language(text: str, line: Line) -> str:
    return "ar" if A_LETTER_OF_ARABIC.search(text) else "fr" if line.language == "ar" else line.language


def _tell(key: str, line: Line, choices: Choices, actor: str) -> None:
    """Adopted on its day, with the words of the file that no column holds; then kept or taken back, as it says."""
    note = " · ".join(said for said in (line.responsible, line.due.said, line.status) if said)
    recommendations.adopt(key, choices.adopted_on, "", actor, note=note)
    if line.state == KEPT:
        recommendations.close(key, choices.as_of, line.status, actor)
    elif line.state == DROPPED:
        recommendations.withdraw(key, choices.as_of, line.status, actor)
