"""The pictures of a traveller, as the pages show them beside the particulars; nothing where none were taken."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jalon.crossings import pictures
from jalon.crossings.models import Inspection
from jalon.desk.words_of_readers import BECAME, KINDS


def pictures_of(inspection: Inspection) -> dict[str, Any]:
    """taken: url ("" where it cannot be shown any more), label, became; take: where one may be taken ("": pictures are
    off)."""
    taken = [
        {
            "url": reverse("desk:picture", args=[one.key]) if pictures.seen(one) is not None else "",
            "kind": one.kind,
            "label": KINDS[one.kind],
            "became": BECAME[pictures.what_became_of(one)],
            "fault": pictures.what_became_of(one) == pictures.MISSING,
        }
        for one in pictures.of(inspection)
    ]
    return {
        "taken": taken,
        "take": reverse("desk:take_picture", args=[inspection.key]) if pictures.kinds_allowed() else "",
    }
