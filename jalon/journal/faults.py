"""What a verification can find, in the words of the three languages, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# Each fault in the languages of the house. {entry} is said by ENTRY; {words} are SQLite's own, in English.
SENTENCES: dict[str, dict[str, str]] = {
    "header_altered": {
        "fr": "{entry} : l’en-tête a été modifié.",
        "en": "{entry}: the header was altered.",
        "ar": "{entry}: عُدِّلت ترويسة القيد.",
    },
    "hash_altered": {
        "fr": "{entry} : l’empreinte enregistrée n’est pas celle de l’en-tête.",
        "en": "{entry}: the recorded hash is not the header’s.",
        "ar": "{entry}: البصمة المسجَّلة ليست بصمة الترويسة.",
    },
    "column_altered": {
        "fr": "{entry} : la colonne « {column} » ne dit pas ce que dit l’en-tête.",
        "en": "{entry}: the column “{column}” does not say what the header says.",
        "ar": "{entry}: العمود «{column}» لا يوافق الترويسة.",
    },
    "position_altered": {
        "fr": "{entry} : sa position devrait être {expected} ; une entrée a été retirée avant elle, ou sa position "
        "modifiée.",
        "en": "{entry}: its position should be {expected}; an entry before it was removed, or its position altered.",
        "ar": "{entry}: كان ينبغي أن يكون موضعه {expected}؛ حُذف قيد قبله أو عُدِّل موضعه.",
    },
    "link_broken": {
        "fr": "{entry} : l’en-tête ne suit pas celui de l’entrée précédente.",
        "en": "{entry}: the header does not follow that of the entry before.",
        "ar": "{entry}: الترويسة لا تتبع ترويسة القيد السابق.",
    },
    "sealed_altered": {
        "fr": "{entry} : le contenu scellé a été modifié.",
        "en": "{entry}: the sealed bytes were altered.",
        "ar": "{entry}: عُدِّل المحتوى المختوم.",
    },
    "signature_bad": {
        "fr": "{entry} : la signature n’est pas celle du nœud ; l’entrée est falsifiée ou sa signature modifiée.",
        "en": "{entry}: the signature is not the node’s; the entry is forged or its signature was altered.",
        "ar": "{entry}: التوقيع ليس توقيع العقدة؛ القيد مزوَّر أو عُدِّل توقيعه.",
    },
    "missing": {
        "fr": "{entry} : l’entrée manque ; elle a été retirée.",
        "en": "{entry}: the entry is missing; it was removed.",
        "ar": "{entry}: القيد مفقود؛ لقد حُذف.",
    },
    "moved": {
        "fr": "{entry} : l’entrée n’est pas à sa place ; l’ordre a été changé.",
        "en": "{entry}: the entry is not in its place; the order was changed.",
        "ar": "{entry}: القيد ليس في مكانه؛ لقد غُيِّر الترتيب.",
    },
    "epoch_unknown": {
        "fr": "{entry} : le journal ne contient pas son époque.",
        "en": "{entry}: its epoch is not in the journal.",
        "ar": "{entry}: حقبته غير موجودة في السجل.",
    },
    "epoch_key": {
        "fr": "{entry} : la clé publique de l’époque n’est pas celle du nœud.",
        "en": "{entry}: the epoch’s public key is not the node’s.",
        "ar": "{entry}: المفتاح العام للحقبة ليس مفتاح العقدة.",
    },
    "epoch_missing": {
        "fr": "{entry} : toute cette époque manque ; l’époque {by}, qui la suivait, la nomme.",
        "en": "{entry}: the whole epoch is missing; epoch {by}, which followed it, names it.",
        "ar": "{entry}: هذه الحقبة كلها مفقودة؛ تذكرها الحقبة {by} التي تلتها.",
    },
    "opening_altered": {
        "fr": "{entry} : l’acte d’ouverture de l’époque a été modifié.",
        "en": "{entry}: the statement that opens the epoch was altered.",
        "ar": "{entry}: عُدِّل بيان فتح الحقبة.",
    },
    "sealed_removed": {
        "fr": "{entry} : le contenu scellé a été retiré.",
        "en": "{entry}: the sealed bytes were removed.",
        "ar": "{entry}: أُزيل المحتوى المختوم.",
    },
    "head_altered": {
        "fr": "{entry} : la tête signée de l’époque ne s’accorde pas avec cette entrée.",
        "en": "{entry}: the signed head of the epoch does not agree with this entry.",
        "ar": "{entry}: رأس الحقبة الموقَّع لا يوافق هذا القيد.",
    },
    "counter_ahead": {
        "fr": "{entry} : le compteur d’arrivée est à {last} alors que le journal contient {entries} entrées ; la fin "
        "du journal a été perdue, ou le compteur modifié.",
        "en": "{entry}: the arrival counter stands at {last} and the journal holds {entries} entries; the end of the "
        "journal was lost, or the counter altered.",
        "ar": "{entry}: عدّاد الوصول عند {last} والسجل يحوي {entries} قيدًا؛ فُقدت نهاية السجل أو عُدِّل العدّاد.",
    },
    "tail_lost": {
        "fr": "{entry} : l’entrée manque ; le témoin connaît cette époque jusqu’à l’entrée {known}. La fin du journal "
        "a été perdue, ou ce fichier est une copie.",
        "en": "{entry}: the entry is missing; the sidecar knows this epoch up to entry {known}. The end of the journal "
        "was lost, or this file is a copy.",
        "ar": "{entry}: القيد مفقود؛ الملف الشاهد يعرف هذه الحقبة حتى القيد {known}. فُقدت نهاية السجل أو هذا الملف "
        "نسخة.",
    },
    "sidecar_differs": {
        "fr": "{entry} : ce n’est pas l’entrée que connaît le témoin.",
        "en": "{entry}: it is not the entry that the sidecar knows.",
        "ar": "{entry}: ليس هو القيد الذي يعرفه الملف الشاهد.",
    },
    "other_node": {
        "fr": "Le témoin est celui du nœud {node}, dont ce journal ne contient rien : c’est le journal d’un autre "
        "nœud, ou tout a été remplacé.",
        "en": "The sidecar is that of node {node}, of which this journal holds nothing: it is another node’s journal, "
        "or all of it was replaced.",
        "ar": "الملف الشاهد يخص العقدة {node} ولا يحوي هذا السجل شيئًا منها: هو سجل عقدة أخرى، أو استُبدل كله.",
    },
    "file_damaged": {
        "fr": "Le fichier du journal est endommagé (SQLite : {words}).",
        "en": "The journal’s file is damaged (SQLite: {words}).",
        "ar": "ملف السجل تالف (SQLite: {words}).",
    },
    "not_a_journal": {
        "fr": "Ce fichier n’est pas un journal : il y manque la table {words}.",
        "en": "This file is not a journal: it lacks the table {words}.",
        "ar": "هذا الملف ليس سجلًا: ينقصه الجدول {words}.",
    },
    "file_missing": {
        "fr": "Il n’y a pas de fichier {words}.",
        "en": "There is no file {words}.",
        "ar": "لا يوجد ملف {words}.",
    },
    "file_unreadable": {
        "fr": "Le fichier ne peut pas être lu maintenant : {words}.",
        "en": "The file cannot be read now: {words}.",
        "ar": "لا يمكن قراءة الملف الآن: {words}.",
    },
}

ENTRY = {
    "fr": "Entrée {seq} de l’époque {epoch} du nœud {node}",
    "en": "Entry {seq} of epoch {epoch} of node {node}",
    "ar": "القيد {seq} من الحقبة {epoch} للعقدة {node}",
}


class JournalUnreadable(Exception):
    """The file is absent, or may not be read, or is held by another process: nothing is known of the journal."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(SENTENCES[code]["en"].format(words=words))
        self.code, self.words = code, words

    def sentence(self, language: str = "en") -> str:
        return SENTENCES[self.code][language].format(words=self.words)


@dataclass(frozen=True, slots=True)
class Place:
    """Which entry."""

    node: str
    epoch: str
    seq: int

    def sentence(self, language: str = "en") -> str:
        return ENTRY[language].format(node=shown(self.node), epoch=shown(self.epoch), seq=self.seq)

    def as_json(self) -> dict[str, Any]:
        return {"node": shown(self.node), "epoch": shown(self.epoch), "seq": self.seq}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and with which entry; the place is None where the damage is not one entry's."""

    code: str
    place: Place | None = None
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def node(self) -> str | None:
        return self.place.node if self.place else None

    @property
    def epoch(self) -> str | None:
        return self.place.epoch if self.place else None

    @property
    def seq(self) -> int | None:
        return self.place.seq if self.place else None

    def sentence(self, language: str = "en") -> str:
        entry = self.place.sentence(language) if self.place else ""
        return SENTENCES[self.code][language].format(entry=entry, **self.parameters)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        place = self.place.as_json() if self.place else {"node": None, "epoch": None, "seq": None}
        return {"code": self.code, **place, "sentence": self.sentence(language)}


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found. `entries` counts the good entries before the first fault."""

    ok: bool
    entries: int
    epochs: int
    first_fault: Fault | None
    last_good: Place | None
    sidecar: bool  # whether a sidecar was there to compare with
    damage: tuple[str, ...] = ()  # SQLite's words on the file

    def as_json(self, language: str = "en") -> dict[str, Any]:
        return {
            "ok": self.ok,
            "entries": self.entries,
            "epochs": self.epochs,
            "first_fault": self.first_fault.as_json(language) if self.first_fault else None,
            "last_good": self.last_good.as_json() if self.last_good else None,
            "sidecar": self.sidecar,
            "damage": list(self.damage),
        }


def shown(text: str, longest: int = 64) -> str:
    """Text of an untrusted file, fit for a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:longest])
