"""What Mali and Mauritania did of what they promised, and what they say of it: literal tables, days before today."""

from __future__ import annotations

from typing import Any

from jalon.config.demo.story import days
from jalon.config.demo.story.words import Words

# State -> (who speaks at its headquarters, who is the second person).
WHO = {"MLI": ("claire", "issa"), "MRT": ("mariem", "oumar")}
READER, SECOND_READER = "Lecteur L-0417", "Lecteur L-0391"
MEASURES: dict[str, tuple[dict[str, Any], ...]] = {
    "MLI": (
        {
            "name": "reader",
            "number": "2.1",
            "line": "2.1",
            "level": "post",
            "library": "reader",
            "title": {
                "fr": "Acheter et installer un lecteur de passeports à Gogui",
                "en": "Buy and install a passport reader at Gogui",
                "ar": "شراء قارئ جوازات وتركيبه في غوغي",
            },
            "posts": ("ML-GOG",),
            "assets": (READER,),
            "means": "Ligne 2.1 du projet, 3 400 000 XOF",
            "starts": 190,
            "ends": days.READER,
            # What became of the reader since is told of the reader itself.
            "becomes": (("under_way", 180, ""), ("done", days.READER, "Installé et essayé")),
        },
        {
            "name": "lamp",
            "number": "1.1",
            "level": "post",
            "title": {
                "fr": "Deux files à Gogui : documents lus par machine, et les autres",
                "en": "Two queues at Gogui: documents that a machine reads, and the others",
                "ar": "صفّان في غوغي: وثائق تُقرأ آليًا وأخرى",
            },
            "posts": ("ML-GOG",),
            "means": "Sans dépense",
            "starts": 160,
            "ends": 120,
            "becomes": (("under_way", 158, ""), ("done", 140, "")),
        },
        {
            "name": "training",
            "number": "3.2",
            "line": "1.1",
            "level": "national",
            "title": {
                "fr": "Former deux promotions aux documents et à la protection",
                "en": "Train two classes in documents and protection",
                "ar": "تدريب دفعتين على الوثائق والحماية",
            },
            "posts": ("ML-GOG", "ML-DIB"),
            "starts": 170,
            "ends": 40,
            "becomes": (("under_way", 165, ""), ("done", 46, "deux sessions tenues")),
        },
        {
            "name": "vsat",
            "number": "2.2",
            "line": "2.2",
            "level": "national",
            "library": "link",
            "title": {
                "fr": "Poser une liaison par satellite à deux postes",
                "en": "Install a satellite link at two posts",
                "ar": "تركيب ربط بالأقمار الاصطناعية في مركزين",
            },
            "posts": ("ML-HER", "ML-KOUR"),
            "starts": 150,
            "ends": 45,
            "becomes": (("under_way", 140, ""),),
        },
        {
            "name": "spares",
            "number": "2.3",
            "line": "2.1",
            "level": "national",
            "library": "reader_spares",
            "title": {
                "fr": "Acheter deux lecteurs de réserve",
                "en": "Buy two spare readers",
                "ar": "شراء قارئين احتياطيين",
            },
            "starts": 140,
            "ends": 60,
            "becomes": (),
        },
    ),
    "MRT": (
        {
            "name": "reader",
            "number": "2.1",
            "level": "post",
            "library": "reader",
            "title": {
                "fr": "Remettre en service le lecteur de Gogui Zemal",
                "en": "Bring the reader of Gogui Zemal back into service",
                "ar": "إعادة قارئ غوغي زمال إلى الخدمة",
            },
            "posts": ("MR-GOG",),
            "assets": (SECOND_READER,),
            "starts": 180,
            "ends": 150,
            "becomes": (("under_way", 178, ""), ("done", 152, "")),
        },
    ),
}
CHIEF: Words = {"fr": "chef de poste", "en": "head of the post", "ar": "رئيس المركز"}
DUTY: Words = {"fr": "officier de permanence", "en": "duty officer", "ar": "ضابط المناوبة"}
# State -> whom to call: level, post or place, function, telephone, a second one, hours
CALLED: dict[str, tuple[tuple[str, str, Words, str, str, str], ...]] = {
    "MLI": (
        ("national", "Bamako", DUTY, "+223 20 00 01 01", "", "24 h"),
        ("post", "ML-GOG", DUTY, "+223 21 00 01 11", "+223 60 00 01 11", "24 h"),
        ("post", "ML-GOG", CHIEF, "+223 21 00 01 12", "", "06–22"),
        ("post", "ML-DIB", DUTY, "+223 21 00 01 21", "", "24 h"),
        ("post", "ML-HER", DUTY, "+223 21 00 01 31", "", "06–18"),
    ),
    "MRT": (
        ("national", "Nouakchott", DUTY, "+222 45 00 01 01", "", "24 h"),
        ("post", "MR-GOG", DUTY, "+222 45 00 01 11", "+222 36 00 01 11", "24 h"),
        ("post", "MR-GOG", CHIEF, "+222 45 00 01 12", "", "06–22"),
        ("post", "MR-ADE", DUTY, "+222 45 00 01 21", "", "06–18"),
    ),
}
TRIED = {"MLI": 127, "MRT": 124}  # days before today: written down, before it is reported as kept
DIRECTORY_KEPT: Words = {
    "fr": "L’annuaire est affiché au poste et essayé chaque premier lundi, de nuit.",
    "en": "The directory hangs at the post and is tried every first Monday, at night.",
    "ar": "الدليل معلّق في المركز ويُجرَّب ليلًا كل أول اثنين.",
}
VILLAGES_MET: Words = {
    "fr": "Deux réunions avec les villages, à Gogui puis à Gogui Zemal.",
    "en": "Two meetings with the villages, at Gogui and then at Gogui Zemal.",
    "ar": "اجتماعان مع القرى، في غوغي ثم في غوغي زمال.",
}
REPORTS: dict[str, tuple[dict[str, Any], ...]] = {
    "MLI": (
        {"number": "4.1", "ago": 125, "state": "done", "text": DIRECTORY_KEPT, "note": "Fiche d’essai de nuit"},
        {
            "number": "4.2",
            "ago": 95,
            "state": "done",
            "text": VILLAGES_MET,
            "answer": "Oui, deux comptes rendus",
            "visit": True,
        },
        {
            "number": "5.1",
            "ago": 101,
            "state": "done",
            "text": {
                "fr": "Le barème est affiché à quatre postes ; chaque reçu se vérifie.",
                "en": "The scale hangs at four posts; each receipt can be checked.",
                "ar": "الرسوم معلنة في أربعة مراكز؛ وكل وصل يمكن التحقق منه.",
            },
            "note": "Barème affiché",
        },
        {
            "number": "1.2",
            "ago": 62,
            "state": "done",
            "text": {
                "fr": "Les questions sont posées avant tout refus ; le programme ne laisse pas passer outre.",
                "en": "The questions are asked before any refusal; the program lets nobody pass them over.",
                "ar": "تُطرح الأسئلة قبل أي رفض؛ ولا يسمح البرنامج بتجاوزها.",
            },
            "answer": "Oui, à chaque poste",
        },
        {
            "number": "2.1",
            "ago": 100,
            "state": "blocked",
            "text": {
                "fr": "Le lecteur de Gogui est en panne depuis quatre jours ; la pièce est commandée.",
                "en": "The reader of Gogui has been broken for four days; the part is ordered.",
                "ar": "قارئ غوغي معطل منذ أربعة أيام؛ وقد طُلبت القطعة.",
            },
        },
        {
            "number": "2.1",
            "ago": 32,
            "state": "done",
            "text": {
                "fr": "Trois postes sur quatre lisent par machine. Gogui : réparé après quarante et un jours.",
                "en": "Three of the four main posts read by machine. Gogui: repaired after forty-one days.",
                "ar": "ثلاثة من أربعة مراكز رئيسية تقرأ آليًا. غوغي: أُصلح بعد واحد وأربعين يومًا.",
            },
            "figure": ("posts_with_reader", 29, ()),
        },
        {
            "number": "1.1",
            "ago": 20,
            "state": "under_way",
            "text": {
                "fr": "Le temps au guichet suit le lecteur : il a monté pendant la panne, il est retombé depuis.",
                "en": "Time at the desk follows the reader: it rose while it was broken, and has fallen since.",
                "ar": "يتبع الوقت عند الشباك حال القارئ: ارتفع أثناء العطل وانخفض منذ ذلك.",
            },
            "figure": ("first_line_median", 29, ("ML-GOG",)),
        },
        {
            "number": "2.2",
            "ago": 16,
            "state": "blocked",
            "text": {
                "fr": "Deux postes sur quatre ne sont pas entendus : les antennes attendent en douane.",
                "en": "Two posts of four are not heard: the dishes wait in customs.",
                "ar": "مركزان من أربعة لا يُسمع منهما: الهوائيات تنتظر في الجمارك.",
            },
            "figure": ("posts_connected", 29, ()),
        },
        {
            "number": "3.2",
            "ago": 44,
            "state": "under_way",
            "text": {
                "fr": "Deux sessions tenues, 46 agents dont 14 femmes.",
                "en": "Two sessions held, 46 officers, 14 of them women.",
                "ar": "عُقدت دورتان، 46 عونًا بينهم 14 امرأة.",
            },
            "note": "Listes de présence, par poste",
        },
        {
            "measure": "vsat",
            "ago": 16,
            "state": "blocked",
            "text": {
                "fr": "Matériel livré, exonération non signée.",
                "en": "Equipment delivered, exemption not signed.",
                "ar": "سُلّمت المعدات ولم يوقَّع الإعفاء.",
            },
        },
    ),
    "MRT": (
        {"number": "4.1", "ago": 122, "state": "done", "text": DIRECTORY_KEPT, "note": "Fiche d’essai de nuit"},
        {"number": "4.2", "ago": 92, "state": "done", "text": VILLAGES_MET, "answer": "Oui, deux comptes rendus"},
        {
            "number": "1.2",
            "ago": 61,
            "state": "done",
            "text": {"fr": "Instruction en vigueur.", "en": "Instruction in force.", "ar": "التعليمات سارية."},
            "answer": "Oui, à chaque poste",
        },
        {
            "number": "2.1",
            "ago": 35,
            "state": "under_way",
            "text": {
                "fr": "Gogui Zemal lit par machine ; Adel Bagrou attend.",
                "en": "Gogui Zemal reads by machine; Adel Bagrou waits.",
                "ar": "غوغي زمال يقرأ آليًا؛ وعدل بكرو ينتظر.",
            },
        },
        {
            "number": "5.1",
            "ago": 90,
            "state": "done",
            "text": {"fr": "Barème affiché.", "en": "Scale displayed.", "ar": "الرسوم معلنة."},
            "note": "Photographie",
        },
    ),
}
# What each state shows in the forum; what is not here stands there as not released.
SHOWN = {
    "MLI": ("passages", "entries", "exits", "first_line_median", "hits_in_time", "posts_with_reader", "people_trained"),
    "MRT": ("passages", "first_line_median", "posts_with_reader"),
}
WHY_REPLIED: Words = {
    "fr": "La pièce venait de l’étranger, sans lecteur de réserve. Elle est arrivée au trente-huitième jour, "
    "et le technicien au quarante et unième.",
    "en": "The part came from abroad, and no spare reader was held. It arrived on the thirty-eighth day, "
    "the technician on the forty-first.",
    "ar": "جاءت القطعة من الخارج دون قارئ احتياطي. وصلت في اليوم الثامن والثلاثين ووصل التقني في الحادي والأربعين.",
}
PRACTICE: dict[str, Any] = {
    "title": {
        "fr": "Deux files : documents lus par machine, et les autres",
        "en": "Two queues: documents that a machine reads, and the others",
        "ar": "صفّان: وثائق تُقرأ آليًا وأخرى",
    },
    "what": {
        "fr": "Un agent oriente à l’entrée ; les passeports passent au lecteur, les autres au second guichet.",
        "en": "An officer points the way at the entrance; passports go to the reader, the others to the second desk.",
        "ar": "يوجّه عون عند المدخل؛ الجوازات إلى القارئ والبقية إلى الشباك الثاني.",
    },
    "where": "Gogui (Mali)",
    "took": {
        "fr": "Un panneau, une corde, une semaine d’habitude.",
        "en": "A sign, a rope, a week of habit.",
        "ar": "لافتة وحبل وأسبوع من التعوّد.",
    },
    "known_by": {
        "fr": "Le temps au guichet de la moitié des voyageurs a baissé dans les deux files.",
        "en": "The time at the desk of half of the travellers fell in both queues.",
        "ar": "انخفض الوقت عند الشباك لنصف المسافرين في الصفين.",
    },
    "level": "post",
}
