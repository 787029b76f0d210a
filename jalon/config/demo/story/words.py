"""What is said in the story, in the three languages: plain tables. Of it all only the countries exist."""

from __future__ import annotations

from typing import Any

Words = dict[str, str]

FORUM: Words = {
    "fr": "Conférence sahélienne de la police des frontières (exemple inventé)",
    "en": "Sahel Conference of Border Police (invented example)",
    "ar": "المؤتمر الساحلي لشرطة الحدود (مثال مُختلق)",
}
STATES = ("MLI", "MRT", "NER", "BFA", "TCD")
DONOR, AGENCY, ASSOCIATION = "FFS", "AMS", "ATS"
# Code -> (kind, name) of those who sit in the forum and are no state.
PARTNERS: dict[str, tuple[str, Words]] = {
    DONOR: (
        "donor",
        {
            "fr": "Fonds pour des frontières sûres (inventé)",
            "en": "Safe Borders Fund (invented)",
            "ar": "صندوق الحدود الآمنة (مُختلق)",
        },
    ),
    AGENCY: (
        "agency",
        {
            "fr": "Agence des mobilités sahéliennes (inventée)",
            "en": "Sahel Mobility Agency (invented)",
            "ar": "وكالة التنقل الساحلية (مُختلقة)",
        },
    ),
    ASSOCIATION: (
        "association",
        {
            "fr": "Association des transporteurs du Sahel (inventée)",
            "en": "Sahel Hauliers’ Association (invented)",
            "ar": "جمعية ناقلي الساحل (مُختلقة)",
        },
    ),
}
FIRST_MEETING: Words = {
    "fr": "Réunion des directeurs de la police des frontières, Nouakchott",
    "en": "Meeting of the directors of border police, Nouakchott",
    "ar": "اجتماع مديري شرطة الحدود، نواكشوط",
}
SECOND_MEETING: Words = {
    "fr": "Réunion de suivi des recommandations, Bamako",
    "en": "Meeting to follow up the recommendations, Bamako",
    "ar": "اجتماع متابعة التوصيات، باماكو",
}
HEAD = "directeur de la police des frontières"
MINUTES = {
    "fr": "Les directeurs ont adopté dix recommandations. Chacune a son échéance, et dit comment on saura qu’elle est "
    "tenue. Rendez-vous est pris à Bamako dans sept mois.",
    "en": "The directors adopted ten recommendations. Each has its date, and says how it will be known to be kept. "
    "They meet again at Bamako in seven months.",
    "ar": "اعتمد المديرون عشر توصيات. لكل منها أجلها، وتبيّن كيف يُعرف الوفاء بها. "
    "ويلتقون مجددًا في باماكو بعد سبعة أشهر.",
}
AGENDA = {
    "first": (
        {"fr": "Ouverture", "en": "Opening", "ar": "الافتتاح"},
        {"fr": "État des postes", "en": "State of the posts", "ar": "حال المراكز"},
        {"fr": "Recommandations", "en": "Recommendations", "ar": "التوصيات"},
    ),
    "second": (
        {
            "fr": "Ce que sept mois ont changé : l’évaluation",
            "en": "What seven months changed: the evaluation",
            "ar": "ما غيّرته سبعة أشهر: التقييم",
        },
        {
            "fr": "Ce qui n’est pas tenu, et ce qui l’empêche",
            "en": "What was not kept, and what stands in the way",
            "ar": "ما لم يُوفَ به، وما يحول دونه",
        },
        {
            "fr": "Les lecteurs de réserve : une seule recommandation ou cinq",
            "en": "Spare readers: one recommendation or five",
            "ar": "القارئات الاحتياطية: توصية واحدة أم خمس",
        },
        {"fr": "Communiqué", "en": "Communiqué", "ar": "البيان الختامي"},
    ),
}

ALL = list(STATES)
# number, level, theme, binds, due (days before today), how it will be known, its words. The order is the meeting's.
RECOMMENDATIONS: tuple[dict[str, Any], ...] = (
    {
        "number": "1.1",
        "level": "post",
        "theme": "mobility",
        "binds": ALL,
        "due": -5,
        "proof": "indicator",
        "indicator": "first_line_median",
        "baseline": 105.0,
        "target": 30.0,
        "text": {
            "fr": "Ramener à trente secondes le temps que la moitié des voyageurs passent au premier guichet.",
            "en": "Bring down to thirty seconds the time that half of the travellers spend at the first desk.",
            "ar": "خفض الوقت الذي يقضيه نصف المسافرين عند الشباك الأول إلى ثلاثين ثانية.",
        },
    },
    {
        "number": "1.2",
        "level": "national",
        "theme": "protection",
        "binds": ALL,
        "due": 60,
        "proof": "question",
        "question": {
            "fr": "Avant tout refus, demande-t-on à la personne si elle demande protection, est mineure et seule, ou "
            "victime ?",
            "en": "Before any refusal, is the person asked about protection, about being a child alone, or a victim?",
            "ar": "قبل أي رفض، هل يُسأل الشخص عن طلب الحماية أو كونه قاصرًا بمفرده أو ضحية؟",
        },
        "answer": {"fr": "Oui, à chaque poste", "en": "Yes, at every post", "ar": "نعم، في كل مركز"},
        "text": {
            "fr": "Ne refuser personne avant les questions de protection, ni qui y répond oui.",
            "en": "Refuse nobody before the questions of protection, nor anybody who answers yes.",
            "ar": "عدم رفض أي شخص قبل طرح أسئلة الحماية، ولا من أجاب بنعم.",
        },
    },
    {
        "number": "2.1",
        "level": "post",
        "theme": "equipment",
        "binds": ["MLI", "MRT", "NER", "BFA"],
        "due": 30,
        "proof": "indicator",
        "indicator": "posts_with_reader",
        "baseline": 0.25,
        "target": 0.75,
        "text": {
            "fr": "Équiper les postes principaux d’un lecteur de passeports en service, et le maintenir.",
            "en": "Give the main posts a passport reader that serves, and keep it serving.",
            "ar": "تزويد المراكز الرئيسية بقارئ جوازات عامل، وصيانته.",
        },
    },
    {
        "number": "2.2",
        "level": "national",
        "theme": "information",
        "binds": ["MLI", "NER", "TCD"],
        "due": 12,
        "proof": "indicator",
        "indicator": "posts_connected",
        "baseline": 0.5,
        "target": 0.9,
        "text": {
            "fr": "Faire arriver à la capitale, dans la journée, ce que chaque poste enregistre.",
            "en": "Have what each post records reach the capital within the day.",
            "ar": "إيصال ما يسجّله كل مركز إلى العاصمة خلال اليوم.",
        },
    },
    {
        "number": "2.3",
        "level": "regional",
        "theme": "equipment",
        "binds": ["MLI", "MRT"],
        "due": 40,
        "proof": "deliverable",
        "deliverable": {
            "fr": "Deux lecteurs de réserve par pays, prêts à partir",
            "en": "Two spare readers a country, ready to leave",
            "ar": "قارئان احتياطيان لكل بلد جاهزان للإرسال",
        },
        "text": {
            "fr": "Tenir deux lecteurs de réserve par pays, pour qu’aucun poste n’attende une pièce.",
            "en": "Hold two spare readers a country, so that no post waits for a part.",
            "ar": "الاحتفاظ بقارئين احتياطيين لكل بلد حتى لا ينتظر أي مركز قطعة غيار.",
        },
    },
    {
        "number": "3.1",
        "level": "post",
        "theme": "security",
        "binds": ALL,
        "due": -30,
        "proof": "indicator",
        "indicator": "hits_in_time",
        "baseline": 0.4,
        "target": 0.9,
        "text": {
            "fr": "Dire dans l’heure à qui une liste arrête ce qu’il en est.",
            "en": "Tell within the hour whoever a list stops what becomes of it.",
            "ar": "إبلاغ من توقفه قائمة بمصير حالته خلال ساعة.",
        },
    },
    {
        "number": "3.2",
        "level": "national",
        "theme": "staff",
        "binds": ALL,
        "due": -40,
        "proof": "indicator",
        "indicator": "posts_with_trained_person",
        "baseline": 0.2,
        "target": 0.6,
        "text": {
            "fr": "Avoir à chaque poste quelqu’un de formé cette année, des femmes comme des hommes.",
            "en": "Have somebody trained this year at each post, women as well as men.",
            "ar": "أن يكون في كل مركز شخص مدرَّب هذا العام، نساءً ورجالًا.",
        },
    },
    {
        "number": "4.1",
        "level": "bilateral",
        "theme": "cooperation",
        "binds": ["MLI", "MRT"],
        "due": 120,
        "proof": "deliverable",
        "deliverable": {
            "fr": "L’annuaire d’astreinte des deux côtés de Gogui, essayé de nuit",
            "en": "The duty directory of both sides of Gogui, tried at night",
            "ar": "دليل المناوبة على جانبي غوغي، مجرّبًا ليلًا",
        },
        "text": {
            "fr": "Savoir, de chaque côté de Gogui, qui appeler la nuit en face.",
            "en": "Know, on each side of Gogui, whom to call across the line at night.",
            "ar": "أن يعرف كل جانب في غوغي بمن يتصل ليلًا في الجانب الآخر.",
        },
    },
    {
        "number": "4.2",
        "level": "local",
        "theme": "communities",
        "binds": ["MLI", "MRT"],
        "due": 90,
        "proof": "question",
        "question": {
            "fr": "Le comité de Gogui s’est-il réuni avec les villages ce trimestre ?",
            "en": "Did the committee of Gogui meet with the villages this quarter?",
            "ar": "هل اجتمعت لجنة غوغي مع القرى في هذا الفصل؟",
        },
        "answer": {"fr": "Oui, avec un compte rendu", "en": "Yes, with minutes", "ar": "نعم، مع محضر"},
        "text": {
            "fr": "Réunir chaque trimestre les villages des deux côtés de Gogui, et leur répondre.",
            "en": "Meet the villages of both sides of Gogui every quarter, and answer them.",
            "ar": "الاجتماع كل فصل بقرى جانبي غوغي والرد عليها.",
        },
    },
    {
        "number": "5.1",
        "level": "national",
        "theme": "integrity",
        "binds": ALL,
        "due": 100,
        "proof": "deliverable",
        "deliverable": {
            "fr": "Les droits à payer, affichés au guichet, avec un reçu",
            "en": "What is to be paid, displayed at the desk, with a receipt",
            "ar": "الرسوم معلنة عند الشباك مع وصل",
        },
        "text": {
            "fr": "Afficher à chaque poste ce qui est dû, et donner un reçu pour chaque franc.",
            "en": "Display at each post what is due, and give a receipt for every franc.",
            "ar": "إعلان المستحقات في كل مركز، وإعطاء وصل عن كل فرنك.",
        },
    },
)

PROJECT: dict[str, Any] = {
    "code": "FFS-GOGUI-12",
    "title": {
        "fr": "Douze mois pour Gogui et quatre postes",
        "en": "Twelve months for Gogui and four posts",
        "ar": "اثنا عشر شهرًا لغوغي وأربعة مراكز",
    },
    "text": {
        "fr": "Lecteurs, liaison, formation : ce que Nouakchott a demandé, à quatre postes du Mali.",
        "en": "Readers, link, training: what Nouakchott asked for, at four posts of Mali.",
        "ar": "قارئات وربط وتدريب: ما طلبته نواكشوط في أربعة مراكز بمالي.",
    },
}
# Number -> (title, amount, spent: [(days before today, amount, note)]).
LINES: dict[str, tuple[Words, int, tuple[tuple[int, int, str], ...]]] = {
    "1.1": (
        {"fr": "Formation", "en": "Training", "ar": "التدريب"},
        18_000_000,
        ((150, 6_200_000, "Kayes, 24 agents"), (48, 5_900_000, "Sikasso, 22 agents")),
    ),
    "2.1": (
        {"fr": "Lecteurs de passeports", "en": "Passport readers", "ar": "قارئات الجوازات"},
        12_000_000,
        ((168, 3_400_000, "ML-GOG, lecteur L-0417"), (70, 420_000, "pièce de rechange et déplacement")),
    ),
    "2.2": (
        {"fr": "Liaison par satellite", "en": "Satellite link", "ar": "الربط بالأقمار الاصطناعية"},
        24_000_000,
        ((110, 9_000_000, "acompte, matériel en douane"),),
    ),
    "3.1": (
        {"fr": "Suivi et évaluation", "en": "Follow-up and evaluation", "ar": "المتابعة والتقييم"},
        6_000_000,
        ((60, 1_500_000, "visite à mi-parcours"),),
    ),
}
RESULTS: tuple[tuple[str, Words, str, float, float], ...] = (
    (
        "R1",
        {"fr": "On attend moins au guichet", "en": "People wait less at the desk", "ar": "انتظار أقل عند الشباك"},
        "first_line_median",
        105.0,
        30.0,
    ),
    (
        "R2",
        {"fr": "Le matériel sert", "en": "Equipment serves", "ar": "التجهيزات تعمل"},
        "equipment_in_service",
        0.6,
        0.9,
    ),
)
NARRATIVE = (
    "Le lecteur de Gogui, acheté sur la ligne 2.1, a servi soixante et un jours, est resté quarante et un jours en "
    "panne faute d’une pièce, et sert de nouveau. Le temps au guichet suit, dans un sens puis dans l’autre. "
    "La liaison par satellite attend en douane. Les lecteurs de réserve n’ont pas été achetés : la ligne 2.1 le "
    "permettait."
)
