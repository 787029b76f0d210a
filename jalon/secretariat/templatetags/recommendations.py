"""What the templates of recommendations and measures say of values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html

from jalon.cooperation.texts import in_language
from jalon.web.days import date_format

register = template.Library()


@register.filter
def said(texts: Mapping[str, str]) -> str:
    """A text in the language that is set."""
    return in_language(texts or {})


@register.filter
def moment(milliseconds: int | None) -> str:
    """The day of an entry."""
    if not milliseconds:
        return ""
    return date_format(timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, UTC)), "j F Y")


@register.filter
def money(amount: Decimal | None) -> str:
    """An amount with thin spaces between thousands, and cents only where there are some."""
    if amount is None:
        return ""
    text = f"{amount:,.2f}".removesuffix(".00").replace(",", "\u202f")
    return text.replace(".", ",")


@register.filter
def percent(share: float | None) -> str:
    """A share, 0 to 1 and beyond, as whole percent."""
    return "" if share is None else f"{share * 100:.0f}\u202f%"


@register.simple_tag
def bar(share: float) -> str:
    """Where a bar of 100 begins and how long it is, as attributes: from the side where reading begins."""
    length = round(min(max(share, 0.0), 1.0) * 100, 1)
    begins = round(100 - length, 1) if translation.get_language_bidi() else 0
    return format_html('x="{}" width="{}"', begins, length)
