"""What the meeting room's screen says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SAVED = {
    "adopt": _("Saved: %(number)s is adopted."),
    "not_adopt": _("Saved: %(number)s is not adopted."),
    "word": _("Saved: %(number)s has new words. The version before stays."),
    "judge": _("Saved: %(number)s is judged."),
    "challenge": _("Saved: the challenge is in the register."),
    "extend": _("Saved: %(number)s has a new date."),
    "open": _("Saved: the meeting is open."),
}
NOT_ALLOWED = {
    "room_not_open": _("Open the meeting first (key O): what is decided before it begins binds nobody."),
    "no_recommendation_shown": _("This page shows no recommendation: go to one with the arrows."),
    "day_not_in_order": _("Write the new date."),
}
# Keys of the room, in the order of the sheet that “?” shows; those of the last part only for whoever runs the meeting.
KEYS = (
    (("→", "←"), _("next, before")),
    (("↓", "↑"), _("further down a long text, then next")),
    (("Home", "End"), _("first page, last page")),
    (("L",), _("another language of the text")),
    (("F",), _("the whole screen")),
    (("?",), _("these keys")),
)
DECIDING = (
    (("A",), _("adopt")),
    (("N",), _("not adopted")),
    (("E",), _("edit the words: a new version")),
    (("J",), _("judge how it stands")),
    (("T",), _("more time: a new date")),
    (("C",), _("name a challenge")),
    (("O",), _("open the meeting")),
    (("Enter",), _("confirm")),
    (("Esc",), _("go back: nothing is recorded")),
)
