"""The names of the places that machines and officers stand at: posts, or at a forum its parties."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from jalon.headquarters import words
from jalon.posts.models import Post


def names() -> dict[str, str]:
    """Code -> name, and of a post its state."""
    if settings.JALON_TIER == "forum":
        parties: dict[str, str] = import_string(settings.JALON_PLACES)()
        return parties
    return {post.code: f"{post.name} ({words.state(post.country)})" for post in Post.objects.all()}
