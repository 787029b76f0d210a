"""The international transhumance certificate of a herd (CIT)."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="transhumance_certificate",
    names={
        "en": "International transhumance certificate (CIT)",
        "fr": "Certificat international de transhumance (CIT)",
        "ar": "شهادة الترحال الرعوي الدولية",
    },
    zones=(),
    requires=(
        "issuing_state",
        "document_number",
        "issue_date",
        "issuing_office",
        "herd",
        "herders",
        "route",
    ),
    identity="none",
    proves_nationality=False,
    travel="where_agreed",
    confidence="medium",
    notes={
        "en": (
            "It is the herd’s paper, not the herder’s: ask each herder for a document of his own too. "
            "Count the animals, and look at the season and the gate."
        ),
        "fr": (
            "C’est le papier du troupeau, non du berger : demander aussi à chaque berger une pièce "
            "personnelle. Compter les animaux ; vérifier la saison et le point de passage."
        ),
        "ar": (
            "هي وثيقة القطيع لا الراعي: اطلب من كل راعٍ وثيقته الشخصية أيضاً. عُدّ الحيوانات وتحقق من الموسم ونقطة العبور."
        ),
    },
    sources=("ECOWAS Decision A/DEC.5/10/98 on transhumance",),
    holder="herder",
)
