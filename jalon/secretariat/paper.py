"""Papers of cooperation as PDF files: a template and a style of its own, laid out in the language that is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from jalon.web import printing

STYLE = "secretariat/paper.css"  # of all papers; each has another of its own


def laid_out(template: str, context: Mapping[str, Any], style: str, more: str = "") -> Any:
    """The pages of a template under a style sheet (a path of the static files) and some rules more. Raises NoPango."""
    said = {"language": (translation.get_language() or "fr")[:2], "rtl": translation.get_language_bidi()}
    text = render_to_string(template, said | dict(context))
    return printing.laid_out(text, STYLE, style, more=more)


def fitted(template: str, context: Mapping[str, Any], style: str, sizes: Sequence[float]) -> Any:
    """The pages in the largest of these type sizes (points) at which they are one; in the last where none is."""
    for size in sizes:
        made = laid_out(template, context, style, f"html {{ font-size: {size}pt; }}")
        if len(made.pages) == 1:
            break
    return made


def bound(made: Sequence[Any], title: str) -> bytes:
    """Documents as one file."""
    pages = [page for one in made for page in one.pages]
    whole = made[0].copy(pages)
    return printing.written(whole, title)


def answer(content: bytes, name: str, media: str = "application/pdf", *, inline: bool = True) -> HttpResponse:
    """A file as an answer. Its name is given in ASCII, and whole beside it (RFC 6266); no browser guesses its kind."""
    response = HttpResponse(content, content_type=media)
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " .-_()") else "_" for sign in name)
    way = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def kept(content: bytes, name: str, media: str) -> HttpResponse:
    """A file that somebody sent, to be saved and never shown by the browser itself."""
    response = answer(content, name, media, inline=False)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
