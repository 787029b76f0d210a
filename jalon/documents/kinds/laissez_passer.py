"""A paper of a state for one journey."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="laissez_passer",
    names={"en": "Laissez-passer (State)", "fr": "Laissez-passer (État)", "ar": "جواز مرور (دولة)"},
    zones=("TD3",),
    requires=(
        "issuing_state",
        "document_number",
        "issue_date",
        "expiry_date",
        "issuing_office",
        "purpose",
    ),
    identity="weak",
    proves_nationality=False,
    travel="made_for_it",
    confidence="medium",
    notes={
        "en": (
            "Also called safe conduct or emergency travel certificate; usually good for one journey, "
            "often without MRZ. It does not by itself prove nationality."
        ),
        "fr": (
            "Dit aussi sauf-conduit ou titre de voyage provisoire ; bon en général pour un seul voyage, "
            "souvent sans zone. Il ne prouve pas à lui seul la nationalité."
        ),
        "ar": (
            "يسمى أيضاً إذن مرور أو وثيقة سفر اضطرارية؛ صالح عادة لرحلة واحدة وغالباً بلا منطقة قراءة. "
            "لا يثبت الجنسية وحده."
        ),
    },
    sources=(
        "ICAO Doc 9303-4, document codes",
        "ICAO Annex 9, chapter 3",
    ),
    marks=(Mark(codes=("PL",), zones=("TD3",)),),
)
