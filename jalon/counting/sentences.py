"""The sentences of this room's codes: rules that stand in the way, and what is amiss with a herd."""

from django.utils.translation import gettext_lazy as _

RULES = {
    "herd_rules_gone": _(
        "The rules of travel of this machine cannot be read: no season is known. Tell the administrator."
    ),
    "no_local_regime": _(
        "No local regime lets neighbours be counted here: each is inspected at the desk. Ask the second line."
    ),
    "not_a_count": _("What came is no count. Nothing was recorded: load the page again."),
    "nothing_to_take_back": _("There is nothing to take back in this shift."),
    "late_is_before_now": _("The hours of a count from paper lie before now, the first before the last."),
    "already_withdrawn": _("It was withdrawn already."),
    "count_the_vehicle_first": _("Count the vehicle first: the plate belongs to the last one counted."),
    "card_unknown": _("This card is not known here. Swipe it again, or type its number; else count by keypad."),
    "card_expired": _("This card is valid no more: its holder is counted by keypad, and has it renewed."),
    "card_withdrawn": _("This card was withdrawn. Keep it, and call the second line."),
    "card_just_counted": _("This card was counted a moment ago, the same way."),
    "card_number_taken": _("A valid card bears this number already. Withdraw that one first, or give another number."),
    "say_the_animals": _("Say which animals, and how many."),
    "herd_already_decided": _("This herd is already decided."),
    "herd_beyond_this_shift": _("The shift that saw this herd was handed over: only headquarters can read it."),
    "second_line_decides_herd": _("This herd was referred: the second line decides."),
    "say_why_the_herd_passes": _("Something is not in order: say why the herd passes, or refer it."),
    "say_why_the_herd_does_not_pass": _("Say why, in some words."),
    "herders_first": _("A herder waits for a decision of their own: refer them, or say what you looked at, by name."),
}

DOUBTS = {
    "season_closed": _("%(species)s: outside the season, by the calendar"),
    "no_season": _("%(species)s: no calendar is known for this day. Ask the second line and the livestock service."),
    "another_gate": _("This post is not one of the gates that the rule names: %(gates)s"),
    "particulars_missing": _("The certificate does not state: %(particulars)s"),
    "by_day_only": _("A herd passes by day only"),
    "not_counted": _("The animals are not counted yet"),
    "no_herder_named": _("No herder is named yet"),
    "herders_differ": _("The certificate names %(listed)s herders, %(named)s are here"),
    "herders_too_few": _("The rule asks for %(needed)s herders with so many animals, %(named)s are here"),
    "herder_too_young": _("A herder is younger than the %(age)s years that the rule asks for"),
    "vaccination_not_seen": _("The vaccination paper was not seen"),
}
