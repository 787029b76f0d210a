"""The words that rules are made of: literal tables of codes, each with what is said of it in three languages.

No state, bloc, treaty, season or fee stands here: those are dated data, see `docs/regimes.md`.
"""

from __future__ import annotations

LANGUAGES = ("fr", "en", "ar")
Said = dict[str, str]
"""One sentence by language: "fr", "en", "ar"."""

ANYTHING = "*"

POST_CATEGORIES: dict[str, Said] = {
    "international": {"fr": "Poste international", "en": "International post", "ar": "معبر دولي"},
    "bilateral": {"fr": "Poste bilatéral", "en": "Bilateral post", "ar": "معبر ثنائي"},
    "local": {"fr": "Passage local", "en": "Local crossing", "ar": "معبر محلي"},
}
"""Open to all; to the two states of the line alone; to those who live beside it."""

DIRECTIONS = ("entry", "exit")

PURPOSES = (
    "trade",
    "family",
    "work",
    "herding",
    "health",
    "study",
    "religion",
    "tourism",
    "transit",
    "return",
    "official",
    "other",
)

ANSWERS: dict[str, Said] = {
    "free": {"fr": "Sans visa", "en": "Free of visa", "ar": "بلا تأشيرة"},
    "visa_required": {"fr": "Visa exigé", "en": "Visa required", "ar": "التأشيرة مطلوبة"},
    "visa_on_arrival": {"fr": "Visa délivré à l’arrivée", "en": "Visa on arrival", "ar": "تأشيرة عند الوصول"},
    "refused_by_category": {
        "fr": "Non admis à cette catégorie de poste",
        "en": "Not accepted at this category of post",
        "ar": "غير مقبول في هذا الصنف من المعابر",
    },
    "local_regime": {
        "fr": "Régime local : compté, jamais nommé",
        "en": "Local regime: counted, never named",
        "ar": "نظام محلي: يُعدّ العابرون ولا تُسجَّل أسماؤهم",
    },
}
"""What a rule may answer."""

NO_RULE = "no_rule"
UNANSWERED: dict[str, Said] = {
    "no_rule": {
        "fr": "Aucune règle : demandez à la seconde ligne.",
        "en": "No rule: ask the second line.",
        "ar": "لا توجد قاعدة: اسأل الخط الثاني.",
    },
    "neighbour_unknown": {
        "fr": "Aucune règle tant que l’État d’en face n’est pas dit : indiquez-le, ou demandez à la seconde ligne.",
        "en": "No rule while the state across the line is not said: say it, or ask the second line.",
        "ar": "لا توجد قاعدة ما لم تُذكر الدولة المقابلة: اذكرها، أو اسأل الخط الثاني.",
    },
    "no_season": {
        "fr": "Aucun calendrier pour ce troupeau ce jour : demandez à la seconde ligne et au service de l’élevage.",
        "en": "No calendar for this herd on this day: ask the second line and the livestock service.",
        "ar": "لا يوجد تقويم لهذا القطيع في هذا التاريخ: اسأل الخط الثاني ومصلحة تربية المواشي.",
    },
}

NOTHING_TO_PAY: Said = {
    "fr": "Rien à payer ici.",
    "en": "Nothing to pay here.",
    "ar": "لا شيء يُدفع هنا.",
}

TO_BE_CONFIRMED: Said = {
    "fr": "À confirmer par l’autorité.",
    "en": "To be confirmed by the authority.",
    "ar": "يحتاج إلى تأكيد من السلطة.",
}
"""The mark of every rule that bears no decision of the state's own."""

COUNTED = ("entry", "window")
"""How a longest stay is counted: from each entry anew; or all days of presence within the last N days."""

SPECIES: dict[str, Said] = {
    "cattle": {"fr": "Bovins", "en": "Cattle", "ar": "أبقار"},
    "sheep": {"fr": "Ovins", "en": "Sheep", "ar": "ضأن"},
    "goats": {"fr": "Caprins", "en": "Goats", "ar": "ماعز"},
    "camels": {"fr": "Camelins", "en": "Camels", "ar": "إبل"},
    "donkeys": {"fr": "Asins", "en": "Donkeys", "ar": "حمير"},
    "horses": {"fr": "Équins", "en": "Horses", "ar": "خيل"},
}

SEASONS: dict[str, Said] = {
    "open": {"fr": "Passage ouvert au troupeau", "en": "Open to the herd", "ar": "العبور مفتوح للقطيع"},
    "closed": {"fr": "Passage fermé au troupeau", "en": "Closed to the herd", "ar": "العبور مغلق أمام القطيع"},
}

PARTICULARS: dict[str, Said] = {
    "owner": {"fr": "Propriétaire du troupeau", "en": "Owner of the herd", "ar": "مالك القطيع"},
    "herders": {"fr": "Bergers, nommés", "en": "Herders, by name", "ar": "الرعاة بأسمائهم"},
    "herd": {
        "fr": "Composition du troupeau, par espèce et nombre",
        "en": "Composition of the herd, by species and number",
        "ar": "تركيبة القطيع حسب النوع والعدد",
    },
    "vaccinations": {"fr": "Vaccinations faites", "en": "Vaccinations given", "ar": "التلقيحات المنجزة"},
    "route": {"fr": "Itinéraire", "en": "Route", "ar": "المسار"},
    "gates": {
        "fr": "Postes frontières à franchir",
        "en": "Border posts to be crossed",
        "ar": "المراكز الحدودية المزمع عبورها",
    },
    "destination": {"fr": "Destination finale", "en": "Final destination", "ar": "الوجهة النهائية"},
}
"""What a certificate of transhumance may have to state."""

FEES = ("entry", "exit", "visa", "residence_card", "transhumance")
"""What a fee may be asked for."""

CHARGED = ("person", "head", "herd", "vehicle")
