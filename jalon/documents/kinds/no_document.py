"""A traveller without a paper."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="no_document",
    names={"en": "No document", "fr": "Aucun document", "ar": "بلا وثيقة"},
    zones=(),
    requires=(
        "nationality",
        "birth_date",
        "declared_by",
    ),
    identity="none",
    proves_nationality=False,
    travel="no",
    confidence="none",
    notes={
        "en": (
            "Everything is declared by the traveller. To have no paper is no offence of a refugee: ask "
            "the protective questions first."
        ),
        "fr": (
            "Tout est déclaré par le voyageur. L’absence de papiers n’est pas une faute du réfugié : "
            "poser d’abord les questions de protection."
        ),
        "ar": "كل البيانات بتصريح المسافر. انعدام الوثائق ليس ذنباً للاجئ: اطرح أسئلة الحماية أولاً.",
    },
    sources=("Convention relating to the Status of Refugees, 1951, article 31",),
)
