"""What every template knows: the filter `date`, as the house writes days, and free text kept apart."""

from __future__ import annotations

from typing import Any

from django import template

from jalon.web import bidi, days

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(when: Any, form: str | None = None) -> str:
    """A day or a moment by the letters of `form`."""
    return days.filtered(when, form)


@register.filter
def until(first: Any, last: Any) -> str:
    """From a day to another."""
    return days.span(first, last) if first and last else days.filtered(first)


@register.filter
def apart(text: Any) -> str:
    """Free text with its language and direction."""
    return bidi.apart(text)


@register.filter
def typed(request: Any) -> list[str]:
    """The texts of a form of cooperation that a refused request brought; of other pages none, which show travellers."""
    if request is None or request.method != "POST" or not request.path.startswith("/promises/"):
        return []
    return [text for name in request.POST for text in request.POST.getlist(name) if " " in text.strip()]
