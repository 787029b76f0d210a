"""One filled assessment as a PDF, in the language that is set: its scores on the first page, then every answer."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation

from jalon.capacity import words_of_assessments as words

STYLE = "capacity/assessment_paper.css"


class NoPango(Exception):
    """This machine lacks the libraries that lay out a PDF."""


def can_make_pdf() -> bool:
    """Whether this machine has what lays out a PDF."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def pdf(seen: dict[str, Any], state: str) -> bytes:
    """The file. `seen`: the assessment as `assessment_seen.one` says it; `state`: the name of the state. Raises
    NoPango."""
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:
        raise NoPango(str(missing)) from missing
    facts = {
        "one": seen,
        "state": state,
        "language": words.language(),
        "rtl": translation.get_language_bidi(),
        "made": words.day(timezone.localdate()),
    }
    text = render_to_string("capacity/assessments/paper.html", facts)
    made = HTML(string=text, url_fetcher=_fetch_nothing).render(stylesheets=[CSS(string=_style())])
    made.metadata.title = f"{seen['title']} · {seen['post']}"
    return bytes(made.write_pdf() or b"")


@cache
def _style() -> str:
    return Path(str(finders.find(STYLE))).read_text(encoding="utf-8")


def _fetch_nothing(url: str, *_: Any, **__: Any) -> Any:
    """An assessment draws on nothing outside itself."""
    raise ValueError(f"an assessment asks for nothing from elsewhere: {url}")
