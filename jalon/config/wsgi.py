"""What the web server runs: the door of sync, counted in bytes, beside the pages."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from jalon.config.parent import dying_with_parent

dying_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
pages = get_wsgi_application()

from django.conf import settings  # noqa: E402  the settings are there once the pages are

from jalon.sync import door  # noqa: E402


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """At a headquarters and at a forum nodes knock at a door of their own, without the pages' sessions and headers."""
    path = environ.get("PATH_INFO", "")
    if settings.JALON_TIER != "post" and (path == door.PLACE or path.startswith(f"{door.PLACE}/")):
        return door.application(environ, start)
    return pages(environ, start)
