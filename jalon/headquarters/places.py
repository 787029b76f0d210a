"""The names of the places that machines and officers stand at: posts, or at a forum its parties."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from jalon.headquarters import words
from jalon.journal.node import this_node
from jalon.posts.models import Post


def names() -> dict[str, str]:
    """Code -> name, and of a post its state."""
    if settings.JALON_TIER == "forum":
        parties: dict[str, str] = import_string(settings.JALON_PLACES)()
        return parties
    return {post.code: f"{post.name} ({words.state(post.country)})" for post in Post.objects.all()}


def own() -> dict[str, str]:
    """This machine's own place, where it is no post: code -> name."""
    called = {"forum": _("Forum"), "headquarters": _("Headquarters")}.get(settings.JALON_TIER)
    code = this_node().keys.post
    return {code: called or code}
