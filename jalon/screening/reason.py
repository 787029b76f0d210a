"""A reason: a code, what it is about, and how many points it gave. Its sentence comes from a literal table.

Reasons speak of spellings and of dates, never of where a name is thought to come from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("fr", "en", "ar")

# Code → French, English, Arabic. Bidirectional isolates (U+2068 … U+2069) keep names whole inside an Arabic sentence.
SENTENCES: dict[str, dict[str, str]] = {
    "name": {"fr": "{pairs}", "en": "{pairs}", "ar": "{pairs}"},
    "name_different": {
        "fr": "noms différents : {query} / {listed}",
        "en": "different names: {query} / {listed}",
        "ar": "اسمان مختلفان: {query} / {listed}",
    },
    "name_left_over": {
        "fr": "parties de noms différentes : {query} / {listed}",
        "en": "parts of the names differ: {query} / {listed}",
        "ar": "أجزاء مختلفة من الاسمين: {query} / {listed}",
    },
    "name_missing_on_list": {
        "fr": "pas dans le nom inscrit : {query}",
        "en": "not in the listed name: {query}",
        "ar": "غير موجود في الاسم المدرج: {query}",
    },
    "name_missing_in_query": {
        "fr": "seulement dans le nom inscrit : {listed}",
        "en": "only in the listed name: {listed}",
        "ar": "في الاسم المدرج فقط: {listed}",
    },
    "name_weak": {
        "fr": "le nom inscrit est un alias peu sûr",
        "en": "the listed name is a weak alias",
        "ar": "الاسم المدرج لقب ضعيف الدلالة",
    },
    "day_same": {
        "fr": "même date de naissance : {listed}",
        "en": "same birth date: {listed}",
        "ar": "تاريخ الميلاد نفسه: {listed}",
    },
    "month_same": {
        "fr": "né le même mois : {query} / {listed} ; jour inconnu",
        "en": "born the same month: {query} / {listed}; day unknown",
        "ar": "مولود في الشهر نفسه: {query} / {listed}؛ اليوم غير معروف",
    },
    "day_month_swapped": {
        "fr": "jour et mois peut-être inversés : {query} / {listed}",
        "en": "day and month perhaps swapped: {query} / {listed}",
        "ar": "ربما انعكس اليوم والشهر: {query} / {listed}",
    },
    "first_january_same": {
        "fr": "même 1er janvier : {listed} ; souvent mis pour une année seule",
        "en": "same 1 January: {listed}; often written for a year alone",
        "ar": "نفس 1 يناير: {listed}؛ يُكتب غالباً حين لا تُعرف إلا السنة",
    },
    "year_same": {
        "fr": "né la même année : {listed} ; jour inconnu des deux côtés",
        "en": "born the same year: {listed}; day unknown on both sides",
        "ar": "مولود في السنة نفسها: {listed}؛ اليوم غير معروف في الجانبين",
    },
    "digit_differs": {
        "fr": "dates de naissance à un chiffre près : {query} / {listed}",
        "en": "birth dates one digit apart: {query} / {listed}",
        "ar": "تاريخا الميلاد يختلفان برقم واحد: {query} / {listed}",
    },
    "year_same_day_unknown": {
        "fr": "né la même année : {query} / {listed} ; jour inconnu d'un côté",
        "en": "born the same year: {query} / {listed}; day unknown on one side",
        "ar": "مولود في السنة نفسها: {query} / {listed}؛ اليوم غير معروف في أحد الجانبين",
    },
    "year_same_first_january": {
        "fr": "né la même année : {query} / {listed} ; le 1er janvier peut être mis pour l'année seule",
        "en": "born the same year: {query} / {listed}; 1 January may stand for the year alone",
        "ar": "مولود في السنة نفسها: {query} / {listed}؛ قد يعني 1 يناير السنة وحدها",
    },
    "years_near": {
        "fr": "années de naissance proches : {query} / {listed} ; date approximative",
        "en": "birth years close: {query} / {listed}; the date is approximate",
        "ar": "سنتا الميلاد متقاربتان: {query} / {listed}؛ التاريخ تقريبي",
    },
    "day_differs": {
        "fr": "même année de naissance, autre jour : {query} / {listed}",
        "en": "same birth year, another day: {query} / {listed}",
        "ar": "سنة الميلاد نفسها ويوم مختلف: {query} / {listed}",
    },
    "year_differs_little": {
        "fr": "autre année de naissance, proche : {query} / {listed}",
        "en": "different birth year, close: {query} / {listed}",
        "ar": "سنة ميلاد مختلفة لكنها قريبة: {query} / {listed}",
    },
    "year_differs": {
        "fr": "autre année de naissance : {query} / {listed}",
        "en": "different birth year: {query} / {listed}",
        "ar": "سنة ميلاد مختلفة: {query} / {listed}",
    },
    "nationality_same": {
        "fr": "même nationalité : {nationality}",
        "en": "same nationality: {nationality}",
        "ar": "الجنسية نفسها: {nationality}",
    },
    "nationality_differs": {
        "fr": "autre nationalité : {query} / {listed}",
        "en": "different nationality: {query} / {listed}",
        "ar": "جنسية مختلفة: {query} / {listed}",
    },
    "sex_same": {"fr": "même sexe : {sex}", "en": "same sex: {sex}", "ar": "الجنس نفسه: {sex}"},
    "sex_differs": {
        "fr": "autre sexe : {query} / {listed}",
        "en": "different sex: {query} / {listed}",
        "ar": "جنس مختلف: {query} / {listed}",
    },
    "document_same": {
        "fr": "même numéro de document : {number} ({state})",
        "en": "same document number: {number} ({state})",
        "ar": "رقم الوثيقة نفسه: {number} ({state})",
    },
    "document_state_unknown": {
        "fr": "même numéro de document : {number} ; État émetteur inconnu d'un côté",
        "en": "same document number: {number}; issuing State unknown on one side",
        "ar": "رقم الوثيقة نفسه: {number}؛ دولة الإصدار غير معروفة في أحد الجانبين",
    },
    "document_other_state": {
        "fr": "même numéro de document {number}, autre État émetteur : {query} / {listed}",
        "en": "same document number {number}, another issuing State: {query} / {listed}",
        "ar": "رقم الوثيقة نفسه {number}، ودولة إصدار أخرى: {query} / {listed}",
    },
}  # fmt: skip

# How a pair of name parts is said: the sign, then the rule in words.
RULES: dict[str, tuple[str, dict[str, str]]] = {
    "equal": ("=", {"fr": "", "en": "", "ar": ""}),
    "group": ("≈", {"fr": "graphies d'un même nom", "en": "spellings of one name", "ar": "صيغ كتابة لاسم واحد"}),
    "sound": ("~", {"fr": "se prononce pareil", "en": "sounds the same", "ar": "النطق نفسه"}),
    "consonants": ("~", {"fr": "mêmes consonnes", "en": "consonants agree", "ar": "الحروف الساكنة متوافقة"}),
    "similar": ("~", {"fr": "graphie proche", "en": "spelling", "ar": "كتابة متقاربة"}),
    "glued": ("~", {"fr": "collé ou séparé", "en": "glued or split", "ar": "موصول أو مفصول"}),
    "initial": ("~", {"fr": "initiale", "en": "initial", "ar": "حرف أول"}),
    "cut": ("~", {"fr": "tronqué", "en": "cut short", "ar": "مقتطع"}),
}

ISOLATE, END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Reason:
    """`weight` is in points (see `model`); the points of all reasons and the start add up to the score."""

    code: str
    parameters: dict[str, Any] = field(default_factory=dict)
    weight: float = 0.0

    def sentence(self, language: str = "fr") -> str:
        """In "fr", "en" or "ar"; another language gets English."""
        language = language if language in LANGUAGES else "en"
        mark = isolated if language == "ar" else str
        if self.code == "name":
            separator = "؛ " if language == "ar" else "; "
            return separator.join(pair_in_words(pair, language) for pair in self.parameters["pairs"])
        return SENTENCES[self.code][language].format(**{key: mark(value) for key, value in self.parameters.items()})

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "parameters": self.parameters, "weight": round(self.weight, 3)}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Reason:
        return cls(plain["code"], plain["parameters"], plain["weight"])


def pair_in_words(pair: list[str], language: str) -> str:
    """["Aminata", "Aminatou", "similar"] → "Aminata ~ Aminatou (spelling)"."""
    query, listed, rule = pair
    sign, words = RULES[rule]
    mark = isolated if language == "ar" else str
    said = f"{mark(query)} {sign} {mark(listed)}"
    return f"{said} ({words[language]})" if words[language] else said


def isolated(text: object) -> str:
    return f"{ISOLATE}{text}{END}"
