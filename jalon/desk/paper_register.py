"""The daily register as a document: its rows laid out in pages, and the PDF of them where this machine can make one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import rfc8785
import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from jalon.crossings import recall
from jalon.crossings.daily_register import Made
from jalon.crossings.journey import DIRECTIONS, OUTCOMES, TRANSPORTS
from jalon.desk import seen, words
from jalon.documents.types import DOCUMENT_TYPES
from jalon.posts.models import Post
from jalon.staff.postings import name_of
from jalon.web import printing

A_PAGE = 18  # rows; each may take two lines
STYLE = "desk/register.css"
ROWS_FILE = "rows.json"  # the rows as they were digested, inside the PDF

# The figures of the last page, in the order of the summary of a shift.
COUNTED = {
    "inspected": pgettext_lazy("how many of a shift", "Inspected"),
    "entry": pgettext_lazy("how many of a shift", "Entries admitted"),
    "exit": pgettext_lazy("how many of a shift", "Exits admitted"),
    "referred": pgettext_lazy("how many of a shift", "Referred"),
    "refused": pgettext_lazy("how many of a shift", "Refused"),
    "held": pgettext_lazy("how many of a shift", "Held"),
    "handed_over": pgettext_lazy("how many of a shift", "Handed over"),
    "cancelled": pgettext_lazy("how many of a shift", "Cancelled"),
    "with_hits": pgettext_lazy("how many of a shift", "With a possible match"),
    "late": pgettext_lazy("how many of a shift", "Recorded late, from paper"),
}


def pages(made: Made) -> list[dict[str, Any]]:
    """The rows, so many a page, in words; an empty shift has one page."""
    rows = [_row(dict(zip(made.content["columns"], row, strict=True))) for row in made.content["rows"]]
    cut = [rows[at : at + A_PAGE] for at in range(0, len(rows), A_PAGE)] or [[]]
    return [{"number": number, "rows": some} for number, some in enumerate(cut, 1)]


def context(made: Made) -> dict[str, Any]:
    """What stands on every page and on the last."""
    content, statement = made.content, made.statement
    post = Post.objects.filter(code=content["post"]).first()
    epoch, seq, hashed = [*content["head"].split(" "), "", "", ""][:3]
    counts = content["counts"]
    return {
        "post": post.name if post else content["post"],
        "post_code": content["post"],
        "officer": name_of(content["officer"]),
        "officer_number": content["officer"],
        "opened": seen.day_and_clock(content["opened_at"]),
        "made_at": seen.day_and_clock(statement["made_at"]),
        "figures": [{"label": label, "number": counts[name]} for name, label in COUNTED.items() if name in counts],
        "open_cases": content["open_cases"],
        "epoch": epoch,
        "seq": seq,
        "hash": hashed,
        "node": statement["node"],
        "entry": statement["entry"],
        "digest": statement["digest"],
        "signature": made.signature,
        "square": _square(made),
        "language": words.language(),
        "rtl": words.language() == "ar",
    }


def _row(said: dict[str, Any]) -> dict[str, Any]:
    kind = DOCUMENT_TYPES.get(said["document_type"])
    document = [kind.names[words.language()] if kind else said["document_type"], said["document_number"] or ""]
    names = (said["primary_identifier"], said["secondary_identifier"])
    return {
        "number": said["number"],
        "passed": _day_and_clock(said["passed_at"]),
        "recorded": _day_and_clock(said["recorded_at"]) if said["late"] else seen.clock(said["recorded_at"]),
        "late": _isolated(f"{said['sheet']} / {said['line']}") if said["late"] else "",
        "name": _isolated(", ".join(part for part in names if part) or "—"),
        "sex": said["sex"] or "",
        "born": "/".join(reversed((said["birth_date"] or "").split("-"))),
        "nationality": said["nationality"] or "",
        "document": document[0],
        "document_number": _isolated(document[1]),
        "issued_by": said["issuing_state"] or "",
        "direction": DIRECTIONS.get(said["direction"], ""),
        "transport": TRANSPORTS.get(said["transport"], ""),
        "outcome": OUTCOMES.get(said["outcome"], said["outcome"]),
        "officer": said["officer"],
        "second": said["second_officer"] or "",
        "hits": said["hits"],
    }


def _isolated(text: str) -> str:
    """A text in the direction of its own first letter. The signs do it, since what lays out the PDF knows no <bdi>."""
    return f"\u2068{text}\u2069"


def _day_and_clock(milliseconds: int) -> str:
    """25/11 14:10: the year stands at the head of the page."""
    return recall.local_time(milliseconds).strftime("%d/%m %H:%M")


def _square(made: Made) -> str:
    """The statement's digest and signature as a QR code: checked by whoever has the node's public key."""
    said = f"JALON REGISTER 1\n{made.statement['entry']}\n{made.statement['digest']}\n{made.signature}"
    drawn = segno.make(said, error="l", micro=False)
    return mark_safe(drawn.svg_inline(border=2, scale=2, svgclass="square-code", lineclass=None))  # noqa: S308 — ours


def pdf(made: Made, language: str) -> Iterator[tuple[int, int] | bytes]:
    """Make the PDF page by page, in a language: (pages made, pages in all) after each, then the file itself.

    Raises NoPango.
    """
    with translation.override(language):
        some, said = pages(made), context(made)
    total = len(some) + 1
    done: list[Any] = []
    for sheet in [*some, None]:
        # Between two pages the browser is told how far it is, and another request may have set another language.
        with translation.override(language):
            text = render_to_string(
                "desk/paper/register_page.html", said | {"sheet": sheet, "page": len(done) + 1, "pages": total}
            )
        done.append(printing.laid_out(text, STYLE))
        yield len(done), total
    from weasyprint import Attachment  # the pages above were laid out: it is here

    whole = done[0].copy([page for one in done for page in one.pages])
    whole.metadata.attachments = [
        Attachment(string=rfc8785.dumps(made.content), name=ROWS_FILE, description="SHA-256: " + said["digest"]),
        Attachment(string=json.dumps({**made.statement, "signature": made.signature}), name="statement.json"),
    ]
    with translation.override(language):
        title = _("Daily register")
    yield printing.written(whole, title)
