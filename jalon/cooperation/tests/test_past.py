"""Recommendations of earlier meetings, from the tables they live in."""

from datetime import date

import pytest

from jalon.apart.office_tables import tables_of
from jalon.apart.tests.test_office_tables import docx, p, tbl, tc, tr
from jalon.cooperation import forums, past, standing
from jalon.cooperation.models import Recommendation
from jalon.cooperation.past import ADOPTED, DROPPED, KEPT, Choices, Layout
from jalon.journal.node import this_node

FOUNDED = date(2025, 1, 5)
DALIA = "dalia"
NAME = "Recommandations_Nouakchott.docx"
CHOICES = Choices(date(2025, 11, 30), date(2026, 6, 1), "regional", "security")


@pytest.fixture
def forum(node, settings):
    settings.JALON_TIER = "forum"
    forums.found({"fr": "Forum", "en": "Forum", "ar": "منتدى"}, "regional", FOUNDED, DALIA, host="MRT")
    here = this_node().id
    for code in ("MLI", "NER", "MRT"):
        forums.add_party(here, code, "state", {}, FOUNDED, DALIA)
    forums.add_party(here, "iom", "agency", {"fr": "OIM", "en": "IOM"}, FOUNDED, DALIA)
    return here


def row(*cells):
    return tr(*map(tc, cells))


MINUTES = docx(
    p("Participants"),
    tbl(row("Pays", "Nombre"), row("Mali", "4")),
    p("Recommandations"),
    tbl(
        row("N°", "Recommandations", "Responsables", "Échéance", "État de mise en œuvre", "Moyens de vérification"),
        tr(tc("Mobilité des personnes", span=6)),
        row("1", "Ouvrir les postes la nuit", "Mali, Niger", "T3 2026", "En cours", "Arrêté publié"),
        row("2.", "Un reçu pour chaque taxe", "Tous les États membres", "en continu", "Réalisée (100 %)", ""),
        row("N°", "Recommandations", "Responsables", "Échéance", "État de mise en œuvre", "Moyens de vérification"),
        tr(tc("Équipement", span=6)),
        row("3", "Un lecteur dans chaque poste", "Nigéria", "prochaine réunion", "", ""),
        row("3", "Former les agents", "OIM et Mauritanie", "fin 2026", "abandonnée", ""),
        row("4", "Former les agents", "MLI", "", "non réalisée", ""),
        row("", "", "", "", "", ""),
    ),
)


def read(forum, choices=CHOICES, content=MINUTES, name=NAME):
    tables = tables_of(content)
    return past.lines(tables, past.proposed(tables), name, choices, forum)


def test_the_columns_are_proposed_by_their_headings():
    layout = past.proposed(tables_of(MINUTES))
    assert layout == Layout(1, 0, {0: "number", 1: "text", 2: "responsible", 3: "due", 4: "status", 5: "indicator"})


HEADINGS = {
    "English": (["No.", "Recommendation", "Responsible", "Deadline", "Status", "Indicators"], [*past.FIELDS[:6]]),
    "Arabic": (["الرقم", "التوصيات", "الجهة المسؤولة", "الآجال", "مستوى التنفيذ", "المؤشر"], [*past.FIELDS[:6]]),
    "others": (
        [
            "Axe",
            "Réf.",
            "Intitulé de la résolution",
            "Délai d’exécution",
            "Structure(s) responsable(s)",
            "Observations",
        ],
        ["theme", "number", "text", "due", "responsible"],
    ),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_in_three_languages(name):
    cells, fields = HEADINGS[name]
    assert list(past.proposed(tables_of(docx(tbl(row(*cells), row(*"123456"))))).columns.values()) == fields


def test_rows_are_shown_with_what_is_wrong(forum):
    found = read(forum)
    assert [(one.row, one.number, one.theme, one.binds, one.due.kind, one.state) for one in found] == [
        (3, "1", "mobility", ("MLI", "NER"), "day", ADOPTED),
        (4, "2", "mobility", ("MLI", "MRT", "NER"), "ongoing", KEPT),
        (7, "3", "equipment", (), "not_understood", ADOPTED),
        (8, "3", "equipment", ("iom", "MRT"), "day", DROPPED),
        (9, "4", "equipment", ("MLI",), "open", ADOPTED),
    ]
    assert found[0].deliverable == "Arrêté publié" and found[0].due.day == date(2026, 9, 30)
    assert [[(wrong.field, wrong.code, wrong.said) for wrong in one.problems] for one in found] == [
        [],
        [],
        [("responsible", "nobody_known", "Nigéria")],
        [("number", "number_twice", "7")],
        [],
    ]
    assert past.unknown(found) == ["Nigéria"]


@pytest.mark.both
def test_they_are_recorded_with_their_state_and_the_same_file_makes_nothing_twice(forum):
    choices = Choices(date(2025, 11, 30), date(2026, 6, 1), "regional", "security", who={"nigeria": ("NER",)})
    keys, refused = past.record(read(forum, choices), choices, forum, DALIA)
    assert refused == [] and len(keys) == 4
    stand = {one.number: one for one in standing.standing(forum)}
    assert {number: one.state for number, one in stand.items()} == {
        "1": "adopted",
        "2": "closed",
        "3": "adopted",
        "4": "adopted",
    }
    assert (stand["1"].source, stand["1"].due, stand["1"].texts) == (
        "earlier", date(2026, 9, 30), {"fr": "Ouvrir les postes la nuit"},
    )  # fmt: skip
    assert stand["1"].source_ref == f"{NAME}, Recommandations, 3"
    assert (stand["1"].proof, stand["1"].deliverable) == ("deliverable", {"fr": "Arrêté publié"})
    assert stand["2"].due is None and "en continu" in stand["3"].note + stand["2"].note + str(
        standing.story(stand["2"].key)
    )
    assert stand["2"].state_on == date(2026, 6, 1) and stand["2"].adopted_on == date(2025, 11, 30)
    for name in (NAME, "copie.docx"):
        again = read(forum, choices, name=name)
        assert all(one.here for one in again)
        assert past.record(again, choices, forum, DALIA) == ([], [])
    assert Recommendation.objects.count() == 4


def test_one_that_was_put_and_not_finished_is_finished(forum, monkeypatch):
    monkeypatch.setattr(past, "_tell", lambda *asked: None)
    keys, _refused = past.record(read(forum)[:1], CHOICES, forum, DALIA)
    assert standing.one(keys[0]).state == "proposed"
    monkeypatch.undo()
    assert past.record(read(forum)[:1], CHOICES, forum, DALIA) == ([], [])
    assert standing.one(keys[0]).state == "adopted"


def test_numbers_of_two_meetings_are_told_apart_by_a_prefix(forum):
    past.record(read(forum)[:1], CHOICES, forum, DALIA)
    other = docx(tbl(row("N°", "Recommandation", "Responsable"), row("1", "Autre chose", "Mali")))
    (line,) = read(forum, content=other, name="Bamako.docx")
    assert [one.code for one in line.problems] == ["number_taken"]
    choices = Choices(date(2025, 1, 30), date(2026, 6, 1), "regional", "security", prefix="BKO-")
    (line,) = read(forum, choices, other, "Bamako.docx")
    assert line.problems == [] and line.number == "BKO-1"


PARTIES = {
    "Mali et Niger": ["MLI", "NER"],
    "NER / MLI": ["NER", "MLI"],
    "Nigeria": [],
    "مالي والنيجر": ["MLI", "NER"],
    "جميع الدول": ["MLI", "MRT", "NER"],
    "Direction de la police (Mauritanie)": ["MRT"],
    "IOM": ["iom"],
    "": [],
    "Partenaires": [],
}


@pytest.mark.parametrize("said", PARTIES)
def test_parties_are_known_by_name_or_code(forum, said):
    assert past.parties_in(said, forums.parties(forum)) == PARTIES[said]


SAID = {
    "Réalisé": KEPT, "Mise en oeuvre": KEPT, "100 %": KEPT, "Done": KEPT, "منجزة": KEPT, "75 %": ADOPTED,
    "Non réalisé": ADOPTED, "En cours de réalisation": ADOPTED, "Partiellement réalisé": ADOPTED,
    "قيد التنفيذ": ADOPTED, "لم تنجز": ADOPTED, "": ADOPTED, "Annulée": DROPPED, "ملغاة": DROPPED, "Withdrawn": DROPPED,
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_what_a_file_says_of_a_state(said):
    assert past.state_of(said) == SAID[said]
