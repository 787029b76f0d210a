"""Pages as PDF files, where this machine can lay them out. They draw on files of ours and on nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders


class NoPango(Exception):
    """This machine lacks the libraries that lay out a PDF."""


def can_make_pdf() -> bool:
    """Whether this machine has what lays out a PDF."""
    try:
        import weasyprint  # noqa: F401
    except OSError:  # the bindings are here, the system's Pango is not
        return False
    return True


def laid_out(text: str, *styles: str, more: str = "") -> Any:
    """The pages of an HTML text under style sheets (paths of the static files) and some rules more: a document of
    WeasyPrint. Raises NoPango."""
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:
        raise NoPango(str(missing)) from missing
    sheets = [CSS(string=_style(path)) for path in styles]
    if more:
        sheets.append(CSS(string=more))
    return HTML(string=text, url_fetcher=_fetch_nothing).render(stylesheets=sheets)


def written(made: Any, title: str) -> bytes:
    """The file, with the title that a reader of PDF shows."""
    made.metadata.title = title
    return bytes(made.write_pdf() or b"")


@cache
def _style(path: str) -> str:
    return Path(str(finders.find(path))).read_text(encoding="utf-8")


def _fetch_nothing(url: str, *_: Any, **__: Any) -> Any:
    """Nobody learns that a paper is laid out, and none says what another machine put into it."""
    raise ValueError(f"a paper asks for nothing from elsewhere: {url}")
