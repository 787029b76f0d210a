"""Dates as minutes of meetings write them: “fin 2026”, “T3 2026”, “juin 2026”, “six mois”, “en continu”, in three
languages. What is understood is the last day of what was said; what is not is left open, and said to be."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from jalon.apart.small_table import plain

LONGEST = 200  # signs of a deadline that are read
DAY, ONGOING, OPEN, NOT_UNDERSTOOD = "day", "ongoing", "open", "not_understood"

MONTHS = {
    1: ("janvier", "january", "jan", "janv", "يناير", "كانون الثاني", "جانفي"),
    2: ("fevrier", "february", "feb", "fev", "fevr", "فبراير", "شباط", "فيفري"),
    3: ("mars", "march", "mar", "مارس", "اذار"),
    4: ("avril", "april", "apr", "avr", "ابريل", "نيسان", "افريل"),
    5: ("mai", "may", "مايو", "ايار", "ماي"),
    6: ("juin", "june", "jun", "يونيو", "حزيران", "جوان", "يونيه"),
    7: ("juillet", "july", "jul", "juil", "يوليو", "تموز", "جويلية", "يوليوز"),
    8: ("aout", "august", "aug", "اغسطس", "اب", "اوت", "غشت"),
    9: ("septembre", "september", "sep", "sept", "سبتمبر", "ايلول", "شتنبر"),
    10: ("octobre", "october", "oct", "اكتوبر", "تشرين الاول"),
    11: ("novembre", "november", "nov", "نوفمبر", "تشرين الثاني", "نونبر"),
    12: ("decembre", "december", "dec", "ديسمبر", "كانون الاول", "دجنبر"),
}
MONTH = {name: number for number, names in MONTHS.items() for name in names}
ORDINALS = {
    1: ("1", "1er", "1ere", "1st", "i", "premier", "premiere", "first", "الاول"),
    2: ("2", "2e", "2eme", "2nd", "ii", "deuxieme", "second", "الثاني"),
    3: ("3", "3e", "3eme", "3rd", "iii", "troisieme", "third", "الثالث"),
    4: ("4", "4e", "4eme", "4th", "iv", "quatrieme", "fourth", "الرابع"),
}
ORDINAL = {name: number for number, names in ORDINALS.items() for name in names}
FOR_EVER = (
    "continu", "permanent", "regulier", "periodique", "chaque annee", "annuel", "sans delai",
    "ongoing", "continuous", "permanently", "regularly", "every year",
    "مستمر", "مستمرة", "دائم", "دائمة", "بصفة مستمرة", "سنويا", "باستمرار",
)  # fmt: skip
NOTHING = (
    "",
    "-",
    "–",
    "—",
    "nd",
    "n d",
    "na",
    "n a",
    "neant",
    "tbd",
    "a determiner",
    "a definir",
    "يحدد لاحقا",
    "لا شيء",
)
NUMBERS = {
    "un": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4, "cinq": 5, "five": 5,
    "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9, "dix": 10, "ten": 10, "douze": 12,
    "twelve": 12, "dix huit": 18, "eighteen": 18, "vingt quatre": 24, "ثلاثة": 3, "ستة": 6, "تسعة": 9, "سنة": 12,
}  # fmt: skip
ARABIC = str.maketrans("٠١٢٣٤٥٦٧٨٩أإآى", "0123456789اااي")
YEAR = r"(20\d\d)"
_QUARTER = r"(?:t|q|trim\w*|quarter|الربع|الثلاثي)"
_HALF = r"(?:s|h|semestre|half|السداسي|النصف)"
_WORDS = "|".join(sorted(map(re.escape, ORDINAL), key=len, reverse=True))
_MONTHS = "|".join(sorted(map(re.escape, MONTH), key=len, reverse=True))
_UNITS = {
    "mois": 1,
    "months": 1,
    "month": 1,
    "اشهر": 1,
    "شهر": 1,
    "شهرا": 1,
    "ans": 12,
    "an": 12,
    "years": 12,
    "year": 12,
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind`: DAY with the day; ONGOING (without end); OPEN (nothing was said); NOT_UNDERSTOOD. `said` as written."""

    kind: str
    day: date | None
    said: str


def understood(said: str, from_day: date) -> Deadline:
    """What a deadline means. `from_day`: from when “in six months” counts."""
    text = _simple(said)
    if text in NOTHING:
        return Deadline(OPEN, None, said.strip())
    day = _day(text, from_day)
    if day is not None:
        return Deadline(DAY, day, said.strip())
    if any(re.search(rf"(?<!\w){re.escape(_simple(word))}", text) for word in FOR_EVER):
        return Deadline(ONGOING, None, said.strip())
    return Deadline(NOT_UNDERSTOOD, None, said.strip())


def _simple(said: str) -> str:
    text = plain(said[:LONGEST].translate(ARABIC)).translate(ARABIC)
    return " ".join(re.sub(r"[,;:()’'«»\"]+", " ", text).split())


def _day(text: str, from_day: date) -> date | None:
    for reading in (_written_out, _named_day, _part_of_a_year, _month, _span, _year):
        if (found := reading(text, from_day)) is not None:
            return found
    return None


def _written_out(text: str, _from: date) -> date | None:
    """2026-06-30, 30/06/2026: the last of them."""
    found = [(int(y), int(m), int(d)) for y, m, d in re.findall(rf"{YEAR}-(\d{{1,2}})-(\d{{1,2}})", text)]
    found += [(int(y), int(m), int(d)) for d, m, y in re.findall(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{YEAR}", text)]
    days = [day for parts in found if (day := _date(*parts)) is not None]
    return max(days, default=None)


def _named_day(text: str, _from: date) -> date | None:
    """30 juin 2026, 1er juin 2026, June 30 2026."""
    ours = re.findall(rf"(?<!\d)(\d{{1,2}})(?:er|st|nd|rd|th)? ({_MONTHS})\.? {YEAR}", text)
    english = re.findall(rf"(?<!\w)({_MONTHS})\.? (\d{{1,2}})(?:st|nd|rd|th)? {YEAR}", text)
    found = [_date(int(year), MONTH[month], int(day)) for day, month, year in ours]
    found += [_date(int(year), MONTH[month], int(day)) for month, day, year in english]
    return max((day for day in found if day), default=None)


def _part_of_a_year(text: str, _from: date) -> date | None:
    """T3 2026, Q3/2026, 3e trimestre 2026, premier semestre 2026, الربع الثالث من 2026."""
    found = []
    for what, months in ((_QUARTER, 3), (_HALF, 6)):
        between = r"(?: de| of| من| سنة| عام| l annee| the)*[ /-]*"
        for one in (
            rf"(?<!\w){what}[ -]?({_WORDS}){between}{YEAR}",
            rf"(?<!\w)({_WORDS}) ?{what}{between}{YEAR}",
        ):
            found += [_end(int(year), min(12, ORDINAL[number] * months)) for number, year in re.findall(one, text)]
        backwards = rf"{YEAR}[ /-]*{what}[ -]?({_WORDS})(?!\w)"
        found += [_end(int(year), min(12, ORDINAL[number] * months)) for year, number in re.findall(backwards, text)]
    return max(found, default=None)


def _month(text: str, _from: date) -> date | None:
    """juin 2026, fin juin 2026, mi-juin 2026, 06/2026: the last day of it, the 15th of its middle."""
    found = []
    for before, month, year in re.findall(rf"((?:mi|mid|منتصف)[ -]*)?(?<!\w)(?<!\d )({_MONTHS})\.?[ /-]+{YEAR}", text):
        found.append(date(int(year), MONTH[month], 15) if before else _end(int(year), MONTH[month]))
    for month, year in re.findall(rf"(?<![\d/.-])(\d{{1,2}})[/.-]{YEAR}", text):
        if 1 <= int(month) <= 12:
            found.append(_end(int(year), int(month)))
    return max(found, default=None)


def _span(text: str, from_day: date) -> date | None:
    """six mois, dans 12 mois, 2 ans, within 6 months, خلال 6 أشهر: from the day of adoption."""
    words = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
    found = re.search(rf"(?<!\w)(\d{{1,2}}|{words})[ -]+({'|'.join(_UNITS)})(?!\w)", text)
    if found is None or re.search(r"tou(s|tes) les|every|chaque|كل", text):
        return None
    number = int(found[1]) if found[1].isdecimal() else NUMBERS[found[1]]
    month = from_day.month - 1 + number * _UNITS[found[2]]
    year, month = from_day.year + month // 12, month % 12 + 1
    return date(year, month, min(from_day.day, calendar.monthrange(year, month)[1]))


def _year(text: str, _from: date) -> date | None:
    """2026, fin 2026, 2026-2027: the last day; mi-2026: the end of June; début 2026: of March."""
    years = re.findall(rf"(?<!\d){YEAR}(?!\d)", text)
    if not years or re.search(
        r"[^\W\d]{4,}",
        re.sub(r"courant|annee|avant|year|before|fin|debut|early|during|متوسط|منتصف|نهاية|بداية|سنة|عام|قبل", "", text),
    ):
        return None
    month = 6 if re.search(r"(?<!\w)(mi|mid|منتصف)(?!\w)", text) else 3 if re.search(r"debut|early|بداية", text) else 12
    return _end(int(max(years)), month)


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
