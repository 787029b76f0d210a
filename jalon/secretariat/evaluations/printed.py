"""The PDFs of evaluations, each laid out once: what was drawn never changes. They stand in JALON_HOME/evaluations under
the digest of what they show, their language, and a mark of the layout, which an upgrade may change.

Those of the newest that were drawn here are made ahead by whatever follows the journal, one a pass, so that nobody
waits for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import translation

from jalon.cooperation import evaluation
from jalon.cooperation.models import Evaluation
from jalon.journal.keys import write_private
from jalon.journal.node import this_node
from jalon.secretariat.evaluations import report
from jalon.web import printing

LANGUAGES = ("fr", "en", "ar")
AHEAD = 2  # evaluations, the newest
MOST = 60  # files that are kept


def pdf(one: Evaluation, found: Mapping[str, Any]) -> bytes:
    """The file in the language that is set: as it stands here, else laid out now and kept. Raises NoPango."""
    place = _place(one)
    try:
        return place.read_bytes()
    except OSError:
        content = report.pdf(one, found)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    write_private(place, content)
    _tidy(place)
    return content


def is_ready(one: Evaluation, language: str) -> bool:
    """Whether the file stands here, so that nobody waits for it."""
    with translation.override(language):
        return _place(one).exists()


def follow() -> int:
    """Lay out one that is missing of the newest evaluations drawn here. Returns how many were: 1 or 0."""
    if not printing.can_make_pdf():
        return 0
    rows = Evaluation.objects.filter(key__startswith=f"{this_node().id}.").order_by("-position", "-key")
    for one in rows[:AHEAD]:
        for language in LANGUAGES:
            if not is_ready(one, language):
                found = evaluation.kept(one)
                if found is None:
                    break
                with translation.override(language):
                    pdf(one, found)
                return 1
    return 0


def _place(one: Evaluation) -> Path:
    language = (translation.get_language() or "fr")[:2]
    return Path(settings.JALON_HOME) / "evaluations" / f"{one.digest}-{language}-{_layout(language)}.pdf"


@cache
def _layout(language: str) -> str:
    """A mark of everything that a paper is laid out with: its page, its style, the words of its language."""
    page = Path(report.__file__).parents[1] / "templates" / "secretariat" / "evaluations" / "report.html"
    files = [str(page), str(finders.find(report.STYLE))]
    files += [str(path) for path in sorted(Path(settings.LOCALE_PATHS[0]).glob(f"{language}/LC_MESSAGES/*.mo"))]
    found = hashlib.sha256(version("jalon").encode())
    for name in files:
        found.update(Path(name).read_bytes())
    return found.hexdigest()[:12]


def _tidy(kept: Path) -> None:
    """Remove what an older layout made of the same, and the oldest beyond MOST."""
    same = kept.name.rsplit("-", 1)[0]
    for other in kept.parent.glob(f"{same}-*.pdf"):
        if other != kept:
            other.unlink(missing_ok=True)
    files = sorted(kept.parent.glob("*.pdf"), key=lambda path: path.stat().st_mtime)
    for old in files[:-MOST]:
        old.unlink(missing_ok=True)
