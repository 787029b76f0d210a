"""Rows and columns of published tables in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from jalon.crossings.journey import DIRECTIONS
from jalon.posts.models import Post
from jalon.statistics.dimensions import DIMENSIONS, HIT_OUTCOMES, NOT_KNOWN, SEX_AGE, SEXES, UNKNOWN, list_title
from jalon.statistics.publishing import BOTH, DAYS, POSTS
from jalon.statistics.suppression import ALL
from jalon.web.days import date_format


def row(table: str, value: str) -> str:
    """A row of a table."""
    if value == ALL:
        return _("Together")
    if table == DAYS:
        return date_format(date.fromisoformat(value), "j F Y")
    if table == POSTS:
        return Post.objects.filter(code=value).values_list("name", flat=True).first() or value
    if table == SEX_AGE:
        return DIMENSIONS["age"].label(value)
    return list_title(value) if table == "hit" else DIMENSIONS[table].label(value)


def column(table: str, value: str) -> str:
    """A column of a table."""
    if value in {ALL, *BOTH}:
        return _("Together")
    if table == SEX_AGE:
        return str(UNKNOWN[NOT_KNOWN] if value == NOT_KNOWN else SEXES[value])
    return str(HIT_OUTCOMES.get(value, value) if table == "hit" else DIRECTIONS.get(value, value))
