"""Published months as JSON, for a program that signs in as an officer: a described interface (OpenAPI 3.1).

It gives what a bulletin gives, small numbers kept back; a month that is not over is not given. Each route is marked
with the roles it opens to, as a page is.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from pydantic import Field

from jalon.headquarters.figures_said import WHOLE
from jalon.headquarters.views.statistics_out import months_counted
from jalon.statistics import exporting, indicators, names, publishing
from jalon.statistics.publishing import Month, Table
from jalon.web.gate import Role, opens_to

ROLES = {
    "openapi-json": (Role.NATIONAL_DESK,),
    "api-root": (Role.NATIONAL_DESK,),
    "months": (Role.NATIONAL_DESK,),
    "month": (Role.NATIONAL_DESK,),
    "indicators": (Role.NATIONAL_DESK,),
}
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")

api = NinjaAPI(
    title="Jalon: figures of the border",
    version="1",
    description=(
        "Published figures of a state's border, month by month. Numbers below the threshold are kept back, and others "
        "with them so that none can be found by subtraction; they are null. Hours that did not report are not zeros: "
        "read `coverage` beside every number. Requests bear the session of an officer who signed in."
    ),
    urls_namespace="api",
    docs_url=None,
)


class Coverage(Schema):
    """For how much of a month its figures speak."""

    hours_reported: int = Field(description="Hours of posts whose entries are all here")
    hours_expected: int = Field(description="Hours of all posts that have a machine")
    posts: int = Field(description="Posts that were to report")
    whole: bool = Field(description="Whether all hours reported")


class Number(Schema):
    """One number of a table."""

    row: str = Field(description="Code of the row; * for the total")
    row_name: str
    column: str = Field(description="Code of the column; * for the total")
    column_name: str
    number: int | None = Field(description="null where it is kept back")


class PublishedTable(Schema):
    code: str
    title: str
    numbers: list[Number]


class Took(Schema):
    """How long a step of a case took, in seconds."""

    step: str
    median: int
    nine_of_ten: int


class PublishedMonth(Schema):
    month: str = Field(description="Year and month, as 2026-10")
    threshold: int = Field(description="Smaller numbers are kept back")
    coverage: Coverage
    position: int = Field(description="Arrival position up to which entries were counted")
    tables: list[PublishedTable]
    withheld: list[str] = Field(description="Titles of tables that are too small as a whole")
    times: list[Took]


class Described(Schema):
    """An indicator: what it means and how it is computed."""

    code: str
    theme: str = Field(description="mobility, security or quality")
    title: str
    unit: str
    meaning: str
    computed: str


class Fault(Schema):
    detail: str


@api.get("months", response=list[str], url_name="months", summary="Months that are published, the oldest first")
def months(request: HttpRequest) -> list[str]:
    return [f"{first:%Y-%m}" for first in months_counted() if not publishing.running(first)]


@api.get(
    "months/{month}",
    response={200: PublishedMonth, 404: Fault},
    url_name="month",
    summary="One month: every published table",
)
def month(request: HttpRequest, month: str, language: str = "") -> PublishedMonth:
    """`month` as 2026-10; `language` of the names: fr, en or ar. The journal says who took it."""
    first = date.fromisoformat(f"{month}-01") if MONTH.fullmatch(month) else None
    if first is None or first not in months_counted() or publishing.running(first):
        raise HttpError(404, _("No such month is published."))
    said = language if language in {"fr", "en", "ar"} else (translation.get_language() or "fr")[:2]
    actor = str(request.user.officer)  # type: ignore[union-attr]
    (found,) = exporting.export([first], "json", said, actor)
    with translation.override(said):
        return _month(found)


@api.get("indicators", response=list[Described], url_name="indicators", summary="The indicators and their meaning")
def described(request: HttpRequest) -> list[Described]:
    return [
        Described(
            code=one.code,
            theme=one.dimension,
            title=str(one.title),
            unit=one.unit,
            meaning=str(one.meaning),
            computed=str(one.how),
        )
        for one in indicators.INDICATORS.values()
    ]


def _month(found: Month) -> PublishedMonth:
    share = found.coverage.share
    return PublishedMonth(
        month=f"{found.first:%Y-%m}",
        threshold=found.threshold,
        coverage=Coverage(
            hours_reported=found.coverage.reported,
            hours_expected=found.coverage.expected,
            posts=sum(1 for one in found.coverage.posts.values() if one.expected),
            whole=share is not None and share >= WHOLE,
        ),
        position=found.position,
        tables=[_table(one) for one in found.tables.values()],
        withheld=[str(title) for title in found.withheld],
        times=[Took(step=code, median=round(m), nine_of_ten=round(p)) for code, (m, p) in found.times.items()],
    )


def _table(one: Table) -> PublishedTable:
    rows = {row: names.row(one.code, row) for row, _column in one.numbers}
    return PublishedTable(
        code=one.code,
        title=str(one.title),
        numbers=[
            Number(
                row=row,
                row_name=rows[row],
                column=column,
                column_name=names.column(one.code, column),
                number=number,
            )
            for (row, column), number in one.numbers.items()
        ],
    )


def marked() -> Any:
    """The routes, each with its mark of roles; a route that ROLES does not name opens to nobody."""
    patterns, application, namespace = api.urls
    route: Any
    for route in patterns:
        if route.name in ROLES:
            opens_to(*ROLES[route.name])(route.callback)
    return patterns, application, namespace
