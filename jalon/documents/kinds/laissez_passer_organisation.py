"""The laissez-passer or passport of an international organisation for its staff."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="laissez_passer_organisation",
    names={"en": "Laissez-passer (organisation)", "fr": "Laissez-passer (organisation)", "ar": "جواز مرور (منظمة)"},
    zones=("TD3",),
    requires=(
        "issuing_state",
        "document_number",
        "nationality",
        "birth_date",
        "expiry_date",
    ),
    identity="strong",
    proves_nationality=False,
    travel="made_for_it",
    confidence="high",
    notes={
        "en": (
            "United Nations, European Union, African institutions, INTERPOL and others. It shows a "
            "mission, not a nationality: the holder also has a national passport."
        ),
        "fr": (
            "Nations Unies, Union européenne, institutions africaines, INTERPOL et autres. Il montre une "
            "mission, non une nationalité : le titulaire a aussi un passeport national."
        ),
        "ar": (
            "الأمم المتحدة والاتحاد الأوروبي والمؤسسات الأفريقية والإنتربول وغيرها. يثبت مهمة لا جنسية: "
            "ولحامله جواز وطني أيضاً."
        ),
    },
    sources=(
        "ICAO Doc 9303-3, section 5",
        "Convention on the Privileges and Immunities of the United Nations, 1946, article VII",
    ),
    marks=(
        Mark(
            codes=("P",),
            issuers=("UNO", "UNA", "EUE", "XPO", "XBA", "XIM", "XCC", "XCE", "XCO", "XDC", "XEC", "XES", "XMP"),
        ),
    ),
)
