"""Words that the sentences of several rules share. Every sentence is said in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.alerts.places import DAY, HOUR, MINUTE
from jalon.posts.models import Post
from jalon.web.days import date_format


def post(code: str) -> str:
    """A post by its name, kept apart from the direction of the words around it (U+2068 … U+2069)."""
    name = Post.objects.filter(code=code).values_list("name", flat=True).first()
    return f"\u2068{name or code}\u2069"


def moment(milliseconds: int) -> str:
    try:
        when = timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, UTC))
    except (ValueError, OverflowError, OSError):
        return "—"  # no calendar has that day: the rest of the sentence is still worth saying
    return date_format(when, "j F Y H:i")


def length(milliseconds: int) -> str:
    """How long, in the largest unit that says it: minutes below two hours, hours below two days, then days."""
    if milliseconds < 2 * HOUR:
        minutes = round(milliseconds / MINUTE)
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if milliseconds < 2 * DAY:
        hours = round(milliseconds / HOUR)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = round(milliseconds / DAY)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def node(name: str) -> str:
    """A machine by the beginning of its name, as it stands on its case."""
    return f"\u2066{name[:8]}\u2069"


def at_post(code: str, name: str = "") -> str:
    """Where: a post, and the machine there."""
    if not name:
        return post(code)
    return _("%(post)s, machine %(node)s") % {"post": post(code) if code else _("no post"), "node": node(name)}
