"""What recommendations are about: a literal table of themes. Security and mobility stand side by side."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

THEMES = {
    "mobility": _("Mobility of people"),
    "security": _("Security of the border"),
    "protection": _("Protection of vulnerable people"),
    "infrastructure": _("Posts and buildings"),
    "equipment": _("Equipment"),
    "staff": _("Staff and training"),
    "information": _("Information systems"),
    "cooperation": _("Cooperation across the line"),
    "health": _("Health at the border"),
    "integrity": _("Integrity and facilitation"),
    "communities": _("Communities of the border"),
}
