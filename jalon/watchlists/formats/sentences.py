"""What a list reader has to say to people: one literal table, a code a line, in French, English and Arabic.

A sentence says what is wrong and what to do. Where it happened (file, row, field) stands beside it: `where`.
"""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("fr", "en", "ar")

# Longest piece of a file that is repeated in a sentence.
LONGEST_QUOTE = 60
# Of the headings of a table, so that all those of the template find room.
LONGEST_HEADINGS = 300

SENTENCES: dict[str, dict[str, str]] = {
    # The whole file cannot be read.
    "missing_file": {
        "fr": "ce fichier n’existe pas ; vérifiez son nom et son dossier.",
        "en": "there is no such file; check its name and folder.",
        "ar": "هذا الملف غير موجود؛ تحقّق من اسمه ومجلّده.",
    },
    "not_readable": {
        "fr": "ce fichier ne peut pas être ouvert ({reason}).",
        "en": "this file cannot be opened ({reason}).",
        "ar": "لا يمكن فتح هذا الملف ({reason}).",
    },
    "no_file": {
        "fr": "aucun fichier n’est donné ; nommez les fichiers d’une édition.",
        "en": "no file is given; name the files of one edition.",
        "ar": "لم يُعطَ أي ملف؛ اذكر ملفات إصدار واحد.",
    },
    "unknown_format": {
        "fr": "le format « {value} » n’est pas connu ; les formats sont : {known}.",
        "en": "the format “{value}” is not known; the formats are: {known}.",
        "ar": "الصيغة «{value}» غير معروفة؛ الصيغ هي: {known}.",
    },
    "not_recognised": {
        "fr": "ce fichier ne ressemble à aucun des formats connus ({known}) ; donnez le format avec --format.",
        "en": "this file looks like none of the known formats ({known}); name the format with --format.",
        "ar": "هذا الملف لا يشبه أيًّا من الصيغ المعروفة ({known})؛ حدّد الصيغة بالخيار ‎--format.",
    },
    "empty_file": {
        "fr": "ce fichier est vide ; reprenez-le à la source.",
        "en": "this file is empty; fetch it again.",
        "ar": "هذا الملف فارغ؛ أعد جلبه من المصدر.",
    },
    "headings_unknown": {
        "fr": "ces en-têtes ne sont d’aucun format connu ({known}) : {headings}. Partez du modèle (jalon lists "
        "template), ou donnez le format avec --format.",
        "en": "these headings are of none of the known formats ({known}): {headings}. Start from the template (jalon "
        "lists template), or name the format with --format.",
        "ar": "هذه العناوين ليست من أي صيغة معروفة ({known}): {headings}. ابدأ من النموذج (jalon lists template) "
        "أو حدّد الصيغة بالخيار ‎--format.",
    },
    "mixed_formats": {
        "fr": "les fichiers ne sont pas d’une même édition : {value}.",
        "en": "the files are not of one edition: {value}.",
        "ar": "الملفات ليست من إصدار واحد: {value}.",
    },
    "one_file_only": {
        "fr": "une édition de ce format est un seul fichier ; {value} sont donnés.",
        "en": "an edition of this format is one file; {value} are given.",
        "ar": "إصدار هذه الصيغة ملف واحد؛ وقد أُعطي {value}.",
    },
    "no_main_file": {
        "fr": "le fichier principal de la liste (sdn.csv) manque ; les autres noms seuls ne suffisent pas.",
        "en": "the list's main file (sdn.csv) is missing; the alternate names alone are not enough.",
        "ar": "الملف الرئيسي للقائمة (sdn.csv) ناقص؛ ملف الأسماء البديلة لا يكفي وحده.",
    },
    "too_large": {
        "fr": "ce fichier dépasse {limit} Mo ; il est refusé avant toute lecture.",
        "en": "this file is larger than {limit} MB; it is refused before it is read.",
        "ar": "هذا الملف أكبر من {limit} ميغابايت؛ رُفض قبل قراءته.",
    },
    "unpacks_too_large": {
        "fr": "ce classeur se déplie au-delà de {limit} Mo ; il est refusé avant d’être ouvert.",
        "en": "this workbook unpacks to more than {limit} MB; it is refused before it is opened.",
        "ar": "هذا المصنّف يتجاوز {limit} ميغابايت بعد فكّ ضغطه؛ رُفض قبل فتحه.",
    },
    "workbook_too_long": {
        "fr": "ce classeur a trop de cellules pour être ouvert sans risque ; enregistrez-le en CSV.",
        "en": "this workbook has too many cells to be opened safely; save it as CSV.",
        "ar": "في هذا المصنّف خلايا أكثر مما يمكن فتحه بأمان؛ احفظه بصيغة CSV.",
    },
    "too_many_rows": {
        "fr": "ce fichier a plus de {limit} lignes ; partagez-le ou vérifiez que c’est le bon.",
        "en": "this file has more than {limit} rows; split it, or check that it is the right one.",
        "ar": "في هذا الملف أكثر من {limit} سطر؛ قسّمه أو تأكّد أنه الملف الصحيح.",
    },
    "too_many_columns": {
        "fr": "cette ligne a plus de {limit} colonnes ; vérifiez que c’est le bon fichier.",
        "en": "this row has more than {limit} columns; check that it is the right file.",
        "ar": "في هذا السطر أكثر من {limit} عمود؛ تأكّد أنه الملف الصحيح.",
    },
    "not_xml": {
        "fr": "le XML est rompu ici ({reason}) ; le fichier est abîmé ou incomplet, reprenez-le à la source.",
        "en": "the XML is broken here ({reason}); the file is damaged or incomplete, fetch it again.",
        "ar": "ملف XML معطوب هنا ({reason})؛ الملف تالف أو ناقص، أعد جلبه من المصدر.",
    },
    "forbidden_xml": {
        "fr": "ce fichier déclare des entités XML, ce qu’aucune liste ne fait ; il est refusé.",
        "en": "this file declares XML entities, which no list does; it is refused.",
        "ar": "يعرّف هذا الملف كيانات XML، وهذا لا تفعله أي قائمة؛ رُفض الملف.",
    },
    "not_this_format": {
        "fr": "ce fichier n’est pas au format {format} : {value} n’y est pas.",
        "en": "this file is not in the format {format}: it has no {value}.",
        "ar": "هذا الملف ليس بصيغة {format}: لا يوجد فيه {value}.",
    },
    "not_json": {
        "fr": "cette ligne n’est pas un objet JSON ({reason}) ; le fichier est abîmé ou incomplet, reprenez-le.",
        "en": "this line is not a JSON object ({reason}); the file is damaged or incomplete, fetch it again.",
        "ar": "هذا السطر ليس كائن JSON ({reason})؛ الملف تالف أو ناقص، أعد جلبه.",
    },
    "not_csv": {
        "fr": "le tableau est rompu ici ({reason}) : un guillemet de trop ou en moins ; corrigez la ligne.",
        "en": "the table is broken here ({reason}): a quotation mark too many or too few; correct the line.",
        "ar": "الجدول معطوب هنا ({reason}): علامة اقتباس زائدة أو ناقصة؛ صحّح السطر.",
    },
    "not_workbook": {
        "fr": "ce classeur XLSX ne peut pas être lu ; enregistrez-le de nouveau, ou en CSV.",
        "en": "this XLSX workbook cannot be read; save it again, or as CSV.",
        "ar": "لا يمكن قراءة مصنّف XLSX هذا؛ احفظه من جديد أو بصيغة CSV.",
    },
    "missing_columns": {
        "fr": "des colonnes manquent : {value} ; partez du modèle (jalon lists template).",
        "en": "columns are missing: {value}; start from the template (jalon lists template).",
        "ar": "أعمدة ناقصة: {value}؛ ابدأ من النموذج (jalon lists template).",
    },
    "missing_columns_unread": {
        "fr": "des colonnes manquent : {value}. Ces en-têtes ne sont pas compris : {headings}. Enregistrez le tableau "
        "en « CSV UTF-8 », ou partez du modèle (jalon lists template).",
        "en": "columns are missing: {value}. These headings are not understood: {headings}. Save the table as “CSV "
        "UTF-8”, or start from the template (jalon lists template).",
        "ar": "أعمدة ناقصة: {value}. عناوين غير مفهومة: {headings}. احفظ الجدول بصيغة «CSV UTF-8» أو ابدأ من "
        "النموذج (jalon lists template).",
    },
    "repeated_column": {
        "fr": "la colonne « {value} » est donnée deux fois ; n’en gardez qu’une.",
        "en": "the column “{value}” is given twice; keep one.",
        "ar": "العمود «{value}» مكرّر؛ أبقِ واحدًا.",
    },
    # A row is refused.
    "missing": {
        "fr": "ce champ est obligatoire et il est vide ; la ligne est refusée.",
        "en": "this field is required and it is empty; the row is refused.",
        "ar": "هذا الحقل إلزامي وهو فارغ؛ رُفض السطر.",
    },
    "duplicate_id": {
        "fr": "l’identifiant « {value} » a déjà servi ; la seconde ligne est refusée.",
        "en": "the identifier “{value}” was used before; the second row is refused.",
        "ar": "المعرّف «{value}» مستعمل من قبل؛ رُفض السطر الثاني.",
    },
    "no_name": {
        "fr": "cette personne n’a aucun nom ; la ligne est refusée.",
        "en": "this person has no name; the row is refused.",
        "ar": "هذا الشخص بلا اسم؛ رُفض السطر.",
    },
    "wrong_width": {
        "fr": "cette ligne a {value} colonnes au lieu de {limit} ; elle est refusée.",
        "en": "this row has {value} columns instead of {limit}; it is refused.",
        "ar": "في هذا السطر {value} عمودًا بدل {limit}؛ رُفض السطر.",
    },
    "unknown_value": {
        "fr": "« {value} » n’est pas admis ici (admis : {known}) ; la ligne est refusée.",
        "en": "“{value}” is not allowed here (allowed: {known}); the row is refused.",
        "ar": "«{value}» غير مقبول هنا (المقبول: {known})؛ رُفض السطر.",
    },
    "expiry_unreadable": {
        "fr": "la date d’échéance « {value} » n’est pas une date complète (AAAA-MM-JJ) ; la ligne est refusée.",
        "en": "the expiry “{value}” is not a full date (YYYY-MM-DD); the row is refused.",
        "ar": "تاريخ الانقضاء «{value}» ليس تاريخًا كاملًا (YYYY-MM-DD)؛ رُفض السطر.",
    },
    "expired": {
        "fr": "cette inscription est échue depuis le {value} ; renouvelez la décision. La ligne est refusée.",
        "en": "this listing expired on {value}; renew the decision. The row is refused.",
        "ar": "انقضى هذا الإدراج في {value}؛ جدّدوا القرار. رُفض السطر.",
    },
    "expires_too_late": {
        "fr": "l’échéance {value} est à plus d’un an ; une inscription vaut un an au plus (jusqu’au {limit}). "
        "La ligne est refusée.",
        "en": "the expiry {value} is more than a year away; a listing lasts a year at most (to {limit}). "
        "The row is refused.",
        "ar": "الانقضاء {value} أبعد من سنة؛ مدّة الإدراج سنة على الأكثر (إلى {limit}). رُفض السطر.",
    },
    "confirmation_missing": {
        "fr": "un nom seul permet d’orienter, pas « {value} » : inscrivez la référence de la confirmation reçue de "
        "l’autorité d’origine. La ligne est refusée.",
        "en": "a name alone can only refer, not “{value}”: record the reference of the originator's confirmation. "
        "The row is refused.",
        "ar": "الاسم وحده يسمح بالإحالة فقط، لا بـ«{value}»: سجّلوا مرجع تأكيد الجهة المصدرة. رُفض السطر.",
    },
    "protected_category": {
        "fr": "« {category} » est une personne à protéger : la mesure est protect, pas « {value} ». La ligne est "
        "refusée.",
        "en": "“{category}” is somebody to be protected: the action is protect, not “{value}”. The row is refused.",
        "ar": "«{category}» شخص تجب حمايته: الإجراء هو protect وليس «{value}». رُفض السطر.",
    },
    # A field is not understood; the listing is kept without it.
    "date_unreadable": {
        "fr": "la date « {value} » n’est pas comprise ; le nom est gardé sans elle.",
        "en": "the date “{value}” is not understood; the name is kept without it.",
        "ar": "التاريخ «{value}» غير مفهوم؛ بقي الاسم من دونه.",
    },
    "state_unknown": {
        "fr": "le pays « {value} » n’est pas reconnu ; le nom est gardé sans lui.",
        "en": "the country “{value}” is not known; the name is kept without it.",
        "ar": "البلد «{value}» غير معروف؛ بقي الاسم من دونه.",
    },
    "sex_unknown": {
        "fr": "le sexe « {value} » n’est pas compris (M, F ou X) ; le nom est gardé sans lui.",
        "en": "the sex “{value}” is not understood (M, F or X); the name is kept without it.",
        "ar": "الجنس «{value}» غير مفهوم (M أو F أو X)؛ بقي الاسم من دونه.",
    },
    "number_missing": {
        "fr": "un document sans numéro lisible (« {value} ») ; le nom est gardé sans lui.",
        "en": "a document without a readable number (“{value}”); the name is kept without it.",
        "ar": "وثيقة بلا رقم مقروء («{value}»)؛ بقي الاسم من دونها.",
    },
    "field_unreadable": {
        "fr": "ce champ n’est pas du texte (« {value} ») ; le nom est gardé sans lui.",
        "en": "this field is not text (“{value}”); the name is kept without it.",
        "ar": "هذا الحقل ليس نصًّا («{value}»)؛ بقي الاسم من دونه.",
    },
    "remark_in_name": {
        "fr": "une remarque dans un nom est mise à part : « {value} ».",
        "en": "a remark inside a name is set aside: “{value}”.",
        "ar": "وُضعت جانبًا ملاحظة داخل اسم: «{value}».",
    },
    "name_cut": {
        "fr": "ce nom dépasse {limit} signes ; la suite est coupée.",
        "en": "this name is longer than {limit} characters; the rest is cut.",
        "ar": "هذا الاسم أطول من {limit} حرفًا؛ قُطع الباقي.",
    },
    "unknown_column": {
        "fr": "la colonne « {value} » n’est pas du modèle ; elle n’est pas lue.",
        "en": "the column “{value}” is not of the template; it is not read.",
        "ar": "العمود «{value}» ليس من النموذج؛ لم يُقرأ.",
    },
    "encoding_guessed": {
        "fr": "ce fichier n’est pas en UTF-8 ; il est lu comme du {value}. Vérifiez les accents.",
        "en": "this file is not UTF-8; it is read as {value}. Check the accents.",
        "ar": "هذا الملف ليس UTF-8؛ قُرئ على أنه {value}. تحقّق من الحروف.",
    },
    "expiry_unchecked": {
        "fr": "les échéances ne sont pas comparées à la date du jour, qui n’est pas donnée.",
        "en": "the expiries are not compared with today's date, which is not given.",
        "ar": "لم تُقارن تواريخ الانقضاء بتاريخ اليوم لأنه غير معطى.",
    },
    "alternates_unattached": {
        "fr": "{value} autres noms appartiennent à {limit} inscriptions absentes du fichier principal : les deux "
        "fichiers ne sont pas de la même édition.",
        "en": "{value} alternate names belong to {limit} entries that are not in the main file: the two files are "
        "not of the same edition.",
        "ar": "{value} اسمًا بديلًا تعود إلى {limit} إدراجًا غير موجود في الملف الرئيسي: الملفان ليسا من إصدار واحد.",
    },
    # The edition as a whole is refused by its guards.
    "empty_edition": {
        "fr": "cette édition ne contient ni personne ni document ; elle est refusée.",
        "en": "this edition holds no person and no document; it is refused.",
        "ar": "لا يحتوي هذا الإصدار على أي شخص أو وثيقة؛ رُفض الإصدار.",
    },
    "too_few": {
        "fr": "{value} {what} : moins que le minimum de {limit} ; l’édition est refusée.",
        "en": "{value} {what}: fewer than the minimum of {limit}; the edition is refused.",
        "ar": "{value} {what}: أقل من الحد الأدنى {limit}؛ رُفض الإصدار.",
    },
    "too_many": {
        "fr": "{value} {what} : plus que le maximum de {limit} ; l’édition est refusée.",
        "en": "{value} {what}: more than the maximum of {limit}; the edition is refused.",
        "ar": "{value} {what}: أكثر من الحد الأقصى {limit}؛ رُفض الإصدار.",
    },
    "too_many_removed": {
        "fr": "{value} inscriptions sur {total} ont disparu depuis l’édition précédente, plus que les {limit} % admis "
        "; l’édition est refusée.",
        "en": "{value} of {total} listings have gone since the edition before, more than the {limit} % allowed; "
        "the edition is refused.",
        "ar": "اختفى {value} من أصل {total} إدراجًا منذ الإصدار السابق، أي أكثر من {limit} ٪ المسموح بها؛ رُفض الإصدار.",
    },
    "too_many_refused": {
        "fr": "{value} lignes sur {total} sont refusées, plus que les {limit} % admis ; l’édition est refusée.",
        "en": "{value} of {total} rows are refused, more than the {limit} % allowed; the edition is refused.",
        "ar": "رُفض {value} من أصل {total} سطرًا، أي أكثر من {limit} ٪ المسموح بها؛ رُفض الإصدار.",
    },
}

# What the guards count, as words of a sentence.
COUNTED: dict[str, dict[str, str]] = {
    "persons": {"fr": "personnes", "en": "persons", "ar": "أشخاص"},
    "names": {"fr": "noms", "en": "names", "ar": "أسماء"},
    "documents": {"fr": "documents", "en": "documents", "ar": "وثائق"},
}

ROW = {"fr": "ligne {row}", "en": "line {row}", "ar": "السطر {row}"}
FIELD = {"fr": "champ {field}", "en": "field {field}", "ar": "الحقل {field}"}
COMMA = {"fr": ", ", "en": ", ", "ar": "، "}
COLON = {"fr": " : ", "en": ": ", "ar": ": "}


def sentence(code: str, parameters: Mapping[str, str], language: str) -> str:
    """The sentence of `code` in `language` (English when the language is not one of ours)."""
    language = language if language in LANGUAGES else "en"
    quoted = {
        key: shortened(value, LONGEST_HEADINGS if key == "headings" else LONGEST_QUOTE)
        for key, value in parameters.items()
    }
    if quoted.get("what") in COUNTED:
        quoted["what"] = COUNTED[quoted["what"]][language]
    return SENTENCES[code][language].format(**quoted)


def where(file: str, row: int | None, field: str | None, language: str) -> str:
    """The place a sentence speaks of: “list.csv, line 7, field expires”."""
    language = language if language in LANGUAGES else "en"
    places = [file]
    if row is not None:
        places.append(ROW[language].format(row=row))
    if field:
        places.append(FIELD[language].format(field=field))
    return COMMA[language].join(places)


def shortened(value: str, longest: int) -> str:
    return value if len(value) <= longest else value[: longest - 1] + "…"
