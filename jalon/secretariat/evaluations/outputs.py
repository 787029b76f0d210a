"""The files of an evaluation: a literal table of forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.cooperation import evaluation
from jalon.cooperation.models import Evaluation
from jalon.secretariat.evaluations import communique, printed, workbook
from jalon.secretariat.evaluations.told import Names, head
from jalon.web import spreadsheets

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Output:
    """A form. `made`: the file in the language that is set; raises NoPango where a machine lays out no PDF."""

    kind: str
    ending: str
    title: Any
    made: Callable[[Evaluation, Json], bytes]


def _json(_one: Evaluation, found: Json) -> bytes:
    return evaluation.canonical(dict(found))


def _text(_one: Evaluation, found: Json) -> bytes:
    names = Names(found)
    said = head(found, names)
    heading = " — ".join(part for part in (said["of"], said["period"]) if part)
    return communique.text(found, names.of, heading).encode("utf-8-sig")


OUTPUTS: dict[str, Output] = {
    "pdf": Output("application/pdf", "pdf", _("PDF, to print and send"), printed.pdf),
    "xlsx": Output(spreadsheets.MEDIA, "xlsx", _("Workbook, with what stands behind each figure"), workbook.written),
    "json": Output("application/json", "json", _("JSON, as it was digested"), _json),
    "text": Output("text/plain; charset=utf-8", "txt", _("Draft communiqué, to copy"), _text),
}
