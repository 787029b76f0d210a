"""What the desk says of the rules of travel, of visas and of stays: a table for each kind of code."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Problems of `crossings.regime`: what the officer does about each.
PROBLEMS = {
    "visa_required": gettext_lazy("A visa is required, and none that opens this post was seen"),
    "visa_on_arrival": gettext_lazy("A visa is issued on arrival, and none was seen yet"),
    "not_at_this_post": gettext_lazy("This category of post is not open to this traveller"),
    "no_rule": gettext_lazy("No rule speaks of this document here"),
    "stay_over": gettext_lazy("The days allowed are used up, by the entry stamp that was read"),
    "visa_of_another": gettext_lazy("The visa that was seen is not this traveller’s, or not of this State"),
}
# Title and sentence of the verdict, where nothing but the rules of travel asks for a look. The gravest first.
VERDICTS = {
    "not_at_this_post": (
        gettext_lazy("Not at this post"),
        gettext_lazy("Refer to the second line, or refuse with reasons. A rule refuses nobody by itself."),
    ),
    "visa_of_another": (gettext_lazy("Look twice"), gettext_lazy("The visa does not fit the traveller.")),
    "stay_over": (gettext_lazy("Stay used up"), gettext_lazy("Ask about it, then refer or say what you looked at.")),
    "visa_required": (gettext_lazy("Visa required"), gettext_lazy("Swipe the visa, or type it: F5.")),
    "visa_on_arrival": (gettext_lazy("Visa on arrival"), gettext_lazy("Once it is issued, swipe it or type it: F5.")),
    "no_rule": (gettext_lazy("No rule"), gettext_lazy("Ask the second line. It is no ground to refuse.")),
}
DIFFERENCES = {
    "name": gettext_lazy("another name than the document’s"),
    "birth_date": gettext_lazy("another date of birth"),
    "nationality": gettext_lazy("another nationality"),
    "issuer": gettext_lazy("issued by another State than this one"),
    "number": gettext_lazy("its zone does not bear the document’s number: compare it on the sticker"),
}
ENTRIES = {
    "": gettext_lazy("not read"),
    "1": "1",
    "2": "2",
    "3": "3",
    "0": gettext_lazy("several, without limit"),
}
# The reason that a refusal or a referral most likely has, by the problem found.
REFUSED_FOR = {"visa_required": "no_visa", "visa_on_arrival": "no_visa", "not_at_this_post": "post_closed"}
REFUSED_FOR |= {"stay_over": "stay_exceeded"}


def rule(code: str) -> str:
    """A rule of these acts that stood in the way, and what to do; empty for another room's."""
    return {
        "not_at_this_post": _("This category of post is closed to this traveller: refer, or refuse with reasons."),
        "say_what_was_seen": _("Say what you saw: a visa, a permit, or the day of the entry stamp."),
        "entered_after_today": _("The entry stamp bears a day that has not come yet."),
        "not_a_visa": _("The zone that was read is not a visa’s."),
    }.get(code, "")
