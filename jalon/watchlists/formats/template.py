"""The template of a national list, as CSV or XLSX, with headings in French, English or Arabic."""

from __future__ import annotations

import csv
import io

from jalon.watchlists.formats.listing import ACTIONS, CATEGORIES
from jalon.watchlists.formats.national import COLUMNS, MEASURE

# What each column takes; shown on the second sheet of the workbook and in docs/lists.md.
GUIDE: dict[str, dict[str, str]] = {
    "id": {
        "fr": "Obligatoire. Le même d’une édition à l’autre.",
        "en": "Required. The same from one edition to the next.",
        "ar": "إلزامي. يبقى هو نفسه من إصدار إلى آخر.",
    },
    "surname": {
        "fr": "Obligatoire (ou les prénoms).",
        "en": "Required (or the given names).",
        "ar": "إلزامي (أو الأسماء).",
    },
    "given_names": {"fr": "Tous les prénoms.", "en": "All given names.", "ar": "جميع الأسماء."},
    "aliases": {
        "fr": "Autres noms et autres graphies, séparés par des points-virgules.",
        "en": "Other names and spellings, parted by semicolons.",
        "ar": "أسماء وكتابات أخرى تفصل بينها فاصلة منقوطة.",
    },
    "birth_date": {
        "fr": "AAAA-MM-JJ, AAAA-MM, AAAA ou JJ/MM/AAAA.",
        "en": "YYYY-MM-DD, YYYY-MM, YYYY or DD/MM/YYYY.",
        "ar": "YYYY-MM-DD أو YYYY-MM أو YYYY أو DD/MM/YYYY.",
    },
    "nationality": {
        "fr": "Code à trois lettres (MLI) ou nom du pays.",
        "en": "Three-letter code (MLI) or the country's name.",
        "ar": "رمز من ثلاثة أحرف (MLI) أو اسم البلد.",
    },
    "sex": {"fr": "M, F ou X.", "en": "M, F or X.", "ar": "M أو F أو X."},
    "document_number": {
        "fr": "Numéro du document ; plusieurs séparés par des points-virgules.",
        "en": "The document's number; several parted by semicolons.",
        "ar": "رقم الوثيقة؛ تُفصل الأرقام بفاصلة منقوطة.",
    },
    "document_state": {
        "fr": "État qui a délivré le document.",
        "en": "State that issued the document.",
        "ar": "الدولة التي أصدرت الوثيقة.",
    },
    "document_type": {
        "fr": "passeport, carte d’identité, laissez-passer …",
        "en": "passport, national id, laissez-passer …",
        "ar": "جواز سفر، بطاقة هوية، …",
    },
    "authority": {
        "fr": "Obligatoire. Qui a décidé.",
        "en": "Required. Who decided.",
        "ar": "إلزامي. الجهة التي قررت.",
    },
    "decision_number": {
        "fr": "Obligatoire. Numéro de la décision.",
        "en": "Required. Number of the decision.",
        "ar": "إلزامي. رقم القرار.",
    },
    "legal_basis": {
        "fr": "Obligatoire. Texte sur lequel elle se fonde.",
        "en": "Required. The law it rests on.",
        "ar": "إلزامي. النص الذي يستند إليه.",
    },
    "action": {
        "fr": f"Obligatoire. {', '.join(ACTIONS)}. refuse et arrest demandent une confirmation.",
        "en": f"Required. {', '.join(ACTIONS)}. refuse and arrest need a confirmation.",
        "ar": f"إلزامي. {', '.join(ACTIONS)}. يحتاج refuse وarrest إلى تأكيد.",
    },
    "confirmation": {
        "fr": "Référence de la confirmation de l’autorité d’origine.",
        "en": "Reference of the originator's confirmation.",
        "ar": "مرجع تأكيد الجهة المصدرة.",
    },
    "telephone": {
        "fr": "Obligatoire. Permanence à appeler.",
        "en": "Required. Duty telephone to call.",
        "ar": "إلزامي. هاتف المناوبة.",
    },
    "expires": {
        "fr": "Obligatoire. AAAA-MM-JJ, un an au plus.",
        "en": "Required. YYYY-MM-DD, a year at most.",
        "ar": "إلزامي. YYYY-MM-DD، سنة على الأكثر.",
    },
    "category": {
        "fr": f"Pour protect : {', '.join(CATEGORIES)}.",
        "en": f"For protect: {', '.join(CATEGORIES)}.",
        "ar": f"مع protect: {', '.join(CATEGORIES)}.",
    },
}

CHOICES: dict[str, tuple[str, ...]] = {"sex": ("M", "F", "X"), "action": ACTIONS, "category": CATEGORIES}
SHEETS = {
    "fr": ("Inscriptions", "Mode d’emploi"),
    "en": ("Listings", "How to fill"),
    "ar": ("الإدراجات", "كيفية الملء"),
}
# Rows of the sheet that are prepared as text with their choices.
PREPARED_ROWS = 2_000


def as_csv(language: str = "fr") -> bytes:
    """The headings alone, in UTF-8 with the mark that spreadsheets look for, parted by semicolons as they expect."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerow(words[language] for words in COLUMNS.values())
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(language: str = "fr") -> bytes:
    """A sheet to fill, with choices where there are any, and a sheet that says what each column takes."""
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 2})
        required = book.add_format({"bold": True, "text_wrap": True, "bottom": 2, "bg_color": "#FFE9B8"})
        # Text, so that a spreadsheet neither eats leading zeros nor turns dates round.
        plain = book.add_format({"num_format": "@"})
        sheet, guide = (book.add_worksheet(name) for name in SHEETS[language])
        for place, (column, words) in enumerate(COLUMNS.items()):
            sheet.set_column(place, place, 20, plain)
            sheet.write_string(0, place, words[language], required if column in ("id", *MEASURE) else bold)
            guide.write_string(place, 0, words[language], bold)
            guide.write_string(place, 1, GUIDE[column][language])
            if column in CHOICES:
                sheet.data_validation(
                    1, place, PREPARED_ROWS, place, {"validate": "list", "source": list(CHOICES[column])}
                )
        sheet.freeze_panes(1, 1)
        guide.set_column(0, 0, 24)
        guide.set_column(1, 1, 80)
        if language == "ar":
            sheet.right_to_left()
            guide.right_to_left()
    return held.getvalue()
