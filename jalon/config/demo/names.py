"""Given and family names of the Sahel, to be put together at random: nobody real, by construction.

Each name stands with its usual spellings (French, English, romanised Arabic, and Arabic script where it is common), so
that synthetic lists and synthetic papers can spell one person in several ways. Tables are of common public names.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# A name is its spellings: the first is the one a paper of the region carries.
Spellings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """The names of a country: given names of men and women, family names."""

    men: tuple[Spellings, ...]
    women: tuple[Spellings, ...]
    families: tuple[Spellings, ...]


COMMON_MEN: tuple[Spellings, ...] = (
    ("Mohamed", "Mouhamadou", "Muhammad", "Mohammed", "محمد"),
    ("Ahmed", "Ahmad", "Amadou", "أحمد"),
    ("Ibrahim", "Ibrahima", "Brahim", "Ibraheem", "إبراهيم"),
    ("Moussa", "Musa", "Mousa", "موسى"),
    ("Issa", "Isa", "Eissa", "عيسى"),
    ("Ousmane", "Usman", "Uthman", "Osman", "عثمان"),
    ("Oumar", "Omar", "Umar", "Oumarou", "عمر"),
    ("Ali", "Aly", "علي"),
    ("Aboubacar", "Abubakar", "Boubacar", "Abou Bakr", "أبو بكر"),
    ("Abdoulaye", "Abdullahi", "Abdallah", "Abdullah", "عبد الله"),
    ("Souleymane", "Sulaiman", "Suleiman", "Soulaymane", "سليمان"),
    ("Youssouf", "Yusuf", "Yousef", "Yusufu", "يوسف"),
    ("Hamidou", "Hamid", "Ahmidou", "حميد"),
    ("Idrissa", "Idris", "Idriss", "إدريس"),
    ("Cheikh", "Sheikh", "Shaikh", "شيخ"),
    ("Mahamadou", "Mahamat", "Mamadou", "Mohamadou", "محمدو"),
    ("Ismaël", "Ismail", "Ismaila", "إسماعيل"),
    ("Yacouba", "Yakubu", "Yaqoub", "يعقوب"),
    ("Harouna", "Haruna", "Haroun", "هارون"),
    ("Seydou", "Saidu", "Saïdou", "سعيدو"),
)
COMMON_WOMEN: tuple[Spellings, ...] = (
    ("Fatoumata", "Fatimata", "Fatima", "Fatimatou", "فاطمة"),
    ("Aminata", "Aminatou", "Amina", "أمينة"),
    ("Mariam", "Mariama", "Maryam", "Mariame", "مريم"),
    ("Aïssata", "Aissatou", "Aisha", "Aïcha", "عائشة"),
    ("Hawa", "Awa", "Hauwa", "حواء"),
    ("Kadidia", "Khadija", "Kadiatou", "Hadiza", "خديجة"),
    ("Zeinab", "Zainab", "Zeynab", "زينب"),
    ("Safiatou", "Safia", "Safiya", "صفية"),
    ("Halima", "Halimatou", "Halimah", "حليمة"),
    ("Rokia", "Rokiatou", "Ruqayya", "رقية"),
    ("Salamatou", "Salamata", "Salma", "سلمى"),
    ("Ramatou", "Ramata", "Rahmatou", "رحمة"),
)

STOCKS: dict[str, Stock] = {
    "MLI": Stock(
        men=(*COMMON_MEN, ("Bakary", "Bakari"), ("Modibo", "Modibbo"), ("Sékou", "Sekou", "Sheku"), ("Drissa",)),
        women=(*COMMON_WOMEN, ("Oumou", "Umu"), ("Djénéba", "Djeneba", "Jeneba"), ("Nana",), ("Tenin", "Tenen")),
        families=(
            ("Traoré", "Traore"),
            ("Coulibaly", "Koulibaly", "Kulibali"),
            ("Keïta", "Keita"),
            ("Diarra", "Jarra"),
            ("Konaté", "Konate"),
            ("Sissoko", "Cissoko"),
            ("Touré", "Toure", "Turay"),
            ("Diallo", "Jallow", "Djallo"),
            ("Maïga", "Maiga"),
            ("Cissé", "Cisse", "Ceesay"),
            ("Dembélé", "Dembele"),
            ("Sangaré", "Sangare"),
            ("Ag Mohamed", "Ag Mohammed"),
            ("Sidibé", "Sidibe"),
            ("Kanté", "Kante"),
        ),
    ),
    "NER": Stock(
        men=(*COMMON_MEN, ("Mahaman", "Mahamane"), ("Salissou", "Salisu"), ("Laouali", "Lawali"), ("Maman",)),
        women=(*COMMON_WOMEN, ("Ouma",), ("Rakia", "Raqiya"), ("Hadjara", "Hajara"), ("Balkissa", "Bilqis")),
        families=(
            ("Issoufou", "Yusufu"),
            ("Hassane", "Hassan", "حسن"),
            ("Maïdadji", "Maidaji"),
            ("Garba",),
            ("Sani", "Saani"),
            ("Adamou", "Adamu"),
            ("Abdou", "Abdu"),
            ("Boureima", "Burema"),
            ("Hamani", "Hamany"),
            ("Seyni", "Seini"),
            ("Oumarou", "Umaru"),
            ("Tahirou", "Tahiru"),
            ("Mamane", "Maman"),
            ("Kimba",),
        ),
    ),
    "MRT": Stock(
        men=(*COMMON_MEN, ("Sidi", "Sidy", "سيدي"), ("Mokhtar", "Moctar", "مختار"), ("Saleck", "Salek", "السالك")),
        women=(*COMMON_WOMEN, ("Lalla", "لالة"), ("Vatma", "Fatma", "فاطمة")),
        families=(
            ("Ould Ahmed", "Weld Ahmed", "ولد أحمد"),
            ("Ould Sidi", "Weld Sidi", "ولد سيدي"),
            ("Ould Brahim", "Ould Ibrahim", "ولد إبراهيم"),
            ("Ould Mohamed Lemine", "Ould Mohamed Lamine", "ولد محمد الأمين"),
            ("Sow", "Sou"),
            ("Ba", "Bah"),
            ("Sy", "Si"),
            ("Kane", "Kan"),
            ("Camara", "Kamara"),
            ("Soumaré", "Soumare"),
            ("Ould Salem", "Weld Salem", "ولد سالم"),
            ("Thiam", "Tiam"),
        ),
    ),
    "BFA": Stock(
        men=(*COMMON_MEN, ("Adama",), ("Salif", "Salifou"), ("Boukary", "Bukari"), ("Lassané", "Lassane")),
        women=(*COMMON_WOMEN, ("Alimata",), ("Bintou", "Bintu"), ("Azèta", "Azeta"), ("Korotimi", "Korotoumou")),
        families=(
            ("Ouédraogo", "Ouedraogo", "Wedraogo"),
            ("Sawadogo", "Savadogo"),
            ("Zongo",),
            ("Kaboré", "Kabore"),
            ("Compaoré", "Compaore"),
            ("Tapsoba",),
            ("Nikiéma", "Nikiema"),
            ("Ilboudo",),
            ("Barry", "Bari"),
            ("Dicko", "Diko"),
            ("Sankara",),
            ("Kindo",),
            ("Tamboura", "Tambura"),
        ),
    ),
    "TCD": Stock(
        men=(*COMMON_MEN, ("Mahamat", "Mahamad", "محمد"), ("Hissein", "Hussein", "حسين"), ("Adoum", "Adam", "آدم")),
        women=(*COMMON_WOMEN, ("Achta", "Ashta"), ("Haoua", "Hawa", "حواء"), ("Zara", "Zahra", "زهراء")),
        families=(
            ("Abakar", "Abubakar", "أبكر"),
            ("Mahamat", "Mohammed", "محمد"),
            ("Saleh", "Salih", "صالح"),
            ("Hassan", "Hassane", "حسن"),
            ("Brahim", "Ibrahim", "إبراهيم"),
            ("Adoum", "Adam", "آدم"),
            ("Ousman", "Osman", "عثمان"),
            ("Djibrine", "Jibrin", "جبرين"),
            ("Khamis", "Hamis", "خميس"),
            ("Annour", "An-Nour", "النور"),
            ("Youssouf", "Yusuf", "يوسف"),
        ),
    ),
}

# Neighbours whose travellers come too take the names of the nearest stock.
NEIGHBOURS = {"SEN": "MLI", "GIN": "MLI", "CIV": "BFA", "GMB": "MLI", "GHA": "BFA", "NGA": "NER", "DZA": "MRT",
              "LBY": "TCD", "SDN": "TCD", "CMR": "TCD", "BEN": "BFA", "TGO": "BFA", "MAR": "MRT"}  # fmt: skip

NATIONALITIES = tuple(STOCKS)


def stock(nationality: str) -> Stock:
    """The names of a country; those of Mali where there is no table."""
    return STOCKS.get(nationality) or STOCKS[NEIGHBOURS.get(nationality, "MLI")]


def person(random: Random, nationality: str) -> tuple[str, str, str]:
    """(primary identifier, secondary identifier, sex "M" or "F") as a passport of that country spells them."""
    family, given, sex = parts(random, nationality)
    return family[0], " ".join(name[0] for name in given), sex


def parts(random: Random, nationality: str) -> tuple[Spellings, tuple[Spellings, ...], str]:
    """A family name, one or two given names, each with all its spellings, and the sex."""
    names, sex = stock(nationality), random.choice("MF")
    kin = names.men if sex == "M" else names.women
    given = random.sample(kin, 2 if random.random() < 0.3 else 1)
    family = random.choice(names.families)
    return family if sex == "M" else tuple(of_a_daughter(spelling) for spelling in family), tuple(given), sex


# “Son of” → “daughter of”, where a family name says it.
DAUGHTERS = {"Ould ": "Mint ", "Weld ": "Ment ", "Ag ": "Walet ", "ولد ": "بنت "}


def of_a_daughter(family: str) -> str:
    for son, daughter in DAUGHTERS.items():
        if family.startswith(son):
            return daughter + family.removeprefix(son)
    return family


def respelled(random: Random, family: Spellings, given: tuple[Spellings, ...]) -> str:
    """The same person under other spellings, in Latin letters, the parts sometimes swapped."""
    words = [random.choice(latin(name)) for name in given]
    last = random.choice(latin(family))
    return " ".join([last, *words] if random.random() < 0.3 else [*words, last])


def in_arabic(family: Spellings, given: tuple[Spellings, ...]) -> str | None:
    """The name in Arabic script, when every part has one."""
    words = [next((spelling for spelling in name if not is_latin(spelling)), None) for name in (*given, family)]
    return " ".join(word for word in words if word) if all(words) else None


def latin(name: Spellings) -> list[str]:
    return [spelling for spelling in name if is_latin(spelling)]


def is_latin(text: str) -> bool:
    return all(ord(sign) < 0x250 for sign in text)
