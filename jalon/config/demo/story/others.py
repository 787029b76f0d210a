"""Niger, Burkina Faso and Chad, who sit in the forum without a machine: what they answer on paper and by file is signed
in by the host; and what the secretariat keeps of the whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from jalon.config.demo import clock
from jalon.config.demo.story.days import before
from jalon.config.demo.story.words import Words
from jalon.cooperation import bands, outside, progress, questions, surveys
from jalon.cooperation.outside import Given
from jalon.cooperation.progress import FILE, FORM, Report

NumberOf = Callable[[str, str], str]
FUNCTION: Words = {"fr": "officier de permanence", "en": "duty officer", "ar": "ضابط المناوبة"}
# party, level, place, function, telephone, hours
DIRECTORY: tuple[tuple[str, str, str, Words, str, str], ...] = (
    ("NER", "national", "Niamey", FUNCTION, "+227 20 00 01 01", "24 h"),
    ("BFA", "national", "Ouagadougou", FUNCTION, "+226 25 00 01 01", "24 h"),
    ("TCD", "national", "N’Djamena", FUNCTION, "+235 22 00 01 01", "06–22"),
    ("NER", "post", "Téra", FUNCTION, "+227 20 00 01 11", "06–18"),
    ("BFA", "post", "Koloko", FUNCTION, "+226 20 00 01 12", "24 h"),
    ("TCD", "post", "Ngueli", FUNCTION, "+235 22 00 01 13", "06–18"),
)
# party, number, days before today, state, through, text, value, answer, note
REPORTS: tuple[tuple[str, str, int, str, str, Words, float | None, str, str], ...] = (
    (
        "NER",
        "1.1",
        50,
        "under_way",
        FILE,
        {
            "fr": "Mesuré à deux postes sur six, au chronomètre.",
            "en": "Measured at two posts of six, with a stopwatch.",
            "ar": "قيس في مركزين من ستة بساعة توقيت.",
        },
        48.0,
        "",
        "",
    ),
    (
        "NER",
        "1.2",
        70,
        "done",
        FILE,
        {
            "fr": "Instruction diffusée, fiche au guichet.",
            "en": "Instruction circulated, a card at the desk.",
            "ar": "عُمّمت التعليمات، وبطاقة عند الشباك.",
        },
        None,
        "Oui, aux six postes",
        "",
    ),
    (
        "NER",
        "2.1",
        50,
        "under_way",
        FILE,
        {
            "fr": "Trois postes sur six ont un lecteur qui sert.",
            "en": "Three posts of six have a reader that serves.",
            "ar": "لثلاثة مراكز من ستة قارئ يعمل.",
        },
        0.5,
        "",
        "",
    ),
    (
        "NER",
        "2.2",
        50,
        "blocked",
        FILE,
        {
            "fr": "Le marché de la liaison est suspendu.",
            "en": "The contract for the link is suspended.",
            "ar": "عُلّقت صفقة الربط.",
        },
        None,
        "",
        "",
    ),
    (
        "NER",
        "5.1",
        104,
        "done",
        FORM,
        {
            "fr": "Barème affiché en français et en haoussa.",
            "en": "Scale displayed in French and Hausa.",
            "ar": "الرسوم معلنة بالفرنسية والهوسا.",
        },
        None,
        "",
        "Photographies",
    ),
    (
        "BFA",
        "1.2",
        66,
        "done",
        FORM,
        {
            "fr": "Appliqué ; deux rappels ont été faits.",
            "en": "Applied; two reminders were given.",
            "ar": "مطبَّق؛ وجرى التذكير مرتين.",
        },
        None,
        "Oui, à chaque poste",
        "",
    ),
    (
        "BFA",
        "2.1",
        45,
        "under_way",
        FORM,
        {
            "fr": "Un lecteur sur deux attend son installation.",
            "en": "One reader in two waits to be installed.",
            "ar": "قارئ من كل اثنين ينتظر التركيب.",
        },
        0.4,
        "",
        "",
    ),
    (
        "BFA",
        "3.2",
        40,
        "under_way",
        FORM,
        {
            "fr": "Une session tenue, une reportée.",
            "en": "One session held, one put off.",
            "ar": "عُقدت دورة وأُجّلت أخرى.",
        },
        0.45,
        "",
        "",
    ),
    (
        "TCD",
        "5.1",
        95,
        "done",
        FORM,
        {
            "fr": "Barème affiché en français et en arabe.",
            "en": "Scale displayed in French and Arabic.",
            "ar": "الرسوم معلنة بالفرنسية والعربية.",
        },
        None,
        "",
        "Note de service",
    ),
    (
        "TCD",
        "3.2",
        38,
        "under_way",
        FORM,
        {
            "fr": "Onze agents formés, dont quatre femmes.",
            "en": "Eleven officers trained, four of them women.",
            "ar": "دُرّب أحد عشر عونًا بينهم أربع نساء.",
        },
        0.3,
        "",
        "",
    ),
)
SIGNED = "point focal, direction de la police des frontières"
# party, indicator, value, coverage, source, its text: of the last whole quarter
FIGURES: tuple[tuple[str, str, float, float, str, str], ...] = (
    ("NER", "passages", 41_260, 0.62, "paper", "registres de six postes, relevés à Niamey"),
    ("NER", "entries", 21_830, 0.62, "paper", "registres de six postes, relevés à Niamey"),
    ("BFA", "passages", 58_904, 0.81, "system", "export mensuel d’un autre système, quatre postes"),
    ("BFA", "first_line_median", 62, 0.81, "system", "export mensuel d’un autre système, quatre postes"),
    ("TCD", "passages", 19_377, 0.44, "paper", "registres de trois postes"),
)
CUSTOMS: dict[str, Words] = {
    "title": {
        "fr": "Le matériel de liaison attend en douane",
        "en": "The link’s equipment waits in customs",
        "ar": "معدات الربط محتجزة في الجمارك",
    },
    "text": {
        "fr": "L’exonération n’est pas signée ; les antennes sont à l’entrepôt depuis onze semaines.",
        "en": "The exemption is not signed; the dishes have stood in the warehouse for eleven weeks.",
        "ar": "لم يوقَّع الإعفاء؛ والهوائيات في المستودع منذ أحد عشر أسبوعًا.",
    },
}
ROADS: dict[str, Words] = {
    "title": {
        "fr": "Routes coupées en saison des pluies",
        "en": "Roads cut in the rains",
        "ar": "انقطاع الطرق في موسم الأمطار",
    },
    "text": {
        "fr": "Techniciens et formateurs n’atteignent pas les postes pendant six à huit semaines.",
        "en": "Technicians and trainers do not reach the posts for six to eight weeks.",
        "ar": "لا يصل التقنيون والمدربون إلى المراكز مدة ستة إلى ثمانية أسابيع.",
    },
}
# number, verdict, why
JUDGED = (
    (
        "1.1",
        "on_the_way",
        "Le temps au guichet a nettement baissé là où il est mesuré ; il ne l’est pas encore partout.",
    ),
    ("1.2", "kept", "Chaque partie qui a répondu le confirme ; vérifié par une visite à Gogui."),
    ("2.2", "not_kept", "Échéance passée ; le matériel attend en douane."),
    ("2.3", "not_kept", "Aucun lecteur de réserve acheté ; la panne de Gogui a duré quarante et un jours."),
    ("4.1", "kept", "L’annuaire est tenu des deux côtés et a été essayé de nuit."),
    ("4.2", "kept", "Deux réunions tenues, avec comptes rendus."),
    ("5.1", "kept", "Barèmes affichés ; les reçus se vérifient."),
)
WHY_BROKEN: Words = {
    "fr": "Pourquoi le lecteur de Gogui est-il resté quarante et un jours en panne ?",
    "en": "Why did the reader of Gogui stand broken for forty-one days?",
    "ar": "لماذا ظل قارئ غوغي معطلًا واحدًا وأربعين يومًا؟",
}
WHICH_SPARES: Words = {
    "fr": "Quand les deux lecteurs de réserve seront-ils achetés, et où seront-ils tenus ?",
    "en": "When will the two spare readers be bought, and where will they be held?",
    "ar": "متى يُشترى القارئان الاحتياطيان، وأين يُحفظان؟",
}


def report(forum: str, today: date, actor: str, number: NumberOf) -> int:
    """What focal points without a machine answered, signed in by the host."""
    for party, said, ago, state, through, text, value, answer, note in REPORTS:
        what = Report(before(today, ago), state, text, answer=answer, value=value, note=note)
        with clock.on(before(today, ago - 2)):
            progress.report(number(forum, said), what, actor, party, through=through, signatory=SIGNED)
    return len(REPORTS)


def figures(forum: str, today: date, actor: str) -> int:
    """Figures that no journal counted, of the last whole quarter and the one before."""
    first, _last = bands.quarter_of(today)
    now = bands.quarter_of(first - timedelta(days=1))
    then = bands.quarter_of(now[0] - timedelta(days=1))
    for (since, until), factor in ((then, 0.93), (now, 1.0)):
        for party, indicator, value, coverage, source, text in FIGURES:
            shown = float(round(value * factor)) if indicator != "first_line_median" else round(value / factor, 1)
            given = Given(indicator, party, since, until, shown, source, text, SIGNED, coverage)
            outside.give([given], forum, actor, party)
    return 2 * len(FIGURES)


def ask(forum: str, today: date, moussa: str, number: NumberOf) -> int:
    """Niger's delegate asks Mali twice: of the first there is an answer since, the second waits."""
    with clock.on(before(today, 45)):
        questions.ask(number(forum, "2.1"), "MLI", WHY_BROKEN, before(today, 31), moussa, "NER")
    with clock.on(before(today, 4)):
        questions.ask(number(forum, "2.3"), "MLI", WHICH_SPARES, before(today, -10), moussa, "NER")
    return 2


PLACE = "Nioro du Sahel"
SURVEYED = (205, 12)  # days before today
# question of the form -> choices then and now, one after the other
ANSWERED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "waited": (("three", "longer", "hour", "three"), ("quarter", "hour", "quarter", "hour")),
    "sex": (("woman", "man", "man"), ("woman", "man", "man")),
}


def survey(forum: str, party: str, today: date, actor: str, count: int = 80) -> int:
    """What travellers said around Gogui before Nouakchott, and what they say now."""
    form = surveys.newest()
    for side, ago in enumerate(SURVEYED):
        with clock.on(before(today, ago)):
            for place in range(count):
                answers = {one.code: _choice(one, side, place) for one in form.of("traveller")}
                surveys.answer(form.id, PLACE, before(today, ago), "traveller", answers, forum, actor, party)
    return count * len(SURVEYED)


def _choice(asked: surveys.Question, side: int, place: int) -> str:
    """What the one at `place` of those who were asked chose, then (side 0) or now (1)."""
    if asked.code in ANSWERED:
        those = ANSWERED[asked.code][side]
        return those[place % len(those)]
    if asked.good and place % 7 < (3, 5)[side]:
        return asked.good[0]
    choices = [one.code for one in asked.choices if one.code not in asked.good] or [asked.choices[0].code]
    return choices[place % len(choices)]
