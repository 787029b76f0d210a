"""What the board says of codes: every sentence is translated."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from jalon.headquarters import board

# In the order of the board.
STATES = {
    board.REVOKED: gettext_lazy("its machine is revoked"),
    board.SILENT: gettext_lazy("silent for a day or more"),
    board.CLOSED_BOTH: gettext_lazy("closed on both sides"),
    board.CLOSED_OURS: gettext_lazy("closed on our side"),
    board.CLOSED_THEIRS: gettext_lazy("closed on the other side"),
    board.IS_OPEN: pgettext_lazy("state of a post", "open"),
    board.NO_MACHINE: gettext_lazy("no machine"),
}
# What follows the tables and could not read a row, by the first word of its name.
FOLLOWERS = {
    "adjudication": gettext_lazy("Matching against the lists"),
    "presence": gettext_lazy("Entries and exits joined"),
    "statistics": gettext_lazy("The counts"),
    "alerts": gettext_lazy("The alerts"),
}
PARKED = {
    "waits": gettext_lazy("Waits for another entry, or for somebody's decision"),
    "unknown": gettext_lazy("Of a later program: an upgrade will understand it"),
    "failed": gettext_lazy("Could not be applied"),
    "refused": gettext_lazy("Not for this node to say"),
}
