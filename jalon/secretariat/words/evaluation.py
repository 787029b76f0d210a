"""What evaluations say, in words: stages, states, verdicts, how something moved, why a figure is not shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NOT_ALLOWED = {
    "dates_wrong_way": _("The last day lies before the first: turn them round."),
    "not_over": _("Nothing is known of days to come: the last day is today at the latest."),
    "too_long": _("At most five years can be evaluated at once."),
    "others_of_posts": _("Figures of single posts are not handed out: draw it of all posts, or for your own use."),
    "evaluation_of_a_post": _("Evaluations are drawn at a headquarters or at a forum, not at a post."),
}
STAGES = {
    "kept": pgettext_lazy("promise", "Judged kept"),
    "done": pgettext_lazy("promise", "Reported done"),
    "under_way": pgettext_lazy("promise", "Under way"),
    "blocked": pgettext_lazy("promise", "Blocked"),
    "not_begun": pgettext_lazy("promise", "Not begun"),
    "not_reported": pgettext_lazy("promise", "Nothing reported"),
    "not_kept": pgettext_lazy("promise", "Judged not kept"),
    "held": pgettext_lazy("promise", "Not released"),
    "": pgettext_lazy("promise", "Adopted in the period"),
}
# Each stage has a sign besides its colour and its word.
SIGNS = {
    "kept": "●",
    "done": "◕",
    "under_way": "◑",
    "blocked": "▲",
    "not_begun": "○",
    "not_reported": "▨",
    "not_kept": "✕",
    "held": "▢",
    "": "·",
}
VERDICTS = {
    "kept": pgettext_lazy("verdict", "kept"),
    "on_the_way": pgettext_lazy("verdict", "on the way"),
    "not_kept": pgettext_lazy("verdict", "not kept"),
    "too_early": pgettext_lazy("verdict", "too early to say"),
    "not_known": pgettext_lazy("verdict", "not known"),
}
MOVES = {
    "moved": pgettext_lazy("promise", "moved"),
    "still": pgettext_lazy("promise", "did not move"),
    "back": pgettext_lazy("promise", "fell back"),
    "new": pgettext_lazy("promise", "adopted in the period"),
}
MOVES_OF_FIGURES = {
    "moved": pgettext_lazy("promise", "moved: its figure is better"),
    "still": MOVES["still"],
    "new": MOVES["new"],
    "back": pgettext_lazy("promise", "fell back: its figure is worse"),
}
CHANGES = {
    "better": pgettext_lazy("figure", "better"),
    "worse": pgettext_lazy("figure", "worse"),
    "same": pgettext_lazy("figure", "as before"),
    "more": pgettext_lazy("figure", "more"),
    "fewer": pgettext_lazy("figure", "fewer"),
    "not_known": pgettext_lazy("figure", "not known"),
}
CHANGE_SIGNS = {"better": "▲", "worse": "▼", "same": "=", "more": "+", "fewer": "−", "not_known": "?"}
KEPT_BACK = {
    "not_released": _("not released"),
    "small": _("kept back: too few"),
    "not_known": _("not known"),
    "one_quarter": _("one quarter alone was over by then"),
}
# Why a figure that is handed out is followed back no further.
NO_FURTHER = {
    "operational": _(
        "It tells of strength, equipment, power, links or how posts report. Of such figures a band of a whole quarter"
        " is handed out, and nothing of where, when and by how many entries it was made: read together these are a"
        " plan of attack."
    ),
    "small": _("It is of so few people that they could be found: neither the figure nor what it rests on is told."),
    "not_released": _("The state did not release it: there is nothing here to follow back."),
    "promises": _(
        "It is counted from promises, measures and reports. Those of them that may be shown stand on the page of the"
        " evaluation, one by one."
    ),
    "nothing": _("Nothing was counted in that period."),
}
SOURCES = {
    "journal": _("Counted from the journal"),
    "released": _("Released by the state"),
    "rows": _("Counted from what was said in the forum"),
    "paper": _("Paper register"),
    "system": _("Another system"),
    "partner": _("A partner"),
    "survey": _("A survey"),
}
MEASURES = {
    "planned": pgettext_lazy("measure", "planned"),
    "under_way": pgettext_lazy("measure", "under way"),
    "done": pgettext_lazy("measure", "done"),
    "stopped": pgettext_lazy("measure", "stopped"),
}
EVIDENCE = {
    "file": pgettext_lazy("evidence", "file"),
    "figure": pgettext_lazy("evidence", "figure"),
    "visit": pgettext_lazy("evidence", "visit"),
}
LED = {
    "merged": _("merged into"),
    "replaced": _("replaced by"),
    "withdrawn": _("withdrawn"),
}
AUDIENCES = {
    "traveller": _("Travellers"),
    "community": _("Communities"),
}
SIDES = {
    "then": pgettext_lazy("figure", "Then"),
    "now": pgettext_lazy("figure", "Now"),
    "whole": pgettext_lazy("figure", "The whole period"),
}
UNITS = {
    "persons": _("persons"),
    "share": _("share"),
    "seconds": _("duration"),
    "matches": _("possible matches"),
    "vehicles": _("vehicles"),
    "animals": _("animals"),
    "herds": _("herds"),
    "days": _("days"),
    "number": _("number"),
}
