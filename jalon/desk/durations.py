"""How long something took, or how much of it is left, as people say it."""

from __future__ import annotations

from django.utils.translation import gettext as _

MINUTE = 60_000  # ms


def said(milliseconds: float) -> str:
    """Hours and minutes: “2 h 14”; under an hour minutes alone. What has begun of a minute does not count."""
    minutes = int(abs(milliseconds)) // MINUTE
    hours, left = divmod(minutes, 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": f"{left:02}"}
    return _("%(minutes)s min") % {"minutes": left}


def seconds_said(seconds: int) -> str:
    """As `said`, with seconds under ten minutes: short steps are told apart by them."""
    if seconds >= 600:
        return said(seconds * 1000)
    minutes, left = divmod(seconds, 60)
    if minutes:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": f"{left:02}"}
    return _("%(seconds)s s") % {"seconds": left}
