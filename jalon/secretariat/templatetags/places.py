"""Places and posts by their names, in every template."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from jalon.posts.models import Post
from jalon.secretariat.places import place_name
from jalon.web.bidi import apart, listed

register = template.Library()


@register.filter
def place(typed: str) -> str:
    """A place as it is called in the language that is set."""
    return apart(place_name(typed or ""))


@register.filter
def post_names(codes: Iterable[str]) -> str:
    """Posts by their names, in one line; a code where no post is known."""
    wanted = list(codes or ())
    known = dict(Post.objects.filter(code__in=wanted).values_list("code", "name"))
    return listed(place_name(known.get(code, code)) for code in wanted)
