"""The ECOWAS travel certificate (carnet de voyage), a booklet for journeys among member states."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="travel_certificate_ecowas",
    names={"en": "ECOWAS travel certificate", "fr": "Carnet de voyage CEDEAO", "ar": "دفتر سفر إيكواس"},
    zones=(),
    requires=(
        "issuing_state",
        "document_number",
        "issue_date",
        "expiry_date",
        "issuing_office",
    ),
    identity="weak",
    proves_nationality=True,
    travel="where_agreed",
    confidence="medium",
    notes={
        "en": (
            "A written booklet without MRZ, good among the States that agreed on it; it is being "
            "replaced by the biometric card."
        ),
        "fr": (
            "Carnet manuscrit sans zone, bon entre les États qui en sont convenus ; la carte biométrique "
            "le remplace peu à peu."
        ),
        "ar": ("دفتر مكتوب بلا منطقة قراءة، صالح بين الدول المتفقة عليه؛ وتحل البطاقة البيومترية محله تدريجياً."),
    },
    sources=("ECOWAS Decision A/DEC.2/7/85",),
)
