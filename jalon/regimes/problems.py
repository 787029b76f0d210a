"""What can be wrong with a rule set: a code a line, in French, English and Arabic."""

from __future__ import annotations

from dataclasses import dataclass

PROBLEMS: dict[str, dict[str, str]] = {
    "file_missing": {
        "fr": "ce fichier manque ou n’est pas lisible ; remettez-le dans le dossier du jeu de règles.",
        "en": "this file is missing or cannot be read; put it back into the folder of the rule set.",
        "ar": "هذا الملف غير موجود أو لا يُقرأ؛ أعده إلى مجلد مجموعة القواعد.",
    },
    "not_json": {
        "fr": "ce fichier n’est pas du JSON (ligne {value}) ; corrigez la virgule, le guillemet ou l’accolade.",
        "en": "this file is not JSON (line {value}); mend the comma, quotation mark or brace.",
        "ar": "هذا الملف ليس بصيغة JSON (السطر {value})؛ صحّح الفاصلة أو علامة الاقتباس أو القوس.",
    },
    "not_rows": {
        "fr": "il faut ici {value}.",
        "en": "{value} is expected here.",
        "ar": "المنتظر هنا: {value}.",
    },
    "field_unknown": {
        "fr": "le champ « {value} » n’est pas connu ; vérifiez l’orthographe.",
        "en": "there is no field “{value}”; check the spelling.",
        "ar": "لا يوجد حقل باسم «{value}»؛ تحقق من كتابته.",
    },
    "field_missing": {
        "fr": "le champ « {value} » manque.",
        "en": "the field “{value}” is missing.",
        "ar": "الحقل «{value}» ناقص.",
    },
    "code_unknown": {
        "fr": "« {value} » n’est pas un code connu ici ; vérifiez dans docs/regimes.md.",
        "en": "“{value}” is no code known here; see docs/regimes.md.",
        "ar": "«{value}» ليس رمزًا معروفًا هنا؛ انظر docs/regimes.md.",
    },
    "date_wrong": {
        "fr": "« {value} » n’est pas une date ; écrivez 2026-11-25.",
        "en": "“{value}” is no date; write 2026-11-25.",
        "ar": "«{value}» ليس تاريخًا؛ اكتب 2026-11-25.",
    },
    "ends_before": {
        "fr": "la période finit avant de commencer.",
        "en": "the period ends before it begins.",
        "ar": "تنتهي المدة قبل أن تبدأ.",
    },
    "number_wrong": {
        "fr": "« {value} » n’est pas un nombre possible ici.",
        "en": "“{value}” is no number that can stand here.",
        "ar": "«{value}» ليس عددًا ممكنًا هنا.",
    },
    "stay_wrong": {
        "fr": "un séjour limité dit ses jours et « entry », ou « window » et une fenêtre plus longue que les jours.",
        "en": "a limited stay gives its days and “entry”, or “window” and a window longer than the days.",
        "ar": "الإقامة المحدودة تذكر أيامها مع «entry»، أو «window» مع نافذة أطول من الأيام.",
    },
    "sentence_missing": {
        "fr": "il faut une phrase dans chaque langue ; il manque : {value}.",
        "en": "a sentence is needed in each language; missing: {value}.",
        "ar": "لا بد من جملة بكل لغة؛ الناقص: {value}.",
    },
    "twice": {
        "fr": "« {value} » s’y trouve deux fois ; chaque code n’a qu’une ligne.",
        "en": "“{value}” stands there twice; each code has one row.",
        "ar": "«{value}» مكرر؛ لكل رمز سطر واحد.",
    },
    "member_twice": {
        "fr": "{value} y est membre deux fois le même jour ; corrigez les périodes.",
        "en": "{value} is a member twice on the same day; mend the periods.",
        "ar": "{value} عضو مرتين في اليوم نفسه؛ صحّح المدد.",
    },
    "tie": {
        "fr": "elle vaut autant que « {value} » pour une même question le {day} ; "
        "restreignez l’une des deux ou fermez sa période.",
        "en": "it applies as much as “{value}” to one and the same question on {day}; "
        "narrow one of the two or end its period.",
        "ar": "تنطبق بقدر ما تنطبق «{value}» على السؤال نفسه يوم {day}؛ ضيّق إحداهما أو أنهِ مدتها.",
    },
    "gap": {
        "fr": "rien ne vaut pour les mêmes voyageurs du {day} au {value} ; joignez les périodes.",
        "en": "nothing applies to the same travellers from {day} to {value}; join the periods.",
        "ar": "لا شيء ينطبق على المسافرين أنفسهم من {day} إلى {value}؛ صِل بين المدد.",
    },
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `code` (a key of `PROBLEMS`), the file, the row or rule, and the sentence's parameters."""

    code: str
    file: str
    where: str = ""
    value: str = ""
    day: str = ""

    def sentence(self, language: str = "en") -> str:
        """For the writer of rules: the place, what is wrong, what to do."""
        place = f"{self.file}, {self.where}" if self.where else self.file
        return f"{place}: {PROBLEMS[self.code][language].format(value=self.value, day=self.day)}"


class RulesUnusable(ValueError):
    """The rule set cannot be relied on. `problems` says all that is wrong with it, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.sentence() for problem in problems))
        self.problems = problems
