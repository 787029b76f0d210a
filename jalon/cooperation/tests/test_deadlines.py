"""Dates as minutes write them, in three languages."""

from datetime import date

import pytest

from jalon.cooperation.deadlines import DAY, NOT_UNDERSTOOD, ONGOING, OPEN, understood

ADOPTED = date(2025, 11, 30)
SAID = {
    "2026-06-30": date(2026, 6, 30),
    "30/06/2026": date(2026, 6, 30),
    "30 juin 2026": date(2026, 6, 30),
    "Avant le 1er juillet 2026": date(2026, 7, 1),
    "June 30, 2026": date(2026, 6, 30),
    "juin 2026": date(2026, 6, 30),
    "Fin février 2028": date(2028, 2, 29),
    "mi-juin 2026": date(2026, 6, 15),
    "juin à décembre 2026": date(2026, 12, 31),
    "06/2026": date(2026, 6, 30),
    "fin 2026": date(2026, 12, 31),
    "2026": date(2026, 12, 31),
    "2026-2027": date(2027, 12, 31),
    "courant 2026": date(2026, 12, 31),
    "début 2026": date(2026, 3, 31),
    "mi-2026": date(2026, 6, 30),
    "T3 2026": date(2026, 9, 30),
    "3e trimestre 2026": date(2026, 9, 30),
    "Troisième trimestre de l’année 2026": date(2026, 9, 30),
    "Q1/2027": date(2027, 3, 31),
    "2026 T4": date(2026, 12, 31),
    "1er semestre 2026": date(2026, 6, 30),
    "six mois": date(2026, 5, 30),
    "Dans un délai de 3 mois": date(2026, 2, 28),
    "within 12 months": date(2026, 11, 30),
    "2 ans": date(2027, 11, 30),
    "يونيو 2026": date(2026, 6, 30),
    "نهاية ٢٠٢٦": date(2026, 12, 31),
    "الربع الثالث من 2026": date(2026, 9, 30),
    "خلال 6 أشهر": date(2026, 5, 30),
    "en continu": ONGOING,
    "Permanent": ONGOING,
    "Ongoing": ONGOING,
    "مستمر": ONGOING,
    "": OPEN,
    "—": OPEN,
    "À déterminer": OPEN,
    "prochaine réunion": NOT_UNDERSTOOD,
    "court terme": NOT_UNDERSTOOD,
    "après la conférence de 2026 des ministres": NOT_UNDERSTOOD,
    "31 février 2026 ou ensuite": NOT_UNDERSTOOD,
    "tous les 6 mois": NOT_UNDERSTOOD,
}


@pytest.mark.parametrize("said", SAID)
def test_what_a_deadline_means(said):
    found, expected = understood(said, ADOPTED), SAID[said]
    assert (found.day or found.kind) == expected and found.said == said
    assert (found.kind == DAY) == isinstance(expected, date)
