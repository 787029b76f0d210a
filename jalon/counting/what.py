"""Literal tables of what is counted: neighbours, vehicles with their load, animals. Codes stand in entries."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERSONS = {
    "man": pgettext_lazy("counted", "Man"),
    "woman": pgettext_lazy("counted", "Woman"),
    "boy": pgettext_lazy("counted", "Boy"),
    "girl": pgettext_lazy("counted", "Girl"),
}
VEHICLES = {
    "truck_sealed": _("Truck, loaded, seals seen"),
    "truck_unsealed": _("Truck, loaded, no seals"),
    "truck_broken": _("Truck, loaded, seals broken"),
    "truck_empty": _("Truck, empty"),
    "cart_loaded": _("Cart, loaded"),
    "cart_empty": _("Cart, empty"),
}
MEANS_OF_VEHICLE = {what: what.partition("_")[0] for what in VEHICLES}
COUNTED = {**PERSONS, **VEHICLES}
# By what neighbours come; the rest of the desk's means bear travellers who are named.
MEANS = ("foot", "cart", "animal", "motorcycle", "pirogue", "car")
# The keys of a number pad, as they lie under the hand.
KEYS = {
    "7": "man",
    "8": "woman",
    "9": "cart_loaded",
    "4": "boy",
    "5": "girl",
    "6": "cart_empty",
    "1": "truck_sealed",
    "2": "truck_unsealed",
    "3": "truck_broken",
    "0": "truck_empty",
}
# What a figure is: nobody named, a card recognised, a traveller named at the desk.
KINDS = {
    "counted": _("Counted, not named"),
    "card": _("Recognised by card"),
    "named": _("Named at the desk"),
}
HERD_OUTCOMES = {
    "open": _("Waits for a decision"),
    "passed": pgettext_lazy("a herd", "Passed"),
    "turned_back": pgettext_lazy("a herd", "Turned back"),
    "referred": pgettext_lazy("a herd", "Referred to the second line"),
}
WITHDRAWN_WHY = {
    "typing": _("Typing mistake"),
    "twice": _("Entered twice"),
    "another_sheet": _("Another sheet than this one"),
}
CARD_WITHDRAWN_WHY = {
    "lost": _("Lost or stolen"),
    "moved": _("The holder moved away"),
    "died": _("The holder died"),
    "mistake": _("Enrolled by mistake"),
}
