"""Days in templates: the filter `date`, as the house writes them."""

from __future__ import annotations

from typing import Any

from django import template

from jalon.web import days

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(when: Any, form: str | None = None) -> str:
    """A day or a moment by the letters of `form`."""
    return days.filtered(when, form)
