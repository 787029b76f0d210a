"""The ordinary passport of a state, in its national series."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="passport",
    names={"en": "Passport", "fr": "Passeport", "ar": "جواز سفر"},
    zones=("TD3",),
    requires=(
        "issuing_state",
        "document_number",
        "nationality",
        "birth_date",
        "expiry_date",
    ),
    identity="strong",
    proves_nationality=True,
    travel="made_for_it",
    confidence="high",
    notes={
        "en": (
            "Ordinary passport. The MRZ gives neither the series nor the cover: choose ECOWAS or AES by "
            "eye where it matters."
        ),
        "fr": (
            "Passeport ordinaire. La zone ne donne ni la série ni la couverture : choisir CEDEAO ou AES "
            "à l’œil si cela compte."
        ),
        "ar": ("جواز سفر عادي. لا تبيّن المنطقة السلسلة ولا الغلاف: اختر إيكواس أو تحالف دول الساحل بالنظر عند الحاجة."),
    },
    sources=("ICAO Doc 9303-4",),
    marks=(Mark(codes=("P", "PP"), zones=("TD3",)),),
)
