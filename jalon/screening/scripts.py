"""Any script to plain lower-case Latin letters, by literal tables. No table: the letters stay as they are.

Arabic is written without its short vowels, so what comes out of it is consonants and long vowels only:
`fold` says so, and such a word is compared by its consonants.
"""

from __future__ import annotations

import unicodedata

# Latin letters that Unicode does not decompose into a base letter and a mark; the hooked ones are those of
# the Pan-Nigerian and African reference alphabets (Hausa, Fulfulde, Bambara, Tamasheq).
LATIN = {
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
    "ə": "a", "ǝ": "e", "ŋ": "ng", "ɲ": "ny", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ɣ": "gh",
    "ƭ": "t", "ƈ": "c", "ɠ": "g", "ɖ": "d", "ʋ": "v", "ĸ": "k", "ŉ": "n", "ſ": "s",
}  # fmt: skip

ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ى": "a",
    "ة": "a", "ء": "", "ؤ": "w", "ئ": "y",
    # Persian, Urdu, Pashto
    "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ک": "k", "ی": "y", "ہ": "h", "ھ": "h", "ە": "a", "ے": "e", "ٹ": "t",
    "ڈ": "d", "ڑ": "r", "ں": "n", "ۀ": "a", "ځ": "dz", "څ": "ts", "ډ": "d", "ړ": "r", "ږ": "zh", "ښ": "sh", "ګ": "g",
    "ې": "e", "ۍ": "y", "ټ": "t", "ڼ": "n", "ڤ": "v", "ڨ": "g", "ڭ": "ng",
    # tatweel, a stroke that only stretches the word
    "ـ": "",
}  # fmt: skip

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "ђ": "dj", "џ": "dz", "ѓ": "g", "ќ": "k", "ѕ": "dz", "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o",
    "ұ": "u", "ү": "u", "һ": "h", "ӣ": "i", "ӯ": "u", "ҳ": "h", "ҷ": "j",
}  # fmt: skip

GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip

LETTERS = str.maketrans({**LATIN, **ARABIC, **CYRILLIC, **GREEK})

# Marks written inside one word: dropped, so that "Isma'il" is "Ismail" and "N'Diaye" is "Ndiaye".
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼʻʾʿ′ʹ\u200c\u200d\u200e\u200f\u202a\u202c\u2066\u2069"), None)


def is_unvocalised(text: str) -> bool:
    """Written in the Arabic script, that is without short vowels."""
    return any("\u0620" <= letter <= "\u06d3" or "\ufb50" <= letter <= "\ufefc" for letter in text)


def fold(word: str) -> str:
    """One word as lower-case letters and digits without marks."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKC", word).translate(APOSTROPHES).casefold().translate(LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed.translate(LETTERS) if letter.isalnum())
