"""Forums and parties in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.cooperation.models import ForumFact, Level, PartyFact

FORUM_KINDS = {
    Level.REGIONAL.value: _("Regional forum"),
    Level.BILATERAL.value: _("Bilateral commission"),
    Level.LOCAL.value: _("Committee across the line"),
    "national": _("Among our own"),
}
LEVELS = {
    Level.POST.value: pgettext_lazy("level", "Post"),
    Level.NATIONAL.value: pgettext_lazy("level", "National"),
    Level.BILATERAL.value: pgettext_lazy("level", "Bilateral"),
    Level.REGIONAL.value: pgettext_lazy("level", "Regional"),
    Level.LOCAL.value: pgettext_lazy("level", "Local, across the line"),
}
PARTY_KINDS = {
    PartyFact.Kind.STATE.value: pgettext_lazy("party", "State"),
    PartyFact.Kind.DONOR.value: pgettext_lazy("party", "Donor"),
    PartyFact.Kind.AGENCY.value: pgettext_lazy("party", "Agency"),
    PartyFact.Kind.ASSOCIATION.value: pgettext_lazy("party", "Association"),
    PartyFact.Kind.LOCAL.value: pgettext_lazy("party", "Municipality or committee"),
    PartyFact.Kind.SERVICE.value: pgettext_lazy("party", "Service of the state"),
}
FORUM_FACTS = {
    ForumFact.What.FOUNDED.value: _("The forum was founded"),
    ForumFact.What.RENAMED.value: _("The forum took another name"),
    ForumFact.What.MOVED.value: _("The forum is kept by another host"),
    ForumFact.What.DISSOLVED.value: _("The forum ended"),
}
PARTY_FACTS = {
    PartyFact.What.JOINED.value: pgettext_lazy("party", "Joined"),
    PartyFact.What.RENAMED.value: pgettext_lazy("party", "Took another name"),
    PartyFact.What.LEFT.value: pgettext_lazy("party", "Left"),
}
NOT_ALLOWED = {
    "of_the_forum_alone": _("A forum is founded on its own machine, which belongs to no state."),
    "founded_already": _("This machine's forum is founded already: rename it, or move it."),
    "kind_not_known": _("Choose one of the kinds."),
    "needs_a_name": _("Give the name in one language at least."),
    "needs_a_host": _("Say who keeps the forum from that day."),
    "no_such_forum": _("No such forum is known here."),
    "dissolved": _("The forum was dissolved by then: nothing new is said in it."),
    "before_it_was_founded": _("The forum was not founded yet on that day."),
    "code_not_in_order": _("A code has 1 to 16 letters, digits or hyphens."),
    "not_moved_there": _("The forum says nothing of that address any more. Look again."),
    "state_not_known": _("A state's code has the three letters of its passports, such as MLI."),
    "no_such_party": _("No such party sits in this forum."),
    "left_before_it_joined": _("It cannot leave before the day it joined."),
    "not_joined": _("Your party does not sit in this forum: it cannot speak there."),
    "speaks_for_nobody": _("You read here; you speak for no party in this forum."),
    "not_for_that_party": _("You cannot write for that party: it has a machine of its own, or speaks for itself."),
    "field_too_long": _("“%(field)s” is longer than %(most)s characters: shorten it. Nothing was recorded."),
    "field_not_understood": _("“%(field)s” holds something that cannot be kept: write it again. Nothing was recorded."),
    "day_too_far": _("“%(field)s”: a day lies between %(first)s and %(last)s. Nothing was recorded."),
    "file_too_large": _("The file is larger than %(most)s kB. Send a smaller one, or split it."),
}
