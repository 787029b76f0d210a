"""What may be wrong in a machine readable zone: a stable code, the field, and a sentence in three languages."""

from __future__ import annotations

from typing import Any

ERROR, WARNING = "error", "warning"

FIELDS: dict[str, dict[str, str]] = {
    "mrz": {"en": "Machine readable zone", "fr": "Zone de lecture automatique", "ar": "منطقة القراءة الآلية"},
    "document_code": {"en": "Document code", "fr": "Code du document", "ar": "رمز الوثيقة"},
    "issuing_state": {"en": "Issuing State", "fr": "État émetteur", "ar": "الدولة المُصدِرة"},
    "primary_identifier": {"en": "Surname", "fr": "Nom", "ar": "اللقب"},
    "secondary_identifier": {"en": "Given names", "fr": "Prénoms", "ar": "الأسماء"},
    "document_number": {"en": "Document number", "fr": "Numéro du document", "ar": "رقم الوثيقة"},
    "nationality": {"en": "Nationality", "fr": "Nationalité", "ar": "الجنسية"},
    "birth_date": {"en": "Date of birth", "fr": "Date de naissance", "ar": "تاريخ الميلاد"},
    "sex": {"en": "Sex", "fr": "Sexe", "ar": "الجنس"},
    "expiry_date": {"en": "Date of expiry", "fr": "Date d’expiration", "ar": "تاريخ الانتهاء"},
    "optional_data": {"en": "Optional data", "fr": "Données facultatives", "ar": "البيانات الاختيارية"},
    "optional_data_2": {
        "en": "Optional data (second line)",
        "fr": "Données facultatives (deuxième ligne)",
        "ar": "البيانات الاختيارية (السطر الثاني)",
    },
    "composite": {"en": "Whole zone (composite)", "fr": "Ensemble de la zone", "ar": "المنطقة بأكملها"},
}

# code: (severity, sentence by language). `{field}` is the field's name, the rest are the problem's parameters.
PROBLEMS: dict[str, tuple[str, dict[str, str]]] = {
    "format_unknown": (
        ERROR,
        {
            "en": "{field}: these are not the lines of a travel document. Read: {lengths} characters; "
            "expected: 2 lines of 44, 2 of 36 or 3 of 30. Read the document again.",
            "fr": "{field} : ce ne sont pas les lignes d’un document de voyage. Lu : {lengths} caractères ; "
            "attendu : 2 lignes de 44, 2 de 36 ou 3 de 30. Relisez le document.",
            "ar": "{field}: هذه ليست أسطر وثيقة سفر. المقروء: {lengths} حرفاً؛ "
            "المتوقع: سطران من 44 أو سطران من 36 أو ثلاثة من 30. أعد قراءة الوثيقة.",
        },
    ),
    "character_not_allowed": (
        ERROR,
        {
            "en": "{field}: “{character}” cannot stand there (first at line {line}, position {column}).",
            "fr": "{field} : « {character} » n’y a pas sa place (d’abord ligne {line}, position {column}).",
            "ar": "{field}: لا يجوز أن يرد فيه «{character}» (أول موضع: السطر {line}، الموضع {column}).",
        },
    ),
    "check_digit_wrong": (
        ERROR,
        {
            "en": "{field}: the check digit does not agree (read {read}, expected {expected}).",
            "fr": "{field} : le chiffre de contrôle ne concorde pas (lu {read}, attendu {expected}).",
            "ar": "{field}: رقم التحقق غير مطابق (المقروء {read}، المتوقع {expected}).",
        },
    ),
    "document_code_not_allowed": (
        ERROR,
        {
            "en": "{field}: “{read}” is not allowed on a document of this size ({type}).",
            "fr": "{field} : « {read} » n’est pas admis sur un document de ce format ({type}).",
            "ar": "{field}: الرمز «{read}» غير مسموح به في وثيقة بهذا الحجم ({type}).",
        },
    ),
    "state_unknown": (
        ERROR,
        {
            "en": "{field}: “{read}” is not a code of ICAO Doc 9303 or ISO 3166-1.",
            "fr": "{field} : « {read} » n’est pas un code du Doc 9303 de l’OACI ni d’ISO 3166-1.",
            "ar": "{field}: «{read}» ليس رمزاً من رموز وثيقة الإيكاو 9303 ولا ISO 3166-1.",
        },
    ),
    "state_missing": (
        ERROR,
        {
            "en": "{field}: no code is given; 9303 asks for one (XXX where it is unspecified).",
            "fr": "{field} : aucun code n’est donné ; le Doc 9303 en exige un (XXX si non précisé).",
            "ar": "{field}: لا يوجد رمز؛ وثيقة 9303 تشترطه (XXX إذا لم يُحدَّد).",
        },
    ),
    "state_former": (
        WARNING,
        {
            "en": "{field}: “{read}” is a withdrawn code; look at the document’s date.",
            "fr": "{field} : « {read} » est un code retiré ; voyez la date du document.",
            "ar": "{field}: «{read}» رمز ملغى؛ تحقق من تاريخ الوثيقة.",
        },
    ),
    "name_missing": (
        ERROR,
        {
            "en": "{field}: no name stands where 9303 asks for one.",
            "fr": "{field} : aucun nom ne figure là où le Doc 9303 en exige un.",
            "ar": "{field}: لا يوجد اسم حيث تشترطه وثيقة 9303.",
        },
    ),
    "name_separator_repeated": (
        WARNING,
        {
            "en": "{field}: the double filler stands more than once; compare the names with the printed page.",
            "fr": "{field} : le double chevron figure plus d’une fois ; comparez les noms avec la page imprimée.",
            "ar": "{field}: تكرر الفاصل المزدوج؛ قارن الأسماء بالصفحة المطبوعة.",
        },
    ),
    "document_number_missing": (
        ERROR,
        {
            "en": "{field}: the document has no number.",
            "fr": "{field} : le document n’a pas de numéro.",
            "ar": "{field}: لا يوجد رقم للوثيقة.",
        },
    ),
    "date_impossible": (
        ERROR,
        {
            "en": "{field}: “{read}” is not a date (year, month, day).",
            "fr": "{field} : « {read} » n’est pas une date (année, mois, jour).",
            "ar": "{field}: «{read}» ليس تاريخاً (سنة، شهر، يوم).",
        },
    ),
    "sex_not_allowed": (
        ERROR,
        {
            "en": "{field}: “{read}” is none of M, F, X and <.",
            "fr": "{field} : « {read} » n’est ni M, ni F, ni X, ni <.",
            "ar": "{field}: «{read}» ليس M ولا F ولا X ولا <.",
        },
    ),
    # Only when writing.
    "format_not_known": (
        ERROR,
        {
            "en": "{field}: there is no format “{read}”; choose TD1, TD2, TD3, MRVA or MRVB.",
            "fr": "{field} : il n’y a pas de format « {read} » ; choisissez TD1, TD2, TD3, MRVA ou MRVB.",
            "ar": "{field}: لا يوجد نسق «{read}»؛ اختر TD1 أو TD2 أو TD3 أو MRVA أو MRVB.",
        },
    ),
    "value_too_long": (
        ERROR,
        {
            "en": "{field}: “{read}” is longer than the {width} characters there is room for.",
            "fr": "{field} : « {read} » dépasse les {width} caractères disponibles.",
            "ar": "{field}: «{read}» أطول من {width} حرفاً متاحاً.",
        },
    ),
    "value_not_allowed": (
        ERROR,
        {
            "en": "{field}: “{read}” cannot be written in a machine readable zone.",
            "fr": "{field} : « {read} » ne peut être écrit dans une zone de lecture automatique.",
            "ar": "{field}: لا يمكن كتابة «{read}» في منطقة القراءة الآلية.",
        },
    ),
}

REPAIR_SENTENCE: dict[str, str] = {
    "en": "{field}, line {line}, position {column}: read “{read}”, perhaps “{proposed}”; "
    "every check digit then agrees.",
    "fr": "{field}, ligne {line}, position {column} : lu « {read} », peut-être « {proposed} » ; tous les chiffres "
    "de contrôle concordent alors.",
    "ar": "{field}، السطر {line}، الموضع {column}: المقروء «{read}»، ولعله «{proposed}»؛ "
    "وعندئذ تتطابق كل أرقام التحقق.",
}


def _fill(template: str, language: str, field: str, values: dict[str, Any]) -> str:
    if language == "ar":  # MRZ characters keep their own direction inside the sentence (Unicode LRI … PDI)
        values = {name: f"\u2066{value}\u2069" for name, value in values.items()}
    return template.format(field=FIELDS[field][language], **values)


class Problem:
    """One thing wrong: `code` (a key of `PROBLEMS`), `field` (a key of `FIELDS`) and the sentence's parameters."""

    __slots__ = ("code", "field", "parameters")

    def __init__(self, code: str, field: str, **parameters: Any) -> None:
        self.code = code
        self.field = field
        self.parameters = parameters

    @property
    def severity(self) -> str:
        """ "error", or "warning" for what leaves a document valid."""
        return PROBLEMS[self.code][0]

    def sentence(self, language: str = "en") -> str:
        """For the officer, in "fr", "en" or "ar"."""
        return _fill(PROBLEMS[self.code][1][language], language, self.field, self.parameters)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return (self.code, self.field, self.parameters) == (other.code, other.field, other.parameters)

    def __hash__(self) -> int:
        return hash((self.code, self.field))

    def __repr__(self) -> str:
        return f"Problem({self.code!r}, {self.field!r}, {self.parameters!r})"


class Repair:
    """A proposal, never applied by itself: put `proposed` for the `read` character at this line and column (from 1)."""

    __slots__ = ("column", "field", "line", "proposed", "read")

    def __init__(self, line: int, column: int, field: str, read: str, proposed: str) -> None:
        self.line = line
        self.column = column
        self.field = field
        self.read = read
        self.proposed = proposed

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("line", "column", "field", "read", "proposed")}

    def sentence(self, language: str = "en") -> str:
        """For the officer, in "fr", "en" or "ar"."""
        values = self.as_dict()
        field = values.pop("field")
        return _fill(REPAIR_SENTENCE[language], language, field, values)

    def __eq__(self, other: object) -> bool:
        return self.as_dict() == other.as_dict() if isinstance(other, Repair) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.line, self.column, self.proposed))

    def __repr__(self) -> str:
        return f"Repair({self.line}, {self.column}, {self.field!r}, {self.read!r}, {self.proposed!r})"
