"""Meetings and the directory in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.cooperation.models import Delegation, Level

STATES = {
    "called": pgettext_lazy("meeting", "Called"),
    "open": pgettext_lazy("meeting", "Going on"),
    "closed": pgettext_lazy("meeting", "Held"),
    "cancelled": pgettext_lazy("meeting", "Cancelled"),
}
SHAPES = {"called": "◇", "open": "▶", "closed": "✓", "cancelled": "✕"}
AS_WHAT = {
    Delegation.As.MEMBER.value: pgettext_lazy("delegation", "Member"),
    Delegation.As.OBSERVER.value: pgettext_lazy("delegation", "Observer"),
    Delegation.As.PARTNER.value: pgettext_lazy("delegation", "Technical and financial partner"),
}
# Of the directory: who answers there.
DIRECTORY_LEVELS = {
    Level.POST.value: _("Border posts"),
    Level.LOCAL.value: _("Local authorities, across the line"),
    Level.NATIONAL.value: _("Headquarters and ministries"),
    Level.BILATERAL.value: _("Bilateral commissions"),
    Level.REGIONAL.value: _("Regional bodies and partners"),
}
NOT_ALLOWED = {
    "kept_elsewhere": _("This belongs to a forum that is kept on another machine: it is said there."),
    "no_such_meeting": _("No such meeting is known here."),
    "needs_a_title": _("Give the title in one language at least."),
    "needs_a_place": _("Say where the meeting takes place."),
    "level_not_known": _("Choose one of the levels."),
    "days_not_in_order": _("The last day comes after the first, and a meeting lasts %(most)s days at most."),
    "hours_not_in_order": _("Write the hours as 09:00; the meeting closes after it opens."),
    "zone_not_known": _("Choose the time zone of the place."),
    "language_not_known": _("Choose among the languages that are offered."),
    "nothing_changed": _("Nothing was changed, so nothing was recorded."),
    "say_why": _("Say why, in one sentence."),
    "opens_early": _("Its first day is %(starts)s. Say on the meeting’s page why it opens earlier, or amend its days."),
    "leaves_open": _(
        "Nothing was decided of %(numbers)s. Say on the meeting’s page what becomes of them, then close it."
    ),
    "meeting_called": _("The meeting has not been opened yet."),
    "meeting_open": _("The meeting is going on: it cannot be cancelled, nor opened again."),
    "meeting_closed": _("The meeting is over: only papers, minutes and attendance are still taken."),
    "meeting_cancelled": _("The meeting was cancelled."),
    "agenda_too_long": _("An agenda has at most %(most)s points."),
    "minutes_not_in_order": _("A point takes from 1 to 600 minutes."),
    "no_such_point": _("The agenda has no such point."),
    "seats_not_in_order": _("A delegation has from 1 to %(most)s seats."),
    "no_member": _(
        "Only states, services and local bodies that sit in the forum are members: ask others as observers or partners."
    ),
    "not_asked": _("That party is not asked to this meeting."),
    "not_that_day": _("The meeting is not held on that day."),
    "more_women_than_present": _("Write how many came (up to %(most)s), and how many of them are women."),
    "paper_of_no_known_kind": _(
        "This is no PDF, DOCX, XLSX, PNG, JPEG or plain text (or it holds macros). It was not kept."
    ),
    "no_such_paper": _("The meeting has no such paper."),
    "needs_a_text": _("Write the text first."),
    "needs_place_and_function": _("Say the place, and who answers there by function: never by name."),
    "nothing_to_call": _("Give a telephone number, a radio channel or an address."),
    "telephone_not_in_order": _(
        "A telephone number has digits, with a plus and the country's code in front: +223 20 22 00 00."
    ),
    "email_not_in_order": _("An address looks like poste@example.org."),
    "no_such_line": _("This line was replaced or withdrawn. Look at the directory again."),
}
