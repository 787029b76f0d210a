"""One filled assessment as a PDF, in the language that is set: its scores on the first page, then every answer."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from jalon.capacity import words_of_assessments as words
from jalon.web import printing

STYLE = "capacity/assessment_paper.css"


def pdf(seen: dict[str, Any], state: str) -> bytes:
    """The file. `seen`: the assessment as `assessment_seen.one` says it; `state`: the name of the state. Raises
    NoPango."""
    facts = {
        "one": seen,
        "state": state,
        "language": words.language(),
        "rtl": translation.get_language_bidi(),
        "made": words.day(timezone.localdate()),
    }
    text = render_to_string("capacity/assessments/paper.html", facts)
    return printing.written(printing.laid_out(text, STYLE), f"{seen['title']} · {seen['post']}")
